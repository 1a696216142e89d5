"""Every regular expression of the project takes steps in proportion to the text, not more.

The patterns are all that modules hold when they are imported, and all that stand as literals in
calls of `re`. Each meets texts grown from its own characters; the steps of a backtracking matcher
are counted, so nothing here depends on how fast the machine is.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import producer
from tests.helpers.backtracking import TooManySteps, compiled, predicate, steps

_AT_THE_BEGINNING = {"match", "fullmatch"}
_ANYWHERE = {"search", "sub", "subn", "split", "findall", "finditer"}
_REPRESENTATIVES = "a1 中的.,:,-'\"(*[/#!\n\tA０é,<>@|_%$=~`“。、：？\0"
_SIZES = (60, 120)
_LARGE_SIZES = (700, 1400)
_GROWTH = 2.6
"""Of the steps where the text doubles: linear is 2, quadratic 4."""

_MOST = 2_500_000


class Found:
    """A pattern, where it stands, and whether it is only matched at the beginning of texts."""

    def __init__(self, pattern: re.Pattern[str], where: str, *, anchored: bool) -> None:
        self.pattern, self.where, self.anchored = pattern, where, anchored


def modules() -> list[str]:
    names = [info.name for info in pkgutil.walk_packages(producer.__path__, "producer.")]
    return [name for name in names if not name.endswith("__main__")]


@cache
def patterns() -> tuple[Found, ...]:
    found: dict[tuple[str, int], Found] = {}
    for name in modules():
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue  # an extra that is not installed
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        uses = _uses(tree)
        for variable, value in vars(module).items():
            for pattern in _within(value):
                ways = uses.get(variable, set())
                anchored = bool(ways) and ways <= _AT_THE_BEGINNING
                key = (pattern.pattern, pattern.flags)
                if key not in found or (found[key].anchored and not anchored):
                    found[key] = Found(pattern, f"{name}.{variable}", anchored=anchored)
        for pattern, way, line in _literals(tree):
            key = (pattern.pattern, pattern.flags)
            anchored = way in _AT_THE_BEGINNING
            if key not in found or (found[key].anchored and not anchored):
                found[key] = Found(pattern, f"{name}:{line}", anchored=anchored)
    return tuple(found.values())


def _within(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 3 and isinstance(value, (tuple, list, set, frozenset)):
        for item in value:
            yield from _within(item, depth + 1)
    elif depth < 3 and isinstance(value, dict):
        for item in [*value.keys(), *value.values()]:
            yield from _within(item, depth + 1)
    elif depth < 3 and is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _within(getattr(value, field.name, None), depth + 1)


def _uses(tree: ast.AST) -> dict[str, set[str]]:
    """The methods that are called on each name; other uses of a name are "search"."""
    uses: dict[str, set[str]] = {}
    called: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            uses.setdefault(node.value.id, set()).add(node.attr)
            called.add(id(node.value))
    for node in ast.walk(tree):
        # "for pattern in (_A, _B)": what is done to the one is done to the others.
        if isinstance(node, (ast.For, ast.comprehension)):
            targets = [n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)]
            ways = {way for target in targets for way in uses.get(target, set())}
            if ways & (_ANYWHERE | _AT_THE_BEGINNING):
                for name in [n for n in ast.walk(node.iter) if isinstance(n, ast.Name)]:
                    uses.setdefault(name.id, set()).update(ways & (_ANYWHERE | _AT_THE_BEGINNING))
                    called.add(id(name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
            uses.setdefault(node.id, set()).add("search")
    return {name: ways - {"pattern", "flags"} for name, ways in uses.items()}


def _literals(tree: ast.AST) -> Iterator[tuple[re.Pattern[str], str, int]]:
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _AT_THE_BEGINNING | _ANYWHERE
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            continue
        flags = "".join(ast.unparse(k.value) for k in node.keywords if k.arg == "flags")
        known = re.RegexFlag(0)
        for name in ("IGNORECASE", "MULTILINE", "DOTALL", "VERBOSE"):
            known |= getattr(re, name) if name in flags else 0
        yield re.compile(node.args[0].value, known), node.func.attr, node.lineno


def attacks(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Beginnings, what is repeated, and ends, made of what the pattern takes."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    pumps: dict[tuple[str, str], None] = {}
    whole = _collect(tree, pattern.flags, "", pumps)
    characters = dict.fromkeys(ch for prefix, pump in pumps for ch in pump[:1])
    if whole:
        yield "", whole, ""
        yield "", f"{whole} ", "\0"
    for prefix, pump in list(pumps)[:14]:
        yield prefix, pump, "\0"
        yield "", pump, ""
    for character in list(characters)[:5]:
        yield "", character, "\0"
        yield "", f"{character} ", "\0"


def _collect(tree: Any, flags: int, prefix: str, pumps: dict[tuple[str, str], None]) -> str:
    """A text that `tree` takes; what repeats without end goes to `pumps`, with what leads to it."""
    text = ""
    for operation, argument in tree:
        if operation in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            least, most, inner = argument
            body = _collect(inner, flags, prefix + text, pumps)
            if (most == c.MAXREPEAT or most > 3) and body:
                pumps[prefix + text, body] = None
                pumps["", prefix[-8:] + text + body] = None
            text += body * max(least, 1 if most else 0)
        elif operation == c.SUBPATTERN:
            _, added, removed, inner = argument
            text += _collect(inner, (flags | added) & ~removed, prefix + text, pumps)
        elif operation == c.BRANCH:
            texts = [_collect(branch, flags, prefix + text, pumps) for branch in argument[1]]
            if len(texts) <= 6:
                pumps.update(dict.fromkeys(("", other) for other in texts if len(other) > 2))
            text += max(texts, key=len)
        elif operation == c.ATOMIC_GROUP:
            text += _collect(argument, flags, prefix + text, pumps)
        elif operation in (c.ASSERT, c.ASSERT_NOT):
            _collect(argument[1], flags, prefix + text, pumps)
        elif operation in (c.LITERAL, c.NOT_LITERAL, c.IN, c.ANY):
            text += _sample(operation, argument, flags)
    return text


def _sample(operation: Any, argument: Any, flags: int) -> str:
    if operation == c.LITERAL:
        return chr(argument)
    takes = predicate(operation, argument, flags)
    own = (
        [chr(v if k == c.LITERAL else v[0]) for k, v in argument if k in (c.LITERAL, c.RANGE)]
        if (operation == c.IN)
        else []
    )
    return next((ch for ch in [*own, *_REPRESENTATIVES] if takes(ch)), "")


def growth(found: Found) -> list[str]:
    """The attacks under which the steps grow faster than the text."""
    program = compiled(found.pattern)
    bad = []
    for prefix, pump, end in dict.fromkeys(attacks(found.pattern)):
        for sizes in (_SIZES, _LARGE_SIZES):
            counts = []
            try:
                for size in sizes:
                    text = prefix + pump * (size // len(pump)) + end
                    counts.append(
                        steps(program, text, anchored=found.anchored, most=_MOST) + 20 * len(prefix)
                    )
                fast = counts[1] > _GROWTH * counts[0]
            except TooManySteps:
                fast = True
            if not fast:
                break
        else:
            bad.append(f"{prefix!r} + {pump!r} × n + {end!r}: {counts} steps")
    return bad


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("share", range(8))
def test_steps_grow_with_the_text(share: int) -> None:
    bad = {
        f"{found.where}: {found.pattern.pattern[:120]}": attacks_on_it[:2]
        for found in patterns()[share::8]
        if (attacks_on_it := growth(found))
    }
    assert bad == {}


def test_the_patterns_of_the_project_are_found() -> None:
    assert len(patterns()) > 250


@pytest.mark.long
@pytest.mark.parametrize(
    ("pattern", "linear"),
    [
        (r"(?:<!--.*?-->\s*)*x", False),
        (r"\s+$", False),
        (r"(a|a)*b", False),
        (r"\w+@", False),
        (r"\w{1,64}@", True),
        (r"(?<!\w)\w+@", True),
        (r"[^,]*,", False),
        (r"(\w)\1", True),
    ],
)
def test_what_is_not_linear_is_seen(pattern: str, linear: bool) -> None:
    assert (not growth(Found(re.compile(pattern), "here", anchored=False))) == linear
