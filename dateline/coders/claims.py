"""Readings → claims: what each clause says was done, by whom, to whom, how firmly and according to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dateline.coders.absorb import Act, join_readings
from dateline.coders.affected import affected_parties, is_means
from dateline.coders.arguments import is_unnamed, read_actors, read_doers, read_instruments, read_recipients
from dateline.coders.conditions import borrows_force
from dateline.coders.purposes import is_crowd_purpose, with_manners
from dateline.coders.quoted import CHANTS, is_in_slogan, is_quoted
from dateline.coders.scene import Reading, Scene
from dateline.coders.status import (
    DENIALS,
    clause_status,
    deniers,
    is_conditional,
    is_disowned,
    is_future,
    is_negated,
)
from dateline.ontology.codebook import code_name
from dateline.records import (
    Actor,
    ActorKind,
    Certainty,
    Citation,
    Figure,
    FigureKind,
    Mentions,
    Parse,
    Quote,
    Span,
    Status,
)

#: Verbs that say what a displayed thing shows: a definite subject continues the act told before.
SHOWING = frozenset("read say have bear carry show display feature proclaim declare".split())
#: What joins a happening to the clause that it is the setting of.
SETTING = frozenset({"during", "at", "after", "before"})
#: How many sentences back the actor of an unsigned display is looked for (one paragraph run of short sentences).
INHERIT_REACH = 5
#: How many sentences back the act stands that a later sentence counts the victims of.
FIGURE_REACH = 3
#: Statuses of acts that are yet to come.
AHEAD = frozenset({"planned", "called-for", "threatened", "hypothetical"})
CALLING = frozenset({"call", "urge", "demand"})
ANNOUNCING = frozenset({"announce", "plan", "schedule", "propose", "slate"})
#: Names that say no more than that somebody was harmed.
ANYBODY = frozenset({"people", "person", "persons", "others", "victims"})
#: Words before whoever did it that leave open whether they did: "suspected rebels".
DOUBTING: dict[str, Certainty] = {
    "suspected": "suspected", "suspect": "suspected", "presumed": "suspected", "presume": "suspected",
    "alleged": "alleged", "allege": "alleged", "apparent": "suspected", "possible": "possible",
}  # fmt: skip
COUNT_NOUNS = frozenset({"number", "toll", "total", "count", "tally"})
KIND_NOUNS = frozenset(
    "increase rise surge growth decline drop fall spike upsurge type kind form sort history pattern culture policy"
    " failure lack absence threat risk fear".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One clause's claim that something was done, before its places and dates are set out."""

    reading: Reading
    type: str
    mode: str | None
    status: Status
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    objects: tuple[Span, ...] = ()
    instruments: tuple[Span, ...] = ()
    attributed_to: tuple[Actor, ...] = ()
    certainty: Certainty = "stated"
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    told_again: tuple[int, ...] = ()  # further sentences that tell of the act
    harmed: tuple[FigureKind | None, tuple[Actor, ...]] = (None, ())  # who came to harm by it, where another verb says
    own: frozenset[int] = frozenset()  # the triggers that tell of it
    ahead: bool = False  # it is yet to come, or about something that is


def make_claims(scene: Scene, readings: Sequence[Reading], mentions: Mentions) -> list[Claim]:
    """Give the claims that readings make, in the order of the text."""
    readings = with_manners(scene, readings)
    told = [
        reading
        for reading in readings
        if (
            _is_told(scene, reading, mentions)
            or _is_claimed(scene, reading, readings)
            or _is_setting(scene, reading, readings)
        )
        and not (_is_past_sentence(scene, reading, readings) or _only_counts(scene, reading, readings))
    ]
    claims: list[Claim] = []
    for act in join_readings(scene, told):
        rule = act.reading.rule
        act, status = _promise(scene, act)
        status = status or rule.status or _announced(scene, act.reading)
        status = status or _told_as(scene, act)
        if status is not None:
            codes = [(act.type, act.mode), *rule.also]
            claims.extend(_claim(scene, replace(act, type=name, mode=mode), status, mentions) for name, mode in codes)
    return _continue_displays(scene, _lend_recipients(scene, _lend_actors(scene, claims)))


def _only_counts(scene: Scene, reading: Reading, readings: Sequence[Reading]) -> bool:
    """Tell whether a count without force of its own is of an act told before: "... Six were hurt and ten arrested"."""
    kind, sentence_of = scene.figure_of(reading), scene.parse.sentence_of
    if kind not in ("killed", "injured") or reading.actors or not borrows_force(scene, reading):
        return False
    first = sentence_of[reading.trigger] - FIGURE_REACH
    before = (other for other in readings if other.trigger < reading.trigger and sentence_of[other.trigger] >= first)
    return any(scene.codebook.may_count(kind, other.rule.type, other.rule.mode) for other in before)


def _told_as(scene: Scene, act: Act) -> Status | None:
    """Give the status that the clause of an act states; what only depends on something is told of grave acts alone."""
    verb = _status_word(scene, act.reading)
    status = clause_status(scene.grammar, verb)
    if status is None and scene.codebook.has("violence", act) and is_disowned(scene.grammar, verb):
        return "denied"
    if status is None and is_crowd_purpose(scene, act.reading):
        return clause_status(scene.grammar, scene.parse.heads[verb])
    if status == "hypothetical" and not is_future(scene.grammar, verb):
        return status if act.reading.actors and _is_grave(scene, act) else None
    return status


def _announced(scene: Scene, reading: Reading) -> Status | None:
    """Give the status of a happening that somebody announces or calls for: "announced a strike for Thursday"."""
    called = scene.parse.lemmas[reading.trigger] == "call" and scene.codebook.has("called-for", reading.rule)
    if called and not reading.is_noun:
        return "called-for"
    lemma = scene.parse.lemmas[reading.verb] if reading.is_noun and reading.verb != reading.trigger else ""
    if lemma in CALLING:
        return "called-for"
    return "planned" if lemma in ANNOUNCING else None


def _promise(scene: Scene, act: Act) -> tuple[Act, Status | None]:
    """Read "will send aid" as the promise and "will not meet" as the refusal that PLOVER codes them as."""
    verb = _status_word(scene, act.reading)
    supposed = _is_grave(scene, act) and scene.parse.heads[verb] == verb and is_conditional(scene.grammar, verb)
    if act.reading.rule.compose or not is_future(scene.grammar, verb) or supposed:
        return act, None
    table = scene.codebook.compose.get("refused" if is_negated(scene.grammar, verb) else "future", {})
    code = table.get(code_name(act.type, act.mode)) or table.get(act.type)
    return (replace(act, type=code[0], mode=code[1]), "reported") if code else (act, None)


def _is_grave(scene: Scene, act: Act) -> bool:
    """Tell whether an act is told even where it is no more than a condition or what would follow from one."""
    return scene.codebook.has("force", act) or scene.codebook.has("protest", act)


def _claim(scene: Scene, act: Act, status: Status, mentions: Mentions) -> Claim:
    reading = act.reading
    recipients, objects = read_recipients(scene, reading)
    actors = read_doers(scene, reading)
    for other in act.lends:
        actors = actors or read_actors(scene, other.actors)
    names = {actor.name for actor in actors}
    recipients = tuple(actor for actor in recipients if actor.name not in names)
    for other in act.lends:
        recipients = recipients or read_recipients(scene, other)[0]
    counted: tuple[FigureKind | None, tuple[Actor, ...]] = (None, ())
    for other in act.lends if scene.codebook.has("violence", act) else ():
        harmed, broken = read_recipients(scene, other)
        if not other.is_noun and scene.codebook.has("violence", other.rule):
            known = {actor.name for actor in (*actors, *recipients)}
            if other.rule.figure in ("killed", "injured"):
                counted = scene.figure_of(other), harmed
                told = (actor for actor in harmed if not known or actor.name.lower() not in ANYBODY)
                recipients = (*recipients, *(actor for actor in told if actor.name not in known))
            objects = tuple(dict.fromkeys((*objects, *broken)))
    if not recipients or _are_means(scene, act):
        recipients = affected_parties(scene, reading, (act.type, act.mode)) or recipients
    mode = act.mode
    if mode is None and scene.codebook.is_refined(act.type):
        mode = scene.codebook.refined_mode(_clause_classes(scene, reading), act.type)
    if len(actors) == 2 and ((not recipients and reading.rule.mutual) or _is_between(scene, reading)):
        actors, recipients = actors[:1], actors[1:]
    if scene.parse.lemmas[reading.trigger] in CHANTS:  # whom and what the chanted words name is not acted on
        recipients = tuple(actor for actor in recipients if not is_quoted(actor.span, mentions.quotes))
        objects = tuple(span for span in objects if not is_quoted(span, mentions.quotes))
    start, end = scene.parse.starts[reading.trigger], scene.parse.ends[reading.trigger]
    attributed_to, certainty = cited_for(scene, start, end, mentions.citations)
    if status == "denied":
        denied_by = read_actors(scene, deniers(scene.grammar, _status_word(scene, reading)))
        known = {actor.name for actor in attributed_to}
        attributed_to = (*attributed_to, *(actor for actor in denied_by if actor.name not in known))
    hedged = [hedge.firmness for hedge in mentions.hedges if hedge.scope[0] <= start < hedge.scope[1]]
    return Claim(
        reading=reading,
        type=act.type,
        mode=mode,
        status=status,
        actors=actors,
        recipients=recipients,
        objects=objects,
        instruments=tuple(span for span in read_instruments(scene, reading) if span not in objects),
        attributed_to=attributed_to,
        certainty=_firmness(scene, reading, hedged, certainty, cited=bool(attributed_to)),
        harmed=counted,
        own=frozenset(
            {
                reading.trigger,
                reading.verb,
                *reading.objects,
                *reading.recipients,
                *(each.trigger for each in act.lends),
            }
        ),
        ahead=status in AHEAD or scene.codebook.has("ahead", act),
    )


def _is_between(scene: Scene, reading: Reading) -> bool:
    """Tell whether a fight is told with its two sides: "clashes between the army and rebels"."""
    sides = scene.grammar.prepositional(reading.trigger, "between")
    return reading.is_noun and scene.codebook.has("violence", reading.rule) and reading.actors == tuple(sides)


def _firmness(
    scene: Scene, reading: Reading, hedged: Sequence[Certainty], certainty: Certainty, *, cited: bool
) -> Certainty:
    """Give how firmly an act is told: by a hedge, a doubt about its doer, its source, or what its rule says."""
    parse = scene.parse
    described = [child for token in reading.actors for child in parse.children[token]]
    described += [child for token in described for child in scene.grammar.dependents(token, "compound", "amod")]
    doubts = (parse.lemmas[child] for child in described)
    doubted = next((DOUBTING[lemma] for lemma in doubts if lemma in DOUBTING), None)
    if hedged:
        return hedged[0]
    return doubted or (certainty if cited else reading.rule.certainty or certainty)


def _are_means(scene: Scene, act: Act) -> bool:
    """Tell whether all that stands where a recipient would is what the act is done with: "sent experts to Ica"."""
    named = [token for token in act.reading.recipients if scene.actor_at(token) is not None]
    return bool(named) and all(is_means(scene, token, act.type) for token in named)


def _clause_classes(scene: Scene, reading: Reading) -> frozenset[str]:
    """Give the classes of an act's words, but not of what it was done to: who kills a gunman need have no gun."""
    harmed = {*reading.recipients, *reading.direct} - {*reading.words, *reading.actors}
    harmed.update(each for token in tuple(harmed) for each in scene.grammar.dependents(token, "compound", "nmod"))
    if reading.verb != reading.trigger:
        harmed.add(reading.verb)  # a clash that rocked a town was fought with no rocks
    words = {*scene.grammar.words_of_clause(reading.verb), *scene.parse.subtree(reading.trigger)} - harmed
    return frozenset().union(*(scene.word_classes(word) for word in words if not scene.is_booty(word)))


def _status_word(scene: Scene, reading: Reading) -> int:
    """Give the word whose clause says whether the act happened: an eventive noun's light verb."""
    return reading.verb if scene.parse.pos[reading.verb] in ("VERB", "AUX") else reading.trigger


def _is_told(scene: Scene, reading: Reading, mentions: Mentions) -> bool:
    """Tell whether a trigger tells of an act, and is not a slogan's word, a modifier or a bare name."""
    parse = scene.parse
    if parse.deps[reading.trigger] in ("amod", "compound", "nmod") or is_in_slogan(parse, reading, mentions.quotes):
        return False
    if _is_counting(parse, reading.trigger) or _is_fiction(scene, reading.trigger):
        return False
    if not reading.is_noun:
        return bool(reading.actors or reading.recipients or reading.objects or reading.direct)
    if reading.verb == reading.trigger and (_is_attitude(scene, reading) or _is_kind_of(scene, reading)):
        return False
    if reading.actors or reading.recipients:
        return True
    if _has_figure(scene, reading, mentions.figures):
        return True
    series = scene.series_of(reading.trigger)
    head = reading.trigger if series is None else series
    definite = any(parse.lemmas[child] in ("the", "this", "that", "these", "those") for child in parse.children[head])
    located = any(token in scene.places for token in parse.subtree(head))
    return not definite and (located or reading.verb != reading.trigger)


def _is_claimed(scene: Scene, reading: Reading, readings: Sequence[Reading]) -> bool:
    """Tell whether somebody claims an attack that the report has not told of before."""
    violent = [each for each in readings if scene.codebook.has("violence", each.rule)]
    before = (each for each in violent if each.trigger < reading.trigger)
    first = not any(all(map(is_unnamed, read_doers(scene, each))) for each in before)
    return reading in violent and first and reading.is_noun and scene.grammar.is_claimed(reading.trigger)


def _is_setting(scene: Scene, reading: Reading, readings: Sequence[Reading]) -> bool:
    """Tell whether a protest is told only as where something else was: "arrested nobody at the march in Oslo"."""
    parse, trigger = scene.parse, reading.trigger
    if not reading.is_noun or not scene.codebook.has("protest", reading.rule) or parse.deps[trigger] != "pobj":
        return False
    around = parse.lemmas[parse.heads[trigger]] in SETTING
    alone = all(other is reading or other.rule.type != reading.rule.type for other in readings)
    return around and alone and any(token in scene.places for token in parse.subtree(trigger))


def _is_attitude(scene: Scene, reading: Reading) -> bool:
    """Tell whether a noun that no verb predicates only characterises somebody: "people's rejection of the system"."""
    spoken = scene.codebook.has("speech", reading.rule)
    return spoken and scene.parse.deps[reading.trigger] not in ("nsubj", "nsubjpass", "ROOT")


def _is_counting(parse: Parse, trigger: int) -> bool:
    """Tell whether a participle only says what is counted: "the number of people killed"."""
    noun = parse.heads[trigger]
    of = parse.heads[noun]
    return parse.deps[trigger] == "acl" and parse.deps[noun] == "pobj" and parse.lemmas[parse.heads[of]] in COUNT_NOUNS


def _is_past_sentence(scene: Scene, reading: Reading, readings: Sequence[Reading]) -> bool:
    """Tell whether somebody was sentenced before they were put to death: "executed three men convicted of murder"."""
    noun = scene.parse.heads[reading.trigger]
    if reading.rule.figure != "sentenced" or reading.is_noun or scene.parse.deps[reading.trigger] != "acl":
        return False
    return any(each.rule.figure == "killed" and noun in (*each.recipients, *each.direct) for each in readings)


def _is_kind_of(scene: Scene, reading: Reading) -> bool:
    """Tell whether a noun speaks of such acts in general: "these types of sentences"."""
    parse = scene.parse
    kind = parse.heads[parse.heads[reading.trigger]]
    return parse.deps[reading.trigger] == "pobj" and parse.pos[kind] != "VERB" and parse.lemmas[kind] in KIND_NOUNS


def _is_fiction(scene: Scene, trigger: int) -> bool:
    """Tell whether an act happens in a work of fiction: "in the novel, ...", "the play tells how ..."."""
    parse, grammar = scene.parse, scene.grammar
    below = trigger
    for token in (trigger, *parse.ancestors(trigger)):
        for child in parse.children[token]:
            told = parse.deps[child] == "nsubj" and token != trigger
            if told and "fiction" in scene.word_classes(child):
                return True
            if parse.deps[child] == "prep" and parse.lemmas[child] == "in" and child < trigger:
                works = [each for noun in grammar.complements_of(child) for each in _owners_of(scene, noun)]
                if any("fiction-frame" in scene.word_classes(work) for work in works):
                    return True
        if parse.deps[below] == "relcl" and "fiction-frame" in scene.word_classes(token):
            return any(parse.lemmas[child] == "in" for child in grammar.dependents(below, "prep"))
        below = token
    return False


def _owners_of(scene: Scene, noun: int) -> list[int]:
    """Give a noun and what it is a part of: "the film's last scene", "the last scene of the film"."""
    grammar = scene.grammar
    return [noun, *grammar.dependents(noun, "poss"), *grammar.prepositional(noun, "of")]


def _has_figure(scene: Scene, reading: Reading, figures: Iterable[Figure]) -> bool:
    """Tell whether a noun says how many: "the massacre of 400 miners"."""
    parse = scene.parse
    for figure in figures:
        token = parse.token_at(figure.span.start)
        if token is None or parse.sentence_of[token] != parse.sentence_of[reading.trigger]:
            continue
        for above in parse.ancestors(token):
            if above == reading.trigger:
                return True
            if parse.pos[above] in ("VERB", "AUX"):
                break
    return False


def cited_for(scene: Scene, start: int, end: int, citations: Sequence[Citation]) -> tuple[tuple[Actor, ...], Certainty]:
    """Give who is cited for the words from `start` to `end`, first who said it, then whom they cite; and how firmly."""
    reports = [citation for citation in citations if citation.kind == "report"]
    citing = [citation for citation in reports if citation.scope.start <= start < citation.scope.end]
    citing = [citation for citation in citing if not (citation.cue.start < end and start < citation.cue.end)]
    citing = [citation for citation in citing if not _is_denial(scene.parse, citation)]
    speakers = []
    for citation in citing:
        named = read_actors(scene, [citation.head])
        named = named or (_unread_speaker(scene, citation),)
        speakers.append(named[0])
    certainty: Certainty = citing[-1].firmness if citing else "stated"
    return tuple({actor.name.casefold(): actor for actor in speakers}.values()), certainty


def _unread_speaker(scene: Scene, citation: Citation) -> Actor:
    """Give a speaker of whom nothing is known; by a proper name it is a private person."""
    words = citation.speaker.text.split()
    person = scene.parse.pos[citation.head] == "PROPN" and words[0].lower() not in ("the", "a", "an")
    kind: ActorKind = "person" if person else "group"
    name = " ".join(words[1:]) if words[0].lower() in ("the", "a", "an") and words[1:] else citation.speaker.text
    return Actor(span=citation.speaker, name=name, kind=kind, private=person)


def _is_denial(parse: Parse, citation: Citation) -> bool:
    cue = parse.token_at(citation.cue.start)
    return cue is not None and parse.lemmas[cue] in DENIALS


def _lend_actors(scene: Scene, claims: list[Claim]) -> list[Claim]:
    """Let "police are in the midst of a crackdown ... 200 arrested" say by whom they were arrested."""
    parse = scene.parse
    done: list[Claim] = []
    for claim in claims:
        hosts = [
            other
            for other in done
            if other.reading.is_noun
            and other.actors
            and scene.codebook.has("force", other)
            and parse.sentence_of[other.reading.trigger] == parse.sentence_of[claim.reading.trigger]
        ]
        lent = scene.codebook.has("force", claim) and not claim.actors and hosts
        done.append(replace(claim, actors=hosts[-1].actors) if lent else claim)
    return done


def _lend_recipients(scene: Scene, claims: list[Claim]) -> list[Claim]:
    """Let a protest be against whom the protesters address in the same breath: "marched, demanding that X resign"."""
    parse = scene.parse
    done = []
    for claim in claims:
        if scene.codebook.has("protest", claim) and not claim.recipients and claim.actors:
            below = set(parse.subtree(claim.reading.verb))
            names = {actor.name for actor in claim.actors}
            said = (
                other.recipients
                for other in claims
                if other.recipients
                and scene.codebook.has("addressed", other)
                and other.reading.verb in below
                and names == {actor.name for actor in other.actors}
            )
            claim = replace(claim, recipients=next(said, ()))
        done.append(claim)
    return done


def _continue_displays(scene: Scene, claims: list[Claim]) -> list[Claim]:
    """Let a display without an actor go on with the actor told before: "In Ica, a poster reads ..."."""
    parse = scene.parse
    done: list[Claim] = []
    for claim in claims:
        if _is_chant_of_march(scene, claim, done):
            continue
        if claim.actors or not scene.codebook.has("unsigned", claim):
            done.append(claim)
            continue
        number = parse.sentence_of[claim.reading.trigger]
        before = [
            other
            for other in done
            if other.type == claim.type
            and other.actors
            and 0 <= number - parse.sentence_of[other.reading.trigger] <= INHERIT_REACH
        ]
        if before and _is_definite_display(scene, claim):
            continue
        done.append(replace(claim, actors=before[-1].actors) if before else claim)
    return done


def _is_chant_of_march(scene: Scene, claim: Claim, done: Sequence[Claim]) -> bool:
    """Tell whether a sentence only gives the words of a march told of just before: "..., they chanted"."""
    parse, codebook = scene.parse, scene.codebook
    if not codebook.has("carried", claim) or parse.lemmas[claim.reading.trigger] not in CHANTS or claim.objects:
        return False
    number = parse.sentence_of[claim.reading.trigger]
    return any(
        codebook.has("march", other)
        and number - parse.sentence_of[other.reading.trigger] == 1
        and {actor.name for actor in other.actors} & {actor.name for actor in claim.actors}
        for other in done
    )


def _is_definite_display(scene: Scene, claim: Claim) -> bool:
    """Tell whether a clause only says what a thing shows that was told of before: "the poster reads"."""
    parse, trigger = scene.parse, claim.reading.trigger
    if claim.reading.is_noun or parse.lemmas[trigger] not in SHOWING:
        return False
    determiners = [parse.lemmas[child] for token in scene.grammar.subjects(trigger) for child in parse.children[token]]
    return "the" in determiners or "their" in determiners or "these" in determiners
