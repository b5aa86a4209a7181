"""Read the actors of a text with the real parser, gazetteer and place finder."""

from __future__ import annotations

import functools

from dateline.clean import clean_report
from dateline.find.actors import find_actors
from dateline.find.places import find_places
from dateline.gazetteer import load_gazetteer
from dateline.parse import load_parser
from dateline.records import ActorMention, Parse, Report, Toponym
from dateline.resolve.actors import resolve_actors
from dateline.resolve.places import resolve_places

parser = functools.cache(load_parser)


def parse_text(text: str) -> tuple[Parse, tuple[Toponym, ...]]:
    document = clean_report(Report(id="r1", text=text))
    parse = parser()(document)
    gazetteer = load_gazetteer()
    return parse, resolve_places(find_places(parse, gazetteer), document, gazetteer)


def found(text: str) -> dict[str, ActorMention]:
    """Give the mentions as found, by the words of their head."""
    parse, places = parse_text(text)
    return {parse.words[mention.head]: mention for mention in find_actors(parse, places)}


def resolved(text: str) -> list[tuple[str, ActorMention]]:
    """Give each resolved mention with the word of its head, in the order of the text."""
    parse, places = parse_text(text)
    mentions = resolve_actors(find_actors(parse, places), parse, places)
    return [(parse.words[mention.head], mention) for mention in sorted(mentions, key=lambda mention: mention.head)]


def names(text: str, word: str) -> list[str]:
    """Give the actors' names that a word stands for, in the order of the text."""
    return [mention.actor.name for head, mention in resolved(text) if head == word]
