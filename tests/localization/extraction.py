"""Collects the messages that users see from the source, and writes them into the catalogues.

`make messages` does that: what is new gets an empty translation, what is gone is dropped, and what
is left to translate is printed.
"""

from __future__ import annotations

import ast
import itertools
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer.main
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from producer.check.report import MANIFEST, PLAYERS, State
from producer.cli import app
from producer.commands.help_texts import TEXTS
from producer.commands.interruption import MESSAGE
from producer.languages import LANGUAGES
from producer.model import FindingKind
from producer.review.localized_templates import template_messages, texts_in_scripts

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "producer"
CATALOGUES = PACKAGE / "localization" / "catalogues"
HELP = "producer --help"
STAGES = ("reading", "speaking", "measuring", "rendering", "checking", "sending")
REVIEW = "producer review"
CHECK = "producer check"
_JUDGING = {"judged", "not_applicable"}
_IN_LISTS = ("length as listed", "loudness as listed", "artist", "album", "length", "place", "rows")
RESULTS = (
    *("summary.py", "start.py", "console.py", "script.py", "findings.py", "check.py"),
    *("doctor.py", "models.py", "status.py", "cast.py", "lexicon.py"),
)
STATES = (
    *("new", "made", "draft", "published", "changed", "unusable", "no transcript", "a draft"),
    *("{number} finding", "{number} findings", "{number} sentences to speak", "made from {script}"),
    *("{number} sentence to speak", "its transcript is not in the show's folder"),
    "the transcript has changed since its script was written",
    *("title ({language})", "show notes ({language})", "keywords ({language})"),
    *("{speaker}: gender", "{speaker}: name ({language})", "chapter at turn {number} ({language})"),
    *("credits", "female", "male", "{slug} · turn {number} ({speaker}, {language})"),
    *("{slug} · the disclosure ({speaker}, {language})", "Nothing has changed.", "DRAFT"),
    *("Findings:", "findings:", "cast:", "said otherwise than written:", "No findings."),
    *("missing", "the page", "{number} chapters", "{number} segments", "As it stands in {path}."),
    *("the text has changed (sentences: {new} new, {gone} gone)", "keep", "leave out"),
    *(
        "Is it the episode {slug} under another name?",
        "editions:",
        "narrator",
        "multilingual",
        "{number} voices.",
    ),
    "Hear one: producer audition VOICE --engine {name} --text 'Hello.'",
    *("the edition {name} is wanted", "{number} sentences heard wrong", "1 sentence heard wrong"),
    *("transcript", "episode", "next:", "gives it a title, and names", "writes the feeds"),
    *("hear it, and mend it in the browser", "measures what was made"),
    *("as the transcript calls the speaker", "not known: chosen to be easy to tell apart"),
    *("sent", "would be sent", "{number} files, {size},", "1 file, {size},"),
    *("1 episode", "{number} episodes"),
)
"""Texts that are put together from words, by the commands and the review page."""
_ERRORS = re.compile(
    r"(?:Error|Unavailable|Failed|CannotWrite|ChangedMeanwhile|NotFound|TooLarge|UnreadableAudio)$"
)
_NOT_SHOWN = {"ValueError", "RuntimeError", "AssertionError", "TypeError", "OSError", "KeyError"}
_NOT_SHOWN |= {"TimeoutError", "PermissionError", "FileNotFoundError", "ConnectionError"}
_CALLS = {"message", "note", "result", "judged", "not_applicable", "ask", "each", "Finding"}
_CALLS |= {
    "Option",
    "Argument",
    "Typer",
    "table",
    "Proposal",
    "finding",
    "changed",
    "_edited",
    "FindingView",
}
_CALLS |= {"set_voice", "rename_in_cast", "edit_script", "editing"}
_CALLS |= {"_prompt", "_answer", "confirm", "no_title"}
_QUIET = {"path", "line", "metavar", "kind", "name", "cls"}
_LETTERS = re.compile(r"[A-Za-z]{2}.* |^[A-Z][a-z]+$")


def messages() -> dict[str, list[tuple[str, int]]]:
    """Every message with the places where it stands."""
    found: dict[str, list[tuple[str, int]]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        where = str(path.relative_to(ROOT))
        tree = ast.parse(path.read_bytes())
        for line, text in _Module(tree).messages():
            if _LETTERS.search(text):
                found.setdefault(text, []).append((where, line))
    for text in _reasons():
        found.setdefault(text, []).append(("producer/plan/staleness.py", 1))
    for text in (*TEXTS, *STAGES, MESSAGE):
        found.setdefault(text, []).append((HELP, 1))
    for text in help_texts():
        found.setdefault(text, []).append((HELP, 1))
    for where, line, text in results():
        found.setdefault(text, []).append((where, line))
    for text in (*STATES, *(known.name for known in LANGUAGES.values())):
        found.setdefault(text, []).append((REVIEW, 1))
    return found


def _reasons() -> Iterator[str]:
    """Why an episode is not as it would be made now."""
    tree = ast.parse((PACKAGE / "plan" / "staleness.py").read_bytes())
    module = _Module(tree)
    for node in ast.walk(tree):
        values = [node.value] if isinstance(node, ast.Yield) and node.value else []
        if isinstance(node, ast.Dict):
            values = node.values
        yield from (text for value in values for text in module.texts(value) if " " in text)


def results() -> Iterator[tuple[str, int, str]]:
    """The texts of what commands print when they are done, with their places: all in modules that
    do nothing else, and the heads of tables."""
    for path in sorted((PACKAGE / "commands").glob("*.py")):
        tree = ast.parse(path.read_bytes())
        module = _Module(tree)
        for node in ast.walk(tree):
            place = str(path.relative_to(ROOT)), getattr(node, "lineno", 1)
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "table":
                for text in (t for value in node.args[1:] for t in module.texts(value)):
                    if text.isalpha():
                        yield *place, text
            elif isinstance(node, ast.JoinedStr) and path.name in RESULTS:
                text = (module.pattern(node) or "").strip()
                if _LETTERS.search(text) and "\n" not in text:
                    yield *place, text


def page_messages() -> dict[str, list[tuple[str, int]]]:
    """Every text of the review page's templates and scripts."""
    found = {text: [(REVIEW, 1)] for text in texts_in_scripts()}
    for file in sorted((PACKAGE / "review" / "templates").glob("*.html")):
        for text in template_messages(file.read_text("utf-8")):
            found.setdefault(text, []).append((file.name, 1))
    for text in (*check_names(), *FindingKind, *State):
        found.setdefault(str(text), []).append((CHECK, 1))
    return found


def check_names() -> Iterator[str]:
    """What checks look at, and who asks for it."""
    yield from (MANIFEST, PLAYERS, *_IN_LISTS)
    for path in sorted((PACKAGE / "check").glob("*.py")):
        tree = ast.parse(path.read_bytes())
        module, nodes = _Module(tree), list(ast.walk(tree))
        judging = _JUDGING | {
            node.name
            for node in nodes
            if isinstance(node, ast.FunctionDef) and "check" in [a.arg for a in node.args.args[:1]]
        }
        for node in nodes:
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in judging:
                names = [node.args[0]]
            elif isinstance(node, ast.For) and getattr(_first(node.target), "id", "") == "check":
                names = [_first(each) for each in getattr(node.iter, "elts", ())]
            else:
                continue
            yield from (text for name in names for text in module.texts(name) if ":" not in text)


def _first(value: ast.expr) -> ast.expr:
    return value.elts[0] if isinstance(value, ast.Tuple) else value


def help_texts(command: Any = None) -> Iterator[str]:
    """The paragraphs of the help of all commands, and of their options."""
    command = typer.main.get_command(app) if command is None else command
    for text in (command.help, getattr(command, "epilog", None)):
        yield from filter(None, (text or "").replace("\b", "").split("\n\n"))
    for parameter in command.params:
        if text := getattr(parameter, "help", None):
            yield text
    for inner in getattr(command, "commands", {}).values():
        yield from help_texts(inner)


class _Module:
    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._constants: dict[str, ast.expr] = {}
        self._assigned: dict[str, list[ast.expr]] = {}
        self._returned = {
            function.name: [
                node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Return) and node.value is not None
            ]
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                for name, value in itertools.chain(
                    *(_assigned(t, node.value) for t in node.targets)
                ):
                    self._constants[name] = value
                    self._assigned.setdefault(name, []).append(value)

    def messages(self) -> Iterator[tuple[int, str]]:
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call):
                for text in self._of_call(node):
                    yield node.lineno, text

    def _of_call(self, call: ast.Call) -> Iterator[str]:
        function = call.func
        name = function.attr if isinstance(function, ast.Attribute) else ""
        name = function.id if isinstance(function, ast.Name) else name
        is_error = bool(_ERRORS.search(name)) and name not in _NOT_SHOWN
        if name == "__init__" or is_error or name in _CALLS:
            for value in call.args:
                yield from self.texts(value)
        for keyword in call.keywords:
            shown = name == "__init__" or is_error or name in _CALLS
            if keyword.arg in ("advice", "help", "epilog", "reason") or (
                shown and keyword.arg not in _QUIET
            ):
                yield from self.texts(keyword.value)

    def texts(self, value: ast.expr, depth: int = 0) -> Iterator[str]:
        if isinstance(value, ast.IfExp):
            yield from self.texts(value.body, depth)
            yield from self.texts(value.orelse, depth)
        elif isinstance(value, ast.BoolOp):
            for each in value.values:
                yield from self.texts(each, depth)
        elif isinstance(value, ast.Name) and value.id in self._assigned and depth < 3:
            for each in self._assigned[value.id]:
                yield from self.texts(each, depth + 1)
        elif isinstance(value, ast.Starred):
            yield from self.texts(value.value, depth)
        elif isinstance(value, (ast.Tuple, ast.List)):
            for each in value.elts:
                yield from self.texts(each, depth)
        elif isinstance(value, ast.Call) and depth < 3:
            for each in self._returned.get(getattr(value.func, "id", ""), ()):
                yield from self.texts(each, depth + 1)
        elif (text := self.pattern(value)) is not None:
            paragraphs = text.split("\n\n") if "\n\n" in text else [text]
            yield from (paragraph.strip() for paragraph in paragraphs)

    def pattern(self, value: ast.expr) -> str | None:
        """A text with its fields by name; None for what is no text."""
        if isinstance(value, ast.Constant):
            return value.value if isinstance(value.value, str) else None
        if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
            sides = self.pattern(value.left), self.pattern(value.right)
            if sides == (None, None):
                return None
            return "".join("{more}" if side is None else side for side in sides)
        if not isinstance(value, ast.JoinedStr):
            return None
        parts, used = [], set[str]()
        for part in value.values:
            if isinstance(part, ast.Constant):
                parts.append(str(part.value))
            elif isinstance(part, ast.FormattedValue):
                text = self.pattern(self._constants.get(getattr(part.value, "id", ""), part.value))
                if text is not None and "{" not in text:
                    parts.append(text)
                    continue
                if parts and parts[-1].endswith("}"):
                    continue  # What two fields hold side by side cannot be told apart.
                name = base = _field(part.value)
                number = 1
                while name in used:
                    number += 1
                    name = f"{base}_{number}"
                used.add(name)
                parts.append(f"{{{name}}}")
        return "".join(parts)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The names that an assignment gives, with what they are given."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for each, its_value in zip(target.elts, value.elts, strict=False):
            yield from _assigned(each, its_value)


def _field(value: ast.expr) -> str:
    """What a field is called: by the variable, attribute or function that fills it."""
    if isinstance(value, ast.Call):
        value = value.func
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "value")
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "value"


def update(path: Path, today: Mapping[str, Sequence[tuple[str, int]]]) -> list[str]:
    """Write the messages of `today` into a catalogue; gives those without a translation."""
    old = read_po(path.open("rb")) if path.exists() else Catalog()
    new = Catalog(
        locale=path.name.partition(".")[0],
        project="podcast-producer",
        header_comment="",
        charset="utf-8",
    )
    for message, places in today.items():
        known = old.get(message)
        new.add(message, string=known.string if known else "", locations=list(places[:1]))
    with path.open("wb") as file:
        write_po(file, new, width=0, no_location=True, omit_header=True, sort_output=True)
    return [str(m.id) for m in new if m.id and not m.string]


def main(names: Sequence[str]) -> None:
    kinds = {"": messages(), ".page": page_messages()}
    for name, (kind, today) in itertools.product(names or ["zh"], kinds.items()):
        missing = update(CATALOGUES / f"{name}{kind}.po", today)
        print(f"{name}{kind}: {len(missing)} of {len(today)} messages are not translated")
        for message in missing:
            print(f"  {message}")


if __name__ == "__main__":
    main(sys.argv[1:])
