"""moto's S3 on loopback, with a door in front of it that writes down what is written, and that
can be shut in the middle of a run."""

from __future__ import annotations

import functools
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

KEY_ID, SECRET = "AKIAQUITEPUBLIC00042", "very/secret+0123456789abcdefghijklmnopq"
Answer = Callable[[dict[str, Any], Any], Iterable[bytes]]


@functools.cache
def _moto() -> Any:
    return DomainDispatcherApplication(create_backend_app)


@functools.cache
def _client(url: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=url,
        aws_access_key_id=KEY_ID,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
    )


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
        self._moto = _moto()
        self._lock, self._dying = threading.Lock(), threading.Lock()
        self._start()

    def _start(self) -> None:
        self._server = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=_Quiet
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._alive = True

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.socket.close()

    def die(self, url: str) -> None:
        """Drop all connections to `url` and take no more; what is stored stays. A request that
        comes late does no harm to the service that was revived meanwhile, which has another."""
        with self._dying:
            if url == self.url and self._alive:
                self._alive = False
                self._server.shutdown()
                self._server.socket.close()

    def revive(self) -> None:
        with self._dying:
            self.writes_left = float("inf")
            self._start()

    def client(self) -> Any:
        """Amazon's own client, to read with."""
        return _client(self.url)

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
        if not self._alive:
            drop(request)
        answer: Iterable[bytes] = self._moto(request, start)
        return answer


def refuse(request: dict[str, Any], start: Any) -> list[bytes]:
    """What S3 says to credentials that do not suffice: it quotes much of the request."""
    request["wsgi.input"].read(int(request.get("CONTENT_LENGTH") or 0))
    start("403 Forbidden", [("Content-Type", "application/xml")])
    body = (
        "<Error><Code>SignatureDoesNotMatch</Code><Message>Check your key.</Message>"
        f"<AWSAccessKeyId>{KEY_ID}</AWSAccessKeyId><StringToSign>{SECRET}</StringToSign>"
        f"<SignatureProvided>{request.get('HTTP_AUTHORIZATION')}</SignatureProvided></Error>"
    )
    return [body.encode()]


def drop(request: dict[str, Any]) -> NoReturn:
    """End the connection without an answer."""
    request["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    raise ConnectionError
