"""CodedEvent, Incident -> JSON lines, one event, claim or incident each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from dateline.exporters.cells import text_writer
from dateline.incidents import Incident, claim_to_json, incident_to_json
from dateline.jsonlines import Json, event_line
from dateline.records import CodedEvent


def export_jsonl(events: Iterable[CodedEvent], out: BinaryIO) -> int:
    """Write events as JSON lines; give how many."""
    return write_lines(map(event_line, events), out)


def export_claims_jsonl(incidents: Iterable[Incident], out: BinaryIO) -> int:
    """Write the claims of incidents as JSON lines, each with the id of its incident; give how many."""
    return write_lines(map(json_line, _claims(incidents)), out)


def export_incidents_jsonl(incidents: Iterable[Incident], out: BinaryIO) -> int:
    """Write incidents as JSON lines, each with all its claims; give how many."""
    return write_lines((json_line(incident_to_json(incident)) for incident in incidents), out)


def write_lines(lines: Iterable[str], out: BinaryIO) -> int:
    """Write lines of text as UTF-8; give how many."""
    count = 0
    with text_writer(out) as text:
        for line in lines:
            text.write(line + "\n")
            count += 1
    return count


def json_line(values: Json) -> str:
    """Write JSON values as one line, without a line break at its end."""
    return json.dumps(values, ensure_ascii=False)


def _claims(incidents: Iterable[Incident]) -> Iterator[Json]:
    for incident in incidents:
        for claim in incident.claims:
            yield {"incident_id": incident.incident_id} | claim_to_json(claim)
