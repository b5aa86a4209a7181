"""What is one record: acts told twice, headlines, leads and captions, general sentences, lists."""

from __future__ import annotations

from coding import actors, code, days, name, names, only, places


def test_an_act_told_twice_is_one_record_with_two_stretches_of_evidence() -> None:
    event = only(
        "On May 12, the Harbour Union marched in Valparaíso. The sun shone on the bay. "
        "The Harbour Union marched in Valparaíso on May 12 with drums."
    )
    assert [span.text for span in event.evidence] == [
        "On May 12, the Harbour Union marched in Valparaíso.",
        "The Harbour Union marched in Valparaíso on May 12 with drums.",
    ]


def test_a_headline_joins_the_act_that_the_body_tells() -> None:
    event = only(
        "Dockers march in Porto\n\n"
        "Porto, May 17, 2024—The price of wheat was unchanged. On May 14, dockers marched in Porto."
    )
    assert (days(event), places([event])) == ("05-14", ["Porto"])
    assert [span.text for span in event.evidence] == [
        "Dockers march in Porto",
        "On May 14, dockers marched in Porto.",
    ]


def test_a_headline_that_nothing_else_tells_is_coded() -> None:
    event = only(
        "Dockers march in Porto\n\nThe price of wheat was unchanged in April. Ferries crossed the bay as usual."
    )
    assert (name(event), places([event])) == ("PROTEST/demo", ["Porto"])


def test_the_same_act_on_another_day_or_place_is_another_record() -> None:
    assert len(code("The Harbour Union marched in Tartu on May 12. The Harbour Union marched in Tartu on May 14.")) == 2
    assert len(code("The Harbour Union marched in Tartu on May 12. The Harbour Union marched in Narva on May 12.")) == 2


def test_another_recipient_is_another_record() -> None:
    text = "Police arrested a docker in Porto on May 13. Police arrested a student in Porto on May 13."
    assert len(code(text)) == 2


def test_acts_that_share_all_parts_list_their_objects_together() -> None:
    event = only(
        "On May 12, dockers burned a poster of Osvaldo Prett in Tartu. "
        "On May 12, dockers burned a banner of Osvaldo Prett in Tartu."
    )
    assert [span.text for span in event.objects] == ["poster of Osvaldo Prett", "banner of Osvaldo Prett"]


def test_a_headline_and_the_sentence_that_repeats_it_are_one_record_beside_a_later_act() -> None:
    text = (
        "Police detained 21 teachers at a sit-in in Porto on Wednesday night. On Thursday, police in Braga arrested"
        " a union leader."
    )
    events = code(text, title="Porto: police detain teachers at sit-in")
    arrests = [event for event in events if event.mode == "arrest"]
    assert [(place, days(event)) for place, event in zip(places(arrests), arrests, strict=True)] == [
        ("Porto", "05-15"),
        ("Braga", "05-16"),
    ]


def test_a_general_lead_gives_way_to_what_follows() -> None:
    events = code(
        "Tallinn, May 17, 2024—Members of the Harbour Union torched posters of Osvaldo Prett across Estonia in recent"
        " days.\n\nOn May 14, members of the Harbour Union torched posters of Osvaldo Prett in Tartu. On May 15, they"
        " torched posters of Osvaldo Prett in Narva."
    )
    assert places(events) == ["Tartu", "Narva"]


def test_an_undated_general_lead_gives_way_to_what_follows() -> None:
    events = code(
        "Tallinn, May 17, 2024—Members of the Harbour Union have torched posters of Osvaldo Prett across Estonia.\n\n"
        "On May 14, members of the Harbour Union torched posters of Osvaldo Prett in Tartu. On May 15, they"
        " torched posters of Osvaldo Prett in Narva."
    )
    assert places(events) == ["Tartu", "Narva"]


def test_a_lead_that_nothing_else_tells_stays() -> None:
    events = code(
        "Tallinn, May 17, 2024—Members of the Harbour Union torched posters of Osvaldo Prett across Estonia in recent"
        " days.\n\nOn May 14, police arrested a docker in Tartu."
    )
    assert names(events) == ["PROTEST/vandalize", "COERCE/arrest"]


def test_a_caption_makes_a_record_where_no_sentence_tells_its_act() -> None:
    event = only(
        "Prices rose again in Peru this month.\n\n"
        "Members of the Harbour Union burn a banner of Osvaldo Prett in Lima - May 14, 2024\n\n"
        "The bank kept its rates."
    )
    assert (name(event), places([event]), days(event)) == ("PROTEST/vandalize", ["Lima"], "05-14")


def test_a_caption_joins_the_act_that_the_body_tells() -> None:
    event = only(
        "On May 14, members of the Harbour Union burned a banner of Osvaldo Prett in Tartu.\n\n"
        "Harbour Union members burn a banner of Osvaldo Prett - May 2024"
    )
    assert (places([event]), days(event)) == (["Tartu"], "05-14")


def test_a_passive_retelling_joins_the_record_that_names_the_agent() -> None:
    event = only(
        "Police in Lusaka arrested two editors on May 14. Ferries crossed the lake. "
        "The two editors were arrested in Lusaka on May 14."
    )
    assert actors(event) == ["police"]
    assert len(event.evidence) == 2


def test_evidence_is_whole_sentences_and_holds_the_trigger() -> None:
    text = "Ferries crossed the bay. On May 14, dockers marched in Porto. Police arrested a docker in Braga."
    for event in code(text):
        (evidence,) = event.evidence
        assert text[evidence.start : evidence.end] == evidence.text
        assert evidence.start <= event.trigger.start < event.trigger.end <= evidence.end
        assert evidence.text.endswith(".")


def test_a_march_takes_in_what_is_chanted_on_it() -> None:
    event = only("On May 12, dockers marched in Valparaíso, chanting slogans and holding banners of Marta Quiroz.")
    assert name(event) == "PROTEST/demo"


def test_the_means_of_an_act_are_no_act_of_their_own() -> None:
    event = only("Two mechanics were killed in a drone raid in Kramatorsk on May 13.")
    assert name(event) == "ASSAULT/drone"


def test_what_somebody_is_arrested_for_is_no_act_of_its_own() -> None:
    event = only("Police arrested two dockers in Porto for burning a banner of Osvaldo Prett.")
    assert name(event) == "COERCE/arrest"
