"""Pairs of a script, kept in the store, and what only one language has."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from producer.model import Script
from producer.plan import pairs as pairing
from producer.plan.omissions import omitted
from producer.plan.pairs import paired
from producer.store import Store
from producer.transcript import reading
from tests.helpers.commands import run

TALK = """\
陈默：我在山里修了四十年的钟。最老的一座是1897年从德国运来的。它每天慢三分钟，没有人介意。
Chen Mo: I have repaired clocks in the mountains for forty years. The oldest came from Germany \
in 1897.

安娜：您收学徒吗？
Anna: Do you take apprentices? My grandfather was an apprentice of a clockmaker in Vienna himself.
"""


def read(tmp_path: Path, text: str = TALK) -> Script:
    file = tmp_path / "talk.txt"
    file.write_text(text, "utf-8")
    return reading.read(file, ("zh", "en"), ())


def test_each_turn_has_its_sentences_and_pairs(tmp_path: Path) -> None:
    first, second = paired(read(tmp_path)).turns
    assert [len(first.sentences[la]) for la in ("zh", "en")] == [3, 2]
    assert [dict(pair.sentences) for pair in first.pairs] == [
        {"zh": (0,), "en": (0,)},
        {"zh": (1,), "en": (1,)},
        {"zh": (2,), "en": ()},
    ]
    assert [dict(pair.sentences) for pair in second.pairs] == [
        {"zh": (0,), "en": (0,)},
        {"zh": (), "en": (1,)},
    ]


def test_what_only_one_language_says_is_told_with_its_line(tmp_path: Path) -> None:
    script = read(tmp_path)
    told = list(omitted(script, paired(script)))
    assert [(f.kind, f.turn, f.language, f.line) for f in told] == [
        ("omitted", 1, "zh", 1),
        ("omitted", 2, "en", 5),
    ]
    assert "它每天慢三分钟" in told[0].message
    assert "Chinese" in told[1].message


def test_a_missing_passage_and_short_sentences_are_no_omissions(tmp_path: Path) -> None:
    text = TALK.replace(" My grandfather was an apprentice of a clockmaker in Vienna himself.", "")
    text = text.replace("它每天慢三分钟，没有人介意。", "")
    script = read(tmp_path, text + "\n陈默：不收了，年轻人都去城里了，没有人愿意学这门手艺。好。\n")
    assert not list(omitted(script, paired(script)))


def test_pairs_are_kept_and_not_sought_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, store = read(tmp_path), Store(tmp_path / "store")
    made = paired(script, store)
    made.keep(store)
    monkeypatch.setattr(pairing, "align", None)
    assert paired(script, store) == made
    with pytest.raises(TypeError):
        paired(read(tmp_path, TALK.replace("四十", "五十")), store)


def test_the_command_tells_pairs_for_people_and_for_programs(tmp_path: Path) -> None:
    read(tmp_path)
    file = str(tmp_path / "talk.txt")
    shown = run("script", file, "--pairs").stdout
    assert (
        "  zh  最老的一座是1897年从德国运来的。\n  en  The oldest came from Germany in 1897."
        in shown
    )
    assert "  zh  它每天慢三分钟，没有人介意。\n  en  –" in shown
    turn = json.loads(run("script", file, "--json").stdout)["turns"][1]
    assert turn["sentences"]["zh"] == ["您收学徒吗？"]
    assert [(pair["zh"], pair["en"]) for pair in turn["pairs"]] == [([0], [0]), ([], [1])]
    assert all(0 < pair["confidence"] <= 1 for pair in turn["pairs"])


SET = """\
+++
script = 1
languages = ["zh", "en"]
title = {zh = "钟", en = "Clocks"}
+++

## 1 · 陈默

[pairs]

[zh] 我在山里修了四十年的钟。最老的一座是1897年从德国运来的。
[en] I have repaired clocks in the mountains for forty years.

[zh] 它每天慢三分钟，没有人介意。
[en] The oldest came from Germany in 1897.

## 2 · 安娜

[zh]

您收学徒吗？

[en]

Do you take apprentices? My grandfather was an apprentice of a clockmaker in Vienna himself.
"""


def test_what_a_person_has_paired_is_taken_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "talk.script.md"
    file.write_text(SET, "utf-8")
    script = reading.read(file, ("zh", "en"), ())
    store = Store(tmp_path / "store")
    first, second = paired(script, store).turns
    assert [dict(pair.sentences) for pair in first.pairs] == [
        {"zh": (0, 1), "en": (0,)},
        {"zh": (2,), "en": (1,)},
    ]
    assert {pair.confidence for pair in first.pairs} == {1.0}
    assert [dict(pair.sentences) for pair in second.pairs][1:] == [{"zh": (), "en": (1,)}]
    assert [finding.turn for finding in omitted(script, paired(script))] == [2]
    again = tmp_path / "again.script.md"
    run("script", str(file), "--out", str(again))
    assert reading.read(again, ("zh", "en"), ()).turns == script.turns
    # Where the person's word is taken back, the sentences are the same and their pairs are not.
    unset = replace(script, turns=tuple(replace(turn, pair_ends={}) for turn in script.turns))
    for before in None, paired(script):
        assert len(paired(unset, store, before).turns[0].pairs) == 3
