"""Brief -> the sentences that open and close it: what the counts say, what they are, and what they are not."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.briefs.blocks import Run, Told, Words
from dateline.briefs.shapes import Brief, Change, PeopleCount
from dateline.briefs.wording import (
    clean,
    count_words,
    days_words,
    list_words,
    number_words,
    range_words,
    type_words,
)

#: How many types and places the summary names.
NAMED_TYPES, NAMED_PLACES = 4, 3

WHAT_IT_IS = (
    "This page counts what news reports claim; it does not say what is true. Each incident joins the reports that tell "
    "of one happening, and where they differ, every claim is kept with who makes it. The reports were read by a "
    "program, which errs; nothing here should be published without looking at the reports themselves."
)


def summary(brief: Brief) -> Words:
    """Say in one paragraph how much happened, of what kinds, where, against before, and how well it is supported."""
    period = days_words(brief.scope.first, brief.scope.last)
    where = f" in {brief.country}" if brief.country else ""
    if not brief.total.now:
        return tuple(_nothing(brief, period, where))
    words: list[Run] = [
        f"For {period}, the reports on record tell of {count_words(brief.total.now, 'incident')}{where}"
    ]
    words += [f"{_kinds(brief)}. {_trend(brief)} ", *_where(brief), _deaths(brief), _support(brief)]
    return tuple(words)


def _nothing(brief: Brief, period: str, where: str) -> Iterator[str]:
    yield f"For {period}, the reports on record tell of no incident{where}. "
    if brief.total.before:
        yield f"For the period of equal length before, they tell of {count_words(brief.total.before, 'incident')}. "
    yield "That no report is on record does not mean that nothing happened."


def _kinds(brief: Brief) -> str:
    named = [each for each in brief.types if each.count.now][:NAMED_TYPES]
    parts = [f"{type_words(each.event_type).lower()} ({number_words(each.count.now)})" for each in named]
    rest = brief.total.now - sum(each.count.now for each in named)
    parts += [f"others ({number_words(rest)})"] if rest else []
    return f": {', '.join(parts)}" if parts else ""


def _trend(brief: Brief) -> str:
    length = count_words((brief.scope.last - brief.scope.first).days + 1, "day")
    before = f"the {length} before ({days_words(*brief.scope.before)})"
    if brief.total.before is None:
        return f"Nothing is on record for {before}, so that no change can be told."
    return f"That is {_more_or_fewer(brief.total)} {before}."


def _more_or_fewer(change: Change) -> str:
    before = change.before or 0
    difference = change.now - before
    if difference == 0:
        return "as many as in"
    return f"{number_words(abs(difference))} {'more' if difference > 0 else 'fewer'} than the {number_words(before)} of"


def _where(brief: Brief) -> Iterator[Run]:
    towns = [place for place in brief.places if place.precision in ("city", "district")][:NAMED_PLACES]
    if towns:
        yield "The places named most are "
        for number, place in enumerate(towns):
            yield "" if number == 0 else " and " if number == len(towns) - 1 else ", "
            yield Told(clean(place.name))
            yield f" ({number_words(place.count.now)})"
        yield ". "


def _deaths(brief: Brief) -> str:
    killed = next((each for each in brief.people if each.kind == "killed"), None)
    if killed is None:
        return "No report gives a number of deaths. "
    over = count_words(killed.incidents, "incident")
    return f"Deaths claimed: {people_words(killed)}, over {over} for which someone gives a number. "


def people_words(count: PeopleCount) -> str:
    """Give the lowest and the highest claims, added up."""
    return range_words(count.low, count.high, or_more=count.open)


def _support(brief: Brief) -> str:
    alone = dict(brief.told_by).get("1", 0)
    return (
        f"{number_words(alone)} of {number_words(brief.total.now)} {'is' if alone == 1 else 'are'} told by one "
        f"independent source only; claims differ on {number_words(brief.disputed_count)}."
    )


def method(brief: Brief) -> Iterator[Words]:
    """Say how the counts were made and what they cannot tell, one paragraph at a time."""
    yield (
        f"Read for this brief: {count_words(brief.claims, 'claim')} in {count_words(brief.reports, 'report')} of "
        f"{count_words(len(brief.sources), 'source')}; {count_words(brief.copies, 'claim')} of these only repeat "
        "another telling (the same text, a copy of it, or a passage) and do not count as a source of their own.",
    )
    yield (
        "An incident counts in the period that holds all of its days"
        + (
            f"; {count_words(brief.beyond, 'incident')} whose dates reach beyond the period (such as “in 2024”) "
            f"{'is' if brief.beyond == 1 else 'are'} left out"
            if brief.beyond
            else ""
        )
        + ". What is announced, called for, threatened, denied or only supposed is counted apart and is on no map.",
    )
    yield (
        "One happening may be coded as several incidents, such as a shooting and the arrests after it, so that counts "
        "of incidents are not counts of separate happenings, and people may be counted under two of them. Numbers of "
        "people are claims: for each incident the lowest and the highest that some claimant last gave, added up over "
        "incidents; totals that run over several incidents are left out.",
    )
    yield (
        "A circle on the map stands at the middle of a town, not where in it something happened; places that are known "
        "by district, region or country only are never drawn as points. How many reports there are depends on which "
        "sources were gathered, so that a change between periods may be one in reporting.",
    )
    masked = f" Something is withheld in {count_words(brief.masked, 'report')}." if brief.masked else ""
    yield (_profile(brief), masked, *(f" {clean(line, 400)}" for line in brief.scope.withheld))
    coders = [
        f"{clean(each.coder)} {clean(each.version)} ({count_words(each.claims, 'claim')})" for each in brief.coders
    ]
    if coders:
        yield (f"Read by: {list_words(coders)}.",)


def _profile(brief: Brief) -> str:
    if brief.scope.profile == "public":
        return (
            "Public profile: the names of private persons are withheld everywhere, addresses of reports are left out, "
            "and acts that are only planned, called for or threatened are never placed more finely than the town."
        )
    return (
        f"Profile “{brief.scope.profile}”: names of private persons are given. Keep this brief as you would keep the "
        "reports."
    )
