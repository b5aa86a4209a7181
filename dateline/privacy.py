"""CodedEvent -> CodedEvent: withhold the names of private persons, and the sites of what is only planned.

A name is withheld wherever its report tells it: in full, any of its parts, its possessive and plural, in capitals or
without its accents, in an evidence sentence of another event. To hide too much is the lesser error here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from dateline.errors import UsageError
from dateline.jsonlines import NO_OFFSET
from dateline.records import Actor, CodedEvent, EventPlace, Figure, Mentions, Quote, Report, Span

Mask = Callable[[str], str]

PROFILES = ("public", "full")
WITHHELD = "[name withheld]"
WITHHELD_SITE = "[site withheld]"
NOT_DONE = frozenset({"planned", "called-for", "threatened"})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Parts of names that name nobody by themselves
PARTICLES = _words(
    """a abu al an and at bin bint brig capt col cpl da dal dame das de del della der des di don dona dos dr du e el en
    fr gen haji hajj ibn ibnu imam jr judge la lady las le les lo lord los lt maj minister miss mr mrs ms mullah of
    president prof rev san santa sayed sayyed sgt shaikh sheikh sir sr st ter the ul um umm van ve von y"""
)
# English words that are names too: in small letters they are taken for the word
ORDINARY = _words(
    """art ash basil bay bill bird black blue bob bond book bow brand brave bright brook brown bush carol chance chase
    church clay cook cross crown dale dawn day dean do drew drum duke earl early east faith field fish ford fox
    frank free grace grant gray green grey guy ha hall ham hand hardy he her hill his home hope hunt im in iris is
    it jack jay joy judge june just king lane law lee long love major mark marsh mason may merry mike miles mill
    miller moon more moss nick no noble north not now old on or pat peace penny poor power price prince queen rain
    ray reed rich ring river rob robin rock rose ruby rule run sand saw sea see sharp she short sister so son song
    star stone stream strong sue summer sun they thin to tom true van victor view wade walker war ward we weir west
    white will win winter wise wolf wood woods yet you young"""
)
# How a description begins that names nobody ("a student"), and words that stand for a name
DESCRIBING = _words(
    """a an the this that these those some any one two three four five six seven eight nine ten several many other
    another his her their its our my your"""
)
PRONOUNS = _words(
    """he him himself her hers herself i it itself me mine myself our ours she someone theirs them themselves they us we
    who whom whose you yours"""
)
NAMING_NOBODY = PARTICLES | DESCRIBING | PRONOUNS
# Particles and titles that can be a whole name, as in "Abu Sayed"
LONE = PARTICLES - DESCRIBING - _words("al and at de el en la las le les lo los lt maj miss mr mrs ms of st um")

WORD = re.compile(r"[^\W_]+")
BEGIN, END = r"(?<![^\W_])", r"(?![^\W_])"
# What stands between two parts of one name: a sign, an initial or a middle name
BETWEEN = re.compile(r"[\s.\-–]+(?:[A-Z][\w.]*\s+)?")
# Letters that do not decompose, as those write them who lack them; and letters that these spell with two others
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "þ": "th", "ŋ": "n",
     "ŧ": "t", "ə": "a"}
)  # fmt: skip
SPELLED_OUT = {"ø": "oe", "ö": "oe", "ä": "ae", "ü": "ue", "å": "aa", "đ": "dj", "ð": "dh", "ə": "e"}
SEVERAL_WITHHELD = re.compile(rf"{re.escape(WITHHELD)}(?:{BETWEEN.pattern}{re.escape(WITHHELD)})+")


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


#: "A member of the Union": a person told by what they belong to.
DESCRIPTION = re.compile(
    r"(?:[Aa]n? |[Tt]he |[Oo]ne |[Hh]is |[Hh]er |[Tt]heir )?[a-z-]+(?: [a-z-]+)* (?:of|from|at|in|for) "
)


def is_name(text: str) -> bool:
    """Tell a name from a description or a pronoun, which names nobody.

    >>> [is_name(words) for words in ("Ana Vell", "the Vell family", "The student", "retired dock worker", "She")]
    [True, True, False, False, False]
    >>> [is_name(words) for words in ("A young member of the Union of Weavers", "Ana Vell of Lima")]
    [False, True]
    """
    telling = (_is_capital(word) and word.lower() not in NAMING_NOBODY for word in WORD.findall(text))
    return not DESCRIPTION.match(text) and (any(telling) or _is_particles(text))


def _is_particles(text: str) -> bool:
    """Tell whether a name is made of particles and titles only, so that no part of it names anybody by itself."""
    words = WORD.findall(text)
    small = [word.lower() for word in words]
    written = bool(words) and _is_capital(words[0]) and _is_capital(words[-1]) and small[0] not in DESCRIBING
    return written and PARTICLES.issuperset(small) and not LONE.isdisjoint(small)


def _is_capital(word: str) -> bool:
    return not word[0].islower() and not word[0].isdigit()


def mask_names(text: str, names: Iterable[str]) -> str:
    """Replace names, their parts and their possessives in a text.

    >>> mask_names("Ana Vell's brother said the Vells will stay.", ["Ana Vell"])
    "[name withheld]'s brother said the [name withheld] will stay."
    """
    return name_mask(names)(text)


def name_mask(names: Iterable[str], *, keep: Iterable[str] = (), withheld: str = WITHHELD) -> Mask:
    """Give the function that replaces names in a text; `keep` are public names that share a part with them."""
    find = name_finder(names, keep)

    def mask(text: str) -> str:
        pieces, done = [], 0
        for start, end in find(text):
            pieces += [text[done:start], withheld]
            done = end
        return SEVERAL_WITHHELD.sub(WITHHELD, "".join([*pieces, text[done:]])) if pieces else text

    return mask


def find_withheld(text: str, events: Sequence[CodedEvent], private_names: Iterable[str] = ()) -> list[Span]:
    """Find what must not be published of a report's text, in its order: each stretch with the words to put there.

    The names are those that `withhold` withholds from the events; the sites of acts not done are withheld throughout.
    """
    return withheld_finder(events, private_names)(text)


def withheld_finder(events: Sequence[CodedEvent], private_names: Iterable[str] = ()) -> Callable[[str], list[Span]]:
    """Give the function that finds in a text what `find_withheld` finds, for many texts about the same events."""
    find = name_finder([*private_names, *private_names_of(events)], _public_names(events))
    sites = {site for event in events for site in _sites_not_done(event)}
    pattern = re.compile(_either(map(re.escape, sites)), re.IGNORECASE)

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


def name_finder(names: Iterable[str], keep: Iterable[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    """Give the function that finds names in a text, as `name_mask` does, by the start and end of each stretch."""
    told = list(names)
    addresses = {_fold(name)[0] for name in told if is_address(name)}
    names = _without_descriptions([name for name in _spellings(told) if is_name(name) and not is_address(name)])
    pattern = _name_pattern(names, _unambiguous(_spellings(keep), names), addresses)

    def find(text: str) -> Iterator[tuple[int, int]]:
        found = set()
        for folded, positions in _foldings(text) if names or addresses else ():
            for match in pattern.finditer(folded):
                start, end = positions[match.start()], positions[match.end()]
                if not (match["keep"] or (match["ordinary"] and text[start].islower())):
                    found.add((start, end))
        return _joined(sorted(found))

    return find


def _joined(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join the stretches of a text that overlap."""
    first = last = 0
    for start, end in stretches:
        if start >= last:
            if first < last:
                yield first, last
            first = start
        last = max(last, end)
    if first < last:
        yield first, last


def _spellings(names: Iterable[str]) -> list[str]:
    """List names, each also with the letters spelled out that some write as two.

    >>> _spellings(["Ana Vell", "Søren Holm"])
    ['Ana Vell', 'Søren Holm', 'Soeren Holm']
    """
    found: dict[str, None] = {}
    for name in names:
        letters = unicodedata.normalize("NFC", name)
        found[name] = found["".join(_spelled_out(letter) or letter for letter in letters)] = None
    return list(found)


def _spelled_out(letter: str) -> str | None:
    pair = SPELLED_OUT.get(letter.lower())
    return pair.capitalize() if pair and letter.isupper() else pair


def name_words(name: str) -> frozenset[str]:
    """Give the words of a name that tell whose it is, in small letters; all of them where none does."""
    words = frozenset(word.casefold() for word in WORD.findall(name))
    return words - NAMING_NOBODY or words


def is_address(text: str) -> bool:
    """Tell a handle, mail address or telephone number from a name."""
    return "@" in text or (text[:1] in ("+", "(", "0") and not any(map(str.isalpha, text)))


def _name_pattern(names: list[str], keep: list[str], addresses: Iterable[str]) -> re.Pattern[str]:
    parts = {part for name in names for part in _parts(name)}
    ordinary, telling = parts & ORDINARY, parts - ORDINARY
    lone = {r"[\W_]{1,3}".join(_folded_words(name)) for name in names if _is_particles(name)}
    tagged = {part for part in telling if len(part) > 3}
    phrases = {_phrase(name) for name in names if not _is_particles(name)} - {""}
    choices = [
        rf"(?P<keep>{BEGIN}(?:{_either(map(_phrase, keep))}){END})",
        rf"(?<!\w)(?:{_either(map(re.escape, addresses))})(?!\w)",
        rf"[#@]\w*(?:{_either(tagged)})\w*",
        rf"{BEGIN}(?:{_either(phrases)})(?:e?s)?{END}",
        rf"{BEGIN}(?:[a-z]\.\s*)*(?:{_either(telling)})(?:e?s)?{END}",
        rf"(?P<ordinary>{BEGIN}(?:{_either(ordinary | lone)})(?:e?s)?{END})",
    ]
    return re.compile("|".join(choices))


def _either(choices: Iterable[str]) -> str:
    return "|".join(sorted(choices, key=lambda choice: (-len(choice), choice))) or r"(?!)"


def _phrase(name: str) -> str:
    """Give the pattern of a whole name, however its words are joined; none for a word that only describes."""
    words = _folded_words(name)
    return r"[\W_]{0,3}".join(words) if len(words) > 1 else ""


def _folded_words(name: str) -> list[str]:
    return WORD.findall(_fold(name)[0])


def _parts(name: str) -> set[str]:
    folded = {_fold(token)[0] for token in WORD.findall(name) if _is_capital(token)}
    return {part for part in folded - NAMING_NOBODY if len(part) > 1 and not part.isdigit()}


def _without_descriptions(names: list[str]) -> list[str]:
    """Leave out a name with a description ("union secretary Ana Vell") where the bare name is given too."""
    words = {name: set(_folded_words(name)) for name in names}

    def is_described(name: str) -> bool:
        return not _is_full_name(name) and any(words[other] < words[name] for other in names)

    return [name for name in names if not is_described(name)]


def _unambiguous(keep: Iterable[str], names: list[str]) -> list[str]:
    """Keep a public name only where it is a full name, and holds none of the private names whole."""
    private = [set(_folded_words(name)) for name in names]
    words = {name: set(_folded_words(name)) for name in keep if _is_full_name(name)}
    return [name for name, held in words.items() if not any(whole <= held for whole in private)]


def _is_full_name(name: str) -> bool:
    tokens = WORD.findall(name)
    return len(tokens) > 1 and all(token in PARTICLES or _is_capital(token) for token in tokens)


def _foldings(text: str) -> Iterator[tuple[str, Sequence[int]]]:
    """Fold a text, and once more with its letters spelled out if it has such."""
    yield _fold(text)
    if not text.isascii() and any(_spelled_out(letter) for letter in set(text)):
        yield _fold(text, SPELLED_OUT)


def _fold(text: str, spelled: Mapping[str, str] = MappingProxyType({})) -> tuple[str, Sequence[int]]:
    """Give a text in small plain letters, and where each of its characters comes from."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    letters, positions = [], []
    for i, character in enumerate(text):
        plain = spelled.get(character.lower()) or unicodedata.normalize("NFKD", character).lower().translate(PLAIN)
        for letter in plain:
            if not unicodedata.combining(letter):
                letters.append(letter)
                positions.append(i)
    return "".join(letters), [*positions, len(text)]


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
    pattern = re.compile(_either(map(re.escape, hidden)), re.IGNORECASE)
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
