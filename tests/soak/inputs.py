"""Generated transcripts and settings, as strangers write them: `python -m tests.soak.inputs`.

Whatever they hold, a plan comes out or an error of ours, and nothing that no voice can say and no
path outside the show's folder gets into a plan. Some settings are followed through to an episode
and its feeds.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeAlias

import feedparser
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer.main import get_command

from producer import pipeline
from producer.cli import app
from producer.engines import BUILTIN, engine_class
from producer.errors import ProducerError
from producer.model import clean_text, is_speakable
from producer.plan import engine_choice, plan, request
from producer.plan.outline import read_script
from producer.progress import Silent
from producer.show.settings import Settings
from producer.show.show import Show, load, setting_names
from producer.transcript.readers import READERS
from producer.transcript.script import script_file
from tests.helpers.making import SHORT

BRIEF = "# 茶 | Tea\n\n安娜：你好。\nAnna: Hello.\n"

Check: TypeAlias = Callable[[], Any]
"""A property with all its examples."""

ended: Counter[str] = Counter()
"""How the examples of a run ended, by the name of the error."""

# Transcripts

_ODD = [
    *("\x00", "\x07", "\x1b[31m", "\x85", "\u2028", "\u200b", "\u202e", "\ufeff", "\ufffe"),
    *("\U000e0001", "\U0010ffff", "e\u0301\u0301", "𠮷", "👩‍👩‍👧", "ﷺ", "İ", "ß", "½", "٣", "①"),
]
_USUAL = [
    *("# 茶 | Tea", "## 第一章", "# [zh] 开场", "# Credits", "## 1 · 安娜", "[zh]", "[en]", "***"),
    *("安娜：你好。", "Anna: Hello.", "**本**：好。", "Ben:", "：", "是的。", "Yes.", "来源：茶"),
    *("", "", "", "+++", "script = 1", 'languages = ["zh", "en"]', "[title]", 'zh = "茶"'),
    *("---", "……", "\\# x", "../../etc/passwd", "<b>&amp;</b>", "a" * 300, "好" * 300),
]
_LINES = st.one_of(
    st.sampled_from(_USUAL),
    st.text(max_size=30),
    st.lists(st.sampled_from(_ODD), max_size=5).map("".join),
)
_SCRIPT = """\
+++
script = 1
source = "talk.txt"
languages = ["zh", "en"]

[title]
zh = "茶"
+++

# [zh] 开场

## 1 · 安娜

[zh]

你好。

[en]

Hello.

# Credits

来源：茶
"""
_FORMATS = {
    ".md": _SCRIPT.replace("[en]", "[en, unconfirmed]"),
    ".csv": "speaker,zh,en\n安娜,你好。,Hello.\n本,好。,Fine.\n",
    ".tsv": "安娜\t你好。\tHello.\n",
    ".srt": "1\n00:00:01,000 --> 00:00:02,500\n安娜：你好。\nAnna: Hello.\n\n",
    ".vtt": "WEBVTT\n\n00:01.000 --> 00:02.500\n<v 安娜>你好。\n<v Anna>Hello.\n",
    ".json": '{"version": "1.0.0", "segments": [{"speaker": "安娜", "startTime": 0, '
    '"endTime": 2, "body": "你好。"}, {"speaker": "Anna", "startTime": 2, "endTime": 3, '
    '"body": "Hello."}]}',
    ".html": "<!doctype html><title>茶</title><p>安娜：你好。</p><p>Anna: Hello.</p>",
}
"""A little of each format, to be damaged."""
_NAMES = ["…/.txt", "x" * 60, *(f"talk{suffix}" for suffix in (*READERS, *_FORMATS))]
_DAMAGE = [*_ODD, "", *'[=,"<\t:', "+++\n", " --> "]


@st.composite
def transcripts(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file's name and content."""
    suffix, text = draw(
        st.one_of(
            st.lists(_LINES, max_size=25).map(lambda lines: (".txt", "\n".join(lines))),
            st.lists(_LINES, max_size=12).map(lambda lines: (".txt", SHORT + "\n".join(lines))),
            st.sampled_from([(".txt", _SCRIPT), *_FORMATS.items()]),
            st.sampled_from([*_FORMATS.items()]).map(lambda item: (item[0], item[1] * 3)),
        )
    )
    name = draw(st.sampled_from(_NAMES)) if draw(st.integers(0, 5)) == 0 else f"talk{suffix}"
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        until = draw(st.integers(at, min(len(text), at + 20)))
        text = text[:at] + draw(st.sampled_from(_DAMAGE)) + text[until:]
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r", "\n\n"])))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030"]))
    data = text.encode(encoding, "replace")
    if draw(st.integers(0, 9)) == 0:
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(st.binary(max_size=6)) + data[at + draw(st.integers(0, 3)) :]
    return name, draw(st.binary(max_size=200)) if draw(st.integers(0, 19)) == 0 else data


def any_transcript(folder: Path) -> Check:
    """Plan generated transcripts, one after another in `folder`."""
    (folder / "show.toml").write_text("")
    show = load(folder / "show.toml")

    @given(transcripts())
    @example(("talk.txt", f"{SHORT}①*".encode())).via("a space stood last in what is said")
    def check(named: tuple[str, bytes]) -> None:
        name, data = named
        file = folder / name.replace("/", "_")
        file.write_bytes(data)
        try:
            _planned(lambda: show, file)
        finally:
            file.unlink()

    return check


# Settings

_VALUES = st.one_of(
    st.integers(-(10**6), 10**6),
    st.sampled_from(["0", "-0.0", "inf", "-inf", "nan", "1e400", "9" * 30, "0x10", "true", "{}"]),
    st.sampled_from(["2026-01-01", "[]", "[[]]", '["zh-en"]', '["zh", "zh"]', '{zh = "茶"}']),
    st.sampled_from(["{zh = 1}", '{file = "../../x.wav"}', '{file = ""}', '""', "''", '"\\u0000"']),
    st.sampled_from(['"../../etc/passwd"', '"/dev/zero"', '"https://a:b@c/d?e"', '"tone"', '"zh"']),
    st.text(max_size=12).map(json.dumps),
    st.sampled_from(_ODD).map(lambda odd: json.dumps(odd, ensure_ascii=False)),
).map(str)
_KEYS_IN = {
    "": setting_names(Settings),
    **{
        name: names
        for name in setting_names(Settings)
        if (names := setting_names(Settings, [name]))
    },
    **{f"engines.{name}": [*engine_class(name).Settings.model_fields] for name in BUILTIN},
    "music.intro": ["file", "level_db", "longest_ms"],
    "music.bed": ["file", "duck_db", "before_ms"],
    "feed.guids": ["zh", "zh-en"],
}
_SENSIBLE = {
    "title": ['"茶"', '{zh = "茶", en = "Tea"}'],
    "editions": ['["zh-en"]', '["zh", "en"]'],
    "missing": ['"keep"', '"skip"', '"fail"'],
    "text": ['{zh = "合成的声音。"}', '{en = "<b>Computers</b> speak.\\n\\tAll of it."}'],
    "file": ['"a.wav"', '"music/b.mp3"'],
    "cover": ['"cover.png"'],
    "engine": ['"tone"', '"espeak"'],
    "engines": ["{}", "{other = {}}"],
    "type": ['"serial"'],
    "between": ['"turns"', '"languages"'],
    "locales": ['{en = "en-gb"}'],
    "guids": ['{zh = "917393e3-1b1e-5cef-ace4-edaa54e1f810"}'],
    **{key: ['{file = "a.wav"}'] for key in ("intro", "outro", "sting", "bed")},
    "rate_hz": ["44_100", "48_000"],
    "bitrate_kbps": ["64", "128"],
    **{key: ["true", "false"] for key in ("spoken", "stereo", "explicit", "locked")},
    **{key: ["-20", "-18.5", "-inf"] for key in ("target_lufs", "level_dbfs")},
    **{key: ['"A"', '"…"', '"\\"\\\\<&"'] for key in ("author", "email", "copyright", "category")},
    **{
        key: ['"https://茶.example/å?"', '"http://x"', '"https://[::"']
        for key in ("base_url", "link")
    },
}
"""Values that are mostly taken; others between 1 and 999 are numbers."""


def _value(key: str) -> st.SearchStrategy[str]:
    sensible = _SENSIBLE.get(key)
    usual = st.sampled_from(sensible) if sensible else st.integers(1, 999).map(str)
    return st.integers(0, 15).flatmap(lambda n: usual if n else _VALUES)


_COMPLETE = {
    "": {"title": '"T"', "author": '"A"'},
    "feed": {"base_url": '"https://a.org"', "description": '"D"', "category": '"Arts"'},
}
"""Settings with which feeds are written."""

_KEYS = st.sampled_from(["x", '""', '"a.b"', "'\u4e2d'", "zh", "a.b.c"])


_VOICES = [
    *('["安娜"]', '["Anna"]', "[Narrator]", "[zh]", "[en]", 'gender = "female"', 'gender = "x"'),
    *('tone.zh = "tone-400"', 'tone.en = { voice = "tone-200", rate = "-5%" }', 'edge.zh = "x"'),
    *('aliases = ["Anna", "安娜"]', '"CAR-T" = "car tee"', '"你好" = { spoken = "早", case = 1 }'),
    *('Hello = { spoken = "Hi", engine = "tone" }', '"Hello." = ""', "x = 1", "# …", "[[a]]"),
]
_SOUND = ["", "", '["安娜"]\ngender = "male"\ntone.zh = "tone-400"', '[en]\n"Hello" = "Hi"']
_VOICE_FILES = st.integers(0, 9).flatmap(
    lambda n: (
        st.sampled_from(_SOUND)
        if n > 2
        else st.lists(st.sampled_from([*_VOICES, *_ODD]), max_size=6).map("\n".join)
    )
)
"""What may stand in voices/cast.toml or voices/lexicon.toml."""


@st.composite
def settings_files(draw: st.DrawFn) -> str:
    base = _COMPLETE if draw(st.booleans()) else {}
    content = {section: dict(values) for section, values in base.items()}
    for section in draw(st.lists(st.sampled_from([*_KEYS_IN]), unique=True, max_size=4)):
        keys = draw(st.lists(st.sampled_from(_KEYS_IN[section]), unique=True, max_size=4))
        keys += draw(st.lists(_KEYS, max_size=1)) if draw(st.integers(0, 19)) == 0 else []
        values = {key: draw(_value(key)) for key in keys if key not in _KEYS_IN}
        content.setdefault(section, {}).update(values)
    lines = []
    for section in sorted(content):
        lines += [f"[{section}]"] if section else []
        lines += [f"{key} = {value}" for key, value in content[section].items()]
    if draw(st.integers(0, 19)) == 0:
        lines.insert(draw(st.integers(0, len(lines))), draw(st.text(max_size=20)))
    return "\n".join(lines)


def any_settings(folder: Path) -> Check:
    """Plan episodes with generated settings, and make some, each in a folder of its own within
    `folder`."""

    @given(
        text=settings_files(),
        cast=_VOICE_FILES,
        lexicon=_VOICE_FILES,
        to_the_end=st.integers(0, 9).map(lambda n: n == 0),
    )
    def check(text: str, cast: str, lexicon: str, to_the_end: bool) -> None:
        with tempfile.TemporaryDirectory(dir=folder) as own:
            for name, content in ("cast", cast), ("lexicon", lexicon):
                file = Path(own, "voices", f"{name}.toml")
                file.parent.mkdir(exist_ok=True)
                file.write_text(content, encoding="utf-8")
            file = Path(own) / "talk.txt"
            file.write_text(BRIEF if to_the_end else SHORT, encoding="utf-8")
            (Path(own) / "show.toml").write_bytes(text.encode(errors="replace"))
            made = _planned(partial(_usable, Path(own) / "show.toml"), file)
            if made and to_the_end:
                _finish(made)

    return check


def _usable(file: Path) -> Show:
    """The show of a settings file with which every engine can be made."""
    show = load(file)
    for name in BUILTIN:
        engine_choice.make_engine(name, show)
    return show


def _planned(open_show: Callable[[], Show], file: Path) -> plan.Plan | None:
    """Plan an episode; only an error of ours may come out of it."""
    try:
        show = open_show()
        script = read_script(file, show)
        wanted = request.Request(transcript=file, show=show, engine="tone")
        made = plan.plan(wanted, Silent(), script=script)
    except ProducerError as error:
        ended[f"{type(error).__name__} ({error.exit_code})"] += 1
        return None
    ended["planned"] += 1
    for utterance in made.utterances:
        assert utterance.text == clean_text(utterance.text)
        assert is_speakable(utterance.text)
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", made.slug)
    assert made.folder == show.output / made.slug
    assert script_file.parse(script_file.dump(script), file) == script
    return made


@cache
def _command() -> Any:
    """The command line, which takes half a second to build."""
    return get_command(app)


def _finish(made: plan.Plan) -> None:
    """Make the episode and the feeds: nothing but an error of ours, and all in the folder."""
    try:
        pipeline.make(made, Silent())
    except ProducerError as error:
        ended[f"then {type(error).__name__} ({error.exit_code})"] += 1
        return
    arguments = ["feed", "--drafts", "--show", str(made.show.folder)]
    result = CliRunner().invoke(_command(), arguments)
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code in (0, 3)
    ended["made, with feeds" if result.exit_code == 0 else "made"] += 1
    for feed in made.show.output.glob("*.xml"):
        assert not feedparser.parse(feed.read_bytes()).bozo


def campaign(
    property_in: Callable[[Path], Check], examples: int, *, repeatable: bool = False
) -> None:
    """Check so many examples of a property, in a folder."""
    limits = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=repeatable,
        suppress_health_check=list(HealthCheck),
    )
    with tempfile.TemporaryDirectory() as folder:
        limits(property_in(Path(folder)))()


def told(property_in: Callable[[Path], Check], examples: int) -> str:
    """How so many examples of a property ended."""
    ended.clear()
    began_s = time.process_time()
    campaign(property_in, examples)
    counts = ", ".join(f"{count:,} {how}" for how, count in ended.most_common())
    return f"{property_in.__name__}: {counts}, in {time.process_time() - began_s:.0f} s of CPU"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transcripts", type=int, default=10_000)
    parser.add_argument("--settings", type=int, default=2_000)
    arguments = parser.parse_args()
    print(told(any_transcript, arguments.transcripts))
    print(told(any_settings, arguments.settings))


if __name__ == "__main__":
    main()
