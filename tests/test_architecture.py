"""Imports run one way, inside the folders too, and nothing imports in a circle.

`MAY_IMPORT` is the table of CONTRIBUTING.md: room → the rooms below it that it may use. A room is a
folder below producer/; files of its root count as rooms of their own. `LAYERS` has the order inside
folders that hold several layers.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "producer"

GROUND = {
    *(
        "addresses",
        "errors",
        "fonts",
        "installation",
        "languages",
        "localization",
        "model",
        "naming",
        "progress",
        "spoken",
    ),
    *("timing", "units", "wordings"),
}
"""Files of the root that everything may use. They use each other, but nothing else."""
SHOW = {"buckets", "show", "store"}
"""Where settings and what was made before come from."""
STAGES = {
    *("alignment", "audio", "casting", "check", "engines", "export", "lexicon", "listening"),
    "models",
    *(
        "proposals",
        "publish",
        "recordings",
        "render",
        "speech",
        "synthesis",
        "transcript",
        "translation",
    ),
}
MAY_IMPORT: Mapping[str, set[str]] = {
    "__main__": {"cli"},
    "cli": {"commands"},
    "commands": {"episode", "pipeline", "plan", "review", "workers"} | STAGES | SHOW,
    "review": {"episode", "pipeline", "plan", "workers"} | STAGES | SHOW,
    "pipeline": {
        "casting",
        "episode",
        "plan",
        "publish",
        "render",
        "store",
        "synthesis",
        "workers",
    },
    "episode": {
        "audio",
        "lexicon",
        "listening",
        "plan",
        "publish",
        "recordings",
        "render",
        "show",
        "store",
        "synthesis",
        "workers",
    },
    "plan": {"alignment", "audio", "casting", "engines", "lexicon", "listening", "proposals"}
    | {"publish"}
    | {"recordings", "render", "speech", "synthesis", "transcript"}
    | SHOW,
    "workers": {"engines", "render", "store", "synthesis"},
    # Stages take plain values and do not know of each other; each exception has its reason.
    "alignment": set(),
    "audio": set(),
    "casting": {"show", "store"},
    # What is measured of an MP3 is measured by the tools that made it, and by others in tests.
    "check": {"audio"},
    # Stems, audiobook and video are made of decoded sound.
    "export": {"audio"},
    # What a service answers is decoded before it is believed.
    "engines": {"audio", "models", "show", "speech"},
    "listening": {"models", "speech", "store"},
    "lexicon": {"show", "store"},
    "models": {"store"},
    "proposals": set(),
    "publish": {"buckets", "show", "store"},
    # A sentence is cut out of sound.
    "recordings": {"audio", "store"},
    "render": {"audio", "show", "store"},
    "speech": set(),
    "synthesis": {"audio", "engines", "store"},
    # What a voice cannot speak is a finding, which tells what will be said instead.
    "transcript": {"show", "speech"},
    # What aiohttp raises, and which proxy goes where, is the same for all who ask a server.
    "translation": {"engines", "show"},
    # A show says where its store is, and so opens it; a bucket's address is checked with all else.
    "show": {"buckets", "store"},
    # What several machines share may lie in a bucket.
    "store": {"buckets"},
    "buckets": set(),
}

LAYERS: Mapping[str, tuple[str, ...]] = {
    "transcript": (
        *("language", "document", "labels", "pairs", "people", "lines", "quantities", "readers"),
        *("findings", "script", "conversation", "reading"),
    ),
    "plan": (
        *(
            "engine_choice pairs request show_files slug",
            "passages",
            "editions omissions scripts",
            "pair_findings",
        ),
        *("outline", "plan", "confirmation disk_space staleness", "status"),
    ),
    "publish": (
        *("character_times manifest", "captions chapters cover description feed page"),
        *("tags transcripts http_requests", "announcement upload", "hosts"),
    ),
    "review": (
        *("editing episode_cache guard jobs preview review_items", "translating view_models"),
        *("workspace", "requests uploads", "handlers", "server"),
    ),
    "check": (
        *("feed_elements id3", "manifest mp3"),
        *("captions disclosure feed_items listened picture_data",),
        *("picture sidecars speech tag terminal_picture", "episode feed", "__init__"),
    ),
}
"""Below a folder, what comes first is used by what comes later, never the other way round. Names on
one line do not use each other. What is not named may use, and be used, without a circle."""

LIBRARIES = {
    "distributed": ("producer.workers.cluster",),
    "docx": ("producer.transcript.readers.word",),
    "edge_tts": ("producer.engines.edge",),
    "aiohttp": ("producer.engines.edge", "producer.engines.web", "producer.translation.chat"),
    "espeakng_loader": ("producer.engines",),
    # In a process of its own, as below.
    **dict.fromkeys(("jieba", "onnxruntime"), ("producer.engines.kokoro",)),
    "pypinyin": ("producer.engines.kokoro.readings", "producer.listening.sounds"),
    "faster_whisper": ("producer.listening.ear",),
    # In a process of its own: nothing that imports it is imported.
    "sherpa_onnx": ("producer.engines.sherpa.worker",),
    "av": ("producer.audio",),
    "lameenc": ("producer.audio",),
    "pydub": ("producer.audio",),
    "jinja2": ("producer.review",),
    "mutagen": ("producer.publish.tags",),
    "paramiko": ("producer.publish.upload.sftp",),
    "obstore": ("producer.buckets", "producer.store.shared"),
    "starlette": ("producer.review",),
    "uvicorn": ("producer.review",),
    "snowballstemmer": ("producer.alignment.tokens",),
    "rich": ("producer.cli", "producer.commands"),
    "trafilatura": ("producer.transcript.readers.web",),
    "typer": ("producer.cli", "producer.commands"),
}
"""Which modules, or folders of modules, may import a library."""

HEAVY = (
    *("aiohttp", "asyncio", "av", "distributed", "edge_tts", "lameenc", "lxml", "mutagen"),
    *(
        "jinja2",
        "numpy",
        "obstore",
        "paramiko",
        "PIL",
        "pydantic",
        "pydub",
        "starlette",
        "tomlkit",
        "uvicorn",
    ),
)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports(module: str, *, typing_only: bool = True) -> Iterator[tuple[int, str]]:
    """Line and full name of all that `module` imports, wherever in the file; with `typing_only`
    also what only a type checker sees."""
    path = SOURCES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    tree = ast.parse(path.read_bytes())
    unseen = set() if typing_only else {id(node) for node in _type_checking_nodes(tree)}
    for node in ast.walk(tree):
        if id(node) in unseen:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: package.count(".") + 2 - node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                name = f"{base}.{alias.name}"
                yield node.lineno, name if name in SOURCES else base


def _type_checking_nodes(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from ast.walk(node)


def room(module: str) -> str:
    """The file or folder below producer/ that a module belongs to; "" is the package itself."""
    return part(module, "")


def part(module: str, folder: str) -> str:
    """The file or folder below `folder` that a module belongs to: "__init__" is the folder's own,
    "" for a module that is not below it."""
    prefix = f"producer.{folder}." if folder else "producer."
    if f"{module}." == prefix:
        return "__init__" if folder else ""
    return module.removeprefix(prefix).partition(".")[0] if module.startswith(prefix) else ""


def is_command_line(module: str) -> bool:
    """Whether `module` is where a command line begins."""
    return module.endswith(".__main__")


def allowed(module: str, target: str) -> bool:
    """May `module` import `target`? Both are modules of the project."""
    if is_command_line(module) and room(module) != "__main__":
        return True
    return _allowed_rooms(room(module), room(target)) and all(
        _in_order(part(module, folder), part(target, folder), order)
        for folder, order in LAYERS.items()
    )


def _allowed_rooms(own: str, used: str) -> bool:
    return own == used or used in {"", *GROUND, *MAY_IMPORT.get(own, set())}


def _in_order(own: str, used: str, order: tuple[str, ...]) -> bool:
    if own == used:
        return True
    levels = {name: level for level, names in enumerate(order) for name in names.split()}
    if own not in levels or used not in levels:
        return True
    return levels[used] < levels[own]


@pytest.mark.parametrize("module", SOURCES)
def test_a_module_imports_only_from_below(module: str) -> None:
    wrong = [
        f"{SOURCES[module].relative_to(ROOT)}:{line}: {target}"
        for line, target in imports(module)
        if target.split(".")[0] == "producer" and not allowed(module, target)
    ]
    assert not wrong


def test_every_room_has_a_line_in_the_table() -> None:
    rooms = {room(module) for module in SOURCES} - {""}
    assert rooms == {*GROUND, *MAY_IMPORT}


def test_the_table_itself_has_no_circle() -> None:
    assert not circles({room: set(uses) for room, uses in MAY_IMPORT.items()})


def test_no_module_imports_in_a_circle() -> None:
    graph = {
        module: {target for _, target in imports(module, typing_only=False) if target in SOURCES}
        - {module}
        for module in SOURCES
    }
    assert not circles(graph)


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """What leads back to itself in `graph`: one way round for each place that does."""
    state: dict[str, int] = {}
    ways: list[list[str]] = []

    def visit(node: str, way: list[str]) -> None:
        state[node] = 1
        for target in sorted(graph.get(node, ())):
            if state.get(target) == 1:
                ways.append([*way[way.index(target) :], target])
            elif target not in state:
                visit(target, [*way, target])
        state[node] = 2

    for node in sorted(graph):
        if node not in state:
            visit(node, [node])
    return ways


def test_no_two_classes_share_a_name() -> None:
    """Of two with one name a reader has to find out each time which is meant."""
    homes: dict[str, list[str]] = {}
    for module, path in SOURCES.items():
        for node in ast.parse(path.read_bytes()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(module)
    assert not {name: modules for name, modules in homes.items() if len(modules) > 1}


def test_the_root_shows_the_house() -> None:
    assert len([*PACKAGE.glob("*.py")]) <= 14


def test_the_table_in_the_guide_is_the_one_that_is_kept() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf8")
    rows = re.findall(r"^\| `([a-z_]+)` \| (.*?) \|$", guide, re.MULTILINE)
    told = {name: set(re.findall(r"`([a-z_]+)`", uses)) for name, uses in rows}
    assert {name: told.get(name) for name in MAY_IMPORT} == MAY_IMPORT


def test_the_tree_in_the_guide_has_every_folder() -> None:
    tree = (ROOT / "CONTRIBUTING.md").read_text("utf8").split("```")[1]
    named = set(re.findall(r"([a-z_]+)/", tree))
    lines = set(re.findall(r"^ +([a-z_]+)/", tree, re.MULTILINE))
    folders = {
        path.parent.name
        for path in (*PACKAGE.glob("*/__init__.py"), *PACKAGE.glob("transcript/*/__init__.py"))
    }
    assert lines <= folders <= named


@pytest.mark.parametrize("module", SOURCES)
def test_a_library_stays_behind_its_adapter(module: str) -> None:
    wrong = [
        f"{SOURCES[module].relative_to(ROOT)}:{line}: {name}"
        for line, name in imports(module)
        for homes in [LIBRARIES.get(name.split(".")[0])]
        if homes is not None and not f"{module}.".startswith(tuple(f"{home}." for home in homes))
    ]
    assert not wrong


@pytest.mark.parametrize(
    "module",
    [
        name
        for name in SOURCES
        if room(name) not in {"cli", "commands"} and not is_command_line(name)
    ],
)
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


def test_where_a_show_stands_is_told_without_what_reads_hears_and_decodes() -> None:
    """Scripts are mostly recalled, and few shows have music: to import all of that took as long as
    to look at a hundred episodes."""
    code = "import sys, producer.commands.status, producer.plan.status; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    unneeded = {"numpy", "av", "producer.transcript.conversation", "producer.proposals"}
    assert not set(run.stdout.split()) & unneeded


def test_what_renders_needs_nothing_that_reads_settings_or_reaches_other_machines() -> None:
    """A second process took as long to import that as all else, and half as much memory."""
    code = "import sys, producer.workers.local, producer.render; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    assert not set(run.stdout.split()) & {"pydantic", "producer.buckets", "ssl", "urllib.request"}


def test_imports_are_seen_in_all_their_forms() -> None:
    seen = {target for _, target in imports("producer.engines")}
    assert {"producer.engines.base", "producer.errors", "importlib"} <= seen


@pytest.mark.parametrize(
    ("module", "target"),
    [
        ("producer.casting", "producer.lexicon"),
        ("producer.errors", "producer.store"),
        ("producer.store", "producer.casting"),
        ("producer.publish.feed", "producer.publish.tags"),
        ("producer.pipeline", "producer.cli"),
        ("producer.pipeline", "producer.review.desk"),
        ("producer.plan.plan", "producer.plan.status"),
        ("producer.plan.plan", "producer.episode.assembly"),
        ("producer.transcript.labels.label", "producer.transcript.pairs.paragraph_runs"),
        ("producer.transcript.readers.text", "producer.transcript.conversation"),
        ("producer.workers.local", "producer.plan.plan"),
        ("producer.review.editing", "producer.review.workspace"),
        ("producer.check.mp3", "producer.check.episode"),
    ],
)
def test_a_broken_layer_is_seen(module: str, target: str) -> None:
    assert not allowed(module, target)
    assert allowed(target, target)


def test_a_circle_is_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c", "a"]]
    assert not circles({"a": {"b", "c"}, "b": {"c"}, "c": set()})
