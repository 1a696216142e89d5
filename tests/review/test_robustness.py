"""Nobody locks others out of the review page, reads files through it or stops it from ending."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from producer.errors import InputError, UsageError
from producer.review.editing.file_history import History, digest
from producer.review.limited import run_limited
from producer.store import Store
from tests.helpers.making import a_show, make
from tests.review.serving import Client, a_transcript, episode, serving


def test_requests_that_never_end_lock_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred of them, half sent, had everybody else refused."""
    monkeypatch.setattr("producer.review.server._HEADER_S", 0.5)
    file = a_transcript(tmp_path)
    with serving(tmp_path) as server:
        place = urlsplit(server.url)
        half = [socket.create_connection((place.hostname, place.port)) for _ in range(110)]
        for each in half:
            each.sendall(b"GET / HTTP/1.1\r\nHost: ")
        deadline = time.monotonic() + 30
        path = urlsplit(server.address(file)).path
        while Client(server.url).ask(path).status != 200:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        for each in half:
            each.close()


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no links here")
def test_what_a_link_leads_to_is_not_sent(tmp_path: Path) -> None:
    made = make(a_show(tmp_path, title="Tea"))
    secret = tmp_path / "secret.txt"
    secret.write_text("not for the web", encoding="utf-8")
    (made.folder / "link.txt").symlink_to(secret)
    (made.folder.parent / "feed.link.xml").symlink_to(secret)
    (made.folder.parent / "elsewhere").symlink_to(made.folder)
    with serving(tmp_path) as server:
        client = Client(server.url)
        assert client.ask(f"/output/{made.folder.name}/episode.json").status == 200
        assert client.ask(f"/output/{made.folder.name}/link.txt").status == 404
        assert client.ask("/output/feed.link.xml").status == 404
        assert client.ask("/output/elsewhere/episode.json").status == 404


def test_undo_offers_the_last_edit_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set back by an hour it had undo offer an edit from before."""
    history, file = History(Store(tmp_path / ".producer")), tmp_path / "talk.script.md"
    file.write_text("one", encoding="utf-8")
    now = time.time_ns()
    for text, ns in (("two", now), ("three", now - 3_600_000_000_000)):
        monkeypatch.setattr("time.time_ns", lambda ns=ns: ns)
        with history.editing(file, digest(file), text):
            file.write_text(text, encoding="utf-8")
    last = history.last([file])
    assert last is not None
    assert last.description == "three"
    history.undo([file])
    assert file.read_text(encoding="utf-8") == "two"


def _sleep() -> None:
    time.sleep(60)


def _refuse() -> None:
    raise InputError("it is empty", line=3, advice="Write something")


def _crash() -> None:
    os._exit(1)


@pytest.mark.parametrize(
    ("work", "seconds", "error", "message"),
    [
        (_sleep, 2, UsageError, "takes longer than 2 s"),
        (_refuse, 60, InputError, "it is empty"),
        (_crash, 60, InputError, "the process that read it has ended"),
    ],
)
def test_work_is_limited(
    work: Callable[[], None], seconds: int, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        run_limited(work, seconds=seconds)


def test_a_transcript_that_is_sent_is_read_elsewhere(tmp_path: Path) -> None:
    a_transcript(tmp_path)
    with serving(tmp_path) as server:
        body = (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="n.txt"\r\n\r\n'
            b"Anna: Only English.\r\n--x--\r\n"
        )
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        answer = Client(server.url).ask("/import", headers=headers, body=body)
        assert answer.status == 422
        assert "n.txt" in answer.text
        assert "only in English" in answer.text


def test_a_sentence_that_stays_as_it_was_is_no_edit(tmp_path: Path) -> None:
    file = a_transcript(tmp_path)
    with serving(tmp_path) as server:
        page = episode(server, file)
        answer = page.do("sentence", turn=1, language="en", sentence=0, text="Good evening.")
        assert answer.status == 200
        assert "a sentence of turn 1" in answer.text
        assert (
            "Nothing has changed."
            in page.do("sentence", turn=1, language="en", sentence=0, text="Good evening.").text
        )
