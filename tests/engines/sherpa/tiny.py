"""Models of a few kilobytes that sherpa-onnx loads as it does real ones.

Each says a tone of 200 Hz, 400 Hz … by speaker, 150 ms per token; the inputs, outputs and metadata
are those that sherpa-onnx's exports of real models have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RATE = 16_000
TOKEN_MS = 150
FIRST_HZ = 200
WORDS = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]+|[0-9]+")
Told = dict[str, str | int]
Shapes = Mapping[str, Sequence[int | None]]
_INT, _FLOAT = TensorProto.INT64, TensorProto.FLOAT


def words_of(texts: Iterable[str]) -> list[str]:
    """The Han characters, words and digits in `texts`."""
    return sorted({word.lower() for text in texts for word in WORDS.findall(text)})


def vits(folder: Path, words: Sequence[str], speakers: int = 2, language: str = "English") -> Path:
    """A model with a lexicon, in which each word is one token."""
    _tokens(folder)
    (folder / "lexicon.txt").write_text("".join(f"{word} a\n" for word in words), "utf-8")
    inputs = {"x": _INT, "x_length": _INT, **_SCALES, "sid": _INT}
    _save(
        folder / "model.onnx",
        inputs,
        _tone("x_length", "length_scale", "sid"),
        {"comment": "tiny", "language": language, "n_speakers": speakers, "add_blank": 0},
    )
    return folder


def melo(folder: Path, words: Sequence[str]) -> Path:
    """MeloTTS: a lexicon of tokens and tones for two languages."""
    _tokens(folder)
    (folder / "lexicon.txt").write_text("".join(f"{word} a 1\n" for word in words), "utf-8")
    inputs = {"x": _INT, "x_lengths": _INT, "tones": _INT, "sid": _INT, **_SCALES}
    told: Told = {"model_type": "melo-vits", "comment": "melo", "version": 2, "n_speakers": 1}
    told |= {"language": "Chinese + English", "jieba": 1, "add_blank": 0, "speaker_id": 0}
    _save(folder / "model.onnx", inputs, _tone("x_lengths", "length_scale", "sid"), told)
    return folder


def kokoro(folder: Path, names: Sequence[str], words: Sequence[str]) -> Path:
    """Kokoro: a style for each voice and length, and a lexicon for each language."""
    _tokens(folder)
    for language, is_in in (("us-en", str.isascii), ("zh", lambda word: not word.isascii())):
        lines = "".join(f"{word} a\n" for word in words if is_in(word))
        (folder / f"lexicon-{language}.txt").write_text(lines, "utf-8")
    styles = np.zeros((len(names), 64, 2), np.float32)
    styles[:, :, 0] = np.arange(len(names))[:, None]
    (folder / "voices.bin").write_bytes(styles.tobytes())
    told: Told = {"model_type": "kokoro", "language": "multi-lang, e.g., English, Chinese"}
    told |= {"has_espeak": 1, "version": 2, "voice": "en-us", "style_dim": "64,1,2"}
    told |= {"n_speakers": len(names), "speaker_names": ",".join(names)}
    nodes = [
        helper.make_node("Shape", ["tokens"], ["shape"], start=1, end=2),
        helper.make_node("Reciprocal", ["speed"], ["scale"]),
        helper.make_node("Slice", ["style", "zero_at", "one_at", "axis"], ["speaker_row"]),
        helper.make_node("Reshape", ["speaker_row", "one_at"], ["speaker"]),
        *_tone("shape", "scale", "speaker"),
    ]
    shapes: Shapes = {"tokens": [1, None], "style": [1, 2], "speed": [1]}
    _save(
        folder / "model.onnx",
        {"tokens": _INT, "style": _FLOAT, "speed": _FLOAT},
        nodes,
        told,
        shapes,
    )
    return folder


def matcha(folder: Path, words: Sequence[str]) -> Path:
    """Matcha: an acoustic model, and a vocoder beside its folder."""
    _tokens(folder, [*"^$，。！？、；：", *"bcdefghijklmnopqrstuvwxyz"])
    (folder / "lexicon.txt").write_text("".join(f"{word} a\n" for word in words), "utf-8")
    told: Told = {"model_type": "matcha-tts", "language": "Chinese English", "is_zh_en": 1}
    told |= {"n_speakers": 1, "version": 1, "jieba": 0, "has_espeak": 1, "use_eos_bos": 0}
    told |= {"pad_id": 0, "voice": "en-us", "need_vocoder": 1}
    inputs = {"x": _INT, "x_length": _INT, "noise_scale": _FLOAT, "length_scale": _FLOAT}
    acoustic = [
        helper.make_node("Sub", ["x_length", "x_length"], ["none"]),
        *_tone("x_length", "length_scale", "none", output="mel"),
    ]
    _save(folder / "model-steps-3.onnx", inputs, acoustic, told, output="mel")
    copy = [helper.make_node("Identity", ["mel"], ["audio"])]
    shape: Shapes = {"mel": [1, None, None]}
    vocoder = folder.parent / "hifigan_16khz.onnx"
    _save(vocoder, {"mel": _FLOAT}, copy, {"model_type": "hifigan"}, shape, output="audio")
    return folder


_SCALES = {"noise_scale": _FLOAT, "length_scale": _FLOAT, "noise_scale_w": _FLOAT}


def _tokens(folder: Path, extra: Sequence[str] = ()) -> None:
    folder.mkdir(parents=True)
    symbols = ["_", "a", ",", ".", "!", "?", ";", ":", "—", "…", '"', "(", ")", "“", "”"]
    symbols += extra
    lines = [f"{symbol} {number}" for number, symbol in enumerate(symbols)]
    text = "\n".join([*lines, f"  {len(symbols)}"])
    (folder / "tokens.txt").write_text(f"{text}\n", "utf-8")


def _tone(count: str, scale: str, speaker: str, output: str = "y") -> list[onnx.NodeProto]:
    """From how many tokens, how slowly, and the speaker's number to samples."""
    node = helper.make_node
    return [
        node("Cast", [count], ["tokens_f"], to=_FLOAT),
        node("Mul", ["tokens_f", scale], ["slowed"]),
        node("Mul", ["slowed", "per_token"], ["total"]),
        node("Squeeze", ["total", "axis_0"], ["end"]),
        node("Range", ["zero", "end", "one"], ["at"]),
        node("Cast", [speaker], ["speaker_f"], to=_FLOAT),
        node("Add", ["speaker_f", "one"], ["nth"]),
        node("Mul", ["at", "radians"], ["phase_1"]),
        node("Mul", ["phase_1", "nth"], ["phase"]),
        node("Sin", ["phase"], ["sine"]),
        node("Mul", ["sine", "level"], ["tone"]),
        node("Reshape", ["tone", "as_batch"], [output]),
    ]


def _save(
    path: Path,
    inputs: Mapping[str, int],
    nodes: Sequence[onnx.NodeProto],
    told: Told,
    shapes: Shapes | None = None,
    output: str = "y",
) -> None:
    constants = {
        "zero": np.float32(0),
        "one": np.float32(1),
        "level": np.float32(0.3),
        "per_token": np.float32(RATE * TOKEN_MS / 1000),
        "radians": np.float32(2 * np.pi * FIRST_HZ / RATE),
        "axis_0": np.array([0], np.int64),
        "axis": np.array([1], np.int64),
        "zero_at": np.array([0], np.int64),
        "one_at": np.array([1], np.int64),
        "as_batch": np.array([1, 1, -1], np.int64),
    }
    used = {name for node in nodes for name in node.input}
    known = {"x": [1, None], "tones": [1, None], **(shapes or {})}
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(n, t, known.get(n, [1])) for n, t in inputs.items()],
        [helper.make_tensor_value_info(output, _FLOAT, [1, None, None])],
        [numpy_helper.from_array(np.asarray(v), n) for n, v in constants.items() if n in used],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    helper.set_model_props(model, {k: str(v) for k, v in {"sample_rate": RATE, **told}.items()})
    onnx.save(model, str(path))
