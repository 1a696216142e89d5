"""Many transcripts: made together, watched, and told where they stand."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tomllib
from pathlib import Path

import pytest

from producer.errors import CannotWrite
from producer.plan.status import expanded, made_from, standings, transcripts
from producer.show.show import Show, load
from producer.store import Store
from tests.helpers.commands import run
from tests.helpers.making import SHORT, snapshot
from tests.helpers.processes import start
from tests.standin import EdgeStandIn

TITLES = ("茶 | Tea", "船 | Boats", "夜 | Night")


def talk(title: str) -> str:
    """A conversation that shares all but one sentence with its like."""
    only_here = title.partition(" | ")[2].lower()
    lines = SHORT.splitlines()
    return "\n".join([f"# {title}", *lines[1:], f"本：说完了。\nBen: That was about {only_here}."])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    (tmp_path / "seeds").mkdir()
    for number, title in enumerate(TITLES, start=1):
        (tmp_path / f"seeds/e{number}.txt").write_text(talk(title), encoding="utf-8")
    return tmp_path


def states() -> dict[str, tuple[str, list[str]]]:
    """State and reasons by transcript, or by slug where that is gone."""
    told = json.loads(run("status", "--json").stdout)["transcripts"]
    return {one["transcript"] or one["slug"]: (one["state"], one["stale"]) for one in told}


def test_a_folder_is_made_in_one_go_and_what_is_shared_is_spoken_once(folder: Path) -> None:
    told = json.loads(run("make", "seeds", "--engine", "tone", "--json").stdout)["episodes"]
    assert [one["slug"] for one in told] == ["tea", "boats", "night"]
    assert [one["clips"]["spoken"] for one in told] == [14, 1, 1]
    again = run("make", "seeds", "--engine", "tone")
    assert again.stdout.count("from the store") == 3
    alone = folder / "alone"
    for number, title in enumerate(TITLES, start=1):
        (alone / "seeds").mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / f"seeds/e{number}.txt", alone / "seeds")
        os.chdir(alone)
        run("make", f"seeds/e{number}.txt", "--engine", "tone")
        slug = title.partition(" | ")[2].lower()
        assert snapshot(alone / "output" / slug) == snapshot(folder / "output" / slug)


def test_one_that_cannot_be_made_stops_no_other(folder: Path) -> None:
    (folder / "seeds/e2.txt").write_text("只有中文。\n", encoding="utf-8")
    result = run("make", "seeds", "--engine", "tone", code=1)
    assert "FAILED  " in result.stdout
    assert "seeds/e2.txt:1: the transcript is only in Chinese" in result.stderr
    assert {path.parent.name for path in folder.glob("output/*/episode.json")} == {"tea", "night"}
    for number in (1, 3):
        (folder / f"seeds/e{number}.txt").unlink()
    (folder / "seeds/e4.txt").write_text("Only English.\n", encoding="utf-8")
    run("make", "seeds", "--engine", "tone", code=3)


def test_a_link_to_itself_is_no_transcript(folder: Path) -> None:
    (folder / "loop.txt").symlink_to("loop.txt")
    result = run("make", "loop.txt", "--engine", "tone", code=3)
    assert "loop.txt: the file cannot be read" in result.stderr


def test_a_clip_that_fails_stops_only_the_episodes_that_need_it(
    folder: Path, edge_service: EdgeStandIn
) -> None:
    async def refuse(_: object) -> None: ...

    (folder / "show.toml").write_text("[engines.edge]\nattempts = 1\n", encoding="utf-8")
    edge_service.faults = lambda request: refuse if "boats" in request.text else None
    result = run("make", "seeds", "--engine", "edge", code=1)
    assert "That was about boats." in result.stderr
    assert {path.parent.name for path in folder.glob("output/*/episode.json")} == {"tea", "night"}


def test_where_the_service_is_away_new_speakers_have_one_voice_in_all_episodes(
    edge_service: EdgeStandIn,
) -> None:
    edge_service.hang_up()
    result = run("make", "seeds", "--json")
    assert result.stderr.count("The edge service does not answer") == 1
    told = json.loads(result.stdout)["episodes"]
    assert [one["engine"] for one in told] == ["espeak"] * 3
    voices = [
        {s["id"]: s["voices"] for s in json.loads(Path(one["manifest"]).read_text())["speakers"]}
        for one in told
    ]
    assert voices[0] == voices[1] == voices[2]


def test_new_transcripts_of_one_title_get_folders_of_their_own(folder: Path) -> None:
    for number in (2, 3):
        (folder / f"seeds/e{number}.txt").write_text(talk(TITLES[0]) + "\n", encoding="utf-8")
    told = json.loads(run("make", "seeds", "--engine", "tone", "--json").stdout)["episodes"]
    assert [one["slug"] for one in told] == ["tea", "tea-2", "tea-3"]
    again = json.loads(run("make", "seeds", "--engine", "tone", "--json").stdout)["episodes"]
    assert [one["slug"] for one in again] == ["tea", "tea-2", "tea-3"]


def test_numbers_count_up_and_a_date_is_taken(folder: Path) -> None:
    run(
        *("make", "seeds", "--engine", "tone", "--season", "2", "--number", "7"),
        *("--date", "2026-03-01"),
    )
    for slug, number in (("tea", 7), ("boats", 8), ("night", 9)):
        made = json.loads((folder / "output" / slug / "episode.json").read_text("utf-8"))
        assert (made["season"], made["episode"]) == (2, number)
        assert made["created"] == f"2026-03-01T00:{number - 7:02}:00Z"


def test_which_files_are_transcripts(folder: Path) -> None:
    of = Show(folder)
    seeds = folder / "seeds"
    for name in (
        *("e10.txt", "README.md", ".hidden.txt", "cover.png"),
        *("x.en.srt", "x.zh.srt", "x.srt", "x.en.vtt"),
    ):
        (seeds / name).write_text(talk("x | y"), encoding="utf-8")
    run("script", "seeds/e1.txt", "--out", "seeds/e1.script.md")
    names = [path.name for path in transcripts(seeds, of)]
    assert names == [
        *("e1.script.md", "e2.txt", "e3.txt", "e10.txt"),
        *("x.en.srt", "x.en.vtt", "x.srt"),
    ]
    assert [p.name for p in expanded([seeds / "e[23].txt", seeds / "e2.txt"], of)] == [
        "e2.txt",
        "e3.txt",
    ]
    (folder / "empty").mkdir()
    assert "there is no transcript in empty" in run("make", "empty", code=2).stderr


def test_two_languages_are_one_transcript_also_once_there_is_a_script(folder: Path) -> None:
    """The file in the other language became an episode of its own."""
    for name, text in {
        "river.zh.md": "主持人：你看见冰了吗？\n\n伊沃：看见了，是白的。",
        "river.en.md": "Host: Did you see the ice?\n\nIvo: I did, and it was white.",
    }.items():
        (folder / "seeds" / name).write_text(f"# River\n\n{text}\n", encoding="utf-8")
    show = Show(folder)
    assert [path.name for path in expanded([folder / "seeds" / "river*"], show)] == ["river.en.md"]
    run("script", "seeds/river.en.md", "--out")
    assert [path.name for path in expanded([folder / "seeds" / "river*"], show)] == [
        "river.en.script.md"
    ]


def test_a_store_that_cannot_be_written_hides_no_transcript(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`status` ended where the pairs that it had sought could not be kept."""
    (folder / ".producer").mkdir()

    def refused(store: Store, *_: object) -> None:
        raise CannotWrite(store.folder, "Read-only file system")

    monkeypatch.setattr(Store, "put", refused)
    rows = standings(Show(folder))
    assert [(row.state, row.problem) for row in rows] == [("new", "")] * 3


def test_status_says_what_is_stale_and_why(folder: Path) -> None:
    assert [*states().values()] == [("new", [])] * 3
    run("make", "seeds/e1.txt", "seeds/e2.txt", "--engine", "tone")
    assert [state for state, _ in states().values()] == ["draft", "draft", "new"]

    text = (folder / "seeds/e1.txt").read_text("utf-8")
    (folder / "seeds/e1.txt").write_text(text.replace("three cups", "four cups"), encoding="utf-8")
    (folder / "output/boats/boats.zh-en.en.vtt").unlink()
    found = states()
    assert found["seeds/e1.txt"] == ("stale", ["the text has changed (sentences: 1 new, 1 gone)"])
    assert found["seeds/e2.txt"] == ("stale", ["boats.zh-en.en.vtt is gone or was changed"])
    run("make", "seeds/e1.txt", "seeds/e2.txt", "--engine", "tone")
    assert [state for state, _ in states().values()] == ["draft", "draft", "new"]

    (folder / "show.toml").write_text(
        'author = "Somebody"\neditions = ["zh-en", "en"]\n[pauses]\nturn_ms = 1200\n',
        encoding="utf-8",
    )
    (folder / "seeds/e2.txt").unlink()
    found = states()
    assert found["seeds/e1.txt"][1] == [
        "the pauses have changed",
        "the show's title, author or copyright has changed",
        "the edition en is wanted",
    ]
    assert found["boats"] == ("orphaned", [])
    assert "its transcript is not in the show's folder" in run("status").stdout


def test_what_is_in_a_feed_is_published(folder: Path) -> None:
    (folder / "show.toml").write_text(
        'title = "Tea"\nauthor = "A"\n[feed]\nbase_url = "https://example.org/p"\n'
        'description = "Tea"\ncategory = "Arts"\nemail = "a@example.org"\n',
        encoding="utf-8",
    )
    run("make", "seeds/e1.txt", "--engine", "tone")
    run("feed", "--drafts")
    told = json.loads(run("status", "--json").stdout)["transcripts"]
    assert [one["published"] for one in told] == [True, False, False]
    # Without a guid of its own it is known by its slug, and so are its items.
    file = folder / "output/tea/episode.json"
    file.write_text(file.read_text("utf-8").replace('"guid"', '"other"'), encoding="utf-8")
    assert [one.published for one in standings(load(None))] == [False] * 3
    run("feed", "--drafts")
    assert [one.published for one in standings(load(None))] == [True, False, False]


def test_watching_makes_again_what_changes(folder: Path) -> None:
    process = start(folder, "make", "seeds", "--engine", "tone", "--watch")
    try:
        assert process.stderr is not None
        wait_for(process, "waiting for changes")
        manifest = folder / "output/tea/episode.json"
        assert manifest.exists()
        text = (folder / "seeds/e1.txt").read_text("utf-8")
        edited = text.replace("three cups", "four cups")
        # Its own output, redirected to the show's folder, once kept it busy for ever.
        (folder / "a.log").write_text("made tea", encoding="utf-8")
        (folder / "a.txt").write_text("made tea", encoding="utf-8")
        (folder / "seeds/e1.txt").write_text(edited, encoding="utf-8")
        assert not any("a.log" in line or "a.txt" in line for line in wait_for(process, "e1.txt"))
        wait_for(process, "waiting for changes")
        assert "four cups" in manifest.read_text("utf-8")
        (folder / "seeds/e1.txt").write_text("Only English.\n", encoding="utf-8")
        wait_for(process, "only in English")
        wait_for(process, "waiting for changes")
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in said


def wait_for(process: subprocess.Popen[str], words: str) -> list[str]:
    """The lines up to the one with `words`."""
    assert process.stderr is not None
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError(f"it ended before it said “{words}”")


def test_init_makes_a_show_that_works_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("init", "new", "--title", '茶 | A "Tea"', "--base-url", "https://example.org/p")
    assert "producer make seeds/episode-one.txt" in told.stdout
    of = load(folder / "new")
    assert of.settings.title == {"zh": "茶", "en": 'A "Tea"'}
    assert of.settings.feed.base_url == "https://example.org/p"
    monkeypatch.chdir(folder / "new")
    run("make", "seeds/episode-one.txt", "--engine", "tone")
    assert (folder / "new/output/episode-one/episode-one.zh.mp3").exists()
    assert "is a show already" in run("init", ".", code=2).stderr


def test_init_keeps_what_is_there_and_takes_other_languages(folder: Path) -> None:
    run("init", ".", "--languages", "es, en")
    settings = tomllib.loads((folder / "show.toml").read_text("utf-8"))
    assert settings["languages"] == ["es", "en"]
    assert settings["editions"] == ["es-en", "es", "en"]
    assert not (folder / "seeds/episode-one.txt").exists()
    assert "these are no two languages" in run("init", "x", "--languages", "es", code=2).stderr
    assert not (folder / "x").exists()
    assert "no show" in run("init", "y", "--base-url", "no address", code=2).stderr


def test_a_transcript_beside_the_show_is_known(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only its name was written down: `status` missed it, and what `make` advised led nowhere."""
    show, shared = folder / "show", folder / "shared"
    (shared / "seeds").mkdir(parents=True)
    show.mkdir()
    shutil.copy(folder / "seeds/e1.txt", shared / "seeds/tea.txt")
    monkeypatch.chdir(show)
    made = run("make", "../shared/seeds/tea.txt", "--engine", "tone")
    assert "producer review ../shared/seeds/tea.txt" in made.stdout
    assert states() == {"../shared/seeds/tea.txt": ("draft", [])}
    (shared / "seeds/tea.txt").write_text(talk("茶 | Tea").replace("Tea", "Two"), encoding="utf-8")
    assert states()["../shared/seeds/tea.txt"][0] == "stale"
    assert list(made_from(show / "output")) == ["../shared/seeds/tea.txt"]
