"""Files: their encodings, what cannot be used, and the transcripts that lie at hand."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from producer.errors import InputError
from producer.model import Script
from producer.transcript.readers.decoding import MAX_BYTES, decode
from producer.transcript.reading import explain, read
from producer.transcript.script.script_file import dump, parse
from tests.helpers.reading import ROOT, SEEDS, kinds, outline, unaccounted

TALK = "# 桥\n安娜：你修过这座桥？\nAnna: You repaired this bridge?\n本：修过两次。\nBen: Twice.\n"

SHARED = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bridge.txt"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TALK.encode(), id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TALK.encode(), id="utf-8-bom"),
        pytest.param(codecs.BOM_UTF16_LE + TALK.encode("utf-16-le"), id="utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE + TALK.encode("utf-16-be"), id="utf-16-be"),
        pytest.param(TALK.encode("gb18030"), id="gb18030"),
        pytest.param(TALK.encode("utf-16-le"), id="utf-16-le-no-bom"),
        pytest.param(TALK.encode("utf-16-be"), id="utf-16-be-no-bom"),
        pytest.param(TALK.encode("utf-32"), id="utf-32"),
        pytest.param(TALK.replace("Anna", "Ａｎｎａ").encode(), id="full-width"),
        pytest.param(TALK.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(TALK.replace("\n", "\r").encode(), id="cr"),
        pytest.param(TALK.replace("：", "：\t\u3000").encode(), id="wide-spaces"),
    ],
)
def test_encodings(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    script = read(path)
    assert outline(script) == [
        ("安娜", {"zh": ["你修过这座桥？"], "en": ["You repaired this bridge?"]}),
        ("本", {"zh": ["修过两次。"], "en": ["Twice."]}),
    ]
    assert kinds(script) == []


TRADITIONAL = (
    "安娜：你為什麼說這座橋會動？\nAnna: Why do you say it moves?\n"
    "本：我們來看看。\nBen: Let us see.\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16"])
def test_traditional_characters(path: Path, encoding: str) -> None:
    path.write_bytes(TRADITIONAL.encode(encoding))
    assert [turn.passages["zh"] for turn in read(path).turns] == [
        ("你為什麼說這座橋會動？",),
        ("我們來看看。",),
    ]


def test_accents_of_windows() -> None:
    text = "José: ¿Qué año? Café.\nBen: Naïve — “yes”.\n"
    assert decode(text.encode("cp1252"), Path("talk.txt")) == text


@pytest.mark.parametrize("suffix", [".txt", ".md", ".markdown", ".MD", ".transcript", ""])
def test_suffixes(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"bridge{suffix}"
    path.write_text(TALK, encoding="utf-8")
    assert len(read(path).turns) == 2


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        pytest.param(b"", 1, "empty", id="empty"),
        pytest.param(b" \n\t\r\n", 1, "empty", id="blank"),
        pytest.param(codecs.BOM_UTF8, 1, "empty", id="only-bom"),
        pytest.param("# 桥\n\n你好。\n早。\n".encode(), 1, "only in Chinese", id="only-chinese"),
        pytest.param(b"\nAnna: Hello.\nBen: Hi.", 2, "only in English", id="only-english"),
        pytest.param("Привет\n2024".encode(), 1, "no text in Chinese or English", id="neither"),
        pytest.param(b"***\n---\n", 1, "no text in Chinese or English", id="nothing-spoken"),
        pytest.param(b"Hello\nHi\x00\x01", 2, "binary", id="nul"),
        pytest.param(
            "你\n好".encode() + b"\xff" + b"\n" + "桥".encode() * 20, 2, "0xff", id="damaged-utf-8"
        ),
        pytest.param(b"\xff\xff\xff\xff", 1, "0xff", id="no-encoding"),
        pytest.param("你\x01好".encode("gb18030"), 1, "binary", id="controls"),
        pytest.param(codecs.BOM_UTF16_LE + b"a", 1, "UTF-16", id="half-a-character"),
        pytest.param(codecs.BOM_UTF16_LE + b"\n\x00\x00\x00", 2, "binary", id="utf-16-nul"),
    ],
)
def test_what_cannot_be_used(path: Path, data: bytes, line: int, says: str) -> None:
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.exit_code == 3
    assert caught.value.line == line
    assert says in caught.value.message
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert "Expected" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_such_file(path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(path)


def test_a_folder_is_no_transcript(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)


def test_too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match="too large"):
        read(path)


def check_nothing_lost(path: Path, script: Script) -> None:
    assert unaccounted(path.read_text(encoding="utf-8"), script) == []
    assert parse(dump(script), path) == script


@pytest.mark.parametrize("name", ["tea-market.txt", "night-train.md"])
def test_samples_read_without_a_finding(name: str) -> None:
    script = read(SEEDS / name)
    assert script.findings == ()
    assert len(script.turns) >= 12
    assert set(script.title) == {"zh", "en"}
    assert all(set(turn.passages) == {"zh", "en"} for turn in script.turns)
    check_nothing_lost(SEEDS / name, script)


def test_sample_details() -> None:
    tea = read(SEEDS / "tea-market.txt")
    assert [speaker.id for speaker in tea.speakers] == ["Narrator", "Host", "Lin Yue"]
    assert [turn.speaker for turn in tea.turns[1:]] == ["Host", "Lin Yue"] * 9
    assert len(tea.credits) == 2
    train = read(SEEDS / "night-train.md")
    assert [speaker.name("en") for speaker in train.speakers] == ["Zhou Min", "Mr. He"]
    assert [turn.number for turn in train.turns if turn.heading] == [1, 7, 13]


@pytest.mark.skipif(not SHARED, reason="the shared transcript lies beside the repository only")
def test_shared_transcript() -> None:
    script = read(SHARED[0])
    assert script.languages == ("zh", "en")
    assert [turn.speaker for turn in script.turns] == ["Narrator", *["Pro.Lu", "Pro.Negrin"] * 3]
    counts = [tuple(map(len, turn.passages.values())) for turn in script.turns]
    assert counts == [(1,), (2, 2), (2, 1), (1, 1), (1, 1), (2, 2), (4, 4)]
    assert len(script.credits) == 2
    assert {"missing", "no-title"} <= set(kinds(script))
    assert any("turn 1 (Narrator) has no English" in f.message for f in script.findings)
    check_nothing_lost(SHARED[0], script)


def test_the_layouts_that_were_tried_are_explained(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("How many?\n几只？\n\nSix.\n六只。\n\nWhere?\n在哪？\n", encoding="utf-8")
    chosen, *others = explain(path)
    assert chosen.startswith("pairs, en first: 3 turns")
    assert any("without counterpart" in other for other in others), others
