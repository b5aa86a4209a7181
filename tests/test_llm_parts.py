"""The parts of the language-model coder by themselves: what is sent, what is found again, what is asked for."""

from __future__ import annotations

import dataclasses
import json
import re

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.api import load_configured
from dateline.clean import clean_report
from dateline.coders.compare import pair_events
from dateline.coders.llm import prompt
from dateline.coders.llm.budget import read_budget
from dateline.coders.llm.excerpts import MOST_CHARACTERS, Excerpt, Piece, read_excerpts
from dateline.config import Config
from dateline.errors import UsageError
from dateline.ontology import Codebook, load_codebook
from dateline.pipeline import code_report, find_mentions
from dateline.records import Parse, Report


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def excerpts(text: str, *, masked: bool = False, private: tuple[str, ...] = ()) -> tuple[Parse, list[Excerpt]]:
    tools = load_configured(Config())
    parse = tools.parser(clean_report(Report(id="r", text=text)))
    return parse, read_excerpts(parse, find_mentions(parse, tools), masked=masked, private=private)


def test_the_schema_lists_what_the_codebook_and_the_records_allow(codebook: Codebook) -> None:
    schema = prompt.answer_schema(codebook)
    jsonschema.Draft202012Validator.check_schema(schema)
    fields = schema["properties"]["events"]["items"]["properties"]
    assert fields["event_type"]["enum"] == list(codebook.types)
    assert "hunger" in fields["mode"]["enum"]
    assert fields["certainty"]["enum"] == ["stated", "claimed", "alleged", "suspected", "possible"]
    assert prompt.prompt_version(codebook) != prompt.prompt_version(dataclasses.replace(codebook, types={}))


def test_an_own_type_is_in_the_prompt_and_the_schema(codebook: Codebook) -> None:
    kind = dataclasses.replace(codebook.types["AID"], name="SALVAGE", definition="Raise a wreck.")
    wider = dataclasses.replace(codebook, types={**codebook.types, "SALVAGE": kind})
    assert "SALVAGE: Raise a wreck." in prompt.instructions(wider)
    assert "SALVAGE" in json.dumps(prompt.answer_schema(wider))


def test_a_long_report_goes_in_several_requests_that_lose_nothing() -> None:
    paragraphs = [
        f"Police arrested {number} people in Porto on Friday, and more were held. " * 12 for number in range(30)
    ]
    parse, several = excerpts("\n\n".join(paragraphs))
    assert len(several) > 2
    assert all(len(excerpt.text) <= MOST_CHARACTERS + len(excerpt.pieces) for excerpt in several)
    for number in range(30):
        words = f"arrested {number} people"
        (start, end) = next(found for excerpt in several if (found := excerpt.find(words)) is not None)
        assert parse.document.text[start:end] == words


def test_one_endless_paragraph_is_cut_between_sentences() -> None:
    _, several = excerpts("Police arrested nine students in Porto. " * 500)
    assert len(several) > 2
    assert all(excerpt.text.endswith("Porto.") for excerpt in several)
    assert [excerpt.pieces[0].start for excerpt in several] == sorted(excerpt.pieces[0].start for excerpt in several)


def test_a_mention_does_not_run_from_one_paragraph_into_the_next() -> None:
    _, (excerpt,) = excerpts("Police arrested nine students in Porto.\n\nPolice freed them on Sunday.")
    assert excerpt.find("in Porto") is not None
    assert excerpt.find("in Porto. Police freed") is None


def test_each_person_has_a_placeholder_of_their_own() -> None:
    text = (
        "Police arrested Marta Veloso and Ana Reis in Porto. Veloso was beaten, her brother Tom Veloso said.\n\n"
        "Reis's lawyer, whom Person A had called, spoke to minister Rui Prado."
    )
    parse, (excerpt,) = excerpts(text, masked=True)
    assert not re.search("Veloso|Reis|Marta|Ana|Tom", excerpt.text)
    assert "Rui Prado" in excerpt.text
    assert len(set(re.findall(r"Person [B-Z]", excerpt.text))) == 3
    first = re.findall(r"Person [B-Z]", excerpt.text)[0]
    assert excerpt.text.count(first) == 2
    for piece in excerpt.pieces:
        assert piece.masked or parse.document.text[piece.start : piece.end] == piece.text
    (start, end) = excerpt.find(f"Police arrested {first}") or (0, 0)
    assert parse.document.text[start:end] == "Police arrested Marta Veloso"


@pytest.mark.parametrize(
    ("text", "leaking"),
    [
        ("Police held three people on Monday: Ana Vell, 23; Ben Korr, 45; and Tia Munn, 19.", "Ana|Ben|Tia"),
        ("The victims of the attack in Porto were identified as Ana Vell, Ben Korr and Tia Munn.", "Ana|Ben|Tia"),
        ("Police shot dead Abu Sayed in Dhaka. Sayed was a student.", "Sayed"),
        ("Police arrested @anavell. Call +351 912 345 678 or write to ana.vell@example.org.", "vell|351|678"),
        ("The Haddad family said police beat protesters in Tunis.", "Haddad"),
    ],
)
def test_no_name_or_address_of_a_private_person_is_sent(text: str, leaking: str) -> None:
    _, (excerpt,) = excerpts(text, masked=True)
    assert not re.search(leaking, excerpt.text)
    assert "Person A" in excerpt.text


def test_names_that_a_coder_flags_are_not_sent() -> None:
    _, (excerpt,) = excerpts("Police met Delta Marra in Porto.", masked=True, private=("Delta Marra",))
    assert excerpt.text == "Police met Person A in Porto."


WORDS = st.lists(
    st.sampled_from("the men of Ana Vell marched , (again) on 5 May é ß 🙂 \\d+ [x".split()), min_size=1, max_size=30
)


@given(
    words=WORDS, gaps=st.lists(st.sampled_from([" ", "  ", "\t", "\u00a0"]), min_size=30, max_size=30), data=st.data()
)
def test_words_of_an_excerpt_are_found_where_they_stand(words: list[str], gaps: list[str], data: st.DataObject) -> None:
    text = "".join(word + gap for word, gap in zip(words, gaps, strict=False))
    excerpt = Excerpt(text, (whole_piece(text),))
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    mention = " ".join(words[first:last])
    found = excerpt.find(mention)
    assert found is not None
    assert text[found[0] - 100 : found[1] - 100].split() == mention.split()
    assert excerpt.find(f"{mention} never") is None


def whole_piece(text: str) -> Piece:
    return Piece(0, text, 100, 100 + len(text), 0)


@pytest.mark.parametrize(
    ("words", "tokens", "money"),
    [("5000", 5000, None), ("5000 tokens", 5000, None), ("$2.5", None, 2.5), ("2 EUR", None, 2.0), (None, None, None)],
)
def test_a_budget_is_tokens_or_money(words: str | None, tokens: int | None, money: float | None) -> None:
    budget = read_budget(words, price_in=1.0, price_out=2.0)
    assert (budget.tokens, budget.money) == (tokens, money)


@pytest.mark.parametrize("words", ["", "-5", "2.5", "$2 EUR", "5 apples", "1e9"])
def test_what_is_no_budget_is_refused(words: str) -> None:
    with pytest.raises(UsageError, match="a budget is"):
        read_budget(words, price_in=1.0, price_out=2.0)


def test_events_are_paired_by_type_and_sentence_the_most_alike_first() -> None:
    report = Report(id="r", text="Police arrested nine students in Porto. Police arrested two men in Lisbon.")
    one, other = code_report(report, load_configured(Config())).events
    moved = dataclasses.replace(other, status="denied")
    pairs = pair_events([one, other], [moved, one])
    assert [pair.differences() for pair in pairs] == [[], [("status", "reported", "denied")]]
    alone = pair_events([one], [moved])
    assert [(pair.first, pair.second) for pair in alone] == [(one, None), (None, moved)]
