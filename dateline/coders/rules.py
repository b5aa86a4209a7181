"""Parse, mentions → coded events, by the rules of the codebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.coders.captives import name_abductions
from dateline.coders.carried import attach_figures, attach_quotes, name_mass_killings
from dateline.coders.claimed import name_claimants
from dateline.coders.claims import Claim, make_claims
from dateline.coders.confidence import confidence_of
from dateline.coders.gapped import pair_places_and_days
from dateline.coders.grammar import Grammar
from dateline.coders.match import find_readings
from dateline.coders.outcomes import count_outcomes
from dateline.coders.scene import Scene
from dateline.coders.slogans import aim_slogans
from dateline.coders.units import Unit, settle
from dateline.coders.when import Calendar
from dateline.coders.where import Atlas
from dateline.gazetteer import Gazetteer
from dateline.ontology.codebook import Codebook
from dateline.records import (
    CodedEvent,
    EventDate,
    EventPlace,
    Mentions,
    Parse,
    Sentence,
    Span,
    Status,
    Timex,
    Toponym,
)


def code_by_rules(parse: Parse, mentions: Mentions, codebook: Codebook, gazetteer: Gazetteer) -> list[CodedEvent]:
    """Code what a report tells of; ids are left empty. Offsets are those of the document."""
    toponyms = dict(placed_toponyms(parse, mentions.places))
    scene = Scene(
        parse=parse,
        grammar=Grammar(parse, codebook.noun_rules),
        actors={mention.head: mention for mention in mentions.actors},
        places=frozenset(toponyms),
        toponyms=toponyms,
        times=frozenset(time_tokens(parse, mentions.dates)),
        codebook=codebook,
    )
    readings = list(find_readings(scene))
    claims = make_claims(scene, readings, mentions)
    if not claims:
        return []
    claims = name_abductions(scene, name_claimants(scene, claims))
    claims = attach_quotes(scene, attach_figures(scene, claims, mentions), mentions.quotes)
    claims = aim_slogans(scene, name_mass_killings(scene, count_outcomes(scene, claims)))
    triggers = frozenset(reading.trigger for reading in readings)
    calendar = Calendar(scene, (*mentions.dates, *mentions.intervals), triggers)
    atlas = Atlas(scene, mentions.places, gazetteer, triggers)
    return settle([unit for claim in claims for unit in _units(scene, claim, calendar, atlas)])


def placed_toponyms(parse: Parse, places: Sequence[Toponym]) -> Iterator[tuple[int, Toponym]]:
    """Give the places with the tokens that head them, demonyms left out."""
    for toponym in places:
        if not toponym.demonym:
            token = parse.token_at(toponym.span.end - 1)
            if token is not None:
                yield token, toponym


def place_tokens(parse: Parse, places: Sequence[Toponym]) -> Iterator[int]:
    """Give the tokens that head the places, demonyms left out."""
    return (token for token, _ in placed_toponyms(parse, places))


def time_tokens(parse: Parse, dates: Sequence[Timex]) -> Iterator[int]:
    """Give the tokens of the time expressions."""
    for timex in dates:
        token = parse.token_at(timex.span.start)
        while token is not None and token < len(parse.starts) and parse.starts[token] < timex.span.end:
            yield token
            token += 1


def _units(scene: Scene, claim: Claim, calendar: Calendar, atlas: Atlas) -> Iterator[Unit]:
    parse = scene.parse
    number = parse.sentence_of[claim.reading.trigger]
    block = parse.sentences[number].block
    occasions = list(_occasions(scene, claim, calendar, atlas))
    for each, (place, date) in zip(_in_turn(scene, claim, len(occasions)), occasions, strict=True):
        yield Unit(
            event=_event(scene, each, place, date, _status(claim.status, date, calendar)),
            sentence=number,
            block=block,
            kind=parse.document.blocks[block].kind,
        )


def _in_turn(scene: Scene, claim: Claim, count: int) -> list[Claim]:
    """Give each place or day its own number: "in Gao and Mopti, killing 10 and 15 people respectively"."""
    sentence = scene.parse.sentences[scene.parse.sentence_of[claim.reading.trigger]]
    figures = claim.figures
    if (
        "respectively" not in scene.parse.lemmas[sentence.first : sentence.last]
        or len(figures) != count
        or len({figure.kind for figure in figures}) > 1
    ):
        return [claim] * count
    return [replace(claim, figures=(figure,)) for figure in figures]


def _occasions(
    scene: Scene, claim: Claim, calendar: Calendar, atlas: Atlas
) -> Iterator[tuple[EventPlace | None, EventDate]]:
    """Give each place and date of an act: those listed as belonging together, else each place with each date."""
    number = scene.parse.sentence_of[claim.reading.trigger]
    places = atlas.places_of(claim.reading, claim, claim.own, ahead=claim.ahead)
    listed = pair_places_and_days(
        scene, claim.reading, (*atlas.words[number], *atlas.sites[number]), calendar.words[number]
    )
    own = {(place.span.start, place.span.end) for place in places if place and place.span}
    if any((word.toponym.span.start, word.toponym.span.end) in own for group, _ in listed for word in group):
        for group, day in listed:
            for placed in atlas.listed_places(group, ahead=claim.ahead):
                yield placed, calendar.stated_date(day, claim.reading, ahead=claim.ahead)
        return
    for place in places:
        for date in calendar.dates_of(claim.reading, ahead=claim.ahead, own=claim.own):
            yield place, date


def _status(status: Status, date: EventDate, calendar: Calendar) -> Status:
    history = date.first is None and date.basis == "inferred" and calendar.published is not None
    return "historical" if status == "reported" and (history or calendar.is_background(date)) else status


def _event(scene: Scene, claim: Claim, place: EventPlace | None, date: EventDate, status: Status) -> CodedEvent:
    parse, codebook = scene.parse, scene.codebook
    sentence = parse.sentences[parse.sentence_of[claim.reading.trigger]]
    told = [sentence, *(parse.sentences[number] for number in claim.told_again)]
    roles = [{actor.role for actor in side} & codebook.armed_roles for side in (claim.actors, claim.recipients)]
    event = CodedEvent(
        event_id="",
        report_id=parse.document.report.id,
        event_type=claim.type,
        mode=claim.mode,
        trigger=_trigger(scene, claim),
        cameo=codebook.cameo_code(claim.type, claim.mode),
        acled=codebook.acled_names(claim.type, claim.mode, armed=all(roles)),
        actors=claim.actors,
        recipients=claim.recipients,
        objects=claim.objects,
        instruments=claim.instruments,
        place=place,
        date=date,
        status=status,
        certainty=claim.certainty,
        contexts=_contexts(scene, sentence.first, sentence.last),
        attributed_to=claim.attributed_to,
        figures=claim.figures,
        quotes=claim.quotes,
        evidence=tuple(_words_of(parse, each) for each in told),
    )
    first = parse.token_at(event.trigger.start)
    return replace(event, confidence=confidence_of(event, parse.pos[first] if first is not None else ""))


def _words_of(parse: Parse, sentence: Sentence) -> Span:
    """Give a sentence's words, without the semicolon that parts it from the next in a headline."""
    return parse.span(sentence.first, sentence.last - (parse.words[sentence.last - 1] == ";"))


def _trigger(scene: Scene, claim: Claim) -> Span:
    """Give the trigger's words where they stand together, else its head; "in Porto" is where, not what."""
    words = claim.reading.words
    if len(words) > 1 and scene.parse.lemmas[words[-1]] in ("in", "at"):
        words = words[:-1]
    together = words[-1] - words[0] == len(words) - 1
    return (
        scene.parse.span(words[0], words[-1] + 1)
        if together
        else scene.parse.span(claim.reading.trigger, claim.reading.trigger + 1)
    )


def _contexts(scene: Scene, first: int, last: int) -> tuple[str, ...]:
    lemmas = set(scene.parse.lemmas[first:last])
    return tuple(name for name, context in scene.codebook.contexts.items() if context.words & lemmas)
