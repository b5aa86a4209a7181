"""What can go wrong.

    DatelineError
    ├── ReportError     this one report fails; the rest of the batch goes on
    │   └── LeftUncodedError    it was not tried: the budget is spent, or the endpoint is down
    └── RunError        the run stops
        ├── UsageError      an argument, a file or a setting is wrong (exit code 2)
        ├── StoreError      the store cannot be opened, read or written
        │   └── ReadOnlyStoreError    it can be read, but not written
        └── MissingExtraError    an optional part is not installed

Every message says what was expected, what was found and what to do.
"""

from __future__ import annotations


class DatelineError(Exception):
    """The root of all errors that dateline raises on purpose."""


class ReportError(DatelineError):
    """One report cannot be read or coded; `place` names its file and line."""

    def __init__(self, message: str, *, place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class LeftUncodedError(ReportError):
    """One report was not tried; the same command codes it later."""


class RunError(DatelineError):
    """The run cannot go on."""


class UsageError(RunError):
    """An argument, a file or a setting is wrong."""


class StoreError(RunError):
    """The store cannot be opened, read or written."""


class ReadOnlyStoreError(StoreError):
    """The store may be read, but not written."""


class MissingExtraError(RunError):
    """A part that is installed on request is missing."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs the extra '{extra}': pip install 'dateline[{extra}]'")
