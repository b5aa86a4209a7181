"""Brief -> Pages: every sentence, table and drawing in the order in which both HTML and PDF show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from dateline.briefs.basemap import CREDIT
from dateline.briefs.blocks import (
    Block,
    Column,
    Fact,
    Facts,
    Key,
    Pages,
    Pair,
    Paragraph,
    Run,
    Section,
    Strong,
    Table,
    Told,
    Words,
)
from dateline.briefs.disputes import dispute_card, grade_words
from dateline.briefs.listing import listing
from dateline.briefs.map_drawing import draw_map
from dateline.briefs.prose import WHAT_IT_IS, method, people_words, summary
from dateline.briefs.shapes import Bin, Brief, Change, Group, PlaceCount, SourceCount, TypeCount
from dateline.briefs.timeline_drawing import draw_timeline
from dateline.briefs.wording import (
    CREDIBILITY,
    DASH,
    GRADES,
    GROUPS,
    PEOPLE,
    STATUSES,
    change_words,
    clean,
    count_words,
    day_words,
    days_words,
    number_words,
    type_words,
)
from dateline.gazetteer import NOTICE, load_gazetteer

#: Rows that stand open; the places after them follow in a table of their own, and what is left is summed up in one row.
MOST_PLACES, MOST_MORE_PLACES, MOST_SOURCES = 12, 200, 40


def lay_out(brief: Brief) -> Pages:
    """Lay out a whole brief."""
    where = brief.country or "All countries"
    return Pages(
        title=f"{where}, {days_words(brief.scope.first, brief.scope.last)}",
        kicker="Situation brief",
        opening=tuple(_opening(brief)),
        sections=tuple(_sections(brief)),
        notices=(NOTICE, CREDIT),
    )


def _opening(brief: Brief) -> Iterator[Block]:
    if brief.scope.made:
        yield Paragraph(words=(f"Made on {day_words(brief.scope.made)}.",), tone="note")
    yield Paragraph(words=summary(brief), tone="lead")
    if brief.total.now:
        yield Facts(facts=tuple(_facts(brief)))
    yield Paragraph(words=(Strong("Claims, not truth. "), WHAT_IT_IS), tone="note")


def _facts(brief: Brief) -> Iterator[Fact]:
    total, before = brief.total, brief.total.before
    note = "" if before is None else f"{change_words(total)} against {number_words(before)} before"
    yield Fact(label="incidents told", value=number_words(total.now), note=note)
    killed = next((each for each in brief.people if each.kind == "killed"), None)
    if killed:
        over = f"lowest to highest claims, {count_words(killed.incidents, 'incident')}"
        yield Fact(label="deaths claimed", value=people_words(killed), note=over)
    alone = dict(brief.told_by)["1"]
    yield Fact(label="told by one source only", value=number_words(alone), note=f"of {number_words(total.now)}")
    yield Fact(
        label="with claims that differ", value=number_words(brief.disputed_count), note="in some field or figure"
    )


def _sections(brief: Brief) -> Iterator[Section]:
    if brief.total.now:
        yield Section(name="what", heading="What happened, as told", blocks=tuple(_what(brief)))
        yield Section(name="where", heading="Where", blocks=tuple(_where(brief)))
        yield Section(name="when", heading="When", blocks=tuple(_when(brief)))
    if brief.listed:
        yield Section(name="incidents", heading="Day by day", blocks=tuple(_day_by_day(brief)))
    if brief.not_done:
        yield Section(name="not-done", heading="Announced, threatened or denied", blocks=(_not_done(brief),))
    if brief.disputed:
        yield Section(name="disputed", heading="Where claims differ most", blocks=tuple(_disputed(brief)))
    if brief.sources:
        yield Section(name="sources", heading="Who tells it", blocks=tuple(_sources(brief)))
    yield Section(name="method", heading="How this was made, and its limits", blocks=tuple(_method(brief)))


def _what(brief: Brief) -> Iterator[Block]:
    types = Table(
        caption=f"Incidents by type, against the {_length(brief)} before",
        columns=(
            Column(head="Type", share=4.4),
            Column(head="Incidents", share=1.6, number=True),
            Column(head="Before", share=1.3, number=True),
            Column(head="Change", share=1.4, number=True),
            Column(head="One source only", share=1.5, number=True),
        ),
        rows=(*map(_type_row, brief.types), _total_row(brief)),
    )
    yield Pair(left=types, right=_people(brief)) if brief.people else types


def _length(brief: Brief) -> str:
    return count_words((brief.scope.last - brief.scope.first).days + 1, "day")


def _type_row(count: TypeCount) -> tuple[Words, ...]:
    name: Words = (Key(count.group, type_words(count.event_type)),)
    return name, *_counted(count.count), (number_words(count.alone),)


def _total_row(brief: Brief) -> tuple[Words, ...]:
    cells = [Strong(str(words[0])) for words in _counted(brief.total)]
    return (
        (Strong("All"),),
        *((cell,) for cell in cells),
        (Strong(number_words(sum(each.alone for each in brief.types))),),
    )


def _counted(change: Change) -> tuple[tuple[str], tuple[str], tuple[str]]:
    before = DASH if change.before is None else number_words(change.before)
    return (number_words(change.now),), (before,), (change_words(change),)


def _people(brief: Brief) -> Table:
    return Table(
        caption="Numbers of people claimed: the lowest and highest claims of each incident, added up",
        columns=(
            Column(head="People", share=2.0),
            Column(head="Claimed", share=2.2, number=True),
            Column(head="Incidents", share=1.6, number=True),
            Column(head="Claims differ", share=1.5, number=True),
        ),
        rows=tuple(
            (
                (PEOPLE[each.kind],),
                (people_words(each),),
                (number_words(each.incidents),),
                (number_words(each.differing),),
            )
            for each in brief.people
        ),
    )


def _where(brief: Brief) -> Iterator[Block]:
    yield Pair(left=draw_map(brief), right=_places(brief))
    yield Paragraph(words=(_where_note(brief),), tone="note")
    if len(brief.places) > MOST_PLACES:
        yield _more_places(brief)


def _where_note(brief: Brief) -> str:
    coarse = sum(place.count.now for place in brief.places if place.precision in ("district", "region"))
    country = sum(place.count.now for place in brief.places if place.precision == "country")
    parts = [
        "The area of a circle is the number of incidents; its parts, clockwise from the top, follow the legend’s order."
    ]
    if coarse:
        parts.append(f"{count_words(coarse, 'incident')} placed by a district or region only: hollow circles.")
    if country:
        apart = "in the table only" if brief.scope.country else "hollow circles at its middle"
        parts.append(f"{count_words(country, 'incident')} placed by the country only: {apart}.")
    if brief.unplaced:
        parts.append(f"{count_words(brief.unplaced, 'incident')} without any place.")
    if brief.places_gone:
        parts.append(f"{count_words(brief.places_gone, 'place')} of the period before not named in this one.")
    return " ".join(parts)


def _places(brief: Brief) -> Table:
    rows = [_place_row(place, brief) for place in brief.places[:MOST_PLACES]]
    return _places_table("Incidents by place", [*rows, *_other_places(brief.places[MOST_PLACES:])], folded=False)


def _more_places(brief: Brief) -> Table:
    end = MOST_PLACES + MOST_MORE_PLACES
    rows = [_place_row(place, brief) for place in brief.places[MOST_PLACES:end]]
    return _places_table(
        "Incidents by place: the other places", [*rows, *_other_places(brief.places[end:])], folded=True
    )


def _other_places(places: Sequence[PlaceCount]) -> list[tuple[Words, ...]]:
    """Sum up places in one row."""
    if not places:
        return []
    count = number_words(sum(place.count.now for place in places))
    return [((count_words(len(places), "other place"),), ("",), (count,), ("",))]


def _places_table(caption: str, rows: Sequence[tuple[Words, ...]], *, folded: bool) -> Table:
    return Table(
        caption=caption,
        columns=(
            Column(head="Place", share=3.2),
            Column(head="Kinds", share=3.2),
            Column(head="Incidents", share=1.7, number=True),
            Column(head="Change", share=1.4, number=True),
        ),
        rows=tuple(rows),
        folded=folded,
    )


def _place_row(place: PlaceCount, brief: Brief) -> tuple[Words, ...]:
    name: list[Run] = [Told(clean(place.name))]
    within = place.admin1 if place.admin1 != place.name else None
    if brief.scope.country is None and place.precision != "country" and place.country:
        within = _country_name(place.country)
    if within:
        name += [", ", Told(clean(within))]
    if not place.is_point:
        name.append(f" ({'place unknown to the map' if place.precision == 'city' else place.precision + ' only'})")
    kinds: list[Run] = []
    for number, (group, count) in enumerate(place.groups):
        kinds += [", "] * bool(number) + [Key(group, f"{_short(group)} {number_words(count)}")]
    return tuple(name), tuple(kinds), (number_words(place.count.now),), (change_words(place.count),)


def _country_name(code: str) -> str:
    found = load_gazetteer().country(code)
    return found.name if found else code


def _short(group: Group) -> str:
    return GROUPS[group].split(" and ")[0].lower()


def _when(brief: Brief) -> Iterator[Block]:
    yield draw_timeline(brief)
    if brief.undated:
        unit = brief.bin_unit
        yield Paragraph(
            words=(f"{count_words(brief.undated, 'incident')} whose date is wider than one {unit}: not in the bars.",),
            tone="note",
        )
    shown = [name for name in get_args(Group) if any(name == group for each in brief.bins for group, _ in each.groups)]
    yield Table(
        caption=f"Incidents by {brief.bin_unit}: the numbers behind the bars",
        columns=(
            Column(head=brief.bin_unit.capitalize(), share=2.2),
            *(Column(head=GROUPS[name], share=1.2, number=True) for name in shown),
            Column(head="All", share=1.0, number=True),
        ),
        rows=tuple(_bin_row(each, shown) for each in brief.bins if each.groups),
        folded=True,
    )


def _bin_row(each: Bin, shown: Sequence[Group]) -> tuple[Words, ...]:
    counts = dict(each.groups)
    cells = [(number_words(counts[name]) if name in counts else "",) for name in shown]
    return (days_words(each.first, each.last),), *cells, (number_words(sum(counts.values())),)


def _not_done(brief: Brief) -> Table:
    return Table(
        caption="Told as not having happened, or not yet; in no other count and on no map",
        columns=(
            Column(head="Told as", share=4),
            Column(head="Incidents", share=1.6, number=True),
            Column(head="Before", share=1.3, number=True),
            Column(head="Change", share=1.4, number=True),
        ),
        rows=tuple(((STATUSES[each.status],), *_counted(each.count)) for each in brief.not_done),
    )


def _day_by_day(brief: Brief) -> Iterator[Block]:
    left = brief.total.now - len(brief.listed)
    if left:
        others = count_words(left, "other is", "others are")
        told = f"The {len(brief.listed)} incidents that most sources tell of; {others} counted above."
        yield Paragraph(words=(told,), tone="note")
    yield listing(brief.listed)


def _disputed(brief: Brief) -> Iterator[Block]:
    shown, count = len(brief.disputed), brief.disputed_count
    told = f"Claims differ on {count_words(count, 'incident')}"
    told += f", of which the {shown} most disputed are shown. They" if count > shown else ". Incidents"
    yield Paragraph(
        words=(
            f"{told} are ordered by how many fields and figures differ and how many claimants there are. A later count "
            "by the same claimant is an update, not a dispute.",
        ),
        tone="note",
    )
    for incident in brief.disputed:
        yield dispute_card(incident, brief.scope)


def _sources(brief: Brief) -> Iterator[Block]:
    yield Table(
        caption="Incidents by how many independent sources tell them (copies of one text count once)",
        columns=(Column(head="Independent sources", share=4), Column(head="Incidents", share=1.6, number=True)),
        rows=tuple(((name,), (number_words(count),)) for name, count in brief.told_by),
    )
    rows = [_source_row(each) for each in brief.sources[:MOST_SOURCES]]
    rest = brief.sources[MOST_SOURCES:]
    if rest:
        sums = (sum(each.reports for each in rest), sum(each.own for each in rest), sum(each.repeated for each in rest),
                sum(each.alone for each in rest))  # fmt: skip
        rows.append(((f"{count_words(len(rest), 'other source')}",), *((number_words(each),) for each in sums), ("",)))
    yield Table(
        caption="Sources",
        columns=(
            Column(head="Source", share=3.0),
            Column(head="Reports", share=1.2, number=True),
            Column(head="Incidents told in own words", share=1.8, number=True),
            Column(head="Repeated from others", share=1.6, number=True),
            Column(head="Told alone", share=1.2, number=True),
            Column(head="Grade", share=2.6),
        ),
        rows=tuple(rows),
    )
    if any(each.reliability for each in brief.sources):
        yield _grades()


def _source_row(count: SourceCount) -> tuple[Words, ...]:
    grade: list[Run] = [grade_words(count.reliability)]
    if count.reliability and count.reliability.note:
        grade += [": ", Told(clean(count.reliability.note))]
    numbers = (count.reports, count.own, count.repeated, count.alone)
    return (Told(clean(count.name)),), *((number_words(each),) for each in numbers), tuple(grade)


def _grades() -> Paragraph:
    letters = "; ".join(f"{letter} {words}" for letter, words in GRADES.items())
    numbers = "; ".join(f"{number} {words}" for number, words in CREDIBILITY.items())
    return Paragraph(
        words=(
            Strong("Grades "),
            "are the analyst’s own (Admiralty code), never the program’s. "
            f"The source: {letters}. What it tells: {numbers}.",
        ),
        tone="note",
    )


def _method(brief: Brief) -> Iterator[Block]:
    yield from (Paragraph(words=words) for words in method(brief))
    types = [each.event_type for each in brief.types if each.event_type in brief.scope.meanings]
    if types:
        yield Table(
            caption="What the types mean",
            columns=(Column(head="Type", share=1.5), Column(head="Meaning", share=4)),
            rows=tuple(((type_words(name),), (clean(brief.scope.meanings[name], 300),)) for name in types),
            folded=True,
        )
