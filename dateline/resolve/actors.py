"""ActorMention... -> ActorMention...: who is meant across the report: one name, role and country for each actor.

Names are joined within the report only; a person is private unless the report itself gives a public role.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.gazetteer import load_gazetteer
from dateline.ontology.registry import RoleLexicon, fold_actor, load_lexicon, load_roles
from dateline.records import Actor, ActorKind, ActorMention, Parse, Toponym
from dateline.resolve.aliases import (
    Form,
    aside_names,
    inner_names,
    join_organizations,
    join_persons,
    name_words,
    plain_name,
)
from dateline.resolve.officers import as_told_services
from dateline.resolve.pronouns import resolve_pronouns
from dateline.resolve.report_country import report_country

#: Mentions of its places from which a report is firmly about a country: its ministers need not say whose they are.
FIRM = 3
LONGEST_NAME = 16
STATE_ROLES = frozenset("GOV MIL COP SPY JUD LEG".split())


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the report as a whole tells: its country, how it names governments, and its organisations by any form."""

    parse: Parse
    lexicon: RoleLexicon
    country: str | None
    places: tuple[Toponym, ...]  # those that lie in it
    ruled: str | None  # the country that the report ties its "regime" to
    adjectives: Mapping[str, str]
    organizations: Mapping[tuple[str, ...], str]
    countries: Mapping[str, str | None]  # of organisations, by name


def resolve_actors(
    mentions: Sequence[ActorMention],
    parse: Parse,
    places: Sequence[Toponym],
    lexicon: RoleLexicon | None = None,
) -> tuple[ActorMention, ...]:
    """Resolve the actors of one report, in the order of its text; `lexicon` is the built-in one unless given."""
    lexicon = lexicon or load_lexicon()
    mentions = as_told_services(mentions, parse, lexicon)
    named = _join_names(mentions, parse)
    country = report_country(parse, places)
    own = tuple(place for place in places if country is not None and place.country == country)
    frame = _Frame(
        parse=parse,
        lexicon=lexicon,
        country=country,
        places=own,
        ruled=_ruled_country(named, parse, lexicon, country),
        adjectives=_adjectives(places),
        organizations=_organizations(mentions, named),
        countries={m.actor.name: m.actor.country for m in reversed(named) if m.actor.country and _is_named(m)},
    )
    settled = _share_facts([_settle(mention, frame) for mention in named], lexicon)
    linked = _as_counterparts(_link_appositions(settled, parse), parse)
    guarded = [_guard(mention) for mention in _share_facts(linked, lexicon)]
    return tuple(sorted(resolve_pronouns(guarded, parse), key=lambda mention: (mention.first, mention.head)))


def places_outside(mentions: Iterable[ActorMention], places: Iterable[Toponym]) -> tuple[Toponym, ...]:
    """Leave out the places that are read from words of a person's name: "Kaya" of "Leyla Kaya"."""
    named = [m.actor.span for m in mentions if m.actor.kind == "person" and _is_named(m) and m.actor.span]
    words = {offset for span in named for offset in range(span.start, span.end)}
    return tuple(place for place in places if place.span.end - 1 not in words or place.span.start not in words)


def _adjectives(places: Iterable[Toponym]) -> dict[str, str]:
    """Give each country's adjective as the report writes it."""
    found: dict[str, Counter[str]] = {}
    for place in places:
        word = place.span.text
        plural = word.endswith(("s", "men")) and not word.endswith("ese")
        if place.demonym and place.country and word[:1].isupper() and not plural:
            found.setdefault(place.country, Counter())[word] += 1
    return {country: words.most_common(1)[0][0] for country, words in found.items()}


def _is_named(mention: ActorMention) -> bool:
    return not mention.generic and not mention.pronoun


def _join_names(mentions: Sequence[ActorMention], parse: Parse) -> list[ActorMention]:
    """Give named persons and organisations the fullest form of their name in the report."""
    plain = [_with_name(mention, plain_name(mention.actor.name)) for mention in mentions]
    full_names = {m.first: m.actor.name for m in plain if m.actor.kind == "person" and " " in m.actor.name}
    persons = [
        Form(_shared_surname(mention, parse, full_names), mention.actor.country, i)
        for i, mention in enumerate(plain)
        if mention.actor.kind == "person" and _is_named(mention)
    ]
    person_names = join_persons(persons)
    organization_names = join_organizations(_organization_forms(plain, parse))
    result = []
    for i, mention in enumerate(plain):
        name = mention.actor.name
        if i in person_names:
            name = person_names[i]
        elif name in organization_names and _is_named(mention):
            name = organization_names[name]
        result.append(_with_name(mention, name))
    return result


def _with_name(mention: ActorMention, name: str) -> ActorMention:
    return mention if name == mention.actor.name else replace(mention, actor=replace(mention.actor, name=name))


def _organization_forms(mentions: Sequence[ActorMention], parse: Parse) -> list[Form]:
    """List the names of organisations in the order of the text, each with its sentences."""
    forms: dict[str, Form] = {}
    headlines = [block for block in parse.document.blocks if block.kind == "headline"]
    for i, mention in enumerate(mentions):
        actor, start = mention.actor, parse.starts[mention.head]
        if actor.kind in ("organization", "group") and _is_named(mention) and not _is_state(mention):
            above = any(block.start <= start < block.end for block in headlines)
            form = forms.setdefault(actor.name, Form(actor.name, actor.country, i, headline=above))
            sentence = parse.sentence_of[mention.head]
            forms[actor.name] = replace(form, sentences=form.sentences | {sentence})
    return list(forms.values())


def _is_state(mention: ActorMention) -> bool:
    """Whether a mention is a country by its own name."""
    actor = mention.actor
    return actor.role == "GOV" and actor.country is not None and _is_country(actor.name, actor.country)


@functools.lru_cache(maxsize=4096)
def _is_country(name: str, code: str) -> bool:
    place = load_gazetteer().country(code)
    return place is not None and place.name == name


def _shared_surname(mention: ActorMention, parse: Parse, full_names: Mapping[int, str]) -> str:
    """Read "Anna" in "Anna and Paul Berg" as "Anna Berg".

    Only where something shows that the first is a given name: a title for both, the full name elsewhere, the list of
    names that the gazetteer keeps.
    """
    name, after = mention.actor.name, mention.last
    if " " in name or after + 1 >= len(parse.words) or parse.words[after] not in ("and", "&"):
        return name
    words = full_names.get(after + 1, "").split()
    if len(words) != 2:
        return name
    full = f"{name} {words[-1]}"
    use = load_gazetteer().use(name)
    before = [token for token in range(max(0, mention.first - 2), mention.first) if parse.words[token] != ","]
    titled = bool(before) and parse.tags[before[-1]] in ("NNS", "NNPS")
    return full if titled or full in full_names.values() or use.given > use.surname else name


def _organizations(mentions: Sequence[ActorMention], named: Sequence[ActorMention]) -> dict[tuple[str, ...], str]:
    """Map the words of each form of an organisation's name, brackets and acronyms apart, to its name."""
    found: dict[tuple[str, ...], str] = {}
    for before, after in zip(mentions, named, strict=True):
        if after.actor.kind not in ("organization", "group") or not _is_named(after) or _is_state(before):
            continue
        written = plain_name(before.actor.name)
        found.setdefault(name_words(written), after.actor.name)
        for whole, others in inner_names(after.actor.name):
            for other in (whole, *others):
                found.setdefault(name_words(other) or (fold_actor(other),), whole)
        for other in aside_names(after.actor.name):
            found.setdefault(name_words(other), after.actor.name)
    return {words: name for words, name in found.items() if words}


def _settle(mention: ActorMention, frame: _Frame) -> ActorMention:
    """Give a mention its neutral name, and a state's servants the report's country where they name none."""
    if mention.pronoun:
        return mention
    actor = mention.actor
    country = actor.country
    if country is None and (mention.state or _has_ruler(mention, frame.parse, frame.lexicon)) and actor.role != "IGO":
        country = _country_of_servant(mention, frame)
    if country != actor.country:
        mention = replace(mention, actor=replace(actor, country=country))
    if not mention.generic:
        return mention
    return _settle_description(mention, frame)


def _country_of_servant(mention: ActorMention, frame: _Frame) -> str | None:
    """Give the country of a state's servant who names none: the report's, but of a "regime" the one it is tied to."""
    if _has_ruler(mention, frame.parse, frame.lexicon):
        dateline = frame.parse.document.dateline_place
        framed = dateline is not None and any(dateline.start <= p.span.start < dateline.end for p in frame.places)
        shown = frame.country if framed or len(frame.places) > 1 or _acts_in_place(mention, frame) else None
        return frame.ruled or shown or _ruled_by(mention, frame)
    firm = len(frame.places) >= FIRM
    return frame.country if mention.generic or mention.actor.kind != "person" or firm else None


def _acts_in_place(mention: ActorMention, frame: _Frame) -> bool:
    """Tell whether a clause places what a party does: "the regime arrested six students in Quito"."""
    parse = frame.parse
    verb = parse.heads[mention.head]
    if parse.deps[mention.head] not in ("nsubj", "nsubjpass"):
        return False
    tokens = (parse.token_at(place.span.start) for place in frame.places)
    return any(token is not None and _verb_above(parse, token) == verb for token in tokens)


def _verb_above(parse: Parse, token: int) -> int | None:
    return next((each for each in parse.ancestors(token) if parse.pos[each] == "VERB"), None)


def _ruled_country(
    mentions: Sequence[ActorMention], parse: Parse, lexicon: RoleLexicon, country: str | None
) -> str | None:
    """Give the country of "the Valdian regime", that which the report is about before others."""
    tied = Counter(m.actor.country for m in mentions if m.actor.country and _has_ruler(m, parse, lexicon))
    return country if country in tied else max(tied, key=tied.__getitem__, default=None)


def _has_ruler(mention: ActorMention, parse: Parse, lexicon: RoleLexicon) -> bool:
    return any(parse.words[token].lower() in lexicon.rulers for token in range(mention.first, mention.last))


def _ruled_by(mention: ActorMention, frame: _Frame) -> str | None:
    words = (frame.parse.words[token].lower() for token in range(mention.first, mention.last))
    return next((frame.lexicon.ruler_countries[word] for word in words if word in frame.lexicon.ruler_countries), None)


def _settle_description(mention: ActorMention, frame: _Frame) -> ActorMention:
    actor = mention.actor
    words = frame.parse.words
    if words[mention.head].lower() in frame.lexicon.rulers and actor.role == "GOV":
        name = government_name(actor.country, frame.adjectives)
        return replace(mention, actor=replace(actor, name=name, kind="organization"), generic=False)
    whole = _whole_organization(mention, frame)
    if whole is not None:
        return replace(mention, actor=replace(actor, name=whole, kind="organization"), generic=False)
    name = _neutral_name(mention, frame) or actor.name
    country = actor.country or next((c for body, c in frame.countries.items() if body in name and " " in body), None)
    if name == actor.name and country == actor.country:
        return mention
    return replace(mention, actor=replace(actor, name=name, country=country))


def government_name(country: str | None, adjectives: Mapping[str, str]) -> str:
    """Name a country's government neutrally, with the adjective that the report uses.

    >>> government_name("FRA", {"FRA": "French"}), government_name("FRA", {}), government_name(None, {})
    ('French government', 'government of France', 'government')
    """
    if country is None:
        return "government"
    if country in adjectives:
        return f"{adjectives[country]} government"
    place = load_gazetteer().country(country)
    return f"government of {place.name if place else country}"


def _whole_organization(mention: ActorMention, frame: _Frame) -> str | None:
    """Read "river units" or "RF units" as the River Units that the report names."""
    if mention.actor.kind == "person" or mention.head != mention.last - 1:
        return None
    words = name_words(plain_name(mention.actor.name))
    if len(words) < 2:
        return None
    if words in frame.organizations:
        return frame.organizations[words]
    capital = any(word[:1].isupper() for word in frame.parse.words[mention.first : mention.last])
    if not capital or mention.actor.role not in ("OPP", "REB", "PAR", None):
        return None
    fits = [form for form in frame.organizations if form[-1] == words[-1] and set(words) < set(form)]
    return frame.organizations[max(fits, key=len)] if fits else None


def _neutral_name(mention: ActorMention, frame: _Frame) -> str:
    """Write a description without evaluating words, rulers told neutrally, acronyms in full."""
    parse, lexicon = frame.parse, frame.lexicon
    parts: list[str] = []
    token = mention.first
    while token < mention.last:
        word = parse.words[token]
        lower = word.lower()
        size, name = _inner_organization(mention, token, frame)
        hyphenated = "".join(parse.words[token : token + 3]).lower()
        court = _names_court(mention, token, frame)
        if name is None and "-" in hyphenated and hyphenated in lexicon.loaded:
            token += 3
            continue
        if name is not None:
            parts = [*(part for part in parts if part.lower() not in ("a", "an")), name]
        elif lower in lexicon.rulers and token != mention.head:
            parts = [part for part in parts if part.lower() not in lexicon.ruler_words]
            parts = [part for part in parts if part not in frame.adjectives.values()]
            parts.append(_ruler_adjective(mention, frame))
        elif lower in ("'s", "’s", "'", "’") and parts and parse.words[token - 1].lower() in lexicon.rulers:
            pass
        elif not (lower in lexicon.loaded and token != mention.head and word.islower() and not court):
            glued = token > mention.first and parse.starts[token] == parse.ends[token - 1] and parts
            parts[-1:] = [parts[-1] + word] if glued else [*parts[-1:], word]
        token += size
    return _tidy(parts, mention, parse)


def _names_court(mention: ActorMention, token: int, frame: _Frame) -> bool:
    """Whether a word that else evaluates says what kind of court it is: "criminal chamber"."""
    if mention.actor.role != "JUD":
        return False
    return " ".join(frame.parse.words[token : mention.head + 1]).lower() in frame.lexicon.nouns


def _tidy(parts: list[str], mention: ActorMention, parse: Parse) -> str:
    while parts and parts[0].lower() in ("and", "or", ",", "the", "a"):
        parts = parts[1:]
    kept = [
        part for i, part in enumerate(parts) if not (part in ("and", ",") and i + 1 < len(parts) and _dangles(parts, i))
    ]
    name = plain_name(" ".join(kept))
    first = parse.words[mention.first]
    opens = mention.first == parse.sentences[parse.sentence_of[mention.first]].first
    common = parse.pos[mention.first] in ("NOUN", "ADJ", "VERB") and not parse.entities[mention.first]
    lowered = opens and common and name.startswith(first) and not first.isupper() and not _names_country(first)
    return name[:1].lower() + name[1:] if lowered else name


@functools.lru_cache(maxsize=4096)
def _names_country(word: str) -> bool:
    return any(place.feature == "country" for place in load_gazetteer().candidates(word))


def _dangles(parts: Sequence[str], i: int) -> bool:
    """Whether "and" joins nothing any more: "rebellious and youths", after "defiant" was dropped."""
    return i == len(parts) - 2


def _inner_organization(mention: ActorMention, token: int, frame: _Frame) -> tuple[int, str | None]:
    """Give the organisation that begins at a token inside a description, and the number of its tokens."""
    parse = frame.parse
    if parse.pos[token] == "DET":
        return 1, None
    for end in range(min(mention.last, token + LONGEST_NAME), token, -1):
        if token <= mention.head < end or parse.words[end - 1] in ("-", "–", ","):
            continue
        words = name_words(parse.document.text[parse.starts[token] : parse.ends[end - 1]])
        name = frame.organizations.get(words)
        if name is not None and (end - token > 1 or parse.words[token][:1].isupper()):
            return end - token, name
    return 1, None


def _ruler_adjective(mention: ActorMention, frame: _Frame) -> str:
    """Write a ruler before a noun: "regime's units" as "Valdian government units", its "courts" as "Valdian courts"."""
    country = mention.actor.country
    if mention.actor.role in STATE_ROLES - {"GOV"} and country is not None:
        place = load_gazetteer().country(country)
        return frame.adjectives.get(country) or (place.name if place else country)
    return government_name(country, frame.adjectives)


def _share_facts(mentions: Sequence[ActorMention], lexicon: RoleLexicon) -> list[ActorMention]:
    """Give all mentions of one named actor the role, country, kind and office that any of them shows."""
    groups: dict[str, list[ActorMention]] = {}
    for mention in mentions:
        if _is_named(mention):
            groups.setdefault(mention.actor.name, []).append(mention)
    facts = {name: _facts(group, lexicon) for name, group in groups.items()}
    return [
        replace(
            m,
            actor=replace(facts[m.actor.name][0], span=m.actor.span, kind=_kind(m, facts)),
            office=facts[m.actor.name][1],
        )
        if _is_named(m)
        else m
        for m in mentions
    ]


def _kind(mention: ActorMention, facts: Mapping[str, tuple[Actor, bool]]) -> ActorKind:
    return "place" if mention.actor.kind == "place" else facts[mention.actor.name][0].kind


def _facts(group: Sequence[ActorMention], lexicon: RoleLexicon) -> tuple[Actor, bool]:
    office = any(mention.office for mention in group)
    ranked = sorted(group, key=lambda mention: not mention.office)
    role = next((m.actor.role for m in ranked if m.actor.role), None)
    country = next((m.actor.country for m in ranked if m.actor.country), None)
    known = lexicon.organization(group[0].actor.name)
    if known is not None:
        role, country, office = known.role, known.country or country, office or known.kind == "person"
    kinds = Counter(m.actor.kind for m in group if m.actor.kind != "place")
    kind = kinds.most_common(1)[0][0] if kinds else group[0].actor.kind
    return Actor(span=None, name=group[0].actor.name, role=role, country=country, kind=kind), office


def _link_appositions(mentions: Sequence[ActorMention], parse: Parse) -> list[ActorMention]:
    """Let a description mean the name that stands beside it: "the group's spokesman, Ana Berg"."""
    by_head = {mention.head: mention for mention in mentions if not mention.pronoun}
    return [
        _linked(mention, by_head, parse) if mention.generic and not mention.pronoun else mention for mention in mentions
    ]


def _linked(mention: ActorMention, by_head: Mapping[int, ActorMention], parse: Parse) -> ActorMention:
    for token in _membership(mention.head, parse):
        other = by_head.get(token)
        if other is not None and other.last - other.first > 2 and mention.plural:
            return replace(mention, actor=replace(other.actor, country=other.actor.country or mention.actor.country))
    for token in _beside(mention.head, parse):
        other = by_head.get(token)
        if other is None or not _is_named(other) or not _same_kind(mention.actor, other.actor):
            continue
        actor = replace(other.actor, role=other.actor.role or mention.actor.role,
                        country=other.actor.country or mention.actor.country)  # fmt: skip
        return replace(mention, actor=actor, generic=False, office=mention.office or other.office)
    return mention


def _as_counterparts(mentions: Sequence[ActorMention], parse: Parse) -> list[ActorMention]:
    """Give a counterpart the role of whose counterpart he or she is: "the minister met his French counterpart"."""
    found: list[ActorMention] = []
    for mention in mentions:
        token = mention.head if mention.generic else mention.first - 1
        if mention.actor.role is None and mention.actor.kind == "person" and parse.lemmas[token] == "counterpart":
            sentence = parse.sentence_of[mention.head]
            others = [m for m in found if m.head < token and parse.sentence_of[m.head] == sentence and not m.pronoun]
            role = next((m.actor.role for m in reversed(others) if m.office and m.actor.kind == "person"), None)
            mention = replace(mention, actor=replace(mention.actor, role=role))
        found.append(mention)
    return found


def _membership(head: int, parse: Parse) -> list[int]:
    """Give the members of a body that people are said to be: "supporters, who are members of the front"."""
    membership = load_roles().membership
    return [
        noun
        for clause in parse.children[head]
        if parse.deps[clause] == "relcl" and parse.lemmas[clause] == "be"
        for noun in parse.children[clause]
        if parse.deps[noun] == "attr" and parse.lemmas[noun] in membership
    ]


def _beside(head: int, parse: Parse) -> list[int]:
    """Give the nouns in apposition to a noun, before or after it, and those it is "known as"."""
    found = [child for child in parse.children[head] if parse.deps[child] == "appos"]
    if parse.deps[head] == "appos":
        found.append(parse.heads[head])
    naming = load_roles().naming
    for clause in parse.children[head]:
        if parse.deps[clause] in ("acl", "relcl") and parse.lemmas[clause] in naming:
            found += [child for child in parse.children[clause] if parse.deps[child] in ("oprd", "dobj", "attr")]
            found += [
                noun
                for preposition in parse.children[clause]
                if parse.lemmas[preposition] == "as"
                for noun in parse.children[preposition]
            ]
    return found


def _same_kind(one: Actor, other: Actor) -> bool:
    if (one.kind == "person") != (other.kind == "person"):
        return False
    return "place" not in (one.kind, other.kind)


def _guard(mention: ActorMention) -> ActorMention:
    """Flag a person whose public role the report does not state."""
    actor = mention.actor
    unnamed_servant = mention.generic and actor.role in STATE_ROLES
    private = actor.kind == "person" and not mention.office and not unnamed_servant
    return mention if private == actor.private else replace(mention, actor=replace(actor, private=private))
