"""How fast is the coding against the parser alone, how soon is the first event there, and does memory stay flat?

    python benchmarks/speed.py [FILE-or-FOLDER ...] [--rounds 5] [--spacy-model NAME] [--factors 1 4 16] [--no-memory]
                               [--classifier built-in]

Without arguments it runs over the sample reports of the package. Both sides run in one process over the same
texts with the same pipeline, turn by turn, so that a busy machine slows both; each turn gives one ratio, and their
median is printed. Processor time is the figure to go by where other work runs beside.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

import dateline
from dateline.commands.batch import READ_AHEAD
from dateline.ingest import read_reports
from dateline.parse import DEFAULT_PIPELINES
from dateline.pipeline import code_report, parse_reports
from dateline.records import Report
from dateline.tools import load_tools

SAMPLES = Path(dateline.__file__).parent / "samples"
SHORT_REPORT = "Oslo, March 12, 2024 - Police arrested three protesters on Tuesday.\n"
COMMAND = (sys.executable, "-m", "dateline", "code")
WATCHER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
lines = sum(1 for _ in process.stdout)
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_maxrss, lines)
sys.exit(os.waitstatus_to_exitcode(status))
"""
STARTS = 3  # the median of so many fresh starts


def main() -> None:
    options = _options()
    model = options.spacy_model or next(filter(importlib.util.find_spec, DEFAULT_PIPELINES), DEFAULT_PIPELINES[-1])
    reports = [r for r in read_reports(options.inputs or [str(SAMPLES)]) if isinstance(r, Report)]
    if not reports:
        sys.exit("no readable reports in " + ", ".join(options.inputs))
    print_machine(model)
    words = sum(len(report.text.split()) for report in reports)
    print(f"texts     {len(reports)} reports, {words} words")
    compare_speed(reports, model, options.rounds, classifier=options.classifier)
    measure_start(model)
    if options.memory:
        measure_memory(reports, model, options.factors)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", help="reports; default: the samples of the package")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side (default 5)")
    parser.add_argument("--spacy-model", help="pipeline of both sides (default: dateline's)")
    parser.add_argument("--factors", type=int, nargs="+", default=[1, 4, 16], help="input sizes for the memory run")
    parser.add_argument("--classifier", default="off", help="off (default), built-in or a file of weights")
    parser.add_argument("--no-memory", dest="memory", action="store_false", help="leave the memory run out")
    return parser.parse_args()


def print_machine(model: str) -> None:
    versions = {name: importlib.metadata.version(name) for name in ("dateline", "spacy", "numpy")}
    if not Path(model).is_dir():
        versions[model] = importlib.metadata.version(model)
    print(f"machine   {cpu_model()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}")
    print(f"versions  Python {platform.python_version()}, " + ", ".join(f"{k} {v}" for k, v in versions.items()))


def cpu_model() -> str:
    """Name the processor as the system does."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unknown processor")


def compare_speed(reports: Sequence[Report], model: str, rounds: int, *, classifier: str = "off") -> None:
    """Time the bare pipeline and the whole coding turn by turn over the same texts."""
    texts = [report.text for report in reports]
    bare, tools = spacy.load(model), load_tools(spacy_model=model, classifier=classifier)

    def parse_all() -> int:
        return sum(1 for _ in bare.pipe(texts))

    def code_all() -> int:
        count = 0
        for first in range(0, len(reports), READ_AHEAD):  # as `dateline code` does
            group = reports[first : first + READ_AHEAD]
            for report, parse in zip(group, parse_reports(group, tools), strict=True):
                count += len(code_report(report, tools, parse).events)
        return count

    parse_all()  # warm: the first pass fills the vocabulary and the caches of both sides
    events = code_all()
    sides: dict[str, Callable[[], int]] = {"bare spaCy": parse_all, "dateline": code_all}
    wall: dict[str, list[float]] = {name: [] for name in sides}
    cpu: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(rounds):
        for name in list(sides) if turn % 2 == 0 else list(reversed(sides)):
            taken = timed(sides[name])
            wall[name].append(taken[0])
            cpu[name].append(taken[1])
    for name, times in wall.items():
        median = statistics.median(times)
        spread = f"{min(times):.2f}-{max(times):.2f} s a round"
        print(f"{name:<10}{len(reports) / median:8.2f} texts/s   (median of {rounds}; {spread})")
    print(f"ratio     {ratio(wall)} by the clock, {ratio(cpu)} by processor time; {events} events")


def ratio(times: dict[str, list[float]]) -> str:
    """Compare the sides turn by turn: the median ratio and its range."""
    ratios = [b / a for a, b in zip(times["bare spaCy"], times["dateline"], strict=True)]
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"


def timed(work: Callable[[], int]) -> tuple[float, float]:
    """Give the seconds that work takes by the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def measure_start(model: str) -> None:
    """Time a fresh command from its call to the first event of one short report."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "short.txt")
        file.write_text(SHORT_REPORT, encoding="utf-8")
        taken = [first_line_after([*COMMAND, str(file), *run_options(model), "--no-store"]) for _ in range(STARTS)]
    print(f"start-up  {statistics.median(taken):8.2f} s to the first event (median of {STARTS} fresh starts)")


def first_line_after(command: Sequence[str]) -> float:
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        line = process.stdout.readline()
        taken = time.perf_counter() - start
        complaint = process.communicate()[1]
    if not line:
        sys.exit(f"no event was printed: {complaint.decode(errors='replace')}")
    return taken


def run_options(model: str) -> list[str]:
    return ["--format", "jsonl", "--quiet", "--spacy-model", model]


def measure_memory(reports: Sequence[Report], model: str, factors: Sequence[int]) -> None:
    """Measure the peak memory of the command over ever more reports, none of them a copy of another."""
    with tempfile.TemporaryDirectory() as folder:
        for factor in factors:
            file = Path(folder, f"{factor}.jsonl")
            write_copies(reports, factor, file)
            store = ["--store", str(Path(folder, f"{factor}.db"))]
            peak, seconds, events = peak_memory([*COMMAND, str(file), *run_options(model), *store])
            count = factor * len(reports)
            print(
                f"memory    {peak:8.0f} MB peak for {factor:3d}x = {count} reports, {events} events ({seconds:.0f} s)"
            )


def write_copies(reports: Sequence[Report], factor: int, file: Path) -> None:
    """Write each report `factor` times, each time with an id and a last line of its own."""
    with file.open("w", encoding="utf-8") as out:
        for copy in range(factor):
            for report in reports:
                published = report.published.isoformat() if report.published else "2024-03-12"
                text = f"{report.text}\n\nEdition {copy + 1} of this report."
                line = {"id": f"{report.id}-{copy}", "text": text, "title": report.title, "published": published}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")


def peak_memory(command: Sequence[str]) -> tuple[float, float, int]:
    """Give the peak resident memory of a command in MB, its seconds and the lines it printed.

    A process inherits the peak of the one that starts it, and this one holds a loaded pipeline; so a small
    process in between starts the command and reports on it.
    """
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", WATCHER, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the command failed: {done.stderr}")
    peak, lines = done.stdout.split()
    unit = 1 if platform.system() == "Darwin" else 1024  # bytes there, kilobytes elsewhere
    return int(peak) * unit / 1e6, time.perf_counter() - start, int(lines)


if __name__ == "__main__":
    main()
