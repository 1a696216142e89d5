"""The bytes of a file, and the text that they hold."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from producer.errors import InputError
from producer.show.toml import refuse_pipe

MAX_BYTES = 20_000_000
"""A hundred hours of speech take less than a tenth of it."""

_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_EXPECTED = "Expected a text in UTF-8, UTF-16, GB18030 or Big5"

_COMMON = frozenset(
    "的一是不了在人有我他这個们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"
    "过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理"
    "這们們來為國說時會對於著過發後裡種經麼學現當沒動還進樣什吗嗎呢吧很想问問谢謝请請听聽"
)
"""Han characters that make up a third of any text, in both ways of writing them."""


def load(path: Path) -> bytes:
    """All bytes of the file. Raises `InputError` where it cannot be read or is too large."""
    refuse_pipe(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError("there is no such file", path=path) from error
    except IsADirectoryError as error:
        raise InputError("is a folder", path=path, advice="Name one of the files in it") from error
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", path=path) from error
    except ValueError as error:
        raise InputError(f"no file can be called so: {error}", path=path) from error
    if len(data) > MAX_BYTES:
        raise InputError(
            f"the file is too large: at most {MAX_BYTES:,} bytes are read",
            path=path,
            advice="Split it into several episodes",
        )
    return data


def decode(data: bytes, path: Path) -> str:
    """`data` as text, without a byte order mark. Raises `InputError` where it is no text."""
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            return _decode_as(encoding, data[len(bom) :], path)
    if b"\x00" in data:
        if text := _utf_16(data):
            return text
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        raise InputError("the file is binary, not text", path=path, line=line, advice=_EXPECTED)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(data):
            raise _undecodable("utf-8", data, error.start, path) from error
    text = _decode_as(_legacy_encoding(data), data, path)
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise InputError("the file is binary, not text", path=path, line=line, advice=_EXPECTED)
    return text


def _utf_16(data: bytes) -> str | None:
    """UTF-16 without a mark: the line breaks, spaces and letters of ASCII have their NULs all at
    odd or all at even places, and nothing else that text does not have."""
    nuls = {place.start() % 2 for place in re.finditer(b"\x00", data)}
    if len(nuls) != 1:
        return None
    try:
        text = data.decode("utf-16-le" if nuls == {1} else "utf-16-be")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) or "\ufffe" in text else text


def _legacy_encoding(data: bytes) -> str:
    """GB18030 or Big5, by which of them makes common characters of the bytes; Windows-1252 where
    bytes beyond ASCII stand alone, as accented letters do."""
    scores = {}
    for encoding in ("gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        beyond_ascii = sum(char > "\x7f" for char in text)
        scores[encoding] = sum(char in _COMMON for char in text) / max(beyond_ascii, 1)
    best = max(scores, key=lambda encoding: scores[encoding], default="gb18030")
    runs = [len(run) for run in re.findall(b"[\x80-\xff]+", data)]
    single = 10 * sum(length == 1 for length in runs) >= 9 * len(runs)
    return "cp1252" if single and scores.get(best, 0.0) < 0.02 else best


def _decode_as(encoding: str, data: bytes, path: Path) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(encoding, data, error.start, path) from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise InputError("the file is binary, not text", path=path, line=line, advice=_EXPECTED)
    return text


def _is_mostly_utf8(data: bytes) -> bool:
    """A few bytes of a UTF-8 text are damaged. GB18030 would read such a text as nonsense."""
    text = data.decode("utf-8", "replace")
    beyond_ascii = sum(char > "\x7f" for char in text)
    return text.count("\ufffd") * 10 < beyond_ascii


def _undecodable(encoding: str, data: bytes, start: int, path: Path) -> InputError:
    line = data[:start].count(b"\n") + 1
    byte = f"0x{data[start]:02x}"
    return InputError(
        f"the byte {byte} is no part of a text in {encoding.upper()}",
        path=path,
        line=line,
        advice=_EXPECTED,
    )
