"""Scored phrases → the entities that fill the roles of a report's incidents, each with one wording.

Phrases of one wording are one candidate. Candidates are taken in the order of their scores, and each is judged with a
view to those before it, so that another name for what is already there can be told from a new one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from muc4_evidence import RECORD_ROLES, Reader, wording_features
from muc4_phrases import ROLES, Phrase, Wording

#: Phrases with log odds under the floor fill no role; so many wordings a role are judged, the likeliest first.
FLOOR = -5.5
MOST = 14
NOWHERE = 99.0
#: Roles of persons, who are written by their full names.
PERSONS = ("perp_ind", "victim")
ACTOR_KINDS = ("person", "group", "organization", "place")
NONE = -9.0
LINKING = frozenset("of for and in to de del la las el los y".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A wording that may be an entity in a role; `heads` are the nouns of the phrases so written, the best first."""

    role: int
    plain: str
    text: str
    heads: tuple[int, ...]
    score: float
    row: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    score: float
    number: int  # of the phrase
    wording: Wording
    fit: float


def find_candidates(
    reader: Reader, scores: Any, word: Callable[[list[set[str]]], Any], known: Sequence[float]
) -> list[Candidate]:
    """Give the candidates of all roles.

    `scores` holds the log odds of each phrase for each role, `word` gives the log odds of wordings from their features,
    `known` what is known of the report as a whole.
    """
    found: list[Candidate] = []
    chosen: dict[int, list[tuple[Wording, float]]] = {}
    for role in range(len(ROLES)):
        groups: dict[str, list[_Mention]] = defaultdict(list)
        for number in map(int, np.flatnonzero(scores[:, role] >= FLOOR)):
            if number not in chosen:
                chosen[number] = _best_wordings(reader, reader.phrases[number], word)
            wording, fit = chosen[number][role]
            if ROLES[role] in PERSONS:
                wording = reader.full_names.get(wording.plain, wording)
            groups[wording.plain].append(_Mention(float(scores[number, role]), number, wording, fit))
        for mentions in groups.values():
            mentions.sort(key=lambda mention: -mention.score)
        ranked = sorted(groups.values(), key=lambda mentions: -mentions[0].score)[:MOST]
        before: list[Candidate] = []
        for mentions in ranked:
            before.append(_candidate(reader, scores, role, mentions, before, known))
        found.extend(before)
    return found


def _best_wordings(
    reader: Reader, phrase: Phrase, word: Callable[[list[set[str]]], Any]
) -> list[tuple[Wording, float]]:
    if len(phrase.wordings) == 1:
        return [(phrase.wordings[0], 0.0)] * len(ROLES)
    table = word([wording_features(reader, phrase, wording) for wording in phrase.wordings])
    return [(phrase.wordings[i], float(table[i, role])) for role, i in enumerate(table.argmax(axis=0))]


def _candidate(
    reader: Reader,
    scores: Any,
    role: int,
    mentions: Sequence[_Mention],
    before: Sequence[Candidate],
    known: Sequence[float],
) -> Candidate:
    best = mentions[0]
    heads = tuple(reader.phrases[mention.number].head for mention in mentions)
    parse = reader.scene.parse
    row = (
        *_own_row(mentions),
        *_rank_row(best, before),
        *_relation_row(reader, best, heads[0], before),
        *_other_row(scores, role, mentions),
        *_form_row(reader, best.wording, heads),
        *_standing_row(reader, heads),
        float((scores[:, role] > -1.5).sum()),
        float((scores[:, role] > 0).sum()),
        float(len(reader.phrases)),
        float(len(parse.sentences)),
        *known,
    )
    text = parse.span(best.wording.first, best.wording.last).text
    return Candidate(
        role=role, plain=best.wording.plain, text=" ".join(text.split()), heads=heads, score=best.score, row=row
    )


def _own_row(mentions: Sequence[_Mention]) -> Iterator[float]:
    likely = 1 / (1 + np.exp(-np.array([mention.score for mention in mentions])))
    yield mentions[0].score
    yield float(likely.sum())
    yield float(-np.log1p(-np.minimum(likely, 0.999)).sum())
    yield float(len(mentions))
    yield mentions[1].score if len(mentions) > 1 else NONE
    yield mentions[0].fit


def _rank_row(best: _Mention, before: Sequence[Candidate]) -> Iterator[float]:
    yield float(len(before))
    yield before[0].score if before else best.score


def _relation_row(reader: Reader, best: _Mention, head: int, before: Sequence[Candidate]) -> Iterator[float]:
    """Say how a wording stands to those already judged: the same head, part of one, its acronym, how far."""
    parse = reader.scene.parse
    words, plain = set(best.wording.plain.split()), best.wording.plain
    same = [each for each in before if parse.lemmas[each.heads[0]] == parse.lemmas[head]]
    part = [each for each in before if set(each.plain.split()) <= words or words <= set(each.plain.split())]
    short = [each for each in before if _is_acronym(plain, each.plain) or _is_acronym(each.plain, plain)]
    for group in (same, part, short):
        yield max((each.score for each in group), default=NONE)
    yield from (float(len(same)), float(len(part)))
    number = parse.sentence_of[head]
    yield min((abs(number - parse.sentence_of[each.heads[0]]) for each in before), default=NOWHERE)
    near = (abs(head - each.heads[0]) for each in before if parse.sentence_of[each.heads[0]] == number)
    yield min(near, default=NOWHERE)
    yield float(any(parse.heads[head] == each.heads[0] or parse.heads[each.heads[0]] == head for each in before))


def _is_acronym(short: str, name: str) -> bool:
    letters = "".join(word[0] for word in name.split() if word not in LINKING)
    return len(short) > 1 and letters.startswith(short)


def _other_row(scores: Any, role: int, mentions: Sequence[_Mention]) -> Iterator[float]:
    most = scores[[mention.number for mention in mentions]].max(axis=0)
    yield float(max(most[other] for other in range(len(ROLES)) if other != role))
    yield from map(float, most)


def _standing_row(reader: Reader, heads: Sequence[int]) -> Iterator[float]:
    """Say in which roles of acts of force the phrases stand, as records and as readings, and who or what they are."""
    for role in RECORD_ROLES:
        coded = (event for head in heads for each, event in reader.coded.get(head, ()) if each == role)
        yield float(sum(event.event_type == "ASSAULT" for event in coded))
    for slot in ("actors", "recipients", "direct"):
        read = (reading for head in heads for each, reading in reader.slots.get(head, ()) if each == slot)
        yield float(sum(reading.rule.type == "ASSAULT" for reading in read))
    mention = reader.scene.actor_at(heads[0])
    actor = mention.actor if mention is not None else None
    yield float(ACTOR_KINDS.index(actor.kind) if actor is not None else -1)
    yield from (float(actor is not None and actor.role == code) for code in ("REB", "MIL", "GOV", "CRM", "CVL"))
    number = reader.scene.parse.sentence_of[heads[0]]
    triggers = [reading.trigger for reading in reader.told.get(number, ()) if reading.rule.type == "ASSAULT"]
    yield min((float(abs(trigger - heads[0])) for trigger in triggers), default=NOWHERE)


def _form_row(reader: Reader, wording: Wording, heads: Sequence[int]) -> Iterator[float]:
    parse, head = reader.scene.parse, heads[0]
    yield float(parse.sentence_of[head])
    yield float(parse.sentence_of[min(heads)])
    yield float(len(wording.plain.split()))
    yield float(parse.pos[head] == "PROPN")
    yield float(parse.tags[head] in ("NNS", "NNPS"))
    yield float(parse.deps[head] in ("conj", "appos"))
