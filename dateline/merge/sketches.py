"""Wording -> TextSketch: what of a text is compared with all others, and the keys that bring like texts together.

Whole texts are found by MinHash over their words in LSH bands (Broder 1997; Leskovec, Rajaraman & Ullman, ch. 3),
passages by winnowing (Schleimer, Wilkerson & Aiken 2003), which finds a repeated stretch wherever it begins and
whatever stands around it. MinHash is rensa's: MIT, kept up, wheels of 2 MB for all systems, the same digest on each
under a numbered algorithm, where datasketch would bring in all of SciPy. A sketch holds hashes and no word, so no name.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from dateline.merge.wording import WORDLESS, Wording, read_wording, word_number

KeyKind = Literal["copy", "passage"]

#: Another version is another sketch: make it anew from the text.
SKETCH_VERSION = f"1.{RMinHash.ALGORITHM_VERSION}"

# Of 3,423 news texts of 50 words and more, with 400 rewritten: these bands and windows together bring back 100 % at 5,
# 10 and 20 per cent of words changed and 97 % at 40, and bring together one pair of other texts in 800.
_BANDS, _ROWS = 20, 3
_GRAM = 5  # kept words, some nine running ones
_WINDOW = 8  # a repeated stretch of _GRAM + _WINDOW - 1 = 12 kept words, some 22 running ones, always shares a key
_MOST_GRAMS = 1000  # the least ones of a text of more than some 9,000 words: 8 kB
_SEED = 19970611
_FEWEST_EQUAL = 10  # of the 60 minima: texts of which a third of the words is the same have 12 on average
_63_BITS = (1 << 63) - 1
_HEAD = struct.Struct("<8sBH")

_ODD, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSketch:
    """What of one text is compared: a hash of all its words, the minima of its words, the hashes of some stretches."""

    exact: str  # 16 hexadecimal digits
    minima: tuple[int, ...] = ()  # 32 bits each; none where the text is too short to judge
    grams: tuple[int, ...] = ()  # 63 bits each, in rising order

    def to_bytes(self) -> bytes:
        """Write the sketch as bytes: some 250 and eight for every stretch, about one to every ten words."""
        head = _HEAD.pack(bytes.fromhex(self.exact), len(self.minima), len(self.grams))
        return head + struct.pack(f"<{len(self.minima)}I{len(self.grams)}Q", *self.minima, *self.grams)

    @classmethod
    def from_bytes(cls, data: bytes) -> TextSketch:
        """Read what `to_bytes` wrote; other bytes raise a ValueError."""
        try:
            exact, minima, grams = _HEAD.unpack_from(data)
            values = struct.unpack(f"<{minima}I{grams}Q", data[_HEAD.size :])
        except struct.error:
            message = f"expected the bytes of a sketch, found {len(data)} other bytes; sketch the text anew"
            raise ValueError(message) from None
        return cls(exact=exact.hex(), minima=values[:minima], grams=values[minima:])


def sketch_text(title: str | None, text: str, *, hidden: Sequence[tuple[int, int]] = ()) -> TextSketch:
    """Sketch a text; `hidden` are stretches of it to pass over, such as those marked as furniture."""
    return sketch_wording(read_wording(title, text, hidden=hidden))


def sketch_wording(wording: Wording) -> TextSketch:
    """Sketch a text whose words are read already."""
    if not wording.judged:
        return TextSketch(exact=wording.exact)
    minhash = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    minhash.update(sorted(set(wording.words)))
    return TextSketch(exact=wording.exact, minima=tuple(minhash.digest()), grams=_choose_grams(wording.words))


def sketch_keys(sketch: TextSketch) -> list[tuple[KeyKind, int]]:
    """Give the keys of a sketch, 63 bits each; two texts that share a key of a kind are to be compared.

    Twenty are of the kind "copy" (one where the text is too short to judge, none where it is empty), and about one of
    the kind "passage" to every ten words.
    """
    if sketch.exact == WORDLESS:
        return []
    if not sketch.minima:
        return [("copy", int(sketch.exact, 16) & _63_BITS)]
    keys: list[tuple[KeyKind, int]] = []
    for band in range(len(sketch.minima) // _ROWS):
        rows = sketch.minima[band * _ROWS : (band + 1) * _ROWS]
        keys.append(("copy", _hash(struct.pack(f"<{len(rows) + 1}I", band, *rows))))
    keys += [("passage", gram) for gram in sketch.grams]
    return keys


def may_be_alike(sketch: TextSketch, other: TextSketch) -> bool:
    """Say whether two texts that share a key are worth reading: a chance meeting of few words is not."""
    if not sketch.minima or not other.minima:
        return sketch.exact == other.exact != WORDLESS
    equal = sum(map(int.__eq__, sketch.minima, other.minima))
    return equal >= _FEWEST_EQUAL or not set(sketch.grams).isdisjoint(other.grams)


def _choose_grams(words: Sequence[str]) -> tuple[int, ...]:
    """Give the least hash of each window of stretches; neighbouring windows mostly share theirs."""
    numbers = np.array([word_number(word) for word in words], dtype=np.uint64)
    count = len(numbers) - _GRAM + 1
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(_GRAM):
        hashes = _mixed(hashes * _ODD + numbers[place : place + count])
    hashes >>= np.uint64(1)
    windows = np.lib.stride_tricks.sliding_window_view(hashes, min(_WINDOW, count))
    return tuple(np.unique(windows.min(axis=1))[:_MOST_GRAMS].tolist())


def _mixed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread every bit over the whole number, as SplitMix64 does."""
    hashes = (hashes ^ (hashes >> np.uint64(31))) * _MIX
    return hashes ^ (hashes >> np.uint64(29))


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little") & _63_BITS
