"""Is what was written what is heard? Clips recognised, and compared with what they should say.

| file           | what                                                              |
| -------------- | ----------------------------------------------------------------- |
| ear.py         | Whisper: a clip → the words in it, and how sure that is           |
| sounds.py      | a text → its sounds, so that only what sounds different differs   |
| alignment.py   | the cheapest way from one row of sounds to another                |
| comparison.py  | a sentence and what was heard → heard, doubtful or wrong, and why |
| heard_clips.py | many clips, each recognised once and kept in the store            |
"""

from producer.listening.comparison import DOUBTFUL, HEARD, WRONG, Outcome, compare
from producer.listening.ear import Ear, HeardWord, Recognition
from producer.listening.heard_clips import ClipToHear, listen
from producer.listening.placing import SaidSpan, places_of

__all__ = [
    "DOUBTFUL",
    "HEARD",
    "WRONG",
    "ClipToHear",
    "Ear",
    "HeardWord",
    "Outcome",
    "Recognition",
    "SaidSpan",
    "compare",
    "listen",
    "places_of",
]
