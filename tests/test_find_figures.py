from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import fixture, mark

from dateline.clean import clean_report
from dateline.find.counts import find_counts
from dateline.find.figures import find_figures, parse_count
from dateline.parse import Parser, load_parser
from dateline.records import Figure, Report


@fixture(scope="module")
def parser() -> Parser:
    return load_parser()


def figures_of(parser: Parser, text: str) -> list[Figure]:
    return list(find_figures(parser(clean_report(Report(id="r", text=text)))))


@mark.parametrize(
    ("text", "bounds"),
    [
        ("over 1,500", (1500, None)),
        ("at least 1,000", (1000, None)),
        ("no fewer than 12", (12, None)),
        ("500 or more", (500, None)),
        ("1,000-plus", (1000, None)),
        ("three", (3, 3)),
        ("twenty-five", (25, 25)),
        ("100", (100, 100)),
        ("1.5 million", (1_500_000, 1_500_000)),
        ("two hundred and fifty", (250, 250)),
        ("one hundred and twenty thousand", (120_000, 120_000)),
        ("up to 50", (None, 50)),
        ("fewer than 20", (None, 20)),
        ("as many as 40", (None, 40)),
        ("between 20 and 30", (20, 30)),
        ("20 to 30", (20, 30)),
        ("20-30", (20, 30)),
        ("two or three", (2, 3)),
        ("about 300", (300, 300)),
        ("nearly 300", (300, 300)),
        ("dozens", (24, None)),
        ("hundreds", (200, None)),
        ("several hundred", (200, None)),
        ("thousands", (2000, None)),
        ("tens of thousands of people", (20_000, None)),
        ("hundreds of thousands of people", (200_000, None)),
        ("a hundred", (100, 100)),
        ("a dozen", (12, 12)),
        ("half a dozen", (6, 6)),
        ("at\nleast 30", (30, None)),
    ],
)
def test_counts_are_read_as_bounds(text: str, bounds: tuple[int | None, int | None]) -> None:
    assert parse_count(text) == bounds


@mark.parametrize(
    "text",
    ["a 25-year-old", "$500", "12%", "the 3rd", "five-year terms", "at 7:45 p.m.", "9/11", "no one", "F-16"],
)
def test_what_is_no_count(text: str) -> None:
    assert parse_count(text) is None


@given(st.text(alphabet="0123456789,.- aotwenyhudrsfil%$“\n"))
@settings(deadline=None)
def test_counts_stay_inside_their_text(text: str) -> None:
    end = 0
    for count in find_counts(text):
        assert end <= count.start <= count.number < count.last <= count.end <= len(text)
        assert count.min is None or count.max is None or count.min <= count.max
        end = count.end


@given(st.integers(min_value=0, max_value=10**7))
def test_plain_numbers_are_read_with_and_without_commas(number: int) -> None:
    assert parse_count(str(number)) == parse_count(f"{number:,}") == (number, number)


@mark.parametrize(
    ("text", "expected"),
    [
        ("Soldiers killed over 1,500 protesters.", [("killed", 1500, None, "over 1,500 protesters")]),
        (
            "Sources say that at least 1,000 have died, 4,000 injured and 12,000 arrested.",
            [
                ("killed", 1000, None, "at least 1,000"),
                ("injured", 4000, None, "4,000"),
                ("arrested", 12000, None, "12,000"),
            ],
        ),
        ("The raid left 100 locals dead.", [("killed", 100, 100, "100 locals")]),
        ("Guards killed three and wounded five.", [("killed", 3, 3, "three"), ("injured", 5, 5, "five")]),
        (
            "A car bomb went off, killing 12 and injuring 30 others.",
            [("killed", 12, 12, "12"), ("injured", 30, 30, "30 others")],
        ),
        (
            "Three policemen and two civilians were killed.",
            [("killed", 3, 3, "Three policemen"), ("killed", 2, 2, "two civilians")],
        ),
        (
            "At least 12 soldiers and three civilians were killed.",
            [("killed", 12, None, "At least 12 soldiers"), ("killed", 3, None, "three civilians")],
        ),
        ("Three dead, 12 wounded in Lima clash", [("killed", 3, 3, "Three"), ("injured", 12, 12, "12")]),
        ("Up to 50 people were arrested.", [("arrested", None, 50, "Up to 50 people")]),
        ("Between 20 and 30 villagers were abducted.", [("abducted", 20, 30, "Between 20 and 30 villagers")]),
        ("Militants took 14 hostages.", [("abducted", 14, 14, "14 hostages")]),
        ("Dozens of people were wounded.", [("injured", 24, None, "Dozens of people")]),
        ("Hundreds took to the streets of Lima.", [("participants", 200, None, "Hundreds")]),
        ("About 300 workers went on strike.", [("participants", 300, 300, "About 300 workers")]),
        ("The rally was attended by 2,000 people.", [("participants", 2000, 2000, "2,000 people")]),
        ("The court sentenced 12 activists to death.", [("sentenced", 12, 12, "12 activists")]),
        ("Three members were given five-year sentences.", [("sentenced", 3, 3, "Three members")]),
        ("Five people were shot and killed.", [("killed", 5, 5, "Five people")]),
        ("Forty miners lost their lives.", [("killed", 40, 40, "Forty miners")]),
        ("Seven of the protesters were taken into custody.", [("arrested", 7, 7, "Seven of the protesters")]),
        ("The massacre of 30,000 prisoners was remembered.", [("killed", 30000, 30000, "30,000 prisoners")]),
        (
            "Nine people were arrested and executed.",
            [("arrested", 9, 9, "Nine people"), ("killed", 9, 9, "Nine people")],
        ),
        ("One person was killed.", [("killed", 1, 1, "One person")]),
        ("Police shot dead six cattle raiders in Turkana.", [("killed", 6, 6, "six cattle raiders")]),
        ("Soldiers arrested four opposition party members.", [("arrested", 4, 4, "four opposition party members")]),
        ("Among the eleven killed in the strike were three children.", [("killed", 11, 11, "eleven")]),
        ("The governor put the death toll at five.", [("killed", 5, 5, "five")]),
        ("Two men shot dead in Belfast.", [("killed", 2, 2, "Two men")]),
        ("Two rebels ambushed a convoy and were shot dead.", [("killed", 2, 2, "Two rebels")]),
    ],
)
def test_figures(parser: Parser, text: str, expected: list[tuple[str, int | None, int | None, str]]) -> None:
    found = figures_of(parser, text)
    assert [(f.kind, f.min, f.max, f.span.text) for f in found] == expected
    assert all(f.scope == "event" for f in found)


@mark.parametrize(
    "text",
    [
        "A man was killed.",
        "No one was hurt.",
        "Two gunmen killed a 25-year-old man in 2019.",
        "The blast destroyed 12 houses.",
        "He was sentenced to five years in prison.",
        "Mr Dask, 54, was killed on April 12.",
        "Some 200 soldiers marched into the town.",
        "Two men shot dead the baker Tom Escu.",
        "Three masked men shot and killed the mayor of Tula.",
        "Five policemen beat a student to death in Lahore.",
        "Six assailants stabbed to death a judge in Bogota.",
        "Two men shot at soldiers in Gao.",
        "Rebels stole six cattle trucks near Gao.",
        "Neither the driver nor two passengers were injured.",
        "The three were not injured.",
        "Prices rose by 12 percent as 40 shops closed.",
    ],
)
def test_what_is_no_figure(parser: Parser, text: str) -> None:
    assert figures_of(parser, text) == []


@mark.parametrize(
    ("text", "kind", "low"),
    [
        ("The death toll rose to 45 on Monday.", "killed", 45),
        ("The number of people arrested since the start of the protests has reached 3,000.", "arrested", 3000),
        ("So far 60 people have been detained.", "arrested", 60),
    ],
)
def test_running_totals(parser: Parser, text: str, kind: str, low: int) -> None:
    (figure,) = figures_of(parser, text)
    assert (figure.kind, figure.min, figure.scope) == (kind, low, "running-total")


@mark.parametrize(
    ("text", "counts"),
    [
        ("Two more people died after Monday's bombing, which raises the number of people killed to six.", [6]),
        ("Three miners died of their wounds, bringing the toll of the shooting to nine.", [9]),
        ("The death toll from a bombing at a market on Tuesday rose to 13 on Thursday, police said.", [13]),
        ("Gunmen killed two people on Monday, bringing the number of deaths this year to 45.", [2, 45]),
    ],
)
def test_who_dies_later_is_part_of_the_toll_of_the_act(parser: Parser, text: str, counts: list[int]) -> None:
    found = figures_of(parser, text)
    assert [figure.min for figure in found] == counts
    assert {figure.scope for figure in found[:1]} == {"event"}


def test_a_part_of_a_count_is_not_counted_again(parser: Parser) -> None:
    found = figures_of(parser, "The strike killed 14 civilians, including three children.")
    assert [(f.min, f.span.text) for f in found] == [(14, "14 civilians")]


def test_the_state_an_act_ends_in_says_what_is_counted(parser: Parser) -> None:
    (figure,) = figures_of(parser, "Gunmen shot dead two guards in Karachi on Tuesday.")
    assert (figure.kind, figure.min, figure.max) == ("killed", 2, 2)
