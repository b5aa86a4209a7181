"""CodedEvent -> CodedEvent as a publication profile shows it: what is withheld, and how that is said.

`profiles` says what each profile does, `names` finds names in texts, `pseudonyms` tells whose they are, `withholding`
goes through the fields of an event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.errors import UsageError
from dateline.privacy.names import WITHHELD, Mask, is_address, is_name, mask_names, name_finder, name_mask, name_words
from dateline.privacy.profiles import PROFILES, Profile, Withheld, what_is_withheld
from dateline.privacy.withholding import (
    WITHHELD_SITE,
    cut_at,
    find_withheld,
    private_names_in,
    private_names_of,
    withheld_finder,
    withhold,
    without_misread_places,
)
from dateline.records import CodedEvent, Report

__all__ = [
    "PROFILES",
    "WITHHELD",
    "WITHHELD_SITE",
    "Batch",
    "Mask",
    "Profile",
    "ToldReport",
    "Withheld",
    "apply_profile",
    "cut_at",
    "find_withheld",
    "is_address",
    "is_name",
    "mask_names",
    "name_finder",
    "name_mask",
    "name_words",
    "private_names_in",
    "private_names_of",
    "profile_named",
    "what_is_withheld",
    "withheld_finder",
    "withhold",
    "without_misread_places",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The events of one report, and the names of all private persons that the report tells of."""

    report_id: str
    events: tuple[CodedEvent, ...]
    private_names: tuple[str, ...] = ()
    beside: tuple[CodedEvent, ...] = ()  # the report's other events: what they must not show, no evidence may


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReport:
    """A report, the events that are wanted of it, and all of its events, since what these name is withheld too."""

    report: Report
    batch: Batch
    whole: tuple[CodedEvent, ...]


def profile_named(name: str) -> Profile:
    """Give the profile of a name; raises UsageError where there is none."""
    if name not in PROFILES:
        raise UsageError(f"expected a profile of {', '.join(PROFILES)}, found {name!r}")
    return PROFILES[name]


def apply_profile(
    profile: str, batches: Iterable[Batch], secret: bytes | None = None, tally: Withheld | None = None
) -> Iterator[CodedEvent]:
    """Give the events of each report as a profile shows them, and count in `tally` what it withholds.

    `secret` is the store's, the key of the pseudonyms; without one all names are only withheld.
    """
    rules = profile_named(profile)
    return (event for batch in batches for event in _shown(batch, rules, secret, tally))


def _shown(batch: Batch, rules: Profile, secret: bytes | None, tally: Withheld | None) -> Iterable[CodedEvent]:
    if rules.names == "given":
        return batch.events
    return withhold(batch.events, batch.private_names, beside=batch.beside, profile=rules, secret=secret, tally=tally)
