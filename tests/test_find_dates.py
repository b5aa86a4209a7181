from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.find.date_tokens import read_letters
from dateline.find.dates import find_dates
from dateline.records import Block, Document, Report, Timex


def as_document(text: str) -> Document:
    blocks = (Block(start=0, end=len(text), kind="body", line=0),)
    return Document(report=Report(id="r", text=text), text=text, text_start=0, blocks=blocks)


def found(text: str) -> list[Timex]:
    return list(find_dates(as_document(text)))


def words(text: str) -> list[str]:
    return [timex.span.text for timex in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On January 23, crowds met.", ["January 23"]),
        ("The raid of 23 Jan failed.", ["23 Jan"]),
        ("He left on the 25th of January.", ["the 25th of January"]),
        ("On Saturday, January 25, 2020, they marched.", ["Saturday, January 25, 2020"]),
        ("Saturday 25 January 2020", ["Saturday 25 January 2020"]),
        ("Sept. 11, 2001 and Wed. Jan. 22", ["Sept. 11, 2001", "Wed. Jan. 22"]),
        ("Jan 4, 2021—Farmers blocked a road.", ["Jan 4, 2021"]),
        ("- Jan 25, 2020", ["Jan 25, 2020"]),
        ("In January 2020 and in December", ["January 2020", "December"]),
        ("since 2014, in the 1980s and in the late '70s", ["2014", "the 1980s", "the late '70s"]),
        ("on 2020-01-27 or 27/01/2020", ["2020-01-27", "27/01/2020"]),
        ("January\u00a023,\u00a02020", ["January\u00a023,\u00a02020"]),
        ("on Tuesday, last Friday, next Monday", ["Tuesday", "last Friday", "next Monday"]),
        ("today, yesterday, tonight and tomorrow", ["today", "yesterday", "tonight", "tomorrow"]),
        (
            "On the same day he fled. The next day, two days later, days later",
            ["the same day", "The next day", "two days later", "days later"],
        ),
        ("earlier this month and last year", ["earlier this month", "last year"]),
        ("over the past year; the past three weeks", ["the past year", "the past three weeks"]),
        ("for over a week and in recent days", ["over a week", "recent days"]),
        ("the end of 2019, early in 2018", ["the end of 2019", "early in 2018"]),
        ("between 3 and 5 May", ["3", "5 May"]),
        ("20-22 March", ["20", "22 March"]),
        ("May 3 to 5, 2019", ["May 3", "5, 2019"]),
        ("1914-1918 and 1939-45", ["1914", "1918", "1939", "45"]),
        ("every Friday, each month, on Mondays", ["every Friday", "each month", "Mondays"]),
        ("the third quarter of 2019; Q3 2019", ["the third quarter of 2019", "Q3 2019"]),
        ("in the spring of 2019, last winter", ["the spring of 2019", "last winter"]),
        ("at 5:30 p.m. on Monday night", ["5:30 p.m.", "Monday night"]),
        ("at 1830 on Thursday and at about 2100 local time", ["1830", "Thursday", "2100"]),
        ("at 1130 (1730 GMT); around 0530 today; it was at 2120.", ["1130", "1730 GMT", "around 0530 today", "2120"]),
        ("the 19 April movement, the March 14 Alliance, the 3 May meeting", ["the 3 May"]),
        ("On 12 January coalition jets flew; on January 14 university students marched", ["12 January", "January 14"]),
        ("the 26th of July Movement", []),
        ("at 2019 G20 summit; in 2019 block grants were cut; it stood at 2014.", ["2019", "2019", "2014"]),
        ("A 1984-page book, 1990 of them, No. 1995 Hill Road and 1900 police", []),
        ("the May 1 march; they will march 15 kilometres; on 25 may", ["May 1", "25 may"]),
        ("in the 1700 block of Elm Street on Monday", ["Monday"]),
        ("the Sunday Times told the Friday Mirror on Sunday", ["Sunday"]),
        ("as recently as May, and on the morning of the 14th", ["May", "the morning of the 14th"]),
        ("at 2010 prices, at 1830 metres, some 1500 on Monday", ["2010", "Monday"]),
        ("the morning of 3 May", ["the morning of 3 May"]),
        ("noon Saturday", ["noon Saturday"]),
        ("in nineteen ninety-six", ["nineteen ninety-six"]),
        ("two and a half years", ["two and a half years"]),
        ("the 20th century, 490 BC", ["the 20th century", "490 BC"]),
        ("In 1066 a king landed.", ["1066"]),
        (
            "three days ago, months ago, a couple of weeks ago",
            ["three days ago", "months ago", "a couple of weeks ago"],
        ),
        ("Christmas Day 2019", ["Christmas Day 2019"]),
        ("the week of January 13", ["the week of January 13"]),
        ("at the beginning of October", ["the beginning of October"]),
        ("in the spring of that year", ["the spring of that year"]),
        ("From the town they fled; on the 12th the army came.", ["the 12th"]),
        ("By mid afternoon the square was empty.", ["mid afternoon"]),
        ("eight trading days or another two weeks", ["eight trading days", "another two weeks"]),
    ],
)
def test_extents(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "He may march with the second sun.",
        "May the court hear them.",
        "She is 37 years old; a 12-year-old boy fell.",
        "It cost $1990, or 1999 dollars, at No. 3.",
        "Some 1500 people came and 2000 houses burned.",
        "June Smith and April Jones spoke.",
        "Three quarters of the town, a 5-3 win, chapter 3.",
        "Article 1990 of the code",
        "They fell into a spring.",
        "B-52 and A320 and flight 2020km",
        "The fall of the city",
        "He resigned following weeks of protests.",
        'He spoke on the programme "This Week" with a guest.',
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("January 23", "DATE"),
        ("Monday night", "TIME"),
        ("at 10:30", "TIME"),
        ("two-week", "DURATION"),
        ("every Friday", "SET"),
    ],
)
def test_types(text: str, kind: str) -> None:
    assert [timex.type for timex in found(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "mod"),
    [
        ("early January", "START"),
        ("mid-January", "MID"),
        ("the end of 2019", "END"),
        ("around 3 May", "APPROX"),
        ("nearly two years", "LESS_THAN"),
        ("for more than three weeks", "MORE_THAN"),
        ("at least ten days", "EQUAL_OR_MORE"),
    ],
)
def test_mod(text: str, mod: str) -> None:
    assert found(text)[0].mod == mod


def test_furniture_is_left_out_and_captions_are_read() -> None:
    text = "May 3, 2019\n- May 4, 2019"
    blocks = (
        Block(start=0, end=11, kind="furniture", line=0, furniture="ad"),
        Block(start=12, end=len(text), kind="caption", line=1),
    )
    document = Document(report=Report(id="r", text=text), text=text, text_start=0, blocks=blocks)
    assert [timex.span.text for timex in find_dates(document)] == ["May 4, 2019"]


def test_letters_keep_offsets() -> None:
    text = "On Friday, the 3rd of May"
    letters = read_letters(text, 0, len(text))
    assert "".join(letters.letters) == "iW,tOoM"
    assert letters.word(1) == "Friday"


@pytest.mark.parametrize(
    "text",
    ["Mehr and Aban spoke.", "Judge Tir ruled.", "Mr. Bahman left.", "Shaban, 30, was held.", "Azar met Safar in Dey."],
)
def test_months_of_other_calendars_are_names_without_a_number(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "27 January\u00a02020",
        "27\u202fJanuary 2020",
        "Jan\u200buary 27, 2020",
        "27 Janu\u00adary 2020",
        "27\u200f January\u200e 2020",
        "\u0662\u0667 January \u0662\u0660\u0662\u0660",
        "\uff12\uff17 January \uff12\uff10\uff12\uff10",
    ],
)
def test_odd_spaces_invisible_marks_and_other_digits_keep_the_date_whole(text: str) -> None:
    assert words(f"On {text}, rain fell.") == [text]


WORDS = (
    "on in the last next past Friday May March 3 5th 2019 1914 - , . to from and of two days weeks later ago year "
    "month quarter first half early mid every 10:30 p.m. BC 1980s ' century few a an yesterday night until between for "
    "31 30 February \u00a0 \n\n 12/31/2019 9999 0000-00-00 99th hundred thousand "
    "22 Bahman 1388 1444 Ramadan AH Ashura anniversary the day bombing 03/04/2020 0 1066 32 "
    "Ja\u200bn \u200f \u0663 \uff15"
).split(" ")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=80))
def test_offsets_are_right_and_nothing_overlaps(text: str) -> None:
    at = 0
    for timex in found(text):
        assert timex.span.text == text[timex.span.start : timex.span.end] != ""
        assert timex.span.start >= at
        at = timex.span.end
