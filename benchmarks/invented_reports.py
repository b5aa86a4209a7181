"""Tell an act as a report and its coder would: with what is left out, misnamed, misplaced, misdated or denied."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, fields, replace
from random import Random
from typing import Any

from invented_happenings import Act, Story
from invented_sentences import Facts, Text, tell
from invented_world import Party, World, pick, skewed

from dateline.identity import identify
from dateline.ontology import load_codebook
from dateline.records import Actor, Anchor, CodedEvent, EventDate, EventPlace, Figure, FigureKind, Report, Span

CODER_VERSION = "generated-1"
HISTORICAL = 31  # days after which an act is background (codebook, section 3)
COPY_KINDS = (0.4, 0.75)  # a copy is word for word, has words added (up to the second), or is cut
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RUNNING_TOTAL = 0.02  # figures that count more than the act
COUNTED = frozenset({"target", "place", "road", "symbol"})  # objects that take an article
ARMED = frozenset({"MIL", "PAR", "REB", "COP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """How often a record of a report differs from what happened; shares of all records unless said otherwise."""

    no_actor: float = 0.15
    generic_actor: float = 0.12
    variant_name: float = 0.25  # of the names told
    no_recipient: float = 0.2
    generic_recipient: float = 0.1
    no_object: float = 0.15
    short_object: float = 0.2  # of the objects told: without what tells it from others of its kind
    other_noun: float = 0.35  # of the objects told: another word for the same thing
    no_place: float = 0.05
    country_only: float = 0.08
    region_only: float = 0.06
    district_only: float = 0.03
    neighbour: float = 0.04
    day_off: float = 0.06
    report_day: float = 0.12  # the day of publication instead, which is right for half of them
    week: float = 0.04
    month: float = 0.03
    no_date: float = 0.01
    no_mode: float = 0.12
    sibling_mode: float = 0.04
    sibling_type: float = 0.01
    denied: float = 0.015
    attributed: float = 0.35
    no_figure: float = 0.3  # of the figures of an act
    told_twice: float = 0.03  # in one report, as two records
    copy: float = 0.25  # of the reports after the first of a story
    follower: float = 0.6  # a report tells an act that follows from the main one
    relative: float = 0.2  # a report tells another act of its wave, series or quarrel
    background: float = 0.12  # a report mentions an older act of the country

    def scaled(self, factor: float) -> Noise:
        """Make all errors so many times as frequent; what is no error (copies, attributions, ...) stays."""
        kept = {"attributed", "copy", "follower", "relative", "background", "told_twice"}
        values = {f.name: min(0.9, getattr(self, f.name) * factor) for f in fields(self) if f.name not in kept}
        return replace(self, **values)


class Teller:
    """Writes the reports of stories and the records that a coder makes of them."""

    def __init__(self, rng: Random, world: World, noise: Noise) -> None:
        self._rng, self._world, self._noise = rng, world, noise
        self._codebook = load_codebook()
        self._codes: dict[tuple[str, str | None, bool], tuple[str | None, Any]] = {}
        self._number = 0

    def report(self, story: Story, published: dt.date, older: Act | None) -> tuple[Report, list[CodedEvent], list[str]]:
        """Write a story's next report; gives it with its events and the happening of each."""
        rng, noise = self._rng, self._noise
        self._number += 1
        if story.told and rng.random() < noise.copy:
            return self._copy(story, published)
        acts = [
            story.acts[0],
            *(act for act in story.acts[1:] if act.first <= published and rng.random() < noise.follower),
        ]
        if story.relatives and rng.random() < noise.relative:
            acts += [pick(rng, story.relatives) for _ in range(rng.randint(1, 3))]
        if older and rng.random() < noise.background:
            acts.append(older)
        if rng.random() < noise.told_twice:
            acts.append(acts[0])
        acts = [act for i, act in enumerate(acts) if act not in acts[:i] or act is acts[0]]
        text, events, truth = Text(), [], []
        for act in acts:
            events.append(self._event(text, act, published))
            truth.append(act.id)
            if rng.random() < 0.3:
                text.sentence(pick(rng, self._world.vocabulary["fillers"]))
        report = self._report(story, text.whole(), published, self._title(story.acts[0]))
        result = report, identify([replace(event, published=published) for event in events], report), truth
        story.told.append(result)
        return result

    def _report(self, story: Story, text: str, published: dt.date, title: str) -> Report:
        source = self._world.source(self._rng, story.acts[0].country)
        name = f"g{self._number:07d}"
        return Report(
            id=name, text=text, title=title, published=published, published_from="given", source=source,
            url=f"https://{source}/{name}", language="en",
        )  # fmt: skip

    def _title(self, act: Act) -> str:
        where = act.town.name if act.town else act.country.place.name
        words = pick(self._rng, act.kind.passive).replace("[", "").replace("]", "")
        words = words.replace("{object}", act.nouns[0]).replace(
            "{recipient}", act.recipient.name if act.recipient and not act.recipient.private else "people"
        )
        return f"{where}: {words}"

    def _copy(self, story: Story, published: dt.date) -> tuple[Report, list[CodedEvent], list[str]]:
        """Repeat one of the story's reports in another outlet: word for word, with words added, or cut."""
        rng = self._rng
        report, events, truth = pick(rng, story.told)
        kind, text, title = rng.random(), report.text, report.title
        if kind < COPY_KINDS[0]:
            published = report.published if rng.random() < 0.7 else published
        elif kind < COPY_KINDS[1]:
            text += " " + pick(rng, self._world.vocabulary["fillers"])
            title = self._title(story.acts[0])
        else:
            end = max(span.end for span in events[0].evidence)
            text = text[:end]
            kept = [i for i, event in enumerate(events) if all(span.end <= end for span in event.evidence)]
            events, truth = [events[i] for i in kept], [truth[i] for i in kept]
        other = self._report(story, text, published, title)
        return other, identify([_redated(event, published) for event in events], other), truth

    def _event(self, text: Text, act: Act, published: dt.date) -> CodedEvent:
        rng, noise = self._rng, self._noise
        old = (published - act.last).days > HISTORICAL
        actor, actor_words = self._name(act.actor, noise.no_actor, noise.generic_actor)
        recipient, recipient_words = (None, ("", ""))
        if act.recipient:
            recipient, recipient_words = self._name(act.recipient, noise.no_recipient, noise.generic_recipient)
        place, place_words, site = self._place(act)
        date, date_words = self._date(act, published, old=old)
        speaker, side, denied = self._speaker(act)
        figures = [_said(rng, *each, side) for each in self._figures(act, published)]
        facts = Facts(
            actor=actor_words, recipient=recipient_words, object=self._object(act), place=place_words, site=site,
            near=place.near if place else False, date=date_words, speaker=speaker, denied=denied,
            figures=[(name, words) for name, words, *_ in figures],
            hedge="reportedly" if rng.random() < 0.04 else "", lead_in="earlier, " if old else "",
            more=[self._detail(act)] if rng.random() < 0.15 else (),
        )  # fmt: skip
        spans = tell(rng, text, act.kind, facts)
        event_type, mode = self._type(act)
        cameo, acled = self._code_names(event_type, mode, actor, recipient)
        said = (Actor(span=spans.named["speaker"], name=speaker, role=_role(side), kind="group"),) if speaker else ()
        return CodedEvent(
            event_id="", report_id="", event_type=event_type, mode=mode, trigger=spans.named["trigger"],
            cameo=cameo, acled=acled,
            actors=(replace(actor, span=spans.named["actor"]),) if actor else (),
            recipients=(replace(recipient, span=spans.named["recipient"]),) if recipient else (),
            objects=(spans.named["object"],) if "object" in spans.named else (),
            place=replace(place, span=spans.named.get("place"), site=spans.named.get("site")) if place else None,
            date=replace(date, span=spans.named.get("date")),
            status="denied" if denied else "historical" if old and act.status == "reported" else act.status,  # type: ignore[arg-type]
            certainty="possible" if facts.hedge else "claimed" if speaker else "stated",
            attributed_to=said,
            figures=tuple(self._figure(span, *each, said) for span, each in zip(spans.figures, figures, strict=True)),
            evidence=tuple(spans.evidence),
            confidence=round(0.5 + 0.49 * math.sqrt(rng.random()), 2),
            coder_version=CODER_VERSION,
        )  # fmt: skip

    def _figure(
        self, span: Span, kind: FigureKind, _words: str, low: int | None, high: int | None, said: Any
    ) -> Figure:
        total = self._rng.random() < RUNNING_TOTAL
        return Figure(
            span=span, kind=kind, min=low, max=high, scope="running-total" if total else "event", attributed_to=said
        )

    def _name(self, party: Party, missing: float, generic: float) -> tuple[Actor | None, tuple[str, str]]:
        rng = self._rng
        chance = rng.random()
        if chance < missing:
            return None, ("", "")
        if chance < missing + generic or not party.named:
            words = self._world.generic(rng, party.pool) if party.named else skewed(rng, party.told)
            return Actor(span=None, name=words, role=party.role, country=party.country, kind="group"), ("", words)
        words = pick(rng, party.told) if rng.random() < self._noise.variant_name else party.name
        name = party.name if rng.random() < 0.5 else words
        actor = Actor(
            span=None, name=name, role=party.role, country=party.country, kind=party.kind, private=party.private
        )
        return actor, (party.before if rng.random() < 0.7 else "", words)

    def _object(self, act: Act) -> str:
        rng, noise = self._rng, self._noise
        if rng.random() < noise.no_object:
            return ""
        noun = pick(rng, act.nouns) if rng.random() < noise.other_noun else act.nouns[0]
        words = noun if rng.random() < noise.short_object or not act.qualifier else f"{noun} {act.qualifier}"
        if act.kind.object not in COUNTED:
            return words
        return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"

    def _detail(self, act: Act) -> str:
        return pick(self._rng, self._world.vocabulary["afterwards"]).format(detail=act.detail)

    def _type(self, act: Act) -> tuple[str, str | None]:
        rng, noise, kind = self._rng, self._noise, act.kind
        chance = rng.random()
        if chance < noise.sibling_type:
            return {"ASSAULT": "COERCE", "COERCE": "ASSAULT", "PROTEST": "ACCUSE", "SANCTION": "COERCE"}.get(
                kind.type, "ACCUSE"
            ), None
        if chance < noise.sibling_type + noise.sibling_mode and kind.siblings:
            return kind.type, pick(rng, kind.siblings)
        return kind.type, None if chance > 1 - noise.no_mode else kind.mode

    def _code_names(self, event_type: str, mode: str | None, *parties: Actor | None) -> tuple[str | None, Any]:
        armed = event_type == "ASSAULT" and all(party and party.role in ARMED for party in parties)
        key = (event_type, mode, armed)
        if key not in self._codes:
            names = self._codebook.acled_names(event_type, mode, armed=armed)
            self._codes[key] = self._codebook.cameo_code(event_type, mode), names
        return self._codes[key]

    # --- where

    def _place(self, act: Act) -> tuple[EventPlace | None, str, str]:
        """Give the place told, its words ("" where inferred) and the words of a site."""
        rng, noise, town = self._rng, self._noise, act.town
        if town is None:
            return None, "", ""
        chance = rng.random() * (3 if act.crowd else 1)  # what is one of many is told by its town
        for share, place in (
            (noise.no_place, None),
            (noise.country_only, act.country.place),
            (noise.region_only, self._world.region(town.region)),
            (noise.district_only, self._world.region(town.district)),
            (noise.neighbour, pick(rng, self._world.neighbours(act.country, town))),
        ):
            if chance < share:
                return self._told_place(place)
            chance -= share
        return self._told_place(town)

    def _told_place(self, place: Any) -> tuple[EventPlace | None, str, str]:
        rng = self._rng
        if place is None:
            return None, "", ""
        inferred = rng.random() < (0.6 if place.feature == "country" else 0.1)
        city = place.feature == "city"
        near = city and rng.random() < 0.05
        told = EventPlace(
            span=None, name=place.name, geonames_id=place.geonames_id,
            admin1=place.name if place.feature == "region" else place.admin1, country=place.country,
            lat=place.lat, lon=place.lon, precision=place.feature,
            basis="inferred" if inferred else "stated", near=near,
        )  # fmt: skip
        return told, "" if inferred else place.name, ""

    # --- when

    def _date(self, act: Act, published: dt.date, *, old: bool) -> tuple[EventDate, str]:
        rng, noise = self._rng, self._noise
        chance = rng.random()
        vague = 4.0 if old else 1.0
        if chance < noise.no_date * vague:
            return EventDate(first=None, last=None, precision=None, basis="inferred"), ""
        chance -= noise.no_date * vague
        if chance < noise.month * vague * 2 * old or (not old and chance < noise.month):
            first = act.first.replace(day=1)
            last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
            if act.status == "reported":
                last = min(last, published)
            return EventDate(first=first, last=last, precision="month", basis="stated"), f"in {first:%B %Y}"
        chance -= noise.month * (vague * 2 if old else 1)
        if not old and act.status == "reported":
            ago = (published - act.first).days
            if chance < noise.week and 0 <= ago <= 7:
                return EventDate(
                    first=published - dt.timedelta(days=7), last=published, precision="week", basis="stated"
                ), "in recent days"
            chance -= noise.week
            if 0 <= chance < noise.report_day and ago <= 3:
                return EventDate(first=published, last=published, precision="day", basis="report"), ""
            chance -= noise.report_day
        return self._exact(act, published, shifted=0 <= chance < noise.day_off)

    def _exact(self, act: Act, published: dt.date, *, shifted: bool) -> tuple[EventDate, str]:
        rng = self._rng
        first, last = act.first, act.last
        if shifted:
            step = dt.timedelta(days=pick(rng, (-1, 1)))
            if act.status != "reported" or last + step <= published:
                first, last = first + step, last + step
        if act.status == "reported":
            first, last = min(first, published), min(last, published)
        precision: Any = "day" if first == last else "range"
        if rng.random() < 0.25:
            return EventDate(first=first, last=last, precision=precision, basis="inferred"), ""
        ago = (published - first).days
        if first != last:
            words = f"from {first.day} {first:%B} to {last.day} {last:%B}"
        else:
            words = (
                f"on {WEEKDAYS[first.weekday()]}"
                if 0 <= ago < 7 and rng.random() < 0.6
                else f"on {first.day} {first:%B}"
            )
        anchor = Anchor(kind="published", day=published)
        return EventDate(first=first, last=last, precision=precision, basis="stated", anchor=anchor), words

    # --- how many, and who says so

    def _figures(self, act: Act, published: dt.date) -> list[tuple[FigureKind, int]]:
        rng = self._rng
        known = 1 - 0.5 * math.exp(-max((published - act.first).days, 0) / 2)
        told: list[tuple[Any, int]] = []
        for name, number in act.figures.items():
            if number and rng.random() >= self._noise.no_figure and act.status == "reported":
                rises = name in ("killed", "injured") and number > 2
                told.append((name, max(1, round(number * known)) if rises else number))
        return told

    def _speaker(self, act: Act) -> tuple[str, str, bool]:
        """Give who is cited, on which side, and whether to deny it."""
        rng, noise = self._rng, self._noise
        if act.actor.named and not act.actor.private and not act.kind.speech and rng.random() < noise.denied:
            return act.actor.name, "actor", True
        if rng.random() >= noise.attributed:
            return "", "", False
        side = "official" if rng.random() < 0.55 else "other"
        return pick(rng, self._world.vocabulary["speakers"][side]), side, False


def _said(rng: Random, kind: FigureKind, number: int, side: str) -> tuple[FigureKind, str, int | None, int | None]:
    """Put a figure as a side tells it: officials tell fewer, others more, of large numbers above all."""
    if number > 3 and side and rng.random() < 0.5:
        number = round(number * (0.6 + 0.4 * rng.random() if side == "official" else 1 + rng.random()))
    if number >= 40:
        number = round(number, -1 if number < 400 else -2)
    people = "people" if number > 1 else "person"
    form = rng.random()
    if form < 0.6 or number < 3:
        return kind, f"{number} {people}", number, number
    if form < 0.85:
        return kind, f"at least {number} {people}", number, None
    if form < 0.95:
        return kind, f"more than {number} {people}", number, None
    return kind, f"up to {number} {people}", None, number


def _role(side: str) -> str | None:
    return {"official": "GOV", "other": "CVL"}.get(side)


def _redated(event: CodedEvent, published: dt.date) -> CodedEvent:
    """Code a copied record anew on another day: what only the day of publication dated moves with it."""
    date = event.date
    if date and date.basis == "report":
        date = replace(date, first=published, last=published)
    return replace(event, published=published, date=date)
