"""Incidents of the store -> Incident: with all claims as a profile shows them, and why they were merged.

Claims are withheld first and joined then, so that nothing that a profile withholds reaches an incident.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from sqlalchemy import Connection

from dateline.happenings.loaded import load
from dateline.happenings.repeats import story_pairs
from dateline.incidents import Incident, Link, Member, Reliability
from dateline.jsonlines import event_to_json
from dateline.merge.agree import make_incident
from dateline.merge.explain import explain_pair
from dateline.merge.sayings import saying_of
from dateline.merge.score import probability, weigh
from dateline.privacy import Batch, Withheld, apply_profile
from dateline.records import CodedEvent
from dateline.store import Query, Store
from dateline.store.incidents import KeptIncident, KeptMember, read_incident_members, read_incidents
from dateline.store.merging import decided_pairs
from dateline.store.read import read_batches

INCIDENTS_AT_ONCE = 200
EVERYTHING = Query()
CERTAIN = 1.0


def incidents_of(
    store: Store,
    query: Query = EVERYTHING,
    *,
    profile: str,
    grades: Mapping[str, Reliability] | None = None,
    chosen: Iterable[KeptIncident] | None = None,
    tally: Withheld | None = None,
) -> Iterator[Incident]:
    """Give the incidents that a query asks for, or those chosen, by their first day and id, as a profile shows them.

    `tally` counts what the profile withheld.
    """
    show = Shown(profile=profile, secret=store.secret(), tally=tally, grades=grades or {})
    with store.reading() as connection:
        left = iter(chosen) if chosen is not None else read_incidents(connection, query)
        while part := list(islice(left, INCIDENTS_AT_ONCE)):
            yield from _read(connection, part, show)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How incidents are shown: by which profile, and with which grades of sources."""

    profile: str
    secret: bytes
    tally: Withheld | None
    grades: Mapping[str, Reliability]

    def events(self, batches: Iterable[Batch], wanted: Collection[str]) -> dict[str, CodedEvent]:
        """Give the events that are wanted as the profile shows them, by id."""
        apart = ((batch, [event for event in batch.events if event.event_id in wanted]) for batch in batches)
        split = (
            replace(
                batch,
                events=tuple(kept),
                beside=tuple(event for event in batch.events if event.event_id not in wanted),
            )
            for batch, kept in apart
        )
        return {event.event_id: event for event in apply_profile(self.profile, split, self.secret, self.tally)}


def _read(connection: Connection, part: Sequence[KeptIncident], show: Shown) -> Iterator[Incident]:
    members: dict[str, list[KeptMember]] = {}
    for member in read_incident_members(connection, (each.incident_id for each in part)):
        members.setdefault(member.incident_id, []).append(member)
    reports = {member.report_id for told in members.values() for member in told}
    batches = read_batches(connection, Query(reports=tuple(sorted(reports))))
    wanted = {member.event_id for told in members.values() for member in told}
    shown = show.events(batches, wanted)
    explained = _Explained(connection, members, shown)
    for each in part:
        told = members[each.incident_id]
        joined = [
            Member(event=shown[member.event_id], copy_of=member.copy_of, copy_kind=member.copy_kind) for member in told
        ]
        yield make_incident(each.incident_id, joined, links=explained.links(told), grades=show.grades)


class _Explained:
    """Why claims stand in their incidents: traits of the events as they are kept, words as they are shown."""

    def __init__(
        self, connection: Connection, members: Mapping[str, Sequence[KeptMember]], shown: Mapping[str, CodedEvent]
    ) -> None:
        several = [member for told in members.values() if len(told) > 1 for member in told]
        self._sayings = {each.event_id: saying_of(event_to_json(shown[each.event_id])) for each in several}
        self._loaded = load(connection, {each.row_id for each in several})
        self._places = self._loaded.places()
        self._stories = story_pairs(connection, set(self._loaded.texts.tolist()))
        self._decided = set(decided_pairs(connection, self._sayings)["same"])

    def links(self, told: Sequence[KeptMember]) -> list[Link]:
        """Give for each claim but the first by what it is tied to the claims before it."""
        if len(told) < 2:
            return []
        ordered = sorted(told, key=lambda each: self._sayings[each.event_id].order)
        own = [each for each in ordered if each.copy_of is None]
        ids = {each.event_id for each in told}
        copies = [
            Link(event_id=each.event_id, other_id=each.copy_of, kind="copy", score=CERTAIN)
            for each in ordered
            if each.copy_of is not None
        ]
        decisions = [
            Link(event_id=one, other_id=other, kind="decision", score=CERTAIN)
            for one, other in sorted(self._decided)
            if one in ids and other in ids
        ]
        return [*decisions, *copies, *(self._best_link(own, at) for at in range(1, len(own)))]

    def _best_link(self, own: Sequence[KeptMember], at: int) -> Link:
        """Give the link of a claim to the claim before it that it is most like."""
        left = np.full(at, self._places[own[at].row_id])
        right = np.array([self._places[each.row_id] for each in own[:at]])
        table = self._loaded.table
        weights = weigh(table, left, right, self._stories.of(table, left, right))
        best = int(weights.sum(axis=1).argmax())
        one, other = own[at].event_id, own[best].event_id
        return Link(
            event_id=one,
            other_id=other,
            kind="score",
            score=probability(float(weights[best].sum())),
            reasons=explain_pair(self._sayings[one], self._sayings[other], weights[best].tolist()),
        )
