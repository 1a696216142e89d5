"""What the columns of a table hold: by the header where there is one, or else by the cells."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from producer.languages import language_named, names_one_of
from producer.transcript.labels.label import candidate
from producer.transcript.language.detection import Languages


class ColumnRole(Enum):
    SPEAKER = "speaker"
    TEXT = "text"
    LANGUAGE = "language"
    """Says in each row which language its text is in."""
    PLACE = "place"
    """Numbers and times, which only count the rows."""
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Column:
    """`language` is None where cells of the column are in several, or in any."""

    role: ColumnRole
    language: str | None = None


Cells = Sequence[str]

_ROLES = {
    ColumnRole.SPEAKER: "speaker speakers name role character person 说话人 發言人 发言人 讲者 "
    "人物 姓名 角色 嘉宾 发言者 讲话人",
    ColumnRole.LANGUAGE: "language lang 语言 語言 语种",
    ColumnRole.NOTE: "note notes comment comments remark remarks 备注 備註 批注 说明 注释 "
    "pinyin phonetic phonetics ipa pronunciation 拼音 音标 音標 注音 发音 發音",
    ColumnRole.TEXT: "text body content transcript line lines passage dialogue original "
    "translation 原文 译文 譯文 翻译 内容 內容 台词 文本 对白",
    ColumnRole.PLACE: "# no nr id index number turn row start end time begin in out timestamp "
    "timecode duration 序号 编号 时间 時間 开始 结束 起止 时长",
}
_PLACE = re.compile(r"[\d\s:.,;#/>→–—-]*\d[\d\s:.,;#/>→–—-]*")
_PHONETIC = re.compile("[ɪʊəɛɔæŋʃʒθɑʌɒɜɹˈˌː]")
"""The signs of the phonetic alphabet that no orthography of ours has."""
_MAX_HEADER = 40
_MAX_NAME = 40
_SENTENCE = re.compile(r"[。！？!?…，,；;]|\w{4}\.$")


def read_header(cells: Cells) -> list[Column | None] | None:
    """The columns that a header names, None for those that it leaves open; None for no header."""
    columns = [_named(cell) for cell in cells]
    filled = [cell for cell in cells if cell]
    if any(len(cell) > _MAX_HEADER or _SENTENCE.search(cell) for cell in filled):
        return None
    return columns if 2 * sum(column is not None for column in columns) >= len(filled) > 0 else None


def read_columns(
    rows: Sequence[Cells], named: Sequence[Column | None], languages: Languages
) -> list[Column]:
    """All columns of `rows`, which have no header any more, each row as long as `named`."""
    values = [[row[index] for row in rows if row[index]] for index in range(len(named))]
    known = [column or _by_shape(cells) for column, cells in zip(named, values, strict=True)]
    if all(column is None or column.role is not ColumnRole.SPEAKER for column in known):
        pair = sum(column is not None and column.language is not None for column in known) > 1
        index = _speakers(values, known, certain=pair)
        if index is not None:
            known[index] = Column(ColumnRole.SPEAKER)
    return [
        column
        if column and (column.role is not ColumnRole.TEXT or column.language)
        else _text(cells, languages)
        for column, cells in zip(known, values, strict=True)
    ]


def _named(cell: str) -> Column | None:
    language = language_named(cell)
    for role, names in _ROLES.items():
        if names_one_of(cell, names):
            return Column(role, language)
    return Column(ColumnRole.TEXT, language) if language else None


def _by_shape(cells: Cells) -> Column | None:
    if cells and 2 * sum(_PHONETIC.search(cell) is not None for cell in cells) > len(cells):
        return Column(ColumnRole.NOTE)
    if cells and all(len(cell) <= _MAX_NAME and _PLACE.fullmatch(cell) for cell in cells):
        return Column(ColumnRole.PLACE)
    if cells and all(len(cell) <= 12 and language_named(cell) for cell in cells):
        return Column(ColumnRole.LANGUAGE)
    return None


def _speakers(
    values: Sequence[Cells], known: Sequence[Column | None], *, certain: bool
) -> int | None:
    """The column of names: short beside the texts, in the shape of labels, most of them again and
    again. Short sentences ("你好") are not to be taken for names, unless it is `certain` from the
    header that the texts stand in other columns."""
    widest = max((_width(cells) for cells in values), default=0.0)
    for index, (cells, column) in enumerate(zip(values, known, strict=True)):
        if column or not cells or any(_SENTENCE.search(cell) for cell in cells):
            continue
        again = 1 if certain else 2 if len(set(cells)) < len(cells) else 4
        if all(cell.endswith((":", "：")) for cell in cells) or (
            5 * sum(map(_is_name, cells)) >= 4 * len(cells) and again * _width(cells) < widest
        ):
            return index
    return None


def _is_name(cell: str) -> bool:
    return (
        len(cell) <= _MAX_NAME and candidate(f"{cell.split(' / ')[0].rstrip(':： ')}: ") is not None
    )


def _text(cells: Cells, languages: Languages) -> Column:
    """A column of text, in the language that nearly all of its cells are in."""
    counts = Counter(language for cell in cells if (language := languages.of(cell)))
    if not counts:
        return Column(ColumnRole.TEXT)
    language, count = counts.most_common(1)[0]
    mixed = any("\n" in cell and len(_line_languages(cell, languages)) > 1 for cell in cells)
    alone = 10 * count >= 9 * counts.total() and not mixed
    return Column(ColumnRole.TEXT, language if alone else None)


def _line_languages(cell: str, languages: Languages) -> set[str]:
    return {language for line in cell.split("\n") if (language := languages.of(line))}


def _width(cells: Cells) -> float:
    """Mean width in columns of a terminal, where Han characters take two."""
    wide = sum(1 + (unicodedata.east_asian_width(char) in "WF") for cell in cells for char in cell)
    return wide / max(len(cells), 1)
