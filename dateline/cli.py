"""Words of the command line → one command; what goes wrong → a message and an exit code.

Exit codes: 0 all went well; 1 some report failed, or the run could not go on; 2 the command was used
wrongly; 130 interrupted by Ctrl-C; 141 whoever read the output has closed it.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from dateline.errors import DatelineError, UsageError

FAILED, MISUSED, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141

#: Each command's name, the module that holds it and its line in the overview: `--help` loads none of the modules.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("run_demo", "Code the bundled sample reports into a page and a table."),
    "code": ("code_reports", "Code reports into event records."),
    "annotate": ("annotate_reports", "Mark the places, dates, actors, figures, quotes and citations of reports."),
    "show": ("show_events", "Show the coded events, or one in full with the words it was read from."),
    "export": ("export_events", "Write events, claims or incidents to a file."),
    "merge": ("merge_events", "Join the events that tell of one happening to incidents."),
    "incidents": ("list_incidents", "List incidents: claims, sources, what is disputed."),
    "incident": ("show_incident", "Show one incident: who claims what, and why these claims were merged."),
    "stories": ("list_stories", "Group reports by the happening that they are about."),
    "decide": ("decide", "Merge, split or keep apart events by your own word; undo it."),
    "changes": ("show_changes", "List what was added, changed or withdrawn, and why."),
    "serve": ("serve", "Show a store in the browser: incidents, reports, a map."),
    "brief": ("write_brief", "Write a situation brief of a country and a period."),
    "audit": ("audit_log", "Show the audit log: who took out data in full, and when."),
    "search": ("search_reports", "Search reports and events by words."),
    "forget": ("forget_report", "Erase a report and all that came from it."),
    "copy": ("copy_store", "Copy a store into a new one, such as a file into PostgreSQL."),
    "score": ("score_events", "Measure codings by a hand-coded set, or by one another."),
    "gazetteer": ("gazetteer", "Build a gazetteer of your own, or show what a name may mean."),
    "codebook": ("codebook", "Show the codebook; check, try or begin one of your own."),
    "actors": ("actors", "Show how the name of an actor is read; check actors of your own."),
    "classifier": ("classifier", "Train the second opinion on reviewed sentences of your own."),
    "config": ("print_config", "Print all settings as they are in force."),
}


class CommandTable(click.Group):
    """The commands of COMMANDS, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"dateline.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview without loading the commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; that whoever reads the output has closed it ends it without words."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_output()
            ctx.exit(PIPE_CLOSED)
        return result


@click.command(cls=CommandTable, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="dateline")
def app() -> None:
    """News reports in, event records out: who did what to whom, where, when, according to whom.

    \b
    Examples:
      dateline demo                                  see what it does
      dateline code reports/ --published 2024-03-12  code a folder of reports
      dateline show                                  look at the events
      dateline export --format csv -o events.csv     take them elsewhere
    """


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code."""
    sys.exit(_run(args))


def _run(args: Sequence[str] | None) -> int:
    try:
        code = app.main(args, "dateline", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except OSError as error:
        _drop_output()
        click.echo(f"Error: the results cannot be written: {error.strerror or error}", err=True)
        return FAILED
    except DatelineError as error:
        click.echo(f"Error: {error}", err=True)
        return MISUSED if isinstance(error, UsageError) else FAILED
    return code if isinstance(code, int) else 0


def _drop_output() -> None:
    """Send what is still unwritten nowhere: the interpreter flushes standard output once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
