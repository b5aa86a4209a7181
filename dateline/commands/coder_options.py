"""Options that choose the coder, and the language model that they set up."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from dateline.config import Config
from dateline.errors import UsageError
from dateline.records import Issue, Report
from dateline.tools import CoderName, Tools

if TYPE_CHECKING:
    from dateline.coders.llm.coder import ModelCoder
    from dateline.store import Store

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--coder",
        type=click.Choice(["rules", "llm", "both"]),
        default="rules",
        show_default=True,
        help="Who codes: the codebook's rules, a language model, or both, which shows where they differ.",
    ),
    click.option("--llm-url", metavar="URL", help="The model's endpoint (default: http://127.0.0.1:8080/v1)."),
    click.option("--llm-model", metavar="NAME", help="The model's name, as its endpoint knows it."),
    click.option(
        "--budget", metavar="LIMIT", help="What the model may take: 200000 (tokens), or $2.50 at your prices."
    ),
    click.option("--allow-remote", is_flag=True, help="Let reports go to an endpoint on another machine."),
    click.option("--no-cache", is_flag=True, help="Ask the model anew, and keep none of its answers."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderChoice:
    """What the command line says of the coder."""

    coder: CoderName
    llm_url: str | None
    llm_model: str | None
    budget: str | None
    allow_remote: bool
    no_cache: bool


def coder_options(function: F) -> F:
    """Add the options that choose the coder; the command gets them as one `choice`."""

    @functools.wraps(function)
    def with_choice(*args: Any, **options: Any) -> Any:
        chosen = {name: options.pop(name) for name in CoderChoice.__dataclass_fields__}
        return function(*args, choice=CoderChoice(**chosen), **options)

    command = cast(F, with_choice)
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def with_coder(tools: Tools, config: Config, choice: CoderChoice) -> Tools:
    """Give the tools with the coder that was chosen; raises UsageError for settings that cannot be used."""
    if choice.coder == "rules":
        return tools
    return replace(tools, coder=choice.coder, model=_model(config, choice))


def _model(config: Config, choice: CoderChoice) -> ModelCoder:
    if not config.llm_model:
        raise UsageError("--coder llm needs the model's name: --llm-model NAME, or llm_model in dateline.toml")
    # Loaded here, so that rules need neither the extra nor the time
    endpoint, coder, budget, answers = (
        importlib.import_module(f"dateline.coders.llm.{name}") for name in ("endpoint", "coder", "budget", "answers")
    )
    model: ModelCoder = coder.ModelCoder(
        endpoint=endpoint.Endpoint(
            url=config.llm_url, key=config.llm_key, timeout=config.llm_timeout, allow_remote=choice.allow_remote
        ),
        model=config.llm_model,
        budget=budget.read_budget(choice.budget, price_in=config.llm_price_in, price_out=config.llm_price_out),
        answers=answers.Answers(None if choice.no_cache else answers.answers_path()),
        max_tokens=config.llm_max_tokens,
    )
    return model


def announce_remote(items: Sequence[Report | Issue], tools: Tools, store: Store | None) -> None:
    """Say on standard error, before anything is sent, what will leave this machine and where it goes."""
    if tools.model is None:
        return
    endpoint = tools.model.endpoint
    reports = [item for item in items if isinstance(item, Report)]
    if store is not None:
        reports = [report for report in reports if store.find_coded(report, tools.coder_version) is None]
    way = "" if endpoint.is_encrypted else " over a connection that is not encrypted"
    click.echo(
        f"leaving this machine for {endpoint.host}{way}: the text of at most {len(reports)} report(s), furniture left "
        "out and names of private persons masked as far as they are recognised; no ids, sources or addresses",
        err=True,
    )
