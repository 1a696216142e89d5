"""Tags, read by programs that are not ours: what stands in them, and chapters to the frame."""

from __future__ import annotations

import base64
import json
import struct
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import eyed3
import pytest
from eyed3.id3 import ID3_V2_3

from producer.audio.encode import silent_frame
from producer.model import Chapter
from producer.publish.cover import cover_jpeg
from producer.publish.tags import Tags, tag_bytes
from producer.timing import FrameFormat
from tests.helpers.programs import program

FORM = FrameFormat()
LONG = "这个标题很长，长到以前的播放器会把它丢掉，因为它超过了一百二十八个字节，也就是四十多个汉字"
TITLES = (
    "开场 / Opening",
    LONG,
    "x",
    "<&> “quotes” 🍵",
    "שלום \u200fRTL",
    f"{LONG} / A title that is long in English too",
    "末 / End",
    *(f"第{number}章" for number in range(8, 31)),
)
LENGTHS = [(37 * number) % 101 + 5 for number in range(len(TITLES))]
"""Of chapters, in frames."""

TAGS = Tags(
    title="茶与时间 / Tea and Time",
    show="茶市谈话 / Tea Market Talks",
    artists=["小梅 / Mei", "汤姆 / Tom"],
    date="2026-03-24",
    languages=["zh", "en"],
    lyrics={"zh": "小梅: 你好。\n汤姆: 你好！", "en": "Mei: Hello.\nTom: Hello!"},
    disclosure={"zh": "声音由计算机合成。", "en": "The voices are computer-generated."},
    episode=7,
    season=2,
    publisher="茶市广播",
    copyright="2026 茶市广播",
    software="producer 1",
)


@dataclass(frozen=True)
class File:
    path: Path
    tags: Tags


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> File:
    """An MP3 of silence with many chapters, each of them whole frames long."""
    ends = [FORM.frames_to_ms(sum(LENGTHS[: n + 1])) for n in range(len(LENGTHS))]
    chapters = [
        Chapter(start, end, title)
        for start, end, title in zip([0, *ends], ends, TITLES, strict=False)
    ]
    tags = replace(TAGS, chapters=chapters, cover=cover_jpeg(None, "Tea"))
    path = tmp_path_factory.mktemp("tags") / "tea.mp3"
    path.write_bytes(tag_bytes(tags) + silent_frame(FORM) * sum(LENGTHS))
    return File(path, tags)


def read_json(*command: str | Path) -> Any:
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def expected(file: File) -> list[tuple[int, int, str]]:
    return [(c.start_ms, c.end_ms, c.title) for c in file.tags.chapters]


def test_ffprobe_reads_chapters_tags_and_cover(file: File) -> None:
    command = [program("ffprobe"), "-v", "error", "-show_chapters", "-show_format"]
    read = read_json(*command, "-show_streams", "-of", "json", file.path)
    assert [
        (
            round(float(c["start_time"]) * 1000),
            round(float(c["end_time"]) * 1000),
            c["tags"]["title"],
        )
        for c in read["chapters"]
    ] == expected(file)
    tags = read["format"]["tags"]
    assert tags["title"] == TAGS.title
    assert tags["album"] == TAGS.show
    assert tags["artist"] == "小梅 / Mei, 汤姆 / Tom"
    assert (tags["track"], tags["disc"]) == ("7", "2")
    assert tags["genre"] == "Podcast"
    assert tags["publisher"] == TAGS.publisher
    assert tags["copyright"] == TAGS.copyright
    assert tags["encoder"] == TAGS.software
    assert tags["language"] == "zho"
    assert tags["AI-CONTENT"] == "voices"
    (cover,) = [s for s in read["streams"] if s["disposition"]["attached_pic"]]
    assert (cover["codec_name"], cover["width"], cover["height"]) == ("mjpeg", 1_400, 1_400)
    assert cover["tags"]["comment"] == "Cover (front)"


def test_mpv_lists_the_chapters(file: File) -> None:
    entry = "${{=chapter-list/{0}/time}} ${{=chapter-list/{0}/title}}\n"
    message = "${=chapter-list/count}\n" + "".join(map(entry.format, range(len(TITLES))))
    quiet = ["--no-config", "--really-quiet", "--msg-level=term-msg=info", "--length=0.1"]
    mpv = [program("mpv"), *quiet, "--vo=null", "--ao=null", f"--term-playing-msg={message}"]
    done = subprocess.run([*mpv, file.path], check=True, capture_output=True, text=True)
    count, *lines = done.stdout.strip().splitlines()
    assert int(count) == len(TITLES)
    read = [line.partition(" ")[::2] for line in lines]
    assert [(round(float(time) * 1000), title) for time, title in read] == [
        (start, title) for start, _, title in expected(file)
    ]


def test_eyed3_reads_every_frame(file: File) -> None:
    tag = eyed3.load(str(file.path)).tag
    assert tag.version == ID3_V2_3
    # In the order of the file, which is what players that do not sort show.
    assert [(*c.times, c.title) for c in tag.chapters] == expected(file)
    (contents,) = tag.table_of_contents
    assert contents.toplevel
    assert contents.ordered
    assert contents.child_ids == [c.element_id for c in tag.chapters]
    assert contents.description == "Chapters"
    assert {(c.lang, c.text) for c in tag.comments} == {
        (b"zho", TAGS.disclosure["zh"]),
        (b"eng", TAGS.disclosure["en"]),
    }
    assert {(lyrics.lang, lyrics.text) for lyrics in tag.lyrics} == {
        (b"zho", TAGS.lyrics["zh"]),
        (b"eng", TAGS.lyrics["en"]),
    }
    (image,) = tag.images
    assert (image.picture_type, image.mime_type) == (image.FRONT_COVER, "image/jpeg")
    assert image.image_data == file.tags.cover
    assert (tag.track_num[0], tag.disc_num[0]) == (7, 2)
    assert tag.publisher == TAGS.publisher
    assert tag.copyright == TAGS.copyright


def test_exiftool_reads_tags_and_chapters(file: File) -> None:
    command = [program("exiftool"), "-j", "-a", "-n", "-U", "-G4", "-b", str(file.path)]
    read = {key.replace("Unknown:", ""): value for key, value in read_json(*command).pop().items()}
    assert read["Title"] == TAGS.title
    assert (read["Track"], read["PartOfSet"]) == (7, 2)
    # Day and month: the order of ID3v2.3.
    assert (read["Year"], read["Date"]) == (2026, 2403)
    assert read["Publisher"] == TAGS.publisher
    assert read["Copyright"] == TAGS.copyright
    assert (read["PictureMIMEType"], read["PictureType"]) == ("image/jpeg", 3)
    # It numbers what comes more than once in the order of the file; the last has no number.
    frames = [read[f"Copy{number}:ID3_CHAP"] for number in range(1, len(TITLES))]
    assert [chapter(frame) for frame in [*frames, read["ID3_CHAP"]]] == expected(file)


def chapter(frame: str) -> tuple[int, int, str]:
    """What a CHAP frame that exiftool gives as base64 holds: an element id, start, end, two
    offsets, and TIT2 in UTF-16 with its end."""
    _, _, content = base64.b64decode(frame.removeprefix("base64:")).partition(b"\0")
    start, end = struct.unpack_from(">II", content)
    return start, end, content[16 + 11 :].decode("utf-16").removesuffix("\0")


def test_mediainfo_reads_both_languages(file: File) -> None:
    general = read_json(program("mediainfo"), "--Output=JSON", file.path)["media"]["track"][0]
    assert general["Title"] == TAGS.title
    assert general["Recorded_Date"] == TAGS.date
    assert general["Cover_Type"] == "Cover (front)"
    for texts, read in (TAGS.disclosure, general["Comment"]), (TAGS.lyrics, general["Lyrics"]):
        for text in texts.values():
            assert all(line in read for line in text.splitlines())


def test_mp3val_finds_nothing_wrong(file: File) -> None:
    done = subprocess.run([program("mp3val"), file.path], capture_output=True, text=True)
    assert "WARNING" not in done.stdout
    assert f"{sum(LENGTHS)} MPEG frames" in done.stdout


def test_a_draft_says_so_and_what_is_unknown_has_no_frame(tmp_path: Path) -> None:
    plain = replace(TAGS, episode=None, season=None, publisher="", copyright="", draft=True)
    path = tmp_path / "draft.mp3"
    path.write_bytes(tag_bytes(plain) + silent_frame(FORM) * 50)
    tag = eyed3.load(str(path)).tag
    assert {text.description for text in tag.user_text_frames} == {"AI-CONTENT", "AIGC", "DRAFT"}
    present = set(tag.frame_set)
    assert not present & {b"TRCK", b"TPOS", b"TPUB", b"TCOP", b"APIC", b"CHAP", b"CTOC"}
    assert {b"TIT2", b"TPE1", b"TALB", b"TCON", b"TSSE", b"TLAN", b"COMM", b"USLT"} <= present


def test_a_tag_holds_the_first_255_chapters(tmp_path: Path) -> None:
    chapters = [Chapter(n * 24, (n + 1) * 24, f"Part {n}") for n in range(300)]
    path = tmp_path / "tea.mp3"
    path.write_bytes(tag_bytes(replace(TAGS, chapters=chapters)) + silent_frame(FORM) * 300)
    tag = eyed3.load(path).tag
    assert [chapter.title for chapter in tag.chapters] == [f"Part {n}" for n in range(255)]
    assert len(tag.table_of_contents.get(b"toc").child_ids) == 255
