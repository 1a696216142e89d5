"""voices/cast.toml: read, checked and added to."""

from __future__ import annotations

import os
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producer.casting import Cast, Part, load, save
from producer.errors import CannotWrite, InputError
from producer.model import Delivery, Speaker, Voice, clean_text

VOICES = [
    Voice("edge", "zh-CN-XiaoxiaoNeural", "zh-CN", "female"),
    Voice("edge", "en-US-AvaNeural", "en-US", "female"),
    Voice("edge", "en-US-AndrewMultilingualNeural", "en-US", "male", multilingual=True),
]
BY_HAND = """\
# our cast

["Pro.Lu"]   # since the first episode
espeak.zh = "cmn+f2"
edge.zh = "zh-CN-XiaoxiaoNeural"  # warm
edge.en={voice='en-US-AvaNeural',rate="-5%"} # slower

# a guest
[Guest]
gender = "male"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "voices" / "cast.toml"


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(textwrap.dedent(text).encode())
    return file


def with_voice(cast: Cast, name: str, engine: str, language: str, voice: str) -> Cast:
    part = cast.parts.get(name, Part())
    return cast.with_part(name, part.with_delivery(engine, language, Delivery(voice)))


def test_no_file_is_an_empty_cast(file: Path) -> None:
    assert load(file) == Cast()


def test_both_forms_of_a_voice_are_read(file: Path) -> None:
    cast = load(write(file, BY_HAND), engines=["edge", "espeak"], voices=VOICES)
    assert cast == Cast(
        {
            "Pro.Lu": Part(
                {
                    "espeak": {"zh": Delivery("cmn+f2")},
                    "edge": {
                        "zh": Delivery("zh-CN-XiaoxiaoNeural"),
                        "en": Delivery("en-US-AvaNeural", -5),
                    },
                }
            ),
            "Guest": Part(gender="male"),
        }
    )


def test_a_new_file_explains_itself(file: Path) -> None:
    assert save(file, with_voice(Cast(), "Pro.Lu", "edge", "zh", "v"), Cast())
    text = file.read_text("utf-8")
    assert text.startswith("# Who speaks with which voice.")
    assert text.endswith('\n\n["Pro.Lu"]\nedge.zh = "v"\n')


def test_what_is_there_stays_and_new_lines_stand_where_they_belong(file: Path) -> None:
    loaded = load(write(file, BY_HAND))
    cast = with_voice(loaded, "Pro.Lu", "tone", "zh", "low")
    cast = with_voice(cast, "Pro.Lu", "espeak", "en", "en-us+f2")
    cast = with_voice(cast, "Pro.Lu", "edge", "zh", "zh-CN-XiaoyiNeural")
    cast = with_voice(cast, "Guest", "edge", "en", "en-US-AndrewNeural")
    cast = with_voice(cast, "林", "edge", "zh", "zh-CN-YunxiNeural")
    assert save(file, cast, loaded)
    assert load(file) == cast
    expected = """\
        # our cast

        ["Pro.Lu"]   # since the first episode
        espeak.zh = "cmn+f2"
        espeak.en = "en-us+f2"
        edge.zh = "zh-CN-XiaoyiNeural"  # warm
        edge.en={voice='en-US-AvaNeural',rate="-5%"} # slower
        tone.zh = "low"

        # a guest
        [Guest]
        gender = "male"
        edge.en = "en-US-AndrewNeural"

        ["林"]
        edge.zh = "zh-CN-YunxiNeural"
        """
    assert file.read_text("utf-8") == textwrap.dedent(expected)


@pytest.mark.parametrize(
    "text",
    [
        '[Lu.edge]\nzh = "a" # b\n[Other]\n',
        '[Lu]\nedge = { zh = "a" } # b\n',
        'Lu.edge.zh = "a" # b\n',
        'Lu = { edge = { zh = "a" } } # b\n',
        '[Lu.edge]\nzh = "a" # b\n[Other]\n[Lu.tone]\nzh = "low"\n',
        '[Lu]\nedge.zh = "a" # b',
        '\ufeff[Lu]\r\nedge.zh = "a" # b\r\n',
    ],
)
def test_any_layout_can_be_added_to(file: Path, text: str) -> None:
    loaded = load(write(file, text))
    cast = with_voice(loaded, "Lu", "edge", "en", "c")
    cast = with_voice(cast, "Lu", "espeak", "zh", "d")
    assert save(file, cast, loaded)
    assert load(file) == cast
    assert "# b" in file.read_text("utf-8")


def test_nothing_new_writes_nothing(file: Path) -> None:
    loaded = load(write(file, BY_HAND))
    before = file.stat()
    assert not save(file, loaded, loaded)
    assert not save(file.with_name("other.toml"), Cast(), Cast())
    assert file.stat() == before
    assert [path.name for path in file.parent.iterdir()] == ["cast.toml"]


def test_what_a_person_changes_meanwhile_stays(file: Path) -> None:
    loaded = load(write(file, BY_HAND))
    cast = with_voice(loaded, "Guest", "edge", "en", "ours")
    cast = with_voice(cast, "Pro.Lu", "tone", "en", "low")
    write(file, f'{BY_HAND}edge.en = "theirs"\n["New"]\nedge.en = "x"\n')
    assert save(file, cast, loaded)
    now = load(file)
    assert now.parts["Guest"].delivery("edge", "en") == Delivery("theirs")
    assert now.parts["Pro.Lu"].delivery("tone", "en") == Delivery("low")
    assert "New" in now.parts


def test_who_was_taken_out_meanwhile_stays_out(file: Path) -> None:
    loaded = load(write(file, BY_HAND))
    write(file, "# nobody\n")
    assert save(file, with_voice(loaded, "Guest", "edge", "en", "v"), loaded)
    assert list(load(file).parts) == ["Guest"]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights on Windows")
def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    file.parent.mkdir()
    real.touch()
    file.symlink_to(real)
    assert save(file, with_voice(Cast(), "Lu", "edge", "zh", "v"), Cast())
    assert file.is_symlink()
    assert "Lu" in load(real).parts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[Lu]\nedge.zh = \n", ":2: is not TOML"),
        ("[Lu]\nedge.zh = 'a'\nedge.zh = 'b'\n", ":3: is not TOML"),
        ("# Lu.edeg\n[Lu]\nedeg.zh = 'a'\n", ":3: there is no engine 'edeg'.*is 'edge'"),
        ("[Lu]\ngendr = 'male'\n", ":2: there is no engine 'gendr'.*is 'gender'"),
        ("[Lu]\ngender = 'Male'\n", ":2: the gender is neither"),
        ("[Lu]\ngender = ['male']\n", ":2: the gender is neither"),
        ("[Lu]\naliases = 'L'\n", ":2: aliases are a list"),
        ("[Lu]\naliases = [1]\n", ":2: aliases are a list"),
        ("Lu = 'zh-CN-XiaoxiaoNeural'\n", ":1: 'Lu' is not a table"),
        ("[[Lu]]\nedge.zh = 'a'\n", ":1: 'Lu' is not a table"),
        ("[Lu]\nedge = 'a'\n", ":2: 'Lu.edge' is not a table"),
        ("[Lu]\nedge.zh = 1979-05-27\n", ":2: 'Lu.edge.zh' is not a table"),
        ("[Lu]\nedge.zh-CN = 'a'\n", ":2: 'zh-CN' is no language"),
        ("[Lu]\nedge.zh = {rate = '-5%'}\n", ":2: the voice is missing"),
        ("[Lu]\nedge.zh = {voice = 'a', speed = '-5%'}\n", ":2: there is no 'speed'"),
        ("[Lu]\nedge.zh = {voice = 'a', rate = '5%'}\n", r':2: the rate is not like "\+10%"'),
        ("[Lu]\nedge.zh = {voice = 'a', rate = 5}\n", ":2: the rate is not like"),
        ("[Lu]\nedge.zh = {voice = 'a', pitch = '+5%'}\n", ':2: the pitch is not like "-5Hz"'),
        ("[Lu]\nedge.zh = {voice = 'a', volume = '+５%'}\n", ":2: the volume is not like"),
        ("[Lu]\nedge.zh = ''\n", ":2: the voice is not like"),
        ("[Lu]\nedge.zh = 'zh-CN-XiaoxiaNeural'\n", ":2: .*is 'zh-CN-XiaoxiaoNeural'"),
        (
            "[A]\nedge.zh = 'zh-CN-XiaoxiaoNeural'\n[Lu]\nedge.zh = 'en-US-AvaNeural'",
            ":4: .*not zh",
        ),
        ('["a\\u0007"]\n', ": 'a\a' is no speaker's name"),
        ("Lu = " + "[" * 20_000, "is nested too deeply"),
        ("Lu = " + "9" * 5_000, "is not TOML"),
        ("#" * 300_000, "is larger than 256 KiB"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(file: Path, text: str, message: str) -> None:
    write(file, text)
    with pytest.raises(InputError, match=message) as caught:
        load(file, engines=["edge", "espeak", "tone"], voices=VOICES)
    assert str(caught.value).startswith(f"{file}:")


def test_a_file_in_another_encoding_is_refused(file: Path) -> None:
    write(file, "")
    file.write_bytes("# 声音\n[陆]\n".encode("gb18030"))
    with pytest.raises(InputError, match=":1: is not UTF-8"):
        load(file)


def test_a_folder_in_its_place_is_refused(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(InputError, match="cannot be read"):
        load(file)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_place_that_cannot_be_written_is_refused(file: Path) -> None:
    write(file, "").parent.chmod(0o500)
    with pytest.raises(CannotWrite, match="cannot be written"):
        save(file, with_voice(Cast(), "Lu", "edge", "zh", "v"), Cast())


names = st.text(min_size=1, max_size=12).map(clean_text).filter(bool)
amount = st.integers(-100, 100)
deliveries = st.builds(
    Delivery, names, rate_percent=amount, pitch_hz=amount, volume_percent=amount
) | st.builds(Delivery, names)
parts = st.builds(
    Part,
    st.dictionaries(
        st.sampled_from(["edge", "espeak", "my-engine"]),
        st.dictionaries(st.sampled_from(["zh", "en", "yue"]), deliveries, min_size=1),
    ),
    st.sampled_from(["", "female", "male"]),
    st.lists(names, max_size=2).map(tuple),
)
casts = st.dictionaries(names, parts, max_size=4).map(Cast)


@settings(deadline=None)
@given(casts, casts)
def test_what_is_saved_is_read_back_and_comments_survive(first: Cast, second: Cast) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cast.toml"
        save(file, first, Cast())
        assert load(file) == first

        lines = file.read_text("utf-8").split("\n") if file.exists() else []
        remarked = "\n".join(f"{line} # remark {i}" for i, line in enumerate(lines))
        file.write_text(remarked, "utf-8", newline="\n")
        grown = first
        for name, part in second.parts.items():
            merged = first.parts.get(name, replace(part, voices={}))
            for engine, languages in part.voices.items():
                for language, delivery in languages.items():
                    merged = merged.with_delivery(engine, language, delivery)
            grown = grown.with_part(name, merged)
        save(file, grown, first)
        assert load(file) == grown
        text = file.read_text("utf-8")
        assert all(f"# remark {i}" in text for i in range(len(lines)))


@settings(deadline=None)
@given(
    st.binary(max_size=200)
    | st.text("[]{}=.,\"'#\\\n abz0-:_", max_size=60).map(str.encode)
    | st.recursive(
        st.sampled_from(["1", "'a'", "true", "[]", "1979-05-27", "inf"]),
        lambda inner: (
            st.lists(inner, max_size=3).map(lambda each: f"{{a=[{','.join(each)}]}}")
            | inner.map(lambda each: f"{{zh={each}, voice={each}, edge={each}}}")
        ),
    ).map(lambda value: f"[Lu]\nedge={value}\n".encode())
)
def test_any_bytes_are_a_cast_or_refused(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cast.toml"
        file.write_bytes(content)
        try:
            cast = load(file)
        except InputError:
            return
        grown = with_voice(cast, "Another", "edge", "zh", "v")
        try:
            save(file, grown, cast)
        except InputError:
            assert file.read_bytes() == content
        else:
            assert load(file) == grown


PEOPLE = """\
# Those who come often.
["Pro.Su"]
name.zh = "苏明远"   # with the surname first
name.en = "Su Mingyuan"
role = "guest"
link = "https://example.org/su"
picture = "https://example.org/su.jpg"
"""


def test_names_that_listeners_read_are_data(file: Path) -> None:
    part = load(write(file, PEOPLE)).parts["Pro.Su"]
    assert part.names == {"zh": "苏明远", "en": "Su Mingyuan"}
    assert (part.role, part.link) == ("guest", "https://example.org/su")
    assert part.picture == "https://example.org/su.jpg"
    named = load(file).named([Speaker("苏明远", {"zh": "苏"})])
    assert named[0].names == {"zh": "苏明远", "en": "Su Mingyuan"}


def test_names_and_gender_are_added_where_they_belong(file: Path) -> None:
    loaded = load(write(file, PEOPLE))
    part = replace(loaded.parts["Pro.Su"], gender="female", names={"zh": "苏远", "en": "Su"})
    new = Part(names={"en": "Tom Ashby"}, gender="male", role="guest")
    assert save(file, loaded.with_part("Pro.Su", part).with_part("Guest", new), loaded)
    again = load(file)
    assert again.parts["Pro.Su"] == part
    assert again.parts["Guest"] == new
    assert "# Those who come often." in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('link = "example.org"', "no web address"),
        ('picture = "me.jpg"', "no web address"),
        ("role = 1", "no text on one line"),
        ('name = "Su"', "is not a table"),
        ('name.English = "Su"', "no language"),
        ("name.en = 1", "no text on one line"),
    ],
)
def test_what_is_no_name_is_refused(file: Path, line: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load(write(file, f"[Su]\n{line}\n"))


def test_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    """A new cast was written to where the link led."""
    file = tmp_path / "cast.toml"
    file.symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(InputError, match="a link to what is not there"):
        load(file)
