"""Parse → who stands in which relation to a verb or an eventive noun.

What a clause leaves out is looked for where English grammar puts it: the subject of a coordinated, participial or
infinitive clause in the clause above it, the noun behind a relative pronoun, the object that two verbs share.
Labels are ClearNLP's, as spaCy's English pipelines give them.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from dateline.ontology.shared_words import BESIDE
from dateline.records import Parse

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: Verbs whose infinitive is done by their object ("forced them to leave"); all others leave it to their subject.
OBJECT_CONTROL = frozenset(
    "allow ask beg call cause challenge compel convince direct enable encourage expect force help instruct invite lead"
    " order permit persuade press push request require tell urge want warn".split()
)
BODY_PARTS = frozenset(
    "head neck face eye mouth throat shoulder arm hand chest back stomach abdomen torso side hip groin buttock leg"
    " thigh knee ankle foot".split()
)
#: Verbs whose bare past in a headline is passive, since they ask for somebody that they are done to.
HARMING = frozenset(
    "abduct acquit arrest assassinate ban behead bomb burn charge convict deport detain execute expel extradite fear"
    " fine free gun hang hold hurt imprison indict injure jail kidnap kill lynch maim murder oust poison raid rape"
    " release rescue seize sentence shoot slay stab sue suspend torch torture wound".split()
)
CIRCUMSTANCES = frozenset({"when", "as", "after", "while"})
#: Nouns of prepositions made of three words: "in front of", "in the vicinity of".
SIDES = frozenset({"front", "vicinity", "midst", "rear", "neighborhood", "neighbourhood"})
#: "No group has claimed responsibility" names nobody who did.
NOBODY = frozenset("no none nobody not never yet".split())
CLAIMING = frozenset("claim take admit assume accept acknowledge".split())
#: What is said in papers is said by who issues them.
DOCUMENTS = frozenset(
    "report resolution statement letter bill law decree order warrant motion declaration memo memorandum note message"
    " communique petition document tweet post video speech address ruling verdict decision".split()
)
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})


class Grammar:
    """The grammatical relations of one parse."""

    def __init__(self, parse: Parse, eventive: Container[str] = frozenset()) -> None:
        self.parse = parse
        self.eventive = eventive  # lemmas of nouns that name happenings
        self._passive: dict[int, bool] = {}  # what was asked before
        self._conjuncts: dict[int, list[int]] = {}
        self._objects: dict[int, list[int]] = {}
        self._subjects: dict[int, list[int]] = {}

    def dependents(self, token: int, *labels: str) -> list[int]:
        """Give the tokens that hang on `token` by one of the labels."""
        deps = self.parse.deps
        return [child for child in self.parse.children[token] if deps[child] in labels]

    def conjuncts(self, token: int) -> list[int]:
        """Give a noun and all nouns coordinated with it, in the order of the text."""
        if token not in self._conjuncts:
            self._conjuncts[token] = self._read_conjuncts(token)
        return list(self._conjuncts[token])

    def _read_conjuncts(self, token: int) -> list[int]:
        found = [token]
        todo = [token]
        while todo:
            current = todo.pop()
            others = [child for child in self.dependents(current, "conj") if self.parse.pos[child] in NOMINAL]
            for beside in self.dependents(current, "appos"):
                row = [child for child in self.dependents(beside, "conj") if self.parse.pos[child] in NOMINAL]
                if row and self._are_names_of(current, (beside, *row)):
                    found.remove(current)
                    others.append(beside)
                elif self.parse.pos[beside] == "PROPN":
                    others.extend(row)
            found.extend(others)
            todo.extend(others)
        return sorted(found)

    def _are_names_of(self, noun: int, names: Sequence[int]) -> bool:
        """Tell whether names say who several are: "two activists, Ana Vell and Ivo Rask"."""
        parse = self.parse
        plain = all(parse.pos[name] == "PROPN" and parse.entities[name] not in ("GPE", "LOC", "FAC") for name in names)
        return plain and parse.tags[noun] == "NNS"

    def referent(self, token: int) -> int:
        """Give the noun that a relative pronoun stands for; any other token stands for itself."""
        parse = self.parse
        if parse.tags[token] not in RELATIVE_TAGS:
            return token
        for ancestor in parse.ancestors(token):
            if parse.deps[ancestor] == "relcl" and parse.heads[ancestor] < token:
                return parse.heads[ancestor]
        return token

    def is_passive(self, verb: int) -> bool:
        """Tell whether a verb's subject is the one it is done to."""
        if verb not in self._passive:
            self._passive[verb] = self._read_passive(verb)
        return self._passive[verb]

    def _read_passive(self, verb: int) -> bool:
        parse = self.parse
        if self.dependents(verb, "auxpass", "nsubjpass"):
            return True
        if self.dependents(verb, "agent") and not (self.dependents(verb, "nsubj") and self.dependents(verb, "dobj")):
            return True
        if self._is_counted(verb) or self._is_hit_in_body(verb) or self._is_harmed_in_headline(verb):
            return True
        if parse.tags[verb] != "VBN" or self.dependents(verb, "nsubj", "aux", "dobj"):
            return False
        if parse.deps[verb] == "xcomp":
            return True  # "was found shot"
        if parse.deps[verb] in ("acl", "amod"):
            return not self._late_objects(verb)
        return parse.deps[verb] == "conj" and self.is_passive(parse.heads[verb])

    def _is_hit_in_body(self, verb: int) -> bool:
        """Read "Man shot in neck" and "Two men shot dead in Ica" as passive: a bare past without an object."""
        parse = self.parse
        if parse.tags[verb] not in ("VBD", "VBN") or self.dependents(verb, "aux", "dobj", "prt", "ccomp"):
            return False
        if parse.lemmas[verb] == "shoot" and any(parse.lemmas[each] == "dead" for each in parse.children[verb]):
            return not self.dependents(verb, "conj")  # "shot dead and robbed a trader"
        return any(parse.lemmas[token] in BODY_PARTS for token in self.prepositional(verb, "in"))

    def _is_harmed_in_headline(self, verb: int) -> bool:
        """Read "Mayor shot dead outside home" as passive: in headlines acts stand in the present."""
        parse = self.parse
        if not parse.sentences[parse.sentence_of[verb]].telegraphic or parse.lemmas[verb] not in HARMING:
            return False
        if parse.tags[verb] not in ("VBD", "VBN"):
            return False
        return not self.dependents(verb, "aux", "dobj", "ccomp", "xcomp", "dative")

    def _late_objects(self, verb: int) -> list[int]:
        """The parser reads "Rebels attacked with rifles the house of ..." as if the house were the rebels."""
        parse, head = self.parse, self.parse.heads[verb]
        if parse.deps[verb] != "acl" or parse.deps[head] != "ROOT" or head > verb:
            return []
        late = [token for token in self.dependents(head, "appos") if token > verb]
        return [token for token in late if parse.words[min(parse.subtree(token)) - 1] != ","]

    def _is_counted(self, verb: int) -> bool:
        """ "1,000 died, 400 injured": the participle without an auxiliary is passive."""
        parse = self.parse
        if parse.tags[verb] not in ("VBN", "VBD") or self.dependents(verb, "aux", "dobj", "prt"):
            return False
        counted = any(parse.pos[subject] == "NUM" for subject in self.dependents(verb, "nsubj"))
        return counted and parse.deps[verb] == "conj"

    def subjects(self, verb: int, depth: int = 0) -> list[int]:
        """Give the subjects of a verb, conjuncts apart, found above it where the clause has none of its own."""
        if depth:
            return self._read_subjects(verb, depth)
        if verb not in self._subjects:
            self._subjects[verb] = self._read_subjects(verb, 0)
        return list(self._subjects[verb])

    def _read_subjects(self, verb: int, depth: int) -> list[int]:
        own = [self.referent(token) for token in self.dependents(verb, *SUBJECTS)]
        for auxiliary in self.dependents(verb, "aux") if not own else ():
            own = own or self.dependents(auxiliary, *SUBJECTS)
            if not own and self.parse.words[auxiliary].lower() in self.eventive:
                own = [auxiliary]  # the parser takes "Shelling hit a clinic" for a verb with its auxiliary
        if own or depth > 6:
            return [each for token in own for each in self.conjuncts(token)]
        parse = self.parse
        head, dep = parse.heads[verb], parse.deps[verb]
        if dep in ("acl", "relcl") and parse.pos[head] in NOMINAL:
            return [] if self.dependents(verb, "mark") else self._of_modified(verb, head, depth)
        misread = self._misread_subject(verb)
        if misread:
            return misread
        if dep == "conj" and parse.pos[head] in ("VERB", "AUX"):
            return self._shared_subjects(verb, head, depth)
        if dep in ("xcomp", "ccomp", "advcl") and self._controls_by_object(head) and parse.tags[verb] == "VB":
            controllers = self.objects(head) or self.prepositional(head, "on", "upon")
            if controllers:
                return controllers
        if dep in ("xcomp", "advcl", "ccomp", "pcomp", "dep"):
            governor = self.governor(verb)
            if governor is None:
                return []
            means = dep == "pcomp" and parse.lemmas[head] == "by" and self.is_passive(governor)
            return self.agents(governor) if means else self.subjects(governor, depth + 1)
        return []

    def _controls_by_object(self, verb: int) -> bool:
        """Tell whether an infinitive is the object's deed: "forced her to leave"; not "called her to talk"."""
        parse = self.parse
        if parse.lemmas[verb] != "call":
            return parse.lemmas[verb] in OBJECT_CONTROL
        return any(parse.lemmas[word] in ("on", "upon", "for") for word in self.dependents(verb, "prep", "prt"))

    def _of_modified(self, verb: int, noun: int, depth: int) -> list[int]:
        """The noun that a participle or relative clause modifies is its subject: "troops firing", "men arrested".

        A happening passes on the subject of its own clause ("they launched a crackdown, leaving 100 dead"), and so does
        a paper ("the union issued a statement accusing the army").
        """
        if self.parse.tags[verb] == "VB":
            return self.conjuncts(noun) if self.is_headline_future(verb) else []
        passes_on = self.parse.lemmas[noun] in self.eventive or self.parse.lemmas[noun] in DOCUMENTS
        if passes_on and self.parse.tags[verb] == "VBG":
            governor = self.governor(noun)
            return self.subjects(governor, depth + 1) if governor is not None else []
        return self._named_among(noun) or self.conjuncts(noun)

    def _named_among(self, noun: int) -> list[int]:
        """Give who "was among the nine killed"; of the nine themselves nothing is said."""
        parse, among = self.parse, self.parse.heads[noun]
        if parse.pos[noun] != "NUM" or parse.lemmas[among] not in ("among", "amongst"):
            return []
        verb = parse.heads[among]
        named = self.dependents(verb, "nsubj", "attr") if parse.lemmas[verb] == "be" else []
        return [each for token in named for each in self.conjuncts(self.referent(token))]

    def is_headline_future(self, verb: int) -> bool:
        """Tell whether an infinitive is a headline's clause of what is to come: "Dockers to strike on Monday"."""
        parse, noun = self.parse, self.parse.heads[verb]
        main = noun == verb or (parse.heads[noun] == noun and parse.pos[noun] in NOMINAL and verb > noun)
        to = any(parse.lemmas[child] == "to" for child in self.dependents(verb, "aux"))
        return main and to and parse.sentences[parse.sentence_of[verb]].telegraphic

    def _misread_subject(self, verb: int) -> list[int]:
        """The parser reads "In Lima, the group burned a flag" as if the group were Lima.

        And "admitting its men had shot him" as if the men were the object of admitting.
        """
        parse = self.parse
        before = min([verb, *self.dependents(verb, "aux", "neg")]) - 1
        if (
            self.dependents(verb, "aux")
            and before >= 0
            and parse.deps[before] == "dobj"
            and before != parse.heads[verb]
        ):
            return self.conjuncts(before)
        if self.is_passive(verb) and not self.dependents(verb, "auxpass"):
            return []
        for preposition in self.dependents(verb, "prep"):
            if preposition > verb:
                break
            for place in self.dependents(preposition, "pobj"):
                found = [token for token in self.dependents(place, "appos") if place < token < verb]
                if found and parse.words[place + 1] == ",":
                    return self.conjuncts(found[-1])
        return []

    def _shared_subjects(self, verb: int, head: int, depth: int) -> list[int]:
        nearer = self._nearer_subject(verb, head)
        if nearer:
            return nearer
        finite = any(self.parse.tags[aux] in ("VBP", "VBZ", "VBD") for aux in self.dependents(verb, "aux"))
        above = self.governor(head)
        if finite and self.parse.tags[head] == "VB" and above is not None:  # "want him to go and have begun a strike"
            return self.subjects(above, depth + 1)
        if self.is_passive(verb) and not self.is_passive(head) and self.parse.tags[verb] == "VBN":
            return []
        return self.subjects(head, depth + 1)

    def _nearer_subject(self, verb: int, head: int) -> list[int]:
        """The parser hangs "and killed ten" on a far "was" rather than on "when troops fired" before it."""
        parse = self.parse
        if parse.lemmas[head] != "be" or parse.tags[verb] != "VBD":
            return []
        for token in range(verb - 1, head, -1):
            if parse.tags[token] == "VBD" and parse.pos[token] == "VERB":
                return [self.referent(each) for each in self.dependents(token, *SUBJECTS)]
        return []

    def circumstances(self, verb: int) -> list[int]:
        """Give the verbs of the clauses that say when or how it came about: "was killed when soldiers opened fire"."""
        words = self.parse.words
        verbs = [verb]
        for each in verbs:  # "five were killed and eight wounded when a bomb exploded"
            verbs.extend(self.dependents(each, "conj", "acl"))
        return [
            clause
            for each in verbs
            for clause in self.dependents(each, "advcl")
            if any(words[mark].lower() in CIRCUMSTANCES for mark in self.dependents(clause, "mark", "advmod"))
        ]

    def governor(self, token: int) -> int | None:
        """Give the nearest verb above a token."""
        for ancestor in self.parse.ancestors(token):
            if self.parse.pos[ancestor] in ("VERB", "AUX"):
                return ancestor
        return None

    def objects(self, verb: int) -> list[int]:
        """Give a verb's direct objects, conjuncts apart; "seized and burned the flags" has one for both verbs."""
        if verb not in self._objects:
            self._objects[verb] = self._read_objects(verb)
        return list(self._objects[verb])

    def _read_objects(self, verb: int) -> list[int]:
        own = self.dependents(verb, "dobj", "attr", "oprd") if self.parse.lemmas[verb] == "be" else []
        own = own or self.dependents(verb, "dobj")
        if self.parse.deps[verb] == "conj" and len(own) == 1 and self.parse.lemmas[own[0]] == "it":
            own = self.objects(self.parse.heads[verb]) or own  # "stormed the station and set it ablaze"
        if not own:
            own = self._between(verb)
        if not own:
            own = self._shared_objects(verb) or self._small_clause_object(verb) or self._late_objects(verb)
        if not own and self.parse.deps[verb] == "relcl":
            own = self._relative_object(verb)
        return [each for token in own for each in self.conjuncts(self.referent(token))]

    def _between(self, verb: int) -> list[int]:
        """The parser reads "killed between 12 and 15 soldiers" as if "between" said where."""
        parse = self.parse
        if verb + 1 >= len(parse.words) or parse.lemmas[verb + 1] != "between" or parse.heads[verb + 1] != verb:
            return []
        return [n for n in self.dependents(verb + 1, "pobj") if any(parse.tags[c] == "CD" for c in parse.children[n])]

    def _shared_objects(self, verb: int) -> list[int]:
        if self.is_passive(verb) or self.dependents(verb, "prep", "ccomp", "xcomp", "prt"):
            return []
        for other in self.dependents(verb, "conj"):
            if self.parse.pos[other] == "VERB" and not self.dependents(other, *SUBJECTS) and not self.is_passive(other):
                return self.dependents(other, "dobj") or self._shared_objects(other)
        return []

    def _small_clause_object(self, verb: int) -> list[int]:
        """The parser reads "declared a state of siege to begin at noon" as if the state of siege were a subject."""
        parse = self.parse
        for inner in self.dependents(verb, "ccomp"):
            infinitive = parse.tags[inner] == "VB" and any(
                parse.lemmas[word] == "to" for word in self.dependents(inner, "aux")
            )
            if (infinitive or parse.tags[inner] == "VBG") and not self.dependents(inner, "mark"):
                return [token for token in self.dependents(inner, "nsubj") if token > verb]
        return []

    def has_relative_object(self, verb: int) -> bool:
        """Tell whether a verb's object is the noun before its clause: "the confidence that people have shown"."""
        return self.parse.deps[verb] == "relcl" and bool(self._relative_object(verb))

    def _relative_object(self, verb: int) -> list[int]:
        """The object of "the banners they burned" is the noun before the clause."""
        has_subject = any(self.parse.tags[token] not in RELATIVE_TAGS for token in self.dependents(verb, "nsubj"))
        return [self.parse.heads[verb]] if has_subject and not self.is_passive(verb) else []

    def agents(self, verb: int) -> list[int]:
        """Give who a passive verb says it was done by."""
        found = []
        for by in self.dependents(verb, "agent", "prep"):
            if self.parse.lemmas[by] == "by":
                found.extend(self.complements_of(by))
        for other in self.dependents(verb, "conj") if not found else ():  # "arrested and beaten by police"
            if self.is_passive(other) and not self.dependents(other, *SUBJECTS):
                return self.agents(other)
        return found

    def claimants(self, responsibility: int) -> list[int]:
        """Give who claims responsibility for something, or by whom it is claimed."""
        verb = self.governor(responsibility)
        if verb is None or self.parse.lemmas[verb] not in CLAIMING:
            return []
        if not self.is_passive(verb):
            return self.who_claims(verb)
        inner = (each for noun in self.parse.subtree(verb) if noun > verb for each in self.prepositional(noun, "by"))
        return self.agents(verb) or list(inner)  # "was claimed in a call by the group"

    def who_claims(self, verb: int) -> list[int]:
        """Give who claims something by an active verb: nobody in "no group has claimed the attack"."""
        subjects, children = self.subjects(verb), self.parse.children
        below = [*subjects, *children[verb], *(each for token in subjects for each in children[token])]
        return [] if any(self.parse.lemmas[each] in NOBODY for each in below) else subjects

    def is_claimed(self, noun: int) -> bool:
        """Tell whether somebody claims responsibility for what a noun names."""
        responsibility = self.responsibility_for(noun)
        return responsibility is not None and bool(self.claimants(responsibility))

    def responsibility_for(self, noun: int) -> int | None:
        """Give the "responsibility" for what a noun names; the parser hangs "for" on its verb at times."""
        parse, above = self.parse, self.parse.heads[noun]
        if parse.lemmas[above] not in ("for", "of"):
            return None
        over = parse.heads[above]
        nouns = [over, *self.dependents(over, "dobj", "nsubjpass")]
        return next((each for each in nouns if parse.lemmas[each] == "responsibility"), None)

    def complements_of(self, preposition: int) -> list[int]:
        """Give the nouns that a preposition governs, conjuncts apart; "in and around Lima" governs one."""
        own = self.dependents(preposition, "pobj")
        if not own:
            own = [each for other in self.dependents(preposition, "conj") for each in self.dependents(other, "pobj")]
        nouns = [each for token in own for each in self.conjuncts(self.referent(token))]
        return [each for noun in nouns for each in self._beyond(noun)]

    def _beyond(self, noun: int) -> list[int]:
        """Read "in front of the ministry" as beside the ministry."""
        if self.parse.lemmas[noun] not in SIDES:
            return [noun]
        inner = [each for of in self.dependents(noun, "prep") for each in self.dependents(of, "pobj")]
        return [each for token in inner for each in self.conjuncts(token)] or [noun]

    def prepositional(self, token: int, *prepositions: str) -> list[int]:
        """Give the nouns that hang on a token by one of the prepositions."""
        found = []
        for child in self.parse.children[token]:
            if self.parse.deps[child] in ("prep", "dative", "agent") and self.parse.lemmas[child] in prepositions:
                found.extend(self.complements_of(child))
        return found

    def clause(self, token: int) -> int:
        """Give the verb of the clause that a token stands in, or the root of its sentence."""
        if self.parse.pos[token] in ("VERB", "AUX"):
            return token
        governor = self.governor(token)
        if governor is not None:
            return governor
        *_, root = (token, *self.parse.ancestors(token))
        return root

    def words_of_clause(self, token: int) -> Iterator[int]:
        """Give a token and what hangs on it, leaving out embedded clauses that have a subject of their own."""
        todo = [token]
        while todo:
            current = todo.pop()
            yield current
            for child in self.parse.children[current]:
                if self.parse.deps[child] == "quote" or (
                    self.parse.pos[child] in ("VERB", "AUX") and self.dependents(child, *SUBJECTS)
                ):
                    continue
                todo.append(child)

    def noun_phrase(self, head: int, without: Container[int] = ()) -> tuple[int, int]:
        """Give a noun phrase without its relative clauses, appositions and conjuncts, as tokens (half-open)."""
        parse = self.parse
        left = right = head
        todo = [head]
        while todo:
            current = todo.pop()
            left, right = min(left, current), max(right, current)
            for child in parse.children[current]:
                dep = parse.deps[child]
                outer_conjunct = dep in ("conj", "cc") and current == head and child > head
                clause = dep in ("relcl", "appos", "punct", "acl", "advcl", "quote", "parataxis")
                if clause or outer_conjunct or child in without:
                    continue
                if child > head and dep == "prep" and parse.lemmas[child] not in ("of", "against"):
                    continue
                todo.append(child)
        while left < head and (parse.deps[left] in ("det", "predet", "cc") or parse.lemmas[left] in BESIDE):
            left += 1
        return left, right + 1
