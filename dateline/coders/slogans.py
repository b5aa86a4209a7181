"""Claims with their slogans → claims that say whom the slogans are against.

A protest is against whom its chants name as an adversary ("Down with X"). A display is only where the reporter's own
words call it so: "graffiti with anti-government slogans" (codebook section 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.coders.claims import Claim
from dateline.coders.scene import Scene
from dateline.records import Actor, Quote, Span

NAME = r"(?:the\s+)?(?P<name>[A-Z][\w’'.-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w’'.-]*){0,4})"
AGAINST = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\b(?:down with|death to|no to|shame on|to hell with|away with|out with|enough of)) {NAME}",
        rf"\b{NAME}\s+(?:is|are|was|were)\s+(?:a |an |the |our )?"
        r"(?:murderers?|killers?|assassins?|dictators?|tyrants?|thie(?:f|ves)|liars?|traitors?|criminals?|enem(?:y|ies)"
        r"|butchers?|terrorists?|oppressors?)\b",
        rf"\b{NAME}\s+(?:must|should|will|shall|has to|have to)\s+"
        r"(?:go|leave|fall|resign|quit|step down|be (?:disbanded|dissolved|abolished|overthrown|ousted|removed|tried"
        r"|prosecuted|toppled|punished|banned))\b",
        rf"\b{NAME},?\s+(?i:out|go away|leave|resign|step down)[!.]?$",
    )
)
REPORTED = re.compile(r"\b(?:anti|counter)-\w+|\bagainst\b", re.IGNORECASE)


def aim_slogans(scene: Scene, claims: Sequence[Claim]) -> list[Claim]:
    """Give protests without a recipient those whom their slogans are against."""
    return [_aim(scene, claim) for claim in claims]


def _aim(scene: Scene, claim: Claim) -> Claim:
    codebook = scene.codebook
    if not codebook.has("protest", claim) or claim.recipients or not claim.quotes:
        return claim
    if not (codebook.has("chanting", claim) or (codebook.has("carried", claim) and _is_called_so(scene, claim))):
        return claim
    found = {actor.name: actor for quote in claim.quotes for actor in _targets(scene, quote)}
    own = {actor.name for actor in claim.actors}
    return replace(claim, recipients=tuple(actor for name, actor in found.items() if name not in own))


def _is_called_so(scene: Scene, claim: Claim) -> bool:
    """Tell whether the reporter's words before the first slogan say that a display is against somebody."""
    parse = scene.parse
    sentence = parse.sentences[parse.sentence_of[claim.reading.trigger]]
    start = parse.starts[sentence.first]
    end = min((quote.span.start for quote in claim.quotes if quote.span.start > start), default=start)
    return bool(REPORTED.search(parse.document.text, start, min(end, parse.ends[sentence.last - 1])))


def _targets(scene: Scene, quote: Quote) -> Iterator[Actor]:
    text = quote.span.text
    for pattern in AGAINST:
        for match in pattern.finditer(text):
            first, last = match.span("name")
            yield _actor(scene, quote.span.start + first, match["name"], quote.span.start + last)


def _actor(scene: Scene, start: int, name: str, end: int) -> Actor:
    """Give the actor that the report names by these words, here or elsewhere; else a name by itself."""
    for mention in scene.actors.values():
        span = mention.actor.span
        if span is not None and span.start < end and start < span.end and not mention.pronoun:
            return mention.actor
    span = Span(start=start, end=end, text=name)
    named = (mention.actor for mention in scene.actors.values() if not mention.generic)
    known = next((actor for actor in named if name in actor.name.split() or name == actor.name), None)
    return replace(known, span=span) if known else Actor(span=span, name=name, private=True, kind="person")
