"""A recogniser: Whisper through faster-whisper, on this machine's processor."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

from producer.errors import EngineUnavailable
from producer.installation import install_command
from producer.listening.recognition import HeardWord, Recognition
from producer.models import is_there, model_named, models_folder
from producer.progress import Progress

RATE_HZ = 16_000
_EXTRA = "listen"
_PACKAGES = ("faster_whisper", "pypinyin")
_SILENCE = 0.003
"""Of full scale: clips whose loudest 100 ms stay below hold no speech, and Whisper would make
some up."""
_LONGEST_TOKENS = 224
_WINDOW_SAMPLES = 30 * RATE_HZ
_PAUSE_MS = 300
"""People who begin a sentence anew pause for as long, and more briefly between most words."""
_LONGEST_STRETCH_S = 25.0


class Ear:
    """Whisper of one of the models `whisper-…`, kept in memory. Raises `EngineUnavailable` where
    the model or what it runs on is not there."""

    version = "1"
    """Another number whenever the same clip would be heard otherwise."""

    def __init__(self, model: str = "whisper-base", threads: int = 0) -> None:
        known = model_named(model)
        if any(importlib.util.find_spec(package) is None for package in _PACKAGES):
            raise EngineUnavailable(
                "listen",
                "what it runs on is not installed",
                advice=f"Install it with: {install_command(_EXTRA)}",
            )
        folder = models_folder() / known.name
        if not is_there(known):
            raise EngineUnavailable(
                "listen",
                f"its model is not in {folder}",
                advice=f"Fetch it ({known.size / 1e6:,.0f} MB) with: producer models get {model}",
            )
        for file in known.files:
            with (folder / file.name).open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() != file.sha256:
                    raise EngineUnavailable(
                        "listen",
                        f"{folder / file.name} is damaged or another file",
                        advice=f"Fetch it anew with: producer models get {model}",
                    )
        from faster_whisper import WhisperModel

        self.name = f"{model} {known.digests['model.bin'][:16]}"
        self._whisper: Any = WhisperModel(
            str(folder),
            device="cpu",
            compute_type="int8",
            cpu_threads=threads or os.cpu_count() or 1,
            local_files_only=True,
        )

    def hear(self, audio: bytes, language: str) -> Recognition:
        """What is said in a clip that should be in `language`. Of a longer one than 30 s the
        first 30 s are heard in one go and the others after them."""
        samples = _samples(audio)
        if _is_silent(samples):
            return Recognition("", "", 0.0, 0.0)
        parts = [
            self._hear(samples[start : start + _WINDOW_SAMPLES], language)
            for start in range(0, len(samples), _WINDOW_SAMPLES)
            if start == 0 or not _is_silent(samples[start : start + _WINDOW_SAMPLES])
        ]
        text = " ".join(segment.text for segment in parts).strip()
        log = float(np.mean([segment.log_probability for segment in parts]))
        return Recognition(text, parts[0].language, parts[0].language_probability, log)

    def words(self, audio: bytes, language: str, progress: Progress) -> list[HeardWord]:
        """All that is said in a recording of any length, word by word. Each stretch between
        pauses is heard by itself: of one in which a sentence is begun twice, a recogniser leaves
        out the first beginning."""
        from faster_whisper.vad import VadOptions, get_speech_timestamps

        samples = _samples(audio)
        options = VadOptions(
            min_silence_duration_ms=_PAUSE_MS,
            speech_pad_ms=_PAUSE_MS // 2 - 20,
            max_speech_duration_s=_LONGEST_STRETCH_S,
        )
        stretches = get_speech_timestamps(samples, options)
        known = language if language in self._whisper.supported_languages else "en"
        progress.start("listening", len(stretches))
        words: list[HeardWord] = []
        for stretch in stretches:
            begin = stretch["start"]
            segments, _ = self._whisper.transcribe(
                samples[begin : stretch["end"]],
                language=known,
                beam_size=1,
                temperature=0.0,
                condition_on_previous_text=False,
                word_timestamps=True,
                without_timestamps=True,
            )
            begin_ms = begin * 1000 // RATE_HZ
            words += [
                HeardWord(
                    word.word.strip(),
                    begin_ms + round(word.start * 1000),
                    begin_ms + round(word.end * 1000),
                )
                for segment in segments
                for word in segment.words or ()
            ]
            progress.advance("listening", " ".join(word.text for word in words[-3:]))
        return words

    def _hear(self, samples: NDArray[np.float32], language: str) -> Recognition:
        from faster_whisper.audio import pad_or_trim
        from faster_whisper.tokenizer import Tokenizer

        whisper = self._whisper
        known = language if language in whisper.supported_languages else "en"
        tokenizer = Tokenizer(whisper.hf_tokenizer, True, task="transcribe", language=known)
        encoded = whisper.encode(pad_or_trim(whisper.feature_extractor(samples)))
        token, probability = whisper.model.detect_language(encoded)[0][0]
        prompt = whisper.get_prompt(tokenizer, [], without_timestamps=True)
        (result,) = whisper.model.generate(
            encoded,
            [prompt],
            beam_size=1,
            max_length=_LONGEST_TOKENS,
            return_scores=True,
            suppress_blank=True,
            suppress_tokens=[-1],
        )
        text = tokenizer.decode(result.sequences_ids[0]).strip()
        return Recognition(text, token.strip("<|>"), float(probability), float(result.scores[0]))


def _samples(audio: bytes) -> NDArray[np.float32]:
    """A clip as Whisper takes it."""
    import io

    from faster_whisper.audio import decode_audio

    samples: NDArray[np.float32] = decode_audio(io.BytesIO(audio), sampling_rate=RATE_HZ)
    return samples


def _is_silent(samples: NDArray[np.float32]) -> bool:
    step = RATE_HZ // 10
    blocks = samples[: len(samples) // step * step].reshape(-1, step)
    return not len(blocks) or float(np.sqrt((blocks**2).mean(axis=1)).max()) < _SILENCE
