"""`producer` as it is typed, in this process; processes.py has one of its own."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from producer.cli import app


def run(*arguments: str, code: int = 0) -> Result:
    """What a command that ends with `code` writes to stdout and stderr."""
    result = CliRunner().invoke(app, [*arguments])
    assert result.exit_code == code, (result.stdout, result.stderr, result.exception)
    assert isinstance(result.exception, SystemExit | None)
    return result
