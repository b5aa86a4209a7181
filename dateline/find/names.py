"""Parse -> NameRun...: the stretches that are proper names, titles apart.

The small pipelines tag foreign names badly, so a run is read from capitals first and from tags and entity labels
second: "People's Front of Valdia (PFV/VF) River Units" is one run, "Foreign Minister Ana Berg" a title and a name.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from dateline.gazetteer import load_gazetteer
from dateline.ontology.registry import RoleLexicon, fold_actor, is_acronym, load_roles, singular
from dateline.records import Parse, Sentence

NAME_LABELS = frozenset({"PERSON", "ORG", "NORP", "GPE", "FAC", "LOC"})
COUNT_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
CALENDAR = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri"
    " sat sun ramadan christmas easter nowruz today yesterday tomorrow tonight".split()
)
#: Small words inside names of persons and places ("Omar al Karim", "Juan de la Vega").
PARTICLES = frozenset("al el de la del da di du dos das bin ibn ben van von der den ul ur e ye y abu an ad az".split())
#: Words that open a sentence with a capital and never open a name.
OPENERS = frozenset(
    "the a an this that these those his her its their our my your he she it they we i you who what which when where why"
    " how in on at by for from to of with as if but and or nor so yet also not no yes all both each every some any many"
    " most much more other another such same one two three four five six seven eight nine ten there here now then after"
    " before since while although though because unless until during under over about against between through into"
    " across among around behind despite following however meanwhile moreover earlier later still even only just down"
    " up out off long mr. mrs. ms.".split()
)
CORE_DEPS = frozenset(
    "nsubj nsubjpass dobj pobj iobj dative attr appos conj poss ROOT agent oprd npadvmod quote dep".split()
)
_FUNCTION_POS = frozenset("PUNCT ADP PART DET CCONJ SYM".split())
MODIFIER_DEPS = frozenset("compound nmod amod nummod".split())


#: Words of a person's name at most.
MOST_NAMES = 4
#: Tokens of a registered name.
LONGEST_KNOWN_NAME = 14


@dataclass(frozen=True, slots=True)
class NameRun:
    """A proper name of tokens `first` to `last` (half-open), its head token, and the title before it."""

    first: int
    last: int
    head: int
    title_first: int  # == first where there is no title
    title_last: int

    @property
    def title(self) -> range:
        """The tokens of the title."""
        return range(self.title_first, self.title_last)


def find_name_runs(parse: Parse, sentence: Sentence, lexicon: RoleLexicon) -> list[NameRun]:
    """Find the proper names of a sentence."""
    runs: list[NameRun] = []
    token = sentence.first
    while token < sentence.last:
        named = _is_name(parse, token, sentence) or _opens_with_group(parse, token, lexicon)
        last = _run_end(parse, token, sentence) if named else token
        last = max(last, _known_name_end(parse, token, sentence, lexicon))
        if last > token:
            run = _split_title(parse, token, last, lexicon)
            if run is not None:
                if runs and run.title_first <= runs[-1].first and "of" in parse.words[run.title_first : run.title_last]:
                    runs.pop()  # the office of "Minister of Defence"
                runs.append(run)
            token = last
        else:
            token += 1
    return runs


def _opens_with_group(parse: Parse, token: int, lexicon: RoleLexicon) -> bool:
    """Whether a plural is a known group's name, which the tagger takes for a common noun: "Naxalites ambushed"."""
    word = parse.words[token]
    plural = parse.tags[token] == "NNS" and is_capital(word)
    return plural and lexicon.noun([singular(word.lower())]) is None and lexicon.organization(word) is not None


def _known_name_end(parse: Parse, first: int, sentence: Sentence, lexicon: RoleLexicon) -> int:
    """Give the end of the longest registered name that begins at a token, or the token where none does."""
    word = parse.words[first]
    opens, own = is_capital(word), fold_actor(word) in lexicon.own_starts
    if not own and not (opens and fold_actor(word) in lexicon.name_starts):
        return first
    for end in range(min(first + LONGEST_KNOWN_NAME, sentence.last), first + 1, -1):
        named = opens and is_capital(parse.words[end - 1])
        known = lexicon.organization(parse.span(first, end).text) if named or own else None
        if known is not None and (named or known.own):
            return end
    return first


def is_capital(word: str) -> bool:
    """Whether a word is written as a name: "Berg", "al-Karim", "McKay", but not "e-mail".

    >>> [is_capital(word) for word in ("Berg", "al-Karim", "iran", "1,500")]
    [True, True, False, False]
    """
    return word[:1].isupper() or any(part[:1].isupper() for part in word.split("-")[1:])


def _is_name(parse: Parse, token: int, sentence: Sentence) -> bool:
    word, pos = parse.words[token], parse.pos[token]
    if not is_capital(word) or (len(word) == 1 and token == sentence.first):
        return False
    if word.lower() in CALENDAR:
        return _is_given_name(parse, token, sentence)
    if parse.deps[token] == "ROOT" and _is_headline_verb(parse, token):
        return False
    if parse.entities[token] in COUNT_LABELS and pos != "PROPN":
        return False
    if _opens(parse, token, sentence):
        return _opens_name(parse, token, sentence)
    labelled = parse.entities[token] in NAME_LABELS and pos not in ("DET", "ADP", "PRON")
    return pos in ("PROPN", "NOUN", "ADJ", "X") or labelled


def _is_given_name(parse: Parse, token: int, sentence: Sentence) -> bool:
    """Whether a day or month is a person's given name: "teenager May Hope", "activist Sunday Adeyo"."""
    word, after = parse.words[token], token + 1
    use = load_gazetteer().use(word)
    if not (use.given or use.surname) or word.isupper() or after >= sentence.last:
        return False
    surname = parse.words[after]
    if parse.tags[after] != "NNP" or not is_capital(surname) or surname.lower() in CALENDAR:
        return False
    if parse.entities[token] == parse.entities[after] == "PERSON" and not parse.entity_starts[after]:
        return True
    title = load_roles().noun([parse.words[token - 1].lower()]) if token > sentence.first else None
    return title is not None and title.kind == "person" and parse.heads[token] == after


def _opens(parse: Parse, token: int, sentence: Sentence) -> bool:
    """Whether a capital is owed to its place: the first word of the sentence, of a quotation, after a colon."""
    return token == sentence.first or parse.words[token - 1] in ("“", '"', "‘", ":", "—", "–", "``", "-", "…")


def _opens_name(parse: Parse, token: int, sentence: Sentence) -> bool:
    word = parse.words[token]
    if word.lower() in OPENERS:
        return False
    after = token + 1
    continues = after < sentence.last and is_capital(parse.words[after]) and parse.words[after].lower() not in CALENDAR
    labelled = parse.entities[token] in NAME_LABELS
    if parse.words[after : after + 1] in (("'s",), ("’s",)) and after + 1 < sentence.last:
        continues = is_capital(parse.words[after + 1]) and _owns_name(parse, token)
    if parse.pos[token] == "PROPN":
        return continues or labelled or not (load_roles().noun([singular(word.lower())]) or _is_common(word))
    label = parse.entities[token]
    if continues and not is_capital(parse.words[after]):
        return True
    same_entity = continues and labelled and parse.entities[after] == label and not parse.entity_starts[after]
    return same_entity or (labelled and parse.pos[token] == "ADJ") or (word.isupper() and len(word) > 1)


@functools.lru_cache(maxsize=4096)
def _is_common(word: str) -> bool:
    """Whether a word is English and no person's name: "Shelling"."""
    use = load_gazetteer().use(word)
    return use.word > 1 and not (use.surname or use.given or is_acronym(word))


def _is_headline_verb(parse: Parse, token: int) -> bool:
    """Whether a capital is a headline's verb in disguise: it has a subject or an object."""
    return any(parse.deps[child] in ("nsubj", "nsubjpass", "dobj") for child in parse.children[token])


def _run_end(parse: Parse, first: int, sentence: Sentence) -> int:
    """Give the end of the run that begins at `first`: capitals, and the small words that join them."""
    end = first + 1
    while end < sentence.last:
        if _continues(parse, end, sentence):
            end += 1
            continue
        joined = _joined(parse, first, end, sentence)
        if joined == end:
            break
        end = joined
    return end


def _continues(parse: Parse, token: int, sentence: Sentence) -> bool:
    word = parse.words[token]
    if token == sentence.first or not is_capital(word) or word.lower() in CALENDAR:
        return word.isdigit() and len(word) <= 3 and not parse.entities[token] and parse.pos[token - 1] == "PROPN"
    if parse.tags[token] in ("MD", "PRP", "PRP$", "DT", "IN", "CC", "TO", "WP", "WDT", "WRB"):
        inside = parse.entities[token] == parse.entities[token - 1] == "ORG" and not parse.entity_starts[token]
        return inside or _ends_name(parse, token, sentence)
    if _is_headline_verb(parse, token):
        return False
    if parse.pos[token] in ("VERB", "AUX", "ADV"):
        if parse.deps[token - 1] == "compound" and parse.heads[token - 1] == token:
            return True  # what a name modifies is none: "Le Van Do"
        return parse.entities[token] in NAME_LABELS and not parse.entity_starts[token]
    return True


def _ends_name(parse: Parse, token: int, sentence: Sentence) -> bool:
    """Whether a small word with a capital after a name is its last part: "Tran Van The was jailed"."""
    before, after = token - 1, token + 1
    alone = after == sentence.last or not is_capital(parse.words[after])
    joined = parse.words[before].isalpha() and parse.starts[token] - parse.ends[before] == 1
    return alone and joined and parse.tags[before] == "NNP" and parse.words[token].istitle()


def _joined(parse: Parse, first: int, end: int, sentence: Sentence) -> int:
    """Give the end of what a small word at `end` joins to the name before it, or `end` where it joins nothing."""
    word, after = parse.words[end], end + 1
    if word == "-" and _tight(parse, end):
        return _hyphen_end(parse, end, sentence)
    if word == "(":
        return _after_aside(parse, first, end, sentence)
    if after >= sentence.last or not _name_like(parse, after):
        joins = word.lower() in PARTICLES
        return after if joins and after + 1 < sentence.last and _particle_chain(parse, after) else end
    if word in ("'s", "’s", "'", "’"):
        return after if _owns_name(parse, end - 1) else end
    if word in ("/", "&", "–") and (word != "–" or parse.entities[after] == parse.entities[end - 1] != ""):
        return after if _tight(parse, end) or word == "&" else end
    if word.lower() in PARTICLES and word.islower():
        return after
    if word in ("of", "for", "and", "the", "on", "in", "to", "against"):
        inside = _is_inside_name(parse, first, end)
        return end if not inside else after + (parse.words[after] == "the")
    return end


def _hyphen_end(parse: Parse, hyphen: int, sentence: Sentence) -> int:
    """Give the last part of what hyphens tie together ("Fazl-ur-Karim") where that is a name too."""
    last = hyphen
    while last + 1 < sentence.last and parse.starts[last + 1] == parse.ends[last] and parse.pos[last + 1] != "PUNCT":
        last += 1
        if last + 1 < sentence.last and parse.words[last + 1] == "-" and parse.starts[last + 1] == parse.ends[last]:
            last += 1
    spoken = parse.words[last].lower() in PARTICLES and last + 1 < sentence.last and is_capital(parse.words[last + 1])
    return last if last > hyphen and (is_capital(parse.words[last]) or spoken) else hyphen


def _tight(parse: Parse, token: int) -> bool:
    return parse.ends[token - 1] == parse.starts[token] and parse.ends[token] == parse.starts[token + 1]


def _name_like(parse: Parse, token: int) -> bool:
    word = parse.words[token]
    if word == "the" and token + 1 < len(parse.words):
        word = parse.words[token + 1]
    return is_capital(word) and word.lower() not in CALENDAR and parse.pos[token] not in ("PRON",)


def _particle_chain(parse: Parse, token: int) -> bool:
    return parse.words[token].lower() in PARTICLES and is_capital(parse.words[token + 1])


def _owns_name(parse: Parse, owner: int) -> bool:
    """Whether a possessor is part of a name: "People's Front", not "Valdia's Front"."""
    lexicon = load_roles()
    word = singular(parse.words[owner].lower())
    return word in ("lord", "god", "world", "nation", "mother") or (
        lexicon.noun([word]) is not None and not lexicon.nouns[word].office
    )


def _is_inside_name(parse: Parse, first: int, token: int) -> bool:
    """Whether a preposition or conjunction stands inside the name that began at `first`."""
    entities = parse.entities
    word, before = parse.words[token], token - 1
    after = token + 1
    same = (
        entities[before] == entities[token] == entities[after] != ""
        and not parse.entity_starts[token]
        and not parse.entity_starts[after]
    )
    if word in ("and", "on", "in", "to", "against"):
        return same and entities[before] == "ORG" and any(parse.words[i] in ("of", "for") for i in range(first, token))
    if same and entities[before] == "ORG":
        return True
    if word == "the":
        return False
    noun = load_roles().noun([singular(parse.words[before].lower())])
    if noun is not None:
        return noun.kind != "person" or (before > first and not noun.office)
    return word == "of" and entities[before] not in ("PERSON", "GPE", "LOC") and before > first


def _after_aside(parse: Parse, first: int, bracket: int, sentence: Sentence) -> int:
    """Give the end of a bracket with an acronym or another name, if one follows the name."""
    for end in range(bracket + 2, min(bracket + 7, sentence.last)):
        if parse.words[end] == ")":
            inside = range(bracket + 1, end)
            if len(inside) == 1 and len(parse.words[inside[0]]) == 1:
                return bracket  # "(R)": who stands to the right of a picture, or a party
            named = is_capital(parse.words[bracket + 1]) and all(
                is_capital(parse.words[i]) or parse.words[i] in ("/", "-", "or", "of", "the", "and") for i in inside
            )
            short = all(parse.words[i].isupper() or parse.words[i] in ("/", "-", "or") for i in inside)
            org_like = parse.entities[first] not in ("GPE", "LOC") and not _is_place_aside(parse, inside)
            return end + 1 if named and (short or org_like) else bracket
    return bracket


def _is_place_aside(parse: Parse, inside: range) -> bool:
    return any(parse.entities[token] in ("GPE", "LOC", "DATE") for token in inside)


def _split_title(parse: Parse, first: int, last: int, lexicon: RoleLexicon) -> NameRun | None:
    """Part the title from a person's name: the last office or form of address with a plain name behind it."""
    if lexicon.organization(parse.span(first, last).text) is not None:
        return NameRun(first, last, head_of(parse, first, last), first, first)
    office = _office_of_body(parse, first, last, lexicon)
    if office is not None:
        return office
    start = first
    for token in range(last - 2, first - 1, -1):
        if _is_title(parse, token, lexicon) and _is_plain_name(parse, token + 1, last, lexicon):
            start = token + 1
            if parse.words[start] in (".", "-") and start + 1 < last:
                start += 1
            break
    head = head_of(parse, start, last)
    title_first, title_last = (first, start) if start > first else _lower_title(parse, first, head, lexicon)
    return NameRun(start, last, head, title_first, title_last)


def _office_of_body(parse: Parse, first: int, last: int, lexicon: RoleLexicon) -> NameRun | None:
    """Part "Minister of Defence" from "Rui Costa", and "Mayor of Porto"."""
    of = first - 2 if first > 1 and parse.words[first - 1] == "the" else first - 1
    if of < 1 or parse.words[of] != "of" or parse.sentence_of[of - 1] != parse.sentence_of[first]:
        return None
    noun = lexicon.noun([parse.words[of - 1].lower()])
    if noun is None or not noun.office:
        return None
    body = next((child for child in parse.children[of] if parse.deps[child] == "pobj" and first <= child < last), None)
    ends = [end for end in range(first + 1, last) if " ".join(parse.words[first:end]).lower() in lexicon.portfolios]
    start = ends[-1] if ends else body + 1 if body is not None else last
    named = range(start, last)
    if not named or len(named) > MOST_NAMES or not _is_plain_name(parse, start, last, lexicon):
        return None
    begin = of - 1
    while begin and parse.heads[begin - 1] == of - 1 and parse.deps[begin - 1] in ("compound", "amod"):
        begin -= 1
    return NameRun(start, last, head_of(parse, start, last), begin, start)


def _is_title(parse: Parse, token: int, lexicon: RoleLexicon) -> bool:
    word = parse.words[token].lower().rstrip(".").removeprefix("ex-")
    if word in lexicon.honorifics:
        return True
    noun = lexicon.noun([singular(word)])
    return noun is not None and noun.kind == "person"


def _is_plain_name(parse: Parse, first: int, last: int, lexicon: RoleLexicon) -> bool:
    """Whether tokens are a person's name and not, say, the "Motors" of "General Motors"."""
    if parse.words[first] in ("of", "for", "'s", "’s", "/", "(", "and"):
        return False
    if any(parse.words[i] in ("(", "of", "for") for i in range(first, last)):
        return False
    noun = lexicon.noun([singular(parse.words[last - 1].lower())])
    if noun is not None and noun.kind != "person":
        return False
    inside_organization = parse.entities[first] == "ORG" and not parse.entity_starts[first]
    return not inside_organization


def _lower_title(parse: Parse, first: int, head: int, lexicon: RoleLexicon) -> tuple[int, int]:
    """Find the title in small letters before a name: "opposition leader", "the regime's founder"."""
    before = first - 1
    if before < 0 or parse.sentence_of[before] != parse.sentence_of[first]:
        return first, first
    if parse.words[before].lower() in lexicon.loaded or not _is_title(parse, before, lexicon):
        return first, first
    hangs_together = parse.heads[before] == head or parse.heads[head] == before or _inside(parse, before, first, head)
    beside = parse.deps[head] in ("ccomp", "dep") and parse.heads[head] == parse.heads[before]  # no clause, but a name
    if not (hangs_together or beside):
        return first, first
    begin = before
    while (
        begin > 0
        and parse.sentence_of[begin - 1] == parse.sentence_of[first]
        and (
            (parse.deps[begin - 1] in MODIFIER_DEPS or parse.deps[begin - 1] in ("poss", "case", "det"))
            and parse.words[begin - 1] not in ("the", "a", "an")
            and not parse.words[begin - 1].isdigit()
        )
    ):
        begin -= 1
    return begin, first


def _inside(parse: Parse, before: int, first: int, head: int) -> bool:
    return parse.deps[before] in ("compound", "nmod", "amod") and first <= parse.heads[before] <= head


def head_of(parse: Parse, first: int, last: int) -> int:
    """Give the token by which a stretch hangs on the rest of the sentence, preferring arguments to modifiers."""
    depth, outside = 0, []
    for token in range(first, last):
        depth += parse.words[token] == "("
        head = parse.heads[token]
        if depth == 0 and (head == token or not first <= head < last) and parse.pos[token] not in _FUNCTION_POS:
            outside.append(token)
        depth -= parse.words[token] == ")"
    core = [token for token in outside if parse.deps[token] in CORE_DEPS]
    return core[-1] if core else (outside[-1] if outside else last - 1)
