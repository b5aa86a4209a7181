"""The words by which a count of people tells what became of them: killed, injured, arrested, ..."""

from __future__ import annotations

import re

from dateline.records import FigureKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _kinds(table: dict[FigureKind, str]) -> dict[str, FigureKind]:
    return {word: kind for kind, words in table.items() for word in words.split()}


# Verbs whose object (or passive subject) is counted.
SUFFERED = _kinds(
    {
        "killed": "kill murder slay massacre execute assassinate slaughter lynch behead hang decapitate electrocute "
        "martyr",
        "injured": "injure wound hurt maim hospitalize hospitalise shoot stab",
        "arrested": "arrest detain jail imprison apprehend incarcerate capture intern",
        "sentenced": "sentence convict condemn",
        "abducted": "abduct kidnap snatch",
        "other": "displace evacuate rescue release free expel deport evict",
    }
)
# Verbs whose subject is counted.
DONE = _kinds(
    {
        "killed": "die perish drown succumb",
        "participants": "protest demonstrate march rally gather attend participate assemble congregate chant picket "
        "riot join block blockade barricade occupy",
        "other": "flee",
    }
)
# Nouns that carry a kind: counted themselves ("12 deaths") or before "of" ("the killing of 12 villagers").
NOUNS = _kinds(
    {
        "killed": "death fatality killing murder massacre execution slaughter assassination lynching dead corpse toll",
        "injured": "injury injured wounded wounding hurt",
        "arrested": "arrest detention detainee imprisonment jailing arrestee",
        "sentenced": "sentencing conviction convict",
        "abducted": "abduction kidnapping hostage captive abductee",
        "participants": "protester protestor demonstrator marcher participant striker picketer attendee crowd "
        "gathering protest demonstration march rally rioter",
        "other": "refugee evacuee displacement evacuation",
    }
)
# Nouns that carry a kind only when another noun hangs on them: 12 marches are not 12 marchers.
EVENT_NOUNS = _words("massacre slaughter toll crowd gathering protest demonstration march rally detention")
_TERMS: dict[str, FigureKind] = {"sentence": "sentenced", "term": "sentenced", "penalty": "sentenced"}
# A verb with one of these objects or phrases: "lost their lives", "was taken into custody", "went on strike".
PHRASES: dict[str, dict[str, FigureKind]] = {
    "lose": {"life": "killed"},
    "claim": {"life": "killed"},
    "cost": {"life": "killed"},
    "leave": {"injury": "injured", "wound": "injured", "burn": "injured"},
    "suffer": {"injury": "injured", "wound": "injured", "burn": "injured"},
    "sustain": {"injury": "injured", "wound": "injured"},
    "take": {
        "hostage": "abducted",
        "captive": "abducted",
        "custody": "arrested",
        "prisoner": "arrested",
        "hospital": "injured",
        "part": "participants",
        "street": "participants",
    },
    "rush": {"hospital": "injured"},
    "round": {"up": "arrested"},
    "put": {"bar": "arrested", "death": "killed"},
    "treat": {"injury": "injured", "wound": "injured"},
    "hold": {"hostage": "abducted", "captive": "abducted", "protest": "participants", "rally": "participants"},
    "stage": {
        "protest": "participants",
        "rally": "participants",
        "strike": "participants",
        "demonstration": "participants",
    },
    "go": {"strike": "participants"},
    "begin": {"strike": "participants"},
    "start": {"strike": "participants"},
    "turn": {"out": "participants"},
    "give": _TERMS,
    "hand": _TERMS,
    "receive": _TERMS,
    "get": _TERMS,
}
ADJECTIVES: dict[str, FigureKind] = {
    "dead": "killed",
    "injured": "injured",
    "wounded": "injured",
    "hurt": "injured",
    "missing": "other",
    "homeless": "other",
    "guilty": "sentenced",
}
# Verbs whose "lives" are counted: "the flood claimed 12 lives".
TAKING_LIVES = _words("claim lose cost take")
# Nouns before "of" and a bare number that count somebody's children: "a mother of two".
OF_CHILDREN = _words("mother father parent dad mum mom grandmother grandfather")
# Verbs that say how, and yield to a verb that says what came of it: "shot and killed".
WEAK = frozenset({"shoot", "stab"})
# How many came: "put the turnout at 15,000".
CROWDS = frozenset({"turnout", "attendance", "crowd"})
# A sentence without any of these lemmas holds no figure.
GATE = (
    frozenset({"body", "hold"})
    | CROWDS
    | frozenset(SUFFERED | DONE | NOUNS | ADJECTIVES)
    | {noun for objects in PHRASES.values() for noun in objects}
)
# Nouns that name people; others are taken for people where a verb of killing, arresting, ... governs them.
PERSONS = _words(
    "people person man woman child boy girl youth teenager juvenile adult local other civilian citizen national "
    "native student pupil victim patient family member militant insurgent rebel guerrilla fugitive suspect detainee "
    "inmate convict captive hostage crew staff police troop personnel guard soldier sailor pilot official clerk monk "
    "nun priest imam cleric peasant relative parent brother sister son daughter mother father passenger pedestrian "
    "tourist resident migrant immigrant refugee supporter opponent activist dissident delegate head nurse medic aide "
    "spouse wife husband baby infant toddler guest bride pilgrim fan mourner candidate accomplice combatant dead "
    "wounded injured policeman"
)
PERSON_SUFFIXES = ("er", "or", "ist", "ian", "man", "men", "women", "ee")
THINGS = _words(
    "year month week day hour minute second time decade century mile kilometer kilometre km meter metre foot yard "
    "inch percent percentage point dollar euro pound rupee peso shot round bullet rocket missile bomb shell grenade "
    "mine gun rifle weapon pistol vehicle car truck bus tank aircraft plane helicopter drone boat ship house home "
    "building shop store school church mosque hospital office base post checkpoint city town village district "
    "province state country region area place street road block site location attack incident case charge count raid "
    "clash explosion blast fire arson meeting article section chapter page floor letter number order gram kilogram kg "
    "ton tonne barrel cow cattle sheep goat dog horse animal camel bird fish tree acre hectare banner poster sign "
    "portrait slogan border front side way reason part piece quarter third half occasion sentence term verse report "
    "article seat vote paper interview question center centre camp facility unit division brigade battalion company "
    "firm party organization organisation group gang faction union agency phase stage round match game goal set "
    "number proxy server"
)
SECURITY = _words("soldier troop police policeman officer guard marine ranger trooper paratrooper commando")
#: Words behind which a running total stands, and words behind it that say that it runs.
RUNNING_TOTAL = re.compile(
    r"\btoll\b(?! at\b)|\b(?:bring|brought|rais|tak)\w* (?:the|its|their) (?:\w+ )?(?:total|number|count)\b"
    r"|\b(?:r[io]s\w*|climb\w*|increas\w*|jump\w*|grow\w*|grew|soar\w*) (?:further )?to\b",
    re.IGNORECASE,
)
RUNNING_SINCE = re.compile(
    r"\bso far\b|\bto date\b|\bsince (?:the (?:start|beginning|outbreak|onset)|then|\d{4}|last"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:number|figure|toll|count)s? (?:\w+ )?(?:rising|growing|climbing|increasing)\b|\boverall\b|\bin all\b"
    r"|\b(?:in|across) (?:\w+ )?(?:separate|different|several|various) (?:\w+ )?"
    r"(?:acts|attacks|bombings|blasts|clashes|explosions|incidents|killings|murders|operations|protests|raids|shootings)\b"
    r"|\b(?:war|conflict|insurgency|rebellion)\b[^.;]{0,120}? (?:has|have) (?:killed|claimed|left|cost)\b",
    re.IGNORECASE,
)
#: Those who die later of an act that is told already: the total is that of this act.
LATER_DEATHS = re.compile(
    r"\b(?:died?|dies|succumb\w*)(?: \w+){0,3}? "
    r"(?:after|from|in (?:a |the )?hospitals?|(?:of|to) (?:\w+ )?(?:wounds|injuries))\b",
    re.IGNORECASE,
)
#: A total of one act that is told: "the death toll of Monday's bombing".
ONE_ACT = re.compile(
    r"\b(?:of|from|in|after|by) (?:an?|the|this|\w+day['’]s|last \w+['’]s|yesterday['’]s) (?:[\w-]+ ){0,4}?"
    r"(?:attack|bombing|blast|explosion|shooting|raid|strike|airstrike|shelling|ambush|stabbing|assault|massacre|siege|bombardment)\b",
    re.IGNORECASE,
)
