"""Publishing by WebDAV and SFTP, to servers that others wrote."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from producer.publish.upload.webdav import WebdavFolder
from tests.helpers.making import snapshot
from tests.publish.upload.published import (
    STAGED,
    add_another,
    assert_says_nothing,
    assert_valid,
    change_the_first,
    digests,
    output,
    published,
    run,
)
from tests.publish.upload.servers import PASSWORD, USER, DavServer, SshServer

RECORD = ".published.json"
Server = DavServer | SshServer


@pytest.fixture(params=["dav", "sftp"])
def server(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    nobody: None,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Server]:
    monkeypatch.setenv("PRODUCER_PUBLISH_PASSWORD", PASSWORD)
    monkeypatch.setattr(WebdavFolder, "retry_wait_s", 0.001)
    folder = tmp_path / "server"
    made: Server
    with (
        DavServer(folder) if request.param == "dav" else SshServer(folder, tmp_path / "home")
    ) as made:
        yield made


def held(server: Server) -> dict[str, bytes]:
    """What listeners can reach."""
    folder = server.folder / "tea" if isinstance(server, SshServer) else server.folder
    found = snapshot(folder)
    return {key: found[key] for key in found if key != RECORD}


def place(server: Server, key: str) -> Path:
    return (server.folder / "tea" if isinstance(server, SshServer) else server.folder) / key


def test_all_is_there_and_the_second_run_sends_and_reads_nothing(
    show: Path, server: Server
) -> None:
    published(show, server.url)
    assert digests(held(server)) == digests(output(show))
    assert assert_valid(held(server)) == 2
    server.door.written.clear()
    server.door.read.clear()
    assert "0 files" in published(show, server.url).stdout
    assert server.door.written == []
    assert not [path for path in server.door.read if path.endswith((".mp3", ".vtt", ".jpg"))]


def test_only_what_changed_is_sent_and_nothing_is_left_beside_it(
    show: Path, server: Server
) -> None:
    add_another(show)
    published(show, server.url)
    before = output(show)
    change_the_first(show)
    after = output(show)
    said = json.loads(published(show, server.url, "--json").stdout)
    different = sorted(key for key in after if after[key] != before.get(key))
    assert sorted(file["key"] for file in said["files"]) == different
    assert digests(held(server)) == digests(after)
    assert not place(server, STAGED).exists()


def test_what_others_did_there_is_put_right_and_their_files_stay(
    show: Path, server: Server
) -> None:
    published(show, server.url)
    mp3, vtt = place(server, "tea-one/tea-one.zh.mp3"), place(server, "tea-one/tea-one.zh.vtt")
    mp3.write_bytes(bytes(mp3.stat().st_size))
    os.utime(mp3, (time.time() + 5, time.time() + 5))
    vtt.unlink()
    place(server, "index.html").write_text("mine")
    said = json.loads(published(show, server.url, "--json").stdout)
    assert {file["key"] for file in said["files"]} == {f"tea-one/{p.name}" for p in (mp3, vtt)}
    assert place(server, "index.html").read_text() == "mine"
    assert_valid(held(server))


@pytest.mark.parametrize("content", [None, b"", b"[1", b'{"files": {"cover.jpg": [1]}}'])
def test_without_its_list_of_hashes_what_is_there_is_read_and_not_sent_again(
    show: Path, server: Server, content: bytes | None
) -> None:
    published(show, server.url)
    place(server, RECORD).unlink()
    if content is not None:
        place(server, RECORD).write_bytes(content)
    assert "0 files" in published(show, server.url).stdout
    mp3 = place(server, "tea-one/tea-one.zh.mp3")
    mp3.write_bytes(bytes(mp3.stat().st_size))
    os.utime(mp3, (time.time() + 5, time.time() + 5))
    assert "1 file," in published(show, server.url).stdout


def test_a_new_episode_is_cut_off_after_every_few_writes(show: Path, server: Server) -> None:
    published(show, server.url)
    add_another(show)
    seen, code, runs = set(), 1, 0
    while code:
        server.door.writes_left = 14
        code = run(show, "publish", server.url).exit_code
        assert code in (0, 3)
        runs += 1
        assert runs < 60
        seen.add(assert_valid(held(server)))
    assert runs > 1
    assert seen <= {2, 3}
    server.door.writes_left = float("inf")
    published(show, server.url)
    assert digests(held(server)) == digests(output(show))


def test_an_episode_made_again_is_cut_off_after_every_few_writes(
    show: Path, server: Server
) -> None:
    published(show, server.url)
    before = output(show)
    change_the_first(show)
    after = output(show)
    code, runs = 1, 0
    while code and runs < 60:
        server.door.writes_left = 14
        code = run(show, "publish", server.url).exit_code
        runs += 1
        places = {key: file for key, file in held(server).items() if not key.startswith(STAGED)}
        assert all(content in (before[key], after[key]) for key, content in places.items())
    assert runs > 1
    server.door.writes_left = float("inf")
    published(show, server.url)
    assert digests(held(server)) == digests(after)
    assert not place(server, STAGED).exists()


def test_a_dry_run_makes_nothing(show: Path, server: Server) -> None:
    listed = published(show, server.url, "--dry-run").stdout
    assert all(key in listed for key in output(show))
    assert server.door.written == []


def test_what_another_machine_published_is_not_lost(show: Path, server: Server) -> None:
    published(show, server.url)
    (show / "output/tea-one").rename(show / "elsewhere")
    add_another(show)
    assert "--fetch" in published(show, server.url, code=3).stderr
    fetched = json.loads(published(show, server.url, "--fetch", "--json").stdout)
    assert [Path(folder).name for folder in fetched["fetched"]] == ["tea-one"]


def test_a_wrong_password(
    show: Path,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    (tmp_path / "home/.ssh/id_ed25519").unlink(missing_ok=True)
    monkeypatch.setenv("PRODUCER_PUBLISH_PASSWORD", "wr0ng-passw0rd")
    refused = published(show, server.url, code=3)
    assert "refuses the credentials" in refused.stderr
    assert "PRODUCER_PUBLISH_PASSWORD" in refused.stderr
    assert_says_nothing(refused, "wr0ng-passw0rd", capfd=capfd)


def test_a_password_of_netrc(
    show: Path, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "home/.ssh/id_ed25519").unlink(missing_ok=True)
    monkeypatch.delenv("PRODUCER_PUBLISH_PASSWORD")
    assert "refuses the credentials" in published(show, server.url, code=3).stderr
    file = tmp_path / "home/.netrc"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"machine 127.0.0.1 login {USER} password {PASSWORD}\n")
    file.chmod(0o600)
    published(show, server.url)
    file.write_text(f"machine 127.0.0.1 login {USER} passw0rt {PASSWORD}\n")
    refused = published(show, server.url, code=3)
    assert ".netrc" in refused.stderr
    assert PASSWORD not in refused.output


@pytest.mark.parametrize("server", ["sftp"], indirect=True)
def test_a_key_of_ssh_and_a_host_that_is_not_known(
    show: Path, server: SshServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PRODUCER_PUBLISH_PASSWORD")
    config = tmp_path / "home/.ssh/config"
    config.write_text(f"Host tea\n  HostName 127.0.0.1\n  Port {server.port}\n  User {USER}\n")
    published(show, "sftp://tea/tea")
    assert digests(held(server)) == digests(output(show))
    hosts = tmp_path / "home/.ssh/known_hosts"
    known = hosts.read_text()
    hosts.write_text("")
    assert "known_hosts" in published(show, server.url, code=3).stderr
    other = known.split()
    other[2] = "AAAAC3NzaC1lZDI1NTE5AAAA" + "IA" + "B" * 41 + "A"
    hosts.write_text(" ".join(other) + "\n")
    published(show, server.url, code=3)


@pytest.mark.parametrize("server", ["dav"], indirect=True)
def test_a_server_that_is_busy_for_a_while(show: Path, server: DavServer) -> None:
    server.answers = ["503 Busy", "429 Slow down"]
    published(show, server.url)
    server.answers = ["503 Busy"] * 99
    refused = published(show, server.url, code=4)
    assert "Run the same command again" in refused.stderr


@pytest.mark.parametrize("server", ["dav"], indirect=True)
@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        ("507 Full", 4, "no room"),
        ("302 Elsewhere", 4, "302"),
        ("405 No", 2, "no folder of WebDAV"),
        ("403 No", 3, "refuses"),
    ],
)
def test_what_a_server_refuses(
    show: Path,
    server: DavServer,
    status: str,
    code: int,
    told: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    server.answers = ["404 None", "404 None", status, *[status] * 50]
    refused = published(show, server.url, code=code)
    assert told in refused.stderr
    assert_says_nothing(refused, PASSWORD, "Basic ", capfd=capfd)


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("form", ["dav://127.0.0.1:9/tea", "sftp://mei@127.0.0.1:9/tea"])
def test_nobody_answers(show: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WebdavFolder, "retry_wait_s", 0.001)
    assert "no connection" in published(show, form, code=4).stderr


@pytest.mark.parametrize("scheme", ["davs", "dav", "sftp"])
@pytest.mark.parametrize(
    "rest", ["{user}:{password}@host/tea", "host/tea?key={password}", "host:{password}/tea", "/tea"]
)
def test_addresses_with_a_password_are_refused_and_not_repeated(
    show: Path, scheme: str, rest: str
) -> None:
    address = f"{scheme}://{rest.format(user=USER, password='s3cr3t')}"
    assert "s3cr3t" not in published(show, address, code=2).output
