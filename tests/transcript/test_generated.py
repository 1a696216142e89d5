"""A known conversation, rendered in each layout that is supported, is read back as it was."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.helpers.reading import Outline, kinds, outline, read_string, unaccounted

NAMES = [
    ("安娜", "Anna"),
    ("陆教授", "Prof. Lu"),
    ("主持人", "Host"),
    ("让·勒克莱尔", "Jean Leclerc"),
    ("欧阳修远", "Ouyang Xiuyuan"),
    ("老周", "Zhou"),
]
CHINESE = [
    "是的。",
    "关键在于：水要够热。",
    "我们早上 10:30 出发，晚上才到。",
    "CAR-T、CAR-NK 和 TCR-T 都在那张清单上。",
    "他说：“不必着急。”",
    "例如：第三座桥。",
    "那年是 1987 年……大概。",
    "见 https://example.org/zh 上的照片。",
]
ENGLISH = [
    "Yes.",
    "The answer is simple: hotter water.",
    "We left at 10:30 in the morning and arrived at night.",
    "CAR-T, CAR-NK and TCR-T were all on that list.",
    'He said: "There is no hurry."',
    "For example: the third bridge.",
    "It was 1987… or so.",
    "See the pictures at https://example.org/en for that.",
]
NAME_ABOVE = "**{}**\n\n{}"
CREDITS = [["来源：《茶市周刊》", "喜欢就点个赞"], ["Source: The Market Weekly"], []]


@dataclass(frozen=True)
class Rendering:
    leads: str
    labelled: tuple[str, ...]
    same_names: bool
    between: str
    """What separates lines within a turn; turns are always a blank line apart, unless `dense`."""
    dense: bool
    label: str


@st.composite
def renderings(draw: st.DrawFn) -> Rendering:
    labelled = draw(st.sampled_from([("zh", "en"), ("zh",), ("en",)]))
    between = draw(st.sampled_from(["\n", "\n\n"]))
    labels = ["{}: {}", "{}：{}", "**{}:** {}", "**{}**: {}", "{}：\n{}"]
    if between == "\n\n":
        labels.append(NAME_ABOVE)
    return Rendering(
        leads=draw(st.sampled_from(["zh", "en"])),
        labelled=labelled,
        same_names=draw(st.booleans()) if len(labelled) == 2 else False,
        between=between,
        dense=draw(st.booleans()) if between == "\n" else False,
        label=draw(st.sampled_from(labels)),
    )


@st.composite
def conversations(draw: st.DrawFn) -> list[tuple[int, dict[str, list[str]]]]:
    """Turns as (index of a speaker in NAMES, paragraphs per language)."""
    cast = draw(st.lists(st.sampled_from(range(len(NAMES))), min_size=2, max_size=4, unique=True))
    said = st.lists(st.sampled_from(range(len(CHINESE))), min_size=1, max_size=3)
    passages = said.map(
        lambda numbers: {"zh": [CHINESE[n] for n in numbers], "en": [ENGLISH[n] for n in numbers]}
    )
    turn = st.tuples(st.sampled_from(cast), passages)
    return draw(st.lists(turn, min_size=2, max_size=8))


def render(turns: list[tuple[int, dict[str, list[str]]]], how: Rendering) -> tuple[str, Outline]:
    follows = "en" if how.leads == "zh" else "zh"
    blocks = []
    expected: Outline = []
    for speaker, passages in turns:
        names = dict(zip(("zh", "en"), NAMES[speaker], strict=True))
        if how.same_names:
            names["en"] = names["zh"] = NAMES[speaker][1]
        lines = []
        for language in (how.leads, follows):
            first, *others = passages[language]
            if language in how.labelled:
                first = how.label.format(names[language], first)
            lines += [first, *others]
        blocks.append(how.between.join(lines))
        identity = names[how.leads if how.leads in how.labelled else follows]
        expected.append((identity, {lang: passages[lang] for lang in (how.leads, follows)}))
    return ("\n" if how.dense else "\n\n").join(blocks), expected


YES = {"zh": ["是的。"], "en": ["The answer is simple: hotter water.", "Yes.", "Yes."]}


@settings(deadline=None)
@given(conversations(), renderings(), st.sampled_from(CREDITS))
@example([(0, YES), (0, YES)], Rendering("zh", ("zh", "en"), False, "\n\n", False, NAME_ABOVE), [])
def test_what_is_rendered_is_read(
    turns: list[tuple[int, dict[str, list[str]]]], how: Rendering, credits: list[str]
) -> None:
    conversation, expected = render(turns, how)
    text = "\n".join(["# 夜航 | Night Flight", "", conversation, *credits])
    script = read_string(text)
    assert outline(script) == expected
    assert script.title == {"zh": "夜航", "en": "Night Flight"}
    assert script.languages[0] == how.leads
    assert list(script.credits) == credits
    assert kinds(script) == []
    assert unaccounted(text, script) == []


LINES = st.one_of(
    st.sampled_from(CHINESE + ENGLISH + ["", "", "***", "2024", "……", "# 第一章", "## Part two"]),
    st.sampled_from(
        [f"{name}：{text}" for pair in NAMES for name in pair for text in ("好。", "Go.", "")]
    ),
    st.text(max_size=40),
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=30))
def test_nothing_is_lost(lines: list[str]) -> None:
    text = "\n".join(["安娜：你好。", "Anna: Hello.", *lines])
    script = read_string(text)
    assert unaccounted(text, script) == []
    assert [turn.number for turn in script.turns] == list(range(1, len(script.turns) + 1))
    assert {turn.speaker for turn in script.turns} == {speaker.id for speaker in script.speakers}
    assert all(any(turn.passages.values()) for turn in script.turns)
