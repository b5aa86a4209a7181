"""CodedEvent -> a pandas data frame, one row an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.errors import MissingExtraError
from dateline.exporters.flat import COLUMNS, flat_row
from dateline.records import CodedEvent

if TYPE_CHECKING:
    import pandas as pd

DTYPES = {str: "string", int: "Int64", float: "Float64", bool: "boolean", dt.date: "datetime64[s]"}


def to_frame(events: Iterable[CodedEvent]) -> pd.DataFrame:
    """Give events as a data frame; days are timestamps, what is unknown is missing."""
    try:
        import pandas as pd  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError("A data frame", "pandas") from error
    frame = pd.DataFrame([flat_row(event) for event in events], columns=list(COLUMNS), dtype=object)
    return frame.astype({column: DTYPES[kind] for column, kind in COLUMNS.items()})
