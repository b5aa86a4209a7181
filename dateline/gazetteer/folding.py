"""Name → folded name: one spelling for the many ways in which texts write a place's name."""

from __future__ import annotations

import functools
import re
import unicodedata

#: Letters that Unicode does not decompose, and punctuation that writers add or leave out.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h", "ŋ": "n",
        "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "Th", "Æ": "Ae", "Œ": "Oe", "Ə": "A", "Ħ": "H", "Ŋ": "N",
        "ß": "ss",
        "'": None, "’": None, "‘": None, "ʻ": None, "ʼ": None, "ʿ": None, "ʾ": None, "`": None, "´": None, "′": None,
        "ʹ": None, "ʺ": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
    }
)  # fmt: skip
_WORD = re.compile(r"\w+|&")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "&": "and"}


def to_ascii(name: str) -> str:
    """Write a Latin-script name with plain letters.

    >>> to_ascii("Zürich")
    'Zurich'
    """
    if name.isascii():
        return name
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(character for character in plain if not unicodedata.combining(character))


@functools.lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Fold case, diacritics, apostrophes, hyphens, "the" and "St." away.

    >>> fold_name("The St. John’s-Wood"), fold_name("U.S."), fold_name("Sana'a")
    ('saint johns wood', 'us', 'sanaa')
    """
    plain = to_ascii(name.translate(_LETTERS)).casefold().replace(".", "")
    words = [_SHORT.get(word, word) for word in _WORD.findall(plain)]
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)
