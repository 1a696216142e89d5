"""A Castopod on loopback, as its description of the REST interface has it.

What is asked of a request is a table of our own after that description (OpenAPI, in the repository
of Castopod: modules/Api/Rest/V1/schema.yaml) and after what the program itself checks beyond it.
Forms are taken apart by werkzeug.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from tests.standin.wsgi import WsgiService

USER, PASSWORD = "station", "c4stop0d-secret"
_NATURAL = "[1-9][0-9]*"
_FIELDS = {
    "user_id": _NATURAL,
    "created_by": _NATURAL,
    "updated_by": _NATURAL,
    "title": "(?s).+",
    "slug": "[a-zA-Z0-9-]{1,128}",
    "podcast_id": _NATURAL,
    "description": "(?s).*",
    "location_name": ".*",
    "parental_advisory": "clean|explicit",
    "episode_number": "[0-9]+",
    "season_number": "[0-9]+",
    "type": "full|trailer|bonus",
    "block": "yes|no",
    "custom_rss": "(?s).*",
    "premium": "yes|no",
    "transcript-choice": "upload-file|remote-url",
    "transcript_remote_url": "https?://.+",
    "chapters-choice": "upload-file|remote-url",
    "chapters_remote_url": "https?://.+",
}
_FILES = {
    "audio_file": r".+\.(mp3|m4a)",
    "cover": r".+\.(jpg|jpeg|png)",
    "transcript_file": r".+\.(srt|vtt)",
    "chapters_file": r".+\.json",
}
_REQUIRED = {"user_id", "created_by", "updated_by", "title", "slug", "podcast_id", "audio_file"}
_PUBLISH = {
    "publication_method": "now|schedule|with_podcast",
    "scheduled_publication_date": ".+",
    "client_timezone": ".+",
    "created_by": _NATURAL,
}
_PUBLISH_REQUIRED = {"publication_method", "created_by"}


class CastopodStandIn(WsgiService):
    """Has podcasts 1 and 2. `refuse_publishing` answers that with 503, `episodes` are by number."""

    def __init__(self) -> None:
        self.episodes: dict[int, dict[str, Any]] = {}
        self.files: dict[int, dict[str, bytes]] = {}
        self.calls: list[str] = []
        self.refuse_publishing = False
        super().__init__()
        self.url = f"castopod+http://{USER}@127.0.0.1:{self.port}"

    def response(self, request: Request) -> Response:
        token = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        self.calls.append(f"{request.method} {request.path}")
        if request.headers.get("Authorization") != f"Basic {token}":
            return _refusal(401, {"error": "Unauthorized"})
        path = request.path.removeprefix("/api/rest/v1")
        if (request.method, path) == ("GET", "/episodes"):
            return self._list(request)
        if (request.method, path) == ("POST", "/episodes"):
            return self._add(request)
        if request.method == "POST" and (found := re.fullmatch(r"/episodes/(\d+)/publish", path)):
            return self._publish(int(found[1]), request)
        return _refusal(404, {"error": "Not found"})

    def _list(self, request: Request) -> Response:
        asked = request.args.get("podcastIds", "").split(",")
        chosen = [e for e in self.episodes.values() if str(e["podcast_id"]) in asked]
        start, count = int(request.args.get("offset", 0)), int(request.args.get("limit", 10))
        return _json(200, chosen[start : start + count])

    def _add(self, request: Request) -> Response:
        if request.mimetype != "multipart/form-data":
            return _refusal(400, {"error": "not a form"})
        problems = _problems(request, _FIELDS, _FILES, _REQUIRED)
        if problems:
            return _refusal(400, problems)
        form = request.form
        if form["podcast_id"] not in ("1", "2"):
            return _refusal(404, {"error": "Podcast not found"})
        if any(
            e["slug"] == form["slug"] and str(e["podcast_id"]) == form["podcast_id"]
            for e in self.episodes.values()
        ):
            return _refusal(409, {"error": "An episode with the same slug already exists."})
        number = len(self.episodes) + 1
        self.files[number] = {name: file.read() for name, file in request.files.items()}
        self.episodes[number] = {
            **form.to_dict(),
            "id": number,
            "podcast_id": int(form["podcast_id"]),
            "published_at": None,
        }
        return _json(201, self.episodes[number])

    def _publish(self, number: int, request: Request) -> Response:
        if self.refuse_publishing:
            return _refusal(503, {"error": "busy"})
        if number not in self.episodes:
            return _refusal(404, {"error": "Episode not found"})
        if self.episodes[number]["published_at"]:
            return _refusal(409, {"error": "Episode is already published"})
        if problems := _problems(request, _PUBLISH, {}, _PUBLISH_REQUIRED):
            return _refusal(400, problems)
        self.episodes[number]["published_at"] = datetime.now(UTC).isoformat()
        return _json(200, self.episodes[number])


def _problems(
    request: Request, fields: dict[str, str], files: dict[str, str], required: set[str]
) -> dict[str, str]:
    given = {**request.form.to_dict(), **{k: f.filename or "" for k, f in request.files.items()}}
    allowed = fields | files
    problems = {name: f"The {name} field is required." for name in required - set(given)}
    for name, value in given.items():
        is_file = name in request.files
        if name not in allowed or is_file != (name in files):
            problems[name] = f"There is no field {name}."
        elif not re.fullmatch(allowed[name], value):
            problems[name] = f"The {name} field is not as it should be."
    return problems


def _json(status: int, value: Any) -> Response:
    return Response(json.dumps(value), status, mimetype="application/json")


def _refusal(status: int, messages: dict[str, str]) -> Response:
    return _json(status, {"status": status, "error": status, "messages": messages})
