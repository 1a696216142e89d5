"""Labels become speakers: who is who in the two languages."""

from __future__ import annotations

from producer.transcript.pairs.pairing import GrowingTurn
from producer.transcript.pairs.paragraph_runs import ParagraphRun
from producer.transcript.people.folding import Aliases
from producer.transcript.people.name_matching import letters_of
from producer.transcript.people.speakers import People, find_people, in_order, name_speakers

NOBODY = Aliases({})
LANGUAGES = ("zh", "en")


def talk(*labels: tuple[str, str]) -> tuple[list[ParagraphRun], list[GrowingTurn]]:
    """The runs and turns of a talk of which each turn has a label in Chinese and in English; ""
    for none."""
    runs: list[ParagraphRun] = []
    turns: list[GrowingTurn] = []
    for block, pair in enumerate(labels, start=1):
        turn = GrowingTurn(line=block, block=block)
        for language, label in zip(LANGUAGES, pair, strict=True):
            run = ParagraphRun(language, label or None, ("…",), (block,), block, {})
            turn.add(run)
            runs.append(run)
        turns.append(turn)
    return runs, turns


def test_labels_that_stand_together_are_one_person() -> None:
    people = find_people(*talk(("小茶", "Tess"), ("老桥", "Bridget"), ("小茶", "Tess")), NOBODY)
    assert people.same("小茶", "Tess")
    assert people.same("Bridget", "老桥")
    assert people.conflict("小茶", "Bridget")
    assert not people.conflict("小茶", "Tess")
    assert not people.conflict("小茶", "Somebody")


def test_for_once_beside_another_tells_nothing() -> None:
    often = [("小茶", "Tess"), ("老桥", "Bridget")] * 3
    people = find_people(*talk(*often, ("小茶", "Bridget")), NOBODY)
    assert (people.partners["小茶"], people.partners["老桥"]) == ("Tess", "Bridget")


def test_what_the_cast_says_goes_before_how_labels_stand() -> None:
    aliases = Aliases({letters_of("小茶"): 1, letters_of("Bridget"): 1})
    people = find_people(*talk(("小茶", "Tess"), ("老桥", "Bridget")), aliases)
    assert people.partners["小茶"] == "Bridget"


def test_a_label_in_both_languages_is_its_own_partner() -> None:
    people = find_people(*talk(("Anna", "Anna"), ("Ben", "Ben")), NOBODY)
    assert people == People({"Anna": "Anna", "Ben": "Ben"})


def test_a_speaker_is_called_by_the_label_that_comes_first_and_has_both_names() -> None:
    runs, turns = talk(("小茶", "Tess"), ("老桥", ""), ("", "Mark"))
    people = find_people(runs, turns, NOBODY)
    speakers = name_speakers(runs, people, LANGUAGES, ())
    assert speakers["小茶"] == speakers["Tess"]
    assert speakers["Tess"].id == "小茶"
    assert speakers["Tess"].names == {"zh": "小茶", "en": "Tess"}
    assert set(speakers["Tess"].labels) == {"小茶", "Tess"}
    assert {speakers[label].id for label in ("老桥", "Mark")} == {"老桥", "Mark"}


def test_speakers_in_order_keep_those_who_are_known() -> None:
    known = name_speakers(
        talk(("小茶", "Tess"))[0], People({"小茶": "Tess", "Tess": "小茶"}), LANGUAGES, ()
    )
    speakers = in_order(["Ben", "小茶", "Ben"], LANGUAGES, [known["小茶"]])
    assert [speaker.id for speaker in speakers] == ["小茶", "Ben"]
    assert speakers[0].names == {"zh": "小茶", "en": "Tess"}
    assert speakers[1].names == {}
