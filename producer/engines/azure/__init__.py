"""Azure Speech: the voices of the edge engine under terms that allow publishing.

| file        | what                                                     |
|-------------|----------------------------------------------------------|
| engine.py   | the engine: one request, start to clip                   |
| settings.py | `[engines.azure]`, and what the environment says         |
| ssml.py     | what a request asks for, as the service's markup         |
"""

from producer.engines.azure.engine import AzureEngine
from producer.engines.azure.settings import AzureSettings

__all__ = ["AzureEngine", "AzureSettings"]
