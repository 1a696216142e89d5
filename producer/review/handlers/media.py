"""Sound with ranges, and the files of finished episodes. Nothing a browser sends becomes a path."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from producer import recordings
from producer.publish import manifest
from producer.review.requests import PageRequest
from producer.review.review_items import NotFound
from producer.store import SEGMENTS

_KEY = re.compile("[0-9a-f]{64}")
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")

_EPISODE_PAGE = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src 'self' data:; media-src 'self'; connect-src 'none'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""The page has its script inside, and a stricter policy of its own; what it says in addition is
that nothing on it can ask this server to do anything."""


def sound(request: Request) -> Response:
    """A segment, or the range of it that is request for (RFC 9110, section 14)."""
    key = request.path_params["key"]
    store = request.app.state.review.workspace.show.open_store()
    entry = store.get(SEGMENTS, key) if _KEY.fullmatch(key) else None
    if entry is None:
        raise NotFound("there is no such sound")
    size = len(entry.data)
    # A segment is named by all that it is made from, but may be made anew with the same name.
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{entry.digest}"'}
    byte_range = _range(request.headers.get("range", ""), size)
    if byte_range is None:
        return Response(entry.data, 200, headers, "audio/mpeg")
    first, last = byte_range
    if first > last:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return Response(entry.data[first : last + 1], 206, headers, "audio/mpeg")


def _range(request: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range, None for the whole. What cannot be satisfied begins
    behind its end."""
    match = _RANGE.fullmatch(request.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (1, 0)
    begin, end = int(first), min(int(last or size), size - 1)
    if last and int(last) < begin:
        return None
    return (begin, end) if begin < size else (1, 0)


def finished(request: PageRequest) -> Response:
    """A file of a finished episode, or one that lies beside the episodes, such as a feed."""
    workspace = request.review.workspace
    folder = workspace.output(workspace.show)
    slug, name = request.values.get("slug", ""), request.text("file")
    if slug:
        folders = {each.name: each for each in manifest.folders(folder)}
        if slug not in folders:
            raise NotFound("there is no such episode")
        folder = folders[slug]
    there = {path.name: path for path in folder.glob("*") if path.is_file()}
    # A link may lead anywhere on this machine.
    if name not in there or there[name].is_symlink() or (slug and folder.is_symlink()):
        raise NotFound("there is no such file")
    file = there[name]
    headers = {"Cache-Control": "no-cache"}
    if file.suffix == ".html":
        headers["Content-Security-Policy"] = _EPISODE_PAGE
    return FileResponse(file, headers=headers)


def recorded(request: PageRequest) -> Response:
    """A sentence of a recording, for a person to confirm."""
    place = request.review.workspace.show.recordings
    folder = {each.name: each for each in recordings.folders(place)}.get(request.text("recording"))
    recording = recordings.load_recording(folder) if folder else None
    names = {each.file for each in recording.sentences} if recording else set()
    if recording is None or request.text("file") not in names:
        raise NotFound("there is no such recording")
    return FileResponse(recording.folder / request.text("file"), media_type="audio/flac")
