"""`producer init`: a new show folder that works at once."""

from __future__ import annotations

import shlex
import sys
import tomllib
from pathlib import Path
from typing import Annotated

import typer

from producer.commands import console
from producer.errors import InputError, UsageError
from producer.localization import localized

_SETTINGS = """\
# The settings of the series. Everything has a default: what is not named here needs no thought.

title = {title}
author = {author}
languages = {languages}
editions = {editions}
# cover = "cover.png"          # a square of 1,400 to 3,000 pixels; without it a plain one is drawn
# engine = "auto"              # edge where it answers, else a draft by espeak; the edge service is
                               # not official: before you publish for money, use "azure", which
                               # has the same voices under a licence

[feed]
{base_url}
# link = "https://example.org/"
{description}
{category}
{email}

# [pauses]
# style = "natural"            # or "calm", "brisk"
# turn_ms = 900                # ms of silence, in place of what the style sets

# [sound]
# target_lufs = -16.0
# loudness = "as heard"        # 3 dB lower: one channel is louder on two ears than on a meter

# [music.intro]
# file = "music/theme.flac"

# [disclosure]                 # what listeners are told about the voices
# spoken = true
"""

_IGNORED = """\
/.producer/
/output/*
"""

_WELCOME = """\
# 第一集 | Episode One

主持人：欢迎收听。今天我们来聊聊，一段对话怎样变成两种语言的节目。
Host: Welcome. Today we ask how one conversation becomes a programme in two languages.

安娜：其实很简单。你写下谁说了什么，先中文，再英文。
Anna: It is quite simple. You write down who says what, in Chinese and then in English.

主持人：然后呢？
Host: And then?

安娜：然后每个人在两种语言里都有自己的声音。改一句话，只重新说那一句。
Anna: Then everybody has a voice in both. Change a sentence, and only that one is spoken again.
"""


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder.")],
    title: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Its title; '中文 | English' for both."),
    ] = None,
    author: Annotated[str | None, typer.Option(metavar="NAME", help="Who makes it.")] = None,
    languages: Annotated[
        str | None, typer.Option(metavar="A,B", help="Its two languages, such as zh,en or es,en.")
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The web address where output/ will lie."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing; what is not given has a default.")
    ] = False,
) -> None:
    """Set up a folder for a show: its settings, and a transcript to begin with.

    Asks for what the options do not say, if there is a terminal. Files that are there stay.
    """
    from producer.show.settings import Settings
    from producer.show.show import validate
    from producer.store import require_writable, try_writing, write_atomically

    if (folder / "show.toml").exists():
        raise UsageError(f"{folder} is a show already", advice="Edit its show.toml")
    ask = not yes and sys.stdin.isatty()
    title = _answer("Title of the show ('中文 | English' for both)", title, "Untitled show", ask)
    author = _answer("Author", author, "", ask)
    first, second = _languages(languages, ask)
    base_url = _answer("Web address of the published files, if known", base_url, "", ask)
    later = " (can wait until `producer feed`)"
    description = _answer(f"What the series is about{later}", None, "", ask)
    category = _category(ask)
    email = _answer(f"E-mail address for directories{later}", None, "", ask)
    a, b = (tag.partition("-")[0] for tag in (first, second))
    settings = _SETTINGS.format(
        title=_titles(title, a, b),
        author=_quoted(author),
        languages=f"[{_quoted(first)}, {_quoted(second)}]",
        editions=f'["{a}-{b}", "{a}", "{b}"]',
        description=_setting("description", description, "What the series is about"),
        category=_setting("category", category, "Society & Culture"),
        email=_setting("email", email, "host@example.org"),
        base_url=f"{'' if base_url else '# '}base_url = "
        f"{_quoted(base_url or 'https://example.org/podcast')}   # where output/ will lie",
    )
    try:
        validate(Settings, tomllib.loads(settings), folder / "show.toml")
    except InputError as error:
        raise UsageError(f"this is no show: {error.message}") from error
    require_writable(folder)
    try_writing(*(folder / name for name in ("seeds", "voices", "output")))
    write_atomically(folder / "show.toml", settings.encode())
    if not (folder / ".gitignore").exists():
        write_atomically(folder / ".gitignore", _IGNORED.encode())
    transcript = folder / "seeds" / "episode-one.txt"
    if {a, b} == {"zh", "en"} and not any((folder / "seeds").iterdir()):
        write_atomically(transcript, _WELCOME.encode())
    first_transcript = "seeds/episode-one.txt" if transcript.exists() else "seeds/YOUR-TRANSCRIPT"
    console.result(
        f"{folder} is ready. Put transcripts into {folder / 'seeds'}, then:\n"
        f"  cd {shlex.quote(str(folder))}\n"
        f"  producer make {first_transcript}\n"
        "  producer status"
    )


def _languages(given: str | None, ask: bool) -> tuple[str, str]:
    """The show's two languages; what is typed is asked for again until it is two."""
    from producer.languages import parse_languages

    while True:
        tags = _answer("Languages", given, "zh,en", ask)
        try:
            first, second = parse_languages(tag.strip() for tag in tags.split(","))
        except ValueError as error:
            refused = UsageError(f"these are no two languages: '{tags}'", advice=str(error))
            if given is not None or not ask:
                raise refused from error
            console.message(str(refused))
        else:
            return first, second


def _category(ask: bool) -> str:
    """One of Apple's categories, or "" where it is left for later."""
    from producer.show.categories import CATEGORIES, nearest_categories

    while True:
        listed = ", ".join(CATEGORIES)
        answer = _answer(f"Category (can wait until `producer feed`): {listed}", None, "", ask)
        if not answer or answer in CATEGORIES:
            return answer
        likely = nearest_categories(answer)
        if len(likely) == 1:
            return likely[0]
        console.message(f"There is no '{answer}'. Choose {' or '.join(likely)}.")


def _setting(name: str, text: str, example: str) -> str:
    """A line of show.toml; with nothing to say, an example that is not in force."""
    return f"{name} = {_quoted(text)}" if text else f"# {name} = {_quoted(example)}"


def _answer(question: str, answer: str | None, default: str, ask: bool) -> str:
    if answer is None and ask:
        shown = localized(question)
        answer = str(typer.prompt(shown, default=default, show_default=bool(default), err=True))
    return (default if answer is None else answer).strip()


def _titles(title: str, first: str, second: str) -> str:
    """As TOML: one text, or one per language."""
    titles = [title_text.strip() for title_text in title.split("|")]
    if len(titles) != 2 or not all(titles):
        return _quoted(title or "Untitled show")
    return f"{{ {first} = {_quoted(titles[0])}, {second} = {_quoted(titles[1])} }}"


def _quoted(text: str) -> str:
    import tomlkit

    return tomlkit.item(text).as_string()
