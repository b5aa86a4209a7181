"""Text → CodedEvent…: the Python door for one text at a time; nothing is kept."""

from __future__ import annotations

import datetime as dt
import functools
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from dateline.clean import clean_report, read_furniture
from dateline.config import Config, load_config
from dateline.errors import UsageError
from dateline.find.place_evidence import is_demonym
from dateline.gazetteer import Gazetteer
from dateline.ingest.origin import check_text, content_id, parse_day
from dateline.locate import locate
from dateline.pipeline import annotate_report, code_report
from dateline.records import Annotations, CodedEvent, Report, Span, Toponym
from dateline.resolve.places import resolve_places as resolve_toponyms
from dateline.tools import Tools

_HOLDER = re.compile(r",\s+([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})")
_WORD = re.compile(r"\S+")


def code(
    text: str,
    *,
    published: str | dt.date | None = None,
    title: str | None = None,
    source: str | None = None,
    id: str | None = None,
    tools: Tools | None = None,
) -> list[CodedEvent]:
    """Code the events that a text tells of.

    `published` anchors "on Friday" and the like; without it the text's own dateline does, if it has one. Raises
    UsageError for a date that cannot be read and ReportError for a text that is blank or too long to be one report.
    The tools are loaded once, as `dateline.toml` says; give your own from `load_tools` for other settings.
    """
    report = _report(text, published=published, title=title, source=source, id=id)
    return list(code_report(report, tools or _default_tools()).events)


def annotate(
    text: str,
    *,
    published: str | dt.date | None = None,
    title: str | None = None,
    id: str | None = None,
    tools: Tools | None = None,
) -> Annotations:
    """Mark the places, dates, actors, figures, quotes and citations of a text."""
    report = _report(text, published=published, title=title, source=None, id=id)
    return annotate_report(report, tools or _default_tools())


def resolve_places(
    text: str,
    spans: Iterable[tuple[int, int]],
    *,
    published: str | dt.date | None = None,
    title: str | None = None,
    source: str | None = None,
    tools: Tools | None = None,
) -> tuple[Toponym, ...]:
    """Say which places of the world given stretches of a text name; one toponym a stretch, in the order given.

    A stretch is a start and an end in code points, half-open. What no known place fits keeps the name None and has the
    confidence 0. Raises UsageError for a stretch outside the text or without words. No language tools are loaded.

    >>> text = "He moved from Paris, Texas, to London, Ontario."
    >>> found = resolve_places(text, [(14, 19), (31, 37)])
    >>> [(place.name, place.admin1, place.country) for place in found]
    [('Paris', 'Texas', 'USA'), ('London', 'Ontario', 'CAN')]
    """
    wanted = [(int(start), int(end)) for start, end in spans]
    for start, end in wanted:
        if not (0 <= start < end <= len(text) and text[start:end].strip()):
            raise UsageError(f"[{start}, {end}) is no stretch of words of this text of {len(text)} characters")
    document = read_furniture(clean_report(_report(text, published=published, title=title, source=source, id=None)))
    gazetteer, shift = (tools or _default_tools()).gazetteer, document.text_start
    stretches = sorted({*wanted, *_stated_holders(text, wanted, gazetteer)})
    toponyms = [
        Toponym(
            span=Span(start + shift, end + shift, text[start:end]),
            demonym=is_demonym(gazetteer.candidates(text[start:end])),
            confidence=1.0,
        )
        for start, end in stretches
    ]
    resolved = locate(resolve_toponyms(toponyms, document, gazetteer), document)
    by_stretch = dict(zip(stretches, resolved, strict=True))
    found = (by_stretch[stretch] for stretch in wanted)
    return tuple(place if place.name else replace(place, confidence=0.0) for place in found)


def _stated_holders(text: str, spans: Iterable[tuple[int, int]], gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Give the regions and countries that follow the stretches after a comma, which tell namesakes apart."""
    for _, end in spans:
        match = _HOLDER.match(text, end)
        if match is None:
            continue
        start = match.start(1)
        stops = [start + word.end() for word in _WORD.finditer(match[1])]
        for stop in reversed(stops):
            places = gazetteer.candidates(text[start:stop].rstrip("."))
            if any(place.feature in ("region", "country") for place in places):
                yield start, stop
                break


def load_configured(config: Config) -> Tools:
    """Give the tools that the settings name; each is loaded at its first use."""
    codebook = Path(config.codebook) if config.codebook else None
    return Tools(
        spacy_model=config.spacy_model or None,
        codebook_path=codebook,
        gazetteer_folder=Path(config.gazetteer) if config.gazetteer else None,
        actors_path=Path(config.actors) if config.actors else None,
        classifier_choice=config.classifier,
    )


@functools.cache
def _default_tools() -> Tools:
    return load_configured(load_config(environment=os.environ))


def _report(
    text: str, *, published: str | dt.date | None, title: str | None, source: str | None, id: str | None
) -> Report:
    name = id or content_id(text)
    check_text(text, name)
    day = None if published is None else parse_day(str(published))
    if published is not None and day is None:
        raise UsageError(f"published is a date such as 2024-03-12, not '{published}'")
    return Report(id=name, text=text, title=title, published=day, source=source)
