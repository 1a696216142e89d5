"""A request as the handlers see it, and how their errors become answers.

Handlers are plain functions that may read files, speak and render: they run in threads. One whose
route has an {item} is given that transcript.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from producer.errors import EngineUnavailable, ProducerError, SynthesisFailed, UsageError
from producer.languages import language_name
from producer.localization import error_text, language, localized, localized_name
from producer.review.editing.file_history import ChangedMeanwhile
from producer.review.episode_cache import EpisodeCache
from producer.review.guard import TooLarge
from producer.review.jobs import Jobs
from producer.review.localized_templates import LocalizedTemplates, script_messages
from producer.review.review_items import NotFound, ReviewItem, SeenDigests
from producer.review.workspace import Workspace
from producer.store import Store

SEEN = "seen_"
"""What the names of form fields with digests begin with."""

_MOST_FIELDS = 1_000


@dataclass(frozen=True, slots=True)
class Review:
    """What all requests share. `stopping` says whether the server is to end."""

    workspace: Workspace
    jobs: Jobs
    episodes: EpisodeCache
    templates: Environment
    stopping: Callable[[], bool]

    def page(self, template: str, **values: Any) -> HTMLResponse:
        return HTMLResponse(self.templates.get_template(template).render(values))


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A request: the values in its address and form, and a file if one was sent."""

    review: Review
    values: Mapping[str, str]
    upload: tuple[str, bytes] | None = None

    @property
    def item(self) -> ReviewItem:
        return self.review.workspace.item(self.text("item"))

    @property
    def store(self) -> Store:
        return self.review.workspace.show.open_store()

    @property
    def seen(self) -> SeenDigests:
        """The digests of the files as the requesting page has shown them."""
        return {k.removeprefix(SEEN): v for k, v in self.values.items() if k.startswith(SEEN)}

    def text(self, name: str) -> str:
        if name not in self.values:
            raise UsageError(f"the request lacks '{name}'")
        return self.values[name]

    def number(self, name: str) -> int:
        text = self.text(name)
        if not (text.isascii() and text.removeprefix("-").isdecimal() and len(text) < 7):
            raise UsageError(f"'{name}' is to be a number")
        return int(text)

    def named(self, prefix: str) -> dict[str, str]:
        """The values whose names begin with `prefix`, such as one per language."""
        return {k.removeprefix(prefix): v for k, v in self.values.items() if k.startswith(prefix)}


RequestHandler = Callable[[PageRequest], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def get_endpoint(handler: RequestHandler) -> Endpoint:
    """The endpoint of a GET request, which only shows something."""

    async def endpoint(request: Request) -> Response:
        values = {**request.query_params, **{k: str(v) for k, v in request.path_params.items()}}
        return await run_in_threadpool(handler, PageRequest(request.app.state.review, values))

    return endpoint


def post_endpoint(handler: RequestHandler) -> Endpoint:
    """The endpoint of a POST request, which carries a form."""

    async def endpoint(request: Request) -> Response:
        values: dict[str, str] = {}
        upload: tuple[str, bytes] | None = None
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            for name, value in form.items():
                if isinstance(value, UploadFile):
                    upload = (value.filename or "", await value.read())
                else:
                    values[name] = value
        values |= {name: str(value) for name, value in request.path_params.items()}
        return await run_in_threadpool(
            handler, PageRequest(request.app.state.review, values, upload)
        )

    return endpoint


async def error_response(request: Request, error: Exception) -> Response:
    """The answer to a request that ended in a `ProducerError`: text for scripts, else a page."""
    statuses: list[tuple[type[Exception], int]] = [
        (ChangedMeanwhile, 409),
        (NotFound, 404),
        (TooLarge, 413),
        (UsageError, 400),
        (EngineUnavailable, 503),
        (SynthesisFailed, 502),
        (ProducerError, 422),
    ]
    status = next((status for kind, status in statuses if isinstance(error, kind)), 500)
    text = error_text(error) if isinstance(error, ProducerError) else localized(str(error))
    if request.headers.get("sec-fetch-mode") == "navigate":
        review: Review = request.app.state.review
        page = review.page("error.html", message=text)
        page.status_code = status
        return page
    return PlainTextResponse(text, status)


def templates() -> Environment:
    """The templates, which escape all text."""
    environment = Environment(
        loader=PackageLoader("producer.review"),
        autoescape=True,
        undefined=StrictUndefined,
        # A page includes some template for each turn, and would look each time whether its file
        # has changed.
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[LocalizedTemplates],
    )
    environment.filters["language_name"] = cache(lambda tag: localized(language_name(tag)))
    environment.filters["localized"] = localized
    environment.filters["localized_name"] = localized_name
    environment.globals["page_language"] = language()
    environment.globals["script_messages"] = script_messages()
    return environment
