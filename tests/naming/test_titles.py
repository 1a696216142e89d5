"""Titles: of which kind they are, and which gender they tell."""

from __future__ import annotations

import pytest

from producer.naming.titles import (
    FEMALE,
    GENDER_OF_TITLE,
    MALE,
    class_of_label_title,
    genders_told,
    kind_of_title,
)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Prof.", "professor"),
        ("副教授", "professor"),
        ("Dr", "doctor"),
        ("医师", "doctor"),
        ("Mr.", "mr"),
        ("女士", "ms"),
        ("董事长", "office"),
        ("记者", "other"),
        ("Don", ""),
        ("总", ""),
        ("Tea", ""),
        ("", ""),
    ],
)
def test_the_kind_of_a_title_in_running_text(title: str, kind: str) -> None:
    assert kind_of_title(title) == kind


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Prof", "教授", True),
        ("Dr", "医生", True),
        ("Señora", "女士", True),
        ("Judge", "Senator", False),
        ("院长", "主任", False),
        ("Prof", "Dr", False),
    ],
)
def test_titles_of_one_kind_are_one_class_in_labels(one: str, other: str, *, same: bool) -> None:
    assert (class_of_label_title(one) == class_of_label_title(other)) is same


@pytest.mark.parametrize(
    ("labels", "genders"),
    [
        (["Mrs. Hall", "霍尔"], {FEMALE}),
        (["王先生"], {MALE}),
        (["Mr. and Mrs. Hall"], {FEMALE, MALE}),
        (["Prof. Lu", "陆教授"], set()),
        (["Missouri", "先生们"], set()),
    ],
)
def test_the_genders_that_labels_tell(labels: list[str], genders: set[str]) -> None:
    assert genders_told(labels) == genders


def test_what_tells_a_gender_in_a_label_does_so_in_running_text() -> None:
    for title in ("Mr", "Mrs", "Ms", "Miss", "Madam", "先生", "女士", "太太"):
        assert genders_told([f"{title} " if title.isascii() else title]) == {
            GENDER_OF_TITLE[kind_of_title(title)]
        }
