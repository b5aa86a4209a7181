"""How well are rewritten texts and repeated passages told from texts that are of their own?

    python benchmarks/copies.py NEWS.jsonl [NEWS.jsonl ...] [--texts 400] [--fewest-words 50] [--show]

Each line needs a `text`; lines of one happening may share a `cluster`. Texts are rewritten with 5, 10, 20 and 40 per
cent of their words changed (three in five replaced by a word from anywhere in the files, one in five followed by
such a word, one in five left out), also with their sentences cut and moved, and paragraphs of one text are put into
another. Recall is over the rewrites. Precision is over the candidates: the rewrites' own pairs against all pairs of
different texts that the keys bring together. Pairs of different lines that are called a copy are wrong unless three
in four of the shorter one's five-word runs stand in the other, or they share a cluster; both kinds are counted apart,
and `--show` prints all others to be read.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.merge.copies import Likeness, compare_texts
from dateline.merge.sketches import TextSketch, may_be_alike, sketch_keys, sketch_wording
from dateline.merge.wording import Wording, read_wording

SHARES = (0.05, 0.1, 0.2, 0.4)
SEED = 5
RUN = 5
SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    cluster: str
    wording: Wording
    sketch: TextSketch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--texts", type=int, default=400)
    parser.add_argument("--fewest-words", type=int, default=50)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    texts = read_texts(options.files, options.fewest_words)
    generator = random.Random(SEED)
    sample = generator.sample(texts, min(options.texts, len(texts)))
    characters = sum(len(text.text) for text in sample)
    print(f"{len(texts)} texts of {options.fewest_words} words and more, {len(sample)} of them rewritten")
    time_reading(sample, characters)
    wrong = compare_others(texts, show=options.show)
    report_rewrites(texts, sample, wrong, generator)
    report_passages(texts, sample, generator)


def read_texts(files: Sequence[Path], fewest_words: int) -> list[Text]:
    texts = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").rstrip("\n").split("\n")):
            row = json.loads(line)
            if len(row["text"].split()) >= fewest_words:
                texts.append(to_text(row["text"], f"{file.stem}-{row.get('cluster', f'line {number}')}"))
    return texts


def to_text(text: str, cluster: str) -> Text:
    wording = read_wording(None, text)
    return Text(text, cluster, wording, sketch_wording(wording))


def time_reading(sample: Sequence[Text], characters: int) -> None:
    start = time.process_time()
    for text in sample:
        sketch_keys(sketch_wording(read_wording(None, text.text)))
    spent = time.process_time() - start
    keys = sum(len(sketch_keys(text.sketch)) for text in sample) / len(sample)
    size = sum(len(text.sketch.to_bytes()) for text in sample) / len(sample)
    print(f"sketch    {spent / characters * 3e6:.2f} ms for 3,000 characters; {keys:.0f} keys, {size:.0f} bytes a text")


def keys_of(texts: Iterable[Text]) -> dict[tuple[str, int], list[int]]:
    holders = defaultdict(list)
    for number, text in enumerate(texts):
        for key in sketch_keys(text.sketch):
            holders[key].append(number)
    return holders


def compare_others(texts: Sequence[Text], *, show: bool) -> int:
    """Compare all candidates among the texts as they are; give how many copies are found that are none."""
    shared = keys_of(texts).values()
    candidates = {(first, second) for numbers in shared for first in numbers for second in numbers if first < second}
    worth = sorted((a, b) for a, b in candidates if may_be_alike(texts[a].sketch, texts[b].sketch))
    start = time.process_time()
    found = [(a, b, compare_texts(texts[a].wording, texts[b].wording)) for a, b in worth]
    spent = time.process_time() - start
    pairs = len(texts) * (len(texts) - 1) / 2
    print(f"keys      bring together {len(candidates)} of {pairs:.0f} pairs ({len(candidates) / pairs:.1e})", end="")
    print(f", {len(worth)} worth comparing, {spent / max(1, len(worth)) * 1e3:.2f} ms each")
    copies = [(a, b, alike[0]) for a, b, alike in found if alike and alike[0].kind == "copy"]
    repeats = [pair for pair in copies if share_of_runs(texts[pair[0]], texts[pair[1]]) >= 0.75]
    others = [pair for pair in copies if pair not in repeats]
    related = [pair for pair in others if texts[pair[0]].cluster == texts[pair[1]].cluster]
    passages = [(a, b, alike[0]) for a, b, alike in found if alike and alike[0].kind == "passage"]
    across = sum(texts[a].cluster != texts[b].cluster for a, b, _ in passages)
    print(f"as they are: {len(copies)} pairs found as copies: {len(repeats)} repeat each other word by word,", end="")
    print(f" {len(related)} more are of one happening, {len(others) - len(related)} of neither kind;")
    print(f"  {len(passages)} pairs share passages, {across} of them of different happenings")
    if show:
        show_pairs(texts, [pair for pair in others if pair not in related])
        show_pairs(texts, [pair for pair in passages if texts[pair[0]].cluster != texts[pair[1]].cluster])
    return len(others) - len(related)


def share_of_runs(first: Text, second: Text) -> float:
    runs, others = (
        {tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1)}
        for words in (first.text.lower().split(), second.text.lower().split())
    )
    return len(runs & others) / max(1, min(len(runs), len(others)))


def show_pairs(texts: Sequence[Text], pairs: Iterable[tuple[int, int, Likeness]]) -> None:
    for first, second, likeness in pairs:
        here, there = likeness.spans[0][0], likeness.spans[0][2]
        print(f"  {likeness.kind} {likeness.score}")
        print(f"    {texts[first].text[here : here + 200]!r}\n    {texts[second].text[there : there + 200]!r}")


def report_rewrites(texts: Sequence[Text], sample: Sequence[Text], wrong: int, generator: random.Random) -> None:
    words = [word for text in texts for word in text.text.split()]
    ways: tuple[tuple[str, Callable[[str, float], str]], ...] = (
        ("words", lambda text, share: change_words(text, share, words, generator)),
        ("and moved", lambda text, share: move_sentences(change_words(text, share, words, generator), generator)),
    )
    per_text = wrong / len(texts)
    print("\nchange     share    keys   recall   precision (wrong pairs of the texts as they are, for as many texts)")
    for name, rewrite in ways:
        for share in SHARES:
            pairs = [(text, to_text(rewrite(text.text, share), text.cluster)) for text in sample]
            met = [(a, b) for a, b in pairs if shares_key(a, b)]
            right = sum(any(each.kind == "copy" for each in compare_texts(a.wording, b.wording)) for a, b in met)
            precision = right / max(1.0, right + per_text * len(sample))
            print(f"{name:<10} {share:5.0%} {len(met) / len(pairs):8.3f} {right / len(pairs):8.3f} {precision:9.3f}")


def shares_key(first: Text, second: Text) -> bool:
    met = not set(sketch_keys(first.sketch)).isdisjoint(sketch_keys(second.sketch))
    return met and may_be_alike(first.sketch, second.sketch)


def change_words(text: str, share: float, words: Sequence[str], generator: random.Random) -> str:
    lines = []
    for line in text.split("\n"):
        told: list[str] = []
        for word in line.split(" "):
            way = generator.random() / share
            kept = [word] if way >= 0.8 else []
            added = [generator.choice(words)] if way < 0.6 or 0.8 <= way < 1 else []
            told += kept + added
        lines.append(" ".join(told))
    return "\n".join(lines)


def move_sentences(text: str, generator: random.Random) -> str:
    """Leave out one sentence in ten and exchange two neighbours out of five."""
    sentences = [sentence for sentence in SENTENCE.split(text) if generator.random() >= 0.1]
    for place in range(len(sentences) - 1):
        if generator.random() < 0.4:
            sentences[place], sentences[place + 1] = sentences[place + 1], sentences[place]
    return " ".join(sentences)


def report_passages(texts: Sequence[Text], sample: Sequence[Text], generator: random.Random) -> None:
    """Put a passage of 40 to 80 words of one text into another that shares nothing with it."""
    words = [word for text in texts for word in text.text.split()]
    print("\npassage    share    keys   recall   precision (characters of the found stretches)")
    for share in (0.0, 0.05, 0.1, 0.2):
        met = found = right = total = tried = 0
        for text in sample:
            passage = take_passage(text.text, generator)
            host = generator.choice(texts)
            if passage is None or host.cluster == text.cluster or shares_key(host, text):
                continue
            tried += 1
            changed = change_words(passage, share, words, generator) if share else passage
            lines = SENTENCE.split(host.text)
            place = generator.randrange(len(lines) + 1)
            other = to_text(" ".join([*lines[:place], changed, *lines[place:]]), host.cluster)
            if not shares_key(text, other):
                continue
            met += 1
            alike = compare_texts(text.wording, other.wording)
            start = text.text.index(passage)
            found += bool(alike)
            for first, last, *_ in (span for each in alike for span in each.spans):
                total += last - first
                right += max(0, min(last, start + len(passage)) - max(first, start))
        print(
            f"embedded   {share:5.0%} {met / tried:8.3f} {found / tried:8.3f} {right / max(1, total):9.3f}  ({tried})"
        )


def take_passage(text: str, generator: random.Random) -> str | None:
    """Take whole sentences that stand together, 40 to 80 words."""
    ends = [0, *(match.end() for match in SENTENCE.finditer(text)), len(text)]
    stretches = [
        text[first:last] for place, first in enumerate(ends) for last in ends[place + 1 :]
        if 40 <= len(text[first:last].split()) <= 80
    ]  # fmt: skip
    return generator.choice(stretches) if stretches else None


if __name__ == "__main__":
    main()
