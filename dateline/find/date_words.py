"""Words -> letters: the vocabulary of English time expressions, one letter a word class.

A text is read as a string of these letters, so that a rule of `date_rules.py` is a short pattern over them.

    M month        W weekday      J weekdays ("Fridays")   S season     H feast       P part of the day
    U unit         V units        Q quarter                K half       C century     Z time zone
    D 1 to 31      N number       Y year                   O ordinal    E decade      I numeric date   T clock
    F few, several B number word  a a, an                  t the        h this        z that, those
    l last, past   x next         k same                   r recent     c current     y every      % per
    g ago          b earlier      f later                  A after      e early, late m about, over
    q today        n now          R the end of             o of         i in, on, at  j to, until
    p since, by    & and, or      G fiscal                 L long       X BC, AD      s 's         w old
    d daily        * once, twice  u or so   w old          v Q3, H1  + whole  ~ period
    μ month or feast of another calendar      λ AH     @ anniversary      τ that time      κ more, trading
    , - | punctuation, $ # money and other numbers, _ any other word
"""

from __future__ import annotations

from collections.abc import Mapping

from dateline.records import CalendarName

Value = str | int | float | None
Entry = tuple[str, Value]

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTH_ABBREVIATIONS = ("jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UNITS = ("second", "minute", "hour", "day", "week", "weekend", "month", "year", "decade", "fortnight")
SMALL_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()

# Words of a month, weekday or season that are also names, verbs or nouns: date_tokens.py looks at what stands around.
GUARDED = frozenset("may march april june august jan mar dec mon tue wed thu fri sat sun fall spring".split())

_CLASSES: Mapping[str, Mapping[str, Value]] = {
    "S": {"spring": "SP", "springtime": "SP", "summer": "SU", "summertime": "SU", "autumn": "FA", "fall": "FA"}
    | {"winter": "WI", "wintertime": "WI"},
    "P": {"morning": "MO", "mornings": "MO", "dawn": "MO", "afternoon": "AF", "afternoons": "AF"}
    | {"evening": "EV", "evenings": "EV", "dusk": "EV", "night": "NI", "nights": "NI", "overnight": "NI"}
    | {"nighttime": "NI", "midday": "MI", "daytime": "DT"},
    "Q": {"quarter": "quarter"},
    "K": {"half": "half"},
    "C": {"century": "century"},
    "V": {"quarters": "quarter", "centuries": "century", "fortnights": "fortnight", "hrs": "hour", "mins": "minute"},
    "E": {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70}
    | {"eighties": 80, "nineties": 90},
    "κ": dict.fromkeys(("more", "another", "additional", "further", "consecutive", "straight", "successive"), None)
    | dict.fromkeys(("trading", "working", "business", "calendar", "school"), None),
    "F": dict.fromkeys(("few", "several", "many", "numerous"), None),
    "B": {"hundred": 100, "thousand": 1000, "dozen": 12},
    "a": {"a": 1, "an": 1},
    "t": {"the": None},
    "h": {"this": None},
    "z": {"that": None, "these": None, "those": None},
    "l": {"last": "last", "past": "past", "previous": "previous", "preceding": "previous", "prior": "previous"},
    "x": {"next": "next", "coming": "coming", "upcoming": "coming", "following": "following"}
    | {"subsequent": "following", "ensuing": "following", "succeeding": "following"},
    "k": {"same": None},
    "r": {"recent": "PAST_REF"},
    "c": {"current": "PRESENT_REF", "latest": None},
    "@": {"anniversary": None},
    "+": {"full": None, "whole": None, "entire": None},
    "~": {"period": "period"},
    "y": {"every": 1, "each": 1},
    "%": {"per": None},
    "g": {"ago": -1},
    "b": {"earlier": -1, "previously": -1},
    "f": {"later": 1, "afterwards": 1, "afterward": 1, "thereafter": 1, "hence": 1},
    "A": {"after": 1, "before": -1},
    "e": {"early": "START", "late": "END", "mid": "MID"},
    "m": {"about": "APPROX", "around": "APPROX", "approximately": "APPROX", "roughly": "APPROX", "circa": "APPROX"}
    | {"almost": "LESS_THAN", "nearly": "LESS_THAN", "under": "LESS_THAN", "over": "MORE_THAN", "ca": "APPROX"}
    | {"some": "APPROX", "exactly": None},
    "q": {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1},
    "n": {"now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF", "recently": "PAST_REF"}
    | {"lately": "PAST_REF"},
    "R": {"end": "END", "beginning": "START", "start": "START", "middle": "MID", "close": "END", "rest": None},
    "o": {"of": None},
    "i": {"in": None, "on": None, "at": None, "during": None},
    "j": {"to": None, "until": None, "till": None, "through": None},
    "p": {"since": None, "by": None, "from": None, "between": None, "for": None, "within": None, "throughout": None},
    "&": {"and": None, "or": None},
    "G": {"fiscal": None, "financial": None},
    "L": {"long": None},
    "X": {"bc": -1, "bce": -1, "ad": 1, "ce": 1},
    "Z": dict.fromkeys("gmt utc est edt cst cdt mst mdt pst pdt cet cest bst eet".split(), None),
    "H": {"christmas": "12-25", "easter": "EASTER", "nowruz": "03-21", "thanksgiving": "THANKSGIVING"},
    "T": {"noon": "T12:00", "midnight": "T24:00"},
    "w": {"old": None, "age": None, "olds": None},
    "*": {"once": 1, "twice": 2, "thrice": 3, "times": None},
}

# Months and feast days of the Solar Hijri and the Hijri calendar in their usual spellings. Most months are also
# names of persons and places: only those of `_ALONE` and the feasts stand without a number.
_SOLAR_MONTHS = (  # in Iran, then in Afghanistan
    "farvardin hamal",
    "ordibehesht urdibihisht sawr saur",
    "khordad khurdad jawza",
    "tir saratan",
    "mordad murdad amordad asad",
    "shahrivar shahrivār shahriar shahrevar sunbula sonbola",
    "mehr mizan",
    "aban aqrab",
    "azar qaws",
    "dey jadi",
    "bahman dalw dalwa",
    "esfand isfand",
)
_LUNAR_MONTHS = (
    ("muharram", "moharram", "muharam"),
    ("safar",),
    ("rabi al-awwal", "rabi' al-awwal", "rabi ul-awwal", "rabi al-awal", "rabi i", "rabi' i"),
    ("rabi al-thani", "rabi' al-thani", "rabi ath-thani", "rabi al-akhir", "rabi ii", "rabi' ii"),
    ("jumada al-awwal", "jumada al-ula", "jumada i", "jamadi al-awwal"),
    ("jumada al-thani", "jumada al-akhirah", "jumada ii", "jamadi al-thani"),
    ("rajab",),
    ("shaban", "sha'ban", "sha’ban", "shaaban", "sha'aban"),
    ("ramadan", "ramadhan", "ramazan", "ramzan"),
    ("shawwal", "shawal"),
    ("dhu al-qidah", "dhu al-qi'dah", "dhul qadah", "dhu al-qadah", "dhul-qadah", "zilqad"),
    ("dhu al-hijjah", "dhu al-hijja", "dhul hijjah", "dhul-hijjah", "dhul hijja", "dhul-hijja", "zilhaj"),
)
_LUNAR_FEASTS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("eid al-fitr", "eid ul-fitr", "eid-al-fitr", "eid-ul-fitr", "eid el-fitr"), (10, 1)),
    **dict.fromkeys(("eid al-adha", "eid ul-adha", "eid-al-adha", "eid-ul-adha", "eid el-adha"), (12, 10)),
    **dict.fromkeys(("eid e-qorban", "eid al-qurban"), (12, 10)),
    **dict.fromkeys(("ashura", "ashoura"), (1, 10)),
    **dict.fromkeys(("tasua", "tasu'a"), (1, 9)),
    **dict.fromkeys(("arbaeen", "arba'een", "arbaeen"), (2, 20)),
    **dict.fromkeys(("mawlid", "mawlid al-nabi", "milad un-nabi"), (3, 12)),
}
_ALONE = frozenset("muharram moharram muharam ramadan ramadhan ramazan ramzan".split())

OTHER_MONTHS: dict[str, tuple[CalendarName, int, int | None, bool]] = {}  # calendar, month, day, may stand alone
for _number, _names in enumerate(_SOLAR_MONTHS, 1):
    OTHER_MONTHS |= dict.fromkeys(_names.split(), ("solar-hijri", _number, None, False))
for _number, _spellings in enumerate(_LUNAR_MONTHS, 1):
    OTHER_MONTHS |= {name: ("hijri", _number, None, name in _ALONE) for name in _spellings}
OTHER_MONTHS |= {name: ("hijri", month, day, True) for name, (month, day) in _LUNAR_FEASTS.items()}

_ADVERBS_OF_SETS: dict[str, str] = {"daily": "day", "weekly": "week", "monthly": "month", "annually": "year"} | {
    "yearly": "year",
    "hourly": "hour",
    "nightly": "night",
    "everyday": "day",
    "fortnightly": "fortnight",
}

# Phrases that count as one word, longest first; they are looked up with single spaces.
PHRASES: dict[str, Entry] = {
    "as recently as": ("p", None),
    "most recently": ("_", None),
    "no more than": ("m", "EQUAL_OR_LESS"),
    "no less than": ("m", "EQUAL_OR_MORE"),
    "no longer than": ("m", "EQUAL_OR_LESS"),
    "more than": ("m", "MORE_THAN"),
    "less than": ("m", "LESS_THAN"),
    "fewer than": ("m", "LESS_THAN"),
    "longer than": ("m", "MORE_THAN"),
    "at least": ("m", "EQUAL_OR_MORE"),
    "at most": ("m", "EQUAL_OR_LESS"),
    "up to": ("m", "EQUAL_OR_LESS"),
    "close to": ("m", "APPROX"),
    "couple of": ("B", 2),
    "pair of": ("B", 2),
    "handful of": ("F", None),
    "number of": ("F", None),
    "dozens of": ("F", None),
    "hundreds of": ("F", None),
    "thousands of": ("F", None),
    "right now": ("n", "PRESENT_REF"),
    "that time": ("τ", "PAST_REF"),
    "this time": ("τ", "PRESENT_REF"),
    "these days": ("n", "PRESENT_REF"),
    "at present": ("n", "PRESENT_REF"),
    "as soon as possible": ("n", "FUTURE_REF"),
    "the near future": ("n", "FUTURE_REF"),
    "the future": ("n", "FUTURE_REF"),
    "or so": ("u", None),
    "or more": ("u", None),
    "new year's eve": ("H", "12-31"),
    "new year’s eve": ("H", "12-31"),
    "new year's day": ("H", "01-01"),
    "new year’s day": ("H", "01-01"),
    "christmas eve": ("H", "12-24"),
    "christmas day": ("H", "12-25"),
    "boxing day": ("H", "12-26"),
    "valentine's day": ("H", "02-14"),
    "valentine’s day": ("H", "02-14"),
    "may day": ("H", "05-01"),
    "good friday": ("H", "GOODFRIDAY"),
    "easter sunday": ("H", "EASTER"),
    "easter monday": ("H", "EASTERMONDAY"),
    "palm sunday": ("H", "PALMSUNDAY"),
    "ash wednesday": ("H", "ASHWEDNESDAY"),
    "thanksgiving day": ("H", "THANKSGIVING"),
}


def _words() -> dict[str, Entry]:
    """Put the tables above into one dictionary."""
    words: dict[str, Entry] = {}
    for number, month in enumerate(MONTHS, 1):
        words[month] = ("M", number)
        if MONTH_ABBREVIATIONS[number - 1]:
            words[MONTH_ABBREVIATIONS[number - 1]] = ("M", number)
    words["sept"] = ("M", 9)
    for number, weekday in enumerate(WEEKDAYS, 1):
        words[weekday] = words[weekday[:3]] = ("W", number)
        words[weekday + "s"] = ("J", number)
    words |= {"tues": ("W", 2), "thur": ("W", 4), "thurs": ("W", 4)}
    for unit in UNITS:
        words[unit] = ("U", unit)
        words[unit + "s"] = ("V", unit)
    words |= {word: ("B", number) for number, word in enumerate(SMALL_NUMBERS)}
    words |= {word: ("B", 10 * number) for number, word in enumerate(TENS, 2)}
    words |= {word: ("O", number) for number, word in enumerate(ORDINALS, 1)}
    words |= {"thirtieth": ("O", 30)}
    for letter, entries in _CLASSES.items():
        words |= {word: (letter, value) for word, value in entries.items()}
    words |= {word: ("d", unit) for word, unit in _ADVERBS_OF_SETS.items()}
    words |= {name: ("μ", name) for name in OTHER_MONTHS if name.isalpha()}
    words |= {"ah": ("λ", None), "hijri": ("λ", None), "shamsi": ("λ", None)}
    return words


PHRASES |= {name: ("μ", name) for name in OTHER_MONTHS if not name.isalpha()}
WORDS = _words()
