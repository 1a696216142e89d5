"""Finished episodes, whole and damaged in many ways: exactly the lines at fault fail."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import mutagen.id3 as id3
import numpy as np
import pytest
from PIL import Image

from producer.audio.encode import encode, silent_frame
from producer.audio.frames import frame_length
from producer.check import State, check
from producer.check.id3 import tag_length
from producer.errors import UsageError
from producer.timing import FrameFormat
from tests.check.episodes import MP3, STEM, Listing, failed, failures, make_episode, rewrite
from tests.helpers.commands import run
from tests.helpers.making import a_show, make

VTT, SRT = f"{STEM}.vtt", f"{STEM}.zh.srt"
CHAPTERS, TRANSCRIPT = f"{STEM}.chapters.json", f"{STEM}.transcript.json"
LISTED = {f"{MP3}: size as listed", f"{MP3}: hash as listed"}
FRAME = 288


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_episode(tmp_path_factory.mktemp("show"))


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished episode, to be damaged."""
    return Path(shutil.copytree(finished, tmp_path / finished.name))


def of_mp3(*checks: str) -> set[str]:
    return {f"{MP3}: {check}" for check in checks}


def test_an_episode_passes_all_that_was_looked_at(folder: Path) -> None:
    report = check(folder)
    assert failures(report) == set()
    assert [s.file for s in report.sections] == [
        "episode.json",
        *(MP3, CHAPTERS, TRANSCRIPT, VTT, SRT),
    ]
    left_out = {
        line.check for s in report.sections for line in s.lines if line.state == "not applicable"
    }
    assert left_out <= {"for publication", "cover", "voices", "listened to"}
    assert check(folder / "episode.json").sections == report.sections
    assert check(folder / MP3).sections == report.sections[1:]


def test_of_a_folder_each_episode_and_feed_is_checked(folder: Path) -> None:
    damaged = Path(shutil.copytree(folder, folder.with_name("stars-again")))
    (damaged / SRT).unlink()
    (folder.parent / "feed.zh-en.xml").write_text("<rss", encoding="utf-8")
    report = check(folder.parent)
    files = {section.file for section in report.sections}
    assert {f"{folder.name}/{MP3}", f"stars-again/{MP3}", "feed.zh-en.xml"} <= files
    wrong = {section.file for section in report.sections if section.failed}
    assert "feed.zh-en.xml" in wrong
    assert any(file.startswith("stars-again/") for file in wrong)
    assert not any(file.startswith(f"{folder.name}/") for file in wrong)


def test_what_make_writes_passes(tmp_path: Path) -> None:
    made = make(a_show(tmp_path, title="Tea talks"), editions=["zh-en", "zh", "en"])
    report = check(made.folder)
    assert failures(report) == set()
    assert sum(section.file.endswith(".mp3") for section in report.sections) == 3


@pytest.mark.parametrize(
    ("file", "old", "new", "at_fault"),
    [
        ("talk.zh.en.vtt", "Today", "Yesterday", {"text"}),
        ("talk.zh.bi.vtt", "Today", "Yesterday", {"text"}),
        ("talk.zh.bi.vtt", "<lang zh>", "<lang en>", {"text"}),
        ("talk.zh.bi.vtt", "今天", "昨天", {"text"}),
        ("talk.zh.bi.vtt", "\n<lang en>", "\nand\n<lang en>", {"rows", "text"}),
        ("talk.zh.bi.vtt", "--> 00:00:03", "--> 00:09:03", {"length", "order", "place"}),
    ],
)
def test_a_fault_in_captions_of_the_other_language(
    episode_in_chinese: Path, tmp_path: Path, file: str, old: str, new: str, at_fault: set[str]
) -> None:
    folder = Path(shutil.copytree(episode_in_chinese, tmp_path / episode_in_chinese.name))
    assert failed(folder) == set()
    replace(old, new)(folder / file.replace("talk", folder.name))
    with Listing(folder):
        pass
    assert failed(folder) == {f"{file.replace('talk', folder.name)}: {each}" for each in at_fault}


@pytest.fixture(scope="module")
def episode_in_chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    show = a_show(tmp_path_factory.mktemp("show"), title="Tea talks")
    return make(show, editions=["zh"]).folder


def test_a_stereo_episode_is_as_loud_as_players_measure_it(tmp_path: Path) -> None:
    """It was measured as the mean of its channels, 3 dB too low, and failed."""
    sound = {"stereo": True, "bitrate_kbps": 128}
    made = make(a_show(tmp_path, title="Tea talks", sound=sound))
    assert failures(check(made.folder)) == set()


def test_a_draft_is_not_for_publication(folder: Path) -> None:
    (line,) = [n for n in check(folder).sections[0].lines if n.check == "for publication"]
    assert line.state is State.NOT_APPLICABLE
    assert "tone" in line.measured
    assert line.advice == "Make it with a voice engine such as edge"


def test_an_mp3_by_itself_is_compared_with_nothing(folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone" / "any.mp3"
    alone.parent.mkdir()
    shutil.copy(folder / MP3, alone)
    report = check(alone)
    assert not report.failed
    open_ = {n.check for n in report.sections[0].lines if n.state is State.NOT_APPLICABLE}
    assert open_ - {"cover"} == {
        *("length as listed", "size as listed", "hash as listed", "loudness as listed"),
        *("true peak as listed", "chapters as listed", "for publication"),
        *("sentences", "times", "voices", "spoken notice", "notice"),
    }


def test_sentences_that_sound_at_other_times_than_listed(folder: Path) -> None:
    """Captions, transcript and page follow the manifest: nothing else told that they are off."""
    with Listing(folder) as manifest:
        for cue in manifest["editions"]["zh-en"]["cues"]:
            cue["start_ms"] += 250
            cue["end_ms"] += 250
    assert of_mp3("times") <= failed(folder)
    (line,) = [n for n in check(folder / MP3).sections[0].lines if n.check == "times"]
    moved = re.fullmatch(r"sound (-\d+) ms from its sentences", line.measured)
    assert moved
    assert int(moved[1]) == pytest.approx(-250, abs=20)


# Damages to the bytes of the MP3


def cut(folder: Path) -> None:
    rewrite(folder / MP3, lambda data: data[:-1000])


def append_junk(folder: Path) -> None:
    rewrite(folder / MP3, lambda data: data + b"And now for something else. " * 20)


def remove_tag(folder: Path) -> None:
    rewrite(folder / MP3, lambda data: data[tag_length(data) :])


def add_id3v1(folder: Path) -> None:
    rewrite(folder / MP3, lambda data: data + b"TAG" + bytes(125))


@pytest.mark.parametrize(
    ("damage", "at_fault"),
    [
        (cut, of_mp3("frames", "length as listed", "chapters")),
        (append_junk, of_mp3("frames", "decoding")),
        (add_id3v1, of_mp3("ID3v1")),
        (
            remove_tag,
            of_mp3(
                *("ID3v2", "title", "artist", "album", "genre", "language", "lyrics"),
                *("AI disclosure", "AIGC mark", "machine-readable mark"),
                *("chapters", "chapter contents", "chapters as listed"),
            ),
        ),
    ],
)
def test_a_damaged_file(folder: Path, damage: Callable[[Path], None], at_fault: set[str]) -> None:
    damage(folder)
    assert failed(folder) - {f"{CHAPTERS}: order"} == at_fault | LISTED


# Damages after which the manifest has the file's new size and hash


def retag(change: Callable[[id3.ID3], None], **options: int) -> Callable[[Path], None]:
    """Change the tag with the library that wrote it."""

    def damage(folder: Path) -> None:
        tag = id3.ID3(folder / MP3, translate=False)
        change(tag)
        tag.save(folder / MP3, **{"v1": 0, "v2_version": 3, **options})

    return damage


def picture(width: int, height: int, mode: str = "RGB") -> bytes:
    target = io.BytesIO()
    Image.new(mode, (width, height)).save(target, "PNG")
    return target.getvalue()


def cover(data: bytes) -> Callable[[Path], None]:
    def add(tag: id3.ID3) -> None:
        tag.delall("APIC")
        tag.add(id3.APIC(encoding=0, mime="image/png", type=3, desc="", data=data))

    return retag(add)


def swap_chapters(folder: Path) -> None:
    def swapped(data: bytes) -> bytes:
        first = data.index(b"CHAP")
        second = data.index(b"CHAP", first + 4)
        third = second + 10 + int.from_bytes(data[second + 4 : second + 8], "big")
        return data[:first] + data[second:third] + data[first:second] + data[third:]

    rewrite(folder / MP3, swapped)


def long_chapter(tag: id3.ID3) -> None:
    last = max(tag.getall("CHAP"), key=lambda frame: frame.start_time)
    last.end_time += 500


def rename_chapter(tag: id3.ID3) -> None:
    tag.getall("CHAP")[0].sub_frames.getall("TIT2")[0].text = ["Another"]


def unordered_contents(tag: id3.ID3) -> None:
    tag.getall("CTOC")[0].flags = 0


def frames_of(data: bytes) -> tuple[bytes, list[bytes]]:
    at = tag_length(data)
    length = frame_length(data, at)
    return data[:at], [data[i : i + length] for i in range(at, len(data), length)]


def sound(samples: Callable[[int], np.ndarray]) -> Callable[[Path], None]:
    """Other sound of the same length, under the same tag."""

    def damage(folder: Path) -> None:
        def change(data: bytes) -> bytes:
            tag, frames = frames_of(data)
            made = encode(samples(1152 * (len(frames) - 1)).astype(np.int16), FrameFormat())
            assert len(made) == FRAME * len(frames)
            return tag + made

        rewrite(folder / MP3, change)

    return damage


def square(count: int) -> np.ndarray:
    return np.where(np.arange(count) // 60 % 2, 32767, -32767)


def fall_silent(folder: Path) -> None:
    rewrite(folder / MP3, lambda data: data + silent_frame(FrameFormat()) * 250)
    with Listing(folder) as manifest:
        manifest["editions"]["zh-en"]["duration_ms"] += 6_000


def spoil_frames(folder: Path) -> None:
    rewrite(
        folder / MP3, lambda data: data[:-90_000] + b"\x55" * 3 * FRAME + data[3 * FRAME - 90_000 :]
    )


@pytest.mark.parametrize(
    ("damage", "at_fault"),
    [
        pytest.param(swap_chapters, {"chapters"}, id="chapters out of order"),
        pytest.param(
            retag(long_chapter), {"chapters", "chapters as listed"}, id="chapter too long"
        ),
        pytest.param(retag(rename_chapter), {"chapters as listed"}, id="another chapter title"),
        pytest.param(retag(unordered_contents), {"chapter contents"}, id="contents without order"),
        pytest.param(retag(lambda t: t.delall("CTOC")), {"chapter contents"}, id="no contents"),
        pytest.param(retag(lambda t: t.delall("TIT2")), {"title"}, id="no title"),
        pytest.param(retag(lambda t: t.delall("TLAN")), {"language"}, id="no language"),
        pytest.param(retag(lambda t: t.delall("USLT:en")), {"lyrics"}, id="lyrics missing"),
        pytest.param(
            retag(lambda t: t.delall("TXXX:AI-CONTENT")), {"AI disclosure"}, id="not disclosed"
        ),
        pytest.param(
            retag(lambda t: t.delall("TXXX:DRAFT")), {"for publication"}, id="draft not marked"
        ),
        pytest.param(retag(lambda _: None, v2_version=4), {"ID3v2"}, id="ID3v2.4"),
        pytest.param(cover(picture(1400, 1400)), set(), id="a good cover"),
        pytest.param(cover(picture(500, 500)), {"cover"}, id="a small cover"),
        pytest.param(cover(picture(1500, 1400)), {"cover"}, id="an oblong cover"),
        pytest.param(cover(picture(1400, 1400, "L")), {"cover"}, id="a grey cover"),
        pytest.param(cover(picture(20_000, 20_000, "1")), {"cover"}, id="a decompression bomb"),
        pytest.param(cover(picture(1400, 1400)[:-500]), {"cover"}, id="a broken cover"),
        pytest.param(
            sound(square),
            {"loudness", "true peak", "clipping", "loudness as listed", "true peak as listed"},
            id="too loud",
        ),
        pytest.param(
            sound(np.zeros),
            {"loudness", "loudness as listed", "true peak as listed", "sentences"},
            id="silence",
        ),
        pytest.param(fall_silent, {"pauses"}, id="a long pause"),
        pytest.param(
            spoil_frames,
            {"frames", "length as listed", "decoding", "true peak as listed", "chapters"},
            id="frames spoilt",
        ),
    ],
)
def test_a_fault_in_the_mp3(
    folder: Path, damage: Callable[[Path], None], at_fault: set[str]
) -> None:
    damage(folder)
    with Listing(folder):
        pass
    others = {f"{CHAPTERS}: order"} if "frames" in at_fault else set()
    assert failed(folder) - others == of_mp3(*at_fault)


def replace(old: str, new: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        rewrite(file, lambda data: data.replace(old.encode(), new.encode(), 1))

    return change


def overlap(file: Path) -> None:
    """The first cue lasts until the second has begun."""
    rows = file.read_text(encoding="utf-8").split("\n")
    first, second = [i for i, row in enumerate(rows) if "-->" in row][:2]
    begin, (later, _, end) = rows[first].split()[0], rows[second].split()
    rows[first] = f"{begin} --> {later[:-3]}{int(later[-3:]) + 1:03}"
    rows[second] = f"{later} --> {end}"
    file.write_text("\n".join(rows), encoding="utf-8")


def move(point: str) -> Callable[[Path], None]:
    """A quarter of a second later, but for the last cue: within the sound."""

    def later(match: re.Match[str]) -> str:
        ms = 1000 * int(match[1]) + int(match[2]) + 250
        return f"{ms // 1000:02}{point}{ms % 1000:03}"

    def damage(file: Path) -> None:
        rows = file.read_text(encoding="utf-8").split("\n")
        for at in [i for i, row in enumerate(rows) if "-->" in row][:-1]:
            rows[at] = re.sub(rf"(\d\d){re.escape(point)}(\d{{3}})", later, rows[at])
        file.write_text("\n".join(rows), encoding="utf-8")

    return damage


def move_segments(file: Path) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    for segment in document["segments"][:-1]:
        segment["startTime"] += 0.25
    file.write_text(json.dumps(document), encoding="utf-8")


def too_late(file: Path) -> None:
    rows = file.read_text(encoding="utf-8").rstrip().split("\n")
    at = max(i for i, row in enumerate(rows) if "-->" in row)
    point = "." if file.suffix == ".vtt" else ","
    rows[at] = f"09:00:00{point}000 --> 09:00:01{point}000"
    file.write_text("\n".join(rows), encoding="utf-8")


def too_long(file: Path) -> None:
    """The last cue lasts for ten seconds, to the end."""
    rows = file.read_text(encoding="utf-8").rstrip().split("\n")
    at = max(i for i, row in enumerate(rows) if "-->" in row)
    begin = rows[at].split()[0]
    rows[at] = f"{begin} --> 00:00:{int(begin[6:8]) + 10:02}{begin[8:]}"
    file.write_text("\n".join(rows), encoding="utf-8")


def reverse_chapters(file: Path) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    document["chapters"].reverse()
    file.write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "damage", "at_fault"),
    [
        pytest.param(VTT, overlap, {"order"}, id="captions overlap"),
        pytest.param(SRT, overlap, {"order"}, id="captions overlap in SRT"),
        pytest.param(VTT, too_late, {"place", "times"}, id="a cue behind the end"),
        pytest.param(VTT, move("."), {"times"}, id="captions too late"),
        pytest.param(SRT, move(","), {"times"}, id="SRT too late"),
        pytest.param(TRANSCRIPT, move_segments, {"times"}, id="a transcript too late"),
        pytest.param(VTT, too_long, {"length", "place"}, id="a cue too long"),
        pytest.param(VTT, replace("WEBVTT", "CAPTIONS"), {"form"}, id="no WebVTT"),
        pytest.param(SRT, replace(",", "."), {"form", "text"}, id="a point in an SRT time"),
        pytest.param(VTT, replace("今晚", "今天晚上"), {"text"}, id="another text"),
        pytest.param(SRT, replace("今晚", "今\n\n晚"), {"form", "text"}, id="a cue torn apart"),
        pytest.param(VTT, replace("今晚", "今\n晚\n的"), {"rows", "text"}, id="three rows"),
        pytest.param(VTT, replace("Venus", "V" * 43), {"rows", "text"}, id="a row too wide"),
        pytest.param(CHAPTERS, replace("1.2.0", "1.0.0"), {"form"}, id="old chapters"),
        pytest.param(
            CHAPTERS, replace("{", ""), {"form", "chapters as listed"}, id="broken chapters"
        ),
        pytest.param(
            CHAPTERS, reverse_chapters, {"order", "chapters as listed"}, id="chapters reversed"
        ),
        pytest.param(TRANSCRIPT, replace("{", "[" * 100_000), {"form", "text"}, id="a deep JSON"),
        pytest.param(TRANSCRIPT, replace("startTime", "start"), {"form", "text"}, id="no times"),
        pytest.param(TRANSCRIPT, replace("Venus", "Mars"), {"text"}, id="another star"),
    ],
)
def test_a_fault_in_a_sidecar(
    folder: Path, file: str, damage: Callable[[Path], None], at_fault: set[str]
) -> None:
    before = (folder / file).read_bytes()
    damage(folder / file)
    assert (folder / file).read_bytes() != before
    with Listing(folder):
        pass
    assert failed(folder) == {f"{file}: {check}" for check in at_fault}


def test_a_sidecar_that_is_not_the_one_listed(folder: Path) -> None:
    rewrite(folder / VTT, lambda data: data + b"\nNOTE more\n")
    assert failed(folder) == {f"{VTT}: size as listed", f"{VTT}: hash as listed"}


def test_files_that_are_missing(folder: Path) -> None:
    (folder / VTT).unlink()
    assert failed(folder) == {f"{VTT}: file"}
    (folder / MP3).unlink()
    assert failed(folder) == {f"{MP3}: file"}


def test_a_page_that_is_not_the_one_listed(tmp_path: Path) -> None:
    made = make(a_show(tmp_path, title="Night talks")).folder
    page = made / f"{made.name}.html"
    assert not any(page.name in problem for problem in failed(made))
    rewrite(page, lambda data: data.replace(b"</title>", b"!</title>"))
    assert {f"{page.name}: size as listed", f"{page.name}: hash as listed"} <= failed(made)
    page.unlink()
    assert f"{page.name}: file" in failed(made)


@pytest.mark.parametrize(
    ("key", "value", "at_fault"),
    [
        ("bytes", 1, of_mp3("size as listed")),
        ("sha256", "0" * 64, of_mp3("hash as listed")),
        ("loudness_lufs", -20.0, of_mp3("loudness as listed")),
        ("true_peak_dbtp", 0.5, of_mp3("true peak as listed")),
        ("bytes", "many", {"episode.json: manifest"}),
        ("sha256", None, {"episode.json: manifest"}),
        ("file", "../../other.mp3", {"episode.json: manifest"}),
        ("cues", {}, {"episode.json: manifest"}),
    ],
)
def test_a_false_word_in_the_manifest(
    folder: Path, key: str, value: object, at_fault: set[str]
) -> None:
    manifest = json.loads((folder / "episode.json").read_text(encoding="utf-8"))
    manifest["editions"]["zh-en"][key] = value
    (folder / "episode.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert failed(folder) == at_fault


def test_a_wrong_length_in_the_manifest(folder: Path) -> None:
    with Listing(folder) as manifest:
        manifest["editions"]["zh-en"]["duration_ms"] += 31
    assert failed(folder) == of_mp3("length as listed")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 1_000_000, b'{"schema":2}']
)
def test_a_manifest_that_is_none(folder: Path, content: bytes) -> None:
    (folder / "episode.json").write_bytes(content)
    assert failed(folder) == {"episode.json: manifest"}


def test_a_name_that_servers_garble(folder: Path) -> None:
    (folder / "封面.jpg").write_bytes(b"")
    assert failed(folder) == {"episode.json: file names"}


def test_the_command_tells_and_ends_with_1_when_something_fails(folder: Path) -> None:
    assert "0 failed" in run("check", str(folder)).output
    add_id3v1(folder)
    report = json.loads(run("check", str(folder), "--json", code=1).stdout)
    assert not report["passed"]
    wrong = {line["check"]: line for line in report["lines"] if line["state"] == "failed"}
    assert set(wrong) == {"ID3v1", "size as listed", "hash as listed"}
    assert all(line["advice"] and line["file"] == MP3 for line in wrong.values())
    assert all(set(line) == set(wrong["ID3v1"]) for line in report["lines"])


@pytest.mark.parametrize("name", ["missing", "notes.txt", "empty"])
def test_what_cannot_be_checked_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("…", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=name):
        check(tmp_path / name)
