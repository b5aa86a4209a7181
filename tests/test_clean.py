from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.clean import clean_report
from dateline.clean.datelines import find_full_day, find_inner_dateline, read_dateline, split_photo_date
from dateline.clean.furniture import furniture_kind
from dateline.clean.paragraphs import split_paragraphs
from dateline.records import Document, Report


def clean(text: str, **fields: object) -> Document:
    return clean_report(Report(id="r", text=text, **fields))  # type: ignore[arg-type]


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.furniture or block.kind, document.text[block.start : block.end]) for block in document.blocks]


REPORT = """300 x 250

Dockers burn flags in three ports of Astra

Reporting by Harbour Watch

Astra, May 4, 2021—Dockers have been on strike for a week.

Dockers burn flags at the gate - May 3, 2021

On Monday, dockers set fire to a flag in Lorn.

Dockers march in Lorn. Dockers march in Lorn.

What the union wants

Their banners read:

“No port without us”

“We will not leave”

Advertisement

The strike goes on.
"""


def test_a_press_report() -> None:
    document = clean(REPORT)
    assert kinds(document) == [
        ("ad", "300 x 250"),
        ("headline", "Dockers burn flags in three ports of Astra"),
        ("byline", "Reporting by Harbour Watch"),
        ("dateline", "Astra, May 4, 2021—"),
        ("lead", "Dockers have been on strike for a week."),
        ("caption", "Dockers burn flags at the gate"),
        ("dateline", "- May 3, 2021"),
        ("body", "On Monday, dockers set fire to a flag in Lorn."),
        ("body", "Dockers march in Lorn. Dockers march in Lorn."),
        ("heading", "What the union wants"),
        ("body", "Their banners read:"),
        ("quotation", "“No port without us”"),
        ("quotation", "“We will not leave”"),
        ("ad", "Advertisement"),
        ("body", "The strike goes on."),
    ]
    assert document.published == dt.date(2021, 5, 4)
    assert document.published_from == "dateline"
    assert document.dateline_place is not None
    assert document.dateline_place.text == "Astra"


def test_blocks_of_one_paragraph_share_a_line() -> None:
    blocks = clean(REPORT).blocks
    assert [block.line for block in blocks if block.kind in ("dateline", "lead")][:2] == [3, 3]


DATELINES = [
    ("Astra, January 27, 2020—The port", "Astra", "2020-01-27"),
    ("LORN, Jan. 5 (Reuters) - The port", "LORN", None),
    ("PORT LORN, 4 FEB 90 (ACME-NEWS) -- THE PORT", "PORT LORN", "1990-02-04"),
    ("LORN (ASTRA), 4 FEB 05 (ACME) -- [TEXT] THE PORT", "LORN (ASTRA)", "2005-02-04"),
    ("LORN, Wis. (May 5, 2020) – The port", "LORN, Wis.", "2020-05-05"),
    ("LORN — The port", "LORN", None),
    ("LORN, Wis. - The port", "LORN, Wis.", None),
    ("LORN, Astra (AP)_ The port", "LORN, Astra", None),
    ("Port Lorn, Astra — The port", "Port Lorn, Astra", None),
    ("Lorn (CNN) The port", "Lorn", None),
    ("5 May 2020, Lorn - The port", "Lorn", "2020-05-05"),
    ("LORN, March 5 -The port", "LORN", None),
    ("port lorn, april 7 - the port", "port lorn", None),
    ("ST. LORN, N.Y., 2021-03-04 -- The port", "ST. LORN, N.Y.", "2021-03-04"),
    ("Porto Alegre - The port", "Porto Alegre", None),
    ("MOMBASA: The port", "MOMBASA", None),
]


@pytest.mark.parametrize(("text", "place", "day"), DATELINES)
def test_datelines(text: str, place: str, day: str | None) -> None:
    found = read_dateline(text)
    assert found is not None
    assert found.place is not None
    assert text[slice(*found.place)] == place
    assert found.day == (dt.date.fromisoformat(day) if day else None)
    assert text[found.end :].strip().lower().startswith("the port")


@pytest.mark.parametrize(
    "text",
    [
        "On Saturday, January 25, dockers marched.",
        "In Lorn, January 25 - the day of the strike - was quiet.",
        "UPDATE - Dockers march in Lorn",
        "THE DOCKERS -- WHO HAD MARCHED -- WENT HOME.",
        "Dockers - and others - marched.",
        "Correction: The dockers marched.",
        "However, Dockers marched.",
        "",
    ],
)
def test_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Strike ends in port By ANN LEE LORN, Astra (AP) — Dockers went home.", "LORN, Astra"),
        ("Strike ends in port. LORN — Dockers went home.", "LORN"),
        ("Strike ends in port Staff ReporterLORN, May 5 (ACME) - Dockers went home.", "LORN"),
    ],
)
def test_dateline_inside_a_line(text: str, place: str) -> None:
    found = find_inner_dateline(text)
    assert found is not None
    assert found.place is not None
    assert text[slice(*found.place)] == place
    assert text[found.end :].strip() == "Dockers went home."


def test_a_text_run_together_into_one_line() -> None:
    text = "Strike ends in port By ANN LEE LORN, Astra (AP) — Dockers went home. (Reporting by Ann Lee)"
    assert kinds(clean(text)) == [
        ("headline", "Strike ends in port"),
        ("byline", "By ANN LEE"),
        ("dateline", "LORN, Astra (AP) —"),
        ("lead", "Dockers went home."),
        ("boilerplate", "(Reporting by Ann Lee)"),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 May 2020", dt.date(2020, 5, 5)),
        ("Sept. 3rd, 1999", dt.date(1999, 9, 3)),
        ("31 February 2020", None),
        ("May 2020", None),
        ("4 FEB 70", dt.date(1970, 2, 4)),
    ],
)
def test_full_days(text: str, day: dt.date | None) -> None:
    assert find_full_day(text) == day


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Jan 4, 2021—Dockers burn flags", "Dockers burn flags"),
        ("Dockers burn flags - Jan 2020.", "Dockers burn flags"),
        ("Dockers burn flags-Jan 25, 2020", "Dockers burn flags"),
        ("Dockers - 31 Dec", "Dockers"),
        ("The strike (March 2021)", "The strike"),
        ("January 1987 - March 1988", "January 1987 - March 1988"),
        ("Dockers burn flags.", "Dockers burn flags."),
    ],
)
def test_photo_dates(line: str, words: str) -> None:
    start, end = split_photo_date(line)
    assert line[start:end] == words


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("728 x 90", "ad"),
        ("ADVERTISEMENT", "ad"),
        ("Article continues below", "ad"),
        ("Read more: Port strike ends", "ad"),
        ("Subscribe to our newsletter", "ad"),
        ("By Jane Roe", "byline"),
        ("By JANE ROE and John Doe", "byline"),
        ("Reporting by Harbour Watch", "byline"),
        ("Published 5 May 2021 10:11", "byline"),
        ("Share on Facebook", "share"),
        ("Facebook Twitter Email", "share"),
        ("12 comments", "share"),
        ("Copyright 2021 Harbour Press", "boilerplate"),
        ("Harbour Press. All rights reserved.", "boilerplate"),
        ("The post Strike ends appeared first on Harbour Watch.", "boilerplate"),
        ("(Reporting by Jane Roe; editing by John Doe)", "boilerplate"),
        ("Home > World > Astra", "boilerplate"),
        ("We use cookies to give you the best experience.", "boilerplate"),
        ("Anyone with information is asked to call 555-0100.", "boilerplate"),
        ("Jane Roe contributed to this report.", "boilerplate"),
        ("Reuters", "boilerplate"),
        ("###", "boilerplate"),
        ("By noon the port was quiet.", None),
        ("Share prices fell in Astra.", None),
        ("Follow-up talks are planned for Monday.", None),
        ("Related charges were dropped on Monday.", None),
        ("This report was published by the union on Monday and accuses the mayor.", None),
        ("Readers protested on Monday.", None),
        ("Search for the missing goes on.", None),
        ("Close to 300 people marched.", None),
        ("Reporting by night, they were seized.", None),
    ],
)
def test_furniture(line: str, kind: str | None) -> None:
    assert furniture_kind(line) == kind


def test_a_repeated_caption_is_furniture_and_the_first_stays() -> None:
    text = (
        "Strike in port\n\nFlags burned across Astra.\nFlags burned across Astra.\n\nBy Jane Roe\n\nDockers went home."
    )
    assert kinds(clean(text)) == [
        ("headline", "Strike in port"),
        ("caption", "Flags burned across Astra."),
        ("caption-repeat", "Flags burned across Astra."),
        ("byline", "By Jane Roe"),
        ("lead", "Dockers went home."),
    ]


def test_a_repeat_that_is_cut_off_is_known() -> None:
    told = "The dockers of Astra burned their flags on Monday"
    text = f"{told} night.\n\nThey left.\n\n{told}"
    assert kinds(clean(text))[-1][0] == "caption-repeat"


def test_a_line_with_another_figure_is_no_repeat() -> None:
    text = "They left.\n\nThree dockers were held in the port of Lorn.\n\nFour dockers were held in the port of Lorn."
    assert [kind for kind, _ in kinds(clean(text))] == ["lead", "body", "body"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police arrested three dockers in Lorn on Monday.", ["lead"]),
        ("Police arrest three", ["lead"]),
        ("Police arrest three\n\nThe three were dockers.", ["headline", "lead"]),
        ("Police arrest three\nLorn, 5 May 2021\nThe three were dockers.", ["headline", "dateline", "lead"]),
        ("The three were dockers.\n\n- One was held\n- Two were freed", ["lead", "body", "body"]),
    ],
)
def test_short_reports(text: str, expected: list[str]) -> None:
    assert [kind for kind, _ in kinds(clean(text))] == expected


WIRE = """LORN, March 13 - Dockers in the port of Lorn said they
had made steady progress in talks with the owners of the
cranes.
    The union's chairman said 247 dockers had gone home and
that others would follow on Monday.
    "We will not leave," he said in a letter to those who
had stayed.
 Reuter
"""


def test_wrapped_wire_copy_is_joined() -> None:
    found = [(kind, re.sub(r"\s+", " ", words)) for kind, words in kinds(clean(WIRE))]
    assert [kind for kind, _ in found] == ["dateline", "lead", "body", "body", "boilerplate"]
    assert found[1][1].endswith("with the owners of the cranes.")


def test_lines_of_web_text_are_paragraphs() -> None:
    lines = [
        "Dockers in the port of Lorn said they had made progress in long talks.",
        "They went home on Monday.",
        "Others will follow, the union said in a letter to those who had stayed at the gates of the port.",
    ]
    assert [p.text for p in split_paragraphs("\n".join(lines))] == lines


def test_line_ends_of_all_kinds() -> None:
    assert [p.text for p in split_paragraphs("One.\r\n\r\nTwo.\rThree.\u2028Four.")] == [
        "One.",
        "Two.",
        "Three.",
        "Four.",
    ]


def test_a_title_outside_the_text_is_put_before_it() -> None:
    document = clean("Dockers went home.", title="Strike ends")
    assert document.text == "Strike ends\n\nDockers went home."
    assert document.text[document.text_start :] == document.report.text
    assert [kind for kind, _ in kinds(document)] == ["headline", "lead"]


@pytest.mark.parametrize("title", [None, "", "  ", "STRIKE  ends"])
def test_a_title_in_the_text_is_not_put_before_it(title: str | None) -> None:
    document = clean("Strike ends\n\nDockers went home.", title=title)
    assert document.text == document.report.text
    assert document.text_start == 0


def test_a_title_that_reads_like_furniture_is_still_the_headline() -> None:
    assert kinds(clean("Dockers went home.", title="Search"))[0] == ("headline", "Search")


DAY = dt.date(2019, 1, 1)


@pytest.mark.parametrize(
    ("text", "fields", "published", "origin"),
    [
        ("LORN, 5 May 2021 (ACME) - They left.", {"published": DAY}, DAY, "given"),
        (
            "LORN, 5 May 2021 (ACME) - They left.",
            {"published": DAY, "published_from": "metadata"},
            dt.date(2021, 5, 5),
            "dateline",
        ),
        ("They left.", {"published": DAY, "published_from": "metadata"}, DAY, "metadata"),
        ("LORN, 5 May (ACME) - They left.", {}, None, None),
        ("They left on 5 May 2021.", {}, None, None),
        ("Strike ends\n\nPublished: May 5, 2021\n\nThey left.", {}, dt.date(2021, 5, 5), "dateline"),
    ],
)
def test_day_of_publication(
    text: str, fields: dict[str, object], published: dt.date | None, origin: str | None
) -> None:
    document = clean(text, **fields)
    assert (document.published, document.published_from) == (published, origin)


PIECES = st.sampled_from(
    [
        "Dockers went home.", "LORN, 5 May 2021 (ACME) -- They left.", "“We stay”", "728 x 90", "By Jane Roe", "\n",
        "\n\n", "\r\n", " ", "    ", "- May 3, 2021", "Jan 4, 2021—", "Strike ends", "(Reporting by A Lee)",
        "Copyright 2021 X", "\u200b",
        "© ", "—", "(", "\"", "• one", "Reuter", ".",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join), st.lists(PIECES, max_size=25).map(" ".join)
)


@given(TEXTS, st.one_of(st.none(), st.text(max_size=40), PIECES))
def test_blocks_are_in_order_trimmed_and_within_the_text(text: str, title: str | None) -> None:
    document = clean(text, title=title)
    assert document.text[document.text_start :] == text
    last = 0
    for block in document.blocks:
        words = document.text[block.start : block.end]
        assert last <= block.start < block.end <= len(document.text)
        assert words == words.strip()
        assert (block.furniture is not None) == (block.kind == "furniture")
        last = block.end
    place = document.dateline_place
    assert place is None or document.text[place.start : place.end] == place.text


@given(TEXTS)
def test_every_word_is_in_a_block(text: str) -> None:
    document = clean(text)
    covered = "".join(document.text[block.start : block.end] for block in document.blocks)
    assert re.findall(r"\w", covered) == re.findall(r"\w", text)


FURNITURE = st.sampled_from(
    ["728 x 90", "Advertisement", "Share on Facebook", "All rights reserved.", "Read more", "Subscribe"]
)
PARAGRAPHS = st.lists(
    st.sampled_from(
        [
            "Strike ends in the port", "LORN, 5 May 2021 (ACME) -- They left.", "Dockers went home on Monday.",
            "Dockers burn flags - May 3, 2021", "What comes next", "“We stay”", "The union said that talks will go on.",
        ]
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(PARAGRAPHS, st.lists(st.tuples(st.integers(0, 8), FURNITURE), min_size=1, max_size=4))
def test_furniture_changes_no_other_block(paragraphs: list[str], added: list[tuple[int, str]]) -> None:
    plain = clean("\n\n".join(paragraphs))
    mixed = list(paragraphs)
    for at, line in added:
        mixed.insert(at, line)
    found = clean("\n\n".join(mixed))
    without = [
        pair
        for pair, block in zip(kinds(found), found.blocks, strict=True)
        if block.furniture in (None, "caption-repeat")
    ]
    assert without == kinds(plain)
    assert found.published == plain.published


def test_long_lines_take_no_quadratic_time() -> None:
    for text in (
        "a " * 100_000,
        "A" * 200_000,
        "“" * 50_000,
        "-\n" * 20_000,
        "LORN, " * 30_000,
        "(" * 50_000,
        "By " * 30_000,
    ):
        assert clean(text).text == text


@pytest.mark.parametrize(
    "stamp", ["Thursday, April 21, 2022", "Published: 21 April 2022", "Updated April 21, 2022 10:15 GMT"]
)
def test_a_date_alone_over_the_report_is_its_date(stamp: str) -> None:
    document = clean_report(Report(id="r", text=f"Nurses rally in Porto\n\n{stamp}\n\nNurses rallied in Porto today."))
    assert document.published == dt.date(2022, 4, 21)
    kinds = [block.kind for block in document.blocks]
    assert (kinds[0], kinds[-1]) == ("headline", "lead")
    assert kinds[1] in ("dateline", "furniture")
