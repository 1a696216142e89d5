"""The whole path, from a transcript to finished editions."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from producer import speech
from producer.errors import InputError, SynthesisFailed, UsageError
from producer.model import NARRATOR
from producer.show.show import Show
from producer.speech.sentences import split_sentences
from producer.transcript import reading
from tests.helpers.making import SEEDS, SHORT, a_show, heard, make, mp3, snapshot
from tests.helpers.programs import program
from tests.standin import EdgeStandIn
from tests.standin.server import Answer, Request

ALL = ("zh-en", "zh", "en", "en-zh")
SHARED = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt"))


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return a_show(tmp_path)


@pytest.mark.parametrize("sample", ["tea-market.txt", "night-train.md"])
def test_every_sentence_is_asked_of_the_edge_service_in_its_voice(
    show: Show, edge_service: EdgeStandIn, sample: str
) -> None:
    episode = make(show, SEEDS / sample, engine="edge")
    voices = {s["id"]: s["voices"] for s in episode.manifest.as_json()["speakers"]}
    disclosure = {lang: show.settings.disclosure.told(lang) for lang in ("zh", "en")}
    wanted = Counter(
        (voices[turn.speaker][language], language, sentence)
        for turn in reading.read(SEEDS / sample).turns
        for language, paragraphs in turn.passages.items()
        for paragraph in paragraphs
        for sentence in split_sentences(paragraph, language)
    )
    wanted.update((voices[NARRATOR][lang], lang, text) for lang, text in disclosure.items())
    asked = Counter(
        (request.voice, language, sentence)
        for request in edge_service.requests
        for language in [request.locale.split("-")[0]]
        for sentence in split_sentences(request.text, language)
    )
    said = Counter(
        (voice, la, speech.spoken(text, la).text) for voice, la, text in wanted.elements()
    )
    assert asked.keys() == said.keys()
    assert asked <= said, "none more often than it is heard"
    by_language = [{v[language] for v in voices.values()} for language in ("zh", "en")]
    assert all(len(names) == len(voices) for names in by_language), "everybody sounds different"
    spoken = [c["text"] for c in episode.manifest.as_json()["editions"]["zh-en"]["cues"]]
    assert Counter(spoken) == Counter(text for _, _, text in wanted.elements())


@pytest.mark.parametrize("engine", ["tone", "espeak"])
def test_editions_are_as_long_as_their_manifest_says(show: Show, engine: str) -> None:
    episode = make(show, engine=engine, editions=ALL)
    assert episode.manifest.as_json()["draft"]
    for name in ALL:
        entry = episode.manifest.as_json()["editions"][name]
        file = mp3(episode, name)
        assert abs(len(heard(file)) / 48 - entry["duration_ms"]) <= 30
        assert file.stat().st_size == entry["bytes"]
        assert hashlib.sha256(file.read_bytes()).hexdigest() == entry["sha256"]
        assert entry["cues"][-1]["end_ms"] <= entry["duration_ms"]
        assert entry["chapters"][-1]["end_ms"] == entry["duration_ms"]


def test_mp3val_finds_nothing_wrong(show: Show) -> None:
    episode = make(show, editions=ALL)
    for name in ALL:
        command = [program("mp3val"), str(mp3(episode, name))]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert "WARNING" not in said
        assert "ERROR" not in said
        assert "CBR" in said


def test_editions_order_the_same_passages(tmp_path: Path) -> None:
    episode = make(a_show(tmp_path, pauses={"variation_percent": 0}), editions=ALL)
    heard_in = {
        name: [(cue["turn"], cue["language"]) for cue in entry["cues"]]
        for name, entry in episode.manifest.as_json()["editions"].items()
    }
    order = dict.fromkeys(heard_in["zh-en"])
    assert list(order) == [(n, lang) for n in range(3) for lang in ("zh", "en")]
    assert list(dict.fromkeys(heard_in["en-zh"])) == [
        (n, lang) for n in range(3) for lang in ("en", "zh")
    ]
    assert heard_in["zh"] == [pid for pid in heard_in["zh-en"] if pid[1] == "zh"]
    lengths = {n: e["duration_ms"] for n, e in episode.manifest.as_json()["editions"].items()}
    # Each pause depends on the clip behind it, and varies by 15 % of a second at most.
    assert abs(lengths["zh-en"] - lengths["en-zh"]) < len(order) * 300


def test_words_sound_when_the_manifest_says(show: Show) -> None:
    """The tone engine's voices are exact tones, silent between the words."""
    episode = make(show)
    samples = abs(heard(mp3(episode)))
    cues = episode.manifest.as_json()["editions"]["zh-en"]["cues"]
    assert len(cues) == 12
    for cue in cues:
        start, end = cue["start_ms"] * 48, cue["end_ms"] * 48
        assert samples[start + 480 : end - 480].max() > 0.05
        assert samples[start + 480 : start + 1920].max() > 0.05, "it begins at once"
        assert samples[end - 1920 : end - 480].max() > 0.05, "and sounds to the end"
        assert samples[max(0, start - 4800) : start - 960].max(initial=0) < 0.002
        assert samples[end + 960 : end + 4800].max(initial=0) < 0.002
        assert all(cue["start_ms"] <= s < e <= cue["end_ms"] for s, e, _ in cue["words"])


def test_making_again_speaks_nothing_and_changes_nothing(show: Show) -> None:
    first = make(show, editions=ALL)
    assert first.spoken == 12
    before = snapshot(first.folder)
    again = make(show, editions=ALL)
    assert (again.spoken, again.reused) == (0, 12)
    assert snapshot(again.folder) == before


def test_a_second_edition_renders_nothing(show: Show) -> None:
    make(show, editions=["zh-en"])
    segments = snapshot(show.store / "segments")
    both = make(show, editions=["en"])
    assert snapshot(show.store / "segments") == segments
    assert set(both.manifest.as_json()["editions"]) == {"zh-en", "en"}, "the first stays in step"


def test_an_edited_sentence_is_spoken_alone(show: Show) -> None:
    before = make(show)
    segments = set(snapshot(show.store / "segments"))
    after = make(show, SHORT.replace("I drink three cups a day.", "I drink four cups a day."))
    assert (after.spoken, after.reused) == (1, 11)
    assert len(set(snapshot(show.store / "segments")) - segments) == 1
    assert after.manifest.as_json()["created"] == before.manifest.as_json()["created"]


def test_an_episode_keeps_its_folder_when_its_title_changes(show: Show) -> None:
    first = make(show)
    again = make(show, SHORT.replace("Tea and Time", "Tea and Patience"))
    assert again.folder == first.folder
    assert again.manifest.as_json()["title"]["en"] == "Tea and Patience"


def test_one_worker_and_many_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # The guid in the tags has the date.
    made = []
    for jobs in (1, 7):
        show = a_show(tmp_path / str(jobs))
        show.folder.mkdir()
        episode = make(show, engine="espeak", jobs=jobs, date=datetime(2026, 5, 1, tzinfo=UTC))
        made.append(mp3(episode).read_bytes())
    assert made[0] == made[1]


def test_what_was_rendered_before_a_break_is_not_rendered_otherwise(show: Show) -> None:
    whole = mp3(make(show)).read_bytes()
    for number, path in enumerate(sorted((show.store / "segments").rglob("*"))):
        if path.is_file() and number % 2:
            path.unlink()
    for kind in ("levels", "published"):
        shutil.rmtree(show.store / kind)
    assert mp3(make(show)).read_bytes() == whole


def test_a_damaged_store_heals(show: Show) -> None:
    whole = mp3(make(show)).read_bytes()
    for path in show.store.rglob("*"):
        if path.is_file() and path.stat().st_size:
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 0xFF
            path.write_bytes(content)
    again = make(show)
    assert again.spoken == 12
    assert mp3(again).read_bytes() == whole


def test_a_sentence_that_stays_unspoken_ends_the_run_with_all_else_kept(
    show: Show, edge_service: EdgeStandIn
) -> None:
    async def nothing(answer: Answer) -> None:
        await answer.begin()

    def only_cups(request: Request) -> object:
        return nothing if "three cups" in request.text else None

    edge_service.faults = only_cups  # type: ignore[assignment]
    settings = {"engines": {"edge": {"attempts": 1}}}
    show = a_show(show.folder, **settings)
    with pytest.raises(SynthesisFailed) as failure:
        make(show, engine="edge")
    message = str(failure.value)
    assert "turn 2 (本, en)" in message
    assert "three cups" in message
    assert not list(show.output.rglob("*.mp3")), "no episode with a hole"
    edge_service.faults = lambda _: None
    episode = make(show, engine="edge")
    assert (episode.spoken, episode.reused) == (2, 10), "the short sentence before it too"


def test_missing_passages(show: Show) -> None:
    text = SHORT.replace("Ben: I do. I drink three cups a day.\n", "")
    kept = make(show, text)
    assert [c["language"] for c in kept.manifest.as_json()["editions"]["zh-en"]["cues"]][-1] == "zh"
    assert kept.manifest.as_json()["findings"]
    skipped = make(show, text, missing="skip")
    assert {c["turn"] for c in skipped.manifest.as_json()["editions"]["zh-en"]["cues"]} == {0, 1}
    with pytest.raises(InputError, match=r"talk\.txt:6.*turn 2"):
        make(show, text, missing="fail")


def test_an_unknown_edition_is_refused(show: Show) -> None:
    with pytest.raises(UsageError, match="zh-fr"):
        make(show, editions=["zh-fr"])


def test_the_disclosure_can_be_left_unspoken(tmp_path: Path) -> None:
    episode = make(a_show(tmp_path, disclosure={"spoken": False}))
    assert {c["turn"] for c in episode.manifest.as_json()["editions"]["zh-en"]["cues"]} == {1, 2}


@pytest.mark.skipif(not SHARED, reason="the shared transcript is not beside this checkout")
def test_the_shared_transcript(show: Show) -> None:
    episode = make(show, SHARED[0], editions=["zh-en", "zh", "en"])
    script = reading.read(SHARED[0])
    for name in ("zh-en", "zh", "en"):
        entry = episode.manifest.as_json()["editions"][name]
        assert abs(len(heard(mp3(episode, name))) / 48 - entry["duration_ms"]) <= 30
        spoken = "".join(c["text"] for c in entry["cues"] if c["turn"])
        for turn in script.turns:
            for language in set(name.split("-")) & set(turn.passages):
                for paragraph in turn.passages[language]:
                    assert paragraph.replace(" ", "") in spoken.replace(" ", "")
    assert make(show, SHARED[0]).spoken == 0
