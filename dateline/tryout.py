"""Codebook, sentences or reports → what its rules catch and what they change, for those who write one.

A rule's `example` must be coded as its type and mode, with the fields that `expect` names; a sentence under `not`
must not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from dateline.describe import describe_type
from dateline.ontology import Rule, code_name
from dateline.pipeline import code_report
from dateline.records import Actor, CodedEvent, Figure, Report, Span
from dateline.tools import Tools

#: The day on which examples are published: a Friday.
EXAMPLE_DAY = dt.date(2024, 5, 17)
#: What is not compared: what names the event and the coder, and what is measured by the other fields.
COMPARED = ("actor", "recipient", "object", "instrument")
DERIVED = frozenset({"event_id", "coder", "coder_version", "confidence"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One sentence of a rule that was coded; `fault` says what is not as the rule asks."""

    rule: Rule
    sentence: str
    fault: str | None

    @property
    def line(self) -> int:
        """The line of the sentence in the rule's file."""
        return self.rule.sentence_lines.get(self.sentence, self.rule.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What another codebook makes of one act of a report: `before` or `after` is None where one codes nothing."""

    before: CodedEvent | None
    after: CodedEvent | None
    fields: tuple[str, ...] = ()  # those that differ, where both code it

    @property
    def kind(self) -> str:
        """What became of the event: gained, lost or changed."""
        return "gained" if self.before is None else "lost" if self.after is None else "changed"


def try_examples(rules: Iterable[Rule], tools: Tools) -> Iterator[Trial]:
    """Code each sentence that rules give as an example or a counter-example."""
    for rule in rules:
        for number, sentence in enumerate(rule.examples):
            events = _code(sentence, tools)
            yield Trial(rule=rule, sentence=sentence, fault=_example_fault(rule, events, first=number == 0))
        for sentence in rule.not_examples:
            wrong = [event for event in _code(sentence, tools) if (event.event_type, event.mode) == _code_of(rule)]
            fault = f"is coded as {code_name(*_code_of(rule))} (“{wrong[0].trigger.text}”)" if wrong else None
            yield Trial(rule=rule, sentence=sentence, fault=fault)


def try_against(rules: Iterable[Rule], before: Tools, after: Tools) -> Iterator[Trial]:
    """Code each sentence of rules by two codebooks; a fault says what the second makes of it that the first did not."""
    for rule in rules:
        for sentence in (*rule.examples, *rule.not_examples):
            changes = compare_codings(_report(sentence), before, after)[1]
            fault = "; ".join(_told_change(change) for change in changes)
            yield Trial(rule=rule, sentence=sentence, fault=fault or None)


def _told_change(change: Change) -> str:
    """Say what became of one event: "is no longer coded as ASSAULT", "has another actor: nothing, was “gunmen”"."""
    if change.after is None:
        assert change.before is not None
        return f"is no longer coded as {describe_type(change.before)}"
    if change.before is None:
        return f"is coded as {describe_type(change.after)} as well"
    parts = []
    for name in change.fields:
        single = name.removesuffix("s")
        if single in COMPARED:
            told, was = (_shown(getattr(event, name)) for event in (change.after, change.before))
            parts.append(f"has another {single}: {told}, was {was}")
    return ", ".join(parts) or f"differs in {', '.join(change.fields)}"


def _shown(values: Sequence[Actor | Span]) -> str:
    names = (f"“{value.text if isinstance(value, Span) else value.name}”" for value in values)
    return ", ".join(names) or "nothing"


def _code(sentence: str, tools: Tools) -> tuple[CodedEvent, ...]:
    return code_report(_report(sentence), tools).events


def _report(sentence: str) -> Report:
    return Report(id="example", text=sentence, published=EXAMPLE_DAY)


def _code_of(rule: Rule) -> tuple[str, str | None]:
    return rule.type, rule.mode


def _example_fault(rule: Rule, events: Sequence[CodedEvent], *, first: bool) -> str | None:
    fitting = [event for event in events if event.event_type == rule.type and rule.mode in (None, event.mode)]
    if not fitting:
        found = ", ".join(f"{describe_type(event)} (“{event.trigger.text}”)" for event in events)
        return f"is coded as {found or 'nothing'}, not as {code_name(*_code_of(rule))}"
    wanted = rule.expect if first else {}
    for name, value in wanted.items():
        told = _told(fitting[0], name)
        figure = name not in (*COMPARED, "type", "mode", "status")
        if (value not in told.split()) if figure else (_plain(value) not in told.casefold()):
            return f"has the {name} “{told}”, not “{value}”"
    return None


def _plain(value: str) -> str:
    """Leave out of an actor what its name leaves out: the article, and where it is."""
    return value.partition(" in ")[0].removeprefix("A ").removeprefix("The ").casefold()


def _told(event: CodedEvent, name: str) -> str:
    """Write one field of an event as rules write what they expect: names and words, or a figure's range."""
    if name in ("type", "mode", "status"):
        return str({"type": event.event_type, "mode": event.mode or "", "status": event.status}[name])
    if name in COMPARED:
        return " ".join(_written(value) for value in getattr(event, f"{name}s"))
    return " ".join(_range(figure) for figure in event.figures if figure.kind == name)


def _range(figure: Figure) -> str:
    least, most = ("" if bound is None else str(bound) for bound in (figure.min, figure.max))
    return f"{least}-{most}"


def _written(value: Actor | Span) -> str:
    if isinstance(value, Span):
        return value.text
    return f"{value.name} {value.span.text}" if value.span else value.name


def compare_codings(report: Report, before: Tools, after: Tools) -> tuple[int, list[Change]]:
    """Code a report by two codebooks; give the number of events of the first and what the second changes."""
    old, new = code_report(report, before).events, list(code_report(report, after).events)
    left = []
    for event in old:
        same = next((other for other in new if not _differing(event, other)), None)
        if same is None:
            left.append(event)
        else:
            new.remove(same)
    changes = []
    for event in left:
        other = _same_act(event, new)
        if other is not None:
            new.remove(other)
        changes.append(Change(before=event, after=other, fields=_differing(event, other) if other else ()))
    changes.extend(Change(before=None, after=event) for event in new)
    return len(old), sorted(changes, key=_place_in_text)


def _same_act(event: CodedEvent, others: Sequence[CodedEvent]) -> CodedEvent | None:
    """Give the event of the other coding that is told by the same words, of the same type where there is one."""
    near = [
        other
        for other in others
        if other.trigger.part == event.trigger.part
        and other.trigger.start < event.trigger.end
        and event.trigger.start < other.trigger.end
    ]
    return min(near, key=lambda other: len(_differing(event, other)), default=None)


def _differing(one: CodedEvent, other: CodedEvent) -> tuple[str, ...]:
    names = [item.name for item in fields(CodedEvent) if item.name not in DERIVED]
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def _place_in_text(change: Change) -> tuple[bool, int]:
    event = change.before or change.after
    assert event is not None
    return event.trigger.part != "title", event.trigger.start
