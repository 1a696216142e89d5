"""JSON transcripts: what a segment may hold, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from producer.errors import InputError
from producer.transcript.readers.podcast_json import parse_json


def parse(held: Any) -> list[tuple[int, int, str | None, str | None, tuple[str, ...]]]:
    data = held if isinstance(held, bytes) else json.dumps(held).encode()
    return [
        (cue.start_ms, cue.end_ms, cue.speaker, cue.language, cue.texts)
        for cue in parse_json(data, Path("talk.json"))
    ]


@pytest.mark.parametrize(
    ("segment", "cue"),
    [
        (
            {"speaker": "Anna", "startTime": 0.5, "endTime": 1.25, "body": "Hi."},
            (500, 1250, "Anna", None, ("Hi.",)),
        ),
        (
            {"start": "0.5", "end": 2, "text": " Hi.\nYou. "},
            (500, 2000, None, None, ("Hi.", "You.")),
        ),
        ({"body": "Hola.", "language": "es-ES", "speaker": 1}, (0, 0, "1", "es", ("Hola.",))),
    ],
)
def test_segments(segment: dict[str, Any], cue: tuple[Any, ...]) -> None:
    assert parse({"version": "1.0.0", "segments": [segment]}) == [cue]
    assert parse([segment]) == [cue]


def test_segments_without_text_are_passed_over() -> None:
    assert parse({"segments": [{"startTime": 0, "body": ""}, {"body": "Hi."}]})[0][4] == ("Hi.",)


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (b'{"segments": [\n{"body": "Hi."}\n}', "talk.json:3: the file is no valid JSON"),
        (b"[" * 100_000, "no JSON of use"),
        (b'{"segments": [' + b"9" * 5_000 + b"]}", "no JSON of use"),
        ({"version": "1.0.0"}, "no list of segments"),
        ({"segments": "none"}, "no list of segments"),
        ({"segments": [{"body": "Hi."}, {"speaker": "Anna"}]}, "segment 2 cannot be used"),
        ({"segments": [{"body": 3}]}, "segment 1 cannot be used"),
        ({"segments": [{"body": "x", "startTime": "soon"}]}, "segment 1 cannot be used"),
        (b'{"segments": [{"body": "x", "startTime": NaN}]}', "segment 1 cannot be used"),
        (b'{"segments": [{"body": "x", "endTime": 1e400}]}', "segment 1 cannot be used"),
        ({"segments": [{"body": "x", "startTime": -1}]}, "segment 1 cannot be used"),
        ({"segments": [["Anna", "Hi."]]}, "segment 1 cannot be used"),
    ],
)
def test_what_cannot_be_used(held: Any, says: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(held)
    assert says in str(caught.value)
    assert "Expected" in str(caught.value)
