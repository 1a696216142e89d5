"""Clips → segments: what sounds, finished and encoded, each under the hash of its making.

| file              | gives                                                                 |
| ----------------- | --------------------------------------------------------------------- |
| clips.py          | the speech in a clip, its loudness and its words                      |
| scratch.py        | speech kept decoded until it is rendered                              |
| word_estimates.py | when the words of a clip sound, where its engine does not tell        |
| level.py          | the gain of a voice, and its compressor                               |
| matching.py | what makes the voices of a cast fit together                              |
| sentence.py       | a sentence as a segment                                               |
| scene.py          | music alone, and sentences with music under them, as segments         |
| finish.py         | the last step of both: limiting, encoding, measuring what was encoded |

A segment's name is the hash of the clips and settings it is made from, so an edit elsewhere
leaves it alone. That holds for its level too: a voice's gain is rounded to half a decibel.

A sentence says how long silence inside of it may be; pauses between are an edition's.
"""

from producer.render import clips, finish, level, matching, scene
from producer.render.clips import Measured, Sentence, measure, measured_before
from producer.render.finish import Recipe
from producer.render.level import Level, voice_level
from producer.render.matching import VoiceTimbre, equalizers, voice_timbre
from producer.render.scene import Scene, recipe_of_piece, recipe_of_scene
from producer.render.sentence import LevelledSentence, recipe_of_sentence

__all__ = [
    "VERSIONS",
    "Level",
    "LevelledSentence",
    "Measured",
    "Recipe",
    "Scene",
    "Sentence",
    "VoiceTimbre",
    "equalizers",
    "measure",
    "measured_before",
    "recipe_of_piece",
    "recipe_of_scene",
    "recipe_of_sentence",
    "voice_level",
    "voice_timbre",
]

VERSIONS = (
    clips.VERSION,
    level.VERSION,
    matching.VERSION,
    finish.VERSION,
    scene.VERSION,
)
"""One of them is raised whenever the same clips come to give something else."""
