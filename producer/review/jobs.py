"""The making of an episode, in a process of its own: it can be stopped at once, whatever it is
doing, since nothing that is finished is lost, and pages are answered while it goes on."""

from __future__ import annotations

import logging
import logging.handlers
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from producer.errors import ProducerError, UsageError
from producer.localization import error_text, localized
from producer.plan.request import Request
from producer.store import Store
from producer.workers.local import WorkerProcess, tell_client

State = Literal["running", "done", "failed", "cancelled"]


@dataclass(slots=True)
class Job:
    """A run of `make`. `stages` is stage → (steps done, steps in all); `result` has "slug",
    "spoken", "reused" and "notes" when it is done, `error` says why it failed."""

    number: int
    item: str
    state: State = "running"
    stages: dict[str, tuple[int, int]] = field(default_factory=dict)
    doing: str = ""
    notes: list[str] = field(default_factory=list)
    result: dict[str, Any] = field(default_factory=dict)
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        """What the page shows of it, in the language of whoever reads it."""
        return {
            "number": self.number,
            "item": self.item,
            "state": self.state,
            "stages": [
                {"name": localized(name), "done": done, "total": total}
                for name, (done, total) in self.stages.items()
            ],
            "doing": localized(self.doing),
            "notes": [localized(note) for note in self.notes],
            "error": localized(self.error),
        }


class Jobs:
    """One job at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: WorkerProcess | None = None
        self.latest: Job | None = None

    def start(self, item: str, request: Request) -> Job:
        """Begin to make the episode of `request`. Raises `UsageError` while another is made."""
        with self._lock:
            if self.latest is not None and self.latest.state == "running":
                raise UsageError("an episode is being made", advice="Wait for it, or cancel it")
            job = Job(1 if self.latest is None else self.latest.number + 1, item)
            process = self._process = WorkerProcess()
            self.latest = job
        process.tell(request.show.open_store(), partial(_make, request))
        threading.Thread(target=self._follow, args=(job, process), daemon=True).start()
        return job

    def cancel(self) -> None:
        """End the job that is running, if one is."""
        with self._lock:
            if self.latest is not None and self.latest.state == "running":
                self.latest.state = "cancelled"
                assert self._process is not None
                self._process.kill()

    def _follow(self, job: Job, process: WorkerProcess) -> None:
        """Take what the process tells, until it ends."""

        def apply(kind: str, *values: Any) -> None:
            with self._lock:
                if job.state == "running":
                    _apply_message[kind](job, *values)

        process.hear(apply)
        with self._lock:
            if job.state == "running":
                job.state, job.error = "failed", "the process that made it has ended"
        process.end()


def _start(job: Job, stage: str, total: int) -> None:
    job.stages[stage] = (0, total)


def _advance(job: Job, stage: str, doing: str) -> None:
    done, total = job.stages[stage]
    job.stages[stage] = (done + 1, total)
    job.doing = doing


def _note(job: Job, message: str) -> None:
    job.notes.append(message)


def _log(_: Job, record: logging.LogRecord) -> None:
    logging.getLogger(record.name).handle(record)


def _done(job: Job, result: dict[str, Any]) -> None:
    job.state, job.result = "done", result


def _failed(job: Job, error: str) -> None:
    job.state, job.error = "failed", error


_apply_message: dict[str, Callable[..., None]] = {
    "start": _start,
    "advance": _advance,
    "note": _note,
    "log": _log,
    "done": _done,
    "failed": _failed,
}


class _ProgressSender(logging.handlers.QueueHandler):
    """Progress and log of the process, sent to the server."""

    def __init__(self) -> None:
        super().__init__(None)  # type: ignore[arg-type]

    def enqueue(self, record: logging.LogRecord) -> None:
        tell_client("log", record)

    def start(self, stage: str, total: int) -> None:
        tell_client("start", stage, total)

    def advance(self, stage: str, doing: str = "", audio_ms: int = 0) -> None:  # noqa: ARG002
        tell_client("advance", stage, doing)

    def note(self, message: str) -> None:
        tell_client("note", message)


def _make(request: Request, _store: Store) -> None:
    """What the process does."""
    from producer import pipeline

    sender = _ProgressSender()
    log = logging.getLogger("producer")
    log.setLevel(logging.DEBUG)
    log.addHandler(sender)
    try:
        episode = pipeline.make(pipeline.plan(request, sender), sender)
    except ProducerError as error:
        log.error("failed: %s", error, exc_info=True)
        tell_client("failed", error_text(error))
    except Exception as error:
        log.exception("failed")
        tell_client("failed", f"{type(error).__name__}: {error}")
    else:
        tell_client(
            "done",
            {
                "slug": episode.manifest.slug,
                "spoken": episode.spoken,
                "reused": episode.reused,
                "notes": list(episode.notes),
            },
        )
