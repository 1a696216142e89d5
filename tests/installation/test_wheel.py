"""The wheel in a fresh environment: installed as README and messages say, it makes an episode."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import av
import pytest

from tests.helpers.wheelhouse import ROOT, build_wheel, pack

TRANSCRIPT = """\
# 河边的灯 | Lamps by the River

林溪：晚上好，今天我们谈灯。
Lin Xi: Good evening. Today we talk about lamps.

Omar：河边的灯是谁点的？
Omar: Who lights the lamps by the river?
"""


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A local index: the project's wheel and all that it needs with two of its extras."""
    folder = tmp_path_factory.mktemp("wheels")
    wheel = build_wheel(folder)
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        needed = re.findall(r"^Requires-Dist: (.+)$", archive.read(metadata).decode(), re.M)
    plain = [line for line in needed if "extra ==" not in line]
    optional = [
        line.partition(" extra ==")[0].rstrip("; ").removesuffix(" and")
        for line in needed
        if re.search(r"extra == '(offline|review)'", line)
    ]
    pack(folder, [*plain, *optional])
    return folder


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> Path:
    """A new virtual environment with the wheel and its extra for speaking offline."""
    folder = tmp_path_factory.mktemp("fresh") / "env"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    run(folder, f"{folder / 'bin' / 'pip'} install 'podcast-producer[offline]'", wheels)
    return folder


def run(cwd: Path, command: str, wheels: Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    """What a command gives that looks for packages in the folder of wheels alone."""
    settings = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_COMPILE": "1",
        "PIP_QUIET": "1",
    }
    done = subprocess.run(
        shlex.split(command),
        cwd=cwd,
        env=_environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This one without what leads back to the tests' own packages."""
    hidden = ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")
    return {k: v for k, v in os.environ.items() if k not in hidden} | dict(settings)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_wheel_makes_an_episode_where_nothing_else_is(
    fresh: Path, wheels: Path, tmp_path: Path
) -> None:
    (tmp_path / "lamps.txt").write_text(TRANSCRIPT, "utf-8")
    run(tmp_path, f"{fresh / 'bin' / 'producer'} make lamps.txt --engine espeak", wheels)
    (mp3,) = tmp_path.glob("output/*/*.mp3")
    with av.open(str(mp3)) as container:
        assert container.duration is not None
        assert container.duration > 5_000_000
    assert list(tmp_path.glob("output/*/*.html"))


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_command_that_a_message_gives_brings_what_is_missing(
    fresh: Path, wheels: Path, tmp_path: Path
) -> None:
    producer = fresh / "bin" / "producer"
    refused = run(tmp_path, f"{producer} review", wheels, status=2)
    command = re.search(r"Install it: (.+)", refused.stderr)
    assert command, refused.stderr
    assert "podcast-producer[review]" in command[1]
    run(tmp_path, command[1], wheels)
    run(tmp_path, f"{fresh / 'bin' / 'python'} -c 'import starlette, jinja2, uvicorn'", wheels)


def test_the_extra_for_everything_has_all_others() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    (everything,) = extras.pop("all")
    name, _, names = everything.rstrip("]").partition("[")
    assert name == project["name"] != "producer"
    assert set(names.split(",")) == set(extras)
