"""Speaks one text with espeak-ng and ends: run as a script, never imported.

espeak-ng keeps its state in globals of C: threads crash it, and what it said before changes what
it says next. Standard library only, so that it starts without site-packages.

In, on stdin: a JSON object with library, data, voice, parameters (number → value) and text.
Out, on stdout: one line of JSON, {"rate", "words": [[position, ms], …]} positions in
characters from 0, then the samples, 16-bit mono. On failure: a message on stderr and status 1.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

# From espeak-ng/speak_lib.h.
_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_POSITION_IN_CHARACTERS = 1
_UTF8 = 1
_WORD = 1
_END_OF_LIST = 0


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


def speak(request: dict[str, Any]) -> tuple[int, bytes, list[tuple[int, int]]]:
    """Sample rate, samples and words of a request."""
    library = ctypes.CDLL(request["library"])
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, request["data"].encode(), _DONT_EXIT)
    if rate <= 0:
        raise RuntimeError(f"espeak-ng does not start with the data in {request['data']}")
    library.espeak_ng_SetRandSeed(ctypes.c_long(1))
    samples, words = bytearray(), []

    def receive(audio: Any, count: int, events: Any) -> int:
        if audio:
            samples.extend(ctypes.string_at(audio, 2 * count))
        index = 0
        while events[index].type != _END_OF_LIST:
            event = events[index]
            if event.type == _WORD:
                words.append((event.text_position - 1, event.audio_ms))
            index += 1
        return 0

    callback = _Callback(receive)
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(request["voice"].encode()):
        raise RuntimeError(f"espeak-ng has no voice {request['voice']}")
    for parameter, value in request["parameters"].items():
        library.espeak_SetParameter(int(parameter), value, 0)
    text = request["text"].encode() + b"\0"
    # Without the flags for SSML and phonemes, "<b>" and "[[a]]" are text like any other.
    if library.espeak_Synth(text, len(text), 0, _POSITION_IN_CHARACTERS, 0, _UTF8, None, None):
        raise RuntimeError("espeak-ng does not speak")
    return rate, bytes(samples), words


def main() -> None:
    try:
        rate, samples, words = speak(json.load(sys.stdin.buffer))
    except (OSError, RuntimeError) as error:
        sys.exit(str(error))
    header = json.dumps({"rate": rate, "words": words})
    sys.stdout.buffer.write(header.encode() + b"\n" + samples)


if __name__ == "__main__":
    main()
