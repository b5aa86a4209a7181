"""Acts without a doer → who claims them or is said to have done them: "claimed responsibility for the attack"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.coders.arguments import is_deed, is_unnamed, read_actors
from dateline.coders.claims import Claim
from dateline.coders.scene import Scene
from dateline.records import Actor, Certainty

ASCRIBING = {"attribute": ("to",), "ascribe": ("to",), "blame": ("on",), "pin": ("on",), "impute": ("to",)}
#: How many sentences back the attack stands that somebody later claims as theirs.
CLAIM_REACH = 8


def name_claimants(scene: Scene, claims: Sequence[Claim]) -> list[Claim]:
    """Give violent acts without a doer the one who claims them or is said to have done them.

    A claim of an attack told before ("The group claimed responsibility for the attack") belongs to that attack.
    """
    done = []
    for claim in claims:
        found = _doers(scene, claim) if scene.codebook.has("violence", claim) and not claim.actors else None
        done.append(replace(claim, actors=found[0], certainty=found[1]) if found else claim)
    told = {claim.reading.trigger for claim in done}
    for token, claimants in _later_claims(scene):
        if not told.intersection(scene.parse.subtree(token)):
            actors, host = read_actors(scene, claimants), _told_before(scene, token, done)
            if actors and host is not None:
                attack = done[host]
                done[host] = replace(
                    attack,
                    actors=actors,
                    certainty="claimed",
                    attributed_to=(*attack.attributed_to, *actors),
                    told_again=(*attack.told_again, scene.parse.sentence_of[token]),
                )
    return done


def _later_claims(scene: Scene) -> Iterator[tuple[int, list[int]]]:
    """Give the words by which somebody claims an attack, and who does: "claimed responsibility", "was claimed by"."""
    parse, grammar = scene.parse, scene.grammar
    for token, lemma in enumerate(parse.lemmas):
        if lemma == "responsibility":
            yield token, grammar.claimants(token)
        elif lemma == "claim" and parse.pos[token] == "VERB":
            passive = grammar.is_passive(token)
            things = grammar.subjects(token) if passive else grammar.objects(token)
            if any(is_deed(scene, thing) for thing in things):
                yield token, grammar.agents(token) if passive else grammar.who_claims(token)


def _doers(scene: Scene, claim: Claim) -> tuple[tuple[Actor, ...], Certainty] | None:
    """Read who claims an act or to whom it is ascribed, and how firmly."""
    parse, grammar = scene.parse, scene.grammar
    for word in parse.subtree(claim.reading.trigger):  # "died in an attack claimed by the group"
        if parse.lemmas[word] == "claim" and parse.deps[word] in ("acl", "relcl", "advcl"):
            claimants = read_actors(scene, grammar.agents(word))
            if claimants:
                return claimants, "claimed"
    noun = claim.reading.trigger
    if not claim.reading.is_noun:
        if parse.deps[noun] != "relcl":
            return None
        noun = parse.heads[noun]  # "a bombing that killed three was claimed by X"
    responsibility = grammar.responsibility_for(noun)
    if responsibility is not None:
        actors = read_actors(scene, grammar.claimants(responsibility))
        return (actors, "claimed") if actors else None
    verb = grammar.governor(noun)
    if verb is None or parse.lemmas[verb] not in {*ASCRIBING, "claim"}:
        return None
    told = grammar.subjects(verb) if grammar.is_passive(verb) else grammar.objects(verb)
    if parse.lemmas[verb] == "claim":
        by = grammar.agents(verb) if grammar.is_passive(verb) else grammar.subjects(verb)
        actors = read_actors(scene, by) if noun in told else ()
        return (actors, "claimed") if actors else None
    actors = read_actors(scene, grammar.prepositional(verb, *ASCRIBING[parse.lemmas[verb]])) if noun in told else ()
    return (actors, "alleged") if actors else None


def _told_before(scene: Scene, token: int, claims: Sequence[Claim]) -> int | None:
    """Find the last violent act told before that nobody known by name is told to have done."""
    sentence = scene.parse.sentence_of[token]
    for number in reversed(range(len(claims))):
        other = claims[number]
        distance = sentence - scene.parse.sentence_of[other.reading.trigger]
        near = other.reading.trigger < token and distance <= CLAIM_REACH
        if near and scene.codebook.has("violence", other):
            return number if all(map(is_unnamed, other.actors)) and other.status == "reported" else None
    return None
