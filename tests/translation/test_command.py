"""`producer translate` against a stand-in: what it writes, what it says, and what it keeps."""

from __future__ import annotations

import asyncio
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from typer.testing import CliRunner, Result

from producer.cli import app
from producer.transcript.reading import read
from tests.helpers.commands import run
from tests.standin.chat import KEY, MODEL, ChatServer, said
from tests.standin.openai import error

GAPS = """\
# 茶 | Tea

安娜：你好。
Anna: Hello.

本：我每天喝三杯。
你呢？

安娜：再见，CAR-T！

本：早。
Ben: Morning.

Anna: Good night.
"""
"""Turn 2 and turn 3 lack English, turn 5 Chinese."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: ChatServer) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.txt").write_text(GAPS, encoding="utf-8")
    settings(server)
    return tmp_path


def settings(server: ChatServer, **changes: Any) -> None:
    values = {"url": server.address, "model": MODEL} | changes
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    Path("show.toml").write_text("\n".join(["[translate]", *lines]), encoding="utf-8")


def translate(*arguments: str, code: int = 0) -> Result:
    return run("translate", *(arguments or ("talk.txt",)), code=code)


def test_what_is_missing_is_filled_and_marked(server: ChatServer) -> None:
    told = translate().stdout
    script = read(Path("talk.script.md"))
    assert [dict(turn.passages) for turn in script.turns[1:]] == [
        {"zh": ("我每天喝三杯。", "你呢？"), "en": ("I drink three cups a day.", "And you?")},
        {"zh": ("再见，CAR-T！",), "en": ("Goodbye, CAR-T!",)},
        {"zh": ("早。",), "en": ("Morning.",)},
        {"zh": ("晚安。",), "en": ("Good night.",)},
    ]
    assert [set(turn.unconfirmed) for turn in script.turns] == [
        *(set(), {"en"}, {"en"}, set(), {"zh"}),
    ]
    assert script.source == "talk.txt"
    assert script.title == {"zh": "茶", "en": "Tea"}
    assert "3 translated, for you to confirm in talk.script.md" in told
    assert len(server.asked) == 3


def test_other_languages_than_the_show_has(server: ChatServer) -> None:
    server.known = {"Adiós, hasta mañana.": "Auf Wiedersehen, bis morgen."}
    talk = "# Té | Tee\n\nAna: ¿Cuántas tazas bebes?\nAna: Wie viele Tassen trinkst du?\n\n"
    more = "Leo: Bebo tres.\nLeo: Ich trinke drei.\n\nAna: Adiós, hasta mañana.\n"
    Path("talk.txt").write_text(talk + more, encoding="utf-8")
    translate("talk.txt", "--languages", "es,de")
    script = read(Path("talk.script.md"))
    assert script.languages == ("es", "de")
    assert [set(turn.unconfirmed) for turn in script.turns] == [set(), set(), {"de"}]


ALONE = {
    "talk.txt": "# Tea\n\nAnna: One cup.\n\nBen: Two cups.\n\nAnna: Three cups.\n",
    "plain.md": "# Tea\n\nOne cup.\n\nTwo cups.\n\nThree cups.\n",
    "talk.en.srt": "\n".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{who}: {many} cups.\n"
        for n, (who, many) in enumerate([("Anna", "One"), ("Ben", "Two"), ("Anna", "Three")])
    ).replace("One cups", "One cup"),
}


@pytest.mark.parametrize("name", ALONE)
def test_a_transcript_in_one_language_gets_the_other(server: ChatServer, name: str) -> None:
    """It was refused for lacking what was asked for."""
    server.known = {"One cup.": "一杯。", "Two cups.": "两杯。", "Three cups.": "三杯。"}
    Path(name).write_text(ALONE[name], encoding="utf-8")
    assert f"producer translate {name}" in run("make", name, "--engine", "tone", code=3).stderr
    translate(name)
    file = Path(name).with_suffix(".script.md")
    script = read(file)
    assert script.languages == ("en", "zh")
    assert [dict(turn.passages) for turn in script.turns] == [
        {"en": ("One cup.",), "zh": ("一杯。",)},
        {"en": ("Two cups.",), "zh": ("两杯。",)},
        {"en": ("Three cups.",), "zh": ("三杯。",)},
    ]
    assert all(turn.unconfirmed == {"zh"} for turn in script.turns)
    if name != "plain.md":
        assert [turn.speaker for turn in script.turns] == ["Anna", "Ben", "Anna"]
    file.write_text(file.read_text("utf-8").replace(", unconfirmed", ""), encoding="utf-8")
    assert "zh-en" in run("make", str(file), "--engine", "tone", "--dry-run").stdout


def test_one_language_may_be_translated_in_several_runs(server: ChatServer) -> None:
    server.known = {"One cup.": "一杯。", "Two cups.": "两杯。", "Three cups.": "三杯。"}
    Path("talk.txt").write_text(ALONE["talk.txt"], encoding="utf-8")
    server.answer = lambda asked: None if asked.number == 1 else said(asked.passage)
    assert "turn 3 (Anna, zh)" in translate(code=1).stderr
    server.answer = lambda _: None
    translate("talk.script.md")
    assert all(len(turn.passages) == 2 for turn in read(Path("talk.script.md")).turns)


def test_it_is_spoken_when_somebody_has_confirmed_it() -> None:
    translate()
    file = Path("talk.script.md")

    def make(*options: str) -> Result:
        return CliRunner().invoke(app, ["make", str(file), "--engine", "tone", *options])

    refused = make()
    assert refused.exit_code == 3
    assert re.search(r"talk\.script\.md:\d+: .*turn 2, en, line \d+; turn 3, en", refused.stderr)
    found = json.loads(run("script", str(file), "--json").stdout)["findings"]
    assert [f["kind"] for f in found if f["kind"] == "unconfirmed"] == ["unconfirmed"] * 3
    assert make("--dry-run", "--unconfirmed").exit_code == 0
    file.write_text(file.read_text("utf-8").replace(", unconfirmed", ""), encoding="utf-8")
    assert make("--dry-run").exit_code == 0


def test_a_question_has_its_context_names_and_terms(folder: Path, server: ChatServer) -> None:
    (folder / "voices").mkdir()
    (folder / "voices/lexicon.toml").write_text(
        '[en]\n"CAR-T" = "car tee"\n[zh]\n"CAR-T" = "卡提"\n', encoding="utf-8"
    )
    translate()
    first, second, third = server.asked
    assert first.body["model"] == MODEL
    assert "spoken English" in first.task
    assert "spoken Chinese" in third.task
    assert "本 = Ben" in first.text
    assert "CAR-T" in first.text.partition("before")[0]
    assert "Hello." in first.text
    assert "再见，CAR-T！" in first.text.partition("<passage>")[0], "what follows"
    assert "I drink three cups a day." in second.text, "what was translated just before"
    assert second.passage == "再见，CAR-T！"


def test_a_script_file_is_filled_in_place_and_only_where_it_lacks_something(
    server: ChatServer,
) -> None:
    translate("talk.txt", "--out", "mine.md")
    Path("mine.md").write_text(Path("mine.md").read_text("utf-8").replace("晚安。", ""), "utf-8")
    translate("mine.md")
    assert [asked.passage for asked in server.asked[3:]] == ["Good night."]
    assert "Nothing is missing" in translate("mine.md").stderr
    assert len(server.asked) == 4
    assert not Path("talk.script.md").exists()


def test_what_a_person_laid_out_stays() -> None:
    translate()
    file = Path("talk.script.md")
    text = file.read_text("utf-8").replace("晚安。", "").replace("Hello.", "Hel\nlo.")
    file.write_text(text.replace("script = 1", "script = 1  # mine"), "utf-8")
    translate(str(file))
    written = file.read_text("utf-8")
    assert "晚安。" in written
    assert "script = 1  # mine" in written
    assert "Hel\nlo." in written


def test_a_script_file_that_is_there_is_not_written_over() -> None:
    Path("talk.script.md").write_text("mine", "utf-8")
    assert "--out" in translate(code=2).stderr
    assert Path("talk.script.md").read_text("utf-8") == "mine"


def test_nothing_is_written_over_the_transcript() -> None:
    """Named as --out too, it was gone."""
    before = Path("talk.txt").read_text("utf-8")
    assert "is there already" in translate("talk.txt", "--out", "./talk.txt", code=2).stderr
    assert Path("talk.txt").read_text("utf-8") == before


def test_what_cannot_be_translated_is_told_and_the_rest_is_kept(server: ChatServer) -> None:
    server.answer = lambda asked: said(asked.passage) if "三杯" in asked.passage else None
    result = translate("talk.txt", "--json", code=1)
    assert re.search(r"turn 2 \(\S+, en\): the answer is not in English", result.stderr)
    told = json.loads(result.stdout)
    assert [entry["turn"] for entry in told["translated"]] == [3, 5]
    assert [entry["turn"] for entry in told["failed"]] == [2]
    server.answer = lambda _: None
    translate("talk.script.md")
    assert all(len(turn.passages) == 2 for turn in read(Path("talk.script.md")).turns)


USELESS = {
    "empty": "",
    "nothing": None,
    "no text": ["?"],
    "marks": "……",
    "the original": "再见，CAR-T！",
    "without the term": "Goodbye!",
    "endless": "Goodbye, CAR-T! " * 200,
    "a thought alone": "<think>CAR-T means goodbye</think>",
}


@pytest.mark.parametrize("useless", USELESS)
def test_an_answer_that_cannot_be_used_is_asked_for_again(
    folder: Path, server: ChatServer, useless: str
) -> None:
    (folder / "voices").mkdir()
    (folder / "voices/lexicon.toml").write_text('[en]\n"CAR-T" = "car tee"\n', encoding="utf-8")
    server.answer = lambda asked: said(USELESS[useless]) if asked.number == 2 else None
    translate()
    assert len(server.asked) == 4
    assert read(Path("talk.script.md")).turns[2].passages["en"] == ("Goodbye, CAR-T!",)


BUSY = {
    "429": error(429, "slow down", Retry_After="1"),
    "500": error(500, "oh"),
    "garbage": web.Response(body=b"\xff\x00{"),
    "a page": web.Response(text="<html>", content_type="text/html"),
    "no choices": web.json_response({"choices": []}),
}


@pytest.mark.parametrize("busy", BUSY)
def test_a_busy_server_is_asked_again(server: ChatServer, busy: str) -> None:
    one = BUSY[busy]
    server.answer = lambda asked: (
        web.Response(status=one.status, headers=one.headers, body=one.body)
        if asked.number == 1
        else None
    )
    began = time.monotonic()
    translate()
    assert len(server.asked) == 4
    if busy == "429":
        assert time.monotonic() - began > 0.9


def test_a_server_that_stays_busy_ends_the_run_and_nothing_is_lost(server: ChatServer) -> None:
    settings(server, attempts=2)
    server.answer = lambda asked: error(500, "out of order") if asked.number > 1 else None
    said_ = translate(code=4).stderr
    assert "127.0.0.1 does not translate: it is too busy or broken (500: out of order)" in said_
    assert "What was translated is kept" in said_
    assert len(server.asked) == 3
    assert read(Path("talk.script.md")).turns[1].unconfirmed == {"en"}
    server.answer = lambda _: None
    translate("talk.script.md")
    assert len(server.asked) == 5, "it goes on from there"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (error(403, "not you"), "refuses the key (403: not you)"),
        (error(404, "what?"), "no chat interface there, or no model 'translator'"),
        (error(429, "pay", code="insufficient_quota"), "no credit left"),
        (error(429, "later", Retry_After="900"), "15 minutes without requests"),
        (web.Response(status=302, headers={"Location": "/v2"}), "sends us elsewhere"),
    ],
)
def test_what_will_not_pass_is_asked_once(
    server: ChatServer, answer: web.Response, says: str
) -> None:
    server.answer = lambda _: web.Response(
        status=answer.status, headers=answer.headers, body=answer.body
    )
    assert says in translate(code=4).stderr
    assert len(server.asked) == 1
    assert not Path("talk.script.md").exists()


def test_a_question_that_is_refused_does_not_stop_the_others(server: ChatServer) -> None:
    server.answer = lambda asked: error(400, "too rude") if asked.number == 1 else None
    assert "turn 2 (本, en): the server refuses it (400: too rude)" in translate(code=1).stderr
    assert len(server.asked) == 3


def test_a_server_that_stalls_or_hangs_up(server: ChatServer) -> None:
    async def stall(_: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return said("Good.")

    async def hang_up(http: web.Request) -> web.Response:
        assert http.transport is not None
        http.transport.abort()
        return said("Good.")

    settings(server, timeout_s=0.3, attempts=2)
    server.answer = lambda asked: stall if asked.number == 1 else hang_up
    assert "the connection broke" in translate(code=4).stderr
    server.answer = lambda _: stall
    assert "too slow" in translate(code=4).stderr


def test_nobody_there(server: ChatServer) -> None:
    settings(server, url="http://127.0.0.1:9/v1", attempts=1)
    assert "cannot connect to 127.0.0.1" in translate(code=4).stderr


@pytest.mark.parametrize("key", ["", "sk-wrong-987654321"])
def test_a_refused_key_is_told_but_not_shown(
    folder: Path, server: ChatServer, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    server.key = KEY
    monkeypatch.setenv("PRODUCER_TRANSLATE_KEY", key)
    result = translate("talk.txt", "--verbose", code=4)
    assert "refuses the key" in result.stderr
    assert "PRODUCER_TRANSLATE_KEY" in result.stderr
    (log,) = (folder / ".producer/logs").iterdir()
    for text in (result.output, log.read_text("utf-8")):
        assert not key or key not in text


@pytest.mark.parametrize("where", ["environment", "settings"])
def test_the_log_tells_of_requests_and_not_of_keys(
    folder: Path, server: ChatServer, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    server.key = KEY
    if where == "settings":
        settings(server, key=KEY)
    else:
        monkeypatch.setenv("PRODUCER_TRANSLATE_KEY", KEY)
    result = translate("talk.txt", "--verbose")
    assert all(a.headers["Authorization"] == f"Bearer {KEY}" for a in server.asked)
    (file,) = (folder / ".producer/logs").iterdir()
    log = file.read_text("utf-8")
    assert re.search(r"request 2 \(turn 3, en\): answered in \d+\.\d\d s, id req-2", log)
    assert KEY not in log + result.output
