"""A folder or bucket, through obstore.

Buckets keep a file's SHA-256 with it, in its metadata; what lies there without one, or was
replaced by another program, counts as changed. In a folder the files themselves are hashed.

obstore is called from threads and not with asyncio: its awaitables are completed by threads of
its own, which can meet an interpreter that is shutting down and then abort the process.

Its errors quote requests and answers, in which keys and signatures can stand. So none of
their text goes on, but for words that are known to be harmless.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit
from urllib.request import url2pathname

from producer.errors import InputError, ProducerError, TargetUnavailable, UsageError
from producer.publish.upload import aws

if TYPE_CHECKING:
    from obstore.store import ClientConfig, ObjectStore, RetryConfig, S3Config

_DIGEST = "sha256"
_BLOCK_BYTES = 5 << 20
"""What is in memory of a file; S3 takes no smaller parts."""
_RETRY: RetryConfig = {"max_retries": 4, "retry_timeout": timedelta(minutes=2)}
_FORMS = "Give a folder, or s3://bucket/path, gs://bucket/path or az://container/path"
_CREDENTIALS = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE for ~/.aws/credentials, "
    "AWS_REGION, and AWS_ENDPOINT_URL for other services than Amazon's",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS, or log in with gcloud",
    "az": "AZURE_STORAGE_ACCOUNT_NAME, and AZURE_STORAGE_ACCOUNT_KEY or AZURE_STORAGE_SAS_TOKEN",
}
_KINDS = {
    "Connect": "no connection",
    "Timeout": "no answer in time",
    "Request": "the connection broke off",
    "Interrupted": "the connection broke off",
    "MissingAccount": "the account is missing",
    "BadScheme": "the endpoint is neither https nor http",
}
_REFUSED = re.compile(r"status code: 40[13]\b|<Code>\w*(?:AccessKey|Auth|Denied)")
_NO_BUCKET = re.compile(r"<Code>(?:NoSuchBucket|ContainerNotFound)<")
_ELSEWHERE = re.compile(r"status code: 301\b|incorrectly configured region")
_NO_CREDENTIALS = re.compile(r"169\.254\.169\.254|metadata\.google\.internal")
"""Where a machine in the cloud would find its own; elsewhere nobody is there."""


class Target:
    """Where files are published: `address` is as the user gave it, keys are paths below it.

    Every method raises `UsageError` where there is no such bucket, `InputError` where the
    credentials do not suffice and `TargetUnavailable` where the service does not answer."""

    def __init__(self, address: str, scheme: str, store: ObjectStore) -> None:
        self.address = address
        self._scheme = scheme
        self._store = store

    def holds(self, key: str, size: int, sha256: str) -> bool | None:
        """Whether what is there is the file of that size and hash; None where nothing is."""
        with self._errors():
            try:
                found = self._store.get(key, options={"head": True})
            except FileNotFoundError:
                return None
            if found.meta["size"] != size:
                return False
            if self._scheme != "file":
                return found.attributes.get(_DIGEST) == sha256
            digest = hashlib.sha256()
            for block in self._store.get(key).stream(_BLOCK_BYTES):
                digest.update(block)
            return digest.hexdigest() == sha256

    def names(self, prefix: str) -> list[str]:
        """The keys below `prefix`."""
        with self._errors():
            return [found["path"] for page in self._store.list(prefix) for found in page]

    def put(self, key: str, file: Path, sha256: str, headers: Mapping[str, str]) -> None:
        """Store the file, all of it or nothing, reading it block by block."""
        attributes = None if self._scheme == "file" else {**headers, _DIGEST: sha256}
        with self._errors():
            self._store.put(
                key, file, attributes=attributes, chunk_size=_BLOCK_BYTES, max_concurrency=1
            )

    def copy(self, source: str, key: str) -> None:
        """Copy within the target, with hash and headers."""
        with self._errors():
            self._store.copy(source, key)

    def remove(self, keys: Iterable[str]) -> bool:
        """Remove what is there; False where that is not allowed."""
        try:
            with self._errors():
                self._store.delete([*keys])
        except InputError:
            return False
        return True

    @contextmanager
    def _errors(self) -> Iterator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, OSError, NotImplementedError, ValueError) as error:
            # Not "from error": whoever prints the cause would print what may not be shown.
            raise self._explained(error) from None

    def _explained(self, error: Exception) -> ProducerError:
        text = str(error)
        if self._scheme == "file":
            return TargetUnavailable(self.address, text.partition("\n")[0])
        needed = f"Credentials are read from the environment: {_CREDENTIALS[self._scheme]}"
        if _NO_BUCKET.search(text):
            return UsageError(f"there is no bucket for {self.address}", advice="Create it first")
        if _ELSEWHERE.search(text):
            return InputError(f"{self.address} is in another region", advice="Set AWS_REGION")
        if _NO_CREDENTIALS.search(text):
            return InputError(f"there are no credentials for {self.address}", advice=needed)
        if _REFUSED.search(text):
            return InputError(
                f"{self.address} refuses the credentials ({_harmless(text)})",
                advice=f"They need to be allowed to list, read and write. {needed}",
            )
        return TargetUnavailable(self.address, _harmless(text))


def open_target(address: str, *, create: bool = True) -> Target:
    """The target at a URL or path. A folder that is missing is made, or with `create` off taken
    for empty. Raises `UsageError` for what is no address of a target."""
    scheme, place = _parsed(address)
    try:
        from obstore.exceptions import BaseError
        from obstore.store import LocalStore, MemoryStore, from_url
    except ImportError as error:
        raise UsageError(
            "publishing needs the package obstore",
            advice="Install it: pip install 'producer[publish]'",
        ) from error
    try:
        if scheme == "file":
            if not create and not Path(place).exists():
                return Target(address, scheme, MemoryStore())
            folder = LocalStore(place, mkdir=True, automatic_cleanup=True)
            return Target(address, scheme, folder)
        config = aws.configuration() if scheme == "s3" else {}
        store = from_url(
            place,
            config=cast("S3Config", config),
            client_options=_client(config.get("endpoint", "")),
            retry_config=_RETRY,
        )
        return Target(address, scheme, store)
    except (BaseError, OSError, ValueError) as error:
        if scheme == "file":
            reason = str(error).partition("\n")[0]
            raise UsageError(f"{address} cannot be used as a folder ({reason})") from None
        raise InputError(
            f"what the environment says of {scheme}:// cannot be used ({_harmless(str(error))})",
            advice=f"It is read from {_CREDENTIALS[scheme]}",
        ) from None


def _parsed(address: str) -> tuple[str, str]:
    """The scheme of an address, and its URL or the path of its folder."""
    if "://" not in address:
        return "file", address
    # What is no address may hold a key all the same, so none of the messages repeats it.
    try:
        parts = urlsplit(address)
    except ValueError:
        raise UsageError("that is no address", advice=_FORMS) from None
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError(
            "the address of a target holds no credentials and no query ('?')",
            advice="Credentials are read from the environment",
        )
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path:
        return "file", url2pathname(parts.path)
    if parts.scheme not in _CREDENTIALS:
        raise UsageError(f"files cannot be published to {parts.scheme}://", advice=_FORMS)
    if not parts.netloc:
        raise UsageError("the address names no bucket", advice=_FORMS)
    return parts.scheme, address


def _client(endpoint: str) -> ClientConfig:
    """Three blocks at once get through a line of 0.7 Mbit/s in three minutes. Who names an endpoint
    with http:// has chosen to do without encryption."""
    return {
        "allow_http": endpoint.lower().startswith("http://"),
        "connect_timeout": timedelta(seconds=10),
        "timeout": timedelta(minutes=3),
    }


def _harmless(text: str) -> str:
    """What can be told of an error's text: the server's status and code, or what failed below."""
    found = re.findall(r"status code: (\d{3}(?: [A-Z][A-Za-z]+)*)|<Code>([A-Za-z]+)</Code>", text)
    if found:
        return " ".join(dict.fromkeys(part for pair in found for part in pair if part))
    kinds = (told for word, told in _KINDS.items() if re.search(rf"\b{word}\b", text))
    return next(kinds, "what it said is not shown, since it may hold credentials")
