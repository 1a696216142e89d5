"""The phonemes of a word by espeak-ng, in Kokoro's alphabet.

espeak-ng keeps its state in globals of C, so it belongs in a process of its own: the worker's.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import tempfile
from pathlib import Path

# From espeak-ng/speak_lib.h.
_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF8 = 1
_IPA, _TIED, _TIE_SHIFT = 0x02, 0x80, 8
TIE = "^"
"""Between letters of one sound."""
_VOICES = {False: "en-us", True: "en"}
_MAX_DATA_PATH_BYTES = 140
"""espeak-ng fails from 160 bytes on and adds the folder's own name to some paths."""

_BOTH = (
    ("ʔˌn\u0329", "ʔn"),
    ("ʔn\u0329", "ʔn"),
    ("a^ɪ", "I"),
    ("a^ʊ", "W"),
    ("d^ʒ", "ʤ"),
    ("e^ɪ", "A"),
    ("t^ʃ", "ʧ"),
    ("ɔ^ɪ", "Y"),
    ("ə^l", "ᵊl"),
    ("e^ə", "ɛː"),
    ("ʲ", ""),
    ("ɚ", "əɹ"),
    ("r", "ɹ"),
    ("x", "k"),
    ("ç", "k"),
    ("ɐ", "ə"),
    ("ɬ", "l"),
    ("\u0303", ""),
    ("g", "ɡ"),
)
_BRITISH = (("iə", "ɪə"), ("ə^ʊ", "Q"), ("e", "ɛ"))
_AMERICAN = (
    *(("o^ʊ", "O"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("ɛː", "ɛɹ"), ("e", "A")),
    ("ː", ""),
)
_LAST = (("o", "ɔ"), ("ɾ", "T"), ("ʔ", "t"), (TIE, ""))
_SYLLABIC = re.compile("(\\S)\u0329")
_LANGUAGE_SWITCH = re.compile(r"\([a-z-]{1,12}\)")


class Espeak:
    """espeak-ng from the shared `library` with its `data`. There is to be one in a process. Raises
    `RuntimeError` where it does not start."""

    def __init__(self, library: str, data: str) -> None:
        self._library = ctypes.CDLL(library)
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        with tempfile.TemporaryDirectory(prefix="producer-") as folder:
            path = data
            if len(data.encode()) > _MAX_DATA_PATH_BYTES:
                short = Path(folder) / Path(data).name
                try:
                    short.symlink_to(data, target_is_directory=True)
                except OSError:
                    shutil.copytree(data, short)
                path = str(short)
            rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, path.encode(), _DONT_EXIT)
            if rate <= 0:
                raise RuntimeError(f"espeak-ng does not start with the data in {data}")
            # Both voices are read now, while the folder is there.
            for voice in _VOICES.values():
                self._choose(voice)

    def __call__(self, word: str, *, british: bool) -> str:
        """The phonemes of a word or a number."""
        self._choose(_VOICES[british])
        mode = _IPA | _TIED | ord(TIE) << _TIE_SHIFT
        remaining = ctypes.c_char_p(word.encode())
        clauses: list[str] = []
        while remaining.value and len(clauses) < len(word):
            clause = self._library.espeak_TextToPhonemes(ctypes.byref(remaining), _UTF8, mode)
            clauses.append((clause or b"").decode(errors="replace").strip())
        return kokoro_phonemes(" ".join(filter(None, clauses)), british=british)

    def _choose(self, voice: str) -> None:
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise RuntimeError(f"espeak-ng has no voice {voice}")


def kokoro_phonemes(ipa: str, *, british: bool) -> str:
    """espeak-ng's IPA, with "^" between letters of one sound, in the alphabet that Kokoro was
    trained with (github.com/hexgrad/misaki)."""
    phonemes = _LANGUAGE_SWITCH.sub("", ipa)
    for ours, theirs in _BOTH:
        phonemes = phonemes.replace(ours, theirs)
    phonemes = _SYLLABIC.sub(r"ᵊ\1", phonemes)
    for ours, theirs in (*(_BRITISH if british else _AMERICAN), *_LAST):
        phonemes = phonemes.replace(ours, theirs)
    return phonemes
