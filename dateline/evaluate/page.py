"""Evaluation -> one HTML page: figures with their intervals, what is taken for what, the errors in their sentences.

The page holds all that it needs, runs no script and fetches nothing.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from dateline.evaluate.alpha import Alpha
from dateline.evaluate.bootstrap import Interval
from dateline.evaluate.charts import bar, heat_table, reliability_diagram
from dateline.evaluate.comparison import Comparison, Evaluation
from dateline.evaluate.fields import FIELDS, Measure
from dateline.evaluate.masking import Find, masked
from dateline.evaluate.mistakes import Mistake, list_mistakes
from dateline.evaluate.sentences import Shown, plain, prepare, show_evidence
from dateline.page_text import page_head

_FOOT = "</main>\n<footer>Made by dateline.</footer>\n</body>\n</html>\n"
_PROFILES = {
    "public": "Names of private persons are withheld, in the sentences too.",
    "strict": "Names of private persons are withheld, in the sentences too.",
    "full": "Names of private persons are given: keep this page as you would keep the reports.",
}
_LEVELS = {
    "what": "the event type",
    "where": "and the place",
    "when": "and the dates",
    "who": "and the actor",
}
_KINDS = {"missed": "missed", "spurious": "not in gold", "differs": "differs"}
_COUNTED = 'class="number"'


def evaluation_page(
    evaluation: Evaluation, *, texts: Mapping[str, str], finders: Mapping[str, Find], profile: str
) -> Iterator[str]:
    """Give the page in pieces.

    `texts` are the reports' texts by id, as far as they are known; `finders` find what is withheld of each report;
    `profile` is the one that they follow.
    """
    yield page_head("agreement", importlib.resources.files("dateline.evaluate").joinpath("page.css").read_text("utf-8"))
    yield from _header(evaluation, profile)
    for number, comparison in enumerate(evaluation.comparisons, 1):
        told = f": {comparison.predicted.name}" if len(evaluation.comparisons) > 1 else ""
        yield from _figures(evaluation, comparison, number, told)
        yield from _confusions(comparison, number, told)
        yield from _calibrations(comparison, number, told)
    yield from _coders(evaluation)
    for number, comparison in enumerate(evaluation.comparisons, 1):
        told = f": {comparison.predicted.name}" if len(evaluation.comparisons) > 1 else ""
        yield from _errors(
            comparison, f'<section id="errors-{number}">\n<h2>Errors{escape(told)}</h2>\n', texts, finders
        )
    yield _FOOT


def _header(evaluation: Evaluation, profile: str) -> Iterator[str]:
    first = evaluation.comparisons[0]
    names = ", ".join(each.predicted.name for each in evaluation.comparisons)
    yield f"<header>\n<h1>{escape(names)} measured by {escape(first.gold.name)}</h1>\n"
    counts = "; ".join(
        f"{each.agreement.predicted} records in {each.predicted.name}" for each in evaluation.comparisons
    )
    yield (
        f"<p>{len(evaluation.reports)} reports; {first.agreement.gold} records in {escape(first.gold.name)}; "
        f"{escape(counts)}. {_PROFILES[profile]}</p>\n"
    )
    if evaluation.draws:
        yield (
            f"<p>Lines across the bars are 95 % intervals: the reports were drawn anew {evaluation.draws} times (seed "
            f"{evaluation.seed}).</p>\n"
        )
    else:
        yield "<p>There are no intervals: one report says nothing of how much the figures change with the next.</p>\n"
    yield '<nav aria-label="Parts of this page"><ul>'
    for number, each in enumerate(evaluation.comparisons, 1):
        told = f" ({each.predicted.name})" if len(evaluation.comparisons) > 1 else ""
        for part, name in (("figures", "Figures"), ("confusion", "Confusions"), ("errors", "Errors")):
            yield f'<li><a href="#{part}-{number}">{name}{escape(told)}</a></li>'
    yield '<li><a href="#coders">Agreement beyond chance</a></li></ul></nav>\n'
    warnings = [*first.gold.warnings, *(line for each in evaluation.comparisons for line in each.predicted.warnings)]
    if warnings:
        items = "".join(f"<li>{escape(line)}</li>" for line in warnings)
        yield f'<h2>Warnings</h2>\n<ul class="warnings">{items}</ul>\n'
    yield "</header>\n<main>\n"


def _figures(evaluation: Evaluation, comparison: Comparison, number: int, told: str) -> Iterator[str]:
    yield f'<section id="figures-{number}">\n<h2>Figures{escape(told)}</h2>\n'
    yield "<p>Each level asks for what the one before asks for, and more.</p>\n"
    yield _measures(
        ((f"{level} <small>{escape(_LEVELS[level])}</small>", measure) for level, measure in comparison.levels.items()),
        "Levels",
    )
    yield (
        "<h3>By field</h3>\n<p>A field is right where two records of one type are a pair, both give it, and "
        "they agree. "
        "Precision counts all records found that give it, recall all of gold's that do, so an event that was missed "
        "misses all its fields.</p>\n"
    )
    rules = {field.name: field.agreement for field in FIELDS}
    yield _measures(
        (
            (f'<span title="{escape(rules[name])}">{escape(name)}</span>', measure)
            for name, measure in comparison.fields.items()
            if measure.gold or measure.found
        ),
        "Fields",
    )
    yield "<h3>By type</h3>\n"
    yield _measures(((escape(name), measure) for name, measure in comparison.types.items()), "Event types")
    yield "</section>\n"


def _measures(measures: Iterable[tuple[str, Measure]], caption: str) -> str:
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td>{bar(measure.f1, measure.f1_interval)}</td>'
        f"<td {_COUNTED}>{measure.f1:.3f}</td>"
        f'<td class="range">{_range(measure.f1_interval)}</td><td {_COUNTED}>{measure.precision:.3f}</td>'
        f"<td {_COUNTED}>{measure.recall:.3f}</td><td {_COUNTED}>{measure.right}</td><td "
        f"{_COUNTED}>{measure.found}</td>"
        f"<td {_COUNTED}>{measure.gold}</td></tr>\n"
        for name, measure in measures
    )
    heads = "".join(
        f'<th scope="col"{"" if name == "95 %" else " " + _COUNTED}>{name}</th>'
        for name in ("F1", "95 %", "precision", "recall", "right", "found", "gold")
    )
    return (
        f'<div class="wide"><table><caption>{caption}</caption>\n<thead><tr><th scope="col"></th>'
        f'<th scope="col">F1, 0 to 1</th>{heads}</tr></thead>\n<tbody>{rows}</tbody></table></div>\n'
    )


def _confusions(comparison: Comparison, number: int, told: str) -> Iterator[str]:
    yield f'<section id="confusion-{number}">\n<h2>What is taken for what{escape(told)}</h2>\n'
    yield (
        "<p>Two records of different types are a pair where they were read from the same words; <i>none</i> "
        "is a record "
        "that only one side has.</p>\n"
    )
    yield heat_table(comparison.confused_types, caption="Event types: gold in rows, found in columns")
    if comparison.confused_modes:
        yield "<details><summary>Modes, for each type that has them</summary>\n"
        for name, counts in comparison.confused_modes.items():
            yield heat_table(counts, caption=f"Modes of {name}")
        yield "</details>\n"
    yield "</section>\n"


def _calibrations(comparison: Comparison, number: int, told: str) -> Iterator[str]:
    if not comparison.calibration:
        return
    yield f'<section id="calibration-{number}">\n<h2>What a confidence is worth{escape(told)}</h2>\n'
    yield (
        "<p>How many of the records with a confidence are right, at two levels. On the dashed line a "
        "confidence of 0.8 is "
        "right in 80 of 100 cases; the size of a point tells how many records it stands for.</p>\n<div "
        'class="diagrams">\n'
    )
    for level, found in comparison.calibration.items():
        yield (
            f"<figure>{reliability_diagram(found.bins, title=f'Right at the level {level}')}<figcaption>right at the "
            f"level <b>{level}</b>: expected calibration error {found.error:.3f}, Brier score {found.brier:.3f}"
            "</figcaption></figure>\n"
        )
    yield "</div>\n</section>\n"


def _coders(evaluation: Evaluation) -> Iterator[str]:
    found = evaluation.reliability
    yield '<section id="coders">\n<h2>Agreement beyond chance</h2>\n'
    yield (
        f"<p>Krippendorff's alpha between {escape(' and '.join(found.coders))}: 1 is perfect agreement, 0 what chance "
        f"gives. Of {found.units} events that some coder has, all have {found.shared}. <i>presence</i> asks "
        "whether there "
        "is such an event; the fields are asked of the events that two coders or more have.</p>\n"
    )
    rows = "".join(_alpha_row(name, alpha) for name, alpha in {"presence": found.presence, **found.fields}.items())
    yield (
        '<div class="wide"><table><caption>Alpha, from −1 to 1</caption>\n<thead><tr><th scope="col"></th>'
        f'<th scope="col"></th><th scope="col" {_COUNTED}>alpha</th><th scope="col">95 %</th>'
        f'<th scope="col" {_COUNTED}>units</th></tr></thead>\n<tbody>{rows}</tbody></table></div>\n</section>\n'
    )


def _alpha_row(name: str, alpha: Alpha) -> str:
    value = "–" if alpha.value is None else f"{alpha.value:.3f}".replace("-", "−")
    return (
        f'<tr><th scope="row">{escape(name)}</th><td>{bar(alpha.value, alpha.interval, low=-1.0)}</td>'
        f'<td {_COUNTED}>{value}</td><td class="range">{_range(alpha.interval)}</td>'
        f"<td {_COUNTED}>{alpha.units}</td></tr>\n"
    )


def _errors(comparison: Comparison, head: str, texts: Mapping[str, str], finders: Mapping[str, Find]) -> Iterator[str]:
    mistakes = list(list_mistakes(comparison.pairs, comparison.compared))
    counts = {kind: sum(mistake.kind == kind for mistake in mistakes) for kind in _KINDS}
    right = len(comparison.pairs) - len(mistakes)
    yield head
    yield (
        f"<p>{right} records agree on every telling field; {counts['missed']} were missed, "
        f"{counts['spurious']} are not in "
        f"gold, {counts['differs']} differ in some field. Evidence is <mark>marked</mark>, the word that "
        "names an act is "
        "<b>bold</b>.</p>\n"
    )
    report, shown = None, None
    for mistake in mistakes:
        find = finders[mistake.pair.report]
        if mistake.pair.report != report:
            report = mistake.pair.report
            shown = prepare(texts[report], find) if report in texts else None
            yield f"<h3>{escape(masked(report, find))}</h3>\n"
        yield _error(mistake, shown, find)
    yield "</section>\n"


def _error(mistake: Mistake, shown: Shown | None, find: Find) -> str:
    rows = [row for row in (mistake.pair.gold, mistake.pair.predicted) if row]
    code = " → ".join(dict.fromkeys(f"{row.event_type} {row.mode}".strip() for row in rows))
    return (
        f'<article class="error {mistake.kind}">\n<h4><span class="kind">{_KINDS[mistake.kind]}</span> '
        f"{escape(code)}</h4>\n"
        f"{show_evidence(rows, shown, find)}{_values(mistake, find)}</article>\n"
    )


def _values(mistake: Mistake, find: Find) -> str:
    if mistake.kind == "differs":
        head = '<tr><th scope="col">field</th><th scope="col">gold</th><th scope="col">found</th></tr>'
        lines = [
            f'<tr><th scope="row">{escape(name)}</th>'
            + "".join(f"<td>{plain(masked(value, find))}</td>" for value in values)
            + "</tr>"
            for name, values in mistake.differs.items()
        ]
        return f"<table><thead>{head}</thead>\n<tbody>{''.join(lines)}</tbody></table>\n"
    row = mistake.pair.gold or mistake.pair.predicted
    told = [(field.name, field.value(row)) for field in FIELDS if field.name in _TOLD] if row else []
    cells = " · ".join(f"<i>{name}</i> {escape(masked(value, find))}" for name, value in told if value)
    return f'<p class="note">{cells}</p>\n' if cells else ""


_TOLD = frozenset(
    "actor recipient object place site date status attributed_to killed injured arrested sentenced".split()
)


def _range(interval: Interval | None) -> str:
    return f"{interval[0]:.2f} to {interval[1]:.2f}".replace("-", "−") if interval else ""
