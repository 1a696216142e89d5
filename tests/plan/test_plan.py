"""What is decided before anything is spoken: names, order, voices, and every problem."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from producer.errors import EngineUnavailable, InputError, UsageError
from producer.model import NARRATOR, FindingKind, Script, Speaker, Turn, clean_text, is_speakable
from producer.plan.engine_choice import ask
from producer.plan.outline import cast_needs, read_script
from producer.plan.passages import OPENING
from producer.plan.plan import Plan, plan, plan_substitutes
from producer.plan.request import Request
from producer.plan.slug import slugify
from producer.progress import Silent
from producer.publish import manifest
from producer.show.show import Show
from producer.store import CLIPS, Store, write_atomically
from producer.synthesis import clip_key, synthesize
from producer.transcript.script import script_file
from tests.helpers.making import SHORT, a_show
from tests.standin import EdgeStandIn

GAPS = """\
# 茶 | Tea

安娜：你好。
Anna: Hello.

本：只有中文。

安娜：再见。……
Anna: Goodbye.
"""
"""Turn 2 lacks English."""


Written = Sequence[tuple[str, Mapping[str, Sequence[str]]]]
"""Turns as (speaker, paragraphs per language)."""


def script_text(turns: Written) -> str:
    """A script file that is read back as exactly these turns."""
    made = tuple(
        Turn(number, who, {language: tuple(texts) for language, texts in passages.items()})
        for number, (who, passages) in enumerate(turns, 1)
    )
    speakers = tuple(Speaker(who) for who in dict.fromkeys(who for who, _ in turns))
    return script_file.dump(Script({"en": "Tea"}, ("zh", "en"), speakers, made))


def planned(show: Show, text: str = SHORT, name: str = "talk.txt", **options: Any) -> Plan:
    file = show.folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return plan(Request(transcript=file, show=show, **({"engine": "tone"} | options)), Silent())


def as_made(made: Plan) -> None:
    """Leave the manifest that making the episode would leave."""
    content = {
        "schema": 1,
        "slug": made.slug,
        "source": made.source,
        "title": dict(made.script.title),
        "draft": False,
        "created": "2026-01-01T00:00:00Z",
        "editions": {},
    }
    write_atomically(made.folder / manifest.FILE, json.dumps(content).encode())


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return a_show(tmp_path)


@given(st.text() | st.text("a -’'Üß茶é/._\n", max_size=200))
@example("茶" * 500)
@example("-" * 79 + "a-b")
@example("a" * 79 + " b")
def test_a_slug_is_a_name_for_files_and_addresses(title: str) -> None:
    slug = slugify(title)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 80
    assert slugify(slug) == slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Tea and Time", "tea-and-time"),
        ("茶与时间", "cha-yu-shi-jian"),
        ("CAR-T 疗法", "car-t-liao-fa"),
        ("It's Müller’s Café!", "its-mullers-cafe"),
        ("……", "episode"),
        ("", "episode"),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_the_slug_comes_from_the_english_title(show: Show) -> None:
    made = planned(show)
    assert (made.slug, made.folder) == ("tea-and-time", show.output / "tea-and-time")
    assert planned(show, title="钟").slug == "zhong"
    assert planned(show, title="钟 | Clocks").script.title == {"zh": "钟", "en": "Clocks"}
    elsewhere = planned(show, output=show.folder / "away")
    assert elsewhere.folder == show.folder / "away" / "tea-and-time"


@pytest.mark.parametrize("title", ["", "  ", "\n\x00"])
def test_a_title_of_nothing_is_no_title(show: Show, title: str) -> None:
    assert planned(show, title=title).script.title == {"zh": "茶与时间", "en": "Tea and Time"}


def test_a_title_given_answers_the_finding(show: Show) -> None:
    untitled = SHORT.partition("\n")[2]
    assert [f.kind for f in planned(show, untitled).script.findings] == ["no-title"]
    assert planned(show, untitled, title="Tea").script.findings == ()


def test_an_episode_keeps_its_slug_when_its_title_changes(show: Show) -> None:
    as_made(planned(show))
    again = planned(show, SHORT.replace("Tea and Time", "Clocks"))
    assert again.slug == "tea-and-time"
    assert again.previous is not None


def test_another_transcript_of_the_same_title_gets_a_slug_of_its_own(show: Show) -> None:
    """It took over the other's folder and wrote over the files."""
    as_made(planned(show, name="one.txt"))
    other = planned(show, name="two.txt")
    assert (other.slug, other.previous) == ("tea-and-time-2", None)
    as_made(other)
    assert planned(show, name="three.txt").slug == "tea-and-time-3"
    assert planned(show, name="two.txt").slug == "tea-and-time-2"
    assert planned(show, name="one.txt").slug == "tea-and-time"


def test_a_transcript_that_was_renamed_is_the_same_episode(show: Show) -> None:
    as_made(planned(show, name="one.txt"))
    (show.folder / "one.txt").unlink()
    again = planned(show, name="two.txt")
    assert again.slug == "tea-and-time"
    assert again.previous is not None


def test_next_weeks_file_of_the_same_name_from_elsewhere_is_another_episode(
    tmp_path: Path,
) -> None:
    show = a_show(tmp_path / "show")
    as_made(planned(show, name="../downloads/transcript.txt"))
    other = planned(
        show, SHORT.replace("Tea and Time", "Clocks"), name="../downloads/transcript.txt"
    )
    assert (other.slug, other.previous) == ("clocks", None)
    same = planned(show, SHORT + "\n", name="../downloads/transcript.txt")
    assert same.slug == "tea-and-time"
    assert same.previous is not None


def test_a_manifest_that_cannot_be_read_is_named(show: Show) -> None:
    made = planned(show)
    write_atomically(made.folder / manifest.FILE, b"{")
    with pytest.raises(InputError, match=r"episode\.json"):
        planned(show)


def test_the_order_of_each_edition(show: Show) -> None:
    names = ("zh-en", "en-zh", "zh", "en")
    order = planned(show, GAPS, editions=names).order
    assert {name: "".join(f"{n}{la[0]} " for n, la in order[name]) for name in names} == {
        "zh-en": "0z 0e 1z 1e 2z 3z 3e ",
        "en-zh": "0e 0z 1e 1z 2z 3e 3z ",
        "zh": "0z 1z 2z 3z ",
        "en": "0e 1e 3e ",
    }


def test_turns_that_lack_a_language_can_be_skipped(show: Show) -> None:
    order = planned(show, GAPS, editions=("zh-en", "zh"), missing="skip").order
    assert [n for n, _ in order["zh-en"]] == [0, 0, 1, 1, 3, 3]
    assert [n for n, _ in order["zh"]] == [0, 1, 2, 3]


def test_turns_that_lack_a_language_can_be_refused(tmp_path: Path) -> None:
    show = a_show(tmp_path, missing="fail")
    with pytest.raises(InputError) as caught:
        planned(show, GAPS)
    assert caught.value.line == 6
    assert "--missing keep" in str(caught.value)
    assert planned(show, GAPS, missing="keep").order
    assert planned(show, SHORT).order


def test_an_edition_without_a_turn_is_refused(tmp_path: Path) -> None:
    """It would be silence, or nothing but the disclosure."""
    text = script_text([("Anna", {"zh": ["只有中文。"]}), ("Ben", {"en": ["Only English."]})])
    for spoken in (True, False):
        show = a_show(tmp_path, disclosure={"spoken": spoken})
        assert [n for n, _ in planned(show, text).order["zh-en"]][-2:] == [1, 2]
        with pytest.raises(InputError, match="'zh-en'"):
            planned(show, text, missing="skip")


def test_only_what_some_edition_needs_is_spoken(show: Show) -> None:
    made = planned(show, GAPS, editions=("en",))
    assert [*made.passages] == [(0, "en"), (1, "en"), (3, "en")]
    assert {u.language for u in made.utterances} == {"en"}
    assert made.missing_clips == 3


def test_sentences_with_their_paragraphs(tmp_path: Path) -> None:
    passages = {"zh": ["一。二！", "三？……四。"], "en": ["One. Two!", "Three? Four."]}
    text = script_text([("Anna", passages)])
    said = planned(a_show(tmp_path), text).passages
    assert [(s.written, s.paragraph, s.number) for s in said[1, "zh"]] == [
        ("一。", 0, 0),
        ("二！", 0, 1),
        ("三？……", 1, 2),
        ("四。", 1, 3),
    ]
    assert [(s.written, s.paragraph, s.number) for s in said[1, "en"]] == [
        ("One.", 0, 0),
        ("Two!", 0, 1),
        ("Three?", 1, 2),
        ("Four.", 1, 3),
    ]
    for (number, language), passage in said.items():
        for sentence in passage:
            assert (sentence.utterance.language, sentence.utterance.engine) == (language, "tone")
            assert is_speakable(sentence.utterance.text)
            assert number in (0, 1)


def test_every_passage_has_the_voice_of_its_speaker(show: Show) -> None:
    made = planned(show)
    for pid, passage in made.passages.items():
        delivery = made.deliveries[made.speakers[pid]][pid[1]]
        assert {said.utterance.delivery for said in passage} == {delivery}
    voices = [d.voice for who in made.deliveries.values() for d in who.values()]
    assert len(set(voices)) == len(voices) == 6
    assert {who for who, _ in made.new_cast} == {"安娜", "本", NARRATOR}


def test_who_needs_a_voice_in_which_language(tmp_path: Path) -> None:
    file = tmp_path / "talk.md"
    both = {"zh": ["你好。"], "en": ["Hello."]}
    file.write_text(script_text([("Anna", both), ("Ben", {"zh": ["好。"]})]), encoding="utf-8")
    script = read_script(file)
    people, needs = cast_needs(script, a_show(tmp_path).settings)
    assert needs == {"Anna": ["zh", "en"], "Ben": ["zh"], NARRATOR: ["zh", "en"]}
    assert [p.id for p in people] == ["Anna", "Ben", NARRATOR]
    people, needs = cast_needs(script, a_show(tmp_path, disclosure={"spoken": False}).settings)
    assert needs == {"Anna": ["zh", "en"], "Ben": ["zh"]}
    assert [p.id for p in people] == ["Anna", "Ben"]


def test_a_narrator_of_the_transcript_is_the_one_who_discloses(tmp_path: Path) -> None:
    file = tmp_path / "talk.md"
    both = {"zh": ["你好。"], "en": ["Hello."]}
    file.write_text(script_text([(NARRATOR, {"zh": ["从前。"]}), ("Anna", both)]), encoding="utf-8")
    script = read_script(file)
    people, needs = cast_needs(script, a_show(tmp_path).settings)
    assert [p.id for p in people] == [NARRATOR, "Anna"]
    assert needs[NARRATOR] == ["zh", "en"]
    _, silent = cast_needs(script, a_show(tmp_path, disclosure={"spoken": False}).settings)
    assert silent[NARRATOR] == ["zh"]


def test_the_disclosure_is_said_first_in_each_language(tmp_path: Path) -> None:
    text = {"zh": "机器的声音。", "en": "Machines speak. All of it."}
    made = planned(a_show(tmp_path, disclosure={"text": text}))
    assert made.order["zh-en"][:2] == ((OPENING, "zh"), (OPENING, "en"))
    assert [s.written for s in made.passages[OPENING, "en"]] == ["Machines speak.", "All of it."]
    assert made.speakers[OPENING, "zh"] == NARRATOR


@pytest.mark.parametrize("text", ["", " ", "……"])
def test_a_disclosure_of_nothing_is_left_out(tmp_path: Path, text: str) -> None:
    """Marks alone made a passage without a sentence, which cannot be rendered."""
    show = a_show(tmp_path, disclosure={"text": {"zh": text, "en": "Machines."}})
    assert planned(show).order["zh-en"][0] == (OPENING, "en")
    assert (OPENING, "zh") not in planned(show).passages


def test_what_a_machine_translated_is_to_be_confirmed(show: Show) -> None:
    gap = script_text([("Anna", {"zh": ["你好。"], "en": ["Hello."]}), ("Ben", {"zh": ["好。"]})])
    text = gap.replace("\n好。\n\n[en]\n", "\n好。\n\n[en, unconfirmed]\n\nFine.\n")
    line = text.splitlines().index("Fine.") + 1
    with pytest.raises(InputError) as caught:
        planned(show, text, "talk.md")
    assert caught.value.exit_code == 3
    assert f"talk.md:{line}: " in str(caught.value)
    assert f"turn 2, en, line {line}" in str(caught.value)
    assert (2, "en") in planned(show, text, "talk.md", unconfirmed=True).passages
    assert (2, "en") not in planned(show, text, "talk.md", editions=("zh",)).passages
    assert (2, "en") in planned(show, text.replace(", unconfirmed", ""), "talk.md").passages


def test_an_unknown_edition_is_refused(show: Show) -> None:
    with pytest.raises(UsageError, match="'zh-fr'"):
        planned(show, editions=("zh", "zh-fr"))


def test_an_unknown_engine_is_refused(show: Show) -> None:
    with pytest.raises(UsageError, match="'tome'"):
        planned(show, engine="tome")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", bytes(range(256)) * 10])
def test_what_is_no_transcript_is_refused(show: Show, content: bytes) -> None:
    file = show.folder / "talk.txt"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"talk\.txt"):
        plan(Request(transcript=file, show=show, engine="tone"), Silent())


def test_a_plan_writes_nothing(show: Show) -> None:
    planned(show)
    assert [path.name for path in show.folder.rglob("*")] == ["talk.txt"]


def test_what_the_store_has_is_not_missing(show: Show) -> None:
    made = planned(show)
    assert made.missing_clips == len(set(made.utterances)) == 12
    synthesize(made.utterances[:5], made.engine, Store(show.store), Silent())
    again = planned(show)
    assert again.missing_clips == 7
    assert again.utterances == made.utterances


PARAGRAPH = st.text("一二a bC.。，！?…“” 3", min_size=1, max_size=30).map(clean_text)
PASSAGES = st.fixed_dictionaries(
    {"zh": st.lists(PARAGRAPH.filter(is_speakable), min_size=1, max_size=3)},
    optional={"en": st.lists(PARAGRAPH.filter(is_speakable), min_size=1, max_size=3)},
)


def letters(text: str) -> list[str]:
    return [character for character in text if is_speakable(character)]


@given(st.lists(PASSAGES, min_size=1, max_size=4))
def test_all_that_can_be_spoken_is_said(
    tmp_path_factory: pytest.TempPathFactory, turns: list[dict[str, list[str]]]
) -> None:
    show = a_show(tmp_path_factory.mktemp("show"))
    made = planned(show, script_text([("Anna", passages) for passages in turns]), name="talk.md")
    for number, passages in enumerate(turns, 1):
        for language, written in passages.items():
            said = made.passages[number, language]
            assert letters("".join(s.utterance.text for s in said)) == letters("".join(written))
            assert (number, language) in made.order["zh-en"]


MARKED = """\
# 茶 | Tea

安娜：占地 5 km²。[1] 好😀。
Anna: It covers 5 km². [1] Good 😀.

本：👍👍 [2]
Ben: Yes.
"""


def test_a_voice_says_what_is_written_for_the_eye_in_words(tmp_path: Path) -> None:
    made = planned(a_show(tmp_path, disclosure={"spoken": False}), MARKED)
    assert [(s.written, s.utterance.text) for s in made.passages[1, "en"]] == [
        ("It covers 5 km². [1]", "It covers 5 square kilometers."),
        ("Good 😀.", "Good."),
    ]
    assert [s.utterance.text for s in made.passages[1, "zh"]] == ["占地 5平方公里。", "好。"]


def test_a_passage_of_which_nothing_can_be_said_is_left_out(tmp_path: Path) -> None:
    show = a_show(tmp_path, disclosure={"spoken": False})
    assert planned(show, MARKED).order["zh-en"] == ((1, "zh"), (1, "en"), (2, "en"))
    assert planned(show, MARKED, missing="skip").order["zh-en"] == ((1, "zh"), (1, "en"))


class Notes(Silent):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, message: str) -> None:
        self.notes.append(message)


def planned_auto(show: Show, engine: str = "auto") -> tuple[Plan, list[str]]:
    file = show.folder / "talk.txt"
    file.write_text(SHORT, encoding="utf-8")
    progress = Notes()
    return plan(Request(transcript=file, show=show, engine=engine), progress), progress.notes


def test_auto_plans_for_the_edge_service_without_asking_it(
    show: Show, edge_service: EdgeStandIn
) -> None:
    """One bad answer to one probe made an episode a draft."""
    edge_service.hang_up()
    by_edge, notes = planned_auto(show)
    assert (by_edge.engine.name, by_edge.may_fall_back, notes) == ("edge", True, [])
    assert not planned_auto(show, "edge")[0].may_fall_back


def test_substitutes_speak_all_in_voices_of_the_same_gender(show: Show) -> None:
    def genders(planned: Plan) -> dict[tuple[str, str], str]:
        known = {voice.name: voice.gender for voice in planned.engine.voices()}
        return {
            (who, language): known[delivery.voice]
            for who, deliveries in planned.deliveries.items()
            for language, delivery in deliveries.items()
        }

    by_edge, _ = planned_auto(show)
    notes = Notes()
    away = EngineUnavailable("edge", "no network")
    (by_espeak,) = plan_substitutes([by_edge], away, notes)
    assert (by_espeak.engine.name, by_espeak.engine.draft) == ("espeak", True)
    assert not by_espeak.may_fall_back
    (note,) = notes.notes
    assert "DRAFT" in note
    assert "no network" in note
    assert {u.engine for u in by_espeak.utterances} == {"espeak"}
    assert genders(by_espeak) == genders(by_edge)


def test_where_the_answer_is_remembered_the_service_is_asked(
    show: Show, edge_service: EdgeStandIn
) -> None:
    """The review page plans again and again, and is to show who will speak."""
    edge_service.hang_up()
    file = show.folder / "talk.txt"
    file.write_text(SHORT, encoding="utf-8")
    request = Request(transcript=file, show=show, engine="auto")
    assert plan(request, Notes(), ask).engine.name == "espeak"
    with pytest.raises(EngineUnavailable, match="edge"):
        plan(replace(request, engine="edge"), Notes(), ask)


def test_nobody_is_asked_when_nothing_is_to_be_spoken(
    show: Show, edge_service: EdgeStandIn
) -> None:
    made, _ = planned_auto(show)
    store = Store(show.store)
    for utterance in made.utterances:
        store.put(CLIPS, clip_key(made.engine, utterance), {"marks": []}, b"a clip")
    edge_service.hang_up()
    again, notes = planned_auto(show)
    assert (again.engine.name, again.missing_clips, notes) == ("edge", 0, [])
    assert again.utterances == made.utterances


def test_a_chinese_quotation_of_who_has_no_chinese_voice_is_told_and_not_spoken(
    show: Show,
) -> None:
    """It was asked for ten times, and failed each time."""
    file = show.folder / "talk.txt"
    file.write_text(
        "Ana: Hola a todos. ¿Qué tal estáis?\nAna: Hello everybody. “细水长流。” How are you?\n",
        encoding="utf-8",
    )
    request = Request(transcript=file, show=show, engine="tone", languages=("es", "en"))
    planned = plan(request, Silent())
    assert "Hello everybody." in {utterance.text for utterance in planned.utterances}
    assert not any("细水" in utterance.text for utterance in planned.utterances)
    (told,) = (f for f in planned.script.findings if f.kind == FindingKind.SPEECH)
    assert "is Chinese, for which Ana has no voice" in told.message
    assert (told.turn, told.language) == (1, "en")


def test_a_chinese_quotation_in_english_is_spoken_by_the_chinese_voice(show: Show) -> None:
    """An English voice answers Han characters with no audio, ten times."""
    file = show.folder / "talk.txt"
    text = SHORT.replace(
        "I drink three cups a day.", "“细水长流。” That is what we say. I like 茶."
    )
    assert text != SHORT
    file.write_text(text, encoding="utf-8")
    planned = plan(Request(transcript=file, show=show, engine="tone"), Silent())
    by_text = {u.text: u for u in planned.utterances}
    quoted = next(u for said, u in by_text.items() if "细水长流" in said)
    speaker = next(who for (turn, _), who in planned.speakers.items() if turn == 2)
    assert quoted.language == "zh"
    assert quoted.delivery == planned.deliveries[speaker]["zh"]
    mixed = next(u for said, u in by_text.items() if "I like" in said)
    assert (mixed.language, mixed.delivery) == ("en", planned.deliveries[speaker]["en"])
