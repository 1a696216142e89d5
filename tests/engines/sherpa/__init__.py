"""Tests of the sherpa engine, with models that are made here."""

from __future__ import annotations

from pathlib import Path

TEXTS = ("Hello world, good day. one two three four five six seven eight nine ten hundred percent",)


def models_for(folder: Path) -> Path:
    """`folder` with a tiny model of each kind, which know the words of TEXTS and of the
    conformance checks."""
    from producer.engines import conformance
    from tests.engines.sherpa import tiny

    samples = conformance.SAMPLES.values()
    texts = [conformance.AWKWARD, *(f"{s.short} {s.long}" for s in samples), *TEXTS]
    words = tiny.words_of([*texts, "1 2 3 4 5 6 7 8 100 零一二三四五六七八九十百千万点分之"])
    tiny.vits(folder / "vits-en_US-tiny", words)
    tiny.melo(folder / "vits-melo-tts-zh_en", words)
    tiny.kokoro(folder / "kokoro-multi-lang-tiny", ["af_heart", "zf_001", "bm_george"], words)
    tiny.matcha(folder / "matcha-icefall-zh-en", words)
    return folder
