"""A transcript opened again after an edit: only what the edit has changed is found out anew, and
what is shown is what a page that opens it for the first time is shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from producer.model import Delivery
from producer.plan.passages import PassageId, said_in
from producer.plan.status import standing
from producer.review import view_models
from producer.review.editing.passage_edits import (
    ScriptEdit,
    SentencePlace,
    leave_unspoken,
    move,
    set_chapter,
    set_sentence,
    set_speaker,
)
from producer.review.editing.turn_edits import join, remove
from producer.review.review_items import OpenedItem, ReviewItem, ReviewOptions
from producer.review.view_models import ShownItem
from producer.review.workspace import Workspace
from tests.review.serving import a_transcript

HARBOUR = "# 港口 | The Harbour\n" + "".join(
    f"""
梅：第{number}天船来得很晚。雾太大了！谁在等它们？
May: On day {number} the ships came late. The fog was too thick! Who waited for them?

汤：我等了{number + 2}个小时。
Tom: I waited {number + 2} hours. [pause 1s] Nobody else did.
"""
    for number in range(11, 15)
)


def opened_anew(folder: Path, item: ReviewItem) -> OpenedItem:
    """The item as somebody sees it who starts the program now."""
    return Workspace(folder / "show.toml", (), ReviewOptions(engine="tone")).open(item)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "show.toml").write_text('title = "Piers"\n', "utf-8")
    a_transcript(tmp_path, HARBOUR)
    return Workspace(tmp_path / "show.toml", (), ReviewOptions(engine="tone"))


def item_of(workspace: Workspace) -> ReviewItem:
    (item,) = workspace.items().values()
    return item


def edit(workspace: Workspace, item: ReviewItem, change: ScriptEdit) -> None:
    workspace.edit_script(item, workspace.seen(item), change, "an edit")


def test_only_the_passages_of_the_edited_turn_are_put_into_words_anew(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = item_of(workspace)
    workspace.open(item)
    edit(workspace, item, set_sentence(SentencePlace(3, "en"), "On day 12 no ship came."))
    workspace.open(item)
    asked: list[PassageId] = []

    def counted(pid: PassageId, *others: object) -> object:
        asked.append(pid)
        return said_in(pid, *others)  # type: ignore[arg-type]

    monkeypatch.setattr("producer.plan.plan.said_in", counted)
    edit(workspace, item, set_sentence(SentencePlace(5, "en"), "On day 13 no ship came."))
    before, after = workspace.open(item), workspace.open(item)
    assert {number for number, _ in asked if number} == {5}
    assert before.plan is not None
    assert after.plan is not None
    assert before.plan.engine is after.plan.engine


@pytest.mark.parametrize(
    "change",
    [
        set_sentence(SentencePlace(1, "en", 1), "There was no wind, and 40 gulls."),
        set_sentence(SentencePlace(2, "en", 0), "Two hours it was, I think."),
        leave_unspoken(SentencePlace(1, "zh", 1), "sentence"),
        move(SentencePlace(2, "en", 1), "next"),
        set_speaker(4, "梅"),
        set_chapter(5, {"en": "Later"}),
        join(2),
        remove(3),
    ],
)
def test_after_an_edit_is_shown_what_is_shown_to_who_comes_anew(
    workspace: Workspace, tmp_path: Path, change: ScriptEdit
) -> None:
    item = item_of(workspace)
    # The first edit writes the script file, which is read again.
    edit(workspace, item, set_sentence(SentencePlace(7, "zh"), "第十四天没有船来。"))
    opened = workspace.open(item)
    shown = ShownItem(opened, view_models.turns(opened))
    edit(workspace, item, change)
    item = item_of(workspace)
    again, anew = workspace.open(item), opened_anew(tmp_path, item)
    assert again.plan is not None
    assert anew.plan is not None
    assert again.plan.passages == anew.plan.passages
    assert again.plan.hearings == anew.plan.hearings
    assert again.plan.missing_clips == anew.plan.missing_clips
    assert view_models.turns(again, shown) == view_models.turns(anew)


def test_a_term_in_the_lexicon_and_a_voice_are_heard_in_all_turns(workspace: Workspace) -> None:
    item = item_of(workspace)
    workspace.open(item)
    workspace.add_term(workspace.seen(item), "en", "ships", "vessels")
    opened = workspace.open(item)
    assert opened.plan is not None
    assert opened.plan.passages[7, "en"][0].utterance.text.endswith("the vessels came late.")
    voice = next(
        voice.name
        for voice in opened.plan.engine.voices()
        if voice.speaks("en") and voice.name != opened.plan.deliveries["梅"]["en"].voice
    )
    workspace.set_voice(item, workspace.seen(item), "梅", "en", Delivery(voice), "a voice")
    recast = workspace.open(item)
    assert recast.plan is not None
    assert {said.utterance.delivery.voice for said in recast.plan.passages[7, "en"]} == {voice}


def test_pairs_are_kept_for_the_next_server(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = item_of(workspace)
    (tmp_path / ".producer").mkdir()
    first = workspace.open(item)

    def refuse(*_: object) -> None:
        raise AssertionError("what is paired already is paired again")

    monkeypatch.setattr("producer.plan.pairs.align", refuse)
    again = opened_anew(tmp_path, item)
    assert first.plan is not None
    assert again.plan is not None
    assert again.plan.paired == first.plan.paired


def test_pairs_that_the_list_has_sought_are_kept_for_the_page(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = item_of(workspace)
    (tmp_path / ".producer").mkdir()
    standing(workspace.request(item, workspace.show), ())

    def refuse(*_: object) -> None:
        raise AssertionError("what is paired already is paired again")

    monkeypatch.setattr("producer.plan.pairs.align", refuse)
    assert workspace.open(item).plan is not None


def test_what_is_opened_before_anybody_asks_is_shown_once_and_only_while_it_is_so(
    workspace: Workspace,
) -> None:
    item = item_of(workspace)
    workspace.prepare(item)
    prepared = workspace.recent(item)
    assert workspace.open(item) is prepared
    assert workspace.open(item) is not prepared

    workspace.prepare(item)
    item.transcript.write_text(HARBOUR.replace("The fog was", "The smoke was"), "utf-8")
    (sentence, *_) = workspace.open(item).script.turns[0].passages["en"]
    assert "smoke" in sentence


def test_the_server_starts_without_what_only_checks_renders_and_translates() -> None:
    code = "import producer.review.server, sys; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"producer.check", "aiohttp", "av", "numpy", "PIL"}.isdisjoint(run.stdout.split())
