"""Which of what may be names are labels, by what the whole file says for them."""

from __future__ import annotations

from tests.helpers.reading import kinds, outline, read_string


def _talk(*, host: str) -> str:
    """A talk in which who speaks is named where somebody else begins, and seldom."""
    lines = ["# 冰 | Ice", ""]
    for number in range(4):
        for name in (host, "Otto Wren", "Maren Holt"):
            lines += [f"{name}: 先说第{number}件事。", f"First the thing number {number}."]
            for more in range(6):
                lines += [f"接着是第{more}句。", f"Then the sentence number {more}."]
    return "\n\n".join(lines)


def test_guests_are_known_beside_a_host_however_seldom_they_are_named() -> None:
    script = read_string(_talk(host="主持人"))
    assert [speaker for speaker, _ in outline(script)] == ["主持人", "Otto Wren", "Maren Holt"] * 4


def test_without_a_host_the_same_lines_may_be_prose() -> None:
    script = read_string(_talk(host="从前"))
    assert kinds(script)[:1] == ["no-labels"]


def test_a_name_once_in_the_other_language_does_not_part_its_person() -> None:
    turns = []
    for number in range(12):
        name = "Ann Reed" if number == 7 else "安·里德"
        turns += [f"Ann Reed: I said it {number} times.", f"{name}：我说了{number}次。"]
        turns += ["Joe Pike: Nobody heard.", "乔·派克：没人听见。"]
    script = read_string("\n\n".join(turns))
    assert "label-mismatch" not in kinds(script)
    assert {speaker for speaker, _ in outline(script)} == {"Ann Reed", "Joe Pike"}


def test_a_name_before_a_text_and_its_translation_is_a_label_though_it_stands_once() -> None:
    script = read_string(
        "钟声响了\n\nThe bell rang\n\nTom: 你听见了吗？\n\nTom: Did you hear it?\n\n"
        "Iris: 我先听见的\n\nIris: I heard it first\n\n后来就安静了\n\nThen it was quiet\n"
    )
    assert [speaker for speaker, _ in outline(script)] == ["Tom", "Iris"]
