"""Which models lie in a folder, as sherpa-onnx's releases are unpacked: of what kind, with what
files and voices.

| kind   | known by                               | such as                            |
|--------|----------------------------------------|------------------------------------|
| kokoro | voices.bin                             | kokoro-multi-lang-v1_0             |
| matcha | model-steps-*.onnx, and a vocoder, too | matcha-icefall-zh-en               |
|        | beside the folder                      |                                    |
| vits   | any other model with tokens.txt        | vits-melo-tts-zh_en, vits-piper-*  |
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from producer.engines.kokoro_names import voice_named
from producer.engines.sherpa.onnx import metadata
from producer.model import Voice

_ENGINE = "sherpa"
_MOST_SPEAKERS = 10_000
_MOST_FOLDERS = 1_000
_VOCODERS = ("vocos*.onnx", "hifigan*.onnx")
_RULES = ("date", "number", "phone", "new_heteronym")
_LANGUAGES = {
    "chinese": "zh",
    "english": "en",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
}
_LOCALE = re.compile(r"(?:^|[-_])([a-z]{2})(?:[-_]([A-Z]{2}))?(?=[-_]|$)")
_ANY = "und"
"""The locale of a voice whose language nothing tells (BCP 47)."""


class NoModel(Exception):
    """A folder that holds no model, or not all of one; says what is missing."""


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model in a folder. `config` are the arguments of sherpa-onnx's configuration for its
    kind, all of them files or folders; `rules` its files that spell numbers and dates out in
    Chinese. `voices` in the order of the speakers' numbers."""

    folder: Path
    kind: str
    config: Mapping[str, str]
    rules: tuple[str, ...]
    voices: tuple[Voice, ...]

    def checksum(self) -> str:
        """Of all files that decide how it sounds, but for espeak-ng's dictionaries."""
        digest = hashlib.sha256()
        named = (name for value in self.config.values() for name in value.split(","))
        for name in sorted({*named, *self.rules}):
            path = Path(name)
            if path.is_file():
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()


def find_models(folders: Iterable[Path]) -> tuple[list[ModelFolder], list[str]]:
    """The models in `folders`, each of which is a model's or holds those of several, and what is
    wrong with those that look like one, a sentence each."""
    models: dict[str, ModelFolder] = {}
    problems: list[str] = []
    for folder in folders:
        is_model = any(folder.glob("*.onnx")) and (folder / "tokens.txt").exists()
        inner = sorted(folder.iterdir())[:_MOST_FOLDERS] if folder.is_dir() else []
        for path in [folder] if is_model else [path for path in inner if path.is_dir()]:
            try:
                model = read_model(path)
            except NoModel as problem:
                problems.append(f"{path}: {problem}")
                continue
            if models.setdefault(path.name, model) is not model:
                problems.append(f"{path}: another model has the same name")
    return list(models.values()), problems


def read_model(folder: Path) -> ModelFolder:
    """The model in `folder`; raises `NoModel`."""
    onnx = _acoustic(folder)
    try:
        properties = metadata(onnx)
    except (OSError, ValueError) as error:
        raise NoModel(f"{onnx.name} cannot be read ({error})") from error
    config = {"tokens": _file(folder, "tokens.txt")}
    lexicons = [str(path) for path in sorted(folder.glob("lexicon*.txt"))]
    if (folder / "voices.bin").exists():
        kind = "kokoro"
        config |= {"model": str(onnx), "voices": _file(folder, "voices.bin")}
        # American and British English share most words; the first that has one counts.
        lexicons = [name for name in lexicons if "gb-en" not in name]
    elif onnx.name.startswith("model-steps"):
        kind = "matcha"
        config |= {"acoustic_model": str(onnx), "vocoder": _vocoder(folder, properties)}
    else:
        kind = "vits"
        config |= {"model": str(onnx)}
    if kind not in (declared := properties.get("model_type", kind)):
        raise NoModel(f"{onnx.name} is of a kind that is not known here: {declared}")
    if lexicons:
        config["lexicon"] = ",".join(lexicons)
    for name, inner in (("data_dir", "espeak-ng-data"), ("dict_dir", "dict")):
        if (folder / inner).is_dir():
            config[name] = str(folder / inner)
    if not lexicons and "data_dir" not in config and properties.get("frontend") != "characters":
        raise NoModel("there is neither a lexicon.txt nor espeak-ng-data in it")
    if kind != "vits" and "data_dir" not in config and (data := _espeak_data()):
        config["data_dir"] = data
    return ModelFolder(folder, kind, config, _rules(folder), _voices(folder.name, properties))


def _espeak_data() -> str:
    """The dictionaries of espeak-ng that a package brings, for models that come without but cannot
    be loaded without; "" where there is none."""
    try:
        import espeakng_loader
    except ImportError:
        return ""
    return str(espeakng_loader.get_data_path())


def _acoustic(folder: Path) -> Path:
    vocoders = {path for pattern in _VOCODERS for path in folder.glob(pattern)}
    candidates = sorted(set(folder.glob("*.onnx")) - vocoders)
    if not candidates:
        raise NoModel("there is no .onnx file in it")
    # The one that is not quantized, where there are two.
    return min(candidates, key=lambda path: ("int8" in path.name, len(path.name)))


def _vocoder(folder: Path, properties: Mapping[str, str]) -> str:
    """In the folder or beside it, of the model's rate if its name says one."""
    rate = f"{int(properties.get('sample_rate', '0')) // 1000}khz"
    paths = [
        path
        for place in (folder, folder.parent)
        for pattern in _VOCODERS
        for path in sorted(place.glob(pattern))
    ]
    fitting = [path for path in paths if rate in path.name or "khz" not in path.name]
    if not fitting:
        raise NoModel(
            f"it needs a vocoder of {rate}, such as vocos-{rate}-univ.onnx, in it or beside it"
        )
    return str(min(fitting, key=lambda path: rate not in path.name))


def _file(folder: Path, name: str) -> str:
    if not (folder / name).is_file():
        raise NoModel(f"{name} is missing")
    return str(folder / name)


def _rules(folder: Path) -> tuple[str, ...]:
    """In the order in which they are to be applied."""

    def rank(path: Path) -> int:
        return next((i for i, name in enumerate(_RULES) if path.name.startswith(name)), 99)

    return tuple(map(str, sorted(folder.glob("*.fst"), key=rank)))


def _voices(name: str, properties: Mapping[str, str]) -> tuple[Voice, ...]:
    try:
        count = max(1, int(properties["n_speakers"]))
        int(properties["sample_rate"])
    except (KeyError, ValueError):
        raise NoModel("its .onnx file lacks what sherpa-onnx needs to know of it") from None
    if count > _MOST_SPEAKERS:
        raise NoModel(f"{count} speakers are more than can be")
    locale, several = _locale(name, properties)
    if count == 1:
        return (Voice(_ENGINE, name, locale, multilingual=several),)
    speakers = [told_name.strip() for told_name in properties.get("speaker_names", "").split(",")]
    if len(set(speakers)) != count:
        speakers = [str(number) for number in range(count)]
    return tuple(_voice(name, speaker, locale, several) for speaker in speakers)


def _voice(model: str, speaker: str, locale: str, several: bool) -> Voice:
    full = f"{model}/{speaker}"
    known = voice_named(_ENGINE, speaker)
    if known is not None:
        return Voice(_ENGINE, full, known.locale, known.gender)
    return Voice(_ENGINE, full, locale, multilingual=several)


def _locale(name: str, properties: Mapping[str, str]) -> tuple[str, bool]:
    """Where a model's voices are at home, and whether they speak several languages."""
    spoken = _spoken(properties.get("language", ""))
    by_name = [(m[1], m[2]) for m in _LOCALE.finditer(name) if m[1] in _LANGUAGES.values()]
    if not spoken:
        spoken = list(dict.fromkeys(language for language, _ in by_name))
    if not spoken:
        return _ANY, True
    region = next((r for language, r in by_name if language == spoken[0] and r), "")
    return "-".join(filter(None, (spoken[0], region))), len(spoken) > 1


def _spoken(language: str) -> Sequence[str]:
    """The languages that a model's metadata names: "Chinese + English", "en"."""
    words = re.findall("[a-z]+", language.lower())
    tags = [_LANGUAGES.get(word, word) for word in words]
    return list(dict.fromkeys(tag for tag in tags if tag in _LANGUAGES.values()))
