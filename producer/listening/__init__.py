"""Is what was written what is heard? Clips recognised, and compared with what they should say.

| file           | what                                                              |
| -------------- | ----------------------------------------------------------------- |
| recognition.py | what a recogniser says of a clip: text, words, how sure it is     |
| ear.py         | Whisper: a clip → the words in it, and how sure that is           |
| sounds.py      | a text → its sounds, so that only what sounds different differs   |
| alignment.py   | the cheapest way from one row of sounds to another                |
| comparison.py  | a sentence and what was heard → heard, doubtful or wrong, and why |
| polyphones.py  | characters that were read otherwise than their phrase is          |
| report.py      | what was heard of an episode, as the file beside it has it        |
| placing.py     | where the sentences of a text are said in a recording             |
| heard_clips.py | many clips, each recognised once and kept in the store            |

The ear and what reckons with arrays are imported from their modules: whoever only looks at a report
need not wait for them.
"""

from producer.listening.comparison import DOUBTFUL, HEARD, WRONG, Outcome, compare
from producer.listening.heard_clips import ClipToHear, listen
from producer.listening.polyphones import DoubtfulReading
from producer.listening.recognition import HeardWord, Recognition
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
    "EpisodeHearing",
    "HeardWord",
    "Outcome",
    "Recognition",
    "UnclearSentence",
    "accept_clip",
    "compare",
    "listen",
    "load_hearing",
    "save_hearing",
]
