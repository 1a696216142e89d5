"""Who speaks with which voice: a voice per speaker and language, stable over all episodes.

`load` reads voices/cast.toml, `assign` gives a voice to every speaker of an episode who lacks
one, `set_voice` does what a person asks for, `save` adds what is new to the file.
"""

from producer.casting.assign import Casting, assign, told_gender
from producer.casting.cast import Cast, Part, set_voice
from producer.casting.file import load, require_voices, save

__all__ = [
    "Cast",
    "Casting",
    "Part",
    "assign",
    "load",
    "require_voices",
    "save",
    "set_voice",
    "told_gender",
]
