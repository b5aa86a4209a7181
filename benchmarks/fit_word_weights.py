"""Count in how many reports each word stands: the fixed weights by which stories are told apart.

    python benchmarks/fit_word_weights.py REPORTS.jsonl...          says how many words it would keep
    python benchmarks/fit_word_weights.py REPORTS.jsonl... --write  writes dateline/merge/word_weights.json

REPORTS holds lines {"text", "title"}. Kept are words written small, names of countries, regions and great cities,
days, months, agencies and abbreviations; names of persons are left out. A word that stands in fewer reports than FEWEST
is not kept: its share is chance. (Stories tell words apart down to a larger share, dateline.merge.stories.RAREST.)
"""

from __future__ import annotations

import argparse
import calendar
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from measures import read_lines

from dateline.find.place_evidence import is_demonym
from dateline.gazetteer import Gazetteer, load_gazetteer
from dateline.merge.stories import WORD_WEIGHTS, story_words

WRITTEN = re.compile(r"[^\W\d_]+")
#: Share of a word's uses that are written small in a word of the language; names are below 0.1, most words above 0.6.
SMALL = 0.3
#: Share that shows a common surname to be a word too.
WORD_TOO = 0.02
#: Share that does for what no person is called.
NO_NAME = 0.005
GREAT_CITY = 500_000
FEWEST = 6
TITLES = set("mr mrs ms dr sen rep gov gen col capt lt sgt rev msgr jr st inc corp ltd plc co".split())
AGENCIES = set("ap afp ana dpa efe itar reuter reuters sapa tass upi xinhua".split())
DATE_WORDS = {name.lower() for name in (*calendar.month_name, *calendar.day_name, *calendar.month_abbr) if name}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("reports", nargs="+", type=Path)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    texts = [f"{line.get('title') or ''}\n{line['text']}" for path in chosen.reports for line in read_lines(path)]
    counts, forms = Counter[str](), Counter[str]()
    for text in texts:
        counts.update(set(story_words(text)))
        forms.update(WRITTEN.findall(text) if any(map(str.islower, text)) else ())
    kept = keep_words((word for word, count in counts.items() if count >= FEWEST), forms)
    found = {word: counts[word] for word in sorted(kept)}
    print(f"{len(texts)} reports, {sum(count >= FEWEST for count in counts.values())} words, {len(found)} kept")
    if chosen.write:
        WORD_WEIGHTS.write_text(json.dumps({"reports": len(texts), "counts": found}, indent=0) + "\n", encoding="utf-8")


def keep_words(words: Iterable[str], forms: Counter[str]) -> set[str]:
    """Keep ordinary words and the names of places and bodies; a stem stands for the forms that begin with it."""
    uses: dict[str, Counter[str]] = {}
    for form, count in forms.items():
        for stem in story_words(form):
            uses.setdefault(stem, Counter())[form] += count
    gazetteer = load_gazetteer()
    return {word for word in words if is_kept(word, uses.get(word, Counter()), gazetteer)}


def is_kept(word: str, forms: Counter[str], gazetteer: Gazetteer) -> bool:
    whole = sum(forms.values())
    small = sum(count for form, count in forms.items() if form.islower()) / (whole or 1)
    if not word.isalpha() or small >= SMALL or word in TITLES | AGENCIES | DATE_WORDS or is_abbreviation(forms):
        return True
    named = [form for form in forms if form.istitle()]
    return any(is_ordinary(form, small, gazetteer) or is_known_place(form, gazetteer) for form in named)


def is_ordinary(form: str, small: float, gazetteer: Gazetteer) -> bool:
    """Tell an English word that names of bodies hold ("Ministry", "Front") from a name of persons.

    A short form ("qtr", "avg") is known by its being no name, and written small now and then.
    """
    use = gazetteer.use(form)
    if small >= NO_NAME and not (use.surname or use.given):
        return True
    return use.word > 1 and use.given < 2 and (use.surname < 3 or small >= WORD_TOO)


def is_abbreviation(forms: Counter[str]) -> bool:
    titled = sum(count for form, count in forms.items() if form.istitle())
    return titled == 0 and any(len(form) <= 5 for form in forms)


def is_known_place(form: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a name is foremost a place's: of countries and capitals, whoever bears it; of others, if few do."""
    places, use = gazetteer.candidates(form), gazetteer.use(form)
    if is_demonym(places) or any(place.feature == "country" or place.is_capital for place in places):
        return True
    if use.surname > 2 or use.given > 1:
        return False
    return any(place.feature in ("region", "continent", "area") or place.population >= GREAT_CITY for place in places)


if __name__ == "__main__":
    main()
