"""Where S3 is and who we are there: the environment, then the files that Amazon's tools share.

obstore reads the environment by itself, but not ~/.aws/credentials and ~/.aws/config
(https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html). Of these, keys, region and
endpoint are taken; for a profile with roles or a login, `aws configure export-credentials
--format env` gives keys for the environment.
"""

from __future__ import annotations

import configparser
import os
from collections.abc import Mapping
from pathlib import Path

from producer.errors import InputError

_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
_REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
_KEYS = {
    "access_key_id": "aws_access_key_id",
    "secret_access_key": "aws_secret_access_key",
    "session_token": "aws_session_token",
}
_OTHER_SOURCES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)


def configuration() -> dict[str, str]:
    """What obstore is to be told beyond what it reads itself, by obstore's names, and the
    endpoint in any case. Raises `InputError` for a file that cannot be read."""
    profile = _profile()
    values: dict[str, str] = {}
    if not any(os.environ.get(name) for name in _OTHER_SOURCES):
        values |= {ours: profile[theirs] for ours, theirs in _KEYS.items() if theirs in profile}
    if "region" in profile and not any(os.environ.get(name) for name in _REGIONS):
        values["region"] = profile["region"]
    set_ = (os.environ.get(name) for name in _ENDPOINTS)
    if endpoint := next(filter(None, set_), profile.get("endpoint_url")):
        values["endpoint"] = endpoint
    return values


def _profile() -> Mapping[str, str]:
    """The settings of the profile that is chosen, from both files."""
    chosen = os.environ.get("AWS_PROFILE")
    name = chosen or "default"
    config = _read("AWS_CONFIG_FILE", "config")
    credentials = _read("AWS_SHARED_CREDENTIALS_FILE", "credentials")
    section = name if name == "default" else f"profile {name}"
    if chosen and chosen not in credentials and section not in config:
        raise InputError(
            f"there is no profile '{chosen}' in the AWS files",
            advice="Set AWS_PROFILE to one that is there, or unset it",
        )
    return {**config.get(section, {}), **credentials.get(name, {})}


def _read(variable: str, name: str) -> dict[str, dict[str, str]]:
    file = Path(os.environ.get(variable) or Path.home() / ".aws" / name)
    parser = configparser.RawConfigParser(default_section="", strict=False)
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, configparser.Error):
        # The parser quotes the line that it does not understand, which may be a key.
        raise InputError("it cannot be read as a file of AWS settings", path=file) from None
    return {section: dict(parser[section]) for section in parser.sections()}
