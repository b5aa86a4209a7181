from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest import fixture, mark

from dateline.clean import clean_report
from dateline.find.marks import find_quoted
from dateline.find.quotes import find_quotes
from dateline.parse import Parser, load_parser
from dateline.records import Report


@fixture(scope="module")
def parser() -> Parser:
    return load_parser()


def quotes_of(parser: Parser, text: str) -> list[tuple[str, str | None, str | None]]:
    found = find_quotes(parser(clean_report(Report(id="r", text=text))))
    return [(q.span.text, q.speaker.text if q.speaker else None, q.cue.text if q.cue else None) for q in found]


@mark.parametrize(
    ("text", "expected"),
    [
        ("“Stay home,” she said.", ["Stay home"]),
        ('"Stay home," she said, "and wait."', ["Stay home", "and wait."]),
        ("„Bleibt zu Hause“, sagte sie.", ["Bleibt zu Hause"]),
        ("The sign read «No pasarán».", ["No pasarán"]),
        ("It read ``Bread and work''.", ["Bread and work"]),
        ("''Bread and work,'' it read.", ["Bread and work"]),
        ("Is it true? “Yes!”", ["Yes!"]),
        ("He called it a ‘farce’ and the workers’ leaders agreed.", ["farce"]),
        ("They shouted 'Freedom now!' in the workers' hall.", ["Freedom now!"]),
        ("Rock 'n' roll of the '90s, the dogs' home and Aron's car.", []),
        ("“He told me “no” twice,” she said.", ["He told me “no” twice"]),
        ("“We will go on until the end", ["We will go on until the end"]),
        ("A poster says “We stay, while another says “We go”.", ["We stay", "We go"]),
        ("It ended there.” And then “no”", ["no"]),
        ("“”", []),
    ],
)
def test_quotation_marks(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in find_quoted(text, 0, len(text))] == expected


@given(st.text(alphabet="ab ,.“”„«»\"'‘’`\n"))
def test_quoted_stretches_stay_inside_and_apart(text: str) -> None:
    end = 0
    for start, stop in find_quoted(text, 0, len(text)):
        assert end <= start < stop <= len(text)
        assert not text[start].isspace() and not text[stop - 1].isspace()
        end = stop


@mark.parametrize(
    ("text", "expected"),
    [
        ("The town saw a night of “terror”. The mayor said calm had returned.", [("terror", None, None)]),
        (
            "“No one left,” the mayor said, “and nobody will.” Police said six were hurt.",
            [("No one left", "the mayor", "said"), ("and nobody will.", "the mayor", "said")],
        ),
        ("“We will not leave,” said Mira Dask, a nurse.", [("We will not leave", "Mira Dask", "said")]),
        ("Mira Dask said: “We will not leave.”", [("We will not leave.", "Mira Dask", "said")]),
        ("“The talks have failed,” according to the union.", [("The talks have failed", "the union", "according to")]),
        ("“It was loud,” Mr Dask told reporters.", [("It was loud", "Mr Dask", "told")]),
        (
            "“It was loud,” she said. “Then it was quiet.”",
            [("It was loud", "she", "said"), ("Then it was quiet.", "she", "said")],
        ),
        ("“Bread is our right,” the poster reads.", [("Bread is our right", None, "reads")]),
        ("Protesters chanted “Bread and work!” in Lima.", [("Bread and work!", "Protesters", "chanted")]),
        ("He called the vote a “farce”.", [("farce", "He", "called")]),
        ("The “experts” who met there left early.", [("experts", None, None)]),
        ("They hung a banner with the message “We want bread now”.", [("We want bread now", None, "message")]),
        (
            "She wrote “We stay here” and “We will not go”.",
            [("We stay here", "She", "wrote"), ("We will not go", "She", "wrote")],
        ),
    ],
)
def test_speaker_and_cue(parser: Parser, text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert quotes_of(parser, text) == expected


def test_a_list_of_slogans_takes_the_cue_of_its_lead_in(parser: Parser) -> None:
    text = "The slogans on the wall read:\n\n“Bread for all workers”\n\n“No more hunger in Lima”"
    assert quotes_of(parser, text) == [
        ("Bread for all workers", None, "read"),
        ("No more hunger in Lima", None, "read"),
    ]


def test_a_quotation_over_two_paragraphs_has_one_speaker(parser: Parser) -> None:
    text = "“We begin today with all our friends.\n\n“We end tomorrow night,” said Ms Dask."
    assert quotes_of(parser, text) == [
        ("We begin today with all our friends.", "Ms Dask", "said"),
        ("We end tomorrow night", "Ms Dask", "said"),
    ]


@given(
    st.lists(
        st.sampled_from(["“We go,” ", "she said. ", "The army left. ", "‘no’ ", '"', "\n\n", "said Mr Dask: "]),
        max_size=12,
    )
)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spans_hold_their_words(parser: Parser, pieces: list[str]) -> None:
    document = clean_report(Report(id="r", text="".join(pieces)))
    for quote in find_quotes(parser(document)):
        for span in (quote.span, quote.speaker, quote.cue):
            assert span is None or document.text[span.start : span.end] == span.text
