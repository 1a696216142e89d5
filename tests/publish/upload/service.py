"""moto's S3 on loopback, with a door in front of it that writes down what is written, and that
can be shut in the middle of a run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

import boto3
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

KEY_ID, SECRET = "AKIAQUITEPUBLIC00042", "very/secret+0123456789abcdefghijklmnopq"
Answer = Callable[[dict[str, Any], Any], Iterable[bytes]]


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None: ...


class Service:
    """`written` has the method and path of every request that changed something. Once
    `writes_left` of them were let through, `shut` answers those that follow."""

    def __init__(self) -> None:
        self.written: list[tuple[str, str]] = []
        self.keys_used: set[str] = set()
        self.writes_left: float = float("inf")
        self.shut: Answer = refuse
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._lock = threading.Lock()
        self._start()

    def _start(self) -> None:
        self._server = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=_Quiet
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def __enter__(self) -> Service:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def die(self) -> None:
        """Stop to listen, in the middle of whatever is going on; what is stored stays."""
        threading.Thread(target=self._stop).start()

    def revive(self) -> None:
        self._thread.join()
        self.writes_left = float("inf")
        self._start()

    def client(self) -> Any:
        """Amazon's own client, to read with."""
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            aws_access_key_id=KEY_ID,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
        )

    def held(self, bucket: str) -> dict[str, bytes]:
        """All that is in a bucket."""
        client = self.client()
        listed = client.list_objects_v2(Bucket=bucket).get("Contents", ())
        return {
            entry["Key"]: client.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
            for entry in listed
        }

    def _answer(self, request: dict[str, Any], start: Any) -> Iterable[bytes]:
        signed = request.get("HTTP_AUTHORIZATION", "")
        self.keys_used.add(signed.partition("Credential=")[2].partition("/")[0])
        if request["REQUEST_METHOD"] not in ("GET", "HEAD"):
            with self._lock:
                self.writes_left -= 1
                is_open = self.writes_left >= 0
                if is_open:
                    self.written.append((request["REQUEST_METHOD"], request["PATH_INFO"]))
            if not is_open:
                return self.shut(request, start)
        answer: Iterable[bytes] = self._moto(request, start)
        return answer


def refuse(request: dict[str, Any], start: Any) -> list[bytes]:
    """What S3 says to credentials that do not suffice: it quotes much of the request."""
    request["wsgi.input"].read(int(request.get("CONTENT_LENGTH") or 0))
    start("403 Forbidden", [("Content-Type", "application/xml")])
    body = (
        "<Error><Code>SignatureDoesNotMatch</Code><Message>See your key and signing method.</Message>"
        f"<AWSAccessKeyId>{KEY_ID}</AWSAccessKeyId><StringToSign>{SECRET}</StringToSign>"
        f"<SignatureProvided>{request.get('HTTP_AUTHORIZATION')}</SignatureProvided></Error>"
    )
    return [body.encode()]
