"""Imports run one way: cli → pipeline → stages → {show, store} → {model, timing, errors}."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "producer"

GROUND = {
    "addresses",
    "errors",
    "installation",
    "languages",
    "model",
    "progress",
    "roles",
    "timing",
    "wordings",
}
BASE = {"buckets", "handwritten", "problems", "settings", "show", "sound", "spoken", "store"}
TOP = {
    *("assembly", "cluster", "feeds", "materials", "passages", "pipeline", "plan", "publication"),
    *("ingredients", "place", "review", "series", "sidecars", "slug", "workers"),
}
FRONT = {"cli", "commands", "__main__"}
"""Besides, every `__main__` of a folder below is a command line of its own."""

USES = {
    # A show says where its store is, and so opens it.
    "show": {"handwritten", "problems", "settings", "store"},
    # The address of a bucket is checked with all else.
    "settings": {"buckets", "sound"},
    "problems": {"handwritten"},
    # What several machines share may lie in a bucket.
    "store": {"buckets"},
    # What a voice cannot speak is a finding, which tells what will be said instead.
    "transcript": {"speech"},
    "synthesis": {"engines"},
    "render": {"audio"},
    "edition": {"audio"},
    # Captions and page both show words as they are said.
    "publish": {"alignment", "fonts"},
    "check": {"audio", "fonts"},
    # What aiohttp raises, and which proxy goes where, is the same for all who ask a server.
    "translation": {"engines"},
    # What a service answers is decoded before it is believed.
    "engines": {"audio"},
}
"""Stages that work with the tools of another folder. Any further one is to be argued for."""

LIBRARIES = {
    "distributed": ("producer.cluster",),
    "docx": ("producer.transcript.readers.word",),
    "edge_tts": ("producer.engines.edge",),
    "aiohttp": (
        *("producer.engines.edge", "producer.engines.openai", "producer.engines.web"),
        "producer.translation.chat",
    ),
    "espeakng_loader": ("producer.engines",),
    # In a process of its own: nothing that imports it is imported.
    "sherpa_onnx": ("producer.engines.sherpa.worker",),
    "av": ("producer.audio",),
    "lameenc": ("producer.audio",),
    "pydub": ("producer.audio",),
    "jinja2": ("producer.review",),
    "mutagen": ("producer.publish.tags",),
    "obstore": ("producer.buckets", "producer.store.shared"),
    "starlette": ("producer.review",),
    "uvicorn": ("producer.review",),
    "rich": ("producer.cli", "producer.commands"),
    "trafilatura": ("producer.transcript.readers.web",),
    "typer": ("producer.cli", "producer.commands"),
}
"""Which modules, or folders of modules, may import a library."""

HEAVY = (
    *("aiohttp", "av", "distributed", "edge_tts", "lameenc", "lxml", "mutagen"),
    *("jinja2", "numpy", "obstore", "PIL", "pydantic", "pydub", "starlette", "tomlkit", "uvicorn"),
)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports(module: str) -> Iterator[tuple[int, str]]:
    """Line and full name of all that `module` imports, wherever in the file."""
    path = SOURCES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: package.count(".") + 2 - node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                name = f"{base}.{alias.name}"
                yield node.lineno, name if name in SOURCES else base


def part(module: str) -> str:
    """The file or folder below producer/ that a module belongs to; "" is the package itself."""
    return module.removeprefix("producer").lstrip(".").partition(".")[0]


def is_front(module: str) -> bool:
    """Whether `module` is a command line."""
    return part(module) in FRONT or module.endswith(".__main__")


def writer(module: str) -> str:
    """The file or folder below producer/publish/ that a module belongs to."""
    return module.removeprefix("producer.publish").lstrip(".").partition(".")[0]


def allowed(module: str, target: str) -> bool:
    """May `module` import `target`? Both are modules of the project."""
    own, other = part(module), part(target)
    if is_front(module):
        return True
    if own == other:
        # Each published file is written from the timeline by a module, or folder, of its own.
        return own != "publish" or writer(module) == writer(target)
    if other == "":
        return True
    if own in TOP:
        # The review page stands on the others.
        return other not in {*FRONT, "review"}
    lower = set() if own in GROUND else GROUND if own in BASE else GROUND | BASE
    return other in lower | USES.get(own, set())


@pytest.mark.parametrize("module", SOURCES)
def test_a_module_imports_only_from_below(module: str) -> None:
    wrong = [
        f"{SOURCES[module].relative_to(ROOT)}:{line}: {target}"
        for line, target in imports(module)
        if target.split(".")[0] == "producer" and not allowed(module, target)
    ]
    assert not wrong


@pytest.mark.parametrize("module", SOURCES)
def test_a_library_stays_behind_its_adapter(module: str) -> None:
    wrong = [
        f"{SOURCES[module].relative_to(ROOT)}:{line}: {name}"
        for line, name in imports(module)
        for homes in [LIBRARIES.get(name.split(".")[0])]
        if homes is not None and not f"{module}.".startswith(tuple(f"{home}." for home in homes))
    ]
    assert not wrong


@pytest.mark.parametrize("module", [name for name in SOURCES if not is_front(name)])
def test_only_the_command_line_prints_and_prompts(module: str) -> None:
    calls = [
        node.lineno
        for node in ast.walk(ast.parse(SOURCES[module].read_bytes()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"print", "input", "breakpoint"}
    ]
    assert not calls


def test_the_command_line_starts_without_heavy_imports() -> None:
    code = "import sys, producer.cli; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    assert not {name.split(".")[0] for name in run.stdout.split()} & set(HEAVY)


def test_what_renders_needs_nothing_that_reads_settings_or_reaches_other_machines() -> None:
    """A second process took as long to import that as all else, and half as much memory."""
    code = "import sys, producer.workers, producer.render; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    assert not set(run.stdout.split()) & {"pydantic", "producer.buckets", "ssl", "urllib.request"}


def test_imports_are_seen_in_all_their_forms() -> None:
    seen = {target for _, target in imports("producer.engines")}
    assert {"producer.engines.base", "producer.errors", "importlib"} <= seen
    assert not allowed("producer.casting", "producer.lexicon")
    assert not allowed("producer.model", "producer.errors")
    assert not allowed("producer.store", "producer.casting")
    assert not allowed("producer.publish.feed", "producer.publish.tags")
    assert allowed("producer.publish.captions.layout", "producer.publish.captions.breaking")
    assert not allowed("producer.pipeline", "producer.cli")
    assert not allowed("producer.pipeline", "producer.review.desk")
