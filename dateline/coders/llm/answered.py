"""An answer's events → what of them is in the text: every mention found verbatim, or dropped and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.coders.llm.excerpts import Excerpt, Stretch
from dateline.coders.llm.prompt import MOST_EVENTS, MOST_MENTIONS, MOST_SENTENCES, event_shape
from dateline.errors import MissingExtraError
from dateline.ontology.codebook import Codebook
from dateline.records import Certainty, FigureKind, Status

try:
    import jsonschema
except ImportError as missing:
    raise MissingExtraError("--coder llm", "llm") from missing

#: The fields that hold several mentions each, evidence apart.
LISTS = ("actors", "recipients", "objects", "instruments", "attributed_to", "quotes")
_SHAPE = jsonschema.Draft202012Validator(event_shape())
SHAPELESS, SURPLUS = "event(s) of another shape than asked for", f"event(s) beyond the first {MOST_EVENTS} of an answer"
TYPELESS, UNFOUND = (
    "event(s) of a type that the codebook lacks",
    "event(s) whose trigger or evidence is not in the text",
)
MODELESS, MENTIONS = "mode(s) that the event's type does not have", "mention(s) that are not in the text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One event of an answer, its words as stretches of the document."""

    event_type: str
    mode: str | None
    trigger: Stretch
    evidence: tuple[Stretch, ...]
    lists: Mapping[str, tuple[Stretch, ...]]  # by the names of LISTS
    place: Stretch | None
    site: Stretch | None
    date: Stretch | None
    figures: tuple[tuple[FigureKind, Stretch], ...]
    status: Status
    certainty: Certainty


@dataclass(slots=True)
class Dropped:
    """What of the answers on a report was not in it or not in the codebook, by what it was."""

    counts: Counter[str] = field(default_factory=Counter)

    def message(self) -> str | None:
        """Say what was dropped, or None where nothing was."""
        if not self.counts:
            return None
        parts = ", ".join(f"{count} {what}" for what, count in sorted(self.counts.items()))
        return f"dropped from the language model's answers: {parts}"


def read_answer(
    answer: Mapping[str, Any], excerpt: Excerpt, codebook: Codebook, dropped: Dropped
) -> Iterator[Answered]:
    """Give the events of an answer that are of the codebook and in the excerpt; count the rest in `dropped`."""
    events = answer["events"]
    dropped.counts += Counter({SURPLUS: len(events[MOST_EVENTS:])})
    for event in events[:MOST_EVENTS]:
        told = {name: value for name, value in event.items() if value is not None} if isinstance(event, dict) else event
        if not _SHAPE.is_valid(told):
            dropped.counts[SHAPELESS] += 1
        elif told["event_type"] not in codebook.types:
            dropped.counts[TYPELESS] += 1
        else:
            found = _Words(told, excerpt, dropped).read(codebook)
            if found is not None:
                yield found


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one event, looked up in the excerpt that it is about."""

    told: Mapping[str, Any]
    excerpt: Excerpt
    dropped: Dropped

    def read(self, codebook: Codebook) -> Answered | None:
        """Give the event with its words found, or None where its trigger or evidence are not in the excerpt."""
        shown = self._several("evidence")
        trigger = self.excerpt.find(self.told["trigger"], shown)
        if trigger is None or not shown:
            self.dropped.counts[UNFOUND] += 1
            return None
        near = (shown, (trigger,))
        figures = [
            (figure["kind"], found)
            for figure in self.told.get("figures", ())[:MOST_MENTIONS]
            if (found := self._found(figure["text"], *near)) is not None
        ]
        return Answered(
            event_type=self.told["event_type"],
            mode=self._mode(codebook),
            trigger=trigger,
            evidence=shown,
            lists={name: self._several(name, *near) for name in LISTS},
            place=self._found(self.told.get("place", ""), *near),
            site=self._found(self.told.get("site", ""), *near),
            date=self._found(self.told.get("date", ""), *near),
            figures=tuple(figures),
            status=self.told.get("status", "reported"),
            certainty=self.told.get("certainty", "stated"),
        )

    def _mode(self, codebook: Codebook) -> str | None:
        mode = self.told.get("mode", "")
        if mode and mode not in codebook.types[self.told["event_type"]].modes:
            self.dropped.counts[MODELESS] += 1
            return None
        return mode or None

    def _several(self, name: str, *near: Sequence[Stretch]) -> tuple[Stretch, ...]:
        most = MOST_SENTENCES if name == "evidence" else MOST_MENTIONS
        found = (self._found(words, *near) for words in self.told.get(name, ())[:most])
        return tuple(dict.fromkeys(stretch for stretch in found if stretch is not None))

    def _found(self, words: str, *near: Sequence[Stretch]) -> Stretch | None:
        if not words.strip():
            return None
        found = self.excerpt.find(words, *near)
        if found is None:
            self.dropped.counts[MENTIONS] += 1
        return found
