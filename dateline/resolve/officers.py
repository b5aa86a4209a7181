"""ActorMention... -> ActorMention...: "officers" are those of the police or of the army, as the report tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.ontology.registry import RoleLexicon, singular
from dateline.records import ActorMention, Parse

#: The services that have officers and whose name may be left out.
SERVICES = ("COP", "MIL")


def as_told_services(mentions: Sequence[ActorMention], parse: Parse, lexicon: RoleLexicon) -> list[ActorMention]:
    """Give bare "officers" the role of the police or the army told last before them, else of the first told after."""
    bare = {id(mention) for mention in mentions if _is_bare(mention, parse, lexicon)}
    if not bare:
        return list(mentions)
    told = [(m.head, m.actor.role) for m in mentions if id(m) not in bare and m.actor.role in SERVICES]
    return [_with_service(mention, told) if id(mention) in bare else mention for mention in mentions]


def _is_bare(mention: ActorMention, parse: Parse, lexicon: RoleLexicon) -> bool:
    """Whether a mention is of officers of whom no other word tells whose they are."""
    if not mention.generic or mention.pronoun or mention.actor.role != "MIL":
        return False
    if singular(parse.words[mention.head].lower()) not in lexicon.uniformed:
        return False
    others = [token for token in range(mention.first, mention.last) if token != mention.head]
    if any(parse.tags[token] in ("NNP", "NNPS") for token in others):
        return False  # "Harbour Guard officers"
    words = [parse.words[token].lower() for token in others]
    nouns = (lexicon.noun([singular(word)]) for word in words)
    return not any(noun is not None and noun.role == "MIL" for noun in nouns) and not any(
        lexicon.modifiers.get(word) == "MIL" for word in words
    )


def _with_service(mention: ActorMention, told: Sequence[tuple[int, str | None]]) -> ActorMention:
    before = [role for head, role in told if head < mention.head]
    after = [role for head, role in told if head > mention.head]
    role = before[-1] if before else after[0] if after else mention.actor.role
    return mention if role == mention.actor.role else replace(mention, actor=replace(mention.actor, role=role))
