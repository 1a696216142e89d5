"""Is what was written what is heard? Clips recognised, and compared with what they should say.

| file           | what                                                              |
| -------------- | ----------------------------------------------------------------- |
| ear.py         | Whisper: a clip → the words in it, and how sure that is           |
| sounds.py      | a text → its sounds, so that only what sounds different differs   |
| alignment.py   | the cheapest way from one row of sounds to another                |
| comparison.py  | a sentence and what was heard → heard, doubtful or wrong, and why |
| polyphones.py  | characters that were read otherwise than their phrase is          |
| report.py      | what was heard of an episode, as the file beside it has it        |
| placing.py     | where the sentences of a text are said in a recording             |
| heard_clips.py | many clips, each recognised once and kept in the store            |
"""

from producer.listening.comparison import DOUBTFUL, HEARD, WRONG, Outcome, compare
from producer.listening.ear import Ear, HeardWord, Recognition
from producer.listening.heard_clips import ClipToHear, listen
from producer.listening.placing import SaidSpan, places_of
from producer.listening.polyphones import DoubtfulReading
from producer.listening.report import (
    REPORT,
    EpisodeHearing,
    UnclearSentence,
    accept_clip,
    load_hearing,
    save_hearing,
)

__all__ = [
    "DOUBTFUL",
    "HEARD",
    "REPORT",
    "WRONG",
    "ClipToHear",
    "DoubtfulReading",
    "Ear",
    "EpisodeHearing",
    "HeardWord",
    "Outcome",
    "Recognition",
    "SaidSpan",
    "UnclearSentence",
    "accept_clip",
    "compare",
    "listen",
    "load_hearing",
    "places_of",
    "save_hearing",
]
