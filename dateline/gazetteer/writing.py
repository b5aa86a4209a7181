"""Places and names in order → the gazetteer's tables, written to a folder."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.gazetteer.layout import name_hash
from dateline.gazetteer.sounds import sound_code

#: Countries whose names reach English texts through a romanization, hence in many spellings.
ROMANIZED = frozenset(
    "AE AF AM AZ BD BG BH BT BY CN CY DJ DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MK MM MN "
    "MR NP OM PK PS QA RS RU SA SD SO SS SY TD TH TJ TM TN TW UA UZ XK YE".split()
)
Table = npt.NDArray[Any]


def write_places(folder: Path, rows: Table, titles: Iterable[str], extents: Table) -> None:
    """Write the places, what each is called, and the extents of the first of them."""
    blob, offsets = _pack(titles)
    for name, table in (("places", rows), ("titles", blob), ("title_offsets", offsets), ("extents", extents)):
        np.save(folder / f"{name}.npy", table, allow_pickle=False)


def write_names(
    folder: Path, names: Iterable[tuple[str, Sequence[tuple[int, int]]]], romanized: npt.NDArray[np.bool_], words: Table
) -> int:
    """Write folded names, which come in the order of their bytes, each with its places' rows and kinds; give how many.

    `romanized` says of each place whether it lies in a country of ROMANIZED, `words` is the table of word_flags.
    """
    blob, offsets, firsts = bytearray(), array("Q", [0]), array("I", [0])
    places, kinds, hashes, sounds = array("I"), array("B"), array("I"), array("I")
    sounding = array("I")
    for number, (name, entries) in enumerate(names):
        blob += name.encode()
        offsets.append(len(blob))
        for place, kind in entries:
            places.append(place)
            kinds.append(kind)
        firsts.append(len(places))
        hashes.append(name_hash(name))
        if any(romanized[place] for place, _ in entries):
            sounds.append(sound_code(name))
            sounding.append(number)
    codes = np.frombuffer(sounds, dtype=np.uint32)
    order = np.argsort(codes, kind="stable")
    hashed = np.frombuffer(hashes, dtype=np.uint32)
    tables: dict[str, Table] = {
        "names": np.frombuffer(blob, dtype=np.uint8), "name_offsets": np.array(offsets, dtype=np.uint32),
        "name_entries": np.frombuffer(firsts, dtype=np.uint32), "entry_places": np.frombuffer(places, dtype=np.uint32),
        "entry_kinds": np.frombuffer(kinds, dtype=np.uint8), "name_hashes": np.sort(hashed),
        "word_flags": words, "sound_codes": codes[order],
        "sound_names": np.frombuffer(sounding, dtype=np.uint32)[order],
    }  # fmt: skip
    for name, table in tables.items():
        np.save(folder / f"{name}.npy", table, allow_pickle=False)
    return len(hashed)


def write_countries(folder: Path, countries: list[dict[str, Any]]) -> None:
    """Write the countries' codes and the rows of their capitals."""
    (folder / "countries.json").write_text(json.dumps(countries, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _pack(texts: Iterable[str]) -> tuple[Table, Table]:
    blob, offsets = bytearray(), array("I", [0])
    for text in texts:
        blob += text.encode()
        offsets.append(len(blob))
    return np.frombuffer(blob, dtype=np.uint8), np.frombuffer(offsets, dtype=np.uint32)
