"""Parse → Figure…: count the people killed, injured, arrested, sentenced, abducted or taking part.

A number is read by `counts.find_counts`; what it counts is decided by the word that governs it in the
dependency parse, then by the noun it stands before, then by the nearest kind word of its clause.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import replace

from dateline.find.counts import Count, find_counts, parse_count
from dateline.find.kinds import (
    ADJECTIVES,
    CROWDS,
    DONE,
    EVENT_NOUNS,
    GATE,
    NOUNS,
    OF_CHILDREN,
    PERSON_SUFFIXES,
    PERSONS,
    PHRASES,
    SECURITY,
    SUFFERED,
    TAKING_LIVES,
    THINGS,
    WEAK,
)
from dateline.find.totals import Counted, Hit, carry_bounds, read_totals
from dateline.ontology.shared_words import COUNTING, ESTIMATING
from dateline.records import Figure, FigureKind, Parse

__all__ = ["find_figures", "parse_count"]

_DROPPED_LABELS = frozenset({"MONEY", "PERCENT", "TIME", "ORDINAL", "QUANTITY"})
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_PARTITIVE = frozenset({"including", "include", "among", "amongst"})
_OF_THEM = frozenset({("of", "them"), ("of", "whom"), ("of", "these"), ("of", "those")})
_NEAR = 5  # tokens between a bare number and the kind word it may lean on where the parse says nothing


def find_figures(parse: Parse) -> tuple[Figure, ...]:
    """Find the counts of people that a report gives, each with its kind and bounds.

    Sub-counts ("including three children") and counts of anything else are left out.
    """
    figures: list[Figure] = []
    told: tuple[FigureKind, ...] = ()  # what the sentence before counts
    for sentence in parse.sentences:
        lemmas = parse.lemmas[sentence.first : sentence.last]
        before = () if (ESTIMATING | COUNTING).isdisjoint(lemmas) else told
        told = ()
        if GATE.isdisjoint(lemmas) and not before:
            continue
        hits = list(_hits(parse, sentence.first, sentence.last, before))
        told = hits[-1].kinds if hits else before
        if hits:
            text = parse.document.text[parse.starts[sentence.first] : parse.ends[sentence.last - 1]]
            hits, running = read_totals(hits, text, parse.starts[sentence.first])
            for hit in carry_bounds(parse, hits):
                figures.extend(_figures(parse, hit, running=hit.counted.head in running))
    return tuple(figures)


def _figures(parse: Parse, hit: Hit, *, running: bool) -> Iterator[Figure]:
    count, first = hit.counted.count, hit.counted.first
    span = parse.span(first, hit.counted.last)
    if count.start < span.start or count.end > span.end:
        start, end = min(count.start, span.start), max(count.end, span.end)
        span = replace(span, start=start, end=end, text=parse.document.text[start:end])
    for kind in hit.kinds:
        yield Figure(span=span, kind=kind, min=count.min, max=count.max, scope="running-total" if running else "event")


def _hits(parse: Parse, first: int, last: int, previous: tuple[FigureKind, ...]) -> Iterator[Hit]:
    """Yield the numbers of one sentence that count people; `previous` is what was counted before it."""
    for count in find_counts(parse.document.text, parse.starts[first], parse.ends[last - 1]):
        counted = _counted(parse, count, first, last)
        if counted is None or not _counts_people(parse, counted) or _is_part(parse, counted):
            continue
        kinds = _kinds(parse, counted) or _toll_kind(parse, counted, first, previous)
        if kinds and not (kinds == previous and _is_some_of_them(parse, counted)):
            previous = kinds
            yield Hit(counted, kinds)


def _counted(parse: Parse, count: Count, first: int, last: int) -> Counted | None:
    """Find the tokens of a number and the noun it counts."""
    begin = max(first, bisect.bisect_right(parse.starts, count.number) - 1)
    end = bisect.bisect_left(parse.starts, count.last)
    head = next((t for t in range(begin, end) if not begin <= parse.heads[t] < end), end - 1)
    start = max(first, bisect.bisect_right(parse.starts, count.start) - 1)
    noun = _noun(parse, head, end, last)
    if noun is None:
        return Counted(count, start, end, head, None)
    phrase = noun if parse.heads[head] == noun else head
    return Counted(count, start, noun + 1, phrase, noun)


def _noun(parse: Parse, head: int, end: int, last: int) -> int | None:
    """Find the noun that a number stands before, by the parse, else by the words that follow."""
    if parse.words[end : end + 2] == ("-", "strong"):
        return parse.heads[end + 1] if parse.heads[end + 1] > end + 1 else None
    above = parse.heads[head]
    if (
        parse.deps[head] in ("nummod", "amod", "det", "compound", "nmod", "quantmod")
        and end <= above < last
        and parse.tags[above] != "CD"
    ):
        while (
            parse.deps[above] == "compound" and parse.heads[above] > above and parse.pos[parse.heads[above]] == "NOUN"
        ):
            above = parse.heads[above]  # the parser reads "six cattle raiders" as raiders of six cattle
        return above if parse.pos[above] in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "VERB") else None
    if end < last and parse.lemmas[end] == "of":
        inner = next((c for c in parse.children[end] if parse.deps[c] == "pobj" and parse.pos[c] != "VERB"), None)
        return inner or next((t for t in range(end + 1, min(end + 4, last)) if parse.pos[t] == "NOUN"), None)
    for token in range(end, min(end + 4, last)):
        if parse.pos[token] == "NOUN" and not (token + 1 < last and parse.pos[token + 1] in ("NOUN", "PROPN")):
            return token if parse.tags[token] == "NNS" or parse.lemmas[token] in PERSONS else None
        if parse.pos[token] not in ("ADJ", "PROPN", "NOUN") or parse.lemmas[token] in ADJECTIVES:
            return None
    return None


def _counts_people(parse: Parse, counted: Counted) -> bool:
    """Say whether a number can count people."""
    number = bisect.bisect_right(parse.starts, counted.count.number) - 1
    label, noun = parse.entities[number], counted.noun
    if label in _DROPPED_LABELS:
        return False
    if _YEAR.fullmatch(parse.document.text, counted.count.number, counted.count.last):
        return noun is not None and label != "DATE" and parse.tags[noun] == "NNS" and parse.lemmas[noun] not in THINGS
    if noun is None:
        return (label != "DATE" or _is_no_day(parse, counted)) and not _is_label(parse, counted, number)
    if parse.tags[noun] == "NNP" and counted.count.min != 1 and parse.entities[noun] != "NORP":
        return False
    return parse.lemmas[noun] not in THINGS


def _is_no_day(parse: Parse, counted: Counted) -> bool:
    """Say whether a bare number labelled a date counts after all: "the union said 40 had died"."""
    first, head = counted.first, counted.head
    beside = (first - 1, counted.last) if first else (counted.last,)
    alone = all(parse.entities[token] != "DATE" for token in beside if token < len(parse.words))
    verb = parse.lemmas[parse.heads[head]]
    return alone and parse.deps[head] in ("nsubj", "nsubjpass", "dobj") and verb in SUFFERED.keys() | DONE | COUNTING


def _is_label(parse: Parse, counted: Counted, number: int) -> bool:
    """Say whether a bare number is an age ("Ms Aron, 25, was") or a part of a name ("Channel 59")."""
    sentence = parse.sentences[parse.sentence_of[number]]
    before, after = number - 1, counted.last
    if before < sentence.first or counted.count.start != counted.count.number:
        return False
    if parse.pos[before] == "PROPN" and parse.heads[counted.head] <= before:
        return True
    if parse.words[before] not in (",", "(") or (
        after < sentence.last and parse.words[after] not in (",", ")", ".", "-")
    ):
        return False
    named = parse.pos[before - 1] if before > sentence.first else ""
    return named == "PROPN" or (named == "NOUN" and parse.tags[before - 1] == "NN")


def _is_person(parse: Parse, noun: int) -> bool:
    lemma = parse.lemmas[noun]
    return lemma in PERSONS or parse.entities[noun] == "NORP" or lemma.endswith(PERSON_SUFFIXES)


def _is_part(parse: Parse, counted: Counted) -> bool:
    """Say whether a number is a part of another one ("including three children") or denied ("nor two ...")."""
    before = parse.lemmas[max(0, counted.first - 2) : counted.first]
    if [word for word in before if word != "the"][-1:] in (["among"], ["amongst"]):
        return False  # "among the eleven killed were ..."
    if not _PARTITIVE.isdisjoint(before) or before[-1:] in (("nor",), ("neither",)):
        return True
    token = counted.head
    while parse.deps[token] == "conj":
        token = parse.heads[token]
    above = parse.heads[token]
    of_children = parse.lemmas[above] == "of" and parse.lemmas[parse.heads[above]] in OF_CHILDREN
    return parse.lemmas[above] in _PARTITIVE or (of_children and counted.noun is None)


def _is_some_of_them(parse: Parse, counted: Counted) -> bool:
    """Say whether a number is of those counted just before, without a verb: "25 people, 10 of them women"."""
    end = bisect.bisect_left(parse.starts, counted.count.last)
    verb, role = _governor(parse, counted.head)
    own = verb is not None and role in ("nsubj", "nsubjpass") and verb > counted.head
    return tuple(word.lower() for word in parse.words[end : end + 2]) in _OF_THEM and not own


def _kinds(parse: Parse, counted: Counted) -> tuple[FigureKind, ...]:
    """Decide what a number counts: by the participle behind it, its governor, its noun, its clause."""
    beside = _following_kind(parse, counted) or _preceding_kind(parse, counted)
    token, role = _governor(parse, counted.head)
    kinds = _governed(parse, token, role) if token is not None else ()
    final = (role == "dobj" and bool(kinds)) or (role == "nsubjpass" and kinds == ("killed",))
    if beside and not (final and _only_describes(parse, counted)):
        return (beside,)
    if kinds == ("arrested",) and counted.noun is not None and NOUNS.get(parse.lemmas[counted.noun]) == "abducted":
        return ("abducted",)  # "12 hostages are held"
    if kinds and not (kinds == ("participants",) and not _may_take_part(parse, counted)):
        return kinds
    modifier = _modifier_kind(parse, counted)
    if modifier:
        return (modifier,)
    noun = counted.noun
    if noun is not None and parse.lemmas[noun] == "life":
        return ("killed",) if token is not None and parse.lemmas[token] in TAKING_LIVES else ()
    if noun is not None and parse.lemmas[noun] in NOUNS and parse.lemmas[noun] not in EVENT_NOUNS:
        return (NOUNS[parse.lemmas[noun]],)
    if token is None and (noun is None or _is_person(parse, noun)):
        near = _near_kind(parse, counted)
        return (near,) if near else ()
    return ()


def _may_take_part(parse: Parse, counted: Counted) -> bool:
    noun = counted.noun
    return noun is None or (_is_person(parse, noun) and parse.lemmas[noun] not in SECURITY)


def _following_kind(parse: Parse, counted: Counted) -> FigureKind | None:
    """Read "100 locals dead", "12 wounded", "40 others arrested"."""
    token = counted.last
    if token >= len(parse.words) or parse.sentence_of[token] != parse.sentence_of[counted.first]:
        return None
    lemma, word = parse.lemmas[token], parse.words[token].lower()
    if word == "fatally":
        return "killed"
    if word in ADJECTIVES and not _acts(parse, token):
        return ADJECTIVES[word]
    if lemma in SUFFERED and parse.tags[token] in ("VBN", "VBD", "JJ") and not _acts(parse, token):
        return next((k for c in parse.children[token] if (k := _result_kind(parse, c))), SUFFERED[lemma])
    return None


def _only_describes(parse: Parse, counted: Counted) -> bool:
    """Say whether the participle behind a number tells of before: "put to death three men convicted of murder"."""
    return parse.deps[counted.last] == "acl" and parse.tags[counted.last] == "VBN"


def _acts(parse: Parse, verb: int) -> bool:
    """Say whether a verb's subject did it to somebody: "shot the baker", "shot at soldiers", "shot and killed him"."""
    for child in parse.children[verb]:
        aimed = parse.lemmas[child] == "at" and any(_is_person(parse, c) for c in parse.children[child])
        if child > verb and (parse.deps[child] == "dobj" or aimed):
            return True
    joined = verb + 2  # the object that two verbs share hangs on the last
    shared = joined < len(parse.words) and parse.heads[joined] == verb and parse.tags[joined] == "VBD"
    return shared and parse.words[verb + 1] == "and" and _acts(parse, joined)


def _governor(parse: Parse, token: int) -> tuple[int | None, str]:
    """Climb from a counted phrase to the word that governs it; give it and the phrase's role."""
    for _ in range(8):
        dep, head = parse.deps[token], parse.heads[token]
        if dep in ("nsubj", "nsubjpass", "dobj", "dative", "oprd", "attr"):
            return head, dep
        if dep == "npadvmod" and parse.pos[head] == "VERB" and head + 1 == token:  # "beat three and detained nine"
            return head, "dobj"
        if dep == "pobj":
            above = parse.heads[head]
            if parse.lemmas[head] == "between" and parse.pos[above] == "VERB":  # "killed between 12 and 15 soldiers"
                return above, "dobj"
            if parse.deps[head] == "agent" or parse.lemmas[head] == "by":
                return above, "agent"
            if parse.lemmas[head] != "of" or parse.pos[above] not in ("NOUN", "PROPN", "NUM"):
                return above, "oblique"
            bodies = parse.words[above].lower() == "bodies"
            if bodies or (parse.lemmas[above] in NOUNS and parse.lemmas[above] not in PERSONS):
                return above, "of"
            token = above
        elif dep in ("conj", "appos", "nummod", "compound", "nmod") and parse.pos[head] not in ("VERB", "AUX"):
            token = head
        else:
            return None, ""
    return None, ""


def _governed(parse: Parse, token: int, role: str) -> tuple[FigureKind, ...]:
    """Give the kinds that a governing word lends to a phrase in this role."""
    if parse.pos[token] in ("NOUN", "PROPN"):
        kind = "killed" if parse.words[token].lower() == "bodies" else NOUNS.get(parse.lemmas[token])
        return (kind,) if kind and (role == "of" or (role == "agent" and kind == "participants")) else ()
    found = [(verb, _verb_kind(parse, verb, role)) for verb in _coordinated(parse, token, role)]
    strong = [kind for verb, kind in found if kind and parse.lemmas[verb] not in WEAK]
    weak = [kind for verb, kind in found if kind and parse.lemmas[verb] in WEAK]
    return tuple(dict.fromkeys(strong or weak))


def _coordinated(parse: Parse, token: int, role: str) -> list[int]:
    """Give a verb and, for a subject, the verbs joined to it that have no subject of their own."""
    verbs = [token]
    if role in ("nsubj", "nsubjpass", "dobj"):
        for child in parse.children[token]:
            if parse.deps[child] == "conj" and parse.pos[child] in ("VERB", "ADJ"):
                own = [parse.deps[c] for c in parse.children[child]]
                barred = ("nsubj", "nsubjpass") if role != "dobj" else ("dobj", "nsubj", "nsubjpass")
                if not any(dep in barred for dep in own):
                    verbs += _coordinated(parse, child, role)
    return verbs


def _verb_kind(parse: Parse, verb: int, role: str) -> FigureKind | None:
    """Give the kind that one verb, adjective or participle lends to its subject or object."""
    lemma = parse.lemmas[verb]
    if any(parse.deps[c] == "neg" for c in parse.children[verb]):
        return None
    phrase = _phrase_kind(parse, verb, role)
    if phrase:
        return phrase
    if role in ("dobj", "nsubjpass") or (role == "nsubj" and not _acts(parse, verb)):
        result = next((k for c in parse.children[verb] if (k := _result_kind(parse, c))), None)
        if result:
            return result
    if lemma in SUFFERED:
        state = ADJECTIVES.get(parse.words[verb + 1].lower()) if verb + 1 < len(parse.words) else None
        return (state or SUFFERED[lemma]) if _suffers(parse, verb, role) else None
    if lemma == "hold" and role == "nsubjpass":
        return "arrested"
    if lemma in DONE and (role in ("nsubj", "nsubjpass") or (role == "agent" and lemma == "attend")):
        return DONE[lemma]
    if role == "nsubj" and parse.words[verb].lower() in ADJECTIVES:
        return ADJECTIVES[parse.words[verb].lower()]
    return None


def _suffers(parse: Parse, verb: int, role: str) -> bool:
    """Say whether the phrase in this role is whom the verb's act befell."""
    if role in ("dobj", "nsubjpass"):
        return True
    return role == "nsubj" and parse.tags[verb] in ("VBN", "VBD") and not _acts(parse, verb)


def _phrase_kind(parse: Parse, verb: int, role: str) -> FigureKind | None:
    """Read "lost their lives", "were taken into custody", "were given long sentences"."""
    objects = PHRASES.get(parse.lemmas[verb])
    if objects is None or role not in ("nsubj", "nsubjpass", "dobj", "dative"):
        return None
    for child in parse.children[verb]:
        if (
            parse.deps[child] in ("dobj", "oprd", "advmod", "prt", "acomp", "xcomp", "attr")
            and parse.lemmas[child] in objects
        ):
            return objects[parse.lemmas[child]]
        if parse.deps[child] == "prep":
            for inner in parse.children[child]:
                if parse.deps[inner] == "pobj" and parse.lemmas[inner] in objects:
                    return objects[parse.lemmas[inner]]
    return None


def _result_kind(parse: Parse, child: int) -> FigureKind | None:
    """Read the state that a verb ends in: "shot dead", "left wounded", "beaten to death", "are feared killed"."""
    if parse.lemmas[child] == "to" and parse.lemmas[parse.heads[child]] not in ("sentence", "condemn", "put"):
        return "killed" if any(parse.lemmas[c] == "death" for c in parse.children[child]) else None
    if parse.deps[child] not in ("oprd", "acomp", "xcomp", "ccomp", "advmod", "amod"):
        return None
    word = parse.words[child].lower()
    if word == "fatally":
        return "killed"
    if word in ADJECTIVES:
        return ADJECTIVES[word]
    lemma = parse.lemmas[child]
    if parse.deps[child] in ("oprd", "xcomp") and parse.tags[child] in ("VBN", "VB"):
        return SUFFERED.get(lemma) if parse.tags[child] == "VBN" else DONE.get(lemma)
    return None


def _preceding_kind(parse: Parse, counted: Counted) -> FigureKind | None:
    """Read "shot dead two guards", where the parser takes the state for the guards' own."""
    state = counted.first - 1
    if state < 1 or parse.sentence_of[state - 1] != parse.sentence_of[counted.first]:
        return None
    ends_in_state = parse.lemmas[state - 1] in SUFFERED and parse.pos[state - 1] == "VERB"
    return ADJECTIVES.get(parse.words[state].lower()) if ends_in_state else None


def _modifier_kind(parse: Parse, counted: Counted) -> FigureKind | None:
    """Read a participle or relative clause on the noun: "12 people killed in the raid", "five who were arrested"."""
    nouns = {counted.head} if counted.noun is None else {counted.head, counted.noun}
    for noun in sorted(nouns):
        for child in parse.children[noun]:
            if parse.deps[child] in ("acl", "relcl"):
                passive = parse.tags[child] == "VBN" and not _acts(parse, child)
                kind = _verb_kind(parse, child, "nsubjpass" if passive else "nsubj")
                if kind and kind != "participants":
                    return kind
    return None


def _near_kind(parse: Parse, counted: Counted) -> FigureKind | None:
    """Find the nearest kind word in a number's clause, where the parse ties it to none."""
    sentence = parse.sentences[parse.sentence_of[counted.first]]
    best: tuple[int, FigureKind] | None = None
    for step, start, stop in ((1, counted.last, sentence.last), (-1, counted.first - 1, sentence.first - 1)):
        for distance, token in enumerate(range(start, stop, step)):
            if distance >= _NEAR or parse.tags[token] == "CD" or parse.words[token] in (";", ":", "—", "(", ")"):
                break
            word = parse.words[token].lower()
            kind = ADJECTIVES.get(word) or (SUFFERED.get(parse.lemmas[token]) if parse.pos[token] == "VERB" else None)
            if kind and (best is None or distance < best[0]):
                best = (distance, kind)
                break
    return best[1] if best else None


def _toll_kind(parse: Parse, counted: Counted, first: int, previous: tuple[FigureKind, ...]) -> tuple[FigureKind, ...]:
    """Read a bare number that a toll or total is said to reach: "the death toll rose to 45"."""
    if counted.noun is not None or parse.deps[counted.head] not in ("pobj", "dobj", "attr", "npadvmod"):
        return ()
    for token in range(counted.first - 1, first - 1, -1):
        lemma = parse.lemmas[token]
        if lemma == "toll":
            return ("killed",)
        if lemma in CROWDS:
            return ("participants",)
        if lemma in COUNTING and parse.heads[counted.head] == token and parse.deps[counted.head] == "dobj":
            return previous
        if lemma == "it" and parse.lemmas[parse.heads[token]] in ESTIMATING:
            return previous
        if lemma in ("number", "total", "count", "figure"):
            inside = [NOUNS.get(parse.lemmas[t]) or SUFFERED.get(parse.lemmas[t]) for t in range(token, counted.first)]
            return next(((kind,) for kind in inside if kind), previous)
    return ()
