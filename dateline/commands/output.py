"""Bytes → a file that is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from dateline.errors import RunError


def write_whole(path: Path, write: Callable[[BinaryIO], int]) -> int:
    """Write a draft beside `path` and put it in its place when it is complete; a device is written as it is.

    Gives what `write` gives. Raises RunError where the file cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as out:
                return write(out)
        return _write_draft(path, write)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror or error}") from error


def _write_draft(path: Path, write: Callable[[BinaryIO], int]) -> int:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as out:
        draft = Path(out.name)
        try:
            written = write(cast(BinaryIO, out))
            out.flush()
            draft.chmod(0o666 & ~_umask())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return written


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
