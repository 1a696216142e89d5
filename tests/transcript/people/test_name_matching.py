"""Which labels may be one person's, and by which rule."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.transcript.people.name_matching import Rule, exclude_each_other, parse_name, rule_for

LABELS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Pro.Lu", "陆教授", "Dr. Lu", "A.", "主持人2", "欧阳修远", "Ms. Lu", "R.N."]),
)


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ("Pro.Lu", "Prof. Lu", Rule.SPELLING),
        ("Professor Lu", "PROF LU", Rule.SPELLING),
        ("Dr Lu", "Dr. Lu", Rule.SPELLING),
        ("Anna", "ANNA", Rule.SPELLING),
        ("Élodie", "Elodie", Rule.SPELLING),
        ("Ａｎｎａ", "Anna", Rule.SPELLING),
        ("陆教授", "Prof. Lu", Rule.LANGUAGES),
        ("Negrin 教授", "Pro.Negrin", Rule.SPELLING),
        ("安娜", "Anna", Rule.LANGUAGES),
        ("李雷", "Li Lei", Rule.LANGUAGES),
        ("李雷", "Lei Li", Rule.LANGUAGES),
        ("欧阳修远", "Ouyang Xiuyuan", Rule.LANGUAGES),
        ("曾先生", "Mr. Zeng", Rule.LANGUAGES),
        ("Анна", "Anna", Rule.LANGUAGES),
        ("アンナ", "Anna", Rule.LANGUAGES),
        ("主持人", "Host", Rule.ROLE),
        ("说话人1", "Speaker 1", Rule.ROLE),
        ("问", "Q", Rule.ROLE),
        ("Prof. Lu", "Dr Lu", Rule.TITLE),
        ("Prof. Lu", "Lu", Rule.TITLE),
        ("陆教授", "Dr. Lu", Rule.TITLE),
        ("陆医生", "陆教授", Rule.TITLE),
        ("Lu Qi", "Prof. Lu", Rule.PART),
        ("陆琪", "Pro.Lu", Rule.PART),
        ("陆琪", "陆教授", Rule.PART),
        ("Robert Negrin", "Robert", Rule.PART),
        ("主持人", "主持人（林晓）", Rule.PART),
        ("Host", "主持人（林晓）", Rule.PART),
        ("主持人（林晓）", "Host (Lin Xiao)", Rule.LANGUAGES),
        ("主持人（林晓）", "主持人（王安）", None),
        ("主持人（林晓）", "嘉宾（林晓）", None),
        ("主持人 林晓", "林晓", Rule.TITLE),
        ("Moderator Lin Xiao", "Lin Xiao", Rule.TITLE),
        ("主持人 林晓", "Moderator Lin Xiao", Rule.LANGUAGES),
        ("主持人", "Moderator", Rule.ROLE),
        ("主持人 林晓", "嘉宾 林晓", None),
        ("A.", "Anna", Rule.INITIALS),
        ("R. Negrin", "Robert Negrin", Rule.INITIALS),
        ("R.N.", "Robert Negrin", Rule.INITIALS),
        ("Prof. Lu", "Prof. Li", None),
        ("Ms. Lu", "Mr. Lu", None),
        ("陆女士", "Mr. Lu", None),
        ("陆琪", "陆佩华", None),
        ("Lu Qi", "Lu Peihua", None),
        ("Speaker 1", "Speaker 2", None),
        ("说话人1", "Speaker 2", None),
        ("Reporter", "Journalist", None),
        ("主持人", "Guest", None),
        ("安娜", "Ben", None),
        ("琪琪", "陆琪", None),
        ("B.", "Anna", None),
        ("本", "Benn", None),
    ],
)
def test_rule(first: str, second: str, rule: Rule | None) -> None:
    assert rule_for(first, second) is rule
    assert rule_for(second, first) is rule


def test_two_genders_are_two_people() -> None:
    people = ["Mr. Lu", "陆女士", "Mrs Lu", "陆先生"]
    apart = {frozenset(pair) for pair in combinations(people, 2) if exclude_each_other(*pair)}
    assert len(apart) == 4


@given(LABELS, LABELS)
def test_any_labels_can_be_compared(first: str, second: str) -> None:
    assert rule_for(first, second) is rule_for(second, first)
    assert rule_for(first, first) is Rule.SPELLING
    assert all(word.isalpha() and word for word in parse_name(first).words)
