from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_find_dates import WORDS, as_document

from dateline.clean import clean_report
from dateline.dates import resolve_date
from dateline.find.dates import find_dates
from dateline.records import Report, Timex
from dateline.resolve.date_intervals import join_intervals
from dateline.resolve.dates import resolve_dates

PUBLISHED = "2020-01-27"  # a Monday


def resolved(text: str, published: str | None = PUBLISHED) -> list[Timex]:
    day = dt.date.fromisoformat(published) if published else None
    return resolved_on(text, day)


def resolved_on(text: str, published: dt.date | None) -> list[Timex]:
    bare = as_document(text)
    document = replace(bare, published=published)
    return list(resolve_dates(find_dates(document), document))


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("On January 23, crowds met.", "2020-01-23", "2020-01-23", "day"),
        ("In December the strike ended.", "2019-12-01", "2019-12-31", "month"),
        ("Police fired on Tuesday.", "2020-01-21", "2020-01-21", "day"),
        ("Police fired on Monday.", "2020-01-27", "2020-01-27", "day"),
        ("The court will rule on Thursday.", "2020-01-30", "2020-01-30", "day"),
        ("Talks are due to open on February 3.", "2020-02-03", "2020-02-03", "day"),
        ("last Friday", "2020-01-24", "2020-01-24", "day"),
        ("next Monday", "2020-02-03", "2020-02-03", "day"),
        ("Saturday, January 25", "2020-01-25", "2020-01-25", "day"),
        ("yesterday", "2020-01-26", "2020-01-26", "day"),
        ("In recent days he spoke.", "2020-01-21", "2020-01-27", "range"),
        ("They have held the square for over a week.", "2020-01-20", "2020-01-27", "range"),
        ("over the past year", "2019-01-27", "2020-01-27", "range"),
        ("the past three weeks", "2020-01-06", "2020-01-27", "range"),
        ("last week", "2020-01-20", "2020-01-26", "week"),
        ("earlier this month", "2020-01-01", "2020-01-31", "month"),
        ("last year", "2019-01-01", "2019-12-31", "year"),
        ("in 2014", "2014-01-01", "2014-12-31", "year"),
        ("in the 1980s", "1980-01-01", "1989-12-31", "range"),
        ("27/01/2020", "2020-01-27", "2020-01-27", "day"),
        ("the third quarter of 2019", "2019-07-01", "2019-09-30", "range"),
        ("the winter of 2018", "2018-12-01", "2019-02-28", "range"),
        ("Easter 2019", "2019-04-21", "2019-04-21", "day"),
        ("In 1066 a king landed.", "1066-01-01", "1066-12-31", "year"),
        ("the week of January 13", "2020-01-13", "2020-01-19", "week"),
    ],
)
def test_days(text: str, first: str, last: str, precision: str) -> None:
    timex = resolved(text)[0]
    assert (str(timex.first), str(timex.last), timex.precision) == (first, last, precision)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("January 23", "2020-01-23"),
        ("last week", "2020-W04"),
        ("over the weekend", "2020-W04-WE"),
        ("Monday night", "2020-01-27TNI"),
        ("10 p.m. Sunday", "2020-01-26T22:00"),
        ("at 1830 on Thursday", "2020-01-23T18:30"),
        ("Monday, 4 August", "2019-08-04"),  # a Sunday: the weekday is an error
        ("The council will close the road for a parade in December.", "2020-12"),
        ("Prosecutors will charge three men over the riots in December.", "2019-12"),
        ("The ministers meet separately Tuesday with the mayor.", "2020-01-28"),
        ("It said ``no.'' A guard was there on Monday.", "2020-01-27"),
        ("The bridge will one day be rebuilt.", "FUTURE_REF"),
        ("at 3:15 in the afternoon on Saturday", "2020-01-25T15:15"),
        ("It began at 04h30.", "2020-01-27T04:30"),
        ("for more than a year and a half", "P1Y6M"),
        ("They play the leaders at 6 p.m. local time on Sunday.", "2020-02-02T18:00"),
        ("The firm had until Thursday to pay.", "2020-01-30"),
        ("Rain will stop by Monday.", "2020-01-27"),  # the report's own day
        ("They worked 13 hours a day.", "PT13H"),
        ("A meeting has been called for Saturday.", "2020-02-01"),
        ("The board holds a special session at 7:30 p.m. Monday.", "2020-01-27T19:30"),
        ("The board holds a session on Wednesday.", "2020-01-29"),
        ("every 25 September", "XXXX-09-25"),
        ("for seven decades", "P70Y"),
        ("the last quarter of 2019", "2019-Q4"),
        ("three weeks", "P3W"),
        ("several hours", "PTXH"),
        ("every Friday", "XXXX-WXX-5"),
        ("each month", "P1M"),
        ("daily", "XXXX-XX-XX"),
        ("490 BC", "BC0490"),
        ("the 20th century", "19"),
        ("last spring", "2019-SP"),
        ("nowadays", "PRESENT_REF"),
        ("03/04/2020", "2020-XX-XX"),
        ("The band has toured for two and a half years.", "P2Y6M"),
        ("The strike may last two more weeks.", "P2W"),
        ("Prices may fall in coming months.", "FUTURE_REF"),
        ("In past years the river froze.", "PAST_REF"),
        ("They sell 50,000 tickets a year.", "P1Y"),
        ("It won a nineteen ninety-seven prize.", "1997"),
        ("The bonus would be paid on an unspecified date in February.", "2020-02"),
    ],
)
def test_values(text: str, value: str) -> None:
    assert resolved(text)[0].value == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # A noun or an infinitive before a day is no verb in the present tense.
        ("The vote on Sunday was marred by violence.", ["2020-01-26"]),
        ("Shares fell after the close on Friday.", ["2020-01-24"]),
        ("They could not leave on Friday.", ["2020-01-24"]),
        ("Gunmen let the hostages leave on Friday.", ["2020-01-24"]),
        ("The army helped families return Sunday.", ["2020-01-26"]),
        ("The firm had 3,000 workers by Friday.", ["2020-01-24"]),
        # An hour has the day before it, not that of the next clause.
        (
            "On Sunday a bomb went off at 9 p.m., and Monday another killed two.",
            ["2020-01-26", "2020-01-26T21:00", "2020-01-27"],
        ),
        (
            "From Saturday at 9 p.m. until Monday at 6 a.m.",
            ["2020-01-25", "2020-01-25T21:00", "2020-01-27", "2020-01-27T06:00"],
        ),
        ("It is open 9 a.m. to 5 p.m. Tuesday.", ["2020-01-21T09:00", "2020-01-21T17:00"]),
        ("The parliamentary vote on Sunday was marred by violence.", ["2020-01-26"]),
        ("Tehran holds two men it arrested in a raid on Saturday.", ["2020-01-25"]),
        ("By Friday the death toll rose to 20.", ["2020-01-24"]),
        ("Rebels took Lorn in 2016. On Jan. 20, troops attacked it.", ["2016", "2020-01-20"]),
        ("On Friday Standard & Poor's cut the rating.", ["2020-01-24"]),
        ("On January 5, 20 in Lorn and 30 in Ost died.", ["2020-01-05"]),
        ("It killed 12 on May 4, 20 on May 5.", ["2019-05-04", "2019-05-05"]),
        ("In May 10-15 people were killed.", ["2019-05-10"]),
        ("There will be no 2019 election. The battle of 1453-05-29.", ["2019", "1453-05-29"]),
        # "One day" is a duration where it is counted.
        ("Troops will have one day to leave.", ["P1D"]),
        ("It will be a one-day strike.", ["P1D"]),
        ("They hoped for one day of peace.", ["P1D"]),
        ("The founder left in 2018 and died the year before.", ["2018", "2017"]),
        ("People died in Ramadan 2500 times.", ["2019-05-06/2019-06-03"]),
    ],
)
def test_what_only_looks_like_another_time(text: str, values: list[str]) -> None:
    assert [timex.value for timex in resolved(text)] == values


@pytest.mark.parametrize("text", ["They met at " + "9 p.m. and " * 8000, "at 9 p.m." + " " * 32_000 + "x Friday."])
def test_endless_hours_and_gaps_take_no_time(text: str) -> None:
    assert resolved(text)


@pytest.mark.parametrize(
    ("text", "value", "calendar"),
    [
        ("on 22 Bahman", "2020-02-11", "solar-hijri"),
        ("on 15 Khordad 1388", "2009-06-05", "solar-hijri"),
        ("on 1 Farvardin 1400 AH (solar)", "2021-03-21", "solar-hijri"),
        ("in the month of Mehr 1398", "2019-09-23/2019-10-22", "solar-hijri"),
        ("during Ramadan 1444", "2023-03-23/2023-04-20", "hijri"),
        ("during Ramadan 2023", "2023-03-23/2023-04-20", "hijri"),
        ("on 10 Muharram 1445", "2023-07-28", "hijri"),
        ("They marched on Eid al-Fitr.", "2019-06-04", "hijri"),
        ("on Ashura", "2019-09-09", "hijri"),
        ("on 24 Asad 1400", "2021-08-15", "solar-hijri"),
        ("on 31 Azar 1398", "XXXX-XX-XX", "solar-hijri"),
        ("on 10 Muharram 1210", "XXXX-XX-XX", "hijri"),
    ],
)
def test_other_calendars(text: str, value: str, calendar: str) -> None:
    timex = resolved(text)[0]
    assert (timex.value, timex.calendar) == (value, calendar)


@pytest.mark.parametrize(
    ("url", "language", "text", "value"),
    [
        ("https://news.example.de/a", None, "on 03/04/2020", "2020-04-03"),
        ("https://paper.example.us/a", None, "on 03/04/2020", "2020-03-04"),
        ("https://office.example.gov", None, "on 03/04/2020", "2020-03-04"),
        ("news.example.co.ke:80/a", None, "on 03/04/2020", "2020-04-03"),
        ("https://example.com", "en-GB", "on 03/04/2020", "2020-04-03"),
        ("https://example.com", None, "on 03/04/2020 and 25/04/2020", "2020-04-03"),
        ("https://example.com", None, "on 03/04/2020 and 04/25/2020", "2020-03-04"),
        ("https://example.com", None, "on 03/04/2020", "2020-XX-XX"),
        ("http://[broken", None, "on 03/04/2020", "2020-XX-XX"),
        (None, None, "on 03/04/2020", "2020-XX-XX"),
    ],
)
def test_numeric_dates_follow_their_source(url: str | None, language: str | None, text: str, value: str) -> None:
    bare = as_document(text)
    document = replace(bare, report=replace(bare.report, url=url, language=language))
    assert resolve_dates(find_dates(document), document)[0].value == value


def test_happenings_dated_elsewhere() -> None:
    text = (
        "A bombing shook Tacna on 3 January. Two days after the bombing, a curfew began. Flags hung on the day of the "
        "funeral. The funeral was held on 9 January. Crowds marked the first anniversary of the flood. The flood "
        "struck on 20 January 2019."
    )
    told = {timex.span.text: timex for timex in resolved(text)}
    days = {words: str(told[words].first) for words in ("Two days", "the day", "the first anniversary")}
    assert days == {"Two days": "2020-01-05", "the day": "2020-01-09", "the first anniversary": "2020-01-20"}
    anchor = told["Two days"].anchor
    assert anchor is not None and anchor.span is not None
    assert (anchor.kind, str(anchor.day), anchor.span.text) == ("event", "2020-01-03", "3 January")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "The town hall opened on 3 January. A bombing followed on 9 January. Two days after the town hall bombing,",
            "11",
        ),
        ("The mayor spoke on 3 January. He resigned on 9 January. Two days after the mayor's resignation,", None),
        (
            "A judge ordered his arrest on 3 January. The mayor spoke on 9 January. Two days after the mayor's arrest,",
            "05",
        ),
        ("A march began on 3 January. A march was banned on 9 January. Two days after the march,", "11"),
        ("The bombing was on 5 January. Two days after the bombing killed nine men,", "07"),
        ("The bombing was on 5 January. Two days after the bombing police arrested nine men.", "07"),
        ("Two days after the march, shops closed. The march was held on 9 January. A march ended on 10 January.", "11"),
    ],
)
def test_a_happening_is_known_by_its_noun_and_the_sentence_nearest_before(text: str, day: str | None) -> None:
    found = next(timex for timex in resolved(text) if timex.span.text == "Two days")
    assert (found.first and found.first.isoformat()) == (day and f"2020-01-{day}")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("from May 3 to June 5, 2016", ["2016-05-03", "2016-06-05"]),
        ("In March and 2018, prices rose.", ["2020-03", "2018"]),
        ("in March and June 2018", ["2018-03", "2018-06"]),
    ],
)
def test_a_year_is_shared_by_dates_that_are_joined(text: str, values: list[str]) -> None:
    assert [timex.value for timex in resolved(text)] == values


def test_a_year_outside_every_calendar_is_not_exchanged_for_another() -> None:
    assert not resolved("in Ramadan 9999")


def test_a_happening_without_a_date_gives_none() -> None:
    text = "Two days after the bombing, and on the day of the funeral, shops closed. It was 3 January."
    assert [timex.span.text for timex in resolved(text) if timex.first is None] == ["Two days"]


@pytest.mark.parametrize(
    ("text", "basis", "kind"),
    [
        ("on 3 May 2019", "stated", None),
        ("on Tuesday", "stated", "published"),
        ("in recent days", "stated", "published"),
        ("the same day", "report", "published"),
        ("On 3 May 2019 and the next day", "inferred", "date"),
        ("February 30", None, None),
    ],
)
def test_each_day_says_its_basis_and_anchor(text: str, basis: str | None, kind: str | None) -> None:
    timex = resolved(text)[-1]
    assert (timex.basis, timex.anchor and timex.anchor.kind) == (basis, kind)


def test_a_date_read_in_the_dateline_is_an_anchor_of_that_kind() -> None:
    document = replace(as_document("on Tuesday"), published=dt.date(2020, 1, 27), published_from="dateline")
    anchor = resolve_dates(find_dates(document), document)[0].anchor
    assert anchor is not None and (anchor.kind, anchor.day) == ("dateline", dt.date(2020, 1, 27))


@pytest.mark.parametrize("published", ["1066-10-14", "9999-12-31", "0001-01-01", "2999-01-01", None])
def test_odd_days_of_publication_break_nothing(published: str | None) -> None:
    text = "On Tuesday, last week, next year, in Ramadan, on 22 Bahman, on 3 May, two decades ago, Easter, February 30."
    assert len(resolved(text, published)) == 9


@pytest.mark.parametrize("text", ["32 May 2020", "0000-00-00", "2020-02-30", "year 0", "99/99/2020", "00/00/2020"])
def test_days_that_no_calendar_has_get_no_day(text: str) -> None:
    assert all(timex.precision != "day" for timex in resolved(text))


def test_ten_thousand_dates() -> None:
    assert len(resolved("3 May 2020. " * 10_000)) == 10_000
    assert len(resolved("On 10 Muharram 1441, two days after the march. " * 10_000)) == 20_000


def test_that_time_in_a_history_is_the_time_told_last() -> None:
    text = "In 1931 it began. In 1932 it grew. In 1933 it armed. In March 1934 it rose; at that time it had a port."
    assert [timex.value for timex in resolved(text)][-1] == "1934-03"


def test_antecedents() -> None:
    text = "On January 20 they met. The same day he left. Two days later he fled; days later he returned."
    days = [(str(timex.first), str(timex.last), timex.relative_to) for timex in resolved(text)]
    assert days == [
        ("2020-01-20", "2020-01-20", "published"),
        ("2020-01-20", "2020-01-20", "antecedent"),
        ("2020-01-22", "2020-01-22", "antecedent"),
        ("2020-01-23", "2020-01-29", "antecedent"),
    ]


def test_hour_takes_the_day_after_it() -> None:
    assert [timex.value for timex in resolved("at dawn on Tuesday")] == ["2020-01-21TMO", "2020-01-21"]


def test_two_hours_take_the_day_after_them() -> None:
    told = resolved("between 8:45 p.m. and 9 p.m. on Saturday, January 18th")
    assert [timex.value for timex in told] == ["2020-01-18T20:45", "2020-01-18T21:00", "2020-01-18"]


def test_an_hour_is_of_the_day_directly_before_it() -> None:
    told = resolved("The funeral is next Friday at 11 a.m. in Lorn. It rained at 9 a.m. today.")
    assert [timex.value for timex in told][:2] == ["2020-01-31", "2020-01-31T11:00"]


def test_a_paragraph_goes_on_in_the_year_just_named() -> None:
    told = resolved("In 2011, crowds filled Lorn. In March, troops came. By June they left. Last Tuesday a court met.")
    assert [timex.value for timex in told] == ["2011", "2011-03", "2011-06", "2020-01-21"]
    told = resolved("Crowds filled Lorn in 2011.\n\nIn May, troops came. Profits have risen since 2015. In May it won.")
    assert [timex.value for timex in told] == ["2011", "2019-05", "2015", "2019-05"]


def test_a_history_keeps_its_year() -> None:
    text = (
        "On 3 May 1931 the league was founded. In June 1932 it split. In 1933 it armed, and in 1934 it rose. "
        "In August it lost the port. On 4 September it gave up."
    )
    assert [timex.value for timex in resolved(text)][-2:] == ["1934-08", "1934-09-04"]


def test_what_stands_aside_does_not_move_a_history_on() -> None:
    told = resolved(
        "In 1848 the guild rose; in 1850 it won. By 1851 a mayor (born in 1799) ruled. In 1852, since 1820 unpaid, "
        "the masons broke the 1831 pact. In October they signed another."
    )
    assert told[-1].value == "1852-10"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("In spring they sailed. Two years later, in August, they lost.", ["BC0388-SP", "BC0386", "BC0386-08"]),
        ("That year the walls fell.", ["BC0388"]),
    ],
)
def test_years_before_christ_are_carried_on(text: str, values: list[str]) -> None:
    told = resolved("A league formed in 401 BC. In 395 BC it fought. In 388 BC it was rich. " + text)
    assert [timex.value for timex in told[3:]] == values


def test_a_year_earlier_is_the_reported_quarter_of_the_year_before() -> None:
    text = "Profit in the fourth quarter of 2019 rose from a year earlier. It will fall in the first quarter of 2020."
    told = resolved(text + " Sales beat the year-earlier period.")
    assert [timex.value for timex in told] == ["2019-Q4", "2018-Q4", "2020-Q1", "2018-Q4"]


def test_results_of_nine_months_are_set_against_the_year_before() -> None:
    text = "Profit rose in the third quarter of 2019. For the nine months, it fell from {} {}."
    for words in ("a year earlier", "the 2018 period"):
        assert resolved(text.format("that of", words))[-1].value == "2018"


def test_a_quarter_spoken_of_as_past_is_the_one_reported() -> None:
    told = resolved("The firm reported a decline in first-quarter profit. It had earned more a year earlier.")
    assert [timex.value for timex in told] == ["2020-Q1", "2019-Q1"]


def test_last_years_quarter_is_a_quarter() -> None:
    told = resolved("Third-quarter profit rose in 2019. It was small in the corresponding period last year.")
    assert [timex.value for timex in told][-1] == "2018-Q3"


def test_a_chronicle_up_to_its_own_year_carries_its_years_on() -> None:
    told = resolved(
        " ".join(f"In {year} it grew. In May {year} it fell." for year in range(2009, 2020)) + " On 3 June it won."
    )
    assert told[-1].value == "2019-06-03"


def test_a_year_ahead_in_passing_does_not_move_a_history_on() -> None:
    text = "In 1931 it began. In 1932 it grew. On 10 March 1933 it armed for a march in 1935. On 11 March it lost. "
    told = resolved(text + "By 30 April 1933 it was over. In 1934 it was sold.")
    assert [timex.value for timex in told][4] == "1933-03-11"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("He resigned two days after the blast in the port on January 3.", ["2020-01-05", "2020-01-03"]),
        ("It fell a day after Friday's bombing.", ["2020-01-25", "2020-01-24"]),
        ("Two days before the January 15 vote, it rained.", ["2020-01-13", "2020-01-15"]),
        ("On the first anniversary of the coup on 1 February 2018, crowds met.", ["2019-02-01", "2018-02-01"]),
        ("They will vote in ten days.", ["2020-02-06"]),
        ("The fair is ten days from now.", ["2020-02-06", "None"]),
        ("It was built in ten days.", ["None"]),
        ("It would be the first visit in two years.", ["None"]),
        ("Three days after the quake rescuers on Sunday pulled a man out.", ["None", "2020-01-26"]),
        ("On January 3 rebels seized Lorn. The next morning they left.", ["2020-01-03", "2020-01-04"]),
        ("By Friday the town had fallen.", ["2020-01-24"]),
        ("on the second Tuesday of June 2019 and the last Sunday in March 2019", ["2019-06-11", "2019-03-31"]),
        ("In the first quarter of 2019 exports fell.", ["2019-01-01"]),
        ("On 2019/03/07, 1398/12/05 and 3-May-2019.", ["2019-03-07", "2020-02-24", "2019-05-03"]),
        ("On January 2, 3 and 4.", ["2020-01-02", "2020-01-03", "2020-01-04"]),
        ("The January 3-5 summit ended.", ["2020-01-03", "2020-01-05"]),
    ],
)
def test_first_days(text: str, days: list[str]) -> None:
    assert [str(timex.first) for timex in resolved(text)] == days


def test_days_are_counted_from_a_dateline_a_few_days_old() -> None:
    report = Report(id="r", text="CAIRO, May 8 (ACME) — Police held ten men yesterday.", published=dt.date(2023, 5, 10))
    document = clean_report(report)
    yesterday = resolve_dates(find_dates(document), document)[-1]
    assert (str(yesterday.first), yesterday.anchor and yesterday.anchor.kind) == ("2023-05-07", "dateline")


def test_the_day_after_a_happening() -> None:
    told = resolved("The mine was shelled on 3 January. The day after the shelling, miners left.")
    assert [(timex.span.text, timex.value) for timex in told][1:] == [("The day", "2020-01-04")]


def test_a_short_history_opens_with_an_old_year() -> None:
    told = resolved(
        "The guild rose on 13 July 1977. Lorn fell on 12 September. Rain came in October, and in November it lost. In "
        "early 1978 it won. On 5 March Lorn was free. Four days later it rested; its flag is still seen today."
    )
    values = ["1977-07-13", "1977-09-12", "1977-10", "1977-11", "1978", "1978-03-05", "1978-03-09", "PRESENT_REF"]
    assert [timex.value for timex in told] == values


def test_what_a_history_says_of_its_own_time() -> None:
    text = (
        "Born on 11 May 1934, he was held in 1957. Four years later he fled, and in 1985 he was back. He left in 1994."
    )
    told = resolved(text + " A street was named after him last year. He will be buried on 2 February.")
    assert [timex.value for timex in told][-2:] == ["2019", "2020-02-02"]


def test_nothing_is_guessed_without_a_date() -> None:
    tuesday, january, full, later = resolved("On Tuesday, in January, on 3 May 2019 and two days later.", None)
    assert (tuesday.first, tuesday.value) == (None, "XXXX-WXX-2")
    assert (january.first, january.value) == (None, "XXXX-01")
    assert str(full.first) == "2019-05-03"
    assert str(later.first) == "2019-05-05"


@pytest.mark.parametrize("text", ["February 30", "30 February 2020", "31 June", "03/04/2020"])
def test_impossible_and_ambiguous_days_stay_open(text: str) -> None:
    timex = resolved(text)[0]
    assert (timex.first, timex.last, timex.precision) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "whole", "first", "last"),
    [
        (
            "He spoke from Saturday, August 1, to Tuesday, August 4.",
            "Saturday, August 1, to Tuesday, August 4",
            "2020-08-01",
            "2020-08-04",
        ),
        ("It rained between 3 and 5 January.", "3 and 5 January", "2020-01-03", "2020-01-05"),
        ("20-22 January", "20-22 January", "2020-01-20", "2020-01-22"),
        ("from May to July 2019", "May to July 2019", "2019-05-01", "2019-07-31"),
        ("Dec 30-Jan 2", "Dec 30-Jan 2", "2019-12-30", "2020-01-02"),
        ("1914-18", "1914-18", "1914-01-01", "1918-12-31"),
        ("from Thursday to Sunday", "Thursday to Sunday", "2020-01-23", "2020-01-26"),
    ],
)
def test_intervals(text: str, whole: str, first: str, last: str) -> None:
    document = as_document(text)
    [interval] = join_intervals(resolved(text, "2020-08-05" if "August" in text else PUBLISHED), document)
    assert (interval.span.text, str(interval.first), str(interval.last)) == (whole, first, last)


def test_two_dates_are_no_interval() -> None:
    text = "on January 20 and January 22"
    assert join_intervals(resolved(text), as_document(text)) == ()


def test_resolve_date() -> None:
    found = resolve_date("from 3 to 5 May 2019", published=dt.date(2020, 1, 27))
    assert found is not None and (str(found.first), str(found.last)) == ("2019-05-03", "2019-05-05")


DAYS = st.none() | st.dates()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=80), DAYS)
def test_first_is_never_after_last(text: str, published: dt.date | None) -> None:
    timexes = resolved_on(text, published)
    for timex in (*timexes, *join_intervals(timexes, as_document(text))):
        assert timex.value
        assert (timex.first is None) == (timex.last is None) == (timex.precision is None)
        assert timex.first is None or timex.last is None or timex.first <= timex.last


@settings(deadline=None)
@given(
    st.sampled_from(["on Tuesday", "last Friday", "next Monday", "yesterday", "two days ago", "last week"]),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
)
def test_a_week_later_all_is_a_week_later(text: str, published: dt.date) -> None:
    before, after = resolve_date(text, published=published), resolve_date(text, published=published + dt.timedelta(7))
    assert before is not None and after is not None and before.first is not None
    assert after.first == before.first + dt.timedelta(7)


def values(text: str, published: str) -> list[str]:
    return [timex.value for timex in resolved(text, published)]


def test_a_short_history_keeps_the_year_of_its_first_date() -> None:
    text = (
        "The war began in May 1887. On 3 June the fort fell. The next day the army withdrew; in September it was over."
    )
    assert values(text, "2024-03-12") == ["1887-05", "1887-06-03", "1887-06-04", "1887-09"]


def test_a_report_that_looks_back_once_is_no_history() -> None:
    text = "Police freed nine men on Friday. The law dates from 1887. A hearing is on 3 June."
    assert values(text, "2024-03-12") == ["2024-03-08", "1887", "2024-06-03"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The final is on Sunday.", ["2024-03-17"]),
        ("It began in mid-March.", ["2024-03"]),
        ("He was held on 9 June last year.", ["2023-06-09"]),
        ("Talks will start at 8:30 a.m. Eastern time on Thursday.", ["2024-03-14T08:30", "2024-03-14"]),
        ("The office closed in February. It opens at noon.", ["2024-02", "2024-03-12T12:00"]),
    ],
)
def test_days_of_plain_news(text: str, expected: list[str]) -> None:
    assert values(text, "2024-03-12") == expected
