"""The words that report speech, thought and evidence, and how firmly each stands behind what it reports."""

from __future__ import annotations

from dateline.records import Certainty


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs that report whatever clause, quotation or plain object they take.
SAYING = _words(
    "say tell state add report announce declare confirm note explain admit acknowledge allege claim assert reveal "
    "disclose testify tweet write recount maintain contend deny reiterate mention estimate conclude document "
    "attest certify affirm concede relate caution warn argue insist stress emphasize emphasise underline underscore "
    "cite detail clarify specify inform notify brief advise repeat"
)
# Verbs that report only a finite clause or a quotation: "found 12 bodies" reports nothing, "found that" does.
TAKING_CLAUSE = _words(
    "suggest indicate imply show find prove learn believe think suspect fear hope "
    "recall remember predict expect complain observe point remark comment reply respond answer boast joke "
    "quip retort counter agree doubt guess figure assume worry speculate reckon signal demonstrate determine "
    "establish calculate rule judge hold opine conclude continue discover notice "
    "post text email murmur mutter whisper lament muse theorize surmise concur reason"
)
# Verbs that only lead a quotation; what they say is an act of its own, not a fact that is reported.
LEADING_QUOTE = _words(
    "chant shout yell scream cry sing read ask demand urge call describe label brand dub term threaten order "
    "praise criticize criticise condemn denounce blast slam accuse deride dismiss hail express voice proclaim echo "
    "request plead beg exclaim begin start go quote feature bear carry display scrawl paint print vow "
    "promise pledge mock liken refer characterize characterise tout applaud"
)
# Verbs whose plain object is what they report: "confirmed the arrest of 12 people".
TAKING_OBJECT = _words(
    "report announce confirm deny acknowledge admit allege claim reveal disclose document mention recount concede cite"
)
# Verbs by which a speaker takes a stance to something and reports nothing: asking, promising, judging, discussing
# (directives, commissives and expressives of Searle 1976).
ASKING = _words(
    "ask request demand urge order encourage call appeal recommend press beg implore lobby exhort advise invite warn "
    "caution plead petition instruct entreat"
)
PROMISING = _words("promise vow pledge offer propose threaten swear agree volunteer guarantee")
JUDGING = _words(
    "praise criticize criticise condemn blast slam mock dismiss reject denounce deride accuse blame compare liken "
    "describe label brand dub hail welcome applaud endorse ridicule tout fault chide rebuke commend salute thank "
    "congratulate laud decry deplore lambast insult call question dispute defend oppose lament bemoan scold assail "
    "castigate belittle disparage vilify"
)
DISCUSSING = _words(
    "discuss mention cite reference highlight describe outline point complain boast apologize apologise comment "
    "respond reply refer speak talk argue object remark allude testify emphasize emphasise stress underscore underline "
    "explain detail reiterate announce reveal disclose express voice present"
)
# What such a verb takes beside an object.
STANCE_PREPOSITIONS = _words("for on to against about of")
ALLEGING = _words("allege claim contend purport")
SUSPECTING = _words("suspect believe think fear assume guess reckon speculate doubt surmise worry hope expect predict")
# Bodies before which something is said: "the court heard that ...".
HEARING = _words("court inquest tribunal jury trial hearing inquiry")
# What a case told after a general statement begins with: "In one case, ..."; whoever made the statement tells it too.
CASES = _words("case instance incident episode example")
# Nouns with a clause of their own: "the ministry's claim that ...", "a report by the union that ...".
REPORTING_NOUNS = _words(
    "claim report statement allegation assertion announcement warning admission acknowledgement confirmation belief "
    "argument conclusion suggestion contention suspicion fear testimony account denial insistence view opinion finding"
)
# Nouns that speak for whoever wrote them.
DOCUMENTS = _words("report statement study survey poll letter analysis article communique declaration document review")
# What bears written words but says nothing by itself.
BEARERS = _words(
    "poster banner sign placard slogan graffiti inscription message leaflet sticker caption headline card flag plaque"
)
# Nouns that announce a quotation: "chanting slogans such as ...", "with the message ...".
QUOTE_NOUNS = BEARERS | _words("quote words phrase motto chant statement tweet title theme")
# Adverbs that take back some of a clause's firmness.
HEDGES: dict[str, Certainty] = {
    "reportedly": "claimed",
    "allegedly": "alleged",
    "purportedly": "alleged",
    "supposedly": "alleged",
    "apparently": "suspected",
    "presumably": "suspected",
    "probably": "suspected",
    "possibly": "possible",
    "perhaps": "possible",
}
MODALS = frozenset({"may", "might", "could"})


def firmness_of(lemma: str) -> Certainty:
    """Give how firmly a reporting verb stands behind its clause.

    >>> firmness_of("say"), firmness_of("allege"), firmness_of("suspect")
    ('claimed', 'alleged', 'suspected')
    """
    if lemma in ALLEGING:
        return "alleged"
    return "suspected" if lemma in SUSPECTING else "claimed"
