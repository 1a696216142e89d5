"""Word documents as readable data, and the files that are built from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Item = str | tuple[str, str] | list[list[str]]
"""A paragraph, a style with its paragraph, or the rows of a table. Of a paragraph, `**` on both
sides makes it bold, "\\n" a line break. A cell "<" is one with the cell before it, "^" one with
the cell above it."""

WORD: dict[str, list[Item]] = {
    "word-paragraphs": [
        ("Title", "树屋 | The Tree House"),
        ("Heading 1", "第一天 | The First Day"),
        "记者：这棵树多少岁了？",
        "Reporter: How old is this tree?",
        "木匠：比我爷爷还老。\n我爷爷说，它小时候就很高。",
        "Carpenter: Older than my grandfather.\nHe says it was tall when he was small.",
        ("Heading 1", "最后一天 | The Last Day"),
        "记者：谁住在里面？",
        "Reporter: Who lives in it?",
        "木匠：一只猫头鹰，它先来的。",
        "Carpenter: An owl. It was here first.",
        "文：木匠的邻居",
    ],
    "word-table": [
        ("Title", "树屋"),
        ("Subtitle", "The Tree House"),
        "我们在树下见面。",
        "We met under the tree.",
        [
            ["说话人", "中文", "English"],
            ["第一天 | The First Day", "<", "<"],
            ["记者 / Reporter", "这棵树多少岁了？", "How old is this tree?"],
            ["木匠 / Carpenter", "很老。", "Very old."],
            ["^", "比我爷爷还老。", "Older than my grandfather."],
            ["最后一天 | The Last Day", "<", "<"],
            ["记者 / Reporter", "谁住在里面？", "Who lives in it?"],
            ["木匠 / Carpenter", "一只猫头鹰。", "An owl."],
        ],
        "树屋现在归猫头鹰。",
        "The tree house now belongs to the owl.",
    ],
    "word-two-columns": [
        ("Heading 1", "The Tree House"),
        [
            ["How old is this tree?", "这棵树多少岁了？"],
            ["Older than my grandfather.", "比我爷爷还老。"],
        ],
        [["year", "height"], ["1950", "4 m"], ["2020", "31 m"]],
    ],
    "word-speaker-and-text": [
        [
            ["Reporter", "这棵树多少岁了？\nHow old is this tree?"],
            ["Carpenter", "很老。\nVery old."],
            ["Reporter", "谁住在里面？\nWho lives in it?"],
        ],
    ],
    "word-bold-names": [
        ("Title", "The Tree House"),
        *("**记者**", "这棵树多少岁了？", "How old is this tree?"),
        *("**木匠**", "**非常**老。", "Very old."),
        *("**记者**", "谁住在里面？", "Who lives in it?"),
        *("**木匠**", "一只猫头鹰。", "An owl."),
    ],
    "word-meeting-recorder": [
        ("Title", "树屋访谈"),
        "2025年3月4日 上午 10:00｜28分钟12秒",
        "关键词：",
        "树屋、猫头鹰、梯子",
        "文字记录：",
        "说话人 1 00:00",
        "这棵树多少岁了？",
        "How old is this tree?",
        "说话人 2 00:04",
        "比我爷爷还老。",
        "Older than my grandfather.",
        "他小时候就爬过它。",
        "He climbed it when he was small.",
        "说话人 1 00:15",
        "现在谁住在里面？",
        "Who lives in it now?",
        "说话人 2 00:19",
        "一只猫头鹰，它先来的。",
        "An owl. It was here first.",
    ],
    "word-meeting-names": [
        ("Title", "树屋 | The Tree House"),
        "林一木(00:00:03):",
        "梯子是谁做的？",
        "Who made the ladder?",
        "Wren Abbott(00:00:09):",
        "我女儿，用了一个夏天。",
        "My daughter, in one summer.",
        "林一木(00:00:15):",
        "它还能用吗？",
        "Can it still be used?",
        "Wren Abbott(00:00:19):",
        "猫头鹰不用梯子。",
        "The owl needs no ladder.",
    ],
    "word-meeting-lines": [
        ("Title", "The Tree House"),
        "0:3.0 --> 0:6.0\nWren Abbott\nWho made the ladder?\n梯子是谁做的？",
        "0:9.0 --> 0:13.0\nIda Moss\nMy daughter, in one summer.\n我女儿，用了一个夏天。",
        "0:15.0 --> 0:17.0\nWren Abbott\nCan it still be used?\n它还能用吗？",
        "0:19.0 --> 0:22.0\nIda Moss\nThe owl needs no ladder.\n猫头鹰不用梯子。",
    ],
    "word-bold-questions": [
        ("Title", "树屋 | The Tree House"),
        *("**这棵树多少岁了？**", "**How old is this tree?**", "**非常**老。", "Very old."),
        *("**谁住在里面？**", "**Who lives in it?**", "一只猫头鹰。", "An owl."),
        *("**它付房租吗？**", "**Does it pay rent?**", "用老鼠付。", "In mice."),
    ],
}


def build(items: list[Item], path: Path) -> Path:
    document = docx.Document()
    for item in items:
        if isinstance(item, list):
            _table(document, item)
        elif isinstance(item, tuple):
            style, text = item
            document.add_paragraph(text, style=style)
        else:
            paragraph = document.add_paragraph()
            for index, part in enumerate(item.split("**")):
                paragraph.add_run(part).bold = index % 2 == 1
    document.save(str(path))
    return path


def _table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text == "<":
                table.cell(y, x - 1).merge(table.cell(y, x))
            elif text == "^":
                table.cell(y - 1, x).merge(table.cell(y, x))
            else:
                table.cell(y, x).text = text


def wrap_run(paragraph: Any, text: str, *names: str) -> None:
    """Adds a run that stands in the elements `names`, the outermost first."""
    run = paragraph.add_run(text)._r
    inner = run
    for name in reversed(names):
        outer = OxmlElement(name)
        inner.addprevious(outer)
        outer.append(inner)
        inner = outer
    if "w:del" in names:
        run.find(qn("w:t")).tag = qn("w:delText")
