"""The public profile: no name of a private person leaves, in whatever field or form it stands."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.jsonlines import event_line, event_to_json
from dateline.pipeline import code_report
from dateline.privacy import WITHHELD, Batch, apply_profile, is_address, is_name, mask_names, private_names_of, withhold
from dateline.records import Actor, CodedEvent, EventPlace, Figure, Quote, Report, Span
from tests.coding import tools

NAME = "Ana Vellmar"

FORMS = [
    "Ana Vellmar",
    "ANA VELLMAR",
    "ana vellmar",
    "Vellmar",
    "VELLMAR",
    "vellmar",
    "Ana",
    "Vellmar's",
    "Vellmar’s",
    "the Vellmars",
    "A. Vellmar",
    "A.B. Vellmar",
    "Ms. Vellmar",
    "Ana-Vellmar",
    "Vellmar-led",
    "Ana\nVellmar",
    "Ana  Vellmar",
    "Ana Maria Vellmar",
    "Vellmar, Ana",
    "Véllmar",
    "Ve\u0301llmar",
    "#FreeVellmar",
    "@anavellmar",
    "(Vellmar)",
    "“Vellmar”",
    "vellmar_arrest",
]


@pytest.mark.parametrize("form", FORMS)
def test_a_name_is_masked_in_every_form(form: str) -> None:
    masked = mask_names(f"Police said {form} was held.", [NAME])
    plain = masked.lower().replace("é", "e").replace("\u0301", "")
    assert "vell" not in plain
    assert not plain.replace(WITHHELD, "").count("ana")
    assert masked.startswith("Police said ")
    assert masked.endswith(" was held.")


SPELLINGS = [
    ("Łukasz Wierłod", "Łukasz Wierłod", "Lukasz Wierlod", "ŁUKASZ", "Wierlod's", "#lukasz"),
    ("Søren Nørvik", "Søren Nørvik", "Soren Norvik", "Soeren Noervik", "SØREN", "SOEREN", "Noervik", "Nørvik’s"),
    ("Jörg Weiß", "Jörg Weiß", "Jorg Weiss", "Joerg Weiss", "WEISS", "WEIẞ", "Jo\u0308rg", "Weiß's"),
    ("Æsa Bækvik", "Æsa Bækvik", "Aesa Baekvik", "ÆSA", "Baekvik"),
    ("Đurađ Vuđin", "Đurađ Vuđin", "Durad Vudin", "Djuradj Vudjin", "VUĐIN"),
    ("Işıl Kıvan", "Işıl Kıvan", "Isil Kivan", "IŞIL", "KIVAN"),
]


@pytest.mark.parametrize(("names", "before"), [(names, text) for names in SPELLINGS for text in ("", "Ağrı, Øst: ")])
def test_a_name_is_masked_in_every_spelling_of_its_letters(names: tuple[str, ...], before: str) -> None:
    for form in names:
        masked = mask_names(f"{before}Police held {form}, 23, in Łom.", [names[0]])
        assert masked.startswith(f"{before}Police held ")
        assert masked.endswith(", 23, in Łom.")
        assert masked.count(WITHHELD) == 1
        assert len(masked) <= len(f"{before}Police held {WITHHELD}'s, 23, in Łom.")


@pytest.mark.parametrize("names", SPELLINGS)
def test_a_plainly_spelled_name_is_masked_with_its_own_letters(names: tuple[str, ...]) -> None:
    for form in names[1:4]:
        if " " in form:
            assert mask_names(f"On {names[0]} and on.", [form]) == f"On {WITHHELD} and on."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anarchists held a banner in Canada.", "Ana Vellmar"),
        ("They will march in may, the mark of spring.", "Will May"),
        ("Officers of the union said no.", "Omar van der Uld"),
        ("A student was held.", "a student"),
        ("The price of bread rose.", "Rose Price"),
        ("Al and El are words.", "Yusef al Karmani"),
        ("He said she and They left. The others stayed.", "He"),
        ("The student left.", "The student"),
        ("The 23-year-old was given two years.", "year-old dock worker"),
        ("Who saw Her? His friends.", "Her"),
    ],
)
def test_words_that_only_look_like_a_name_stay(text: str, name: str) -> None:
    assert mask_names(text, [name]) == text


def test_a_description_before_a_name_is_not_masked_by_itself() -> None:
    names = ["Ana Vellmar", "the Rail Union secretary Ana Vellmar"]
    text = "The Rail Union said its secretary, Vellmar, was held."
    assert mask_names(text, names) == f"The Rail Union said its secretary, {WITHHELD}, was held."
    assert mask_names("Ana Luisa Vellmar and Luisa.", ["Ana Vellmar", "Ana Luisa Vellmar"]).count("Luisa") == 0


def test_an_ordinary_word_is_masked_where_it_is_a_name() -> None:
    assert mask_names("Rose rose early.", ["Rose Okoyo"]) == f"{WITHHELD} rose early."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Vell", True),
        ("a young man", False),
        ("protesters", False),
        ("Vell", True),
        ("the Vell family", True),
        ("She", False),
        ("The woman", False),
    ],
)
def test_names_and_descriptions(text: str, expected: bool) -> None:
    assert is_name(text) is expected


def actor(name: str, *, private: bool = False, kind: str = "person", text: str | None = None) -> Actor:
    return Actor(span=Span(3, 9, text or name), name=name, role="CVL", kind=kind, private=private)


def event(**fields: object) -> CodedEvent:
    values = {
        "event_id": "e",
        "report_id": "r1",
        "event_type": "COERCE",
        "mode": "arrest",
        "trigger": Span(0, 4, "held"),
    }
    return CodedEvent(**(values | fields))


def test_no_field_keeps_the_name() -> None:
    span = Span(5, 30, "the home of Vellmar")
    everywhere = event(
        report_id="vellmar-case",
        source="vellmar.example",
        trigger=Span(0, 20, "Vellmar's arrest"),
        actors=(actor("Police", kind="organization"), actor("the Vellmar family", kind="group")),
        recipients=(actor(NAME, private=True),),
        objects=(span,),
        instruments=(span,),
        place=EventPlace(
            span=span,
            name="Vellmar farm",
            geonames_id=None,
            admin1=None,
            country=None,
            lat=None,
            lon=None,
            precision="site",
            basis="stated",
            site=span,
        ),
        attributed_to=(actor("Vellmar's lawyer"),),
        figures=(
            Figure(
                span=Span(1, 9, "Vellmar and two others"),
                kind="arrested",
                min=3,
                max=3,
                attributed_to=(actor("Vellmar's lawyer"),),
            ),
        ),
        quotes=(Quote(span=Span(1, 9, "Free Ana!"), speaker=Span(1, 9, "Vellmar"), cue=Span(1, 9, "said Vellmar")),),
        evidence=(Span(0, 40, "Police held Ana Vellmar."),),
    )
    (public,) = withhold([everywhere])
    line = event_line(public)
    assert "ellmar" not in line
    assert "Ana" not in line
    assert public.recipients[0].name == WITHHELD
    assert public.recipients[0].role == "CVL"
    assert public.actors[0] == replace(everywhere.actors[0], span=Span(-1, -1, "Police"))
    assert event_to_json(public)["evidence"][0]["start"] is None
    assert event_to_json(public)["recipients"][0]["end"] is None


def test_a_name_flagged_in_one_event_is_masked_in_the_others() -> None:
    flagged = event(recipients=(actor(NAME, private=True),))
    other = event(event_type="PROTEST", evidence=(Span(0, 9, "Friends of Vellmar marched."), Span(9, 20, "They left.")))
    _, public = withhold([flagged, other])
    assert public.evidence == (Span(-1, -1, f"Friends of {WITHHELD} marched."), Span(-1, -1, "They left."))


def test_names_that_no_event_flags_can_be_given() -> None:
    told = event(evidence=(Span(0, 9, "A witness, Omar Tindal, saw it."),))
    (public,) = withhold([told], ["Omar Tindal"])
    assert public.evidence[0].text == f"A witness, {WITHHELD}, saw it."


def test_a_public_person_of_the_same_surname_keeps_the_name() -> None:
    told = event(
        actors=(actor("Josef Vellmar"),),
        recipients=(actor(NAME, private=True),),
        evidence=(Span(0, 9, "Minister Josef Vellmar had Vellmar held."),),
    )
    (public,) = withhold([told])
    assert public.actors[0].name == "Josef Vellmar"
    assert public.evidence[0].text == f"Minister Josef Vellmar had {WITHHELD} held."


def test_one_person_flagged_both_ways_is_private() -> None:
    told = event(actors=(actor("Dr Ana Vellmar"),), recipients=(actor(NAME, private=True),))
    (public,) = withhold([told])
    assert "Vellmar" not in public.actors[0].name


def test_a_private_description_stays() -> None:
    told = event(recipients=(actor("a student", private=True),), evidence=(Span(0, 9, "Police beat a student."),))
    (public,) = withhold([told])
    assert (public.recipients[0].name, public.evidence[0].text) == ("a student", "Police beat a student.")


def test_a_place_of_the_gazetteer_keeps_its_name() -> None:
    place = EventPlace(
        span=Span(0, 6, "Vellmar"),
        name="Vellmar",
        geonames_id=7,
        admin1=None,
        country="DEU",
        lat=51.4,
        lon=9.5,
        precision="city",
        basis="stated",
    )
    (public,) = withhold([event(place=place, recipients=(actor(NAME, private=True),))])
    assert public.place == replace(place, span=Span(-1, -1, "Vellmar"))


SQUARE = EventPlace(
    span=Span(9, 14, "Arden"),
    name="Arden",
    geonames_id=7,
    admin1="North",
    country="XKX",
    lat=1.0,
    lon=2.0,
    precision="site",
    basis="stated",
    site=Span(20, 31, "Mill Square"),
)


@pytest.mark.parametrize("status", ["planned", "called-for", "threatened"])
def test_what_is_not_done_is_no_finer_than_the_city(status: str) -> None:
    told = event(status=status, place=SQUARE, evidence=(Span(0, 40, "They will meet on Mill Square."),))
    (public,) = withhold([told])
    assert public.place == replace(SQUARE, span=Span(-1, -1, "Arden"), site=None, precision="city")
    assert "Mill Square" not in event_line(public)


@pytest.mark.parametrize("site", ["the Hôtel Vellmar", "5 Vellmar Avenue", "12 rue de Vellmar", "Vellmar Prison"])
def test_where_a_threat_would_strike_is_not_told(site: str) -> None:
    told = event(event_type="THREATEN", mode=None, evidence=(Span(0, 60, f"They threatened to burn down {site}."),))
    line = event_line(*withhold([told]))
    assert "Vellmar" not in line
    assert not {"5", "12"} & set(line.split("burn down")[1].split())


def test_a_site_is_not_told_by_another_event_of_the_same_sentence() -> None:
    sentence = Span(0, 60, "The union said it will meet on Mill Square.")
    planned = event(status="planned", place=SQUARE, evidence=(sentence,))
    said = event(event_type="CONSULT", evidence=(sentence,))
    assert "Mill" not in "".join(map(event_line, withhold([planned, said])))
    assert "Mill" not in "".join(map(event_line, withhold([said], beside=[planned])))


def test_a_site_without_a_city_goes_up_to_the_region() -> None:
    bridge = replace(SQUARE, name="Mill Bridge", site=None)
    (public,) = withhold([event(status="planned", place=bridge)])
    assert public.place is not None
    assert (public.place.name, public.place.lat, public.place.precision) == ("North", None, "region")


def test_what_happened_keeps_its_site() -> None:
    (public,) = withhold([event(place=SQUARE)])
    assert public.place == replace(SQUARE, span=Span(-1, -1, "Arden"), site=Span(-1, -1, "Mill Square"))


def test_profiles() -> None:
    told = event(recipients=(actor(NAME, private=True),))
    batches = [Batch(report_id="r1", events=(told,))]
    assert list(apply_profile("full", batches)) == [told]
    assert [e.recipients[0].name for e in apply_profile("public", batches)] == [WITHHELD]
    with pytest.raises(UsageError, match="public, strict, full"):
        apply_profile("secret", batches)


name_words = st.text(alphabet="bcdfgklmnprtvxz", min_size=4, max_size=8).map(str.title)


@given(
    st.lists(name_words, min_size=1, max_size=3), st.lists(st.sampled_from(["The", "police", "held", "of", ",", "{}"]))
)
def test_no_part_of_a_name_survives(parts: list[str], words: list[str]) -> None:
    name = " ".join(parts)
    text = " ".join(words).replace("{}", name)
    masked = mask_names(text, [name]).replace(WITHHELD, "")
    assert not any(part in masked for part in parts)


@given(st.text("øßæłđıİ Ana", max_size=30), st.sampled_from(["Søren Weiß", "Łuk Bæk", "Đan Kı"]))
def test_offsets_are_right_beside_letters_that_fold_to_two(around: str, name: str) -> None:
    assert mask_names(f"{around}; {name}; {around}", [name]).split("; ")[1] == WITHHELD


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_can_be_masked(text: str, name: str) -> None:
    masked = mask_names(text, [name])
    assert mask_names(masked, []) == masked


def test_masked_events_are_still_json() -> None:
    public = withhold([event(recipients=(actor(NAME, private=True),))])
    assert json.loads(event_line(public[0]))["recipients"][0]["start"] is None


def test_private_names_are_listed_once() -> None:
    told = event(recipients=(actor(NAME, private=True, text="Vellmar"), actor("a clerk", private=True)))
    assert private_names_of([told, told]) == [NAME, "Vellmar"]


#: Names of several languages, most of which no tool knows for names.
UNKNOWN_NAMES = (
    "Maria Lopez", "Nadia Rahimi", "Xolani Dube", "Bright Moyo", "Nguyen Van Nam", "Chukwu Obi", "Sami al-Jabri",
    "Paris Moreno", "Austin Boyd", "Georgia Stone",
)  # fmt: skip
PERSONAL = (
    "{} said soldiers burned a house in Cali.",
    "Police arrested {} in Cali on Monday.",
    "Gunmen burned the {} house in Cali.",
    "Gunmen attacked the {} farm near Cali.",
    "Soldiers killed two men, witness {} said.",
    "Police raided the home of {} in Cali.",
    "Residents marched in Cali for {}.",
    "Students held posters of {} in Cali.",
    "“Police beat us in Cali,” {} told reporters.",
    "Two people, {} and a nurse, were killed in an attack in Cali.",
    "Protesters in Cali chanted “Free {}”.",
    "The killing of {} in Cali caused anger.",
)


@pytest.mark.parametrize("text", PERSONAL)
@pytest.mark.parametrize("name", UNKNOWN_NAMES)
def test_a_name_that_nobody_knows_is_withheld_where_persons_stand(text: str, name: str) -> None:
    coded = code_report(Report(id="r", text=text.format(name)), tools())
    shown = [
        json.dumps(event_to_json(event), ensure_ascii=False) for event in withhold(coded.events, coded.private_names)
    ]
    assert not [line for line in shown if name in line]


def exported(text: str) -> str:
    """Give all that an export shows of a report's events."""
    coded = code_report(Report(id="r", text=text), tools())
    return "\n".join(event_line(event) for event in withhold(coded.events, coded.private_names))


@pytest.mark.parametrize("name", ["Abu Sayed", "Le Van", "Imam Sheikh", "Haji Mullah", "ABU SAYED", "Sayed"])
def test_a_name_of_particles_and_titles_is_masked_whole(name: str) -> None:
    assert mask_names(f"Police shot {name}'s brother.", [name]) == f"Police shot {WITHHELD}'s brother."


@pytest.mark.parametrize("text", ["He left the van.", "An imam and a sheikh met.", "Le Pen spoke.", "Abu Karim spoke."])
def test_particles_elsewhere_stay(text: str) -> None:
    assert mask_names(text, ["Abu Sayed", "Le Van", "The Imam", "The"]) == text


@pytest.mark.parametrize(
    ("text", "leaking"),
    [
        ("Police in Dhaka shot dead Abu Sayed on Tuesday.", "Sayed"),
        ("Soldiers in Hanoi arrested Le Van, a student, on Monday. Le Van was beaten.", "Le Van"),
        ("Police arrested Haji Mullah in Kabul on Monday.", "Mullah"),
        ("Police arrested Leyla Kaya in Porto on Monday.", "Kaya"),
        ("Soldiers beat Nadia Goma in Accra on Monday.", "Nadia"),
    ],
)
def test_no_private_name_is_exported(text: str, leaking: str) -> None:
    shown = exported(text)
    assert WITHHELD in shown
    assert leaking not in shown


def test_a_place_that_is_a_private_persons_surname_is_no_place_of_the_event() -> None:
    coded = code_report(Report(id="r", text="Police arrested Leyla Kaya in Porto on Monday."), tools())
    assert [event.place and event.place.name for event in coded.events] == ["Porto"]
    assert [actor.country for event in coded.events for actor in event.recipients] == [None]


def test_a_place_read_from_a_withheld_name_is_withheld() -> None:
    misread = EventPlace(
        span=Span(20, 24, "Kaya"),
        name="Kaya",
        geonames_id=7,
        admin1=None,
        country="BFA",
        lat=13.1,
        lon=-1.1,
        precision="city",
        basis="stated",
    )
    named = Actor(span=Span(14, 24, "Leyla Kaya"), name="Leyla Kaya", kind="person", private=True)
    assert withhold([event(place=misread, recipients=(named,))])[0].place is None
    assert withhold([event(place=replace(misread, span=Span(30, 34, "Kaya")), recipients=(named,))])[0].place


@pytest.mark.parametrize(
    ("text", "leaking"),
    [
        ("Police arrested Rania, Yusuf and Zainab in Tunis on Monday.", "Rania"),
        ("The Haddad family said police beat protesters in Tunis on Monday.", "Haddad"),
        ("The Haddads were arrested in Tunis on Monday.", "Haddad"),
        ("Police arrested the Haddad brothers in Tunis on Monday.", "Haddad"),
        ("Police arrested @anavell in Tunis on Monday.", "anavell"),
        ("Police arrested a man in Tunis, whose address is ana.vell@example.org, on Monday.", "vell"),
        ("Police arrested a man in Tunis, who could be called on +351 912 345 678, on Monday.", "912"),
        ("KARIM BENALI ARRESTED IN TUNIS\n\nPolice arrested a blogger in Tunis on Monday.", "BENALI"),
        ("“My sister Rania was beaten by police in Tunis,” Yusuf said on Monday.", "Yusuf"),
    ],
)
def test_names_that_are_no_actors_by_themselves_are_withheld(text: str, leaking: str) -> None:
    shown = exported(text)
    assert WITHHELD in shown
    assert leaking not in shown


@pytest.mark.parametrize(
    "text",
    [
        "The Afghan family was killed in Tunis on Monday.",
        "Police beat protesters in Tunis on Monday, the ministry wrote on @UN.",
        "Shelling killed 1,500 to 2,000 people in Goma on 12 March 2024.",
        "Hutu and Tutsi militias clashed in Goma on Monday.",
        "Police beat protesters in Tunis on Monday, Human Rights Watch said.",
    ],
)
def test_nothing_is_withheld_where_nobody_is_named(text: str) -> None:
    assert WITHHELD not in exported(text)
    assert exported(text)


def test_a_photographers_name_is_withheld() -> None:
    coded = code_report(Report(id="r", text="Ana Vell is led away by police (Carl Dune/AP)."), tools())
    assert set(coded.private_names) == {"Ana Vell", "Carl Dune"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("@anavell", True), ("ana@example.org", True), ("+351 912 345 678", True), ("Ana Vell", False), ("34", False)],
)
def test_addresses_and_names(text: str, expected: bool) -> None:
    assert is_address(text) is expected


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("Tran Hoai An", "Officers led An away.", f"Officers led {WITHHELD} away."),
        ("Tran Hoai An", "An was held. An officer left.", f"{WITHHELD} was held. An officer left."),
        ("Tran Hoai", "An officer led Tran Hoai in.", f"An officer led {WITHHELD} in."),
        ("Le Thi Do", "A court told Le, and Do’s kin.", f"A court told {WITHHELD}, and {WITHHELD}’s kin."),
        ("Le Thi Do", "He read Le Monde; do they?", "He read Le Monde; do they?"),
        ("Don Vellmar", "The don said Don Quixote fell.", "The don said Don Quixote fell."),
        ("May Vellmar", "May was held in May, not May 3.", f"{WITHHELD} was held in May, not May 3."),
        ("Sunday Vellmar", "On Sunday they hit Sunday.", f"On Sunday they hit {WITHHELD}."),
    ],
)
def test_a_part_that_is_an_english_word_is_masked_where_a_name_stands(name: str, text: str, shown: str) -> None:
    assert mask_names(text, [name]) == shown


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Police detained teenager May Vellmar in Leeds on Friday. May was beaten in jail.", ("May", "Vellmar")),
        ("Activist Sunday Vellmar was arrested in Lagos on Friday.", ("Sunday", "Vellmar")),
        ("Soldiers shot farmer April Vellmar in Derry on Monday.", ("April", "Vellmar")),
        ("Police arrested teacher Le Van Do in Hanoi on Friday. Guards beat Do in jail.", ("Le", "Van", "Do")),
        ("A court jailed journalist Tran Van The in Hue on Friday. Guards beat The in jail.", ("Tran", "The")),
    ],
)
def test_names_that_are_days_and_small_words_are_withheld(text: str, parts: tuple[str, ...]) -> None:
    shown = exported(text)
    assert WITHHELD in shown
    assert not [part for part in parts if f"{part} " in shown]


@pytest.mark.parametrize(
    "text",
    [
        "Villagers of Kibogora said soldiers had burned two houses on Friday.",
        "Soldiers of the Israeli army demolished four houses in Masafer Yatta on Friday.",
        "Residents of Kibogora and Nyambera said rebels had abducted ten children on Friday.",
        "Elders from Masafer Yatta village said soldiers had burned two houses on Friday.",
        "Villagers of Kibogora said so. Kibogora was shelled on Friday.",
    ],
)
def test_a_place_that_nobody_knows_is_not_withheld(text: str) -> None:
    shown = exported(text)
    assert shown and WITHHELD not in shown


@pytest.mark.parametrize(
    "text",
    [
        "Police found no fault in Rosa Vellmar, but soldiers arrested her in Lima on Friday.",
        "A bomb exploded near Rosa Vellmar in Lima on Friday, killing her.",
        "Police arrested Rosa Vellmar of Kibogora village on Friday.",
        "Police arrested two men in Xolani Vellmar murder case in Durban on Friday.",
        "Two men were jailed in Durban in Xolani Vellmar killing.",
    ],
)
def test_a_person_beside_whom_things_happen_is_withheld(text: str) -> None:
    assert WITHHELD in exported(text) and "Vellmar" not in exported(text)
