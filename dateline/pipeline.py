"""The whole flow on one page: a report goes in, its coded events or its annotations come out.

    Report → Document → Parse → Mentions → CodedEvent…

Each step is a function of what the step before gives and of `Tools`, so a run over many reports is a map.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from dateline.clean import clean_report, read_furniture
from dateline.coders import code_by_rules
from dateline.coders.classifier import second_opinion
from dateline.find.actors import find_actors
from dateline.find.citations import find_citations, find_hedges
from dateline.find.dates import find_dates
from dateline.find.figures import find_figures
from dateline.find.places import find_places
from dateline.find.quotes import find_quotes
from dateline.identity import identify
from dateline.locate import locate
from dateline.records import (
    MENTION_KINDS,
    Annotations,
    CodedEvent,
    Document,
    MentionKind,
    Mentions,
    Parse,
    Report,
    Toponym,
)
from dateline.resolve.actors import places_outside, resolve_actors
from dateline.resolve.beside import set_right
from dateline.resolve.date_intervals import join_intervals
from dateline.resolve.dates import resolve_dates
from dateline.resolve.doubts import doubts_of_dates, doubts_of_day
from dateline.resolve.places import resolve_places
from dateline.resolve.private_names import private_names
from dateline.tools import Tools


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedReport:
    """All that was read in one report."""

    document: Document
    events: tuple[CodedEvent, ...]
    doubts: tuple[str, ...]  # of the report's day and of days that it names
    private_names: tuple[str, ...]  # of persons whose public role the report does not state


def parse_reports(reports: Sequence[Report], tools: Tools) -> list[Parse]:
    """Parse several reports at once, which takes less time than one by one."""
    return list(tools.parser.parse_many([clean_report(report) for report in reports]))


def code_report(report: Report, tools: Tools, parse: Parse | None = None) -> CodedReport:
    """Code the events that one report tells of; `parse` is its parse, where it was made before."""
    parse = parse or tools.parser(clean_report(report))
    document = parse.document
    mentions = find_mentions(parse, tools)
    events, dropped = _code(parse, mentions, tools)
    located = [
        replace(locate(event, document), published=document.published, coder_version=tools.version_of(event.coder))
        for event in events
    ]
    return CodedReport(
        document=document,
        events=tuple(identify(located, report)),
        doubts=(*doubts_of_day(document), *doubts_of_dates(mentions.dates, document), *dropped),
        private_names=mentions.private_names,
    )


def _code(parse: Parse, mentions: Mentions, tools: Tools) -> tuple[list[CodedEvent], tuple[str, ...]]:
    """Code by rules, by a language model or by both in this order; say what was dropped of the model's answers."""
    events = [] if tools.coder == "llm" else code_by_rules(parse, mentions, tools.codebook, tools.gazetteer)
    if tools.classifier is not None:
        events = second_opinion(events, tools.classifier, tools.codebook)
    if tools.model is None:
        return events, ()
    answered, dropped = tools.model.code(parse, mentions, tools.codebook, tools.gazetteer)
    return [*events, *answered], dropped


def annotate_report(
    report: Report, tools: Tools, only: Collection[MentionKind] | None = None, *, explain: bool = False
) -> Annotations:
    """Find and resolve the places, dates, actors, figures, quotes and citations of one report, and mark its furniture.

    `only` names the kinds that are wanted: dates need no language tools, places no dependency parse. `explain` notes
    with each place why it was marked and which places it may mean.
    """
    document = clean_report(report)
    furniture = tuple(block for block in document.blocks if block.furniture is not None)
    document = read_furniture(document)
    wanted = set(only or MENTION_KINDS)
    if wanted <= {"places", "dates"}:
        mentions = Mentions(
            places=place_names(tools.tagger(document), tools, explain=explain) if "places" in wanted else (),
            dates=resolve_dates(find_dates(document), document) if "dates" in wanted else (),
        )
    else:
        all_kinds = find_mentions(tools.parser(document), tools, explain=explain)
        mentions = replace(all_kinds, **{kind: () for kind in MENTION_KINDS if kind not in wanted})
    doubts = (*doubts_of_day(document), *doubts_of_dates(mentions.dates, document)) if "dates" in wanted else ()
    found = Annotations(report_id=report.id, mentions=mentions, furniture=furniture, doubts=doubts)
    return locate(found, document)


def find_mentions(parse: Parse, tools: Tools, *, explain: bool = False) -> Mentions:
    """Find what the words of a report name, and resolve what they refer to."""
    document = parse.document
    places = place_names(parse, tools, explain=explain)
    dates = resolve_dates(find_dates(document), document)
    lexicon = tools.lexicon.on(document.published)
    actors = resolve_actors(find_actors(parse, places, lexicon), parse, places, lexicon)
    quotes = find_quotes(parse)
    mentions = Mentions(
        places=places_outside(actors, places),
        dates=dates,
        intervals=join_intervals(dates, document),
        actors=actors,
        figures=find_figures(parse),
        quotes=quotes,
        citations=find_citations(parse, quotes),
        hedges=find_hedges(parse),
    )
    return replace(mentions, private_names=private_names(parse, mentions, lexicon))


def place_names(parse: Parse, tools: Tools, *, explain: bool = False) -> tuple[Toponym, ...]:
    """Find the places that a report names, and say which places of the world they are."""
    found = find_places(parse, tools.gazetteer, explain=explain)
    places = resolve_places(found, parse.document, tools.gazetteer, explain=explain)
    return tuple(set_right(places, parse.document.text))
