"""Whether every dependency has a wheel for each system: `make wheels`, which needs uv.

The resolver takes no source packages, so it finds no answer where one package has no wheel that
fits the platform's tags, and names it. Packages of Python alone, which pip builds anywhere without
a compiler, may come as source.
"""

from __future__ import annotations

import subprocess
import sys

from tests.helpers.wheelhouse import ROOT

PLATFORMS = {
    "Linux x64": "x86_64-manylinux_2_28",
    "Linux arm64": "aarch64-manylinux_2_28",
    "macOS arm64": "aarch64-apple-darwin",
    "Windows x64": "x86_64-pc-windows-msvc",
}
SOURCES = ("jieba",)
"""Of Python alone, and published as source only."""

PYTHONS = "3.11", "3.12", "3.13"


def problem(uv: str, platform: str, python: str) -> str:
    """Why not everything can be installed there from wheels; "" where it can."""
    command = [uv, "pip", "compile", "pyproject.toml", "--all-extras", "--no-config", "--quiet"]
    command += ["--only-binary", ":all:", "--python-platform", platform]
    command += [part for name in SOURCES for part in ("--no-binary", name)]
    command += ["--python-version", python]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stderr.strip() if done.returncode else ""


def main(uv: str = "uv") -> int:
    """Print a line for each system and version; 1 if one lacks something."""
    failed = False
    for name, platform in PLATFORMS.items():
        for python in PYTHONS:
            missing = problem(uv, platform, python)
            failed |= bool(missing)
            print(f"{name}, Python {python}: {missing or 'all dependencies have wheels'}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
