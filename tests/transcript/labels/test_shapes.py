"""Names with a dash behind them or in brackets are read like names with a colon; prose is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from producer.transcript.document import split_lines
from producer.transcript.labels.evidence import with_labels
from producer.transcript.language.detection import languages_of
from tests.helpers.reading import kinds, outline, read_string, unaccounted
from tests.transcript.test_generated import Rendering, conversations, render, renderings

BRACKETS = ["【{}】{}", "[{}] {}", "<{}> {}", "〔{}〕{}"]
DASHES = ["—", "——", "–", "--", "-"]


@settings(deadline=None)
@given(conversations(), renderings(), st.sampled_from(DASHES))
def test_a_dash_is_read_like_a_colon(
    turns: list[tuple[int, dict[str, list[str]]]], how: Rendering, dash: str
) -> None:
    assume(len({speaker for speaker, _ in turns}) > 1)
    text, expected = render([*turns, *turns], replace(how, label=f"{{}} {dash} {{}}"))
    text = f"# 夜航 | Night Flight\n\n{text}"
    script = read_string(text)
    assert outline(script) == expected
    assert kinds(script) == []
    assert unaccounted(text, script) == []


@settings(deadline=None)
@given(conversations(), renderings(), st.sampled_from(BRACKETS))
def test_brackets_are_read_like_a_colon(
    turns: list[tuple[int, dict[str, list[str]]]], how: Rendering, label: str
) -> None:
    assume(len({speaker for speaker, _ in turns}) > 1)
    text, expected = render([*turns, *turns], replace(how, label=label))
    assert outline(read_string(f"# 夜航 | Night Flight\n\n{text}")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[Update] The hill is closed.\n[Update] It is open.\n[Weather] Rain.\n[Sport] None.",
        "【重点】水。\n【重点】火。\n【注意】风。\n【注意】雨。",
        "[1] One.\n[2] Two.\n[1] Again.\n[2] Again.",
    ],
)
def test_remarks_in_brackets_are_prose(text: str) -> None:
    given = list(split_lines(text))
    assert with_labels(given, languages_of()) == given


SUBJECTS = ["Lisbon", "Green tea", "Li Lei", "李雷", "茶杯", "第三座", "但是", "后来", "Back then"]


def dashed(subject: str, dash: str) -> str:
    chinese = subject[0] > "\u3000"
    return f"{subject} {dash} {'那里的光很好。' if chinese else 'the light is good there.'}"


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(SUBJECTS), unique=True),
    st.sampled_from(DASHES),
    st.lists(st.sampled_from(["", "我们去了。", "We went there.", "- 一", "And then?"])),
    st.randoms(),
)
def test_subjects_that_come_once_are_prose(
    subjects: list[str], dash: str, between: list[str], random: object
) -> None:
    lines = [*(dashed(subject, dash) for subject in subjects), *between]
    random.shuffle(lines)  # type: ignore[attr-defined]
    given = list(split_lines("\n".join(lines)))
    assert with_labels(given, languages_of()) == given


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "安娜：去过吗？\n本：去过。\n里斯本 — 好。\n里斯本 — 远。\n"
            "威尼斯 — 好。\n威尼斯 — 近。\n安娜：再去吗？\n本：去。\n安娜：好。",
            id="names have colons",
        ),
        pytest.param(
            "安娜 — 去过吗？\n本 — 去过。\n安娜 — 再去吗？",
            id="hardly any lines",
        ),
        pytest.param(
            "安娜 — 去过吗？\n安娜 — 好。\n安娜 — 再去吗？\n安娜 — 去。",
            id="one name",
        ),
        pytest.param(
            "茶杯—四只。\n茶壶—一只。\n茶杯—三只。\n茶壶—两只。",
            id="no spaces",
        ),
        pytest.param(
            "见 https://example.org/a — b。\n12:30 — 好。\n" * 2,
            id="colons before",
        ),
        pytest.param(
            "".join(f"说到第 {n} 次，她还是笑。\n" for n in range(40))
            + "茶杯 — 四只。\n茶壶 — 一只。\n茶杯 — 三只。\n茶壶 — 两只。",
            id="a list in long prose",
        ),
    ],
)
def test_without_evidence_nothing_is_changed(text: str) -> None:
    lines = list(split_lines(text))
    dashed = [line for line in with_labels(lines, languages_of()) if " — " in line.text]
    assert [line.speaker for line in dashed] == [None] * len(dashed)


def test_who_speaks_once_is_named_like_the_others() -> None:
    text = (
        "安娜 — 去过吗？\n\n本 — 去过。\n\n安娜 — 远吗？\n\n本 — 不远。\n\n李雷 — 我也去。\n\n"
        "Anna — Were you there?\n\nBen — I was.\n\nAnna — Is it far?\n\nBen — No.\n\n"
        "Li Lei — I will come too."
    )
    assert [turn.speaker for turn in read_string(text).turns] == [
        "安娜",
        "本",
        "安娜",
        "本",
        "李雷",
    ]
