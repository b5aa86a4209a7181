"""Rows of a parse → rows of a better one, where a small parser took the verb of a clause for a noun or a participle.

The sentence is parsed again with another verb in its place, of which the parser is sure; what it finds then is kept
where that makes a clause of the sentence.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

from dateline.parse.tokens import Row, read_rows, shift

if TYPE_CHECKING:
    from spacy.language import Language

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
#: Verbs that take no object: as a participle behind a noun they would say nothing.
INTRANSITIVE = frozenset("protest march rally gather demonstrate strike picket assemble riot clash flee".split())
#: The verbs that are put in their place: one with an object, one without.
SURE, SURE_ALONE = "took", "went"


def read_headlines(text: str, rows: list[Row], language: Language, verbs: Container[str]) -> list[Row]:
    """Parse again each sentence of a headline that seems to have no verb."""
    found: list[Row] = []
    for sentence in _sentences(rows):
        if any(row.tag in FINITE for row in sentence[:-1]):
            found.extend(sentence)
            continue
        start = sentence[0].start
        again = _read_headline(text[start : sentence[-1].end], shift(sentence, -start), language, verbs)
        again[0].opens = True
        found.extend(shift(again, start))
    return found


def _read_headline(text: str, rows: list[Row], language: Language, verbs: Container[str]) -> list[Row]:
    """Parse a headline again with a likely verb put in the past tense, where that makes a clause of it.

    Small parsers read "Youths torch banners" as one long noun, but know "Youths torched banners" for a clause.
    """
    for before, row in itertools.pairwise(rows):
        word = text[row.start : row.end]
        lemma = next((form for form in (word, word.removesuffix("s"), word.removesuffix("es")) if form in verbs), None)
        if lemma is None or before.pos not in ("NOUN", "PROPN"):
            continue
        past = lemma + ("d" if lemma.endswith("e") else "ed")
        changed = read_rows(language(text[: row.start] + past + text[row.end :]))
        verb = next((each for each in changed if each.start == row.start), None)
        if (
            verb is not None
            and verb.tag == "VBD"
            and any(each.head is verb and each.dep == "nsubj" for each in changed)
        ):
            return _back_to_present(changed, verb, lemma, row.end - row.start - len(past))
    return rows


def _back_to_present(rows: list[Row], verb: Row, lemma: str, shift: int) -> list[Row]:
    verb.lemma, verb.tag, verb.end = lemma, "VBP", verb.end + shift
    for row in rows:
        if row.start > verb.start:
            row.start, row.end = row.start + shift, row.end + shift
    return rows


def _sentences(rows: list[Row]) -> Iterator[list[Row]]:
    firsts = [i for i, row in enumerate(rows) if row.opens or i == 0]
    for first, last in itertools.pairwise([*firsts, len(rows)]):
        yield rows[first:last]


def read_lost_verbs(text: str, rows: list[Row], language: Language, verbs: Container[str]) -> list[Row]:
    """Parse a sentence again whose verb was read as a participle: "A court in Lima jailed reporter Ana Vell"."""
    found: list[Row] = []
    for sentence in _sentences(rows):
        sentence = _with_hyphened_verbs(text, sentence, verbs)
        number = _lost_verb(text, sentence, verbs)
        found.extend(sentence if number is None else _with_verb(text, sentence, number, language) or sentence)
    return found


def _with_hyphened_verbs(text: str, sentence: list[Row], verbs: Container[str]) -> list[Row]:
    """Join a verb that a hyphen ties to what it is done with: "tear-gassed", "baton-charged"."""
    joined: list[Row] = []
    for row in sentence:
        tied = len(joined) > 1 and row.tag in ("VBN", "VBD") and text[joined[-1].start : row.start] == "-"
        if tied and f"{text[joined[-2].start : joined[-2].end].lower()}-{row.lemma}" in verbs:
            means, hyphen = joined[-2:]
            del joined[-2:]
            row.lemma = text[means.start : row.start].lower() + row.lemma
            row.start, row.opens = means.start, means.opens
            for other in sentence:
                other.head = row if other.head in (means, hyphen) else other.head
            if row.head in (means, hyphen):
                row.head, row.dep = None, "ROOT"
        joined.append(row)
    return joined


def _lost_verb(text: str, sentence: Sequence[Row], verbs: Container[str]) -> int | None:
    """Give the number of a participle that stands where a verb would: between two nouns, or behind the only one."""
    finite = any(row.tag in FINITE for row in sentence)
    for number, (before, row) in enumerate(itertools.pairwise(sentence), start=1):
        if row.tag not in ("VBN", "VBD") or row.lemma not in verbs or before.pos not in ("NOUN", "PROPN"):
            continue
        apart = text[before.end : row.start].isspace() and row.head is not None
        if apart and row.dep == "amod" and row.head is not None and row.head.start > row.start:
            return number
        main = row.head is not None and row.head.head is None
        if apart and main and row.dep == "acl" and not finite and row.lemma in INTRANSITIVE:
            return number
        if apart and main and row.dep == "acl" and not finite and before.lemma in ("thousand", "hundred", "dozen"):
            return number
    return None


def _with_verb(text: str, sentence: Sequence[Row], number: int, language: Language) -> list[Row] | None:
    lost = sentence[number]
    verb = SURE_ALONE if lost.dep == "acl" else SURE
    words = text[sentence[0].start : lost.start] + verb + text[lost.end : sentence[-1].end]
    changed = read_rows(language(words))
    if len(changed) != len(sentence) or changed[number].tag != "VBD":
        return None
    if not any(row.head is changed[number] and row.dep == "nsubj" for row in changed):
        return None
    for row, old in zip(changed, sentence, strict=True):
        row.start, row.end, row.opens = old.start, old.end, old.opens
        row.entity, row.entity_start = old.entity, old.entity_start
    changed[number].lemma = lost.lemma
    return changed
