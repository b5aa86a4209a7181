"""YAML file -> Source: its data, and the line of each value for messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from dateline.errors import UsageError

SECTIONS = frozenset(
    "extends name types contexts classes light_verbs refine compose cameo cameo_types acled_names acled rules".split()
)
SAFE_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times as fast
Trail = tuple[str | int, ...]  # where a value stands in a file: its keys and list positions


@dataclass(frozen=True, slots=True)
class Source:
    """One YAML file of a codebook."""

    path: Path
    name: str
    text: str
    data: Mapping[str, Any]

    def fail(self, trail: Trail, message: str) -> NoReturn:
        """Stop with the line on which the value at `trail` stands."""
        raise UsageError(f"{self.name}:{_line(self.text, trail)}: {message}")


def read_source(path: Path, root: Path) -> Source:
    """Read one file; its name in messages is relative to `root`."""
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
        data = yaml.load(text, Loader=SAFE_LOADER)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name}: cannot be read: {error}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise UsageError(f"{name}{line}: not valid YAML: {getattr(error, 'problem', error)}") from error
    source = Source(path, name, text, {"rules": data} if isinstance(data, list) else data or {})
    if not isinstance(source.data, dict):
        source.fail((), "expected keys such as `types` and `rules`, or a list of rules")
    for key in source.data.keys() - SECTIONS:
        source.fail((key,), f"unknown key `{key}`; known: {listing(SECTIONS)}")
    return source


def _line(text: str, trail: Trail) -> int:
    """Give the line of the value at `trail`, or of the nearest value that holds it."""
    node = yaml.compose(text, Loader=SAFE_LOADER)
    line = 1
    if isinstance(node, yaml.SequenceNode) and trail[:1] == ("rules",):
        trail = trail[1:]
    for step in trail:
        found = _child(node, step)
        if found is None:
            break
        line, node = found
    return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        pairs = ((key.start_mark.line + 1, value) for key, value in node.value if key.value == str(step))
        return next(pairs, None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None


def entries(sources: Iterable[Source], section: str) -> Iterator[tuple[Source, Trail, str, Any]]:
    """Give the entries of one section in all files, each with its file and trail."""
    for source in sources:
        content = source.data.get(section) or {}
        if not isinstance(content, dict):
            source.fail((section,), f"`{section}` must be a mapping")
        for key, value in content.items():
            yield source, (section, key), str(key), value


def words_of(source: Source, trail: Trail, value: object) -> list[str]:
    """Read a list of words, or one string with commas between them."""
    if value is None:
        return []
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        source.fail(trail, f"expected words with commas between them, found {value!r}")
    return [word.strip() for word in value if word.strip()]


def listing(names: Iterable[str]) -> str:
    """Write names in alphabetical order."""
    return ", ".join(sorted(names))
