"""Processes that work side by side: the audio libraries hold Python's lock while they compute.

A worker is a Python of its own that reads tasks from its standard input and writes what comes of
them to its standard output, both pickled. It ends when its input does, or when nobody hears its
signs of life any more, so none outlives the process that started it, however that one ended.
"""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
import threading
import time
import traceback
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib import import_module
from queue import Empty, SimpleQueue
from time import monotonic
from typing import IO, TYPE_CHECKING, Any, TypeAlias, TypeVar

from producer.errors import ProducerError
from producer.store import Store

if TYPE_CHECKING:
    from producer.engines.base import Engine
    from producer.synthesis import UtteranceSpeaker

_log = logging.getLogger(__name__)
_Key = TypeVar("_Key")
_Out = TypeVar("_Out")

Task = Callable[[Store], _Out]
"""Makes something with a store: a `partial` of a module's function, so that another process can
be told of it."""

_SIZE_BYTES = 8
_BEAT_S = 2.0
_SILENT_S = 60.0
"""A process that gives no sign of life for so long was stopped: libraries hold Python's lock for
some seconds at most."""
_AGAIN = 2
"""So often a task is done again whose process has ended."""

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

    @property
    def episodes_at_once(self) -> int:
        """How many episodes are to be worked on at the same time, by threads that all use it."""
        return 1

    @abstractmethod
    def answers(
        self, tasks: Mapping[_Key, Task[Any]], store: Store, each_s: float
    ) -> Answers[_Key]:
        """What comes of `tasks`, done with `store`, each in some `each_s` seconds."""

    @abstractmethod
    def speaker(self, engine: Engine) -> UtteranceSpeaker:
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
        results: dict[_Key, _Out] = {}
        with closing(self.answers(tasks, store, each_s)) as answers:
            for key, answer in answers:
                if answer.error is not None:
                    raise answer.error
                store.used |= answer.used
                results[key] = answer.made
                done(key, answer.seconds)
        return {key: results[key] for key in tasks}


class Workers(Runner):
    """This process and at most `jobs` − 1 others, started when there is enough to do.

    Use it in a `with` statement: an error in the block ends them in the middle of their work."""

    def __init__(self, jobs: int) -> None:
        self._jobs = max(1, jobs)
        self._processes: list[WorkerProcess] = []
        self._turn = threading.Lock()
        self._rounds = 0
        """How often all of them have been ended."""

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._rounds += 1
        while self._processes:
            self._processes.pop().end()

    def answers(
        self, tasks: Mapping[_Key, Task[Any]], store: Store, each_s: float
    ) -> Answers[_Key]:
        """As `Runner.answers`. Threads take turns."""
        with self._turn:
            if len(tasks) * each_s > WORTH_S:
                self.start(len(tasks) - 1)
            yield from (self._side_by_side if self._processes else _one_by_one)(tasks, store)

    @property
    def here(self) -> Workers:
        return self

    def speaker(self, engine: Engine) -> UtteranceSpeaker:
        """The engine itself."""
        return engine

    def start(self, count: int, modules: Sequence[str] = ()) -> None:
        """Have `count` other processes, or as many as are allowed and can be had, which import
        `modules` while they have nothing to do."""
        try:
            while len(self._processes) < min(count, self._jobs - 1):
                self._processes.append(WorkerProcess(modules))
        except OSError as error:
            _log.warning("no more processes can be started: %s", error)

    def _side_by_side(self, tasks: Mapping[_Key, Task[_Out]], store: Store) -> Answers[_Key]:
        waiting = deque(tasks.items())
        answers: SimpleQueue[tuple[_Key, Answer]] = SimpleQueue()
        plenty = 3 * len(self._processes)
        rounds = self._rounds

        def feed(process: WorkerProcess) -> None:
            """Give tasks to `process`, or to another in its place where it ends."""
            asked: deque[tuple[_Key, Task[_Out]]] = deque()
            ended = 0
            while True:
                # With another task at hand it need not wait until this thread has its turn.
                while len(asked) < (2 if len(waiting) > plenty else 1) and (
                    following := _next(waiting)
                ):
                    process.tell(store, following[1])
                    asked.append(following)
                if not asked:
                    return
                answer = process.hear()
                if isinstance(answer, ProcessEnded):
                    if self._rounds != rounds:
                        return  # All were ended, and nobody waits for an answer.
                    ended += 1
                    if (another := self._replaced(process)) is not None:
                        process = another
                    if another is not None and ended <= _AGAIN:
                        for _, task in asked:
                            process.tell(store, task)
                        continue
                    answer = Answer(None, answer.error, 0.0, frozenset())
                    answers.put((asked.popleft()[0], answer))
                    for _, task in asked:
                        process.tell(store, task)
                else:
                    answers.put((asked.popleft()[0], answer))
                ended = 0

        for process in self._processes:
            threading.Thread(target=feed, args=(process,), daemon=True).start()
        try:
            for _ in tasks:
                own = _next(waiting) if answers.empty() else None
                yield self._next_answer(answers) if own is None else _done(*own, store)
        except BaseException:
            waiting.clear()
            self.__exit__()
            raise

    def _next_answer(self, answers: SimpleQueue[tuple[_Key, Answer]]) -> tuple[_Key, Answer]:
        """The next of `answers`. A process that shows no sign of life meanwhile is ended, so that
        another can do its work."""
        while True:
            try:
                return answers.get(timeout=_BEAT_S)
            except Empty:
                for process in [*self._processes]:
                    process.end_if_silent()

    def _replaced(self, ended: WorkerProcess) -> WorkerProcess | None:
        """Another process instead of one that has ended, if one can be had."""
        try:
            process = WorkerProcess(())
        except OSError as error:
            _log.warning("no more processes can be started: %s", error)
            return None
        try:
            self._processes[self._processes.index(ended)] = process
        except ValueError:  # All were ended meanwhile.
            process.end()
            return None
        ended.end()
        _log.warning("a worker process has ended or was stopped; another does its work again")
        return process


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
    result = task(store)
    return key, Answer(result, None, monotonic() - began, frozenset())


@dataclass(frozen=True, slots=True)
class ProcessEnded:
    """Instead of an answer: the process is no more."""

    error: ProducerError


@dataclass(frozen=True, slots=True)
class _Message:
    """What a task tells before it is done."""

    values: tuple[Any, ...]


class WorkerProcess:
    """A worker, seen from outside. It gives a sign of life every few seconds, and imports `modules`
    while it has nothing to do."""

    def __init__(self, modules: Sequence[str] = ()) -> None:
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
        self._heard_at = monotonic()
        self._is_asked = False

    def tell(self, store: Store, task: Task[Any]) -> None:
        """Give it a task, to be done with `store`. It may have one already."""
        assert self._process.stdin is not None
        self._heard_at, self._is_asked = monotonic(), True
        with suppress(OSError, ValueError):  # It has ended: `hear` finds out.
            pickle.dump((store, task), self._process.stdin)
            self._process.stdin.flush()

    def hear(self, on_message: Callable[..., None] | None = None) -> Answer | ProcessEnded:
        """What comes of the first task it has; waits for it. Meanwhile `on_message` is called with
        what the task tells by `tell_client`."""
        assert self._process.stdout is not None
        try:
            while True:
                while not (size := int.from_bytes(_exactly(self._process.stdout, _SIZE_BYTES))):
                    self._heard_at = monotonic()
                content = pickle.loads(_exactly(self._process.stdout, size))
                if not isinstance(content, _Message):
                    break
                if on_message is not None:
                    on_message(*content.values)
            answer: Answer = content
        except Exception:  # Whatever comes that is no answer: the task is to be done again.
            self._process.kill()
            error = ProducerError(
                f"a worker process ended by itself (status {self._process.wait()})",
                advice="Run the same command again: what was finished is kept. Where memory is "
                "short, --jobs 1 needs the least",
            )
            return ProcessEnded(error)
        self._is_asked = False
        return answer

    def end_if_silent(self) -> None:
        """End it if it has something to do and has given no sign of life for long: somebody may
        have stopped it."""
        if self._is_asked and monotonic() - self._heard_at > _SILENT_S:
            self._process.kill()

    def kill(self) -> None:
        """Have it end, without waiting for that."""
        self._process.kill()

    def end(self) -> None:
        """End it, whatever it is doing: what it has not finished is as if never begun."""
        self._process.kill()
        with suppress(OSError):  # A task that was not taken is lost with the pipe.
            self._process.communicate()


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return content


_send: Callable[[bytes], None] | None = None
"""In a worker: writes to the process that started it."""


def tell_client(*values: Any) -> None:
    """From within a task, tell the process that waits for what comes of it."""
    if _send is not None:
        _send(pickle.dumps(_Message(values)))


def serve() -> None:
    """A worker, seen from inside: do the tasks that come."""
    global _send
    answers = os.dup(1)
    os.dup2(2, 1)  # Nothing that a library prints is to come between the answers.
    writing = threading.Lock()

    def tell(content: bytes) -> None:
        with writing, suppress(OSError, ValueError):
            out.write(len(content).to_bytes(_SIZE_BYTES) + content)
            out.flush()

    def beat() -> None:
        while True:
            time.sleep(_BEAT_S)
            try:
                with writing:
                    out.write(bytes(_SIZE_BYTES))
                    out.flush()
            except OSError:
                os._exit(1)  # Nobody is there any more, whatever is being done.
            except ValueError:
                return

    with suppress(BrokenPipeError), os.fdopen(answers, "wb") as out:
        _send = tell
        threading.Thread(target=beat, daemon=True).start()
        for module in sys.argv[1:]:
            import_module(module)
        while True:
            try:
                store, task = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            tell(answer(task, store))


def answer(task: Task[Any], store: Store) -> bytes:
    """The `Answer` that comes of a task, pickled."""
    began, result, error = monotonic(), None, None
    try:
        result = task(store)
    except Exception as raised:
        error = raised
        error.add_note(f"In a worker process:\n{traceback.format_exc()}")
    try:
        content = pickle.dumps(Answer(result, error, monotonic() - began, frozenset(store.used)))
        if error is not None:
            pickle.loads(content)  # Some errors of libraries can be written but not be read.
        return content
    except Exception:
        untold = RuntimeError(f"an error that cannot be told of: {error!r}")
        return pickle.dumps(Answer(None, untold, monotonic() - began, frozenset()))
