"""show.toml: every problem at once, and no file that ends in anything but settings or an error."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import example, given
from hypothesis import strategies as st

from producer.engines.edge import EdgeSettings
from producer.errors import InputError
from producer.plan.engine_choice import make_engine
from producer.show.settings import Settings
from producer.show.show import Show, load, nearest, setting_names
from producer.timing import FrameFormat


def loaded(text: str | bytes) -> Settings:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "show.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load(file).settings


def problems(text: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        loaded(text)
    assert caught.value.exit_code == 3
    assert "show.toml" in str(caught.value)
    return caught.value.message


def test_without_a_file_all_have_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    show = load()
    assert show == Show(Path(), Settings(), None)
    assert show.settings.sound.form == FrameFormat(48_000, 96, 1)
    assert loaded("") == Settings()


def test_settings_behind_a_link_to_nothing_are_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("show.toml").symlink_to("elsewhere.toml")
    with pytest.raises(InputError, match="a link to what is not there"):
        load()
    Path("show.toml").unlink()
    Path("show.toml").symlink_to("show.toml")
    with pytest.raises(InputError, match="cannot be read"):
        load()


def test_a_text_in_one_language_keeps_the_defaults_of_the_others() -> None:
    """A disclosure in one language replaced both, and the other was told to nobody."""
    given = loaded('[disclosure]\ntext = {en = "Robots."}')
    assert given.disclosure.text == Settings().disclosure.text | {"en": "Robots."}
    assert loaded('[disclosure]\ntext = {zh = ""}').disclosure.text["zh"] == ""


def test_a_folder_means_the_file_in_it(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text('author = "安娜"', encoding="utf-8-sig")
    show = load(tmp_path)
    assert show.settings.author == "安娜"
    assert show.file == tmp_path / "show.toml"
    assert show.cast_file == tmp_path / "voices" / "cast.toml"
    assert show.output == tmp_path / "output"
    assert show.store == tmp_path / ".producer"


def test_a_file_that_was_named_has_to_be_there(tmp_path: Path) -> None:
    for file in (tmp_path / "no.toml", tmp_path):
        with pytest.raises(InputError, match=r"there is no such file"):
            load(file)


def test_what_is_no_toml_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "show.toml"
    for content in (b"author = 'Anna'\ntitle = Tea", b"# Tea\ntitle = '\xb2\xe8'"):
        file.write_bytes(content)
        with pytest.raises(InputError, match=r"show\.toml:2: is not"):
            load(file)


def test_settings_are_read() -> None:
    settings = loaded(
        """
        title = {zh = "茶", en = "Tea"}
        editions = ["en", "zh-en"]
        [pauses]
        turn_ms = 1500
        [sound]
        target_lufs = -18
        rate_hz = 44100
        bitrate_kbps = 128
        [engines.edge]
        concurrency = 2
        """
    )
    assert [settings.title_in(language) for language in ("zh", "en", "fr")] == ["茶", "Tea", "茶"]
    assert settings.editions == ("en", "zh-en")
    assert settings.pauses.turn_ms == 1500
    assert settings.pauses.language_ms == Settings().pauses.language_ms
    assert settings.sound.target_lufs == -18
    assert settings.sound.form == FrameFormat(44_100, 128)
    assert settings.engines == {"edge": {"concurrency": 2}}


def test_whole_numbers_stay_whole() -> None:
    form = loaded("[sound]\nrate_hz = 48000.0\nbitrate_kbps = 64.0").sound.form
    assert [type(value) for value in (form.rate, form.bitrate)] == [int, int]


def test_every_problem_is_named_at_once() -> None:
    message = problems(
        """
        titel = "Tea"
        missing = "kep"
        editions = []
        [pauses]
        turn_ms = "long"
        language_ms = -1
        turns_ms = 5
        [sond]
        rate_hz = 1
        [sound]
        target_luf = -16
        [music.intro]
        file = "a.wav"
        fade_inn_ms = 3
        """
    )
    for said in (
        "there is no setting 'titel' (did you mean 'title'?)",
        "missing: input should be 'keep', 'skip' or 'fail'",
        "editions: at least one edition is needed, such as zh-en",
        "pauses.turn_ms: a whole number is needed",
        "pauses.language_ms: input should be greater than or equal to",
        "there is no setting 'pauses.turns_ms' (did you mean 'turn_ms'?)",
        "there is no setting 'sond' (did you mean 'sound'?)",
        "there is no setting 'sound.target_luf' (did you mean 'target_lufs'?)",
        "there is no setting 'music.intro.fade_inn_ms' (did you mean 'fade_in_ms'?)",
    ):
        assert said in message
    assert message.startswith("9 settings cannot be used:\n")
    assert len(message.splitlines()) == 10


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('# titel\n\ntitel = "Tea"', "show.toml:3: there is no setting 'titel'"),
        ("subtitle = 5\n[pauses]\nturn_ms = 1.5", "show.toml:3: pauses.turn_ms: a whole number"),
        ('[sound]\r\n\r\nrate_hz = "a"\r\n', "show.toml:3: sound.rate_hz: input"),
        ("[music.intro]\nlevel_db = -4.0", "show.toml:1: music.intro.file: it is needed"),
        ('author = "A"\neditions = "zh"', "show.toml:2: editions: a list is needed"),
        (
            "author = 'A'\n[sound]\nbitrate_kbps = 64\nstereo = true",
            "show.toml:2: sound: 64 kbit/s in stereo leaves nothing above 11 kHz",
        ),
        ("author = 5", "show.toml:1: author: a text in quotes is needed"),
        ("sound = 5", "show.toml:1: sound: a table is needed"),
        ("[disclosure]\ntext = 5", "show.toml:2: disclosure.text: a table is needed"),
    ],
)
def test_a_problem_has_its_line_and_plain_words(tmp_path: Path, text: str, said: str) -> None:
    """The line was left to be sought, and pydantic spoke of tuples and dictionaries."""
    file = tmp_path / "show.toml"
    file.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(InputError) as caught:
        load(file)
    assert said in str(caught.value)
    assert "valid" not in str(caught.value)


def test_a_text_of_the_wrong_kind_is_one_problem() -> None:
    assert problems("title = 5") == (
        'title: it is to be a text, or one per language: {zh = "…", en = "…"}'
    )
    assert problems("title = {zh = 5}").startswith("title: ")
    assert problems("[feed]\ndescription = []").startswith("feed.description: ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("target_lufs = nan", "sound.target_lufs"),
        ("target_lufs = inf", "sound.target_lufs"),
        ("target_lufs = 0", "sound.target_lufs"),
        ("ceiling_dbtp = 0", "sound.ceiling_dbtp"),
        ("rate_hz = 22050", "sound.rate_hz: input should be 44100 or 48000"),
        ("bitrate_kbps = 320", "sound.bitrate_kbps: input should be 64, 96 or 128"),
        ("stereo = 2020-01-01", "sound.stereo"),
    ],
)
def test_values_out_of_range(line: str, said: str) -> None:
    assert problems(f"[sound]\n{line}").startswith(said)


@pytest.mark.parametrize(
    "text",
    [
        "title = ",
        "a = 1\na = 2",
        b"title = '\xff'",
        "x = " + "[" * 100_000,
        "x = " + "9" * 10_000,
        "x" * 1_000_001,
    ],
    ids=["unfinished", "twice", "not-utf-8", "deep", "huge-number", "too-large"],
)
def test_a_file_that_is_no_toml(text: str | bytes) -> None:
    """The deep one and the huge number came through as RecursionError and ValueError."""
    problems(text)


DEFAULTS = Settings()
SECTIONS = (DEFAULTS, DEFAULTS.pauses, DEFAULTS.sound, DEFAULTS.music, DEFAULTS.feed)
NAMES = st.sampled_from(
    [name for section in SECTIONS for name in setting_names(type(section))]
    + ["zh", "en", "edge", "intro", "bed", "file", "text", "spoken", "", "a.b"]
) | st.text(max_size=3)
PLAIN = (
    st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.sampled_from(["keep", "edge", "http://[", "https://example.org/a", 44_100, 10**400])
)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4)
)


@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_any_toml_gives_settings_or_an_input_error(values: dict[str, Any]) -> None:
    try:
        text = tomlkit.dumps(values)
    except (ValueError, TypeError):  # A few values have no place in TOML.
        return
    with suppress(InputError):
        settings = loaded(text)
        assert len(settings.languages) == 2
        assert isinstance(settings.title_in("zh"), str)


@given(st.text() | st.binary())
@example("[pauses]\n[pauses]")
def test_any_file_gives_settings_or_an_input_error(content: str | bytes) -> None:
    with suppress(InputError):
        loaded(content)


def show_with(tmp_path: Path, text: str) -> Show:
    (tmp_path / "show.toml").write_text(text, encoding="utf-8")
    return load(tmp_path)


def test_an_engine_gets_its_section(tmp_path: Path) -> None:
    show = show_with(tmp_path, "[engines.edge]\nconcurrency = 3\n[engines.tone]\nlevel_dbfs = -9")
    engine = make_engine("edge", show)
    assert isinstance(engine.settings, EdgeSettings)
    assert engine.settings.concurrency == engine.concurrency == 3
    assert make_engine("tone", Show(tmp_path)).settings != make_engine("tone", show).settings


def test_problems_of_an_engines_section_are_named_at_once(tmp_path: Path) -> None:
    show = show_with(tmp_path, "[engines.edge]\nconcurency = 3\nattempts = 0\nproxy = 1")
    with pytest.raises(InputError) as caught:
        make_engine("edge", show)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'show.toml'}: ")
    assert "there is no setting 'engines.edge.concurency' (did you mean 'concurrency'?)" in message
    assert "engines.edge.attempts: " in message
    assert "engines.edge.proxy: " in message


@given(st.text(max_size=10), st.lists(st.text(max_size=10), max_size=5))
def test_nearest_names_one_of_the_known_or_nothing(name: str, known: list[str]) -> None:
    hint = nearest(name, known)
    assert hint == "" or hint.removeprefix(" (did you mean '").removesuffix("'?)") in known
    assert nearest("turnms", ["language_ms", "turn_ms"]) == " (did you mean 'turn_ms'?)"
