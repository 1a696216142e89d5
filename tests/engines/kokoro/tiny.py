"""A model with the inputs and the output of Kokoro's, which hums a tone for each phoneme."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from producer.engines.kokoro.voices import VOICES
from producer.models import File, Group, SpeechModel

_SAMPLES = 1_400
"""Of each phoneme: some 60 ms."""


def tiny_model(folder: Path) -> SpeechModel:
    """A model whose files are in `folder`."""
    files: dict[str, bytes] = {"kokoro-v1.0.int8.onnx": _network()}
    for number, voice in enumerate(VOICES):
        style = np.full((510, 1, 256), 100 + 10 * number, "<f4")
        files[f"voices/{voice.name}.bin"] = style.tobytes()
    words = {"hello": "həlˈO", "A": "ˈA"}
    for name in ("us_gold", "us_silver", "gb_gold", "gb_silver"):
        files[f"{name}.json"] = json.dumps(words, ensure_ascii=False, indent=2).encode()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return SpeechModel("kokoro", "for tests", "MIT", (Group(tuple(_files(files.items())), ()),))


def _files(contents: Iterable[tuple[str, bytes]]) -> Iterable[File]:
    for name, content in contents:
        yield File(name, len(content), hashlib.sha256(content).hexdigest())


def _network() -> bytes:
    """sin(2π · style · time), for as long as there are tokens, divided by the speed."""
    from onnx import TensorProto, helper, numpy_helper

    inputs = [
        helper.make_tensor_value_info("tokens", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    output = helper.make_tensor_value_info("audio", TensorProto.FLOAT, ["samples"])
    constants: dict[str, np.ndarray[Any, Any]] = {
        "samples": np.array([_SAMPLES], np.float32),
        "zero": np.array(0, np.int64),
        "one": np.array(1, np.int64),
        "step": np.array(2 * np.pi / 24_000, np.float32),
        "loud": np.array(0.3, np.float32),
        "first": np.array([0], np.int64),
    }
    nodes = [
        helper.make_node("Size", ["tokens"], ["count"]),
        helper.make_node("Cast", ["count"], ["number"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["number", "samples"], ["normal"]),
        helper.make_node("Div", ["normal", "speed"], ["length"]),
        helper.make_node("Cast", ["length"], ["lengths"], to=TensorProto.INT64),
        helper.make_node("Squeeze", ["lengths"], ["end"]),
        helper.make_node("Range", ["zero", "end", "one"], ["places"]),
        helper.make_node("Cast", ["places"], ["times"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["style"], ["hertz"], keepdims=0),
        helper.make_node("Mul", ["times", "hertz"], ["turns"]),
        helper.make_node("Mul", ["turns", "step"], ["angles"]),
        helper.make_node("Sin", ["angles"], ["waves"]),
        helper.make_node("Mul", ["waves", "loud"], ["audio"]),
    ]
    graph = helper.make_graph(
        nodes,
        "hum",
        inputs,
        [output],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    opset = [helper.make_opsetid("", 17)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=9)
    content: bytes = model.SerializeToString()
    return content
