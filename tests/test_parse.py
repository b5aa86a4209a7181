import itertools

import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest import fixture, mark, raises

from dateline.clean import clean_report
from dateline.errors import UsageError
from dateline.parse import DEFAULT_PIPELINES, Parser, load_parser, pipeline_version
from dateline.parse.view import make_view
from dateline.records import Parse, Report


@fixture(scope="module")
def parser() -> Parser:
    return load_parser()


def parse_text(parser: Parser, text: str) -> Parse:
    return parser(clean_report(Report(id="r", text=text)))


@mark.parametrize(
    ("text", "seen"),
    [
        ("They wrote “We shall overcome this.” on a wall.", 'They wrote "Victory." on a wall.'),
        ("Units in Lima, Callao, Ica and Tacna met.", "Units in Lima met."),
        ("The Party of Work (PW) said so.", "The Party of Work said so."),
        ("The “cultural” office burned.", 'The "cultural" office burned.'),
        (
            "A sign says “We stay here, while another has “We will go home”.",
            'A sign says "Victory, while another has "Victory".',
        ),
        ("Nothing to leave out.", "Nothing to leave out."),
    ],
)
def test_view_leaves_out_what_confuses_the_parser(text: str, seen: str) -> None:
    assert make_view(text).text == seen


@given(st.text(alphabet="ab A.,()[]“”\"'\n\u00a0é—1"))
def test_every_character_of_a_view_leads_back_to_its_block(text: str) -> None:
    view = make_view(text)
    assert len(view.origins) == len(view.text) + 1
    assert list(view.origins) == sorted(view.origins)
    assert all(0 <= origin <= len(text) for origin in view.origins)


def check_shape(parse: Parse) -> None:
    text = parse.document.text
    assert list(parse.starts) == sorted(parse.starts)
    assert all(text[a:b] == word for a, b, word in zip(parse.starts, parse.ends, parse.words, strict=True))
    covered = [token for sentence in parse.sentences for token in range(sentence.first, sentence.last)]
    assert covered == list(range(len(parse.words)))
    for token in range(len(parse.words)):
        assert token not in itertools.islice(parse.ancestors(token), len(parse.words) + 1)
    for token, head in enumerate(parse.heads):
        assert parse.sentence_of[token] == parse.sentence_of[head]
        assert token == head or token in parse.children[head]


WORDS = ["Police", "arrested", "two", "men", "in", "Lima,", "Ica", "and", "Tacna", "(PW)", "anti-war", "sit-in"]
WORDS += ["to march", "“We stay", "here”", ".", "\n\n", "\u00a0", "(three of them died there)"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_parse_covers_each_word_once_with_right_offsets(parser: Parser, text: str) -> None:
    check_shape(parse_text(parser, text))


def test_names_left_out_are_hung_back_as_conjuncts(parser: Parser) -> None:
    parse = parse_text(parser, "Youths in Lima, Callao, Ica and Tacna burned flags on Monday.")
    number = {word: i for i, word in enumerate(parse.words)}
    assert parse.heads[number["Callao"]] == number["Lima"]
    assert {parse.deps[number[name]] for name in ("Callao", "Ica", "Tacna")} == {"conj"}
    assert parse.words[parse.heads[number["Youths"]]] == "burned"


def test_no_sentence_runs_from_one_block_into_another(parser: Parser) -> None:
    parse = parse_text(parser, "Police fire on crowd\n\nTwo people died in Quito on Monday\n\nThe mayor left.")
    for sentence in parse.sentences:
        block = parse.document.blocks[sentence.block]
        assert block.start <= parse.starts[sentence.first]
        assert parse.ends[sentence.last - 1] <= block.end


def test_another_pipeline_is_taken_from_a_folder(parser: Parser, tmp_path) -> None:
    name = next(name for name in DEFAULT_PIPELINES if spacy.util.is_package(name))
    spacy.load(name).to_disk(tmp_path / "mine")
    text = "Police arrested two men in Lima."
    assert parse_text(load_parser(str(tmp_path / "mine")), text) == parse_text(parser, text)
    assert pipeline_version(str(tmp_path / "mine")).startswith("mine-")


def test_a_missing_pipeline_is_named(tmp_path) -> None:
    with raises(UsageError, match="no_such_pipeline"):
        load_parser("no_such_pipeline")


def test_a_pipeline_without_a_parser_is_refused(tmp_path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with raises(UsageError, match="parser and tagger"):
        load_parser(str(tmp_path / "blank"))


@mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("A bomb went off, killing nine people, police and witnesses said.", "said", "police"),
        ("The blast, which police blamed on rebels, killed two men.", "killed", "blast"),
        ("Miners loyal to the former president on Monday blocked the highway at Loja.", "blocked", "Miners"),
        ("Two men on a motorcycle shot dead two policemen in Quito.", "shot", "men"),
        ("Later that day bandits seized travellers in Kano.", "seized", "bandits"),
    ],
)
def test_a_verb_has_its_own_subject(parser: Parser, text: str, verb: str, subject: str) -> None:
    parse = parse_text(parser, text)
    number = parse.words.index(verb)
    subjects = [parse.words[child] for child in parse.children[number] if parse.deps[child] == "nsubj"]
    assert subjects == [subject]
