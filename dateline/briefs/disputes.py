"""Incident -> a card: the claims of one incident side by side, field by field and figure by figure."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from dateline.briefs.blocks import Card, Column, Paragraph, Run, Table, Told, Words
from dateline.briefs.shapes import Scope
from dateline.briefs.wording import (
    FIELDS,
    GRADES,
    LONGEST_SENTENCE,
    PEOPLE,
    STATUSES,
    clean,
    count_words,
    day_words,
    days_words,
    list_words,
    range_words,
    type_words,
)
from dateline.incidents import ComparedField, FieldValue, FigureRow, Incident, Reliability, SourceNote

#: Values of a field, counts of people and sources of one incident: as many as can be compared at a glance.
MOST_VALUES, MOST_FIGURES, MOST_SOURCES, MOST_NAMES = 6, 14, 12, 5
_ISO_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")


def dispute_card(incident: Incident, scope: Scope) -> Card:
    """Lay out one incident with its claims side by side."""
    blocks: list[Paragraph | Table] = [Paragraph(words=_support(incident), tone="note")]
    sentence = _evidence(incident)
    if sentence:
        blocks.append(Paragraph(words=sentence, tone="quote"))
    disputed = [field for field in incident.fields if not field.agreed and field.values]
    if disputed:
        blocks.append(_fields_table(disputed))
    if incident.figures:
        blocks.append(_figures_table(incident))
    blocks.append(_sources_table(incident, scope))
    return Card(heading=_heading(incident), blocks=tuple(blocks))


def _heading(incident: Incident) -> Words:
    words: list[Run] = [type_words(incident.event_type, incident.mode)]
    if incident.place:
        words += [", ", Told(clean(incident.place.name))]
    if incident.date and incident.date.first:
        words.append(f", {days_words(incident.date.first, incident.date.last or incident.date.first)}")
    if incident.status in STATUSES:
        words.append(f" ({STATUSES[incident.status].lower()})")
    return tuple(words)


def _support(incident: Incident) -> Words:
    reports = {claim.member.event.report_id for claim in incident.claims}
    copies = len({claim.member.event.report_id for claim in incident.claims if claim.member.copy_of})
    told = f"Told in {count_words(len(reports), 'report')}"
    told += f", {copies} of them repeating another," if copies else ""
    told += f" by {count_words(incident.independent_sources, 'independent source')}. "
    names = list_words([_field_name(name) for name in incident.disputed])
    words: tuple[Run, ...] = (told, f"Claims differ on: {names}.") if names else (told,)
    if incident.told_alone_by is not None:
        words += (" Told by ", Told(clean(incident.told_alone_by)), " alone.")
    return words


def _field_name(name: str) -> str:
    kind = name.removeprefix("figures.")
    if kind != name:
        return f"number {PEOPLE.get(kind, clean(kind)).lower()}"
    return FIELDS.get(name, clean(name)).lower()


def _evidence(incident: Incident) -> Words | None:
    """Give a sentence of the first telling that shows the act, and whose it is."""
    originals = [claim for claim in incident.claims if claim.member.copy_of is None] or list(incident.claims)
    for claim in originals:
        event = claim.member.event
        if event.evidence:
            when = f", {day_words(event.published)}" if event.published else ""
            return (
                Told(f"“{clean(event.evidence[0].text, LONGEST_SENTENCE)}”"),
                " — ",
                Told(clean(event.source or event.report_id)),
                when,
            )
    return None


def _fields_table(fields: list[ComparedField]) -> Table:
    return Table(
        caption="What is claimed",
        columns=(
            Column(head="Field", share=1.3),
            Column(head="Value", share=2.2),
            Column(head="Claimed by", share=2.2),
            Column(head="Words", share=3.6),
        ),
        rows=tuple(row for field in fields for row in _field_rows(field)),
    )


def _field_rows(field: ComparedField) -> Iterator[tuple[Words, ...]]:
    name = FIELDS.get(field.name, clean(field.name))
    for value in field.values[:MOST_VALUES]:
        words = clean(value.evidence, LONGEST_SENTENCE)
        yield (name,), (_value(field, value),), names(value.claimants), (Told(f"“{words}”") if words else "",)
    if len(field.values) > MOST_VALUES:
        yield (name,), (f"and {count_words(len(field.values) - MOST_VALUES, 'other value')}",), ("",), ("",)


def _value(field: ComparedField, value: FieldValue) -> Run:
    if value.value is None:
        return "not said"
    if field.name == "status" and value.value in STATUSES:
        return STATUSES[value.value]
    if field.name == "date":
        return _ISO_DAY.sub(_day, clean(value.value))
    return Told(clean(value.value.replace("-", " ") if field.name == "mode" else value.value))


def _day(found: re.Match[str]) -> str:
    """Write a day in words; what only looks like a day stays as it is."""
    try:
        return day_words(dt.date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def names(claimants: tuple[str, ...]) -> Words:
    """Give names, and how many more there are."""
    words: list[Run] = []
    for number, name in enumerate(claimants[:MOST_NAMES]):
        words += [", "] * bool(number) + [Told(clean(name, 60))]
    if len(claimants) > MOST_NAMES:
        words.append(f" and {len(claimants) - MOST_NAMES} more")
    return tuple(words)


def _figures_table(incident: Incident) -> Table:
    copies = Counter(told for told, _ in {(row.copy_of, row.report_id) for row in incident.figures if row.copy_of})
    rows = sorted((row for row in incident.figures if row.copy_of is None), key=_figure_order)
    shown = [_figure_row(row, copies) for row in rows[:MOST_FIGURES]]
    if len(rows) > MOST_FIGURES:
        shown.append((("and",), (count_words(len(rows) - MOST_FIGURES, "other count"),), ("",), ("",), ("",)))
    return Table(
        caption="Numbers of people, by who claims them and when",
        columns=(
            Column(head="People", share=1.3),
            Column(head="Claimed by", share=2.4),
            Column(head="Number", share=1.5, number=True),
            Column(head="Published", share=1.6),
            Column(head="Note", share=3.0),
        ),
        rows=tuple(shown),
    )


def _figure_order(row: FigureRow) -> tuple[int, str, dt.date, str]:
    return list(PEOPLE).index(row.kind), row.claimant, row.published or dt.date.min, row.event_id


def _figure_row(row: FigureRow, copies: Mapping[str, int]) -> tuple[Words, ...]:
    notes = ["replaced by a later count of the same claimant"] if row.updated_by else []
    notes += ["a total over several incidents"] if row.scope == "running-total" else []
    notes += [f"repeated in {count_words(copies[row.event_id], 'copy', 'copies')}"] if row.event_id in copies else []
    by: Words = (Told(clean(row.claimant)),)
    if row.source and row.source != row.claimant:
        by = (*by, " in ", Told(clean(row.source)))
    return (
        (PEOPLE[row.kind],),
        by,
        (range_words(row.min, row.max),),
        (day_words(row.published) if row.published else "no date",),
        ("; ".join(notes),),
    )


def _sources_table(incident: Incident, scope: Scope) -> Table:
    rows = [_source_row(note, scope) for note in incident.sources[:MOST_SOURCES]]
    if len(incident.sources) > MOST_SOURCES:
        rows.append(
            ((f"and {count_words(len(incident.sources) - MOST_SOURCES, 'other source')}",), ("",), ("",), ("",))
        )
    return Table(
        caption="Who tells it",
        columns=(
            Column(head="Source", share=2.2),
            Column(head="Reports", share=2.6),
            Column(head="Grade", share=1.6),
            Column(head="Telling", share=2.6),
        ),
        rows=tuple(rows),
        folded=len(incident.sources) > MOST_NAMES,
    )


def _source_row(note: SourceNote, scope: Scope) -> tuple[Words, ...]:
    telling: Words = ("a telling of its own",) if note.independent else ("repeats another’s",)
    if not note.independent and note.copies:
        telling = ("repeats ", *names(note.copies))
    return (Told(clean(note.source)),), _reports(note, scope), (grade_words(note.reliability),), telling


def _reports(note: SourceNote, scope: Scope) -> Words:
    words: list[Run] = []
    for number, report in enumerate(note.reports[:MOST_NAMES]):
        url = scope.urls.get(report, "") if scope.profile == "full" else ""
        known = url if url.startswith(("https://", "http://")) else None
        words += [", "] * bool(number) + [Told(clean(report, 60), known)]
    if len(note.reports) > MOST_NAMES:
        words.append(f" and {len(note.reports) - MOST_NAMES} more")
    return tuple(words)


def grade_words(reliability: Reliability | None) -> str:
    """Give a grade as "B2, usually reliable"; nothing where no analyst gave one."""
    if reliability is None:
        return "not graded"
    return f"{reliability.grade}{reliability.credibility or ''}, {GRADES[reliability.grade]}"
