"""The house: layers, cycles, names and sizes. Reads the code as text and runs none of it."""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "dateline"
FILES = sorted(PACKAGE.rglob("*.py"))

GROUND = {"records", "errors"}
DATA = {"ontology", "gazetteer"}
SHAPES = {
    "jsonlines",
    "incidents",
    "identity",
    "locate",
    "privacy",
    "describe",
    "page_text",
}  # records written, named, masked or put in words
STEPS = {
    "ingest",
    "clean",
    "parse",
    "find",
    "resolve",
    "coders",
    "merge",
    "store",
    "exporters",
    "briefs",
    "evaluate",
    "show",
}
TOP = {"config", "happenings", "tools", "pipeline", "tryout", "api", "dates", "cli", "commands", "serve", "__main__"}
TOP |= {""}
BANNED = {"utils", "util", "helpers", "common", "misc", "core", "manager", "service", "handler", "processor"}
BROAD = {"Exception", "BaseException"}
#: Optional extras are imported where they are needed, so that the rest runs without them.
EXTRAS = {"pandas", "pyarrow", "pyarrow.parquet", "pyogrio", "onnxruntime", "psycopg", "fpdf"}


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def part(module: str) -> str:
    """Give the first part of a module's name below the package: "ingest" for "dateline.ingest.text"."""
    return [*module.split("."), ""][1]


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in FILES:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node, node.module
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}", node


def allowed(name: str) -> set[str]:
    if name in TOP:
        return GROUND | DATA | SHAPES | STEPS | TOP
    if name in STEPS:
        return GROUND | DATA | SHAPES | {name}
    if name in SHAPES:
        return GROUND | SHAPES
    if name in DATA:
        return GROUND | {name}
    return GROUND


def test_every_part_has_its_layer() -> None:
    parts = {part(module_name(path)) for path in FILES}
    assert parts <= GROUND | DATA | SHAPES | STEPS | TOP


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_imports_keep_to_the_layers(path: Path) -> None:
    here = part(module_name(path))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    taken = {part(name) for _, name in imports(tree) if name.startswith("dateline.")}
    assert taken <= allowed(here)


def test_there_are_no_import_cycles() -> None:
    names = {module_name(path) for path in FILES}
    graph = {module_name(path): {name for _, name in imports(tree)} & names for path, tree in trees()}
    graph = {module: taken - {module} for module, taken in graph.items()}
    while leaves := {module for module, taken in graph.items() if not taken & graph.keys()}:
        graph = {module: taken for module, taken in graph.items() if module not in leaves}
    assert graph == {}


def test_imports_stand_at_the_top() -> None:
    hidden = [
        f"{where}: {name}"
        for where, function in functions()
        for _, name in imports(function)
        if name not in EXTRAS and name.rpartition(".")[0] not in EXTRAS
    ]
    assert hidden == []


def test_no_module_is_named_badly() -> None:
    stems = {path.stem for path in FILES} | {path.parent.name for path in FILES}
    assert stems & (BANNED | set(sys.stdlib_module_names)) - {"__main__"} == set()
    assert [stem for stem in stems if stem.startswith("base_")] == []


def test_files_and_functions_are_short() -> None:
    long_files = [str(path) for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > 500]
    assert long_files == []
    lengths = {where: (node.end_lineno or 0) - node.lineno + 1 for where, node in functions()}
    assert {where: length for where, length in lengths.items() if length > 70} == {}
    assert statistics.median(lengths.values()) <= 10


def test_functions_take_few_positional_parameters() -> None:
    counts = {where: len(node.args.posonlyargs + node.args.args) for where, node in functions()}
    assert {where: count for where, count in counts.items() if count > 5} == {}


def test_faults_are_caught_at_the_report_boundary_only() -> None:
    broad = {
        path.name
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) in BROAD)
    }
    assert broad <= {"batch.py"}


def test_the_library_does_not_print() -> None:
    calls = [f"{path}:{node.lineno}" for path, tree in trees() for node in ast.walk(tree)
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"]  # fmt: skip
    assert calls == []


def test_modules_and_public_functions_say_what_they_do() -> None:
    silent = [str(path) for path, tree in trees() if not ast.get_docstring(tree)]
    silent += [f"{path}:{node.lineno}" for path, tree in trees() for node in public_functions(tree) if is_silent(node)]
    assert silent == []


def public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Give the functions and methods seen from outside; functions inside functions are not."""
    for body in [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]:
        yield from (node for node in body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


def is_silent(node: ast.FunctionDef) -> bool:
    return not ast.get_docstring(node) and (node.end_lineno or 0) - node.lineno > 2


def test_the_flow_fits_on_one_page() -> None:
    assert len((PACKAGE / "pipeline.py").read_text(encoding="utf-8").splitlines()) <= 150
