"""Two claims and what each kind of evidence weighs -> reasons in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dateline.merge.sayings import Count, Days, Saying, Spot
from dateline.merge.score import EVIDENCE, WEIGHTS
from dateline.records import Reason

NOTHING = 0.005  # log odds that say nothing


def explain_pair(one: Saying, other: Saying, weights: Sequence[float]) -> tuple[Reason, ...]:
    """Give the reasons why two claims tell of one happening or not; `weights` are one for each kind of EVIDENCE."""
    return tuple(
        Reason(why=f"{kind}: {_told(kind, one, other, weight)}", weight=round(float(weight), 2))
        for kind, weight in zip(EVIDENCE, weights, strict=True)
        if abs(weight) > NOTHING
    )


def _told(kind: str, one: Saying, other: Saying, weight: float) -> str:
    if kind == "report" and weight > WEIGHTS.one_report + WEIGHTS.claimants:
        return "one report tells both, the second time as known already"
    return _TOLD[kind](one, other)


def _both(say: Callable[[Saying], str]) -> Callable[[Saying, Saying], str]:
    def told(one: Saying, other: Saying) -> str:
        first, second = say(one) or "not said", say(other) or "not said"
        return first if first == second else f"{first} / {second}"

    return told


def _place(place: Spot | None) -> str:
    return f"{place.name} ({place.precision})" if place else ""


def _things(saying: Saying) -> str:
    site = saying.place.site if saying.place else None
    return "; ".join(dict.fromkeys(part for part in (saying.objects, site) if part))


def _days(date: Days | None) -> str:
    if date is None:
        return ""
    span = date.first.isoformat() if date.length == 1 else f"{date.first.isoformat()} to {date.last.isoformat()}"
    return f"{span} (the report's day)" if date.assumed else span


def _counts(counts: Sequence[Count]) -> str:
    return ", ".join(f"{count.kind} {_range(count)}" for count in counts)


def _range(count: Count) -> str:
    if count.min is not None and count.min == count.max:
        return str(count.min)
    return f"{'' if count.min is None else count.min}-{'' if count.max is None else count.max}"


_TOLD: dict[str, Callable[[Saying, Saying], str]] = {
    "prior": lambda _one, _other: "two events of one type and country near each other in time",
    "mode": _both(lambda saying: saying.mode or ""),
    "place": _both(lambda saying: _place(saying.place)),
    "date": _both(lambda saying: _days(saying.date)),
    "actor": _both(lambda saying: ", ".join(saying.actors)),
    "recipient": _both(lambda saying: ", ".join(saying.recipients)),
    "object": _both(_things),
    "figures": _both(lambda saying: _counts(saying.counts)),
    "words": lambda _one, _other: "how much of the telling words of the evidence they share",
    "report": lambda _one, _other: "one report tells both",
    "story": lambda _one, _other: "their reports are about one happening",
}
