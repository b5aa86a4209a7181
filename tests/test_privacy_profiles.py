"""What each publication profile shows: pseudonyms, cut quotations, coarse places, no offsets; and how that is said."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.exporters import EXPORTERS, export_page
from dateline.jsonlines import event_to_json
from dateline.pipeline import code_report
from dateline.privacy import (
    PROFILES,
    WITHHELD,
    WITHHELD_SITE,
    Batch,
    ToldReport,
    Withheld,
    apply_profile,
    what_is_withheld,
    withhold,
)
from dateline.privacy.pseudonyms import PrivateNames, pseudonym
from dateline.privacy.withholding import cut
from dateline.records import Actor, Anchor, CodedEvent, EventDate, EventPlace, Figure, Quote, Report, Span
from tests.coding import tools
from tests.incident_making import incident_of

SECRET, OTHER_SECRET = b"the secret of a store", b"another one"
PSEUDONYM = re.compile(r"\[person (?:[bcdfghjkmnpqrstvwxz][2-9]){3}[bcdfghjkmnpqrstvwxz]\]")
PLACE = EventPlace(
    span=Span(9, 14, "Arden"), name="Arden", geonames_id=7, admin1="North", country="XKX", lat=1.0, lon=2.0,
    precision="site", basis="stated", site=Span(20, 31, "Mill Square"),
)  # fmt: skip


def person(name: str, *, private: bool = True, text: str | None = None, kind: Any = "person") -> Actor:
    return Actor(span=Span(3, 9, text or name), name=name, role="CVL", country="XKX", kind=kind, private=private)


def event(**fields: Any) -> CodedEvent:
    values = {
        "event_id": "e",
        "report_id": "r1",
        "event_type": "COERCE",
        "mode": "arrest",
        "trigger": Span(0, 4, "held"),
    }
    return CodedEvent(**(values | fields))


def shown(*events: CodedEvent, names: tuple[str, ...] = (), profile: str = "public", **how: Any) -> list[CodedEvent]:
    batch = Batch(report_id=events[0].report_id, events=events, private_names=names)
    return list(apply_profile(profile, [batch], how.pop("secret", SECRET), **how))


def masked(text: str, *names: str, public: tuple[str, ...] = ()) -> str:
    """Give a text with each person's key in the place of the name."""
    pieces, done = [], 0
    for found in PrivateNames(names, public).stretches(text):
        pieces += [text[done : found.start], f"<{found.person or '?'}>"]
        done = found.end
    return "".join([*pieces, text[done:]])


# --- whom a name means


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Ana Vellmar met Josef Holm.", ("Ana Vellmar", "Josef Holm"), "<ana vellmar> met <holm josef>."),
        ("Vellmar's kin; VELLMAR; Ana", ("Ana Vellmar",), "<ana vellmar>'s kin; <ana vellmar>; <ana vellmar>"),
        ("Ana, Josef and Vellmar", ("Ana Vellmar", "Josef Vellmar"), "<ana vellmar>, <josef vellmar> and <?>"),
        ("Ana Vellmar. Josef Holm said", ("Ana Vellmar", "Josef Holm"), "<ana vellmar>. <holm josef> said"),
        ("Ana Maria Vellmar left.", ("Ana Vellmar",), "<ana vellmar> left."),
        ("Dr Vellmar left.", ("Dr Ana Vellmar", "Ana Vellmar", "Vellmar"), "Dr <ana vellmar> left."),
        ("Ana Maria Holm left.", ("Ana Vellmar", "Josef Holm"), "<?> left."),
        ("Ana de la Vellmar left.", ("Ana Vellmar",), "<ana vellmar> de la <ana vellmar> left."),
        ("The Vellmars left.", ("Ana Vellmar",), "The <?> left."),
        ("B. Vellmar and A. Vellmar", ("Ana Vellmar",), "<?> and <ana vellmar>"),
        ("#FreeVellmar", ("Ana Vellmar",), "<?>"),
        ("Soren Norvik, Soeren Noervik", ("Søren Nørvik",), "<norvik soren>, <norvik soren>"),
        ("Sayed left.", ("Abu Sayed",), "Sayed left."),
        ("Abu Sayed left.", ("Abu Sayed",), "<abu sayed> left."),
        ("An was held.", ("Tran Hoai An",), "<hoai tran> was held."),
        ("Call +351 912 345 678", ("+351 912 345 678", "Ana Vell"), "Call <?>"),
    ],
)
def test_whom_a_name_means(text: str, names: tuple[str, ...], expected: str) -> None:
    assert masked(text, *names) == expected
    assert masked(text, *reversed(names)) == expected


def test_a_part_that_a_public_person_bears_too_is_nobodys() -> None:
    text = "Minister Josef Vellmar had Ana Vellmar held; Vellmar left, Ana stayed."
    told = masked(text, "Ana Vellmar", public=("Josef Vellmar",))
    assert told == "Minister Josef Vellmar had <ana vellmar> held; <?> left, <ana vellmar> stayed."


def test_pseudonyms_are_keyed_and_hold_no_word() -> None:
    one = pseudonym(SECRET, "r1", "ana vellmar")
    assert PSEUDONYM.fullmatch(one)
    assert one == pseudonym(SECRET, "r1", "ana vellmar")
    others = {pseudonym(SECRET, "r2", "ana vellmar"), pseudonym(OTHER_SECRET, "r1", "ana vellmar")}
    others.add(pseudonym(SECRET, "r1", "josef holm"))
    assert len(others | {one}) == 4


@given(st.binary(min_size=1), st.text(), st.text())
def test_every_key_gives_a_pseudonym(secret: bytes, report: str, key: str) -> None:
    assert PSEUDONYM.fullmatch(pseudonym(secret, report, key))


# --- public


def test_one_person_has_one_pseudonym_in_a_report_and_another_in_the_next() -> None:
    told = event(
        recipients=(person("Ana Vellmar", text="Vellmar"),),
        attributed_to=(person("Ana Vellmar"),),
        evidence=(Span(0, 30, "Police held Vellmar, and Ana spoke."),),
        quotes=(Quote(span=Span(0, 9, "I am Ana"), speaker=Span(0, 3, "Ana Vellmar")),),
    )
    (public,) = shown(told)
    name = public.recipients[0].name
    assert PSEUDONYM.fullmatch(name)
    assert public.evidence[0].text == f"Police held {name}, and {name} spoke."
    assert (public.attributed_to[0].name, public.quotes[0].span.text) == (name, f"I am {name}")
    assert public.quotes[0].speaker == Span(-1, -1, name)
    assert (public.recipients[0].role, public.recipients[0].country) == ("CVL", "XKX")
    assert shown(told) == [public]
    assert shown(replace(told, report_id="r2"))[0].recipients[0].name != name
    assert shown(told, secret=OTHER_SECRET)[0].recipients[0].name != name
    assert shown(told, secret=None)[0].recipients[0].name == WITHHELD


def test_a_pseudonym_does_not_hang_on_which_events_are_asked_for() -> None:
    first = event(recipients=(person("Ana Vellmar"),))
    second = event(event_id="f", recipients=(person("Vellmar"),), evidence=(Span(0, 9, "They freed Vellmar."),))
    whole = withhold([first, second], ["Ana Vellmar"], secret=SECRET)
    (alone,) = withhold([second], ["Ana Vellmar"], beside=[first], secret=SECRET)
    assert alone == whole[1]
    assert alone.recipients[0].name == whole[0].recipients[0].name


def test_a_family_is_not_the_person() -> None:
    (public,) = shown(event(actors=(person("Ana Vellmar"),), recipients=(person("the Vellmar family", kind="group"),)))
    assert public.recipients[0].name == WITHHELD


def test_quotations_are_cut_also_where_the_evidence_holds_them() -> None:
    words = " ".join(f"w{n}" for n in range(40))
    quotation, sentence = Span(8, 99, words), Span(0, 120, f'He said "{words}" and left.')
    (public,) = shown(event(quotes=(Quote(span=quotation),), evidence=(sentence,)))
    head = " ".join(f"w{n}" for n in range(25))
    assert public.quotes[0].span.text == f"{head} …"
    assert public.evidence[0].text == f'He said "{head} …" and left.'
    (long,) = shown(event(evidence=(Span(0, 400, " ".join(["word"] * 90)),)))
    assert len(long.evidence[0].text.split()) == 61


def test_a_cut_goes_through_no_pseudonym() -> None:
    assert cut("a b [person m2d5g7x]'s c d", 3) == "a b [person m2d5g7x]'s …"


def offsets(values: Any) -> Iterator[int | None]:
    if isinstance(values, dict):
        yield from (values[key] for key in ("start", "end") if key in values)
    for held in values.values() if isinstance(values, dict) else values if isinstance(values, list) else ():
        yield from offsets(held)


@pytest.mark.parametrize("profile", ["public", "strict"])
def test_no_offset_is_shown_anywhere(profile: str) -> None:
    day = dt.date(2024, 3, 9)
    told = event(
        actors=(person("police", private=False, kind="organization"),),
        objects=(Span(1, 2, "a car"),),
        instruments=(Span(1, 2, "a stone"),),
        place=PLACE,
        date=EventDate(
            first=day, last=day, precision="day", basis="stated", span=Span(1, 2, "after Vellmar's arrest"),
            anchor=Anchor(kind="event", day=day, span=Span(4, 9, "Vellmar's arrest")),
        ),
        figures=(Figure(span=Span(1, 2, "3"), kind="arrested", min=3, max=3, attributed_to=(person("Ana Vellmar"),)),),
        quotes=(Quote(span=Span(1, 2, "No"), speaker=Span(1, 2, "they"), cue=Span(1, 2, "said")),),
        evidence=(Span(1, 2, "They left."), Span(0, 3, "Held", "title")),
    )  # fmt: skip
    (public,) = shown(told, profile=profile)
    assert set(offsets(event_to_json(public))) == {None}
    assert "Vellmar" not in json.dumps(event_to_json(public))
    (full,) = shown(told, profile="full")
    assert full == told


@pytest.mark.parametrize("side", ["actors", "recipients"])
def test_an_act_by_or_upon_a_private_person_is_no_finer_than_the_city(side: str) -> None:
    sentence = Span(0, 60, "They were held on Mill Square.")
    told = event(place=PLACE, evidence=(sentence,), **{side: (person("a student"),)})
    (public,) = shown(told)
    assert public.place == replace(PLACE, span=Span(-1, -1, "Arden"), site=None, precision="city")
    assert public.evidence[0].text == f"They were held on {WITHHELD_SITE}."
    (beside,) = withhold([event(event_type="CONSULT", evidence=(sentence,))], beside=[told], secret=SECRET)
    assert "Mill" not in beside.evidence[0].text


def test_a_person_who_is_only_cited_hides_no_site() -> None:
    (public,) = shown(event(place=PLACE, attributed_to=(person("Ana Vellmar"),)))
    assert public.place is not None and public.place.site == Span(-1, -1, "Mill Square")


# --- strict


def test_strict_gives_neither_names_nor_words_and_places_by_their_region() -> None:
    told = event(
        recipients=(person("Ana Vellmar"),), place=PLACE, quotes=(Quote(span=Span(0, 2, "No")),),
        evidence=(Span(0, 9, "They held her."),),
    )  # fmt: skip
    (strict,) = shown(told, profile="strict")
    assert (strict.recipients[0].name, strict.quotes, strict.evidence) == (WITHHELD, (), ())
    assert strict.place is not None
    assert (strict.place.name, strict.place.precision, strict.place.lat, strict.place.geonames_id) == (
        "North", "region", None, None,
    )  # fmt: skip


@pytest.mark.parametrize("precision", ["region", "country"])
def test_strict_keeps_what_is_coarse_already(precision: Any) -> None:
    place = replace(PLACE, precision=precision, site=None, span=None)
    assert shown(event(place=place), profile="strict")[0].place == place


# --- what is said of it


def test_what_was_withheld_is_counted() -> None:
    tally = Withheld()
    told = event(
        recipients=(person("Ana Vellmar"),), actors=(person("Josef Holm"),), place=PLACE,
        quotes=(Quote(span=Span(0, 2, " ".join(["no"] * 30))),), evidence=(Span(0, 9, "Holm, Mill Square."),),
    )  # fmt: skip
    shown(told, tally=tally)
    assert (tally.persons, tally.quotations, tally.places, tally.sites) == (2, 1, 1, 2)
    assert tally.in_words().startswith("names of private persons (2 persons, 3 times), quotations cut or left out (1)")
    nothing = Withheld()
    shown(told, profile="full", tally=nothing)
    assert not nothing


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_says_what_it_withholds(name: str) -> None:
    said = " ".join(what_is_withheld(name))
    assert ("pseudonyms" in said, "Nothing is withheld" in said) == (name == "public", name == "full")


# --- no name in any format


#: No part is in any word that a format writes by itself, nor by chance in the Base64 of Parquet's schema, as four signs
#: in either case were.
PARTS = st.text(alphabet="qxzjkv", min_size=6, max_size=9).map(str.title)
TEMPLATES = st.sampled_from(
    (
        "Police arrested {full} in Porto on Monday. {last} was beaten.",
        "“They took {first},” {full}'s sister said on Monday in Porto.",
        "Gunmen burned the {last} house near Porto on Friday, {upper} told reporters.",
        "A court jailed journalist {full} on Friday. #Free{last}",
        "Residents marched in Porto for {full}; the {last}s will march on Monday.",
    )
)


def formatted(events: list[CodedEvent], report: Report) -> Iterator[bytes]:
    for what, formats in EXPORTERS.items():
        for export in formats.values():
            out = io.BytesIO()
            export(events if what == "events" else [incident_with(events)] if events else [], out)
            yield out.getvalue()


def incident_with(events: list[CodedEvent]) -> Any:
    made = incident_of(replace(events[0], actors=events[0].actors or (Actor(span=None, name="police"),)))
    return replace(made, fields=(), figures=())


@settings(max_examples=20)
@given(PARTS, PARTS, TEMPLATES, st.sampled_from(["public", "strict"]))
def test_no_part_of_a_private_name_is_in_any_format(first: str, last: str, template: str, profile: str) -> None:
    full = f"{first} {last}"
    text = template.format(full=full, first=first, last=last, upper=full.upper())
    report = Report(id=f"{last.lower()}-case", text=text, source="a.example", title=f"{full} taken")
    coded = code_report(report, tools())
    names = (*coded.private_names, full)
    batch = Batch(report_id=report.id, events=tuple(coded.events), private_names=names)
    written = list(formatted(list(apply_profile(profile, [batch], SECRET)), report))
    if profile == "public":
        page = io.BytesIO()
        told = ToldReport(report=report, batch=batch, whole=batch.events)
        export_page([told] if batch.events else [], page, profile=profile, secret=SECRET)
        written.append(page.getvalue())
    leaks = [part for part in (first, last) for data in written if part.lower().encode() in data.lower()]
    assert leaks == []
