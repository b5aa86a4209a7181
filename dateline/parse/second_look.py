"""Rows of a parse → rows of a better one, where a small parser took the verb of a clause for a noun or a participle.

The sentence is parsed again with another verb in its place, of which the parser is sure; what it finds then is kept
where that makes a clause of the sentence.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

from dateline.ontology.shared_words import SAYING_ASIDE
from dateline.parse.tokens import Row, read_rows, shift

if TYPE_CHECKING:
    from spacy.language import Language

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
#: Verbs that take no object: as a participle behind a noun they would say nothing.
INTRANSITIVE = frozenset("protest march rally gather demonstrate strike picket assemble riot clash flee".split())
#: Tokens of a source and its verb between two commas at most.
LONGEST_SOURCE = 14
#: How a noun hangs on the subject that it belongs to: "the governor of Kano", "police and soldiers".
WITHIN_SUBJECT = frozenset({"conj", "pobj", "prep", "appos"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: What opens an object: "gunmen on a motorcycle shot dead two men".
OPENING = frozenset({"DT", "CD", "NN", "NNS", "NNP", "PRP$", "JJ", "PDT"})
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
    for number, (row, after, whom) in enumerate(zip(sentence, sentence[1:], sentence[2:], strict=False)):
        shot = text[row.start : row.end] == "shot" and after.lemma == "dead" and whom.tag in OPENING
        if shot and number and not any(child.head is row and child.dep in SUBJECTS | {"auxpass"} for child in sentence):
            row.lemma = "shoot"
            return number
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


def read_inserted_sources(text: str, rows: list[Row], language: Language) -> list[Row]:
    """Parse a sentence again without the source in its midst, where the parser took one for the other's.

    "Soldiers, a rights group said, killed 12 farmers": the soldiers killed, and the group said so.
    """
    found: list[Row] = []
    for sentence in _sentences(rows):
        commas = _around_source(sentence)
        found.extend((_without_source(text, sentence, *commas, language) if commas else None) or sentence)
    return found


def _around_source(sentence: Sequence[Row]) -> tuple[int, int] | None:
    """Give the two commas around a misread source and its verb, behind the subject that opens a sentence."""
    first = next((i for i, row in enumerate(sentence) if row.lemma == ","), len(sentence))
    last = next((i for i, row in enumerate(sentence) if row.lemma == "," and i > first), len(sentence))
    if not 0 < first < last - 2 < first + LONGEST_SOURCE or last + 1 >= len(sentence):
        return None
    before, words = sentence[:first], sentence[first + 1 : last]
    verbs = [i for i, row in enumerate(words) if row.pos in ("VERB", "AUX")]
    said = words[verbs[-1]] if verbs else None
    if said is None or said.lemma not in SAYING_ASIDE or said.tag not in FINITE | {"VBN"} or verbs[0] == 0:
        return None
    if any(words[i].lemma != "have" for i in verbs[:-1]) or words[0].tag in ("WDT", "WP", "IN", "CC", "RB"):
        return None
    if before[-1].pos not in ("NOUN", "PROPN") or before[0].tag == "IN" or any(row.tag in FINITE for row in before):
        return None
    subject = _subject(before)
    told = any(row.dep in SUBJECTS and row.head is said for row in words)
    apart = subject is not None and subject.head is not None and subject.head.start > sentence[last].start
    return None if told and apart else (first, last)


def _subject(words: Sequence[Row]) -> Row | None:
    """Give the subject of a later verb that the last of some words stands in."""
    row = words[-1]
    while row.dep in WITHIN_SUBJECT and row.head is not None and row.head.start < row.start:
        row = row.head
    later = row.head is not None and row.head.start > words[-1].start and row.head.pos in ("VERB", "AUX")
    return row if row.dep in SUBJECTS and later else None


def _without_source(text: str, sentence: Sequence[Row], first: int, last: int, language: Language) -> list[Row] | None:
    left, right = sentence[first], sentence[last]
    start, end = sentence[0].start, sentence[-1].end
    main = read_rows(language(text[start : left.start] + text[right.end : end]))
    source = read_rows(language(text[sentence[first + 1].start : right.start]))
    if len(main) != len(sentence) - (last - first + 1) or len(source) != last - first - 1:
        return None
    for row in source:  # "the rebels alleged on Tuesday", taken for rebels of whom it was alleged
        if row.dep == "acl" and row.head is not None and row.head.head is None and row.lemma in SAYING_ASIDE:
            row.head.head, row.head.dep, row.head = row, "nsubj", None
    subject, said = _subject(main[:first]), next((row for row in source if row.head is None), None)
    if subject is None or said is None or said.lemma not in SAYING_ASIDE:
        return None
    if sum(row.head is None for row in (*main, *source)) > 2 or not any(row.dep in SUBJECTS for row in source):
        return None
    said.head, said.dep = subject.head, "parataxis"
    for comma in (left, right):
        comma.head, comma.dep = said, "punct"
    shift(source, sentence[first + 1].start)
    shift(main[:first], start)
    shift(main[first:], start + right.end - left.start)
    rows = [*main[:first], left, *source, right, *main[first:]]
    for row in rows:
        row.opens = row is rows[0] and sentence[0].opens
    return rows
