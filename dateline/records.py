"""The nouns that pass between the steps. Read this file first, `pipeline.py` second.

Offsets are Unicode code points, half-open. Inside the pipeline they index `Document.text`, which is
the report's text with its title put before it where the title is not part of it; a coded event that
leaves the pipeline indexes the report's own text, and a span in the title says `part="title"`.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

Part = Literal["text", "title"]
Status = Literal["reported", "historical", "planned", "called-for", "threatened", "denied", "hypothetical"]
Certainty = Literal["stated", "claimed", "alleged", "suspected", "possible"]
Basis = Literal["stated", "inferred", "report"]
DatePrecision = Literal["day", "week", "month", "year", "range"]
PlacePrecision = Literal["site", "city", "district", "region", "country"]
ActorKind = Literal["organization", "person", "group", "place"]
FigureKind = Literal["killed", "injured", "arrested", "sentenced", "abducted", "participants", "other"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
TimeUnit = Literal[
    "minute", "hour", "day", "weekend", "week", "month", "quarter", "year", "decade", "century", "period", "second"
]
TimeKind = Literal["date", "offset", "length", "set", "ref", "ambiguous", "event"]
CalendarName = Literal["hijri", "solar-hijri"]
AnchorKind = Literal["published", "dateline", "date", "event"]
Feature = Literal["city", "district", "region", "country", "continent", "area", "facility", "water", "other"]
MentionKind = Literal["places", "dates", "actors", "figures", "quotes", "citations"]
#: A source reports what is so ("said that"), or takes a stance to something ("called for", "praised").
CitationKind = Literal["report", "stance"]
BlockKind = Literal["headline", "dateline", "lead", "body", "caption", "heading", "quotation", "furniture"]
FurnitureKind = Literal["ad", "caption-repeat", "byline", "share", "boilerplate"]

MENTION_KINDS: tuple[MentionKind, ...] = get_args(MentionKind)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a report and the words it holds."""

    start: int
    end: int
    text: str
    part: Part = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One text as published; never altered."""

    id: str
    text: str
    title: str | None = None
    published: dt.date | None = None
    published_from: Literal["given", "metadata"] | None = None  # a page's metadata yields to the text's dateline
    source: str | None = None
    url: str | None = None
    language: str | None = None
    author: str | None = None
    origin: str = ""  # the file and line it was read from, for messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something that could not be handled while the run went on."""

    place: str  # file and line, or the report's id
    step: str
    message: str
    level: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One stretch of a document that is of one kind; blocks follow each other without overlap."""

    start: int
    end: int
    kind: BlockKind
    line: int  # blocks of one paragraph share this number
    furniture: FurnitureKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report with its furniture marked and its dateline read; nothing is deleted."""

    report: Report
    text: str  # the title and a blank line, where the title is not in the text; then the report's text
    text_start: int  # where the report's own text begins in `text`
    blocks: tuple[Block, ...]
    published: dt.date | None = None
    published_from: Literal["given", "dateline", "metadata"] | None = None
    dateline_day: dt.date | None = None  # as the text's dateline says, whichever day was taken
    dateline_place: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Tokens `first` to `last` (half-open) of one block."""

    first: int
    last: int
    block: int
    telegraphic: bool = False  # in the grammar of headlines


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """A document's sentences and tokens as parallel tuples; `heads` are token numbers, a root heads itself."""

    document: Document
    sentences: tuple[Sentence, ...]
    words: tuple[str, ...]
    lemmas: tuple[str, ...]  # lower case
    tags: tuple[str, ...]  # Penn Treebank
    pos: tuple[str, ...]  # Universal Dependencies
    deps: tuple[str, ...]  # ClearNLP labels, as spaCy's English pipelines give them
    heads: tuple[int, ...]
    starts: tuple[int, ...]  # offsets in document.text
    ends: tuple[int, ...]
    entities: tuple[str, ...]  # a token's entity label (OntoNotes), "" outside
    entity_starts: tuple[bool, ...]  # whether the token begins an entity
    sentence_of: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]  # in the order of the text

    def span(self, first: int, last: int) -> Span:
        """Give the stretch of tokens `first` to `last` (half-open)."""
        start, end = self.starts[first], self.ends[last - 1]
        return Span(start, end, self.document.text[start:end])

    def stretches(self, label: str) -> Iterator[tuple[int, int]]:
        """Give the stretches of tokens (half-open) that the pipeline takes for an entity of this label."""
        token, last = 0, len(self.words)
        while token < last:
            end = token + 1
            if self.entities[token] == label:
                while end < last and self.entities[end] == label and not self.entity_starts[end]:
                    end += 1
                yield token, end
            token = end

    def subtree(self, token: int) -> list[int]:
        """Give a token and all that hangs on it, in the order of the text."""
        found, todo = [], [token]
        while todo:
            current = todo.pop()
            found.append(current)
            todo.extend(self.children[current])
        return sorted(found)

    def ancestors(self, token: int) -> Iterator[int]:
        """Give a token's head, its head's head, and so on to the root."""
        while self.heads[token] != token:
            token = self.heads[token]
            yield token

    def token_at(self, offset: int) -> int | None:
        """Give the token that holds the character at `offset` (document.text), if one does."""

        i = bisect.bisect_right(self.starts, offset) - 1
        return i if i >= 0 and offset < self.ends[i] else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One piece of evidence and what it adds to a score (log odds)."""

    why: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCandidate:
    """One place that a toponym may mean, its score and the reasons that sum to it."""

    name: str
    geonames_id: int | None
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    feature: Feature
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceExplanation:
    """Why words were taken for a place's name, and which places they may mean, the best first."""

    evidence: tuple[Reason, ...] = ()
    candidates: tuple[PlaceCandidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """Words that name a place and, once resolved, the place they name."""

    span: Span
    demonym: bool = False
    site: bool = False  # a street, square, building or base: no gazetteer entry
    near: bool = False  # "near X", "20 km east of X"
    name: str | None = None  # None: not resolved
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None  # ISO 3166-1 alpha-3
    admin1: str | None = None
    feature: Feature | None = None
    extent: tuple[float, float, float, float] | None = None  # south, west, north, east; west > east over 180 degrees
    confidence: float = 0.0
    explanation: PlaceExplanation | None = None  # only where it was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeReading:
    """What a time expression says by its own words, before it is anchored on a day."""

    kind: TimeKind  # date: by its parts; offset: `count` units from an anchor; length: a duration; ref: now, soon;
    # ambiguous: `month` and `day` may stand in either order; event: `count` units after a happening
    unit: TimeUnit | None = None
    count: float | None = None  # None: not said ("days later")
    direction: int | None = None  # -1 last, 0 this, 1 next; None: not said
    from_text: bool = False  # counted from the date before it in the text, not from the report's date
    year: int | None = None  # negative: before Christ
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # Monday is 1
    part: str | None = None  # SP SU FA WI, Q1-Q4, H1 H2, a fixed or moveable feast, PAST_REF PRESENT_REF FUTURE_REF
    clock: str | None = None  # "T22:00", "TNI"
    since: bool = False  # a length that ends or begins at the anchor ("the past three weeks", "for a week")
    calendar: CalendarName | None = None  # that year, month and day belong to; None: the Gregorian


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a time expression was counted from."""

    kind: AnchorKind  # the report's date as given, its dateline, another date in the text, a happening it dates
    day: dt.date
    span: Span | None = None  # the words of that date or happening


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """Words that name a time, and the days they cover once anchored (TimeML's TIMEX3)."""

    span: Span
    type: TimexType
    value: str  # TIMEX3; empty until resolved
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    first: dt.date | None = None  # first and last day covered, both inclusive; None: not resolved
    last: dt.date | None = None
    precision: DatePrecision | None = None
    basis: Basis | None = None  # report: nothing before it in the text to count from; None: not resolved
    anchor: Anchor | None = None  # None: a full date by itself
    calendar: CalendarName | None = None  # the calendar that the words use, where it is not the Gregorian
    reading: TimeReading | None = None

    @property
    def relative_to(self) -> Literal["published", "antecedent"] | None:
        """Say whether the days were counted from the report's date or from words of the text; None from neither."""
        if self.anchor is None:
            return None
        return "published" if self.anchor.kind in ("published", "dateline") else "antecedent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Whoever acts, is acted on or speaks."""

    span: Span | None  # None: inferred, not written
    name: str
    role: str | None = None  # PLOVER sector code: GOV, MIL, PAR, COP, SPY, JUD, LEG, PTY, OPP, REB, CRM, CVL, ...
    country: str | None = None  # ISO 3166-1 alpha-3
    kind: ActorKind = "organization"
    private: bool = False  # a person whose public role the report does not state


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """A noun phrase that names an actor, and the actor it names."""

    head: int  # token
    first: int  # tokens, half-open
    last: int
    actor: Actor
    generic: bool = False  # "police", "gunmen": a description, not a name
    pronoun: bool = False
    plural: bool = False
    office: bool = False  # the words around give the person a public role
    state: bool = False  # a body or servant of a state, whose country the words may leave out


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A count of people: killed, injured, arrested, sentenced, ..."""

    span: Span
    kind: FigureKind
    min: int | None
    max: int | None
    scope: Literal["event", "running-total"] = "event"
    attributed_to: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words quoted verbatim, without their quotation marks."""

    span: Span
    speaker: Span | None = None
    cue: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A speaker cited for the words in `scope` ("according to the ministry", "officials said", "urged calm")."""

    speaker: Span
    head: int  # the speaker's head token
    cue: Span
    scope: Span
    kind: CitationKind = "report"
    firmness: Certainty = "claimed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """Words that weaken a clause without naming a source ("reportedly", "is believed to")."""

    cue: Span
    scope: tuple[int, int]  # offsets
    firmness: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """All that the find and resolve steps read in one report, each in the order of the text."""

    places: tuple[Toponym, ...] = ()
    dates: tuple[Timex, ...] = ()
    intervals: tuple[Timex, ...] = ()  # that two of the dates tell together
    actors: tuple[ActorMention, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    citations: tuple[Citation, ...] = ()
    hedges: tuple[Hedge, ...] = ()
    private_names: tuple[str, ...] = ()  # and addresses of private persons, actors or not


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlace:
    """Where an event happened; `span` is None where the place is inferred."""

    span: Span | None
    name: str
    geonames_id: int | None
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision
    basis: Basis
    near: bool = False
    site: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """The days on which an event happened, both inclusive; None where the report does not say."""

    first: dt.date | None
    last: dt.date | None
    precision: DatePrecision | None
    basis: Basis
    span: Span | None = None
    anchor: Anchor | None = None  # what the date was counted from, where it was


@dataclass(frozen=True, slots=True, kw_only=True)
class Acled:
    """An event's names in ACLED's scheme."""

    disorder_type: str | None = None
    event_type: str | None = None
    sub_event_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedEvent:
    """One report's claim that something happened: one record of the codebook."""

    event_id: str
    report_id: str
    event_type: str
    mode: str | None
    trigger: Span
    source: str | None = None
    published: dt.date | None = None
    cameo: str | None = None
    acled: Acled = field(default_factory=Acled)
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    objects: tuple[Span, ...] = ()
    instruments: tuple[Span, ...] = ()
    place: EventPlace | None = None
    date: EventDate | None = None
    status: Status = "reported"
    certainty: Certainty = "stated"
    contexts: tuple[str, ...] = ()
    attributed_to: tuple[Actor, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    evidence: tuple[Span, ...] = ()
    confidence: float = 0.0
    coder: str = "rules"
    coder_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """What one report's words name: places, dates, actors, figures, quotes, citations, furniture."""

    report_id: str
    mentions: Mentions
    furniture: tuple[Block, ...] = ()
    doubts: tuple[str, ...] = ()  # of the report's day and of days that it names
