import csv
import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import ontology
from dateline.errors import UsageError
from dateline.ontology import Codebook, code_name, load_codebook
from dateline.ontology.codebook import Standing
from dateline.ontology.expressions import holds
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
        ("1823", ("ASSAULT", None)),
        ("172", ("COERCE", "restrict")),
        ("0231", ("REQUEST", "assist")),
        ("99", None),
    ],
)
def test_types_of_cameo_codes(cameo: str, expected: tuple[str, str | None] | None) -> None:
    assert codebook.plover_of_cameo(cameo) == expected


#: What the conversion table gives by a mode that PLOVER no longer has, or has made a mode for since.
PRESENT_CODES = {
    **dict.fromkeys(["0842"], "RETREAT/release"),
    **dict.fromkeys(["085"], "RETREAT"),
    **dict.fromkeys(["132", "1321", "1322"], "THREATEN/restrict"),
    **dict.fromkeys(["1722"], "COERCE/restrict"),
    **dict.fromkeys(["1712"], "ASSAULT/destroy"),
    **dict.fromkeys(["185", "186", "200", "202"], "ASSAULT/targeted"),
    **dict.fromkeys(["175", "201", "203"], "ASSAULT"),
    "116": "SANCTION/convict",
    "195": "ASSAULT/aerial",
    "1721": "COERCE/censor",
}


def test_every_cameo_code_of_the_official_table_is_there_as_the_table_has_it() -> None:
    with (Path(__file__).parent / "crosswalks" / "cameo2plover_2021.csv").open(encoding="utf-8") as file:
        official = {row["cameo"]: code_name(row["type"], row["mode"]) for row in csv.DictReader(file)}
    assert len(official) == 256
    assert {cameo: code_name(*codebook.cameo_types[cameo]) for cameo in official} == official | PRESENT_CODES
    assert official.keys() <= codebook.cameo_names.keys()


def test_every_cameo_code_has_a_name() -> None:
    assert {cameo for cameo in codebook.cameo_types if len(cameo) > 2} == codebook.cameo_names.keys()
    assert set(codebook.cameo.values()) <= codebook.cameo_names.keys()


@pytest.mark.parametrize("code", CODES)
def test_cameo_code_and_back_keeps_the_type(code: str) -> None:
    name = code.partition("/")[0]
    back = codebook.plover_of_cameo(codebook.cameo[code])
    assert back is not None
    assert back[0] == name or code in {"ASSAULT/crowd-control", "COERCE/execute", "RETREAT/resign"}


def test_every_acled_name_leads_back() -> None:
    told = {names.sub_event_type for names in codebook.acled.values() if names.sub_event_type}
    assert told < codebook.acled_types.keys()
    assert len(codebook.acled_types) == 25
    assert codebook.plover_of_acled("Suicide bomb") == ("ASSAULT", "suicide-attack")
    assert codebook.plover_of_acled("Other") is None


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
    assert own.acled_names("CHECKPOINT", "raised") == Acled()


def test_a_built_in_type_takes_another_mode_with_its_own_crosswalks(tmp_path: Path) -> None:
    text = "types:\n  PROTEST: {modes: {teach-in: Teach in public.}}\ncameo: {PROTEST/teach-in: null}\n"
    own = load_codebook(write(tmp_path, text))
    assert own.types["PROTEST"].modes.keys() == {*codebook.types["PROTEST"].modes, "teach-in"}
    assert own.types["PROTEST"].definition == codebook.types["PROTEST"].definition
    assert own.cameo_code("PROTEST", "teach-in") is None
    assert own.acled_names("PROTEST", "teach-in") == codebook.acled_names("PROTEST", None)


def test_a_users_type_has_traits_and_counts(tmp_path: Path) -> None:
    text = "types: {SHELTER: {definition: Take in., modes: {home: At home.}}}\ntraits: {personal: SHELTER/home}\n"
    rule = "rules:\n- {id: take-in, code: SHELTER, verbs: take in, figure: other}\n"
    own = load_codebook(write(tmp_path, text + rule))
    assert own.has_trait("personal", "SHELTER", "home") and not own.has_trait("personal", "SHELTER")
    assert own.has_trait("violence", "ASSAULT", "beat")
    assert own.may_count("other", "SHELTER", "home") and not own.may_count("killed", "SHELTER", "home")


def test_a_users_folder_can_stand_alone(tmp_path: Path) -> None:
    (tmp_path / "types.yaml").write_text("extends: false\ntypes: {ASSAULT: {definition: Violence.}}\n")
    (tmp_path / "rules.yml").write_text("- id: hit\n  code: ASSAULT\n  verbs: [hit, strike]\n")
    own = load_codebook(tmp_path)
    assert isinstance(own, Codebook)
    assert [pattern.text for pattern in own.rules[0].verbs] == ["hit", "strike"]


def test_a_built_in_rule_is_dropped_or_overridden(tmp_path: Path) -> None:
    own = load_codebook(write(tmp_path, "drop: [ban, curfew-noun]\n" + RULE.replace("mine", "ban")))
    rules = {rule.id: rule for rule in own.rules}
    assert "curfew-noun" not in rules
    assert (rules["ban"].type, rules["ban"].file, rules["ban"].line) == ("PROTEST", "mine.yaml", 3)


def test_words_that_yaml_takes_for_other_things_stay_words(tmp_path: Path) -> None:
    own = load_codebook(write(tmp_path, "classes:\n  switches: [on, off, no, yes, 2024-13-45, 1.50]\n"))
    assert own.classes["switches"] == {"on", "off", "no", "yes", "2024-13-45", "1.50"}


ERRORS = {
    "unknown type": (RULE.replace("PROTEST/demo", "PROTSET"), 3, "unknown type `PROTSET`"),
    "unknown mode": (RULE.replace("demo", "dance"), 3, "unknown mode `dance` of PROTEST"),
    "unknown key": (RULE + "  verb: sit\n", 7, "unknown key `verb`"),
    "unknown class": (RULE + "  object: [symbl]\n", 7, "unknown name `symbl`"),
    "unknown slot": (RULE + "  from: {actor: subjct}\n", 7, "unknown slot `subjct`"),
    "unknown need": (RULE + "  needs: time\n", 7, "unknown name `time`"),
    "unknown figure": (RULE + "  figure: hurt\n", 7, "unknown name `hurt`"),
    "unknown table": (RULE + "  compose: hope\n", 7, "unknown name `hope`"),
    "unknown trait": ("traits: {brave: AID}\n", 1, "unknown name `brave` in `traits`"),
    "trait of unknown type": ("traits:\n  force: AID, ADE\n", 2, "unknown type `ADE`"),
    "counts of unknown figure": ("counts: {seen: AID}\n", 1, "unknown name `seen` in `counts`"),
    "bad pattern": (RULE.replace("squat", "Squat {} {}"), 4, "bad pattern `Squat {} {}`"),
    "bad id": (RULE.replace("mine", "my rule"), 2, "bad id `my rule`"),
    "bad type name": ("types: {Land seizure: {definition: x}}\n", 1, "bad type `Land seizure`"),
    "bad mode name": ("types:\n  AID:\n    modes: {In Kind: x}\n", 3, "bad mode `In Kind`"),
    "type without definition": ("types: {LAND: {modes: {a: b}}}\n", 1, "type `LAND` needs a `definition`"),
    "unknown key of a type": ("types: {AID: {mode: x}}\n", 1, "unknown key `mode`"),
    "no trigger": (RULE.replace("  verbs: squat\n", ""), 2, "needs `verbs` or `nouns`"),
    "no code": (RULE.replace("  code: PROTEST/demo\n", ""), 2, "needs `code`"),
    "trigger twice in a rule": (
        RULE.replace("verbs: squat", "verbs: squat, lodge, squat"),
        4,
        "stands twice in this rule",
    ),
    "unknown CAMEO code": ('cameo: {PROTEST: "999"}\n', 1, "CAMEO has no code 999"),
    "duplicate id": (RULE + RULE.removeprefix("rules:\n"), 7, "`mine` is used twice, first in mine.yaml, line 2"),
    "id of a built-in rule": (RULE.replace("mine", "ban"), 2, "to put yours in its place, add `drop: [ban]`"),
    "dropped rule that is not there": ("name: x\ndrop: [bann]\n", 2, "no built-in rule `bann` to drop"),
    "duplicate trigger": (
        RULE + RULE.removeprefix("rules:\n").replace("mine", "other"),
        9,
        "`squat` is also in rule `mine` (mine.yaml, line 2)",
    ),
    "cycle": ("classes:\n  a: +b\n  b: x, +a\n", 2, "includes itself: a > b > a"),
    "unknown included class": ("classes:\n  a: x\n  b: +nothing\n", 3, "unknown class `nothing`"),
    "capital in a class": ("classes:\n  a: Banner\n", 2, "`Banner` is never found"),
    "bad priority": (RULE + "  priority: high\n", 7, "expected a number"),
    "broken expression": (RULE + "  matches: 'check(point'\n", 7, "broken regular expression `check(point`: missing )"),
    "expression with a place": (RULE + "  not_matches: 'ab+*'\n", 7, "bad repetition operator at character 3 (`+*`)"),
    "expression that looks ahead": (RULE + "  matches: 'a(?=b)'\n", 7, "invalid perl operator at character 2"),
    "bad section": ("typs: {}\n", 1, "unknown key `typs`"),
    "bad extends": ("extends: maybe\n", 1, "`extends` is true"),
    "bad refine": ("refine: {weapon: hugging}\n", 1, "unknown type `hugging`"),
    "refine without a mode": ("refine: {weapon: AID}\n", 1, "expected TYPE/mode, found `AID`"),
    "bad role in stands": ("stands: {PROTEST: {roles: ABC}}\n", 1, "unknown role `ABC`"),
    "broken expression in stands": ("stands:\n  PROTEST: {matches: 'a('}\n", 2, "broken regular expression `a(`"),
    "unknown type in stands": ("stands: {PICNIC: {roles: OPP}}\n", 1, "unknown type `PICNIC`"),
    "bad cameo": ("cameo:\n  AID: 70\n", 2, "expected a CAMEO code"),
    "bad acled": ("acled:\n  AID: Picnic\n", 2, "unknown sub-event type `Picnic`"),
    "not yaml": ("rules: [\n", 2, "not valid YAML"),
    "rule is text": ("- squat\n", 1, "a rule must be a mapping"),
    "empty": ("", 1, "is empty"),
    "key twice": (RULE + "  verbs: sit\n", 7, "the key `verbs` stands twice, first on line 4"),
    "alias": ("classes:\n  a: &x [b]\n  c: *x\n", 2, "`&x` is an anchor"),
    "tag": ("name: !!python/name:os.system x\n", 1, "is a tag"),
    "merge key": ("classes:\n  <<: {a: b}\n", 2, "merge key"),
    "second document": ("name: x\n---\nname: y\n", 2, "a second document begins"),
    "too deep": ("name: " + "[" * 100_000, 1, "stand within one another"),
    "list as a key": ("[a]: b\n", 1, "a key must be a word"),
    "control character": ("name: a\nb: \x01\n", 2, "not valid YAML"),
}


def test_a_noun_in_the_place_of_a_class_is_told_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load_codebook(write(tmp_path, RULE + "  object: checkpoint\n"))
    message = str(caught.value)
    assert "classes that hold the word: attacked, barrier-words, blockade, border" in message
    assert "write `classes: {checkpoint-words: [checkpoint]}` and ask for `checkpoint-words`" in message
    assert len(message) < 500
    own = "classes: {checkpoint-words: [checkpoint]}\n" + RULE + "  object: checkpoint-words\n"
    assert load_codebook(write(tmp_path, own)).classes["checkpoint-words"] == {"checkpoint"}


def test_each_wrong_rule_is_told(tmp_path: Path) -> None:
    wrong = RULE + "  object: symbl\n" + RULE.removeprefix("rules:\n").replace("mine", "other") + "  figure: hurt\n"
    with pytest.raises(UsageError) as caught:
        load_codebook(write(tmp_path, wrong))
    first, second = str(caught.value).splitlines()
    assert first.startswith("mine.yaml:7: unknown name `symbl`: expected a class of nouns; near it: symbol")
    assert second.startswith("mine.yaml:13: unknown name `hurt`")


@pytest.mark.parametrize(("text", "line", "message"), ERRORS.values(), ids=ERRORS.keys())
def test_errors_name_file_and_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(UsageError) as error:
        load_codebook(write(tmp_path, text))
    assert str(error.value).startswith(f"mine.yaml:{line}: ")
    assert message in str(error.value)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_bytes("name: a\nclasses: {b: caf\xe9}\n".encode("latin-1"))
    with pytest.raises(UsageError, match=r"mine\.yaml:2: is not UTF-8 \(byte 0xe9\)"):
        load_codebook(tmp_path / "mine.yaml")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"mine\.yaml: has 10\.0 MB"):
        load_codebook(write(tmp_path, "a: b\n" * 2_000_000))


def test_what_is_no_file_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").symlink_to("/dev/zero")
    with pytest.raises(UsageError, match=r"mine\.yaml: is not a file"):
        load_codebook(tmp_path / "mine.yaml")


def test_a_long_chain_of_classes_is_read(tmp_path: Path) -> None:
    chain = "".join(f"  c{n}: w{n}, +c{n + 1}\n" for n in range(3000))
    own = load_codebook(write(tmp_path, f"classes:\n{chain}  c3000: last\n"))
    assert "last" in own.classes["c0"]


def test_an_expression_that_would_never_end_is_read_in_one_pass() -> None:
    assert not holds("(a+)+$", "a" * 5000 + "!")
    assert holds(r"(?i)\bcheck ?points?\b", "Two Checkpoints stood there.")


@pytest.mark.parametrize("name", ["nowhere.yaml", "empty"])
def test_missing_files_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=name):
        load_codebook(tmp_path / name)


VALID = """\
name: ours
types:
  CHECKPOINT: {definition: A road watched., modes: {raised: Set up., searched: Search people.}}
contexts:
  roads: {definition: Roads., words: "road, lane"}
classes: {crossing: "bridge, ford, +place", ways: "+crossing"}
light_verbs: {actor: "man, operate"}
refine: {weapon-drone: CHECKPOINT/searched}
compose: {threaten: {CHECKPOINT: THREATEN/restrict}}
counts: {arrested: CHECKPOINT/searched}
traits: {at-place: CHECKPOINT}
armed_roles: "REB"
stands: {CHECKPOINT: {matches: "roadblocks?", roles: "MIL"}}
cameo: {CHECKPOINT: "172"}
acled: {CHECKPOINT: Other}
drop: [ban]
rules:
- id: raise
  code: CHECKPOINT/raised
  verbs: raise checkpoint, set up {} checkpoint
  nouns: [checkpoint on]
  object: [ways]
  not_has: sport
  matches: "check ?point"
  needs: actor
  from: {actor: "subject, by"}
  figure: arrested
  status: planned
  also: [AID, COERCE/restrict]
  priority: 3
  why: ours
  example: [They raise a checkpoint.]
  expect: {actor: They}
  not: They left.
"""
SCRAPS = st.one_of(
    st.sampled_from(
        ["", "null", "[]", "{}", "[[a]]", "{a: b}", "-1", "true", "*a", "&a b", "!!int x", "+ways", "TYPE/x", "a: b: c"]
    ),
    st.text(max_size=8),
)


def assert_loads_or_names_the_file(path: Path) -> None:
    try:
        load_codebook(path)
    except UsageError as error:
        assert "mine.yaml" in str(error)


@settings(deadline=None)
@given(st.integers(0, len(VALID.splitlines()) - 1), SCRAPS, st.sampled_from(["value", "line", "cut", "double"]))
def test_any_change_of_a_codebook_is_read_or_named(
    tmp_path_factory: pytest.TempPathFactory, number: int, scrap: str, change: str
) -> None:
    lines = VALID.splitlines()
    key, colon, _ = lines[number].partition(":")
    lines[number : number + 1] = {
        "value": [f"{key}{colon} {scrap}"],
        "line": [scrap],
        "cut": [],
        "double": [lines[number], lines[number]],
    }[change]
    path = tmp_path_factory.mktemp("book") / "mine.yaml"
    path.write_bytes("\n".join(lines).encode("utf-8", "replace"))
    assert_loads_or_names_the_file(path)


def test_the_codebook_that_is_changed_at_random_is_sound(tmp_path: Path) -> None:
    own = load_codebook(write(tmp_path, VALID))
    assert own.rules[-1].sentence_lines == {"They raise a checkpoint.": 32, "They left.": 34}
    assert own.armed_roles == codebook.armed_roles | {"REB"}
    standing = Standing(matches="roadblocks?", roles=frozenset({"MIL"}))
    assert own.standing == {**codebook.standing, "CHECKPOINT": standing}


@given(st.text(max_size=200))
def test_any_text_is_a_codebook_or_a_usage_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("book") / "mine.yaml"
    path.write_bytes(("extends: false\n" + text).encode("utf-8", "replace"))
    assert_loads_or_names_the_file(path)


def test_every_class_of_words_is_used() -> None:
    codebook, folder = load_codebook(), Path(ontology.__file__).parent
    sides = ("object", "not_object", "actor", "not_actor", "recipient", "has", "not_has", "not_near")
    used = {name for rule in codebook.rules for side in sides for name in getattr(rule, side)}
    refining = (folder / "grammar.yaml").read_text("utf-8")
    written = refining + (folder / "classes.yaml").read_text("utf-8") + (folder / "wordnet.yaml").read_text("utf-8")
    code = "".join(path.read_text("utf-8") for path in folder.parent.rglob("*.py"))
    left = [name for name in codebook.classes if name not in used and f"+{name}" not in written]
    assert [name for name in left if f'"{name}"' not in code and f"  {name}: " not in refining] == []
