"""YAML -> actor registry: the nouns that name actors, their roles, and the organisations that everybody knows.

Both files are read once and checked; an error names the file and the line.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

from dateline.errors import UsageError
from dateline.ontology.countries import COUNTRIES
from dateline.ontology.sources import shown
from dateline.ontology.yaml_files import YamlFile, read_yaml
from dateline.records import ActorKind

HERE = Path(__file__).parent
ROLES = frozenset("GOV MIL PAR COP SPY JUD LEG PTY OPP REB CRM CVL PRO MED BUS EDU REL LAB NGO IGO JNT".split())
LEXICON_KEYS = frozenset(
    "nouns modifiers overriding overridden rulers ruler_words ruler_countries loaded quantities partitives honorifics"
    " given_titles everyday_bodies portfolios female male peoples people_adjectives anaphors membership naming"
    " uniformed".split()
)
NOUN_KEYS = frozenset("role fallback kind state office within modified words".split())
ORGANIZATION_KEYS = frozenset("name aliases role country kind".split())
#: No noun of the lexicon has more words.
LONGEST_NOUN = 4

_WORD = re.compile(r"\w+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`.")
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "wives": "wife", "thieves": "thief", "chiefs": "chief",
    "police": "police", "people": "people", "troops": "troop", "series": "series", "forces": "force", "armies": "army",
    "bus": "bus", "corps": "corps", "press": "press", "mass": "mass", "persons": "person", "media": "media",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorNoun:
    """What a head noun says about the actor it names."""

    role: str | None
    kind: ActorKind  # of the singular
    fallback: str | None = None  # the role where neither the noun nor the words around it give one
    state: bool = False
    office: bool = False
    within: Literal["body", "nation"] | None = None  # what must be told with it to make it an office
    modified: bool = False  # an actor only in the plural or with a modifier


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLexicon:
    """Which words name actors and which roles they give; `roles.yaml` says what each table holds."""

    nouns: Mapping[str, ActorNoun]
    modifiers: Mapping[str, str]
    honorifics: Mapping[str, str | None]  # the person's sex, where the form of address tells it
    anaphors: Mapping[str, frozenset[ActorKind]]  # noun: the kinds of actor it can point back to
    overriding: frozenset[str]
    overridden: frozenset[str]
    rulers: frozenset[str]
    ruler_words: frozenset[str]
    ruler_countries: Mapping[str, str]  # a word for rulers: the country they rule
    loaded: frozenset[str]
    quantities: frozenset[str]
    partitives: frozenset[str]
    given_titles: frozenset[str]
    everyday_bodies: frozenset[str]
    portfolios: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    peoples: frozenset[str]
    people_adjectives: frozenset[str]
    membership: frozenset[str]
    naming: frozenset[str]
    uniformed: frozenset[str]
    organizations: Mapping[str, Organization]  # by each of their names, as `name_key` writes it
    version: str  # a digest of all files
    name_starts: frozenset[str] = frozenset()  # the first words, folded, of organisations' names of several words
    own_starts: frozenset[str] = frozenset()  # the same of the user's actors alone

    def noun(self, words: list[str]) -> ActorNoun | None:
        """Give the entry of the longest noun at the end of `words` (lower case, the last one in the singular).

        >>> load_roles().noun(["turkish", "prime", "minister"]).role
        'GOV'
        """
        for size in range(min(LONGEST_NOUN, len(words)), 0, -1):
            found = self.nouns.get(" ".join(words[-size:]))
            if found:
                return found
        return None

    def organization(self, name: str) -> Organization | None:
        """Give the well-known organisation of this name, if there is one.

        >>> lexicon = load_lexicon()
        >>> lexicon.organization("the U.N.").name, lexicon.organization("ice"), lexicon.organization("ICE").role
        ('United Nations', None, 'COP')
        """
        plain = name.replace(".", "").removeprefix("the ").removeprefix("The ")
        return (self.organizations.get(plain) if is_acronym(plain) else None) or self.organizations.get(
            fold_actor(name)
        )

    def on(self, day: dt.date | None) -> RoleLexicon:
        """Give the lexicon as it holds for a report of a day, without actors that had not begun or had ended."""
        if day is None or not any(entry.first or entry.last for entry in self.organizations.values()):
            return self
        kept = {key: entry for key, entry in self.organizations.items() if entry.holds_on(day)}
        return replace(self, organizations=kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """A body or group of general knowledge, or an actor of the user's file, who may be a public person."""

    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-3; None: international
    kind: ActorKind = "organization"
    first: dt.date | None = None  # the days from and until which the user's file says that it holds
    last: dt.date | None = None
    own: bool = False  # of the user's file

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the entry holds for a report of a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@functools.lru_cache(maxsize=16384)
def singular(word: str) -> str:
    """Give the singular of a lower-case noun by its ending.

    >>> [singular(word) for word in ("soldiers", "parties", "gunmen", "policewomen", "police", "churches")]
    ['soldier', 'party', 'gunman', 'policewoman', 'police', 'church']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, single in (("women", "woman"), ("men", "man"), ("children", "child"), ("ies", "y")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + single
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


@functools.lru_cache(maxsize=16384)
def fold_actor(name: str) -> str:
    """Fold case, accents, punctuation and a leading "the" away.

    >>> fold_actor("The People’s Front"), fold_actor("U.N."), fold_actor("al-Qaïda")
    ('peoples front', 'un', 'al qaida')
    """
    plain = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    words = _WORD.findall(plain)
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def is_acronym(name: str) -> bool:
    """Whether a name is written in capitals, as acronyms are.

    >>> is_acronym("FARC"), is_acronym("M-19"), is_acronym("G20"), is_acronym("Farc")
    (True, True, True, False)
    """
    return name.isupper() and " " not in name


@functools.lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """Give the key of a name: folded, or an acronym as it is written, since "ICE" is not "ice"."""
    return name.replace(".", "") if is_acronym(name) else fold_actor(name)


@functools.cache
def load_roles(path: Path = HERE / "roles.yaml") -> RoleLexicon:
    """Load the lexicon of nouns and modifiers that name actors, without any organisation."""
    return _read_lexicon(RegistryFile.read(path))


@functools.cache
def load_organizations(path: Path = HERE / "organizations.yaml") -> Mapping[str, Organization]:
    """Load the well-known organisations by each of their names."""
    return _read_organizations(RegistryFile.read(path))


@functools.cache
def load_lexicon() -> RoleLexicon:
    """Load the built-in registry: the nouns that name actors and the organisations that everybody knows."""
    texts = [(HERE / name).read_bytes() for name in ("roles.yaml", "organizations.yaml")]
    version = hashlib.sha256(b"\0".join(texts)).hexdigest()[:12]
    organizations = load_organizations()
    starts = frozenset(first_words(organizations.values()))
    return replace(load_roles(), organizations=organizations, version=version, name_starts=starts)


def first_words(organizations: Iterable[Organization]) -> Iterator[str]:
    """Give the first word, folded, of each name of several words."""
    for each in organizations:
        for name in (each.name, *each.aliases):
            words = name.removeprefix("The ").removeprefix("the ").split()
            if len(words) > 1:
                yield fold_actor(words[0])


@dataclass(frozen=True, slots=True)
class RegistryFile(YamlFile):
    """A file of actors or of words that name them, with what its values must be."""

    @classmethod
    def read(cls, path: Path) -> RegistryFile:
        """Read a YAML file that holds a mapping."""
        file = read_yaml(path, path.name)
        if not isinstance(file.data, dict):
            raise UsageError(f"{path.name}:1: expected a mapping, found {type(file.data).__name__}")
        return cls(file.name, file.text, file.data, file.lines)

    def words(self, *trail: str | int) -> list[str]:
        """Give the list of words at a trail of keys."""
        value: Any = self.data
        for step in trail:
            value = value[step] if isinstance(step, int) else value.get(step, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.fail(trail, f"expected a list of words, found {shown(value)}")
        return value

    def table(self, key: str) -> Mapping[str, Any]:
        """Give the mapping under a key."""
        value = self.data.get(key) or {}
        if not isinstance(value, dict):
            self.fail((key,), f"`{key}` must be a mapping")
        return value

    def check_keys(self, trail: tuple[str | int, ...], found: object, known: frozenset[str]) -> None:
        """Refuse a mapping with unknown keys."""
        if not isinstance(found, dict):
            self.fail(trail, f"expected a mapping, found {shown(found)}")
        for key in sorted(found.keys() - known):
            self.fail((*trail, key), f"unknown key `{key}`; known: {', '.join(sorted(known))}")

    def check_role(self, trail: tuple[str | int, ...], role: object) -> None:
        """Refuse an unknown role."""
        if role is not None and (not isinstance(role, str) or role not in ROLES):
            self.fail(trail, f"unknown role `{role}`; known: {', '.join(sorted(ROLES))}")

    def check_country(self, trail: tuple[str | int, ...], country: object) -> None:
        """Refuse what is no country's code."""
        if country is not None and (not isinstance(country, str) or country not in COUNTRIES):
            self.fail(trail, f"expected an ISO 3166-1 alpha-3 code, such as PRT, found {shown(country)}")

    def kind(self, trail: tuple[str | int, ...], value: object) -> ActorKind:
        """Give a value as a kind of actor; refuse any other."""
        if value not in get_args(ActorKind):
            self.fail(trail, f"unknown kind `{value}`; known: {', '.join(get_args(ActorKind))}")
        return cast(ActorKind, value)


def _read_lexicon(file: RegistryFile) -> RoleLexicon:
    file.check_keys((), file.data, LEXICON_KEYS)
    anaphors: dict[str, set[ActorKind]] = {}
    for kind in file.table("anaphors"):
        for word in file.words("anaphors", kind):
            anaphors.setdefault(word, set()).add(file.kind(("anaphors", kind), kind))
    honorifics = file.table("honorifics")
    for key, sex in honorifics.items():
        if sex not in ("f", "m", None):
            file.fail(("honorifics", key), f"expected f, m or null, found {sex!r}")
    for key in ("overriding", "overridden"):
        for role in file.words(key):
            file.check_role((key,), role)
    sets = (
        "overriding overridden rulers ruler_words loaded quantities partitives given_titles everyday_bodies portfolios"
        " female male peoples people_adjectives membership naming uniformed"
    )
    return RoleLexicon(
        nouns=dict(_read_nouns(file)),
        modifiers=dict(_read_modifiers(file)),
        honorifics=dict(honorifics),
        ruler_countries=dict(file.data.get("ruler_countries") or {}),
        anaphors={word: frozenset(kinds) for word, kinds in anaphors.items()},
        organizations={},
        version="",
        **{key: frozenset(file.words(key)) for key in sets.split()},
    )


def _read_nouns(file: RegistryFile) -> Iterator[tuple[str, ActorNoun]]:
    groups = file.data.get("nouns")
    if not isinstance(groups, list):
        file.fail(("nouns",), "`nouns` must be a list")
    seen: set[str] = set()
    for number, group in enumerate(groups):
        trail = ("nouns", number)
        file.check_keys(trail, group, NOUN_KEYS)
        entry = _read_noun(file, trail, group)
        for word in file.words(*trail, "words"):
            if word in seen:
                file.fail((*trail, "words"), f"`{word}` stands in two groups of nouns")
            if len(word.split()) > LONGEST_NOUN:
                file.fail((*trail, "words"), f"`{word}` has more than {LONGEST_NOUN} words")
            seen.add(word)
            yield word, entry


def _read_noun(file: RegistryFile, trail: tuple[str | int, ...], group: Mapping[str, Any]) -> ActorNoun:
    for key in ("role", "fallback"):
        file.check_role((*trail, key), group.get(key))
    for key in ("state", "office", "modified"):
        if not isinstance(group.get(key, False), bool):
            file.fail((*trail, key), f"expected true or false, found {group[key]!r}")
    if group.get("within") not in (None, "body", "nation"):
        file.fail((*trail, "within"), f"expected body or nation, found {group['within']!r}")
    return ActorNoun(
        role=group.get("role"),
        fallback=group.get("fallback"),
        within=group.get("within"),
        kind=file.kind((*trail, "kind"), group.get("kind")),
        **{key: group.get(key, False) for key in ("state", "office", "modified")},
    )


def _read_modifiers(file: RegistryFile) -> Iterator[tuple[str, str]]:
    for role in file.table("modifiers"):
        file.check_role(("modifiers", role), role)
        for word in file.words("modifiers", role):
            yield word, role


def _read_organizations(file: RegistryFile) -> dict[str, Organization]:
    file.check_keys((), file.data, frozenset({"organizations"}))
    entries = file.data.get("organizations")
    if not isinstance(entries, list):
        file.fail(("organizations",), "`organizations` must be a list")
    table: dict[str, Organization] = {}
    for number, entry in enumerate(entries):
        trail = ("organizations", number)
        file.check_keys(trail, entry, ORGANIZATION_KEYS)
        organization = _read_organization(file, trail, entry)
        for name in (organization.name, *organization.aliases):
            other = table.setdefault(name_key(name), organization)
            if other is not organization:
                file.fail((*trail, "name"), f"`{name}` is also a name of {other.name}")
    return table


def _read_organization(file: RegistryFile, trail: tuple[str | int, ...], entry: Mapping[str, Any]) -> Organization:
    if not isinstance(entry.get("name"), str):
        file.fail(trail, "an organisation needs a `name`")
    country = entry.get("country")
    file.check_country((*trail, "country"), country)
    file.check_role((*trail, "role"), entry.get("role"))
    return Organization(
        name=entry["name"],
        aliases=tuple(file.words(*trail, "aliases")),
        role=entry.get("role"),
        country=country,
        kind=file.kind((*trail, "kind"), entry.get("kind", "organization")),
    )
