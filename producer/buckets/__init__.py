"""Folders and buckets, through obstore: addresses, credentials, and errors that tell no secret.

obstore is called from threads and not with asyncio: its awaitables are completed by threads of
its own, which can meet an interpreter that is shutting down and then abort the process.

Its errors quote requests and answers, in which keys and signatures can stand. So none of
their text goes on, but for words that are known to be harmless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit
from urllib.request import url2pathname

from producer.buckets import aws
from producer.errors import InputError, ProducerError, UsageError

if TYPE_CHECKING:
    from obstore.store import ClientConfig, ObjectStore, RetryConfig, S3Config

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


@dataclass(frozen=True, slots=True)
class Use:
    """What a bucket is wanted for: `what` needs the package's `extra`, and `unavailable` makes the
    error, from address and reason, where it does not answer."""

    what: str
    extra: str
    unavailable: Callable[[str, str], ProducerError]


@dataclass(frozen=True, slots=True)
class Bucket:
    """A folder or bucket: `address` is as the user gave it, keys of `objects` are paths below it;
    `scheme` is "file" for a folder."""

    address: str
    scheme: str
    objects: ObjectStore
    use: Use

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn what `objects` raises in the block into errors of ours: `UsageError` where there is
        no such bucket, `InputError` where the credentials do not suffice, or the use's own."""
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, OSError, NotImplementedError, ValueError) as error:
            # Not "from error": whoever prints the cause would print what may not be shown.
            raise self._explained(error) from None

    def _explained(self, error: Exception) -> ProducerError:
        text = str(error)
        if self.scheme == "file":
            return self.use.unavailable(self.address, text.partition("\n")[0])
        needed = f"Credentials are read from the environment: {_CREDENTIALS[self.scheme]}"
        if _NO_BUCKET.search(text):
            return UsageError(f"there is no bucket for {self.address}", advice="Create it first")
        if _ELSEWHERE.search(text):
            return InputError(f"{self.address} is in another region", advice="Set AWS_REGION")
        if _NO_CREDENTIALS.search(text):
            return InputError(f"there are no credentials for {self.address}", advice=needed)
        if _REFUSED.search(text):
            return InputError(
                f"{self.address} refuses the credentials ({harmless(text)})",
                advice=f"They need to be allowed to list, read and write. {needed}",
            )
        return self.use.unavailable(self.address, harmless(text))


def open_bucket(address: str, use: Use, *, create: bool = True) -> Bucket:
    """The folder or bucket at a URL or path. A folder that is missing is made, or with `create`
    off taken for empty. Raises `UsageError` for what is no address of one."""
    scheme, place = parsed(address)
    try:
        from obstore.exceptions import BaseError
        from obstore.store import LocalStore, MemoryStore, from_url
    except ImportError as error:
        from producer.installation import install_command

        raise UsageError(
            f"{use.what} needs the package obstore",
            advice=f"Install it: {install_command(use.extra)}",
        ) from error
    try:
        if scheme == "file":
            if not create and not Path(place).exists():
                return Bucket(address, scheme, MemoryStore(), use)
            folder = LocalStore(place, mkdir=True, automatic_cleanup=True)
            return Bucket(address, scheme, folder, use)
        config = aws.configuration() if scheme == "s3" else {}
        objects = from_url(
            place,
            config=cast("S3Config", config),
            client_options=_client(config.get("endpoint", "")),
            retry_config=_RETRY,
        )
        return Bucket(address, scheme, objects, use)
    except (BaseError, OSError, ValueError) as error:
        if scheme == "file":
            reason = str(error).partition("\n")[0]
            raise UsageError(f"{address} cannot be used as a folder ({reason})") from None
        raise InputError(
            f"what the environment says of {scheme}:// cannot be used ({harmless(str(error))})",
            advice=f"It is read from {_CREDENTIALS[scheme]}",
        ) from None


def parsed(address: str) -> tuple[str, str]:
    """The scheme of an address, and its URL or the path of its folder; raises `UsageError`."""
    if "://" not in address:
        return "file", address
    # What is no address may hold a key all the same, so none of the messages repeats it.
    try:
        parts = urlsplit(address)
    except ValueError:
        raise UsageError("that is no address", advice=_FORMS) from None
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError(
            "the address of a folder or bucket holds no credentials and no query ('?')",
            advice="Credentials are read from the environment",
        )
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path:
        return "file", url2pathname(parts.path)
    if parts.scheme not in _CREDENTIALS:
        raise UsageError(f"{parts.scheme}:// leads to no folder or bucket", advice=_FORMS)
    if not parts.netloc:
        raise UsageError("the address names no bucket", advice=_FORMS)
    return parts.scheme, address


def _client(endpoint: str) -> ClientConfig:
    """Three blocks of 5 MB at once get through a line of 0.7 Mbit/s in three minutes. Who names an
    endpoint with http:// has chosen to do without encryption."""
    return {
        "allow_http": endpoint.lower().startswith("http://"),
        "connect_timeout": timedelta(seconds=10),
        "timeout": timedelta(minutes=3),
    }


def harmless(text: str) -> str:
    """What can be told of an error's text: the server's status and code, or what failed below."""
    codes = re.findall(r"status code: (\d{3}(?: [A-Z][A-Za-z]+)*)|<Code>([A-Za-z]+)</Code>", text)
    if codes:
        return " ".join(dict.fromkeys(code for pair in codes for code in pair if code))
    kinds = (kind for word, kind in _KINDS.items() if re.search(rf"\b{word}\b", text))
    return next(kinds, "what it said is not shown, since it may hold credentials")
