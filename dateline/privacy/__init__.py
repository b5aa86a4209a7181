"""CodedEvent -> CodedEvent: withhold the names of private persons, and the sites of what is only planned.

A name is withheld wherever its report tells it: in full, any of its parts, its possessive and plural, in capitals or
without its accents, in an evidence sentence of another event. To hide too much is the lesser error here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.errors import UsageError
from dateline.jsonlines import NO_OFFSET
from dateline.privacy.names import (
    BETWEEN,
    WITHHELD,
    Mask,
    either,
    is_address,
    is_name,
    mask_names,
    name_finder,
    name_mask,
    name_words,
)
from dateline.records import Actor, CodedEvent, EventPlace, Figure, Mentions, Quote, Report, Span

__all__ = [
    "PROFILES",
    "WITHHELD",
    "WITHHELD_SITE",
    "Batch",
    "Mask",
    "ToldReport",
    "apply_profile",
    "find_withheld",
    "is_address",
    "is_name",
    "mask_names",
    "name_finder",
    "name_mask",
    "name_words",
    "private_names_in",
    "private_names_of",
    "withheld_finder",
    "withhold",
]

PROFILES = ("public", "full")
WITHHELD_SITE = "[site withheld]"
NOT_DONE = frozenset({"planned", "called-for", "threatened"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The events of one report, and the names of all private persons that the report tells of."""

    report_id: str
    events: tuple[CodedEvent, ...]
    private_names: tuple[str, ...] = ()
    beside: tuple[CodedEvent, ...] = ()  # the report's other events: what they must not show, no evidence may


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReport:
    """A report, the events that are wanted of it, and all of its events, since what these name is withheld too."""

    report: Report
    batch: Batch
    whole: tuple[CodedEvent, ...]


def apply_profile(profile: str, batches: Iterable[Batch]) -> Iterator[CodedEvent]:
    """Give the events of each report as a profile shows them: `full` as they are, `public` with names withheld."""
    if profile not in PROFILES:
        raise UsageError(f"expected a profile of {', '.join(PROFILES)}, found {profile!r}")
    return _apply(profile, batches)


def _apply(profile: str, batches: Iterable[Batch]) -> Iterator[CodedEvent]:
    for batch in batches:
        yield from (
            batch.events if profile == "full" else withhold(batch.events, batch.private_names, beside=batch.beside)
        )


def withhold(
    events: Sequence[CodedEvent], private_names: Iterable[str] = (), *, beside: Sequence[CodedEvent] = ()
) -> list[CodedEvent]:
    """Withhold what must not be published of one report's events.

    `private_names` are those of the whole report; those that the events flag are added. The spans that are
    changed lose their offsets. An act that is planned, called for or threatened loses its site, also in the
    evidence that it shares with other acts; `beside` are the report's events that are not asked for.
    """
    whole = (*events, *beside)
    mask = name_mask([*private_names, *private_names_of(whole)], keep=_public_names(whole))
    sites = _sites_by_evidence(whole)
    private = [actor for event in whole for actor in _actors_of(event) if actor.private]
    named = [_without_misread_place(event, private) for event in events]
    return [_withhold_event(event, _mask_with_sites(event, mask, sites)) for event in named]


def _without_misread_place(event: CodedEvent, private: Iterable[Actor]) -> CodedEvent:
    """Leave out a place that is read from the words of a private person's name."""
    place = event.place.span if event.place else None
    names = (actor.span for actor in private if actor.span and any(map(is_name, _names_of(actor))))
    misread = place is not None and place.start >= 0 and any(_holds(name, place) for name in names)
    return replace(event, place=None) if misread else event


def _holds(outer: Span, inner: Span) -> bool:
    return outer.part == inner.part and outer.start <= inner.start and inner.end <= outer.end


def private_names_of(events: Iterable[CodedEvent]) -> list[str]:
    """List the names that events flag as those of private persons, each once, in the order of the text."""
    found: dict[str, None] = {}
    for event in events:
        for actor in _actors_of(event):
            if actor.private:
                found.update(dict.fromkeys(name for name in _names_of(actor) if is_name(name) or is_address(name)))
    return list(found)


def private_names_in(mentions: Mentions) -> tuple[str, ...]:
    """List the names of the private persons that a report tells of, in events or not, sorted."""
    private = (mention.actor for mention in mentions.actors if mention.actor.private and not mention.generic)
    names = (name for actor in private for name in _names_of(actor))
    return tuple(sorted({name for name in names if name}))


def find_withheld(text: str, events: Sequence[CodedEvent], private_names: Iterable[str] = ()) -> list[Span]:
    """Find what must not be published of a report's text, in its order: each stretch with the words to put there.

    The names are those that `withhold` withholds from the events; the sites of acts not done are withheld throughout.
    """
    return withheld_finder(events, private_names)(text)


def withheld_finder(events: Sequence[CodedEvent], private_names: Iterable[str] = ()) -> Callable[[str], list[Span]]:
    """Give the function that finds in a text what `find_withheld` finds, for many texts about the same events."""
    find = name_finder([*private_names, *private_names_of(events)], _public_names(events))
    sites = {site for event in events for site in _sites_not_done(event)}
    pattern = re.compile(either(map(re.escape, sites)), re.IGNORECASE)

    def withheld(text: str) -> list[Span]:
        found = [Span(start, end, WITHHELD) for start, end in find(text)]
        found += [Span(match.start(), match.end(), WITHHELD_SITE) for match in pattern.finditer(text)]
        joined: list[Span] = []
        for span in sorted(found, key=lambda span: (span.start, span.end)):
            last = joined[-1] if joined else None
            if last and (
                span.start < last.end or (span.text == last.text and BETWEEN.fullmatch(text[last.end : span.start]))
            ):
                joined[-1] = replace(last, end=max(last.end, span.end))
            else:
                joined.append(span)
        return joined

    return withheld


def _actors_of(event: CodedEvent) -> Iterator[Actor]:
    yield from event.actors
    yield from event.recipients
    yield from event.attributed_to
    for figure in event.figures:
        yield from figure.attributed_to


def _names_of(actor: Actor) -> list[str]:
    return [actor.name, actor.span.text] if actor.span else [actor.name]


def _public_names(events: Iterable[CodedEvent]) -> list[str]:
    public = [actor for event in events for actor in _actors_of(event) if actor.kind == "person" and not actor.private]
    return [name for actor in public for name in _names_of(actor)]


def _sites_by_evidence(events: Iterable[CodedEvent]) -> dict[Span, set[str]]:
    """Give, for each stretch of evidence, the sites of the acts not done that it shows."""
    sites: dict[Span, set[str]] = {}
    for event in events:
        for span in event.evidence:
            sites.setdefault(span, set()).update(_sites_not_done(event))
    return sites


def _sites_not_done(event: CodedEvent) -> set[str]:
    place = event.place
    if event.status not in NOT_DONE or place is None:
        return set()
    own = {place.name} if place.precision == "site" and place.site is None else set()
    return own | ({place.site.text} if place.site else set())


def _mask_with_sites(event: CodedEvent, mask: Mask, sites: dict[Span, set[str]]) -> Mask:
    hidden = _sites_not_done(event).union(*(sites[span] for span in event.evidence))
    if not hidden:
        return mask
    pattern = re.compile(either(map(re.escape, hidden)), re.IGNORECASE)
    return lambda text: mask(pattern.sub(WITHHELD_SITE, text))


def _withhold_event(event: CodedEvent, mask: Mask) -> CodedEvent:
    return replace(
        event,
        report_id=mask(event.report_id),
        source=mask(event.source) if event.source else event.source,
        trigger=_mask_span(event.trigger, mask),
        actors=_mask_actors(event.actors, mask),
        recipients=_mask_actors(event.recipients, mask),
        objects=_mask_spans(event.objects, mask),
        instruments=_mask_spans(event.instruments, mask),
        place=_mask_place(event.place, mask, done=event.status not in NOT_DONE) if event.place else None,
        attributed_to=_mask_actors(event.attributed_to, mask),
        figures=tuple(_mask_figure(figure, mask) for figure in event.figures),
        quotes=tuple(_mask_quote(quote, mask) for quote in event.quotes),
        evidence=_mask_spans(event.evidence, mask),
    )


def _mask_span(span: Span, mask: Mask) -> Span:
    text = mask(span.text)
    return span if text == span.text else Span(NO_OFFSET, NO_OFFSET, text, span.part)


def _mask_optional(span: Span | None, mask: Mask) -> Span | None:
    return _mask_span(span, mask) if span else None


def _mask_spans(spans: tuple[Span, ...], mask: Mask) -> tuple[Span, ...]:
    return tuple(_mask_span(span, mask) for span in spans)


def _mask_actors(actors: tuple[Actor, ...], mask: Mask) -> tuple[Actor, ...]:
    return tuple(_mask_actor(actor, mask) for actor in actors)


def _mask_actor(actor: Actor, mask: Mask) -> Actor:
    if actor.private and any(map(is_name, _names_of(actor))):
        span = replace(actor.span, start=NO_OFFSET, end=NO_OFFSET, text=WITHHELD) if actor.span else None
        return replace(actor, span=span, name=WITHHELD)
    return replace(actor, span=_mask_optional(actor.span, mask), name=mask(actor.name))


def _mask_figure(figure: Figure, mask: Mask) -> Figure:
    return replace(figure, span=_mask_span(figure.span, mask), attributed_to=_mask_actors(figure.attributed_to, mask))


def _mask_quote(quote: Quote, mask: Mask) -> Quote:
    return replace(
        quote,
        span=_mask_span(quote.span, mask),
        speaker=_mask_optional(quote.speaker, mask),
        cue=_mask_optional(quote.cue, mask),
    )


def _mask_place(place: EventPlace, mask: Mask, *, done: bool) -> EventPlace:
    if not done:
        place = _coarsen(place)
    if place.geonames_id is not None:  # a place of the gazetteer: its name is public, whoever shares it
        return replace(place, site=_mask_optional(place.site, mask))
    return replace(
        place, name=mask(place.name), span=_mask_optional(place.span, mask), site=_mask_optional(place.site, mask)
    )


def _coarsen(place: EventPlace) -> EventPlace:
    """Place an act no more finely than its city; a site without a city goes up to its region or country."""
    if place.precision not in ("site", "district"):
        return replace(place, site=None)
    if place.site is not None:
        return replace(place, site=None, precision="city")
    return replace(
        place,
        span=None,
        name=place.admin1 or place.country or WITHHELD_SITE,
        geonames_id=None,
        lat=None,
        lon=None,
        precision="region" if place.admin1 else "country",
    )
