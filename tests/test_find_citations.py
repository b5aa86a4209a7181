from pytest import fixture, mark

from dateline.clean import clean_report
from dateline.find.citations import find_citations, find_hedges
from dateline.find.quotes import find_quotes
from dateline.parse import Parser, load_parser
from dateline.records import Parse, Report


@fixture(scope="module")
def parser() -> Parser:
    return load_parser()


def read(parser: Parser, text: str) -> Parse:
    return parser(clean_report(Report(id="r", text=text)))


def citations_of(parser: Parser, text: str) -> list[tuple[str, str, str, str]]:
    parse = read(parser, text)
    found = find_citations(parse, find_quotes(parse))
    return [(c.speaker.text, c.cue.text, c.scope.text, c.firmness) for c in found if c.kind == "report"]


def stances_of(parser: Parser, text: str) -> list[tuple[str, str, str]]:
    parse = read(parser, text)
    found = find_citations(parse, find_quotes(parse))
    return [(c.speaker.text, c.cue.text, c.scope.text) for c in found if c.kind == "stance"]


@mark.parametrize(
    ("text", "expected"),
    [
        (
            "According to the Velm Institute, 12 people were killed.",
            ("the Velm Institute", "According to", "12 people were killed", "claimed"),
        ),
        (
            "Twelve people were killed, according to police.",
            ("police", "according to", "Twelve people were killed", "claimed"),
        ),
        (
            "Officials said on Tuesday that the bridge was closed.",
            ("Officials", "said", "that the bridge was closed", "claimed"),
        ),
        (
            "The bridge was blown up, a witness said.",
            ("a witness", "said", "The bridge was blown up", "claimed"),
        ),
        (
            "The mayor told reporters that three people were missing.",
            ("The mayor", "told", "that three people were missing", "claimed"),
        ),
        (
            "As the ministry acknowledged, 12 soldiers died.",
            ("the ministry", "acknowledged", "12 soldiers died", "claimed"),
        ),
        (
            "The ministry confirmed the deaths of 12 soldiers.",
            ("The ministry", "confirmed", "the deaths of 12 soldiers", "claimed"),
        ),
        (
            "Prices fell, with union sources confirming that two mills had closed.",
            ("union sources", "confirming", "that two mills had closed", "claimed"),
        ),
        (
            "The rebels claimed that they had shot down a drone.",
            ("The rebels", "claimed", "that they had shot down a drone", "alleged"),
        ),
        (
            "The army may have used gas, a monitor said.",
            ("a monitor", "said", "The army may have used gas", "possible"),
        ),
        (
            "The group's claim that it held the town was rejected.",
            ("The group", "claim", "that it held the town", "alleged"),
        ),
        ("“We will not leave,” said Mira Dask.", ("Mira Dask", "said", "We will not leave", "claimed")),
        (
            "Guards beat inmates at a jail in Mersin, Harbour Rights Watch said on Monday.",
            ("Harbour Rights Watch", "said", "Guards beat inmates at a jail in Mersin", "claimed"),
        ),
        ("Police: 12 held after raid on market", ("Police", ":", "12 held after raid on market", "claimed")),
    ],
)
def test_citations(parser: Parser, text: str, expected: tuple[str, str, str, str]) -> None:
    assert citations_of(parser, text) == [expected]


@mark.parametrize(
    "text",
    [
        "The ministry said, citing local police, that 12 people had been held.",
        "Citing local police, the ministry said 12 people had been held.",
    ],
)
def test_the_source_nearer_to_the_reporter_comes_first(parser: Parser, text: str) -> None:
    assert [speaker.lower() for speaker, *_ in citations_of(parser, text)] == ["the ministry", "local police"]


def test_a_paper_that_quotes_a_speaker_comes_before_the_speaker(parser: Parser) -> None:
    text = "Mr Dask was quoted by the Velm News as saying that the talks had failed."
    assert [c[0] for c in citations_of(parser, text)] == ["the Velm News", "Mr Dask"]


def test_the_author_of_a_document_is_its_head(parser: Parser) -> None:
    parse = read(parser, "A report by the Institute says 40 villages were burned.")
    (citation,) = find_citations(parse, ())
    assert citation.speaker.text == "A report by the Institute"
    assert parse.words[citation.head] == "Institute"


def test_a_second_quotation_is_cited_only_for_its_own_words(parser: Parser) -> None:
    text = "“They came at night,” she said. “They took him.” The army left on Monday."
    assert [c[2] for c in citations_of(parser, text)] == ["They came at night", "They took him."]


@mark.parametrize(
    "text",
    [
        "The union accused the government of killing 12 workers.",
        "The president condemned the attack and called for calm.",
        "Protesters chanted “Bread and work!” in Lima.",
        "The poster reads “Bread is our right”.",
        "The minister did not say how many had died.",
        "The general is believed to have fled.",
    ],
)
def test_what_cites_nobody_for_facts(parser: Parser, text: str) -> None:
    assert citations_of(parser, text) == []


@mark.parametrize(
    ("text", "expected"),
    [
        ("The union called for a strike on Friday.", ("The union", "called", "for a strike on Friday")),
        ("Mira Dask urged the council to resign.", ("Mira Dask", "urged", "the council to resign")),
        ("The mayor promised to rebuild the bridge.", ("The mayor", "promised", "to rebuild the bridge")),
        ("The bishop praised the dockers.", ("The bishop", "praised", "the dockers")),
        ("The two ministers discussed the ferry strike.", ("The two ministers", "discussed", "the ferry strike")),
    ],
)
def test_stances(parser: Parser, text: str, expected: tuple[str, str, str]) -> None:
    assert stances_of(parser, text) == [expected]
    assert citations_of(parser, text) == []


@mark.parametrize(
    "text",
    [
        "The mayor called his wife on Friday.",
        "The mayor did not promise to rebuild the bridge.",
        "He was asked to resign.",
        "Soldiers attacked the town.",
    ],
)
def test_no_stances(parser: Parser, text: str) -> None:
    assert stances_of(parser, text) == []


@mark.parametrize(
    ("text", "cue", "firmness"),
    [
        ("The army allegedly shelled the village.", "allegedly", "alleged"),
        ("The general is believed to have fled.", "believed", "suspected"),
        ("The group possibly fled across the border.", "possibly", "possible"),
    ],
)
def test_hedges(parser: Parser, text: str, cue: str, firmness: str) -> None:
    (hedge,) = find_hedges(read(parser, text))
    assert (hedge.cue.text, hedge.firmness) == (cue, firmness)
    assert hedge.scope[0] == 0
