"""NameRun -> who bears the name: a person, an organisation, a people or a state, as the words around it tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dateline.find.given_names import before_origin, has_age, has_article, is_bare_given_title, with_given_title
from dateline.find.names import CORE_DEPS, MOST_NAMES, NameRun
from dateline.find.personal import (
    after_demand,
    behind_occupation,
    has_staff,
    is_beside_place,
    is_depicted,
    is_named_so,
    names_case,
    stands_for_person,
    suffers_as_person,
)
from dateline.find.phrases import Scene, is_locative, is_plural, left_edge, lexicon_noun, origin, telling_edge
from dateline.find.roles import is_public, name_parts, noun_role, role_beside, run_organization
from dateline.find.thing_words import BODY_WORDS, THING_WORDS
from dateline.find.unknown_places import is_clear_place
from dateline.gazetteer import load_gazetteer
from dateline.ontology.registry import ActorNoun, Organization, fold_actor, is_acronym, singular
from dateline.records import ActorKind, Toponym

PERSON_VERBS = frozenset(
    "say tell add ask reply warn declare announce argue believe claim deny explain insist note state urge admit born"
    " die marry resign accuse meet speak call visit vow pledge blame condemn criticize criticise arrest detain kill"
    " execute murder assassinate wound injure jail imprison sentence charge convict release kidnap abduct elect appoint"
    " hang".split()
)
NOT_ACTORS = frozenset(
    "EVENT WORK_OF_ART LAW PRODUCT LANGUAGE DATE TIME MONEY PERCENT QUANTITY ORDINAL CARDINAL".split()
)
MEMBERS = frozenset("member fighter activist cadre".split())
_SERIAL = re.compile(r"[A-Z]{1,4}-?\d{2,}")  # flights, roads, models
MOTION = frozenset(
    "go come travel return fly move send deport bring take arrive drive flee head transfer visit trip journey flight"
    " march extradite withdraw road way transport escape walk sail invite ship route tour extend spread".split()
)
OF = frozenset({"of"})
STATE_ROLES = frozenset("GOV MIL COP SPY JUD LEG".split())


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What the whole report shows of its names: surnames and given names of persons, organisations."""

    surnames: frozenset[str]
    given: frozenset[str]
    acronyms: frozenset[str]
    bodies: frozenset[str]
    places: frozenset[str]  # that only their own words show: "villagers of Karimbo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A name run read as an actor."""

    run: NameRun
    first: int
    last: int
    kind: ActorKind
    name: str | None = None  # None: as written
    role: str | None = None
    country: str | None = None
    generic: bool = False
    plural: bool = False
    office: bool = False
    state: bool = False


def known_names(scene: Scene) -> KnownNames:
    """Gather the names that a report shows to be persons' or organisations'."""
    surnames: set[str] = set()
    given: set[str] = set()
    acronyms: set[str] = set()
    bodies = frozenset(fold_actor(_text(scene, run)) for run in scene.runs if _is_body(scene, run))
    places = {fold_actor(_text(scene, run)) for run in scene.runs if is_clear_place(scene, run)}
    for run in scene.runs:
        words = [fold_actor(word) for word in scene.parse.words[run.first : run.last]]
        if fold_actor(_text(scene, run)) not in bodies and _is_clear_person(scene, run):
            surnames.add(words[-1])
            given.update(words[:-1])
        acronyms.update(part for part in name_parts(scene, run.first, run.last)[1:] if is_acronym(part))
    return KnownNames(frozenset(surnames), frozenset(given), frozenset(acronyms), bodies, frozenset(places))


def _is_clear_person(scene: Scene, run: NameRun) -> bool:
    if scene.parse.words[run.first : run.last].count("(") or run_organization(scene, run.first, run.last):
        return False
    if _organization_noun(scene, run) or _place_of(scene, run):
        return False
    labelled = scene.parse.entities[run.last - 1] == "PERSON" and not has_article(scene, run)
    labelled = labelled and run.last - run.first > 1 and not is_clear_place(scene, run)
    return bool(run.title) or has_age(scene, run) or labelled


def _is_body(scene: Scene, run: NameRun) -> bool:
    """Whether a name of several words is shown to be a body's: by a word of it, or by its members."""
    parse = scene.parse
    if run.title or run.last - run.first < 2:
        return False
    if any(parse.words[token].lower() in BODY_WORDS for token in range(run.first + 1, run.last)):
        return True
    above = parse.heads[run.head]
    if parse.deps[run.head] == "pobj" and parse.words[above] == "of":
        return parse.lemmas[parse.heads[above]] in MEMBERS
    return parse.deps[run.head] in ("compound", "nmod") and parse.lemmas[above] in MEMBERS and above >= run.last


def read_name(scene: Scene, run: NameRun, known: KnownNames) -> Reading | None:
    """Read a name as an actor, or give None where it names a place, a day or a thing."""
    run = after_demand(scene, run)
    return _read_whole(scene, run, known) or _read_leading_state(scene, run)


def _text(scene: Scene, run: NameRun) -> str:
    return scene.parse.span(run.first, run.last).text


def _read_leading_state(scene: Scene, run: NameRun) -> Reading | None:
    """Read the country before a thing's name as the state: "a Valdian Falcon raid"."""
    place = scene.toponyms.get(run.first)
    modifies = scene.parse.deps[run.head] in ("compound", "nmod", "amod")
    if place is None or not modifies or place.feature != "country" or place.country is None:
        return None
    last = next(t for t in range(run.first + 1, run.last + 1) if scene.toponyms.get(t) is not place)
    state = load_gazetteer().country(place.country)
    return Reading(run=run, first=run.first, last=last, kind="organization", role="GOV", country=place.country,
                   name=state.name if state else None, state=True)  # fmt: skip


def _read_whole(scene: Scene, run: NameRun, known: KnownNames) -> Reading | None:
    if (run.title and _is_person_title(scene, run)) or has_age(scene, run):
        return _read_person(scene, run)
    place = _place_of(scene, run)
    if place is not None and not _is_surname(scene, run, known):
        told = is_named_so(scene, run) or suffers_as_person(scene, run)
        personal = acting_state(place) is None and (told or (place.name is None and names_case(scene, run)))
        return _read_person(scene, run) if personal else _read_place(scene, run, place)
    organization = run_organization(scene, run.first, run.last)
    noun = _organization_noun(scene, run)
    described = noun is not None and noun.kind == "person" and scene.lexicon.organization(_text(scene, run)) is None
    if organization is not None and not described:
        return _read_known(scene, run, organization)
    if noun is not None:
        return _read_person(scene, run) if is_bare_given_title(scene, run) else _read_named_noun(scene, run, noun)
    if scene.parse.words[run.last - 1].lower() in THING_WORDS:
        return None
    if singular(scene.parse.words[run.last - 1].lower()) in scene.lexicon.peoples:
        return _read_people(scene, run)
    return _read_unknown(scene, run, known)


def _is_person_title(scene: Scene, run: NameRun) -> bool:
    place, title = _place_of(scene, run), scene.parse.words[run.title_last - 1]
    if place is None or title.lower() in scene.lexicon.honorifics:
        return True
    return title.islower() and acting_state(place) is None  # "nurses Rania and Zainab"


def _place_of(scene: Scene, run: NameRun) -> Toponym | None:
    """Give the place that the whole run names, if it does."""
    places = {
        id(scene.toponyms[token]): scene.toponyms[token]
        for token in range(run.first, run.last)
        if token in scene.toponyms
    }
    covered = all(
        token in scene.toponyms or not scene.parse.words[token].isalpha() for token in range(run.first, run.last)
    )
    return next(iter(places.values())) if places and covered else None


def _is_surname(scene: Scene, run: NameRun, known: KnownNames) -> bool:
    """Whether a name that is also a place's is a person's in this report."""
    words = scene.parse.words
    place = scene.toponyms.get(run.head)
    if place is not None and (place.demonym or place.feature == "country"):
        return False
    return (
        run.last - run.first == 1
        and fold_actor(words[run.first]) in known.surnames
        and not is_locative(scene.parse, run.head)
    )


def _read_place(scene: Scene, run: NameRun, place: Toponym) -> Reading | None:
    """Read a country, or a capital that stands for one, as its state; other places are no actors."""
    country = acting_state(place)
    if country is None:
        return None
    parse = scene.parse
    if place.demonym:
        return _read_demonym_name(scene, run, place)
    locative = is_locative(parse, run.head)
    if place.feature != "country" and not _acts(scene, run.head):
        return None
    state = load_gazetteer().country(country)
    return Reading(
        run=run, first=run.first, last=run.last, kind="place" if locative else "organization",
        name=state.name if state else None, role="GOV", country=country, state=True,
    )  # fmt: skip


def _acts(scene: Scene, head: int) -> bool:
    """Whether a capital's name stands where a government would: it says, is accused, is talked with."""
    parse = scene.parse
    while parse.deps[head] == "conj":
        head = parse.heads[head]
    governor = parse.heads[head]
    if parse.deps[head] == "pobj":
        if parse.lemmas[governor] == "to":
            return parse.lemmas[parse.heads[governor]] not in MOTION
        return parse.lemmas[governor] in ("by", "with", "against", "between")
    return parse.deps[head] in ("nsubj", "nsubjpass", "poss", "dobj", "dative")


def acting_state(place: Toponym) -> str | None:
    """Give the country for which a place's name can stand: its own, or the one whose capital it is."""
    if place.country is None or place.feature == "country" or place.demonym:
        return place.country
    capital = load_gazetteer().capital(place.country)
    names = (fold_actor(place.name or place.span.text), fold_actor(place.span.text))
    return place.country if capital is not None and fold_actor(capital.name) in names else None


def _read_demonym_name(scene: Scene, run: NameRun, place: Toponym) -> Reading | None:
    """Read "Valdian" before a thing as the state, else as people; "ethnic Valdians" belong to where they live."""
    parse, first, country = scene.parse, run.first, place.country
    plural = is_plural(parse, run.head) or parse.words[run.head].endswith("s")
    if parse.deps[run.head] in ("compound", "amod", "nmod") and parse.heads[run.head] > run.head and not plural:
        state = load_gazetteer().country(country or "")
        return Reading(run=run, first=first, last=run.last, kind="organization", name=state.name if state else None,
                       role="GOV", country=country, state=True)  # fmt: skip
    before = parse.words[first - 1].lower() if first else ""
    if before == "ethnic":
        first, country = first - 1, origin(scene, run.last, run.head)
    else:
        country = origin(scene, run.last, run.head, prepositions=OF) or country
    return Reading(run=run, first=first, last=run.last, role="CVL", country=country, generic=True, plural=plural,
                   kind="person" if before in ("a", "an", "one") and not plural else "group")  # fmt: skip


def _organization_noun(scene: Scene, run: NameRun) -> ActorNoun | None:
    """Give the noun by which a name tells that it is a body's: its last word, or the one before "of"."""
    parse, lexicon = scene.parse, scene.lexicon
    ends = [run.last - 1]
    ends += [token - 1 for token in range(run.first + 1, run.last) if parse.words[token] in ("of", "for", "(")]
    for end in ends:
        words = [word.lower() for word in parse.words[max(run.first, end - 3) : end + 1]]
        noun = lexicon.noun([*words[:-1], singular(words[-1])]) or lexicon.noun(words)
        short = end - run.first < 2 or _is_titled_office(scene, run, end)
        if noun is not None and (noun.kind != "person" or is_plural(parse, end) or short):
            return noun
    return None


def _read_known(scene: Scene, run: NameRun, known: Organization) -> Reading:
    """Read the name of a registered actor; one of the user's file has the name that the file gives."""
    reading = _read_organization(scene, run, known.role, known.country, known.kind)
    named = known.own and scene.lexicon.organization(_text(scene, run)) is known
    return replace(reading, name=known.name if named else None, office=known.kind == "person")


def _is_titled_office(scene: Scene, run: NameRun, end: int) -> bool:
    """Whether only a country or a role stands before an office in capitals: "Valdian Prime Minister"."""
    words = [word.lower() for word in scene.parse.words[run.first : end + 1]]
    for size in (3, 2, 1):
        noun = scene.lexicon.noun(words[-size:])
        before = range(run.first, end + 1 - size)
        if noun is not None and noun.office:
            return all(
                token in scene.toponyms or scene.parse.words[token].lower() in scene.lexicon.modifiers
                for token in before
            )
    return False


def _read_organization(
    scene: Scene, run: NameRun, role: str | None, country: str | None, kind: ActorKind = "organization"
) -> Reading:
    parse = scene.parse
    named = origin(scene, telling_edge(scene, left_edge(scene, run.head), run.head), run.head)
    return Reading(
        run=run, first=run.first, last=run.last, kind=kind, role=role, country=named if country is None else country,
        plural=is_plural(parse, run.head),
    )  # fmt: skip


def _read_named_noun(scene: Scene, run: NameRun, noun: ActorNoun) -> Reading:
    """Read a name whose last word says what it is: "Interior Ministry", "River Units", "Police"."""
    parse = scene.parse
    edge = min(run.first, left_edge(scene, run.head))
    role = noun_role(scene, run.last - 1, run.first, noun)
    if role is None or (role == "CVL" and noun.role is None):
        role = _apposed_role(scene, run)[0]
    word = parse.words[run.last - 1].lower()
    plural = is_plural(parse, run.last - 1) or (run.last - run.first == 1 and singular(word) != word)
    generic = noun.kind == "person" and (run.last - run.first <= 2 or _is_titled_office(scene, run, run.last - 1))
    kind: ActorKind = "organization" if noun.kind == "person" and not generic else noun.kind
    country = origin(scene, edge, run.head) or role_beside(scene, run.head, edge)[1]
    return Reading(
        run=run, first=run.first, last=run.last, kind="group" if kind == "person" and plural else kind, role=role,
        country=country, generic=generic, plural=plural,
        office=is_public(scene, run.last - 1, run.first, noun), state=noun.state,
    )  # fmt: skip


def _read_people(scene: Scene, run: NameRun) -> Reading | None:
    parse = scene.parse
    plural = is_plural(parse, run.head) or parse.words[run.head].endswith("s")
    outer = run.head
    while parse.deps[outer] == "conj":  # "Hutu and Tutsi militias"
        outer = parse.heads[outer]
    if not plural and parse.deps[outer] in ("compound", "amod", "nmod"):
        return None
    one = run.first > 0 and parse.words[run.first - 1].lower() in ("a", "an", "one")
    country = origin(scene, left_edge(scene, run.head), run.head)
    kind: ActorKind = "person" if one and not plural else "group"
    return Reading(run=run, first=run.first, last=run.last, kind=kind, role="CVL",
                   country=country, generic=True, plural=plural)  # fmt: skip


def _read_unknown(scene: Scene, run: NameRun, known: KnownNames) -> Reading | None:
    parse, size = scene.parse, run.last - run.first
    label = parse.entities[run.last - 1]
    last_word = fold_actor(parse.words[run.last - 1])
    plain = all(parse.words[token].replace("-", "").replace("'", "").isalpha() for token in range(run.first, run.last))
    article = has_article(scene, run)
    if _SERIAL.fullmatch(parse.words[run.last - 1]):
        return None
    if parse.words[run.last - 1] in known.acronyms or fold_actor(_text(scene, run)) in known.bodies:
        return _read_organization(scene, run, None, None)
    if (body := _body_noun(scene, run)) is not None:
        return _read_organization(scene, run, body.role, None)
    if (
        plain
        and not article
        and (last_word in known.surnames or (size > 1 and fold_actor(parse.words[run.first]) in known.given))
    ):
        return _read_person(scene, run)
    if plain and size == 1 and not run.title and is_beside_place(scene, run):
        return None
    if fold_actor(_text(scene, run)) in known.places:
        personal = plain and (is_named_so(scene, run) or suffers_as_person(scene, run))
        return _read_person(scene, run) if personal else _read_unknown_place(scene, run)
    if plain and has_staff(scene, run):
        return _read_organization(scene, run, None, None)
    joined = "&" in parse.words[run.first : run.last]
    if (label == "PERSON" or is_named_so(scene, run)) and not article and not joined:
        return _read_person(scene, run)
    partner = scene.run_at.get(run.last + 1) if scene.parse.words[run.last : run.last + 1] == ("and",) else None
    shares = partner is not None and partner.last - partner.first == 2 and parse.entities[partner.head] == "PERSON"
    paired = plain and size == 1 and shares and label not in ("GPE", "LOC")
    if paired or (plain and not article and size <= MOST_NAMES and stands_for_person(scene, run)):
        return _read_person(scene, run)
    if label in NOT_ACTORS and (label != "PRODUCT" or size > 1):
        return None
    if parse.deps[run.head] == "compound" and parse.lemmas[parse.heads[run.head]] in THING_WORDS:
        return None
    apposed = _apposed_role(scene, run)
    if label in ("ORG", "NORP"):
        if plain and not article and (named := behind_occupation(scene, run)) is not None:
            return _read_person(scene, named)
        if plain and not article and 2 <= size <= 4 and apposed[1] is not None and apposed[1].kind == "person":
            return _read_person(scene, run)
        return _read_organization(scene, run, apposed[0], None, "organization" if label == "ORG" else "group")
    return _read_unlabelled(scene, run, plain and not article)


def _read_unknown_place(scene: Scene, run: NameRun) -> Reading | None:
    """Read a place that no gazetteer has where something is done to it: "Karimbo was shelled"."""
    if scene.parse.deps[run.head] not in ("nsubjpass", "dobj"):
        return None
    return _read_organization(scene, run, None, None, "place")


def _body_noun(scene: Scene, run: NameRun) -> ActorNoun | None:
    """Give the noun that stands right before a name and says that it is a body's: "the armed group Alba Verde"."""
    parse, before = scene.parse, run.first - 1
    if before < 0 or parse.tags[before] != "NN" or parse.sentence_of[before] != parse.sentence_of[run.first]:
        return None
    noun = lexicon_noun(scene, before, left_edge(scene, before))
    return noun if noun is not None and noun.kind == "organization" else None


def _read_unlabelled(scene: Scene, run: NameRun, plain: bool) -> Reading | None:
    """Read a name without a label by what it does: who says or is arrested is a person."""
    parse, size = scene.parse, run.last - run.first
    apposed = _apposed_role(scene, run)
    if apposed[1] is not None and plain:
        person = apposed[1].kind == "person"
        return _read_person(scene, run) if person else _read_organization(scene, run, apposed[0], None)
    if plain and is_depicted(scene, run):
        return _read_person(scene, run)
    verb = parse.heads[run.head]
    acts = parse.deps[run.head] in ("nsubj", "nsubjpass") and parse.lemmas[verb] in PERSON_VERBS
    does = parse.deps[run.head] == "nsubj" and parse.pos[verb] == "VERB"
    if (acts or does) and plain and not is_acronym(parse.words[run.first]) and run.head not in scene.toponyms:
        return _read_person(scene, run)
    acronym = size == 1 and is_acronym(parse.words[run.first]) and len(parse.words[run.first]) > 2
    if (acts or (acronym and parse.deps[run.head] in CORE_DEPS)) and parse.entities[run.last - 1] not in (
        "GPE",
        "LOC",
        "FAC",
    ):
        return _read_organization(scene, run, None, None)
    return None


def _read_person(scene: Scene, run: NameRun) -> Reading:
    run = before_origin(scene, with_given_title(scene, run))
    role, country, office = _title_facts(scene, run)
    state = role in STATE_ROLES and country is None
    if role is None or not office:
        apposed, noun, place = _apposed(scene, run)
        if noun is not None and noun.kind == "person":
            role, country, office = role or apposed, country or place, office or noun.office
    if role is None:
        shared = _shared_facts(scene, run)
        role, country, office = shared[0], country or shared[1], office or shared[2]
    if country is None:  # a town that a surname is too is no origin
        first = run.head + 1 if run.head in scene.toponyms else run.first
        country = origin(scene, first, run.head, prepositions=OF)
    return Reading(
        run=run, first=run.first, last=run.last, kind="person", role=role, country=country, office=office, state=state,
    )  # fmt: skip


def _shared_facts(scene: Scene, run: NameRun) -> tuple[str | None, str | None, bool]:
    """Give what a title or description in the plural says of two: "party leaders Ana and Paul Berg"."""
    parse = scene.parse
    partner = scene.run_at.get(parse.heads[run.head])
    if parse.deps[run.head] not in ("conj", "nmod") or partner is None or partner is run:
        return None, None, False
    if partner.title and is_plural(parse, partner.title_last - 1):
        return _title_facts(scene, partner)
    noun = parse.heads[partner.head]
    role, entry, country = _apposed(scene, partner)
    if entry is None or parse.deps[partner.head] != "appos" or not is_plural(parse, noun):
        return None, None, False
    return role, country, entry.office


def _title_facts(scene: Scene, run: NameRun) -> tuple[str | None, str | None, bool]:
    """Give role, country and publicness from the title before a name."""
    if not run.title:
        return None, None, False
    parse, head = scene.parse, run.title_last - 1
    if parse.words[head] in (".", "-"):
        head -= 1
    of = next((token for token in run.title if parse.words[token] == "of"), None)
    if of is not None and scene.lexicon.nouns.get(" ".join(parse.words[of - 1 : head + 1]).lower()) is None:
        head = of - 1
    entry = lexicon_noun(scene, head, run.title_first)
    country = next((scene.toponyms[t].country for t in run.title if t in scene.toponyms), None)
    country = country or origin(scene, run.title_first, run.head, prepositions=OF)
    if entry is None:
        return None, country, False
    role = noun_role(scene, head, run.title_first, entry)
    public = is_public(scene, head, run.title_first, entry)
    return role, country or role_beside(scene, head, run.title_first)[1], public


def _apposed_role(scene: Scene, run: NameRun) -> tuple[str | None, ActorNoun | None]:
    role, noun, _ = _apposed(scene, run)
    return role, noun


def _apposed(scene: Scene, run: NameRun) -> tuple[str | None, ActorNoun | None, str | None]:
    """Give role, noun and country of what a name is said to be: in apposition, or by "is"."""
    parse = scene.parse
    candidates = [child for child in parse.children[run.head] if parse.deps[child] == "appos"]
    if parse.deps[run.head] == "appos":
        candidates.append(parse.heads[run.head])
    verb = parse.heads[run.head]
    if parse.deps[run.head] == "nsubj" and parse.lemmas[verb] == "be":
        candidates += [child for child in parse.children[verb] if parse.deps[child] == "attr"]
    candidates += [
        attr
        for clause in parse.children[run.head]
        if parse.deps[clause] == "relcl" and parse.lemmas[clause] in ("be", "serve", "become")
        for attr in parse.children[clause]
        if parse.deps[attr] == "attr"
    ]
    for token in candidates:
        edge = left_edge(scene, token)
        noun = lexicon_noun(scene, token, edge)
        blamed = parse.deps[token] == "attr" and noun is not None and noun.role in ("CRM", "REB")
        if noun is not None and token not in scene.run_at and not blamed:
            role = noun_role(scene, token, edge, noun)
            noun = replace(noun, office=is_public(scene, token, edge, noun))
            return role, noun, origin(scene, edge, token) or role_beside(scene, token, edge)[1]
    return None, None, None
