"""Stretches of the text → coded events: places, dates and actors are resolved as for the rule coder.

A model says which words name the place, the date and the actors; what these words refer to is read from dateline's
own mentions, so that no code, date or point comes from the model. What it leaves open is inferred as by the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.coders.claims import AHEAD
from dateline.coders.dated_words import DatedWord
from dateline.coders.frame import event_place, precision_of
from dateline.coders.grammar import Grammar
from dateline.coders.llm.answered import Answered
from dateline.coders.llm.excerpts import Stretch
from dateline.coders.rules import place_tokens, time_tokens
from dateline.coders.scene import Reading, Scene
from dateline.coders.units import Unit, settle
from dateline.coders.when import Calendar
from dateline.coders.where import Atlas
from dateline.gazetteer import Gazetteer
from dateline.ontology.codebook import Codebook, Rule
from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Figure, Mentions, Parse, Quote, Span, Toponym

#: No answer says how sure it is, and none has been measured for models in general: an even chance.
CONFIDENCE = 0.5
#: Sentences of evidence that one event may have.
MOST_EVIDENCE = 5


def resolve_answered(
    answered: Sequence[Answered], parse: Parse, mentions: Mentions, codebook: Codebook, gazetteer: Gazetteer
) -> list[CodedEvent]:
    """Make coded events of what was answered on a report, in the order of the text; ids are left empty."""
    referents = _Referents(answered, parse, mentions, codebook=codebook, gazetteer=gazetteer)
    units = [unit for each in answered for unit in referents.units(each)]
    return settle(sorted(units, key=lambda unit: unit.event.trigger.start))


class _Referents:
    """What the words of one report refer to."""

    def __init__(
        self,
        answered: Sequence[Answered],
        parse: Parse,
        mentions: Mentions,
        *,
        codebook: Codebook,
        gazetteer: Gazetteer,
    ) -> None:
        self.parse, self.mentions, self.codebook = parse, mentions, codebook
        self.scene = Scene(
            parse=parse,
            grammar=Grammar(parse, codebook.noun_rules),
            actors={mention.head: mention for mention in mentions.actors},
            places=frozenset(place_tokens(parse, mentions.places)),
            times=frozenset(time_tokens(parse, mentions.dates)),
            codebook=codebook,
        )
        triggers = frozenset(token for each in answered if (token := self._head(each.trigger)) is not None)
        self.calendar = Calendar(self.scene, (*mentions.dates, *mentions.intervals), triggers)
        self.atlas = Atlas(self.scene, mentions.places, gazetteer, triggers)

    def units(self, told: Answered) -> Iterator[Unit]:
        """Give the event as a unit of the codebook; none where its trigger is no word of a sentence."""
        token = self._head(told.trigger)
        if token is None:
            return
        number = self.parse.sentence_of[token]
        block = self.parse.sentences[number].block
        kind = self.parse.document.blocks[block].kind
        yield Unit(event=self._event(told, token), sentence=number, block=block, kind=kind)

    def _event(self, told: Answered, token: int) -> CodedEvent:
        ahead = told.status in AHEAD or self.codebook.has_trait("ahead", told.event_type, told.mode)
        actors, recipients = self._actors(told.lists["actors"]), self._actors(told.lists["recipients"])
        reading = self._reading(told, token)
        date = self._date(told.date, reading, ahead=ahead)
        background = told.status == "reported" and date is not None and self.calendar.is_background(date)
        armed = all({actor.role for actor in side} & self.codebook.armed_roles for side in (actors, recipients))
        return CodedEvent(
            event_id="",
            report_id=self.parse.document.report.id,
            event_type=told.event_type,
            mode=told.mode,
            trigger=self._span(told.trigger),
            cameo=self.codebook.cameo_code(told.event_type, told.mode),
            acled=self.codebook.acled_names(told.event_type, told.mode, armed=armed),
            actors=actors,
            recipients=recipients,
            objects=tuple(map(self._span, told.lists["objects"])),
            instruments=tuple(map(self._span, told.lists["instruments"])),
            place=self._place(told, reading, ahead=ahead),
            date=date,
            status="historical" if background else told.status,
            certainty=told.certainty,
            contexts=self._contexts(token),
            attributed_to=self._actors(told.lists["attributed_to"]),
            figures=tuple(self._figures(told)),
            quotes=tuple(map(self._quote, told.lists["quotes"])),
            evidence=self._evidence(told),
            confidence=CONFIDENCE,
            coder="llm",
        )

    def _span(self, stretch: Stretch) -> Span:
        return Span(*stretch, self.parse.document.text[stretch[0] : stretch[1]])

    def _tokens(self, stretch: Stretch) -> range:
        first, last = self.parse.token_at(stretch[0]), self.parse.token_at(stretch[1] - 1)
        return range(0) if first is None or last is None else range(first, last + 1)

    def _head(self, stretch: Stretch) -> int | None:
        """Give the token of a stretch that hangs on a word outside it."""
        tokens = self._tokens(stretch)
        return next(
            (token for token in tokens if self.parse.heads[token] not in tokens or self.parse.heads[token] == token),
            None,
        )

    def _reading(self, told: Answered, token: int) -> Reading:
        """Describe the act as the rules describe theirs, for what is inferred of its place and date."""
        heads = {
            name: tuple(head for each in told.lists[name] if (head := self._head(each)) is not None)
            for name in told.lists
        }
        return Reading(
            rule=Rule(id="llm", type=told.event_type, mode=told.mode, verb_sources={}, noun_sources={}),
            trigger=token,
            words=(token,),
            verb=token,
            is_noun=self.parse.pos[token] in ("NOUN", "PROPN"),
            actors=heads["actors"],
            recipients=heads["recipients"],
            objects=heads["objects"],
        )

    def _evidence(self, told: Answered) -> tuple[Span, ...]:
        """Give the sentences of the trigger and the evidence, those nearest to the trigger where they are many."""
        numbers = {
            self.parse.sentence_of[token]
            for stretch in (told.trigger, *told.evidence)
            for token in self._tokens(stretch)
        }
        own = self.parse.sentence_of[self._tokens(told.trigger)[0]]
        kept = sorted(sorted(numbers, key=lambda number: abs(number - own))[:MOST_EVIDENCE])
        return tuple(
            self.parse.span(self.parse.sentences[number].first, self.parse.sentences[number].last) for number in kept
        )

    def _actors(self, stretches: Sequence[Stretch]) -> tuple[Actor, ...]:
        found: dict[str, Actor] = {}
        for stretch in stretches:
            actor = self._actor(stretch)
            found.setdefault(actor.name.casefold(), actor)
        return tuple(found.values())

    def _actor(self, stretch: Stretch) -> Actor:
        """Give the actor whose mention the words overlap most; else only the name is known."""
        tokens = self._tokens(stretch)
        best = max(
            (mention for mention in self.mentions.actors if mention.head in tokens),
            key=lambda mention: (len(set(range(mention.first, mention.last)) & set(tokens)), -mention.head),
            default=None,
        )
        if best is not None:
            return best.actor
        span = self._span(stretch)
        named = bool(tokens) and all(self.parse.pos[token] in ("PROPN", "PUNCT", "PART") for token in tokens)
        person = named or any(self.parse.entities[token] == "PERSON" for token in tokens)
        return Actor(span=span, name=" ".join(span.text.split()), kind="person" if person else "group", private=person)

    def _place(self, told: Answered, reading: Reading, *, ahead: bool) -> EventPlace | None:
        site = None if ahead or told.site is None else self._span(told.site)
        toponym = self._toponym(told.place)
        if toponym is not None and not (ahead and precision_of(toponym) in ("site", "district")):
            place = event_place(toponym, "stated")
            return replace(place, site=site) if site and not toponym.site else place
        if told.place is not None and toponym is None and not ahead:
            span = self._span(told.place)
            return EventPlace(
                span=span, name=" ".join(span.text.split()), geonames_id=None, admin1=None, country=None,
                lat=None, lon=None, precision="site", basis="stated",
            )  # fmt: skip
        inferred = self.atlas.places_of(reading, reading.rule, frozenset({reading.trigger}), ahead=ahead)[0]
        return replace(inferred, site=site) if inferred and site else inferred

    def _toponym(self, stretch: Stretch | None) -> Toponym | None:
        """Give the first place whose name the words hold."""
        if stretch is None:
            return None
        inside = [place for place in self.mentions.places if _overlap(place.span, stretch) and not place.demonym]
        return inside[0] if inside else None

    def _date(self, stretch: Stretch | None, reading: Reading, *, ahead: bool) -> EventDate | None:
        if stretch is None:
            return self.calendar.dates_of(reading, ahead=ahead, own=frozenset({reading.trigger}))[0]
        inside = [date for date in (*self.mentions.intervals, *self.mentions.dates) if _overlap(date.span, stretch)]
        known = next((date for date in inside if date.first and date.last and date.type != "SET"), None)
        if known is None:
            return EventDate(first=None, last=None, precision=None, basis="stated", span=self._span(stretch))
        token = self.parse.token_at(known.span.start)
        return self.calendar.stated_date(
            DatedWord(reading.trigger if token is None else token, known), reading, ahead=ahead
        )

    def _figures(self, told: Answered) -> Iterator[Figure]:
        for kind, stretch in told.figures:
            own = next((figure for figure in self.mentions.figures if _overlap(figure.span, stretch)), None)
            yield replace(own, kind=kind) if own else Figure(span=self._span(stretch), kind=kind, min=None, max=None)

    def _quote(self, stretch: Stretch) -> Quote:
        own = next((quote for quote in self.mentions.quotes if _overlap(quote.span, stretch)), None)
        return own or Quote(span=self._span(stretch))

    def _contexts(self, token: int) -> tuple[str, ...]:
        sentence = self.parse.sentences[self.parse.sentence_of[token]]
        lemmas = set(self.parse.lemmas[sentence.first : sentence.last])
        return tuple(name for name, context in self.codebook.contexts.items() if context.words & lemmas)


def _overlap(span: Span, stretch: Stretch) -> bool:
    return span.start < stretch[1] and stretch[0] < span.end
