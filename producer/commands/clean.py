"""`producer clean`: frees what no present episode uses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from producer.commands import console
from producer.commands.options import AsJson, ShowFile

if TYPE_CHECKING:
    from producer.show.show import Show
    from producer.store import Store


def clean(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be freed; remove nothing.")
    ] = False,
    show_file: ShowFile = None,
    as_json: AsJson = False,
) -> None:
    """Free what no present episode uses: clips, levels, segments and covers in .producer/.

    An episode that was begun and never finished keeps its clips for a month. What is less than an
    hour old stays, and so does all in output/ but what killed runs left half-written. What a store
    shares with other machines stays too: nobody here knows what they use.
    """
    from producer.show.show import load
    from producer.store import usage

    show = load(show_file)
    store = show.open_store()
    shelves = [*usage.shelves(store, show.folder)]
    leftovers = _leftovers(store, show)
    rows = [_row(s.kind, s.used, s.used_bytes, len(s.unused), s.unused_bytes) for s in shelves]
    rows.append(_row("half-written", 0, 0, len(leftovers), sum(map(_size, leftovers))))
    rows.append({"kind": "all", **{key: sum(row[key] for row in rows) for key in _AMOUNTS}})
    if not dry_run:
        _remove(path for shelf in shelves for path in shelf.unused)
        _remove(leftovers)
        _remove(usage.outdated_records(store, show.folder))
    if store.shared:
        console.message(
            f"What lies in {store.shared} stays, since other machines may use it. It may be "
            "removed by age: what is missing is made again."
        )
    if as_json:
        *kinds, total = rows
        store_ = {"store": str(show.store), "dry_run": dry_run}
        console.result_json({**store_, "kinds": kinds, **{key: total[key] for key in _AMOUNTS}})
        return
    cells = [
        (
            row["kind"],
            f"{row['used']:,}",
            _megabytes(row["used_bytes"]),
            f"{row['freed']:,}",
            _megabytes(row["freed_bytes"]),
        )
        for row in rows
    ]
    freed = "would be freed" if dry_run else "freed"
    console.result(console.table(cells, ("", "used", "", freed, "")))


_AMOUNTS = ("used", "used_bytes", "freed", "freed_bytes")


def _row(kind: str, *amounts: int) -> dict[str, Any]:
    return {"kind": kind, **dict(zip(_AMOUNTS, amounts, strict=True))}


def _leftovers(store: Store, show: Show) -> list[Path]:
    """What killed runs left half-written."""
    from producer.store import abandoned

    folders = (store.parts, show.cast_file.parent, show.output, *show.output.glob("*/"))
    return [leftover for folder in folders for leftover in abandoned(folder)]


def _remove(paths: Iterable[Path]) -> None:
    from producer.store.files import cannot_write, remove

    for path in paths:
        try:
            remove(path)
        except OSError as error:
            raise cannot_write(path, error) from error


def _size(path: Path) -> int:
    return sum(p.stat().st_size for p in (path, *path.rglob("*")) if p.is_file())


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
