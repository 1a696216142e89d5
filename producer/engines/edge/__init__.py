"""Microsoft Edge's online voices through the edge-tts client.

| file          | what                                                       |
|---------------|------------------------------------------------------------|
| engine.py     | the engine: its settings and its voices                    |
| client.py     | one request, from the text to the clip                     |
| check.py      | whether an answer is the whole of what was asked for       |
| frames.py     | whether its frames follow one another as they were encoded |
| recurrence.py | whether what is odd is an accident or the service's way    |
| failure.py    | what goes wrong, and for whom                              |
"""

from producer.engines.edge.engine import EdgeEngine
from producer.engines.edge.settings import EdgeSettings

__all__ = ["EdgeEngine", "EdgeSettings"]
