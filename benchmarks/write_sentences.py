"""Write the sentences by pattern that stand beside the hand-written ones in data/written_sentences.jsonl.

    python benchmarks/write_sentences.py [--each 17]

The rows "by": "hand" of the file are kept as they are; those "by": "pattern" are made anew, the same on every run,
from sentence_patterns.txt: one line a pattern, its codes before the bar, and slots with their choices after it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path

HERE = Path(__file__).parent
SENTENCES = HERE / "data" / "written_sentences.jsonl"
PATTERNS = HERE / "sentence_patterns.txt"
SEED = 4
WEIGHT = 0.25  # beside a sentence written by hand
TRIES = 200  # a pattern with few choices gives fewer sentences than asked for


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=17, help="sentences of each pattern (default 17)")
    each = parser.parse_args().each
    rows = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["by"] == "hand"] + made_rows(each)
    SENTENCES.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(rows)} sentences in {SENTENCES}")


def made_rows(each: int) -> list[dict]:
    """Fill each pattern with chosen words, a number of times, no sentence twice."""
    patterns, slots = read_patterns()
    chance, rows, seen = random.Random(SEED), [], set()
    for codes, pattern in patterns:
        made = 0
        for _ in range(TRIES):
            text = fill(pattern, slots, chance)
            if text not in seen and made < each:
                seen.add(text)
                made += 1
                rows.append({"text": text, "codes": codes, "weight": WEIGHT, "by": "pattern"})
    return rows


def read_patterns() -> tuple[list[tuple[list[str], str]], dict[str, list[str]]]:
    patterns, slots = [], {}
    for line in PATTERNS.read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            _, name, choices = (part.strip() for part in line.split("=", 2))
            slots[name] = [choice.strip() for choice in choices.split(";")]
        elif not line.startswith("#"):
            codes, _, pattern = line.partition(" | ")
            patterns.append(([] if codes == "-" else codes.split("+"), pattern))
    return patterns, slots


def fill(pattern: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    text = pattern
    while "{" in text:
        text = re.sub(r"\{(\w+)\}", lambda match: chosen(match[1], slots, chance), text, count=1)
    text = re.sub(r"\s+([.,])", r"\1", re.sub(r"\s+", " ", text)).strip()
    return text[0].upper() + text[1:]


def chosen(slot: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    word = chance.choice(slots[slot])
    if slot == "CAUSE" and word and not word.startswith(","):
        return " " + word
    return word + " " if slot == "PLACE_" and word else word


if __name__ == "__main__":
    main()
