"""Readings → acts: several words may tell of one act, and an act may only be what another one is about.

- A demand, threat, refusal or charge takes in what it is about: that did not happen by it.
- A noun that says by what means an act was done belongs to it ("was killed in a drone raid").
- What marchers chant or hold up while they march belongs to the march.
- A vague act gives way to what it consisted of ("targeted a base and set its sign on fire").
- What "including" brings in is an act of its own.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.coders.purposes import purpose_of
from dateline.coders.scene import Reading, Scene
from dateline.coders.status import is_negated, is_report_denied
from dateline.ontology.codebook import Code, Rule, code_name

RAIDS = frozenset({"raid", "sweep"})
LATER = frozenset({"then", "later", "also", "afterwards", "subsequently", "separately"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act as coded, and the readings it takes in, which lend it what it does not say itself."""

    reading: Reading
    type: str
    mode: str | None
    lends: tuple[Reading, ...] = ()


def join_readings(scene: Scene, readings: Sequence[Reading]) -> list[Act]:
    """Give the acts that readings tell of, in the order of the text."""
    codes, taken = _take_in_complements(scene, readings)
    taken |= set(_words_of_others(readings))
    rest = [reading for reading in readings if reading.trigger not in taken]
    together: dict[int, list[Reading]] = {}  # by sentence
    for reading in rest:
        together.setdefault(scene.parse.sentence_of[reading.trigger], []).append(reading)
    hosts = {
        reading.trigger: host.trigger
        for same in together.values()
        for reading in same
        for host in _host(scene, reading, same)
    }
    lent: dict[int, list[Reading]] = {}
    for reading in rest:
        last = _last_host(reading.trigger, hosts)
        if last is not None:
            lent.setdefault(last, []).append(reading)
    acts = []
    for reading in rest:
        if reading.trigger in hosts:
            continue
        event_type, mode = codes.get(reading.trigger, (reading.rule.type, reading.rule.mode))
        lends = tuple(lent.get(reading.trigger, ()))
        act = Act(reading=reading, type=event_type, mode=mode, lends=lends)
        acts.extend([act, *_included(scene, act)])
    return acts


def _words_of_others(readings: Sequence[Reading]) -> Iterator[int]:
    """Give the triggers that are words of another reading of the same type: "ordered the paper to close"."""
    by_trigger = {reading.trigger: reading for reading in readings}
    for reading in readings:
        inner = [by_trigger[word] for word in reading.words if word in by_trigger]
        for other in inner if reading.actors or reading.recipients else ():
            same = other.rule.type == reading.rule.type and (not other.is_noun or other.rule.mode == reading.rule.mode)
            if same and other.trigger > reading.trigger:
                yield other.trigger


def _last_host(trigger: int, hosts: dict[int, int]) -> int | None:
    host = hosts.get(trigger)
    steps = 0
    while host in hosts and steps < len(hosts):
        host = hosts[host]
        steps += 1
    return host


def _take_in_complements(scene: Scene, readings: Sequence[Reading]) -> tuple[dict[int, Code], set[int]]:
    """Give the codes of acts that are about other acts, and the triggers that do not stand for acts of their own."""
    by_trigger = {reading.trigger: reading for reading in readings}
    codes: dict[int, Code] = {}
    taken: set[int] = set()
    for reading in readings:
        if reading.trigger in taken:
            continue
        if _is_only_source(scene, reading, readings):
            taken.add(reading.trigger)
            continue
        table = scene.codebook.compose.get(reading.rule.compose or "", {})
        inner = _inside(scene, reading, by_trigger)
        code = _composed_code(scene, reading, by_trigger[inner[0]]) if inner and table else None
        if code is not None:
            codes[reading.trigger] = code
        elif "event" in reading.rule.needs or (
            inner and table and scene.codebook.has("called-for", by_trigger[inner[0]].rule)
        ):
            taken.add(reading.trigger)
            continue
        denied = [trigger for trigger in inner if is_report_denied(scene.parse, by_trigger[trigger].verb)]
        if denied:  # "denied reports that officers had fired" tells of a firing that is denied
            taken.add(reading.trigger)
            continue
        kept = [trigger for trigger in inner if _is_presupposed(scene, reading, by_trigger[trigger])]
        inner = [trigger for trigger in inner if trigger not in kept]
        taken.update(inner if table or scene.codebook.has("about", reading.rule) else ())
        taken.update(_offences(scene, reading, by_trigger))
    return codes, taken


def _is_only_source(scene: Scene, reading: Reading, readings: Sequence[Reading]) -> bool:
    """Tell whether a charge only says according to whom: "the police, the union alleged, had beaten marchers"."""
    parse = scene.parse
    if parse.deps[reading.trigger] != "parataxis" or not scene.codebook.has("charge", reading.rule):
        return False
    told = set(parse.subtree(parse.heads[reading.trigger])) - set(parse.subtree(reading.trigger))
    return any(other.trigger in told for other in readings)


def _is_presupposed(scene: Scene, reading: Reading, deed: Reading) -> bool:
    """Tell whether blame takes an act for granted that it charges nobody with: "condemned the killing of two men"."""
    blamed = scene.codebook.has("about-clause", reading.rule) and not scene.codebook.has("charge", reading.rule)
    told = deed.is_noun and bool(deed.recipients) and not deed.actors and deed.rule.figure is not None
    definite = any(scene.parse.lemmas[child] in ("the", "this") for child in scene.parse.children[deed.trigger])
    owned = bool(scene.grammar.dependents(deed.trigger, "poss"))
    return (
        blamed
        and told
        and (definite or owned)
        and deed.trigger in (*reading.direct, *reading.recipients, *reading.objects)
    )


def _composed_code(scene: Scene, reading: Reading, inner: Reading) -> Code | None:
    """Give the code of an act that is about another one; a promise not to do it promises the opposite."""
    compose = scene.codebook.compose
    if reading.rule.compose == "future" and is_negated(scene.grammar, inner.verb):
        forgone = {**compose.get("refused", {}), **compose.get("forgone", {})}
        return _composed(forgone, inner.rule)
    return _composed(compose.get(reading.rule.compose or "", {}), inner.rule)


def _composed(table: Mapping[str, Code], inner: Rule) -> Code | None:
    return table.get(code_name(inner.type, inner.mode)) or table.get(inner.type)


def _inside(scene: Scene, reading: Reading, triggers: Container[int]) -> list[int]:
    """Give the triggers that hang on a reading's words; on its objects alone where it is about them."""
    if reading.rule.compose or scene.codebook.has("about-clause", reading.rule):
        roots = set(reading.words)
    elif scene.codebook.has("about", reading.rule) and not reading.is_noun:
        roots = {*reading.words, *reading.direct, *reading.objects, *reading.recipients} - {reading.trigger}
    else:
        return []
    below = {token for word in roots for token in scene.parse.subtree(word)}
    for other in scene.grammar.dependents(reading.trigger, "conj"):
        if scene.parse.pos[other] == "VERB":
            below.difference_update(scene.parse.subtree(other))
    inner = (token for token in below if token > reading.trigger and token in triggers)
    charge = scene.codebook.has("charge", reading.rule)
    return sorted(token for token in inner if charge or not _is_aside(scene, token, roots))


def _is_aside(scene: Scene, token: int, roots: Container[int]) -> bool:
    """Tell whether the reporter adds it: "condemned the murder of the mayor, who was shot on Monday"."""
    parse = scene.parse
    for step in (token, *parse.ancestors(token)):
        if step in roots:
            return False
        if parse.deps[step] == "relcl":
            return True
    return False


def _offences(scene: Scene, reading: Reading, triggers: Container[int]) -> Iterator[int]:
    """Give the triggers in the reason that a court or the police give."""
    if not scene.codebook.has("penalty", reading.rule) or reading.is_noun:
        return
    parse = scene.parse
    for token in scene.grammar.words_of_clause(reading.verb):
        reason = parse.lemmas[token] in ("for", "over", "on", "of") and bool(scene.grammar.dependents(token, "pcomp"))
        own = parse.heads[token] == reading.verb and parse.lemmas[token] in ("for", "over")
        if parse.deps[token] == "prep" and token > reading.verb and (reason or own):
            yield from (below for below in parse.subtree(token) if below in triggers)


def _host(scene: Scene, reading: Reading, readings: Sequence[Reading]) -> Iterator[Reading]:
    """Give the reading that a reading belongs to, if there is one."""
    if any(_is_presupposed(scene, other, reading) for other in readings):
        return
    for other in readings:
        if other is not reading and (
            _is_means(scene, reading, other)
            or _is_carried(scene, reading, other)
            or _is_purpose(scene, reading, other)
            or _is_vague(scene, reading, other)
            or _is_outcome(scene, reading, other)
            or _is_next_harm(scene, reading, other)
            or _is_same_blow(scene, reading, other)
            or _is_of_doers_or_means(scene, reading, other)
        ):
            yield other
            return


def _is_means(scene: Scene, noun: Reading, verb: Reading) -> bool:
    if not noun.is_noun or verb.is_noun:
        return False
    heads = {noun.trigger, scene.series_of(noun.trigger)}
    if heads & {*verb.actors} and noun.rule.type == verb.rule.type and scene.codebook.has("violence", verb.rule):
        return True  # "shelling by the army killed two"
    if heads & {*verb.recipients, *verb.objects} and noun.verb in (verb.trigger, noun.trigger):
        return True
    searched = verb.rule.type == "COERCE" and scene.parse.lemmas[noun.trigger] in RAIDS  # "held ten in dawn raids"
    if noun.rule.type != verb.rule.type and not searched:
        return False
    return noun.trigger in set(scene.grammar.words_of_clause(verb.trigger)) and noun.verb == noun.trigger


def _is_carried(scene: Scene, reading: Reading, host: Reading) -> bool:
    """Tell whether marchers do it while they march, or whether it is what an attack did: "exploded, killing four"."""
    grammar, parse, codebook = scene.grammar, scene.parse, scene.codebook
    display = codebook.has("carried", reading.rule)
    counted = reading.rule.figure in ("killed", "injured")  # to abduct somebody is an act of its own
    harm = codebook.has("violence", reading.rule) and counted and not host.is_noun
    if not (display or harm) or reading.rule.type != host.rule.type or reading.is_noun:
        return False
    if display and parse.deps[reading.verb] == "relcl" and host.verb in set(parse.ancestors(reading.verb)):
        return True
    if parse.deps[reading.verb] not in ("advcl", "xcomp", "conj", "acl") or grammar.dependents(reading.verb, "nsubj"):
        return False
    march = display and codebook.has("march", host.rule)
    if host.trigger > reading.trigger and host.verb > reading.verb and not march:
        return False
    clause = scene.grammar.clause(host.verb)
    along = parse.tags[reading.verb] == "VBG" or march or _is_result(scene, reading, host)
    return clause in set(parse.ancestors(reading.verb)) and along


def _is_result(scene: Scene, harm: Reading, blow: Reading) -> bool:
    """Tell whether harm is what a blow did: "opened fire on a bus and killed four", of nobody else, not later."""
    parse = scene.parse
    if parse.deps[harm.verb] != "conj" or parse.heads[harm.verb] != blow.verb or blow.trigger > harm.trigger:
        return False
    other = any(scene.codebook.has(trait, blow.rule) for trait in ("personal", "property"))
    if other or scene.figure_of(blow) in ("killed", "injured") or not scene.codebook.has("violence", blow.rule):
        return False
    if _befalls_one(scene, blow):
        return False
    return not _is_set_apart(scene, harm, blow)


def _befalls_one(scene: Scene, reading: Reading) -> bool:
    """Tell whether an act is done to one person: "killed a mayor"."""
    persons = (token for token in reading.recipients if "person" in scene.classes(token))
    return any(scene.parse.tags[token] not in ("NNS", "NNPS", "CD") for token in persons)


def _is_set_apart(scene: Scene, later: Reading, first: Reading) -> bool:
    """Tell whether a verb joined to another has a subject, a time or a place of its own beside that one's."""
    parse, told = scene.parse, set(scene.parse.subtree(later.verb))
    own = set(parse.subtree(first.verb)) - told
    apart = [kind for kind in (scene.times, scene.places) if not kind.isdisjoint(own)]
    subject = bool(scene.grammar.dependents(later.verb, "nsubj"))
    return subject or any(parse.lemmas[token] in LATER or any(token in kind for kind in apart) for token in told)


def _is_purpose(scene: Scene, reading: Reading, host: Reading) -> bool:
    """Tell whether a protest is only what another was for: "went on strike to protest against the law"."""
    both = all(scene.codebook.has("protest", each.rule) for each in (reading, host))
    return both and purpose_of(scene.grammar, reading.verb) == host.verb


def _is_outcome(scene: Scene, harm: Reading, act: Reading) -> bool:
    """Tell whether harm without a doer is what came of an act: "three were killed when soldiers opened fire"."""
    harmed = scene.codebook.has("violence", harm.rule) and scene.figure_of(harm) in ("killed", "injured")
    if not harmed or harm.is_noun or act.is_noun or harm.actors or act.rule.type != harm.rule.type:
        return False
    return act.verb in scene.grammar.circumstances(harm.verb)


def _is_next_harm(scene: Scene, harm: Reading, first: Reading) -> bool:
    """Tell whether a count of further victims stands beside the first: "two were killed and six wounded"."""
    parse, kinds = scene.parse, [scene.figure_of(each) for each in (harm, first)]
    counted = set(kinds) <= {"killed", "injured"} and not (harm.is_noun or first.is_noun)
    if not counted or harm.trigger < first.trigger or not scene.codebook.has("violence", harm.rule):
        return False
    if harm.actors or first.actors:  # "killed three and wounded two", but each of two single persons by itself
        one = any(_befalls_one(scene, each) for each in (harm, first))
        if harm.actors != first.actors or kinds != ["injured", "killed"] or one or _is_set_apart(scene, harm, first):
            return False
    head = parse.heads[harm.verb] if parse.deps[harm.verb] == "acl" else harm.verb  # "and dozens injured"
    return parse.deps[head] == "conj" and parse.heads[head] == first.verb


def _is_same_blow(scene: Scene, harm: Reading, blow: Reading) -> bool:
    """Tell whether a verb only says what came of another: "shot and wounded a man"."""
    told = scene.codebook.has("violence", harm.rule) and scene.codebook.has("violence", blow.rule)
    same = bool(harm.recipients) and harm.recipients == blow.recipients and harm.actors == blow.actors
    bare = harm.rule.mode is None and scene.figure_of(harm) is not None and not harm.is_noun and not blow.is_noun
    beside = scene.parse.heads[harm.verb] == blow.verb and scene.parse.deps[harm.verb] == "conj"
    return told and same and bare and beside


def _is_of_doers_or_means(scene: Scene, blow: Reading, harm: Reading) -> bool:
    """Tell whether a clause says how harm was done: "killed by gunmen who attacked X", "in a strike that hit Y"."""
    parse = scene.parse
    violent = all(scene.codebook.has("violence", each.rule) for each in (blow, harm))
    if not violent or blow.is_noun or harm.is_noun or parse.deps[blow.verb] != "relcl":
        return False
    if scene.figure_of(harm) not in ("killed", "injured") or scene.figure_of(blow) in ("killed", "injured"):
        return False
    noun = parse.heads[blow.verb]
    by = parse.heads[noun]
    means = parse.deps[noun] == "pobj" and parse.lemmas[by] in ("in", "by") and parse.heads[by] == harm.verb
    doers = parse.deps[noun] == "nsubj" and by == harm.verb
    earlier = any(parse.lemmas[child] in ("have", "later", "earlier") for child in parse.children[blow.verb])
    return (means or doers) and not earlier and blow.rule.type == harm.rule.type


def _is_vague(scene: Scene, reading: Reading, other: Reading) -> bool:
    """Tell whether another reading of the sentence says what a vague one consisted of."""
    parse, grammar = scene.parse, scene.grammar
    if other.is_noun or parse.sentence_of[reading.trigger] != parse.sentence_of[other.trigger]:
        return False
    if reading.is_noun:
        below = other.verb in set(parse.subtree(grammar.clause(reading.verb)))
        same = scene.codebook.has("violence", other.rule) and scene.codebook.has("force", reading.rule)
        return same and below and parse.deps[other.verb] in ("acl", "advcl") and parse.tags[other.verb] == "VBG"
    if (
        reading.rule.mode is not None
        or reading.rule.figure
        or other.verb not in grammar.dependents(reading.verb, "conj")
    ):
        return False
    things = (*other.recipients, *other.objects)
    return any(grammar.dependents(thing, "poss") for thing in things) and not grammar.dependents(other.verb, "nsubj")


def _included(scene: Scene, act: Act) -> Iterator[Act]:
    """Read "burned banners, including one on a bridge in Lima": the last is an act with a place of its own."""
    parse, reading = scene.parse, act.reading
    for thing in (*reading.recipients, *reading.objects):
        for token in scene.grammar.dependents(thing, "prep"):
            if parse.lemmas[token] != "include":
                continue
            parts = scene.grammar.complements_of(token)
            if parts and any(below in scene.places for below in parse.subtree(token)):
                yield replace(act, reading=replace(reading, recipients=tuple(parts), objects=()), lends=(reading,))
