"""Claims with places and dates → the codebook's records: one type, actor, recipient, place and date each.

The same act told twice is one record with several stretches of evidence; a headline, lead, caption or general
sentence gives way to the more specific records that follow it (codebook section 1).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.coders.rows import join_figures
from dateline.coders.when import days
from dateline.records import Actor, BlockKind, CodedEvent, EventPlace, Span

GENERAL_BLOCKS = frozenset({"headline", "caption", "heading"})
#: How many sentences after a general one may take its actor.
LENDING_REACH = 2
#: Words of a name that say too little to tell two actors apart.
COMMON_NAME_WORDS = frozenset("the of and a an member members supporter supporters people group".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A coded event on its way to becoming a record, and where the report tells it."""

    event: CodedEvent
    sentence: int
    block: int
    kind: BlockKind


def settle(units: Sequence[Unit]) -> list[CodedEvent]:
    """Join what is told twice and drop what is only told in general, in the order of the text."""
    merged = _merge_same(units)
    general = [unit for unit in merged if _is_general(unit)]
    dropped: set[int] = set()
    extra: dict[Span, list[CodedEvent]] = {}
    lent: dict[int, tuple[Actor, ...]] = {}
    placed: dict[int, EventPlace] = {}
    for unit in general:
        specific = [
            other for other in merged if other is not unit and id(other) not in dropped and _covers(unit, other)
        ]
        if specific:
            dropped.add(id(unit))
            placed.update((id(other), place) for other in specific[:1] if (place := _headline_place(unit, other)))
            for other in specific:
                if _tells_who(unit, other):
                    lent.setdefault(id(other), unit.event.actors)
                if unit.kind in GENERAL_BLOCKS:
                    extra.setdefault(other.event.trigger, []).append(unit.event)
    kept = [
        _with_place(_with_actors(unit, lent.get(id(unit), ())), placed.get(id(unit)))
        for unit in merged
        if id(unit) not in dropped
    ]
    kept = _merge_same(kept)
    kept = _without_twice_told_captions(kept)
    return [_with_evidence(unit.event, extra.get(unit.event.trigger, [])) for unit in kept]


def _tells_who(general: Unit, specific: Unit) -> bool:
    """Tell whether "teachers held rallies in two cities" says who rallied in the cities listed right after it."""
    close = 0 < specific.sentence - general.sentence <= LENDING_REACH and general.kind not in GENERAL_BLOCKS
    return close and bool(general.event.actors) and general.event.mode == specific.event.mode is not None


def _headline_place(headline: Unit, specific: Unit) -> EventPlace | None:
    """Give the place that a headline states of an act which the text itself places no more finely than a country."""
    place, other = headline.event.place, specific.event.place
    if headline.kind != "headline" or place is None or place.basis != "stated" or place.precision == "country":
        return None
    if other is not None and (other.basis == "stated" or other.precision != "country"):
        return None
    return replace(place, span=None, basis="inferred") if other is None or other.country == place.country else None


def _with_place(unit: Unit, place: EventPlace | None) -> Unit:
    return unit if place is None else replace(unit, event=replace(unit.event, place=place))


def _with_actors(unit: Unit, actors: tuple[Actor, ...]) -> Unit:
    """Let a general sentence say who did what the specific ones tell without a doer."""
    if unit.event.actors or not actors:
        return unit
    return replace(unit, event=replace(unit.event, actors=actors))


def _merge_same(units: Sequence[Unit]) -> list[Unit]:
    found: list[Unit] = []
    alike: dict[tuple[str, str], list[int]] = {}
    for unit in units:
        known = alike.setdefault((unit.event.event_type, unit.event.status), [])
        same = next((i for i in known if _is_same(found[i], unit)), None)
        if same is None:
            known.append(len(found))
            found.append(unit)
        elif found[same].kind in GENERAL_BLOCKS and unit.kind not in GENERAL_BLOCKS:
            found[same] = replace(unit, event=_join(unit.event, found[same].event))
        else:
            found[same] = replace(found[same], event=_join(found[same].event, unit.event))
    return found


def _is_same(first: Unit, second: Unit) -> bool:
    one, other = first.event, second.event
    return (
        one.event_type == other.event_type
        and (one.mode == other.mode or None in (one.mode, other.mode))
        and not _counts_others(one, other)
        and one.status == other.status
        and (_same_place(one.place, other.place) or _befalls_person_again(one, other))
        and _same_days(one, other)
        and _same_parties(one, other, in_one_sentence=first.sentence == second.sentence)
    )


def _counts_others(one: CodedEvent, other: CodedEvent) -> bool:
    """Tell whether of two acts only one took people away: "killed four and abducted 20"."""
    kinds = [{figure.kind for figure in event.figures} for event in (one, other)]
    return one.mode != other.mode and all(kinds) and sum("abducted" in each for each in kinds) == 1


def _same_parties(one: CodedEvent, other: CodedEvent, *, in_one_sentence: bool) -> bool:
    """Compare actors and recipients; a telling that leaves one of them out joins the one that names them."""
    silent_passive = _one_is_silent(one.actors, other.actors) and bool(one.recipients)
    actors = _one_holds_other(one.actors, other.actors) or silent_passive
    silent = in_one_sentence and _one_is_silent(one.recipients, other.recipients) and not (one.objects or other.objects)
    return actors and (silent or _same_list(one.recipients, other.recipients))


def _one_holds_other(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    """Tell whether all actors of one telling are among those of the other."""
    few, many = sorted((one, other), key=len)
    return bool(few) == bool(many) and all(any(_is_same_actor(a, b) for b in many) for a in few)


def _one_is_silent(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    """Tell whether only one of two tellings says who it was."""
    return bool(one) != bool(other)


def _same_list(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    return len(one) == len(other) and all(any(_is_same_actor(a, b) for b in other) for a in one)


def _is_same_actor(one: Actor, other: Actor) -> bool:
    """Compare names; a person who belongs to a group is not the group."""
    return (one.kind == "person") == (other.kind == "person") and _same_name(one.name, other.name)


def _same_place(one: EventPlace | None, other: EventPlace | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.name == other.name and one.country == other.country


def _befalls_person_again(one: CodedEvent, other: CodedEvent) -> bool:
    """Tell whether an act whose country alone is inferred befalls a named person of whom it was told just before."""
    place, again = one.place, other.place
    if place is None or again is None or again.basis == "stated" or again.precision != "country":
        return False
    named = [actor for actor in other.recipients if actor.kind == "person" and actor.name[:1].isupper()]
    told = place.country == again.country and bool(named) and not other.objects
    return told and _same_list(one.recipients, named)


def _same_days(one: CodedEvent, other: CodedEvent) -> bool:
    return days(one.date) == days(other.date)


def _same_people(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    if not one or not other:
        return not one and not other
    return any(_is_same_actor(a, b) for a in one for b in other)


def _same_name(one: str, other: str) -> bool:
    first, second = _telling_words(one), _telling_words(other)
    return first == second or bool(first and second and (first <= second or second <= first))


@functools.lru_cache(maxsize=1 << 14)
def _telling_words(name: str) -> frozenset[str]:
    return frozenset(word.strip("()'’").casefold() for word in name.replace("/", " ").split()) - COMMON_NAME_WORDS


def _join(event: CodedEvent, other: CodedEvent) -> CodedEvent:
    return replace(
        event,
        mode=event.mode or other.mode,
        actors=_union(event.actors, other.actors),
        recipients=_union(event.recipients, other.recipients),
        objects=tuple(dict.fromkeys((*event.objects, *other.objects))),
        instruments=tuple(dict.fromkeys((*event.instruments, *other.instruments))),
        attributed_to=_union(event.attributed_to, other.attributed_to),
        figures=join_figures(event.figures, other.figures),
        quotes=tuple(dict.fromkeys((*event.quotes, *other.quotes))),
        evidence=tuple(dict.fromkeys((*event.evidence, *other.evidence))),
        contexts=tuple(dict.fromkeys((*event.contexts, *other.contexts))),
        confidence=max(event.confidence, other.confidence),
    )


def _union(one: Sequence[Actor], other: Sequence[Actor]) -> tuple[Actor, ...]:
    found = list(one)
    for actor in other:
        if not any(_same_name(actor.name, known.name) for known in found):
            found.append(actor)
    return tuple(found)


def _is_general(unit: Unit) -> bool:
    """Tell whether a record stands in a headline, lead or caption, or names no place of its own below a country."""
    place = unit.event.place
    vague = place is None or place.basis != "stated" or place.precision == "country"
    return unit.kind in GENERAL_BLOCKS or (vague and not unit.event.figures)


def _covers(general: Unit, specific: Unit) -> bool:
    """Tell whether a general record says nothing that the specific one does not say better."""
    one, other = general.event, specific.event
    if one.event_type != other.event_type or specific.kind in GENERAL_BLOCKS:
        return False
    heading = general.kind in GENERAL_BLOCKS
    murder = heading and one.mode == "targeted"  # whatever it was done with
    if one.mode and other.mode and one.mode != other.mode and not murder:
        return False
    if not heading and (specific.sentence <= general.sentence or not _is_narrower(other.place, one.place)):
        return False
    if not _within(one, other, lenient=heading):
        return False
    if not (heading or _same_people(one.actors, other.actors) or not one.actors or general.kind == "lead"):
        return False
    return general.kind == "headline" or not one.recipients or _same_people(one.recipients, other.recipients)


def _is_narrower(specific: EventPlace | None, general: EventPlace | None) -> bool:
    if specific is None or specific.basis != "stated" or specific.precision == "country":
        return False
    return general is None or general.country in (specific.country, None)


def _within(general: CodedEvent, specific: CodedEvent, *, lenient: bool) -> bool:
    """Tell whether the specific days lie within the general ones; undated headlines fit any."""
    one, other = days(general.date), days(specific.date)
    if one is None or other is None:
        return one is other or lenient
    if lenient and general.date and general.date.basis != "stated":
        return True
    return one[0] <= other[1] and other[0] <= one[1]


def _without_twice_told_captions(units: list[Unit]) -> list[Unit]:
    """A caption makes a record only where no sentence of the body tells its act."""
    told = [unit for unit in units if unit.kind not in GENERAL_BLOCKS]
    return [
        unit
        for unit in units
        if unit.kind not in GENERAL_BLOCKS or not any(_tells_same_act(unit.event, other.event) for other in told)
    ]


def _tells_same_act(caption: CodedEvent, body: CodedEvent) -> bool:
    return (
        caption.event_type == body.event_type
        and (caption.mode == body.mode or None in (caption.mode, body.mode))
        and (not caption.recipients or _same_people(caption.recipients, body.recipients))
        and _within(caption, body, lenient=True)
    )


def _with_evidence(event: CodedEvent, general: Sequence[CodedEvent]) -> CodedEvent:
    spans = dict.fromkeys((*event.evidence, *(span for other in general for span in other.evidence)))
    return replace(event, evidence=tuple(sorted(spans, key=lambda span: span.start)))
