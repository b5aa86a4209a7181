"""Scene → what the surroundings of a noun phrase say of the role it may fill."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from muc4_phrases import Phrase, Wording, plain_words

from dateline.coders.scene import Reading, Scene
from dateline.find.names import find_name_runs
from dateline.ontology.registry import load_lexicon
from dateline.records import Actor, CodedEvent, Parse

#: Types of act whose nearness to a phrase is noted.
FORCE = frozenset({"ASSAULT", "COERCE", "THREATEN", "PROTEST"})
RECORD_ROLES = ("actors", "recipients", "objects", "instruments")
#: Sentences at a report's beginning that count as its lead.
LEAD = 3
#: The words of a person's name, at most.
LONGEST_NAME = 5
NOUNLIKE = ("NOUN", "PROPN", "X", "PRON", "NUM", "ADJ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A scene with its phrases, and its readings ordered by the nouns in their slots and by their sentences."""

    scene: Scene
    phrases: tuple[Phrase, ...]
    readings: tuple[Reading, ...]
    slots: dict[int, list[tuple[str, Reading]]]
    coded: dict[int, list[tuple[str, CodedEvent]]]  # records by the nouns in their roles
    told: dict[int, list[Reading]]  # by sentence
    bodies: Counter[str]  # how often each lemma heads a phrase
    times: Counter[str]  # how often each wording is found
    words: tuple[str, ...]  # as `general_word` gives them
    full_names: dict[str, Wording]  # of persons, by the wordings that are part of one name only

    @classmethod
    def of(
        cls, scene: Scene, readings: Sequence[Reading], phrases: Sequence[Phrase], events: Sequence[CodedEvent]
    ) -> Reader:
        slots: dict[int, list[tuple[str, Reading]]] = defaultdict(list)
        told: dict[int, list[Reading]] = defaultdict(list)
        for reading in readings:
            told[scene.parse.sentence_of[reading.trigger]].append(reading)
            for slot in ("actors", "recipients", "objects", "direct"):
                for token in getattr(reading, slot):
                    slots[token].append((slot, reading))
        return cls(
            scene=scene,
            phrases=tuple(phrases),
            readings=tuple(readings),
            slots=slots,
            coded=_by_noun(scene, events),
            told=told,
            bodies=Counter(scene.parse.lemmas[phrase.head] for phrase in phrases),
            times=Counter(wording.plain for phrase in phrases for wording in phrase.wordings),
            words=tuple(general_word(scene, token) for token in range(len(scene.parse.words))),
            full_names=_full_names(scene.parse, phrases),
        )


def _full_names(parse: Parse, phrases: Iterable[Phrase]) -> dict[str, Wording]:
    """Give the longest name, its title apart, that each shorter one of the report is a part of; none where two are."""
    lexicon = load_lexicon()
    runs = [run for sentence in parse.sentences for run in find_name_runs(parse, sentence, lexicon)]
    spans = [Wording(run.first, run.last, plain_words(parse.span(run.first, run.last).text)) for run in runs]
    names = {each.plain: each for each in spans if 1 < len(each.plain.split()) <= LONGEST_NAME}
    heads = {wording.plain for phrase in phrases if parse.pos[phrase.head] == "PROPN" for wording in phrase.wordings}
    found = {}
    for plain in heads:
        longer = [each for each in names if is_part(plain, each)]
        longest = max(longer, key=lambda each: (len(each.split()), each), default=plain)
        if longest != plain and all(is_part(each, longest) for each in longer):
            found[plain] = names[longest]
    return found


def is_part(plain: str, name: str) -> bool:
    """Whether words stand together in a name.

    >>> is_part("berg", "ana berg"), is_part("erg", "ana berg")
    (True, False)
    """
    return f" {plain} " in f" {name} "


def _by_noun(scene: Scene, events: Iterable[CodedEvent]) -> dict[int, list[tuple[str, CodedEvent]]]:
    found: dict[int, list[tuple[str, CodedEvent]]] = defaultdict(list)
    for event in events:
        for role in RECORD_ROLES:
            for filler in getattr(event, role):
                span = filler.span if isinstance(filler, Actor) else filler
                token = scene.parse.token_at(span.end - 1) if span else None
                if token is not None:
                    found[_head_of(scene.parse, token, span.start)].append((role, event))
    return found


def _head_of(parse: Parse, token: int, start: int) -> int:
    """Give the noun that heads a span, from its last token and its first offset."""
    while parse.heads[token] != token and start <= parse.starts[parse.heads[token]] < parse.starts[token]:
        token = parse.heads[token]
    return token


def general_word(scene: Scene, token: int) -> str:
    """Give a word's lemma, or the kind of thing that it names."""
    parse = scene.parse
    if token in scene.places:
        return "@place"
    if token in scene.times:
        return "@time"
    if parse.pos[token] == "NUM":
        return "@number"
    if parse.pos[token] == "PROPN" and (parse.entities[token] == "PERSON" or _names_person(scene, token)):
        return "@person"
    return parse.lemmas[token].lower()


def _names_person(scene: Scene, token: int) -> bool:
    mention = scene.actors.get(token)
    return mention is not None and mention.actor.kind == "person" and not mention.generic


def phrase_features(reader: Reader, phrase: Phrase) -> set[str]:
    """Say what a phrase is, how it stands in its clause, and what is told around it."""
    found = {"bias"}
    found.update(_own_features(reader, phrase.head))
    found.update(_clause_features(reader, phrase.head))
    found.update(_slot_features(reader, phrase.head))
    found.update(_record_features(reader, phrase.head))
    found.update(_near_features(reader, phrase.head))
    found.update(_place_features(reader, phrase.head))
    return found


def kinds(reader: Reader, token: int) -> list[str]:
    """Give the classes of a noun and what it is as an actor."""
    scene = reader.scene
    found = [f"is {name}" for name in scene.classes(token)]
    mention = scene.actor_at(token)
    if mention is not None:
        actor = mention.actor
        found.append(f"actor {actor.kind} {actor.role} {'generic' if mention.generic else 'named'}")
        found.extend(name for name in ("private",) if actor.private)
        found.extend(name for name in ("office", "state", "plural", "pronoun") if getattr(mention, name))
    return found


def _own_features(reader: Reader, head: int) -> Iterator[str]:
    parse, words = reader.scene.parse, reader.words
    yield from (f"head {words[head]}", f"tag {parse.tags[head]}", f"entity {parse.entities[head]}")
    yield from kinds(reader, head)
    word = parse.words[head]
    yield f"shape {'upper' if word.isupper() and len(word) > 1 else 'title' if word[:1].isupper() else 'lower'}"
    if "-" in word or any(c.isdigit() for c in word):
        yield "shape mixed"
    yield f"ends {words[head][-3:]}"
    for child in parse.children[head]:
        if parse.deps[child] != "punct":
            yield f"{parse.deps[child]} {words[child]}"
        if parse.deps[child] in ("compound", "amod", "nmod"):
            yield from (f"with {kind}" for kind in kinds(reader, child))
        if parse.deps[child] == "appos" or (parse.deps[head] == "appos"):
            yield "beside"
        if parse.deps[child] == "prep":
            for noun in parse.children[child]:
                yield f"{words[child]} {words[noun]}"
                yield from (f"{words[child]} {kind}" for kind in kinds(reader, noun))
    if parse.deps[head] == "appos":
        yield from (f"beside {kind}" for kind in kinds(reader, parse.heads[head]))
        yield f"beside {words[parse.heads[head]]}"
    yield f"times {min(reader.bodies[parse.lemmas[head]], 5)}"


def top_of(reader: Reader, head: int) -> int:
    """Give the noun that stands for a conjunct or apposition in its clause."""
    parse = reader.scene.parse
    for _ in range(6):
        if parse.deps[head] in ("conj", "appos", "nmod") and parse.pos[parse.heads[head]] in NOUNLIKE:
            head = parse.heads[head]
    return head


def _relation(reader: Reader, token: int) -> tuple[str, int]:
    """Give how a noun hangs on its governor, and the governor: prepositions are part of the how."""
    parse, grammar = reader.scene.parse, reader.scene.grammar
    head, label = parse.heads[token], parse.deps[token]
    while (
        parse.pos[head] in ("ADP", "SCONJ")
        and parse.heads[head] != head
        and parse.deps[head] in ("prep", "agent", "dative", "pcomp")
    ):
        label = parse.lemmas[head]
        head = parse.heads[head]
    if parse.pos[head] in ("VERB", "AUX") and label == "nsubj" and grammar.is_passive(head):
        label = "nsubjpass"
    if parse.pos[head] in ("VERB", "AUX") and label == "by":
        label = "agent" if grammar.is_passive(head) else label
    return label, head


def _clause_features(reader: Reader, head: int) -> Iterator[str]:
    parse, words = reader.scene.parse, reader.words
    top = top_of(reader, head)
    if top != head:
        yield f"joined {parse.deps[head]}"
        yield f"joined to {words[top]}"
        yield from (f"joined to {kind}" for kind in kinds(reader, top))
    token = top
    for step in range(3):
        label, governor = _relation(reader, token)
        name = ("", "2 ", "3 ")[step]
        yield f"{name}as {label}"
        if governor == token:
            break
        yield f"{name}as {label} of {words[governor]}"
        yield f"{name}under {words[governor]}"
        for reading in reader.told.get(parse.sentence_of[token], ()):
            if governor in reading.words:
                yield f"{name}as {label} of type {reading.rule.type} {reading.rule.mode}"
                yield f"{name}as {label} of type {reading.rule.type}"
        token = governor
    clause = reader.scene.grammar.clause(top)
    yield f"clause {words[clause]} {parse.tags[clause]}"
    if any(parse.lemmas[child] == "not" for child in parse.children[clause]):
        yield "negated"
    for child in parse.children[clause]:
        if parse.deps[child] in ("dobj", "nsubj", "nsubjpass", "prep", "agent", "prt", "xcomp") and child != top:
            yield f"clause has {parse.deps[child]} {words[child]}"
            yield f"as {parse.deps[top]} of {words[clause]} {words[child]}"


def _slot_features(reader: Reader, head: int) -> Iterator[str]:
    words = reader.words
    for token, how in ((head, "slot"), (top_of(reader, head), "joined slot")):
        if how != "slot" and token == head:
            continue
        for slot, reading in reader.slots.get(token, ()):
            rule = reading.rule
            yield from (f"{how} {slot} {rule.type}", f"{how} {slot} {rule.type} {rule.mode}")
            yield f"{how} {slot} of {words[reading.trigger]}"
            sides = "".join(str(int(bool(side))) for side in (reading.actors, reading.recipients, reading.direct))
            yield f"{how} {slot} {rule.type} beside {sides}"
            if slot != "actors":
                for actor in reading.actors:
                    yield from (f"{how} {slot} {rule.type} by {kind}" for kind in kinds(reader, actor))
            else:
                for other in (*reading.recipients, *reading.direct):
                    yield from (f"{how} {slot} {rule.type} to {kind}" for kind in kinds(reader, other))


def _record_features(reader: Reader, head: int) -> Iterator[str]:
    for role, event in reader.coded.get(head, ()):
        yield from (f"coded {role} {event.event_type}", f"coded {role} {event.event_type} {event.mode}")
        yield f"coded {role} {event.event_type} {event.status} {event.certainty}"
        sides = "".join(str(int(bool(getattr(event, each)))) for each in RECORD_ROLES)
        yield f"coded {role} {event.event_type} beside {sides}"


def _near_features(reader: Reader, head: int) -> Iterator[str]:
    parse, words = reader.scene.parse, reader.words
    number = parse.sentence_of[head]
    sentence = parse.sentences[number]
    for step in (1, 2, 3):
        before = words[head - step] if head - step >= sentence.first else "@edge"
        after = words[head + step] if head + step < sentence.last else "@edge"
        yield from (f"before {step} {before}", f"after {step} {after}")
    yield " ".join(("before", *words[max(sentence.first, head - 2) : head]))
    yield " ".join(("after", *words[head + 1 : min(sentence.last, head + 3)]))
    yield from {f"sentence {word}" for word in words[sentence.first : sentence.last] if is_word(word)}
    for reading in reader.told.get(number, ()):
        far = abs(reading.trigger - head)
        side = "before" if reading.trigger < head else "after"
        near = "near" if far <= 4 else "mid" if far <= 10 else "far"
        yield f"told {reading.rule.type} {reading.rule.mode}"
        if reading.rule.type in FORCE:
            yield f"told {reading.rule.type} {reading.rule.mode} {near} {side}"
    for other in (number - 1, number + 1):
        for reading in reader.told.get(other, ()):
            if reading.rule.type in FORCE:
                yield f"{'earlier' if other < number else 'later'} {reading.rule.type} {reading.rule.mode}"


def _place_features(reader: Reader, head: int) -> Iterator[str]:
    parse = reader.scene.parse
    number = parse.sentence_of[head]
    yield f"sentence number {min(number, 3) if number < 4 else 4 if number < 7 else 7 if number < 15 else 15}"
    block = parse.document.blocks[parse.sentences[number].block]
    yield f"block {block.kind}"


def wording_features(reader: Reader, phrase: Phrase, wording: Wording) -> set[str]:
    """Say which part of a phrase a wording takes and which it leaves."""
    parse, words, head = reader.scene.parse, reader.words, phrase.head
    left, right = head - wording.first, wording.last - head - 1
    first = min(each.first for each in phrase.wordings)
    last = max(each.last for each in phrase.wordings)
    found = {
        "bias",
        f"left {min(left, 4)}",
        f"right {min(right, 4)}",
        f"all left {wording.first == first}",
        f"all right {wording.last == last}",
        f"all {wording.first == first} {wording.last == last}",
        f"head {words[head]}",
        f"head {words[head]} {min(left, 2)} {min(right, 1)}",
        f"entity {parse.entities[head]} {min(left, 3)} {min(right, 1)}",
        f"times {min(reader.times[wording.plain], 3)}",
        f"words {min(len(wording.plain.split()), 6)}",
    }
    found.update(_left_features(reader, wording, first, head))
    found.update(_right_features(reader, wording, last, head))
    kind = "name" if parse.pos[head] == "PROPN" else "noun"
    return found | {f"{kind} {each}" for each in found}


def _left_features(reader: Reader, wording: Wording, first: int, head: int) -> Iterator[str]:
    parse, words, begins = reader.scene.parse, reader.words, wording.first
    yield f"first {parse.deps[begins]} {parse.pos[begins]}"
    yield f"first {words[begins]}"
    yield f"first {parse.entities[begins]} {parse.entity_starts[begins]}"
    if begins > first:
        before = begins - 1
        yield f"cut {parse.deps[before]} {parse.pos[before]}"
        yield f"cut {words[before]}"
        yield f"cut entity {bool(parse.entities[before])} {parse.entities[before] == parse.entities[begins] != ''}"
        yield f"cut {parse.pos[before]} {parse.pos[begins]}"
    for name, tokens in (("in", range(begins, head)), ("out", range(first, begins))):
        for token in tokens:
            yield f"{name} {parse.deps[token]} {parse.pos[token]}"
            yield f"{name} {words[token]}"


def _right_features(reader: Reader, wording: Wording, last: int, head: int) -> Iterator[str]:
    parse, words, after = reader.scene.parse, reader.words, head + 1
    if wording.last > after:
        yield f"tail {parse.deps[after]} {words[after]}"
        yield f"tail {parse.pos[after]}"
        yield f"tail of {words[head]} {words[after]}"
        yield f"last {parse.pos[wording.last - 1]} {parse.entities[wording.last - 1]}"
    if wording.last < last:
        yield f"dropped {parse.deps[wording.last]} {words[wording.last]}"
        yield f"dropped of {words[head]} {words[wording.last]}"
        yield f"dropped {parse.pos[wording.last]}"


def report_features(reader: Reader, evidence: Iterable[Collection[str]]) -> set[str]:
    """Say what a report is about: its words, pairs of words, acts, and in which roles its phrases stand."""
    parse = reader.scene.parse
    found = {f"word {word}" for word in reader.words if is_word(word)}
    found |= {f"pair {one} {two}" for one, two in zip(reader.words, reader.words[1:], strict=False) if is_word(one)}
    acts: Counter[str] = Counter()
    for reading in reader.readings:
        rule = reading.rule
        names = [rule.type, f"{rule.type} {rule.mode}"]
        acts.update(f"act {name}" for name in (*names, f"{names[1]} {parse.lemmas[reading.trigger]}"))
        if parse.sentence_of[reading.trigger] < LEAD:
            acts.update(f"lead {name}" for name in names)
    found.update(acts)
    found.update(f"{name} over {bound}" for name, times in acts.items() for bound in (2, 5) if times > bound)
    roles = ("slot", "joined slot", "as ", "told ")
    found.update(name for names in evidence for name in names if name.startswith(roles))
    return found


def is_word(word: str) -> bool:
    return word.isalpha() or word[0] == "@"
