"""What a run did, for the day after: `.producer/logs/<time>-<process>.log`.

The library logs under its modules' names and configures nothing; this is where it goes. No
secret gets into a log: addresses lose their passwords, settings that are called like secrets
their values.
"""

from __future__ import annotations

import logging
import os
import platform
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

from producer import __version__
from producer.commands import console
from producer.commands.console import HIDDEN

if TYPE_CHECKING:
    from producer.show.show import Show

KEPT = 20
"""So many logs are kept, the newest."""

_FORMAT = "%(asctime)s.%(msecs)03d %(levelname)s %(name)s [%(threadName)s] %(message)s"
_SHORT_FORMAT = "%(asctime)s.%(msecs)03d %(message)s"
_PACKAGES = ("edge-tts", "aiohttp", "av", "lameenc", "numpy", "pydub", "espeakng-loader")
_SECRET = re.compile("key|token|secret|passw|credential|auth", re.IGNORECASE)

_SECRET_VARIABLE = re.compile("(KEY|TOKEN|SECRET|PASSWORD)$")
_SHORTEST_SECRET = 8
_QUERY = re.compile(r"""(://(?:[^\s'"?:]|:(?!//))*\?)[^\s'"]+""")
"""Some services take their key in the address."""

_log = logging.getLogger(__name__)


@contextmanager
def logged(show: Show, *, verbose: bool, to_file: bool) -> Iterator[None]:
    """Log what happens in the block: to a file below the show's store, as far as it can be
    written, and with `verbose` to stderr too."""
    settings = show.settings.model_dump(mode="json", exclude_unset=True)
    secrets = _secrets(settings) | {show.settings.translate.key.get_secret_value()} - {""}
    handlers: list[logging.Handler] = [logging.NullHandler()]  # Else Python writes to stderr.
    if verbose:
        handlers.append(_ToStderr(logging.INFO))
        handlers[-1].setFormatter(_Redacting(_SHORT_FORMAT, "%H:%M:%S", secrets))
    if to_file and (file := _open(show.store / "logs")):
        handlers.append(file)
        file.setFormatter(_Redacting(_FORMAT, "%Y-%m-%dT%H:%M:%S", secrets))
    root = logging.getLogger("producer")
    level = root.level
    root.setLevel(logging.DEBUG)
    for handler in handlers:
        root.addHandler(handler)
    begin = time.monotonic()
    try:
        _log.info("producer %s, Python %s, %s", __version__, sys.version, platform.platform())
        _log.info("packages: %s", ", ".join(map(_versioned, _PACKAGES)))
        _log.info("command: %r", sys.argv[1:])
        _log.info("settings of %s: %s", show.file or "no file", _without_secrets(settings))
        yield
    except BaseException as error:
        _log.error("ended by %s: %s", type(error).__name__, error, exc_info=True)
        raise
    finally:
        _log.info("%.2f s in all", time.monotonic() - begin)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)


class _Redacting(logging.Formatter):
    """Lines, and tracebacks too, without secrets."""

    def __init__(self, form: str, time_form: str, secrets: set[str]) -> None:
        super().__init__(form, time_form)
        self._secrets = sorted(secrets, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        text = console.redacted(super().format(record))
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return _QUERY.sub(rf"\1{HIDDEN}", text)


class _ToStderr(logging.Handler):
    """Messages for a person, above the progress bars. Errors are told by the command line."""

    def emit(self, record: logging.LogRecord) -> None:
        if not record.exc_info:
            console.message(self.format(record))


class _Quiet(logging.FileHandler):
    """A log that cannot be written, on a full disk perhaps, is not what a run fails from."""

    def handleError(self, record: logging.LogRecord) -> None: ...  # noqa: N802

    def close(self) -> None:
        with suppress(OSError):
            super().close()


def _open(folder: Path) -> logging.Handler | None:
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{os.getpid()}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _Quiet(folder / name, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    for old in sorted(folder.glob("*.log"))[:-KEPT]:
        with suppress(OSError):
            old.unlink()
    return handler


def _versioned(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"no {package}"


def _without_secrets(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: _without_secrets(inner, key) for key, inner in value.items()}
    return HIDDEN if _SECRET.search(name) else value


def _secrets(settings: Mapping[str, Any]) -> set[str]:
    """What must not be read in a log, wherever it comes up: values of settings and of environment
    variables that are called like secrets, and passwords of proxies."""
    secrets = {
        value
        for name, value in os.environ.items()
        if len(value) >= _SHORTEST_SECRET and _SECRET_VARIABLE.search(name)
    }
    proxies = list(getproxies().values())

    def look(value: Any, name: str) -> None:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                look(inner, key)
        elif isinstance(value, str) and _SECRET.search(name):
            secrets.add(value)
        elif isinstance(value, str):
            proxies.append(value)

    look(settings.get("engines", {}), "")
    for address in proxies:
        user, at, _ = address.rpartition("@")
        if at:
            secrets.add(user.rpartition("//")[2].partition(":")[2])
    return secrets - {""}
