"""Rows -> what must not be published of them: the names of private persons and the sites of what is only planned.

Of coded events the names are those that they flag. A table says only of a whole record that it holds a private person,
so that all names of such a record are withheld but those that another record of the report shows to be public; a record
that does not say is taken for one that does. To hide too much is the lesser error here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from dateline.evaluate.names import fold
from dateline.evaluate.rows import Row
from dateline.privacy import is_name, private_names_of, withheld_finder
from dateline.records import Actor, CodedEvent, EventPlace, Span, Status

Find = Callable[[str], list[Span]]

NOTHING = Span(0, 0, "")
NAMING = ("actor", "recipient", "attributed_to")


def finder(rows: Sequence[Row], private_names: Iterable[str] = (), *, likely: Iterable[str] = ()) -> Find:
    """Give the function that finds in any text what must not be published of one report.

    `rows` are those of all coders on the report, `private_names` those of its text. Where its text is not known,
    `likely` are the names in its evidence of whom that tells no public role: withheld unless some record shows them to
    be public.
    """
    events = [row.event for row in rows if row.event]
    known = {fold(name) for name in [*private_names, *private_names_of(events)]}
    public = {fold(name) for name in _public_names(rows)} - known
    words = [set(name.split()) for name in public]
    doubtful = [name for name in likely if not any(set(fold(name).split()) <= each for each in words)]
    coded = [*events, *(_as_event(row, public) for row in rows if not row.event)]
    return withheld_finder(coded, [*private_names, *doubtful])


def shown_text(rows: Iterable[Row]) -> str:
    """Give the sentences of one report that its records show, each once, as a text."""
    stretches = (stretch for row in rows for column in ("evidence", "quotes") for stretch in row.parts(column))
    return "\n\n".join(dict.fromkeys(stretches))


def masked(text: str, find: Find) -> str:
    """Give a text with what must not be published of it replaced.

    >>> masked("Ana Vell spoke.", lambda text: [Span(0, 8, "[name withheld]")])
    '[name withheld] spoke.'
    """
    pieces, done = [], 0
    for span in find(text):
        pieces += [text[done : span.start], span.text]
        done = span.end
    return "".join([*pieces, text[done:]])


def _public_names(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if row.event is None:
            yield from _names(row) if row.cell("private") == "no" else ()
        else:
            people = (*row.event.actors, *row.event.recipients, *row.event.attributed_to)
            for actor in people:
                if not actor.private:
                    yield from (actor.name, actor.span.text) if actor.span else (actor.name,)


def _names(row: Row) -> Iterator[str]:
    for column in NAMING:
        yield from row.parts(column)


def _as_event(row: Row, public: set[str]) -> CodedEvent:
    """Give a table's record as an event, its persons and its site as far as they matter here."""
    known: dict[str, Status] = {"planned": "planned", "called-for": "called-for", "threatened": "threatened"}
    names = [name for name in _names(row) if is_name(name)]
    return CodedEvent(
        event_id=row.origin,
        report_id=row.report,
        event_type=row.event_type,
        mode=row.mode or None,
        trigger=NOTHING,
        actors=tuple(
            Actor(span=None, name=name, kind="person", private=row.cell("private") != "no" and fold(name) not in public)
            for name in names
        ),
        place=_place(row.cell("site")),
        status=known.get(row.status, "reported"),
    )


def _place(site: str) -> EventPlace | None:
    if not site:
        return None
    return EventPlace(
        span=None,
        name="",
        geonames_id=None,
        admin1=None,
        country=None,
        lat=None,
        lon=None,
        precision="site",
        basis="stated",
        site=Span(0, 0, site),
    )
