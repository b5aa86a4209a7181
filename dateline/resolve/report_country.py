"""Places of a report -> the country that it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dateline.records import Parse, Toponym

#: Share of a report's place mentions that one country needs to be the country the report is about.
DOMINANT = 0.6
HEADLINE_WEIGHT = 3


def report_country(parse: Parse, places: Sequence[Toponym]) -> str | None:
    """Give the country that most of a report's places lie in, headlines and dateline counted threefold."""
    votes: Counter[str] = Counter()
    document = parse.document
    headlines = [(b.start, b.end) for b in document.blocks if b.kind in ("headline", "dateline")]
    dateline = document.dateline_place
    for place in places:
        if place.country:
            start = place.span.start
            weighty = any(first <= start < last for first, last in headlines) or (
                dateline is not None and dateline.start <= start < dateline.end
            )
            votes[place.country] += HEADLINE_WEIGHT if weighty else 1
    if not votes:
        return None
    country, count = votes.most_common(1)[0]
    return country if count >= DOMINANT * votes.total() else None
