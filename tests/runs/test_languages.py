"""Other pairs of languages than Chinese and English, from transcript to feed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from producer import casting
from producer.check import check
from producer.check.report import State
from producer.errors import InputError, UsageError
from producer.languages import LANGUAGES, SCRIPTS, parse_languages, parse_locale
from producer.model import Speaker
from producer.plan.outline import read_script
from producer.wordings import WORDINGS
from tests.helpers.commands import run
from tests.helpers.making import a_show, make, mp3

CASES = Path(__file__).parents[1] / "transcript" / "cases"

PAIRS = [
    (("es", "en"), "es-en-short-answers.txt", ["spa", "eng"], "short-questions", "Ana"),
    (("fr", "de"), "fr-de-first-labelled.txt", ["fra", "deu"], "le-jardin", "Élise"),
    (("ja", "en"), "ja-en-both-labelled.txt", ["jpn", "eng"], "the-bath-house", "Mr. Tanaka"),
    (("zh", "yue"), "zh-yue-both-labelled.txt", ["zho", "yue"], "cha-can-ting", "師傅"),
]
"""Languages, transcript, their codes in tags, slug, and who takes part by name: no mere role."""


@pytest.mark.parametrize(("pair", "case", "codes", "slug", "person"), PAIRS, ids=str)
def test_a_pair_from_transcript_to_feed(
    tmp_path: Path, pair: tuple[str, str], case: str, codes: list[str], slug: str, person: str
) -> None:
    first, second = pair
    (tmp_path / "show.toml").write_text(
        f'title = "Talks"\nauthor = "House"\nlanguages = ["{first}", "{second}"]\n[feed]\n'
        'base_url = "https://example.org/p"\ndescription = "Talks."\ncategory = "Society & Culture"'
    )
    asked = ("make", str(CASES / case), "--show", str(tmp_path), "--engine", "tone")
    run(*asked, "--edition", f"{first}-{second},{first},{second}")
    folder = tmp_path / "output" / slug
    manifest = json.loads((folder / "episode.json").read_text("utf-8"))
    assert manifest["languages"] == [first, second]
    assert manifest["findings"] == []
    cues = manifest["editions"][f"{first}-{second}"]["cues"]
    assert [cue["text"] for cue in cues[:2]] == [WORDINGS[tag].disclosure for tag in pair]
    tags = ID3(folder / f"{slug}.{first}-{second}.mp3")
    assert sorted(frame.lang for frame in tags.getall("USLT")) == sorted(codes)
    assert sorted(frame.lang for frame in tags.getall("COMM")) == sorted(codes)
    assert str(tags["TLAN"]) == codes[0]
    lines = [line for section in check(folder).sections for line in section.lines]
    assert [line for line in lines if line.state is State.FAILED] == []
    run("feed", "--drafts", "--show", str(tmp_path))
    feed = (tmp_path / "output" / f"feed.{second}.xml").read_text("utf-8")
    expected = {"yue": "zh-hk"}.get(second, second)
    assert f"<language>{expected}</language>" in feed
    assert WORDINGS[second].people + person in feed


def test_the_usual_edition_has_the_languages_in_their_order(tmp_path: Path) -> None:
    text = (CASES / "halves-english-first.md").read_text("utf-8")
    assert list(make(a_show(tmp_path), text).manifest.as_json()["editions"]) == ["zh-en"]
    show = a_show(tmp_path, languages=["en", "zh"])
    assert set(make(show, text).manifest.as_json()["editions"]) == {"zh-en", "en-zh"}


def test_traditional_chinese_has_voices_from_taiwan(tmp_path: Path) -> None:
    show = a_show(tmp_path)
    script = read_script(CASES / "traditional.txt", show)
    assert script.languages == ("zh", "en")
    assert dict(script.locales) == {"zh": "zh-TW"}
    set_otherwise = read_script(CASES / "traditional.txt", show, languages=("zh-CN", "en-GB"))
    assert dict(set_otherwise.locales) == {"zh": "zh-CN", "en": "en-GB"}
    assert read_script(CASES / "labels-inherited.txt", show).locales == {}


@pytest.mark.parametrize(
    ("locales", "prefix"),
    [({}, "zh-CN"), ({"zh": "zh-TW"}, "zh-TW"), ({"zh": "zh-HK"}, "zh-HK")],
)
def test_voices_are_those_of_the_locale(locales: dict[str, str], prefix: str) -> None:
    from producer.engines.edge import EdgeEngine

    people = [Speaker("Ana"), Speaker("Ben"), Speaker("Cai")]
    needs = {person.id: ["zh"] for person in people}
    voices = EdgeEngine().voices()
    cast = casting.assign(casting.Cast(), people, needs, "edge", voices, locales=locales)
    held = [cast.deliveries[person.id]["zh"] for person in people]
    assert all(delivery.voice.startswith(prefix) for delivery in held)
    assert len(set(held)) == 3


def test_cantonese_is_spoken_in_hong_kong_and_mandarin_is_not() -> None:
    from producer.engines.edge import EdgeEngine

    people = [Speaker(f"Speaker {n}") for n in range(12)]
    needs = {person.id: ["zh", "yue"] for person in people}
    cast = casting.assign(casting.Cast(), people, needs, "edge", EdgeEngine().voices())
    for held in cast.deliveries.values():
        assert held["yue"].voice.startswith("zh-HK")
        assert not held["zh"].voice.startswith("zh-HK")


def test_a_feed_has_the_locale_of_its_newest_episode(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(
        'title = "Talks"\nauthor = "House"\n[feed]\nbase_url = "https://example.org/p"\n'
        'description = "Talks."\ncategory = "Society & Culture"'
    )
    text = (CASES / "traditional.txt").read_text("utf-8")
    episode = make(a_show(tmp_path), text)
    assert episode.manifest.as_json()["locales"] == {"zh": "zh-TW"}
    assert (
        episode.manifest.as_json()["editions"]["zh-en"]["cues"][0]["text"]
        == WORDINGS["zh-TW"].disclosure
    )
    assert mp3(episode).exists()
    run("feed", "--drafts", "--show", str(tmp_path))
    feed = (tmp_path / "output" / "feed.zh-en.xml").read_text("utf-8")
    assert "<language>zh-tw</language>" in feed


def test_a_language_that_an_engine_does_not_speak(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("# Eins\nAnna: Guten Morgen zusammen.\nAnna: Good morning to all of you.\n")
    asked = ("make", str(path), "--show", str(tmp_path), "--engine", "espeak", "--languages")
    (tmp_path / "show.toml").write_text("")
    run(*asked, "zu,en", code=3)
    assert "'xx' is no language" in run(*asked, "xx,en", code=2).stderr


@pytest.mark.parametrize("text", [None, "", "นี่คือเสียงสังเคราะห์"])
def test_a_language_without_a_disclosure_is_told(tmp_path: Path, text: str | None) -> None:
    told = {} if text is None else {"text": {"th": text}}
    show = a_show(tmp_path, languages=["th", "en"], disclosure=told)
    manifest = make(show, (CASES / "th-en-both-labelled.txt").read_text("utf-8")).manifest.as_json()
    opening = [c["language"] for c in manifest["editions"]["th-en"]["cues"] if c["turn"] == 0]
    assert opening == (["th", "en"] if text else ["en"])
    kinds = [finding["kind"] for finding in manifest["findings"]]
    assert kinds == ([] if text is not None else ["no-disclosure"])


def test_tags_of_languages() -> None:
    assert parse_locale("ZH-hant") == ("zh", "zh-TW")
    assert parse_locale("en_gb") == ("en", "en-GB")
    assert parse_locale(" es ") == ("es", "")
    assert parse_languages(["zh-Hans", "yue"]) == ("zh-CN", "yue")
    for wrong in (["zh"], ["zh", "zh-TW"], ["zh", "en", "fr"], ["zh", "english"], ["zh", ""]):
        with pytest.raises(ValueError, match="language"):
            parse_languages(wrong)


def test_every_language_is_complete() -> None:
    assert all(len(known.code) == 3 and known.scripts for known in LANGUAGES.values())
    assert {script for known in LANGUAGES.values() for script in known.scripts} <= SCRIPTS.keys()
    assert {tag.partition("-")[0] for tag in WORDINGS} <= LANGUAGES.keys()


def test_the_languages_of_a_script_file_are_its_own(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.write_text(
        '+++\nscript = 1\nlanguages = ["zh-TW", "sv"]\n+++\n\n## Anna\n\n[sv]\n\nHej.\n', "utf-8"
    )
    script = read_script(path, a_show(tmp_path))
    assert script.languages == ("zh", "sv")
    assert dict(script.locales) == {"zh": "zh-TW"}


def test_a_pair_that_nothing_tells_apart_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("Anna: Hola.\nAnna: Ola.\n", "utf-8")
    with pytest.raises(InputError, match="cannot be told apart"):
        read_script(path, a_show(tmp_path), languages=("es", "gl"))
    with pytest.raises(UsageError):
        make(a_show(tmp_path), "安娜：好。\nAnna: Good.", editions=["es-en"])
