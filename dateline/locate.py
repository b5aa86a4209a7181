"""Document offsets → report offsets: a span in a title put before the text says so, all others index the text."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar, cast

from dateline.records import Block, Document, Span

T = TypeVar("T")


def locate(record: T, document: Document) -> T:
    """Give a record with every span in it moved from the document's text to the report's text or title."""
    return cast(T, _moved(record, document.text_start)) if document.text_start else record


def _moved(value: Any, text_start: int) -> Any:
    if isinstance(value, Span):
        if value.start < text_start:
            return dataclasses.replace(value, part="title")
        return Span(value.start - text_start, value.end - text_start, value.text)
    if isinstance(value, Block):
        return dataclasses.replace(value, start=value.start - text_start, end=value.end - text_start)
    if isinstance(value, tuple):
        return tuple(_moved(item, text_start) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: _moved(old, text_start)
            for field in dataclasses.fields(value)
            if isinstance(old := getattr(value, field.name), tuple) or dataclasses.is_dataclass(old)
        }
        return dataclasses.replace(value, **changes)
    return value
