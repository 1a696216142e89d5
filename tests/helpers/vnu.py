"""What the W3C's validator (https://validator.github.io/validator/) has against a page."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.helpers.programs import node_package, program

_JAVA = ("-XX:TieredStopAtLevel=1", "-Xss8m")
"""A short run is not worth optimising; the HTML schema is deep."""


def complaints(*files: Path) -> list[str]:
    """Errors in HTML files, with file and line."""
    jar = node_package("vnu-jar", "build/dist/vnu.jar")
    command = [program("java"), *_JAVA, "-jar", str(jar), "--format", "json"]
    done = subprocess.run(
        [*command, "--exit-zero-always", *map(str, files)], capture_output=True, check=True
    )
    return [
        f"{message['url']}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(done.stderr)["messages"]
        if message["type"] == "error"
    ]
