"""Block text → the plainer text that the parser reads, with a way back to every character.

Small parsers stumble over what reports of this kind are full of: sentences with whole slogans inside,
acronyms in brackets in the middle of a name, lists of a dozen towns. A view leaves these out: a
quotation becomes one noun, an aside and all items of a list but the first are cut. What was cut is read
by itself and hung back where it stood, so that the parse still covers every word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

CutKind = Literal["quotation", "aside", "list"]

#: A plain noun in the place of a quotation: of the words tried it left the clause around it best parsed.
STAND_IN = "Victory"
#: Shorter quotations are names or scare quotes that belong to the clause.
QUOTATION_MIN_WORDS = 3
#: Shorter asides are names and acronyms, which need no parse.
ASIDE_CLAUSE_WORDS = 4

PLAIN = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u3000": " ",
        "\t": " ", "\n": " ", "\r": " ", "\x0b": " ", "\x0c": " ", "\u2028": " ", "\u2029": " ", "\x85": " ",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "ʼ": "'", "`": "'",
    }
)  # fmt: skip

PLAIN.update(dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF], " "))  # directions
PLAIN.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))  # halves of characters, which the parser cannot read

_QUOTATION = re.compile(
    r"""[“„«]\s*([^“”„«»"]*?\w[^“”„«»"]*?)[,.;!?…]*\s*(?:[”»"]|$)|"\s*([^"]*?\w[^"]*?)[,.;!?…]*\s*(?:"|$)"""
)
_MARK = re.compile('[“„«"]')
_ENDLESS = re.compile(r"\S{300,}")
_UNCLOSED = re.compile(r"[“„«]\s*([^“”„«»]*\w)[,;.][^“”„«»]*(?=[“„«])")
_ASIDE = re.compile(r" ?[(\[]([^()\[\]]{1,200})[)\]]")
_NAME = r"(?:[A-Z][\w'.-]*\w(?: (?:(?:of|al|de|la|el|bin|and the) )?[A-Z][\w'-]*\w){0,2}(?: \([^()]{1,60}\))?)"
_LIST = re.compile(
    rf"(?:\b[a-z]+|\b(?:In|At|From|Across|Around|Near|Inside|Between|Of)) ({_NAME})"
    rf"((?:, {_NAME}){{1,60}},? (?:and|or|as well as) {_NAME})(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a block, by its offsets there, that the view leaves out."""

    start: int
    end: int
    kind: CutKind
    is_clause: bool = False  # an aside long enough to be parsed


@dataclass(frozen=True, slots=True)
class View:
    """What the parser reads of a block."""

    text: str
    origins: tuple[int, ...]  # the block's offset of each character of `text`, and of its end
    stand_ins: dict[int, Cut]  # offset in `text` of each noun that stands for a quotation
    cuts: tuple[Cut, ...]  # asides and list items, in the order of the text


def make_view(block_text: str) -> View:
    """Give the view of one block.

    >>> make_view('They wrote “We shall overcome this.” in Lima, Callao (port), Ica and Tacna.').text
    'They wrote "Victory." in Lima.'
    """
    plain = _ENDLESS.sub(lambda match: " " * len(match[0]), block_text.translate(PLAIN))
    cuts = _find_quotations(block_text)
    if sum(cut.end - cut.start for cut in cuts) > 0.9 * len(plain):
        cuts = []
    taken = [(cut.start, cut.end) for cut in cuts]
    kinds: tuple[tuple[re.Pattern[str], int, CutKind], ...] = ((_LIST, 2, "list"), (_ASIDE, 0, "aside"))
    for pattern, group, kind in kinds:
        for match in pattern.finditer(plain):
            start, end = match.span(group)
            if start > 0 and not any(start < b and a < end for a, b in taken):
                is_clause = kind == "aside" and len(plain[start:end].split()) >= ASIDE_CLAUSE_WORDS
                cuts.append(Cut(start, end, kind, is_clause))
                taken.append((start, end))
    return _without(plain, sorted(cuts, key=lambda cut: cut.start))


def _find_quotations(block_text: str) -> list[Cut]:
    """Find the words between quotation marks; a mark that is never closed reaches to the last comma before the next."""
    cuts = []
    position = 0
    for mark in _MARK.finditer(block_text):
        if mark.start() < position:
            continue
        match = _QUOTATION.match(block_text, mark.start()) or _UNCLOSED.match(block_text, mark.start())
        if match is not None:
            start, end = match.span(match.lastindex or 1)
            if len(block_text[start:end].split()) >= QUOTATION_MIN_WORDS:
                cuts.append(Cut(start, end, "quotation"))
            position = match.end()
    return cuts


def _without(plain: str, cuts: list[Cut]) -> View:
    pieces: list[str] = []
    origins: list[int] = []
    stand_ins = {}
    position = 0
    for cut in cuts:
        pieces.append(plain[position : cut.start])
        origins.extend(range(position, cut.start))
        if cut.kind == "quotation":
            stand_ins[len(origins)] = cut
            pieces.append(STAND_IN)
            origins.extend([cut.start] * len(STAND_IN))
        position = cut.end
    pieces.append(plain[position:])
    origins.extend(range(position, len(plain) + 1))
    return View("".join(pieces), tuple(origins), stand_ins, tuple(cut for cut in cuts if cut.kind != "quotation"))
