"""Settings → tools: the parser, the gazetteer, the codebook and the classifier, which are dear to load."""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dateline.coders.classifier import Classifier, load_classifier
from dateline.coders.embedding import has_embedding
from dateline.gazetteer import Gazetteer, load_gazetteer
from dateline.ontology import Codebook, load_codebook
from dateline.ontology.actor_files import load_actors
from dateline.ontology.registry import RoleLexicon, load_lexicon
from dateline.parse import Parser, load_parser, load_tagger, pipeline_version

if TYPE_CHECKING:
    from dateline.coders.llm.coder import ModelCoder

CoderName = Literal["rules", "llm", "both"]


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What is dear to load and shared by all reports of a run; each part is loaded when it is first asked for.

    A part that cannot be loaded raises UsageError then.
    """

    spacy_model: str | None = None
    codebook_path: Path | None = None
    gazetteer_folder: Path | None = None  # None: the built-in one
    actors_path: Path | None = None
    coder: CoderName = "rules"
    model: ModelCoder | None = None  # the language model, where it is a coder
    classifier_choice: str = "off"  # or auto, built-in, or the path of a file of weights

    @cached_property
    def parser(self) -> Parser:
        """What splits, tags and parses a document."""
        return load_parser(self.spacy_model, headline_verbs=self.codebook.verb_rules.keys())

    @cached_property
    def tagger(self) -> Parser:
        """What splits and tags a document, without a dependency parse: enough to find places."""
        return load_tagger(self.spacy_model)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The places of the world by name."""
        return load_gazetteer(self.gazetteer_folder) if self.gazetteer_folder else load_gazetteer()

    @cached_property
    def codebook(self) -> Codebook:
        """The rules of coding."""
        return load_codebook(self.codebook_path)

    @cached_property
    def classifier(self) -> Classifier | None:
        """The second opinion on events; None where it is off, or `auto` and its extra is not installed."""
        if self.classifier_choice == "off" or (self.classifier_choice == "auto" and not has_embedding()):
            return None
        named = self.classifier_choice not in ("auto", "built-in")
        return load_classifier(Path(self.classifier_choice) if named else None)

    @cached_property
    def lexicon(self) -> RoleLexicon:
        """The registry of actors: the built-in one, and the user's over it."""
        return load_actors(self.actors_path) if self.actors_path else load_lexicon()

    @cached_property
    def coder_version(self) -> str:
        """What a coding hangs on: a report is coded once for each."""
        names = ("rules", "llm") if self.coder == "both" else (self.coder,)
        return " & ".join(map(self.version_of, names))

    def version_of(self, coder: str) -> str:
        """Give the version of one coder; a language model's names the model and the prompt too."""
        if coder == "llm" and self.model is not None:
            return f"{self.rules_version}+{self.model.version(self.codebook)}"
        return self.rules_version

    @cached_property
    def rules_version(self) -> str:
        """Of the program, codebook, actors, parser and a gazetteer of one's own."""
        version = importlib.metadata.version("dateline")
        parts = [version, self.codebook.version, self.lexicon.version, pipeline_version(self.spacy_model)]
        if self.gazetteer_folder:
            parts.append(self.gazetteer.digest())
        if self.classifier is not None:
            parts.append(f"classifier-{self.classifier.version}")
        return "+".join(parts)


def load_tools(
    *,
    spacy_model: str | None = None,
    codebook: Path | None = None,
    gazetteer: Path | None = None,
    actors: Path | None = None,
    classifier: str = "off",
) -> Tools:
    """Load the parser, the gazetteer, the codebook, the actors and, unless it is "off", the classifier at once.

    `classifier` is "off", "auto", "built-in" or the path of a file of weights. Raises UsageError where one of them
    cannot be used, MissingExtraError for a classifier without the extra 'learned'.
    """
    tools = Tools(
        spacy_model=spacy_model,
        codebook_path=codebook,
        gazetteer_folder=gazetteer,
        actors_path=actors,
        classifier_choice=classifier,
    )
    _ = tools.parser, tools.gazetteer, tools.coder_version
    return tools
