"""spaCy's tokens → rows, and the rows of a block's pieces woven into one parse of the block."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.parse.view import PLAIN, Cut, View

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ATTRIBUTES: list[int | str] = [*"LEMMA TAG POS DEP HEAD ENT_TYPE ENT_IOB SENT_START IDX LENGTH IS_SPACE".split()]
_WRAP = 2**64  # spaCy gives the distance to the head as an unsigned number
_ENTITY_BEGINS = 3
#: Tokens; sentences of news reports are rarely longer than a hundred.
LONGEST_SENTENCE = 250
#: Wrong lemmas of spaCy's English rules for verbs ("staged" as "stag") and for plurals ("bases" as "basis").
VERB_SLIPS = {
    "stag": "stage", "rap": "rape", "wag": "wage", "fin": "fine", "hop": "hope", "din": "dine", "snip": "snipe",
    "instal": "install", "cordone": "cordon", "lambast": "lambaste", "ax": "axe", "readie": "ready",
    "airdrope": "airdrop", "rearreste": "rearrest", "reoccupye": "reoccupy", "reoccupie": "reoccupy",
    "waterboarde": "waterboard", "graffitie": "graffiti", "disinforme": "disinform", "unbane": "unban",
    "machinegunne": "machinegun", "tasere": "taser",
}  # fmt: skip
PLURAL_SLIPS = {"bases": "base", "corpses": "corpse", "graves": "grave", "taxes": "tax", "doses": "dose", "axes": "axe"}
_BRACKETS = {"(": "-LRB-", "[": "-LRB-", ")": "-RRB-", "]": "-RRB-"}

#: Tags of verbs that may stand in a row of acts; the parser takes "beat" for a present.
PAST = frozenset({"VBD", "VBN", "VBP"})


@dataclass(slots=True, eq=False)
class Row:
    """One token while a block's parse is put together; offsets are the block's."""

    start: int
    end: int
    lemma: str
    tag: str
    pos: str
    dep: str
    entity: str = ""
    entity_start: bool = False
    opens: bool = False  # begins a sentence
    head: Row | None = None  # None: a root


def read_rows(doc: Doc) -> list[Row]:
    """Give a parsed text's tokens, those that are only space left out; offsets are the text's."""
    table: list[list[int]] = doc.to_array(_ATTRIBUTES).tolist()
    text, strings = doc.text, doc.vocab.strings
    name = {number: strings[number] for row in table for number in (row[0], *row[1:4], row[5])}
    rows: dict[int, Row] = {}
    for i, (lemma, tag, pos, dep, _, entity, iob, opens, start, length, is_space) in enumerate(table):
        if not is_space:
            word = text[start : start + length]
            rows[i] = Row(
                start=start,
                end=start + length,
                lemma=_right_lemma((name[lemma] or word).lower(), word.lower(), name[tag]),
                tag=name[tag],
                pos=name[pos],
                dep=name[dep],
                entity=name[entity] if entity else "",
                entity_start=iob == _ENTITY_BEGINS,
                opens=opens == 1,
            )
    for i, row in rows.items():
        head = (i + table[i][4]) % _WRAP
        row.head = rows.get(head) if head != i else None
    return _mend_infinitives(_mend_finite(list(rows.values())), text)


def _mend_finite(rows: list[Row]) -> list[Row]:
    """Read "attacks" in "if the army attacks Kidal", tagged as a plural, as the verb that its object makes of it."""
    for row in rows:
        head = row.head
        if row.dep == "dobj" and head is not None and head.tag == "NNS" and head.dep in ("advcl", "ccomp"):
            head.tag, head.pos = "VBZ", "VERB"
    return rows


def _mend_infinitives(rows: list[Row], text: str) -> list[Row]:
    """Hang "called on them to march" right where the parser took "to" for a preposition and the verb for its noun."""
    for row in rows:
        to = row.head
        if row.dep != "pobj" or to is None or to.lemma != "to" or to.head is None:
            continue
        month = row.tag == "NNP" and text[row.start : row.end] == "march" and to.head.pos in ("VERB", "ADJ", "AUX")
        if row.tag == "VB" or month:
            row.head, row.dep, row.tag, row.pos = to.head, "xcomp", "VB", "VERB"
            to.head, to.dep, to.pos, to.tag = row, "aux", "PART", "TO"
    return rows


def _right_lemma(lemma: str, word: str, tag: str) -> str:
    if tag == "NNS":
        return PLURAL_SLIPS.get(word, lemma)
    return VERB_SLIPS.get(lemma, lemma) if tag.startswith("VB") and lemma != word else lemma


def mend_rows_of_verbs(rows: list[Row]) -> list[Row]:
    """Read the middle verb of "arrested, beaten and deported", taken for an adverbial, as one of the row.

    And that of "burned huts, looted shops and shot a priest", taken for what describes the shops.
    """
    below: dict[int, list[Row]] = {}
    for row in rows:
        if row.head is not None:
            below.setdefault(id(row.head), []).append(row)
    for before, row in itertools.pairwise(rows):
        head = row.head
        if head is None or before.lemma != ",":
            continue
        if row.dep == "amod" and row.tag == "VBN" and head.start > row.start:
            _read_middle_verb(row, head, below)
        if row.dep != "advcl" or {row.tag, head.tag} - PAST:
            continue
        children = below.get(id(row), ())
        own = any(child.dep in ("mark", "nsubj", "nsubjpass", "aux", "auxpass", "advmod") for child in children)
        if not own and head.start < row.start and any(child.dep == "conj" for child in children):
            row.dep = "conj"
    return rows


def _read_middle_verb(participle: Row, noun: Row, below: dict[int, list[Row]]) -> None:
    """Join a participle and its noun to the row of verbs that stand around them."""
    first = next((row for row in below.get(id(noun.head), ()) if row.dep == "dobj" and row is not noun), noun.head)
    verb = first.head if first is not None and first.dep == "dobj" else None
    if verb is None or noun.dep not in ("conj", "appos", "dobj") or noun.head not in (verb, first):
        return
    around = (*below.get(id(verb), ()), *below.get(id(noun), ()))
    last = next((row for row in around if row.dep == "conj" and row.pos == "VERB" and row.start > noun.end), None)
    alone = not any(row.start < participle.start for row in below.get(id(noun), ()))
    if last is not None and alone and verb.tag in PAST and verb.start < participle.start:
        participle.head, participle.dep, participle.tag, participle.pos = verb, "conj", "VBD", "VERB"
        noun.head, noun.dep = participle, "dobj"
        last.head = verb


def split_long(rows: list[Row]) -> list[Row]:
    """Begin a new sentence where one runs on beyond all measure, so that no input costs more than its length."""
    number, length = 0, 0
    sentence: dict[Row, int] = {}
    for row in rows:
        if row.opens or length >= LONGEST_SENTENCE:
            row.opens, number, length = True, number + 1, 0
        sentence[row] = number
        length += 1
    for row in rows:
        if row.head is not None and sentence[row.head] != sentence[row]:
            row.head, row.dep = None, "ROOT"
    return rows


def join_hyphened(rows: list[Row], text: str) -> list[Row]:
    """Join words that hyphens hold together ("sit-in", "anti-war"), which spaCy's tokens set apart."""
    joined: list[Row] = []
    became: dict[Row, Row] = {}
    i = 0
    while i < len(rows):
        group = [rows[i]]
        while i + 2 < len(rows) and _is_hyphened(rows[i], rows[i + 1], rows[i + 2], text):
            group.extend(rows[i + 1 : i + 3])
            i += 2
        joined.append(_one(group, text))
        became.update((row, joined[-1]) for row in group)
        i += 1
    for row in joined:
        head = became.get(row.head, row.head) if row.head else None
        row.head = None if head is row else head
    return joined


def _is_hyphened(left: Row, hyphen: Row, right: Row, text: str) -> bool:
    if left.end != hyphen.start or hyphen.end != right.start or text[hyphen.start : hyphen.end] != "-":
        return False
    words = text[left.start : left.end], text[right.start : right.end]
    return all(word.isalpha() and word[1:].islower() for word in words)


def _above(row: Row) -> Iterator[Row]:
    while row.head is not None:
        row = row.head
        yield row


def _one(group: list[Row], text: str) -> Row:
    """Make one row of a group: it hangs where the group's outermost word hangs."""
    if len(group) == 1:
        return group[0]
    outer = next(row for row in reversed(group) if not any(above in group for above in _above(row)))
    whole = text[group[0].start : group[-1].end].lower()
    lemma = whole.removesuffix("s") if outer.tag == "NNS" and whole.endswith("s") else whole
    if outer.tag.startswith("VB") and outer is group[-1]:
        lemma = text[group[0].start : outer.start].lower() + outer.lemma  # "tear-gassed"
    return Row(
        start=group[0].start,
        end=group[-1].end,
        lemma=lemma,
        tag=outer.tag,
        pos=outer.pos,
        dep=outer.dep,
        entity=outer.entity,
        entity_start=group[0].entity_start,
        opens=group[0].opens,
        head=outer.head,
    )


def weave(view: View, pieces: Sequence[list[Row]], tokenize: Callable[[str], Doc], block_text: str) -> list[Row]:
    """Join the rows of a view and of what was cut from it, in the order of the block.

    `pieces` are the rows of the view's text, of its quotations, and of its long asides, each with offsets of its own.
    """
    rest = iter(pieces)
    main = next(rest)
    stand_ins = {view.stand_ins[row.start]: row for row in main if row.start in view.stand_ins}
    for row in main:
        row.start, row.end = view.origins[row.start], view.origins[row.end - 1] + 1
    replaced = set(stand_ins.values())
    kept = [row for row in main if row not in replaced]
    first_words: dict[Row, Row] = {}
    for cut in view.stand_ins.values():
        inner = shift(next(rest), cut.start)
        kept.extend(_hang_quotation(stand_ins.get(cut), inner, cut, first_words))
    for cut in view.cuts:
        anchor = _named_before(main, cut.start) if cut.kind == "aside" else _last(main, cut.start)
        if cut.is_clause:
            inner = shift(next(rest), cut.start)
            for row in inner:
                row.opens = False
                if row.head is None:
                    row.head, row.dep = anchor, "parataxis" if anchor else row.dep
            kept.extend(inner)
        else:
            kept.extend(_hang_names(tokenize(block_text[cut.start : cut.end].translate(PLAIN)), cut, anchor))
    for row in kept:
        head = first_words.get(row.head, row.head) if row.head else None
        row.head = None if head is row else head
    return sorted(kept, key=lambda row: row.start)


def shift(rows: list[Row], offset: int) -> list[Row]:
    """Move rows along the text."""
    for row in rows:
        row.start += offset
        row.end += offset
    return rows


def _last(rows: list[Row], offset: int) -> Row | None:
    return max((row for row in rows if row.end <= offset), key=lambda row: row.end, default=None)


def _named_before(rows: list[Row], offset: int) -> Row | None:
    """Give the word before `offset`, or of a name like "Bank of Spain" the word that heads it."""
    row = _last(rows, offset)
    while (
        row
        and row.head
        and row.dep in ("pobj", "prep")
        and row.head.start < row.start
        and row.head.pos not in ("VERB", "AUX")
    ):
        row = row.head
    return row if row is None or row.pos != "ADP" else row.head


def _hang_quotation(stand_in: Row | None, inner: list[Row], cut: Cut, first_words: dict[Row, Row]) -> list[Row]:
    """Put a quotation's words in the place of the noun that stood for it; note the word that now heads it."""
    roots = [row for row in inner if row.head is None]
    if stand_in is None:
        return inner
    if not roots:
        stand_in.start, stand_in.end = cut.start, cut.end
        return [stand_in]
    first = roots[0]
    first.head, first.dep = stand_in.head, "quote" if stand_in.head else first.dep
    first_words[stand_in] = first
    for row in roots[1:]:
        row.head, row.dep = first, "parataxis"
    for row in inner:
        row.opens = False
    inner[0].opens = stand_in.opens
    return inner


def _hang_names(doc: Doc, cut: Cut, anchor: Row | None) -> list[Row]:
    """Attach the names of an aside or of a list to the word before it, as appositions or conjuncts."""
    dep = "conj" if cut.kind == "list" else "appos"
    rows: list[Row] = []
    words: list[Row] = []
    last = anchor
    depth = 0
    for token in doc:
        if token.is_space:
            continue
        row = _name_row(token.text, cut.start + token.idx, anchor)
        rows.append(row)
        if row.pos in ("PUNCT", "CCONJ"):
            last = _close_name(words, last, "appos" if depth and cut.kind == "list" else dep)
            row.head = last
            depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
        else:
            words.append(row)
    _close_name(words, last, dep)
    return rows


def _close_name(words: list[Row], last: Row | None, dep: str) -> Row | None:
    if not words:
        return last
    head = words[-1]
    head.head, head.dep = last, dep if last else "ROOT"
    for row in words[:-1]:
        row.head = head
    words.clear()
    return last if dep == "appos" else head


def _name_row(word: str, start: int, anchor: Row | None) -> Row:
    if not any(character.isalnum() for character in word):
        tag, pos, dep = _BRACKETS.get(word, ","), "PUNCT", "punct"
    elif word in ("and", "or"):
        tag, pos, dep = "CC", "CCONJ", "cc"
    elif word[0].isdigit():
        tag, pos, dep = "CD", "NUM", "nummod"
    else:
        tag, pos, dep = ("NNP", "PROPN", "compound") if word[0].isupper() else ("NN", "NOUN", "compound")
    entity = anchor.entity if anchor and pos == "PROPN" else ""
    return Row(start, start + len(word), word.lower(), tag, pos, dep, entity, entity_start=False)
