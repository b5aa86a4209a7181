"""Act → the days it happened on: stated in its clause, governed from before, or only the report's date.

The codebook's rule (section 3): a dated sentence governs the sentences after it until a new date, a change of
tense or a new topic; a caption's day does not narrow the body's; background dates govern their paragraph only.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.coders.asking import calls_out, is_day_of_asking
from dateline.coders.dated_words import (
    LONG_UNITS,
    DatedWord,
    event_date,
    inferred,
    is_coarser,
    is_long_past,
    is_usable,
    place_in_sentences,
)
from dateline.coders.named_happenings import NamedHappenings
from dateline.coders.nearness import FAR, cost_between, governing_act, is_within, stands_beside
from dateline.coders.retold import Retellings, speaks_of_known
from dateline.coders.scene import Reading, Scene
from dateline.coders.status import FUTURE, auxiliary_words, is_ongoing, is_present
from dateline.records import Block, EventDate, Sentence, Timex

#: A date this dear to reach belongs to another act (see `nearness`).
REACH = 5.0
#: Codebook section 3: background lies over 31 days before the report's date.
BACKGROUND_DAYS = 31
#: How many sentences before the first date of a report it may date what is told without one.
OPENING_REACH = 3
#: How many sentences beside an act may add its day, and how long after it those who tell of it may have spoken.
NEXT_REACH, DAYS_LATE = 2, 7
BEGINNING = frozenset("begin start erupt break flare".split())
#: Words that set an act in time by another one.
RELATING = frozenset({"during", "after", "following", "before"})
#: Words that set an act off in a time of its own, which they leave open.
ASIDE_MARKS = frozenset("after before since until because that whether if".split())
PAST_TAGS = frozenset({"VBD", "VBN", "VBP", "VBG"})
VAGUE = frozenset({"recent", "recently", "lately"})
GENITIVE = 4.0
PARTS_OF_TIME = frozenset("hour night morning evening afternoon day end start beginning week month middle".split())
SPEECH_VERBS = frozenset(
    "say tell report announce state declare add note claim confirm admit acknowledge write warn stress explain".split()
)
#: Acts that mostly fall on the day of what is told before them; a release, a visit or a verdict comes later.
AT_ONCE = frozenset({"ASSAULT", "COERCE"})
UNKNOWN = EventDate(first=None, last=None, precision=None, basis="inferred")


class Calendar:
    """The dates of one report, and which of them governs each of its sentences."""

    def __init__(self, scene: Scene, dates: Sequence[Timex], triggers: frozenset[int]) -> None:
        self.scene = scene
        self.triggers = triggers
        self.own, self.others = frozenset[int](), triggers
        document = scene.parse.document
        self.published = document.published
        usable = [timex for timex in dates if is_usable(timex)]
        self.long_past = place_in_sentences(scene, [timex for timex in dates if is_long_past(timex)])
        self.words = place_in_sentences(scene, usable)
        self.retellings = Retellings(scene, triggers)
        self.by_line = {block.line: timex for timex in usable if (block := _dateline_block(document.blocks, timex))}
        self.governing: list[EventDate | None] = []
        self.local: list[EventDate | None] = []
        # Sentences dated by one after them: the acts of that one, and whether it stands in the same paragraph.
        self.dated_later: dict[int, tuple[frozenset[str], bool]] = {}
        self._govern()
        self.happenings = NamedHappenings(scene, self.words)

    def dates_of(self, reading: Reading, *, ahead: bool, own: frozenset[int]) -> list[EventDate]:
        """Give the date or dates of an act; two dates coordinated in one clause are two.

        `ahead`: the act is yet to come (planned, called for, threatened); `own`: the triggers that tell of it.
        """
        self.own, self.others = own, self.triggers - own
        if self._is_remembered(reading):
            return [UNKNOWN]
        begun = self._since_it_began(reading)
        if begun is not None:
            return [begun]
        stated = self._stated(reading) or self._only_date(reading)
        return [self.stated_date(word, reading, ahead=ahead) for word in stated] or [self._unstated(reading)]

    def _since_it_began(self, reading: Reading) -> EventDate | None:
        """Give the time since what "has killed thousands" began: "The war, which broke out in May 2023, has killed"."""
        parse, grammar = self.scene.parse, self.scene.grammar
        verb = parse.heads[reading.trigger] if parse.deps[reading.trigger] == "nsubj" else reading.verb
        perfect = any(parse.words[child].lower() in ("has", "have") for child in grammar.dependents(verb, "aux"))
        below = {token for noun in grammar.subjects(verb) for token in parse.subtree(noun)}
        began = {token for token in below if parse.deps[token] == "relcl" and parse.lemmas[token] in BEGINNING}
        within = {below for clause in began for below in parse.subtree(clause)}
        words = [word for word in self.words[parse.sentence_of[verb]] if word.token in within]
        if not perfect or self.published is None or len(words) != 1 or words[0].timex.first is None:
            return None
        return replace(event_date(words[0].timex, "stated"), last=self.published, precision="range")

    def _is_ahead_of(self, word: DatedWord, reading: Reading) -> bool:
        """Tell the day of what was agreed or threatened from the day of speaking, which stands before the verb.

        What "may have" been is not yet to come.
        """
        auxiliaries = auxiliary_words(self.scene.grammar, reading.verb)
        if "have" in auxiliaries and not auxiliaries & FUTURE:
            return False
        if not self.scene.codebook.has("talk", reading.rule):
            return True
        return word.token > reading.trigger and not self._is_day_of_talk(word.token, reading)

    def _is_day_of_talk(self, token: int, reading: Reading) -> bool:
        """Tell whether a day is that of the agreement itself: "agreed to a truce on Wednesday", not "to meet on"."""
        on = self.scene.parse.lemmas[self.scene.parse.heads[token]] == "on"
        return on and self.scene.grammar.governor(token) in (reading.trigger, reading.verb)

    def stated_date(self, word: DatedWord, reading: Reading, *, ahead: bool) -> EventDate:
        """Give the date that a time expression states of an act."""
        ahead = ahead and self._is_ahead_of(word, reading)
        date = self._since_then(event_date(word.timex, "stated"), word.token)
        return self._coming(date, word.timex) if ahead else self._told(date, word.timex)

    def is_background(self, date: EventDate) -> bool:
        """Tell whether a date lies so far before the report's that the act is history to it."""
        if self.published is None or date.last is None:
            return False
        return (self.published - date.last).days >= BACKGROUND_DAYS

    def _since_then(self, date: EventDate, token: int) -> EventDate:
        """Let "since Friday" reach to the report."""
        parse = self.scene.parse
        since = parse.lemmas[parse.heads[token]] == "since"
        if not since or self.published is None or date.first is None or date.first > self.published:
            return date
        return replace(date, last=self.published, precision="range")

    def _coming(self, date: EventDate, timex: Timex) -> EventDate:
        """Put a bare weekday of what is yet to come after the report: "announced a strike for Thursday"."""
        known, reading = days(date), timex.reading
        if known is None or self.published is None or known[1] >= self.published or reading is None:
            return date
        if reading.weekday is None or reading.month is not None or reading.direction is not None:
            return date
        week = dt.timedelta(days=7)
        return replace(date, first=known[0] + week, last=known[1] + week)

    def _told(self, date: EventDate, timex: Timex) -> EventDate:
        """What is told has happened: end it with the report, and put a coming day without a year one year back."""
        known = days(date)
        if self.published is None or known is None or known[1] <= self.published:
            return date
        if known[0] <= self.published:
            return replace(date, last=self.published)
        if timex.reading is None or timex.reading.month is None or timex.reading.year is not None:
            return self._report_date()
        if known[0].year <= dt.MINYEAR:
            return date
        back = [day.replace(year=day.year - 1) for day in known if (day.month, day.day) != (2, 29)]
        return replace(date, first=back[0], last=back[-1]) if len(back) == 2 else date

    def _stated(self, reading: Reading) -> list[DatedWord]:
        parse = self.scene.parse
        here = self.words[parse.sentence_of[reading.trigger]]
        own = {reading.trigger, reading.verb, *(token for token in reading.words if parse.tags[token] == "VBN")}
        own |= {token for token in self.own if parse.deps[token] == "relcl"}  # "killed by men who attacked X on Friday"
        costs = []
        for word in here:
            if self._is_time_of_speech(word.token, reading.verb) or self._is_of_main_clause(word, reading):
                continue
            cost = min(cost_between(parse, token, word.token, self.others) for token in own)
            cost += self._cost_of_genitive(word.token)
            if self._opens_sentence(word.token) or is_day_of_asking(self.scene, reading, word):
                cost = min(cost, REACH - 1.0)
            costs.append((cost, word.token, word))
        near = sorted((item for item in costs if item[0] <= REACH), key=lambda item: item[:2])
        if not near:
            return []
        first = near[0][2]
        partners = [word for _, _, word in near[1:] if _is_coordinated(self.scene, first.token, word.token)]
        return [first, *partners]

    def _is_of_main_clause(self, word: DatedWord, reading: Reading) -> bool:
        """Tell whether a date is another kind of act's, in whose clause the reading's relative clause only hangs."""
        main = governing_act(self.scene.parse, reading.verb, word.token, self.others)
        if main is None or main in reading.words or self._opens_sentence(word.token):
            return False
        return reading.rule.type not in self._types_of(main)

    def _types_of(self, verb: int) -> frozenset[str]:
        """Give the types of act that a verb may tell of."""
        rules = self.scene.codebook.verb_rules.get(self.scene.parse.lemmas[verb], ())
        return frozenset(rule.type for _, rule in rules)

    def _is_remembered(self, reading: Reading) -> bool:
        """Tell whether an act only says since when years have passed: "nine years after the massacre, they marched"."""
        parse = self.scene.parse
        after = parse.heads[reading.trigger]
        if not reading.is_noun or parse.lemmas[after] not in ("after", "since"):
            return False
        return any(parse.lemmas[child] in LONG_UNITS for child in parse.children[after])

    def _only_date(self, reading: Reading) -> list[DatedWord]:
        """Give the only day of a sentence, where the parser has hung it on a clause that tells of no other time.

        "Police shot dead a vendor named Bello on Sunday", "two were killed and six hurt on Sunday".
        """
        parse, grammar = self.scene.parse, self.scene.grammar
        here = self.words[parse.sentence_of[reading.trigger]]
        if len(here) != 1 or self.scene.codebook.has("talk", reading.rule):
            return []
        word = here[0]
        verb = grammar.governor(word.token)
        if verb is None or word.timex.precision != "day" or self._is_time_of_speech(word.token, reading.verb):
            return []
        if self._is_of_main_clause(word, reading):
            return []
        words = {parse.words[child].lower() for child in parse.children[verb]}
        looks_back = "had" in words or parse.lemmas[parse.heads[word.token]] in ("since", "until", "of")
        beside = stands_beside(parse, verb, reading.verb)
        apart = (parse.deps[verb] in ("relcl", "ccomp") and not beside) or bool(words & ASIDE_MARKS)
        nouns = (each for each in parse.ancestors(word.token) if parse.pos[each] == "NOUN" and each != reading.trigger)
        others = (each for each in nouns if parse.lemmas[parse.heads[each]] != "in" or not is_within(parse, each, verb))
        apart = apart or any(parse.lemmas[each] in self.scene.codebook.noun_rules for each in others)
        joined = beside or parse.deps[verb] in ("conj", "advcl", "acl", "ROOT")
        apart = apart or (verb in self.others and not joined)
        return [] if looks_back or apart or parse.tags[verb] not in PAST_TAGS else [word]

    def _cost_of_genitive(self, token: int) -> float:
        """ "The wages of July" says nothing of when they were paid; "the night of July 3" does."""
        parse = self.scene.parse
        of = parse.heads[token]
        genitive = parse.deps[token] == "pobj" and parse.lemmas[of] == "of"
        return GENITIVE if genitive and parse.lemmas[parse.heads[of]] not in PARTS_OF_TIME else 0.0

    def _opens_sentence(self, token: int) -> bool:
        """A date before the first verb of a sentence holds for all its clauses."""
        parse = self.scene.parse
        sentence = parse.sentences[parse.sentence_of[token]]
        return not any(parse.pos[before] in ("VERB", "AUX") for before in range(sentence.first, token))

    def _is_time_of_speech(self, token: int, verb: int | None = None) -> bool:
        parse = self.scene.parse
        governor = self.scene.grammar.governor(token)
        if governor is None or governor == verb or parse.lemmas[governor] not in SPEECH_VERBS:
            return False
        spliced = parse.deps[governor] == "conj" and parse.lemmas[governor] == "say"
        return spliced or verb is None or verb not in parse.ancestors(token)  # "claimed Sunday's raid"

    def _unstated(self, reading: Reading) -> EventDate:
        parse, grammar = self.scene.parse, self.scene.grammar
        number = parse.sentence_of[reading.trigger]
        block = parse.document.blocks[parse.sentences[number].block]
        own = self.by_line.get(block.line) if block.kind == "caption" else None
        if own is not None:
            return event_date(own, "stated")
        if self._is_long_past(reading):
            return UNKNOWN
        anchored = None if self.scene.codebook.has("talk", reading.rule) else self.happenings.date_of(reading)
        if anchored is not None:
            return anchored
        later = self._told_later(reading) or self._told_beside(reading, number)
        if later is not None:
            return later
        local, governing = self._in_force(reading, number)
        verb = grammar.clause(reading.verb)
        if is_ongoing(grammar, verb):
            return self._report_date()
        if local is not None and not (number in self.dated_later and parse.tags[verb] == "VBD"):
            if local.basis == "report":
                return local
            return UNKNOWN if self._has_other_time(reading) else inferred(local)
        state = parse.lemmas[verb] == "be" and self.scene.codebook.has("violence", reading.rule)  # "two are dead"
        shown = state or self.scene.codebook.has("carried", reading.rule)
        if governing is not None and not (is_present(grammar, verb) and not shown):
            return inferred(governing)
        return self._report_date()

    def _in_force(self, reading: Reading, number: int) -> tuple[EventDate | None, EventDate | None]:
        """Give the dates that govern an act's paragraph and the report where it is told."""
        local, governing = self.local[number], self.governing[number]
        if any(self._is_of_main_clause(word, reading) for word in self.words[number]):
            before = self.governing[number - 1] if number else None
            return None, before if before != governing else None
        if number in self.dated_later and not self._may_be_of_day_after(reading, number):
            return local, None
        if local is not None and self.is_background(local) and self.scene.codebook.has("speech", reading.rule):
            return None, governing  # who condemns a verdict speaks now, whatever the sentence before recalls
        return local, governing

    def _may_be_of_day_after(self, reading: Reading, number: int) -> bool:
        """Tell whether an act may be of the day that only a sentence after it names: never who asks or condemns."""
        acts, near = self.dated_later[number]
        if self.scene.codebook.has("speech", reading.rule):
            return reading.rule.type in acts
        return not (near and acts) or bool(acts & {reading.rule.type, *AT_ONCE})

    def _told_later(self, reading: Reading) -> EventDate | None:
        """Give the day that a sentence soon after adds: "The attack took place on Monday"."""
        for verb in self.retellings.of(reading):
            later = Reading(rule=reading.rule, trigger=verb, words=(verb,), verb=verb, is_noun=False)
            stated = self._stated(later)
            if stated:
                return inferred(self._told(event_date(stated[0].timex, "inferred"), stated[0].timex))
        return None

    def _told_beside(self, reading: Reading, number: int) -> EventDate | None:
        """Give the day that sentences beside it give to an act of which only is told who said so when.

        "A raid killed four, doctors said on Saturday. Jets dropped two bombs on Friday."
        """
        said = [word.timex.first for word in self.words[number] if self._is_time_of_speech(word.token, reading.verb)]
        if len(said) != 1 or len(self.words[number]) != 1 or self.scene.codebook.has("talk", reading.rule):
            return None
        beside = [*range(number + 1, min(number + NEXT_REACH, len(self.words) - 1) + 1)]
        if speaks_of_known(self.scene, reading):  # "A raid killed four on Friday. Doctors said on Sunday the jets ..."
            beside = [*range(number - 1, max(number - NEXT_REACH, 0) - 1, -1)]
        for other in beside:
            told = [word for word in self.words[other] if not self._is_time_of_speech(word.token)]
            if told:
                day = inferred(self._told(event_date(told[0].timex, "inferred"), told[0].timex))
                apart = (said[0] - day.first).days if said[0] and day.first and day.precision == "day" else 0
                return day if 0 < apart <= DAYS_LATE and self._goes_on(reading, other) else None
        return None

    def _goes_on(self, reading: Reading, other: int) -> bool:
        """Tell whether a sentence beside that of an act tells of acts of its type."""
        parse = self.scene.parse
        told = [token for token in self.triggers if parse.sentence_of[token] == other]
        nouns = self.scene.codebook.noun_rules
        types = [
            self._types_of(token) | {rule.type for _, rule in nouns.get(parse.lemmas[token], ())} for token in told
        ]
        return any(reading.rule.type in each for each in types)

    def _is_long_past(self, reading: Reading) -> bool:
        """Tell whether an act is set years back without saying how many: "decades ago"."""
        words = self.long_past[self.scene.parse.sentence_of[reading.trigger]]
        return any(
            cost_between(self.scene.parse, reading.verb, word.token, self.others) <= REACH
            or self._opens_sentence(word.token)
            for word in words
        )

    def _report_date(self) -> EventDate:
        if self.published is None:
            return UNKNOWN
        return EventDate(first=self.published, last=self.published, precision="day", basis="report")

    def _has_other_time(self, reading: Reading) -> bool:
        """Tell whether a clause is placed in time by another happening: "during the protests, officers ..."."""
        parse = self.scene.parse
        sentence = parse.sentences[parse.sentence_of[reading.trigger]]
        return any(self._is_relating(token) for token in range(sentence.first, sentence.last))

    def _is_relating(self, token: int) -> bool:
        """Tell whether a word sets an act in time by another; "two are dead after a fire" tells the cause."""
        parse, above = self.scene.parse, self.scene.parse.heads[token]
        state = parse.lemmas[above] == "be" and parse.tags[above] in ("VBP", "VBZ")
        return parse.lemmas[token] in RELATING and parse.pos[token] in ("ADP", "VERB", "SCONJ") and not state

    def _govern(self) -> None:
        """Walk through the report and note the date that governs each sentence, and its paragraph alone."""
        parse = self.scene.parse
        current: EventDate | None = None
        local: EventDate | None = None
        block = -1
        for number, sentence in enumerate(parse.sentences):
            if sentence.block != block:
                block, local = sentence.block, None
            kind = parse.document.blocks[block].kind
            found = self._main_date(number) if kind in ("lead", "body", "heading", "quotation") else None
            since = self._since(number, local)
            if found is not None and self._is_ahead(found):
                found = None
            back = found is not None and (self.is_background(found) or self._looks_back(sentence, found, current))
            if since is not None or back:
                local = since or found
            elif found is not None and is_coarser(found, current):
                local = found
            elif found is not None:
                current, local = found, None
            elif found is None and self._breaks_off(sentence):
                local = self._report_date()
            self.governing.append(current)
            self.local.append(local)
        if self.governing and current is not None:
            self._backfill()

    def _looks_back(self, sentence: Sentence, found: EventDate, current: EventDate | None) -> bool:
        """Tell whether a sentence only looks back from the date told of: "A day earlier they had marched in Quito"."""
        if current is None or found.first is None or current.first is None or found.first >= current.first:
            return False
        parse = self.scene.parse
        return any(
            parse.lemmas[child] == "have" and parse.tags[child] == "VBD"
            for root in self._roots(sentence)
            for child in parse.children[root]
        )

    def _is_ahead(self, date: EventDate) -> bool:
        return self.published is not None and date.first is not None and date.first > self.published

    def _breaks_off(self, sentence: Sentence) -> bool:
        """A sentence in the present progressive leaves the past date before it, for the rest of its paragraph."""
        return any(is_ongoing(self.scene.grammar, token) for token in self._roots(sentence))

    def _roots(self, sentence: Sentence) -> Iterator[int]:
        heads = self.scene.parse.heads
        return (token for token in range(sentence.first, sentence.last) if heads[token] == token)

    def _since(self, number: int, local: EventDate | None) -> EventDate | None:
        """ "Since then" and "since his death" reach from the last background date to the report."""
        parse = self.scene.parse
        first = parse.sentences[number].first
        if local is None or local.first is None or self.published is None or parse.lemmas[first] != "since":
            return None
        if self.words[number]:
            return None
        return EventDate(first=local.first, last=self.published, precision="range", basis="inferred")

    def _backfill(self) -> None:
        """A headline is governed by the first date of the text below it, so is what is told just before that date."""
        dated, first = next((number, date) for number, date in enumerate(self.governing) if date is not None)
        parse, blocks = self.scene.parse, self.scene.parse.document.blocks
        happened = any(not self._is_time_of_speech(word.token) for word in self.words[dated])
        verbs = [self.scene.grammar.governor(word.token) for word in self.words[dated]]
        told = (verb for verb in verbs if verb is not None and not calls_out(parse, verb))
        kinds = frozenset().union(*map(self._types_of, told))
        for number, sentence in enumerate(parse.sentences[:dated]):
            close = dated - number <= OPENING_REACH and first.precision == "day"
            if blocks[sentence.block].kind == "headline":
                self.governing[number] = first
            elif close and happened and self._is_open(sentence):
                self.governing[number] = first
                self.dated_later[number] = kinds, sentence.block == parse.sentences[dated].block

    def _is_open(self, sentence: Sentence) -> bool:
        """Tell whether a sentence leaves open when its acts were: no "recent", no "two days after ..."."""
        parse = self.scene.parse
        tokens = range(sentence.first, sentence.last)
        return not any(parse.lemmas[token] in VAGUE or self._is_relating(token) for token in tokens)

    def _is_length(self, word: DatedWord) -> bool:
        """Tell whether a time only says for how long: "has lacked fuel for more than a year"."""
        parse = self.scene.parse
        above = itertools.islice(parse.ancestors(word.token), 3)
        within = any(parse.lemmas[token] == "for" for token in above)
        return within and word.timex.type == "DURATION"

    def _main_date(self, number: int) -> EventDate | None:
        parse = self.scene.parse
        sentence = parse.sentences[number]
        root = next((t for t in range(sentence.first, sentence.last) if parse.heads[t] == t), sentence.first)
        if parse.lemmas[root] in SPEECH_VERBS:
            root = next(iter(self.scene.grammar.dependents(root, "ccomp")), root)
        reached = []
        for word in self.words[number]:
            if parse.lemmas[parse.heads[word.token]] == "since" or self._is_length(word):
                continue
            cost = cost_between(parse, root, word.token, self.triggers) + self._cost_of_genitive(word.token)
            out = calls_out(parse, root) and word.token > root and cost < FAR
            if self._opens_sentence(word.token) or cost <= REACH or out:
                reached.append((cost if cost < FAR else REACH, word.token, word))
        if not reached:
            return None
        return event_date(min(reached, key=lambda item: item[:2])[2].timex, "inferred")


def _dateline_block(blocks: Sequence[Block], timex: Timex) -> Block | None:
    found = (block for block in blocks if block.kind == "dateline" and block.start <= timex.span.start < block.end)
    return next(found, None)


def _is_coordinated(scene: Scene, one: int, other: int) -> bool:
    parse = scene.parse
    return parse.deps[other] == "conj" and one in parse.ancestors(other)


def days(date: EventDate | None) -> tuple[dt.date, dt.date] | None:
    """Give the first and last day of a known date."""
    return (date.first, date.last) if date and date.first and date.last else None
