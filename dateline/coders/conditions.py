"""Reading → whether its arguments and its clause are as its rule asks."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.coders.scene import PERSONAL_FIGURES, Reading, Scene
from dateline.ontology.codebook import RUNTIME_CLASSES, Pattern, Rule
from dateline.ontology.expressions import holds

REFLEXIVES = frozenset({"himself", "herself", "itself", "themselves", "myself", "yourself", "ourselves"})


def fits(scene: Scene, reading: Reading) -> bool:
    """Tell whether a reading's actor, recipient and clause are as its rule asks."""
    rule = reading.rule
    if reading.is_noun and scene.codebook.has("violence", rule) and scene.grammar.is_claimed(reading.trigger):
        return _sentence_fits(scene, reading)  # who claims it says enough
    actors = scene.classes_of(reading.actors)
    unsaid = not reading.actors and not reading.is_noun and scene.grammar.is_passive(reading.trigger)
    waived = unsaid and bool(rule.actor & RUNTIME_CLASSES)
    if rule.actor and "any" not in rule.actor and not rule.actor & actors and not waived:
        return False
    if rule.not_actor & actors or (rule.recipient and not rule.recipient & scene.classes_of(reading.recipients)):
        return False
    asked = reading.is_noun and not _is_many(scene, reading)
    if asked and not _is_of_class(rule, scene.classes_of(reading.recipients)):
        return False
    if not _sentence_fits(scene, reading):
        return False
    if rule.has or rule.not_has:
        words = _words_told(scene, reading)
        if scene.figure_of(reading) in ("killed", "injured"):
            for verb in _beside(scene, reading.verb):  # "six were injured and two held"
                if rule.not_has & scene.classes_in_clause(verb):
                    return False  # "lightning struck a church, injuring two"
                words = words.union(scene.classes_in_clause(verb), {"violence"} if _is_only_force(scene, verb) else ())
        if (rule.has and not rule.has & words) or (rule.not_has & words and _is_excluded(scene, reading)):
            return False
    return _is_complete(scene, reading) and (not rule.modal or _has_modal(scene, reading))


def borrows_force(scene: Scene, reading: Reading) -> bool:
    """Tell whether only the verbs beside a reading say that what it tells was done by force."""
    return bool(reading.rule.has) and not reading.rule.has & _words_told(scene, reading)


def _words_told(scene: Scene, reading: Reading) -> frozenset[str]:
    words = scene.classes_in_clause(reading.verb)
    if scene.figure_of(reading) in ("killed", "injured"):  # "died when rebels ambushed a patrol"
        words = words.union(*map(scene.classes_in_clause, scene.grammar.circumstances(reading.verb)))
    return words


def _is_many(scene: Scene, reading: Reading) -> bool:
    """Tell whether an eventive noun need not say whom it befell, since there were many: "a wave of arrests"."""
    personal = reading.rule.figure in PERSONAL_FIGURES
    return personal and not reading.recipients and scene.series_of(reading.trigger) is not None


def _is_only_force(scene: Scene, verb: int) -> bool:
    """Tell whether a verb tells of force in a sentence where no noun does."""
    parse, codebook = scene.parse, scene.codebook
    rules = codebook.verb_rules.get(parse.lemmas[verb], ())
    if not any(codebook.has("force", rule) for pattern, rule in rules if not pattern.words):
        return False
    sentence = parse.sentences[parse.sentence_of[verb]]
    nouns = (token for token in range(sentence.first, sentence.last) if parse.pos[token] == "NOUN")
    named = (pair for noun in nouns for pair in codebook.noun_rules.get(parse.lemmas[noun], ()))
    return not any(codebook.has("force", rule) for pattern, rule in named if not pattern.words)


def _beside(scene: Scene, verb: int) -> list[int]:
    """Give the verbs that a verb stands in a row with, or whose result it tells: "fired, leaving two injured"."""
    parse, grammar = scene.parse, scene.grammar
    row = grammar.dependents(verb, "conj")
    row.extend(clause for each in row for clause in grammar.dependents(each, "acl"))  # "were injured and 22 arrested"
    first = parse.heads[verb] if parse.deps[verb] == "acl" else verb
    result = parse.deps[verb] == "advcl" and parse.tags[verb] == "VBG"
    if parse.deps[first] == "conj" or result:
        row.append(parse.heads[first])
    return [each for each in row if parse.pos[each] == "VERB"]


def _is_excluded(scene: Scene, reading: Reading) -> bool:
    """Tell whether a clause holds what its rule excludes, the rule's own words and the names of its parties apart.

    "Rebels stormed a hotel" tells of no storm, "The Harbour League marched" of no game, and where an attack was
    ("a market", "a stadium") says nothing of what it was.
    """
    parse = scene.parse
    names = [*reading.actors, *reading.recipients, *reading.direct, *reading.objects]
    proper = [name for name in names if parse.pos[name] == "PROPN"]
    known = {*reading.words, *(each for name in proper for each in _name_of(scene, name))}
    known.update(name for name in names if "site" in scene.word_classes(name))
    others = (token for token in scene.grammar.words_of_clause(reading.verb) if token not in known)
    return any(reading.rule.not_has & scene.word_classes(token) for token in others)


def _name_of(scene: Scene, token: int) -> list[int]:
    return [token, *scene.grammar.dependents(token, "compound", "nmod")]


def _sentence_fits(scene: Scene, reading: Reading) -> bool:
    """Tell whether the sentence holds what its rule asks for, and nothing that it excludes."""
    parse, rule = scene.parse, reading.rule
    number = parse.sentence_of[reading.trigger]
    if rule.not_near and rule.not_near & scene.classes_in_sentence(number):
        return False
    if not (rule.matches or rule.not_matches):
        return True
    text = parse.span(parse.sentences[number].first, parse.sentences[number].last).text
    if rule.matches and not holds(rule.matches, text):
        return False
    return not (rule.not_matches and holds(rule.not_matches, text))


def objects_fit(scene: Scene, reading: Reading, pattern: Pattern) -> bool:
    """Tell whether what a verb is done to is of the rule's classes; a pattern with its own object asks nothing."""
    grammar, verb = scene.grammar, reading.trigger
    things = grammar.subjects(verb) if grammar.is_passive(verb) else grammar.objects(verb)
    if scene.codebook.has("violence", reading.rule) and _is_to_oneself(scene, reading, things):
        return False
    if not pattern.hole and not pattern.preposition and any(thing in reading.words for thing in things):
        return True
    sources = reading.rule.verb_sources["recipient"]
    instead = reading.recipients if sources[:1] in (("subject",), ("object",)) else ()
    done_to = reading.recipients if sources[:1] == ("subject",) else reading.direct
    if pattern.hole:
        done_to = tuple(token for token in done_to if token not in reading.words) or reading.recipients
    return _is_of_class(reading.rule, scene.classes_of(done_to or instead))


def _is_to_oneself(scene: Scene, reading: Reading, things: Sequence[int]) -> bool:
    """Tell whether somebody did it only to themselves; not "killed himself and nine others"."""
    others = [thing for thing in things if thing not in reading.words]
    return bool(others) and all(_is_oneself(scene, thing) for thing in others)


def _is_oneself(scene: Scene, token: int) -> bool:
    return scene.parse.words[token].lower() in REFLEXIVES


def _is_of_class(rule: Rule, classes: frozenset[str]) -> bool:
    wanted = not rule.object or "any" in rule.object or bool(rule.object & classes)
    return wanted and not rule.not_object & classes


def _is_complete(scene: Scene, reading: Reading) -> bool:
    """Tell whether a reading has the arguments that its rule needs, and none that it must lack."""
    grammar, rule = scene.grammar, reading.rule
    if not rule.needs and not rule.lacks:
        return True
    things = reading.direct or reading.recipients
    complement = bool(_complements(scene, reading))
    filled = {
        "actor": bool(reading.actors),
        "recipient": bool(reading.recipients) or (reading.is_noun and scene.series_of(reading.trigger) is not None),
        "object": bool(things),
        "complement": complement,
        "event": complement,
        "predicate": bool(grammar.dependents(reading.trigger, "oprd")),
    }
    present = {
        **filled,
        "object": bool(grammar.dependents(reading.trigger, "dobj")) or grammar.has_relative_object(reading.trigger),
        "complement": bool(grammar.dependents(reading.trigger, "ccomp", "xcomp", "oprd")),
    }
    return all(filled[name] for name in rule.needs) and not any(present[name] for name in rule.lacks)


def _complements(scene: Scene, reading: Reading) -> list[int]:
    """Give the clauses that hang on a reading's words: "is willing to leave", "its demand that they leave"."""
    labels = ("ccomp", "xcomp", "acl", "pcomp", "advcl", "oprd")
    found = [each for word in reading.words for each in scene.grammar.dependents(word, *labels)]
    for word in reading.words:
        for preposition in scene.grammar.dependents(word, "prep"):
            found.extend(scene.grammar.dependents(preposition, "pcomp"))
    return found


def _has_modal(scene: Scene, reading: Reading) -> bool:
    """Tell whether what is said holds one of the auxiliaries: "said that they must leave", "have to leave"."""
    grammar, lemmas, tags = scene.grammar, scene.parse.lemmas, scene.parse.tags
    modal = reading.rule.modal
    for clause in _complements(scene, reading):
        for word in grammar.dependents(clause, "aux"):
            if lemmas[word] in modal and (tags[word] == "MD" or lemmas[word] == "to"):
                return True
        if lemmas[clause] in modal and grammar.dependents(clause, "xcomp"):
            return True
    return False
