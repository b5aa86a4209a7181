"""Words of a phrase -> role code: the head noun's, or that of the words around it ("rebel troops", "party leader")."""

from __future__ import annotations

from dateline.find.phrases import Scene, left_edge, lexicon_noun, origin, prepositional
from dateline.ontology.registry import ActorNoun, Organization, singular

#: Prepositions by which a person or part is joined to the body it belongs to.
BELONGING = frozenset("of for in from to with at".split())
#: Roles that whoever leads or serves such bodies has in public.
PUBLIC_ROLES = frozenset("GOV MIL PAR COP SPY JUD LEG PTY OPP REB IGO".split())
#: Prepositions that join an office to its body; whoever is "at a congress" may only attend it.
OFFICE_OF = frozenset("of for in from to".split())
#: How far a role is looked for below a noun: "a spokesman of a wing of the party".
REACH = 2


def noun_role(scene: Scene, head: int, first: int, entry: ActorNoun) -> str | None:
    """Give the role of a common noun in its phrase.

    A head noun with a role of its own keeps it, unless a modifier of opposition wins ("rebel soldiers").
    """
    lexicon = scene.lexicon
    if entry.role is not None:
        beside = modifier_role(scene, head, first)
        overrides = beside in lexicon.overriding and entry.role in lexicon.overridden
        return beside if overrides else entry.role
    found = modifier_role(scene, head, first) or role_beside(scene, head, first)[0]
    parse = scene.parse
    owned = any(parse.deps[child] == "poss" and parse.pos[child] == "PRON" for child in parse.children[head])
    return found or (None if owned else entry.fallback)


def modifier_role(scene: Scene, head: int, first: int) -> str | None:
    """Give the role that the words before a noun give, the nearest first."""
    words = [word.lower() for word in scene.parse.words[first:head]]
    lexicon = scene.lexicon
    for end in range(len(words), 0, -1):
        for begin in range(max(0, end - 2), end):
            phrase = " ".join(words[begin:end])
            if phrase in lexicon.modifiers:
                return lexicon.modifiers[phrase]
        organization = _organization_at(scene, first + end - 1)
        if organization is not None and organization.role:
            return organization.role
        word = singular(words[end - 1])
        if words[end - 1] in lexicon.rulers:
            return "GOV"
        noun = lexicon.noun([*words[: end - 1], word])
        if noun is not None and noun.role:
            return noun.role
        if word in lexicon.peoples and first + end - 1 not in scene.toponyms:
            return "CVL" if end == len(words) and head - first == 1 else None
    return None


def is_public(scene: Scene, head: int, first: int, entry: ActorNoun) -> bool:
    """Whether a noun tells a public role: an office of its own, or one within a body of public life."""
    if not entry.office or entry.role is not None:
        return entry.office
    if entry.within is None:
        return noun_role(scene, head, first, entry) != "CVL"
    parse, inside = scene.parse, range(first, head)
    before = modifier_role(scene, head, first)
    if before is not None:
        return before in PUBLIC_ROLES or any(_organization_at(scene, token) for token in inside)
    owners = [child for child in parse.children[head] if parse.deps[child] == "poss"]
    if any(parse.words[owner].lower() in ("its", "their") for owner in owners):
        return _follows_public_body(scene, first)
    named = [token for token in inside if parse.words[token][:1].isupper()]
    bodies = [*owners, *prepositional(parse, head, OFFICE_OF), *named]
    bodies = [token for token in bodies if token not in scene.toponyms]
    if any(_is_public_body(scene, token) for token in bodies) or (entry.fallback is not None and not bodies):
        return True
    return entry.within == "nation" and not bodies and origin(scene, first, head) is not None


def _follows_public_body(scene: Scene, first: int) -> bool:
    """Whether the last body that a sentence names before a token is one of public life."""
    sentence = scene.parse.sentences[scene.parse.sentence_of[first]]
    for token in range(first - 1, sentence.first - 1, -1):
        noun = lexicon_noun(scene, token, token) if scene.parse.pos[token] in ("NOUN", "PROPN") else None
        if token in scene.run_at or (noun is not None and noun.kind == "organization"):
            return _is_public_body(scene, token)
    return False


def _is_public_body(scene: Scene, token: int) -> bool:
    """Whether a noun names a body of public life: a known one, one of a public role, or one whose noun has no role."""
    if _organization_at(scene, token) is not None:
        return True
    edge = left_edge(scene, token)
    entry = lexicon_noun(scene, token, edge)
    if scene.parse.words[token].lower() in scene.lexicon.rulers:
        return True
    if entry is None:
        return False
    role = noun_role(scene, token, edge, entry)
    common = scene.parse.words[token].islower() and scene.parse.lemmas[token] in scene.lexicon.everyday_bodies
    return role in PUBLIC_ROLES or (role is None and entry.kind == "organization" and not common)


def _organization_at(scene: Scene, token: int) -> Organization | None:
    run = scene.run_at.get(token)
    return run_organization(scene, run.first, run.last) if run is not None else None


def run_organization(scene: Scene, first: int, last: int) -> Organization | None:
    """Look a name up among the well-known organisations: as a whole, by its acronym, by its last words, its first."""
    parts = name_parts(scene, first, last)
    for part in parts:
        found = scene.lexicon.organization(part)
        if found is not None:
            return found
    words = parts[0].split() if parts else []
    for size in range(len(words) - 1, 0, -1):
        for piece in (" ".join(words[-size:]), " ".join(words[:size])):
            found = scene.lexicon.organization(piece) if size > 1 or len(piece) > 2 else None
            if found is not None and found.kind != "person":
                return found
    return None


def name_parts(scene: Scene, first: int, last: int) -> list[str]:
    """Split a name at its brackets and slashes: the name without them, then what they hold."""
    parse = scene.parse
    plain: list[int] = []
    asides: list[list[str]] = []
    depth = 0
    for token in range(first, last):
        word = parse.words[token]
        if word == "(":
            depth += 1
            asides.append([])
        elif word == ")":
            depth = max(depth - 1, 0)
        elif depth and word == "/":
            asides.append([])
        elif depth:
            asides[-1].append(word)
        else:
            plain.append(token)
    return [_join(scene, plain), *(" ".join(aside) for aside in asides if aside)]


def _join(scene: Scene, tokens: list[int]) -> str:
    """Join words as the text does, without what stood between them."""
    parse, text = scene.parse, ""
    for i, token in enumerate(tokens):
        tight = i and parse.ends[tokens[i - 1]] == parse.starts[token]
        text += ("" if tight or not i else " ") + parse.words[token]
    return text


def role_beside(scene: Scene, head: int, first: int, depth: int = 0) -> tuple[str | None, str | None]:
    """Give role and country of the body to which a noun belongs: by modifier, possessor or "of ..."."""
    parse = scene.parse
    for token in range(head - 1, first - 1, -1):
        organization = _organization_at(scene, token)
        if organization is not None:
            return organization.role, organization.country
    owners = [child for child in parse.children[head] if parse.deps[child] == "poss" and parse.pos[child] != "PRON"]
    for noun in (*owners, *prepositional(parse, head, BELONGING)):
        organization = _organization_at(scene, noun)
        if organization is not None:
            return organization.role, organization.country
        edge = left_edge(scene, noun)
        entry = lexicon_noun(scene, noun, edge)
        if parse.words[noun].lower() in scene.lexicon.rulers:
            return "GOV", None
        if entry is not None:
            role = entry.role or modifier_role(scene, noun, edge)
            if role or depth >= REACH:
                return role, None
            return role_beside(scene, noun, edge, depth + 1)
    return None, None
