"""Reports and events of a fictional town to be stored, and a process that stores them."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import textwrap
from pathlib import Path

from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Report, Span
from dateline.store import Store

VERSION = "rules 1"
TEXT = "Police in Arden held Ana Vellmar on Monday. Teachers marched against it on Mill Square."


def make_report(report_id: str = "r1", text: str = TEXT, **fields: object) -> Report:
    return Report(**({"id": report_id, "text": text, "source": "a.example", "published": dt.date(2021, 3, 9)} | fields))


def make_event(text: str, words: str, event_type: str = "PROTEST", **fields: object) -> CodedEvent:
    start = text.index(words)
    values = {
        "event_id": "",
        "report_id": "",
        "event_type": event_type,
        "mode": "demo",
        "trigger": Span(start, start + len(words), words),
        "published": dt.date(2021, 3, 9),
        "confidence": 0.8,
    }
    return CodedEvent(**(values | fields))


def make_place(name: str = "Arden", country: str = "XKX") -> EventPlace:
    return EventPlace(
        span=None,
        name=name,
        geonames_id=1,
        admin1="Vell Region",
        country=country,
        lat=1.0,
        lon=2.0,
        precision="city",
        basis="inferred",
    )


def make_events(text: str = TEXT) -> list[CodedEvent]:
    person = Actor(span=Span(21, 32, "Ana Vellmar"), name="Ana Vellmar", kind="person", private=True)
    monday = EventDate(first=dt.date(2021, 3, 8), last=dt.date(2021, 3, 8), precision="day", basis="stated")
    sentence = Span(0, 44, "Police in Arden held Ana Vellmar on Monday.")
    return [
        make_event(
            text,
            "held",
            "COERCE",
            mode="arrest",
            recipients=(person,),
            place=make_place(),
            date=monday,
            evidence=(sentence,),
        ),
        make_event(text, "marched", evidence=(Span(45, 88, "Teachers marched against it on Mill Square."),)),
    ]


def save(store: Store, report: Report, events: list[CodedEvent] | None = None, version: str = VERSION) -> str:
    return store.save(report, make_events() if events is None else events, coder_version=version)


WRITER = textwrap.dedent("""
    import sys
    sys.path.insert(0, sys.argv[1])
    from stored import VERSION, make_events, make_report, TEXT
    from dateline.store import open_store

    first, last = int(sys.argv[3]), int(sys.argv[4])
    with open_store(sys.argv[2], patience=60) as store:
        for number in range(first, last):
            report = make_report(f"r{number}", f"{TEXT} {number}")
            if store.find_coded(report, VERSION) is None:
                store.save(report, make_events(), coder_version=VERSION)
            print(number, flush=True)
""")


def start_writer(target: str, first: int, last: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, str(Path(__file__).parent), target, str(first), str(last)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
