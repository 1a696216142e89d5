"""Neural voices that need no service: Kokoro-82M on onnxruntime, from the model `kokoro`.

| file                | what                                                                |
| ------------------- | ------------------------------------------------------------------- |
| engine.py           | the engine and its settings; one request, start to clip             |
| voices.py           | the voices, in the order of casting                                 |
| worker.py           | a process that keeps the model and speaks one text at a time        |
| english_phonemes.py | English words → phonemes, by a dictionary and by espeak_phonemes.py |
| pronunciations.py   | a dictionary's file                                                 |
| espeak_phonemes.py  | the phonemes of a word by espeak-ng                                 |
| chinese_phonemes.py | pinyin → phonemes, with what is in Latin letters read as English    |
| told.py             | sounds that a person has written down                               |
| readings.py         | how Chinese characters are read, polyphones by their neighbours     |
| words.py            | where Chinese words end                                             |
| word_table.py       | a dictionary of Chinese that stays text                             |
| symbols.py          | the numbers of phonemes                                             |

Libraries for the same were weighed: kokoro-onnx brings phonemizer (GPL) and reads no Chinese,
misaki does not run on Python 3.13 and asks for spaCy with a model of its own. Its dictionaries are
used, since the model was trained with them.
"""

from producer.engines.kokoro.engine import KokoroEngine, KokoroSettings

__all__ = ["KokoroEngine", "KokoroSettings"]
