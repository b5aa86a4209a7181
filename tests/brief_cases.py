"""Invented incidents for tests of briefs: each is told by claims of the sources that a case names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.incidents import Claim, ComparedField, FieldValue, FigureRow, Incident, Member, Reliability, SourceNote
from dateline.records import CodedEvent, EventDate, EventPlace, Span

TOWNS = {
    "Lisbon": ("Lisboa", 38.72, -9.13),
    "Porto": ("Porto", 41.15, -8.61),
    "Braga": ("Braga", 41.55, -8.43),
    "Coimbra": ("Coimbra", 40.21, -8.43),
    "Faro": ("Faro", 37.02, -7.93),
    "Évora": ("Évora", 38.57, -7.91),
    "Setúbal": ("Setúbal", 38.52, -8.89),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One happening: what it is, where and when, and who tells of it."""

    number: int
    event_type: str = "PROTEST"
    mode: str | None = None
    town: str = "Lisbon"
    precision: str = "city"
    day: dt.date | None = dt.date(2024, 3, 9)
    last: dt.date | None = None
    status: str = "reported"
    sources: Sequence[str] = ("Correio do Rio",)
    copies: Sequence[str] = ()  # sources that repeat the first one's telling
    killed: Sequence[tuple[str, int | None, int | None]] = ()  # claimant, min, max
    differing: Sequence[str] = ()  # fields on which the claims differ
    words: str = "Several hundred people marched through the old town."
    reliability: Reliability | None = None


def place_of(case: Case) -> EventPlace:
    admin1, lat, lon = TOWNS.get(case.town, (None, 39.5, -8.0))
    return EventPlace(
        span=None, name=case.town, geonames_id=None, admin1=admin1, country="PRT", lat=lat, lon=lon,
        precision=case.precision, basis="stated",
    )  # fmt: skip


def make_incident(case: Case) -> Incident:
    """Give the incident that merging would make of a case's claims."""
    date = EventDate(first=case.day, last=case.last or case.day, precision="day", basis="stated")
    claims = tuple(_claims(case, date))
    figures = tuple(
        FigureRow(kind="killed", claimant=claimant, min=low, max=high, scope="event", source=claimant,
                  published=case.day, event_id=claims[0].member.event.event_id, report_id="r", text="")
        for claimant, low, high in case.killed
    )  # fmt: skip
    disputed = (*case.differing, *(["figures.killed"] if len({row[1:] for row in case.killed}) > 1 else []))
    notes = [SourceNote(source=name, reports=(f"{name}-{case.number}",), independent=True, reliability=case.reliability)
             for name in case.sources]  # fmt: skip
    notes += [SourceNote(source=name, reports=(f"{name}-{case.number}",), independent=False, copies=(case.sources[0],))
              for name in case.copies]  # fmt: skip
    return Incident(
        incident_id=f"i{case.number:04}",
        event_type=case.event_type,
        mode=case.mode,
        status=case.status,
        place=place_of(case),
        date=date,
        fields=tuple(_field(name, case) for name in ("mode", "status", "actors", "recipients", "place", "date")),
        figures=figures,
        disputed=disputed,
        claims=claims,
        sources=tuple(notes),
        independent_sources=len(case.sources),
        told_alone_by=case.sources[0] if len(case.sources) == 1 else None,
    )


def _claims(case: Case, date: EventDate) -> list[Claim]:
    found = []
    for name in (*case.sources, *case.copies):
        event = CodedEvent(
            event_id=f"e{case.number:04}-{name}", report_id=f"{name}-{case.number}", event_type=case.event_type,
            mode=case.mode, trigger=Span(0, 1, "x"), source=name, published=case.day, place=place_of(case), date=date,
            evidence=(Span(0, 1, case.words),), coder_version="1",
        )  # fmt: skip
        copied = name in case.copies
        member = Member(event=event, copy_of=f"e{case.number:04}-{case.sources[0]}" if copied else None,
                        copy_kind="copy" if copied else None)  # fmt: skip
        found.append(Claim(member=member, told_by=(name,), reliability=case.reliability))
    return found


def _field(name: str, case: Case) -> ComparedField:
    shown = {"actors": ("River Guard", "unknown gunmen"), "date": ("2024-03-09", "2024-03-10"),
             "place": ("Lisbon", "Almada"), "mode": ("firearms", "explosives")}  # fmt: skip
    values = shown.get(name, ("one", "another"))[: 2 if name in case.differing else 1]
    return ComparedField(
        name=name,
        agreed=name not in case.differing,
        values=tuple(
            FieldValue(value=value, claimants=(source,), sources=(source,), event_ids=(), evidence=case.words)
            for value, source in zip(values, (case.sources * 2)[:2], strict=False)
        ),
    )


def month_of_cases() -> list[Case]:
    """Give what a busy month looks like: many towns and types, some happenings told by many and some in dispute."""
    towns = ["Lisbon"] * 9 + ["Porto"] * 5 + ["Braga", "Coimbra", "Coimbra", "Faro", "Évora", "Setúbal"]
    names = "PROTEST demo, ASSAULT firearms, COERCE arrest, PROTEST strike, ACCUSE allege, CONSULT visit, PROTEST demo"
    types = [name.split() for name in names.split(", ")]
    papers = [
        "Correio do Rio",
        "Diário da Costa",
        "Agência Norte",
        "Folha do Sul",
        "Radio Mar",
        "روزنامه شرق",
        "Голос реки",
    ]
    cases = []
    for number in range(46):
        event_type, mode = types[number * 5 % 7]
        told = [papers[(number + step) % 7] for step in range(1 + number % 4 % 3)]
        cases.append(
            Case(
                number=number,
                event_type=event_type,
                mode=mode,
                town=towns[number * 11 % len(towns)],
                sources=told,
                day=dt.date(2024, 3, 1 + (number * number + 3) % 30),
                copies=["Notícias 24"] if number % 6 == 0 else [],
                killed=[("health ministry", 4, 4)] if event_type == "ASSAULT" and number % 2 else [],
            )
        )
    return [*cases, *_special_cases()]


def _special_cases() -> list[Case]:
    graded = Reliability(grade="B", credibility="2", note="regional daily")
    return [
        Case(number=100, event_type="ASSAULT", mode="firearms", town="Porto", day=dt.date(2024, 3, 12),
             sources=["Correio do Rio", "Agência Norte", "Radio Mar"], copies=["Notícias 24", "Jornal Azul"],
             killed=[("interior ministry", 12, 12), ("Workers' Front", 40, None), ("hospital director", 17, 19)],
             differing=["actors", "date", "place"], reliability=graded,
             words="Gunmen opened fire on strikers at the gate of the old cannery, and at least twelve people died."),
        Case(number=101, event_type="PROTEST", mode="demo", town="Lisbon", day=dt.date(2024, 3, 20),
             sources=["Correio do Rio", "روزنامه شرق"], differing=["actors"],
             words="Thousands filled the avenue, and the crowd reached the river by noon."),
        Case(number=102, town="Algarve", precision="region", event_type="COERCE", mode="curfew"),
        Case(number=103, town="Portugal", precision="country", event_type="COERCE", mode="restrict"),
        Case(number=104, status="planned", town="Faro"),
        Case(number=105, status="denied", event_type="ASSAULT"),
        Case(number=106, day=dt.date(2024, 3, 4), last=dt.date(2024, 3, 10), mode="hunger"),
        Case(number=107, day=dt.date(2024, 1, 1), last=dt.date(2024, 12, 31)),
    ]  # fmt: skip


def month_before() -> list[Case]:
    """Give a quieter month."""
    towns, types = ["Lisbon", "Porto", "Guarda"], ["PROTEST", "ASSAULT", "AID"]
    days = [dt.date(2024, 2, 3 + number % 20) for number in range(38)]
    return [
        Case(number=500 + number, day=day, town=towns[number % 3], event_type=types[number % 3])
        for number, day in enumerate(days)
    ]
