"""Publishing to S3, which moto plays on loopback, read back with Amazon's own client."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

import pytest

from producer.errors import TargetUnavailable
from producer.progress import Silent
from producer.publish.upload import changes, open_target, send, upload
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
from tests.publish.upload.service import KEY_ID, SECRET, Service, drop

ROOT = Path(__file__).parents[3]


def test_all_is_there_and_the_second_run_sends_nothing(
    show: Path, service: Service, bucket: str
) -> None:
    said = published(show, f"s3://{bucket}")
    assert digests(service.held(bucket)) == digests(output(show))
    assert assert_valid(service.held(bucket)) == 2
    assert "https://example.org/tea/feed.zh-en.xml" in said.stdout
    assert "Drafts are left out: tea-draft" in said.stderr
    order = [path for _, path in service.written]
    ranks = [0 if p.endswith((".mp3", ".jpg")) else 2 if p.endswith(".xml") else 1 for p in order]
    assert ranks == sorted(ranks)
    service.written.clear()
    assert "0 files" in published(show, f"s3://{bucket}").stdout
    assert service.written == []


def test_what_a_web_server_says_of_a_file(show: Path, service: Service, bucket: str) -> None:
    published(show, f"s3://{bucket}/shows/tea")
    client = service.client()
    hour, minutes = "public, max-age=3600", "public, max-age=300"
    for key, wanted in {
        "cover.jpg": ("image/jpeg", hour),
        "feed.zh.xml": ("application/rss+xml; charset=utf-8", minutes),
        "tea-one/tea-one.zh-en.mp3": ("audio/mpeg", hour),
        "tea-one/tea-one.zh-en.vtt": ("text/vtt; charset=utf-8", hour),
        "tea-one/tea-one.zh-en.en.srt": ("application/x-subrip", hour),
        "tea-one/tea-one.zh-en.chapters.json": ("application/json+chapters", hour),
        "tea-one/tea-one.zh-en.transcript.json": ("application/json", hour),
        "tea-one/tea-one.html": ("text/html; charset=utf-8", hour),
        "tea-one/episode.json": ("application/json", hour),
    }.items():
        head = client.head_object(Bucket=bucket, Key=f"shows/tea/{key}")
        assert (head["ContentType"], head["CacheControl"]) == wanted, key


def test_one_changed_episode_sends_its_files_and_the_feeds(
    show: Path, service: Service, bucket: str
) -> None:
    add_another(show)
    published(show, f"s3://{bucket}")
    before = output(show)
    change_the_first(show)
    after = output(show)
    different = sorted(key for key in after if after[key] != before.get(key))
    assert any(key.endswith(".mp3") for key in different)
    service.written.clear()
    said = json.loads(published(show, f"s3://{bucket}", "--json").stdout)
    assert sorted(file["key"] for file in said["files"]) == different
    assert {file["reason"] for file in said["files"]} == {"changed"}
    assert said["unchanged"] == len(after) - len(different)
    touched = {
        path.removeprefix(f"/{bucket}/") for method, path in service.written if method == "PUT"
    }
    assert {key.removeprefix(STAGED) for key in touched} == set(different)
    assert digests(service.held(bucket)) == digests(after)
    head = service.client().head_object(Bucket=bucket, Key="tea-one/tea-one.zh-en.mp3")
    assert head["ContentType"] == "audio/mpeg"
    assert "0 files" in published(show, f"s3://{bucket}").stdout


def test_a_new_episode_is_cut_off_after_every_single_write(
    show: Path, service: Service, bucket: str
) -> None:
    published(show, f"s3://{bucket}")
    add_another(show)
    seen, code, runs = set(), 1, 0
    while code:
        service.writes_left = 1
        code = run(show, "publish", f"s3://{bucket}").exit_code
        assert code in (0, 3)
        runs += 1
        held = service.held(bucket)
        seen.add(assert_valid(held))
    assert runs > 8
    assert seen == {2, 3}
    assert digests(held) == digests(output(show))


def test_an_episode_made_again_is_cut_off_after_every_single_write(
    show: Path, service: Service, bucket: str
) -> None:
    published(show, f"s3://{bucket}")
    before = output(show)
    change_the_first(show)
    after = output(show)
    code, arrived = 1, 0
    while code:
        service.writes_left = 1
        code = run(show, "publish", f"s3://{bucket}").exit_code
        assert code in (0, 3)
        held = service.held(bucket)
        places = {key: held[key] for key in held if not key.startswith(STAGED)}
        assert all(content in (before[key], after[key]) for key, content in places.items())
        begun = any(places[key] != before[key] for key in places)
        assert_valid(places, lengths=not begun or not code)
        arrived += not begun
    assert arrived == 3  # two MP3s and the manifest, sent beside the old ones
    service.writes_left = float("inf")
    published(show, f"s3://{bucket}")
    assert digests(service.held(bucket)) == digests(after)


@pytest.mark.parametrize("writes", [0, 3, 9])
def test_a_service_that_dies_in_the_middle(
    show: Path, service: Service, bucket: str, writes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(show, f"s3://{bucket}")
    add_another(show)

    url = service.url

    def die(request: dict[str, Any], _: Any) -> NoReturn:
        service.die(url)
        drop(request)

    service.shut, service.writes_left = die, writes
    said = published(show, f"s3://{bucket}", code=4)
    assert "Run the same command again" in said.stderr
    service.revive()
    monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
    assert assert_valid(service.held(bucket)) == 2
    published(show, f"s3://{bucket}")
    assert assert_valid(service.held(bucket)) == 3


def test_an_interruption_ends_it_and_leaves_the_old_feed(
    show: Path, service: Service, bucket: str
) -> None:
    published(show, f"s3://{bucket}")
    add_another(show)
    stalled, go_on = threading.Event(), threading.Event()

    def stall(request: dict[str, Any], _: Any) -> NoReturn:
        stalled.set()
        go_on.wait(60)
        drop(request)

    service.shut, service.writes_left = stall, 1
    command = [sys.executable, "-m", "producer", "publish", f"s3://{bucket}"]
    running = subprocess.Popen(
        [*command, "--show", str(show)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert stalled.wait(60)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    go_on.set()
    assert running.returncode == 130, said
    assert assert_valid(service.held(bucket)) == 2


def test_what_others_did_to_the_bucket_is_put_right(
    show: Path, service: Service, bucket: str
) -> None:
    published(show, f"s3://{bucket}")
    client, wanted = service.client(), output(show)
    vtt, mp3, page = (f"tea-one/tea-one.{end}" for end in ("zh-en.vtt", "zh.mp3", "html"))
    client.delete_object(Bucket=bucket, Key=vtt)
    client.put_object(Bucket=bucket, Key=mp3, Body=bytes(len(wanted[mp3])))
    client.put_object(Bucket=bucket, Key=page, Body=b"short")
    client.put_object(Bucket=bucket, Key=f"{STAGED}left/over", Body=b"by a run that was cut off")
    said = json.loads(published(show, f"s3://{bucket}", "--json").stdout)
    reasons = {file["key"]: file["reason"] for file in said["files"]}
    assert reasons == {vtt: "new", mp3: "changed", page: "changed"}
    assert digests(service.held(bucket)) == digests(wanted)


def test_a_bucket_from_which_nothing_may_be_deleted_serves_as_well(
    show: Path, service: Service, bucket: str
) -> None:
    published(show, f"s3://{bucket}")
    change_the_first(show)
    planned = json.loads(published(show, f"s3://{bucket}", "--json", "--dry-run").stdout)["files"]
    feeds_ = sum(file["key"].endswith(".xml") for file in planned)
    service.writes_left = 2 * (len(planned) - feeds_) + feeds_
    assert STAGED in published(show, f"s3://{bucket}").stderr
    held = service.held(bucket)
    assert any(key.startswith(STAGED) for key in held)
    assert_valid({key: held[key] for key in held if not key.startswith(STAGED)})


def test_a_large_file_arrives_in_parts(tmp_path: Path, service: Service, bucket: str) -> None:
    content = os.urandom(1 << 20) * 21
    (tmp_path / "long.mp3").write_bytes(content)
    target = open_target(f"s3://{bucket}")
    wanted = [upload(tmp_path, "long.mp3")]
    send(target, changes(target, wanted), Silent())
    assert ("POST", f"/{bucket}/long.mp3") in service.written
    assert service.held(bucket)["long.mp3"] == content
    assert changes(target, wanted) == []


def test_refusals_tell_no_secrets(
    show: Path, service: Service, bucket: str, capfd: pytest.CaptureFixture[str]
) -> None:
    service.writes_left = 0
    result = published(show, f"s3://{bucket}", code=3)
    assert "refuses the credentials (403 Forbidden SignatureDoesNotMatch)" in result.stderr
    assert "AWS_ACCESS_KEY_ID" in result.stderr
    assert_says_nothing(result, KEY_ID, SECRET, "Signature=", capfd=capfd)


@pytest.mark.parametrize("status", ["500 Internal Server Error", "400 Bad Request"])
def test_failures_of_the_service_tell_no_secrets(
    show: Path, service: Service, bucket: str, status: str, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(request: dict[str, Any], start: Any) -> list[bytes]:
        request["wsgi.input"].read(int(request.get("CONTENT_LENGTH") or 0))
        start(status, [])
        return [f"{KEY_ID} {SECRET} {request.get('HTTP_AUTHORIZATION')}".encode()]

    service.shut, service.writes_left = fail, 0
    result = published(show, f"s3://{bucket}", code=4)
    assert status in result.stderr
    assert_says_nothing(result, KEY_ID, SECRET, "Signature=", capfd=capfd)


def test_a_bucket_that_does_not_exist(show: Path, service: Service) -> None:
    for more in (), ("--dry-run",):
        said = published(show, "s3://bucket-of-nobody/tea", *more, code=2).stderr
        assert "there is no bucket" in said
    assert service.written == []


def test_nobody_answers(show: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.die(service.url)
    monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
    assert "no connection" in published(show, "s3://bucket", code=4).stderr
    with pytest.raises(TargetUnavailable) as raised:
        changes(open_target("s3://bucket"), [])
    assert raised.value.__cause__ is None


def test_a_profile_of_amazons_files_is_used(
    show: Path, service: Service, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY":
        monkeypatch.delenv(name)
    home = tmp_path / "home/.aws"
    home.mkdir(parents=True)
    (home / "credentials").write_text(
        "[default]\naws_access_key_id = WRONG\naws_secret_access_key = WRONG\n"
        "[tea]\naws_access_key_id = TEAKEY\naws_secret_access_key = abc\n"
    )
    (home / "config").write_text(
        f"[profile tea]\nregion = eu-west-3\nendpoint_url = {service.url}\n"
    )
    monkeypatch.setenv("AWS_PROFILE", "tea")
    service.keys_used.clear()
    published(show, f"s3://{bucket}")
    assert service.keys_used == {"TEAKEY"}
    monkeypatch.setenv("AWS_PROFILE", "coffee")
    assert "'coffee'" in published(show, f"s3://{bucket}", code=3).stderr
