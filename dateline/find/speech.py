"""Parse → Speech…: who says, writes, believes or shows something, by which word, and which words that covers."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.find.reporting import (
    LEADING_QUOTE,
    MODALS,
    REPORTING_NOUNS,
    SAYING,
    TAKING_CLAUSE,
    TAKING_OBJECT,
    firmness_of,
)
from dateline.records import Certainty, Parse

_VERBS = SAYING | TAKING_CLAUSE | LEADING_QUOTE
_INSIDE_NAME = frozenset({"det", "compound", "amod", "nmod", "poss", "nummod", "case", "quantmod", "predet", "pobj"})
_NAME_PREPOSITIONS = frozenset({"of", "for", "from", "in", "at", "with", "to", "who"})
_PERSON_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
_INVERTED = frozenset({"say", "add", "write", "reply", "explain", "note", "tell", "warn", "continue", "ask"})


@dataclass(frozen=True, slots=True)
class Speech:
    """A reporting word with its speaker and content, in token numbers; ranges are half-open."""

    cue: tuple[int, int]
    speaker: int | None  # head token
    name: tuple[int, int] | None  # the speaker's noun phrase
    content: tuple[int, int] | None
    firmness: Certainty = "claimed"
    reports: bool = True  # False: leads a quotation only


def find_speech(parse: Parse, quoted: Sequence[tuple[int, int]] = ()) -> tuple[Speech, ...]:
    """Find what is reported in a report; `quoted` gives the offsets of its quotations, in the order of the text."""
    found: list[Speech] = []
    for token, lemma in enumerate(parse.lemmas):
        if lemma in _VERBS and parse.pos[token] in ("VERB", "AUX"):
            speech = _by_verb(parse, token, quoted)
        elif lemma in ("accord", "according") and token + 1 < len(parse.words) and parse.lemmas[token + 1] == "to":
            speech = _by_according(parse, token)
        elif lemma in ("cite", "quote") and parse.tags[token] in ("VBG", "VBN"):
            speech = _by_citing(parse, token)
        elif lemma in REPORTING_NOUNS and parse.pos[token] == "NOUN":
            speech = _by_noun(parse, token)
        else:
            continue
        if speech is not None:
            found.append(speech)
    return tuple(found)


def _by_verb(parse: Parse, verb: int, quoted: Sequence[tuple[int, int]]) -> Speech | None:
    """Read "X said that ...", "..., X said", "X told Y: ...", "... was reported by X"."""
    lemma = parse.lemmas[verb]
    if any(parse.deps[c] == "neg" for c in parse.children[verb]):
        return None
    speaker = _speaker(parse, verb)
    content = _content(parse, verb)
    reports = lemma in SAYING or (lemma in TAKING_CLAUSE and content is not None)
    if content is None and lemma in TAKING_OBJECT:
        content = _object(parse, verb, speaker)
    if content is None:
        if not _touches_quote(parse, verb, quoted) and not (lemma == "say" and speaker is not None):
            return None
        reports = lemma in SAYING or lemma in TAKING_CLAUSE
    firmness = _firmness(parse, lemma, content)
    return Speech((verb, verb + 1), speaker, _name(parse, speaker), content, firmness, reports)


def _firmness(parse: Parse, lemma: str, content: tuple[int, int] | None) -> Certainty:
    firmness = firmness_of(lemma)
    if firmness == "claimed" and content is not None:
        start, end = content
        head = next((t for t in range(start, end) if not start <= parse.heads[t] < end or parse.heads[t] == t), start)
        if any(parse.lemmas[c] in MODALS and parse.deps[c] == "aux" for c in parse.children[head]):
            return "possible"
    return firmness


def _touches_quote(parse: Parse, verb: int, quoted: Sequence[tuple[int, int]]) -> bool:
    """Say whether a verb stands outside of a quotation that shares or borders its sentence."""
    sentence = parse.sentences[parse.sentence_of[verb]]
    if parse.words[sentence.last - 1] == ":":
        return True
    start, end, at = parse.starts[sentence.first] - 4, parse.ends[sentence.last - 1] + 4, parse.starts[verb]
    first = bisect.bisect_left(quoted, (start, 0))
    for quote_start, quote_end in quoted[max(0, first - 1) : first + 8]:
        if quote_start <= at < quote_end:
            return False
        if quote_start < end and quote_end > start:
            return True
    return False


def _speaker(parse: Parse, verb: int) -> int | None:
    """Find who a verb says is speaking: its subject, agent or controller."""
    token = verb
    for _ in range(6):
        deps = {parse.deps[c]: c for c in reversed(parse.children[token])}
        if "nsubjpass" in deps and token == verb:
            return _agent(parse, deps)
        if "nsubj" in deps:
            return _antecedent(parse, deps["nsubj"], token)
        if token == verb and "agent" in deps:
            return _agent(parse, deps)
        inverted = _inverted(parse, verb) if token == verb else None
        if inverted is not None:
            return inverted
        dep, head = parse.deps[token], parse.heads[token]
        if "nsubjpass" in deps:
            return _antecedent(parse, deps["nsubjpass"], token)
        if dep in ("acl", "relcl") and parse.pos[head] in _PERSON_POS:
            return head if parse.tags[token] == "VBG" or dep == "relcl" else None
        if dep == "pcomp" or (
            dep in ("conj", "xcomp", "advcl", "ccomp", "dep") and parse.pos[head] in ("VERB", "AUX", "ADJ")
        ):
            token = parse.heads[head] if dep == "pcomp" else head
        else:
            return None
    return None


def _agent(parse: Parse, deps: dict[str, int]) -> int | None:
    if "agent" not in deps:
        return None
    return next((c for c in parse.children[deps["agent"]] if parse.deps[c] == "pobj"), None)


def _antecedent(parse: Parse, subject: int, verb: int) -> int | None:
    """Give the noun that "who", "which" or "that" stands for; "there" says nothing."""
    if parse.tags[subject] in ("WP", "WDT"):
        return parse.heads[verb] if parse.deps[verb] == "relcl" else subject
    return None if parse.lemmas[subject] == "there" else subject


def _inverted(parse: Parse, verb: int) -> int | None:
    """Find the speaker behind the verb where the parse takes it for an object: '"...," said Ms Aron.'"""
    if parse.lemmas[verb] not in _INVERTED or parse.tags[verb] not in ("VBD", "VBZ", "VBP"):
        return None
    sentence = parse.sentences[parse.sentence_of[verb]]
    if verb + 1 >= sentence.last or (verb > sentence.first and parse.tags[verb - 1] in ("PRP", "NNP", "NN", "NNS")):
        return None
    after = verb + 1
    for child in parse.children[verb]:
        if parse.deps[child] in ("dobj", "attr", "oprd", "npadvmod") and parse.subtree(child)[0] == after:
            nominal = parse.pos[child] in ("NOUN", "PROPN", "PRON") and parse.entities[child] != "DATE"
            return child if nominal else None
    return None


def _content(parse: Parse, verb: int) -> tuple[int, int] | None:
    """Find the clause that a verb reports, as a token range without the cue at its edges."""
    clauses = [c for c in parse.children[verb] if parse.deps[c] == "ccomp" and _is_finite(parse, c, verb)]
    if clauses:
        tokens = [t for c in clauses for t in parse.subtree(c)]
        return _trim(parse, min(tokens), max(tokens) + 1, verb)
    dep, head = parse.deps[verb], parse.heads[verb]
    inserted = dep == "parataxis" or (dep == "advcl" and any(parse.lemmas[c] == "as" for c in parse.children[verb]))
    if inserted and head != verb:
        return _without(parse, head, verb)
    return None


def _is_finite(parse: Parse, clause: int, verb: int) -> bool:
    if parse.lemmas[verb] in SAYING:
        return True
    if parse.tags[clause] in ("VBD", "VBZ", "VBP"):
        return True
    return any(
        parse.tags[c] in ("MD", "VBD", "VBZ", "VBP") or parse.lemmas[c] == "that" for c in parse.children[clause]
    )


def _object(parse: Parse, verb: int, speaker: int | None) -> tuple[int, int] | None:
    for child in parse.children[verb]:
        if parse.deps[child] in ("dobj", "nsubjpass") and child != speaker:
            tokens = parse.subtree(child)
            return tokens[0], tokens[-1] + 1
    return None


def _without(parse: Parse, head: int, inserted: int) -> tuple[int, int] | None:
    """Give the stretch of a clause without a phrase inserted at its beginning or end."""
    drop = set(parse.subtree(inserted))
    tokens = [t for t in parse.subtree(head) if t not in drop]
    return _trim(parse, tokens[0], tokens[-1] + 1, None) if tokens else None


def _trim(parse: Parse, start: int, end: int, verb: int | None) -> tuple[int, int] | None:
    """Strip punctuation and the cue from the edges of a token range."""
    while start < end and (parse.pos[start] == "PUNCT" or start == verb):
        start += 1
    while end > start and (parse.pos[end - 1] == "PUNCT" or end - 1 == verb):
        end -= 1
    return (start, end) if start < end else None


def _by_according(parse: Parse, token: int) -> Speech | None:
    """Read "according to X": the source of the clause it hangs on."""
    preposition = token + 1
    speaker = next((c for c in parse.children[preposition] if parse.deps[c] == "pobj"), None)
    if speaker is None:
        speaker = next((t for t in _ahead(parse, preposition + 1) if parse.pos[t] in ("NOUN", "PROPN", "PRON")), None)
    if speaker is None:
        return None
    clause = _main_clause(parse, token)
    name = _name(parse, speaker)
    start, end = _clause_range(parse, clause)
    if name is not None:
        start = name[1] if start >= token else start
        end = token if end <= name[1] + 1 else end
    return Speech((token, token + 2), speaker, name, _trim(parse, start, end, None))


def _ahead(parse: Parse, token: int) -> range:
    return range(token, min(token + 6, parse.sentences[parse.sentence_of[token - 1]].last))


def _main_clause(parse: Parse, token: int) -> int:
    """Climb to the clause that an adjunct hangs on: a root, or a clause joined to it with a subject of its own."""
    for above in parse.ancestors(token):
        dep = parse.deps[above]
        own = any(parse.deps[c] in ("nsubj", "nsubjpass", "expl") for c in parse.children[above])
        if own and (dep == "conj" or (dep == "ccomp" and parse.lemmas[parse.heads[above]] in SAYING)):
            return above
        token = above
    return token


def _clause_range(parse: Parse, clause: int) -> tuple[int, int]:
    """Give the token range of a clause without the clauses joined behind it that have their own subject."""
    tokens = parse.subtree(clause)
    end = tokens[-1] + 1
    for child in parse.children[clause]:
        joined = parse.deps[child] == "conj" and child > clause
        if joined and any(parse.deps[c] in ("nsubj", "nsubjpass") for c in parse.children[child]):
            end = min(end, parse.subtree(child)[0])
    return tokens[0], end


def _by_citing(parse: Parse, token: int) -> Speech | None:
    """Read "..., citing X": a source behind the speaker; "quoted by X as saying": a source before the speaker."""
    deps = {parse.deps[c]: c for c in parse.children[token]}
    speaker = deps.get("dobj") if parse.tags[token] == "VBG" else _agent(parse, deps)
    if speaker is None or parse.pos[speaker] not in ("NOUN", "PROPN", "PRON"):
        return None
    head = parse.heads[token]
    content: tuple[int, int] | None = None
    if parse.tags[token] == "VBG" and head != token:
        content = (parse.pos[head] == "VERB" and _content(parse, head)) or _without(
            parse, _main_clause(parse, token), token
        )
    else:
        saying = next((t for t in parse.subtree(token) if t > token and parse.lemmas[t] == "say"), None)
        content = _content(parse, saying) if saying is not None else None
    return Speech((token, token + 1), speaker, _name(parse, speaker), content) if content else None


def _by_noun(parse: Parse, noun: int) -> Speech | None:
    """Read "X's claim that ...", "a report by X that ..."."""
    clause = next(
        (c for c in parse.children[noun] if parse.deps[c] in ("acl", "ccomp", "relcl") and _has_that(parse, c)), None
    )
    speaker = next(_owners(parse, noun), None)
    if clause is None or speaker is None:
        return None
    tokens = parse.subtree(clause)
    firmness: Certainty = "alleged" if parse.lemmas[noun] in ("claim", "allegation", "contention") else "claimed"
    if parse.lemmas[noun] in ("suspicion", "belief", "fear"):
        firmness = "suspected"
    return Speech((noun, noun + 1), speaker, _name(parse, speaker), (tokens[0], tokens[-1] + 1), firmness)


def _has_that(parse: Parse, clause: int) -> bool:
    return any(parse.deps[c] == "mark" and parse.lemmas[c] == "that" for c in parse.children[clause])


def _owners(parse: Parse, noun: int) -> Iterator[int]:
    for child in parse.children[noun]:
        if parse.deps[child] == "poss":
            yield child
        elif parse.deps[child] == "prep" and parse.lemmas[child] in ("by", "from", "of"):
            yield from (c for c in parse.children[child] if parse.deps[c] == "pobj")


def _name(parse: Parse, head: int | None) -> tuple[int, int] | None:
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
    return start, end + 1


def _belongs(parse: Parse, child: int, token: int) -> bool:
    dep = parse.deps[child]
    if dep in ("cc", "conj"):
        return parse.pos[token] in _PERSON_POS and parse.pos[child] != "VERB"
    if dep == "prep":
        return parse.lemmas[child] in _NAME_PREPOSITIONS and child == max(token + 1, child)
    if dep == "punct":
        return parse.words[child] == "-"
    return dep in _INSIDE_NAME
