"""Parse, mentions → coded events, by a language model behind an OpenAI-compatible endpoint.

    Parse → Excerpts → answers → what of them is in the text → CodedEvent…

One request holds one excerpt of one report, and its answer can make records of that report alone: it gives words,
which are looked up in that excerpt, and values that the codebook lists. Nothing goes from one request to another.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from dateline.coders import code_by_rules
from dateline.coders.llm.answered import Answered, Dropped, read_answer
from dateline.coders.llm.answers import Answers, request_key
from dateline.coders.llm.budget import Budget
from dateline.coders.llm.endpoint import Endpoint, SpentError
from dateline.coders.llm.excerpts import Excerpt, read_excerpts
from dateline.coders.llm.prompt import prompt_version, request_body
from dateline.coders.llm.referents import resolve_answered
from dateline.errors import LeftUncodedError, ReportError
from dateline.gazetteer import Gazetteer
from dateline.identity import content_hash
from dateline.ontology.codebook import Codebook
from dateline.privacy import private_names_of
from dateline.records import CodedEvent, Mentions, Parse, Report

#: Reports in a row that may fail before the rest is left: an endpoint that is down would cost minutes for each.
MOST_FAILURES = 5


@dataclass(slots=True, kw_only=True)
class ModelCoder:
    """A language model as coder, and what it has taken so far."""

    endpoint: Endpoint
    model: str
    budget: Budget
    answers: Answers
    max_tokens: int = 4096
    asked: int = 0
    recalled: int = 0  # answers that were kept from before
    failures: int = 0  # reports in a row
    _problem: str = field(default="", repr=False)

    def version(self, codebook: Codebook) -> str:
        """Name the model and the prompt, which make an answer."""
        return f"{self.model}+prompt-{prompt_version(codebook)}"

    def code(
        self, parse: Parse, mentions: Mentions, codebook: Codebook, gazetteer: Gazetteer
    ) -> tuple[list[CodedEvent], tuple[str, ...]]:
        """Code what a report tells of, and say what was dropped of the answers. Offsets are those of the document.

        Raises ReportError where an answer cannot be had or read, so that a report is coded whole or not at all, and
        LeftUncodedError where it was not asked for: the budget is spent, or the endpoint failed many times in a row.
        """
        report = parse.document.report
        dropped, answered = Dropped(), list[Answered]()
        masked = self.endpoint.is_remote
        private = private_names_of(code_by_rules(parse, mentions, codebook, gazetteer)) if masked else ()
        for excerpt in read_excerpts(parse, mentions, masked=masked, private=private):
            answer = self._answer(excerpt, report, codebook)
            answered.extend(read_answer(answer, excerpt, codebook, dropped))
        events = resolve_answered(answered, parse, mentions, codebook, gazetteer) if answered else []
        message = dropped.message()
        return events, (message,) if message else ()

    def summary(self) -> str:
        """Say what the run asked and what that took."""
        kept = f", {self.recalled} kept from before" if self.recalled else ""
        return f"language model {self.model}: {self.asked} answer(s){kept}; {self.budget.spent()}"

    def _answer(self, excerpt: Excerpt, report: Report, codebook: Codebook) -> Any:
        body = request_body(codebook, excerpt.text, max_tokens=self.max_tokens)
        key = request_key(self.model, body)
        known = self.answers.find(key)
        if known is not None:
            self.recalled += 1
            return known
        self._check_may_ask(body, report)
        try:
            reply = self.endpoint.ask({"model": self.model, **body})
        except ReportError as error:
            self.failures += 1
            self._problem = error.message
            if isinstance(error, SpentError):
                self.budget.spend(error.spent.tokens_in, error.spent.tokens_out)
            raise ReportError(error.message, place=report.origin or report.id) from error
        self.failures = 0
        self.asked += 1
        self.budget.spend(reply.tokens_in, reply.tokens_out)
        self.answers.keep(key, reply.answer, content=content_hash(report))
        return reply.answer

    def _check_may_ask(self, body: dict[str, Any], report: Report) -> None:
        place = report.origin or report.id
        if self.failures >= MOST_FAILURES:
            problem = f"the endpoint failed {self.failures} times in a row, at last so: {self._problem}"
            raise LeftUncodedError(problem, place=place)
        if not self.budget.allows(len(json.dumps(body)), self.max_tokens):
            raise LeftUncodedError(
                f"the budget is spent or too small for another answer ({self.budget.spent()})", place=place
            )
