"""From a transcript without a title to an episode that may be published, and back to its script."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from producer import casting
from producer.cli import app
from producer.transcript.reading import read
from tests.helpers.commands import run

TALK = """\
今晚,本台邀请天文馆的 Nora Vance 教授与观测站站长秦若兰教授对谈,两人围绕城市里的星空展开讨论。

Prof.Qin：欢迎 Nora Vance 教授。城市里的星空很淡,她却找得到每一颗星。
Prof.Qin: Welcome, Professor Nora Vance. City skies are pale, but Professor Vance finds her stars.

Prof.Vance：谢谢秦若兰教授。城市里的星空要等。
Prof.Vance: Thank you, Professor Qin. City skies need patience.

喜欢就点个赞吧
"""

SETTINGS = """\
title = "星"
author = "Night House"
engine = "tone"
editions = ["zh-en"]
[feed]
base_url = "https://example.org/stars"
description = "Stars."
category = "Science"
email = "a@example.org"
"""


@pytest.fixture
def seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "show.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "x07.txt").write_text(TALK, encoding="utf-8")
    return Path("seeds/x07.txt")


def test_what_is_confirmed_is_what_listeners_get(seed: Path) -> None:
    shown = run("start", str(seed), "--yes").stdout
    assert "城市里的星空" in shown
    script = read(seed.with_name("x07.script.md"))
    assert script.title["zh"] == "秦若兰与 Nora Vance 教授：城市里的星空"
    assert script.credits == ()
    cast = casting.load(Path("voices/cast.toml"))
    assert cast.parts["Prof.Vance"].gender == "female"
    assert cast.parts["Prof.Qin"].names == {"zh": "秦若兰", "en": "Qin Ruolan"}

    made = json.loads(run("make", str(seed), "--json").stdout)["episodes"][0]
    manifest = json.loads(Path(made["manifest"]).read_text(encoding="utf-8"))
    assert manifest["script"] == "seeds/x07.script.md"
    assert manifest["source"] == "seeds/x07.txt"
    names = {speaker["id"]: speaker["name"] for speaker in manifest["speakers"]}
    assert names["Prof.Qin"] == {"zh": "秦若兰", "en": "Qin Ruolan"}
    assert manifest["description"]["zh"].startswith("今晚")
    run("feed", "--drafts")
    feed = Path("output/feed.zh-en.xml").read_text(encoding="utf-8")
    assert "城市里的星空" in feed
    assert "Qin Ruolan" in feed


def test_on_a_terminal_enter_accepts_and_every_line_can_be_changed(
    seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("producer.commands.start.is_terminal", lambda: True)
    # The gender that is not known, then the title in English, then all is accepted.
    typed = "f\n2\nCity Skies\n\n"
    result = CliRunner().invoke(app, ["start", str(seed)], input=typed)
    assert result.exit_code == 0, result.output
    assert read(seed.with_name("x07.script.md")).title["en"] == "City Skies"
    assert casting.load(Path("voices/cast.toml")).parts["Prof.Qin"].gender == "female"


def test_what_is_given_up_leaves_nothing(seed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("producer.commands.start.is_terminal", lambda: True)
    assert CliRunner().invoke(app, ["start", str(seed)], input="\nq\n").exit_code == 0
    assert not seed.with_name("x07.script.md").exists()
    assert not Path("voices").exists()


def test_where_nothing_may_be_written_another_place_is_asked_for_before_questions(
    seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A transcript in a folder of somebody else's: what was answered was lost at the end."""
    own = Path("mine")
    own.mkdir()
    access = os.access
    # Whoever runs tests as root may write everywhere.
    monkeypatch.setattr(
        os, "access", lambda path, mode: Path(path) != seed.parent and access(path, mode)
    )
    for command in (("start", str(seed), "--yes"), ("script", str(seed), "--out")):
        refused = run(*command, code=2)
        assert "cannot be written" in refused.stderr
        assert "--out seeds/x07.script.md" in " ".join(refused.stderr.split())
        assert not refused.stdout
    assert not Path("voices").exists()

    told = run("start", str(seed), "--yes", "--out", "mine/x07.script.md").stderr
    assert "producer make mine/x07.script.md" in " ".join(told.split())
    made = json.loads(run("make", "mine/x07.script.md", "--json").stdout)["episodes"][0]
    episode = json.loads(Path("output", made["slug"], "episode.json").read_bytes())
    assert episode["title"]["zh"] == "秦若兰与 Nora Vance 教授：城市里的星空"


def test_nothing_is_published_under_the_name_of_a_file(seed: Path) -> None:
    """After the first edit on the review page the script had that name for its title."""
    run("make", str(seed))
    refused = run("feed", "--drafts", code=3).stderr
    assert "'x07' is only the name of its file" in refused
    assert "producer start seeds/x07.txt" in refused
    assert "✗" in run("check", "output/x07", code=1).stdout
    run("feed", "--drafts", "--unconfirmed")
    run("script", str(seed), "--out")
    run("make", str(seed))
    run("feed", "--drafts", code=3)


def test_an_episode_stays_made_from_its_edited_script(seed: Path) -> None:
    """`make seeds` put the old text back without a word."""
    run("script", str(seed), "--title", "Skies", "--out", "skies.script.md")
    edited = Path("skies.script.md")
    text = edited.read_text(encoding="utf-8").replace("need patience", "ask for patience")
    edited.write_text(text, encoding="utf-8")
    run("make", str(edited))
    assert "made from skies.script.md" in run("status").stdout
    told = run("make", "seeds").stderr
    assert "made from the script skies.script.md of seeds/x07.txt" in told
    (manifest,) = Path("output").glob("*/episode.json")
    assert "ask for patience" in manifest.read_text(encoding="utf-8")
    run("make", "seeds", "--from", "transcript")
    assert "ask for patience" not in manifest.read_text(encoding="utf-8")
    run("make", str(edited))
    edited.unlink()
    assert "--from transcript" in run("make", str(seed), code=3).stderr


def weekly(folder: Path, name: str, text: str) -> Path:
    file = folder / "seeds" / name
    file.write_text(
        f"# 周报 | The Week\n\n安娜：{text}\nAnna: This is what {name} tells.\n", "utf-8"
    )
    return file


@pytest.mark.usefixtures("seed")
def test_another_transcript_with_the_same_title_replaces_nothing(tmp_path: Path) -> None:
    """It took over folder, guid and date of an episode whose transcript had been moved away."""
    first = weekly(tmp_path, "march.txt", "三月下雨。")
    run("make", str(first))
    before = Path("output/the-week/episode.json").read_bytes()
    first.rename(tmp_path / "march.txt")
    april = weekly(tmp_path, "april.txt", "四月天晴。")
    told = run("make", str(april)).stderr
    assert "--replace" in told
    assert Path("output/the-week/episode.json").read_bytes() == before
    assert Path("output/the-week-2/episode.json").exists()
    may = weekly(tmp_path, "may.txt", "五月起风。")
    run("make", str(may), "--replace")
    guid = json.loads(before)["guid"]
    replaced = json.loads(Path("output/the-week/episode.json").read_text(encoding="utf-8"))
    assert replaced["guid"] == guid
    assert replaced["source"] == "seeds/may.txt"


@pytest.mark.usefixtures("seed")
def test_a_transcript_that_was_moved_keeps_its_episode(tmp_path: Path) -> None:
    first = weekly(tmp_path, "march.txt", "三月下雨。")
    run("make", str(first))
    first.rename(tmp_path / "seeds" / "2026-03.txt")
    run("make", "seeds/2026-03.txt")
    assert [folder.name for folder in Path("output").glob("*/")] == ["the-week"]


def test_what_the_text_says_of_genders_casts_without_being_asked(seed: Path) -> None:
    """A coin was tossed though the text said "she"."""
    out = run("make", str(seed)).stdout
    assert "not known whether women or men, so chosen to be easy to tell apart: Prof.Qin" in out
    assert "Prof.Vance" not in out.partition("easy to tell apart")[2].partition("\n")[0]
    voices = json.loads(run("voices", "--engine", "espeak", "--language", "en", "--json").stdout)
    run("make", str(seed), "--engine", "espeak")
    vance = casting.load(Path("voices/cast.toml")).parts["Prof.Vance"].delivery("espeak", "en")
    assert vance is not None
    assert {v["gender"] for v in voices if v["name"] == vance.voice} == {"female"}


def test_what_the_cast_says_of_a_person_stands_in_the_feed(seed: Path) -> None:
    run("start", str(seed), "--yes")
    cast = Path("voices/cast.toml")
    text = cast.read_text(encoding="utf-8").replace(
        '["Prof.Vance"]\n', '["Prof.Vance"]\nrole = "guest"\nlink = "https://example.org/vance"\n'
    )
    cast.write_text(text, encoding="utf-8")
    run("make", str(seed))
    run("feed", "--drafts")
    feed = Path("output/feed.zh-en.xml").read_text(encoding="utf-8")
    assert 'role="guest"' in feed
    assert 'href="https://example.org/vance"' in feed


@pytest.mark.usefixtures("seed")
def test_a_person_is_asked_whether_a_renamed_transcript_is_another_episode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = weekly(tmp_path, "march.txt", "三月下雨。")
    run("make", str(first))
    guid = json.loads(Path("output/the-week/episode.json").read_text("utf-8"))["guid"]
    renamed = first.rename(tmp_path / "seeds" / "rain.txt")
    renamed.write_text(
        renamed.read_text("utf-8").replace("周报 | The Week", "雨 | The Rain"), encoding="utf-8"
    )
    for more in (), ("--dry-run",), ("--engine", "tone"):
        refused = run("make", str(renamed), *more, code=3).stderr
        assert "--same-as the-week" in refused
        assert "--new" in refused
    assert not Path("output/the-rain").exists()
    assert run("make", str(renamed), "--same-as", "nothing-here", code=2)
    assert run("make", str(renamed), "--same-as", "the-week", "--new", code=2)
    assert "the-rain" in run("make", str(renamed), "--new", "--dry-run").stdout
    assert "the-week" in run("make", str(renamed), "--same-as", "the-week", "--dry-run").stdout
    monkeypatch.setattr("producer.commands.start.is_terminal", lambda: True)
    result = CliRunner().invoke(app, ["make", str(renamed)], input="y\n")
    assert result.exit_code == 0, result.output
    assert "under another name?" in result.stderr
    kept = json.loads(Path("output/the-week/episode.json").read_text("utf-8"))
    assert (kept["guid"], kept["title"]["en"]) == (guid, "The Rain")
    assert not Path("output/the-rain").exists()
