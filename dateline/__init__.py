"""News reports in, event records out: who did what to whom, where, when, according to whom.

    >>> import dateline
    >>> events = dateline.code("Police detained nine students in Porto on Friday.", published="2024-03-12")
    >>> [(event.event_type, event.mode, event.place.name, str(event.date.first)) for event in events]
    [('COERCE', 'arrest', 'Porto', '2024-03-08')]

Read `dateline/records.py` for the records, `dateline/pipeline.py` for the way from one to the next.
"""

import importlib
from typing import TYPE_CHECKING, Any

from dateline.errors import DatelineError, MissingExtraError, ReportError, RunError, StoreError, UsageError
from dateline.records import (
    Acled,
    Actor,
    Annotations,
    CodedEvent,
    EventDate,
    EventPlace,
    Figure,
    Issue,
    Quote,
    Report,
    Span,
    Timex,
    Toponym,
)

if TYPE_CHECKING:
    from dateline.api import annotate, code, resolve_places
    from dateline.config import Config, load_config
    from dateline.dates import resolve_date
    from dateline.exporters import to_frame
    from dateline.ingest import read_reports
    from dateline.pipeline import annotate_report, code_report
    from dateline.store import open_store
    from dateline.tools import load_tools

__version__ = "0.1.0"

__all__ = [
    "Acled",
    "Actor",
    "Annotations",
    "CodedEvent",
    "Config",
    "DatelineError",
    "EventDate",
    "EventPlace",
    "Figure",
    "Issue",
    "MissingExtraError",
    "Quote",
    "Report",
    "ReportError",
    "RunError",
    "Span",
    "StoreError",
    "Timex",
    "Toponym",
    "UsageError",
    "annotate",
    "annotate_report",
    "code",
    "code_report",
    "load_config",
    "load_tools",
    "open_store",
    "read_reports",
    "resolve_date",
    "resolve_places",
    "to_frame",
]

# Loaded at their first use, so that `import dateline` takes no time.
_LATER = {
    "Config": "dateline.config",
    "annotate": "dateline.api",
    "annotate_report": "dateline.pipeline",
    "code": "dateline.api",
    "code_report": "dateline.pipeline",
    "load_config": "dateline.config",
    "load_tools": "dateline.tools",
    "open_store": "dateline.store",
    "read_reports": "dateline.ingest",
    "resolve_date": "dateline.dates",
    "resolve_places": "dateline.api",
    "to_frame": "dateline.exporters",
}


def __getattr__(name: str) -> Any:
    """Load a public name at its first use."""
    if name not in _LATER:
        raise AttributeError(f"module 'dateline' has no attribute '{name}'")
    value = getattr(importlib.import_module(_LATER[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
