"""Closed classes of English words that both the finding of names and the coding of acts go by."""

from __future__ import annotations

#: What belongs to persons or befalls them: a name before or behind such a noun is a person's.
OF_PERSONS = frozenset(
    "home house farm shop store car family residence apartment flat brother sister son daughter wife husband father"
    " mother widow cousin uncle nephew neighbor neighbour friend lawyer killing murder arrest detention abduction"
    " kidnapping release trial death body shooting funeral grave assassination imprisonment rape torture".split()
)
#: Words of place that the parser reads as adjectives of what they lead to: "gathered outside parliament".
BESIDE = frozenset({"outside", "inside", "near", "opposite"})
#: Verbs that say how many there were: "the police put the number at 15,000".
ESTIMATING = frozenset({"put", "estimate"})
#: Verbs whose subject gives a count of their own: "organisers spoke of 12,000".
COUNTING = frozenset({"speak", "claim", "count", "estimate", "say", "report"})
#: Verbs behind a source in the midst of a clause: "the police, a witness said, fired".
SAYING_ASIDE = frozenset("say claim allege tell assert insist maintain state argue contend testify hear".split())
