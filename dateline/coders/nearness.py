"""How near two words of a sentence stand in its grammar: which date and which place belong to which act.

The cost of the path through the dependency tree. Going up out of a clause is cheap, for a clause shares the
circumstances of the one that governs it ("in Lima, police beat marchers, killing two"); going down into
another clause is dear, for what is told there belongs to that clause.
"""

from __future__ import annotations

from collections.abc import Container

from dateline.records import Parse

UP = {
    "xcomp": 0.5, "pcomp": 0.5, "acl": 1.0, "relcl": 1.5, "advcl": 1.5, "ccomp": 2.0, "conj": 1.5, "parataxis": 4.0,
    "quote": 9.0, "dobj": 0.3, "pobj": 0.3, "prep": 0.3, "nsubj": 0.5, "nsubjpass": 0.3, "compound": 0.3,
}  # fmt: skip
DOWN = {
    "relcl": 9.0, "ccomp": 9.0, "advcl": 5.0, "acl": 5.0, "parataxis": 6.0, "quote": 9.0, "xcomp": 2.0, "pcomp": 3.0,
    "prep": 0.3, "pobj": 0.2, "npadvmod": 0.2, "advmod": 0.3, "nummod": 0.2, "compound": 0.3, "dobj": 0.4,
    "nsubj": 1.2, "nsubjpass": 0.8, "appos": 1.0, "poss": 1.0, "conj": 0.3, "amod": 0.4, "attr": 0.5,
}  # fmt: skip
OTHER = 1.0
#: Verbs coordinated with the act: "he was arrested and his wife died in Quito", "police beat and arrested him there".
DOWN_TO_VERB = 3.0
DOWN_TO_SHARED = 1.0
#: What a relative clause modifies stands in another clause: "the men who shot him were caught on Monday".
BEYOND_NOUN = 4.0
#: "was shot while he was on a visit to Quito".
DOWN_TO_STATE = 1.5
#: "was killed as he dined in Quito", "men who were dining in Quito were killed": what goes on at the same time goes on
#: at the same place.
DOWN_TO_SAME_TIME = 2.0
MOVING = frozenset("come cross drive flee fly go head leave march move return run sail travel walk".split())
ASSIGNED = frozenset("assign deploy station post task detail".split())
SAME_TIME = frozenset({"as", "when", "while"})
#: "held a sign reading 'No war' in Quito": what stands on a thing is no act of its own.
DOWN_TO_WORDS = 0.5
WRITTEN = frozenset({"read", "bear", "say"})
#: "an attack that was carried out by gunmen in Quito": the verb says no more of a happening than that it was.
DOWN_TO_DONE = 0.5
OCCURRING = frozenset("occur happen erupt".split())
TAKING_PLACE = {"take": "place", "carry": "out", "break": "out"}
DOING = frozenset("commit perpetrate stage conduct launch mount unleash".split())
#: "marked the anniversary of the massacre of 1988".
OTHER_ACT = 4.0
#: What hangs on a verb by one of these is part of its act: "was killed in clashes in Quito".
PART_OF_ACT = frozenset({"in", "during", "by", "with", "amid", "on"})
#: What "including" brings in is an act of its own, what "according to" does is a source.
NOT_OF_ACT = frozenset({"include", "accord"})
FAR = 99.0
BEYOND_REACH = 15.0  # no rule reaches so far


def cost_between(parse: Parse, act: int, word: int, others: Container[int] = ()) -> float:
    """Give the cost of the path from an act's word to another word of its sentence; FAR where there is none.

    A path down through another act's trigger, one of `others`, is dearer: what hangs there belongs to that act.
    """
    if parse.sentence_of[act] != parse.sentence_of[word]:
        return FAR
    chain = [act, *parse.ancestors(act)]
    position = {token: i for i, token in enumerate(chain)}
    cost, token = 0.0, word
    while token not in position:
        apart = token in others and token != word and not (_shares_subject(parse, token) or _is_part(parse, token, act))
        done = only_tells_that(parse, token) and _modifies(parse, token, act, position)
        cost += DOWN_TO_DONE if done else _down(parse, token) + (OTHER_ACT if apart else 0.0)
        if cost > BEYOND_REACH:
            return FAR
        if parse.heads[token] == token:
            return FAR
        token = parse.heads[token]
    climbed = chain[: position[token]]
    beyond = any(parse.deps[step] == "relcl" for step in climbed[:-1]) and parse.deps[climbed[-1]] != "appos"
    return cost + sum(UP.get(parse.deps[step], OTHER) for step in climbed) + (BEYOND_NOUN if beyond else 0.0)


def _modifies(parse: Parse, verb: int, act: int, above: Container[int]) -> bool:
    """Tell whether a relative or participial clause is of the act itself.

    "The killing of six men carried out in X", "six were killed in an attack that took place in X".
    """
    if parse.deps[verb] not in ("acl", "relcl"):
        return False
    noun = parse.heads[verb]
    if noun in above:
        return True
    while parse.deps[noun] == "pobj" and parse.lemmas[parse.heads[noun]] in ("between", "of", "by"):
        if parse.heads[parse.heads[noun]] == act:  # "clashes between gangs that broke out"
            break
        noun = parse.heads[parse.heads[noun]]
    by = parse.heads[noun]
    return parse.deps[noun] == "pobj" and parse.heads[by] == act and parse.lemmas[by] in {"of", *PART_OF_ACT}


def governing_act(parse: Parse, verb: int, word: int, others: Container[int]) -> int | None:
    """Give the other act that a word belongs to where a relative clause only hangs in that act's clause.

    "The men who shot him were caught on Monday": of the shooting the day tells nothing; "shootings on Monday that
    killed two": here it does.
    """
    clause = next((each for each in (verb, *parse.ancestors(verb)) if _is_aside(parse, each)), None)
    if clause is None or parse.heads[clause] < word < clause:
        return None
    above = [word, *parse.ancestors(word)]
    main = next((each for each in parse.ancestors(clause) if parse.pos[each] == "VERB"), None)
    if main is None or main not in others or main not in above or only_tells_that(parse, main):
        return None
    return main if clause not in above and parse.heads[clause] not in above else None


def _is_aside(parse: Parse, verb: int) -> bool:
    """Tell whether a verb's clause is a relative one, or a participle of what was done to its noun before."""
    return parse.deps[verb] == "relcl" or (parse.deps[verb] == "acl" and parse.tags[verb] == "VBN")


def only_tells_that(parse: Parse, verb: int) -> bool:
    """Tell whether a verb says no more of a happening than that it was: "took place", "was carried out"."""
    lemma = parse.lemmas[verb]
    if lemma in TAKING_PLACE:
        return any(parse.lemmas[child] == TAKING_PLACE[lemma] for child in parse.children[verb])
    return lemma in OCCURRING or lemma in DOING


def stands_beside(parse: Parse, verb: int, other: int) -> bool:
    """Tell whether a clause that somebody tells stands beside another: "one died and six were hurt, they said"."""
    if parse.deps[verb] != "ccomp":
        return False
    told_together = parse.deps[other] == "ccomp" and parse.heads[other] == parse.heads[verb] > verb
    return told_together or ";" in parse.words[verb : parse.heads[verb]]


def is_within(parse: Parse, noun: int, verb: int) -> bool:
    """Tell whether a noun says what an act was part of: "six were hurt in a shooting"."""
    by = parse.heads[noun]
    return parse.deps[noun] == "pobj" and parse.lemmas[by] in PART_OF_ACT and parse.heads[by] == verb


def _shares_subject(parse: Parse, verb: int) -> bool:
    """Tell whether a verb is coordinated with another and leaves its subject to it: "beat and arrested four"."""
    own = any(parse.deps[child] in ("nsubj", "nsubjpass") for child in parse.children[verb])
    return parse.deps[verb] == "conj" and parse.pos[verb] == "VERB" and not own


def _is_part(parse: Parse, token: int, act: int) -> bool:
    """Tell whether a happening is how the act was done or what it belonged to: "killed in clashes", "shot when ..."."""
    if parse.deps[token] == "advcl":
        return parse.heads[token] == act and _is_at_same_time(parse, token)
    if parse.deps[token] == "xcomp" and parse.lemmas[parse.heads[token]] in ASSIGNED:
        token = parse.heads[token]
    if parse.deps[token] == "acl" and parse.heads[parse.heads[token]] == act:
        return _is_on_duty(parse, token)
    return is_within(parse, token, act)


def _is_at_same_time(parse: Parse, verb: int) -> bool:
    return any(parse.lemmas[child] in SAME_TIME for child in parse.children[verb] if child < verb)


def _goes_on(parse: Parse, verb: int) -> bool:
    """Tell whether a verb tells what somebody was doing: "soldiers who were visiting the city"."""
    return (
        parse.tags[verb] == "VBG"
        and parse.lemmas[verb] not in MOVING
        and any(parse.deps[child] == "aux" and parse.lemmas[child] == "be" for child in parse.children[verb])
    )


def _is_on_duty(parse: Parse, verb: int) -> bool:
    """Tell whether a participle tells what somebody was doing: "officers guarding a bank", "assigned to protect it"."""
    busy = parse.tags[verb] == "VBG" and parse.lemmas[verb] not in MOVING
    return busy or (parse.tags[verb] == "VBN" and parse.lemmas[verb] in ASSIGNED)


def _down(parse: Parse, token: int) -> float:
    dep = parse.deps[token]
    if dep == "conj" and parse.pos[token] in ("VERB", "AUX"):
        return DOWN_TO_SHARED if _shares_subject(parse, token) else DOWN_TO_VERB
    if dep in ("acl", "relcl") and parse.lemmas[token] in WRITTEN and parse.pos[parse.heads[token]] == "NOUN":
        return DOWN_TO_WORDS
    if dep == "relcl" and _goes_on(parse, token):
        return DOWN_TO_SAME_TIME
    if dep == "acl" and _is_on_duty(parse, token):
        return DOWN_TO_SAME_TIME
    if dep == "xcomp" and parse.lemmas[parse.heads[token]] in ASSIGNED:
        return DOWN_TO_WORDS
    if dep == "advcl" and parse.lemmas[token] == "be":
        return DOWN_TO_STATE
    if dep == "advcl" and _is_at_same_time(parse, token):
        return DOWN_TO_SAME_TIME
    if dep == "prep" and parse.lemmas[token] in NOT_OF_ACT:
        return FAR
    return DOWN.get(dep, OTHER)
