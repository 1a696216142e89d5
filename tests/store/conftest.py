from tests.publish.upload.conftest import bucket, nobody, service

__all__ = ["bucket", "nobody", "service"]
