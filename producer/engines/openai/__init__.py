"""Any server with OpenAI's interface for speech, `POST /v1/audio/speech`.

| file        | what                                                          |
|-------------|---------------------------------------------------------------|
| engine.py   | the engine: one request, start to clip                        |
| settings.py | `[engines.openai]`, and what the environment says             |
| voices.py   | the voices: OpenAI's own, those of settings, those of a server |
| parts.py    | an answer of several files in a row as one                    |
| check.py    | whether an answer is the whole of what was asked for          |
| failure.py  | what a refusal means, and for whom                            |
"""

from producer.engines.openai.engine import OpenaiEngine
from producer.engines.openai.settings import OpenaiSettings

__all__ = ["OpenaiEngine", "OpenaiSettings"]
