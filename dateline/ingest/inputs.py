"""Arguments → files: folders are walked, patterns expanded, what cannot be read is named."""

from __future__ import annotations

import glob
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.ingest.origin import STEP
from dateline.records import Issue

STDIN = "-"


@dataclass(frozen=True, slots=True)
class File:
    """One file to read; `path` is None for standard input."""

    path: Path | None
    relative: str  # to the folder it was found in, for the manifest


def find_files(inputs: Sequence[str], endings: Collection[str]) -> Iterator[File | Issue]:
    """Give each file once, in the order of the arguments and sorted within folders."""
    seen: set[str] = set()
    for argument in inputs:
        for found in _try_to_expand(argument, endings):
            if isinstance(found, File) and found.path is not None:
                real = os.path.realpath(found.path)
                if real in seen:
                    continue
                seen.add(real)
            yield found


def _try_to_expand(argument: str, endings: Collection[str]) -> Iterator[File | Issue]:
    try:
        yield from _expand(argument, endings)
    except OSError as error:
        yield Issue(place=argument, step=STEP, message=f"cannot open this path: {error.strerror}")


def _expand(argument: str, endings: Collection[str]) -> Iterator[File | Issue]:
    path = Path(argument)
    if argument == STDIN:
        yield File(None, STDIN)
    elif path.is_dir():
        yield from _expand_folder(path, endings)
    elif path.exists() and not _has_ending(path, endings):
        yield Issue(place=argument, step=STEP, message=_wrong_kind(path, endings))
    elif path.exists():
        yield File(path, path.name)
    elif glob.has_magic(argument):
        yield from _expand_pattern(argument, endings)
    else:
        yield Issue(place=argument, step=STEP, message="no such file or folder: check the path")


def _expand_folder(folder: Path, endings: Collection[str]) -> Iterator[File | Issue]:
    unreadable: list[OSError] = []
    found = 0
    for root, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            path = Path(root, name)
            if _has_ending(path, endings):
                found += 1
                yield File(path, path.relative_to(folder).as_posix())
            else:
                yield _skipped(path, endings)
    for error in unreadable:
        yield Issue(place=str(error.filename), step=STEP, message=f"cannot open this folder: {error.strerror}")
    if not found:
        yield Issue(place=str(folder), step=STEP, message=f"no report in this folder: put {_list(endings)} files there")


def _expand_pattern(pattern: str, endings: Collection[str]) -> Iterator[File | Issue]:
    found = 0
    for name in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - Path.glob refuses absolute patterns
        path = Path(name)
        if path.is_dir():
            continue
        if _has_ending(path, endings):
            found += 1
            yield File(path, path.as_posix())
        else:
            yield _skipped(path, endings)
    if not found:
        yield Issue(place=pattern, step=STEP, message=f"no {_list(endings)} file matches this pattern")


def _has_ending(path: Path, endings: Collection[str]) -> bool:
    return path.suffix.lower() in endings


def _skipped(path: Path, endings: Collection[str]) -> Issue:
    return Issue(place=str(path), step=STEP, message=f"skipped: {_wrong_kind(path, endings)}", level="warning")


def _wrong_kind(path: Path, endings: Collection[str]) -> str:
    found = f"a {path.suffix} file" if path.suffix else "a file without an ending"
    return f"{found} cannot be read: give {_list(endings)}"


def _list(endings: Collection[str]) -> str:
    first, last = list(endings)[:-1], list(endings)[-1]
    return f"{', '.join(first)} or {last}"
