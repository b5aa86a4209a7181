"""The world's places by name, embedded: countries, regions, districts, cities, seas; no server, no download."""

from dateline.gazetteer.folding import fold_name, to_ascii
from dateline.gazetteer.index import LONGEST_NAME, NOTICE, Gazetteer, GazetteerPlace, NameUse, load_gazetteer

__all__ = [
    "LONGEST_NAME",
    "NOTICE",
    "Gazetteer",
    "GazetteerPlace",
    "NameUse",
    "fold_name",
    "load_gazetteer",
    "to_ascii",
]
