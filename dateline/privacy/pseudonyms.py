"""Names of one report's private persons -> persons, and a pseudonym for each that only the store's secret can give.

A pseudonym is keyed by HMAC-SHA256 (RFC 2104) over the report's id and the person's folded full name. One person has
the same one throughout a report and in every export of it; no one can tell from two pseudonyms, of two reports or of
two stores, whether they stand for one person, nor try out names on them without the secret.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dateline.privacy.names import (
    BETWEEN,
    NAMING_NOBODY,
    WITHHELD,
    WORD,
    folded_words,
    is_address,
    is_name,
    name_finder,
    name_parts,
    spellings,
    without_descriptions,
)

#: No vowels and never two letters in a row, so that a pseudonym can hold no name and no word; none that look alike.
LETTERS, DIGITS = "bcdfghjkmnpqrstvwxz", "23456789"
#: 66 million pseudonyms: among 100 persons of one report the chance that two share one is below 1 in 10,000.
SHAPE = (LETTERS, DIGITS, LETTERS, DIGITS, LETTERS, DIGITS, LETTERS)

#: The key of the person whom words mean, to the words that stand for the person; None: nobody in particular.
Label = Callable[[str | None], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One private person of a report, by the words of all names that the report has for them."""

    key: str  # the folded full name, its words sorted
    forms: tuple[frozenset[str], ...]  # the words that name somebody, once for each spelling
    words: frozenset[str]  # all words, particles too


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a text that names somebody: one name or several parts of one, with what stands between them."""

    start: int
    end: int
    person: str | None  # its key; None where it may be several or nobody known


def pseudonym(secret: bytes, report_id: str, key: str) -> str:
    """Give the words that stand for a person of a report.

    >>> pseudonym(b"secret", "r1", "ana vell")
    '[person m2d5g7x]'
    """
    told = json.dumps([report_id, key]).encode()
    number = int.from_bytes(hmac.new(secret, told, hashlib.sha256).digest())
    signs = []
    for alphabet in SHAPE:
        number, place = divmod(number, len(alphabet))
        signs.append(alphabet[place])
    return f"[person {''.join(signs)}]"


class Persons:
    """The private persons of one report, and whom of them some words mean."""

    def __init__(self, names: Iterable[str], public: Iterable[str] = ()) -> None:
        """Take the names of private persons, in whatever forms, and the public names that may share parts."""
        told = sorted({name for name in names if is_name(name) and not is_address(name)})
        self._persons = _persons(without_descriptions(told))
        self._public = frozenset(word for name in spellings(public) for word in folded_words(name))

    def meant(self, words: Sequence[str], *, strict: bool = True) -> str | None:
        """Give the key of the one person whom folded words can mean; None for several, none or a public person.

        `strict`: a word that is no part of any name makes it nobody's; else such words are passed over.
        """
        full = [word for word in words if len(word) > 1]
        known = [word for word in full if any(word in person.words for person in self._persons)]
        if not known or (strict and not NAMING_NOBODY.union(known).issuperset(full)):
            return None
        telling = [word for word in known if word not in NAMING_NOBODY] or known
        found = [person for person in self._persons if person.words.issuperset(telling)]
        if len(found) != 1 or not _fits_initials(words, found[0]) or self._may_be_public(telling, found[0]):
            return None
        return found[0].key

    def _may_be_public(self, telling: Iterable[str], person: Person) -> bool:
        said = set(telling)
        return said <= self._public and not any(said >= form for form in person.forms)

    def of_name(self, *names: str) -> str | None:
        """Give the key of the person who bears the first of some names that tells it."""
        keys = (self.meant(folded_words(name), strict=False) for name in names)
        return next((key for key in keys if key), None)


def _fits_initials(words: Iterable[str], person: Person) -> bool:
    letters = {word[0] for word in person.words}
    return all(word in letters for word in words if len(word) == 1 and word.isalpha())


def _persons(names: Iterable[str]) -> list[Person]:
    """Join the names that one person bears: a name whose words all stand in another's is that one's.

    A part that several longer names hold is no person of its own, since it may be either.
    """
    found: list[Person] = []
    for name in sorted(names, key=lambda name: (-len(_form(name)), name)):
        forms = tuple(dict.fromkeys(_form(spelling) for spelling in spellings([name])))
        words = frozenset(word for spelling in spellings([name]) for word in folded_words(spelling))
        owners = [i for i, person in enumerate(found) if _holds(person, forms)]
        if not owners:
            found.append(Person(key=" ".join(sorted(forms[0])), forms=forms, words=words))
        elif len(owners) == 1:
            owner = found[owners[0]]
            found[owners[0]] = Person(key=owner.key, forms=owner.forms + forms[1:], words=owner.words | words)
    return found


def _form(name: str) -> frozenset[str]:
    return frozenset(name_parts(name)) or frozenset(folded_words(name))


def _holds(person: Person, forms: Iterable[frozenset[str]]) -> bool:
    return any(form <= whole for form in forms for whole in person.forms)


class PrivateNames:
    """The names of one report's private persons: where a text tells them, and whom each means."""

    def __init__(self, names: Iterable[str], public: Iterable[str] = ()) -> None:
        """Take the names of private persons, in whatever forms, and the public names that may share parts."""
        told, kept = list(names), list(public)
        self.persons = Persons(told, kept)
        self._find = name_finder(told, kept)

    def stretches(self, text: str) -> Iterator[Stretch]:
        """Find names; parts that stand together are one: a name, its middle name or initial, and the rest of it."""
        run: list[tuple[int, int]] = []
        for start, end in self._find(text):
            if run and not BETWEEN.fullmatch(text, run[-1][1], start):
                yield from self._read_run(text, run)
                run = []
            run.append((start, end))
        if run:
            yield from self._read_run(text, run)

    def _read_run(self, text: str, run: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
        """Read a run as one name where it can be; else as one on each side of a full stop."""
        whole = self._stretch(text, run)
        if whole.person:
            yield whole
            return
        part = [run[0]]
        for (_, end), stretch in pairwise(run):
            if "." in text[end : stretch[0]] and not WORD.search(text, end, stretch[0]):
                yield self._stretch(text, part)
                part = []
            part.append(stretch)
        yield self._stretch(text, part)

    def _stretch(self, text: str, run: Sequence[tuple[int, int]]) -> Stretch:
        words = [word for start, end in run for word in folded_words(text[start:end])]
        return Stretch(start=run[0][0], end=run[-1][1], person=self.persons.meant(words))


def labeller(secret: bytes | None, report_id: str) -> Label:
    """Give the function from a person's key to what stands for the person: without a secret all are only withheld."""
    return lambda key: pseudonym(secret, report_id, key) if secret and key else WITHHELD
