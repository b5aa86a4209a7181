"""Copies: which texts repeat which, whatever was done to them on the way, and which only sound alike."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.merge.copies import Likeness, compare_texts
from dateline.merge.retellings import find_earlier, find_originals, find_repeated_events, follow_repeats
from dateline.merge.sketches import SKETCH_VERSION, TextSketch, may_be_alike, sketch_keys, sketch_text
from dateline.merge.wording import read_wording
from dateline.records import CodedEvent, EventDate, EventPlace, Span

FIRE = (
    "Three people died and nineteen were hurt when a fire tore through a textile mill in the port city of Velmara late"
    " on Tuesday, officials said.\n"
    "The blaze began on the second floor, where cotton bales were stored, and spread within minutes to the roof, fire"
    " chief Oren Tallis told reporters.\n"
    "Workers broke windows to escape, and neighbours carried ladders from a building site across the road.\n"
    "The mill, owned by the Brightwater Weaving Company, had been fined twice last year for locked emergency doors.\n"
    '"We warned the management in March and again in August," said Lida Marren of the Velmara Garment Union. "Nobody'
    ' listened to us, and now three families have lost a mother."\n'
    "Governor Petra Oslund ordered an inspection of all forty mills in the district and promised the results by the end"
    " of the month."
)
REWRITE = (
    "Velmara - Three workers died and nineteen were injured when fire tore through a textile mill in the port city of"
    " Velmara late Tuesday, authorities said.\n"
    "The blaze started on the second floor, where bales of cotton were stored, and within minutes had spread to the"
    " roof, fire chief Oren Tallis told journalists.\n"
    "Employees broke windows to get out, and neighbours brought ladders from a building site across the street.\n"
    "The mill, which belongs to the Brightwater Weaving Company, was fined twice last year for locked emergency"
    " exits.\n"
    '"We warned the management in March and again in August," Lida Marren of the Velmara Garment Union said. "Nobody'
    ' listened to us, and now three families have lost a mother."\n'
    "Governor Petra Oslund has ordered an inspection of all forty mills in the district and promised results by the end"
    " of the month."
)
INDEPENDENT = (
    "Rescue crews searched the ruins of a burned-out factory in Velmara on Wednesday after a night fire that left three"
    " dead.\n"
    "Nineteen survivors, most with burns or broken legs, were being treated at two hospitals, said Dr Amon Keel of the"
    " city's health department.\n"
    "A spinner, who gave her name as Josa, described jumping from a ledge into the yard. Flames had already reached the"
    " staircase, she said.\n"
    "Police questioned a shift supervisor of Brightwater Weaving. The company did not answer calls.\n"
    "Critics of Governor Petra Oslund say her office cut the number of safety inspectors by half since taking power."
)
PASSAGE = FIRE.split("\n")[3] + " " + FIRE.split("\n")[4]
REUSE = (
    "Thousands walked in silence through the streets of the harbour quarter on the anniversary, many of them carrying"
    " candles and photographs.\n"
    + PASSAGE
    + "\nA court is expected to rule in spring on the claims of the relatives, whose lawyers have asked for the archive"
    " of the works council to be opened."
)
FOREIGN = (
    "The central bank of Norland kept its main rate at four per cent and said prices would rise more slowly from the"
    " summer on. Analysts had expected a cut. Shares in Holmwick closed a little lower after the announcement, led by"
    " lenders and builders. Finance minister Eskil Thorn welcomed the decision."
)
ARABIC = (
    "قتل ثلاثة أشخاص وأصيب تسعة عشر آخرون في حريق اندلع في مصنع للنسيج في مدينة ساحلية مساء الثلاثاء، وفق ما أعلن"
    " مسؤولون محليون. وبدأ الحريق في الطابق الثاني حيث تخزن بالات القطن وامتد خلال دقائق إلى السقف، بحسب ما قال قائد"
    " الإطفاء للصحفيين. وكسر العمال النوافذ للهرب بينما حمل الجيران السلالم من ورشة بناء مجاورة."
)


def compare(first: str, second: str) -> tuple[Likeness, ...]:
    return compare_texts(read_wording(None, first), read_wording(None, second))


def kinds(first: str, second: str) -> list[str]:
    return [likeness.kind for likeness in compare(first, second)]


def meet(first: str, second: str) -> bool:
    """Say whether two texts become candidates at all."""
    sketches = sketch_text(None, first), sketch_text(None, second)
    return not set(sketch_keys(sketches[0])).isdisjoint(sketch_keys(sketches[1])) and may_be_alike(*sketches)


COPIES = {
    "syndicated, with a credit": "VELMARA (Reuters) - " + FIRE + "\n(Reporting by Ann Lee; Editing by Bo Kim)",
    "in capitals, without punctuation": FIRE.upper().replace(",", "").replace(".", ""),
    "with curly quotes and hard spaces": FIRE.replace('"', "”").replace(" mill", "\u00a0mill"),
    "wrapped": "\n".join(itertools.chain(*(line.split(", ") for line in FIRE.split("\n")))),
    "lightly rewritten": REWRITE,
    "an excerpt": "\n".join(FIRE.split("\n")[:3]),
    "extended": FIRE + "\n" + FOREIGN,
    "with its paragraphs in another order": "\n".join(reversed(FIRE.split("\n"))),
    "with signs of an advertiser between": FIRE.replace("\n", "\nContinue reading the main story\n"),
}


@pytest.mark.parametrize("text", COPIES.values(), ids=COPIES.keys())
def test_a_copy_is_found_whatever_was_done_to_it(text: str) -> None:
    assert meet(FIRE, text)
    assert kinds(FIRE, text) == ["copy"]


def test_an_exact_copy_scores_one_and_its_stretch_is_the_text() -> None:
    assert compare(FIRE, FIRE) == (Likeness(kind="copy", score=1.0, spans=((0, len(FIRE) - 1, 0, len(FIRE) - 1),)),)


def test_another_headline_makes_no_other_text() -> None:
    assert sketch_text("Three die in mill fire", FIRE) == sketch_text("Deadly blaze in Velmara", FIRE)


def test_a_report_written_independently_is_no_copy() -> None:
    assert compare(FIRE, INDEPENDENT) == ()


def test_a_text_on_something_else_is_not_alike() -> None:
    assert not meet(FIRE, FOREIGN)
    assert compare(FIRE, FOREIGN) == ()


def test_a_paragraph_reused_a_year_later_is_a_passage() -> None:
    (likeness,) = compare(REUSE, FIRE)
    assert meet(REUSE, FIRE)
    assert likeness.kind == "passage"
    start, end = likeness.spans[0][0], likeness.spans[-1][1]
    assert REUSE.index(PASSAGE) <= start < end <= REUSE.index(PASSAGE) + len(PASSAGE)
    assert end - start > 0.8 * len(PASSAGE)


def test_a_passage_is_found_inside_a_line_without_breaks() -> None:
    line = FOREIGN + " " + PASSAGE + " " + INDEPENDENT.replace("\n", " ")
    assert meet(line, FIRE)
    assert "passage" in kinds(line, FIRE)


BOILERPLATE = {
    "credit": "The Associated Press contributed to this report.",
    "newsletter": "Sign up for our newsletter to get the top stories of the day delivered to your inbox every morning,"
    " free of charge, and unsubscribe at any time with a single click.",
    "slogan": "Chanting that the people want the fall of the regime, they marched on.",
    "rights": "Copyright 2024 The Daily Harbour. All rights reserved. This material may not be published, broadcast,"
    " rewritten or redistributed without the consent of the Daily Harbour.",
}


@pytest.mark.parametrize("words", BOILERPLATE.values(), ids=BOILERPLATE.keys())
def test_boilerplate_in_common_is_no_passage(words: str) -> None:
    assert compare(FIRE + "\n" + words, FOREIGN + "\n" + words) == ()


BRIEF = (
    "A car bomb exploded outside a {place} in the {district} district of {city} on {day}, killing {dead} people and"
    " wounding {hurt}, police said. No group claimed responsibility for the attack. Police sealed off the area and"
    " ambulances took the wounded to {hospital} hospital, where doctors asked residents to donate blood."
)
BOMB = {
    "place": "bank",
    "district": "Harran",
    "city": "Sarda",
    "day": "Monday",
    "dead": "12",
    "hurt": "31",
    "hospital": "Noor",
}
OTHER_DISTRICT = {"district": "Zafar", "dead": "5", "hurt": "22"}
OTHER_CITY = {"place": "market", "city": "Qasira", "day": "Friday", "dead": "7", "hurt": "18", "hospital": "Republican"}
OTHERS = {
    "another city": OTHER_CITY | {"district": "Tel Amar"},
    "the same city on the same day": OTHER_DISTRICT | {"place": "school", "hospital": "Central"},
    "another district and toll": OTHER_DISTRICT,
    "another day and toll": {"day": "Thursday", "dead": "9", "hurt": "14"},
}


@pytest.mark.parametrize("changes", OTHERS.values(), ids=OTHERS.keys())
def test_two_bombings_told_after_one_template_are_no_copies(changes: dict[str, str]) -> None:
    assert compare(BRIEF.format(**BOMB), BRIEF.format(**BOMB | changes)) == ()


def test_a_brief_lightly_rewritten_stays_a_copy() -> None:
    told = BRIEF.format(**BOMB)
    changed = told.replace("No group claimed responsibility for", "Nobody claimed").replace("exploded", "blew up")
    assert kinds(told, changed) == ["copy"]


WEATHER = (
    "Skies over Ashby will be mostly {} on {} with a high near {} and a low around {}. Winds from the {} at {} to {}"
    " miles per hour. The chance of rain is {} percent, and {} inches may fall by {} evening."
)
MATCH = (
    "{} scored {} points and {} grabbed {} rebounds as Ashby beat {} {} on {} night. The hosts led by {} at the half"
    " and never trailed after the break. Ashby, winners of {} in a row, play at {} next."
)


def test_weather_and_match_reports_with_other_figures_are_no_copies() -> None:
    monday = WEATHER.format("clear", "Monday", 71, 52, "west", 5, 10, 20, 0, "Tuesday")
    friday = WEATHER.format("cloudy", "Friday", 64, 47, "north", 10, 25, 80, 2, "Saturday")
    assert compare(monday, friday) == ()
    first = MATCH.format("Joel Barden", 24, "Tim Osk", 11, "Holmwick", "88-79", "Tuesday", 9, 4, "Velmara")
    second = MATCH.format("Tim Osk", 31, "Lars Venn", 8, "Norland", "94-90", "Sunday", 3, 6, "Sarda")
    assert compare(first, second) == ()


def test_an_update_of_a_long_report_with_a_higher_toll_is_a_copy() -> None:
    assert kinds(FIRE, FIRE.replace("Three people", "Five people").replace("nineteen", "twenty-four")) == ["copy"]


SHORT = {
    "the same": ("Police said no.", "POLICE said: no", ["copy"]),
    "other words": ("Police said no.", "Police said yes.", []),
    "empty": ("", "", []),
    "blank": (" \n\t", "...", []),
    "one empty": (FIRE, "", []),
}


@pytest.mark.parametrize(("first", "second", "expected"), SHORT.values(), ids=SHORT.keys())
def test_texts_too_short_to_judge_are_copies_only_word_by_word(first: str, second: str, expected: list[str]) -> None:
    assert kinds(first, second) == expected
    assert meet(first, second) == bool(expected)


def test_short_texts_under_different_titles_are_different() -> None:
    details = "More details soon."
    first, second = read_wording("Blast in Sarda", details), read_wording("Strike in Velmara", details)
    assert compare_texts(first, second) == ()
    assert compare_texts(first, first)[0].kind == "copy"


def test_text_from_right_to_left_and_other_unicode_forms() -> None:
    assert kinds(ARABIC, ARABIC.replace(" الثلاثاء", " يوم الثلاثاء").replace("محليون", "في المدينة")) == ["copy"]
    accented = FIRE.replace("Velmara", "Velmára")
    decomposed = accented.replace("á", "a\u0301")
    assert kinds(accented, decomposed) == ["copy"]
    assert sketch_text(None, accented) == sketch_text(None, decomposed) == sketch_text(None, FIRE)


def test_marked_furniture_is_passed_over() -> None:
    menu = "Home News Sport Weather Culture Opinion Travel Podcasts Harbour Cams Obituaries "
    assert sketch_text(None, menu + FIRE, hidden=[(0, len(menu))]) == sketch_text(None, FIRE)


@pytest.mark.parametrize("text", ["a" * 3_000_000, "ab c. " * 500_000, "\u0301" * 500_000, "reporting by " * 200_000])
def test_a_text_without_end_is_read_in_part(text: str) -> None:
    sketch = sketch_text(None, text)
    assert len(sketch.to_bytes()) < 10_000
    assert compare_texts(read_wording(None, text), read_wording(None, FIRE)) == ()


@pytest.mark.parametrize("text", [FIRE, ARABIC, "Three words only", "", "x\ud800y " * 20])
def test_sketches_survive_being_written_as_bytes(text: str) -> None:
    sketch = sketch_text("Title", text)
    assert TextSketch.from_bytes(sketch.to_bytes()) == sketch
    assert len(sketch.to_bytes()) < 2_000
    assert all(0 <= key < 1 << 63 for _, key in sketch_keys(sketch))


@pytest.mark.parametrize("data", [b"", b"123", sketch_text(None, FIRE).to_bytes()[:-1]])
def test_other_bytes_are_no_sketch(data: bytes) -> None:
    with pytest.raises(ValueError, match="sketch the text anew"):
        TextSketch.from_bytes(data)


def test_sketches_hold_no_words_and_few_keys() -> None:
    sketch = sketch_text(None, FIRE)
    assert b"velmar" not in sketch.to_bytes().lower()
    found = [kind for kind, _ in sketch_keys(sketch)]
    assert found.count("copy") == 20
    assert found.count("passage") <= len(FIRE.split()) / 6


def test_sketches_do_not_hang_on_the_hash_seed_and_are_those_of_this_version() -> None:
    """Stored sketches are compared with new ones: where this fails, raise the number in SKETCH_VERSION."""
    code = (
        "import sys, json; from dateline.merge.sketches import sketch_keys, sketch_text;"
        "keys = sketch_keys(sketch_text(None, sys.stdin.read())); print(json.dumps([keys[0], keys[-1], len(keys)]))"
    )
    given_keys = [
        json.loads(subprocess.run([sys.executable, "-c", code], input=FIRE, text=True, capture_output=True, check=True,
                                  env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}).stdout)
        for seed in ("1", "2")
    ]  # fmt: skip
    assert given_keys[0] == given_keys[1]
    assert (SKETCH_VERSION, given_keys[0]) == ("1.2", KEYS)


KEYS = [["copy", 6949260355544733307], ["passage", 4862346443532602852], 37]

WORDS = st.sampled_from("fire mill Velmara police three 12 Monday union blaze roof workers Oslund said the of".split())
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(WORDS, max_size=120).map(" ".join),
    st.lists(st.sampled_from([*FIRE.split("\n"), *INDEPENDENT.split("\n"), FOREIGN]), max_size=8).map("\n".join),
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_likeness_is_mirrored_scored_and_within_both_texts(first: str, second: str) -> None:
    forth, back = compare(first, second), compare(second, first)
    assert forth == tuple(likeness.mirrored() for likeness in back)
    assert [likeness.mirrored().mirrored() for likeness in forth] == list(forth)
    for likeness in forth:
        assert 0 < likeness.score <= 1
        assert list(likeness.spans) == sorted(likeness.spans)
        for start, end, other_start, other_end in likeness.spans:
            assert 0 <= start < end <= len(first)
            assert 0 <= other_start < other_end <= len(second)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_every_text_with_words_meets_and_copies_itself(text: str) -> None:
    wording = read_wording(None, text)
    assert [likeness.kind for likeness in compare_texts(wording, wording)] == (["copy"] if meet(text, text) else [])
    assert all(text[start:end] for start, end in zip(wording.starts, wording.ends, strict=True))


DAY = dt.date(2024, 3, 5)


def test_copies_point_at_the_earliest_and_then_at_the_least_hash() -> None:
    published = {"c": DAY, "b": DAY, "a": DAY + dt.timedelta(days=1), "d": None}
    links = [("a", "c"), ("c", "b"), ("d", "a")]
    expected = {"c": "b", "a": "b", "d": "b"}
    for order in itertools.permutations(links):
        assert find_originals(published, [pair[::-1] for pair in order]) == expected
    assert list(find_originals(published, links)) == ["c", "a", "d"]


def test_a_collection_does_not_make_one_of_what_it_collects() -> None:
    published = {"fire": DAY, "strike": DAY, "roundup": DAY + dt.timedelta(days=1)}
    links = [("fire", "roundup"), ("strike", "roundup")]
    assert find_earlier(published, links) == {"roundup": ("fire", "strike")}
    assert find_originals(published, links) == {"roundup": "fire"}


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.none() | st.dates(DAY, DAY + dt.timedelta(days=3)), min_size=2),
    st.data(),
)
def test_originals_depend_on_the_set_alone(published: dict[str, dt.date | None], data: st.DataObject) -> None:
    pairs = list(itertools.combinations(sorted(published), 2))
    links = data.draw(st.lists(st.sampled_from(pairs), unique=True))
    originals = find_originals(published, links)
    assert find_originals(published, data.draw(st.permutations(links))) == originals
    assert not set(originals) & set(originals.values())


def event(text: str, trigger: str, name: str, **fields: object) -> CodedEvent:
    start = text.index(trigger)
    sentence = next(line for line in text.split("\n") if trigger in line)
    given: dict[str, object] = {
        "event_id": name, "report_id": "r", "event_type": "ASSAULT", "mode": None,
        "trigger": Span(start, start + len(trigger), trigger),
        "evidence": (Span(text.index(sentence), text.index(sentence) + len(sentence), sentence),),
    }  # fmt: skip
    return CodedEvent(**given | fields)  # type: ignore[arg-type]


def place(name: str, start: int = 0) -> EventPlace:
    return EventPlace(span=Span(start, start + len(name), name), name=name, geonames_id=None, admin1=None, country=None,
                      lat=None, lon=None, precision="city", basis="stated")  # fmt: skip


def repeats(
    later: str, earlier: str, events: Sequence[CodedEvent], others: Sequence[CodedEvent]
) -> dict[str, tuple[str, str]]:
    (likeness,) = compare(later, earlier)
    return dict(find_repeated_events(events, others, likeness))


def test_events_of_a_copy_repeat_those_of_the_original() -> None:
    events = [event(REWRITE, "died", "new-1"), event(REWRITE, "ordered", "new-2", event_type="REQUEST")]
    others = [event(FIRE, "ordered", "old-2", event_type="REQUEST"), event(FIRE, "died", "old-1")]
    assert repeats(REWRITE, FIRE, events, others) == {"new-1": ("old-1", "copy"), "new-2": ("old-2", "copy")}


def test_an_event_whose_trigger_was_moved_is_known_by_its_evidence() -> None:
    moved = FIRE.replace("Workers broke windows to escape, and neighbours carried ladders from a building site across"
                         " the road.", "Neighbours carried ladders from a building site across the road; workers broke"
                         " windows to escape.")  # fmt: skip
    events, others = [event(moved, "broke", "new")], [event(FIRE, "broke", "old")]
    assert repeats(moved, FIRE, events, others) == {"new": ("old", "copy")}


def test_a_passage_told_a_year_later_is_the_same_telling_whatever_its_relative_date() -> None:
    def fined(text: str, name: str, year: int) -> CodedEvent:
        start = text.index("last year")
        date = EventDate(first=dt.date(year, 1, 1), last=dt.date(year, 12, 31), precision="year", basis="stated",
                         span=Span(start, start + 9, "last year"))  # fmt: skip
        return event(text, "fined", name, event_type="SANCTION", date=date)

    events = [fined(REUSE, "new", 2024), event(REUSE, "walked", "own")]
    assert repeats(REUSE, FIRE, events, [fined(FIRE, "old", 2023)]) == {"new": ("old", "passage")}


def test_events_of_other_types_places_or_dates_are_not_repeated() -> None:
    first, second = BRIEF.format(**BOMB), BRIEF.format(**BOMB) + " " + FOREIGN
    there = [event(first, "exploded", "old", place=place("Sarda"))]
    assert repeats(second, first, [event(second, "exploded", "new", place=place("Sarda"))], there)
    assert not repeats(second, first, [event(second, "exploded", "new", place=place("Qasira"))], there)
    assert not repeats(second, first, [event(second, "exploded", "new", event_type="PROTEST")], there)
    dates = [
        EventDate(first=day, last=day, precision="day", basis="stated", span=Span(0, 5, f"May {day.day}"))
        for day in (dt.date(2024, 5, 1), dt.date(2024, 5, 2))
    ]
    days = [event(text, "exploded", text[:1], date=date) for text, date in zip((first, second), dates, strict=True)]
    assert not repeats(second, first, days[1:], days[:1])


def test_acts_at_several_places_in_one_clause_find_each_its_own() -> None:
    cities = ["Sarda", "Qasira", "Velmara"]
    events = [event(FIRE, "died", f"new-{city}", place=place(city)) for city in reversed(cities)]
    others = [event(FIRE, "died", f"old-{city}", place=place(city)) for city in cities]
    assert repeats(FIRE, FIRE, events, others) == {f"new-{city}": (f"old-{city}", "copy") for city in cities}


def test_one_text_under_two_reports_tells_the_same_by_position() -> None:
    events = [event(FIRE, "died", "new-1"), event(FIRE, "broke", "new-2")]
    others = [event(FIRE, "died", "old-1"), event(FIRE, "ordered", "old-3")]
    assert find_repeated_events(events, others, None) == {"new-1": ("old-1", "same")}


def test_repeats_are_followed_to_the_first_telling_by_the_loosest_step() -> None:
    followed = follow_repeats({"d": ("c", "same"), "c": ("b", "passage"), "b": ("a", "copy"), "x": ("a", "same")})
    assert followed == {"d": ("a", "passage"), "c": ("a", "passage"), "b": ("a", "copy"), "x": ("a", "same")}
