"""Reading → whom an act touches, where the slots of its rule name nobody.

A rule looks for its recipient where English puts it ("sued X", "talks with X"). Often the one touched stands deeper:
within what the act is done to ("tariffs on Chinese goods", "an appeal lodged by X"), within what was agreed, asked or
threatened ("agreed to provide Mali with loans"), or it is a place that stands for its people ("imposed a curfew on the
port"). PLOVER and CAMEO code the country or body named there as the recipient.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.coders.arguments import is_deed, is_side, read_actors
from dateline.coders.grammar import SUBJECTS
from dateline.coders.scene import Reading, Scene
from dateline.ontology.registry import load_roles
from dateline.ontology.shared_words import BESIDE
from dateline.records import Actor

#: Prepositions that say whom an act is aimed at; "in" and "at" only say where, unless the act is done to a place.
AIMED = ("against", "on", "upon", "from", "into", "to", "toward", "towards", "with", "over", "between", "for")
LOCAL = ("in", "across", "throughout", "at", "within", "along", "inside")
CLAUSES = ("ccomp", "xcomp", "acl", "pcomp", "advcl", "oprd")
HOLDING_ROLES = frozenset("GOV MIL COP SPY PAR JUD LEG".split())
FORCES = frozenset({"MIL", "COP", "PAR"})
#: Words that lead on to another happening, its time or its reason.
ASIDE = frozenset(
    "after following since before amid amidst despite during until because as while without upon given per"
    " notwithstanding whereas although though".split()
)
#: Forces or envoys of one's own: "sent troops to X", "withdrew its force from X".
MEANS_CLASSES = frozenset({"troops", "observers-words", "diplomat-strict"})


def affected_parties(scene: Scene, reading: Reading, code: tuple[str, str | None]) -> tuple[Actor, ...]:
    """Give whom an act of a type and mode touches: parties in what it is done to, in what it promises, or a place."""
    kind, mode = code
    has_trait = scene.codebook.has_trait
    if has_trait("protest", kind, mode):  # nothing is done to anybody by it; whom it is against its rules say
        return ()
    doers = {actor.name for actor in read_actors(scene, reading.actors)}
    things = (*reading.direct, *reading.objects, *reading.recipients)
    deeds = has_trait("about-clause", kind, mode) and any(is_deed(scene, thing) for thing in things)
    groups = (*_in_objects(scene, reading), *_in_clauses(scene, reading))
    for group in (*groups, *(_until(scene, reading) if has_trait("conditional", kind, mode) else ())):
        tokens = [token for token in group if not is_means(scene, token, kind)]
        found = tuple(actor for actor in read_actors(scene, tokens) if actor.name not in doers)
        if deeds:  # whoever suffered an act is not blamed for it
            found = tuple(filter(is_side, found))
        if found:
            return found
    if has_trait("force", kind, mode):  # what is done to a protest or building is done to those in it
        behind = _protesters(scene, reading) or _holders(scene, reading)
        if behind:
            return behind
    befalls = has_trait("befalls", kind, mode)
    for tokens in _places(scene, reading, local=befalls):
        found = tuple(actor for token in tokens if (actor := _as_party(scene, token)) and actor.name not in doers)
        if found:
            return found
    return ()


def _protesters(scene: Scene, reading: Reading) -> tuple[Actor, ...]:
    """Read "quelled the protests" as done to the protesters."""
    parse, codebook = scene.parse, scene.codebook
    for token in dict.fromkeys((*reading.direct, *reading.objects)):
        rules = codebook.noun_rules.get(parse.lemmas[token], ())
        if any(codebook.has("protest", rule) and not pattern.words for pattern, rule in rules):
            return (Actor(span=parse.span(token, token + 1), name="protesters", role="PRO", kind="group"),)
    return ()


def _holders(scene: Scene, reading: Reading) -> tuple[Actor, ...]:
    """Read "a military base" as the military's, "rebel-held villages" as the rebels'."""
    parse, modifiers = scene.parse, load_roles().modifiers
    for token in dict.fromkeys((*reading.direct, *reading.objects)):
        for child in scene.grammar.dependents(token, "amod", "compound", "nmod"):
            word = parse.words[child].lower()
            if word in modifiers and modifiers[word] in HOLDING_ROLES:
                return (Actor(span=parse.span(child, child + 1), name=word, role=modifiers[word]),)
    return ()


def is_means(scene: Scene, token: int, kind: str) -> bool:
    """Tell whether an act of a type is done with the forces or envoys that a noun names, not to them."""
    mention = scene.actors.get(token)
    if not scene.codebook.has_trait("by-means", kind) or mention is None or not mention.generic or mention.pronoun:
        return False
    if scene.codebook.has_trait("arming", kind) and mention.actor.role in FORCES:
        return True
    parse = scene.parse
    own = any(parse.tags[child] == "PRP$" for child in scene.grammar.dependents(token, "poss"))
    return own or (mention.actor.country is None and bool(scene.word_classes(token) & MEANS_CLASSES))


def _in_objects(scene: Scene, reading: Reading) -> Iterator[list[int]]:
    """Give the parties within what an act is done to, those of one phrase together, the nearest first."""
    heads = (*reading.direct, *reading.objects, *reading.recipients, *reading.words)
    for head in dict.fromkeys(heads):
        yield from _below(scene, head, reading)


def _below(scene: Scene, head: int, reading: Reading) -> Iterator[list[int]]:
    """Walk down a noun phrase level by level; a clause within it is entered for its objects and its agent."""
    parse, grammar = scene.parse, scene.grammar
    level = [head]
    seen = {head, *reading.actors}
    while level:
        after: list[int] = []
        for token in level:
            for child in parse.children[token]:
                aside = parse.pos[child] in ("ADP", "SCONJ") and parse.lemmas[child] in ASIDE | BESIDE
                apart = token == reading.verb and parse.deps[child] in (*CLAUSES, *SUBJECTS, "conj", "prep")
                other = parse.deps[child] in ("advcl", "relcl") and _is_aside(scene, child)
                source = parse.deps[child] == "parataxis"  # "the police, a witness said, shot dead a baker"
                if aside or apart or other or source or child in seen or child in scene.times:
                    continue
                seen.add(child)
                after.append(child)
                if child in scene.actors and not scene.actors[child].pronoun:
                    yield grammar.conjuncts(child)
        level = after


def _is_aside(scene: Scene, clause: int) -> bool:
    """Tell whether a clause tells of another happening: when or why, or what others did."""
    parse = scene.parse
    marks = scene.grammar.dependents(clause, "mark", "advmod")
    subjects = scene.grammar.dependents(clause, *SUBJECTS)
    others = parse.deps[clause] == "relcl" and any(parse.pos[token] != "PRON" for token in subjects)
    return others or any(parse.lemmas[mark] in (*ASIDE, "when", "if") for mark in marks)


def _in_clauses(scene: Scene, reading: Reading) -> Iterator[list[int]]:
    """Give the parties in the clauses that say what is agreed, asked, refused or threatened."""
    parse = scene.parse
    for word in reading.words:
        for clause in scene.grammar.dependents(word, *CLAUSES):
            for_somebody = any(parse.lemmas[mark] == "for" for mark in scene.grammar.dependents(clause, "mark"))
            if clause > word and (parse.deps[clause] != "advcl" or for_somebody):
                yield from _below(scene, clause, reading)


def _until(scene: Scene, reading: Reading) -> Iterator[list[int]]:
    """Give who must act before an act ends: "will not end the strike until the ministry pays"."""
    grammar, parse = scene.grammar, scene.parse
    for clause in grammar.dependents(reading.verb, "advcl"):
        if any(parse.lemmas[mark] in ("until", "till", "unless") for mark in grammar.dependents(clause, "mark")):
            doers = grammar.agents(clause) if grammar.is_passive(clause) else grammar.subjects(clause)
            yield [token for token in doers if token in scene.actors and not scene.actors[token].pronoun]


def _places(scene: Scene, reading: Reading, *, local: bool) -> Iterator[list[int]]:
    """Give the places that an act is aimed at or, where it befalls whoever is there, happens in."""
    grammar, parse = scene.grammar, scene.parse
    heads = dict.fromkeys((*reading.direct, *reading.objects, *reading.words, reading.verb))
    for head in heads:
        inside = parse.deps[head] == "pobj" and parse.lemmas[parse.heads[head]] in LOCAL
        if head in scene.toponyms and head not in reading.actors and (local or not inside):
            yield [head]
    prepositions = (*AIMED, *LOCAL) if local else AIMED
    for head in heads:
        yield from _placed(scene, grammar.prepositional(head, *prepositions), local=local)
    inner = [clause for head in heads for clause in grammar.dependents(head, "xcomp", "ccomp", "pcomp", "acl")]
    for clause in inner if local else ():
        for token in grammar.words_of_clause(clause):
            if token in scene.toponyms and parse.deps[token] != "nsubj":
                yield [token]


def _placed(scene: Scene, nouns: Sequence[int], *, local: bool) -> Iterator[list[int]]:
    """Give the places that nouns are or name: "the border with X", "the western half of X"."""
    named = [token for token in nouns if token in scene.toponyms]
    if named:
        yield named
        return
    for noun in nouns:
        for token in _within(scene, noun, LOCAL if local else ()):
            if token in scene.toponyms:
                yield [token]


def _within(scene: Scene, noun: int, local: Sequence[str]) -> list[int]:
    """Give the nouns that a noun belongs to or stands beside: "the border with X", not "a road in X", "the X riots"."""
    grammar, found = scene.grammar, [noun]
    for token in found:
        beside = () if is_deed(scene, token) else ("compound", "nmod")
        found.extend(grammar.dependents(token, "poss", "appos", *beside))
        found.extend(grammar.prepositional(token, "of", "with", "between", "to", "from", *local))
    return found[1:]


def _as_party(scene: Scene, token: int) -> Actor | None:
    """Read a place as those who are there."""
    toponym = scene.toponyms.get(token)
    if toponym is None:
        return None
    mention = scene.actors.get(token)
    if mention is not None:
        return mention.actor
    name = toponym.name or toponym.span.text
    return Actor(span=toponym.span, name=name, country=toponym.country, kind="place")
