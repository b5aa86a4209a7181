"""YAML file → plain data, and the line of each value: read event by event, so that no file can make it run away.

Only what a table of words needs is YAML here: mappings, lists, texts, whole numbers, true, false and null. Anchors,
tags and merge keys are refused, and so is a key that stands twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from dateline.errors import UsageError

Trail = tuple[str | int, ...]  # where a value stands in a file: its keys and list positions

LARGEST_FILE = 4_000_000  # bytes; the whole built-in codebook has a tenth of it
DEEPEST = 20  # levels of lists and mappings within one another; the built-in files have six
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times as fast


@dataclass(frozen=True, slots=True)
class YamlFile:
    """One YAML file that was read: its data, and the line of each value by its trail."""

    name: str
    text: str
    data: Any
    lines: Mapping[Trail, int]

    def line(self, trail: Trail) -> int:
        """Give the line of the value at `trail`, or of the nearest value that holds it."""
        while trail and trail not in self.lines:
            trail = trail[:-1]
        return self.lines.get(trail, 1)

    def fail(self, trail: Trail, message: str) -> NoReturn:
        """Stop with the line on which the value at `trail` stands."""
        raise UsageError(f"{self.name}:{self.line(trail)}: {message}")


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read one file, which messages call `name`; raises UsageError naming file and line where it cannot be used."""
    text = read_text(path, name)
    data, lines = _Reader(name).read(text)
    return YamlFile(name, text, data, lines)


def read_text(path: Path, name: str) -> str:
    """Read a file of UTF-8 text of a bearable size; raises UsageError naming file and line."""
    try:
        if path.exists() and not path.is_file():
            raise UsageError(f"{name}: is not a file that can be read; give a file or a folder of files")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise UsageError(f"{name}: has {size / 1e6:.1f} MB; such a file has at most {LARGEST_FILE / 1e6:.0f} MB")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{name}: cannot be read: {error.strerror or error}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"byte 0x{content[error.start]:02x}"
        raise UsageError(f"{name}:{line}: is not UTF-8 ({found}); save the file as UTF-8") from error
    if not text.strip():
        raise UsageError(f"{name}:1: is empty; `dateline codebook new FILE` writes one to begin with")
    return text


@dataclass(slots=True)
class _Open:
    """A mapping or list that is not closed yet; `key` is the key or the position of the next value."""

    data: dict[str, Any] | list[Any]
    trail: Trail
    key: str | None = None


@dataclass(slots=True)
class _Reader:
    name: str
    lines: dict[Trail, int] = field(default_factory=dict)
    open: list[_Open] = field(default_factory=list)
    data: Any = None

    def read(self, text: str) -> tuple[Any, dict[Trail, int]]:
        """Read the one document of a text."""
        documents = 0
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                documents += isinstance(event, yaml.DocumentStartEvent)
                if documents > 1:
                    self._fail(event, "a second document begins (`---`); put it in a file of its own")
                self._take(event)
        except yaml.YAMLError as error:
            raise UsageError(f"{self.name}:{_error_line(text, error)}: not valid YAML: {_problem(error)}") from error
        return self.data, self.lines

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._fail(event, f"`*{event.anchor}` is an alias; write the words out, or name a class by +CLASS")
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self._fail(event, f"`&{event.anchor}` is an anchor; a class of words can be named by +CLASS instead")
        if getattr(event, "tag", None) and event.tag not in ("!", ""):
            self._fail(event, f"`{event.tag}` is a tag; write plain words")
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            data: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
            trail = self._place(event, data)
            if len(self.open) >= DEEPEST:
                self._fail(event, f"more than {DEEPEST} lists and mappings stand within one another")
            self.open.append(_Open(data, trail))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.open.pop()
        elif isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event)

    def _take_scalar(self, event: Any) -> None:
        inner = self.open[-1] if self.open else None
        if inner is None or isinstance(inner.data, list) or inner.key is not None:
            self._place(event, _value(event))
            return
        if event.value == "<<" and not event.style:
            self._fail(event, "`<<` is a merge key; write the keys out")
        if event.value in inner.data:
            first = self.lines[(*inner.trail, event.value)]
            self._fail(event, f"the key `{event.value}` stands twice, first on line {first}")
        inner.key = event.value
        self.lines[(*inner.trail, inner.key)] = event.start_mark.line + 1

    def _place(self, event: Any, value: Any) -> Trail:
        """Put a value where it belongs and give its trail."""
        if not self.open:
            self.data = value
            return ()
        inner = self.open[-1]
        if isinstance(inner.data, list):
            trail: Trail = (*inner.trail, len(inner.data))
            inner.data.append(value)
            self.lines[trail] = event.start_mark.line + 1
            return trail
        if inner.key is None:
            self._fail(event, "a key must be a word, not a list or mapping")
        trail, inner.data[inner.key], inner.key = (*inner.trail, inner.key), value, None
        return trail

    def _fail(self, event: Any, message: str) -> NoReturn:
        raise UsageError(f"{self.name}:{event.start_mark.line + 1}: {message}")


def _value(event: Any) -> str | int | bool | None:
    """Read a scalar; "no" and "on" are words here, and so are dates, fractions and numbers that begin with 0."""
    text: str = event.value
    if event.style or not event.implicit[0]:
        return text
    if text.lower() in _CONSTANTS:
        return _CONSTANTS[text.lower()]
    return int(text) if _WHOLE.fullmatch(text) else text


def _error_line(text: str, error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    return text[: getattr(error, "position", 0)].count("\n") + 1


def _problem(error: yaml.YAMLError) -> str:
    return getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).partition("\n")[0]
