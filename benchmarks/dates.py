"""Score and time `annotate --only dates` on a TIMEX3 corpus, beside bare spaCy.

    python benchmarks/dates.py timebank.jsonl --scorer score_time.py [--out dates.jsonl] [--spacy PIPELINE]

A line of the corpus: {"docid", "dct", "text", "timexes": [{"start", "end", "type", "value"}]}.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import spacy

from dateline.find.dates import find_dates
from dateline.records import Block, Document, Report, Timex
from dateline.resolve.dates import resolve_dates


def as_document(line: dict[str, str]) -> Document:
    text = line["text"]
    return Document(
        report=Report(id=line["docid"], text=text),
        text=text,
        text_start=0,
        blocks=(Block(start=0, end=len(text), kind="body", line=0),),
        published=dt.date.fromisoformat(line["dct"][:10]),
    )


def as_annotation(document: Document, dates: tuple[Timex, ...]) -> dict[str, object]:
    found = [
        {"start": d.span.start, "end": d.span.end, "text": d.span.text, "type": d.type, "value": d.value} for d in dates
    ]
    return {"id": document.report.id, "dates": found}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", type=Path)
    options.add_argument("--scorer", type=Path)
    options.add_argument("--out", type=Path)
    options.add_argument("--spacy", metavar="PIPELINE", help="time this bare spaCy pipeline over the same texts")
    chosen = options.parse_args()
    documents = [as_document(json.loads(line)) for line in chosen.corpus.read_text(encoding="utf-8").splitlines()]

    start = time.perf_counter()
    lines = [as_annotation(document, resolve_dates(find_dates(document), document)) for document in documents]
    seconds = time.perf_counter() - start
    print(f"dates: {len(documents)} texts in {seconds:.2f} s, {len(documents) / seconds:.0f} a second")
    if chosen.spacy:
        pipeline = spacy.load(chosen.spacy)
        start = time.perf_counter()
        for _ in pipeline.pipe(document.text for document in documents):
            pass
        bare = time.perf_counter() - start
        print(f"spaCy: {bare:.2f} s, {len(documents) / bare:.0f} a second; dates run {bare / seconds:.0f} times faster")
    with tempfile.TemporaryDirectory() as folder:
        out = chosen.out or Path(folder) / "dates.jsonl"
        out.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        if chosen.scorer:
            subprocess.run([sys.executable, str(chosen.scorer), str(chosen.corpus), str(out)], check=True)


if __name__ == "__main__":
    main()
