"""A folder of wheels from which pip can install without a network: the project's own, built now,
and those of its dependencies, packed again from what is installed here."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def build_wheel(folder: Path) -> Path:
    """The project's wheel, built into `folder` by the builder that pyproject.toml names."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("podcast_producer-*.whl")
    return wheel


def pack(folder: Path, requirements: Iterable[str]) -> None:
    """Wheels of all that `requirements` need, themselves included, into `folder`."""
    open_requirements = [
        requirement for requirement in map(Requirement, requirements) if _applies(requirement, "")
    ]
    packed: set[tuple[str, str]] = set()
    while open_requirements:
        requirement = open_requirements.pop()
        dist = distribution(requirement.name)
        for extra in {"", *requirement.extras}:
            key = _normalized(requirement.name), extra
            if key in packed:
                continue
            packed.add(key)
            open_requirements += [
                needed
                for needed in map(Requirement, dist.requires or ())
                if _applies(needed, extra)
            ]
        _pack(dist, folder)


def _applies(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def _pack(dist: Distribution, folder: Path) -> None:
    wheel_file = dist.read_text("WHEEL") or ""
    tags = re.findall(r"^Tag: *(\S+)", wheel_file, re.MULTILINE) or ["py3-none-any"]
    # As in the name of the wheel that it came from: every part once.
    parts = zip(*(tag.split("-") for tag in tags), strict=True)
    tag = "-".join(".".join(dict.fromkeys(part)) for part in parts)
    name = _normalized(dist.name).replace("-", "_")
    path = folder / f"{name}-{dist.version}-{tag}.whl"
    if path.exists():
        return
    with zipfile.ZipFile(path, "w") as archive:
        record = ""
        names: list[str] = []
        for file in dist.files or ():
            if ".." in file.parts or "__pycache__" in file.parts or file.is_absolute():
                continue
            if file.name in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json"):
                record = record or (str(file) if file.name == "RECORD" else "")
                continue
            archive.write(str(file.locate()), str(file))
            names.append(str(file))
        assert record, f"{dist.name} has no RECORD"
        lines = "".join(f"{quoted},,\n" for quoted in map(_quoted, [*names, record]))
        archive.writestr(record, lines)


def _quoted(name: str) -> str:
    return f'"{name}"' if "," in name else name


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
