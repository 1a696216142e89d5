"""Which labels may be one person's, and by which rule."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.transcript.people.name_matching import (
    MatchReason,
    exclude_each_other,
    parse_name,
    rule_for,
)

LABELS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Pro.Lu", "陆教授", "Dr. Lu", "A.", "主持人2", "欧阳修远", "Ms. Lu", "R.N."]),
)


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ("Pro.Lu", "Prof. Lu", MatchReason.SPELLING),
        ("Professor Lu", "PROF LU", MatchReason.SPELLING),
        ("Dr Lu", "Dr. Lu", MatchReason.SPELLING),
        ("Anna", "ANNA", MatchReason.SPELLING),
        ("Élodie", "Elodie", MatchReason.SPELLING),
        ("Ａｎｎａ", "Anna", MatchReason.SPELLING),
        ("陆教授", "Prof. Lu", MatchReason.LANGUAGES),
        ("Negrin 教授", "Pro.Negrin", MatchReason.SPELLING),
        ("安娜", "Anna", MatchReason.LANGUAGES),
        ("李雷", "Li Lei", MatchReason.LANGUAGES),
        ("李雷", "Lei Li", MatchReason.LANGUAGES),
        ("欧阳修远", "Ouyang Xiuyuan", MatchReason.LANGUAGES),
        ("曾先生", "Mr. Zeng", MatchReason.LANGUAGES),
        ("Анна", "Anna", MatchReason.LANGUAGES),
        ("アンナ", "Anna", MatchReason.LANGUAGES),
        ("主持人", "Host", MatchReason.ROLE),
        ("说话人1", "Speaker 1", MatchReason.ROLE),
        ("问", "Q", MatchReason.ROLE),
        ("Prof. Lu", "Dr Lu", MatchReason.TITLE),
        ("Prof. Lu", "Lu", MatchReason.TITLE),
        ("陆教授", "Dr. Lu", MatchReason.TITLE),
        ("陆医生", "陆教授", MatchReason.TITLE),
        ("Lu Qi", "Prof. Lu", MatchReason.PART),
        ("陆琪", "Pro.Lu", MatchReason.PART),
        ("陆琪", "陆教授", MatchReason.PART),
        ("Robert Negrin", "Robert", MatchReason.PART),
        ("主持人", "主持人（林晓）", MatchReason.PART),
        ("Host", "主持人（林晓）", MatchReason.PART),
        ("主持人（林晓）", "Host (Lin Xiao)", MatchReason.LANGUAGES),
        ("主持人（林晓）", "主持人（王安）", None),
        ("主持人（林晓）", "嘉宾（林晓）", None),
        ("主持人 林晓", "林晓", MatchReason.TITLE),
        ("Moderator Lin Xiao", "Lin Xiao", MatchReason.TITLE),
        ("主持人 林晓", "Moderator Lin Xiao", MatchReason.LANGUAGES),
        ("主持人", "Moderator", MatchReason.ROLE),
        ("主持人 林晓", "嘉宾 林晓", None),
        ("A.", "Anna", MatchReason.INITIALS),
        ("R. Negrin", "Robert Negrin", MatchReason.INITIALS),
        ("R.N.", "Robert Negrin", MatchReason.INITIALS),
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
def test_rule(first: str, second: str, rule: MatchReason | None) -> None:
    assert rule_for(first, second) is rule
    assert rule_for(second, first) is rule


def test_two_genders_are_two_people() -> None:
    people = ["Mr. Lu", "陆女士", "Mrs Lu", "陆先生"]
    apart = {frozenset(pair) for pair in combinations(people, 2) if exclude_each_other(*pair)}
    assert len(apart) == 4


@given(LABELS, LABELS)
def test_any_labels_can_be_compared(first: str, second: str) -> None:
    assert rule_for(first, second) is rule_for(second, first)
    assert rule_for(first, first) is MatchReason.SPELLING
    assert all(word.isalpha() and word for word in parse_name(first).words)
