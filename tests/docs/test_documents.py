"""Every command, link and setting that the documents print is one that there is."""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main

from producer.cli import app
from producer.show.settings import Settings
from tests.docs.markdown import DOCUMENTS, ROOT, blocks, inline_commands, links
from tests.docs.reference import setting_names

PROGRAM: Any = typer.main.get_command(app)


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


def problem(command_line: str) -> str:
    """What is wrong with a command line, as the program itself would say it; "…", capitals and the
    like stand for something of the reader's."""
    words = shlex.split(command_line)[1:]
    command: Any = PROGRAM
    while words and hasattr(command, "commands") and not words[0].startswith("-"):
        name = words.pop(0)
        if name not in command.commands:
            return f"there is no command {name}"
        command = command.commands[name]
    known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
    unknown = [w for w in words if w.startswith("--") and w.partition("=")[0] not in known]
    return f"there is no option {unknown[0]}" if unknown else ""


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_every_command_and_option_exists(document: Path) -> None:
    commands = list(inline_commands(document))
    for block in blocks(document):
        if block.language == "sh" and block.kind != "other":
            commands += [c for c in block.commands if c.startswith("producer ")]
    assert not {command: wrong for command in commands if (wrong := problem(command))}


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = [document.parent / link.partition("#")[0] for link in links(document)]
    assert not [str(target) for target in targets if not target.exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_every_setting_exists(document: Path) -> None:
    for block in blocks(document):
        if block.language != "toml":
            continue
        values = tomllib.loads(block.text)
        if not set(values) <= set(Settings.model_fields):
            assert document.name in ("voices.md", "pronunciation.md", "transcripts.md"), values
            continue
        for section, content in values.items():
            if known := setting_names(Settings.model_fields[section].annotation):
                assert set(content) <= set(known), (section, content)


def test_every_document_is_linked_from_the_readme() -> None:
    linked = {(ROOT / link.partition("#")[0]).resolve() for link in links(ROOT / "README.md")}
    assert not set(DOCUMENTS[1:]) - linked


def test_the_readme_is_short_and_both_tell_the_same() -> None:
    english, chinese = ROOT / "README.md", ROOT / "README.zh.md"
    assert english.stat().st_size < 7_000
    assert [b.commands for b in blocks(english) if b.language == "sh"] == [
        b.commands for b in blocks(chinese) if b.language == "sh"
    ]
    assert set(links(english)) - {"README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md"} == set(
        links(chinese)
    ) - {"README.md"}


def test_the_reference_has_every_command() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    missing = [name for name in PROGRAM.commands if f"\n## producer {name}\n" not in text]
    assert not missing, "run `make reference`"


def test_all_settings_are_in_the_reference() -> None:
    text = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    missing = [
        f"{section}.{name}"
        for section, field in Settings.model_fields.items()
        for name in setting_names(field.annotation) or [section]
        if f"| `{name}` |" not in text
    ]
    assert not missing, "run `make reference`"
