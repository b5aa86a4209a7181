"""Pronouns and definite descriptions -> the actor named before that they mean, within one report.

A small salience ranking in the manner of Lappin and Leass (1994): nearer sentences first, subjects before objects
before the rest, agreement in number, kind and sex; a pronoun and the subject of its own verb are different actors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dateline.ontology.registry import RoleLexicon, load_roles, singular
from dateline.records import Actor, ActorKind, ActorMention, Parse

#: How many sentences back an antecedent may stand.
PRONOUN_REACH = 3
ANAPHOR_REACH = 5
SENTENCE_COST, SPEAKER_COST = 10.0, 10.0
SUBJECT_GAIN, OBJECT_GAIN, NAME_GAIN, TOPIC_GAIN, PATIENT_GAIN = 6.0, 2.0, 1.0, 3.0, 11.0

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
RELATIVES = frozenset("who whom whose which that".split())
SPEAKERS = frozenset("i me my mine myself we us our ours ourselves".split())
MALE, FEMALE = frozenset("he him his himself".split()), frozenset("she her hers herself".split())
NEUTER = frozenset("it its itself".split())
PLURAL = frozenset("they them their theirs themselves".split())
SAYING = frozenset(
    "say tell add ask reply warn declare announce argue believe claim deny explain insist note state urge admit write"
    " chant shout cry stress pledge vow think read tweet post recall demand respond".split()
)
LINKING = frozenset("be seem appear become remain".split())
#: Roles of those whom "the men" or "these people" can mean.
ANONYMOUS_ROLES = frozenset({None, "CVL", "PRO", "OPP", "REB", "CRM", "LAB", "BUS", "EDU", "MED", "REL"})
#: Nouns of bodies, each of which means none of the others' kind: "the party" is no union.
APART = frozenset("party company firm union ministry court newspaper charity militia gang bank agency".split())
#: Nouns of bodies that mean only one whose name holds them.
BY_NAME = frozenset(
    "federation association commission council committee department institute observatory congress syndicate"
    " foundation league bureau".split()
)
STATE_ROLES = frozenset("GOV MIL COP SPY JUD LEG".split())
KILLING = frozenset("kill murder assassinate execute behead lynch slay massacre".split())
HELD = frozenset("arrest detain jail imprison charge free release question sentence convict".split())
#: Acts that answer to something that the other did, where it is told by these words, unless it is what police do.
ANSWERING = HELD | frozenset(
    "fine expel deport suspend dismiss sack punish ban prosecute indict condemn criticise".split()
)
REASONS = frozenset("after because when as since".split())
SEARCHING = frozenset(
    "receive find discover search raid stop trace track identify learn get spot see intercept".split()
)
POINTERS = frozenset("the this that these those both".split())
#: Words that point back to several persons or to one, by number or age: "the two", "the 69-year-old".
SEVERAL, AGED = frozenset("both two three four five six pair duo trio".split()), "year-old"
#: Roles of armed or unlawful groups, which "the group" can mean though no name is told.
BANDS = frozenset({"REB", "CRM", "PAR"})
BAND_NOUNS = frozenset("group gang militia faction outfit".split())


@dataclass(slots=True)
class _State:
    """What has been read so far: resolved mentions by head token, and the sex of persons by name."""

    parse: Parse
    lexicon: RoleLexicon
    mentions: list[ActorMention] = field(default_factory=list)
    by_head: dict[int, ActorMention] = field(default_factory=dict)
    sexes: dict[str, str] = field(default_factory=dict)

    def keep(self, mention: ActorMention) -> None:
        self.mentions.append(mention)
        self.by_head[mention.head] = mention


def resolve_pronouns(mentions: Sequence[ActorMention], parse: Parse) -> Iterator[ActorMention]:
    """Resolve pronouns and definite descriptions; a pronoun without an antecedent is left out."""
    state = _State(parse=parse, lexicon=load_roles())
    ahead = {mention.head: mention for mention in mentions if not mention.pronoun}
    _learn_sexes(state, ahead)
    for mention in sorted(mentions, key=lambda mention: mention.head):
        found = _resolve(state, mention, ahead)
        if found is not None:
            state.keep(found)
            yield found


def _learn_sexes(state: _State, mentions: Mapping[int, ActorMention]) -> None:
    for mention in mentions.values():
        if mention.actor.kind != "person":
            continue
        for token in range(max(0, mention.first - 3), mention.last):
            word = state.parse.words[token].lower().rstrip(".")
            sex = state.lexicon.honorifics.get(word) if token < mention.first else None
            sex = sex or ("f" if word in state.lexicon.female else "m" if word in state.lexicon.male else None)
            if sex and (token >= mention.first or _is_title(state.parse, token, mention)):
                state.sexes.setdefault(mention.actor.name, sex)


def _is_title(parse: Parse, token: int, mention: ActorMention) -> bool:
    return token == mention.first - 1 or parse.heads[token] == mention.head


def _resolve(state: _State, mention: ActorMention, ahead: Mapping[int, ActorMention]) -> ActorMention | None:
    if not mention.pronoun:
        return _resolve_description(state, mention) or _with_owner(state, mention)
    word = state.parse.words[mention.head].lower()
    if word in RELATIVES:
        antecedent = _modified(state.parse, mention.head, ahead, state.by_head)
    elif word in SPEAKERS:
        antecedent = _speaker(state, mention.head, ahead)
    elif word in MALE | FEMALE | NEUTER | PLURAL | SEVERAL | {AGED} and not _is_empty(state.parse, mention.head):
        body = _body_of_speaker(state.parse, mention.head) if word in NEUTER else None
        antecedent = _spoken_of(state, mention, word) or _best(state, mention, word) if body is None else None
        antecedent = state.by_head.get(body) if body is not None else antecedent
    else:
        antecedent = None
    if antecedent is None:
        return None
    if word in MALE | FEMALE:
        state.sexes.setdefault(antecedent.actor.name, "m" if word in MALE else "f")
    return replace(mention, actor=antecedent.actor, plural=antecedent.plural, generic=antecedent.generic)


def _with_owner(state: _State, mention: ActorMention) -> ActorMention:
    """Tell whose they are: "its forces" as "Valdian forces", "their supporters" as "River Front supporters"."""
    parse, actor = state.parse, mention.actor
    owners = [child for child in parse.children[mention.head] if parse.deps[child] == "poss" and child in state.by_head]
    owner = state.by_head[owners[0]] if owners else None
    if owner is None or not owner.pronoun or owner.generic or owner.actor.kind != "organization":
        return mention
    if actor.country not in (None, owner.actor.country):
        return mention
    if not mention.generic:
        return replace(mention, actor=replace(actor, role=actor.role or owner.actor.role, country=owner.actor.country))
    state_body = owner.actor.role == "GOV" and owner.actor.name.endswith(" government")
    name = owner.actor.name.removesuffix(" government") if state_body and mention.state else owner.actor.name
    owned = replace(
        actor, name=f"{name} {actor.name}", country=owner.actor.country, role=actor.role or owner.actor.role
    )
    return replace(mention, actor=owned)


def _is_empty(parse: Parse, token: int) -> bool:
    """Whether "it" stands for nobody: "it is worth noting that ..."."""
    verb = parse.heads[token]
    if parse.words[token].lower() != "it" or parse.lemmas[verb] not in LINKING or parse.deps[token] != "nsubj":
        return False
    below = [verb, *(child for child in parse.children[verb] if parse.deps[child] in ("acomp", "attr", "oprd"))]
    return any(parse.deps[c] in ("ccomp", "xcomp", "csubj", "advcl") for head in below for c in parse.children[head])


def _modified(
    parse: Parse, token: int, ahead: Mapping[int, ActorMention], done: Mapping[int, ActorMention]
) -> ActorMention | None:
    """Give the noun that a relative pronoun's clause modifies."""
    for ancestor in parse.ancestors(token):
        if parse.deps[ancestor] == "relcl" and parse.heads[ancestor] < token:
            noun = parse.heads[ancestor]
            return done.get(noun) or ahead.get(noun)
    return None


def _speaker(state: _State, token: int, ahead: Mapping[int, ActorMention]) -> ActorMention | None:
    """Give who says the words in which "we" or "I" stands."""
    parse = state.parse
    for clause in (token, *parse.ancestors(token)):
        told = parse.deps[clause] in ("ccomp", "parataxis") and parse.lemmas[parse.heads[clause]] in SAYING
        if parse.deps[clause] != "quote" and not told:
            continue
        for child in parse.children[parse.heads[clause]]:
            if parse.deps[child] == "nsubj" and child != token:
                return state.by_head.get(child) or ahead.get(child)
    return None


def _best(state: _State, pronoun: ActorMention, word: str) -> ActorMention | None:
    parse = state.parse
    here = parse.sentence_of[pronoun.head]
    best, gain = None, float("-inf")
    barred = _co_arguments(parse, pronoun.head)
    for mention in reversed(state.mentions):
        distance = here - parse.sentence_of[mention.head]
        if distance > PRONOUN_REACH:
            break
        if mention.head in barred or not _agrees(state, mention, word) or _holds(parse, mention, pronoun.head):
            continue
        if _has_died(parse, mention.head, pronoun.head):
            continue
        score = _salience(parse, mention, pronoun, distance)
        score -= SPEAKER_COST if _tells_of_others(state, mention, pronoun, word) else 0
        if score > gain:
            best, gain = mention, score
    return best


def _tells_of_others(state: _State, mention: ActorMention, pronoun: ActorMention, word: str) -> bool:
    """Whether somebody only says what others did, who are spoken of next: "The army said rebels fled. They ..."."""
    parse, verb = state.parse, state.parse.heads[mention.head]
    if parse.deps[mention.head] != "nsubj" or parse.lemmas[verb] not in SAYING:
        return False
    said_next = parse.lemmas[parse.heads[pronoun.head]]
    held_next = said_next in HELD and not _suffers(parse, pronoun.head)  # "police said men fled. They arrested two."
    if said_next in SAYING or held_next or verb in parse.ancestors(pronoun.head):
        return False
    inner = [child for child in parse.children[verb] if parse.deps[child] == "ccomp"]
    if parse.deps[verb] == "parataxis":  # "The gunmen, police said, fled after they killed a guard."
        inner.append(parse.heads[verb])
    doers = [child for clause in inner for child in parse.children[clause] if parse.deps[child] in SUBJECTS]
    others = [state.by_head[doer] for doer in doers if doer in state.by_head]
    return any(other.actor.name != mention.actor.name and _agrees(state, other, word) for other in others)


def _spoken_of(state: _State, pronoun: ActorMention, word: str) -> ActorMention | None:
    """Give of whom a lawyer or relative says that they suffered: "his lawyer said he was beaten"."""
    parse = state.parse
    if not _suffers(parse, pronoun.head):
        return None
    verb = parse.heads[parse.heads[pronoun.head]]
    if parse.deps[parse.heads[pronoun.head]] != "ccomp" or parse.lemmas[verb] not in SAYING:
        return None
    speakers = [child for child in parse.children[verb] if parse.deps[child] == "nsubj"]
    owners = [child for each in speakers for child in parse.children[each] if parse.deps[child] == "poss"]
    told = [state.by_head[owner] for owner in owners if owner in state.by_head]
    harmed = {other.actor.name for other in state.mentions if _suffers(parse, other.head)}
    return next((owner for owner in told if owner.actor.name in harmed and _agrees(state, owner, word)), None)


def _body_of_speaker(parse: Parse, token: int) -> int | None:
    """Give the body whose officer says what "it" does: "the group's commander said it would disarm"."""
    clause = parse.heads[token]
    verb = parse.heads[clause]
    if parse.deps[token] != "nsubj" or parse.deps[clause] != "ccomp" or parse.lemmas[verb] not in SAYING:
        return None
    speakers = [child for child in parse.children[verb] if parse.deps[child] == "nsubj"]
    owners = [child for each in speakers for child in parse.children[each] if parse.deps[child] == "poss"]
    return next((owner for owner in owners if parse.lemmas[owner] in BAND_NOUNS | APART), None)


def _co_arguments(parse: Parse, token: int) -> frozenset[int]:
    """Give the subject of the verb whose object a pronoun is: the two are different."""
    if parse.deps[token] in ("poss", *SUBJECTS):
        return frozenset()
    verb = parse.heads[token]
    while parse.deps[verb] in ("prep", "dobj", "pobj") and parse.heads[verb] != verb:  # "arrested 30 of them"
        verb = parse.heads[verb]
    while parse.deps[verb] == "conj" and not any(parse.deps[child] in SUBJECTS for child in parse.children[verb]):
        verb = parse.heads[verb]  # "fired tear gas and arrested them"
    return frozenset(child for child in parse.children[verb] if parse.deps[child] in SUBJECTS)


def _holds(parse: Parse, mention: ActorMention, token: int) -> bool:
    """Whether a pronoun stands inside the phrase that it would mean: "the army of its founder"."""
    return parse.deps[token] == "poss" and parse.heads[token] == mention.head


def _agrees(state: _State, mention: ActorMention, word: str) -> bool:
    actor = mention.actor
    if actor.kind == "place":
        return False
    if word in NEUTER:
        return actor.kind == "organization" and not (mention.plural and mention.generic)
    if word in SEVERAL:
        return actor.kind == "group" and mention.plural
    if word in PLURAL:
        return actor.kind == "group" or mention.plural or (actor.kind == "organization" and actor.role != "GOV")
    sex = state.sexes.get(actor.name) if word != AGED else None
    return actor.kind == "person" and not mention.plural and sex in (None, "m" if word in MALE else "f")


def _salience(parse: Parse, mention: ActorMention, pronoun: ActorMention, distance: int) -> float:
    dep = parse.deps[mention.head]
    subject = dep in SUBJECTS or (dep == "conj" and parse.deps[parse.heads[mention.head]] in SUBJECTS)
    score = -SENTENCE_COST * distance - (pronoun.head - mention.head) / 100
    if distance and _suffers(parse, pronoun.head) and _suffers(parse, mention.head):
        score += PATIENT_GAIN  # "Soldiers arrested six students. They were beaten."
    elif _answers_to(parse, mention.head, pronoun.head):
        score += PATIENT_GAIN
    elif subject:
        score += NAME_GAIN if _is_main(parse, mention.head) and distance else 0
        score += SUBJECT_GAIN + (TOPIC_GAIN if distance == 1 and parse.deps[pronoun.head] in SUBJECTS else 0)
    elif dep in ("dobj", "pobj", "agent", "dative"):
        score += OBJECT_GAIN
    elif dep in ("compound", "amod", "nmod"):
        score -= OBJECT_GAIN
    if parse.words[pronoun.head].lower() in {parse.words[child].lower() for child in parse.children[mention.head]}:
        score += PATIENT_GAIN  # "Soldiers met two students. The two were beaten."
    return score + (0 if mention.generic else NAME_GAIN)


def _suffers(parse: Parse, token: int) -> bool:
    """Whether a noun is what is done to: "they were arrested", "eleven of them were freed", "arrested them"."""
    for _ in range(4):
        part = parse.deps[token] == "pobj" and parse.lemmas[parse.heads[token]] == "of"
        if not part and parse.deps[token] != "conj":
            break
        token = parse.heads[parse.heads[token]] if part else parse.heads[token]
    return parse.deps[token] in ("nsubjpass", "dobj")


def _answers_to(parse: Parse, token: int, pronoun: int) -> bool:
    """Whether somebody is held or punished for what a pronoun's clause tells: "Police arrested six after they marched".

    Verbs of judging put the cause in their object (Garvey and Caramazza 1974).
    """
    clause = parse.heads[pronoun]
    verb = parse.heads[clause]
    if parse.deps[pronoun] not in SUBJECTS or parse.deps[clause] != "advcl" or parse.lemmas[verb] not in ANSWERING:
        return False
    marks = {parse.lemmas[child] for child in parse.children[clause] if parse.deps[child] in ("mark", "advmod", "prep")}
    told = bool(marks & REASONS) and parse.lemmas[clause] not in SEARCHING
    return told and parse.heads[token] == verb and _suffers(parse, token)


def _has_died(parse: Parse, token: int, pronoun: int) -> bool:
    """Whether somebody was told to be killed, of whom nothing more can be done: "He was later arrested"."""
    verb, later = parse.heads[token], parse.heads[pronoun]
    dead = parse.lemmas[verb] in KILLING or any(parse.lemmas[child] == "dead" for child in parse.children[verb])
    return _suffers(parse, token) and dead and parse.lemmas[later] in HELD and _suffers(parse, pronoun)


def _resolve_description(state: _State, mention: ActorMention) -> ActorMention | None:
    """Read "the group", "these people", "the two men" as the actor named before, where there is one."""
    parse = state.parse
    if not mention.generic or mention.last - mention.first > 1:
        return None
    word = parse.words[mention.head].lower()
    none: frozenset[ActorKind] = frozenset()
    kinds = state.lexicon.anaphors.get(word, none) | state.lexicon.anaphors.get(singular(word), none)
    if not kinds or not _is_definite(parse, mention.head):
        return None
    here = parse.sentence_of[mention.head]
    barred = _co_arguments(parse, mention.head)
    before = _same_noun_before(state, mention, here) if mention.plural else None
    if before is not None:
        named = before.actor.name != mention.actor.name
        return replace(mention, actor=before.actor, pronoun=True, generic=before.generic) if named else None
    same = _same_noun_before(state, mention, here) if word in BAND_NOUNS else None
    if same is not None:  # "gunmen of the same group ... The group's commander"
        return None if same.generic else replace(mention, actor=same.actor, pronoun=True, generic=False)
    near = _by_salience(state, here)
    if _suffers(parse, mention.head):  # "Two farmers were attacked by gunmen. The men were beaten."
        near.sort(key=lambda other: not _suffers(parse, other.head))
    near = [other for other in near if other.head not in barred]
    meant = next((other for other in near if _can_mean(word, mention, other, kinds)), None)
    meant = meant or next((other for other in near if _is_band(word, mention, other)), None)
    return replace(mention, actor=meant.actor, pronoun=True, generic=meant.generic) if meant is not None else None


def _is_band(word: str, mention: ActorMention, other: ActorMention) -> bool:
    """Whether "the group" can mean armed people of whom no name is told: "rebels", "three gunmen"."""
    own = mention.actor.role in (None, other.actor.role)
    return word in BAND_NOUNS and own and other.plural and other.actor.kind == "group" and other.actor.role in BANDS


def _same_noun_before(state: _State, mention: ActorMention, here: int) -> ActorMention | None:
    """Give the mention by the same noun before: "Gunmen seized two men. The two men were freed"."""
    parse, word = state.parse, state.parse.lemmas[mention.head]
    near = (other for other in reversed(state.mentions) if here - parse.sentence_of[other.head] <= ANAPHOR_REACH)
    return next((other for other in near if parse.lemmas[other.head] == word), None)


def _is_definite(parse: Parse, head: int) -> bool:
    children = [child for child in parse.children[head] if child < head]
    pointed = any(parse.deps[child] == "det" and parse.words[child].lower() in POINTERS for child in children)
    closed = head + 1 >= len(parse.words) or parse.words[head + 1] in (",", ".", "—", "–", "(")
    behind = [child for child in parse.children[head] if child > head and not closed]
    told = any(parse.deps[child] in ("prep", "relcl", "acl", "appos") for child in behind)
    return pointed and not told


def _by_salience(state: _State, here: int) -> list[ActorMention]:
    parse = state.parse
    near = [m for m in state.mentions if here - parse.sentence_of[m.head] <= ANAPHOR_REACH]
    return sorted(
        near,
        key=lambda m: (parse.sentence_of[m.head], _is_main(parse, m.head), parse.deps[m.head] in SUBJECTS, m.head),
        reverse=True,
    )


def _is_main(parse: Parse, token: int) -> bool:
    """Whether a noun is the subject of its sentence's main verb."""
    return parse.deps[token] in SUBJECTS and parse.deps[parse.heads[token]] == "ROOT"


def _fits_noun(word: str, own: Actor, actor: Actor) -> bool:
    """Whether "the party", "the court" can mean a body by this name: a state's own only by the same noun."""
    words = frozenset(actor.name.lower().split())
    if word in words:
        return True
    if actor.role in STATE_ROLES or own.role in ("GOV", "JUD") or word in BY_NAME:
        return False
    return word not in APART or words.isdisjoint(APART)


def _can_mean(word: str, mention: ActorMention, other: ActorMention, kinds: frozenset[ActorKind]) -> bool:
    actor, own = other.actor, mention.actor
    if own.country and actor.country not in (None, own.country):
        return False
    if actor.kind not in kinds or (own.role and own.role != "CVL" and actor.role and own.role != actor.role):
        return False
    if own.kind == "organization" and not mention.plural:
        named = not other.generic and actor.kind == "organization"
        return named and _fits_noun(singular(word), own, actor)
    if mention.plural:
        return other.plural and actor.name != own.name and (own.role != "CVL" or actor.role in ANONYMOUS_ROLES)
    return not other.generic or actor.name != own.name
