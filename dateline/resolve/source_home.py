"""Where a source is at home, by the ending of its web address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from dateline.records import Report

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.([a-z]{2,})")
#: Country endings that are sold all over the world and so tell no country.
_WORLDWIDE = frozenset("ac ai cc co eu fm gg io la ly me nu sh so tk to tv vc ws".split())


def home_endings(report: Report) -> tuple[str, ...]:
    """Give the endings of a report's addresses, its page's first, that may tell a country; none for a bad address.

    >>> home_endings(Report(id="1", text="", url="https://news.example.co.ke/story"))
    ('ke',)
    """
    found = (_ending(address) for address in (report.url, report.source) if address)
    return tuple(ending for ending in found if ending and ending not in _WORLDWIDE)


def _ending(address: str) -> str:
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    match = _HOST.fullmatch(host.lower())
    return match[1] if match else ""
