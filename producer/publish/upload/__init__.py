"""Files → a folder or a bucket, in an order that keeps the feeds there valid.

The order: what is new goes to its place, media first and then what stands beside it; what
replaces a published file is sent next to it, below `.publishing/`. Once all of that has arrived,
the target itself brings the replacements to their places, and the feeds follow at once. Whatever
breaks off before that leaves everything that the old feeds name as it was.

Replacements and feeds cannot be exchanged in one step. If the connection breaks between them, which
takes seconds at most, a feed can give the former length of an episode that was made again; every
file that it names is there and whole, and the next run finishes the exchange.

Nothing is ever removed but what lies below `.publishing/`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path

from producer.buckets.parallel import each
from producer.errors import InputError, ProducerError
from producer.progress import Progress
from producer.publish.upload.address import open_target
from producer.publish.upload.target import STAGED, Target

__all__ = ["FileChange", "Reason", "Target", "Upload", "changes", "open_target", "send", "upload"]

STAGE = "sending"

_AN_HOUR, _FIVE_MINUTES = "public, max-age=3600", "public, max-age=300"
_TYPES = {
    ".mp3": "audio/mpeg",
    ".jpg": "image/jpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip",
    ".chapters.json": "application/json+chapters",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
}
"""By the end of a name; the first that fits."""


class UploadOrder(IntEnum):
    MEDIA, BESIDE, FEED = range(3)


class Reason(StrEnum):
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file, what it holds, and its name at the target, from there on: "tea/tea.zh.mp3"."""

    file: Path
    key: str
    bytes: int
    sha256: str

    @property
    def turn(self) -> UploadOrder:
        """When it is sent."""
        if self.key.endswith(".xml"):
            return UploadOrder.FEED
        return UploadOrder.MEDIA if self.key.endswith((".mp3", ".jpg")) else UploadOrder.BESIDE

    @property
    def headers(self) -> dict[str, str]:
        """What a web server is to say of it. Audio, captions and chapters of an episode are made
        again together and belong together, so caches keep them equally long."""
        ends = (end for end in _TYPES if self.key.endswith(end))
        return {
            "Content-Type": _TYPES.get(next(ends, ""), "application/octet-stream"),
            "Cache-Control": _FIVE_MINUTES if self.turn is UploadOrder.FEED else _AN_HOUR,
        }


def upload(folder: Path, key: str) -> Upload:
    """The file at `key` below `folder`, hashed."""
    content = (folder / key).read_bytes()
    return Upload(folder / key, key, len(content), hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that the target does not have, or has with other content."""

    upload: Upload
    reason: Reason


def changes(target: Target, uploads: Sequence[Upload]) -> list[FileChange]:
    """What is to be sent, in the order of sending. The target is asked about every file.

    Raises `InputError` where one that is not here, as those of an episode made on another
    machine, is not there either."""
    ordered = sorted(uploads, key=lambda u: (u.turn, u.key))
    target.names(STAGED)  # says at once what is wrong with the target as a whole
    present = each(ordered, lambda u: target.holds(u.key, u.bytes, u.sha256))
    changed = [
        FileChange(upload, Reason.NEW if same is None else Reason.CHANGED)
        for upload, same in zip(ordered, present, strict=True)
        if not same
    ]
    for change in changed:
        if not change.upload.file.exists():
            raise InputError(
                f"it is neither here nor, as episode.json describes it, at {target.address}",
                path=change.upload.file,
                advice="Publish from the machine that made the episode, or make it again here",
            )
    return changed


def send(target: Target, changed: Sequence[FileChange], progress: Progress) -> None:
    """Bring the target from what it holds to what is wanted, in the order that the module's
    description gives. Safe to repeat: what has arrived is not sent again."""
    progress.start(STAGE, len(changed))
    try:
        _exchange(target, changed, progress)
    except ProducerError:
        # What has arrived is written down if that can be; the first error is the one to tell.
        with suppress(ProducerError):
            target.finish()
        raise
    target.finish()


def _exchange(target: Target, changed: Sequence[FileChange], progress: Progress) -> None:
    leftovers = set(target.names(STAGED))

    def put(change: FileChange, *, staged: bool) -> None:
        upload = change.upload
        key = f"{STAGED}/{upload.key}" if staged else upload.key
        # A run that was cut off may have sent it already.
        if not (key in leftovers and target.holds(key, upload.bytes, upload.sha256)):
            target.put(key, upload.file, upload.sha256, upload.headers)
        progress.advance(STAGE, upload.key)

    media, beside, feeds = ([c for c in changed if c.upload.turn is turn] for turn in UploadOrder)
    for group, at_once in (media, 3), (beside, 8):
        each(group, lambda c: put(c, staged=c.reason is Reason.CHANGED), at_once=at_once)
    replaced = [c.upload.key for c in media + beside if c.reason is Reason.CHANGED]
    each(replaced, lambda key: target.replace(f"{STAGED}/{key}", key))
    each(feeds, lambda c: put(c, staged=False))
    unneeded = sorted(leftovers | {f"{STAGED}/{key}" for key in replaced})
    if unneeded and not target.remove(unneeded):
        progress.note(f"The credentials do not allow to tidy up {STAGED}/ at the target.")
