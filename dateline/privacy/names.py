"""Names of persons, text → the stretches that tell them: the names in full, their parts and other spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

Mask = Callable[[str], str]
WITHHELD = "[name withheld]"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Parts of names that name nobody by themselves
PARTICLES = _words(
    """a abu al an and at bin bint brig capt col cpl da dal dame das de del della der des di don dona dos dr du e el en
    fr gen haji hajj ibn ibnu imam jr judge la lady las le les lo lord los lt maj minister miss mr mrs ms mullah of
    president prof rev san santa sayed sayyed sgt shaikh sheikh sir sr st ter the ul um umm van ve von y"""
)
# English words that are names too: in small letters they are taken for the word
ORDINARY = _words(
    """art ash basil bay bill bird black blue bob bond book bow brand brave bright brook brown bush carol chance chase
    church clay cook cross crown dale dawn day dean do drew drum duke earl early east faith field fish ford fox
    frank free grace grant gray green grey guy ha hall ham hand hardy he her hill his home hope hunt im in iris is
    it jack jay joy judge june just king lane law lee long love major mark marsh mason may merry mike miles mill
    miller moon more moss nick no noble north not now old on or pat peace penny poor power price prince queen rain
    ray reed rich ring river rob robin rock rose ruby rule run sand saw sea see sharp she short sister so son song
    star stone stream strong sue summer sun they thin to tom true van victor view wade walker war ward we weir west
    white will win winter wise wolf wood woods yet you young"""
)
# How a description begins that names nobody ("a student"), and words that stand for a name
DESCRIBING = _words(
    """a an the this that these those some any one two three four five six seven eight nine ten several many other
    another his her their its our my your"""
)
PRONOUNS = _words(
    """he him himself her hers herself i it itself me mine myself our ours she someone theirs them themselves they us we
    who whom whose you yours"""
)
NAMING_NOBODY = PARTICLES | DESCRIBING | PRONOUNS
# Those that open or end a name and may then stand for it: "An" of "Tran Hoai An"
SHORT_NAMES = NAMING_NOBODY - _words(
    """and at brig capt col cpl dame dr fr gen haji hajj imam jr judge lady lord lt maj minister miss mr mrs ms mullah
    of president prof rev santa sgt shaikh sheikh sir sr st"""
)
OPENING_NONE = DESCRIBING - {"an"}
# Days and months that persons are named after
CALENDAR = _words(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december"""
)
# Particles and titles that can be a whole name, as in "Abu Sayed"
LONE = PARTICLES - DESCRIBING - _words("al and at de el en la las le les lo los lt maj miss mr mrs ms of st um")
WORD = re.compile(r"[^\W_]+")
WORD_WHOLE = re.compile(r"[^\W_]+(?:[-‐–][^\W_]+)*")  # "Min-jun" is one
BEGIN, END = r"(?<![^\W_])", r"(?![^\W_])"
# What stands between two parts of one name: a sign, an initial or a middle name
BETWEEN = re.compile(r"[\s.\-–]+(?:[A-Z][\w.]*\s+)?")
# Letters that do not decompose, as those write them who lack them; and letters that these spell with two others
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "þ": "th", "ŋ": "n",
     "ŧ": "t", "ə": "a"}
)  # fmt: skip
SPELLED_OUT = {"ø": "oe", "ö": "oe", "ä": "ae", "ü": "ue", "å": "aa", "đ": "dj", "ð": "dh", "ə": "e"}
# What stands before a day or month that names nobody, and after it
BEFORE_DAY = re.compile(
    r"(?:\b(?:on|in|since|until|till|last|next|this|every|each|late|early|mid|during)|\d(?:st|nd|rd|th)?)[\s\-–]+$",
    re.I,
)
AFTER_DAY = re.compile(r"\s+\d|\s+(?:morning|afternoon|evening|night)s?\b")
# Where a word has a capital though it names nobody, and what follows there on a name
OPENING = re.compile(r"(?:^|[.!?:;“\"‘(\[\n—–]\s*|\s-\s*)$")
AFTER_NAME = re.compile(
    r"['’]s\b|,\s+(?:\d|who\b|an?\b|the\b)|\s+(?:was|is|has|had|said|says|told|will|would|could|did|died)\b"
)
AFTER_ARTICLE = re.compile(r"\b(?:the|an?)\s+$", re.I)
CAPITAL_NEXT = re.compile(r"[\s\-–]+[^\W\d_a-z]")
SEVERAL_WITHHELD = re.compile(rf"{re.escape(WITHHELD)}(?:{BETWEEN.pattern}{re.escape(WITHHELD)})+")
#: "A member of the Union": a person told by what they belong to.
DESCRIPTION = re.compile(
    r"(?:[Aa]n? |[Tt]he |[Oo]ne |[Hh]is |[Hh]er |[Tt]heir )?[a-z-]+(?: [a-z-]+)* (?:of|from|at|in|for) "
)


def is_name(text: str) -> bool:
    """Tell a name from a description or a pronoun, which names nobody.

    >>> [is_name(words) for words in ("Ana Vell", "the Vell family", "The student", "retired dock worker", "She")]
    [True, True, False, False, False]
    >>> [is_name(words) for words in ("A young member of the Union of Weavers", "Ana Vell of Lima")]
    [False, True]
    """
    telling = (_is_capital(word) and word.lower() not in NAMING_NOBODY for word in WORD.findall(text))
    return not DESCRIPTION.match(text) and (any(telling) or _is_particles(text))


def _is_particles(text: str) -> bool:
    """Tell whether a name is made of particles and titles only, so that no part of it names anybody by itself."""
    words = WORD.findall(text)
    small = [word.lower() for word in words]
    written = bool(words) and _is_capital(words[0]) and _is_capital(words[-1]) and small[0] not in DESCRIBING
    return written and PARTICLES.issuperset(small) and not LONE.isdisjoint(small)


def _is_capital(word: str) -> bool:
    return not word[0].islower() and not word[0].isdigit()


def mask_names(text: str, names: Iterable[str]) -> str:
    """Replace names, their parts and their possessives in a text.

    >>> mask_names("Ana Vell's brother said the Vells will stay.", ["Ana Vell"])
    "[name withheld]'s brother said the [name withheld] will stay."
    """
    return name_mask(names)(text)


def name_mask(names: Iterable[str], *, keep: Iterable[str] = (), withheld: str = WITHHELD) -> Mask:
    """Give the function that replaces names in a text; `keep` are public names that share a part with them."""
    find = name_finder(names, keep)

    def mask(text: str) -> str:
        pieces, done = [], 0
        for start, end in find(text):
            pieces += [text[done:start], withheld]
            done = end
        return SEVERAL_WITHHELD.sub(WITHHELD, "".join([*pieces, text[done:]])) if pieces else text

    return mask


def name_finder(names: Iterable[str], keep: Iterable[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    """Give the function that finds names in a text, as `name_mask` does, by the start and end of each stretch."""
    told = list(names)
    addresses = {_fold(name)[0] for name in told if is_address(name)}
    names = without_descriptions([name for name in spellings(told) if is_name(name) and not is_address(name)])
    pattern = _name_pattern(names, _unambiguous(spellings(keep), names), addresses)
    short = re.compile(f"{BEGIN}(?:{either({part for name in names for part in _short_names(name)})}){END}")

    def find(text: str) -> Iterator[tuple[int, int]]:
        found: set[tuple[int, int]] = set()
        foldings = list(_foldings(text)) if names or addresses else []
        for folded, positions in foldings:
            for match in pattern.finditer(folded):
                start, end = positions[match.start()], positions[match.end()]
                ordinary = match["ordinary"] and text[start].islower()
                if not (match["keep"] or ordinary or (match.group() in CALENDAR and _is_day(text, start, end))):
                    found.add((start, end))
        for folded, positions in foldings:
            stretches = ((positions[match.start()], positions[match.end()]) for match in short.finditer(folded))
            found.update([stretch for stretch in stretches if _stands_for_name(text, *stretch, found)])
        return _joined(sorted(found))

    return find


def _is_day(text: str, start: int, end: int) -> bool:
    """Tell "in May" and "May 3" from a person of that name."""
    return bool(BEFORE_DAY.search(text, max(start - 12, 0), start) or AFTER_DAY.match(text, end))


def _short_names(name: str) -> set[str]:
    """Give the words that open or end a name and that name somebody only where the sentence shows it.

    >>> _short_names("Tran Hoai An"), _short_names("Dr Ana Vell"), _short_names("Le Thi Hoa")
    ({'an'}, set(), {'le'})
    """
    words = [word for word in WORD.findall(name) if len(word) > 1]
    if len(words) < 2 or not _is_full_name(name):
        return set()
    first, last = (_fold(word)[0] for word in (words[0], words[-1]))
    opens = {first} - OPENING_NONE if _is_capital(words[0]) else set()
    return (opens | ({last} if _is_capital(words[-1]) else set())) & SHORT_NAMES


def _stands_for_name(text: str, start: int, end: int, found: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a small word with a capital stands where a name does: "officers led An away", "An was held"."""
    if not text[start].isupper() or text[start:end].isupper():
        return False
    if any(_is_beside(text, last, start) or _is_beside(text, end, first) for first, last in found):
        return True
    if CAPITAL_NEXT.match(text, end) or AFTER_ARTICLE.search(text, max(start - 5, 0), start):
        return False
    return not OPENING.search(text, max(start - 4, 0), start) or AFTER_NAME.match(text, end) is not None


def _is_beside(text: str, start: int, end: int) -> bool:
    return 0 < end - start < 3 and all(sign.isspace() or sign in "-–" for sign in text[start:end])


def _joined(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join the stretches of a text that overlap."""
    first = last = 0
    for start, end in stretches:
        if start >= last:
            if first < last:
                yield first, last
            first = start
        last = max(last, end)
    if first < last:
        yield first, last


def spellings(names: Iterable[str]) -> list[str]:
    """List names, each also with the letters spelled out that some write as two.

    >>> spellings(["Ana Vell", "Søren Holm"])
    ['Ana Vell', 'Søren Holm', 'Soeren Holm']
    """
    found: dict[str, None] = {}
    for name in names:
        letters = unicodedata.normalize("NFC", name)
        found[name] = found["".join(_spelled_out(letter) or letter for letter in letters)] = None
    return list(found)


def _spelled_out(letter: str) -> str | None:
    pair = SPELLED_OUT.get(letter.lower())
    return pair.capitalize() if pair and letter.isupper() else pair


def name_words(name: str) -> frozenset[str]:
    """Give the words of a name that tell whose it is, in small letters; all of them where none does."""
    words = frozenset(word.casefold() for word in WORD.findall(name))
    return words - NAMING_NOBODY or words


def is_address(text: str) -> bool:
    """Tell a handle, mail address or telephone number from a name."""
    return "@" in text or (text[:1] in ("+", "(", "0") and not any(map(str.isalpha, text)))


def _name_pattern(names: list[str], keep: list[str], addresses: Iterable[str]) -> re.Pattern[str]:
    parts = {part for name in names for part in name_parts(name)}
    ordinary, telling = parts & ORDINARY, parts - ORDINARY
    lone = {r"[\W_]{1,3}".join(folded_words(name)) for name in names if _is_particles(name)}
    tagged = {part for part in telling if len(part) > 3}
    phrases = {_phrase(name) for name in names if not _is_particles(name)} - {""}
    choices = [
        rf"(?P<keep>{BEGIN}(?:{either(map(_phrase, keep))}){END})",
        rf"(?<!\w)(?:{either(map(re.escape, addresses))})(?!\w)",
        rf"[#@]\w*(?:{either(tagged)})\w*",
        rf"{BEGIN}(?:{either(phrases)})(?:e?s)?{END}",
        rf"{BEGIN}(?:[a-z]\.\s*)*(?:{either(telling)})(?:e?s)?{END}",
        rf"(?P<ordinary>{BEGIN}(?:{either(ordinary | lone)})(?:e?s)?{END})",
    ]
    return re.compile("|".join(choices))


def either(choices: Iterable[str]) -> str:
    """Give the pattern of any of several patterns, the longest first; one that nothing fits where there is none."""
    return "|".join(sorted(choices, key=lambda choice: (-len(choice), choice))) or r"(?!)"


def _phrase(name: str) -> str:
    """Give the pattern of a whole name, however its words are joined; none for a word that only describes."""
    words = folded_words(name)
    return r"[\W_]{0,3}".join(words) if len(words) > 1 else ""


def folded_words(name: str) -> list[str]:
    """Give the words of a name in small plain letters.

    >>> folded_words("Søren Nørvik-Holm's")
    ['soren', 'norvik', 'holm', 's']
    """
    return WORD.findall(_fold(name)[0])


def name_parts(name: str) -> set[str]:
    """Give the folded words of a name that name somebody by themselves.

    >>> sorted(name_parts("Dr Ana van der Vell"))
    ['ana', 'vell']
    """
    folded = {_fold(token)[0] for token in WORD.findall(name) if _is_capital(token)}
    return {part for part in folded - NAMING_NOBODY if len(part) > 1 and not part.isdigit()}


def without_descriptions(names: list[str]) -> list[str]:
    """Leave out a name with a description ("union secretary Ana Vell") where the bare name is given too."""
    words = {name: set(folded_words(name)) for name in names}

    def is_described(name: str) -> bool:
        return not _is_full_name(name) and any(words[other] < words[name] for other in names)

    return [name for name in names if not is_described(name)]


def _unambiguous(keep: Iterable[str], names: list[str]) -> list[str]:
    """Keep a public name only where it is a full name, and holds none of the private names whole."""
    private = [set(folded_words(name)) for name in names]
    words = {name: set(folded_words(name)) for name in keep if _is_full_name(name)}
    return [name for name, held in words.items() if not any(whole <= held for whole in private)]


def _is_full_name(name: str) -> bool:
    tokens = [match.group() for match in WORD_WHOLE.finditer(name)]
    return len(WORD.findall(name)) > 1 and all(token in PARTICLES or _is_capital(token) for token in tokens)


def _foldings(text: str) -> Iterator[tuple[str, Sequence[int]]]:
    """Fold a text, and once more with its letters spelled out if it has such."""
    yield _fold(text)
    if not text.isascii() and any(_spelled_out(letter) for letter in set(text)):
        yield _fold(text, SPELLED_OUT)


def _fold(text: str, spelled: Mapping[str, str] = MappingProxyType({})) -> tuple[str, Sequence[int]]:
    """Give a text in small plain letters, and where each of its characters comes from."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    letters, positions = [], []
    for i, character in enumerate(text):
        plain = spelled.get(character.lower()) or unicodedata.normalize("NFKD", character).lower().translate(PLAIN)
        for letter in plain:
            if not unicodedata.combining(letter):
                letters.append(letter)
                positions.append(i)
    return "".join(letters), [*positions, len(text)]
