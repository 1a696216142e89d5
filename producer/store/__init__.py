"""What was made once is never made again, and a file is whole or not there.

| file        | gives                                                                     |
|-------------|---------------------------------------------------------------------------|
| store.py    | the content-addressed store, safe for several processes at once           |
| claims.py   | rights to make something, and who has them                                |
| shared.py   | a folder or bucket behind it that several machines share                  |
| files.py    | files that take their name when they are finished; what killed runs left  |
| usage.py    | which entries the present episodes use, and what can be freed             |
"""

from producer.store.claims import Waiting
from producer.store.files import (
    Written,
    abandoned,
    atomic_file,
    require_room,
    require_writable,
    sweep,
    temporary_folder,
    try_writing,
    write_atomically,
    write_changed,
)
from producer.store.store import (
    CLIPS,
    COVERS,
    HEARINGS,
    KINDS,
    LEVELS,
    PAIRS,
    PROBES,
    SEGMENTS,
    Store,
    StoreEntry,
    key_of,
)

__all__ = [
    "CLIPS",
    "COVERS",
    "HEARINGS",
    "KINDS",
    "LEVELS",
    "PAIRS",
    "PROBES",
    "SEGMENTS",
    "Store",
    "StoreEntry",
    "Waiting",
    "Written",
    "abandoned",
    "atomic_file",
    "key_of",
    "require_room",
    "require_writable",
    "sweep",
    "temporary_folder",
    "try_writing",
    "write_atomically",
    "write_changed",
]
