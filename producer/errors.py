"""Every error that a producer can meet, with its exit code.

An error carries its data and builds its own message: what, where, and what to do. The command
line catches `ProducerError` in one place; anything else that escapes is a bug.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any


class ProducerError(Exception):
    """The root. `exit_code` is what the process ends with, `advice` what the user can do."""

    exit_code = 1

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message}. {self.advice}" if self.advice else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors come from other processes too: as they are, not made once more."""
        return _as_it_was, (type(self), self.args), self.__dict__


def _as_it_was(kind: type[ProducerError], args: tuple[Any, ...]) -> ProducerError:
    return kind.__new__(kind, *args)


class UsageError(ProducerError):
    """The command line asks for something that does not exist or does not fit together."""

    exit_code = 2


class InputError(ProducerError):
    """A transcript, cast, lexicon or settings file cannot be used."""

    exit_code = 3

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(message, advice=advice)
        self.path = path
        self.line = line

    def __str__(self) -> str:
        where = "" if self.path is None else f"{self.path}:"
        if self.line is not None:
            where += f"{self.line}:"
        return f"{where} {super().__str__()}".strip()


class EpisodeRenamed(InputError):
    """A transcript has another name and another title, and says what the episode `slug` says whose
    transcript is gone: whether it is that one, only the producer knows."""

    def __init__(self, path: Path, slug: str, title: str) -> None:
        super().__init__(
            f"it says what the episode {slug} (“{title}”) says, whose transcript is gone: under "
            "another title it would be a second item in the feeds",
            path=path,
            advice=f"If it is that episode, add --same-as {slug}, which keeps its place in the "
            "feeds; if it is another one, --new",
        )
        self.slug = slug
        self.title = title


class CannotWrite(ProducerError):
    """A file cannot be written: the disk is full, or the folder read-only or somebody else's.

    Of a full disk it tells the `room`: what is needed and what is free, and where."""

    def __init__(self, path: Path, reason: str, *, room: str = "") -> None:
        super().__init__(
            f"{path} cannot be written: {reason}{f' ({room})' if room else ''}",
            advice="Make room or allow writing there, then run the same command again: "
            "what was finished is kept",
        )
        self.path = path
        self.reason = reason
        self.room = room


class EngineUnavailable(ProducerError):
    """An engine or its service does not answer at all, or is not installed.

    `has_answered` says whether it has spoken before in the same run."""

    exit_code = 4

    def __init__(
        self, engine: str, reason: str, *, advice: str | None = None, has_answered: bool = False
    ) -> None:
        super().__init__(f"the engine '{engine}' does not answer: {reason}", advice=advice)
        self.engine = engine
        self.reason = reason
        self.has_answered = has_answered


class ModelUnavailable(ProducerError):
    """A speech model can be had from none of the places that have it; `reasons` says why not, one
    line for each place."""

    exit_code = 4

    def __init__(self, model: str, reasons: Sequence[str], source: str = "") -> None:
        super().__init__(
            f"the model '{model}' cannot be fetched:\n  " + "\n  ".join(reasons),
            advice="See whether its files are there under the names of the model's publisher"
            if source
            else "Run the same command again: what has come is kept. Or get the files elsewhere "
            f"and name their folder or address: producer models get {model} --from FOLDER",
        )
        self.model = model
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        return f"{self.message}\n{self.advice}"


class TargetUnavailable(ProducerError):
    """The folder or bucket where files are published does not take them."""

    exit_code = 4

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(
            f"{target} cannot be reached or written: {reason}",
            advice="Run the same command again: only what is missing is sent",
        )
        self.target = target
        self.reason = reason


class StoreUnavailable(ProducerError):
    """The folder or bucket where a store is shared does not answer."""

    exit_code = 4

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"the shared store {place} cannot be reached or written: {reason}",
            advice="Run the same command again: what was finished is kept. Without 'store' in "
            "show.toml and without --store the show's own store is used alone",
        )
        self.place = place
        self.reason = reason


class ClusterUnavailable(ProducerError):
    """The scheduler of a cluster does not answer, or has nobody to work."""

    exit_code = 4

    def __init__(self, address: str, reason: str, *, advice: str | None = None) -> None:
        super().__init__(
            f"the cluster {address} cannot be used: {reason}",
            advice=advice
            or "See whether 'dask scheduler' runs there. Without --cluster all is done here",
        )
        self.address = address
        self.reason = reason


class TranslatorUnavailable(ProducerError):
    """The server that translates cannot be reached, is too busy, or takes no question of ours."""

    exit_code = 4

    def __init__(self, host: str, reason: str, *, advice: str | None = None) -> None:
        super().__init__(f"{host} does not translate: {reason}", advice=advice)
        self.host = host
        self.reason = reason


class TranslationFailed(ProducerError):
    """Some passages stayed untranslated; `failures` has one line each: turn, language, reason."""

    def __init__(self, failures: Sequence[str]) -> None:
        noun = "passage" if len(failures) == 1 else "passages"
        super().__init__(
            f"{len(failures)} {noun} could not be translated:\n  " + "\n  ".join(failures),
            advice="Run the command again on the script file, or write them there yourself",
        )
        self.failures = tuple(failures)

    def __str__(self) -> str:
        return f"{self.message}\n{self.advice}"


class Trouble(Enum):
    """What lies behind an utterance that failed, and so what may help."""

    ANSWER = "answer"
    """The answer is bad; another one may be good."""
    SILENT = "silent"
    """No audio came: the service is overloaded, unless the voice or the text is to blame."""
    OVERLOAD = "overload"
    """The service has too much to do: fewer requests help, and later ones."""
    DROP = "drop"
    """The connection broke: by accident, unless many do."""
    UNREACHABLE = "unreachable"
    """No connection can be had: the network or the whole service is away."""
    REFUSAL = "refusal"
    """The service refuses whoever asks, for a while or for good."""
    REJECTION = "rejection"
    """The service finds fault with the request; believed when it says so twice."""


class UtteranceFailed(ProducerError):
    """One utterance could not be spoken; another try may succeed unless `permanent`.

    `trouble` is what lies behind it; `overloaded` is short for `Trouble.OVERLOAD`.
    `retry_after_s` is for how long the service asks to be left alone.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        overloaded: bool = False,
        trouble: Trouble = Trouble.ANSWER,
        retry_after_s: float = 0.0,
        advice: str | None = None,
    ) -> None:
        super().__init__(reason, advice=advice)
        self.permanent = permanent
        self.trouble = Trouble.OVERLOAD if overloaded else trouble
        self.retry_after_s = retry_after_s

    @property
    def overloaded(self) -> bool:
        """Whether the service had too much to do."""
        return self.trouble is Trouble.OVERLOAD


class SpoiltClips(ProducerError):
    """Clips in the store that are no speech, or not all of it; they are no longer there. `keys`
    are their names."""

    def __init__(self, keys: Sequence[str]) -> None:
        clips = "a clip is" if len(keys) == 1 else f"{len(keys)} clips are"
        super().__init__(
            f"{clips} silent where words should be heard",
            advice="Run the same command again: they are spoken anew",
        )
        self.keys = tuple(keys)


class SynthesisFailed(ProducerError):
    """Some utterances stayed unspoken; all others are finished and kept.

    `failures` has one line each: turn, language, text and reason.
    """

    def __init__(self, failures: Sequence[str], kept_clips: int) -> None:
        count = len(failures)
        passages = "utterance" if count == 1 else "utterances"
        super().__init__(
            f"{count} {passages} could not be spoken ({kept_clips} clips are kept):\n  "
            + "\n  ".join(failures),
            advice="Run the same command again: only what is missing is spoken",
        )
        self.failures = tuple(failures)

    def __str__(self) -> str:
        return f"{self.message}\n{self.advice}"
