"""How many steps Python's backtracking matcher takes, counted instead of timed.

A pattern is compiled to the instructions of a backtracking machine (Cox, "Regular Expression
Matching: the Virtual Machine Approach", 2009), which tries what `re` tries, in the same order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_CATEGORIES = {
    c.CATEGORY_DIGIT: lambda ch: ch.isdigit(),
    c.CATEGORY_NOT_DIGIT: lambda ch: not ch.isdigit(),
    c.CATEGORY_SPACE: lambda ch: ch.isspace(),
    c.CATEGORY_NOT_SPACE: lambda ch: not ch.isspace(),
    c.CATEGORY_WORD: lambda ch: ch.isalnum() or ch == "_",
    c.CATEGORY_NOT_WORD: lambda ch: not (ch.isalnum() or ch == "_"),
}
_UNROLLED = 300
"""Repeats with a higher bound count as unbounded."""


class TooManySteps(Exception):
    """More steps than were allowed: exponential, or as good as."""


@dataclass(frozen=True)
class Program:
    """Instructions: ("char", predicate), ("split", first, second), ("jump", to), ("at", where),
    ("look", program, ahead, negative, width), ("atom", program), ("save", slot), ("back", group),
    ("turn", slot) for a repeat that must not stand still, ("match",)."""

    code: list[tuple[Any, ...]]
    slots: int


def compiled(pattern: re.Pattern[str]) -> Program:
    """The program of `pattern`."""
    return _Compiler(pattern.flags).program(parser.parse(pattern.pattern, pattern.flags))


def steps(program: Program, text: str, *, anchored: bool, most: int) -> int:
    """The steps to find all matches in `text`, or with `anchored` one at its beginning. Raises
    `TooManySteps`."""
    counter = [0, most]
    position = 0
    while position <= len(text):
        end = _run(program, text, position, counter)
        if anchored:
            break
        position = max(end, position + 1) if end is not None else position + 1
    return counter[0]


def _run(program: Program, text: str, position: int, counter: list[int]) -> int | None:
    code = program.code
    stack: list[tuple[int, int, tuple[int, ...]]] = [(0, position, (-1,) * program.slots)]
    while stack:
        at, pos, slots = stack.pop()
        while True:
            counter[0] += 1
            if counter[0] > counter[1]:
                raise TooManySteps
            name, *arguments = code[at]
            if name == "char":
                if pos < len(text) and arguments[0](text[pos]):
                    at, pos = at + 1, pos + 1
                    continue
                break
            if name == "split":
                stack.append((arguments[1], pos, slots))
                at = arguments[0]
                continue
            if name == "jump":
                at = arguments[0]
                continue
            if name == "match":
                return pos
            if name == "at":
                if not _is_at(arguments[0], text, pos):
                    break
            elif name == "look":
                inner, ahead, negative, width = arguments
                start = pos if ahead else pos - width
                held = start >= 0 and _run(inner, text, start, counter) is not None
                if held == negative:
                    break
            elif name == "atom":
                end = _run(arguments[0], text, pos, counter)
                if end is None:
                    break
                pos = end
            elif name == "save":
                slots = (*slots[: arguments[0]], pos, *slots[arguments[0] + 1 :])
            elif name == "turn":
                if slots[arguments[0]] == pos:
                    break
                slots = (*slots[: arguments[0]], pos, *slots[arguments[0] + 1 :])
            elif name == "back":
                start, end = slots[2 * arguments[0]], slots[2 * arguments[0] + 1]
                if start < 0 or not text.startswith(text[start:end], pos):
                    break
                pos += end - start
            elif name == "have":
                at = at + 1 if slots[2 * arguments[0] + 1] >= 0 else arguments[1]
                continue
            at += 1
    return None


def _is_at(where: Any, text: str, pos: int) -> bool:
    def word(index: int) -> bool:
        return 0 <= index < len(text) and (text[index].isalnum() or text[index] == "_")

    if where in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
        return pos == 0
    if where == c.AT_BEGINNING_LINE:
        return pos == 0 or text[pos - 1] == "\n"
    if where == c.AT_END_STRING:
        return pos == len(text)
    if where == c.AT_END:
        return pos >= len(text) - 1 and text[pos:] in ("", "\n")
    if where == c.AT_END_LINE:
        return pos == len(text) or text[pos] == "\n"
    boundary = word(pos - 1) != word(pos)
    return boundary if where == c.AT_BOUNDARY else not boundary


class _Compiler:
    def __init__(self, flags: int) -> None:
        self.flags = flags
        self.code: list[tuple[Any, ...]] = []
        self.slots = 0

    def program(self, tree: Any, first_slot: int = 0) -> Program:
        self.slots = max(first_slot, 2 * (tree.state.groups if hasattr(tree, "state") else 1))
        self.sequence(tree, self.flags)
        self.code.append(("match",))
        return Program(self.code, self.slots + 1)

    def inner(self, tree: Any, flags: int) -> Program:
        compiler = _Compiler(flags)
        compiler.slots = self.slots
        compiler.sequence(tree, flags)
        compiler.code.append(("match",))
        self.slots = compiler.slots
        return Program(compiler.code, compiler.slots + 1)

    def sequence(self, tree: Any, flags: int) -> None:
        for operation, argument in tree:
            self.one(operation, argument, flags)

    def one(self, operation: Any, argument: Any, flags: int) -> None:
        emit = self.code.append
        if operation in (c.LITERAL, c.NOT_LITERAL, c.IN, c.ANY):
            emit(("char", predicate(operation, argument, flags)))
        elif operation == c.AT:
            if flags & re.MULTILINE:
                argument = {c.AT_BEGINNING: c.AT_BEGINNING_LINE, c.AT_END: c.AT_END_LINE}.get(
                    argument, argument
                )
            emit(("at", argument))
        elif operation == c.BRANCH:
            self.branch(argument[1], flags)
        elif operation == c.SUBPATTERN:
            group, added, removed, inner = argument
            if group is not None:
                emit(("save", 2 * group))
            self.sequence(inner, (flags | added) & ~removed)
            if group is not None:
                emit(("save", 2 * group + 1))
        elif operation in (c.MAX_REPEAT, c.MIN_REPEAT):
            least, most, inner = argument
            self.repeat(least, most, inner, flags, greedy=operation == c.MAX_REPEAT)
        elif operation == c.POSSESSIVE_REPEAT:
            emit(("atom", self.inner([(c.MAX_REPEAT, argument)], flags)))
        elif operation == c.ATOMIC_GROUP:
            emit(("atom", self.inner(argument, flags)))
        elif operation in (c.ASSERT, c.ASSERT_NOT):
            direction, inner = argument
            width = inner.getwidth()[0]
            program = self.inner(inner, flags)
            emit(("look", program, direction >= 0, operation == c.ASSERT_NOT, width))
        elif operation == c.GROUPREF:
            emit(("back", argument))
        elif operation == c.GROUPREF_EXISTS:
            group, yes, no = argument
            at = len(self.code)
            emit(("have", group, 0))
            self.sequence(yes, flags)
            jump = len(self.code)
            emit(("jump", 0))
            self.code[at] = ("have", group, len(self.code))
            self.sequence(no or [], flags)
            self.code[jump] = ("jump", len(self.code))
        elif operation == c.FAILURE:
            emit(("char", lambda _: False))
        else:
            raise NotImplementedError(operation)

    def branch(self, alternatives: Any, flags: int) -> None:
        jumps = []
        for index, alternative in enumerate(alternatives):
            split = len(self.code)
            if index < len(alternatives) - 1:
                self.code.append(("split", split + 1, 0))
            self.sequence(alternative, flags)
            if index < len(alternatives) - 1:
                jumps.append(len(self.code))
                self.code.append(("jump", 0))
                self.code[split] = ("split", split + 1, len(self.code))
        for jump in jumps:
            self.code[jump] = ("jump", len(self.code))

    def repeat(self, least: int, most: Any, tree: Any, flags: int, *, greedy: bool) -> None:
        for _ in range(min(least, _UNROLLED)):
            self.sequence(tree, flags)
        if most == c.MAXREPEAT or most > _UNROLLED:
            slot = self.slots = self.slots + 1
            split = len(self.code)
            self.code.append(())
            self.code.append(("turn", slot))
            self.sequence(tree, flags)
            self.code.append(("jump", split))
            self.code[split] = self._split(split + 1, len(self.code), greedy=greedy)
            return
        splits = []
        for _ in range(most - least):
            splits.append(len(self.code))
            self.code.append(())
            self.sequence(tree, flags)
        for split in splits:
            self.code[split] = self._split(split + 1, len(self.code), greedy=greedy)

    @staticmethod
    def _split(into: int, past: int, *, greedy: bool) -> tuple[Any, ...]:
        return ("split", into, past) if greedy else ("split", past, into)


def predicate(operation: Any, argument: Any, flags: int) -> Any:
    """Whether a character is what one element of a pattern takes."""
    if operation == c.ANY:
        return (lambda _: True) if flags & re.DOTALL else (lambda ch: ch != "\n")
    if operation in (c.LITERAL, c.NOT_LITERAL):
        takes = _member(c.LITERAL, argument, flags)
        return takes if operation == c.LITERAL else lambda ch: not takes(ch)
    negated = argument[0][0] == c.NEGATE
    tests = [_member(kind, value, flags) for kind, value in (argument[1:] if negated else argument)]
    return lambda ch: any(test(ch) for test in tests) != negated


def _member(kind: Any, value: Any, flags: int) -> Any:
    """Whether a character is one that a part of a set takes."""
    if kind == c.CATEGORY:
        return _CATEGORIES[value]
    low, high = (value, value) if kind == c.LITERAL else value
    if flags & re.IGNORECASE:
        return lambda ch: any(low <= ord(x) <= high for x in {ch, ch.lower()[:1], ch.upper()[:1]})
    return lambda ch: low <= ord(ch) <= high
