import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.ontology import Codebook, code_name, load_codebook
from dateline.records import Acled

PLOVER_TYPES = set(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE"
    " COERCE ASSAULT".split()
)
MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize display",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber execute",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone"
    " heavy-weapons crowd-control unconventional",
}
#: Modes that the event in a complement gives: "threatened to expel the envoys" (see `compose`).
COMPOSED = {f"THREATEN/{mode}" for mode in ("arrest", "expel", "territory")} | {
    f"REJECT/{mode}" for mode in ("assist", "change", "yield")
}

codebook = load_codebook()
CODES = [code_name(name, mode) for name, event_type in codebook.types.items() for mode in (None, *event_type.modes)]


def test_types_and_modes() -> None:
    assert set(codebook.types) == PLOVER_TYPES
    for name, event_type in codebook.types.items():
        assert set(event_type.modes) == set(MODES.get(name, "").split())
        assert all(definition.endswith(".") for definition in (event_type.definition, *event_type.modes.values()))


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_crosswalks_and_rules(code: str) -> None:
    name, _, mode = code.partition("/")
    assert code in codebook.cameo
    assert code in codebook.acled
    rules = [rule for rule in codebook.rules if rule.type == name and (not mode or rule.mode == mode)]
    composed = {code_name(*outer) for table in codebook.compose.values() for outer in table.values()}
    assert rules or code in COMPOSED & composed


@pytest.mark.parametrize("rule", codebook.rules, ids=lambda rule: rule.id)
def test_every_rule_has_an_example_and_a_reason(rule) -> None:
    assert rule.examples and all(example.endswith(".") for example in rule.examples)
    assert rule.why


@pytest.mark.parametrize(
    ("code", "cameo"),
    [("PROTEST/vandalize", "145"), ("PROTEST/demo", "141"), ("COERCE/arrest", "173"), ("AID", "070")],
)
def test_cameo_codes(code: str, cameo: str) -> None:
    name, _, mode = code.partition("/")
    assert codebook.cameo_code(name, mode or None) == cameo


@pytest.mark.parametrize(
    ("cameo", "expected"),
    [
        ("0841", ("RETREAT", "release")),
        ("0333", ("AGREE", None)),
        ("1823", ("ASSAULT", "beat")),
        ("172", ("COERCE", "restrict")),
        ("99", None),
    ],
)
def test_types_of_cameo_codes(cameo: str, expected: tuple[str, str | None] | None) -> None:
    assert codebook.plover_of_cameo(cameo) == expected


@pytest.mark.parametrize("code", CODES)
def test_cameo_code_and_back_keeps_the_type(code: str) -> None:
    name = code.partition("/")[0]
    back = codebook.plover_of_cameo(codebook.cameo[code])
    assert back is not None
    assert back[0] == name or code in {"ASSAULT/crowd-control", "COERCE/execute", "RETREAT/resign"}


def test_acled_names() -> None:
    mob = Acled(disorder_type="Political violence", event_type="Riots", sub_event_type="Mob violence")
    assert codebook.acled_names("PROTEST", "vandalize") == mob
    assert codebook.acled_names("PROTEST", "demo").event_type == "Protests"
    assert codebook.acled_names("PROTEST", "demo", violent=True).event_type == "Riots"
    assert codebook.acled_names("ASSAULT", "firearms").sub_event_type == "Attack"
    assert codebook.acled_names("ASSAULT", "firearms", armed=True).event_type == "Battles"
    assert codebook.acled_names("AGREE", None) == Acled()


def test_instruments_refine_assaults() -> None:
    assert codebook.refined_mode(frozenset({"weapon-firearm"})) == "firearms"
    assert codebook.refined_mode(frozenset({"suicide", "weapon-explosive"})) == "suicide-attack"
    assert codebook.refined_mode(frozenset({"building"})) is None


def test_rules_are_listed_from_the_specific_to_the_general() -> None:
    for pairs in codebook.verb_rules.values():
        order = [(-rule.priority, -len(pattern.words), -rule.constraints) for pattern, rule in pairs]
        assert order == sorted(order)


def test_patterns() -> None:
    patterns = {pattern.text: pattern for rule in codebook.rules for pattern in (*rule.verbs, *rule.nouns)}
    hostage = patterns["take {} hostage"]
    assert (hostage.head, hostage.words, hostage.hole, hostage.preposition) == ("take", ("hostage",), True, None)
    fire = patterns["open fire on"]
    assert (fire.head, fire.words, fire.preposition) == ("open", ("fire", "on"), "on")
    deployment = patterns["deployment of troops"]
    assert (deployment.head, deployment.words) == ("deployment", ("of", "troops"))
    strike = patterns["air strike"]
    assert (strike.head, strike.words) == ("strike", ("air",))


def test_classes_include_others() -> None:
    assert "policeman" in codebook.classes["armed"]
    assert "weapon-heavy" in codebook.word_classes["mortar"]
    rule = next(rule for rule in codebook.rules if "speaker" in rule.actor)
    assert {"actor", "person", "organization", "state"} <= rule.actor


def test_the_codebook_is_frozen_and_loaded_once() -> None:
    assert load_codebook() is codebook
    with pytest.raises(dataclasses.FrozenInstanceError):
        codebook.version = "other"  # type: ignore[misc]


RULE = "rules:\n- id: mine\n  code: PROTEST/demo\n  verbs: squat\n  example: They squat.\n  why: ours\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_file_adds_types_and_rules(tmp_path: Path) -> None:
    text = "types:\n  CHECKPOINT: {definition: A road watched by armed people., modes: {raised: Set up.}}\n"
    text += "rules:\n- id: checkpoint-raised\n  code: CHECKPOINT/raised\n  verbs: raise checkpoint\n"
    own = load_codebook(write(tmp_path, text))
    assert own.types["CHECKPOINT"].modes == {"raised": "Set up."}
    assert len(own.rules) == len(codebook.rules) + 1
    assert own.version != codebook.version
    assert own.cameo_code("CHECKPOINT", "raised") is None


def test_a_users_folder_can_stand_alone(tmp_path: Path) -> None:
    (tmp_path / "types.yaml").write_text("extends: false\ntypes: {ASSAULT: {definition: Violence.}}\n")
    (tmp_path / "rules.yaml").write_text("- id: hit\n  code: ASSAULT\n  verbs: [hit, strike]\n")
    own = load_codebook(tmp_path)
    assert isinstance(own, Codebook)
    assert [pattern.text for pattern in own.rules[0].verbs] == ["hit", "strike"]


ERRORS = {
    "unknown type": (RULE.replace("PROTEST/demo", "PROTSET"), 3, "unknown type `PROTSET`"),
    "unknown mode": (RULE.replace("demo", "dance"), 3, "unknown mode `dance` of PROTEST"),
    "unknown key": (RULE + "  verb: sit\n", 7, "unknown key `verb`"),
    "unknown class": (RULE + "  object: [symbl]\n", 7, "unknown name `symbl`"),
    "unknown slot": (RULE + "  from: {actor: subjct}\n", 7, "unknown slot `subjct`"),
    "unknown need": (RULE + "  needs: time\n", 7, "unknown name `time`"),
    "unknown figure": (RULE + "  figure: hurt\n", 7, "unknown name `hurt`"),
    "unknown table": (RULE + "  compose: hope\n", 7, "unknown name `hope`"),
    "bad pattern": (RULE.replace("squat", "Squat {} {}"), 4, "bad pattern `Squat {} {}`"),
    "no trigger": (RULE.replace("  verbs: squat\n", ""), 2, "needs `verbs` or `nouns`"),
    "no code": (RULE.replace("  code: PROTEST/demo\n", ""), 2, "needs `code`"),
    "duplicate id": (RULE + RULE.removeprefix("rules:\n"), 7, "`mine` is used twice"),
    "duplicate trigger": (
        RULE + RULE.removeprefix("rules:\n").replace("mine", "other"),
        9,
        "`squat` is also in rule `mine`",
    ),
    "cycle": ("classes:\n  a: +b\n  b: x, +a\n", 2, "includes itself: a > b > a"),
    "unknown included class": ("classes:\n  a: x\n  b: +nothing\n", 3, "unknown class `nothing`"),
    "bad priority": (RULE + "  priority: high\n", 7, "expected a number"),
    "bad section": ("typs: {}\n", 1, "unknown key `typs`"),
    "bad refine": ("refine: {weapon: hugging}\n", 1, "unknown mode `hugging`"),
    "bad cameo": ("cameo:\n  AID: 70\n", 2, "expected a CAMEO code"),
    "bad acled": ("acled:\n  AID: Picnic\n", 2, "unknown sub-event type `Picnic`"),
    "not yaml": ("rules: [\n", 2, "not valid YAML"),
    "rule is text": ("- squat\n", 1, "a rule must be a mapping"),
}


@pytest.mark.parametrize(("text", "line", "message"), ERRORS.values(), ids=ERRORS.keys())
def test_errors_name_file_and_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(UsageError) as error:
        load_codebook(write(tmp_path, text))
    assert str(error.value).startswith(f"mine.yaml:{line}: ")
    assert message in str(error.value)


@pytest.mark.parametrize("name", ["nowhere.yaml", "empty"])
def test_missing_files_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=name):
        load_codebook(tmp_path / name)


@given(st.text(max_size=200))
def test_any_text_is_a_codebook_or_a_usage_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("book") / "mine.yaml"
    path.write_bytes(("extends: false\n" + text).encode("utf-8", "replace"))
    try:
        load_codebook(path)
    except UsageError as error:
        assert "mine.yaml" in str(error)
