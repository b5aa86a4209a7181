"""Text as the databases keep it: any Python string comes back as it was, and text is ordered by its code points."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy
from sqlalchemy import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

ESCAPE = "\ufdd0"  # a noncharacter of Unicode: in no text that is meant for others
_UNKEEPABLE = re.compile(
    f"[\0\ud800-\udfff{ESCAPE}]"
)  # PostgreSQL holds no NUL, neither database half a surrogate pair
_ESCAPED = re.compile(f"{ESCAPE}([0-9a-f]{{4}})")


class Text(TypeDecorator[str]):
    """A column of text. On PostgreSQL it has the collation "C", so that both databases order it alike."""

    impl = sqlalchemy.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Give the type of a database."""
        collation = "C" if dialect.name == "postgresql" else None
        return sqlalchemy.Text(collation=collation)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape what a database cannot hold."""
        return value if value is None else escape(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Give back what was escaped."""
        return value if value is None else unescape(value)


def escape(text: str) -> str:
    """Write NUL, lone surrogates and the sign of escape itself as that sign and four hexadecimal digits."""
    if text.isascii() and "\0" not in text:
        return text
    return _UNKEEPABLE.sub(lambda found: f"{ESCAPE}{ord(found[0]):04x}", text)


def unescape(text: str) -> str:
    """Undo `escape`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if ESCAPE in text else text
