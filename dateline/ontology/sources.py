"""YAML files → Source…: the files of a codebook, and the entries of its sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import UsageError
from dateline.ontology.yaml_files import Trail, YamlFile, read_yaml

SECTIONS = frozenset(
    "extends name types contexts classes light_verbs refine compose counts traits stands armed_roles cameo cameo_types"
    " cameo_names acled_names acled acled_types drop rules".split()
)
MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class Source(YamlFile):
    """One YAML file of a codebook; `own` where it is the user's."""

    own: bool = False


def read_source(path: Path, root: Path, *, own: bool = False) -> Source:
    """Read one file; its name in messages is relative to `root`."""
    file = read_yaml(path, path.relative_to(root).as_posix())
    data, lines = file.data, file.lines
    if isinstance(data, list):
        data, lines = {"rules": data}, {("rules", *trail): line for trail, line in lines.items()}
    source = Source(file.name, file.text, data or {}, lines, own)
    if not isinstance(source.data, dict):
        source.fail((), "expected keys such as `types` and `rules`, or a list of rules")
    for key in source.data.keys() - SECTIONS:
        source.fail((key,), f"unknown key `{key}`; known: {listing(SECTIONS)}")
    if not isinstance(source.data.get("extends", True), bool):
        source.fail(("extends",), "`extends` is true (beside the built-in codebook) or false (without it)")
    if not isinstance(source.data.get("name", ""), str):
        source.fail(("name",), "`name` is the codebook's name")
    return source


def find_files(path: Path) -> list[Path]:
    """Give the YAML files of a codebook, which is one file or a folder; raises UsageError where there is none."""
    if not path.exists():
        raise UsageError(f"{path}: no such codebook; give a YAML file or a folder of them")
    if not path.is_dir():
        return [path]
    files = sorted(file for ending in ("*.yaml", "*.yml") for file in path.rglob(ending) if file.is_file())
    if not files:
        raise UsageError(f"{path}: no .yaml file in this folder")
    if len(files) > MOST_FILES:
        raise UsageError(
            f"{path}: {len(files)} .yaml files in this folder, more than a codebook has; name its own folder"
        )
    return files


def entries(sources: Iterable[Source], section: str) -> Iterator[tuple[Source, Trail, str, Any]]:
    """Give the entries of one section in all files, each with its file and trail."""
    for source in sources:
        content = source.data.get(section) or {}
        if not isinstance(content, dict):
            source.fail((section,), f"`{section}` must be a mapping")
        for key, value in content.items():
            yield source, (section, key), key, value


def words_of(source: YamlFile, trail: Trail, value: object) -> list[str]:
    """Read a list of words, or one string with commas between them."""
    if value is None:
        return []
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        source.fail(trail, f"expected words with commas between them, found {shown(value)}")
    return [word.strip() for word in value if word.strip()]


def listing(names: Iterable[str]) -> str:
    """Write names in alphabetical order."""
    return ", ".join(sorted(names))


def shown(value: object) -> str:
    """Write a value for a message, the middle of a long one left out.

    >>> shown([1, 2])
    '[1, 2]'
    """
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:60]} … {text[-15:]}"


def quoted(value: object) -> str:
    """Write a text between backticks for a message, anything else as `shown` does."""
    return f"`{value}`" if isinstance(value, str) and len(value) <= 80 else shown(value)
