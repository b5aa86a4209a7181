"""Sketches of the store -> Story: which reports are about one happening, over the whole time that the store covers."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection

from dateline.incidents import Story, StoryReport
from dateline.merge.retellings import find_originals
from dateline.merge.stories import StorySketch, find_stories
from dateline.privacy import name_mask
from dateline.store import Store
from dateline.store import likeness as kept
from dateline.store.incidents import incidents_by_report
from dateline.store.likeness import ReportOfText

FEW = 2  # reports of a story that tell of an incident before it counts as the story's
ID_LENGTH = 16


def stories_of(store: Store, *, profile: str) -> list[Story]:
    """Give the stories, by the day of their first report; names in ids and sources are masked but in full."""
    with store.reading() as connection:
        told: dict[str, list[ReportOfText]] = {}
        for row in kept.read_reports_of_texts(connection):
            told.setdefault(row.hash, []).append(row)
        sketches = kept.read_sketches(connection, "story", (rows[0].text_id for rows in told.values()))
        copies = _copies(connection, told)
        incidents = incidents_by_report(connection)
    known = {text: rows[0].text_id for text, rows in told.items() if rows[0].text_id in sketches}
    groups = find_stories({text: StorySketch.from_bytes(sketches[text_id]) for text, text_id in known.items()})
    stories = (
        _story([row for text in group for row in told[text]], copies, incidents, masked=profile != "full")
        for group in groups
    )
    return sorted(stories, key=lambda story: (story.reports[0].published or "9999", story.story_id))


def _copies(connection: Connection, told: Mapping[str, Sequence[ReportOfText]]) -> set[str]:
    """Give the texts that are copies of one told before them."""
    text_of = {rows[0].text_id: text for text, rows in told.items()}
    alike = (
        (text_of[each.text_id], text_of[each.other_id])
        for each in kept.read_likenesses(connection, ("copy",))
        if each.text_id in text_of and each.other_id in text_of
    )
    days = {
        text: dt.date.fromisoformat(rows[0].published) if rows[0].published else None for text, rows in told.items()
    }
    return set(find_originals(days, alike))


def _story(
    rows: Sequence[ReportOfText], copies: Collection[str], incidents: Mapping[str, Collection[str]], *, masked: bool
) -> Story:
    ordered = sorted(rows, key=lambda row: (row.published or "9999", row.report_id))
    seen: set[str] = set()
    reports: list[StoryReport] = []
    for row in ordered:
        mask = name_mask(json.loads(row.private_names)) if masked else str
        copy = row.hash in copies or row.hash in seen
        seen.add(row.hash)
        source = mask(row.source) if row.source else None
        reports.append(StoryReport(report_id=mask(row.report_id), source=source, published=row.published, copy=copy))
    counts = Counter(each for row in ordered for each in incidents.get(row.report_id, ()))
    digest = hashlib.sha256(f"{ordered[0].report_id} {ordered[0].hash}".encode("utf-8", "surrogatepass")).hexdigest()
    return Story(
        story_id=f"s{digest[:ID_LENGTH]}",
        reports=tuple(reports),
        independent_sources=len({row.source or row.report_id for row in reports if not row.copy}),
        incidents=tuple(sorted(each for each, count in counts.items() if count >= min(FEW, len(ordered)))),
    )
