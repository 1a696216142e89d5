"""Whole small transcripts in each layout, and the turns that must come out."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.helpers.reading import Outline, kinds, outline, read_string, unaccounted

ANNA_AND_BEN: Outline = [
    ("Anna", {"zh": ["你修过这座桥？"], "en": ["You repaired this bridge?"]}),
    ("Ben", {"zh": ["修过两次。"], "en": ["Twice."]}),
    ("Anna", {"zh": ["为什么是两次？"], "en": ["Why twice?"]}),
    ("Ben", {"zh": ["第一次的桥墩不够深。"], "en": ["The first piers were not deep enough."]}),
]
IN_CHINESE = {"Anna": "安娜", "Ben": "本"}


def english_first(turns: Outline) -> Outline:
    return [
        (speaker, {lang: passages[lang] for lang in ("en", "zh")}) for speaker, passages in turns
    ]


def renamed(turns: Outline) -> Outline:
    return [(IN_CHINESE[speaker], passages) for speaker, passages in turns]


LAYOUTS: dict[str, tuple[str, Outline]] = {
    "second-labelled-in-blocks": (
        """\
        你修过这座桥？
        Anna: You repaired this bridge?

        修过两次。
        Ben: Twice.

        为什么是两次？
        Anna: Why twice?

        第一次的桥墩不够深。
        Ben: The first piers were not deep enough.
        """,
        ANNA_AND_BEN,
    ),
    "second-labelled-no-blank-lines": (
        """\
        你修过这座桥？
        Anna: You repaired this bridge?
        修过两次。
        Ben: Twice.
        为什么是两次？
        Anna: Why twice?
        第一次的桥墩不够深。
        Ben: The first piers were not deep enough.
        """,
        ANNA_AND_BEN,
    ),
    "second-labelled-blank-lines-everywhere": (
        """\
        你修过这座桥？

        Anna: You repaired this bridge?

        修过两次。

        Ben: Twice.

        为什么是两次？

        Anna: Why twice?

        第一次的桥墩不够深。

        Ben: The first piers were not deep enough.
        """,
        ANNA_AND_BEN,
    ),
    "second-labelled-english-first": (
        """\
        You repaired this bridge?
        安娜：你修过这座桥？

        Twice.
        本：修过两次。

        Why twice?
        安娜：为什么是两次？

        The first piers were not deep enough.
        本：第一次的桥墩不够深。
        """,
        renamed(english_first(ANNA_AND_BEN)),
    ),
    "first-labelled": (
        """\
        安娜：你修过这座桥？
        You repaired this bridge?

        本：修过两次。
        Twice.

        安娜：为什么是两次？
        Why twice?

        本：第一次的桥墩不够深。
        The first piers were not deep enough.
        """,
        renamed(ANNA_AND_BEN),
    ),
    "first-labelled-blank-lines-everywhere": (
        """\
        Anna: You repaired this bridge?

        你修过这座桥？

        Ben: Twice.

        修过两次。

        Anna: Why twice?

        为什么是两次？

        Ben: The first piers were not deep enough.

        第一次的桥墩不够深。
        """,
        english_first(ANNA_AND_BEN),
    ),
    "both-labelled-two-names": (
        """\
        安娜：你修过这座桥？
        Anna: You repaired this bridge?
        本：修过两次。
        Ben: Twice.
        安娜：为什么是两次？
        Anna: Why twice?
        本：第一次的桥墩不够深。
        Ben: The first piers were not deep enough.
        """,
        renamed(ANNA_AND_BEN),
    ),
    "both-labelled-same-name": (
        """\
        Anna：你修过这座桥？
        Anna: You repaired this bridge?

        Ben：修过两次。
        Ben: Twice.

        Anna：为什么是两次？
        Anna: Why twice?

        Ben：第一次的桥墩不够深。
        Ben: The first piers were not deep enough.
        """,
        ANNA_AND_BEN,
    ),
    "both-labelled-english-first-blank-lines-everywhere": (
        """\
        Anna: You repaired this bridge?

        安娜：你修过这座桥？

        Ben: Twice.

        本：修过两次。

        Anna: Why twice?

        安娜：为什么是两次？

        Ben: The first piers were not deep enough.

        本：第一次的桥墩不够深。
        """,
        english_first(ANNA_AND_BEN),
    ),
    "bold-labels": (
        """\
        **Anna:** 你修过这座桥？

        **Anna:** You repaired this bridge?

        **Ben**: 修过两次。

        **Ben**: Twice.

        **Anna**：为什么是两次？

        **Anna：** Why twice?

        **Ben:** 第一次的桥墩不够深。

        **Ben:** The first piers were not deep enough.
        """,
        ANNA_AND_BEN,
    ),
    "lone-labels": (
        """\
        Anna:
        你修过这座桥？
        You repaired this bridge?

        Ben:
        修过两次。
        Twice.

        **Anna**
        为什么是两次？
        Why twice?

        **Ben**

        第一次的桥墩不够深。

        The first piers were not deep enough.
        """,
        ANNA_AND_BEN,
    ),
    "two-turns-each-name-once-per-language": (
        """\
        安娜：你修过这座桥？
        Anna: You repaired this bridge?
        本：修过两次。
        Ben: Twice.
        """,
        renamed(ANNA_AND_BEN[:2]),
    ),
    "question-and-answer": (
        """\
        问：你修过这座桥？
        Q: You repaired this bridge?

        答：修过两次。
        A: Twice.

        问：为什么是两次？
        Q: Why twice?
        """,
        [
            ("问", ANNA_AND_BEN[0][1]),
            ("答", ANNA_AND_BEN[1][1]),
            ("问", ANNA_AND_BEN[2][1]),
        ],
    ),
    "numbered-speakers": (
        """\
        说话人1：你修过这座桥？
        Speaker 1: You repaired this bridge?
        说话人2：修过两次。
        Speaker 2: Twice.
        """,
        [("说话人1", ANNA_AND_BEN[0][1]), ("说话人2", ANNA_AND_BEN[1][1])],
    ),
    "paragraph-by-paragraph-pairs-in-a-turn": (
        """\
        安娜：第一段。
        Anna: First paragraph.
        第二段。
        Second paragraph.
        本：好的。
        Ben: All right.
        安娜：再见。
        Anna: Goodbye.
        """,
        [
            (
                "安娜",
                {"zh": ["第一段。", "第二段。"], "en": ["First paragraph.", "Second paragraph."]},
            ),
            ("本", {"zh": ["好的。"], "en": ["All right."]}),
            ("安娜", {"zh": ["再见。"], "en": ["Goodbye."]}),
        ],
    ),
    "label-inherited-over-blank-lines": (
        """\
        **主持人：** 第一段。

        第二段。

        **Host:** First paragraph.

        Second paragraph.

        **嘉宾：** 好的。

        **Guest:** All right.
        """,
        [
            (
                "主持人",
                {"zh": ["第一段。", "第二段。"], "en": ["First paragraph.", "Second paragraph."]},
            ),
            ("嘉宾", {"zh": ["好的。"], "en": ["All right."]}),
        ],
    ),
    "label-on-each-paragraph": (
        """\
        安娜：第一段。
        安娜：第二段。
        Anna: First paragraph.
        Anna: Second paragraph.

        本：好的。
        Ben: All right.
        """,
        [
            (
                "安娜",
                {"zh": ["第一段。", "第二段。"], "en": ["First paragraph.", "Second paragraph."]},
            ),
            ("本", {"zh": ["好的。"], "en": ["All right."]}),
        ],
    ),
    "more-than-two-speakers": (
        """\
        主持人：欢迎两位。
        Host: Welcome, both of you.
        李雷：谢谢。
        Li Lei: Thank you.
        韩梅梅：很高兴来这里。
        Han Meimei: Glad to be here.
        """,
        [
            ("主持人", {"zh": ["欢迎两位。"], "en": ["Welcome, both of you."]}),
            ("李雷", {"zh": ["谢谢。"], "en": ["Thank you."]}),
            ("韩梅梅", {"zh": ["很高兴来这里。"], "en": ["Glad to be here."]}),
        ],
    ),
    "introduction-without-label": (
        """\
        两个人在桥上见面。
        Two people meet on a bridge.

        安娜：你修过这座桥？
        Anna: You repaired this bridge?

        本：修过两次。
        Ben: Twice.
        """,
        [
            ("Narrator", {"zh": ["两个人在桥上见面。"], "en": ["Two people meet on a bridge."]}),
            *renamed(ANNA_AND_BEN[:2]),
        ],
    ),
    "introduction-before-second-labelled": (
        """\
        两个人在桥上见面。
        Two people meet on a bridge.

        你修过这座桥？
        Anna: You repaired this bridge?

        修过两次。
        Ben: Twice.
        """,
        [
            ("Narrator", {"zh": ["两个人在桥上见面。"], "en": ["Two people meet on a bridge."]}),
            *ANNA_AND_BEN[:2],
        ],
    ),
    "narrator-labelled": (
        """\
        旁白：两个人在桥上见面。
        Narrator: Two people meet on a bridge.
        安娜：你修过这座桥？
        Anna: You repaired this bridge?
        本：修过两次。
        Ben: Twice.
        """,
        [
            ("Narrator", {"zh": ["两个人在桥上见面。"], "en": ["Two people meet on a bridge."]}),
            *renamed(ANNA_AND_BEN[:2]),
        ],
    ),
    "digits-only-take-the-language-of-their-run": (
        """\
        安娜：哪一年？
        Anna: Which year?

        本：
        1987
        没有记错。
        Ben: 1987
        I am sure.

        安娜：2024？
        Anna: 2024?
        """,
        [
            ("安娜", {"zh": ["哪一年？"], "en": ["Which year?"]}),
            ("本", {"zh": ["1987", "没有记错。"], "en": ["1987", "I am sure."]}),
            ("安娜", {"zh": ["2024？"], "en": ["2024?"]}),
        ],
    ),
    "terms-of-the-other-language": (
        """\
        李医生：CAR-T、CAR-NK、TCR-T、TIL 都试过。
        Dr. Li: We tried CAR-T, CAR-NK, TCR-T and TIL.
        王女士：OK。
        Ms. Wang: She called it 缘分, a bond made by fate, and smiled.
        """,
        [
            (
                "李医生",
                {
                    "zh": ["CAR-T、CAR-NK、TCR-T、TIL 都试过。"],
                    "en": ["We tried CAR-T, CAR-NK, TCR-T and TIL."],
                },
            ),
            (
                "王女士",
                {"zh": ["OK。"], "en": ["She called it 缘分, a bond made by fate, and smiled."]},
            ),
        ],
    ),
}


@pytest.mark.parametrize(("text", "turns"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layout(text: str, turns: Outline) -> None:
    text = dedent(text)
    script = read_string(text)
    assert outline(script) == turns
    assert script.languages == tuple(turns[0][1])
    assert kinds(script) == ["no-title"]
    assert unaccounted("# talk\n" + text, script) == []


@pytest.mark.parametrize(
    ("text", "turns", "found"),
    [
        pytest.param(
            """\
            安娜：你修过这座桥？
            Anna: You repaired this bridge?
            本：修过两次。
            安娜：为什么是两次？
            Anna: Why twice?
            """,
            [
                ("安娜", ["zh", "en"]),
                ("本", ["zh"]),
                ("安娜", ["zh", "en"]),
            ],
            [("missing", 3)],
            id="second-missing",
        ),
        pytest.param(
            """\
            安娜：你修过这座桥？
            Anna: You repaired this bridge?
            Ben: Twice.
            安娜：为什么是两次？
            Anna: Why twice?
            本：桥墩不够深。
            Ben: The piers were not deep enough.
            """,
            [
                ("安娜", ["zh", "en"]),
                ("Ben", ["en"]),
                ("安娜", ["zh", "en"]),
                ("Ben", ["zh", "en"]),
            ],
            [("missing", 3)],
            id="first-missing",
        ),
        pytest.param(
            """\
            安娜：你修过这座桥？
            Anna: You repaired this bridge?
            本：修过两次。
            Ben: Twice.
            安娜：为什么是两次？
            Ben: The piers were not deep enough.
            安娜：后来呢？
            Anna: And then?
            本：后来好了。
            Ben: Then it was fine.
            """,
            [
                ("安娜", ["zh", "en"]),
                ("本", ["zh", "en"]),
                ("安娜", ["zh"]),
                ("本", ["en"]),
                ("安娜", ["zh", "en"]),
                ("本", ["zh", "en"]),
            ],
            [("missing", 5), ("missing", 6)],
            id="two-people-are-never-one",
        ),
        pytest.param(
            """\
            你修过这座桥？
            Anna: You repaired this bridge?

            修过两次。

            为什么是两次？
            Anna: Why twice?

            桥墩不够深。
            Ben: The piers were not deep enough.
            """,
            [
                ("Anna", ["zh", "en"]),
                ("Narrator", ["zh"]),
                ("Anna", ["zh", "en"]),
                ("Ben", ["zh", "en"]),
            ],
            [("missing", 4), ("no-label", 4)],
            id="block-without-label",
        ),
        pytest.param(
            """\
            第一段。
            First paragraph.

            第二段。
            Second paragraph.
            """,
            [("Narrator", ["zh", "en"]), ("Narrator", ["zh", "en"])],
            [("no-labels", 1)],
            id="no-labels-at-all",
        ),
        pytest.param(
            """\
            安娜：你修过这座桥？
            Anna: You repaired this bridge?
            本：修过两次。
            Ben: Twice.
            本：第二次更难。
            Benn: The second was harder.
            安娜：后来呢？
            Anna: And then?
            本：后来好了。
            Ben: Then it was fine.
            """,
            [
                ("安娜", ["zh", "en"]),
                ("本", ["zh", "en"]),
                ("本", ["zh", "en"]),
                ("安娜", ["zh", "en"]),
                ("本", ["zh", "en"]),
            ],
            [("label-mismatch", 5)],
            id="label-of-nobody-else",
        ),
        pytest.param(
            """\
            安娜：你修过这座桥？
            Anna: You repaired this bridge?

            本：……
            Ben: Yes, twice.

            安娜：……
            Anna: I see.
            """,
            [("安娜", ["zh", "en"]), ("Ben", ["en"]), ("安娜", ["en"])],
            [("unspeakable", 4), ("missing", 5), ("unspeakable", 7), ("missing", 8)],
            id="nothing-to-say",
        ),
    ],
)
def test_gaps_and_slips(
    text: str, turns: list[tuple[str, list[str]]], found: list[tuple[str, int]]
) -> None:
    text = "# 桥 | The Bridge\n" + dedent(text)
    script = read_string(text)
    assert [(turn.speaker, list(turn.passages)) for turn in script.turns] == turns
    # The title is one line above the text.
    assert sorted((f.kind, (f.line or 0) - 1) for f in script.findings) == sorted(found)
    assert unaccounted(text, script) == []


def test_names_of_a_person_in_both_languages() -> None:
    script = read_string("主持人：你好。\nHost: Hello.\n\n嘉宾：你好。\nGuest: Hello.\n")
    assert [(s.id, dict(s.names)) for s in script.speakers] == [
        ("主持人", {"zh": "主持人", "en": "Host"}),
        ("嘉宾", {"zh": "嘉宾", "en": "Guest"}),
    ]


def test_narrator_is_named_in_both_languages() -> None:
    script = read_string("从前有座山。\nOnce there was a mountain.\n")
    assert [(s.id, dict(s.names)) for s in script.speakers] == [
        ("Narrator", {"zh": "旁白", "en": "Narrator"})
    ]
