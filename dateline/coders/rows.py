"""Figures → figures where those that stand in one row are summed: "a teacher, two nurses and a guard" are four."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dateline.coders.grammar import NOMINAL
from dateline.coders.scene import PERSONAL_FIGURES, Scene
from dateline.records import Figure, Span

ONE = frozenset("a an the another his her their its".split())
HIM = frozenset("he him she her".split())


def join_rows(scene: Scene, figures: Sequence[Figure]) -> list[Figure]:
    """Sum the counts of one row and those named in it one by one; where one is the sum of the rest, it stands alone."""
    rows: dict[tuple[str, str, tuple[int, ...]], dict[int, Figure]] = {}
    alone: list[Figure] = []
    for figure in figures:
        noun = _counted(scene, figure) if figure.kind in PERSONAL_FIGURES else None
        noun = None if noun is not None and _in_turn(scene, noun) else noun
        row = _row_of(scene, noun) if noun is not None else ()
        counts = rows.setdefault((figure.kind, figure.scope, row), {})
        if noun in row and noun not in counts:
            counts[noun] = figure
        else:
            alone.append(figure)
    joined = [_sum(scene, row, counts) for (_, _, row), counts in rows.items() if counts]
    return sorted((*alone, *joined), key=lambda figure: figure.span.start)


def join_figures(one: Sequence[Figure], other: Sequence[Figure]) -> tuple[Figure, ...]:
    """Give the counts of two tellings of one act; of those of one kind the first, and what somebody else counts."""
    known = {figure.kind for figure in one}
    return (*one, *(figure for figure in other if figure.kind not in known or _is_counted_apart(figure, one)))


def _is_counted_apart(figure: Figure, others: Sequence[Figure]) -> bool:
    """Tell whether somebody else counts otherwise: "twenty died, rebels said; the army spoke of eleven"."""
    same = [other for other in others if other.kind == figure.kind]
    cited = {actor.name for other in same for actor in other.attributed_to}
    own = {actor.name for actor in figure.attributed_to}
    differs = all((figure.min, figure.max) != (other.min, other.max) for other in same)
    return bool(own and cited) and own.isdisjoint(cited) and differs and figure.scope == "event"


def _counted(scene: Scene, figure: Figure) -> int | None:
    """Give the head of a figure's phrase."""
    parse, first, last = scene.parse, scene.parse.token_at(figure.span.start), scene.parse.token_at(figure.span.end - 1)
    if first is None or last is None:
        return None
    return next((token for token in range(first, last + 1) if not first <= parse.heads[token] <= last), None)


def _in_turn(scene: Scene, token: int) -> bool:
    """Tell whether each number of a sentence is of another place: "killed three and five people respectively"."""
    sentence = scene.parse.sentences[scene.parse.sentence_of[token]]
    return "respectively" in scene.parse.lemmas[sentence.first : sentence.last]


def _row_of(scene: Scene, token: int) -> tuple[int, ...]:
    parse, grammar, top = scene.parse, scene.grammar, token
    while parse.deps[top] == "conj" and parse.pos[parse.heads[top]] in NOMINAL:
        top = parse.heads[top]
    return tuple(grammar.conjuncts(top))


def _sum(scene: Scene, row: Sequence[int], counts: Mapping[int, Figure]) -> Figure:
    singles = [token for token in row if token not in counts and _is_one(scene, token)]
    figures = list(counts.values())
    whole = figures[0]
    if len(figures) + len(singles) < 2:
        return whole
    least, most = ([getattr(figure, bound) for figure in figures] for bound in ("min", "max"))
    first = row[0] in counts and whole.min == whole.max and None not in most
    if first and whole.max == sum(most[1:]) + len(singles):
        return whole  # "twelve people, two soldiers and ten villagers"
    phrases = [scene.parse.span(*scene.grammar.noun_phrase(token)) for token in singles]
    spans = [*phrases, *(figure.span for figure in figures)]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    known = [bound for bound in least if bound is not None]
    return replace(
        whole,
        span=Span(start, end, scene.parse.document.text[start:end]),
        min=sum(known) + len(singles) if known else None,
        max=None if None in most else sum(most) + len(singles),
    )


def _is_one(scene: Scene, token: int) -> bool:
    """Tell whether a noun or pronoun speaks of one person: "a teacher", "her husband", "Ana Vell"."""
    parse = scene.parse
    if parse.tags[token] == "PRP":
        return parse.lemmas[token] in HIM
    mention = scene.actor_at(token)
    if parse.tags[token] == "NNP":
        return mention is not None and mention.actor.kind == "person"
    told = any(parse.words[child].lower() in ONE for child in parse.children[token])
    return parse.tags[token] == "NN" and told and "person" in scene.classes(token)
