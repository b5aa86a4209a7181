"""Which reports are told to be of one happening. All reports are invented."""

from __future__ import annotations

import datetime as dt
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import StoreError
from dateline.merge.stories import (
    JOIN_SCORE,
    KEYS,
    SHARED_KEYS,
    SKETCH_WORDS,
    WINDOW_DAYS,
    StorySketch,
    cluster_stories,
    find_stories,
    score_story,
    story_candidates,
    story_keys,
    story_reasons,
    story_sketch,
    story_words,
)

DAY = dt.date(2023, 5, 9)
FERRY = (
    "Ferry sinks in Lake Orlova, dozens rescued",
    "A passenger ferry carrying 74 people capsized in a squall on Lake Orlova on Tuesday, and rescuers pulled dozens "
    "from the icy water. The vessel Zarnitsa had left the pier at Brod minutes earlier. Divers searched the hull of "
    "the capsized vessel for passengers who had been trapped below deck, the coastguard said.",
)
FERRY_AGAIN = (
    "Rescuers search capsized Zarnitsa ferry after squall on Orlova",
    "Divers resumed the search of the sunken ferry Zarnitsa on Wednesday. The vessel capsized in a squall on Lake "
    "Orlova shortly after it left the Brod pier; passengers clung to the hull in icy water until the coastguard came. "
    "Officials said the ferry had been overloaded with freight.",
)
OTHER_FERRY = (
    "Ferry workers strike over pay in Port Mirande",
    "Ferry crews in Port Mirande walked out on Tuesday over unpaid overtime, and passengers were left on the quay. "
    "The union said the company had broken a wage accord signed in March. Talks with a mediator begin on Friday.",
)
COMET = (
    "Comet Halvorsen lights up northern sky",
    "Stargazers across the north watched comet Halvorsen brush past the horizon before dawn. Astronomers at the Tolve "
    "observatory said its tail of dust and ice can be seen without a telescope until the weekend.",
)
COMET_AGAIN = (
    "How to see comet Halvorsen before dawn",
    "Look low in the north before dawn: comet Halvorsen shows its tail of dust until the weekend, and no telescope is "
    "needed, say astronomers of the Tolve observatory. The stargazers who rose early were not let down.",
)
REPORTS = {"f1": FERRY, "f2": FERRY_AGAIN, "s1": OTHER_FERRY, "c1": COMET, "c2": COMET_AGAIN}


def sketch(report: tuple[str, str], day: dt.date | None = DAY, private_names: tuple[str, ...] = ()) -> StorySketch:
    return story_sketch(*report, day, private_names)


SKETCHES = {name: sketch(report) for name, report in REPORTS.items()}


def test_reports_of_one_happening_are_grouped_and_those_of_a_kind_are_not() -> None:
    assert find_stories(SKETCHES) == [("c1", "c2"), ("f1", "f2"), ("s1",)]


def test_a_happening_that_no_event_type_fits_is_a_story_too() -> None:
    assert score_story(SKETCHES["c1"], SKETCHES["c2"]) > 0.8


def test_another_happening_of_the_same_kind_scores_low() -> None:
    assert score_story(SKETCHES["f1"], SKETCHES["s1"]) < 0.1


def test_days_between_tell_against_a_pair() -> None:
    scores = [
        score_story(sketch(FERRY), sketch(FERRY_AGAIN, DAY + dt.timedelta(days=days))) for days in (0, 7, 60, 700)
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_a_report_without_a_date_is_taken_to_lie_apart() -> None:
    undated = score_story(sketch(FERRY), sketch(FERRY_AGAIN, None))
    far = score_story(sketch(FERRY), sketch(FERRY_AGAIN, DAY + dt.timedelta(days=300)))
    assert far < undated < score_story(sketch(FERRY), sketch(FERRY_AGAIN))


def test_reports_outside_the_window_are_not_compared() -> None:
    late = DAY + dt.timedelta(days=WINDOW_DAYS + 1)
    assert list(story_candidates({1: sketch(FERRY), 2: sketch(FERRY, late)})) == []
    assert list(story_candidates({1: sketch(FERRY), 2: sketch(FERRY, DAY)})) == [(1, 2)]


def test_names_of_private_persons_do_not_link_reports() -> None:
    first = ("Odalys Quibrera questioned", "Police in Brod questioned Odalys Quibrera about a stolen tractor.")
    second = ("Prize for gardener", "A rose grown by Odalys Quibrera won a ribbon at the Mirande show.")
    names = ("Odalys Quibrera",)
    masked = [sketch(report, DAY, names) for report in (first, second)]
    words = {word for found in masked for word, _ in found.words}
    assert not words & {"odalys", "quibrera", "name", "withheld"}
    assert not set(story_keys(masked[0])) & set(story_keys(masked[1]))
    assert set(story_keys(sketch(first))) & set(story_keys(sketch(second)))
    assert all(b"quibrera" not in found.to_bytes() for found in masked)


def test_words_are_compared_without_accents_plurals_and_years() -> None:
    plain, accented = (list(story_words(text)) for text in ("Sao Joao bridges", "São João bridge 2021"))
    assert plain == accented


def test_a_text_of_common_words_has_nothing_to_tell() -> None:
    empty = story_sketch(None, "It was said that he had been there.", DAY)
    assert story_keys(empty) == []
    assert find_stories({"a": empty, "b": empty}) == [("a",), ("b",)]


def test_a_sketch_and_its_keys_are_small() -> None:
    long = story_sketch(None, " ".join(f"word{chr(97 + i % 26)}{chr(97 + i // 26)}zq" for i in range(600)), DAY)
    assert len(long.words) == SKETCH_WORDS
    assert len(story_keys(long)) == KEYS
    assert all(0 <= key < 2**63 for key in story_keys(long))


def test_reports_of_one_happening_share_keys() -> None:
    assert len(set(story_keys(SKETCHES["f1"])) & set(story_keys(SKETCHES["f2"]))) >= SHARED_KEYS


def test_the_reasons_sum_to_the_score_and_name_the_words() -> None:
    a, b = SKETCHES["f1"], SKETCHES["f2"]
    reasons = story_reasons(a, b)
    odds = score_story(a, b) / (1 - score_story(a, b))
    assert odds == pytest.approx(math.exp(sum(reason.weight for reason in reasons)))
    assert any("capsized" in reason.why for reason in reasons)


@pytest.mark.parametrize(
    "data", [b"", b"copy 1 -", b"story 0 2023-05-09", b"story", b"\xff\xfe", b"story 1 today", b"story 1 - ferry"]
)
def test_bytes_of_another_kind_are_refused(data: bytes) -> None:
    with pytest.raises(StoreError, match="make the sketches anew"):
        StorySketch.from_bytes(data)


@given(st.text(max_size=80), st.text(max_size=400), st.dates() | st.none())
def test_a_sketch_survives_being_written(title: str, text: str, day: dt.date | None) -> None:
    found = story_sketch(title, text, day)
    assert StorySketch.from_bytes(found.to_bytes()) == found


@given(st.text(alphabet="abc dé:,.", max_size=200), st.text(alphabet="abc dé:,.", max_size=200))
def test_the_score_has_no_direction(first: str, second: str) -> None:
    a, b = story_sketch(None, first, DAY), story_sketch(None, second, None)
    assert score_story(a, b) == score_story(b, a)
    assert 0 <= score_story(a, b) <= 1


def test_a_chain_of_single_links_does_not_join_what_is_different() -> None:
    chain = {(i, i + 1): 0.9 for i in range(9)}
    found = cluster_stories(range(10), chain)
    assert max(map(len, found)) == 2
    assert sorted(i for cluster in found for i in cluster) == list(range(10))


def test_a_report_between_two_stories_joins_neither_to_the_other() -> None:
    links = {("a1", "a2"): 0.95, ("b1", "b2"): 0.95, ("a2", "x"): 0.6, ("b1", "x"): 0.5}
    assert cluster_stories(["a1", "a2", "b1", "b2", "x"], links) == [("a1", "a2", "x"), ("b1", "b2")]


def scored_pairs() -> st.SearchStrategy[dict[tuple[int, int], float]]:
    pair = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda pair: (min(pair), max(pair)))
    return st.dictionaries(pair, st.sampled_from([0.0, 0.2, 0.5, 0.5, 0.7, 1.0]), max_size=30)


@given(scored_pairs(), st.integers(0, 99))
def test_the_order_of_reports_and_pairs_says_nothing(scores: dict[tuple[int, int], float], seed: int) -> None:
    ids, pairs = list(range(9)), [(pair[::-1], score) for pair, score in scores.items()]
    expected = cluster_stories(ids, scores)
    random.Random(seed).shuffle(ids)
    random.Random(seed).shuffle(pairs)
    assert cluster_stories(ids, dict(pairs)) == expected


@given(scored_pairs())
def test_every_story_holds_together_on_average(scores: dict[tuple[int, int], float]) -> None:
    for cluster in cluster_stories(range(9), scores):
        pairs = [(a, b) for a in cluster for b in cluster if a < b]
        if pairs:
            assert sum(scores.get(pair, 0.0) for pair in pairs) / len(pairs) >= JOIN_SCORE - 1e-6


@given(scored_pairs())
def test_reports_far_from_a_new_one_keep_their_story(scores: dict[tuple[int, int], float]) -> None:
    before = cluster_stories(range(9), scores)
    after = cluster_stories(range(11), scores | {(9, 10): 1.0})
    assert after == [*before, (9, 10)]


def test_what_the_store_holds_besides_changes_no_score() -> None:
    alone = find_stories({name: SKETCHES[name] for name in ("f1", "f2")})
    assert alone == [("f1", "f2")]
    assert ("f1", "f2") in find_stories(SKETCHES)
