"""Act → the place or places it happened at: named in its clause, governed from before, or the report's frame.

The codebook's rule (section 3): the most precise named place; no place in the clause, then that of the governing
sentence, then the country that headline, dateline or lead frames; speech acts without a place stay without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.coders.frame import country_place, event_place, frame_country, place_in_name, place_unknown, precision_of
from dateline.coders.homes import home_state, homes_of_actors
from dateline.coders.named_parties import is_body, joining_verb, list_head, speaks_for_state, without_names_of_parties
from dateline.coders.nearness import FAR, cost_between
from dateline.coders.rest_of_list import PlacedWord, included_places, rest_of_list
from dateline.coders.retold import Retellings, speaks_of_known
from dateline.coders.scene import Reading, Scene
from dateline.coders.sites import find_site
from dateline.coders.unnamed import find_unnamed_places
from dateline.coders.when import SPEECH_VERBS
from dateline.gazetteer import Gazetteer
from dateline.ontology.codebook import Coded
from dateline.records import ActorMention, EventPlace, Toponym

#: A place this dear to reach belongs to another act (see `nearness`).
REACH = 5.0
MODIFIER_COST = 2.5
#: How many sentences back, in the same paragraph, a place still governs.
GOVERNING_REACH = 2
#: Acts for which somebody has to be there.
BODILY = frozenset({"ASSAULT", "PROTEST", "COERCE"})
#: Verbs of telling: what stands beside them is where it was told.
STATING_VERBS = SPEECH_VERBS | {"condemn", "issue", "publish", "release", "estimate", "believe"}
STREETS = frozenset({"street", "square"})
LOCATIVE = frozenset(
    "in at on near across inside throughout within around outside over along off among through".split()
)
#: What it costs that a place is only where somebody comes from, goes to or speaks about.
NOT_LOCATIVE_COST = {
    "of": 0.5,
    "from": 2.0,
    "to": 2.0,
    "for": 2.5,
    "with": 3.0,
    "about": 3.0,
    "against": 2.0,
    "by": 4.0,
}
#: Acts done to a place take place there: "shelled Quito", "captured the village of X".
OBJECT_COST = 0.5
#: Words between a place and the wider one it lies in: "X village, 20 km south of Y", "X, in the province of Y".
RELATIONS = frozenset({"in", "of", "on", "near", "from", "outside", "to", "within"})
LINKS = frozenset(
    "km kilometer kilometers kilometre kilometres mile miles north south east west northeast northwest southeast "
    "southwest outskirt edge part suburb town village city municipality district region province department area "
    "countryside neighborhood neighbourhood settlement hamlet state county camp".split()
)
#: Kinds and roles of actors that a place is only a part of the name of: "a driver from Quito", "the Quito Front".
PEOPLE = frozenset({"person", "group"})
FIGHTING = frozenset({"REB", "OPP", "PAR", "PTY", "MIL"})
STRAY_COST = 0.5
#: What a name stands beside that is only a part of a city.
PARTS_OF_CITY = frozenset("neighborhood neighbourhood quarter suburb slum barrio favela ward".split())
#: What cities do in a sentence that tells what goes on there.
FARING = frozenset("endure experience live undergo wake witness".split())
MODIFYING = frozenset({"compound", "amod", "nmod", "poss", "npadvmod"})
LINK_TAGS = frozenset({"ADP", "ADJ", "DET", "NUM", "PUNCT", "ADV"})
LINK_REACH = 12  # tokens
RANK = {"site": 0, "district": 1, "city": 2, "region": 3, "country": 4}


class Atlas:
    """The places of one report, and which of them frames it."""

    def __init__(self, scene: Scene, places: Sequence[Toponym], gazetteer: Gazetteer, triggers: frozenset[int]) -> None:
        self.scene = scene
        self.gazetteer = gazetteer
        self.triggers = triggers
        self.others, self.own = triggers, frozenset[int]()
        self.retellings = Retellings(scene, triggers)
        self.words: list[list[PlacedWord]] = [[] for _ in scene.parse.sentences]
        self.sites: list[list[PlacedWord]] = [[] for _ in scene.parse.sentences]
        places = tuple(without_names_of_parties(scene, places))
        self.frame = frame_country(scene, places, gazetteer)
        country = self.frame.country if self.frame else None
        for toponym in (*places, *find_unnamed_places(scene, places, country, gazetteer)):
            self._place(toponym)
        self.words = [[self._in_known_country(word, words, country) for word in words] for words in self.words]

    def _place(self, toponym: Toponym) -> None:
        token = self.scene.parse.token_at(toponym.span.end - 1)
        if token is None or toponym.demonym or is_body(self.scene, token):
            return
        if self._is_part_of_city(token):
            toponym = replace(toponym, feature="district")
        shelf = self.sites if toponym.site else self.words
        shelf[self.scene.parse.sentence_of[token]].append(PlacedWord(token, toponym))

    def _in_known_country(self, word: PlacedWord, beside: Sequence[PlacedWord], frame: str | None) -> PlacedWord:
        holders = (each.toponym for each in beside if each.toponym.country and self._is_said_to_lie_in(word, each))
        return replace(word, toponym=place_unknown(word.toponym, next(holders, None), frame))

    def _is_part_of_city(self, token: int) -> bool:
        """Tell whether a name is that of a "neighborhood", before or after the word."""
        parse, head = self.scene.parse, self.scene.parse.heads[token]
        if parse.lemmas[head] == "of":
            head = parse.heads[head]
            before = {parse.lemmas[child] for child in parse.children[head] if child < head}
            if (
                parse.tags[head] != "NN"
                or "a" in before
                or any(parse.deps[child] in ("compound", "amod") for child in parse.children[head])
            ):
                return False  # "a residential quarter of Quito"
        return parse.lemmas[head] in PARTS_OF_CITY and parse.deps[token] in ("compound", "nmod", "pobj", "appos")

    def places_of(
        self, reading: Reading, coded: Coded, own: frozenset[int], *, ahead: bool = False
    ) -> list[EventPlace | None]:
        """Give the place or places of an act; several coordinated places are several.

        `own` are the triggers that tell of this act; what hangs on others belongs to them. An act that is yet to come
        (`ahead`) is placed no more finely than the city.
        """
        self.others, self.own = self.triggers - own, own
        number = self.scene.parse.sentence_of[reading.trigger]
        named = None if ahead else self._site_of(reading, number)
        site = None if ahead else named.span if named else find_site(self.scene, reading)
        stated = (
            included_places(self.scene, reading, self.words[number])
            or self._stated(reading, number)
            or self._only_place(reading, number)
        )
        if ahead:
            stated = self._up_to_city(stated, number)
        here = self._up_to_city(self.words[number], number) if ahead else self.words[number]
        of_actors = homes_of_actors(self.scene, reading, [(word.token, word.toponym) for word in here])
        homes: list[EventPlace | None]
        homes = [replace(event_place(home, "inferred", span=False), site=site) for home in of_actors]
        if homes and stated and joining_verb(self.scene, stated[0].token) is not None:
            return homes  # "residents of X cut the road to Y"
        later = self._told_later(reading) if len(stated) <= 1 else None
        if later and stated and not ahead and _is_finer(later, stated[0].toponym):
            return [replace(later, site=site) if site else later]
        if stated:
            return [replace(event_place(word.toponym, "stated"), site=site) for word in stated]
        rest = rest_of_list(self.scene, reading, self.words)
        if rest:
            return [event_place(word.toponym, "inferred", span=False) for word in rest]
        if self.scene.codebook.has("speech", coded):
            return [None]
        if homes and not later:
            return homes
        governing = later or self._inherited(reading, number)
        if governing is None and named is not None:
            governing = place_in_name(named, self.gazetteer) or event_place(named, "stated")
        return [replace(governing, site=site) if governing and site else governing]

    def listed_places(self, group: Sequence[PlacedWord], *, ahead: bool) -> list[EventPlace]:
        """Give the places of one occasion of a list, each with the site that stands before it."""
        number = self.scene.parse.sentence_of[group[0].token]
        if ahead:
            return [event_place(word.toponym, "stated") for word in self._up_to_city(group, number)]
        places = []
        for word in group:
            before = max((other.token for other in self.words[number] if other.token < word.token), default=-1)
            sites = [site.toponym.span for site in self.sites[number] if before < site.token < word.token]
            places.append(replace(event_place(word.toponym, "stated"), site=sites[-1] if sites else None))
        return places

    def _stated(self, reading: Reading, number: int) -> list[PlacedWord]:
        weighed = ((self._cost(reading, word), word.token, word) for word in self.words[number])
        costs = [item for item in weighed if item[0] <= REACH]
        if not costs:
            return []
        ashore = [item for item in costs if item[2].toponym.feature != "water"]  # "a bridge over the Sava in Belgrade"
        costs = sorted(ashore or costs, key=lambda item: item[:2])
        costs = [item for item in costs if not self._is_end_of_road(item[2])] or costs
        below = self.scene.parse.subtree(reading.trigger)
        near = {word for _, _, word in costs} | {word for word in self.words[number] if word.token in below}
        first = self._narrowest(costs[0][2], sorted(near, key=lambda word: word.token), number)
        if self._is_end_of_road(first):
            return [PlacedWord(first.token, replace(first.toponym, near=True))]
        found = [
            word
            for word in self.words[number]
            if word is first or (self._coordinated(first, word) and self._cost(reading, word) < FAR)
        ]
        return [word for word in found if not self._contains_neighbour(word, number)]

    def _is_end_of_road(self, word: PlacedWord) -> bool:
        """Tell whether a place is only where a road goes: "the road between Quito and Loja"."""
        return self._leading_preposition(word.token) == "between" or joining_verb(self.scene, word.token) is not None

    def _cost(self, reading: Reading, word: PlacedWord) -> float:
        parse = self.scene.parse
        if self._is_place_of_speech(word.token, reading):
            return FAR
        joining = joining_verb(self.scene, word.token)
        if joining is not None:
            return OBJECT_COST + cost_between(parse, reading.verb, parse.heads[joining], self.others)
        by = (token for token in self.own if parse.deps[token] == "relcl")  # "killed in a strike that hit Quito"
        above = {reading.verb, *parse.ancestors(reading.verb)}  # "two men, seized in Quito, were freed in Loja"
        anchors = {reading.trigger, *({*reading.objects, *reading.recipients} - above)}
        cost = min(
            cost_between(parse, reading.trigger, word.token, self.others),
            cost_between(parse, reading.verb, word.token, self.others),
            *(0.5 + cost_between(parse, anchor, word.token, self.others) for anchor in anchors),
            *(0.5 + cost_between(parse, token, word.token, self.others) for token in by),
        )
        stray = self._stray_preposition(word)
        if stray is not None:
            return STRAY_COST + cost_between(parse, reading.verb, stray, self.others)
        leading = self._leading_preposition(word.token)
        if self._modifies(word, reading):
            somebody = self.scene.actors.get(parse.heads[word.token])
            off = precision_of(word.toponym) == "country" or (somebody is not None and self._is_named_after(somebody))
            return cost + (FAR if off else MODIFIER_COST)
        if self._is_done_to(word, reading):
            return min(cost, OBJECT_COST)
        if leading is None:
            mention = self.scene.actors.get(word.token)
            acts = mention is not None and mention.actor.kind != "place" and precision_of(word.toponym) == "country"
            return cost + (FAR if acts or speaks_for_state(self.scene, word.token, reading) else 3.0)
        if leading not in LOCATIVE:
            if self.scene.codebook.has("speech", reading.rule) or (leading in ("from", "of") and self._is_origin(word)):
                return FAR
            cost += NOT_LOCATIVE_COST.get(leading, 1.5)
        return cost

    def _modifies(self, word: PlacedWord, reading: Reading) -> bool:
        """Tell whether a place only qualifies another noun: "a Peruvian raid", "Lima's court", "the Peru team"."""
        parse = self.scene.parse
        head = parse.heads[word.token]
        if parse.deps[word.token] not in MODIFYING or head in self.scene.places or self._is_of_settlement(word.token):
            return False
        return head != reading.trigger or parse.deps[word.token] != "poss"

    def _is_of_settlement(self, token: int) -> bool:
        """Tell whether a noun after a name only says what it is the name of: "Quito town", "the Quito refugee camp"."""
        parse, head = self.scene.parse, self.scene.parse.heads[token]
        return token < head and parse.deps[token] in ("compound", "nmod") and parse.words[head].lower() in LINKS

    def _is_place_of_speech(self, token: int, reading: Reading) -> bool:
        """Tell whether a place is where somebody told or blamed the act: "said in Quito that soldiers had shot two"."""
        parse, codebook = self.scene.parse, self.scene.codebook
        verb = self.scene.grammar.governor(token)
        if verb is None or verb == reading.verb or codebook.has("speech", reading.rule):
            return False
        if reading.trigger in parse.ancestors(token):
            return False
        if parse.sentence_of[verb] != parse.sentence_of[reading.trigger]:
            return False
        lemma = parse.lemmas[verb]
        rules = codebook.verb_rules.get(lemma, ())
        spoken = lemma in STATING_VERBS or (bool(rules) and all(codebook.has("speech", each) for _, each in rules))
        told = token > verb and verb in parse.ancestors(reading.trigger)
        return spoken and (told or parse.deps[verb] == "acl")

    def _is_named_after(self, mention: ActorMention) -> bool:
        """Tell whether a place in an actor's name says nothing of where it is: people and armed groups, not courts."""
        actor, named = mention.actor, self.scene.parse.pos[mention.head] == "PROPN"
        return actor.kind in PEOPLE or actor.role in FIGHTING or (actor.role is None and named)

    def _stray_preposition(self, word: PlacedWord) -> int | None:
        """Give the preposition before a place that the parser joined to the subject: "In Quito soldiers beat two"."""
        parse = self.scene.parse
        first = parse.token_at(word.toponym.span.start)
        if not first or parse.deps[word.token] not in ("compound", "nmod", "amod"):
            return None
        subject = parse.deps[parse.heads[word.token]] in ("nsubj", "nsubjpass")
        bare = parse.lemmas[first - 1] in LOCATIVE and not parse.children[first - 1]
        return first - 1 if subject and bare else None

    def _stands_beside_telling(self, token: int) -> bool:
        verb = self.scene.grammar.governor(token)
        return verb is not None and verb < token and self.scene.parse.lemmas[verb] in SPEECH_VERBS

    def _is_origin(self, word: PlacedWord) -> bool:
        """Tell whether a place only says where somebody comes from: "a driver from Quito"."""
        parse = self.scene.parse
        mention = self.scene.actors.get(parse.heads[parse.heads[list_head(self.scene, word.token)]])
        return mention is not None and mention.actor.kind in PEOPLE

    def _is_done_to(self, word: PlacedWord, reading: Reading) -> bool:
        """Tell whether an act was done to a place, by its name or as "the village of X"."""
        parse = self.scene.parse
        if not self.scene.codebook.has("at-place", reading.rule) or precision_of(word.toponym) == "country":
            return False
        token, of = word.token, parse.heads[word.token]
        if parse.lemmas[of] == "of" and parse.deps[word.token] == "pobj" and parse.lemmas[parse.heads[of]] in LINKS:
            token = parse.heads[of]
        hangs = parse.heads[token] in (reading.trigger, reading.verb)
        return hangs and parse.deps[token] in ("dobj", "nsubjpass")

    def _leading_preposition(self, token: int) -> str | None:
        """Give the preposition that a place hangs on, for a list that of its first item; "cities of X" is "in"."""
        parse = self.scene.parse
        for ancestor in parse.ancestors(token):
            if parse.pos[ancestor] == "ADP":
                above = parse.heads[ancestor]
                if parse.lemmas[ancestor] == "of" and parse.deps[above] == "pobj":
                    outer = self._leading_preposition(above)
                    return "in" if parse.lemmas[above] in STREETS and outer in ("to", "onto", "into") else outer
                return parse.lemmas[ancestor]
            if parse.pos[ancestor] in ("VERB", "AUX"):
                return None
        return None

    def _narrowest(self, first: PlacedWord, near: list[PlacedWord], number: int) -> PlacedWord:
        """Of "in Ica, Ica Province" and "in Peru's capital Lima" the most precise one is the place."""
        rank = RANK[precision_of(first.toponym)]
        ashore = (word for word in self.words[number] if word.toponym.feature != "water")
        inside = [word for word in ashore if self._is_said_to_lie_in(word, first)] or [
            word for word in near if RANK[precision_of(word.toponym)] < rank and _lies_in(word.toponym, first.toponym)
        ]
        return inside[0] if inside else first

    def _is_said_to_lie_in(self, inner: PlacedWord, outer: PlacedWord) -> bool:
        """Tell whether the words between two places say that the first lies in, or near, the second."""
        parse = self.scene.parse
        start = parse.token_at(outer.toponym.span.start)
        if self._owns(outer.token, inner.token):
            return True
        if start is None or not 0 < start - inner.token <= LINK_REACH or parse.lemmas[start - 1] == "and":
            return False
        named = self._names_site(inner) and parse.heads[inner.token] < start
        between = range((parse.heads[inner.token] if named else inner.token) + 1, start)
        links = all(parse.pos[token] in LINK_TAGS or parse.lemmas[token] in LINKS for token in between)
        return links and any(parse.lemmas[token] in RELATIONS for token in between)

    def _owns(self, outer: int, inner: int) -> bool:
        """Tell whether a place stands before one in it: "Peru's Ica province", "the Peru capital Lima"."""
        parse = self.scene.parse
        nouns = {inner, parse.heads[inner]} if self._is_of_settlement(inner) else {inner}
        nouns |= {parse.heads[inner]} if parse.deps[inner] == "appos" else set()
        nouns |= {child for child in parse.children[inner] if parse.lemmas[child] in LINKS | {"capital"}}
        return outer < inner and parse.deps[outer] in ("poss", "compound", "nmod") and parse.heads[outer] in nouns

    def _names_site(self, word: PlacedWord) -> bool:
        """Tell whether a place is part of the name of what lies in it: "the Quito market"."""
        parse, head = self.scene.parse, self.scene.parse.heads[word.token]
        before = parse.deps[word.token] in ("compound", "nmod") and word.token < head and head not in self.scene.actors
        return before and precision_of(word.toponym) not in ("country", "region")

    def _coordinated(self, first: PlacedWord, other: PlacedWord) -> bool:
        return list_head(self.scene, first.token) == list_head(self.scene, other.token)

    def _contains_neighbour(self, word: PlacedWord, number: int) -> bool:
        """Tell whether a place only says where the one before it lies: "Rocha, Uruguay"."""
        rank = RANK[precision_of(word.toponym)]
        text = self.scene.parse.document.text
        for other in self.words[number]:
            between = text[other.toponym.span.end : word.toponym.span.start]
            if (
                other.token < word.token
                and between.strip() in (",", "(")
                and RANK[precision_of(other.toponym)] < rank
                and _lies_in(other.toponym, word.toponym)
            ):
                return True
        return False

    def _site_of(self, reading: Reading, number: int) -> Toponym | None:
        costs = [(self._cost(reading, word), word.token, word) for word in self.sites[number]]
        near = min(costs, key=lambda item: item[:2], default=None)
        return near[2].toponym if near is not None and near[0] <= REACH else None

    def _up_to_city(self, stated: Sequence[PlacedWord], number: int) -> list[PlacedWord]:
        """Give for each neighborhood the city that it is said to lie in; without one it is left out."""
        parse = self.scene.parse
        cities = []
        for word in stated:
            if not self._is_part_of_city(word.token):
                cities.append(word)
                continue
            owners = set(parse.children[parse.heads[word.token]])
            cities += [
                other
                for other in self.words[number]
                if not self._is_part_of_city(other.token)
                and (other.token in owners or self._is_said_to_lie_in(word, other))
            ][:1]
        return cities

    def _only_place(self, reading: Reading, number: int) -> list[PlacedWord]:
        """Give the only place that a sentence names, however far from the act, where no other act is nearer to it."""
        located = self._located(number)
        alone = len({word.toponym.name or word.toponym.span.text for word in located}) == 1
        within_reach = self._heads_toll(reading) or all(
            self._cost(reading, word) < FAR or any(self._is_said_to_lie_in(inner, word) for inner in located)
            for word in self.words[number]
        )
        return located[:1] if alone and within_reach and not self.scene.codebook.has("speech", reading.rule) else []

    def _heads_toll(self, reading: Reading) -> bool:
        """Tell whether an act is the toll that opens a headline: "Three killed as bus is bombed in Quito"."""
        parse, trigger = self.scene.parse, reading.trigger
        toll = reading.rule.figure in ("killed", "injured") and parse.tags[trigger] == "VBN"
        bare = not any(parse.deps[child] in ("aux", "auxpass") for child in parse.children[trigger])
        return toll and bare and parse.heads[trigger] == trigger

    def _located(self, number: int) -> list[PlacedWord]:
        """Give the places of a sentence that something is in, those left out that only say where another lies."""
        inside = [
            word
            for word in self.words[number]
            if self._leading_preposition(word.token) in LOCATIVE and not self._stands_beside_telling(word.token)
        ]
        return [
            word
            for word in inside
            if not self._contains_neighbour(word, number)
            and not any(
                self._is_said_to_lie_in(other, word)
                or (
                    RANK[precision_of(other.toponym)] < RANK[precision_of(word.toponym)]
                    and _lies_in(other.toponym, word.toponym)
                )
                for other in inside
                if other is not word
            )
        ]

    def _told_later(self, reading: Reading) -> EventPlace | None:
        """Give the place that a sentence soon after adds: "The attack took place in Quito"."""
        parse = self.scene.parse
        for verb in self.retellings.of(reading):
            later = Reading(rule=reading.rule, trigger=verb, words=(verb,), verb=verb, is_noun=False)
            number = parse.sentence_of[verb]
            found = self._stated(later, number) or self._only_place(later, number)
            if found:
                return event_place(found[0].toponym, "inferred", span=False)
        return None

    def _inherited(self, reading: Reading, number: int) -> EventPlace | None:
        """Give the place that governs the sentence, else the acting state's country or the frame."""
        governing, state = self._governing(reading, number), home_state(self.scene, reading)
        if state is not None and (governing is None or governing.country != state):
            return country_place(state, self.gazetteer)
        return governing or self.frame

    def _governing(self, reading: Reading, number: int) -> EventPlace | None:
        """Give the one place of the sentence before, where the act continues its telling.

        That is in the same paragraph, or in the one before where the act is spoken of as known ("The device went off")
        or where that is a lead of one sentence, which the next paragraph goes into.
        """
        blocks = [sentence.block for sentence in self.scene.parse.sentences[: number + 1]]
        bodily = reading.rule.type in BODILY
        known = bodily and speaks_of_known(self.scene, reading)
        for before in range(number - 1, max(number - GOVERNING_REACH, 0) - 1, -1):
            if len({*blocks[before:]}) - 1 > (known or (bodily and self._is_whole_lead(before))):
                return None
            if self.words[before]:
                return self._single_place(before)
        return None

    def _is_whole_lead(self, number: int) -> bool:
        parse = self.scene.parse
        block = parse.sentences[number].block
        alone = [sentence.block for sentence in parse.sentences].count(block) == 1
        return alone and parse.document.blocks[block].kind == "lead"

    def _single_place(self, number: int) -> EventPlace | None:
        located = self._located(number) or [word for word in self.words[number] if self._is_topic(word)]
        names = {word.toponym.name or word.toponym.span.text for word in located}
        return event_place(located[0].toponym, "inferred", span=False) if len(names) == 1 else None

    def _is_topic(self, word: PlacedWord) -> bool:
        """Tell whether a sentence says of a city how it fares: "Quito woke to a wave of bombings"."""
        parse = self.scene.parse
        verb = parse.heads[word.token]
        told = [verb, *(child for child in parse.children[verb] if parse.deps[child] == "xcomp")]
        subject = parse.deps[word.token] == "nsubj" and precision_of(word.toponym) == "city"
        return subject and any(parse.lemmas[token] in FARING for token in told)


def _is_finer(later: EventPlace, stated: Toponym) -> bool:
    """Tell whether a place told later is a town in the country or region that an act was said to be in."""
    coarse = precision_of(stated) in ("country", "region") and later.precision not in ("country", "region")
    return coarse and stated.country is not None and later.country == stated.country


def _lies_in(inner: Toponym, outer: Toponym) -> bool:
    """Tell whether one place is known to lie in another, a country or a region of it."""
    if inner.country is None or inner.country != outer.country or outer.geonames_id is None:
        return False
    return precision_of(outer) == "country" or (inner.admin1 is not None and inner.admin1 in (outer.name, outer.admin1))
