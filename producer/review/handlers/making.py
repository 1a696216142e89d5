"""Taking transcripts in, making episodes of them, and writing the feeds."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from producer.errors import UsageError
from producer.review import uploads
from producer.review.requests import PageRequest


def make(request: PageRequest) -> Response:
    """Begin to make the episode."""
    review, item = request.review, request.item
    review.workspace.forget_engines()
    job = review.jobs.start(item.id, review.workspace.request(item, review.workspace.show))
    return JSONResponse(job.as_json())


def write_feeds(request: PageRequest) -> Response:
    """Write the feeds of all finished episodes that are no drafts."""
    # With all that draws covers.
    from producer.episode import feeds as feeds_of_show

    workspace = request.review.workspace
    show = workspace.show
    feeds = feeds_of_show.write_feeds(show, workspace.output(show))
    return request.review.page("feeds.html", feeds=feeds)


def cancel(request: PageRequest) -> Response:
    request.review.jobs.cancel()
    return Response(status_code=204)


def take_in(request: PageRequest) -> Response:
    """A transcript that was sent becomes one of the show's."""
    if request.upload is None:
        raise UsageError("no file was chosen")
    name, content = request.upload
    workspace = request.review.workspace
    file = uploads.take_in(name, content, workspace, request.store)
    item = next(i for i in workspace.items().values() if i.transcript.resolve() == file.resolve())
    return Response(status_code=303, headers={"Location": f"/episodes/{item.id}"})
