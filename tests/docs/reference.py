"""Writes docs/reference/commands.md and settings.md from the program itself: `make reference`."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import typer.main

from producer.cli import app
from producer.show.settings import Settings
from tests.docs.markdown import ROOT

FOLDER = ROOT / "docs" / "reference"
_NOTE = "*Written by `make reference` from the program itself.*"


def commands() -> str:
    """All commands with their arguments and options."""
    return "\n".join(["# Commands\n", _NOTE, *_commands(typer.main.get_command(app), "producer")])


def _commands(group: Any, name: str) -> Iterator[str]:
    for inner, command in group.commands.items():
        full = f"{name} {inner}"
        yield f"\n## {full}\n"
        yield _cell(command.help or "", "\n\n")
        rows = [
            (f"`{_usage(parameter)}`", _cell(getattr(parameter, "help", None) or ""))
            for parameter in command.params
            if not getattr(parameter, "hidden", False)
        ]
        if rows:
            yield ""
            yield from _table(("", ""), rows)
        if hasattr(command, "commands"):
            yield from _commands(command, full)


def _usage(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.human_readable_name)
    names = ", ".join((*parameter.opts, *parameter.secondary_opts))
    return names if parameter.is_flag else f"{names} {parameter.metavar or 'VALUE'}"


def settings() -> str:
    """All settings of show.toml with their defaults, below what is written by hand."""
    written = (FOLDER / "settings.md").read_text("utf-8").partition(_NOTE)[0].rstrip()
    return "\n".join([written, "", _NOTE, "", *_settings()])


def setting_names(section: Any) -> list[str]:
    """The names of a section's settings; none for what is no section."""
    if dataclasses.is_dataclass(section):
        return [field.name for field in dataclasses.fields(section)]
    return [*getattr(section, "model_fields", {})]


def _settings() -> Iterator[str]:
    defaults = Settings()
    sections = {n: f.annotation for n, f in Settings.model_fields.items()}
    plain = [name for name, annotation in sections.items() if not setting_names(annotation)]
    yield "## All settings\n"
    yield from _table(("setting", "default"), [_row(defaults, name) for name in plain])
    for name, annotation in sections.items():
        if names := setting_names(annotation):
            yield f"\n### [{name}]\n"
            yield inspect.cleandoc(annotation.__doc__ or "")
            yield ""
            values = getattr(defaults, name)
            yield from _table(("setting", "default"), [_row(values, inner) for inner in names])


def _row(values: Any, name: str) -> tuple[str, str]:
    value = getattr(values, name)
    value = value.get_secret_value() if hasattr(value, "get_secret_value") else value
    if isinstance(value, Mapping) and value:
        return f"`{name}`", "built in"
    if value is None or value == {} or setting_names(type(value)):
        return f"`{name}`", ""
    return f"`{name}`", f"`{json.dumps(value, ensure_ascii=False, default=str)}`"


def _table(header: tuple[str, str], rows: list[tuple[str, str]]) -> Iterator[str]:
    yield f"| {header[0]} | {header[1]} |"
    yield "|---|---|"
    yield from (f"| {first} | {second} |" for first, second in rows)


def _cell(text: str, between: str = " ") -> str:
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n{2,}|[\b\f]", text))
    return between.join(filter(None, paragraphs)).replace("|", "\\|")


if __name__ == "__main__":
    (FOLDER / "commands.md").write_text(commands() + "\n", "utf-8")
    (FOLDER / "settings.md").write_text(settings() + "\n", "utf-8")
