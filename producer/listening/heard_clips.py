"""Many clips heard, each once: what was recognised is kept in the store under the clip's hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from producer.listening.comparison import Outcome, compare
from producer.listening.recognition import Recognition
from producer.progress import Progress
from producer.store import CLIPS, HEARINGS, Store, key_of

if TYPE_CHECKING:
    from producer.listening.ear import Ear


@dataclass(frozen=True, slots=True)
class ClipToHear:
    """A clip in the store under `key`, in a `language`, that should say `text`."""

    key: str
    digest: str
    language: str
    text: str


def listen(
    sentences: Iterable[ClipToHear], ear: Ear, store: Store, progress: Progress
) -> Mapping[ClipToHear, tuple[Recognition, Outcome]]:
    """What was heard of each sentence whose clip the store has, and what that says."""
    distinct = list(dict.fromkeys(sentences))
    progress.start("listening", len(distinct))
    results: dict[ClipToHear, tuple[Recognition, Outcome]] = {}
    for sentence in distinct:
        hearing = _heard(sentence, ear, store)
        progress.advance("listening", sentence.text)
        if hearing is not None:
            outcome = compare(sentence.text, sentence.language, hearing)
            results[sentence] = (hearing, outcome)
    return results


def _heard(sentence: ClipToHear, ear: Ear, store: Store) -> Recognition | None:
    key = key_of(
        clip=sentence.digest, ear=ear.name, version=ear.version, language=sentence.language
    )
    if entry := store.get(HEARINGS, key):
        return Recognition(**entry.meta)
    clip = store.get(CLIPS, sentence.key)
    if clip is None:
        return None
    hearing = ear.hear(clip.data, sentence.language)
    store.put(HEARINGS, key, asdict(hearing))
    return hearing
