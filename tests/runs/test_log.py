"""The log of a run: enough to understand a failure a day later, and no secret in it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import Result

from producer.commands import log
from tests.helpers import commands, processes
from tests.helpers.disk import full_disk
from tests.helpers.making import SHORT
from tests.standin import EdgeStandIn, Refusal

PASSWORD = "s3cr3t-p@ss:w0rd"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.txt").write_text(SHORT, encoding="utf-8")
    yield tmp_path
    assert logging.getLogger("producer").handlers == [], "a run leaves no handler behind"


def run(*arguments: str, code: int = 0) -> Result:
    return commands.run("make", "talk.txt", "--jobs", "1", *arguments, code=code)


def logs(folder: Path) -> list[str]:
    return [path.read_text("utf-8") for path in sorted((folder / ".producer/logs").glob("*"))]


def test_a_run_that_went_well(folder: Path) -> None:
    said = run("--engine", "tone").stderr
    (text,) = logs(folder)
    assert "producer 0." in text
    assert re.search(r"packages: edge-tts \d", text)
    assert "command: " in text
    assert "transcript: 'talk.txt'" in text
    for stage in ("speaking", "rendering", "publishing"):
        assert re.search(rf"{stage} took \d+\.\d\d s", text)
    assert len(re.findall(r"request \d+: tone-.* spoken in \d+\.\d\d s", text)) == 12
    assert len(set(re.findall(r"turn \d \(\S+, (?:zh|en)\) took \d", text))) == 4
    assert re.search(r"\d+\.\d\d s in all", text)
    assert all(re.match(r"\d{4}-\d\d-\d\dT[\d:.]{12} [A-Z]+ ", line) for line in text.splitlines())
    assert "took" not in said


def test_a_run_that_failed(folder: Path, edge_service: EdgeStandIn) -> None:
    edge_service.refuse = lambda c: Refusal(500) if c.number > 6 else None
    (folder / "show.toml").write_text(
        "[engines.edge]\nattempts = 2\npatience_s = 2\n", encoding="utf-8"
    )
    run("--engine", "edge", code=4)
    (text,) = logs(folder)
    assert re.search(r"settings of show\.toml: .*'attempts': 2", text)
    assert re.search(r"request \d+: \S+Neural .*: after \d+\.\d\d s: .*500", text)
    assert "ended by EngineUnavailable" in text
    assert "Traceback" in text, "the log has it, the user has not"


def test_verbose_tells_on_stderr_what_happens() -> None:
    result = run("--engine", "tone", "--verbose", "--json")
    assert re.search(r"^\d\d:\d\d:\d\d\.\d{3} rendering took \d", result.stderr, re.MULTILINE)
    assert result.stdout.startswith("{")


@pytest.mark.parametrize("option", ["--verbose", "--dry-run"])
def test_a_failure_is_told_once(option: str) -> None:
    arguments = ["make", "talk.txt", "--engine", "tone", "--edition", "zh-fr", option]
    _, said = processes.run(Path(), *arguments, code=2)
    assert said.count("there is no edition 'zh-fr'") == 1
    assert "Traceback" not in said


@pytest.mark.parametrize("where", ["environment", "environment without scheme", "settings"])
def test_no_password_of_a_proxy(
    folder: Path, edge_service: EdgeStandIn, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    edge_service.hang_up()
    proxy = f"http://ann:{PASSWORD}@127.0.0.1:9"
    settings = "[engines.edge]\npatience_s = 1\n"
    if where == "settings":
        settings += f'proxy = "{proxy}"\n'
    (folder / "show.toml").write_text(settings, encoding="utf-8")
    if where != "settings":
        scheme = "" if where.endswith("scheme") else "http://"
        monkeypatch.setenv("HTTPS_PROXY", f"{scheme}ann:{PASSWORD}@127.0.0.1:9")
    said = run("--engine", "edge", "--verbose", code=4).stderr
    (text,) = logs(folder)
    for told in (said, text):
        assert "proxy" in told
        assert PASSWORD not in told
        assert "w0rd" not in told


def test_no_secret_of_an_engine(folder: Path) -> None:
    (folder / "show.toml").write_text(
        '[engines.other]\napi_key = "k-12345"\nnested = {Token = "t-67890"}\nregion = "west"\n',
        encoding="utf-8",
    )
    run("--engine", "tone")
    (text,) = logs(folder)
    assert "west" in text
    assert "k-12345" not in text
    assert "t-67890" not in text


def test_no_key_in_an_address_and_no_user_of_a_proxy(folder: Path) -> None:
    """A key in the query of a base_url was written into the log, and the user of a proxy without
    http:// taken for its kind."""
    (folder / "show.toml").write_text(
        '[engines.other]\nbase_url = "https://x.example/v1?code=k12345&x=1"\n'
        '[engines.edge]\nproxy = "annabel:w0rd@127.0.0.1:9"\n',
        encoding="utf-8",
    )
    said = run("--engine", "edge", code=4).stderr
    (text,) = logs(folder)
    assert "https://x.example/v1?…" in text
    assert "k12345" not in text
    assert "through a proxy whose address begins with no http://" in " ".join(said.split())
    assert "a annabel proxy" not in said + text
    assert "w0rd" not in said + text


def test_secrets_in_tracebacks_are_hidden_too() -> None:
    formatter = log._Redacting("%(message)s", "", {"t-67890"})
    try:
        raise ValueError("cannot open https://ann:pass@host/x with t-67890")
    except ValueError as error:
        kind = (type(error), error, error.__traceback__)
        record = logging.LogRecord("x", logging.ERROR, "", 0, "t-67890", (), kind)
    text = formatter.format(record)
    assert "https://…@host/x with …" in text
    assert "t-67890" not in text


def test_the_last_twenty_are_kept(folder: Path) -> None:
    kept = folder / ".producer/logs"
    kept.mkdir(parents=True)
    for number in range(30):
        (kept / f"20250101T0000{number:02}.000000Z-1.log").touch()
    run("--engine", "tone")
    names = sorted(path.name for path in kept.iterdir())
    assert len(names) == log.KEPT
    assert names[0].startswith("20250101T000011")
    assert "producer 0." in (kept / names[-1]).read_text("utf-8")


def test_a_log_that_cannot_be_written_fails_nothing(folder: Path) -> None:
    (folder / ".producer").mkdir()
    (folder / ".producer/logs").write_text("not a folder", encoding="utf-8")
    assert "Logging error" not in run("--engine", "tone").stderr


def test_a_log_on_a_full_disk_says_nothing_of_itself() -> None:
    with full_disk(200):
        said = run("--engine", "tone", code=1).stderr
    assert "Logging error" not in said
    assert "Traceback" not in said
    assert "MB are free" in said


def test_a_dry_run_leaves_no_log(folder: Path) -> None:
    run("--engine", "tone", "--dry-run")
    assert not (folder / ".producer").exists()
