"""dateline.toml, environment → Config: read every setting once, into one frozen record.

Defaults are overridden by `dateline.toml` in the working folder, that by `DATELINE_*` variables of the
environment, those by options of the command line. Nothing else in the package reads a setting.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.describe import without_password
from dateline.errors import UsageError

CONFIG_FILE = "dateline.toml"
PREFIX = "DATELINE_"
ENVIRONMENT = "the environment"
_DECIMAL = re.compile(r"\d+(\.\d+)?")
_DUE: dict[type | None, str] = {int: "a whole number", float: "a number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Every setting of a run; each field's `about` says what it does."""

    store: str = field(
        default="dateline.db",
        metadata={"about": "the database that keeps reports and events: a path, or a URL of PostgreSQL"},
    )
    spacy_model: str = field(
        default="",
        metadata={"about": "the spaCy pipeline: a package name or a folder; empty: the small English one"},
    )
    codebook: str = field(
        default="",
        metadata={"about": "a codebook of your own, a YAML file or a folder of them; empty: the built-in one"},
    )
    actors: str = field(
        default="",
        metadata={"about": "actors of your own, a YAML or CSV file, beside the built-in ones; empty: none"},
    )
    gazetteer: str = field(
        default="",
        metadata={
            "about": "a gazetteer of your own, a folder from `dateline gazetteer build`; empty: the built-in one"
        },
    )
    classifier: str = field(
        default="auto",
        metadata={
            "about": "the second opinion on events: auto (built-in weights where the extra 'learned' is installed),"
            " built-in, off, or a file from `dateline classifier train`"
        },
    )
    patience: int = field(
        default=10,
        metadata={"about": "how many seconds to wait for the store's server, and while another process writes"},
    )
    profile: str = field(
        default="public",
        metadata={
            "about": "what exports show of private persons: public (pseudonyms), strict (nothing) or full",
            "choices": ("public", "strict", "full"),
        },
    )
    reliability: str = field(
        default="",
        metadata={"about": "your own grades of sources, a CSV file with the columns source, grade, credibility, note"},
    )
    user: str = field(
        default="",
        metadata={"about": "who decides, for the record of decisions; empty: the name of the account"},
    )
    llm_url: str = field(
        default="http://127.0.0.1:8080/v1",
        metadata={"about": "where a language model answers for --coder llm: an OpenAI-compatible endpoint"},
    )
    llm_model: str = field(default="", metadata={"about": "the language model's name, as its endpoint knows it"})
    llm_key: str = field(
        default="", repr=False, metadata={"about": "the endpoint's key", "secret": True}
    )  # from the environment alone, and never written
    llm_timeout: int = field(default=120, metadata={"about": "how many seconds an answer may take"})
    llm_max_tokens: int = field(default=4096, metadata={"about": "how many tokens an answer may have"})
    llm_price_in: float = field(
        default=0.0, metadata={"about": "what a million tokens sent cost, in any currency; 0: not counted"}
    )
    llm_price_out: float = field(default=0.0, metadata={"about": "what a million tokens received cost"})

    def __post_init__(self) -> None:
        """Check the settings that allow few values."""
        for item in dataclasses.fields(self):
            choices = item.metadata.get("choices")
            value = getattr(self, item.name)
            if choices and value not in choices:
                raise UsageError(f"{item.name} is one of {', '.join(choices)}, not '{value}'")

    def to_toml(self) -> str:
        """Write the settings as a dateline.toml that gives the same Config, with secrets and passwords left out."""
        lines = []
        for item in dataclasses.fields(self):
            if item.metadata.get("secret"):
                continue
            value = getattr(self, item.name)
            shown = without_password(value) if item.name == "store" else value
            lines += [f"# {item.metadata['about']}", f"{item.name} = {_to_toml(shown)}"]
        return "\n".join(lines) + "\n"


def load_config(
    path: Path | None = None, environment: Mapping[str, str] | None = None, **options: str | None
) -> Config:
    """Read the settings: defaults, then `path` if it is there, the environment, the `options` that are not None.

    Raises UsageError naming the file or variable and the key for an unknown key or a value of a wrong type.
    """
    path = path or Path(CONFIG_FILE)
    settings: dict[str, Any] = {}
    for origin, values in (
        (str(path), _read_toml(path)),
        (ENVIRONMENT, _read_environment(environment or {})),
        ("the command line", {key: value for key, value in options.items() if value is not None}),
    ):
        checked = {key: _check(key, value, origin) for key, value in values.items()}
        _build({**settings, **checked}, origin)
        settings |= checked
    return Config(**settings)


def _build(settings: dict[str, Any], origin: str) -> Config:
    try:
        return Config(**settings)
    except UsageError as error:
        raise UsageError(f"{origin}: {error}") from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: is not valid TOML: {error}") from error


def _read_environment(environment: Mapping[str, str]) -> dict[str, str | float]:
    """Give the variables that begin with DATELINE_ under their settings' names; digits as a number where one is due."""
    values = {
        name.removeprefix(PREFIX).lower(): value for name, value in environment.items() if name.startswith(PREFIX)
    }
    return {key: _read_number(key, value) for key, value in values.items()}


def _read_number(key: str, value: str) -> str | float:
    kind = _kind(key)
    if kind is int and value.isdecimal():
        return int(value)
    if kind is float and _DECIMAL.fullmatch(value):
        return float(value)
    return value


def _check(key: str, value: Any, origin: str) -> Any:
    known = {item.name for item in dataclasses.fields(Config)}
    if key not in known:
        raise UsageError(f"{origin}: there is no setting '{key}'; the settings are {', '.join(sorted(known))}")
    if origin != ENVIRONMENT and any(
        item.name == key and item.metadata.get("secret") for item in dataclasses.fields(Config)
    ):
        raise UsageError(
            f"{origin}: {key} is taken from the variable {PREFIX}{key.upper()} alone, so that no file holds it"
        )
    kind = _kind(key)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        due = _DUE.get(kind, "a text in quotation marks")
        raise UsageError(f"{origin}: {key} is {due}, not {value!r}")
    return value


def _kind(key: str) -> type | None:
    """Give the type of a setting."""
    return next((type(item.default) for item in dataclasses.fields(Config) if item.name == key), None)


def _to_toml(value: str | float) -> str:
    if isinstance(value, int | float):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
