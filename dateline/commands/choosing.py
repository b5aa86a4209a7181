"""Options that choose events and incidents, and the query they make."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from dateline.commands.options import iso_date, only_coder_option
from dateline.config import Config
from dateline.errors import UsageError
from dateline.gazetteer import fold_name, load_gazetteer
from dateline.ontology import load_codebook
from dateline.records import Status
from dateline.store import Query

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--report", "reports", multiple=True, metavar="ID", help="Only this report; may be repeated."),
    click.option("--type", "event_types", multiple=True, metavar="TYPE", help="Only this event type; may be repeated."),
    click.option(
        "--country",
        "countries",
        multiple=True,
        metavar="COUNTRY",
        help="Only this country, by its ISO 3166-1 alpha-3 code or name; may be repeated.",
    ),
    click.option(
        "--place",
        "places",
        multiple=True,
        metavar="NAME",
        help="Only this place or first-level region, as the gazetteer names it; may be repeated.",
    ),
    click.option("--source", "sources", multiple=True, metavar="NAME", help="Only this source; may be repeated."),
    click.option(
        "--status",
        "statuses",
        type=click.Choice(get_args(Status)),
        multiple=True,
        metavar="STATUS",
        help="Only this status; may be repeated.",
    ),
    click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        default=0.0,
        metavar="0-1",
        help="Only what is at least so likely to be coded rightly.",
    ),
    only_coder_option,
    click.option("--since", type=iso_date, metavar="DATE", help="Only events that end on this day or later."),
    click.option("--until", type=iso_date, metavar="DATE", help="Only events that begin on this day or earlier."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChoice:
    """What the command line says of the events that are wanted."""

    reports: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    min_confidence: float = 0.0
    coders: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None


def choice_options(function: F) -> F:
    """Add the options that choose events; the command gets them as one `choice`."""

    @functools.wraps(function)
    def with_choice(*args: Any, **options: Any) -> Any:
        chosen = {name: options.pop(name) for name in EventChoice.__dataclass_fields__}
        return function(*args, choice=EventChoice(**chosen), **options)

    decorated: Any = with_choice
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    result: F = decorated
    return result


def query_of(choice: EventChoice, config: Config) -> Query:
    """Give the query; raises UsageError for a type or a country that there is not."""
    return Query(
        reports=choice.reports,
        event_types=_known_types(choice.event_types, config),
        countries=tuple(country_code(name) for name in choice.countries),
        places=tuple(dict.fromkeys(found for name in choice.places for found in _place_names(name))),
        sources=choice.sources,
        statuses=choice.statuses,
        min_confidence=choice.min_confidence,
        coders=choice.coders,
        since=choice.since,
        until=choice.until,
    )


def filters_of(query: Query) -> dict[str, list[str]]:
    """Say which records a query asks for, by option; reports by their number, for their ids may name somebody."""
    days = (("since", query.since), ("until", query.until))
    lists = {
        "report": [f"{len(query.reports)} of the reports"] if query.reports else [],
        "type": query.event_types,
        "country": query.countries,
        "place": query.places,
        "source": query.sources,
        "status": query.statuses,
        "coder": query.coders,
        **{name: [day.isoformat()] if day else [] for name, day in days},
        "min-confidence": [str(query.min_confidence)] if query.min_confidence else [],
    }
    return {name: list(values) for name, values in lists.items() if values}


def country_code(name: str) -> str:
    """Give the ISO 3166-1 alpha-3 code of a country; raises UsageError where it is none."""
    gazetteer = load_gazetteer()
    found = gazetteer.country(name.upper()) or gazetteer.country(name)
    if found is None or found.country is None:
        raise UsageError(f"'{name}' is no country: give an ISO 3166-1 alpha-3 code such as PRT, or a name")
    return found.country


def _place_names(name: str) -> list[str]:
    """Give the names under which events keep a place: as typed, and as the gazetteer writes it.

    >>> _place_names("tehran"), _place_names("Lissabon"), _place_names("Nowhere Mill")
    (['tehran', 'Tehran'], ['Lissabon', 'Lisbon'], ['Nowhere Mill'])
    """
    known = load_gazetteer().candidates(name)
    same = sorted({place.name for place in known if fold_name(place.name) == fold_name(name)})
    largest = max(known, key=lambda place: (place.population, place.name), default=None)
    return list(dict.fromkeys([name, *(same or ([largest.name] if largest else []))]))


def _known_types(names: tuple[str, ...], config: Config) -> tuple[str, ...]:
    if not names:
        return ()
    known = load_codebook(Path(config.codebook) if config.codebook else None).types
    for name in names:
        if name.upper() not in known:
            raise UsageError(f"'{name}' is no event type of the codebook: use one of {', '.join(known)}")
    return tuple(name.upper() for name in names)
