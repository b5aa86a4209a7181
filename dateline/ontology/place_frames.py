"""Parse, tokens of a name → whether it stands where a place's name does, whatever the language tools take it for."""

from __future__ import annotations

from dateline.records import Parse

#: Those who live in places and hold them, and what places are: the name after "of" is a place's.
OF_PLACES = frozenset(
    "villager villagers resident residents inhabitant inhabitants townspeople townsfolk people mayor village villages"
    " town towns city cities hamlet hamlets district districts province provinces county suburb suburbs neighborhood"
    " neighborhoods neighbourhood neighbourhoods municipality settlement outskirts".split()
)
#: What stands in small letters after a place's name: "Karimbo village".
AFTER_PLACES = frozenset(
    "village town hamlet district province county municipality governorate suburb neighborhood neighbourhood".split()
)
#: What one has or does "in" somebody.
IN_PERSONS = frozenset("confidence trust faith interest belief believe confide hope pride see find".split())


def stands_for_place(parse: Parse, first: int, last: int, head: int, *, given: bool) -> bool:
    """Whether the name of tokens `first` to `last` stands for a place: "villagers of X", "X district", "in X".

    `given` says that its first word is known as a given name, so that being "in" or "near" it shows no place.
    """
    after = parse.words[last] if last < len(parse.words) else ""
    if after in AFTER_PLACES:
        return True
    if after in ("'s", "’s"):
        return False
    governor = _preposition(parse, first, head)
    if governor is None or governor == 0:
        return False
    if parse.words[governor] == "of":
        return parse.words[governor - 1].lower() in OF_PLACES
    if given or parse.deps[head] not in ("pobj", "conj") or parse.lemmas[parse.heads[governor]] in IN_PERSONS:
        return False  # "held in the X murder", "saw a threat in X"
    return parse.words[governor].lower() == "in" or last - first == 1  # one stands near persons too


def _preposition(parse: Parse, first: int, head: int) -> int | None:
    """Give the preposition right before a name, or before the first of a row of names."""
    top = head
    while parse.deps[top] == "conj" and parse.tags[parse.heads[top]].startswith("NNP"):
        top = parse.heads[top]
    before = first - 1 if top == head else parse.heads[top]
    return before if before >= 0 and parse.words[before].lower() in ("of", "in", "near") else None
