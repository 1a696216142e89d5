"""A folder that a server gives by WebDAV (RFC 4918): Nextcloud, ownCloud, Apache, many hosts."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO
from urllib.parse import quote, unquote, urlsplit

from lxml import etree
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from producer.errors import InputError, TargetUnavailable, UsageError
from producer.publish.http_requests import Busy, Refusal, Unverified, ask, origin, signed
from producer.publish.upload.credentials import ADVICE, credentials
from producer.publish.upload.server_folder import BLOCK_BYTES, FileState

_ATTEMPTS = 4
_DAV = "{DAV:}"
_QUESTION = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>'


class WebdavFolder:
    """See `ServerFolder`."""

    retry_wait_s = 1.0
    """The first wait before another attempt; each further one is about twice as long."""

    def __init__(self, address: str, host: str, port: int | None, user: str, path: str) -> None:
        self.address = address
        place = origin(host, port, encrypted=address.startswith("davs:"))
        self._url = f"{place}{quote(unquote(path).rstrip('/'))}"
        self._headers = signed(*credentials(host, user))
        self._folders, self._making = {""}, threading.Lock()

    def state(self, key: str) -> FileState:
        with self._asked("HEAD", key) as answer:
            headers = answer.headers
            version = headers.get("ETag") or headers.get("Last-Modified") or ""
            return FileState(int(headers.get("Content-Length") or -1), version)

    def blocks(self, key: str) -> Iterator[bytes]:
        with self._asked("GET", key) as answer:
            try:
                while block := answer.read(BLOCK_BYTES):
                    yield block
            except (OSError, http.client.HTTPException):
                raise TargetUnavailable(self.address, "the connection broke off") from None

    def listing(self, folder: str) -> tuple[list[str], list[str]]:
        headers = {"Depth": "1", "Content-Type": "application/xml"}
        with self._asked("PROPFIND", f"{folder}/", headers, _QUESTION) as answer:
            return _members(answer.read(), urlsplit(self._to(folder)).path)

    def write(self, key: str, content: BinaryIO, size: int) -> None:
        self._make_folder(key.rpartition("/")[0])
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        with self._asked("PUT", key, headers, content):
            return

    def move(self, source: str, key: str) -> None:
        self._make_folder(key.rpartition("/")[0])
        with self._asked("MOVE", source, {"Destination": self._to(key), "Overwrite": "T"}):
            return

    def delete(self, key: str) -> None:
        with self._asked("DELETE", key):
            return

    def delete_folder(self, folder: str) -> None:
        self._folders = {""}
        with self._asked("DELETE", f"{folder}/"):
            return

    def close(self) -> None: ...

    def _make_folder(self, folder: str) -> None:
        with self._making:
            self._make_each(folder)

    def _make_each(self, folder: str) -> None:
        if folder in self._folders:
            return
        self._make_each(folder.rpartition("/")[0])
        try:
            with self._asked("MKCOL", f"{folder}/"):
                self._folders.add(folder)
        except FileExistsError:
            self._folders.add(folder)

    def _to(self, key: str) -> str:
        return f"{self._url}/{quote(key)}" if key else self._url

    @contextmanager
    def _asked(
        self,
        method: str,
        key: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | BinaryIO | None = None,
    ) -> Iterator[Any]:
        """The answer to a request, which another attempt may bring."""

        def once() -> Any:
            if content is not None and not isinstance(content, bytes):
                content.seek(0)
            return ask(method, self._to(key), {**self._headers, **(headers or {})}, content)

        retrying = Retrying(
            retry=retry_if_exception_type(Busy),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_random_exponential(multiplier=self.retry_wait_s, max=30),
            reraise=True,
        )
        try:
            answer = retrying(once)
        except (Busy, Unverified) as error:
            raise TargetUnavailable(self.address, str(error)) from None
        except Refusal as refusal:
            raise self._meaning(refusal.status, method) from None
        with answer:
            yield answer

    def _meaning(self, status: int, method: str) -> Exception:
        """What a status other than success means (RFC 4918, 11; RFC 9110, 15)."""
        if status == 404:
            return FileNotFoundError()
        if status == 405 and method == "MKCOL":
            return FileExistsError()
        if status in (401, 403):
            return InputError(
                f"{self.address} refuses the credentials ({status})",
                advice=f"User and password have to be those of the folder. {ADVICE}",
            )
        if status == 405 and method == "PROPFIND":
            return UsageError(
                f"{self.address} is no folder of WebDAV",
                advice="Look up the address for WebDAV in the settings of the server",
            )
        if status == 409:
            return UsageError(
                f"there is no folder {self.address}", advice="Create it first, or correct the path"
            )
        told = {423: "the file is locked", 507: "there is no room", 413: "the file is too large"}
        return TargetUnavailable(self.address, told.get(status, f"it answers {status} to {method}"))


def _members(content: bytes, path: str) -> tuple[list[str], list[str]]:
    """The names of files and folders in the answer to a question about the folder at `path`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return [], []
    files: list[str] = []
    folders: list[str] = []
    own = unquote(path).rstrip("/")
    for response in root.findall(f"{_DAV}response"):
        address = unquote(urlsplit((response.findtext(f"{_DAV}href") or "").strip()).path)
        parent, _, name = address.rstrip("/").rpartition("/")
        if not name or parent != own:
            continue
        is_folder = response.find(f".//{_DAV}resourcetype/{_DAV}collection") is not None
        (folders if is_folder else files).append(name)
    return files, folders
