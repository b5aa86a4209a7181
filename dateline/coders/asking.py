"""Days of asking and calling: when something was asked for, when somebody was called out to what had happened."""

from __future__ import annotations

from dateline.coders.dated_words import DatedWord
from dateline.coders.scene import Reading, Scene
from dateline.records import Parse

#: Types of what is done by ending something, which people are asked to do at once and not on a day to come.
YIELDING = frozenset({"RETREAT", "CONCEDE"})
CALLING_OUT = frozenset({"call", "summon", "dispatch", "send", "respond"})


def calls_out(parse: Parse, verb: int) -> bool:
    """Tell whether a verb says what helpers do at once: "officers were called to a house", "was pronounced dead"."""
    below = parse.children[verb]
    if parse.lemmas[verb] == "pronounce":
        return any(parse.lemmas[child] == "dead" for child in below)
    called = parse.lemmas[verb] == "respond" or any(parse.deps[child] == "auxpass" for child in below)
    return called and parse.lemmas[verb] in CALLING_OUT and any(parse.lemmas[child] == "to" for child in below)


def is_day_of_asking(scene: Scene, reading: Reading, word: DatedWord) -> bool:
    """Tell whether a bare weekday says when something was asked: "urged rebels to halt the fighting on Tuesday".

    Not where people are asked to meet or march, which they do on days that are set for it.
    """
    parse, told = scene.parse, word.timex.reading
    if reading.rule.type != "REQUEST" or parse.tags[reading.verb] != "VBD" or told is None or told.weekday is None:
        return False
    wanted = scene.grammar.governor(word.token)
    if wanted is None or parse.tags[wanted] != "VB" or parse.heads[wanted] != reading.verb:
        return False
    by = parse.heads[word.token]
    bare = told.month is None and told.direction is None and (by == wanted or parse.lemmas[by] == "on")
    rules = scene.codebook.verb_rules.get(parse.lemmas[wanted], ())
    return bare and any(rule.type in YIELDING for pattern, rule in rules if not pattern.words)
