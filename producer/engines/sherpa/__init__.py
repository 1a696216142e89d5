"""Local neural voices through sherpa-onnx, from models that the user has downloaded.

| file             | what                                                         |
| ---------------- | ------------------------------------------------------------ |
| engine.py        | the engine and its settings; one request, start to clip      |
| model_folders.py | which models lie in a folder, of what kind, with what voices |
| onnx.py          | what an ONNX file says of itself                             |
| worker.py        | the worker: keeps models loaded, speaks one text at a time   |
"""

from producer.engines.sherpa.engine import SherpaEngine, SherpaSettings

__all__ = ["SherpaEngine", "SherpaSettings"]
