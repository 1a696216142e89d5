"""How a term is spoken, per language and, where need be, per engine or voice. What is shown keeps
the term.

`load` reads voices/lexicon.toml, `add` writes an entry into it, `suggest` tells which terms of a
script may need one.
"""

from producer.lexicon.file import add, load
from producer.lexicon.lexicon import Lexicon, LexiconEntry
from producer.lexicon.pinyin import homophones
from producer.lexicon.suggestions import Term, suggest

__all__ = ["Lexicon", "LexiconEntry", "Term", "add", "homophones", "load", "suggest"]
