"""Parse → the excerpts of a report that are sent, and where in the document each of their words stands.

Furniture is left out, and a report longer than one request may hold is cut between paragraphs, else between
sentences. Where names are to be masked, a placeholder ("Person A") stands for each.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.privacy import name_finder, name_words
from dateline.records import Mentions, Parse

#: Characters of a report in one request: some 2,000 tokens, which small context windows still hold beside the codebook.
MOST_CHARACTERS = 8_000
#: Longer words are no mention of anything.
LONGEST_MENTION = 2_000
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one block as they are sent, and the stretch of the document that they stand for."""

    at: int  # offset in the excerpt
    text: str
    start: int  # offsets in the document
    end: int
    block: int
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What one request holds of a report."""

    text: str
    pieces: tuple[Piece, ...]

    def find(self, words: str, *near: Sequence[Stretch]) -> Stretch | None:
        """Give the stretch of the document that words stand for, if they are in the excerpt verbatim.

        Only runs of white space may differ. Of several stretches the one nearest to one of the first `near` is meant,
        among equals the one nearest to the next, then the first of the text.
        """
        words = words.strip()
        if not words or len(words) > LONGEST_MENTION:
            return None
        pattern = r"\s+".join(re.escape(word) for word in words.split())
        pattern = (r"(?<!\w)" if words[0].isalnum() else "") + pattern + (r"(?!\w)" if words[-1].isalnum() else "")
        matches = (self._stretch(match.start(), match.end()) for match in re.finditer(pattern, self.text))
        found = [stretch for stretch in matches if stretch is not None]
        return min(found, key=lambda stretch: [_distance(stretch, each) for each in near], default=None)

    def _stretch(self, first: int, last: int) -> Stretch | None:
        """Give the document's stretch for one of the excerpt; None where it runs over the end of a block."""
        inside = [piece for piece in self.pieces if piece.at < last and first < piece.at + len(piece.text)]
        if not inside or inside[0].block != inside[-1].block:
            return None
        begin, end = inside[0], inside[-1]
        return (
            begin.start if begin.masked else begin.start + first - begin.at,
            end.end if end.masked else end.start + last - end.at,
        )


def _distance(stretch: Stretch, near: Sequence[Stretch]) -> int:
    return min((max(start - stretch[1], stretch[0] - end, 0) for start, end in near), default=0)


def read_excerpts(parse: Parse, mentions: Mentions, *, masked: bool, private: Iterable[str] = ()) -> list[Excerpt]:
    """Give the excerpts of a report; `masked`: with the names of private persons replaced, `private` among them."""
    masks = Masks(parse, mentions, private) if masked else None
    return [_excerpt(parse, stretches, masks) for stretches in _portions(_stretches(parse))]


def _stretches(parse: Parse) -> Iterator[tuple[int, int, int]]:
    """Give the start, end and block of what is sent: whole blocks, those too long for one request by sentences."""
    sentences = itertools.groupby(parse.sentences, key=lambda sentence: sentence.block)
    for block, inside in sentences:
        part = parse.document.blocks[block]
        if part.furniture is not None:
            continue
        if part.end - part.start <= MOST_CHARACTERS:
            yield part.start, part.end, block
            continue
        for sentence in inside:
            start, end = parse.starts[sentence.first], parse.ends[sentence.last - 1]
            for cut in range(start, end, MOST_CHARACTERS):
                yield cut, min(cut + MOST_CHARACTERS, end), block


def _portions(stretches: Iterable[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    portion: list[tuple[int, int, int]] = []
    size = 0
    for stretch in stretches:
        length = stretch[1] - stretch[0]
        if portion and size + length > MOST_CHARACTERS:
            yield portion
            portion, size = [], 0
        portion.append(stretch)
        size += length
    if portion:
        yield portion


def _excerpt(parse: Parse, stretches: Sequence[tuple[int, int, int]], masks: Masks | None) -> Excerpt:
    blocks, text = parse.document.blocks, parse.document.text
    pieces: list[Piece] = []
    words, at = [], 0
    for number, (start, end, block) in enumerate(stretches):
        if number:
            same = blocks[block].line == blocks[stretches[number - 1][2]].line
            words.append(" " if same else "\n")
            at += 1
        for first, last, placeholder in masks.cut(start, end) if masks else [(start, end, None)]:
            piece = Piece(at, placeholder or text[first:last], first, last, block, placeholder is not None)
            pieces.append(piece)
            words.append(piece.text)
            at += len(piece.text)
    return Excerpt("".join(words), tuple(pieces))


class Masks:
    """The names of a report's private persons and the placeholder of each, the same throughout the report.

    What the language tools take for a person's name, and no public role is known of, counts as private here.
    """

    def __init__(self, parse: Parse, mentions: Mentions, private: Iterable[str] = ()) -> None:
        self._text = parse.document.text
        persons = [mention.actor for mention in mentions.actors if mention.actor.kind == "person"]
        public = [
            name
            for actor in persons
            if not actor.private
            for name in (actor.name, actor.span and actor.span.text)
            if name
        ]
        known = set(itertools.chain.from_iterable(map(name_words, public)))
        labelled = (parse.span(*stretch).text for stretch in parse.stretches("PERSON"))
        named = [name for name in labelled if not name_words(name) & known]
        names = list(dict.fromkeys([*private, *mentions.private_names, *named]))
        self._found = list(name_finder(names, public)(self._text))
        self._placeholders = self._assign(names)

    def cut(self, start: int, end: int) -> Iterator[tuple[int, int, str | None]]:
        """Cut a stretch into what is sent as it is and, with their placeholders, the names in it."""
        done = start
        for first, last in self._found:
            if last <= start or first >= end:
                continue
            if first > done:
                yield done, first, None
            yield max(first, start), min(last, end), self._placeholders[first]
            done = min(last, end)
        if done < end:
            yield done, end, None

    def _assign(self, names: Sequence[str]) -> dict[int, str]:
        """Give each stretch of names, by its start, the placeholder of the person that it names."""
        free = (label for label in _labels() if label not in self._text)
        wholes = sorted(map(name_words, names), key=len, reverse=True)
        labels: dict[frozenset[str], str] = {}
        given: dict[int, str] = {}
        for start, end in self._found:
            words = name_words(self._text[start:end])
            fits = [whole for whole in wholes if words <= whole] or [whole for whole in wholes if words & whole]
            person = fits[0] if fits else words
            if person not in labels:
                labels[person] = next(free)
            given[start] = labels[person]
        return given


def _labels() -> Iterator[str]:
    """Give "Person A" to "Person Z", then "Person AA" and on."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for length in itertools.count(1):
        yield from (f"Person {''.join(each)}" for each in itertools.product(letters, repeat=length))
