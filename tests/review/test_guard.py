"""Who may ask the review page, and what of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from producer.review.guard import MAX_BODY_BYTES
from producer.review.server import Server
from tests.review.serving import Client, a_transcript, episode, serving


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    a_transcript(tmp_path)
    with serving(tmp_path) as started:
        yield started


@pytest.fixture
def client(server: Server) -> Client:
    return Client(server.url)


def places(server: Server, tmp_path: Path) -> list[str]:
    path = episode(server, tmp_path / "seeds" / "talk.txt").path
    return ["/", path, f"{path}/events", f"/sound/{'0' * 64}", "/static/review.js"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1", "[", ""]
)
def test_a_foreign_host_is_refused_everywhere(
    server: Server, client: Client, tmp_path: Path, host: str
) -> None:
    for path in places(server, tmp_path):
        assert client.ask(path, headers={"Host": host}).status in (400, 403)


def test_its_own_names_are_known(server: Server, client: Client) -> None:
    port = urlsplit(server.url).port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"):
        assert client.ask("/", headers={"Host": host}).status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", None])
def test_a_post_of_a_foreign_page_is_refused(
    server: Server, client: Client, tmp_path: Path, origin: str | None
) -> None:
    path = episode(server, tmp_path / "seeds" / "talk.txt").path
    form = {"turn": 1, "language": "en", "text": "x"}
    answer = client.ask(f"{path}/text", form, headers={"Origin": origin})
    assert answer.status == 403
    assert not (tmp_path / "seeds" / "talk.script.md").exists()
    if origin is not None:
        for each in places(server, tmp_path):
            assert client.ask(each, headers={"Origin": origin}).status == 403


def test_what_a_foreign_page_embeds_is_refused_but_a_link_works(client: Client) -> None:
    def asked(site: str, dest: str) -> int:
        return client.ask("/", headers={"Sec-Fetch-Site": site, "Sec-Fetch-Dest": dest}).status

    assert asked("cross-site", "audio") == 403
    assert asked("same-site", "script") == 403
    assert asked("cross-site", "iframe") == 403
    assert asked("cross-site", "document") == 200
    assert asked("same-origin", "empty") == 200


def test_every_answer_says_what_a_browser_may_do_with_it(
    server: Server, client: Client, tmp_path: Path
) -> None:
    for path in ("/", "/nowhere", "/static/review.js", places(server, tmp_path)[1]):
        headers = client.ask(path).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_bodies_are_bounded(client: Client) -> None:
    # What is refused by its headers is not read: a body that comes after the answer has the
    # connection reset, maybe before the answer has been read.
    form = "multipart/form-data; boundary=x"
    told = {"Content-Length": str(MAX_BODY_BYTES + 1), "Content-Type": form}
    refused = client.ask("/import", body=b"", headers=told)
    assert refused.status == 413
    assert "at most 20 MB" in refused.text
    navigated = client.ask("/import", body=b"", headers={**told, "Sec-Fetch-Mode": "navigate"})
    assert navigated.status == 413
    assert "All transcripts" in navigated.text
    assert "at most 20 MB" in navigated.text
    odd: dict[str, str | None] = {"Content-Length": "-1"}
    assert client.ask("/import", body=b"", headers=odd).status in (400, 413)
    many = "&".join(f"f{n}=1" for n in range(100)).encode()
    kind: dict[str, str | None] = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.ask("/import", body=many, headers=kind).status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/output/../show.toml",
        "/output/%2e%2e/show.toml",
        "/output/..%2fshow.toml",
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/sound/../../show.toml",
        f"/sound/{'g' * 64}",
        "/episodes/../../etc/passwd",
        "/episodes/0000000000000000",
    ],
)
def test_no_address_leads_out_of_the_show(client: Client, path: str) -> None:
    answer = client.ask(path)
    assert answer.status == 404
    assert b"title" not in answer.body.replace(b"<title>", b"")


def test_elsewhere_than_on_the_loopback_a_token_is_needed(tmp_path: Path) -> None:
    a_transcript(tmp_path)
    with serving(tmp_path, host="0.0.0.0") as server:
        port = urlsplit(server.url).port
        client = Client(f"http://127.0.0.1:{port}")
        address = urlsplit(server.address())
        assert "token=" in address.query
        assert client.ask("/").status == 401
        assert client.ask("/?token=guess").status == 401
        assert client.ask("/import", {"token": "x"}).status == 401
        assert client.ask("/static/review.js").status == 401
        admitted = client.ask(f"/?{address.query}")
        assert admitted.status == 303
        assert admitted.headers["Location"] == "/"
        cookie = admitted.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()
        held = cookie.split(";")[0]
        assert client.ask("/", headers={"Cookie": held}).status == 200
        assert client.ask("/", headers={"Cookie": f"{held}x"}).status == 401
        named: dict[str, str | None] = {"Cookie": held, "Host": f"evil.example:{port}"}
        assert client.ask("/", headers=named).status == 403
