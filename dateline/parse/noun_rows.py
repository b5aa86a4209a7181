"""Rows of a parse → rows where nouns hang where small parsers lose them.

"Killed a judge, his driver and two guards" tells of four people, "nurse Ana Vell" of one, and "Police accused of theft
were suspended" of police who accuse nobody.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from dateline.parse.tokens import Row

#: Entities that open a clause or say where, before a comma: "On Monday, two guards and a cook fled".
SETTINGS = frozenset("DATE TIME GPE LOC FAC CARDINAL MONEY PERCENT QUANTITY".split())
#: Words between a number or "his" and its noun at most.
PHRASE_REACH = 4
TELLING = frozenset({"say", "tell", "add", "report"})
SPEAKER_REACH = 12  # tokens that the name of a source before its verb may have
MAIN = frozenset({"ccomp", "advcl"})
DAYS = frozenset({"day", "night", "morning", "evening", "afternoon", "week", "month"})
MEANS = frozenset({"air", "drone", "missile", "rocket", "artillery", "mortar"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NOUNS = frozenset({"NOUN", "PROPN"})
OWN = frozenset({"his", "her"})


def mend_rows_of_nouns(rows: list[Row]) -> list[Row]:
    """Hang the next of a row of nouns on the one before it, and a title on its name."""
    below: dict[int, list[Row]] = {}
    for row in rows:
        if row.head is not None:
            below.setdefault(id(row.head), []).append(row)
    for i in range(1, len(rows) - 2):
        before, comma = rows[i - 1], rows[i]
        if comma.lemma == "," and before.tag in ("NN", "NNP") and before.entity not in SETTINGS:
            item = _head_of_phrase(rows[i + 1 : i + 1 + PHRASE_REACH])
            if item is not None and _is_row(rows[i + 1], item, below):
                _join(before, item, comma)
    for title, name in itertools.pairwise(rows):
        _join_title(title, name)
        _find_guilty(title, name, below)
        _free_day(title, name)
        _free_force(title, name)
    for row in rows:
        if row.dep == "npadvmod" and row.entity == "PERSON" and row.head is not None and row.head.pos == "VERB":
            beside = {child.dep for child in below[id(row.head)]}
            row.dep = row.dep if beside & {"dobj", "nsubjpass"} or row.start < row.head.start else "dobj"
        if row.tag in ("VBN", "JJ") and row.head is None:
            _describe_by(row, below.get(id(row), ()), below)
    for i, row in enumerate(rows):
        if row.tag in ("WDT", "WP") and 1 < i < len(rows) - 2:
            _end_aside(row, rows[i + 1], rows[i + 2], below)
        if row.lemma in TELLING and row.tag == "VBD":
            _give_speaker(rows[max(i - SPEAKER_REACH, 0) : i], row, below.get(id(row), ()))
    return rows


def _end_aside(which: Row, who: Row, said: Row, below: dict[int, list[Row]]) -> None:
    """Read "The blast, which police blamed on rebels, killed two", where the parser has the police kill two."""
    killed, blast = who.head, which.head.head if which.head is not None else None
    nested = said.head is who and said.tag in ("VBN", "VBD") and said.dep == "acl" and who.dep in SUBJECTS
    if not nested or killed is None or which.head is not killed or killed.dep != "relcl" or killed.tag != "VBD":
        return
    if blast is None or blast.head is not None or blast.start > which.start:
        return
    killed.head, killed.dep, blast.head, blast.dep = None, blast.dep, killed, "nsubj"
    said.head, said.dep, said.tag = blast, "relcl", "VBD"
    who.head, which.head = said, said
    for row in below.get(id(blast), ()):
        if row.lemma == "." and row.dep == "punct":
            row.head = killed


def _give_speaker(words: Sequence[Row], verb: Row, children: Sequence[Row]) -> None:
    """Hang "police" on "said" in "... killing nine people, police and witnesses said", where it is on "people"."""
    if any(row.dep in SUBJECTS for row in children) or not any(row.dep == "ccomp" for row in children):
        return
    opening = next((i for i in reversed(range(len(words))) if words[i].lemma == ","), None)
    if opening is None or words[opening].head is verb:
        return
    phrase = words[opening + 1 :]
    firsts = [row for row in phrase if row.head not in phrase and row.pos in NOUNS and row.dep in ("conj", "appos")]
    if (
        len(firsts) == 1
        and firsts[0].head is not None
        and all(row is firsts[0] or row.head in phrase for row in phrase)
    ):
        firsts[0].head, firsts[0].dep = verb, "nsubj"


def _describe_by(participle: Row, children: Sequence[Row], below: dict[int, list[Row]]) -> None:
    """Hang "accused" on "police" in "Police accused of theft were suspended", where the parser has it for the verb.

    So too an adjective: "Miners loyal to the party blocked a road".
    """
    nouns = [row for row in children if row.dep == "nsubj" and row.end < participle.start]
    verbs = [row for row in children if row.dep in MAIN and row.start > participle.end and row.pos == "VERB"]
    own = any(row.dep in ("aux", "auxpass", "dobj", "mark", "cop") for row in children)
    if len(nouns) != 1 or len(verbs) != 1 or own:
        return
    (noun,), (verb,) = nouns, verbs
    labels = {row.dep for row in below.get(id(verb), ())}
    if labels & {*SUBJECTS, "mark"} or not (verb.tag == "VBD" or "auxpass" in labels):
        return
    passive = "auxpass" in labels
    noun.head, noun.dep = verb, "nsubjpass" if passive else "nsubj"
    verb.head, verb.dep = None, participle.dep
    participle.head, participle.dep = noun, "acl" if participle.tag == "VBN" else "amod"
    for row in children:
        if row.start > verb.start:
            row.head = verb


def _head_of_phrase(words: Sequence[Row]) -> Row | None:
    """Give the noun of a phrase that opens with a number, "his" or "her"."""
    first = words[0]
    item = first.head if first.tag == "CD" or (first.tag == "PRP$" and first.lemma in OWN) else None
    if item is None or item.pos != "NOUN" or item not in words[1:]:
        return None
    return item if all(row.head is item for row in words[: words.index(item)]) else None


def _is_row(first: Row, item: Row, below: dict[int, list[Row]]) -> bool:
    """Tell whether a noun goes on to others that have a number or article of their own, as no description does."""
    others = [row for row in below.get(id(item), ()) if row.dep == "conj" and row.pos in NOUNS]
    told = [{row.tag for row in below.get(id(other), ())} for other in others]
    wanted = {"CD", "PRP$", "DT"} if first.tag == "PRP$" else {"CD", "DT"}
    return any(tags & wanted for tags in told)


def _join(before: Row, item: Row, comma: Row) -> None:
    head = item.head
    if item.dep == "appos" and head is not None and head.pos in NOUNS:
        item.dep = "conj"
    elif item.dep in SUBJECTS and before.head is head and before.dep in (*SUBJECTS, "npadvmod"):
        before.dep, item.dep, item.head = item.dep, "conj", before
    elif head is comma:
        item.dep, item.head = "conj", before


def _join_title(title: Row, word: Row) -> None:
    """Hang "nurse" on "Ana Vell" where the parser has both for objects of one verb."""
    if title.tag != "NN" or word.tag != "NNP" or title.head is None:
        return
    name = next((row for row in (word, *_above(word)) if row.dep != "compound"), word)
    if name.tag == "NNP" and name.head is title.head and name.dep == title.dep:
        title.dep, title.head = "compound", name


def _free_day(day: Row, noun: Row) -> None:
    """Take "that day" off the noun behind it: "Later that day bandits seized a bus"."""
    verb = noun.head
    if day.lemma not in DAYS or day.dep != "compound" or day.head is not noun or noun.tag != "NNS" or verb is None:
        return
    day.dep, day.head = "npadvmod", verb


def _free_force(force: Row, means: Row) -> None:
    """Hang "army" on "strike" in "an army air strike", where the parser has it on "air"."""
    if force.dep == "compound" and force.head is means and means.lemma in MEANS and means.dep == "compound":
        force.head = means.head


def _find_guilty(noun: Row, guilty: Row, below: dict[int, list[Row]]) -> None:
    """Read "found the general guilty", where the parser has "the general" for what describes "guilty"."""
    verb = guilty.head
    if guilty.lemma != "guilty" or noun.head is not guilty or verb is None or verb.lemma != "find":
        return
    if noun.dep in SUBJECTS or noun.pos not in ("NOUN", "PROPN", "ADJ") or verb.start > noun.start:
        return
    for row in below.get(id(guilty), ()):
        if row.start < noun.start:
            row.head = noun
    noun.tag, noun.pos = ("NN", "NOUN") if noun.pos == "ADJ" else (noun.tag, noun.pos)
    noun.dep, guilty.dep, guilty.pos = "nsubj", "ccomp", "ADJ"


def _above(row: Row) -> Iterator[Row]:
    while row.head is not None:
        row = row.head
        yield row
