"""Engines of other packages, as installed: a module and its metadata on the path."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from producer import engines
from producer.cli import app
from producer.engines import clashes, engine_class, engine_names
from producer.errors import EngineUnavailable, UsageError
from tests.helpers.commands import run
from tests.helpers.making import a_show, make

WORKING = """\
from producer.engines.tone import ToneEngine


class HelloEngine(ToneEngine):
    name = "hello"

    def voices(self):
        return tuple(replace(voice, engine="hello") for voice in super().voices())


from dataclasses import replace
"""


def install(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    package: str,
    code: str,
    entry: str = "hello = {module}:HelloEngine",
) -> None:
    """A package in a folder of its own, found as pip would have installed it."""
    site = folder / package
    module = package.replace("-", "_")
    metadata = site / f"{module}-1.5.dist-info"
    metadata.mkdir(parents=True)
    (site / f"{module}.py").write_text(code, encoding="utf-8")
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.5\n")
    declared = entry.format(module=module)
    (metadata / "entry_points.txt").write_text(f"[{engines.GROUP}]\n{declared}\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, module, raising=False)


def test_an_engine_of_another_package_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "hello-voices", WORKING)
    assert engine_names()[-1] == "hello"
    assert "hello_voices" not in sys.modules, "it is imported before it is asked for"
    show = a_show(tmp_path, engines={"hello": {"level_dbfs": -18}})
    episode = make(show, engine="hello")
    assert episode.manifest.as_json()["engine"] == "hello"
    assert (tmp_path / "voices" / "cast.toml").read_text(encoding="utf-8").count("hello.zh") >= 2


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("1 / 0", "ZeroDivisionError"),
        ("def broken(:", "SyntaxError"),
        ("x = 1", "AttributeError"),
        ("HelloEngine = 3", "no subclass of producer.engines.base.Engine"),
        (
            "from producer.engines.base import Engine\nclass HelloEngine(Engine): name = 'hello'",
            "HelloEngine lacks probe, speak, voices",
        ),
        (WORKING.replace('"hello"', '"bonjour"'), "called 'bonjour', not 'hello'"),
    ],
)
def test_a_broken_package_is_named_and_disturbs_no_other_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, reason: str
) -> None:
    install(tmp_path, monkeypatch, "hello-voices", code)
    with pytest.raises(EngineUnavailable) as caught:
        engine_class("hello")
    assert "the package hello-voices 1.5" in str(caught.value)
    assert reason in str(caught.value)
    assert engine_class("tone").name == "tone"
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["make", "missing.txt", "--engine", "hello"])
    assert done.exit_code != 0
    run("voices", "--engine", "tone")


def test_the_name_of_a_built_in_engine_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "hello-voices", WORKING, "tone = {module}:HelloEngine")
    assert engine_class("tone").__module__ == "producer.engines.tone"
    assert engine_names().count("tone") == 1
    (problem,) = clashes()
    assert problem == (
        "the package hello-voices 1.5 declares an engine 'tone', which is built in: it is left out"
    )


def test_a_name_that_two_packages_declare_is_nobodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "hello-voices", WORKING)
    install(tmp_path, monkeypatch, "other-voices", WORKING)
    with pytest.raises(EngineUnavailable, match=r"hello-voices 1\.5 and .*other-voices 1\.5 both"):
        engine_class("hello")


def test_an_engine_that_nobody_has_is_a_wrong_use() -> None:
    with pytest.raises(UsageError, match="There are azure, edge, kokoro, espeak"):
        engine_class("no-such-engine")
