"""Every rule of the built-in codebook codes its examples, and leaves alone what it says it does not code."""

from __future__ import annotations

import pytest
from coding import code, names, tools

from dateline.ontology import Rule
from dateline.records import Actor, CodedEvent, Span

RULES = tools().codebook.rules
#: What a rule's examples or expectations ask and the coder does not give yet: (rule's id, sentence).
#: Each must still fail; take it out when it is mended.
KNOWN_GAPS: frozenset[tuple[str, str]] = frozenset()

EXAMPLES = [(rule, sentence) for rule in RULES for sentence in rule.examples]
EXPECTATIONS = [(rule, rule.examples[0]) for rule in RULES if rule.expect]
COUNTER_EXAMPLES = [(rule, sentence) for rule in RULES for sentence in rule.not_examples]


def rule_rows(pairs: list[tuple[Rule, str]], gaps: frozenset[tuple[str, str]] = frozenset()) -> list:
    gap = pytest.mark.xfail(strict=True, reason="a known gap: when this passes, take it out of KNOWN_GAPS")
    return [
        pytest.param(rule, sentence, id=f"{rule.id}-{sentence}", marks=gap if (rule.id, sentence) in gaps else ())
        for rule, sentence in pairs
    ]


def coded(rule: Rule, sentence: str) -> list[CodedEvent]:
    """Give the events of a sentence that have the rule's type, and its mode where it has one."""
    return [
        event
        for event in code(sentence)
        if event.event_type == rule.type and (rule.mode is None or event.mode == rule.mode)
    ]


def written(values: tuple[Actor | Span, ...]) -> str:
    """Write names as the reader sees them: the name, and the words of the report."""
    words = []
    for value in values:
        span = value.span if isinstance(value, Actor) else value
        words += [value.name] * isinstance(value, Actor) + [span.text] * (span is not None)
    return " ".join(words).casefold()


def told(event: CodedEvent, field: str) -> str:
    """Write one field of an event in the way that a rule's expectations are written."""
    if field in ("actor", "recipient", "object"):
        return written(getattr(event, f"{field}s"))
    counts = [f"{figure.min}-{figure.max}" for figure in event.figures if figure.kind == field]
    return " ".join(counts)


@pytest.mark.parametrize(("rule", "sentence"), rule_rows(EXAMPLES))
def test_a_rule_codes_its_example(rule: Rule, sentence: str) -> None:
    assert coded(rule, sentence), names(code(sentence))


@pytest.mark.parametrize(("rule", "sentence"), rule_rows(EXPECTATIONS, KNOWN_GAPS))
def test_an_example_has_the_fields_that_its_rule_expects(rule: Rule, sentence: str) -> None:
    event = coded(rule, sentence)[0]
    for field, expected in rule.expect.items():
        # A group is named without the article and without where it is: "Authorities in Kuwait" are "authorities".
        telling = expected.partition(" in ")[0].removeprefix("A ").removeprefix("The ")
        assert telling.casefold() in told(event, field)


@pytest.mark.parametrize(("rule", "sentence"), rule_rows(COUNTER_EXAMPLES))
def test_a_rule_leaves_its_counter_example_alone(rule: Rule, sentence: str) -> None:
    found = [event for event in code(sentence) if (event.event_type, event.mode) == (rule.type, rule.mode)]
    assert not found, [event.trigger.text for event in found]


@pytest.mark.parametrize(
    ("rule", "sentence"), rule_rows([(rule, each) for rule in RULES if rule.also for each in rule.examples])
)
def test_a_rule_of_several_codes_makes_a_record_of_each(rule: Rule, sentence: str) -> None:
    codes = {(event.event_type, event.mode) for event in code(sentence)}
    assert {(rule.type, rule.mode), *rule.also} <= codes


def test_the_gaps_are_of_rules_that_exist() -> None:
    assert {(rule.id, sentence) for rule, sentence in EXPECTATIONS} >= KNOWN_GAPS
