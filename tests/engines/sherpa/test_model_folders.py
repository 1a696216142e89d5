from __future__ import annotations

import io
import shutil
from pathlib import Path

import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.engines.sherpa.model_folders import NoModel, find_models, read_model
from producer.engines.sherpa.onnx import metadata, read_metadata
from tests.engines.sherpa import tiny


def test_what_a_file_says_of_itself_is_what_the_library_reads(models: Path) -> None:
    for path in models.rglob("*.onnx"):
        expected = {prop.key: prop.value for prop in onnx.load(str(path)).metadata_props}
        assert metadata(path) == expected
        assert expected["sample_rate"] == str(tiny.RATE)


@given(st.binary(max_size=300), st.integers(0, 60), st.binary(max_size=4))
def test_any_other_file_is_refused(content: bytes, at: int, patch: bytes) -> None:
    model = b"\x08\x08\x72\x08\x0a\x01a\x12\x03bcd"
    for damaged in (content, model[:at] + patch + model[at + len(patch) :]):
        try:
            told = read_metadata(io.BytesIO(damaged), len(damaged))
        except ValueError:
            continue
        assert all(isinstance(value, str) for pair in told.items() for value in pair)


def test_models_are_found_with_their_voices(models: Path) -> None:
    found, problems = find_models([models])
    assert not problems
    assert {m.folder.name: m.kind for m in found} == {
        "kokoro-multi-lang-tiny": "kokoro",
        "matcha-icefall-zh-en": "matcha",
        "vits-en_US-tiny": "vits",
        "vits-melo-tts-zh_en": "vits",
    }
    told = [
        (v.name.partition("/")[2], v.locale, v.gender, v.multilingual)
        for m in found
        for v in m.voices
    ]
    assert told == [
        ("af_heart", "en-US", "female", False),
        ("zf_001", "zh-CN", "female", False),
        ("bm_george", "en-GB", "male", False),
        ("", "zh", "", True),
        ("0", "en-US", "", False),
        ("1", "en-US", "", False),
        ("", "zh", "", True),
    ]


def test_a_single_model_may_be_named_and_rules_are_in_order(models: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(models / "vits-melo-tts-zh_en", tmp_path / "melo")
    for name in ("phone.fst", "number.fst", "date.fst", "new_heteronym.fst"):
        (folder / name).write_bytes(b"")
    shutil.copy(folder / "model.onnx", folder / "model.int8.onnx")
    ((model,), _) = find_models([folder])
    assert Path(model.config["model"]).name == "model.onnx"
    rules = [Path(rule).name for rule in model.rules]
    assert rules == ["date.fst", "number.fst", "phone.fst", "new_heteronym.fst"]


def test_what_is_missing_is_said(models: Path, tmp_path: Path) -> None:
    places = shutil.copytree(models, tmp_path / "models", symlinks=True)
    (places / "hifigan_16khz.onnx").rename(places / "vocos-22khz-univ.onnx")
    (places / "vits-en_US-tiny" / "lexicon.txt").unlink()
    (places / "vits-melo-tts-zh_en" / "tokens.txt").unlink()
    (places / "kokoro-multi-lang-tiny" / "model.onnx").write_bytes(b"<html>")
    (places / "empty").mkdir()
    found, problems = find_models([places, tmp_path / "nowhere"])
    assert not found
    assert [problem.removeprefix(f"{places}/") for problem in problems] == [
        "empty: there is no .onnx file in it",
        "kokoro-multi-lang-tiny: model.onnx cannot be read (it is no ONNX file)",
        "matcha-icefall-zh-en: it needs a vocoder of 16khz, such as vocos-16khz-univ.onnx, in it "
        "or beside it",
        "vits-en_US-tiny: there is neither a lexicon.txt nor espeak-ng-data in it",
        "vits-melo-tts-zh_en: tokens.txt is missing",
    ]


@pytest.mark.parametrize(
    ("props", "reason"),
    [
        ({"model_type": "kitten-tts"}, "of a kind that is not known here: kitten-tts"),
        ({"model_type": "vits"}, "lacks what sherpa-onnx needs"),
        ({"n_speakers": "1000000", "sample_rate": "16000"}, "more than can be"),
    ],
)
def test_a_model_of_another_kind_is_named(
    models: Path, tmp_path: Path, props: dict[str, str], reason: str
) -> None:
    folder = shutil.copytree(models / "vits-en_US-tiny", tmp_path / "other")
    model = onnx.load(str(folder / "model.onnx"))
    onnx.helper.set_model_props(model, props)
    onnx.save(model, str(folder / "model.onnx"))
    with pytest.raises(NoModel, match=reason):
        read_model(folder)
