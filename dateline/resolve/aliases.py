"""ActorMention... -> one name for each actor of a report: its fullest form there, acronyms and spellings joined.

Nothing is carried from report to report, and no list of persons is consulted.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.ontology.registry import fold_actor, is_acronym, load_roles, singular

_ASIDE = re.compile(r"\s*\(([^()]*)\)")
_SPACE = re.compile(r"\s+")
_SMALL = frozenset("of the and for in on to de la el al".split())
#: Letters and pairs of them that transliterations exchange.
_SOUNDS = (
    ("kh", "k"),
    ("gh", "g"),
    ("ph", "f"),
    ("dj", "j"),
    ("dh", "d"),
    ("th", "t"),
    ("q", "k"),
    ("c", "k"),
    ("w", "v"),
)


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a report names an actor."""

    name: str
    country: str | None = None
    position: int = 0  # of its first mention
    sentences: frozenset[int] = frozenset()  # that name the actor so
    headline: bool = False  # whether a headline is where it comes first


def plain_name(text: str) -> str:
    """Write a name on one line, with plain apostrophes and without an article.

    >>> plain_name("the People’s\\nFront")
    "People's Front"
    """
    name = _SPACE.sub(" ", text.replace("’", "'").replace("\u00a0", " ")).strip(' ,;:"“”')
    return name[4:] if name[:4] in ("the ", "The ") and len(name) > 4 else name


def bare_name(name: str) -> str:
    """Give a name without what it holds in brackets.

    >>> bare_name("River Front (RF) Youth Units")
    'River Front Youth Units'
    """
    return _ASIDE.sub("", name).strip()


def aside_names(name: str) -> list[str]:
    """Give the other names that a name holds in brackets at its end: acronyms and translations.

    >>> aside_names("People's Front of Valdia (PFV/VF)"), aside_names("River Front (RF) Youth Units")
    (['PFV', 'VF', 'PFV/VF'], [])
    """
    match = re.search(r"\(([^()]*)\)$", name)
    if match is None:
        return []
    parts = [part.strip() for part in re.split(r"/|\bor\b", match.group(1)) if part.strip()]
    return [*parts, match.group(1).strip()] if len(parts) > 1 else parts


def inner_names(name: str) -> list[tuple[str, list[str]]]:
    """Give the bodies that a longer name begins with and their other names: "River Front (RF) Youth Units"."""
    return [(name[: match.end()], aside_names(name[: match.end()])) for match in _ASIDE.finditer(name)]


def initials(name: str) -> str:
    """Give the initials of a name's telling words.

    >>> initials("People's Front for the Freedom of Valdia")
    'PFFV'
    """
    words = re.findall(r"[\w']+", bare_name(name))
    return "".join(word[0].upper() for word in words if word.lower() not in _SMALL)


@functools.lru_cache(maxsize=8192)
def name_words(name: str) -> tuple[str, ...]:
    """Give a name's folded words in the singular, those in brackets left out."""
    return tuple(singular(word) for word in fold_actor(bare_name(name)).split())


def join_organizations(forms: Sequence[Form]) -> dict[str, str]:
    """Map each name of an organisation to its fullest form in the report.

    >>> names = [Form("River Front (RF) Youth Units"), Form("RF Youth Units"), Form("Youth Units"), Form("RF")]
    >>> join_organizations(names)["Youth Units"], join_organizations(names)["RF"]
    ('River Front (RF) Youth Units', 'River Front (RF)')
    """
    fullest = _introduced(forms)
    result = {form.name: _expand(form.name, fullest) for form in forms}
    known = _all_forms(forms, result)
    for form in sorted(forms, key=lambda form: -len(name_words(result[form.name]))):
        longer = _longer_form(replace(form, name=result[form.name]), known, result)
        if longer is not None:
            result[form.name] = longer
    return result


def _all_forms(forms: Sequence[Form], fullest: Mapping[str, str]) -> list[Form]:
    """Give the forms and the names in full that they stand for, each with all sentences that name it so."""
    known = {form.name: form for form in forms}
    for form in forms:
        full = known.get(fullest[form.name], Form(fullest[form.name]))
        known[full.name] = replace(full, sentences=full.sentences | form.sentences)
    return list(known.values())


def _introduced(forms: Iterable[Form]) -> dict[str, str]:
    """Map each acronym and other name that the report introduces to the name in full."""
    found: dict[str, str] = {}
    full_names = []
    for form in forms:
        inner = inner_names(form.name)
        if inner:
            for whole, others in inner:
                for other in others:
                    found.setdefault(fold_actor(other), whole)
                found.setdefault(fold_actor(bare_name(whole)), whole)
        elif " " in form.name:
            full_names.append(form.name)
    for form in forms:
        if is_acronym(form.name) and len(form.name) > 2 and fold_actor(form.name) not in found:
            match = next((full for full in full_names if initials(full) == form.name.replace(".", "")), None)
            if match:
                found[fold_actor(form.name)] = match
    return found


def _expand(name: str, fullest: Mapping[str, str]) -> str:
    """Write an acronym in full, also where it begins a longer name ("RF Youth Units")."""
    whole = fullest.get(fold_actor(name))
    if whole is not None:
        return whole
    words = name.split()
    for size in range(len(words) - 1, 0, -1):
        first = " ".join(words[:size])
        if fold_actor(first) in fullest and (is_acronym(first) or "/" in first):
            return " ".join([fullest[fold_actor(first)], *words[size:]])
    return name


def _longer_form(form: Form, others: Sequence[Form], fullest: Mapping[str, str]) -> str | None:
    """Give the fullest name of which this one is a shorter form: its last words, or some of them with the last.

    Two names that one sentence tells apart are two actors, and only a headline tells the shorter form first. A bare
    noun ("the Front") means a longer name only where an earlier sentence has that, and none another that ends alike.
    """
    words = name_words(form.name)
    if not words:
        return None
    longer = [other for other in others if len(name_words(other.name)) > len(words) and _shortens(words, other.name)]
    longer = [other for other in longer if not (form.country and other.country and form.country != other.country)]
    countries = {other.country for other in longer if other.country}
    if not longer or len(countries) > 1 or any(form.sentences & other.sentences for other in longer):
        return None
    if _is_bare_noun(words):
        fits = {fullest.get(other.name, other.name) for other in longer}
        return fits.pop() if len(fits) == 1 and any(_is_earlier(other, form) for other in longer) else None
    if not form.headline and all(_is_earlier(form, other) for other in longer):
        return None
    name = max(longer, key=lambda other: (len(name_words(other.name)), len(other.name))).name
    return fullest.get(name, name)


def _is_bare_noun(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and load_roles().noun(list(words)) is not None


def _is_earlier(one: Form, other: Form) -> bool:
    return bool(one.sentences and other.sentences) and min(one.sentences) < min(other.sentences)


def _shortens(words: tuple[str, ...], name: str) -> bool:
    longer = name_words(name)
    if longer[-len(words) :] == words:
        return True
    if len(words) < 2 or longer[-1] != words[-1]:
        return False
    rest = iter(longer)
    return all(word in rest for word in words)


def sounds_like(one: str, other: str) -> bool:
    """Whether two given names or surnames are spellings of one.

    >>> sounds_like("Qasem", "Kassem"), sounds_like("Mohammad", "Muhammed"), sounds_like("Hassan", "Hussein")
    (True, True, False)
    """
    a, b = _skeleton(fold_actor(one)), _skeleton(fold_actor(other))
    if a == b:
        return True
    return _consonants(a) == _consonants(b) and _distance(a, b) <= (2 if min(len(a), len(b)) >= 6 else 1)


@functools.lru_cache(maxsize=1 << 16)
def _skeleton(word: str) -> str:
    for sound, letter in _SOUNDS:
        word = word.replace(sound, letter)
    word = word.replace("ou", "u").replace("oo", "u").replace("ee", "i").replace("y", "i")
    return re.sub(r"(.)\1", r"\1", word)


def _consonants(word: str) -> str:
    return re.sub(r"[aeiou]", "", word)


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def is_same_person(short: str, full: str) -> bool:
    """Whether a person's name can be a form of a fuller one.

    >>> [is_same_person(name, "Ana Berg") for name in ("Berg", "Anna Berg", "Paul Berg")]
    [True, True, False]
    """
    a, b = short.split(), full.split()
    if len(a) == 1:
        return sounds_like(a[0], b[-1]) or (len(b) > 1 and len(a[0]) > 3 and a[0] == b[0])
    if len(b) < 2 or not sounds_like(a[0], b[0]):
        return False
    rest = iter(b[1:])
    return all(any(sounds_like(word, other) or _initial(word, other) for other in rest) for word in a[1:])


def _initial(one: str, other: str) -> bool:
    return len(one.rstrip(".")) == 1 and other.startswith(one[0])


def join_persons(forms: Sequence[Form]) -> dict[int, str]:
    """Map each mention (by position) of a person to the fullest form of the name in the report.

    A surname that several persons bear means the only one of them named since all of them were, else nobody of them.
    """
    in_order = sorted(forms, key=lambda form: form.position)
    joined = _fuller_names(dict.fromkeys(form.name for form in in_order if " " in form.name))
    persons = list(dict.fromkeys(joined.values()))
    result: dict[int, str] = {}
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for form in in_order:
        person = joined.get(form.name)
        if person is not None:
            first.setdefault(person, form.position)
            last[person] = form.position
        result[form.position] = person or _bearer(form.name, persons, first, last) or form.name
    return result


def _fuller_names(names: Iterable[str]) -> dict[str, str]:
    """Map each name of several words to the fullest form of it."""
    full = sorted(names, key=lambda name: (-len(name.split()), -len(name)))
    joined: dict[str, str] = {}
    alike: dict[str, list[str]] = {}  # the fullest names by the sound of their first word
    for name in full:
        known = alike.setdefault(_consonants(_skeleton(fold_actor(name.split()[0]))), [])
        joined[name] = next((longer for longer in known if is_same_person(name, longer)), name)
        if joined[name] == name:
            known.append(name)
    return joined


def _bearer(name: str, persons: Sequence[str], first: Mapping[str, int], last: Mapping[str, int]) -> str | None:
    """Give the person whom a single name means, by where each was told in full first and last before it."""
    fits = [person for person in persons if is_same_person(name, person)]
    fits = [person for person in fits if person in first] or fits
    if len(fits) < 2:
        return fits[0] if fits else None
    all_told = max(first.get(person, 0) for person in fits)
    since = [person for person in fits if last.get(person, 0) > all_told]
    return since[0] if len(since) == 1 else None
