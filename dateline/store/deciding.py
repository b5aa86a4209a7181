"""A person's decisions -> rows: appended, withdrawn by a note of their own, never changed.

All functions work inside one transaction of their caller. What a decision is about is merged anew.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from dateline.errors import UsageError
from dateline.incidents import Decision, Verdict
from dateline.jsonlines import event_from_json
from dateline.store.history import note_pending, now
from dateline.store.links import in_parts
from dateline.store.tables import decisions, event_ids, events, publications

WHY = "human decision"
Sentence = tuple[str, str, str]  # an event's type, the words of its trigger, and the sentence with these


def decide(connection: Connection, verdict: Verdict, pairs: Iterable[tuple[str, str]], *, who: str, note: str) -> int:
    """Keep a decision about pairs of events; give its number.

    Raises UsageError for an event that is not there, and for two that one text tells and that are to be kept apart.
    """
    ordered = sorted({(min(pair), max(pair)) for pair in pairs})
    told = _told(connection, {event_id for pair in ordered for event_id in pair})
    _check(ordered, told, verdict)
    number = (connection.execute(select(func.max(decisions.c.act))).scalar() or 0) + 1
    shared = {"act": number, "verdict": verdict, "made_at": now(), "made_by": who, "note": note}
    rows = [shared | {"event_id": one, "other_id": other} for one, other in ordered]
    connection.execute(decisions.insert(), rows)
    note_pending(connection, sorted({event_id for pair in ordered for event_id in pair}), WHY)
    return number


def withdraw(connection: Connection, number: int, *, who: str) -> Decision:
    """Withdraw a decision; raises UsageError where there is none of this number, or it is withdrawn already."""
    found = [each for each in read_decisions(connection) if each.number == number]
    if not found:
        raise UsageError(f"there is no decision {number}: see `dateline decide list`")
    if found[0].withdrawn_at:
        raise UsageError(f"decision {number} was withdrawn already, at {found[0].withdrawn_at}")
    withdrawn = {"withdrawn_at": now(), "withdrawn_by": who}
    connection.execute(decisions.update().where(decisions.c.act == number).values(withdrawn))
    note_pending(connection, sorted({event_id for pair in found[0].pairs for event_id in pair}), WHY)
    return found[0]


def read_decisions(connection: Connection) -> list[Decision]:
    """Give all decisions in the order in which they were made."""
    rows = connection.execute(select(decisions).order_by(decisions.c.act, decisions.c.id)).all()
    return [_decision(list(group)) for _, group in itertools.groupby(rows, key=lambda row: row.act)]


def gone_events(connection: Connection, decided: Sequence[Decision]) -> set[str]:
    """Give the events that decisions are about and that are told no more."""
    wanted = {event_id for each in decided for pair in each.pairs for event_id in pair}
    return wanted - _told(connection, wanted).keys()


def decided_sentences(connection: Connection, ids: Iterable[str]) -> dict[str, Sentence]:
    """Give, of the events that decisions are about, what they say: by this they are known in a new version."""
    wanted: set[str] = set()
    for part in in_parts(ids):
        for column in (decisions.c.event_id, decisions.c.other_id):
            wanted.update(connection.execute(select(column).where(column.in_(part))).scalars())
    return _sentences(connection, wanted)


def follow(connection: Connection, gone: Mapping[str, Sentence], told: Iterable[str]) -> None:
    """Let decisions about events that are told no more be about those that now tell the same by the same sentence.

    Only where one event alone does: a person's word is never given to what it may not have been about.
    """
    if not gone:
        return
    now_told: dict[Sentence, list[str]] = {}
    for event_id, sentence in _sentences(connection, told).items():
        now_told.setdefault(sentence, []).append(event_id)
    for event_id, sentence in gone.items():
        found = now_told.get(sentence, [])
        if len(found) == 1 and event_id not in found and list(gone.values()).count(sentence) == 1:
            _rename(connection, event_id, found[0])


def _rename(connection: Connection, before: str, after: str) -> None:
    either = or_(decisions.c.event_id == before, decisions.c.other_id == before)
    for row in connection.execute(select(decisions).where(either)).all():
        one, other = sorted(after if each == before else each for each in (row.event_id, row.other_id))
        changed = decisions.update().where(decisions.c.id == row.id)
        connection.execute(changed.values(event_id=one, other_id=other))


def _sentences(connection: Connection, ids: Iterable[str]) -> dict[str, Sentence]:
    """Give the type of events, and the words of their triggers and of the sentences with these."""
    statement = select(event_ids.c.event_id, events.c.record).join(events, events.c.id == event_ids.c.row_id)
    found = {}
    for part in in_parts(ids):
        for row in connection.execute(statement.where(event_ids.c.event_id.in_(part))):
            event = event_from_json(json.loads(row.record))
            trigger = event.trigger
            told = [
                span.text
                for span in event.evidence
                if span.part == trigger.part and span.start <= trigger.start < span.end
            ]
            found[row.event_id] = (event.event_type, trigger.text, " ".join(told))
    return found


def _check(pairs: Sequence[tuple[str, str]], rows: Mapping[str, int], verdict: Verdict) -> None:
    gone = sorted({event_id for pair in pairs for event_id in pair} - rows.keys())
    if gone:
        raise UsageError(
            f"there is no event {gone[0]} (any more): it was coded anew, replaced or forgotten; `dateline show` lists "
            "the events there are"
        )
    twins = [pair for pair in pairs if verdict == "different" and rows[pair[0]] == rows[pair[1]]]
    if twins:
        raise UsageError(
            f"the events {twins[0][0]} and {twins[0][1]} are one text told by two reports, which tell of one happening"
        )


def _told(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Give the rows of those of the events that are told today."""
    statement = select(event_ids.c.event_id, event_ids.c.row_id).join(publications)
    return {
        row.event_id: row.row_id
        for part in in_parts(ids)
        for row in connection.execute(statement.where(publications.c.current, event_ids.c.event_id.in_(part)))
    }


def _decision(rows: Sequence[Row[Any]]) -> Decision:
    first = rows[0]
    return Decision(
        number=first.act,
        verdict=first.verdict,
        pairs=tuple((row.event_id, row.other_id) for row in rows),
        made_at=first.made_at,
        made_by=first.made_by,
        note=first.note,
        withdrawn_at=first.withdrawn_at,
        withdrawn_by=first.withdrawn_by,
    )
