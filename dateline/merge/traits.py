"""JSON of a coded event -> Traits: what of an event is compared with other events, in a few small values.

Names of private persons are no trait: their words are dropped from names and texts alike, so that no person is linked
across reports.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.gazetteer import fold_name, load_gazetteer
from dateline.merge.kinds import people_of, things_of
from dateline.merge.stories import story_words
from dateline.merge.words import word_weight
from dateline.privacy.names import is_name

Json = Mapping[str, Any]
Bag = tuple[tuple[int, float], ...]  # hashes of words with their weights, the weightiest first

WORD = re.compile(r"[^\W_]+")
NAME_WORDS, OBJECT_WORDS, TEXT_WORDS = 6, 6, 16  # how many of the most telling words are kept
DESCRIBED = 0.4  # of the weight of a word in a description that names nobody
TOTAL = -2  # stands for a count where only one over several acts is told
TERM = "term"  # of a sentence, in months
FIGURE_KINDS = ("killed", "injured", "arrested", "sentenced", "abducted", "participants", TERM)
MOST = 2**31 - 1
#: What a record says of an act that was done, of one still to be done, of one only imagined: never one happening.
DONE, TO_COME, IMAGINED = range(3)
STATUS_CLASS = {"planned": TO_COME, "called-for": TO_COME, "threatened": TO_COME, "hypothetical": IMAGINED}
#: Groups of modes that different reports use of one act.
MODE_GROUPS = (
    ("firearms", "targeted", "primitive", "beat", "unconventional"),
    ("explosives", "suicide-attack", "destroy", "targeted"),
    ("heavy-weapons", "aerial", "drone", "explosives"),
    ("abduct", "torture"),
    ("beat", "crowd-control", "torture"),
    ("demo", "riot", "obstruct", "strike"),
    ("demo", "display", "vandalize"),
    ("arrest", "restrict", "censor"),
    ("curfew", "martial-law", "restrict"),
    ("troops", "police", "militia", "weapons"),
)
LASTING_MODES = ("strike", "hunger", "curfew", "martial-law")  # of what goes on for days
CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december""".split()
)
FINE_PLACES = ("site", "city", "district")
#: Dealings between parties, which a report may place where they met, where it was written, or nowhere.
DEALINGS = frozenset("AGREE CONSULT SUPPORT COOPERATE CONCEDE RETREAT AID REQUEST ACCUSE REJECT THREATEN".split())
#: Roles of which two tell two parties apart; of one line are those that one party may be given by turns.
ROLE_GROUPS = ("COP MIL SPY", "GOV LEG PTY OPP", "REB PAR CRM", "JUD", "MED", "EDU", "LAB BUS", "REL")
ROLES = {role: 1 << group for group, roles in enumerate(ROLE_GROUPS) for role in roles.split()}
OTHERS = 1 << len(ROLE_GROUPS)  # people of a known kind without such a role: "customers"
EXPLOSIVE = re.compile(r"\b(?:bombs?|explosives?|laden|rigged|packed)\b", re.IGNORECASE)
_SMALL = "one two three four five six seven eight nine ten eleven twelve fifteen twenty".split()
NUMBERS = dict(zip(_SMALL, (*range(1, 13), 15, 20), strict=True))
NEW, SAME_SIDE, SAME_ACT = range(3)  # what of an act is spoken of as known
#: Words that tell an act from the one told before.
APART = re.compile(
    r"\b(?:separate(?:ly)?|elsewhere|meanwhile|also|(?:an)?other(?! \w+ (?:people|persons|others)\b)(?! \d))\b",
    re.IGNORECASE,
)
REACH = 50  # characters before a word that may bring it in
BRINGING_IN = re.compile(r"\b(?:an?|another)(?:\s[\w-]+){0,2}\s*$", re.IGNORECASE)
NUMBER = re.compile(r"(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|a|an|one)\b)", re.IGNORECASE)
#: What stands before a noun that was told of before, and the pronouns for it.
POINTING = re.compile(r"\b(?:the|this|that|these|those)(?:[\s-][\w'’]+){0,3}\s*$", re.IGNORECASE)
PRONOUNS = frozenset({"they", "he", "she", "them", "him", "her"})
#: Roles of bodies that are spoken of as known from the start: "the army", "the court".
BODIES = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
_COUNT = rf"(\d{{1,3}}|{'|'.join(_SMALL)}|an?)"
SENTENCE = re.compile(
    rf"\b{_COUNT}[ -](year|month)s?\b(?![ -]olds?\b)(?:,? (?:and )?{_COUNT} months?\b)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What of one coded event is compared; days are proleptic ordinals, hashes 63 bits wide."""

    event_id: str
    report: str  # reports of one text share it
    event_type: str
    mode: str | None
    status: int
    country: str
    admin1: int  # hash of its name, 0: not known
    place: int  # GeoNames id or hash of its name, 0: no place finer than a region
    called: int  # hash of that place's name
    part: bool  # whether it is a part of a city
    lat: float | None
    lon: float | None
    near: bool
    placed: bool  # whether a place is told at all, be it a country
    stated: bool  # whether it is told with the act itself
    first: int | None
    last: int | None
    date_basis: str
    published: int | None
    actors: Bag
    recipients: Bag
    objects: Bag
    words: Bag
    things: int  # the kinds of things it was done to, as bits, 0: not known
    doers: int  # the kinds of people who did it, where that tells acts apart
    sufferers: int
    doers_roles: int  # of those who protest: groups of ROLE_GROUPS, as bits, 0: not known
    fighters: int  # as before, of those who attack
    sufferers_roles: int
    figures: tuple[tuple[int, int, int], ...]  # kind, lowest, highest (-1: open; TOTAL: only a total of several acts)
    claimants: int  # hash of who is cited, 0: nobody
    again: int  # NEW, or whether it is told as what is known already, or by whom or to whom is
    start: int  # where its trigger stands; -1: in the title


def traits_of(event: Json, *, report: str = "", hidden: Collection[str] = ()) -> Traits:
    """Take the traits out of an event's JSON; `hidden` are the folded words of private persons' names."""
    place, date, trigger = event.get("place") or {}, event.get("date") or {}, event.get("trigger") or {}
    fine = bool(place) and place["precision"] in FINE_PLACES
    hidden = frozenset(hidden)
    return Traits(
        event_id=event.get("event_id") or "",
        report=report or event["report_id"],
        event_type=event["event_type"],
        mode=event.get("mode"),
        status=STATUS_CLASS.get(event.get("status") or "", DONE),
        country=_country(event),
        admin1=word_hash(place["admin1"]) if place.get("admin1") else 0,
        place=(place.get("geonames_id") or word_hash(place["name"])) if fine else 0,
        called=word_hash(fold_name(place["name"])) if fine else 0,
        part=bool(place) and place["precision"] == "district",
        lat=place.get("lat") if fine else None,
        lon=place.get("lon") if fine else None,
        near=bool(place.get("near")),
        placed=bool(place),
        stated=place.get("basis") == "stated",
        first=_ordinal(date.get("from")),
        last=_ordinal(date.get("to") or date.get("from")),
        date_basis=date.get("basis") or "report",
        published=_ordinal(event.get("published")),
        actors=_name_bag(event, "actors", hidden),
        recipients=_name_bag(event, "recipients", hidden),
        objects=_object_bag(event, hidden),
        words=_text_bag(event, hidden),
        things=things_of(_things(event)),
        doers=people_of(_names(event, "actors")) if event["event_type"] == "PROTEST" else 0,
        sufferers=people_of(_names(event, "recipients", described=True)),
        doers_roles=_roles(event, "actors") if event["event_type"] == "PROTEST" else 0,
        fighters=_roles(event, "actors") if event["event_type"] == "ASSAULT" else 0,
        sufferers_roles=_roles(event, "recipients"),
        figures=tuple(_figures(event)),
        claimants=_claimants(event),
        again=_told_again(event),
        start=-1 if trigger.get("in") == "title" else trigger.get("start", -1),
    )


def hidden_words(private_names: Iterable[str]) -> frozenset[str]:
    """Give the folded words of private persons' names.

    >>> sorted(hidden_words(["Ana Vell", "José Ruiz"]))
    ['ana', 'jose', 'ruiz', 'vell']
    """
    words = (word for name in private_names for word in (*story_words(name), *WORD.findall(fold_name(name))))
    return frozenset(words)


@functools.lru_cache(maxsize=200_000)
def word_hash(word: str) -> int:
    """Hash a word to a positive integer of 63 bits, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1 or 1


def _country(event: Json) -> str:
    """Give the country where it happened; of dealings, or without a place, the first in order that a party is of."""
    place = event.get("place")
    if place and not _is_dealing(event):
        return place.get("country") or ""
    sides = (*(event.get("recipients") or ()), *(event.get("actors") or ()))
    countries = sorted(actor["country"] for actor in sides if actor.get("country"))
    return next(iter(countries), (place or {}).get("country") or "")


def _is_dealing(event: Json) -> bool:
    code = event["event_type"], event.get("mode")
    ban = code == ("COERCE", "restrict") and (event.get("place") or {}).get("basis") == "inferred"
    return ban or (code[0] == "SANCTION" and code[1] != "convict") or code[0] in DEALINGS


def _ordinal(day: str | None) -> int | None:
    return dt.date.fromisoformat(day).toordinal() if day else None


def _name_bag(event: Json, side: str, hidden: frozenset[str]) -> Bag:
    """Give the telling words of names; those of descriptions ("gunmen") weigh less than they do in a text.

    The country where it was tells nobody from others there: "Turkish police".
    """
    weights: dict[str, float] = {}
    country = (event.get("place") or {}).get("country")
    for actor in event.get(side) or ():
        if not actor.get("private"):
            named = [word for word in actor["name"].split() if not country or _state_of(word) != country]
            share = 1.0 if is_named(" ".join(named)) else DESCRIBED
            for word in story_words(" ".join(named)):
                weights[word] = max(weights.get(word, 0.0), share * word_weight(word))
    return _telling(weights, hidden, NAME_WORDS)


@functools.lru_cache(maxsize=20_000)
def _state_of(word: str) -> str | None:
    """Give the country that a capitalised word names, as itself or by its people."""
    state = load_gazetteer().country(word) if word[:1].isupper() and len(word) > 3 else None
    return state.country if state else None


def is_named(name: str) -> bool:
    """Tell a name from a description, which has no capital.

    >>> is_named("the Dockers Union"), is_named("armed men")
    (True, False)
    """
    return any(sign.isupper() for sign in name)


def _text_bag(event: Json, hidden: frozenset[str]) -> Bag:
    """Give the telling words of the evidence, without those that name the place, the time or the sides.

    These are compared by themselves, and are to be counted once.
    """
    place = event.get("place") or {}
    sides = (*(event.get("actors") or ()), *(event.get("recipients") or ()), *(event.get("attributed_to") or ()))
    named = [place.get("name"), place.get("text"), place.get("admin1"), *(actor["name"] for actor in sides)]
    counted = {word for name in named if name for word in story_words(name)} | CALENDAR
    spans = (*(event.get("evidence") or ()), *(event.get("objects") or ()), *(event.get("instruments") or ()))
    words = {word: word_weight(word) for span in spans for word in story_words(span["text"])}
    return _telling(words, hidden | counted, TEXT_WORDS)


def _object_bag(event: Json, hidden: frozenset[str]) -> Bag:
    """Give the telling words of what it was done to or with, and of the site."""
    words = {word: word_weight(word) for text in _things(event) for word in story_words(text)}
    return _telling(words, hidden, OBJECT_WORDS)


def _things(event: Json) -> list[str]:
    """Give what it was done to, and the site; no car bomb, which is a means."""
    site = (event.get("place") or {}).get("site")
    spans = (*(event.get("objects") or ()), *((site,) if site else ()))
    return [span["text"] for span in spans if not EXPLOSIVE.search(span["text"])]


def _roles(event: Json, side: str) -> int:
    """Give the roles of one side, 0 where that of some does not tell them from others."""
    roles = [
        ROLES.get(actor.get("role") or "", OTHERS if people_of([actor["name"]]) else 0)
        for actor in event.get(side) or ()
    ]
    return functools.reduce(int.__or__, roles, 0) if all(roles) else 0


def _names(event: Json, side: str, *, described: bool = False) -> list[str]:
    """Give the names of one side that are no private person's; those `described` alone ("a baker") name nobody."""
    sides = event.get(side) or ()
    return [each["name"] for each in sides if not each.get("private") or (described and not is_name(each["name"]))]


def _telling(weights: Mapping[str, float], hidden: frozenset[str], most: int) -> Bag:
    told = ((weight, word) for word, weight in weights.items() if weight > 0 and word not in hidden)
    return tuple((word_hash(word), round(weight, 2)) for weight, word in sorted(told, reverse=True)[:most])


def _figures(event: Json) -> Iterable[tuple[int, int, int]]:
    told: dict[int, list[tuple[int, int]]] = {}
    totals = set()
    for figure in event.get("figures") or ():
        if figure["kind"] not in FIGURE_KINDS or figure.get("min") is None:
            continue
        kind = FIGURE_KINDS.index(figure["kind"])
        if figure.get("scope") == "running-total":
            totals.add(kind)
        else:
            low, high = (MOST if bound is None else min(bound, MOST) for bound in (figure["min"], figure["max"]))
            told.setdefault(kind, []).append((low, -1 if high == MOST else high))
    if FIGURE_KINDS.index("sentenced") in told:
        told[FIGURE_KINDS.index(TERM)] = [(months, months) for months in _months(event)]
    yield from ((kind, TOTAL, TOTAL) for kind in sorted(totals - told.keys()))
    yield from ((kind, *span) for kind, spans in told.items() for span in spans)


def _months(event: Json) -> Iterable[int]:
    """Give the terms that the evidence of a sentence names."""
    for span in event.get("evidence") or ():
        for number, unit, further in SENTENCE.findall(span["text"]):
            yield _number(number) * (12 if unit.lower() == "year" else 1) + (_number(further) if further else 0)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS.get(word.lower(), 1)


def _claimants(event: Json) -> int:
    names = [actor["name"] for actor in event.get("attributed_to") or () if not actor.get("private")]
    return word_hash(names[0]) if names else 0


def _told_again(event: Json) -> int:
    """Tell whether an act is spoken of as known ("the blast"), a side of it is ("The gunmen", "they"), or neither.

    So it is where nothing tells it from what was told before: no place, day, thing or name of its own; with names, a
    side is.
    """
    if any(APART.search(span["text"]) for span in event.get("evidence") or ()) or _is_brought_in(event):
        return NEW
    sides = (*(event.get("actors") or ()), *(event.get("recipients") or ()))
    trigger = event.get("trigger")
    things = (*(event.get("objects") or ()), *(event.get("instruments") or ()), *((trigger,) if trigger else ()))
    placed, dated = ((event.get(part) or {}).get("basis") == "stated" for part in ("place", "date"))
    open_ended = not (placed or dated or event.get("objects") or (trigger or {}).get("in") == "title")
    bare = open_ended and _are_told_before(event, sides)
    if bare or any(_is_pointed_at(event, thing) for thing in things):
        return SAME_ACT
    if placed and dated:
        return NEW
    known = (side for side in sides if side.get("role") not in BODIES or (side.get("text") or "").endswith("s"))
    pronoun = any((side.get("text") or "").lower() in PRONOUNS for side in sides)
    return SAME_SIDE if open_ended or pronoun or any(_is_pointed_at(event, side) for side in known) else NEW


def _is_brought_in(event: Json) -> bool:
    """Tell whether an act is told as a new one: "a blast"."""
    return any(map(BRINGING_IN.search, _words_before(event, event.get("trigger") or {})))


def _are_told_before(event: Json, sides: Sequence[Json]) -> bool:
    """Tell whether no side has a name, and no number brings new doers in: "Demonstrators", "seven people"."""
    named = any(side.get("private") or is_named(side["name"]) for side in sides)
    return not named and not any(NUMBER.match(actor.get("text") or "") for actor in event.get("actors") or ())


def _is_pointed_at(event: Json, word: Json) -> bool:
    """Tell whether "the", "this" or the like stands before words, in the evidence."""
    return any(map(POINTING.search, _words_before(event, word)))


def _words_before(event: Json, word: Json) -> Iterator[str]:
    """Give what stands a little before words in each piece of evidence that holds them, of their part of the report."""
    start, part = word.get("start"), word.get("in")
    for span in event.get("evidence") or ():
        if start is not None and span["start"] <= start < span["end"] and span.get("in") == part:
            at = start - span["start"]
            yield span["text"][max(at - REACH, 0) : at]
