"""What show.toml names is looked at before anything is spoken, and nothing else is opened."""

from __future__ import annotations

import subprocess
import sys
import wave
from pathlib import Path

import pytest

from producer.errors import InputError
from producer.show.show import Show, load
from tests.helpers.making import a_show, make
from tests.helpers.programs import program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A show's folder with a second of sound beside and in it, and files that are none."""
    folder = tmp_path / "show"
    folder.mkdir()
    for place in (tmp_path / "beside.wav", folder / "sound.wav", folder / "concat:x.wav"):
        if sys.platform == "win32" and ":" in place.name:
            continue
        with wave.open(str(place), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(48_000)
            file.writeframes(b"\1\2" * 48_000)
    (folder / "noise.mp3").write_bytes(bytes(range(256)) * 9)
    (folder / "empty.mp3").touch()
    (folder / "folder.mp3").mkdir()
    (folder / "list.m3u8").write_text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nsound.wav\n#EXT-X-ENDLIST\n"
    )
    (folder / "list.wav").write_text("ffconcat version 1.0\nfile sound.wav\n")
    (folder / "small.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


def refused(show: Show) -> str:
    with pytest.raises(InputError) as caught:
        make(show)
    assert not (show.store / "clips").exists(), "nothing was spoken yet"
    return str(caught.value)


NONE = ["nowhere.mp3", "noise.mp3", "empty.mp3", "folder.mp3", "list.m3u8", "list.wav"]


@pytest.mark.parametrize("name", NONE)
@pytest.mark.parametrize("place", ["intro", "bed", "sting", "outro"])
def test_music_that_is_none_is_named_first(folder: Path, name: str, place: str) -> None:
    told = refused(a_show(folder, music={place: {"file": name}}))
    assert f"show.toml: music.{place}.file: {folder / name}: " in told
    assert told.endswith("take the setting out")


@pytest.mark.parametrize(
    ("settings", "line", "setting"),
    [
        pytest.param(
            'title = "music, intro"\n[music.intro]\nfile = "sound.wav"\n\n'
            '[music.outro]\nlevel_db = -9.0\nfile = "nowhere.mp3"\n',
            *(7, "music.outro.file"),
            id="table",
        ),
        pytest.param(
            '# cover = "nowhere.png"\ntitle = "no cover"\n\ncover = "nowhere.png"\n',
            *(4, "cover"),
            id="cover",
        ),
        pytest.param(
            '[music]\nintro = {file = "./sound.wav"}\nsting = {file = "noise.mp3"}\n',
            *(3, "music.sting.file"),
            id="in one line",
        ),
    ],
)
def test_the_line_that_names_the_file_is_told(
    folder: Path, settings: str, line: int, setting: str
) -> None:
    (folder / "show.toml").write_text(settings, encoding="utf-8")
    told = refused(load(folder / "show.toml"))
    assert f"show.toml:{line}: {setting}: " in told


@pytest.mark.parametrize("name", ["nowhere.png", "folder.mp3", "small.png", "sound.wav"])
def test_a_cover_that_is_none_is_named_first(folder: Path, name: str) -> None:
    assert name in refused(a_show(folder, cover=name))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such devices")
def test_what_has_no_end_is_not_read(folder: Path) -> None:
    (folder / "endless").symlink_to("/dev/zero")
    assert "is no file" in refused(a_show(folder, cover="endless"))
    assert "is no file" in refused(a_show(folder, music={"outro": {"file": "endless"}}))


@pytest.mark.parametrize("name", ["../beside.wav", "{above}/beside.wav", "x/../../beside.wav", ""])
def test_what_lies_elsewhere_is_refused(folder: Path, name: str) -> None:
    name = name.format(above=folder.parent)
    for section in ({"cover": name}, {"music": {"sting": {"file": name}}}):
        with pytest.raises(InputError, match="in the show's folder"):
            a_show(folder, **section)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_name_that_looks_like_a_protocol_is_a_name(folder: Path) -> None:
    assert make(a_show(folder, music={"intro": {"file": "concat:x.wav"}})).folder.exists()


def test_music_that_cannot_be_read_to_its_end_is_told_with_its_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its fault lies behind the first second: chained Ogg, which libavformat does not read."""
    ogg = folder / "chained.ogg"
    parts = []
    for hz in (300, 600):
        sound = folder / f"{hz}.ogg"
        tone = f"sine=frequency={hz}:duration=1.5"
        command = [program("ffmpeg"), "-v", "error", "-f", "lavfi", "-i", tone, "-c:a", "libvorbis"]
        subprocess.run([*command, "-ar", str(hz * 80), str(sound)], check=True)
        parts.append(sound.read_bytes())
    ogg.write_bytes(b"".join(parts))
    (folder / "show.toml").write_text('title = "T"\n\n[music.intro]\nfile = "chained.ogg"\n')
    monkeypatch.chdir(folder)
    with pytest.raises(InputError) as refusal:
        make(load(folder / "show.toml"))
    assert "music.intro.file" in refusal.value.message
    assert refusal.value.line == 4
