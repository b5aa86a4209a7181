"""Fit the models of `muc4_report.py` on reports with templates; needs LightGBM and scipy.

What a model learns from what another says has been said of reports that the other was not fitted on: the reports are
split in five parts, and each part is scored by models fitted on the rest. The same parts tell how good the whole is.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from muc4_evidence import wording_features
from muc4_fillers import Candidate
from muc4_judge import choose_types
from muc4_learn import Linear, Names, Trees
from muc4_model import Case, fit_counted, fit_logistic, incident_features, pair_templates
from muc4_phrases import ROLES, plain_words
from muc4_report import OUTCOMES, TYPES, Scores, Told, candidates_of, report_row, score
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags, hstack

from dateline.gazetteer import load_gazetteer
from dateline.ontology.registry import load_lexicon

FOLDS = 5
SLOTS = ("perp_ind", "perp_org", "target", "victim_name", "weapon")
#: A feature found in fewer reports is left out.
FEWEST = 5
#: A word that is so often part of a person's name is left out, with all features that hold it.
PRIVATE_SHARE = 0.3
PROPER_SHARE = 0.8
#: From here on a word is more often a common one than a given name, as the gazetteer tells.
COMMON_WORD = 3
#: How freely the weights of the linear models are fitted, and how large the largest of a feature's must be to be kept.
STRENGTH = {"phrase": 0.05, "wording": 0.3, "report": 1.5}
LEAST = {"phrase": 0.03, "wording": 0.03, "report": 0.7}
#: Bounds that are tried.
GRID = [i / 100 for i in range(5, 70)]
#: A bound is nearly as good as the best if its F1 is no more below; for reports the keys differ most.
NEARLY = 0.004
NEARLY_FOR_REPORTS = 0.01
#: An incident less likely than this to be a template is left out, if another of its type is likelier.
INCIDENT_BOUND = 0.1
#: How the trees are grown.
ROUNDS = 120
BOOSTING = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 8, "min_data_in_leaf": 40, "lambda_l2": 5.0,
    "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "seed": 0, "deterministic": True,
    "num_threads": 1, "verbose": -1,
}  # fmt: skip
#: How often the linear models are bettered, and how much their first weight is held down.
STEPS = 50
FREE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One report of the training set: what was read, its templates, and the wordings of its gold entities by role."""

    told: Told
    templates: list[dict[str, Any]]
    gold: tuple[tuple[frozenset[str], ...], ...]

    @classmethod
    def of(cls, told: Told, line: Mapping[str, Any]) -> Sample:
        gold = tuple(tuple(_entities(line, slot)) for slot in SLOTS)
        return cls(told=told, templates=line["templates"], gold=gold)

    def outcomes(self) -> list[bool]:
        types = {kind for template in self.templates for kind in template["type"]}
        return [*(kind in types for kind in TYPES), bool(self.templates)]


def _entities(line: Mapping[str, Any], slot: str) -> Iterator[frozenset[str]]:
    """Give the gold entities as the scorer does: a filler whose wordings are among another's is the same entity."""
    found: list[set[str]] = []
    for template in line["templates"]:
        for filler in template[slot]:
            names = {name.lower() for name in filler["alts"]}
            if not any(names <= other or other <= names for other in found):
                found.append(names)
    for names in found:
        plain = frozenset(plain_words(name) for name in names if name in line["text_grit"]) - {""}
        if plain:
            yield plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed:
    """What models say of reports that they were not fitted on."""

    fold: Any
    scores: list[Scores]
    wording: list[Linear]  # by fold
    rows: Any
    truth: Any
    likely: Any


@dataclass(frozen=True, slots=True)
class Filler:
    """A candidate for a role of a report: how likely it is an entity, said by trees not fitted on it, and if it is."""

    role: int
    report: int
    likely: float
    right: bool


def fit_linear(
    rows: Sequence[Names], truth: Any, reports: Sequence[int], strength: float, *, even: bool = False
) -> Linear:
    """Fit one logistic model for each column of `truth` on the rows where it is no NaN.

    `reports` says of which report each row is. The higher `strength`, the less the weights are held down.
    """
    found: dict[int, set[str]] = defaultdict(set)
    for names, report in zip(rows, reports, strict=True):
        found[report].update(names)
    counts = Counter(name for names in found.values() for name in names)
    names = sorted(name for name, count in counts.items() if count >= FEWEST)
    columns = {name: i for i, name in enumerate(names)}
    table = _table(rows, columns)
    scale = np.ones(len(names))
    if even:
        scale = np.log(len(rows) / np.array([counts[name] for name in names]))
        table = diags([1 / np.sqrt([len(row) or 1 for row in rows])], [0]) @ table @ diags([scale], [0])
    weights = _descend(hstack([np.ones((len(rows), 1)), table], format="csr"), truth, strength)
    weights[1:] *= scale[:, None]
    return Linear({"": 0, **{name: i + 1 for name, i in columns.items()}}, weights, even)


def _descend(table: Any, truth: Any, strength: float) -> Any:
    """Give the weights of all columns with the least logistic loss and squares; the first is hardly held down."""
    asked = ~np.isnan(truth)
    wanted = np.where(asked, truth, 0.0)
    held = np.full((table.shape[1], 1), 1 / strength)
    held[0] = FREE

    def loss(flat: Any) -> tuple[float, Any]:
        weights = flat.reshape(table.shape[1], -1)
        scores = table @ weights
        value = np.sum((np.logaddexp(0, scores) - wanted * scores) * asked) + np.sum(held * weights**2) / 2
        slope = table.T @ ((1 / (1 + np.exp(-scores)) - wanted) * asked) + held * weights
        return float(value), slope.ravel()

    start = np.zeros((table.shape[1], truth.shape[1]))
    start[0] = -3.0
    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return found.x.reshape(start.shape)


def _table(rows: Sequence[Names], columns: Mapping[str, int]) -> Any:
    found: list[int] = []
    ends = [0]
    for names in rows:
        found.extend(sorted(columns[name] for name in names if name in columns))
        ends.append(len(found))
    shape = (len(rows), len(columns))
    return csr_matrix((np.ones(len(found), np.float32), np.array(found, np.int32), np.array(ends)), shape=shape)


def fit_trees(rows: Any, truth: Any) -> Trees:
    """Fit boosted trees that tell true rows from others."""
    data = lightgbm.Dataset(np.asarray(rows, float), np.asarray(truth, float))
    model = lightgbm.train(BOOSTING, data, num_boost_round=ROUNDS)
    return Trees([_flatten(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]])


def _flatten(root: dict[str, Any]) -> list[Any]:
    """Write a tree as columns, one place a node, the root first."""
    nodes: list[list[float]] = []
    todo = [(root, -1, 0)]
    while todo:
        node, above, side = todo.pop()
        if above >= 0:
            nodes[above][side] = len(nodes)
        if "leaf_value" in node:
            nodes.append([-2, 0.0, -1, -1, round(node["leaf_value"], 4)])
            continue
        todo.extend(((node["left_child"], len(nodes), 2), (node["right_child"], len(nodes), 3)))
        nodes.append([node["split_feature"], float(f"{node['threshold']:.6g}"), -1, -1, 0.0])
    kinds = (int, float, int, int, float)
    return [np.array(column, kind) for column, kind in zip(zip(*nodes, strict=True), kinds, strict=True)]


def fit_parts(samples: Sequence[Sample], private: frozenset[str]) -> dict[str, Linear]:
    """Fit the linear models of phrases, wordings and reports, without features that hold one of the private words."""
    phrases = [(i, names) for i, sample in enumerate(samples) for names in sample.told.phrases]
    wordings = [(i, *each) for i, sample in enumerate(samples) for each in _wordings(sample)]
    outcomes = np.array([sample.outcomes() for sample in samples], float)
    models = {
        "phrase": fit_linear(
            [names for _, names in phrases],
            np.vstack([_phrase_truth(sample) for sample in samples]),
            [i for i, _ in phrases],
            STRENGTH["phrase"],
        ),
        "wording": fit_linear(
            [names for _, names, _ in wordings],
            np.array([truth for _, _, truth in wordings]),
            [i for i, _, _ in wordings],
            STRENGTH["wording"],
        ),
        "report": fit_linear(
            [sample.told.report for sample in samples], outcomes, range(len(samples)), STRENGTH["report"], even=True
        ),
    }
    return {name: prune(model, private, LEAST[name]) for name, model in models.items()}


def _phrase_truth(sample: Sample) -> Any:
    truth = np.zeros((len(sample.told.phrases), len(ROLES)))
    for role, entities in enumerate(sample.gold):
        names = frozenset().union(*entities)
        if names:
            for i, phrase in enumerate(sample.told.reader.phrases):
                truth[i, role] = any(wording.plain in names for wording in phrase.wordings)
    return truth


def _wordings(sample: Sample) -> Iterator[tuple[set[str], list[float]]]:
    """Give the wordings of phrases that may be written in several ways, some of them right, and in which roles."""
    golds = [frozenset().union(*entities) for entities in sample.gold]
    reader = sample.told.reader
    for phrase in reader.phrases if any(golds) else ():
        right = [[wording.plain in names for names in golds] for wording in phrase.wordings]
        asked = [any(column) for column in zip(*right, strict=True)]
        if len(phrase.wordings) > 1 and any(asked):
            for wording, row in zip(phrase.wordings, right, strict=True):
                truth = [float(true) if ask else np.nan for true, ask in zip(row, asked, strict=True)]
                yield wording_features(reader, phrase, wording), truth


def fit_incidents(samples: Sequence[Sample]) -> dict[str, float]:
    """Fit the model of incidents: whether an incident is one of the templates."""
    rows: list[tuple[dict[str, float], bool]] = []
    for sample in samples:
        told = sample.told
        case = Case(scene=told.scene, incidents=list(told.incidents), templates=sample.templates)
        pairs = pair_templates(case)
        rows.extend((incident_features(each, told.scene, i), i in pairs) for i, each in enumerate(told.incidents))
    return fit_logistic(rows)


def cross(samples: Sequence[Sample]) -> Crossed:
    """Score each fifth of the reports by models fitted on the rest."""
    order = list(range(len(samples)))
    random.Random(0).shuffle(order)
    fold = np.empty(len(samples), int)
    fold[order] = np.arange(len(samples)) % FOLDS
    scores: list[Scores] = [None] * len(samples)  # type: ignore[list-item]
    wording = []
    for part in range(FOLDS):
        rest = [samples[i] for i in map(int, np.flatnonzero(fold != part))]
        models, incidents = fit_parts(rest, private_words(rest)), fit_incidents(rest)
        wording.append(models["wording"])
        for i in map(int, np.flatnonzero(fold == part)):
            scores[i] = score(samples[i].told, models, incidents)
    rows = np.array([report_row(sample.told, each) for sample, each in zip(samples, scores, strict=True)])
    truth = np.array([sample.outcomes() for sample in samples])
    likely = np.stack([across(rows, truth[:, k], fold) for k in range(len(OUTCOMES))], axis=1)
    return Crossed(fold=fold, scores=scores, wording=wording, rows=rows, truth=truth, likely=likely)


def across(rows: Any, truth: Any, fold: Any) -> Any:
    """Give how likely each row is true, by trees fitted on the other parts."""
    out = np.zeros(len(rows))
    for part in range(FOLDS):
        inside = fold != part
        if truth[inside].sum() >= FEWEST:
            out[~inside] = fit_trees(rows[inside], truth[inside]).score(rows[~inside])
    return out


def fit(samples: Sequence[Sample]) -> dict[str, Any]:
    """Fit all models and give them as the weights file holds them; print how good they are on parts left out."""
    crossed = cross(samples)
    found = [
        candidates_of(sample.told, crossed.scores[i], crossed.wording[crossed.fold[i]], crossed.likely[i])
        for i, sample in enumerate(samples)
    ]
    right = [mark_right(each, sample.gold) for each, sample in zip(found, samples, strict=True)]
    fillers: list[Filler] = []
    roles: dict[str, Any] = {}
    for role, name in enumerate(ROLES):
        cases = [(i, each.row, true) for i, (some, marks) in enumerate(zip(found, right, strict=True))
                 for each, true in zip(some, marks, strict=True) if each.role == role]  # fmt: skip
        rows, truth = np.array([row for _, row, _ in cases]), np.array([true for _, _, true in cases])
        likely = across(rows, truth, crossed.fold[[i for i, _, _ in cases]])
        fillers.extend(Filler(role, i, float(p), right=true) for (i, _, true), p in zip(cases, likely, strict=True))
        roles[name] = fit_trees(rows, truth).as_json()
    bounds = choose_bounds(crossed, fillers, [sum(len(s.gold[role]) for s in samples) for role in range(len(ROLES))])
    parts, incidents = fit_parts(samples, private_words(samples)), fit_incidents(samples)
    asked = {name: truth for name, truth in zip(OUTCOMES, crossed.truth.T, strict=True) if truth.sum() >= FEWEST}
    reports = [Case(scene=s.told.scene, incidents=list(s.told.incidents), templates=s.templates) for s in samples]
    return {
        **{name: model.as_json() for name, model in parts.items()},
        "incident": incidents,
        **fit_counted(reports, [dict(zip(OUTCOMES, each, strict=True)) for each in crossed.likely]),
        "outcomes": {name: fit_trees(crossed.rows, truth).as_json() for name, truth in asked.items()},
        "roles": roles,
        "bounds": bounds,
    }


def mark_right(found: Sequence[Candidate], gold: Sequence[Sequence[frozenset[str]]]) -> list[bool]:
    """Tell which candidates are an entity that none before them was."""
    taken: set[tuple[int, int]] = set()
    marks = []
    for each in found:
        entity = next((i for i, names in enumerate(gold[each.role]) if each.plain in names), None)
        marks.append(entity is not None and (each.role, entity) not in taken)
        if entity is not None:
            taken.add((each.role, entity))
    return marks


def choose_bounds(crossed: Crossed, fillers: Sequence[Filler], wanted: Sequence[int]) -> dict[str, float]:
    """Choose the bounds by the F1 on the parts left out, one after the other; `wanted` counts the entities of a role.

    Of bounds that are nearly as good as the best the lowest is taken, because the templates leave out fillers and even
    incidents that analysts of other reports have marked, so that what counts as wrong here is at times right.
    """
    bounds = {"incident": INCIDENT_BOUND, "type": 0.5}
    told = crossed.truth[:, -1]
    likely = [(bound, crossed.likely[:, -1] >= bound) for bound in GRID]
    counts = [(bound, int((said & told).sum()), int(said.sum()), int(told.sum())) for bound, said in likely]
    bounds["any"] = _best("reports with an incident", counts, NEARLY_FOR_REPORTS)
    bounds["type"] = _best("types", [(bound, *_count_types(crossed, {**bounds, "type": bound})) for bound in GRID])
    kept = crossed.likely[:, -1] >= bounds["any"]
    chosen: list[Filler] = []
    for role, name in enumerate(ROLES):
        own = [each for each in fillers if each.role == role and kept[each.report]]
        given = [(bound, [each.right for each in own if each.likely >= bound]) for bound in GRID]
        bounds[name] = _best(name, [(bound, sum(right), len(right), wanted[role]) for bound, right in given])
        chosen.extend(each for each in own if each.likely >= bounds[name])
    _best("all fillers", [(0.0, sum(each.right for each in chosen), len(chosen), sum(wanted))])
    return bounds


def _count_types(crossed: Crossed, bounds: Mapping[str, float]) -> tuple[int, int, int]:
    right = said = 0
    for likely, truth in zip(crossed.likely, crossed.truth, strict=True):
        types = choose_types(likely, bounds)
        right += sum(bool(truth[TYPES.index(kind)]) for kind in types)
        said += len(types)
    return right, said, int(crossed.truth[:, :-1].sum())


def _best(what: str, counts: Sequence[tuple[float, int, int, int]], nearly: float = NEARLY) -> float:
    """Give the lowest bound with nearly the best F1 of (bound, right, said, wanted), and print the figures."""
    scored = [(bound, 2 * right / ((said + wanted) or 1)) for bound, right, said, wanted in counts]
    best = max(score for _, score in scored)
    number = next(i for i, (_, score) in enumerate(scored) if score >= best - nearly)
    bound, right, said, wanted = counts[number]
    print(
        f"{what}: P {right / (said or 1):.3f} R {right / (wanted or 1):.3f} F1 {scored[number][1]:.3f} at {bound:.2f}"
    )
    return bound


def private_words(samples: Sequence[Sample]) -> frozenset[str]:
    """Give the words that name persons in the reports or their templates; common nouns among them stay.

    A word that is nearly always written as a name counts as a person's too, unless a known body bears it: parsers do
    not know all names for names of persons.
    """
    named: Counter[str] = Counter()
    proper: Counter[str] = Counter()
    common: Counter[str] = Counter()
    bodies = {word for name in load_lexicon().organizations for word in name.lower().split()}
    for sample in samples:
        parse = sample.told.reader.scene.parse
        victims = {word for names in sample.gold[ROLES.index("victim")] for name in names for word in name.split()}
        for lemma, pos, entity in zip(parse.lemmas, parse.pos, parse.entities, strict=True):
            word = lemma.lower()
            if pos == "PROPN" and (entity == "PERSON" or word in victims):
                named[word] += 1
            elif pos == "PROPN":
                proper[word] += 1
            else:
                common[word] += 1
    known = frozenset(
        word for word, count in named.items() if count > PRIVATE_SHARE * (count + proper[word] + common[word])
    )
    names = {word for word, count in proper.items() if count > PROPER_SHARE * (count + common[word])} - bodies
    uses = {word: load_gazetteer().use(word.title()) for word in (*proper, *named)}
    given = {word for word, use in uses.items() if use.given and use.word < COMMON_WORD}
    return known | names | given


def prune(model: Linear, private: frozenset[str], least: float) -> Linear:
    """Leave out features that hold a name of a person, and those whose weights are all small."""
    kept = [
        name for name, i in model.columns.items()
        if not name or (np.abs(model.weights[i]).max() >= least and not private & set(name.split()))
    ]  # fmt: skip
    weights = model.weights[[model.columns[name] for name in kept]]
    return Linear({name: i for i, name in enumerate(kept)}, weights, model.even)


def write_weights(weights: Mapping[str, Any], path: Path) -> None:
    """Write the models, one a line."""
    models = (f'"{name}":{json.dumps(weights[name], separators=(",", ":"))}' for name in sorted(weights))
    path.write_text("{" + ",\n".join(models) + "}\n", encoding="utf-8")
