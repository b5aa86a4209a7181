"""Parse, Quote… → Citation…: who is cited for which words, and how firmly they stand behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.find.reporting import BEARERS, CASES, HEDGES, firmness_of
from dateline.find.speech import Speech, find_speech
from dateline.records import Certainty, Citation, Hedge, Parse, Quote, Span

_IMPERSONAL = frozenset(
    {"believe", "think", "say", "report", "allege", "suspect", "fear", "rumor", "rumour", "presume", "claim"}
)
_NOT_CITED = frozenset(
    {"i", "we", "you", "one", "nobody", "none", "everyone", "anyone", "anybody", "someone", "whoever"}
)


def find_citations(parse: Parse, quotes: Sequence[Quote]) -> tuple[Citation, ...]:
    """Find the speakers that a report cites for what it tells, and those whose stance it tells of.

    They are sorted so that of two that cover the same words the one nearer to the reporter comes first:
    in "the ministry said, citing the police" the ministry, then the police.
    """
    said = _quotes_by_cue(quotes)
    found: list[Citation] = []
    for speech in find_speech(parse, [(q.span.start, q.span.end) for q in quotes]):
        if _is_cited(parse, speech):
            found.extend(_citations(parse, speech, said.get(parse.starts[speech.cue[0]], ())))
    found.extend(_carried_on(parse, found))
    return tuple(sorted(found, key=_rank))


def _carried_on(parse: Parse, found: Sequence[Citation]) -> Iterator[Citation]:
    """Let who is cited for a statement also tell the case given after it: "In one case, soldiers ..."."""
    cited = {parse.sentence_of[citation.head]: citation for citation in found if citation.kind == "report"}
    for number, sentence in enumerate(parse.sentences):
        first = parse.lemmas[sentence.first : sentence.first + 4]
        if first[0] != "in" or CASES.isdisjoint(first) or not {"one", "another"}.intersection(first):
            continue
        before = cited.get(number - 1)
        if before is not None and number not in cited and parse.sentences[number - 1].block == sentence.block:
            cited[number] = replace(before, scope=parse.span(sentence.first, sentence.last))
            yield cited[number]


def find_hedges(parse: Parse) -> tuple[Hedge, ...]:
    """Find the words that weaken a clause without naming a source."""
    found: list[Hedge] = []
    for token, lemma in enumerate(parse.lemmas):
        if lemma in HEDGES and parse.deps[token] == "advmod":
            found.append(
                Hedge(
                    cue=parse.span(token, token + 1), scope=_extent(parse, parse.heads[token]), firmness=HEDGES[lemma]
                )
            )
        elif lemma in _IMPERSONAL and parse.tags[token] == "VBN" and not _has(parse, token, "agent"):
            clause = next((c for c in parse.children[token] if parse.deps[c] in ("xcomp", "ccomp")), None)
            if clause is not None and _has(parse, token, "nsubjpass"):
                firmness: Certainty = firmness_of(lemma)
                found.append(Hedge(cue=parse.span(token, token + 1), scope=_extent(parse, token), firmness=firmness))
        elif _leaves_open(parse, token):
            clause = parse.heads[token] if parse.deps[token] == "aux" else token
            found.append(Hedge(cue=parse.span(token, token + 1), scope=_extent(parse, clause), firmness="possible"))
    return tuple(found)


def _leaves_open(parse: Parse, token: int) -> bool:
    """Tell whether a word says that something may have happened: "seems to have fled", "may have fled"."""
    lemma = parse.lemmas[token]
    if lemma in ("may", "might") and parse.deps[token] == "aux":
        return any(parse.lemmas[c] == "have" and parse.deps[c] == "aux" for c in parse.children[parse.heads[token]])
    return lemma in ("seem", "appear") and parse.pos[token] == "VERB" and _has(parse, token, "xcomp")


def _has(parse: Parse, token: int, dep: str) -> bool:
    return any(parse.deps[c] == dep for c in parse.children[token])


def _extent(parse: Parse, token: int) -> tuple[int, int]:
    tokens = parse.subtree(token)
    return parse.starts[tokens[0]], parse.ends[tokens[-1]]


def _quotes_by_cue(quotes: Sequence[Quote]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for quote in quotes:
        if quote.cue is not None and quote.speaker is not None:
            found.setdefault(quote.cue.start, []).append(quote.span)
    return found


def _is_cited(parse: Parse, speech: Speech) -> bool:
    """Say whether a speech act names a source; a poster, the reader and the writer are none."""
    if not (speech.reports or speech.stance) or speech.speaker is None:
        return False
    lemma = parse.lemmas[speech.speaker]
    return lemma not in BEARERS and lemma not in _NOT_CITED


def _citations(parse: Parse, speech: Speech, said: Sequence[Span]) -> Iterator[Citation]:
    """Make one citation of a speech act's clause and one of each quotation beyond it."""
    scopes = list(said)
    if speech.content is not None:
        content = parse.span(*speech.content)
        scopes = [content, *(span for span in said if span.end <= content.start or span.start >= content.end)]
    elif not scopes:
        tokens = parse.subtree(speech.cue[0])
        scopes = [parse.span(tokens[0], tokens[-1] + 1)]
    if speech.speaker is None or speech.name is None:
        return
    for scope in scopes:
        yield Citation(
            speaker=parse.span(*speech.name),
            head=speech.speaker,
            cue=parse.span(*speech.cue),
            scope=scope,
            kind="stance" if speech.stance else "report",
            firmness=speech.firmness,
        )


def _rank(citation: Citation) -> tuple[int, bool, int, int]:
    """Sort by scope, the wider one first; of two that begin together the source that is only cited comes last."""
    scope = citation.scope
    return scope.start, citation.cue.text.lower() in ("citing", "quoting"), -scope.end, citation.cue.start
