"""Text → CodedEvent…: the Python door for one text at a time; nothing is kept."""

from __future__ import annotations

import datetime as dt
import functools
import os
from pathlib import Path

from dateline.config import Config, load_config
from dateline.errors import UsageError
from dateline.ingest.origin import check_text, content_id, parse_day
from dateline.pipeline import annotate_report, code_report
from dateline.records import Annotations, CodedEvent, Report
from dateline.tools import Tools


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
    """Mark the places, dates, actors, figures and quotes of a text."""
    report = _report(text, published=published, title=title, source=None, id=id)
    return annotate_report(report, tools or _default_tools())


def load_configured(config: Config) -> Tools:
    """Give the tools that the settings name; each is loaded at its first use."""
    codebook = Path(config.codebook) if config.codebook else None
    return Tools(
        spacy_model=config.spacy_model or None,
        codebook_path=codebook,
        gazetteer_folder=Path(config.gazetteer) if config.gazetteer else None,
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
