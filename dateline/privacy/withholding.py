"""CodedEvent -> CodedEvent: withhold the names of private persons, sites that must not be found, and long quotations.

A name is withheld wherever its report tells it: in full, any of its parts, its possessive and plural, in capitals or
without its accents, in an evidence sentence of another event. To hide too much is the lesser error here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from dateline.jsonlines import NO_OFFSET
from dateline.privacy.names import BETWEEN, WITHHELD, Mask, either, is_address, is_name
from dateline.privacy.profiles import PROFILES, Profile, Withheld
from dateline.privacy.pseudonyms import PrivateNames, Stretch, labeller
from dateline.records import Actor, CodedEvent, EventDate, EventPlace, Figure, Mentions, Quote, Span

WITHHELD_SITE = "[site withheld]"
NOT_DONE = frozenset({"planned", "called-for", "threatened"})
_KINDS = (
    "airport|arena|barracks|base|bridge|bazaar|camp|cathedral|cemetery|centre|center|checkpoint|church|clinic|college|"
    "compound|courthouse|dam|embassy|consulate|factory|hall|headquarters|hospital|hotel|mall|market|mosque|museum|palace|"
    "park|pipeline|plant|plaza|port|prison|refinery|roundabout|school|square|stadium|station|street|avenue|road|synagogue|"
    "temple|terminal|theatre|theater|tower|university"
)
_NAME = r"(?!(?:The|A|An|This|That|Their|His|Her|Its|Our|Every|Any|No|At|In|On|Near)\b)[A-Z][\w'’.-]*"
_LEADING = "h[oô]tel|rue|place|quai|boulevard|avenue|avenida|calle|plaza|piazza|via|rua|praça|platz|camp|fort"
#: "Westgate mall", "Jomo Kenyatta International Airport", "5 Elm Street"; "Embassy of Ruritania"; "Rue Vell".
FACILITIES = (
    re.compile(
        rf"\b(?:\d+\w?,?\s+)?(?:{_NAME}\s+(?:(?:of|de|al|el|la|the)\s+)?){{1,5}}(?i:{_KINDS})\b(?:\s+\d+\w?\b)?"
    ),
    re.compile(rf"\b(?i:{_KINDS})\s+of\s+(?:the\s+)?{_NAME}(?:\s+{_NAME})*"),
    re.compile(
        rf"\b(?:\d+\w?,?\s+)?(?i:{_LEADING})\s+(?:(?:de|du|des|del|della|la|le|das|dos|da|do)\s+){{0,2}}{_NAME}(?:\s+{_NAME})*"
    ),
)
#: A word; what stands for a name is one, so that no cut goes through it.
TOKEN = re.compile(r"\[[^\[\]]*\]\S*|\S+")


def withhold(
    events: Sequence[CodedEvent],
    private_names: Iterable[str] = (),
    *,
    beside: Sequence[CodedEvent] = (),
    profile: Profile = PROFILES["public"],
    secret: bytes | None = None,
    tally: Withheld | None = None,
) -> list[CodedEvent]:
    """Withhold what must not be published of one report's events.

    `private_names` are those of the whole report; those that the events flag are added. `beside` are the report's
    events that are not asked for: what they must not show, the evidence that they share may not. Without a `secret`
    there are no pseudonyms, and all names are only withheld. `tally` counts what was withheld.
    """
    whole = (*events, *beside)
    counts = Withheld() if tally is None else tally
    report = _Withholder(whole, private_names, profile=profile, secret=secret, tally=counts)
    return [report.event(event) for event in without_misread_places(events, whole)]


def without_misread_places(events: Iterable[CodedEvent], whole: Iterable[CodedEvent]) -> list[CodedEvent]:
    """Leave out places that are read from the words of a private person's name."""
    private = [actor for event in whole for actor in _actors_of(event) if actor.private]
    return [_without_misread_place(event, private) for event in events]


def _without_misread_place(event: CodedEvent, private: Iterable[Actor]) -> CodedEvent:
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


def find_withheld(
    text: str, events: Sequence[CodedEvent], private_names: Iterable[str] = (), *, secret: bytes | None = None
) -> list[Span]:
    """Find what must not be published of a report's text, in its order: each stretch with the words to put there.

    The names are those that `withhold` withholds from the events; the sites that it withholds are so throughout.
    """
    return withheld_finder(events, private_names, secret=secret)(text)


def withheld_finder(
    events: Sequence[CodedEvent], private_names: Iterable[str] = (), *, secret: bytes | None = None
) -> Callable[[str], list[Span]]:
    """Give the function that finds in a text what `find_withheld` finds, for many texts about the same events."""
    names = PrivateNames([*private_names, *private_names_of(events)], _public_names(events))
    label = labeller(secret, events[0].report_id if events else "")
    pattern = _pattern({site for event in events for site in _sites_withheld(event)})

    def withheld(text: str) -> list[Span]:
        found = [Span(each.start, each.end, label(each.person)) for each in names.stretches(text)]
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


def cut(text: str, words: int) -> str:
    """Cut a text after so many words, and show that it was cut.

    >>> cut("They said [person m2d5g7x] left.", 3), cut("They left.", 3)
    ('They said [person m2d5g7x] …', 'They left.')
    """
    end = cut_at(text, words)
    return text if end is None else f"{text[:end]} …"


def cut_at(text: str, words: int) -> int | None:
    """Give the offset after so many words, None where the text has no more."""
    ends = [match.end() for match in TOKEN.finditer(text)]
    return ends[words - 1] if len(ends) > words else None


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


def _is_still_to_come(event: CodedEvent) -> bool:
    """Tell an act that is planned, called for or threatened: a threat has been made, what it threatens is not done."""
    return event.status in NOT_DONE or event.event_type == "THREATEN"


def _is_placed_coarsely(event: CodedEvent) -> bool:
    """Tell acts not done yet, and acts by or upon a private person: where exactly is nobody's to find out."""
    return _is_still_to_come(event) or any(actor.private for actor in (*event.actors, *event.recipients))


def _sites_withheld(event: CodedEvent) -> set[str]:
    place = event.place
    named = set(_named_facilities(event)) if _is_still_to_come(event) else set()
    if place is None or not _is_placed_coarsely(event):
        return named
    own = {place.name} if place.precision == "site" and place.site is None else set()
    return named | own | ({place.site.text} if place.site else set())


def _named_facilities(event: CodedEvent) -> Iterator[str]:
    """Give the buildings and squares that words of an act still to be done name, whatever field they stand in."""
    for span in (*event.objects, *event.evidence, *(quote.span for quote in event.quotes)):
        for pattern in FACILITIES:
            yield from (match.group() for match in pattern.finditer(span.text))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(either(map(re.escape, words)), re.IGNORECASE)


class _Withholder:
    """Withholds by one profile from the events of one report, and counts."""

    def __init__(
        self,
        whole: Sequence[CodedEvent],
        private_names: Iterable[str],
        *,
        profile: Profile,
        secret: bytes | None,
        tally: Withheld,
    ) -> None:
        self._profile, self._tally = profile, tally
        self._names = PrivateNames([*private_names, *private_names_of(whole)], _public_names(whole))
        pseudonyms = profile.names == "pseudonyms"
        self._label = labeller(secret if pseudonyms else None, whole[0].report_id if whole else "")
        self._seen: set[str] = set()
        self._found: dict[str, tuple[Stretch, ...]] = {}
        self._sites: dict[Span, set[str]] = {}  # what each stretch of evidence must not show, whichever event tells it
        for event in whole:
            for span in event.evidence:
                self._sites.setdefault(span, set()).update(_sites_withheld(event))
        quotes = {quote.span.text for event in whole for quote in event.quotes} if profile.quotation_words else ()
        longest_first = sorted(quotes, key=lambda text: (-len(text), text))
        self._cuts = {text: cut(text, profile.quotation_words or 0) for text in longest_first}

    def event(self, event: CodedEvent) -> CodedEvent:
        """Withhold from one event."""
        mask = self._mask_with_sites(event)
        return replace(
            event,
            report_id=mask(event.report_id),
            source=mask(event.source) if event.source else event.source,
            trigger=self._span(event.trigger, mask),
            actors=self._actors(event.actors, mask),
            recipients=self._actors(event.recipients, mask),
            objects=self._spans(event.objects, mask),
            instruments=self._spans(event.instruments, mask),
            place=self._place(event.place, mask, coarse=_is_placed_coarsely(event)) if event.place else None,
            date=self._date(event.date, mask) if event.date else None,
            attributed_to=self._actors(event.attributed_to, mask),
            figures=tuple(self._figure(figure, mask) for figure in event.figures),
            quotes=self._quotes(event.quotes, mask),
            evidence=self._evidence(event.evidence, mask),
        )

    def _mask_with_sites(self, event: CodedEvent) -> Mask:
        hidden = _sites_withheld(event).union(*(self._sites.get(span, ()) for span in event.evidence))
        if not hidden:
            return self._mask
        pattern = _pattern(hidden)
        return lambda text: self._mask(pattern.sub(self._withheld_site, text))

    def _withheld_site(self, _match: re.Match[str]) -> str:
        self._tally.sites += 1
        return WITHHELD_SITE

    def _mask(self, text: str) -> str:
        pieces, done = [], 0
        if text not in self._found:  # the events of a report share sentences and names
            self._found[text] = tuple(self._names.stretches(text))
        for found in self._found[text]:
            pieces += [text[done : found.start], self._name(found.person)]
            done = found.end
        return "".join([*pieces, text[done:]])

    def _name(self, person: str | None) -> str:
        self._tally.names += 1
        if person and person not in self._seen:
            self._seen.add(person)
            self._tally.persons += 1
        return self._label(person)

    def _span(self, span: Span, mask: Mask) -> Span:
        self._tally.offsets += span.start != NO_OFFSET
        return Span(NO_OFFSET, NO_OFFSET, mask(span.text), span.part)

    def _optional(self, span: Span | None, mask: Mask) -> Span | None:
        return self._span(span, mask) if span else None

    def _spans(self, spans: tuple[Span, ...], mask: Mask) -> tuple[Span, ...]:
        return tuple(self._span(span, mask) for span in spans)

    def _actors(self, actors: tuple[Actor, ...], mask: Mask) -> tuple[Actor, ...]:
        return tuple(self._actor(actor, mask) for actor in actors)

    def _actor(self, actor: Actor, mask: Mask) -> Actor:
        names = _names_of(actor)
        if not (actor.private and any(map(is_name, names))):
            return replace(actor, span=self._optional(actor.span, mask), name=mask(actor.name))
        # a family or a crowd that is told by somebody's name is not that person
        shown = self._name(self._names.persons.of_name(*names) if actor.kind == "person" else None)
        return replace(actor, span=self._optional(actor.span, lambda _: shown), name=shown)

    def _figure(self, figure: Figure, mask: Mask) -> Figure:
        span, by = self._span(figure.span, mask), self._actors(figure.attributed_to, mask)
        return replace(figure, span=span, attributed_to=by)

    def _quotes(self, quotes: tuple[Quote, ...], mask: Mask) -> tuple[Quote, ...]:
        if self._profile.quotation_words == 0:
            self._tally.quotations += len(quotes)
            return ()
        return tuple(self._quote(quote, mask) for quote in quotes)

    def _quote(self, quote: Quote, mask: Mask) -> Quote:
        shown = self._cuts.get(quote.span.text, quote.span.text)
        self._tally.quotations += shown != quote.span.text
        return replace(
            quote,
            span=self._span(replace(quote.span, text=shown), mask),
            speaker=self._optional(quote.speaker, mask),
            cue=self._optional(quote.cue, mask),
        )

    def _evidence(self, evidence: tuple[Span, ...], mask: Mask) -> tuple[Span, ...]:
        words = self._profile.evidence_words
        if words == 0:
            self._tally.evidence += len(evidence)
            return ()
        return tuple(self._sentence(span, mask, words) for span in evidence)

    def _sentence(self, span: Span, mask: Mask, words: int | None) -> Span:
        """Show a sentence with the quotations in it cut as they are by themselves."""
        text = span.text
        for quotation, shown in self._cuts.items():
            text = text.replace(quotation, shown)
        masked = self._span(replace(span, text=text), mask)
        shortened = masked.text if words is None else cut(masked.text, words)
        self._tally.evidence += text != span.text or shortened != masked.text
        return replace(masked, text=shortened)

    def _date(self, date: EventDate, mask: Mask) -> EventDate:
        anchor = replace(date.anchor, span=self._optional(date.anchor.span, mask)) if date.anchor else None
        return replace(date, span=self._optional(date.span, mask), anchor=anchor)

    def _place(self, place: EventPlace, mask: Mask, *, coarse: bool) -> EventPlace:
        shown = _to_city(place) if coarse else place
        if self._profile.finest_place == "region":
            shown = _to_region(shown)
        self._tally.places += shown.precision != place.precision
        self._tally.sites += place.site is not None and shown.site is None
        span, site = self._optional(shown.span, mask), self._optional(shown.site, mask)
        if shown.geonames_id is not None:  # a place of the gazetteer: its name is public, whoever shares it
            public = replace(shown.span, start=NO_OFFSET, end=NO_OFFSET) if shown.span else None
            return replace(shown, span=public, site=site)
        return replace(shown, name=mask(shown.name), span=span, site=site)


def _to_city(place: EventPlace) -> EventPlace:
    """Place an act no more finely than its city; a site without a city goes up to its region or country."""
    if place.precision not in ("site", "district"):
        return replace(place, site=None)
    return _to_region(place) if place.site is None else replace(place, site=None, precision="city")


def _to_region(place: EventPlace) -> EventPlace:
    """Place an act no more finely than its first-level region, by its name alone."""
    if place.precision in ("region", "country"):
        return replace(place, site=None)
    return replace(
        place,
        span=None,
        name=place.admin1 or place.country or WITHHELD_SITE,
        geonames_id=None,
        lat=None,
        lon=None,
        precision="region" if place.admin1 else "country",
        near=False,
        site=None,
    )


__all__ = [
    "NOT_DONE",
    "WITHHELD",
    "WITHHELD_SITE",
    "cut",
    "cut_at",
    "find_withheld",
    "private_names_in",
    "private_names_of",
    "withheld_finder",
    "withhold",
    "without_misread_places",
]
