"""Parse → token ranges: the words of a clause or of a speaker's name; ranges are half-open."""

from __future__ import annotations

from dateline.find.reporting import SAYING
from dateline.records import Parse

PERSON_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
_INSIDE_NAME = frozenset({"det", "compound", "amod", "nmod", "poss", "nummod", "case", "quantmod", "predet", "pobj"})
_NAME_PREPOSITIONS = frozenset({"of", "for", "from", "in", "at", "with", "to", "by"})


def row_end(parse: Parse, end: int) -> int:
    """Go on over a row of counts that the parse has cut off: "30 had died | , 40 hurt and 12 held"."""
    last = parse.sentences[parse.sentence_of[end - 1]].last
    while end < last and parse.words[end] in (",", "and"):
        start = end + 1
        while start < last and parse.words[start] in (",", "and"):
            start += 1
        if start >= last or parse.tags[start] != "CD":
            return end
        end = next((t for t in range(start, last) if parse.words[t] in (",", "and", ".", ";", ":", "-")), last)
    return end


def predicate_end(parse: Parse, end: int) -> int:
    """Go on over a finite verb that the parse has torn from its subject: "confirming | 12 people | had died"."""
    if end < len(parse.words) and parse.tags[end] in ("MD", "VBD", "VBZ", "VBP") and parse.pos[end - 1] != "PUNCT":
        verb = parse.heads[end] if parse.deps[end].startswith("aux") else end
        if not any(parse.deps[c] in ("nsubj", "nsubjpass") for c in parse.children[verb]):
            return max(end, parse.subtree(verb)[-1] + 1)
    return end


def without(parse: Parse, head: int, inserted: int) -> tuple[int, int] | None:
    """Give the stretch of a clause without a phrase inserted at its beginning or end."""
    drop = set(parse.subtree(inserted))
    tokens = [t for t in parse.subtree(head) if t not in drop]
    return trim(parse, tokens[0], tokens[-1] + 1, None) if tokens else None


def trim(parse: Parse, start: int, end: int, verb: int | None) -> tuple[int, int] | None:
    """Strip punctuation and the cue from the edges of a token range."""
    while start < end and (parse.pos[start] == "PUNCT" or start == verb):
        start += 1
    while end > start and (parse.pos[end - 1] == "PUNCT" or end - 1 == verb):
        end -= 1
    return (start, end) if start < end else None


def main_clause(parse: Parse, token: int) -> int:
    """Climb to the clause that an adjunct hangs on: a root, or a clause joined to it with a subject of its own."""
    for above in parse.ancestors(token):
        dep = parse.deps[above]
        own = any(parse.deps[c] in ("nsubj", "nsubjpass", "expl") for c in parse.children[above])
        if own and (dep == "conj" or (dep == "ccomp" and parse.lemmas[parse.heads[above]] in SAYING)):
            return above
        token = above
    return token


def clause_range(parse: Parse, clause: int) -> tuple[int, int]:
    """Give the token range of a clause without the clauses joined behind it that have their own subject."""
    tokens = parse.subtree(clause)
    end = tokens[-1] + 1
    for child in parse.children[clause]:
        joined = parse.deps[child] == "conj" and child > clause
        if joined and any(parse.deps[c] in ("nsubj", "nsubjpass") for c in parse.children[child]):
            end = min(end, parse.subtree(child)[0])
    return tokens[0], end


def name_range(parse: Parse, head: int | None) -> tuple[int, int] | None:
    """Give the noun phrase of a speaker without what is set off by commas."""
    if head is None:
        return None
    inside, todo = {head}, [head]
    while todo:
        token = todo.pop()
        for child in parse.children[token]:
            if _belongs(parse, child, token):
                inside.add(child)
                todo.append(child)
    start = end = head
    while start - 1 in inside or (parse.words[start - 1] in (",", "-") and start - 2 in inside):
        start -= 1
    while end + 1 in inside or (end + 2 in inside and parse.words[end + 1] in (",", "-", "’s", "'s")):
        end += 1
    if parse.tags[end] == "POS" and end > start:
        end -= 1
    return start, end + 1


def _belongs(parse: Parse, child: int, token: int) -> bool:
    dep = parse.deps[child]
    if dep in ("cc", "conj"):
        return parse.pos[token] in PERSON_POS and parse.pos[child] != "VERB"
    if dep == "prep":
        return parse.lemmas[child] in _NAME_PREPOSITIONS and child == max(token + 1, child)
    if dep == "appos":
        return child > token and parse.subtree(child)[0] == token + 1
    if dep == "punct":
        return parse.words[child] == "-"
    return dep in _INSIDE_NAME
