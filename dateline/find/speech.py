"""Parse → Speech…: who says, writes, believes or shows something, by which word, and which words that covers."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.find.kinds import PERSON_SUFFIXES, PERSONS
from dateline.find.reporting import (
    ASKING,
    DISCUSSING,
    DOCUMENTS,
    HEARING,
    JUDGING,
    LEADING_QUOTE,
    MODALS,
    PROMISING,
    REPORTING_NOUNS,
    SAYING,
    STANCE_PREPOSITIONS,
    TAKING_CLAUSE,
    TAKING_OBJECT,
    firmness_of,
)
from dateline.find.stretches import (
    PERSON_POS,
    clause_range,
    main_clause,
    name_range,
    predicate_end,
    row_end,
    trim,
    without,
)
from dateline.ontology.shared_words import ESTIMATING
from dateline.records import Certainty, Parse

_VERBS = SAYING | TAKING_CLAUSE | LEADING_QUOTE | ASKING | PROMISING | JUDGING | DISCUSSING
_TITLE_POS = frozenset({"NOUN", "PROPN", "ADJ", "DET", "ADP"})
_SPEAKING = frozenset(
    {"police", "official", "officials", "report", "study", "survey", "poll", "source", "sources", "minister", "army"}
    | {
        "president",
        "spokesman",
        "spokeswoman",
        "mayor",
        "witness",
        "witnesses",
        "monitor",
        "union",
        "ministry",
        "media",
    }
)
_GOING_ON = frozenset({"go", "continue", "proceed", "begin", "start", "quote", "report", "write"})
_UNREAL = frozenset({"if", "whether", "must", "should", "let"})  # on the verb itself: nothing was said
_SETTING_AGAINST = frozenset({"while", "whereas", "although", "though"})
_REACH = 25  # tokens between a verb of saying and the colon that its quotation follows
_CONTENT = frozenset({"dobj", "xcomp", "ccomp", "oprd", "prep", "dative"})
_INVERTED = frozenset({"say", "add", "write", "reply", "explain", "note", "tell", "warn", "continue", "ask"})


@dataclass(frozen=True, slots=True)
class Speech:
    """A reporting word with its speaker and content, in token numbers; ranges are half-open."""

    cue: tuple[int, int]
    speaker: int | None  # head token
    name: tuple[int, int] | None  # the speaker's noun phrase
    content: tuple[int, int] | None
    firmness: Certainty = "claimed"
    reports: bool = True  # False: leads a quotation only
    stance: bool = False  # it tells what the speaker asks, promises or thinks of something


def find_speech(parse: Parse, quoted: Sequence[tuple[int, int]] = ()) -> tuple[Speech, ...]:
    """Find what is reported in a report; `quoted` gives the offsets of its quotations, in the order of the text."""
    found: list[Speech] = []
    for token, lemma in enumerate(parse.lemmas):
        if lemma in ("cite", "quote") and parse.tags[token] in ("VBG", "VBN"):
            speech = _by_citing(parse, token)
        elif lemma in ESTIMATING and (number := _estimate(parse, token)) is not None:
            speech = _by_estimate(parse, token, number)
        elif lemma in ("hear", "tell") and _is_heard(parse, token):
            speech = _by_hearing(parse, token)
        elif lemma in _VERBS and _is_predicate(parse, token):
            speech = _by_verb(parse, token, quoted)
        elif lemma in ("accord", "according") and token + 1 < len(parse.words) and parse.lemmas[token + 1] == "to":
            speech = _by_according(parse, token)
        elif lemma == ":" and parse.sentences[parse.sentence_of[token]].first + 6 > token:
            speech = _by_colon(parse, token)
        elif lemma in REPORTING_NOUNS and parse.pos[token] == "NOUN":
            speech = _by_noun(parse, token)
        else:
            continue
        if speech is not None:
            found.append(speech)
    return tuple(found)


def _is_predicate(parse: Parse, token: int) -> bool:
    return parse.pos[token] in ("VERB", "AUX") or any(parse.deps[c] == "nsubj" for c in parse.children[token])


def _by_verb(parse: Parse, verb: int, quoted: Sequence[tuple[int, int]]) -> Speech | None:
    """Read "X said that ...", "..., X said", "X told Y: ...", "... was reported by X"."""
    lemma = parse.lemmas[verb]
    if _is_unsaid(parse, verb):
        return None
    speaker = _speaker(parse, verb)
    content = _content(parse, verb)
    if lemma == "say" and parse.deps[verb] in ("ccomp", "conj", "parataxis", "advcl") and content is None:
        torn = _torn_source(parse, verb)
        if torn is not None:
            return torn
    reports = lemma in SAYING or (lemma in TAKING_CLAUSE and content is not None)
    if content is None and lemma in TAKING_OBJECT:
        content = _object(parse, verb, speaker)
    if content is None:
        bare = lemma == "say" and speaker is not None and not any(parse.deps[c] == "dobj" for c in parse.children[verb])
        if not bare and not _leads_quote(parse, verb, name_range(parse, speaker), quoted):
            return _by_stance(parse, verb, speaker)
        reports = lemma in SAYING or lemma in TAKING_CLAUSE
    firmness = _firmness(parse, lemma, content)
    name = name_range(parse, speaker)
    return Speech((verb, verb + 1), _author(parse, speaker), name, content, firmness, reports)


def _estimate(parse: Parse, verb: int) -> int | None:
    """Find the "at" before the number in "put the turnout at 15,000"; the parser may hang it on the noun."""
    things = [verb, *(c for c in parse.children[verb] if parse.deps[c] == "dobj")]
    for at in (c for thing in things for c in parse.children[thing] if parse.lemmas[c] == "at"):
        if any(parse.tags[t] == "CD" for t in parse.subtree(at)):
            return at
    return None


def _by_estimate(parse: Parse, verb: int, at: int) -> Speech | None:
    """Read "police put the turnout at 15,000": they stand behind the number."""
    speaker = _speaker(parse, verb)
    tokens = parse.subtree(at)
    return Speech((verb, verb + 1), speaker, name_range(parse, speaker), (tokens[0], tokens[-1] + 1))


def _is_heard(parse: Parse, verb: int) -> bool:
    """Tell whether something is said before a court: "the inquest heard that ...", "..., the court was told"."""
    wanted = "nsubj" if parse.lemmas[verb] == "hear" else "nsubjpass"
    return any(parse.deps[c] == wanted and parse.lemmas[c] in HEARING for c in parse.children[verb])


def _by_hearing(parse: Parse, verb: int) -> Speech | None:
    """Read what a court heard as alleged before it."""
    body = next(c for c in parse.children[verb] if parse.lemmas[c] in HEARING)
    content = _content(parse, verb)
    return Speech((verb, verb + 1), body, name_range(parse, body), content, "alleged") if content else None


def _torn_source(parse: Parse, verb: int) -> Speech | None:
    """Read "Two were held in Lima, Amnesty said", whose source the parser has joined to the place before it."""
    sentence = parse.sentences[parse.sentence_of[verb]]
    head = verb - 1
    if head <= sentence.first or parse.pos[head] not in ("PROPN", "NOUN"):
        return None
    first = head
    while first > sentence.first and parse.words[first - 1] != "," and parse.pos[first - 1] in _TITLE_POS:
        first -= 1
    own = any(parse.deps[child] in ("nsubj", "nsubjpass") for child in parse.children[verb])
    joined = parse.deps[head] in ("conj", "appos", "pobj", "compound")
    if own or not joined or parse.words[first - 1] != "," or first - 1 <= sentence.first:
        return None
    content = trim(parse, sentence.first, first - 1, None)
    return Speech((verb, verb + 1), head, (first, head + 1), content) if content else None


def _by_stance(parse: Parse, verb: int, speaker: int | None) -> Speech | None:
    """Read "X called for calm", "X promised to resign", "X praised Y": no fact is reported, but X's mind is."""
    lemma, deps = parse.lemmas[verb], {parse.deps[c]: c for c in parse.children[verb]}
    clause = "xcomp" in deps or "ccomp" in deps
    beside = any(parse.lemmas[c] in STANCE_PREPOSITIONS and not _is_of_time(parse, c) for c in parse.children[verb])
    aloud = lemma != "call" or clause or "oprd" in deps or beside  # and not "called his wife"
    takes = (
        (lemma in ASKING and (clause or "dobj" in deps or beside) and aloud)
        or (lemma in PROMISING and ("xcomp" in deps or "dobj" in deps))
        or (lemma in JUDGING and ("dobj" in deps or "xcomp" in deps) and aloud)
        or (lemma in DISCUSSING and ("dobj" in deps or beside))
    )
    if not takes:
        return None
    tokens = [t for c in parse.children[verb] if c > verb and parse.deps[c] in _CONTENT for t in parse.subtree(c)]
    content = trim(parse, min(tokens), max(tokens) + 1, None) if tokens else None
    return Speech((verb, verb + 1), speaker, name_range(parse, speaker), content, reports=False, stance=True)


def _is_of_time(parse: Parse, preposition: int) -> bool:
    return any(parse.entities[c] in ("DATE", "TIME") for c in parse.children[preposition])


def _is_unsaid(parse: Parse, verb: int) -> bool:
    """Say whether a verb is denied, supposed or only to come: "did not say", "if he says"; a blast claims lives."""
    children = parse.children[verb]
    if parse.lemmas[verb] == "claim" and any(parse.lemmas[c] in ("life", "victim") for c in children):
        return True
    if any(parse.deps[c] == "neg" or parse.lemmas[c] in _UNREAL for c in children):
        return True
    infinitive = parse.tags[verb] == "VB" and any(parse.tags[c] == "TO" for c in children)
    return infinitive and parse.lemmas[parse.heads[verb]] not in _GOING_ON


def _author(parse: Parse, speaker: int | None) -> int | None:
    """Give whoever stands behind a speaking document: of "a report by the union" the union."""
    if speaker is None or parse.lemmas[speaker] not in DOCUMENTS:
        return speaker
    return next(_owners(parse, speaker), speaker)


def _firmness(parse: Parse, lemma: str, content: tuple[int, int] | None) -> Certainty:
    firmness = firmness_of(lemma)
    if firmness == "claimed" and content is not None:
        start, end = content
        head = next((t for t in range(start, end) if not start <= parse.heads[t] < end or parse.heads[t] == t), start)
        if any(parse.lemmas[c] in MODALS and parse.deps[c] == "aux" for c in parse.children[head]):
            return "possible"
    return firmness


def _leads_quote(parse: Parse, verb: int, name: tuple[int, int] | None, quoted: Sequence[tuple[int, int]]) -> bool:
    """Say whether a verb, with its speaker, stands next to a quotation or leads to one.

    A verb of saying may have some words between itself and what it quotes, any other none.
    """
    text, sentence = parse.document.text, parse.sentences[parse.sentence_of[verb]]
    first, last = min(verb, name[0] if name else verb), max(verb + 1, name[1] if name and name[0] > verb else verb + 1)
    before, after = parse.starts[first], parse.ends[last - 1]
    reach = _REACH if parse.lemmas[verb] in SAYING or parse.lemmas[verb] in LEADING_QUOTE else 0
    colon = next((t for t in range(verb + 1, min(sentence.last, verb + 1 + reach)) if parse.words[t] == ":"), None)
    if colon is not None or (last < sentence.last and parse.words[last] == ":"):
        return True
    number = bisect.bisect_right(quoted, (before, before)) - 1
    if number >= 0:
        if quoted[number][1] > parse.starts[verb]:
            return False
        if _only_marks(text, quoted[number][1], before):
            return True
    for start, _ in quoted[number + 1 : number + 3]:
        if start >= after and (_only_marks(text, after, start) or (reach and start <= parse.ends[sentence.last - 1])):
            return True
    return False


def _only_marks(text: str, start: int, end: int) -> bool:
    between = text[start:end]
    return len(between) < 8 and "\n" not in between and not any(c.isalnum() for c in between)


def _speaker(parse: Parse, verb: int) -> int | None:
    """Find who a verb says is speaking: its subject, agent or controller."""
    token = verb
    for _ in range(6):
        deps = {parse.deps[c]: c for c in parse.children[token]}
        if "nsubjpass" in deps and token == verb:
            return _agent(parse, deps)
        if "nsubj" in deps:
            idle = token != verb and parse.lemmas[deps["nsubj"]] == "it"
            return None if idle else _antecedent(parse, deps["nsubj"], token)
        if token == verb and "agent" in deps:
            return _agent(parse, deps)
        beside = (_torn_speaker(parse, verb) or _inverted(parse, verb)) if token == verb else None
        if beside is not None:
            return beside
        dep, head = parse.deps[token], parse.heads[token]
        if "nsubjpass" in deps:
            return deps["nsubjpass"] if _can_speak(parse, deps["nsubjpass"]) else None
        if dep in ("acl", "relcl") and parse.pos[head] in PERSON_POS:
            return head if parse.tags[token] == "VBG" or dep == "relcl" else None
        if dep == "pcomp" or (
            dep in ("conj", "xcomp", "advcl", "ccomp", "dep") and parse.pos[head] in ("VERB", "AUX", "ADJ")
        ):
            if dep == "xcomp" and parse.pos[head] == "ADJ":
                return None
            token = parse.heads[head] if dep == "pcomp" else head
        else:
            return None
    return None


def _torn_speaker(parse: Parse, verb: int) -> int | None:
    """Find the speaker that the parse joins to the quotation: '"...," a baker, citing her neighbours, said.'"""
    quoted = [c for c in parse.children[verb] if parse.deps[c] == "quote" and c < verb]
    names = (c for token in quoted for c in parse.children[token] if parse.deps[c] == "appos" and token < c < verb)
    return next((name for name in names if parse.words[parse.subtree(name)[0] - 1] in ('"', "”", "’", "'", "»")), None)


def _can_speak(parse: Parse, noun: int) -> bool:
    lemma = parse.lemmas[noun]
    return parse.pos[noun] in ("PROPN", "PRON") or lemma in PERSONS or lemma.endswith(PERSON_SUFFIXES)


def _agent(parse: Parse, deps: dict[str, int]) -> int | None:
    if "agent" not in deps:
        return None
    return next((c for c in parse.children[deps["agent"]] if parse.deps[c] == "pobj"), None)


def _antecedent(parse: Parse, subject: int, verb: int) -> int | None:
    """Give the noun that "who", "which" or "that" stands for; "there" says nothing."""
    if parse.tags[subject] in ("WP", "WDT"):
        return parse.heads[verb] if parse.deps[verb] == "relcl" else subject
    return None if parse.lemmas[subject] == "there" else subject


def _inverted(parse: Parse, verb: int) -> int | None:
    """Find the speaker behind the verb where the parse takes it for an object: '"...," said Ms Aron.'"""
    if parse.lemmas[verb] not in _INVERTED or parse.tags[verb] not in ("VBD", "VBZ", "VBP"):
        return None
    sentence = parse.sentences[parse.sentence_of[verb]]
    if verb + 1 >= sentence.last or (verb > sentence.first and parse.tags[verb - 1] in ("PRP", "NNP", "NN", "NNS")):
        return None
    after = verb + 1
    for child in parse.children[verb]:
        if parse.deps[child] in ("dobj", "attr", "oprd", "npadvmod") and parse.subtree(child)[0] == after:
            nominal = parse.pos[child] in ("NOUN", "PROPN", "PRON") and parse.entities[child] != "DATE"
            return child if nominal else None
    return None


def _content(parse: Parse, verb: int) -> tuple[int, int] | None:
    """Find the clause that a verb reports, as a token range without the cue at its edges."""
    clauses = [c for c in parse.children[verb] if parse.deps[c] == "ccomp" and _is_finite(parse, c, verb)]
    clauses = _on_one_side(parse, verb, clauses)
    if clauses:
        tokens = [t for c in clauses for t in parse.subtree(c)]
        that = [c for clause in clauses for c in parse.children[clause] if c > verb and parse.lemmas[c] == "that"]
        start = that[0] if len(clauses) == 1 and that and parse.deps[that[0]] == "mark" else min(tokens)
        set_against = [min(parse.subtree(t)) for t in tokens if t > verb and _is_set_against(parse, t)]
        end = min(set_against) if set_against else row_end(parse, max(tokens) + 1)
        return trim(parse, start, end, verb)
    confessed = next((c for c in parse.children[verb] if parse.deps[c] == "prep" and parse.lemmas[c] == "to"), None)
    if confessed is not None and any(parse.deps[c] == "pcomp" for c in parse.children[confessed]):
        tokens = parse.subtree(confessed)[1:]
        return trim(parse, tokens[0], tokens[-1] + 1, None)
    dep, head = parse.deps[verb], parse.heads[verb]
    own = [parse.deps[c] for c in parse.children[verb]]
    as_said = dep == "advcl" and "dobj" not in own and any(parse.lemmas[c] == "as" for c in parse.children[verb])
    inserted = as_said or dep == "parataxis" or is_spliced(parse, verb)
    if inserted and head != verb:
        told = without(parse, head, verb)
        return told and _between_semicolons(parse, told, verb)
    return None


def is_spliced(parse: Parse, verb: int) -> bool:
    """Tell whether a verb of saying is joined by a comma alone: "a raid left two dead, a medic said"."""
    head, deps = parse.heads[verb], {parse.deps[child] for child in parse.children[verb]}
    alone = parse.deps[verb] == "conj" and "nsubj" in deps and not deps & {"dobj", "ccomp", "xcomp"}
    return (
        alone and parse.lemmas[verb] == "say" and not any(parse.deps[child] == "cc" for child in parse.children[head])
    )


def _on_one_side(parse: Parse, verb: int, clauses: list[int]) -> list[int]:
    """Leave out what a semicolon parts from a verb of saying: "six died, police said; the union said ten had"."""
    marks = [token for token in parse.children[verb] if parse.words[token] == ";"]
    ended = max((token for token in marks if token < verb), default=-1)
    kept = [clause for clause in clauses if clause > ended]
    fronted = [clause for clause in kept if clause < verb]
    return fronted if fronted and any(token > verb for token in marks) else kept


def _between_semicolons(parse: Parse, told: tuple[int, int], verb: int) -> tuple[int, int] | None:
    """Cut what is told to the part that the verb of saying stands in or beside."""
    first, last = told
    before = [token for token in range(first, min(verb, last)) if parse.words[token] == ";"]
    after = [token for token in range(max(verb, first), last) if parse.words[token] == ";"]
    first, last = max(before, default=first - 1) + 1, min(after, default=last)
    return (first, last) if first < last else None


def _is_set_against(parse: Parse, token: int) -> bool:
    """Tell whether a clause says what somebody else says: "police said 12 died, while the union said 40 had"."""
    told = parse.deps[token] == "advcl" and parse.lemmas[token] in SAYING
    return told and any(parse.lemmas[c] in _SETTING_AGAINST for c in parse.children[token] if parse.deps[c] == "mark")


def _is_finite(parse: Parse, clause: int, verb: int) -> bool:
    if parse.lemmas[verb] in SAYING:
        return True
    if parse.tags[clause] in ("VBD", "VBZ", "VBP"):
        return True
    return any(
        parse.tags[c] in ("MD", "VBD", "VBZ", "VBP") or parse.lemmas[c] == "that" for c in parse.children[clause]
    )


def _object(parse: Parse, verb: int, speaker: int | None) -> tuple[int, int] | None:
    for child in parse.children[verb]:
        if parse.deps[child] in ("dobj", "nsubjpass") and child != speaker and parse.pos[child] != "PRON":
            tokens = parse.subtree(child)
            return tokens[0], predicate_end(parse, tokens[-1] + 1)
    return None


def _by_according(parse: Parse, token: int) -> Speech | None:
    """Read "according to X": the source of the clause it hangs on."""
    preposition = token + 1
    speaker = next((c for c in parse.children[preposition] if parse.deps[c] == "pobj"), None)
    if speaker is None:
        speaker = next((t for t in _ahead(parse, preposition + 1) if parse.pos[t] in ("NOUN", "PROPN", "PRON")), None)
    if speaker is None:
        return None
    clause = main_clause(parse, token)
    name = name_range(parse, speaker)
    start, end = clause_range(parse, clause)
    if name is not None:
        start = name[1] if start >= token else start
        end = token if end <= name[1] + 1 else end
    return Speech((token, token + 2), speaker, name, trim(parse, start, end, None))


def _ahead(parse: Parse, token: int) -> range:
    return range(token, min(token + 6, parse.sentences[parse.sentence_of[token - 1]].last))


def _by_citing(parse: Parse, token: int) -> Speech | None:
    """Read "..., citing X": a source behind the speaker; "quoted by X as saying": a source before the speaker."""
    deps = {parse.deps[c]: c for c in parse.children[token]}
    speaker = deps.get("dobj") if parse.tags[token] == "VBG" else _agent(parse, deps)
    saying = next((t for t in parse.subtree(token) if t > token and parse.lemmas[t] == "say"), None)
    head = parse.heads[token]
    content: tuple[int, int] | None = None
    if parse.tags[token] == "VBN" and speaker is None and "nsubjpass" in deps:  # "the governor was quoted as saying"
        speaker = deps["nsubjpass"]
        content = _content(parse, token) if saying is not None else None
    elif parse.tags[token] == "VBG" and head != token:
        content = (parse.pos[head] == "VERB" and _content(parse, head)) or without(
            parse, main_clause(parse, token), token
        )
    elif saying is not None:
        content = _content(parse, saying)
    elif parse.deps[token] == "acl" and parse.deps[head] == "nsubj" and parse.lemmas[parse.heads[head]] in SAYING:
        content = _content(parse, parse.heads[head])  # "the governor, quoted by the radio, said"
    if speaker is None or parse.pos[speaker] not in ("NOUN", "PROPN", "PRON"):
        return None
    return Speech((token, token + 1), speaker, name_range(parse, speaker), content) if content else None


def _by_noun(parse: Parse, noun: int) -> Speech | None:
    """Read "X's claim that ...", "a report by X that ..."."""
    clause = next(
        (c for c in parse.children[noun] if parse.deps[c] in ("acl", "ccomp", "relcl") and _has_that(parse, c)), None
    )
    speaker = next(_owners(parse, noun), None)
    if clause is None or speaker is None:
        return None
    tokens = parse.subtree(clause)
    firmness: Certainty = "alleged" if parse.lemmas[noun] in ("claim", "allegation", "contention") else "claimed"
    if parse.lemmas[noun] in ("suspicion", "belief", "fear"):
        firmness = "suspected"
    return Speech((noun, noun + 1), speaker, name_range(parse, speaker), (tokens[0], tokens[-1] + 1), firmness)


def _by_colon(parse: Parse, colon: int) -> Speech | None:
    """Read "Police: 12 held after raid" and "ARON: I did not say so.", a name that begins its sentence."""
    sentence = parse.sentences[parse.sentence_of[colon]]
    head = next((t for t in range(colon - 1, sentence.first - 1, -1) if parse.pos[t] in ("NOUN", "PROPN")), None)
    if head is None or head != colon - 1 or sentence.last - colon < 4:
        return None
    named = parse.entities[head] in ("PERSON", "ORG", "NORP") or parse.lemmas[head] in _SPEAKING
    if not named or any(parse.pos[t] not in _TITLE_POS for t in range(sentence.first, colon)):
        return None
    content = trim(parse, colon + 1, sentence.last, None)
    return Speech((colon, colon + 1), head, (sentence.first, colon), content) if content else None


def _has_that(parse: Parse, clause: int) -> bool:
    return any(parse.deps[c] == "mark" and parse.lemmas[c] == "that" for c in parse.children[clause])


def _owners(parse: Parse, noun: int) -> Iterator[int]:
    for child in parse.children[noun]:
        if parse.deps[child] == "poss":
            yield child
        elif parse.deps[child] == "prep" and parse.lemmas[child] in ("by", "from", "of"):
            yield from (c for c in parse.children[child] if parse.deps[c] == "pobj" and parse.pos[c] != "NUM")
