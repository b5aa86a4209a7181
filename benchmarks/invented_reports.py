"""Write reports of stories, and the records that a coder makes of them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from invented_claims import HISTORICAL, Claims, Figured, Noise, ToldParty
from invented_happenings import Act, Story
from invented_sentences import Facts, Text, tell
from invented_world import World, pick

from dateline.identity import identify
from dateline.ontology import load_codebook
from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Figure, Report, Span

CODER_VERSION = "generated-1"
#: A copy is word for word, has words added (up to the second share), or is cut after its first act.
SAME_WORDS, MORE_WORDS = 0.4, 0.75
SAME_DAY = 0.7  # of the copies word for word
FILLED = 0.3  # acts followed by a sentence that tells none
RUNNING_TOTAL = 0.02  # figures that count more than the act
ARMED = frozenset({"MIL", "PAR", "REB", "COP"})


class Teller:
    """Writes the reports of stories one by one."""

    def __init__(self, rng: Random, world: World, noise: Noise) -> None:
        self._rng, self._world, self._noise = rng, world, noise
        self._claims = Claims(rng, world, noise)
        self._codebook = load_codebook()
        self._names: dict[tuple[str, str | None, bool], dict[str, Any]] = {}
        self._number = 0

    def report(self, story: Story, published: dt.date, older: Act | None) -> tuple[Report, list[CodedEvent], list[str]]:
        """Write a story's next report; gives it with its events and the happening of each."""
        rng = self._rng
        self._number += 1
        if story.told and rng.random() < self._noise.copy:
            return self._copy(story, published)
        text, events, truth = Text(), [], []
        for act in self._acts(story, published, older):
            events.append(self._event(text, act, published))
            truth.append(act.id)
            if rng.random() < FILLED:
                text.sentence(pick(rng, self._world.vocabulary["fillers"]))
        report = self._report(story, text.whole(), published, self._title(story.acts[0]))
        story.told.append((report, identify(events, report), truth))
        return story.told[-1]

    def _acts(self, story: Story, published: dt.date, older: Act | None) -> Iterator[Act]:
        """Choose the acts that a report tells."""
        rng, noise = self._rng, self._noise
        yield story.acts[0]
        yield from (act for act in story.acts[1:] if act.first <= published and rng.random() < noise.follower)
        if story.relatives and rng.random() < noise.relative:
            yield from dict.fromkeys(pick(rng, story.relatives) for _ in range(rng.randint(1, 3)))
        if older and rng.random() < noise.background:
            yield older
        if rng.random() < noise.told_twice:
            yield story.acts[0]

    def _report(self, story: Story, text: str, published: dt.date | None, title: str | None) -> Report:
        source = self._world.source(self._rng, story.acts[0].country)
        name = f"g{self._number:07d}"
        return Report(
            id=name,
            text=text,
            title=title,
            published=published,
            published_from="given",
            source=source,
            url=f"https://{source}/{name}",
            language="en",
        )

    def _title(self, act: Act) -> str:
        where = act.town.name if act.town else act.country.place.name
        whom = act.recipient.name if act.recipient and not act.recipient.private else "people"
        words = pick(self._rng, act.kind.passive).replace("[", "").replace("]", "")
        return f"{where}: {words.format(object=act.nouns[0], recipient=whom)}"

    def _copy(self, story: Story, published: dt.date | None) -> tuple[Report, list[CodedEvent], list[str]]:
        """Repeat one of the story's reports in another outlet: word for word, with words added, or cut."""
        rng = self._rng
        report, events, truth = pick(rng, story.told)
        kind, text, title = rng.random(), report.text, report.title
        if kind < SAME_WORDS:
            published = report.published if rng.random() < SAME_DAY else published
        elif kind < MORE_WORDS:
            text += " " + pick(rng, self._world.vocabulary["fillers"])
            title = self._title(story.acts[0])
        else:
            end = max(span.end for span in events[0].evidence)
            text, events, truth = text[:end], events[:1], truth[:1]
        other = self._report(story, text, published, title)
        return other, identify([_redated(event, published) for event in events], other), truth

    def _event(self, text: Text, act: Act, published: dt.date) -> CodedEvent:
        """Write the sentences that tell an act, and code them."""
        rng, noise, claims = self._rng, self._noise, self._claims
        old = (published - act.last).days > HISTORICAL
        whom = act.recipient
        actor = claims.party(act.actor, noise.no_actor, noise.generic_actor)
        recipient = claims.party(whom, noise.no_recipient, noise.generic_recipient) if whom else None
        place, place_words = claims.place(act)
        date, date_words = claims.date(act, published, old=old)
        speaker, role, denied = claims.speaker(act)
        figures = claims.figures(act, published, role)
        hedged = rng.random() < noise.hedged
        facts = Facts(
            actor=(actor.before, actor.words) if actor else ("", ""),
            recipient=(recipient.before, recipient.words) if recipient else ("", ""),
            object=claims.thing(act),
            place=place_words,
            near=bool(place and place["near"]),
            date=date_words,
            figures=[(figure.kind, figure.words) for figure in figures],
            speaker=speaker,
            denied=denied,
            hedge="reportedly" if hedged else "",
            lead_in="earlier, " if old else "",
            more=[self._detail(act)] if rng.random() < noise.second_sentence else (),
        )
        spans = tell(rng, text, act.kind, facts)
        named = spans.named
        said = (Actor(span=named["speaker"], name=speaker, role=role, kind="group"),) if speaker else ()
        event_type, mode = claims.code(act)
        return CodedEvent(
            event_id="",
            report_id="",
            published=published,
            event_type=event_type,
            mode=mode,
            trigger=named["trigger"],
            actors=_actor(actor, named),
            recipients=_actor(recipient, named, "recipient"),
            objects=(named["object"],) if "object" in named else (),
            place=EventPlace(span=named.get("place"), **place) if place else None,
            date=EventDate(span=named.get("date"), **date),
            status=claims.status(act, old=old, denied=denied),
            certainty="possible" if hedged else "claimed" if speaker else "stated",
            attributed_to=said,
            figures=tuple(self._figure(span, each, said) for span, each in zip(spans.figures, figures, strict=True)),
            evidence=tuple(spans.evidence),
            confidence=round(0.5 + 0.49 * math.sqrt(rng.random()), 2),
            coder_version=CODER_VERSION,
            **self._code_names(event_type, mode, actor, recipient),
        )

    def _detail(self, act: Act) -> str:
        sentence: str = pick(self._rng, self._world.vocabulary["afterwards"])
        return sentence.format(detail=act.detail)

    def _figure(self, span: Span, figure: Figured, said: tuple[Actor, ...]) -> Figure:
        total = self._rng.random() < RUNNING_TOTAL
        return Figure(
            span=span,
            kind=figure.kind,
            min=figure.min,
            max=figure.max,
            scope="running-total" if total else "event",
            attributed_to=said,
        )

    def _code_names(self, event_type: str, mode: str | None, *parties: ToldParty | None) -> dict[str, Any]:
        """Give the CAMEO code and ACLED names as fields of an event."""
        armed = event_type == "ASSAULT" and all(party and party.fields["role"] in ARMED for party in parties)
        key = (event_type, mode, armed)
        if key not in self._names:
            names = self._codebook.acled_names(event_type, mode, armed=armed)
            self._names[key] = {"cameo": self._codebook.cameo_code(event_type, mode), "acled": names}
        return self._names[key]


def _actor(party: ToldParty | None, named: dict[str, Span], slot: str = "actor") -> tuple[Actor, ...]:
    return (Actor(span=named[slot], **party.fields),) if party else ()


def _redated(event: CodedEvent, published: dt.date | None) -> CodedEvent:
    """Code a copied record anew on another day: what only the day of publication dated moves with it."""
    if event.published == published:
        return event
    date = event.date
    if date and date.basis == "report":
        date = replace(date, first=published, last=published)
    return replace(event, published=published, date=date)
