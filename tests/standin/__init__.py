"""Stand-ins for services on 127.0.0.1, for the real clients. serving.py has what
they share, openai.py and chat.py those of OpenAI-compatible servers; the others are for the edge
service.

`EdgeStandIn` is a context manager for synchronous and asyncio tests alike; while it is entered,
the client's host name leads to it. It answers with audio as long as the text asks for, with word
boundaries, and records every request. What goes wrong is up to two hooks:

- `refuse(connection)` may return a `Refusal`, before anything is known of the text;
- `faults(request)` may return one of the functions in faults.py, which answers in its own way.
"""

from tests.standin.server import Answer, Connection, EdgeStandIn, Fault, Refusal, Request
from tests.standin.speech import Speech, Word, speech, voice_hz

__all__ = [
    "Answer",
    "Connection",
    "EdgeStandIn",
    "Fault",
    "Refusal",
    "Request",
    "Speech",
    "Word",
    "speech",
    "voice_hz",
]
