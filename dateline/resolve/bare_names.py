"""Parse, mentions → names that their construction shows to be persons', whatever the language tools take them for.

The small pipelines take many a foreign name for a body or a town. What stands around it tells more: a list with a
person in it, "siblings ...", "identified as ...", a nickname in quotes, an age. Whether a name is known for a body's,
or its bearer for a public person, the caller says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dateline.gazetteer import load_gazetteer
from dateline.ontology.place_frames import OF_PLACES
from dateline.ontology.registry import RoleLexicon, is_acronym, singular
from dateline.ontology.shared_words import OF_PERSONS
from dateline.privacy.names import PARTICLES
from dateline.records import Parse

#: Words of a name at most, its particles among them.
MOST_WORDS = 6
#: What may stand behind a name in a list: where its bearer is from, an age or a short description in brackets.
ASIDE = r"(?:\s+(?:of|from)\s+[A-Z][\w-]+)?(?:\s*\([\w .-]{1,25}\)|,\s*(?:aged\s+)?\d{1,3}(?=\s*[,;.]|\s+and\b))?"
#: What joins the names of a list: "A, B and C", "A; B", "A and her husband B", "A and their children B".
CLOSING = r",?\s*(?:\band\b|\bor\b|&|\bAND\b)\s*"
KIN = r"(?:(?:his|her|their)\s+(?:[\w-]+\s+){1,3}?,?\s*)?"
COMMA = re.compile(rf"{ASIDE}\s*[,/]\s*{KIN}")
FIRM = re.compile(rf"{ASIDE}\s*(?:{CLOSING}|;{CLOSING}|;\s*){KIN}")
AGE = re.compile(r"(?:,\s*aged)?(?:,\s*|\s*\()\d{1,2}(?=[,;.)])")
QUOTED = re.compile(r"\s+[\"“‘'(](?:the\s+)?[\"“‘']?$", re.IGNORECASE)
UNQUOTED = re.compile(r"[\"”’')]{1,2}\s+")
INITIALS = re.compile(r"(?:[A-Z]\.){1,3}")
#: What gives another name of the same person.
ALSO = re.compile(
    r"(?:,|\s|\()*(?:also |better |formerly )?(?:\balias|\ba\.?k\.?a\.?|\bknown as|\bnicknamed|\bnée|\bnee|\bborn|\bs/o"
    r"|\bd/o|\bw/o)\s+(?:the\s+)?[\"“‘']?$"
)
#: What a list with a colon before it tells of: "The dead: ...", "Detained in Lagos: ...".
BEFALLEN = frozenset("kill shoot arrest detain jail imprison injure wound abduct kidnap miss sentence identify".split())
NUMBERS = dict(zip("two three four five six seven eight nine ten".split(), range(2, 11), strict=True))
#: What leads to places and bodies rather than to persons.
STANDING = frozenset("of in from at near outside to into towards".split())
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class _Item:
    """A stretch of tokens (half-open) written as a name."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The tokens of a report of which something is known: of private persons, of places, of countries and peoples."""

    private: Collection[int]
    actors: Collection[int]  # those of them whom the report tells of as actors
    public: Collection[int]  # of public persons
    places: Collection[int]
    countries: Collection[int]


def bare_names(parse: Parse, known: Known, lexicon: RoleLexicon) -> Iterator[str]:
    """Give the names that stand where only persons' do; `known` says what else the report tells of its words."""
    reader = _Reader(parse, known, lexicon)
    for row in reader.rows():
        yield from map(reader.text, reader.persons(row))


class _Reader:
    def __init__(self, parse: Parse, known: Known, lexicon: RoleLexicon) -> None:
        self._parse, self._known, self._lexicon = parse, known, lexicon

    def text(self, item: _Item) -> str:
        """Give an item as it is written."""
        return self._parse.span(item.first, item.last).text

    def rows(self) -> Iterator[list[_Item]]:
        """Give the rows of names that lists make; a name by itself is a row of one."""
        row: list[_Item] = []
        for item in self._items():
            if row and not (self._joined(FIRM, row[-1], item) or self._joined(COMMA, row[-1], item)):
                yield row
                row = []
            row.append(item)
        if row:
            yield row

    def persons(self, row: Sequence[_Item]) -> Iterable[_Item]:
        """Give the items of a row that are persons' names."""
        shown = [item for item in row if self._is_shown(item)]
        if self._is_of_persons(row) or self._is_befallen(row):
            shown = list(row)
        elif self._is_list(row) and (self._shares_surname(row) or any(map(self._is_private, row))):
            told = self._is_told(row)
            shown += [] if self._tells_things(row) else [item for item in row if told or not self._is_placed(item)]
        return [item for item in shown if not self._names_other(item, row)]

    def _items(self) -> Iterator[_Item]:
        token, end = 0, len(self._parse.words)
        while token < end:
            last = self._end(token) if self._opens(token) else token
            named = token < last <= token + MOST_WORDS and not self._goes_on(last)
            if named and not self._is_origin(token, last):
                yield _Item(token, last)
            token = max(last, token + 1)

    def _is_origin(self, first: int, last: int) -> bool:
        """Whether a place says where the bearer of the name before it is from: "Ana Vell of Lima"."""
        behind = first > 1 and self._parse.words[first - 1] in ("of", "from") and self._opens(first - 2)
        return behind and all(token in self._known.places for token in range(first, last))

    def _opens(self, token: int) -> bool:
        word = self._parse.words[token]
        initials = INITIALS.fullmatch(word) is not None
        return initials or (len(word) > 1 and _is_capital(word) and not self._is_common(token))

    def _end(self, first: int) -> int:
        parse, last = self._parse, first + 1
        while last < len(parse.words) and parse.sentence_of[last] == parse.sentence_of[first]:
            tight = parse.starts[last] == parse.ends[last - 1]
            if "\n" in parse.document.text[parse.ends[last - 1] : parse.starts[last]]:
                break
            hyphen = parse.words[last] == "-" and tight
            particle = parse.words[last].lower() in PARTICLES and parse.words[last].islower()
            after = last + 1 < len(parse.words) and (tight or not hyphen) and self._opens(last + 1)
            if self._opens(last) or ((hyphen or (particle and parse.words[last] not in ("and", "at", "of"))) and after):
                last += 1
            else:
                break
        return last

    def _is_common(self, token: int) -> bool:
        """Whether a word with a capital is none of a name: English, a day, a noun for persons or bodies."""
        word, parse = self._parse.words[token], self._parse
        if token in self._known.actors:
            return False
        use = load_gazetteer().use(word)
        if parse.tags[token] in ("DT", "IN", "CC", "PRP", "PRP$", "TO", "WP", "WDT", "WRB", "MD", "CD", "EX"):
            return True
        if use.surname or use.given:
            return word.isupper() and use.word > max(use.surname, use.given)
        noun = self._lexicon.noun([singular(word.lower())])
        return use.word > 0 or noun is not None or parse.entities[token] in ("DATE", "TIME") or self._is_known(token)

    def _is_known(self, token: int) -> bool:
        return token in self._known.countries or self._lexicon.organization(self._parse.words[token]) is not None

    def _goes_on(self, last: int) -> bool:
        """Whether a noun with a capital stands right behind a name, which makes it a thing's: "Vell Street"."""
        parse = self._parse
        if last >= len(parse.words) or "\n" in parse.document.text[parse.ends[last - 1] : parse.starts[last]]:
            return False
        if not _is_capital(parse.words[last]) or not self._is_noun(last):
            return False
        block = next((b for b in parse.document.blocks if b.start <= parse.starts[last] < b.end), None)
        headline = block is not None and block.kind == "headline"
        return not headline and not parse.words[last].isupper()

    def _is_noun(self, token: int) -> bool:
        return self._parse.tags[token].startswith("NN") and self._parse.starts[token] > self._parse.ends[token - 1]

    def _between(self, one: _Item, other: _Item) -> str:
        return self._parse.document.text[self._parse.ends[one.last - 1] : self._parse.starts[other.first]]

    def _joined(self, pattern: re.Pattern[str], one: _Item, other: _Item) -> bool:
        return pattern.fullmatch(self._between(one, other)) is not None

    def _is_list(self, row: Sequence[_Item]) -> bool:
        """Whether a row is joined as a list is, and not only by a comma as a name and what follows it are."""
        return any(self._joined(FIRM, one, other) for one, other in pairwise(row))

    def _is_private(self, item: _Item) -> bool:
        return any(token in self._known.private for token in range(item.first, item.last))

    def _is_shown(self, item: _Item) -> bool:
        """Whether a name shows by itself that it is a person's."""
        parse, text = self._parse, self._parse.document.text
        if item.last - item.first == 1 and load_gazetteer().use(parse.words[item.first]).word:
            return self._is_called(item) or self._is_whose(item)
        if AGE.match(text, parse.ends[item.last - 1]) or INITIALS.fullmatch(parse.words[item.first]):
            return item.last - item.first > 1 or not INITIALS.fullmatch(parse.words[item.first])
        return self._is_called(item) or self._is_whose(item) or self._has_calling(item)

    def _is_called(self, item: _Item) -> bool:
        """Whether a name is another one of a private person's, or a part of it before or behind a nickname."""
        before, after = self._neighbour(item.first - 1, -1), self._neighbour(item.last, 1)
        if before is not None and self._joined(ALSO, before, item):
            return self._is_private(before)
        parts = [before, item, after]
        if before is not None and self._joined(UNQUOTED, before, item):
            parts = [self._neighbour(before.first - 1, -1), before, item]
        elif after is not None and self._joined(QUOTED, item, after):
            parts = [item, after, self._neighbour(after.last, 1)]
        return self._holds_nickname(parts)

    def _holds_nickname(self, parts: Sequence[_Item | None]) -> bool:
        """Whether names in a row are "Ana “Berry” Vell", or "Ana Vell “Berry”" of a private person."""
        first, nick, last = parts
        opens = first is not None and nick is not None and self._joined(QUOTED, first, nick)
        closes = nick is not None and last is not None and self._joined(UNQUOTED, nick, last)
        private = any(self._is_private(part) for part in (first, last) if part is not None)
        told = (token for part in parts if part is not None for token in range(*_ends(part)))
        if any(token in self._known.public for token in told):
            return False
        return (opens and closes) or (private and (opens or closes))

    def _neighbour(self, token: int, step: int) -> _Item | None:
        """Give the nearest word with a capital on one side of a name, some words off at most."""
        for at in range(token, token + 7 * step, step):
            if not 0 <= at < len(self._parse.words):
                return None
            if self._opens(at):
                return _Item(at, self._end(at) if step > 0 else at + 1)
        return None

    def _is_whose(self, item: _Item) -> bool:
        """Whether a name is that of whose trial, grave or son is told: "the case of Ana Vell"."""
        parse, of = self._parse, item.first - 1
        if of < 1 or self._follows_kin(item):
            return of > 0
        if parse.words[of].lower() != "of":
            return False
        if any(token in self._known.places for token in range(*_ends(item))):
            return self._is_kin(of - 1) and load_gazetteer().use(parse.words[item.first]).given > 0
        return parse.lemmas[of - 1] in OF_PERSONS | {"case"} and (item.last - item.first > 1 or self._is_kin(of - 1))

    def _follows_kin(self, item: _Item) -> bool:
        """Whether a name stands right behind a word for kin or is joined to a pronoun: "his wife Ana", "he and Ana"."""
        words, before = self._parse.words, item.first - 1
        if words[before].lower() == "and":
            return words[before - 1].lower() in ("he", "she")
        return words[before].islower() and words[before] in OF_PERSONS and self._is_kin(before)

    def _is_kin(self, token: int) -> bool:
        noun = self._lexicon.noun([self._parse.lemmas[token]])
        return noun is not None and noun.kind == "person" and noun.role == "CVL" and self._parse.tags[token] == "NN"

    def _has_calling(self, item: _Item) -> bool:
        """Whether a name is said to be that of "a farmer"."""
        parse = self._parse
        for token in parse.children[item.last - 1]:
            noun = self._lexicon.noun([parse.lemmas[token]]) if parse.deps[token] == "appos" else None
            article = any(parse.words[child] in ("a", "an") for child in parse.children[token])
            if noun is not None and article and noun.kind == "person" and noun.role is not None and not noun.office:
                return True
        return False

    def _is_of_persons(self, row: Sequence[_Item]) -> bool:
        """Whether what leads to a row shows its names to be persons': "siblings ...", "identified as ..."."""
        parse, before = self._parse, row[0].first - 1
        while before >= 0 and parse.words[before] in (",", "-", "–", "—", ":", "“", "("):
            before -= 1
        if before < 0 or parse.sentence_of[row[0].first] - parse.sentence_of[before] > 1:
            return False
        if parse.words[before] == "of" and parse.lemmas[before - 1] in OF_PERSONS:
            return len(row) > 1 and any(map(self._is_private, row))
        if parse.words[before] == "as":
            return parse.lemmas[before - 1] in self._lexicon.naming - {"know"} and self._tells_persons(before)
        if parse.words[row[0].first - 1] == ":":
            return self._tells_persons(before + 1, of_fate=True)
        if parse.lemmas[before] == "be":
            return len(row) > 1 and self._tells_persons(before)
        return len(row) > 1 and (self._is_plain_persons(before) or self._are_as_many(row, before))

    def _is_befallen(self, row: Sequence[_Item]) -> bool:
        """Whether a headline in capitals tells what befell those of a row: "POLICE ARREST ANA VELL AND TOMA RUZIK"."""
        words, first, last = self._parse.words, row[0].first, row[-1].last
        beside = [words[token] for token in (first - 1, last) if 0 <= token < len(words)]
        if not all(words[token].isupper() for token in range(first, last)) or row[-1].last - row[-1].first < 2:
            return False
        stems = {word.lower().removesuffix(end) for word in beside if word.isupper() for end in ("", "s", "d", "ed")}
        return not stems.isdisjoint(BEFALLEN)

    def _tells_things(self, row: Sequence[_Item]) -> bool:
        """Whether what leads to a row tells of things, bodies or places: "newspapers A and B", "workers of A"."""
        parse, before = self._parse, row[0].first - 1
        while before >= 0 and parse.words[before].lower() in PARTICLES - {"of", "at"}:
            before -= 1
        if before < 0 or parse.sentence_of[before] != parse.sentence_of[row[0].first]:
            return False
        if parse.words[before] == "of":
            return parse.tags[before - 1] == "NNS" and not self._is_of_kin(before - 1, row)
        if parse.words[before].lower() in STANDING:
            return True
        noun = self._lexicon.noun([singular(parse.words[before].lower())])
        return parse.tags[before] == "NNS" and (noun is None or noun.kind != "person")

    def _is_of_kin(self, token: int, row: Sequence[_Item]) -> bool:
        """Whether a plural before "of" leads to persons: "relatives of", and "portraits of" those of whom is told."""
        word = self._parse.words[token].lower()
        noun = self._lexicon.noun([singular(word)])
        if noun is not None:
            return noun.kind == "person" and noun.role == "CVL" and word not in OF_PLACES
        return any(each in self._known.actors for item in row for each in range(*_ends(item)))

    def _is_told(self, row: Sequence[_Item]) -> bool:
        """Whether a row has a person of whom the report tells, so that what seems a place in it is none."""
        parse, last = self._parse, row[-1].last
        after = last < len(parse.words) and parse.tags[last] in ("NN", "NNS")  # "Vell and Goma counties"
        before = parse.words[row[0].first - 1].lower() if row[0].first else ""
        actors = any(token in self._known.actors for item in row for token in range(*_ends(item)))
        return actors and not after and before not in STANDING - {"of"}

    def _is_placed(self, item: _Item) -> bool:
        """Whether a name, wherever it stands, is taken for a place's, or stands in one."""
        parse, tokens = self._parse, range(item.first, item.last)
        before = parse.words[item.first - 1].lower() if item.first else ""
        labelled = all(parse.entities[token] in PLACE_LABELS for token in tokens)
        return labelled or before in STANDING - {"of"} or any(token in self._known.places for token in tokens)

    def _is_plain_persons(self, token: int) -> bool:
        """Whether a noun names several persons who have no office: "brothers", "the couple"."""
        parse = self._parse
        noun = self._lexicon.noun([singular(parse.words[token].lower())])
        if noun is None or noun.office or noun.role is None or noun.kind == "organization":
            return False
        word = parse.words[token].lower()
        return noun.role == "CVL" and (noun.kind == "group" or singular(word) != word or parse.tags[token] == "NNS")

    def _are_as_many(self, row: Sequence[_Item], before: int) -> bool:
        """Whether a row has as many names as the persons told right before: "two members of the choir, A and B"."""
        parse = self._parse
        for token in range(before, max(before - 6, 0), -1):
            noun = self._lexicon.noun([parse.lemmas[token]]) if parse.tags[token] == "NNS" else None
            if noun is not None and noun.kind == "person" and not noun.office:
                told = [parse.words[child].lower() for child in parse.children[token] if parse.deps[child] == "nummod"]
                return parse.words[row[0].first - 1] != "of" and any(NUMBERS.get(word) == len(row) for word in told)
        return False

    def _tells_persons(self, end: int, *, of_fate: bool = False) -> bool:
        """Whether the words of a sentence before a token tell of persons, or of what became of them."""
        parse = self._parse
        sentence = parse.sentences[parse.sentence_of[end - 1]]
        for token in range(sentence.first, end):
            word = parse.words[token].lower()
            noun = self._lexicon.noun([singular(word)])
            if noun is not None and noun.kind == "person" and not noun.office and noun.role in ("CVL", "EDU", "LAB"):
                return True
            if word in self._lexicon.people_adjectives or (of_fate and parse.lemmas[token] in BEFALLEN):
                return True
        return False

    def _shares_surname(self, row: Sequence[_Item]) -> bool:
        """Whether a row is of given names of which the last alone has a surname: "Ana, Bero and Toma Ruzik"."""
        sizes = [item.last - item.first for item in row]
        if len(row) < 2 or set(sizes[:-1]) != {1} or sizes[-1] != 2 or not self._joined(FIRM, row[-2], row[-1]):
            return False
        tokens = [token for item in row for token in range(*_ends(item))]
        placed = any(self._parse.entities[token] in PLACE_LABELS or token in self._known.places for token in tokens)
        article = row[0].first and self._parse.words[row[0].first - 1].lower() in ("the", "a", "an")
        return not placed and not article and all(self._parse.words[token].isalpha() for token in tokens)

    def _names_other(self, item: _Item, row: Sequence[_Item]) -> bool:
        """Whether a name is known for a body's, a country's or, where no list shows more, a place's."""
        words = self._parse.words[item.first : item.last]
        loud = len(row) > 1 and all(self.text(each).isupper() for each in row)
        acronym = len(words) == 1 and is_acronym(words[0]) and not loud
        if acronym or self._lexicon.organization(" ".join(words)) is not None:
            return not self._is_private(item)
        if len(row) > 1 or self._is_whose(item):
            return False
        return all(token in self._known.places for token in range(*_ends(item)))


def _ends(item: _Item) -> tuple[int, int]:
    return item.first, item.last


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or any(part[:1].isupper() for part in word.split("-")[1:])
