"""NameRun -> bool: whether a name of which nothing is known stands where a person's does.

To take a body for a person only hides its name where data leave the store; to take a person for a body shows it.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.find.names import MOST_NAMES, NameRun
from dateline.find.phrases import Scene, left_edge, lexicon_noun
from dateline.find.place_words import LIKENESSES
from dateline.find.thing_words import BODY_WORDS
from dateline.ontology.registry import is_acronym
from dateline.ontology.shared_words import OF_PERSONS
from dateline.records import Parse

#: Where hardly anybody but a person stands: who says, who is harmed, who is marched for.
SPEAKING = frozenset("say tell add ask reply explain recall testify".split())
HARMED = frozenset(
    "kill murder arrest detain jail imprison sentence convict shoot stab beat torture rape injure wound abduct kidnap"
    " behead hang lynch execute assassinate free release question interrogate charge".split()
)
#: What is done to persons, and not to towns as "beat" and "free" are.
OF_BODY_AND_LIFE = HARMED - frozenset("beat free release question charge convict sentence".split())
#: What is done to persons, besides, in pictures and after: "Ana Vell is led away".
SEEN = frozenset("lead drag handcuff bury hospitalize hospitalise treat see picture photograph".split())
MARCHED_FOR = frozenset("march rally pray protest campaign gather chant mourn".split())
#: What is asked for persons: "Justice for Ana Vell".
ASKED_FOR = frozenset("justice freedom liberty mercy prayer vigil tribute".split())
FIRST_PERSON = frozenset("i me my myself mine".split())


def stands_for_person(scene: Scene, run: NameRun) -> bool:
    """Whether a name of which nothing is known stands where persons do; to take a body for one is the lesser error."""
    parse, head = scene.parse, run.head
    if _is_held(scene, run):
        return True
    if any(is_acronym(word) or word.islower() for word in (parse.words[run.first], parse.words[run.last - 1])):
        return False
    if parse.tags[run.head] in ("NNS", "NNPS"):
        return False
    while parse.deps[head] in ("conj", "appos") and parse.pos[parse.heads[head]] in ("PROPN", "NOUN"):
        head = parse.heads[head]
    who = (child for child in parse.children[run.head] if parse.deps[child] == "relcl")
    if any(parse.lemmas[word] == "who" for clause in who for word in parse.children[clause]):
        return True
    demanded = run.first > 0 and parse.words[run.first - 1].lower() in ("free", "release")
    if (
        demanded
        or is_depicted(scene, run)
        or (parse.words[run.last : run.last + 1] == (":",) and run.last - run.first > 1)
    ):
        return True
    dep, above = parse.deps[head], parse.heads[head]
    lemma = parse.lemmas[above]
    if dep in ("compound", "nmod", "poss") and lemma in OF_PERSONS:
        return True
    if dep == "pobj":
        over = parse.lemmas[parse.heads[above]]
        return (lemma == "of" and over in OF_PERSONS) or (lemma == "for" and over in MARCHED_FOR | ASKED_FOR)
    if dep == "nsubj" and lemma in SPEAKING:
        told = (parse.words[token].lower() for token in parse.subtree(above))
        return run.last - run.first > 1 or not FIRST_PERSON.isdisjoint(told)
    if run.last - run.first == 1 and dep != "dobj":
        return False
    return (dep in ("nsubjpass", "dobj") and lemma in HARMED) or (dep == "nsubjpass" and lemma in SEEN)


def _is_held(scene: Scene, run: NameRun) -> bool:
    """Whether what is done to persons stands right after a name: "Ana Vell, shot in the head", "ANA VELL ARRESTED"."""
    parse = scene.parse
    after = run.last + (parse.words[run.last : run.last + 1] == (",",))
    if run.last - run.first < 2 or after >= len(parse.words) or parse.tags[after] not in ("VBN", "VBD"):
        return False
    loud = parse.words[after].isupper()
    shouted = any(parse.words[token].isupper() != loud for token in range(run.first, run.last))
    participle = parse.deps[after] in ("acl", "ROOT", "advcl") and parse.heads[after] in (run.head, after)
    return participle and not shouted and _lemma_of(parse, after) in HARMED


def _lemma_of(parse: Parse, token: int) -> str:
    """Give a verb's lemma, also of one in capitals."""
    word = parse.words[token].lower()
    if not parse.words[token].isupper():
        return parse.lemmas[token]
    return next((stem for stem in (word, word[:-1], word[:-2], word[:-3]) if stem in HARMED), word)


def suffers_as_person(scene: Scene, run: NameRun) -> bool:
    """Whether a name suffers what no town does: "police arrested Rania"."""
    parse, head = scene.parse, _first_conjunct(scene, run.head)
    plain = all(parse.words[token].isalpha() for token in range(run.first, run.last))
    return plain and parse.deps[head] in ("nsubjpass", "dobj") and parse.lemmas[parse.heads[head]] in OF_BODY_AND_LIFE


def names_case(scene: Scene, run: NameRun) -> bool:
    """Whether a name of several words says whose murder, trial or the like it is: "held in Ana Vell murder case"."""
    parse, several = scene.parse, run.last - run.first > 1
    article = run.first > 0 and parse.words[run.first - 1].lower() in ("the", "a", "an")
    return several and not article and not OF_PERSONS.isdisjoint(parse.lemmas[run.last : run.last + 1])


def _first_conjunct(scene: Scene, head: int) -> int:
    parse = scene.parse
    while parse.deps[head] == "conj" and parse.pos[parse.heads[head]] in ("PROPN", "NOUN"):
        head = parse.heads[head]
    return head


def is_named_so(scene: Scene, run: NameRun) -> bool:
    """Whether a person is said to be named so: "a nurse named Rania", "the victims were identified as Ana Vell"."""
    parse, head = scene.parse, _first_conjunct(scene, run.head)
    above = parse.heads[head]
    if parse.deps[head] == "pobj" and parse.words[above] == "as":
        above = parse.heads[above]
    elif parse.deps[head] != "oprd":
        return False
    if parse.lemmas[above] not in scene.lexicon.naming:
        return False
    named = [child for child in parse.children[above] if parse.deps[child] in ("nsubjpass", "dobj")]
    named += [parse.heads[above]] if parse.deps[above] == "acl" else []
    nouns = (lexicon_noun(scene, token, left_edge(scene, token)) for token in named)
    return any(noun is not None and noun.kind == "person" for noun in nouns)


def has_staff(scene: Scene, run: NameRun) -> bool:
    """Whether a name of one word, or the list it stands in, is whose staff is told: "workers of Vell and Ruzik"."""
    parse, head = scene.parse, _first_conjunct(scene, run.head)
    of = parse.heads[head]
    if run.last - run.first > 1 or run.title or parse.deps[head] != "pobj" or parse.words[of] != "of":
        return False
    staff = parse.heads[of]
    noun = lexicon_noun(scene, staff, left_edge(scene, staff)) if parse.tags[staff] == "NNS" else None
    return noun is not None and noun.role == "LAB"


def is_depicted(scene: Scene, run: NameRun) -> bool:
    """Whether a name without an article says whom a likeness shows: "posters of Ana Berg"."""
    words = scene.parse.words[max(run.first - 2, 0) : run.first]
    return len(words) == 2 and words[1] == "of" and words[0].lower() in LIKENESSES


def after_demand(scene: Scene, run: NameRun) -> NameRun:
    """Leave the verb out of "Free Ana Vell!", which is written as if it were part of the name."""
    parse = scene.parse
    opens = run.first == parse.sentences[parse.sentence_of[run.first]].first or not parse.words[run.first - 1].isalnum()
    demand = opens and parse.words[run.first] in ("Free", "Release", "FREE", "RELEASE") and run.last - run.first > 1
    return replace(run, first=run.first + 1) if demand and not run.title and run.head > run.first else run


def is_beside_place(scene: Scene, run: NameRun) -> bool:
    """Whether a name stands in a row of places: "shelled Goma, Sake and Minova"."""
    parse, top = scene.parse, run.head
    while parse.deps[top] == "conj" and parse.heads[top] in scene.run_at:
        top = parse.heads[top]
    row, todo = set(), [top]
    while todo:
        token = todo.pop()
        row.add(token)
        todo.extend(child for child in parse.children[token] if parse.deps[child] == "conj")
    runs = [scene.run_at[token] for token in row if token in scene.toponyms and token in scene.run_at]
    return any(not suffers_as_person(scene, each) and not is_named_so(scene, each) for each in runs)


def behind_occupation(scene: Scene, run: NameRun) -> NameRun | None:
    """Read "Wilmer Quiñones" in "Student Wilmer Quiñones", taken for a body; not in "Student Democratic Movement"."""
    first, *others = (word.lower() for word in scene.parse.words[run.first : run.last])
    noun = scene.lexicon.nouns.get(first)
    worker = first.endswith(("er", "ist", "ian")) and suffers_as_person(scene, run)
    body = any(word in BODY_WORDS or word in scene.lexicon.nouns or word in scene.lexicon.anaphors for word in others)
    if body or not 2 <= len(others) <= MOST_NAMES or not (worker or (noun is not None and noun.kind == "person")):
        return None
    return replace(run, first=run.first + 1, title_first=run.first, title_last=run.first + 1)
