"""Word documents: what is taken from them, what is not and said, and what is no such document."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st

from producer.errors import InputError
from producer.transcript.document import Document
from producer.transcript.language.detection import languages_of
from producer.transcript.readers.word import read_word
from tests.helpers.documents import WORD, build, wrap_run


def read(path: Path) -> Document:
    return read_word(path.read_bytes(), path, languages_of())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talk.docx"


def test_text_that_stands_in_something(path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Anna: ")
    wrap_run(paragraph, "inserted, ", "w:ins")
    wrap_run(paragraph, "deleted, ", "w:del")
    wrap_run(paragraph, "linked, ", "w:hyperlink")
    wrap_run(paragraph, "controlled.", "w:sdt", "w:sdtContent")
    whole = document.add_paragraph("Ben: A block in a control.")._p
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    whole.addprevious(control)
    control.append(content)
    content.append(whole)
    document.save(str(path))
    assert [line.text for line in read(path).lines] == [
        "Anna: inserted, linked, controlled.",
        "Ben: A block in a control.",
    ]


def test_what_is_not_spoken_is_said(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Anna: Hello.")
    run = document.add_paragraph("Ben: Hi.").add_run()
    for name in ("w:footnoteReference", "w:footnoteReference", "w:drawing"):
        run._r.append(OxmlElement(name))
    hidden = document.add_paragraph().add_run("Secret.")
    hidden.font.hidden = True
    document.save(str(path))
    found = read(path)
    assert [line.text for line in found.lines] == ["Anna: Hello.", "Ben: Hi."]
    [finding] = found.findings
    assert (finding.kind, finding.line) == ("left-out", 2)
    assert "2 × footnote, 1 × picture or text box, 1 × hidden text" in finding.message


def test_a_table_that_is_no_conversation_is_kept_and_said(path: Path) -> None:
    found = read(build(WORD["word-two-columns"], path))
    assert found.credits == ("year | height", "1950 | 4 m", "2020 | 31 m")
    assert [finding.kind for finding in found.findings] == ["left-out"]


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(held: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"word/document.xml": b" " * 41_000_000}, "unpacks to more than a document does"),
        ({f"word/media/{n}.png": bytes(30_000_000) for n in range(7)}, "unpacks to more"),
        ({f"x{n}": b"" for n in range(5_000)}, "unpacks to more"),
        ({"word/document.xml": b"<w:document>"}, "damaged"),
        ({"word/document.xml": b"<a/>"}, "damaged"),
        ({"[Content_Types].xml": b""}, "damaged"),
        ({"_rels/.rels": b"<x/>"}, "damaged"),
    ],
    ids=["xml-bomb", "media-bomb", "members", "cut", "no-body", "no-types", "no-relations"],
)
def test_archives_that_are_refused(path: Path, changed: dict[str, bytes], says: str) -> None:
    build(["Anna: Hi."], path)
    data = packed(members(path) | changed)
    assert len(data) < 1_000_000
    with pytest.raises(InputError, match=says) as caught:
        read_word(data, path, languages_of())
    assert caught.value.advice


def test_entities_do_not_grow(path: Path) -> None:
    build(["Anna: Hi."], path)
    held = members(path)
    doctype = (
        b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'
    )
    head, _, rest = held["word/document.xml"].partition(b"?>")
    body = rest.replace(b"Anna: Hi.", b"Anna: &b;&b;&b;")
    data = packed(held | {"word/document.xml": head + b"?>" + doctype + body})
    with pytest.raises(InputError, match="damaged"):
        read_word(data, path, languages_of())


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_damaged_compression(path: Path, method: int) -> None:
    build(["Anna: Hi."], path)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members(path).items():
            archive.writestr(name, content)
    data = bytearray(buffer.getvalue())
    start = data.index(b"word/document.xml") + len("word/document.xml")
    for at in range(start + 3, start + 60):
        data[at] ^= 0x5A
    with pytest.raises(InputError, match="damaged"):
        read_word(bytes(data), path, languages_of())


def test_a_document_that_is_its_own_styles(path: Path) -> None:
    build(["Anna: Hi."], path)
    held = members(path)
    relations = held["word/_rels/document.xml.rels"].replace(b'"styles.xml"', b'"document.xml"')
    assert relations != held["word/_rels/document.xml.rels"]
    document = read_word(
        packed(held | {"word/_rels/document.xml.rels": relations}), path, languages_of()
    )
    assert "Anna: Hi." in [line.text for line in document.lines]


def test_a_text_under_the_name_of_a_document(path: Path) -> None:
    path.write_text("Anna: Hello.\n安娜：你好。\n", encoding="utf-8")
    with pytest.raises(InputError, match="no Word document, as its name says") as caught:
        read(path)
    assert "name it .txt" in str(caught.value)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_damaged_documents(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.docx"
    held = members(path if path.exists() else build(WORD["word-table"], path))
    name = data.draw(st.sampled_from(["word/document.xml", "word/styles.xml", "_rels/.rels"]))
    part = bytearray(held[name])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(part) - 1))
        part[at : at + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=3))
    try:
        read_word(packed(held | {name: bytes(part)}), path, languages_of())
    except InputError as error:
        assert error.advice is not None  # noqa: PT017
