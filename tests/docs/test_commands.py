"""The commands of each document, run one after the other as a reader would, in the folder of a show
whose voices are tones: every one that the document does not mark as needing what is not here."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
import tomlkit
from typer.testing import CliRunner

from producer.cli import app
from tests.docs.markdown import DOCUMENTS, ROOT, Block, blocks
from tests.docs.test_documents import ids
from tests.helpers.shows import toml

TALK = """\
# 茶与时间 | Tea and Time

安娜：你好，欢迎来到节目。今天我们谈茶。
Anna: Hello, and welcome to the show. Today we talk about tea.

本：茶要慢慢喝。
Ben: Tea is to be drunk slowly.
"""
RUN = [document for document in DOCUMENTS if any(b.language == "sh" for b in blocks(document))]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show with a transcript and its episode."""
    folder = tmp_path_factory.mktemp("show")
    (folder / "seeds").mkdir()
    (folder / "show.toml").write_text(f'engine = "tone"\n{toml()}\n', "utf-8")
    for file in folder / "interview.txt", folder / "seeds" / "interview.txt":
        file.write_text(TALK, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run("producer make interview.txt")
    return folder


def run(command: str) -> None:
    """Run a command of the program, here; others are done by hand."""
    name, *words = shlex.split(command)
    if name == "producer":
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, f"{command}\n{result.output}{result.exception}"
    elif name == "cp":
        source, target = map(Path, words)
        shutil.copy(source, target / source.name if target.is_dir() else target)
    else:
        raise AssertionError(f"nobody knows how to do: {command}")


@pytest.mark.parametrize("document", RUN, ids=ids)
def test_what_a_document_says_works(
    document: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "show"
    shutil.copytree(made, folder)
    shutil.copy(ROOT / "seeds" / "tea-market.txt", folder / "seeds")
    if document.name == "first-episode.md":
        (folder / "seeds" / "interview.txt").unlink()
    monkeypatch.chdir(folder)
    for block in blocks(document):
        follow(block, monkeypatch)


def follow(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do what a block says: run its commands, and write its settings down where there are none."""
    if block.language == "toml" and block.text.startswith("[feed]"):
        settings = tomlkit.parse(Path("show.toml").read_text("utf-8"))
        section = settings.setdefault("feed", tomlkit.table())
        for name, value in tomlkit.parse(block.text)["feed"].items():
            section.setdefault(name, value)
        Path("show.toml").write_text(tomlkit.dumps(settings), "utf-8")
    if block.language != "sh" or block.kind:
        return
    for command in block.commands:
        if command.startswith("cd "):
            monkeypatch.chdir(command.removeprefix("cd "))
            before = Path("show.toml").read_text("utf-8")
            Path("show.toml").write_text(f'engine = "tone"\n{before}', "utf-8")
        else:
            run(command)
