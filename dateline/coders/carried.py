"""Claims → claims with the counts of people and the quotations that belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.coders.arguments import read_actors
from dateline.coders.claims import FIGURE_REACH, Claim, cited_for
from dateline.coders.rows import join_figures, join_rows
from dateline.coders.scene import Scene
from dateline.ontology.shared_words import COUNTING, ESTIMATING
from dateline.records import Actor, Figure, Mentions, Parse, Quote

ATTEMPTING = frozenset({"try", "attempt", "seek", "fail", "plot", "conspire"})
#: How many acts back: no three sentences tell of more.
TOLL_REACH = 60


#: Words for people that say nothing of who they are.
VAGUE = frozenset({"person", "people", "other"})
ARMED = frozenset({"MIL", "PAR", "REB", "COP", "SPY"})
#: Killed from which a killing counts as a mass killing: a choice between the four of criminologists and the fifty of
#: historians, since three or four deaths are also what a clash or a chase ends with.
MASS = 10


def attach_figures(scene: Scene, claims: Sequence[Claim], mentions: Mentions) -> list[Claim]:
    """Give each count of people to the nearest act of its sentence, or of the sentences before, that it can count."""
    parse = scene.parse
    given: dict[int, list[Figure]] = {}
    later: list[tuple[int, Figure]] = []
    for figure in join_rows(scene, mentions.figures):
        token = parse.token_at(figure.span.start)
        if token is None or token in scene.times or not scene.codebook.counts[figure.kind]:
            continue
        sentence = parse.sentence_of[token]
        near = [
            (_suits(scene, claim, figure), abs(claim.reading.trigger - token), number)
            for number, claim in enumerate(claims)
            if parse.sentence_of[claim.reading.trigger] == sentence and _can_count(scene, claim, figure)
        ]
        if near:
            given.setdefault(min(near)[-1], []).append(figure)
        else:
            later.append((sentence, figure))
    counted = [
        _with_figures(scene, claim, given[i] if i in given else _named(scene, claim), mentions)
        for i, claim in enumerate(claims)
    ]
    return _join_tolls(scene, _add_later_figures(scene, counted, later, mentions), mentions)


def _join_tolls(scene: Scene, claims: Sequence[Claim], mentions: Mentions) -> list[Claim]:
    """Join "nine people were killed, officials said" with the explosion told of just before."""
    parse = scene.parse
    dated = {parse.sentence_of[token] for token in (*scene.places, *scene.times)}
    done: list[Claim] = []
    for claim in claims:
        number = parse.sentence_of[claim.reading.trigger]
        near = range(len(done) - 1, max(len(done) - TOLL_REACH, 0) - 1, -1)
        host = next((i for i in near if _is_toll_of(scene, claim, done[i])), None)
        if host is None or number in dated:
            done.append(claim)
            continue
        attack = done[host]
        done[host] = replace(
            attack,
            recipients=attack.recipients or claim.recipients,
            figures=join_figures(attack.figures, claim.figures),
            told_again=tuple(dict.fromkeys((*attack.told_again, number))),
        )
    return done


def _is_toll_of(scene: Scene, claim: Claim, attack: Claim) -> bool:
    """Tell whether a claim without a doer only counts the victims of an attack in a sentence before."""
    number = scene.parse.sentence_of[claim.reading.trigger]
    distance = number - scene.parse.sentence_of[attack.reading.trigger]
    same = claim.type == attack.type and scene.codebook.has("violence", claim)
    harm = claim.type == attack.type and claim.mode == attack.mode and claim.reading.rule.figure == "arrested"
    harm = harm or (same and claim.reading.rule.figure in ("killed", "injured"))
    bare = not claim.actors and claim.mode in (None, attack.mode) and claim.status == attack.status == "reported"
    counted = {figure.kind for figure in attack.figures} & {figure.kind for figure in claim.figures}
    anew = join_figures(attack.figures, claim.figures) == (*attack.figures, *claim.figures)
    spans = [actor.span for actor in claim.recipients if actor.span]
    vague = all(scene.parse.lemmas[scene.parse.token_at(span.end - 1) or 0] in VAGUE for span in spans)
    cited = vague and (bool(counted) or bool(claim.attributed_to))
    open_ended = cited or not attack.recipients or number in attack.told_again
    return harm and bare and 0 < distance <= FIGURE_REACH and anew and open_ended


def _with_figures(scene: Scene, claim: Claim, figures: Sequence[Figure], mentions: Mentions) -> Claim:
    cited = ((figure, _tellers(scene, figure, mentions) or claim.attributed_to) for figure in figures)
    return replace(claim, figures=tuple(replace(figure, attributed_to=by) for figure, by in cited))


def _tellers(scene: Scene, figure: Figure, mentions: Mentions) -> tuple[Actor, ...]:
    """Give who is cited for a count: who put it at that, who spoke of so many, who said what it stands in."""
    counted = _estimators(scene, figure, mentions) or _counters(scene, figure)
    return counted or cited_for(scene, figure.span.start, figure.span.end, mentions.citations)[0]


def _estimators(scene: Scene, figure: Figure, mentions: Mentions) -> tuple[Actor, ...]:
    """Give who puts a count at a number of their own: "the union said 40,000 marched; police put it at 15,000"."""
    for citation in mentions.citations:
        cue = scene.parse.token_at(citation.cue.start)
        within = citation.scope.start <= figure.span.start < citation.scope.end
        if within and cue is not None and scene.parse.lemmas[cue] in ESTIMATING:
            return read_actors(scene, [citation.head])
    return ()


def _counters(scene: Scene, figure: Figure) -> tuple[Actor, ...]:
    """Give whose number it is where a verb of counting says so: "organisers spoke of 12,000 marchers"."""
    parse, token = scene.parse, scene.parse.token_at(figure.span.end - 1)
    verb = next((step for step in parse.ancestors(token) if parse.pos[step] == "VERB"), None) if token else None
    if verb is None or parse.lemmas[verb] not in COUNTING:
        return ()
    return read_actors(scene, scene.grammar.dependents(verb, "nsubj"))


def _add_later_figures(
    scene: Scene, claims: list[Claim], figures: Sequence[tuple[int, Figure]], mentions: Mentions
) -> list[Claim]:
    """Give "sixteen people were injured, officials said" to the act told of just before."""
    for sentence, figure in figures:
        hosts = [i for i, claim in enumerate(claims) if _can_count_later(scene, claim, figure, sentence)]
        if hosts and not _speaks_of_accident(scene, sentence):
            claim = claims[hosts[-1]]
            by = _tellers(scene, figure, mentions)
            claims[hosts[-1]] = replace(
                claim,
                figures=(*claim.figures, replace(figure, attributed_to=by)),
                told_again=tuple(dict.fromkeys((*claim.told_again, sentence))),
            )
    return claims


def _can_count_later(scene: Scene, claim: Claim, figure: Figure, sentence: int) -> bool:
    distance = sentence - scene.parse.sentence_of[claim.reading.trigger]
    one_by_one = bool(claim.recipients) and all(actor.kind == "person" for actor in claim.recipients)
    near = 0 < distance <= FIGURE_REACH and not scene.codebook.has("property", claim) and not one_by_one
    return near and claim.status == "reported" and _can_count(scene, claim, figure)


def _speaks_of_accident(scene: Scene, number: int) -> bool:
    sentence = scene.parse.sentences[number]
    words = scene.codebook.classes.get("accident", frozenset())
    return any(scene.parse.lemmas[token] in words for token in range(sentence.first, sentence.last))


def _can_count(scene: Scene, claim: Claim, figure: Figure) -> bool:
    if figure.kind == "other" and not _is_of_those(scene, claim, figure):
        return False
    return scene.codebook.may_count(figure.kind, claim.type, claim.mode)


def _suits(scene: Scene, claim: Claim, figure: Figure) -> int:
    """Rank how well a figure suits an act, the best first: to abduct somebody kills nobody."""
    counted = scene.figure_of(claim.reading)
    return 0 if counted == figure.kind else 2 if counted == "abducted" else 1


def _is_of_those(scene: Scene, claim: Claim, figure: Figure) -> bool:
    """Tell whether a figure counts whom an act of freeing or deporting is done to: "2,000 fled" counts others."""
    starts = (scene.parse.starts[token] for token in (*claim.reading.direct, *claim.reading.recipients))
    here = any(figure.span.start <= start < figure.span.end for start in starts)
    return here and scene.figure_of(claim.reading) == "other"


def _named(scene: Scene, claim: Claim) -> list[Figure]:
    """Count persons that are named one by one, or one that a singular noun speaks of."""
    kind, harmed = scene.figure_of(claim.reading), claim.recipients
    if kind is None or claim.harmed[0] == "killed":  # "shot and killed a man"
        kind, harmed = claim.harmed
    people = [actor for actor in harmed if actor.kind == "person" and actor.span is not None]
    if kind is None or kind == "participants" or not people or len(people) < len(harmed):
        return []
    if scene.parse.lemmas[scene.parse.heads[claim.reading.trigger]] in ATTEMPTING:
        return []
    if any(scene.parse.tags[token] in ("NNS", "NNPS") for token in claim.reading.recipients):
        return []
    span = people[0].span
    assert span is not None
    return [Figure(span=span, kind=kind, min=len(people), max=len(people))]


def attach_quotes(scene: Scene, claims: Sequence[Claim], quotes: Sequence[Quote]) -> list[Claim]:
    """Give each slogan or statement to the act that carried it."""
    given: dict[int, list[Quote]] = {}
    for quote in quotes:
        if len(quote.span.text.split()) < 2:
            continue
        number = _carrier(scene, claims, quote)
        if number is not None:
            given.setdefault(number, []).append(quote)
    return [replace(claim, quotes=tuple(given.get(number, ()))) for number, claim in enumerate(claims)]


def _carrier(scene: Scene, claims: Sequence[Claim], quote: Quote) -> int | None:
    parse = scene.parse
    token = parse.token_at(quote.span.start)
    if token is None:
        return None
    number = parse.sentence_of[token]
    can_carry = [(i, c) for i, c in enumerate(claims) if scene.codebook.has("carrier", c)]
    here = [(i, c) for i, c in can_carry if parse.sentence_of[c.reading.trigger] == number]
    before = [(i, c) for i, c in here if c.reading.trigger < token]
    if here:
        return (before[-1] if before else here[0])[0]
    opener = _opening_sentence(parse, number)
    protests = [(i, c) for i, c in can_carry if scene.codebook.has("protest", c)]
    earlier = [(i, c) for i, c in protests if parse.sentence_of[c.reading.trigger] <= opener]
    if not earlier or opener - parse.sentence_of[earlier[-1][1].reading.trigger] > 1:
        return None
    return earlier[-1][0]


def _opening_sentence(parse: Parse, number: int) -> int:
    """Give the sentence with a colon that a list of quotations hangs on, or the one before."""
    blocks = parse.document.blocks
    while number > 0 and blocks[parse.sentences[number].block].kind == "quotation":
        number -= 1
    return number


def name_mass_killings(scene: Scene, claims: Sequence[Claim]) -> list[Claim]:
    """Read the killing of many who are known to be unarmed, with no weapon told, as targeted (codebook section 2)."""
    modes = dict(scene.codebook.traits["mass-killing"])
    return [replace(claim, mode=modes.get(claim.type)) if _is_mass_killing(claim) else claim for claim in claims]


def _is_mass_killing(claim: Claim) -> bool:
    if claim.mode is not None or not claim.actors or claim.instruments:
        return False
    if not claim.recipients or {actor.role for actor in claim.recipients} & ARMED:
        return False
    return any(figure.kind == "killed" and (figure.min or 0) >= MASS for figure in claim.figures)
