"""Parse, mentions → the names and addresses of private persons that a report tells, to be withheld where it is shown.

They are more than its actors: names in captions and headlines, families, handles, mail addresses and telephone
numbers. To hide too much is the lesser error here, but what names a place, a body or a people is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dateline.gazetteer import load_gazetteer
from dateline.ontology.place_frames import stands_for_place
from dateline.ontology.registry import RoleLexicon, fold_actor, is_acronym, singular
from dateline.privacy import is_name, name_words, private_names_in
from dateline.records import ActorMention, Mentions, Parse
from dateline.resolve.bare_names import Known, bare_names

#: Nouns that a surname before them makes the name of its bearers.
KIN = frozenset("family families household brother brothers sister sisters siblings couple clan parents".split())
HYPHENED = r"[A-Z]\w+(?:-\w+)+"
#: A few words in another script than the report's: hardly ever anything but a name.
_SIGNS = r"[\u0590-\u1fff\u3040-\ud7af]"
FOREIGN = re.compile(rf"(?<![^\W_]){_SIGNS}{{2,12}}(?: {_SIGNS}{{1,12}}){{0,3}}(?![^\W_])")
#: Words of a person's name at most, its particles among them.
MOST_WORDS = 6
CREDIT = re.compile(r"(?:\(|\b[Pp]hoto(?:graph)? by )([A-Z][\w'’-]+(?: [A-Z][\w'’.-]*){1,3})(?=/[A-Z]|\s*\))")
HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-z_]\w{1,40}\b")
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.,])(?:\+|00)\d[\d ().-]{6,18}\d\b|(?<=\D)\(?0\d{1,4}\)?[ -]\d{2,4}[ -]?\d{3,4}\b")


def private_names(parse: Parse, mentions: Mentions, lexicon: RoleLexicon) -> tuple[str, ...]:
    """List the names, handles and addresses of the private persons that a report tells of, sorted."""
    names = set(private_names_in(mentions))
    public = frozenset().union(*map(name_words, _public_names(mentions)))
    text = parse.document.text
    credited = [match[1] for match in CREDIT.finditer(text) if match.group()[0] != "(" or text[match.end()] == "/"]
    shown = bare_names(parse, _known(parse, mentions, lexicon), lexicon)
    likely = [*_labelled(parse, mentions, lexicon), *_families(parse, mentions, lexicon), *credited, *shown]
    names.update(name for name in likely if is_name(name) and not name_words(name) & public)
    bodies = {fold_actor(m.actor.name).replace(" ", "") for m in mentions.actors if m.actor.kind != "person"}
    names.update(
        handle
        for handle in HANDLE.findall(text)
        if fold_actor(handle) not in bodies and lexicon.organization(handle[1:]) is None
    )
    names.update(match.group() for pattern in (MAIL, PHONE) for match in pattern.finditer(text))
    names.update(match.group() for match in FOREIGN.finditer(text))
    names.update(_with_hyphened_parts(names, text))
    return tuple(sorted(names))


def _with_hyphened_parts(names: Iterable[str], text: str) -> list[str]:
    """Give single names with the hyphened one beside them, which the language tools leave out: "Kim Min-jun"."""
    single = "|".join(re.escape(name) for name in names if name.isalpha() and name[0].isupper())
    beside = rf"\b(?:(?:{single}) {HYPHENED}|{HYPHENED} (?:{single}))\b"
    return re.findall(beside, text) if single else []


def _public_names(mentions: Mentions) -> Iterator[str]:
    for mention in mentions.actors:
        actor = mention.actor
        if actor.kind == "person" and not actor.private:
            yield actor.name
            if actor.span is not None and not mention.pronoun:
                yield actor.span.text


def _known(parse: Parse, mentions: Mentions, lexicon: RoleLexicon) -> Known:
    """Gather which tokens name private persons, places, and countries and peoples."""
    actors = {t for m in mentions.actors if m.actor.private and not m.generic for t in range(m.first, m.last)}
    public = {t for m in mentions.actors if m.office and m.actor.kind == "person" for t in range(m.first, m.last)}
    labelled = _labelled_stretches(parse, mentions, lexicon)
    private = actors.union(*(range(first, end) for first, end in labelled))
    found = [(place, _tokens(parse, place.span.start, place.span.end)) for place in mentions.places]
    places = {(token, place.demonym or place.feature == "country") for place, tokens in found for token in tokens}
    return Known(
        private=frozenset(private - public),
        actors=frozenset(actors),
        public=frozenset(public),
        places=frozenset(token for token, _ in places),
        countries=frozenset(token for token, wide in places if wide),
    )


def _labelled(parse: Parse, mentions: Mentions, lexicon: RoleLexicon) -> Iterator[str]:
    """Give the names that the language tools take for persons' and of which nothing else is known."""
    return (_name_at(parse, first, end) for first, end in _labelled_stretches(parse, mentions, lexicon))


def _labelled_stretches(parse: Parse, mentions: Mentions, lexicon: RoleLexicon) -> Iterator[tuple[int, int]]:
    known = _tokens_of_others(parse, mentions)
    named = [(first, end, _name_at(parse, first, end)) for first, end in parse.stretches("PERSON")]
    places = {name for first, end, name in named if _is_place(parse, first, end)}
    for first, end, name in named:
        if name not in places and known.isdisjoint(range(first, end)) and not _is_word(parse.words[first:end], lexicon):
            yield first, end


def _is_place(parse: Parse, first: int, end: int) -> bool:
    given = load_gazetteer().use(parse.words[first]).given > 0
    return stands_for_place(parse, first, end, end - 1, given=given)


def _name_at(parse: Parse, first: int, end: int) -> str:
    return parse.span(first, end).text.removesuffix("'s").removesuffix("’s")


def _is_word(words: Sequence[str], lexicon: RoleLexicon) -> bool:
    """Whether words tell by what they mean that they are no person's name: "Rebels", "Tutsi", "BBC", "Targets Hit"."""
    if lexicon.organization(" ".join(words)) is not None or len(words) > MOST_WORDS:
        return True
    if len(words) == 1 and is_acronym(words[0]):
        return True
    return any(_is_common(word, lexicon) for word in words if word[:1].isupper())


def _is_common(word: str, lexicon: RoleLexicon) -> bool:
    single, use = singular(word.lower()), load_gazetteer().use(word)
    common = single in lexicon.peoples or lexicon.noun([single]) is not None
    return not (use.surname or use.given) and (common or use.word > 1)


def _tokens_of_others(parse: Parse, mentions: Mentions) -> frozenset[int]:
    """Give the tokens that name places, bodies and groups."""
    found = [place.span for place in mentions.places]
    tokens = {token for span in found for token in _tokens(parse, span.start, span.end)}
    tokens.update(t for m in mentions.actors if _is_other(m) for t in range(m.first, m.last))
    return frozenset(tokens)


def _is_other(mention: ActorMention) -> bool:
    return mention.actor.kind != "person" and not mention.pronoun and not mention.generic


def _tokens(parse: Parse, start: int, end: int) -> Iterable[int]:
    first = parse.token_at(start)
    while first is not None and first < len(parse.words) and parse.starts[first] < end:
        yield first
        first += 1


def _families(parse: Parse, mentions: Mentions, lexicon: RoleLexicon) -> Iterator[str]:
    """Give the surnames of "the Haddad family" and, where they are known to be some, of "the Haddads"."""
    places = frozenset(t for place in mentions.places for t in _tokens(parse, place.span.start, place.span.end))
    for token in range(1, len(parse.words)):
        before, word = parse.words[token - 1], parse.words[token]
        if word in KIN and parse.tags[token - 1].startswith("NNP") and token - 1 not in places:
            if _is_surname(before, lexicon):
                yield before
        elif before.lower() == "the" and parse.tags[token] in ("NNPS", "NNP") and word.endswith("s"):
            bearer = word[:-1]
            use = load_gazetteer().use(bearer)
            if use.surname and not use.word and token not in places and _is_surname(bearer, lexicon):
                yield bearer


def _is_surname(word: str, lexicon: RoleLexicon) -> bool:
    return word[:1].isupper() and word.lower() not in lexicon.modifiers and not _is_word((word,), lexicon)
