"""The script file reads back to the same Script, and says what is wrong with it and where."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from producer.errors import InputError
from producer.model import Script, Speaker, Turn, clean_text
from producer.speech.directions import parted
from producer.transcript.directed_turns import with_parted
from producer.transcript.document import SIGNS
from producer.transcript.findings import checked
from producer.transcript.reading import read
from producer.transcript.script.front_matter import is_script
from producer.transcript.script.script_file import dump, parse
from producer.transcript.script.set_pairs import sentence_pairs, with_sides

PATH = Path("talk.script.md")

nasty = st.one_of(
    st.text(min_size=1),
    st.sampled_from(
        [
            "# Credits", "## 2 · Anna", "# [zh] 开场", "[zh]", "[en]", "[]", "[laughs]", "\\[zh]",
            "\\\\[zh]", "\\# no", "\\", "\\n", "+++", "#", "[zh] text", "3 · Anna", "1 ·", "=", '"',
            "'''", "#hash", "---", "***", "[en", "a ] b", "[[x]]", "· x",
            "[en, unconfirmed]", "[en, x]", "[pairs]", "¶", "\\¶", "a ¶ b", "a \\\\¶",
            "[pause]", "\\[pause 2s] x", "a (softly) b", "<break/> x",
        ]
    ),
    st.text(alphabet="\\#[]zhen+ ·1\"'\n\t中，", min_size=1, max_size=8),
)  # fmt: skip
# Those of a private range stand for directions, and for nothing else.
texts = nasty.map(lambda text: clean_text(SIGNS.sub("", text))).filter(bool)
paragraphs = st.lists(texts, min_size=1, max_size=3).map(tuple)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    languages = draw(st.sampled_from([("zh", "en"), ("en", "zh"), ("es", "en", "yue"), ("zh",)]))
    by_language = st.sampled_from(languages)
    ids = draw(st.lists(texts, min_size=1, max_size=4, unique=True))
    turns = tuple(
        Turn(
            number=number,
            speaker=draw(st.sampled_from(ids)),
            passages=passages,
            heading=draw(st.dictionaries(by_language, texts, max_size=2)),
            unconfirmed=draw(st.sets(st.sampled_from([*passages]), max_size=1).map(frozenset)),
        )
        for number in range(1, draw(st.integers(1, 4)) + 1)
        for passages in [draw(st.dictionaries(by_language, paragraphs, min_size=1))]
    )
    return Script(
        title=draw(st.dictionaries(by_language, texts, min_size=1)),
        languages=languages,
        speakers=tuple(Speaker(id_, draw(st.dictionaries(by_language, texts))) for id_ in ids),
        turns=turns,
        credits=draw(st.lists(texts, max_size=3).map(tuple)),
        notes=draw(st.dictionaries(by_language, texts, max_size=2)),
        keywords=draw(st.dictionaries(by_language, paragraphs, max_size=2)),
    )


@st.composite
def paired_scripts(draw: st.DrawFn) -> Script:
    """Scripts in which a person has paired some turns."""
    script = draw(scripts())
    turns = []
    for turn in script.turns:
        sides = st.dictionaries(
            st.sampled_from(script.languages),
            st.lists(texts, min_size=1, max_size=2).map("\n".join),
            min_size=1,
        )
        pairs = draw(st.lists(sides, max_size=4))
        new = with_sides(turn, pairs, script.languages)
        turns.append(new if new.passages and not turn.unconfirmed - new.passages.keys() else turn)
    return replace(script, turns=tuple(turns))


@settings(deadline=None)
@given(st.one_of(scripts(), paired_scripts()))
def test_round_trip(script: Script) -> None:
    text = dump(script)
    assert is_script(text)
    assert parse(text, PATH) == script
    assert dump(parse(text, PATH)) == text


MARKS = ("[pause] ", "[停顿2秒]", " (softly) ", "<break time='1s'/>", "[sad]")


@settings(deadline=None)
@given(st.lists(st.lists(st.one_of(texts, st.sampled_from(MARKS)), min_size=1), min_size=1))
def test_round_trip_of_directions(written: list[list[str]]) -> None:
    turn = with_parted(Turn(1, "A", {}), {"en": [parted(" ".join(parts)) for parts in written]})
    assume(turn.passages)
    script = Script({"en": "T"}, ("en",), (Speaker("A"),), (replace(turn, pause_ms=500),))
    assert parse(dump(script), PATH) == script


PAIRS = """\
+++
script = 1
languages = ["zh", "en"]
title = {zh = "钟", en = "Clocks"}
+++

## 1 · Anna

[pause 3s]

[pairs]

[zh] 你好。[pause 2s]再见。
[en] (softly) Hello. Good [pause] bye.

[zh] 是的。[停顿2秒]
[en] \\[Pause] it is. [pause 1s]

[en] ¶ [sad] Last one. [pause 4s]
"""


def test_pairs_that_a_person_has_set_have_directions() -> None:
    script = parse(PAIRS, PATH)
    (turn,) = script.turns
    assert turn.pause_ms == 3000
    assert turn.passages == {
        "zh": ("你好。再见。是的。",),
        "en": ("Hello. Good bye. [Pause] it is.", "Last one."),
    }
    assert [(d.paragraph, d.offset, d.pause_ms or d.style) for d in turn.directions["en"]] == [
        *((0, 0, "gentle"), (0, 12, 1000), (0, 31, 1000)),
        *((1, 0, "sad"), (1, 9, 4000)),
    ]
    assert sentence_pairs(turn) == [
        {"zh": (0, 1), "en": (0, 1)},
        {"zh": (2,), "en": (2,)},
        {"zh": (), "en": (3,)},
    ]
    assert parse(dump(script), PATH) == script
    assert dump(parse(dump(script), PATH)) == dump(script)


EDITED = """\
+++
script = 1
languages = ["zh", "en"]
title = {zh = "夜航", en = "Night Flight"}
+++

# [zh] 开场
# [en] Opening

## 1 · 主持人
[zh]
第一段由人
换了行。

第二段：CAR-T
很难。
[en]
A first paragraph on CAR-T,
wrapped by hand.

## Guest
[en]
\\[laughs]
and goes on.
[zh]

# Credits
来源：夜航
"""


def test_a_file_edited_by_hand() -> None:
    script = parse(EDITED, PATH)
    assert script.turns[0] == Turn(
        1,
        "主持人",
        {
            "zh": ("第一段由人换了行。", "第二段：CAR-T 很难。"),
            "en": ("A first paragraph on CAR-T, wrapped by hand.",),
        },
        {"zh": "开场", "en": "Opening"},
    )
    assert script.turns[1] == Turn(2, "Guest", {"en": ("[laughs] and goes on.",)})
    assert [speaker.id for speaker in script.speakers] == ["主持人", "Guest"]
    assert script.credits == ("来源：夜航",)
    assert [(f.kind, f.line) for f in checked(script).findings] == [
        ("missing", 21),
        ("one-language", 21),
    ]
    assert [turn.line for turn in script.turns] == [10, 21]


def test_what_a_machine_wrote_is_marked_until_somebody_confirms_it(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    text = EDITED.replace("[zh]\n\n# Credits", "[zh, unconfirmed]\n大家好。\n\n# Credits")
    path.write_text(text, encoding="utf-8")
    script = read(path)
    assert [turn.unconfirmed for turn in script.turns] == [frozenset(), {"zh"}]
    (finding,) = script.findings
    assert (finding.kind, finding.line) == ("unconfirmed", 26)
    assert (finding.turn, finding.language) == (2, "zh")
    assert "turn its mark into [zh]" in finding.message
    assert "[zh, unconfirmed]\n\n大家好。\n" in dump(script)
    path.write_text(text.replace(", unconfirmed", ""), encoding="utf-8")
    assert read(path).findings == ()
    path.write_text(text.replace("大家好。", ""), encoding="utf-8")
    assert [f.kind for f in read(path).findings] == ["missing", "one-language"]


def test_a_script_file_without_title_is_called_after_its_file() -> None:
    text = '+++\nscript = 1\nlanguages = ["en"]\n+++\n## Anna\n[en]\nHello.\n'
    script = parse(text, Path("night.md"))
    assert script.title == {"en": "night"}
    assert [f.kind for f in script.findings] == ["no-title"]


FRONT = '+++\nscript = 1\nlanguages = ["zh", "en"]\n+++\n'


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('+++\nscript = 1\ntitle = night\n+++\n## Anna\n[en]\nHello.', 3, "TOML"),
        ('+++\nscript = 1\nlanguages = ["zh"', 1, "not closed"),
        ('+++\nscript = 2\nlanguages = ["zh"]\n+++\n', 2, "script = 1"),
        ("+++\nscript = 1\nlanguages = 'zh'\n+++\n", 3, "languages"),
        ('+++\nscript = 1\nlanguages = ["zh", "zh"]\n+++\n', 3, "languages"),
        ('+++\nscript = 1\nlanguages = ["zh"]\ncolour = 1\n+++\n', 4, "colour"),
        ('+++\nscript = 1\nlanguages = ["zh"]\ntitle = "x"\n+++\n', 4, "[title]"),
        ('+++\nscript = 1\nlanguages = ["zh"]\n[speakers]\nAnna = "x"\n+++\n', 5, "Anna"),
        (FRONT, 4, "no turns"),
        (FRONT + "Hello.\n", 5, "before a turn"),
        (FRONT + "[en]\nHello.\n", 5, "before a turn"),
        (FRONT + "## Anna\nHello.\n", 6, "before a language mark"),
        (FRONT + "## Anna\n[fr]\nBonjour.\n", 6, "[zh] or [en]"),
        (FRONT + "## Anna\n[en, sure]\nHello.\n", 6, "[en, sure] is no language"),
        (FRONT + "## Anna\n[fr, unconfirmed]\nBonjour.\n", 6, "[fr] is no language"),
        (FRONT + "## Anna\n[en]\n\n## Ben\n[en]\nHello.\n", 5, "has no text"),
        (FRONT + "## Anna\n[en]\nHello.\n### Ben\n", 8, "no heading"),
        (FRONT + "## Anna\n[en]\nHello.\n# [en] End\n", 8, "no turn follows"),
        (FRONT + "# [en] One\n# [en] Two\n## Anna\n[en]\nHello.\n", 6, "second chapter"),
        (FRONT + "# [fr] Un\n## Anna\n[en]\nHello.\n", 5, "[fr]"),
        (FRONT + "## Anna\n[en]\nHello.\n# Credits\nX\n## Ben\n", 10, "last section"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text, PATH)
    assert caught.value.line == line
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"{PATH}:{line}:")
    assert caught.value.advice


@settings(deadline=None)
@given(st.text())
def test_whatever_stands_below_the_front_matter_is_read_or_refused(body: str) -> None:
    text = FRONT + "## Anna\n[en]\n" + body
    try:
        script = parse(text, PATH)
    except InputError as error:
        refused = error
    else:
        assert parse(dump(script), PATH) == script
        return
    assert refused.line in range(1, len(text.splitlines()) + 1)


def test_read_tells_a_script_file_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("\ufeff" + EDITED, encoding="utf-8")
    assert read(path) == parse(EDITED, path)


def test_other_front_matter_makes_no_script_file() -> None:
    assert not is_script('+++\ntitle = "x"\n+++\nscript = 1\n')
    assert not is_script("安娜：你好。\n")
    assert not is_script("")


def test_the_file_is_pleasant_to_read() -> None:
    script = Script(
        title={"zh": "桥", "en": "The Bridge"},
        languages=("zh", "en"),
        speakers=(Speaker("主持人", {"zh": "主持人", "en": "Host"}), Speaker("Ben")),
        turns=(
            Turn(1, "主持人", {"zh": ("你好。",), "en": ("Hello.",)}, {"en": "Opening"}),
            Turn(2, "Ben", {"zh": ("[笑]", "早。")}),
        ),
        credits=("来源：桥",),
    )
    assert dump(script) == dedent("""\
        +++
        script = 1
        languages = ["zh", "en"]

        [title]
        zh = "桥"
        en = "The Bridge"

        [speakers]
        "主持人" = {zh = "主持人", en = "Host"}
        Ben = {}
        +++

        # [en] Opening

        ## 1 · 主持人

        [zh]

        你好。

        [en]

        Hello.

        ## 2 · Ben

        [zh]

        \\[笑]

        早。

        [en]

        # Credits

        来源：桥
        """)


def test_a_script_that_is_only_called_after_its_file_stays_so() -> None:
    script = Script(
        {"zh": "talk", "en": "talk"},
        ("zh", "en"),
        (Speaker("Anna"),),
        (Turn(1, "Anna", {"zh": ("好。",), "en": ("Yes.",)}),),
        source="seeds/talk.txt",
        untitled=True,
    )
    again = parse(dump(script), PATH)
    assert again == script
    assert [finding.kind for finding in again.findings] == ["no-title"]


PAIRED = """\
+++
script = 1
languages = ["zh", "en"]
title = {zh = "钟", en = "Clocks"}
+++

## 1 · Anna

[en, unconfirmed]

[pairs]

[zh] 我修了四十年的钟。
没有人介意。
[en] I have repaired clocks for forty years.

[en] Nobody minds.

[zh] ¶ 您收学徒吗？附近的孩子都喜欢看。 ¶ 好。
[en] ¶ Do you take apprentices?

# Credits

[zh] 编辑
"""


def test_a_person_pairs_sentences_in_the_script_file() -> None:
    script = parse(PAIRED, PATH)
    (turn,) = script.turns
    assert turn.passages == {
        "zh": ("我修了四十年的钟。没有人介意。", "您收学徒吗？附近的孩子都喜欢看。", "好。"),
        "en": ("I have repaired clocks for forty years. Nobody minds.", "Do you take apprentices?"),
    }
    assert sentence_pairs(turn) == [
        {"zh": (0, 1), "en": (0,)},
        {"zh": (), "en": (1,)},
        {"zh": (2, 3, 4), "en": (2,)},
    ]
    assert turn.unconfirmed == {"en"}
    assert (turn.line, turn.lines) == (7, {"zh": (13, 19, 19), "en": (15, 20)})
    assert script.credits == ("[zh] 编辑",)
    assert parse(dump(script), PATH) == script


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("[en] Nobody", "Nobody", 17, "text stands before a language mark"),
        ("没有人介意。", "[zh] 没有人介意。", 14, "[zh] stands twice in a pair"),
        ("[pairs]\n", "[pairs]\n\n[zh]\n\n你好。\n", 7, "turn 1 (Anna) has its text twice"),
        ("[pairs]\n", "[zh]\n\n你好。\n\n[pairs]\n", 15, "a turn has its text twice"),
    ],
)
def test_what_is_wrong_with_pairs_is_told(old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        parse(PAIRED.replace(old, new), PATH)
    assert caught.value.line == line
