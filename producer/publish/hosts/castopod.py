"""Castopod, a host that one runs oneself, by its REST interface.

Described in https://code.castopod.org/adaures/castopod, modules/Api/Rest/V1/schema.yaml (OpenAPI):
`GET /episodes`, `POST /episodes` as a form with files, `POST /episodes/{id}/publish`. The interface
adds and publishes; it changes nothing that is there. Where description and program differ in the
name of who creates an episode (`user_id`, `created_by`), both are sent.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from producer.errors import InputError, TargetUnavailable, UsageError
from producer.publish.http_requests import Busy, Refusal, Unverified, ask, origin, signed
from producer.publish.upload.credentials import ADVICE, credentials
from producer.publish.upload.target import server_address

SCHEMES = ("castopod", "castopod+http")
USER_ID = "PRODUCER_CASTOPOD_USER_ID"

_AT_ONCE = 100
_MOST_PAGES = 200
_BLOCK_BYTES = 1 << 18
_TYPES = {".mp3": "audio/mpeg", ".vtt": "text/vtt", ".json": "application/json"}


@dataclass(frozen=True, slots=True)
class HostedEpisode:
    """An edition of an episode as a host takes it. `description` is Markdown."""

    slug: str
    title: str
    description: str
    audio: Path
    captions: Path | None = None
    chapters: Path | None = None
    number: int | None = None
    season: int | None = None
    is_explicit: bool = False


class Castopod:
    """One podcast at a Castopod: castopod://user@host/3, where 3 is the podcast's number there.

    Every method raises `InputError` for what the host refuses and `TargetUnavailable` where it does
    not answer."""

    def __init__(self, address: str) -> None:
        self.address, host, port, user, path = server_address(address)
        folder, _, number = path.rstrip("/").rpartition("/")
        if not number.isascii() or not number.isdigit():
            raise UsageError(
                "the address does not end with the number of a podcast",
                advice="For example castopod://podcasts.example.org/1: Castopod shows the number "
                "in the address of the podcast's page for administrators",
            )
        self._podcast = int(number)
        place = origin(host, port, encrypted=address.startswith("castopod:"))
        self._url = f"{place}{folder}/api/rest/v1"
        self._headers = signed(*credentials(host, user))
        self._user = os.environ.get(USER_ID, "1")

    def episodes(self) -> dict[str, tuple[int, bool]]:
        """By slug, the number of each episode there, and whether it is published."""
        known: dict[str, tuple[int, bool]] = {}
        for page in range(_MOST_PAGES):
            question = {"podcastIds": self._podcast, "limit": _AT_ONCE, "offset": page * _AT_ONCE}
            found = self._asked("GET", f"/episodes?{urlencode(question)}")
            if not isinstance(found, list):
                raise TargetUnavailable(self.address, "its answer is no list of episodes")
            for each in found:
                if int(each["podcast_id"]) == self._podcast:
                    known[str(each["slug"])] = int(each["id"]), bool(each.get("published_at"))
            if len(found) < _AT_ONCE:
                break
        return known

    def add(self, episode: HostedEpisode) -> int:
        """Send an episode, which is not published by that; gives its number."""
        fields = {
            "user_id": self._user,
            "created_by": self._user,
            "updated_by": self._user,
            "podcast_id": str(self._podcast),
            "title": episode.title,
            "slug": episode.slug,
            "description": episode.description,
            "parental_advisory": "explicit" if episode.is_explicit else "clean",
            "type": "full",
        }
        if episode.number is not None:
            fields["episode_number"] = str(episode.number)
        if episode.season is not None:
            fields["season_number"] = str(episode.season)
        files = {"audio_file": episode.audio}
        if episode.captions:
            fields["transcript-choice"] = "upload-file"
            files["transcript_file"] = episode.captions
        if episode.chapters:
            fields["chapters-choice"] = "upload-file"
            files["chapters_file"] = episode.chapters
        answer = self._asked("POST", "/episodes", _Form(fields, files))
        try:
            return int(answer["id"])
        except (LookupError, TypeError, ValueError):
            raise TargetUnavailable(self.address, "it does not tell the episode's number") from None

    def publish(self, number: int) -> None:
        """Make an episode public, now."""
        fields = {"publication_method": "now", "created_by": self._user, "client_timezone": "UTC"}
        self._asked("POST", f"/episodes/{number}/publish", _Form(fields, {}))

    def _asked(self, method: str, path: str, form: _Form | None = None) -> Any:
        headers = {**self._headers, "Accept": "application/json"} | (form.headers if form else {})
        content = None if form is None else form.blocks()
        try:
            with ask(method, self._url + path, headers, content) as answer:
                return json.loads(answer.read())
        except (Busy, Unverified) as error:
            raise TargetUnavailable(self.address, str(error)) from None
        except (OSError, ValueError):
            reason = "its answer cannot be understood"
            raise TargetUnavailable(self.address, reason) from None
        except Refusal as refusal:
            raise self._meaning(refusal) from None

    def _meaning(self, refusal: Refusal) -> Exception:
        if refusal.status in (401, 403):
            return InputError(
                f"{self.address} refuses the credentials ({refusal.status})",
                advice="They are those of restapi.basicAuthUsername and basicAuthPassword in "
                f"Castopod's settings, where restapi.enabled is to be true. {ADVICE}",
            )
        if refusal.status == 404:
            return InputError(
                f"{self.address}: there is no such podcast, or no interface for programs",
                advice="Castopod's setting restapi.enabled is to be true, and the number that of a "
                f"podcast; {USER_ID} is the number of a user there, 1 unless it is set",
            )
        if refusal.status in (400, 409, 422):
            return InputError(f"{self.address} refuses the episode: {_reasons(refusal.content)}")
        return TargetUnavailable(self.address, f"it answers {refusal.status}")


class _Form:
    """Fields and files as multipart/form-data (RFC 7578), sent block by block."""

    def __init__(self, fields: Mapping[str, str], files: Mapping[str, Path]) -> None:
        self._boundary = f"producer-{secrets.token_hex(16)}"
        self._texts = [
            (f'Content-Disposition: form-data; name="{name}"\r\n\r\n', value.encode())
            for name, value in fields.items()
        ]
        self._files = [
            (
                f'Content-Disposition: form-data; name="{name}"; filename="{file.name}"\r\n'
                f"Content-Type: {_TYPES.get(file.suffix, 'application/octet-stream')}\r\n\r\n",
                file,
            )
            for name, file in files.items()
        ]

    @property
    def headers(self) -> dict[str, str]:
        size = sum(len(self._start(head)) + len(value) + 2 for head, value in self._texts)
        size += sum(len(self._start(head)) + f.stat().st_size + 2 for head, f in self._files)
        return {
            "Content-Type": f"multipart/form-data; boundary={self._boundary}",
            "Content-Length": str(size + len(self._end)),
        }

    def blocks(self) -> Iterator[bytes]:
        for head, value in self._texts:
            yield self._start(head) + value + b"\r\n"
        for head, path in self._files:
            yield self._start(head)
            with path.open("rb") as file:
                while block := file.read(_BLOCK_BYTES):
                    yield block
            yield b"\r\n"
        yield self._end

    def _start(self, head: str) -> bytes:
        return f"--{self._boundary}\r\n{head}".encode()

    @property
    def _end(self) -> bytes:
        return f"--{self._boundary}--\r\n".encode()


def _reasons(content: bytes) -> str:
    """What the answer says, which is about the episode."""
    try:
        messages = json.loads(content)["messages"]
        return "; ".join(map(str, messages.values() if isinstance(messages, dict) else messages))
    except (ValueError, LookupError, TypeError, AttributeError):
        return "it does not say why"
