"""Hand-coded rows, coded events -> agreement: precision, recall and F1 by level, accuracy by field.

A pair of records is eligible at a level when both are of one report and agree on

    what     the event type
    where    and the place (its name, or both have none)
    when     and the dates (the days in common are half of all the days, or both have none)
    who      and the actor (half of the shorter name's words are in common, or both have none)

Each level counts the pairs of a best one-to-one matching. Fields are compared on the pairs of `when`.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

import lap
import numpy as np

from dateline.errors import UsageError
from dateline.jsonlines import read_events
from dateline.records import Actor, CodedEvent

LevelName = Literal["what", "where", "when", "who"]
LEVELS: tuple[LevelName, ...] = get_args(LevelName)

COLUMNS = (
    "report",
    "event_type",
    "mode",
    "actor",
    "recipient",
    "place",
    "date_start",
    "date_end",
    "status",
    "attributed_to",
    "killed",
)

SAME_DAYS = 0.5  # of all days
SAME_WORDS = 0.5  # of the shorter name
# What is added to a pair's weight of 1, so that of many best matchings the likeliest is taken
MODE_WEIGHT, RECIPIENT_WEIGHT, WHO_WEIGHT = 0.1, 0.1, 0.05

# The two lists are part of the definition of agreement by which coders are compared, and are not to be tuned
EMPTY_WORDS = frozenset(
    {"the", "a", "an", "of", "and", "in", "on", "at", "by", "for", "to", "members", "member", "supporters", "supporter"}
    | {"province", "city", "county", "region", "state", "governorate", "regime"}
)
BROAD_WORDS = frozenset({"iran", "iranian", "iranians", "people", "government", "forces"})  # never enough by themselves
KIND_OF_PLACE = re.compile(r"\b(province|city|county|region|oblast|state)\b")
POSSESSIVE = re.compile(r"[’']s\b")
NO_WORD = re.compile(r"[^a-z0-9 ]+")
NEUTRALISED = re.compile(r"^'(?=[=+\-@\t\r\n])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is compared of one record; a name may come in several forms."""

    report: str
    event_type: str
    mode: str = ""
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()  # folded
    first: dt.date | None = None
    last: dt.date | None = None
    status: str = ""
    attributed_to: str = ""
    killed: str = ""  # min-max


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How many records agree at a level."""

    matched: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far predicted records agree with gold ones; the fields are shares of the pairs that agree on when."""

    gold: int
    predicted: int
    levels: Mapping[LevelName, Level]
    pairs: int
    mode: float
    recipient: float
    status: float
    attribution: float
    killed: tuple[int, int]  # right, of the pairs in which either gives a figure


# --- reading


def read_gold(path: Path) -> list[Row]:
    """Read hand-coded rows from a CSV file in the columns of the codebook."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            _check_columns(path, table.fieldnames or ())
            return [_row_from_cells(cells, f"{path}:{table.line_num}") for cells in table]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: expected a CSV file in UTF-8, found something else ({error})") from error


def read_coded(path: Path) -> list[Row]:
    """Read coded rows from CSV, or coded events from JSON lines (any other ending)."""
    return read_gold(path) if path.suffix.lower() == ".csv" else rows_from_events(read_events(path))


def rows_from_events(events: Iterable[CodedEvent]) -> list[Row]:
    """Give what is compared of coded events."""
    return [_row_from_event(event) for event in events]


def keep_reports(rows: Iterable[Row], reports: Collection[str]) -> list[Row]:
    """Keep the rows of some reports; `000` keeps those of `000_name` too."""
    return [row for row in rows if _known_id(row.report, reports) in reports]


def _check_columns(path: Path, found: Sequence[str]) -> None:
    missing = [column for column in COLUMNS if column not in found]
    if missing:
        raise UsageError(
            f"{path}: expected the columns of the codebook, but {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing (found: {', '.join(found) or 'none'})"
        )


def _row_from_cells(cells: Mapping[str, str | None], place: str) -> Row:
    text = {column: NEUTRALISED.sub("", (cells[column] or "").strip()) for column in COLUMNS}
    try:
        first, last = (
            dt.date.fromisoformat(day[:10]) if day else None for day in (text["date_start"], text["date_end"])
        )
    except ValueError as error:
        raise UsageError(f"{place}: expected dates such as 2020-01-25, found something else ({error})") from error
    return Row(
        report=text["report"],
        event_type=text["event_type"],
        mode=text["mode"],
        actors=_filled([text["actor"]]),
        recipients=_filled([text["recipient"]]),
        places=_folded_places([text["place"]]),
        first=first,
        last=last,
        status=text["status"],
        attributed_to=text["attributed_to"],
        killed=text["killed"],
    )


def _row_from_event(event: CodedEvent) -> Row:
    date, place = event.date, event.place
    killed = next((figure for figure in event.figures if figure.kind == "killed"), None)
    region = place.admin1 if place and place.precision == "region" else None
    return Row(
        report=event.report_id,
        event_type=event.event_type,
        mode=event.mode or "",
        actors=_forms(event.actors),
        recipients=_forms(event.recipients),
        places=_folded_places([place.span.text if place.span else "", place.name, region or ""] if place else []),
        first=date.first if date else None,
        last=(date.last or date.first) if date else None,
        status=event.status,
        attributed_to="; ".join(actor.span.text if actor.span else actor.name for actor in event.attributed_to),
        killed=f"{_number(killed.min)}-{_number(killed.max)}" if killed else "",
    )


def _forms(actors: Iterable[Actor]) -> tuple[str, ...]:
    return _filled(form for actor in actors for form in (actor.span.text if actor.span else "", actor.name))


def _filled(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _folded_places(names: Iterable[str]) -> frozenset[str]:
    return frozenset(_fold(name).strip() for name in names) - {""}


# --- comparing


def same_name(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether some form of one name shares half the telling words of the shorter with some form of the other.

    >>> same_name(["Union of Miners"], ["the miners’ union"]), same_name(["Union of Miners"], [])
    (True, False)
    """
    if not left or not right:
        return not left and not right
    return any(_same_words(_words(a), _words(b)) for a in left for b in right)


def _same_words(left: frozenset[str], right: frozenset[str]) -> bool:
    if left == right:
        return True
    common = left & right
    if not common - BROAD_WORDS or len(right) > 2 * len(left) + 3:
        return False
    return len(common) / min(len(left), len(right)) >= SAME_WORDS


def _same_place(gold: Row, predicted: Row) -> bool:
    if not gold.places and not predicted.places:
        return True
    return bool(_bare_places(gold.places) & _bare_places(predicted.places))


@functools.lru_cache(maxsize=4096)
def _bare_places(places: frozenset[str]) -> frozenset[str]:
    return frozenset(KIND_OF_PLACE.sub("", place).strip() for place in places)


def _same_date(gold: Row, predicted: Row) -> bool:
    if gold.first is None or predicted.first is None:
        return gold.first is None and predicted.first is None
    firsts, lasts = (gold.first, predicted.first), (gold.last or gold.first, predicted.last or predicted.first)
    common = (min(lasts) - max(firsts)).days + 1
    return common > 0 and common / ((max(lasts) - min(firsts)).days + 1) >= SAME_DAYS


def _agrees(level: LevelName, gold: Row, predicted: Row) -> bool:
    steps: tuple[Callable[[Row, Row], bool], ...] = (_same_type, _same_place, _same_date, _same_actor)
    return all(step(gold, predicted) for step in steps[: LEVELS.index(level) + 1])


def _same_type(gold: Row, predicted: Row) -> bool:
    return gold.event_type == predicted.event_type


def _same_actor(gold: Row, predicted: Row) -> bool:
    return same_name(gold.actors, predicted.actors)


@functools.lru_cache(maxsize=65536)
def _words(name: str) -> frozenset[str]:
    return frozenset(_fold(name).split()) - EMPTY_WORDS


@functools.lru_cache(maxsize=65536)
def _fold(text: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return NO_WORD.sub(" ", POSSESSIVE.sub("", "".join(letters).lower()))


# --- scoring


def score(gold: Sequence[Row], predicted: Sequence[Row]) -> Agreement:
    """Score predicted records against gold ones; a report `000_name` counts as gold's `000`."""
    predicted = _align_reports(gold, predicted)
    if not {row.report for row in gold} & {row.report for row in predicted}:
        raise UsageError(
            f"no report of the gold rows ({_some_reports(gold)}) is among the coded ones ({_some_reports(predicted)}): "
            "compare the ids of the reports"
        )
    return _score(gold, predicted)


def score_reports(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, Agreement]:
    """Score each report of the gold rows by itself, in their order."""
    coded = _by_report(_align_reports(gold, predicted))
    return {report: _score(rows, coded.get(report, [])) for report, rows in _by_report(gold).items()}


def agreement_to_json(agreement: Agreement) -> dict[str, Any]:
    """Give an agreement as JSON values, rounded to three digits."""
    levels = {
        name: {"p": round(level.precision, 3), "r": round(level.recall, 3), "f1": round(level.f1, 3)}
        for name, level in agreement.levels.items()
    }
    fields = ("mode", "recipient", "status", "attribution")
    return (
        {"gold": agreement.gold, "predicted": agreement.predicted}
        | levels
        | {"pairs": agreement.pairs}
        | {field: round(getattr(agreement, field), 3) for field in fields}
        | {"killed": list(agreement.killed)}
    )


def _score(gold: Sequence[Row], predicted: Sequence[Row]) -> Agreement:
    levels = {level: _level(len(_match(level, gold, predicted)), gold, predicted) for level in LEVELS}
    pairs = _match("when", gold, predicted)
    counted = [(g, p) for g, p in pairs if g.killed or p.killed]

    def share(agree: Callable[[Row, Row], bool]) -> float:
        return sum(agree(g, p) for g, p in pairs) / (len(pairs) or 1)

    return Agreement(
        gold=len(gold),
        predicted=len(predicted),
        levels=levels,
        pairs=len(pairs),
        mode=share(lambda g, p: g.mode == p.mode),
        recipient=share(lambda g, p: same_name(g.recipients, p.recipients)),
        status=share(lambda g, p: g.status == p.status),
        attribution=share(lambda g, p: same_name(_filled([g.attributed_to]), _filled([p.attributed_to]))),
        killed=(sum(g.killed == p.killed for g, p in counted), len(counted)),
    )


def _level(matched: int, gold: Sequence[Row], predicted: Sequence[Row]) -> Level:
    precision = matched / len(predicted) if predicted else 0.0
    recall = matched / len(gold) if gold else 0.0
    both = precision + recall
    return Level(matched=matched, precision=precision, recall=recall, f1=2 * precision * recall / both if both else 0.0)


def _match(level: LevelName, gold: Sequence[Row], predicted: Sequence[Row]) -> list[tuple[Row, Row]]:
    coded = _by_report(predicted)
    pairs: list[tuple[Row, Row]] = []
    for report, rows in _by_report(gold).items():
        if report in coded:
            pairs += _match_report(level, rows, coded[report])
    return pairs


def _match_report(level: LevelName, gold: Sequence[Row], predicted: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Pair records one to one, with the greatest sum of weights (Jonker and Volgenant 1987)."""
    weights = np.array([[_weight(level, g, p) for p in predicted] for g in gold])
    _, columns, _ = lap.lapjv(-weights, extend_cost=True)
    return [(gold[i], predicted[j]) for i, j in enumerate(columns) if j >= 0 and weights[i, j] > 0]


def _weight(level: LevelName, gold: Row, predicted: Row) -> float:
    if not _agrees(level, gold, predicted):
        return 0.0
    return (
        1
        + MODE_WEIGHT * (gold.mode == predicted.mode)
        + RECIPIENT_WEIGHT * same_name(gold.recipients, predicted.recipients)
        + WHO_WEIGHT * _agrees("who", gold, predicted)
    )


def _by_report(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.report].append(row)
    return dict(grouped)


def _align_reports(gold: Iterable[Row], predicted: Iterable[Row]) -> list[Row]:
    """Give predicted rows the ids of gold where a file's name goes on after it."""
    known = {row.report for row in gold}
    return [replace(row, report=_known_id(row.report, known)) for row in predicted]


def _known_id(report: str, known: Collection[str]) -> str:
    beginning = report.split("_", 1)[0]
    return beginning if report not in known and beginning in known else report


def _some_reports(rows: Iterable[Row]) -> str:
    return ", ".join(list(dict.fromkeys(row.report for row in rows))[:5]) or "none"
