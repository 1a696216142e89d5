"""Speaks texts with sherpa-onnx, one after the other: run as a script, never imported.

sherpa-onnx ends its process when a model lacks something, and native code may crash; so it has a
process of its own. Models stay loaded.

In, on stdin: a line of JSON per request, {"kind", "config", "rules", "threads", "provider",
"speaker", "speed", "text"}; without a text the model is only loaded. Out, on stdout: a line of
JSON per answer, {"rate", "bytes"}, then so many bytes of samples, 16-bit mono; or {"error"}.
What the library says goes to stderr, before the answer.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, BinaryIO

import numpy as np
import sherpa_onnx


def load(request: dict[str, Any]) -> Any:
    """The model of a request."""
    kinds = {
        "kokoro": sherpa_onnx.OfflineTtsKokoroModelConfig,
        "matcha": sherpa_onnx.OfflineTtsMatchaModelConfig,
        "vits": sherpa_onnx.OfflineTtsVitsModelConfig,
    }
    kind = request["kind"]
    model = sherpa_onnx.OfflineTtsModelConfig(
        **{kind: kinds[kind](**request["config"])},
        num_threads=request["threads"],
        provider=request["provider"],
    )
    config = sherpa_onnx.OfflineTtsConfig(model=model, rule_fsts=",".join(request["rules"]))
    if not config.validate():
        raise ValueError("the model's files do not fit together")
    return sherpa_onnx.OfflineTts(config)


def speak(model: Any, request: dict[str, Any]) -> tuple[int, bytes]:
    """Sample rate and samples."""
    audio = model.generate(request["text"], sid=request["speaker"], speed=request["speed"])
    samples = np.asarray(audio.samples, dtype=np.float32)
    integers = np.nan_to_num(samples).clip(-1, 1) * np.float32(32767)
    return int(audio.sample_rate), np.rint(integers).astype("<i2").tobytes()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    models: dict[str, Any] = {}
    answer: tuple[dict[str, Any], bytes]
    for line in requests:
        request = json.loads(line)
        try:
            key = json.dumps([request["kind"], request["config"], request["rules"]])
            if key not in models:
                models[key] = load(request)
            rate, samples = speak(models[key], request) if "text" in request else (0, b"")
        except Exception as error:  # whatever the library raises is the engine's to judge
            answer = {"error": str(error)}, b""
        else:
            answer = {"rate": rate, "bytes": len(samples)}, samples
        answers.write(json.dumps(answer[0]).encode() + b"\n" + answer[1])
        answers.flush()


def main() -> None:
    # Nothing but answers may reach the engine's end of stdout.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
