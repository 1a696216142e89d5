"""Who we are at a server: the environment, then ~/.netrc."""

from __future__ import annotations

import netrc
import os

from producer.errors import InputError

VARIABLES = "PRODUCER_PUBLISH_USER and PRODUCER_PUBLISH_PASSWORD"
ADVICE = f"They are read from the environment, {VARIABLES}, or from ~/.netrc"


def credentials(host: str, user: str) -> tuple[str, str]:
    """User and password for `host`, "" for what is not known; `user` is who the address names.

    Raises `InputError` for a ~/.netrc that cannot be read, without quoting it."""
    user = user or os.environ.get("PRODUCER_PUBLISH_USER", "")
    if password := os.environ.get("PRODUCER_PUBLISH_PASSWORD"):
        return user, password
    try:
        found = netrc.netrc().authenticators(host)
    except FileNotFoundError:
        found = None
    except (OSError, UnicodeDecodeError, netrc.NetrcParseError):
        raise InputError("it cannot be read, or others may read it", path="~/.netrc") from None
    if found is None or (user and found[0] != user):
        return user, ""
    return found[0], found[2] or ""
