"""Happenings that a report names by a noun with a date, "the November protests": they date what is told of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.coders.dated_words import DatedWord, event_date, inferred
from dateline.coders.scene import Reading, Scene
from dateline.records import EventDate


class NamedHappenings:
    """The dated nouns of one report; `words` are the time expressions of each sentence."""

    def __init__(self, scene: Scene, words: Sequence[Sequence[DatedWord]]) -> None:
        self.scene = scene
        self._found = self._find(words)

    def date_of(self, reading: Reading) -> EventDate | None:
        """An act in "the protests" whose date was told before, or "in which" it happened, has their date."""
        parse = self.scene.parse
        clause = self.scene.grammar.clause(reading.verb)
        if parse.deps[clause] == "relcl" and any(parse.lemmas[t] in ("which", "when") for t in parse.subtree(clause)):
            for noun in parse.ancestors(clause):
                known = self._found.get(parse.lemmas[noun])
                if known is not None and known[0] == noun:
                    return known[1]
                if parse.pos[noun] in ("VERB", "AUX"):
                    break
        for token in self._words_near(reading):
            known = self._found.get(parse.lemmas[token])
            if known is None or token <= known[0] or token == reading.trigger:
                continue
            if any(parse.lemmas[child] in ("the", "that", "those", "these") for child in parse.children[token]):
                return inferred(known[1])
        return None

    def _find(self, words_of: Sequence[Sequence[DatedWord]]) -> dict[str, tuple[int, EventDate]]:
        """Note the dates of happenings named by a noun: "the November protests"."""
        parse = self.scene.parse
        found: dict[str, tuple[int, EventDate]] = {}
        for words in words_of:
            for word in words:
                for token in (word.token, *parse.ancestors(word.token)):
                    if parse.pos[token] == "VERB":
                        break
                    if self._is_happening(token):
                        date = event_date(word.timex, "inferred")
                        found.setdefault(parse.lemmas[token], (token, date))
                        self._note_whole(token, date, found)
                        break
        return found

    def _is_happening(self, token: int) -> bool:
        """Tell whether a noun by itself names something that happened, and not who was in it."""
        parse, codebook = self.scene.parse, self.scene.codebook
        lemma = parse.lemmas[token]
        alone = any(not pattern.words for pattern, _ in codebook.noun_rules.get(lemma, ()))
        people = codebook.word_classes.get(lemma, frozenset()) & {"person", "group"}
        return parse.pos[token] == "NOUN" and alone and not people

    def _note_whole(self, noun: int, date: EventDate, found: dict[str, tuple[int, EventDate]]) -> None:
        """ "Protests in the May uprising": the part has the date of the whole."""
        parse = self.scene.parse
        for token in parse.ancestors(noun):
            if parse.pos[token] == "VERB":
                break
            if self._is_happening(token):
                found.setdefault(parse.lemmas[token], (token, date))
        governor = self.scene.grammar.governor(noun)
        if governor is None:
            return
        for token in self.scene.grammar.objects(governor):
            if self._is_happening(token):
                found.setdefault(parse.lemmas[token], (token, date))

    def _words_near(self, reading: Reading) -> Iterator[int]:
        """Give the words of an act's clause, and of the clause that a participle hangs on."""
        parse, grammar = self.scene.parse, self.scene.grammar
        yield from grammar.words_of_clause(reading.verb)
        if parse.deps[reading.verb] in ("acl", "advcl") and parse.tags[reading.verb] == "VBG":
            yield from grammar.words_of_clause(grammar.clause(parse.heads[reading.verb]))
