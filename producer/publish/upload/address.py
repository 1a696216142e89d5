"""The target at an address."""

from __future__ import annotations

from producer.errors import UsageError
from producer.publish.upload.target import FORMS, Target, server_address


def open_target(address: str, *, create: bool = True) -> Target:
    """The target at a URL or path. A folder that is missing is made, or with `create` off taken
    for empty. Raises `UsageError` for what is no address of a target."""
    scheme = address.partition("://")[0] if "://" in address else ""
    if scheme in ("dav", "davs", "sftp"):
        from producer.publish.upload.server_folder import ServerTarget

        if scheme == "sftp":
            from producer.publish.upload.sftp import SftpFolder

            return ServerTarget(SftpFolder(*server_address(address)))
        from producer.publish.upload.webdav import WebdavFolder

        return ServerTarget(WebdavFolder(*server_address(address)))
    if scheme not in ("", "file", "s3", "gs", "az"):
        # It may hold a password, so it is not repeated.
        raise UsageError("that is the address of no folder, bucket or server", advice=FORMS)
    from producer.publish.upload.in_bucket import open_bucket_target

    return open_bucket_target(address, create=create)
