"""Whatever the files hold, a check tells what is wrong and does not fall over."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from producer.check import check
from producer.check.captions import ShownCaption, read_captions
from producer.check.feed import check_feed
from producer.check.feed_elements import local_file
from producer.check.id3 import read_tag
from producer.check.mp3 import read_mp3
from producer.check.tag import cover_line
from producer.model import Chapter
from producer.publish.tags import Tags, tag_bytes

TAG = tag_bytes(
    Tags(
        title="夜里的星 / Stars at Night",
        show="Night talks",
        artists=["安娜", "Ben"],
        date="2026-01-02",
        languages=["zh", "en"],
        lyrics={"zh": "你好", "en": "Hello"},
        disclosure={"en": "Synthetic voices."},
        chapters=[Chapter(0, 1_000, "一"), Chapter(1_000, 3_000, "Two and more")],
    )
)
VTT = (
    "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\n<v Anna>Hello &amp; welcome</v>\n\n"
    "NOTE x\n\n00:02.500 --> 00:03.000 align:start\nTwo\nrows\n"
)
SRT = (
    "1\r\n00:00:00,000 --> 00:00:01,000\r\nHello & <welcome>\r\n\r\n"
    "2\n00:01:02,500 --> 01:00:03,000\nx\n"
)
FEED = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel><title>t</title><item><title>i</title><guid>1</guid><pubDate>Mon, 02 Mar 2026 10:00:00
+0000</pubDate><enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/></item>
</channel></rss>"""


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """`whole` with some bytes changed, or cut short, or a part of it twice."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(0, 8))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    start, end = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
    kind = draw(st.sampled_from(["as it is", "cut", "doubled", "torn out"]))
    if kind == "cut":
        del data[start:]
    elif kind == "doubled":
        data[end:end] = data[start:end]
    elif kind == "torn out":
        del data[start:end]
    return bytes(data)


def test_a_tag_is_read_as_it_was_written() -> None:
    tag = read_tag(TAG + b"\xff\xfb")
    assert tag is not None
    assert (tag.version, tag.problem) == ("2.3", "")
    assert tag.texts["TIT2"] == "夜里的星 / Stars at Night"
    assert tag.own["AI-CONTENT"] == "voices"
    assert tag.lyrics == (("zho", "你好"), ("eng", "Hello"))
    assert ("eng", "Synthetic voices.") in tag.comments
    assert [(c.start_ms, c.end_ms, c.title) for c in tag.chapters] == [
        (0, 1_000, "一"),
        (1_000, 3_000, "Two and more"),
    ]
    assert tag.contents is not None
    assert tag.contents.children == tuple(chapter.id for chapter in tag.chapters)


@given(damaged(TAG) | st.binary(max_size=200).map(lambda data: b"ID3\3\0\0\0\0\1\0" + data))
@example(b"ID3\4\0\x40\0\0\0\4" + bytes(4))
@example(b"ID3\3\0\0\0\0\0\x0eCHAP" + struct.pack(">IH", 4, 0) + b"abcd")
def test_a_damaged_tag(data: bytes) -> None:
    tag = read_tag(data)
    assert tag is None or tag.version.startswith("2.")


def test_captions_are_read_as_they_are_shown() -> None:
    captions, problems = read_captions(VTT.encode(), ".vtt")
    assert problems == []
    assert captions == [
        ShownCaption(0, 1_000, ("Hello & welcome",)),
        ShownCaption(2_500, 3_000, ("Two", "rows")),
    ]
    captions, problems = read_captions(SRT.encode(), ".srt")
    assert problems == []
    assert captions == [
        ShownCaption(0, 1_000, ("Hello & <welcome>",)),
        ShownCaption(62_500, 3_603_000, ("x",)),
    ]


@given(
    data=damaged(VTT.encode()) | damaged(SRT.encode()) | st.binary() | st.text().map(str.encode),
    suffix=st.sampled_from([".vtt", ".srt"]),
)
def test_damaged_captions(data: bytes, suffix: str) -> None:
    captions, problems = read_captions(data, suffix)
    assert captions or problems
    assert all(caption.rows for caption in captions)


@given(
    st.binary(max_size=300)
    | st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"]).flatmap(
        lambda head: st.binary(max_size=200).map(lambda rest: head + rest)
    )
)
def test_a_cover_that_is_none(data: bytes) -> None:
    assert cover_line(("image/png", data)).state == "failed"


FRAME = bytes.fromhex("fffb74c4") + bytes(284)


@given(
    before=st.binary(max_size=300),
    frames=st.integers(0, 5),
    between=st.binary(max_size=300),
    after=st.binary(max_size=300),
)
def test_every_byte_of_an_mp3_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory,
    before: bytes,
    frames: int,
    between: bytes,
    after: bytes,
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.mp3"
    path.write_bytes(before + FRAME * frames + between + FRAME * frames + after)
    file = read_mp3(path)
    lengths = sum(
        144_000 * k.bitrate // k.rate * n for k, n in file.kinds.items() if k.version == "MPEG-1"
    )
    junk = sum(length for _, length in file.junk)
    taken = len(file.tag) + junk + 128 * file.id3v1
    assert taken <= file.size
    if all(kind.version == "MPEG-1" for kind in file.kinds):
        assert 0 <= file.size - taken - lengths <= file.frames, "a padded frame has a byte more"


@settings(max_examples=60, deadline=None)
@given(data=damaged(FEED.encode()) | st.binary(max_size=100))
@example(FEED.replace("https://example.org/a.mp3", "https://[x/a.mp3").encode())
@example(FEED.replace("2 Mar 2026", "2 Mar 99999").encode())
@example(
    b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b'<rss version="2.0"><channel>&a;</channel></rss>'
)
def test_a_damaged_feed(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "feed.xml"
    path.write_bytes(data)
    assert any(section.failed for section in check_feed(path))


@given(st.text())
@example("https://example.org/../../etc/passwd")
@example("https://example.org/%2e%2e/secret")
@example("https://example.org/%00")
@example("https://[")
def test_an_address_never_leads_out_of_the_folder(url: str) -> None:
    found = local_file(url, Path(__file__).parent)
    assert found is None or Path(__file__).parent in found.parents


@settings(max_examples=25, deadline=None)
@given(
    data=st.binary(max_size=3_000) | damaged(TAG + FRAME * 20),
    name=st.sampled_from(["episode.json", "any.mp3", "feed.xml"]),
)
def test_any_file_gets_a_report(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any" / name
    path.parent.mkdir(exist_ok=True)
    for other in path.parent.iterdir():
        other.unlink()
    path.write_bytes(data)
    report = check(path)
    assert report.failed
    assert report.as_json()["lines"]
