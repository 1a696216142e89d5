"""The command that a message gives fits the way in which the program was installed."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from producer import installation
from producer.installation import Installation, current_installation, extras, install_command

WHEEL = "file:///tmp/w%20h/podcast_producer-1-py3-none-any.whl"


def use(monkeypatch: pytest.MonkeyPatch, kind: Installation) -> None:
    monkeypatch.setattr(installation, "current_installation", lambda: kind)


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        (Installation("pip"), "PYTHON -m pip install 'podcast-producer[review]'"),
        (
            Installation("pip", WHEEL),
            f"PYTHON -m pip install 'podcast-producer[review] @ {WHEEL}'",
        ),
        (
            Installation("pip", "file:///srv/a%20b", is_editable=True),
            "PYTHON -m pip install --editable '/srv/a b[review]'",
        ),
        (Installation("pip", "file:///srv/p"), "PYTHON -m pip install '/srv/p[review]'"),
        (
            Installation("pipx", extras=("offline",)),
            "pipx install --force 'podcast-producer[offline,review]'",
        ),
        (
            Installation("uv tool", WHEEL, extras=("all",)),
            f"uv tool install --force 'podcast-producer[all] @ {WHEEL}'",
        ),
    ],
)
def test_what_to_type(
    kind: Installation, command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, kind)
    monkeypatch.setattr(sys, "executable", "/opt/x/bin/python")
    monkeypatch.chdir(tmp_path)
    assert install_command("review") == command.replace("PYTHON", "/opt/x/bin/python")


def test_what_lies_below_this_folder_is_named_from_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, Installation("pip", tmp_path.as_uri(), is_editable=True))
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.chdir(tmp_path)
    assert install_command("web") == "./.venv/bin/python -m pip install --editable '.[web]'"


def test_pipx_and_uv_are_known_by_their_receipts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert current_installation().tool == "pip"
    (tmp_path / "pipx_metadata.json").write_text(
        json.dumps({"main_package": {"package_or_url": "podcast-producer[offline, web]"}})
    )
    assert current_installation().tool == "pipx"
    assert current_installation().extras == ("offline", "web")
    (tmp_path / "uv-receipt.toml").write_text(
        '[tool]\nrequirements = [{ name = "podcast-producer", extras = ["all"] }]\n'
    )
    assert current_installation().tool == "uv tool"
    assert current_installation().extras == ("all",)


def test_a_receipt_that_cannot_be_read_names_no_extras(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    for name in "pipx_metadata.json", "uv-receipt.toml":
        (tmp_path / name).write_bytes(b"\xff[")
    assert current_installation().extras == ()


def test_this_installation_is_editable_and_knows_its_extras() -> None:
    assert current_installation().is_editable
    assert "starlette" in extras()["review"]
    assert "all" not in extras()


def test_no_message_names_a_package_that_is_somebody_else_s() -> None:
    package = Path(installation.__file__).parents[1]
    naming = re.compile(r"pip install|(?<![-\w])producer\[\w")
    assert not [str(p) for p in package.rglob("*.py") if naming.search(p.read_text("utf-8"))]
