"""Clause → did it happen: negation, modality and tense of an act."""

from __future__ import annotations

from dateline.coders.grammar import Grammar
from dateline.records import Parse, Status

DENIALS = frozenset("deny refute disclaim rebut".split())
REPORTS = frozenset("claim report allegation accusation suggestion charge rumor rumour".split())
UNTRUE = frozenset("false untrue baseless unfounded groundless wrong lie fabrication".split())
DENYING = DENIALS | {"reject", "dismiss", "contradict"}
#: What somebody may deny beside an act: their part in it.
INVOLVEMENT = frozenset("involvement responsibility role part hand knowledge complicity link connection tie".split())
#: How the object of a denial hangs on it.
DENIED = frozenset({"dobj", "ccomp", "xcomp", "nsubjpass", "dep"})
STATING = frozenset("say state insist maintain add tell assert stress declare".split())
SAYING = STATING | frozenset("report announce confirm claim".split())
OWN = frozenset({"they", "he", "she", "it", "we", "its", "their", "his", "her", "our"})
#: What is told by "is to" of a task or an aim, and not of somebody's plan.
TASKS = frozenset("role job duty task mission aim goal purpose objective function responsibility mandate".split())
HABITS = frozenset(
    "routinely regularly often usually frequently habitually commonly typically generally always".split()
)
CALLS = frozenset("urge demand call request ask appeal plead order instruct encourage incite exhort beg invite".split())
THREATS = frozenset("threaten warn vow".split())
PLANS = frozenset("plan vote intend schedule prepare expect due set propose pledge promise announce vow".split())
FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
UNREAL = frozenset("would should must could can may might ought need".split())
CONDITIONS = frozenset({"if", "unless", "whether", "lest"})
SUPPOSING = frozenset({"if", "unless"})
#: Verbs that open a condition before their subject: "Had police fired ...".
INVERTING = frozenset({"had", "should", "were"})
#: Verbs whose infinitive or gerund did happen: "managed to flee", "continued to shell", "was forced to resign".
IMPLICATIVE = frozenset(
    "begin start continue manage proceed go come keep resume help cease stop end finish force compel cause lead lead"
    " see fail happen turn move rush choose dare serve get have make let be send deploy oblige sentence arrest"
    " allow enable try attempt seek decide seem appear".split()
)
PREVENTING = frozenset(
    "ban bar prevent stop keep prohibit block deter dissuade restrain forbid discourage hinder".split()
)
FOILING = frozenset("foil thwart avert prevent stop abort forestall frustrate preempt disrupt".split())
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "without", "nobody", "nor", "neither"})
ONGOING = frozenset({"currently", "now", "presently", "nowadays"})


def clause_status(grammar: Grammar, verb: int) -> Status | None:
    """Give the status that an act's clause states for it; None where the text does not say that it happened."""
    parse = grammar.parse
    if _is_denied(parse, verb) or is_report_denied(parse, verb):
        return "denied"
    if is_negated(grammar, verb) or _is_untold(grammar, verb) or _is_prevented(parse, verb) or _is_habit(grammar, verb):
        return None
    if is_condition(grammar, verb):
        return "hypothetical"
    if _is_asked_or_ordered(grammar, verb):
        return None
    if parse.lemmas[verb] in ("plan", "schedule", "slate") and grammar.is_passive(verb):
        return "planned"
    if parse.lemmas[verb] == "be" and any(parse.lemmas[child] == "due" for child in grammar.dependents(verb, "acomp")):
        return "planned"
    if _is_to_be(grammar, verb):
        return "planned" if _is_planned(grammar, verb) else None
    for governors, status in ((CALLS, "called-for"), (THREATS, "threatened")):
        if _governed_infinitive(grammar, verb, governors):
            return status  # type: ignore[return-value]
    if grammar.is_headline_future(verb):
        return "planned"
    auxiliaries = auxiliary_words(grammar, verb)
    if is_future(grammar, verb) or _governed_infinitive(grammar, verb, PLANS):
        return "hypothetical" if is_conditional(grammar, verb) else "planned"
    if _until_then(grammar, verb):
        return None
    if auxiliaries & UNREAL or any(parse.lemmas[mark] in CONDITIONS for mark in grammar.dependents(verb, "mark")):
        if is_conditional(grammar, verb):
            return "hypothetical"
        return "reported" if "have" in auxiliaries and auxiliaries & {"may", "might"} else None
    if _is_bare_infinitive(grammar, verb):
        return None
    return "reported"


def _is_asked_or_ordered(grammar: Grammar, verb: int) -> bool:
    """Tell whether a main clause is a question or an order: "Did they fire?", "Arrest him!"."""
    parse = grammar.parse
    if parse.heads[verb] != verb or parse.pos[verb] != "VERB":
        return False
    sentence = parse.sentences[parse.sentence_of[verb]]
    if any(parse.words[token] == "?" for token in range(sentence.last - 2, sentence.last) if token >= sentence.first):
        return True
    return parse.tags[verb] == "VB" and not grammar.dependents(verb, "nsubj", "nsubjpass", "aux")


def is_condition(grammar: Grammar, verb: int) -> bool:
    """Tell whether a clause is what something else depends on: "if they attack", "had police fired"."""
    parse = grammar.parse
    if parse.deps[verb] == "advcl" and any(
        parse.lemmas[mark] in SUPPOSING for mark in grammar.dependents(verb, "mark")
    ):
        return not any(parse.words[mark - 1].lower() in ("as", "even") for mark in grammar.dependents(verb, "mark"))
    head = parse.heads[verb]
    if parse.deps[verb] not in ("advcl", "ccomp") or verb > head:
        return False
    first = min(parse.subtree(verb))
    fronted = parse.words[first].lower() in INVERTING and first in grammar.dependents(verb, "aux", "auxpass")
    supposed = any(parse.tags[child] == "MD" for child in grammar.dependents(head, "aux"))
    return fronted and supposed and bool(grammar.dependents(verb, "nsubj", "nsubjpass"))


def is_conditional(grammar: Grammar, verb: int) -> bool:
    """Tell whether an act depends on something: "could strike if talks fail"."""
    return any(is_condition(grammar, clause) for clause in grammar.dependents(verb, "advcl", "ccomp"))


def _is_habit(grammar: Grammar, verb: int) -> bool:
    """Tell whether a clause tells what somebody does in general: "the army routinely shells villages"."""
    often = any(grammar.parse.lemmas[child] in HABITS for child in grammar.dependents(verb, "advmod"))
    return often and is_present(grammar, verb)


def _is_to_be(grammar: Grammar, verb: int) -> bool:
    """Tell whether an act is yet to come by "is to": "nurses are to strike", "there is to be a march"."""
    parse, head = grammar.parse, grammar.parse.heads[verb]
    if parse.deps[verb] != "xcomp" or parse.lemmas[head] != "be" or parse.tags[head] not in ("VBZ", "VBP", "VBD"):
        return False
    things = [token for token in grammar.dependents(head, "nsubj", "expl") if parse.pos[token] != "SCONJ"]
    to = any(parse.lemmas[child] == "to" for child in grammar.dependents(verb, "aux"))
    return to and bool(things) and not any(grammar.dependents(token, "relcl") for token in things)


def _is_planned(grammar: Grammar, verb: int) -> bool:
    """Tell whether "is to" tells of a plan, and not of somebody's task: "its role is to arrest smugglers"."""
    doers = grammar.dependents(grammar.parse.heads[verb], "nsubj")
    return _is_to_be(grammar, verb) and not any(grammar.parse.lemmas[token] in TASKS for token in doers)


def is_disowned(grammar: Grammar, verb: int) -> bool:
    """Tell whether somebody says that they or theirs did not do it: "the army said its soldiers had not fired"."""
    parse, head = grammar.parse, grammar.parse.heads[verb]
    if parse.deps[verb] != "ccomp" or parse.lemmas[head] not in STATING or not grammar.dependents(verb, "neg"):
        return False
    if auxiliary_words(grammar, verb) & (UNREAL | FUTURE):
        return False
    doers = grammar.agents(verb) if grammar.is_passive(verb) else grammar.dependents(verb, "nsubj")
    return any(parse.lemmas[word] in OWN for doer in doers for word in (doer, *grammar.dependents(doer, "poss")))


def deniers(grammar: Grammar, verb: int) -> list[int]:
    """Give who denies an act."""
    parse = grammar.parse
    for ancestor in parse.ancestors(verb):
        if parse.pos[ancestor] == "VERB" and parse.lemmas[ancestor] in DENYING:
            return grammar.agents(ancestor) if grammar.is_passive(ancestor) else grammar.subjects(ancestor)
    return []


def _is_prevented(parse: Parse, verb: int) -> bool:
    """Tell whether somebody was kept from an act: "banned the union from marching", "foiled an attack"."""
    head = parse.heads[verb]
    thing = parse.pos[verb] == "NOUN" and parse.deps[verb] in ("dobj", "nsubjpass")
    if thing and parse.lemmas[head] in FOILING:
        return True
    return (
        parse.deps[verb] == "pcomp" and parse.lemmas[head] == "from" and parse.lemmas[parse.heads[head]] in PREVENTING
    )


def _until_then(grammar: Grammar, verb: int) -> bool:
    """Tell whether an act is only the end of something to come: "will go on until the law falls"."""
    parse = grammar.parse
    waits = any(parse.lemmas[mark] in ("until", "till", "before", "once") for mark in grammar.dependents(verb, "mark"))
    governor = grammar.governor(verb)
    return waits and governor is not None and is_future(grammar, governor)


def is_future(grammar: Grammar, verb: int) -> bool:
    """Tell whether a clause says that somebody will do something, or said they would."""
    auxiliaries = auxiliary_words(grammar, verb)
    if auxiliaries & FUTURE or _going_to(grammar.parse, verb) or _is_planned(grammar, verb):
        return True
    parse = grammar.parse
    head = parse.heads[verb]
    said = parse.deps[verb] == "ccomp" and parse.tags[head] in ("VBD", "VBN", "VBG")
    unable = bool(auxiliaries & {"can", "could", "would"}) and is_negated(grammar, verb)
    return ("would" in auxiliaries and said) or unable


def auxiliary_words(grammar: Grammar, verb: int) -> set[str]:
    """Give the auxiliaries of a verb, or of the verb it is coordinated with, in lower case."""
    parse = grammar.parse
    own = {parse.words[child].lower() for child in grammar.dependents(verb, "aux", "auxpass")}
    own |= {parse.lemmas[child] for child in grammar.dependents(verb, "aux", "auxpass")}
    if not own and parse.deps[verb] == "conj" and parse.tags[verb] == parse.tags[parse.heads[verb]] == "VB":
        return auxiliary_words(grammar, parse.heads[verb])
    return own


def is_negated(grammar: Grammar, verb: int) -> bool:
    """Tell whether a clause denies its act: "did not fire", "no one was hurt"."""
    parse = grammar.parse
    negations = (child for child in grammar.dependents(verb, "neg") if not _bounds_count(parse, child))
    if any(parse.lemmas[child] in NEGATIONS for child in negations):
        return True
    for subject in grammar.dependents(verb, "nsubj", "nsubjpass", "dobj"):
        words = [subject, *grammar.dependents(subject, "det", "neg", "preconj", "cc")]
        denying = (word for word in words if parse.words[word].lower() in ("no", "none", "nobody", "neither"))
        if any(not _bounds_count(parse, word) for word in denying):
            return True
    head = parse.heads[verb]
    if parse.deps[verb] == "pcomp" and parse.lemmas[head] == "without":
        return True
    return parse.deps[verb] == "xcomp" and parse.lemmas[head] in ("fail", "refuse", "decline") and head != verb


def _is_untold(grammar: Grammar, verb: int) -> bool:
    """Tell whether an act is what nobody says: "no group has said that it planted the bomb"."""
    parse, saying = grammar.parse, grammar.parse.heads[verb]
    told = parse.deps[verb] == "ccomp" and parse.lemmas[saying] in SAYING
    return told and is_negated(grammar, saying)


def _bounds_count(parse: Parse, token: int) -> bool:
    """Tell whether a negation only bounds a count: "no more than 700", "not fewer than 30"."""
    after = [word.lower() for word in parse.words[token + 1 : token + 3]]
    return len(after) == 2 and after[0] in ("more", "fewer", "less") and after[1] == "than"


def is_ongoing(grammar: Grammar, verb: int) -> bool:
    """Tell whether an act is told in the present progressive or as current: it breaks with a past date before it."""
    parse = grammar.parse
    if any(parse.words[child].lower() in ONGOING for child in parse.children[verb]):
        return True
    present = any(parse.tags[child] in ("VBP", "VBZ") and parse.lemmas[child] == "be"
                  for child in grammar.dependents(verb, "aux"))  # fmt: skip
    return parse.tags[verb] == "VBG" and present


def is_present(grammar: Grammar, verb: int) -> bool:
    """Tell whether an act stands in the simple present."""
    parse = grammar.parse
    if parse.deps[verb] == "conj" and parse.tags[verb] == "VB" and not grammar.dependents(verb, "aux"):
        return is_present(grammar, parse.heads[verb])
    return grammar.parse.tags[verb] in ("VBP", "VBZ") and not grammar.dependents(verb, "aux")


def is_report_denied(parse: Parse, verb: int) -> bool:
    """Tell whether an act is what a denied report says: "rejected claims that its troops killed two men"."""
    noun = parse.heads[verb]
    if parse.deps[verb] in ("pcomp", "pobj") and parse.lemmas[noun] == "of":  # "rejected claims of torture"
        noun = parse.heads[noun]
    elif parse.deps[verb] not in ("acl", "ccomp"):
        return False
    if parse.lemmas[noun] not in REPORTS:
        return False
    above = parse.heads[noun]
    if parse.deps[noun] == "nsubj" and any(parse.lemmas[child] in UNTRUE for child in parse.children[above]):
        return True
    return parse.lemmas[parse.heads[noun]] in DENYING and parse.deps[noun] in ("dobj", "nsubjpass")


def _is_denied(parse: Parse, verb: int) -> bool:
    """Tell whether somebody denies an act, and not only their part in it or the report of it."""
    token = verb
    for ancestor in parse.ancestors(verb):
        if parse.lemmas[ancestor] in DENIALS and parse.pos[ancestor] == "VERB":
            negations = {parse.lemmas[child] for child in parse.children[ancestor]} | {parse.lemmas[ancestor - 1]}
            if negations & NEGATIONS:  # "did not deny", "neither confirmed nor denied"
                return False
            return parse.deps[token] in DENIED or parse.deps[verb] == "pcomp"
        named = parse.pos[verb] == "NOUN" and parse.lemmas[ancestor] in INVOLVEMENT
        joined = parse.deps[token] == "conj" or parse.pos[ancestor] != "VERB"
        if named or not joined or _only_describes(parse, token):
            return False
        token = ancestor
    return False


def _only_describes(parse: Parse, clause: int) -> bool:
    """Tell whether a clause only says which thing is meant: "the bombing that killed six"."""
    marked = any(parse.deps[child] == "mark" for child in parse.children[clause])
    return parse.deps[clause] == "relcl" or (parse.deps[clause] == "acl" and not marked)


def _governed_infinitive(grammar: Grammar, verb: int, governors: frozenset[str]) -> bool:
    """Tell whether an act is what is called for, planned or threatened: an infinitive, a gerund or an object."""
    parse = grammar.parse
    if parse.tags[verb] in ("VBD", "VBN", "VBZ", "VBP") and parse.pos[verb] == "VERB":
        return False
    for ancestor in parse.ancestors(verb):
        if parse.lemmas[ancestor] in governors:
            objects = grammar.dependents(ancestor, "dobj")
            telephoned = parse.lemmas[ancestor] in ("call", "set") and bool(objects)  # "called him", "set fire"
            return not telephoned and not _is_bare_infinitive(grammar, ancestor)
        if parse.tags[ancestor] in ("VBD", "VBZ", "VBP") or grammar.dependents(ancestor, "nsubj", "nsubjpass"):
            return False
    return False


def _going_to(parse: Parse, verb: int) -> bool:
    head = parse.heads[verb]
    return parse.deps[verb] == "xcomp" and parse.words[head].lower() == "going"


def _is_bare_infinitive(grammar: Grammar, verb: int) -> bool:
    parse = grammar.parse
    if parse.tags[verb] != "VB" or not any(parse.lemmas[child] == "to" for child in grammar.dependents(verb, "aux")):
        return False
    return parse.lemmas[parse.heads[verb]] not in IMPLICATIVE or parse.deps[verb] in ("advcl", "acl", "relcl")
