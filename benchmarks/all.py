"""Run every benchmark of coding on the corpora of a folder, and print one table of what is reached and what is asked.

    python benchmarks/all.py DATA [--only sentences,figures]

DATA holds `seeds`, `gold`, `score` and `data` with the corpora named in STEPS; what is missing is named and left out.
Each line of the table names the script that prints it in full.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DATES = "000=2020-01-27,001=2021-01-05,002=2020-01-17,003=2019-12-31,004=2020-08-05"
PRF = r"precision (?P<p>\S+)  recall (?P<r>\S+)  F1 (?P<value>[\d.]+)"
#: A line of the scorer of MUC-4: precision, recall, F1 in hundredths.
MUC = r"\s+(?P<p>[\d.]+)\s+(?P<r>[\d.]+)\s+(?P<value>[\d.]+)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table: how it is read from a script's output, and the value that is asked."""

    name: str
    pattern: str
    asked: float | None = None  # None: nothing
    most: bool = False  # the value asked is the most that it may be


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One call of a script; words that begin with @ are files below DATA."""

    script: str
    words: tuple[str, ...]
    figures: tuple[Figure, ...]


def sentences(name: str, file: str, *asked: tuple[str, str, float]) -> Step:
    figures = tuple(Figure(name=f"{name}: {what}", pattern=pattern, asked=value) for what, pattern, value in asked)
    return Step(script="sentences.py", words=(f"@data/{file}",), figures=figures)


STEPS = (
    Step(
        script="seeds.py",
        words=("@seeds", "@gold/seeds_dev.csv", "--published", DATES),
        figures=(
            Figure(name="seeds: when, F1", pattern=rf"(?m)^when\s+{PRF}", asked=0.90),
            Figure(name="seeds: who, F1", pattern=rf"(?m)^who\s+{PRF}", asked=0.88),
        ),
    ),
    sentences(
        "PLOVER",
        "plover_gsr_dev.jsonl",
        ("any event", r"coverage (?P<value>[\d.]+)", 0.92),
        ("type, F1", PRF, 0.75),
        ("dyad and type", r"dyad (?P<value>[\d.]+)", 0.55),
    ),
    Step(
        script="sentences.py",
        words=("@data/plv_train.tsv",),
        figures=(
            Figure(name="PLV: type, recall", pattern=r"recall (?P<value>[\d.]+)", asked=0.82),
            Figure(name="PLV: dyad and type", pattern=r"dyad (?P<value>[\d.]+)", asked=0.62),
            Figure(
                name="PLV: types a sentence, at most",
                pattern=r"(?P<value>[\d.]+) types a sentence",
                asked=1.6,
                most=True,
            ),
        ),
    ),
    Step(
        script="relevance.py",
        words=("@data/glocon_dev.jsonl",),
        figures=(
            Figure(
                name="relevance, F1, protests alone",
                pattern=r"and classifier: precision (?P<p>\S+) recall (?P<r>\S+) F1 (?P<value>[\d.]+)",
                asked=0.75,
            ),
            Figure(
                name="relevance, F1, attacks of militants too",
                pattern=r"and classifier, attacks too: precision (?P<p>\S+) recall (?P<r>\S+) F1 (?P<value>[\d.]+)",
                asked=0.75,
            ),
        ),
    ),
    Step(
        script="figures.py",
        words=("@data/gun_dev.jsonl",),
        figures=tuple(
            Figure(name=f"exact {name}", pattern=rf"exact {name}\s+(?P<value>[\d.]+)", asked=asked)
            for name, asked in (
                ("killed", 0.85),
                ("injured", 0.75),
                ("killed with outcome", 0.85),
                ("injured with outcome", 0.75),
                ("date", 0.60),
            )
        ),
    ),
    Step(
        script="event_places.py",
        words=("@data/event_location_dev.jsonl",),
        figures=(Figure(name="place of the act, accuracy", pattern=r"verbs: (?P<value>[\d.]+)", asked=0.78),),
    ),
    Step(
        script="attribution.py",
        words=("@data/polnear_dev.jsonl",),
        figures=(Figure(name="attribution: source, overlap F1", pattern=rf"source\s+{PRF}", asked=0.65),),
    ),
    Step(
        script="muc4.py",
        words=("@data/muc4_dev.jsonl", "--scorer", "@score/score_muc4.py", "--out", "%incidents.jsonl"),
        figures=(
            Figure(name="MUC-4: relevance, F1", pattern=rf"(?m)^relevance{MUC}", asked=88),
            Figure(name="MUC-4: type per report, F1", pattern=rf"(?m)^type/doc{MUC}", asked=84),
            Figure(name="MUC-4: role fillers, exact, F1", pattern=rf"(?m)^role micro{MUC}", asked=50),
        ),
    ),
    Step(
        script="confidence.py",
        words=("--sentences", "@data/plover_gsr_dev.jsonl"),
        figures=(Figure(name="expected calibration error, by type", pattern=r"ECE (?P<value>[\d.]+)"),),
    ),
)


def lines_of(step: Step, data: Path, scratch: Path) -> Iterator[str]:
    """Run one step and give its lines of the table; the scorer's lenient reading of MUC-4 is a line of its own."""
    words = [str(data / word[1:]) if word[0] == "@" else word for word in step.words]
    words = [str(scratch / word[1:]) if word[0] == "%" else word for word in words]
    missing = [
        word for word, given in zip(words, step.words, strict=True) if given[0] == "@" and not Path(word).exists()
    ]
    if missing:
        yield f"{step.script:16} left out: {', '.join(missing)} is not there"
        return
    done = subprocess.run(
        [sys.executable, str(HERE / step.script), *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        yield f"{step.script:16} failed: {done.stderr.strip().splitlines()[-1:]}"
        return
    for figure in step.figures:
        yield line_of(figure, step.script, done.stdout)
    if step.script == "muc4.py":
        scorer, gold, found = words[2], words[0], words[4]
        lenient = subprocess.run(
            [sys.executable, scorer, "--gold", gold, "--pred", found, "--match", "lenient"],
            capture_output=True,
            text=True,
            check=True,
        )
        figure = Figure(name="MUC-4: role fillers, lenient, F1", pattern=rf"(?m)^role micro{MUC}", asked=62)
        yield line_of(figure, step.script, lenient.stdout)


def line_of(figure: Figure, script: str, output: str) -> str:
    found = re.search(figure.pattern, output)
    if found is None:
        return f"{script:16} {figure.name:34} not printed"
    values = found.groupdict()
    value = float(values["value"])
    asked = value if figure.asked is None else figure.asked
    reached = value <= asked if figure.most else value >= asked
    shares = f"{values.get('p') or '':>9} {values.get('r') or '':>7}"
    wanted = "-" if figure.asked is None else f"{figure.asked:g}"
    return f"{script:16} {figure.name:34} {shares} {value:>8} {wanted:>7}  {'' if reached else 'not reached'}".rstrip()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("--only", default="", help="only these scripts, without .py, joined by commas")
    chosen = options.parse_args()
    wanted = set(filter(None, chosen.only.split(",")))
    print(f"{'script':16} {'measure':34} {'precision':>9} {'recall':>7} {'reached':>8} {'asked':>7}")
    with tempfile.TemporaryDirectory() as scratch:
        for step in STEPS:
            if not wanted or step.script.removesuffix(".py") in wanted:
                for line in lines_of(step, chosen.data, Path(scratch)):
                    print(line, flush=True)


if __name__ == "__main__":
    main()
