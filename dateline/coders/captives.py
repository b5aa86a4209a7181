"""Captures without a doer → abductions, where outlaws let the captive go: "Rebels freed her. She had been seized"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.coders.claims import Claim
from dateline.coders.scene import Scene

OUTLAWS = frozenset({"REB", "CRM"})


def name_abductions(scene: Scene, claims: Sequence[Claim]) -> list[Claim]:
    """Read an arrest that nobody is said to have made as an abduction where the report tells whose captive it was."""
    captives = {
        actor.name
        for claim in claims
        if scene.figure_of(claim.reading) == "other" and OUTLAWS.intersection(actor.role for actor in claim.actors)
        for actor in claim.recipients
    }
    return [_as_abduction(scene, claim) if _is_of(scene, claim, captives) else claim for claim in claims]


def _is_of(scene: Scene, claim: Claim, captives: set[str]) -> bool:
    arrest = scene.codebook.may_count("arrested", claim.type, claim.mode) and not claim.actors
    return arrest and any(actor.name in captives for actor in claim.recipients)


def _as_abduction(scene: Scene, claim: Claim) -> Claim:
    for event_type, mode in scene.codebook.counts["abducted"]:
        rule = replace(claim.reading.rule, type=event_type, mode=mode, figure="abducted")
        return replace(claim, type=event_type, mode=mode, reading=replace(claim.reading, rule=rule))
    return claim
