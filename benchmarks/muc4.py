"""Code the MUC-4 reports, write their incidents and score them.

    python benchmarks/muc4.py muc4_dev.jsonl --out incidents.jsonl [--scorer score_muc4.py]
    python benchmarks/muc4.py muc4_train.jsonl --fit

MUC-4 asks for another thing than the codebook: the incidents of terror of the last two months, with no fights between
armies and guerrilla armies; acts that a report only condemns or threatens count as well, and who or what fills a role
counts once a report, in the wording that its analysts would have marked. So the coded events are joined by acts that
the rules read but do not code (`muc4_scene.py`), and models fitted by `--fit` say which types of incident a report
holds, which of its noun phrases fill which role (`muc4_evidence.py`, `muc4_fillers.py`), how they are written
(`muc4_phrases.py`), which records count and in which city they were (`muc4_model.py`). `--fit` needs LightGBM.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from muc4_judge import Found, Judge
from muc4_report import Told
from muc4_scene import read_report

from dateline.records import EventDate
from dateline.tools import load_tools

WEIGHTS = Path(__file__).with_name("muc4_weights.json")
BASES = ("stated", "inferred", "report")  # the firmest first
#: A city less likely than this to be right is not given.
CITY_FLOOR = 0.2


def code_incidents(told: Told, judge: Judge) -> list[dict[str, Any]]:
    """Give the incidents of a report as the scorer reads them; one without a date happened with the likeliest dated."""
    found = judge.judge(told)
    likeliest = sorted(found, key=lambda each: -each.likely)
    fallback = next(filter(None, map(_date, likeliest)), None)
    return [_as_incident(each, told, judge, _date(each) or fallback) for each in found]


def _date(found: Found) -> EventDate | None:
    events = found.incident.events if found.incident else ()
    dated = [event.date for event in events if event.date and event.date.first]
    return min(dated, key=lambda date: (date.first != date.last, BASES.index(date.basis)), default=None)


def _as_incident(found: Found, told: Told, judge: Judge, date: EventDate | None) -> dict[str, Any]:
    events = found.incident.events if found.incident else ()
    likely, city = judge.city(found, told)
    countries = (event.place.country for event in events if event.place)
    country = next(filter(None, countries), told.scene.home)
    places = [{"name": city, "type": "CITY"}] if likely >= CITY_FLOOR else []
    groups = (actor for event in events for actor in event.recipients if actor.kind == "group")
    unnamed = dict.fromkeys(actor.span.text for actor in groups if actor.span)
    return {
        "type": found.type,
        "roles": {
            **{role: [[text] for text in texts] for role, texts in found.fillers.items()},
            "victim_desc": [[text] for text in unnamed],
        },
        "date_start": str(date.first) if date else None,
        "date_end": str(date.last) if date else None,
        "places": [*places, *([{"country": country}] if country else [])],
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("reports", type=Path)
    options.add_argument("--out", type=Path, default=Path("incidents.jsonl"))
    options.add_argument("--scorer", type=Path)
    options.add_argument("--fit", action="store_true", help="fit the weights on these reports and their templates")
    chosen = options.parse_args()
    lines = [json.loads(line) for line in chosen.reports.read_text(encoding="utf-8").splitlines()]
    tools = load_tools()
    if chosen.fit:
        from muc4_fit import Sample, fit, write_weights  # noqa: PLC0415

        write_weights(fit([Sample.of(read_report(line, tools), line) for line in lines]), WEIGHTS)
        return
    judge = Judge(json.loads(WEIGHTS.read_text(encoding="utf-8")))
    with chosen.out.open("w", encoding="utf-8") as out:
        for line in lines:
            incidents = code_incidents(read_report(line, tools), judge)
            out.write(json.dumps({"docid": line["docid"], "incidents": incidents}) + "\n")
    if chosen.scorer:
        command = [sys.executable, str(chosen.scorer), "--gold", str(chosen.reports), "--pred", str(chosen.out)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
