"""The publication profiles: what each shows of private persons and of what must not be found out, and how to say so."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a publication shows of coded events."""

    name: str
    about: str
    names: Literal["given", "pseudonyms", "withheld"]  # of private persons
    offsets: bool  # where in the report's text each value stands
    finest_place: Literal["site", "region"]
    #: Whether acts not yet done, and acts by or upon private persons, are placed no more finely than the city.
    coarsens: bool
    quotation_words: int | None  # how many words a quotation may have; 0: none is shown; None: as it is
    evidence_words: int | None  # how many words of a sentence are shown; 0: none; None: as it is


#: 25 words of a quotation and one sentence, of 60 words at the most, are what reviews and reference works quote freely.
QUOTATION_WORDS, EVIDENCE_WORDS = 25, 60

PROFILES: dict[str, Profile] = {
    "public": Profile(
        name="public",
        about="pseudonyms for private persons, quotations cut, no offsets, no sites of acts upon them or not yet done",
        names="pseudonyms",
        offsets=False,
        finest_place="site",
        coarsens=True,
        quotation_words=QUOTATION_WORDS,
        evidence_words=EVIDENCE_WORDS,
    ),
    "strict": Profile(
        name="strict",
        about="no names of private persons, no quotations, no evidence, places by their region",
        names="withheld",
        offsets=False,
        finest_place="region",
        coarsens=True,
        quotation_words=0,
        evidence_words=0,
    ),
    "full": Profile(
        name="full",
        about="everything as it was coded; each export is noted in the store's audit log",
        names="given",
        offsets=True,
        finest_place="site",
        coarsens=False,
        quotation_words=None,
        evidence_words=None,
    ),
}


@dataclass(slots=True, kw_only=True)
class Withheld:
    """A running count of what a profile withheld; not frozen, since it counts while events stream through."""

    persons: int = 0  # private persons whose names were replaced, each once a report
    names: int = 0  # places in fields where such a name stood
    quotations: int = 0
    evidence: int = 0
    sites: int = 0
    places: int = 0
    offsets: int = 0

    def in_words(self) -> str:
        """Say what was withheld.

        >>> Withheld(persons=1, names=4, sites=2).in_words()
        'names of private persons (1 person, 4 times), sites (2)'
        >>> Withheld().in_words()
        'nothing'
        """
        who = f"{self.persons} {'person' if self.persons == 1 else 'persons'}, " if self.persons else ""
        said = [f"names of private persons ({who}{_times(self.names)})"] if self.names else []
        said += [f"{words} ({getattr(self, name)})" for name, words in _WORDS.items() if getattr(self, name)]
        return ", ".join(said) or "nothing"

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


_WORDS = {
    "quotations": "quotations cut or left out",
    "evidence": "sentences of evidence cut or left out",
    "sites": "sites",
    "places": "places coarsened",
    "offsets": "offsets",
}


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def what_is_withheld(profile: str) -> tuple[str, ...]:
    """Say in sentences what a profile withholds of every record."""
    rules = PROFILES[profile]
    if rules.names == "given":
        return ("Nothing is withheld: names of private persons are given. Keep these data as you keep the reports.",)
    said = [_NAMES[rules.names]]
    if rules.finest_place == "region":
        said.append(
            "Every place finer than its first-level region is replaced by that region, without coordinates; names of "
            "bodies and the words of objects may still tell a place."
        )
    else:
        said.append(
            "Acts that are planned, called for or threatened, and acts by or upon a private person, are placed no more "
            "finely than the city; their sites are replaced by “[site withheld]”."
        )
    said.append(_cut("Quotations", rules.quotation_words))
    said.append(_cut("Sentences of evidence", rules.evidence_words))
    said.append("Offsets into the reports, their texts and their addresses (url) are left out.")
    return tuple(said)


_NAMES = {
    "pseudonyms": (
        "Names of private persons (persons whose public role the report does not state) are replaced by pseudonyms "
        "such as “[person m2d5g7x]”: one a person throughout a report and in every export of this store; those of two "
        "reports say nothing of whether they stand for one person. What may be the name of several is "
        "“[name withheld]”."
    ),
    "withheld": (
        "Names of private persons (persons whose public role the report does not state) are replaced by "
        "“[name withheld]”."
    ),
}


def _cut(what: str, words: int | None) -> str:
    if words == 0:
        return f"{what} are left out."
    return f"{what} are as the report has them." if words is None else f"{what} are cut after {words} words (“…”)."
