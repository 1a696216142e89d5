"""What a person sees on a terminal while something long is under way, and of what it will cost."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from producer import pipeline
from producer.commands import console
from producer.commands.summary import plan_json, plan_text
from producer.progress import Silent
from tests.helpers.making import SHORT, a_show

_BARS = """
from producer.commands import console
with console.progress() as progress:
    progress.start("speaking", 4)
    for text in ("Yes.", "你好，欢迎来到我们的节目，今天我们聊聊茶和时间。" * 5):
        progress.advance("speaking", text, 45_000)
"""


def _on_terminal(columns: int, code: str) -> list[str]:
    """The lines that a terminal of so many columns was given, without colours and controls."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns), "PRODUCER_LANG": "en"}
    with subprocess.Popen(
        [sys.executable, "-c", code], stderr=follower, stdout=follower, env=environment
    ) as process:
        os.close(follower)
        written = b""
        try:
            while chunk := os.read(leader, 65_536):
                written += chunk
        except OSError:  # Linux's way to say that nobody writes any more
            pass
        assert process.wait() == 0
    os.close(leader)
    text = re.sub(r"\x1b\[[0-9;]*m", "", written.decode())
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "\n", text)
    return [line for line in re.split(r"[\r\n]+", text) if line.strip()]


@pytest.mark.parametrize("columns", [80, 120])
def test_a_bar_stays_on_its_line_whatever_is_spoken(columns: int) -> None:
    from rich.cells import cell_len

    whole = "".join(_on_terminal(columns, _BARS))
    assert "speaking" in whole
    assert "2/4" in whole
    assert "1.5 min spoken" in whole
    assert "你好" in whole
    assert "…" in whole
    for line in _on_terminal(columns, _BARS):
        assert cell_len(line) <= columns


def test_lines_elsewhere_tell_of_stages_with_several_steps(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with console.progress() as progress:
        progress.start("reading", 1)
        progress.advance("reading", "talk.txt")
        progress.start("speaking", 12)
        for number in range(12):
            progress.advance("speaking", f"Sentence {number}.", 1_000)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "speaking: 12"
    assert lines[-1] == "speaking: 12 of 12"


def test_a_dry_run_tells_what_a_service_with_a_price_will_ask(tmp_path: Path) -> None:
    engines = {"azure": {"key": "k", "region": "r", "price_per_million": 16, "currency": "EUR"}}
    show = a_show(tmp_path, engines=engines, disclosure={"spoken": False})
    file = tmp_path / "talk.txt"
    file.write_text(SHORT, encoding="utf-8")
    plan = pipeline.plan(
        pipeline.Request(transcript=file, show=show, engine="azure"), Silent(), lambda _: None
    )
    texts = [utterance.text for utterance in plan.utterances]
    han = sum("\u4e00" <= character <= "\u9fff" for text in texts for character in text)
    billed = sum(map(len, texts)) + han
    assert han > 10
    assert plan_json(plan)["characters_to_speak"] == billed
    assert f"for about {max(0.01, billed * 16 / 1e6):.2f} EUR ({billed} characters" in plan_text(
        plan
    )


def test_nothing_is_said_of_money_where_no_price_is_set(tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    file.write_text(SHORT, encoding="utf-8")
    plan = pipeline.plan(
        pipeline.Request(transcript=file, show=a_show(tmp_path), engine="tone"), Silent()
    )
    assert "for about" not in plan_text(plan)
