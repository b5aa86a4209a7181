"""Words in quotation marks → are they a slogan's, and no words of the report's own?"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.coders.scene import Reading
from dateline.records import Parse, Quote, Span

#: Quotation marks around fewer words set off a name or a doubted word, not a statement.
STATEMENT_MIN_WORDS = 3
SLOGAN_CUES = frozenset("read chant shout write sing spray paint proclaim display hold bear".split())
CHANTS = frozenset({"chant", "shout", "sing", "yell", "cry"})


def is_in_slogan(parse: Parse, reading: Reading, quotes: Iterable[Quote]) -> bool:
    """Tell whether a trigger is a word of a slogan or a statement, which tells of no act: "Leave!" was chanted."""
    start = parse.starts[reading.trigger]
    for quote in quotes:
        if quote.span.start <= start < quote.span.end:
            cue = parse.token_at(quote.cue.start) if quote.cue else None
            lemma = parse.lemmas[cue] if cue is not None else ""
            if len(quote.span.text.split()) >= STATEMENT_MIN_WORDS:
                return quote.speaker is None or lemma in SLOGAN_CUES
            return lemma in CHANTS
    return False


def is_quoted(span: Span | None, quotes: Iterable[Quote]) -> bool:
    """Tell whether words stand within quotation marks."""
    return span is not None and any(quote.span.start <= span.start < quote.span.end for quote in quotes)
