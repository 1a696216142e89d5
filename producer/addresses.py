"""Web addresses that a person wrote. Imports nothing of the project."""

from __future__ import annotations

from urllib.parse import SplitResult, quote, urlsplit, urlunsplit


def public_address(text: str) -> str:
    """An address that everybody reads, in ASCII, which is all that some directories take. Raises
    `ValueError`."""
    parts = _split(text, "https://example.org/podcast")
    if parts.username or parts.password:
        raise ValueError("an address that everybody reads must not hold a password")
    host = parts.netloc.encode("idna").decode("ascii").lower()
    path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=")
    return urlunsplit((parts.scheme, host, path, quote(parts.query, safe="/%:@!$&=+,;?"), ""))


def server_address(text: str) -> str:
    """The address of a server that is asked for something, without a slash at its end. Raises
    `ValueError`."""
    parts = _split(text, "http://localhost:8880/v1")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("an address alone is needed: keys have a setting of their own")
    return parts.geturl().rstrip("/")


def _split(text: str, example: str) -> SplitResult:
    try:
        parts = urlsplit(text.strip())
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            parts.hostname.encode("idna")
            return parts
    except ValueError:  # Of a port that is no number, and of a name that cannot be one.
        pass
    raise ValueError(f"a web address is needed, such as {example}")
