"""Speaks texts with Kokoro, one after the other: run with `-m`, never imported.

The model stays loaded. Before anything of it is loaded, its files are compared with the SHA-256
that the engine expects.

In, on stdin: a line of JSON per request, {"folder", "files" (name → SHA-256), "threads", "espeak"
([library, data] or null), "voice", "speed", "language", "text", "readings" ([start, end, alphabet,
sounds], in order)}; without a text the model is only loaded. Out, on stdout, as
producer/engines/worker.py says.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from producer.engines.kokoro.chinese_phonemes import Chinese
from producer.engines.kokoro.english_phonemes import English
from producer.engines.kokoro.espeak_phonemes import Espeak
from producer.engines.kokoro.pronunciations import Pronunciations
from producer.engines.kokoro.readings import Readings
from producer.engines.kokoro.symbols import SYMBOLS
from producer.engines.kokoro.told import told_phonemes
from producer.engines.kokoro.words import Words, jieba_dictionary

RATE_HZ = 24_000
_MOST_SYMBOLS = 120
"""At its own speed; slower speech lasts longer. The model takes 510, but hurries where there are
many, and needs 20 MB more for every second: with some 7 s at a time, and both languages, it takes
some 370 MB."""
_ARENA_BYTES = 256 << 20
"""What so many symbols need, and a bit; memory that is not used is not taken."""
_STYLES, _STYLE_SIZE = 510, 256
_PAUSE_S = 0.12
_CLAUSE = re.compile(r"[^;:,.!?—…]*[;:,.!?—…”)\s]*")


class Kokoro:
    """The model in `folder`, checked against `files`, on so many `threads`."""

    def __init__(
        self,
        folder: Path,
        files: Mapping[str, str],
        threads: int,
        espeak: tuple[str, str] | None,
    ) -> None:
        self._folder = folder
        self._files = files
        self._espeak = espeak
        self._voices: dict[str, NDArray[np.float32]] = {}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # A sentence of another length needs other memory. Without an arena nothing is used again
        # within a sentence, which takes four times as much and a third longer. What an arena of
        # one piece has to spare can be joined; what a sentence takes beside it is given back.
        options.enable_mem_pattern = False
        options.add_session_config_entry("session.use_env_allocators", "1")
        onnxruntime.create_and_register_allocator(
            onnxruntime.OrtMemoryInfo(
                "Cpu",
                onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR,
                0,
                onnxruntime.OrtMemType.DEFAULT,
            ),
            onnxruntime.OrtArenaCfg({"initial_chunk_size_bytes": _ARENA_BYTES}),
        )
        self._run_options = onnxruntime.RunOptions()
        self._run_options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        model = next(name for name in files if name.endswith(".onnx"))
        self._session = onnxruntime.InferenceSession(
            str(self._checked(model)), options, providers=["CPUExecutionProvider"]
        )
        # Before anything is spoken: making it takes 50 MB for a moment.
        readings, words = Readings(), Words(jieba_dictionary())
        self._chinese = Chinese(words.cut, readings, lambda text: self._english_by[False](text))

    def speak(
        self,
        text: str,
        language: str,
        voice: str,
        speed: float,
        readings: Sequence[tuple[int, int, str, str]] = (),
    ) -> bytes:
        """The samples of `text`, with its `readings` as they are given; none where there is
        nothing to say."""
        pieces: list[str] = []
        done = 0
        for start, end, alphabet, sounds in readings:
            pieces.append(self._phonemes(text[done:start], language, voice))
            pieces.append(told_phonemes(alphabet, sounds, british=voice.startswith("b")))
            done = end
        pieces.append(self._phonemes(text[done:], language, voice))
        phonemes = " ".join(filter(None, pieces))
        symbols = "".join(symbol for symbol in phonemes if symbol in SYMBOLS)
        silence = np.zeros(int(_PAUSE_S * RATE_HZ), np.float32)
        parts: list[NDArray[np.float32]] = []
        for piece in _pieces(symbols, round(_MOST_SYMBOLS * min(1.0, speed))):
            if parts:
                parts.append(silence)
            parts.append(self._infer(piece, voice, speed))
        if not parts:
            return b""
        samples = np.nan_to_num(np.concatenate(parts)).clip(-1, 1) * np.float32(32767)
        return np.rint(samples).astype("<i2").tobytes()

    def _phonemes(self, text: str, language: str, voice: str) -> str:
        british = voice.startswith("b")
        if language == "zh":
            return self._chinese(text)
        return self._english_by[british](text)

    @cached_property
    def _english_by(self) -> Mapping[bool, Callable[[str], str]]:
        """How English is read, by whether it is British."""
        return _Lazily(self._english)

    def _english(self, british: bool) -> English:
        kind = "gb" if british else "us"
        gold, silver = (
            Pronunciations(self._checked(f"{kind}_{tier}.json")) for tier in ("gold", "silver")
        )
        return English(gold, silver, partial(self._unknown, british=british), british=british)

    def _unknown(self, word: str, *, british: bool) -> str:
        """The phonemes of a word that is in no dictionary."""
        if self._espeak is None:
            raise ValueError(f"“{word}” is in no dictionary, and espeak-ng is not installed")
        return self._speller(word, british=british)

    @cached_property
    def _speller(self) -> Espeak:
        assert self._espeak is not None
        return Espeak(*self._espeak)

    def _infer(self, symbols: str, voice: str, speed: float) -> NDArray[np.float32]:
        tokens = [0, *(SYMBOLS[symbol] for symbol in symbols), 0]
        (audio,) = self._session.run(
            None,
            {
                "tokens": np.array([tokens], np.int64),
                "style": self._voice(voice)[min(len(symbols), _STYLES) - 1],
                "speed": np.array([speed], np.float32),
            },
            self._run_options,
        )
        return np.asarray(audio, np.float32).ravel()

    def _voice(self, name: str) -> NDArray[np.float32]:
        if name not in self._voices:
            data = self._checked(f"voices/{name}.bin").read_bytes()
            self._voices[name] = np.frombuffer(data, "<f4").reshape(-1, 1, _STYLE_SIZE)
        return self._voices[name]

    def _checked(self, name: str) -> Path:
        """The file `name` of the model. Raises `ValueError` if it is another than it should be."""
        path = self._folder / name
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != self._files[name]:
                raise ValueError(f"{path} is damaged or another file")
        return path


class _Lazily(dict[bool, Callable[[str], str]]):
    """What `make` gives for a key, made when it is asked for."""

    def __init__(self, make: Callable[[bool], Callable[[str], str]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: bool) -> Callable[[str], str]:
        self[key] = self._make(key)
        return self[key]


def _pieces(symbols: str, most: int) -> list[str]:
    """`symbols` in parts of at most so many, cut at pauses, else between words."""
    pieces: list[str] = [""]
    for match in _CLAUSE.finditer(symbols):
        clause = match[0]
        while clause:
            if len(pieces[-1]) + len(clause) <= most:
                pieces[-1] += clause
                break
            if pieces[-1].strip():
                pieces.append("")
                continue
            end = clause.rfind(" ", 1, most)
            end = end if end > 0 else most
            pieces[-1], clause = clause[:end], clause[end:]
            pieces.append("")
    return [piece.strip() for piece in pieces if any(map(str.isalpha, piece))]


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    model: Kokoro | None = None
    for line in requests:
        request = json.loads(line)
        samples, answer = b"", dict[str, Any]()
        try:
            if model is None:
                espeak = request["espeak"]
                model = Kokoro(
                    Path(request["folder"]),
                    request["files"],
                    request["threads"],
                    espeak and tuple(espeak),
                )
            if "text" in request:
                samples = model.speak(
                    request["text"],
                    request["language"],
                    request["voice"],
                    request["speed"],
                    request.get("readings", ()),
                )
            answer = {"rate": RATE_HZ, "bytes": len(samples)}
        except Exception as error:  # whatever the library raises is the engine's to judge
            answer = {"error": f"{error}"}
        answers.write(json.dumps(answer).encode() + b"\n" + samples)
        answers.flush()


def main() -> None:
    # Its dictionary of phrases is kept by us, in a tenth of the memory.
    os.environ["PYPINYIN_NO_PHRASES"] = "1"
    os.environ["PYPINYIN_NO_DICT_COPY"] = "1"
    # Nothing but answers may reach the engine's end of stdout.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
