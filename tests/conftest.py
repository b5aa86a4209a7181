"""Options of the test run and what several tests share."""

from __future__ import annotations

import importlib.resources
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected events of the samples")
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a run that is to skip nothing fail where something was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and session.config.getoption("--no-skips"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def samples() -> Path:
    return Path(str(importlib.resources.files("dateline"))) / "samples"


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Give a function that runs `dateline` as a person would, in a folder of its own."""

    def run_dateline(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
        environment = {"PYTHONUTF8": "1", **os.environ, **options.pop("env", {})}
        return subprocess.run(
            [sys.executable, "-m", "dateline", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            **options,
        )

    return run_dateline
