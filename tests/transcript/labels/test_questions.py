"""Interviews that name nobody, with their questions in bold."""

from __future__ import annotations

import pytest

from producer.transcript.document import split_lines
from producer.transcript.labels.questions import first_question
from producer.transcript.language.detection import languages_of
from producer.transcript.lines.emphasis import mark_emphasis
from tests.helpers.reading import kinds, outline, read_string

ASKED = (
    ("几点开门？", "When do you open?", "七点。", "At seven."),
    ("跟谁学的？", "Who taught you?", "我师傅。", "My master."),
    ("还有人修吗？", "Is there work?", "有，不多。", "Some, not much."),
)
SPEAKERS = ["Q", "A", "Q", "A", "Q", "A"]


def said(language: int) -> list[str]:
    """What is said in one language, question and answer in turn."""
    return [text for row in ASKED for text in row[language::2]]


def test_below_each_question_stands_its_answer() -> None:
    text = "\n\n".join(f"**{q}**\n**{e}**\n\n{a}\n{b}" for q, e, a, b in ASKED)
    script = read_string(f"# 表 | Watches\n\n{text}")
    assert [speaker for speaker, _ in outline(script)] == SPEAKERS
    assert [turn.passages["zh"][0] for turn in script.turns] == said(0)
    assert [turn.passages["en"][0] for turn in script.turns] == said(1)
    assert kinds(script) == ["no-labels"]
    assert script.findings[0].line == 3


def test_first_in_one_language_and_then_in_the_other() -> None:
    chinese = "\n\n".join(f"**{q}**\n\n{a}" for q, _, a, _ in ASKED)
    english = "\n\n".join(f"__{e}__\n\n{b}" for _, e, _, b in ASKED)
    script = read_string(
        f"# 表 | Watches\n\n铺子在巷子里。\n\n{chinese}\n\nThe shop is in a lane.\n\n{english}"
    )
    assert [speaker for speaker, _ in outline(script)] == ["Narrator", *SPEAKERS]
    assert [turn.passages["en"][0] for turn in script.turns][1:] == said(1)


def test_a_question_whose_translation_is_not_bold() -> None:
    text = "\n\n".join(f"**{q}**\n{e}\n\n{a}\n{b}" for q, e, a, b in ASKED)
    script = read_string(f"# 表 | Watches\n\n{text}")
    assert [speaker for speaker, _ in outline(script)] == SPEAKERS
    assert [turn.passages["en"][0] for turn in script.turns] == said(1)


@pytest.mark.parametrize(
    "text",
    [
        "**春天**\n\n雪化了。\n\n**夏天**\n\n很热。\n\n**秋天**\n\n叶落。",
        "**几点？**\n\n七点。\n\n**谁？**\n\n我。",
        "**安娜：几点？**\n\n本：七点。\n\n**安娜：谁？**\n\n本：我。\n\n**安娜：哪？**\n\n本：这。",
        "安娜：几点？\n\n本：**七点？**\n\n安娜：谁？\n\n本：我。",
        "**几点？**\n\n**谁？**\n\n**哪里？**",
        "几点？\n\n七点。\n\n谁？\n\n我。\n\n**完？**",
        "**一**和**二？**\n\n好。\n\n**三**和**四？**\n\n好。\n\n**五**和**六？**\n\n好。",
    ],
    ids=["headings", "too few", "labels in bold", "emphasis", "no answers", "plain", "parts"],
)
def test_what_else_is_bold_is_left_alone(text: str) -> None:
    lines = list(split_lines(text))
    assert first_question(mark_emphasis(lines, languages_of())) is None
