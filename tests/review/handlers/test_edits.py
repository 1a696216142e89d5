"""What is done on the review page goes to the files, and only if they are as they were seen."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from producer import casting, lexicon
from producer.transcript.reading import read
from tests.review.serving import Episode, a_transcript, episode, serving


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Episode]:
    file = a_transcript(tmp_path)
    with serving(tmp_path) as server:
        yield episode(server, file)


def script(tmp_path: Path) -> Path:
    return tmp_path / "seeds" / "talk.script.md"


def test_an_edit_is_written_to_the_script_file_and_the_transcript_stays(
    talk: Episode, tmp_path: Path
) -> None:
    before = (tmp_path / "seeds" / "talk.txt").read_bytes()
    answer = talk.do("text", turn=2, language="en", text="I do.\nThree cups a day.")
    assert answer.status == 200
    written = read(script(tmp_path))
    assert written.turns[1].passages["en"] == ("I do.", "Three cups a day.")
    assert written.source == "seeds/talk.txt"
    assert (tmp_path / "seeds" / "talk.txt").read_bytes() == before
    assert 'id="turn-2"' in answer.text
    assert 'id="turn-1"' not in answer.text


def test_a_sentence_moves_a_line_is_not_spoken_and_a_chapter_begins(
    talk: Episode, tmp_path: Path
) -> None:
    talk.do("move", turn=2, language="en", sentence=0, to="previous")
    talk.do("unspoken", turn=1, language="zh", sentence=1, what="sentence")
    talk.do("turn", turn=3, speaker="安娜", new_speaker="", title_zh="三杯", title_en="Three cups")
    talk.do("title", title_zh="茶", title_en="Tea")
    written = read(script(tmp_path))
    assert written.turns[0].passages["en"][-1] == "I do."
    assert written.turns[1].passages["en"] == ("I drink three cups a day.",)
    assert written.credits == ("今天我们聊聊茶！",)
    assert written.turns[2].heading == {"zh": "三杯", "en": "Three cups"}
    assert written.title == {"zh": "茶", "en": "Tea"}
    assert "今天我们聊聊茶！" in talk.page()


def test_a_file_changed_meanwhile_is_not_overwritten(talk: Episode, tmp_path: Path) -> None:
    talk.do("text", turn=1, language="en", text="Mine.")
    seen = talk.seen()
    by_hand = script(tmp_path).read_text("utf-8").replace("Mine.", "Theirs.")
    script(tmp_path).write_text(by_hand, encoding="utf-8")
    answer = talk.do("text", seen, turn=1, language="en", text="Mine again.")
    assert answer.status == 409
    assert "changed by another editor" in answer.text
    assert "Theirs." in script(tmp_path).read_text("utf-8")
    undone = talk.do("undo")
    assert undone.status == 409
    assert script(tmp_path).read_text("utf-8") == by_hand
    assert talk.do("text", turn=1, language="en", text="Mine again.").status == 200


def test_a_transcript_changed_before_the_first_edit_is_noticed(
    talk: Episode, tmp_path: Path
) -> None:
    seen = talk.seen()
    a_transcript(tmp_path, "安娜：好。\nAnna: Good.\n\n本：再见。\nBen: Bye.\n")
    answer = talk.do("text", seen, turn=1, language="en", text="Mine.")
    assert answer.status == 409
    assert not script(tmp_path).exists()


def test_of_several_edits_of_the_same_page_one_is_done(talk: Episode) -> None:
    talk.do("text", turn=1, language="en", text="Before.")
    seen = talk.seen()
    statuses: list[int] = []

    def edit(text: str) -> None:
        statuses.append(talk.do("text", seen, turn=1, language="en", text=text).status)

    threads = [threading.Thread(target=edit, args=(f"Text {n}.",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 409, 409, 409]


def test_edits_are_undone_one_after_another(talk: Episode, tmp_path: Path) -> None:
    talk.do("text", turn=1, language="en", text="One.")
    first = script(tmp_path).read_bytes()
    talk.do("text", turn=1, language="en", text="Two.")
    talk.do("term", language="en", term="cups", spoken="cupses")
    assert "cups" in talk.do("undo").text
    assert lexicon.load(tmp_path / "voices" / "lexicon.toml").entries == ()
    talk.do("undo")
    assert script(tmp_path).read_bytes() == first
    talk.do("undo")
    assert not script(tmp_path).exists()
    answer = talk.do("undo")
    assert answer.status == 400
    assert "nothing to undo" in answer.text


def test_what_was_undone_is_redone_until_the_file_is_edited_anew(
    talk: Episode, tmp_path: Path
) -> None:
    assert "nothing to redo" in talk.do("redo").text
    held = []
    for text in ("One.", "Two.", "Three."):
        talk.do("text", turn=1, language="en", text=text)
        held.append(script(tmp_path).read_bytes())
    talk.do("term", language="en", term="cups", spoken="cupses")
    terms = (tmp_path / "voices" / "lexicon.toml").read_bytes()
    for _ in range(4):
        assert talk.do("undo").status == 200
    assert not script(tmp_path).exists()
    for content in held:
        assert "Redone: the text of turn 1 (en)" in talk.do("redo").text
        assert script(tmp_path).read_bytes() == content
    assert 'id="redo"' in talk.page()
    assert "cups" in talk.do("redo").text
    assert (tmp_path / "voices" / "lexicon.toml").read_bytes() == terms
    assert talk.do("redo").status == 400

    talk.do("undo")
    talk.do("undo")
    talk.do("text", turn=2, language="en", text="Another.")
    edited = script(tmp_path).read_bytes()
    # What was undone in another file can still be redone, in its turn; in this one it is gone.
    talk.do("undo")
    assert "turn 2" in talk.do("redo").text
    assert "cups" in talk.do("redo").text
    assert talk.do("redo").status == 400
    assert script(tmp_path).read_bytes() == edited


def test_what_was_undone_is_not_redone_over_another_editors_change(
    talk: Episode, tmp_path: Path
) -> None:
    talk.do("text", turn=1, language="en", text="One.")
    talk.do("text", turn=1, language="en", text="Two.")
    talk.do("undo")
    by_hand = script(tmp_path).read_text("utf-8").replace("One.", "Theirs.")
    script(tmp_path).write_text(by_hand, encoding="utf-8")
    assert talk.do("redo").status == 409
    assert script(tmp_path).read_text("utf-8") == by_hand


def test_a_voice_is_chosen_and_the_others_stay(talk: Episode, tmp_path: Path) -> None:
    before = dict(
        re.findall(r'data-speaker="(\w+)" data-language="en"[^>]*>([\w-]+)<', talk.page())
    )
    answer = talk.do(
        "voice", speaker="本", language="en", voice="tone-700", rate=-5, pitch=0, volume=0
    )
    assert answer.status == 200
    cast = casting.load(tmp_path / "voices" / "cast.toml")
    held = cast.parts["本"].delivery("tone", "en")
    assert held is not None
    assert (held.voice, held.rate_percent, held.pitch_hz) == ("tone-700", -5, 0)
    assert voices(talk) == {**before, "本": "tone-700"}


def voices(talk: Episode) -> dict[str, str]:
    """Who is shown with which voice in English."""
    shown = r'data-speaker="(\w+)" data-language="en"[^>]*>([\w-]+)<'
    return dict(re.findall(shown, talk.page()))


@pytest.mark.parametrize("voice", ["no-such", "tone-400", "../../etc/passwd"])
def test_a_voice_that_cannot_be_is_refused(talk: Episode, tmp_path: Path, voice: str) -> None:
    form = {"speaker": "本", "language": "en", "voice": voice, "rate": 0, "pitch": 0, "volume": 0}
    assert talk.do("voice", **form).status in (400, 422)
    assert not (tmp_path / "voices" / "cast.toml").exists()


def test_a_name_that_the_cast_has_is_changed_where_it_stands(tmp_path: Path) -> None:
    file = a_transcript(tmp_path)
    cast = tmp_path / "voices" / "cast.toml"
    cast.parent.mkdir()
    cast.write_text('# Ours.\n["本"]\nname.en = "Benjamin Moor"  # as he signs\n', encoding="utf-8")
    with serving(tmp_path) as server:
        talk = episode(server, file)
        assert "Benjamin Moor" in talk.page()
        answer = talk.do("rename", speaker="本", name_zh="老莫", name_en="Benedict Moor")
        assert "the names of 本" in answer.text
        page = talk.page()
        assert "Benedict Moor" in page
        assert "Benjamin" not in page
    text = cast.read_text("utf-8")
    assert "# Ours." in text
    assert "# as he signs" in text
    assert casting.load(cast).parts["本"].names == {"en": "Benedict Moor"}
    assert read(script(tmp_path)).speaker("本").names["zh"] == "老莫"


def test_comments_in_the_cast_stay(tmp_path: Path) -> None:
    file = a_transcript(tmp_path)
    cast = tmp_path / "voices" / "cast.toml"
    cast.parent.mkdir()
    cast.write_text('# Ours.\n["本"]\ntone.en = "tone-250"  # calm\n', encoding="utf-8")
    with serving(tmp_path) as server:
        form = {"speaker": "本", "language": "zh", "voice": "tone-200"}
        episode(server, file).do("voice", **form, rate=0, pitch=0, volume=0)
    text = cast.read_text("utf-8")
    assert "# Ours." in text
    assert "# calm" in text
    assert 'tone.zh = "tone-200"' in text


@pytest.mark.parametrize(
    ("what", "form"),
    [
        ("text", {"turn": 99, "language": "en", "text": "x"}),
        ("text", {"turn": "1; rm", "language": "en", "text": "x"}),
        ("text", {"turn": 1, "language": "../..", "text": "x"}),
        ("text", {"turn": 1, "language": "en"}),
        ("move", {"turn": 1, "language": "en", "sentence": 0, "to": "previous"}),
        ("move", {"turn": 1, "language": "en", "sentence": 0, "to": "elsewhere"}),
        ("speak", {"turn": 1, "language": "fr"}),
        ("voice", {"speaker": "nobody", "language": "en", "voice": "tone-250"}),
        ("term", {"language": "en", "term": "", "spoken": "x"}),
        ("undo", {}),
        ("redo", {}),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    talk: Episode, tmp_path: Path, what: str, form: dict[str, object]
) -> None:
    answer = talk.do(what, **form)
    assert answer.status in (400, 404, 422)
    assert answer.text
    assert not script(tmp_path).exists()
    assert not (tmp_path / "voices" / "cast.toml").exists()


def test_a_finding_is_mended_by_its_button(tmp_path: Path) -> None:
    file = a_transcript(tmp_path, "安娜：你好。\nAnna: Hello hello.\n\n本：好。\nBen: Good.\n")
    with serving(tmp_path) as server:
        talk = episode(server, file)
        form = {"turn": 1, "language": "en", "paragraph": 0, "before": " hello", "after": ""}
        assert talk.do("proposal", **form).status == 200
        assert read(script(tmp_path)).turns[0].passages["en"] == ("Hello.",)
        assert talk.do("proposal", **form).status == 400


def test_what_a_machine_wrote_is_confirmed_by_whoever_reads_or_writes_it(tmp_path: Path) -> None:
    file = tmp_path / "seeds" / "talk.script.md"
    file.parent.mkdir()
    file.write_text(
        '+++\nscript = 1\nlanguages = ["zh", "en"]\n[title]\nen = "Tea"\n+++\n\n'
        "## 1 · Anna\n\n[zh]\n\n你好。\n\n[en, unconfirmed]\n\nHello. Bye.\n\n"
        "## 2 · Ben\n\n[zh]\n\n好。\n\n[en, unconfirmed]\n\nGood.\n",
        encoding="utf-8",
    )
    with serving(tmp_path) as server:
        page = episode(server, file)
        assert page.page().count(">Confirm<") == 2
        assert page.do("speak", turn=1, language="en").status == 200
        page.do("confirm", turn=2, language="en")
        assert [t.unconfirmed for t in read(file).turns] == [{"en"}, set()]
        page.do("move", turn=1, language="en", sentence=1, to="next")
        assert [t.unconfirmed for t in read(file).turns] == [{"en"}, {"en"}]
        page.do("text", turn=1, language="en", text="Hello!")
        assert [t.unconfirmed for t in read(file).turns] == [set(), {"en"}]
