"""The pages for people: every command and option is on them, and what they show is what comes out.

`pytest --update-golden` rewrites the pages' generated parts.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI

from dateline.api import load_configured
from dateline.cli import COMMANDS, app
from dateline.config import Config
from dateline.describe import report_title
from dateline.ingest import read_reports
from dateline.jsonlines import event_line, event_to_json
from dateline.ontology.actor_files import ACTOR_KEYS, load_actors
from dateline.ontology.codebook import TRAITS
from dateline.ontology.loading import RULE_KEYS
from dateline.ontology.schema import codebook_schema
from dateline.ontology.sources import SECTIONS
from dateline.pipeline import code_report
from dateline.records import CodedEvent, Report
from dateline.show import event_in_full, events_table

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "dateline" / "samples"
README = ROOT / "README.md"
COMMANDS_PAGE = ROOT / "docs" / "commands.md"
RECORDS_PAGE = ROOT / "docs" / "records.md"
CODEBOOK_PAGE = ROOT / "docs" / "codebook.md"
SCHEMA = ROOT / "docs" / "codebook.schema.json"
PICTURE = ROOT / "docs" / "demo.svg"
SHOWN, PICTURED = "portugal_banners", "peru_blockade"
WIDTH = 118
OVERVIEW = click.Context(app, info_name="dateline", terminal_width=WIDTH, **app.context_settings)


def commands() -> Iterator[tuple[str, click.Command]]:
    for name in COMMANDS:
        command = app.get_command(OVERVIEW, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{name} {part}", command.commands[part]) for part in command.commands)
        else:
            yield name, command


# -- docs/commands.md ------------------------------------------------------------------------------------------------


def commands_page() -> str:
    parts = ["# Commands\n\nWhat `--help` prints, on one page. Made by `make golden`; do not edit.\n"]
    for name, command in commands():
        context = click.Context(command, info_name=name, parent=OVERVIEW)
        parts.append(f"## {name}\n\n```text\n{command.get_help(context).strip()}\n```\n")
    return "\n".join(parts)


def test_the_page_of_commands_is_what_help_prints(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        COMMANDS_PAGE.write_text(commands_page(), encoding="utf-8")
    assert COMMANDS_PAGE.read_text(encoding="utf-8") == commands_page()


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_option_says_what_it_does(name: str) -> None:
    command = dict(commands())[name]
    silent = [param.name for param in command.params if isinstance(param, click.Option) and not param.help]
    assert silent == []
    assert command.help is not None
    assert "Examples:" in command.help


# -- README.md -------------------------------------------------------------------------------------------------------


def coded_sample(name: str) -> tuple[Report, list[CodedEvent]]:
    items = read_reports([str(SAMPLES)], manifest=SAMPLES / "manifest.csv")
    (report,) = (item for item in items if isinstance(item, Report) and item.id == name)
    return report, list(code_report(report, load_configured(Config())).events)


@pytest.fixture(scope="module")
def shown() -> tuple[Report, list[CodedEvent]]:
    """Give the sample report whose first event the pages show, and its events."""
    return coded_sample(SHOWN)


def drawn(renderable: object) -> str:
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None, highlight=False, markup=False)
    console.print(renderable)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()).strip("\n")


def excerpts(report: Report, event: CodedEvent) -> dict[Path, dict[str, str]]:
    return {
        README: {"show": f"```text\n{drawn(event_in_full(event, report, marks=True))}\n```"},
        RECORDS_PAGE: {"record": f"```json\n{event_line(event)}\n```"},
    }


def with_excerpts(page: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        assert pattern.search(page), name
        page = pattern.sub(lambda found, part=part: f"{found[1]}{part}\n{found[2]}", page)
    return page


def stable(page: str) -> str:
    """Leave out the coder's version, which every change of the rules gives anew."""
    return re.sub(r"rules \S+|\"coder_version\": \"[^\"]*\"", "", page)


def test_the_pages_show_what_comes_out(shown: tuple[Report, list[CodedEvent]], request: pytest.FixtureRequest) -> None:
    report, events = shown
    for path, parts in excerpts(report, events[0]).items():
        page = path.read_text(encoding="utf-8")
        fresh = with_excerpts(page, parts)
        if request.config.getoption("--update-golden"):
            path.write_text(fresh, encoding="utf-8")
            page = fresh
        assert stable(page) == stable(fresh)


def picture(report: Report, events: list[CodedEvent]) -> str:
    console = Console(file=io.StringIO(), width=108, record=True, highlight=False, markup=False)
    console.print(f"$ dateline show {report.id}\n")
    console.print(events_table(events[:8], title=report_title(report, events)))
    svg = console.export_svg(title="dateline", unique_id="demo", theme=DIMMED_MONOKAI)
    svg = re.sub(r"@font-face \{.*?\}\n", "", svg, flags=re.DOTALL)  # the picture fetches no fonts
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def words(svg: str) -> list[str]:
    """Give the words of a picture; its drawing may differ from one version of rich to the next."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_the_picture_shows_what_comes_out(request: pytest.FixtureRequest) -> None:
    fresh = picture(*coded_sample(PICTURED))
    if request.config.getoption("--update-golden"):
        PICTURE.write_text(fresh, encoding="utf-8")
    drawn_before = PICTURE.read_text(encoding="utf-8")
    assert words(drawn_before) == words(fresh)
    assert "url(" not in drawn_before.replace("url(#", "")


def test_every_field_of_a_record_is_explained(shown: tuple[Report, list[CodedEvent]]) -> None:
    page = RECORDS_PAGE.read_text(encoding="utf-8")
    assert [name for name in event_to_json(shown[1][0]) if f"`{name}`" not in page] == []


LAND_REPORTS = [
    "Landless farmers occupied a soy plantation in eastern Paraguay on Sunday. Police detained six of them on Monday.",
    "Zimbabwe seized three farms near Chinhoyi on Friday. Opposition lawmakers condemned the move on Saturday.",
]


def yaml_blocks() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", CODEBOOK_PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_codebook_on_its_page_works_and_changes_what_the_page_shows(
    call: Callable[..., object], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    (tmp_path / "land.yaml").write_text(yaml_blocks()[0], encoding="utf-8")
    (tmp_path / "reports").mkdir()
    for name, text in zip(("asuncion", "harare"), LAND_REPORTS, strict=True):
        (tmp_path / "reports" / f"{name}.txt").write_text(text, encoding="utf-8")
    assert call("codebook", "check", "land.yaml", "--own").code == 0
    tried = call("codebook", "try", "land.yaml", "reports", "--published", "2024-03-12", "--format", "table")
    page = CODEBOOK_PAGE.read_text(encoding="utf-8")
    fresh = with_excerpts(page, {"try": f"```text\n{tried.out}{tried.err}```"})
    if request.config.getoption("--update-golden"):
        CODEBOOK_PAGE.write_text(fresh, encoding="utf-8")
        page = fresh
    assert page == fresh


def test_the_actors_on_the_codebook_page_work(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text(yaml_blocks()[1], encoding="utf-8")
    assert load_actors(tmp_path / "actors.yaml").organization("Guarda do Rio").name == "River Guard"


def test_the_codebook_page_names_every_key_and_trait() -> None:
    page = CODEBOOK_PAGE.read_text(encoding="utf-8")
    assert [key for key in (*RULE_KEYS, *SECTIONS, *TRAITS, *ACTOR_KEYS) if f"`{key}`" not in page] == []


def test_the_schema_beside_the_codebook_page_is_the_loaders(request: pytest.FixtureRequest) -> None:
    fresh = json.dumps(codebook_schema(), indent=1, ensure_ascii=False) + "\n"
    if request.config.getoption("--update-golden"):
        SCHEMA.write_text(fresh, encoding="utf-8")
    assert SCHEMA.read_text(encoding="utf-8") == fresh


def readme_commands() -> list[str]:
    """Give the `dateline ...` lines of the README's shell blocks and of its table of commands."""
    page = README.read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL))
    lines = [line.partition("#")[0].strip() for line in blocks.splitlines() if line.startswith("dateline ")]
    return lines + re.findall(r"\| `(dateline [^`]*)` \|$", page, re.MULTILINE)


def test_every_command_is_in_the_readme() -> None:
    page = README.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`dateline {name}" not in page] == []
    assert {line.split()[1] for line in readme_commands()} == set(COMMANDS)


def test_the_commands_of_the_readme_run(
    call: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(SAMPLES, tmp_path / "reports")
    shutil.copy(SAMPLES / "manifest.csv", tmp_path)
    shutil.copy(SAMPLES / f"{SHOWN}.txt", tmp_path / "report.txt")
    sentences = (ROOT / "benchmarks" / "data" / "written_sentences.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "sentences.jsonl").write_text("\n".join(sentences[::20]), encoding="utf-8")
    lines = readme_commands()
    call("code", "reports", "-q")
    call("export", "--profile", "full", "-o", "gold.csv")
    call("export", "--profile", "full", "-o", "events.jsonl")
    for line in lines:
        if line.startswith("dateline serve"):
            continue  # it goes on until it is ended: see test_serve.py
        words = shlex.split(line.partition(" > ")[0])[1:]
        result = call(*words)
        assert result.code == 0, (line, result.err)


def test_the_python_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pandas")
    (block,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == re.findall(r"print.*# (.*)", block)


def test_links_lead_somewhere() -> None:
    pages = [README, ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
    targets = {
        (page.name, target)
        for page in pages
        for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    }
    assert targets == set()
