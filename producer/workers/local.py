"""Processes that work side by side: the audio libraries hold Python's lock while they compute.

A worker is a Python of its own that reads tasks from its standard input and writes what comes of
them to its standard output, both pickled. It ends when its input does, so none outlives the
process that started it, however that one ended.
"""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
import threading
import traceback
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib import import_module
from queue import SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from producer.errors import ProducerError
from producer.store import Store

if TYPE_CHECKING:
    from producer.engines.base import Engine
    from producer.synthesis import Speaker

_log = logging.getLogger(__name__)
_Key = TypeVar("_Key")
_Out = TypeVar("_Out")

Task = Callable[[Store], _Out]
"""Makes something with a store: a `partial` of a module's function, so that another process can
be told of it."""

WORTH_S = 1.0
"""Less than that is done by the time that workers have started."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a task: the result or the error, and the entries of the store it used."""

    made: Any
    error: BaseException | None
    seconds: float
    used: frozenset[tuple[str, str]]


Answers: TypeAlias = Generator[tuple[_Key, Answer], None, None]
"""What comes of tasks, by their keys, in any order. Closing it ends what is under way."""


class Runner(ABC):
    """Who does tasks, and speaks for engines."""

    @property
    @abstractmethod
    def here(self) -> Runner:
        """Who does those that need files of this machine."""

    @abstractmethod
    def answers(
        self, tasks: Mapping[_Key, Task[Any]], store: Store, each_s: float
    ) -> Answers[_Key]:
        """What comes of `tasks`, done with `store`, each in some `each_s` seconds."""

    @abstractmethod
    def speaker(self, engine: Engine) -> Speaker:
        """Who speaks for `engine`."""

    def run(
        self,
        tasks: Mapping[_Key, Task[_Out]],
        store: Store,
        done: Callable[[_Key, float], None],
        *,
        each_s: float,
    ) -> dict[_Key, _Out]:
        """What each of `tasks` gives, done with `store`. They take some `each_s` seconds each.

        Calls `done` with a task's key and seconds as soon as it is. Raises what a task raises."""
        made: dict[_Key, _Out] = {}
        with closing(self.answers(tasks, store, each_s)) as answers:
            for key, answer in answers:
                if answer.error is not None:
                    raise answer.error
                store.used |= answer.used
                made[key] = answer.made
                done(key, answer.seconds)
        return {key: made[key] for key in tasks}


class Workers(Runner):
    """This process and at most `jobs` − 1 others, started when there is enough to do.

    Use it in a `with` statement: an error in the block ends them in the middle of their work."""

    def __init__(self, jobs: int) -> None:
        self._jobs = max(1, jobs)
        self._processes: list[_Process] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        while self._processes:
            self._processes.pop().end()

    def answers(
        self, tasks: Mapping[_Key, Task[Any]], store: Store, each_s: float
    ) -> Answers[_Key]:
        """As `Runner.answers`."""
        if len(tasks) * each_s > WORTH_S:
            self.start(len(tasks) - 1)
        return (self._side_by_side if self._processes else _one_by_one)(tasks, store)

    @property
    def here(self) -> Workers:
        return self

    def speaker(self, engine: Engine) -> Speaker:
        """The engine itself."""
        return engine

    def start(self, count: int, modules: Sequence[str] = ()) -> None:
        """Have `count` other processes, or as many as are allowed and can be had, which import
        `modules` while they have nothing to do."""
        try:
            while len(self._processes) < min(count, self._jobs - 1):
                self._processes.append(_Process(modules))
        except OSError as error:
            _log.warning("no more processes can be started: %s", error)

    def _side_by_side(self, tasks: Mapping[_Key, Task[_Out]], store: Store) -> Answers[_Key]:
        waiting = deque(tasks.items())
        answers: SimpleQueue[tuple[_Key, Answer]] = SimpleQueue()
        plenty = 3 * len(self._processes)

        def feed(process: _Process) -> None:
            asked: deque[_Key] = deque()
            while True:
                # With another task at hand it need not wait until this thread has its turn.
                while len(asked) < (2 if len(waiting) > plenty else 1) and (
                    found := _next(waiting)
                ):
                    key, task = found
                    process.tell(store, task)
                    asked.append(key)
                if not asked:
                    return
                answers.put((asked.popleft(), process.hear()))

        for process in self._processes:
            threading.Thread(target=feed, args=(process,), daemon=True).start()
        try:
            for _ in tasks:
                mine = _next(waiting) if answers.empty() else None
                yield answers.get() if mine is None else _done(*mine, store)
        except BaseException:
            waiting.clear()
            self.__exit__()
            raise


def _one_by_one(tasks: Mapping[_Key, Task[_Out]], store: Store) -> Answers[_Key]:
    for key, task in tasks.items():
        yield _done(key, task, store)


def _next(waiting: deque[tuple[_Key, Task[_Out]]]) -> tuple[_Key, Task[_Out]] | None:
    """The next of what several threads take from."""
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _done(key: _Key, task: Task[_Out], store: Store) -> tuple[_Key, Answer]:
    """A task done in this process, which may raise."""
    began = monotonic()
    made = task(store)
    return key, Answer(made, None, monotonic() - began, frozenset())


class _Process:
    """A worker, seen from outside."""

    def __init__(self, modules: Sequence[str]) -> None:
        # In a group of its own: Ctrl-C is for the process that started it.
        apart: dict[str, Any] = {"process_group": 0}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from producer.workers.local import serve; serve()", *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            **apart,
        )

    def tell(self, store: Store, task: Task[Any]) -> None:
        """Give it a task, to be done with `store`. It may have one already."""
        assert self._process.stdin is not None
        with suppress(OSError, ValueError):  # It has ended: `hear` finds out.
            pickle.dump((store, task), self._process.stdin)
            self._process.stdin.flush()

    def hear(self) -> Answer:
        """What comes of the first task it has; waits for it."""
        assert self._process.stdout is not None
        try:
            answer: Answer = pickle.load(self._process.stdout)
        except (OSError, ValueError, EOFError, pickle.UnpicklingError):
            self._process.kill()
            error = ProducerError(
                f"a worker process ended by itself (status {self._process.wait()})",
                advice="Run the same command again: what was finished is kept. Where memory is "
                "short, --jobs 1 needs the least",
            )
            return Answer(None, error, 0.0, frozenset())
        return answer

    def end(self) -> None:
        """End it, whatever it is doing: what it has not finished is as if never begun."""
        self._process.kill()
        with suppress(OSError):  # A task that was not taken is lost with the pipe.
            self._process.communicate()


def serve() -> None:
    """A worker, seen from inside: do the tasks that come."""
    answers = os.dup(1)
    os.dup2(2, 1)  # Nothing that a library prints is to come between the answers.
    for module in sys.argv[1:]:
        import_module(module)
    with suppress(BrokenPipeError), os.fdopen(answers, "wb", buffering=0) as out:
        while True:
            try:
                store, task = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            out.write(answer(task, store))


def answer(task: Task[Any], store: Store) -> bytes:
    """The `Answer` that comes of a task, pickled."""
    began, made, error = monotonic(), None, None
    try:
        made = task(store)
    except Exception as raised:
        error = raised
        error.add_note(f"In a worker process:\n{traceback.format_exc()}")
    try:
        return pickle.dumps(Answer(made, error, monotonic() - began, frozenset(store.used)))
    except Exception:
        said = RuntimeError(f"an error that cannot be told of: {error!r}")
        return pickle.dumps(Answer(None, said, monotonic() - began, frozenset()))
