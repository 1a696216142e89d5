"""Speech models: what there are, where they lie, and how they come here.

A model is some files with their lengths and SHA-256, which are part of this package (`*.sha256`).
All shows share one folder of models (`models_folder`). `fetch` brings a model there from whichever
place answers; a file gets its name only when its bytes are the right ones. Weights are never part
of the repository or of what is installed.
"""

from producer.models.catalogue import MODELS, model_named
from producer.models.fetch import fetch
from producer.models.folder import absent_files, is_there, models_folder
from producer.models.speech_model import Archive, File, Group, SpeechModel

__all__ = [
    "MODELS",
    "Archive",
    "File",
    "Group",
    "SpeechModel",
    "absent_files",
    "fetch",
    "is_there",
    "model_named",
    "models_folder",
]
