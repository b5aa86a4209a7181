"""The layout of the gazetteer's tables, shared by the build script and the reader."""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np

FEATURES: Final = ("city", "district", "region", "country", "continent", "area", "facility", "water", "other")
KINDS: Final = ("name", "alternate", "demonym", "abbreviation")

#: The number that stands for no country.
NO_COUNTRY: Final = 255
#: One place. `admin1` and `admin2` are the row numbers of the regions that hold it, 0 where there is none
#: (row 0 is a country), `country` a row of countries.json, 255 where there is none.
PLACE: Final = np.dtype(
    [
        ("geonames_id", "<u4"), ("lat", "<f4"), ("lon", "<f4"), ("population", "<u4"),
        ("admin1", "<u2"), ("admin2", "<u2"), ("country", "u1"), ("feature", "u1"),
    ]
)  # fmt: skip

#: What a word is besides a place's name, sorted by the hash of its folded form: two bits each for how common it is
#: as a word, a surname and a given name.
WORD: Final = np.dtype([("hash", "<u4"), ("flags", "u1")])


def name_hash(folded: str) -> int:
    """Give the number that stands for a folded name in the list that misspellings are held against."""
    return zlib.crc32(folded.encode())
