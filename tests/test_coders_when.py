"""When it happened: the days of the clause, those that govern it, and the report's own date as the last resort."""

from __future__ import annotations

import datetime as dt

import pytest
from coding import PUBLISHED, code, days, names, only, places, table

STATED = [
    ("Police arrested six students in Dakar on May 13.", "05-13"),
    ("Police arrested six students in Dakar on 13 May 2024.", "05-13"),
    ("Police arrested six students in Dakar on Tuesday.", "05-14"),
    ("Police arrested six students in Dakar yesterday.", "05-16"),
    ("Three days ago, police arrested six students in Dakar.", "05-14"),
    ("Last week, police arrested six students in Dakar.", "05-06/05-12"),
    ("In April, police arrested six students in Dakar.", "04-01/04-30"),
    ("Over the weekend, students blocked a bridge in Dakar.", "05-11/05-12"),
    ("In recent days, students have blocked a bridge in Dakar.", "05-11/05-17"),
    ("For over a week, students have been blocking a bridge in Dakar.", "05-10/05-17"),
    ("Soldiers have killed more than 400 people in Burundi since January.", "01-01/05-17"),
    ("Teachers in Accra went on strike from May 6 to May 10.", "05-06/05-10"),
    ("Farmers occupied a square in Porto between 2 and 5 May.", "05-02/05-05"),
    # No end after the report, no day still to come.
    ("This month, students blocked a bridge in Dakar.", "05-01/05-17"),
    ("On December 30, students blocked a bridge in Dakar.", "2023-12-30"),
    # History keeps what it says.
    ("In 1987, soldiers killed forty miners in Potosí.", "1987-01-01/1987-12-31"),
    # Still to come.
    ("The Harbour Union plans to march in Valparaíso on May 25.", "05-25"),
    ("Teachers will strike in Accra next week.", "05-20/05-26"),
    ("Teachers will strike in Accra tomorrow.", "05-18"),
    ("The Harbour Union is to hold a rally in Valparaíso on Saturday.", "05-18"),
    ("Nurses are to strike in Accra on Saturday.", "05-18"),
    # What may have been is over.
    ("Soldiers may have killed twelve herders in Gao on Monday.", "05-13"),
    ("Police found a man shot in Lima on Sunday.", "05-12"),
    # Of a counted day and the same one told plainly, the plain one.
    ("Two weeks later, on May 15, a court in Lima jailed a judge's killer.", "05-15"),
    ("Two days earlier, on Sunday, police arrested six students in Dakar.", "05-12"),
    # "Following" what has gone on for weeks.
    ("The mayor of Lima resigned on Monday following weeks of protests.", "05-13"),
    ("Police shot two men on Tuesday following three days of riots.", "05-14"),
    # The weekday beside what was asked is that of asking.
    ("The envoy urged rebels to halt the fighting on Tuesday.", "05-14"),
    ("The mayor asked unions to end the strike on Monday.", "05-13"),
    ("Kenya called on Uganda to withdraw its troops on Thursday.", "05-16"),
]

RECORDS = [
    # Not what is asked for now, nor a meeting that is asked for.
    ("The envoy urges rebels to halt the fighting on Tuesday.", ["05-17"]),
    ("The mayor asked the unions to meet on Monday.", ["05-17"]),
    # Clauses told side by side.
    (
        "One man was killed and three others were injured in a shooting at a club on Sunday, police said.",
        ["05-12", "05-12"],
    ),
    # A participle before the main clause.
    ("Having blocked the road on Tuesday, miners burned two trucks.", ["05-14", "05-14"]),
    # A day right before a relative clause is of what the clause tells.
    ("Police are investigating two shootings Sunday night that killed a docker.", ["05-12", "05-12"]),
    # Two dates are two records, an interval is one.
    ("Members of the Harbour Union marched in Valparaíso on May 11 and May 14.", ["05-11", "05-14"]),
    ("Strikers blocked the port of Mombasa on 3 May and 9 May.", ["05-03", "05-09"]),
    ("Teachers in Accra went on strike from May 6 to May 10.", ["05-06/05-10"]),
    # Each act of a sentence has its own day.
    ("Police arrested six students in Dakar on Tuesday and released two dockers on Thursday.", ["05-14", "05-16"]),
    ("On May 3, Jonas Abara was arrested and executed in Bissau.", ["05-03", "05-03"]),
    ("The authorities arrested and executed a poet in Bissau on May 3.", ["05-03", "05-03"]),
    ("Police beat and arrested four students in Dakar on Monday.", ["05-13", "05-13"]),
    ("Dockers marched in Porto on May 12; students marched in Braga on May 13.", ["05-12", "05-13"]),
    ("Police arrested two men who had torched a bus in Porto on May 10.", ["05-17", "05-10"]),
    # A dated sentence governs those after it, until a new date.
    ("On May 9, teachers marched in Dakar. Police arrested six teachers.", ["05-09", "05-09"]),
    ("On May 9, teachers marched in Dakar.\n\nPolice arrested six teachers.", ["05-09", "05-09"]),
    (
        "On May 8, dockers marched in Porto.\n\nOn May 12, students blocked a bridge in Braga. Police detained two.",
        ["05-08", "05-12", "05-12"],
    ),
    ("On May 9, teachers marched in Dakar.\n\nOn the same day, students burned tyres in Thiès.", ["05-09", "05-09"]),
    ("On May 9, teachers marched in Dakar. The same day, police arrested six teachers.", ["05-09", "05-09"]),
    ("On May 9, teachers marched in Dakar. Two days later, police arrested six teachers.", ["05-09", "05-11"]),
    # The present progressive is of now.
    (
        "On May 9, teachers marched in Dakar.\n\nStudents are now blocking the road to Rufisque.",
        ["05-09", "05-17"],
    ),
    # Background governs its own paragraph only.
    (
        "On May 12, dockers marched in Porto.\n\nIn March 2019, soldiers killed two strikers in Braga."
        "\n\nPolice arrested five dockers.",
        ["05-12", "2019-03-01/2019-03-31", "05-12"],
    ),
    # The day of speaking is not that of what was agreed.
    ("On Monday, Chad and Niger agreed to reopen the border by May 30.", ["05-13"]),
    # A verb that only says that something was done brings the day along.
    ("The club mourned the killing of six priests carried out by soldiers in Cusco on May 13.", ["05-13"]),
    ("Teachers spoke of a raid in which two men were killed, which was carried out on May 13 by rebels.", ["05-13"]),
    # The day of a crime is not that of the arrest for it.
    ("Police in Lima arrested a man over a raid launched in Quito on May 13.", ["05-17"]),
    # A relative clause has not the day of what it hangs in.
    ("The soldiers who killed the fishermen in Conakry were arrested on Monday.", ["05-17", "05-13"]),
    ("The two teachers, who were abducted by gunmen in Gao, were freed on Sunday.", ["05-17", "05-12"]),
    ("Two editors arrested by police in Lagos were freed on Sunday.", ["05-17", "05-12"]),
    (
        "Gunmen abducted two teachers in Gao on May 3. The two teachers, who were abducted by gunmen in Gao, were freed"
        " on Sunday.",
        ["05-03", "05-12"],
    ),
    # ... but that of its own kind of act, and that which its noun has.
    ("Protesters who blocked a road in Gao marched on Sunday.", ["05-12", "05-12"]),
    # The days of a sentence do not flow back within its paragraph.
    ("Rebels burned a church in Jos. The bishop visited the ruins on Sunday.", ["05-17"]),
    ("A teacher was arrested in Porto. She was freed on Sunday.", ["05-17", "05-12"]),
    # A semicolon keeps the day.
    ("A convoy was ambushed near Gao on Monday; two drivers were killed.", ["05-13", "05-13"]),
    # What is said of the news is said now, whatever the sentence before recalls.
    (
        "A court in Goma sentenced 37 men on Tuesday. In 2003 the country suspended executions. Two unions condemned"
        " the verdict.",
        ["05-14", "05-14"],
    ),
    # What is chanted while something is set on fire is no plan.
    ('Students, chanting "Down with the mayor", set fire to a bus in Porto on Sunday night.', ["05-12", "05-12"]),
]

#: Places and days listed under one verb.
LISTED = [
    (
        "Teachers went on strike in Kumasi and Tamale on Monday and in Cape Coast on Tuesday.",
        [("Kumasi", "05-13"), ("Tamale", "05-13"), ("Cape Coast", "05-14")],
    ),
    ("Teachers marched on Monday in Kumasi and on Tuesday in Tamale.", [("Kumasi", "05-13"), ("Tamale", "05-14")]),
    ("Soldiers shot two men in Kumasi on May 3 and in Tamale on May 5.", [("Kumasi", "05-03"), ("Tamale", "05-05")]),
    (
        "Armed men burned a mast in Latehar on Wednesday night and another in Palamu in the early hours of Thursday.",
        [("Latehar", "05-15"), ("Palamu", "05-16")],
    ),
    ("Dockers marched in Porto and Braga on May 3.", [("Porto", "05-03"), ("Braga", "05-03")]),
    ("In Quito on Monday and in Loja on Tuesday, police beat dockers.", [("Quito", "05-13"), ("Loja", "05-14")]),
    (
        "Police beat dockers in Quito on Monday and at the central prison in Loja on Tuesday.",
        [("Quito", "05-13"), ("Loja", "05-14")],
    ),
]

#: Where another sentence dates an act.
OTHERS = [
    # A sentence soon after that only says when it was.
    ("Gunmen shot dead a judge in Cusco. The attack took place on Tuesday.", ["05-14"]),
    ("Gunmen shot dead a judge in Cusco. The murder occurred outside his home on May 3.", ["05-03"]),
    # What is told just before the first day of the report.
    ("Two men were shot in Cusco, police said.\n\nOn Tuesday, gunmen burned a bus.", ["05-14", "05-14"]),
    ("Police have arrested two men recently.\n\nOn Tuesday, gunmen burned a bus.", ["05-17", "05-14"]),
    # Who asks or condemns does so on no day that a later sentence gives another act.
    ("The UN urged Kenya to lift the ban on a channel. The channel was suspended on 10 May.", ["05-17", "05-10"]),
    ("The UN urged Kenya to free two men.\n\nThey were arrested on 10 May.", ["05-17", "05-10"]),
    ("Drivers promised to end their strike. On Tuesday the trains ran again.", ["05-17"]),
    ("Peru accused Chile of spying. The minister summoned the Chilean envoy on Tuesday.", ["05-14", "05-14"]),
    # Helpers are called out when it happens.
    ("A docker is dead after a shooting in Lima. Officers responded to Grau Avenue at 9 p.m. Tuesday.", ["05-14"]),
    (
        "Police responded to a call of shots fired at 1:40 a.m. Tuesday. They found a man with a gunshot wound.",
        ["05-14"],
    ),
    # A look back, or a month said in passing, does not date what follows.
    (
        "On May 14, teachers marched in Dakar. Two days earlier, they had marched in Thiès."
        "\n\nPolice arrested six teachers.",
        ["05-14", "05-12", "05-14"],
    ),
    (
        "On May 14, teachers marched in Dakar. Last month, police arrested two teachers.\n\nSoldiers beat a student.",
        ["05-14", "04-01/04-30", "05-14"],
    ),
    # What happened in something that has a date.
    (
        "Students gathered in Dakar on Tuesday to mark the anniversary of the killings of November 2014, in which"
        " police shot dead two dockers.",
        ["05-14", "2014-11-01/2014-11-30"],
    ),
]


@table("text, expected", STATED)
def test_the_day_that_a_clause_says(text: str, expected: str) -> None:
    event = only(text)
    assert days(event) == expected
    assert event.date is not None and event.date.basis == "stated" and event.date.span is not None


@table("text, expected", RECORDS)
def test_the_days_of_each_record(text: str, expected: list[str]) -> None:
    assert [days(event) for event in code(text)] == expected


def test_an_inferred_day_has_no_words() -> None:
    _, later = code("On May 9, teachers marched in Dakar. Police arrested six teachers.")
    assert later.date is not None
    assert (later.date.basis, later.date.span) == ("inferred", None)


def test_without_a_day_the_report_dates_the_act() -> None:
    date = only("Students blocked a bridge in Dakar.").date
    assert date is not None
    assert (date.first, date.last, date.basis, date.span) == (PUBLISHED, PUBLISHED, "report", None)


def test_without_any_date_nothing_is_guessed() -> None:
    event = only("Students blocked a bridge in Dakar.", published=None)
    assert event.published is None
    assert event.date is None or event.date.first is None


def test_the_dateline_dates_a_report_that_came_without_a_date() -> None:
    event = only("Dakar, May 17, 2024—Students blocked a bridge on Tuesday.", published=None)
    assert (event.published, days(event)) == (PUBLISHED, "05-14")


@table("text, expected", LISTED)
def test_places_and_days_of_a_list_belong_together(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(zip(places(events := code(text)), map(days, events), strict=True)) == expected


@table("text, expected", OTHERS)
def test_the_days_that_other_sentences_give(text: str, expected: list[str]) -> None:
    assert [days(event) for event in code(text)] == expected


HISTORY = [
    ("Years ago, soldiers killed forty miners in Potosí.",),
    ("Soldiers killed forty miners in Potosí decades ago.",),
]


@table("text", HISTORY)
def test_history_without_a_date_stays_without(text: str) -> None:
    event = only(text)
    assert (event.status, days(event)) == ("historical", "")


ODD_REPORTS = [
    ("Students blocked a bridge in Dakar on Tuesday.", dt.date(1066, 10, 14), dt.date(1066, 10, 9)),
    ("Students blocked a bridge in Dakar yesterday.", dt.date(1, 1, 1), None),
    ("Teachers will strike in Accra next week.", dt.date(9999, 12, 31), None),
    ("Students blocked a bridge in Dakar.", dt.date(2931, 3, 5), dt.date(2931, 3, 5)),
]


@table("text, published, expected", ODD_REPORTS)
def test_the_oddest_days_of_a_report_stop_nothing(text: str, published: dt.date, expected: dt.date | None) -> None:
    date = only(text, published=published).date
    assert date is not None
    assert expected is None or date.first == expected


def test_the_day_given_is_taken_before_that_of_the_dateline() -> None:
    event = only("DAKAR, May 3, 2024—Students blocked a bridge on Tuesday.")
    assert (event.published, days(event)) == (PUBLISHED, "05-14")


def test_a_caption_does_not_narrow_the_days_of_the_body() -> None:
    events = code(
        "Tallinn, Estonia, May 17, 2024—In recent days, members of the Harbour Union have torched posters of Osvaldo"
        " Prett in Tallinn and Tartu.\n\nHarbour Union members torch posters of Osvaldo Prett - May 15, 2024\n"
    )
    assert [days(event) for event in events] == ["05-11/05-17"] * 2


def test_a_caption_of_its_own_act_has_its_own_day() -> None:
    events = code(
        "On May 14, members of the Harbour Union burned a banner of Osvaldo Prett in Tartu.\n\n"
        "Members of the Harbour Union put up posters of Marta Quiroz in Narva - May 15, 2024\n\n"
        "The bank kept its rates."
    )
    assert [(name, days(event)) for name, event in zip(names(events), events, strict=True)] == [
        ("PROTEST/vandalize", "05-14"),
        ("PROTEST/display", "05-15"),
    ]


RELATIVE = [
    ("Police arrested six students in Dakar on Tuesday.",),
    ("Police arrested six students in Dakar yesterday.",),
    ("In recent days, students have blocked a bridge in Dakar.",),
    ("Last week, teachers marched in Dakar. On Thursday, police arrested six teachers.",),
    ("Students blocked a bridge in Dakar.",),
    ("Teachers will strike in Accra next week.",),
]


@table("text", RELATIVE)
def test_relative_days_move_with_the_report(text: str) -> None:
    week = dt.timedelta(days=7)
    now, later = code(text), code(text, published=PUBLISHED + week)
    assert names(now) == names(later)
    for one, other in zip(now, later, strict=True):
        assert one.date is not None and other.date is not None
        assert one.date.first is not None and one.date.last is not None
        assert (one.date.first + week, one.date.last + week) == (other.date.first, other.date.last)


def test_full_dates_stay_when_the_report_moves() -> None:
    text = "Police arrested six students in Dakar on 13 May 2024."
    assert days(only(text, published=dt.date(2024, 5, 28))) == days(only(text)) == "05-13"


PROMISES = [
    ("Soldiers will attack the village tomorrow, the commander warned.",),
    ("Portugal will send medical supplies to Malawi next week.",),
    ("The Harbour Union will not meet the mayor on Monday.",),
]


@table("text", PROMISES)
def test_a_promise_is_never_dated_back(text: str) -> None:
    events = code(text)
    assert events
    for event in events:
        assert event.date is not None and event.date.first is not None
        assert event.date.first >= PUBLISHED
        assert event.status != "historical"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Nine people were killed in an attack that took place on Sunday in Kano, police said on Tuesday.", "05-12"),
        (
            "Nine men died in the clashes between gangs that broke out in Kano on Sunday, police said on Tuesday.",
            "05-12",
        ),
        ("Police said on Tuesday that nine men had been killed in riots that erupted in Kano on Sunday.", "05-12"),
    ],
)
def test_the_day_on_which_an_act_took_place_is_its_day(text: str, day: str) -> None:
    assert [days(event) for event in code(text)] == [day]


def test_the_day_of_a_source_joined_by_a_comma_is_not_the_day_of_the_act() -> None:
    (event,) = code("An air strike left 54 dead in El Fasher, a medical source said on Thursday.")
    assert event.date and event.date.basis == "inferred"
    assert [actor.name for actor in event.attributed_to] == ["medical source"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A raid killed four, doctors said on Thursday. Jets dropped two bombs on Tuesday.", ["05-14", "05-14"]),
        ("Jets bombed a camp on Tuesday. On Thursday the army said the jets bombed two trucks.", ["05-14"]),
        ("Ten traders were killed by gunmen who attacked a market on Tuesday.", ["05-14"]),
        ("The war, which broke out in May 2023, has killed thousands.", ["2023-05-01/05-17"]),
        ("Gunmen attacked a bar in the night from Tuesday to Wednesday.", ["05-14/05-15"]),
        ("Miners have lacked fuel for more than a year. The miners blocked a road.", ["05-17"]),
    ],
)
def test_the_day_of_saying_is_not_that_of_the_act(text: str, expected: list[str]) -> None:
    assert [days(event) for event in code(text)] == expected
