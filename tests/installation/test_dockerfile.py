"""The Dockerfile's steps, without a builder: in folders of their own instead of an image's, with
packages from a folder instead of an index."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.wheelhouse import ROOT, pack

TRANSCRIPT = """\
# 桥上的面馆 | A Noodle Shop on the Bridge

阿青：桥上的面馆几点开门？
Qing: When does the noodle shop on the bridge open?
"""

Step = tuple[str, str]
"""An instruction and its arguments: ("WORKDIR", "/source")."""


def steps() -> Iterator[Step]:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            instruction, _, arguments = line.partition(" ")
            yield instruction, arguments


@pytest.fixture
def image() -> Iterator[Path]:
    """Stands for the root of a container; everybody may look into it."""
    folder = Path(tempfile.mkdtemp(prefix="producer-image-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def pinned_to(requirements: str, wheels: Path) -> str:
    """`requirements` with the digests of the wheels that `pack` made of what is installed here."""
    digests = {
        re.sub(r"[-_.]+", "-", wheel.name.split("-")[0]).lower(): hashlib.sha256(
            wheel.read_bytes()
        ).hexdigest()
        for wheel in wheels.iterdir()
    }
    lines: list[str] = []
    for line in re.findall(r"^\S+==.*?(?= \\$)", requirements, re.MULTILINE):
        name = re.sub(r"[-_.]+", "-", re.split(r"[=\[]", line)[0]).lower()
        if name in digests:
            lines.append(f"{line} --hash=sha256:{digests[name]}")
    return "\n".join(lines)


def test_what_is_copied_is_let_through() -> None:
    allowed = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    copied = [
        name
        for instruction, arguments in steps()
        if instruction == "COPY" and not arguments.startswith("--from")
        for name in arguments.split()[:-1]
    ]
    assert sorted(copied) == sorted(allowed)
    assert all((ROOT / name).exists() for name in copied)


def test_it_runs_as_a_user_without_rights() -> None:
    instructions = [step for step in steps() if step[0] in ("RUN", "USER", "ENTRYPOINT")]
    user = next(arguments for instruction, arguments in instructions if instruction == "USER")
    assert user not in ("root", "0")
    assert [instruction for instruction, _ in instructions][-2:] == ["USER", "ENTRYPOINT"]


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform != "linux", reason="an image is built on Linux")
def test_its_steps_give_a_program_that_makes_an_episode(image: Path, tmp_path: Path) -> None:
    requirements = (ROOT / "requirements" / "image.txt").read_text("utf-8")
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    pack(wheels, re.findall(r"^([^\s#][^\\\n]*?) *\\$", requirements, re.MULTILINE))
    source = image / "source"
    source.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(image)}
    environment |= {
        "PIP_QUIET": "1",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_NO_COMPILE": "1",
    }
    stage = 0
    for instruction, arguments in steps():
        stage += instruction == "FROM"
        if stage == 1 and instruction == "COPY":
            *names, _ = arguments.split()
            for name in names:
                copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
                copy(ROOT / name, source / name)
            locked = source / "requirements" / "image.txt"
            if locked.exists():
                locked.write_text(pinned_to(requirements, wheels), "utf-8")
        if stage == 1 and instruction == "RUN":
            command = arguments.replace("/opt/producer", str(image / "opt"))
            command = command.replace("python -m venv", f"{shlex.quote(sys.executable)} -m venv")
            subprocess.run(["bash", "-euc", command], cwd=source, env=environment, check=True)
    assert stage == 2
    show = image / "show"
    show.mkdir()
    (show / "noodles.txt").write_text(TRANSCRIPT, "utf-8")
    producer = str(image / "opt" / "bin" / "producer")
    made = subprocess.run(
        [producer, "make", "noodles.txt", "--engine", "espeak"],
        cwd=show,
        env={"PATH": "/usr/bin:/bin", "PRODUCER_MODELS": str(image / "models")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    assert list(show.glob("output/*/*.mp3"))
