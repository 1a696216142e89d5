"""Who is named to listeners: people, not the roles by which a transcript names who speaks."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from producer.episode.feeds import write_feeds
from producer.naming.roles import is_role, person
from tests.helpers.making import a_show, make, mp3
from tests.helpers.programs import program
from tests.helpers.shows import SETTINGS

QUESTIONS = """\
# 茶与时间 | Tea and Time

问：你喜欢喝茶吗？
Q: Do you like tea?

答：喜欢。我每天喝三杯。
A: I do. I drink three cups a day.
"""


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("Q", ""),
        ("问 / Q", ""),
        ("記者", ""),
        ("Speaker 2", ""),
        ("嘉宾甲", ""),
        ("提问 / Question", ""),
        ("主持人/Host", ""),
        ("记者 / Anna", "Anna"),
        ("Host (Anna)", "Anna"),
        ("主持人（安娜） / Host (Anna)", "安娜 / Anna"),
        ("主持人（安娜） / 主持人（安娜）", "安娜"),
        ("Host (Guest)", ""),
        ("Anna (BBC)", "Anna (BBC)"),
        ("陆教授", "陆教授"),
        ("Prof. Lu", "Prof. Lu"),
        ("杭悦/Yue", "杭悦/Yue"),
        ("Quinn", "Quinn"),
        ("", ""),
    ],
)
def test_a_person_is_told_from_a_role(name: str, whose: str) -> None:
    assert person(name) == whose


@given(st.text(alphabet="QA问答 Anna安娜主持人Host()（）/｜12\n") | st.text())
def test_no_role_is_a_person(name: str) -> None:
    told = person(name)
    assert not is_role(told)
    assert person(told) == told


def listed(folder: Path, text: str) -> tuple[str, list[str], str, list[str]]:
    """The artist that ffprobe reads of the episode, the people of its feed, the feed's text
    about it, and the people of its page."""
    show = a_show(folder, **SETTINGS)
    episode = make(show, text)
    command = [program("ffprobe"), "-v", "error", "-show_entries", "format_tags=artist"]
    said = subprocess.run([*command, "-of", "json", mp3(episode)], capture_output=True, check=True)
    (feed,) = write_feeds(show, show.output, drafts=True).written
    item = etree.parse(feed.file).getroot().find("channel/item")
    assert item is not None
    page: Any = lxml_html.fromstring((episode.folder / f"{episode.folder.name}.html").read_bytes())
    (about,) = page.xpath("//script[@type='application/ld+json']")
    return (
        json.loads(said.stdout)["format"]["tags"]["artist"],
        [e.text or "" for e in item.findall("{*}person")],
        item.findtext("description") or "",
        [actor["name"] for actor in json.loads(about.text)["actor"]],
    )


def test_where_only_roles_speak_the_artist_is_the_shows_author(tmp_path: Path) -> None:
    """A player showed "问 / Q, 答 / A"."""
    artist, feed, told, page = listed(tmp_path, QUESTIONS)
    assert artist == SETTINGS["author"]
    assert feed == page == []
    assert told
    assert "With" not in told


def test_a_person_beside_a_role_is_the_artist(tmp_path: Path) -> None:
    text = QUESTIONS.replace("问：", "主持人（林晓）：").replace("Q:", "Host (Lin Xiao):")
    artist, feed, told, page = listed(tmp_path, text)
    assert artist == "林晓 / Lin Xiao"
    assert feed == page == [artist]
    assert "With Lin Xiao" in told
    assert "林晓" in told


def test_without_an_author_the_artist_is_the_show(tmp_path: Path) -> None:
    episode = make(a_show(tmp_path, title="Teahouse"), "你好。\nHello.\n\n再见。\nGoodbye.\n")
    command = [program("ffprobe"), "-v", "error", "-show_entries", "format_tags=artist"]
    said = subprocess.run([*command, mp3(episode)], capture_output=True, text=True, check=True)
    assert "artist=Teahouse\n" in said.stdout
