"""Likenesses of texts -> repeats of events, and pairs of texts about one happening."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from dateline.merge.partition import StoryPairs


def find_repeats(connection: Connection, texts: Collection[int] | None = None) -> list[tuple[int, int, str]]:
    """Give for rows of texts the row whose telling each repeats, and in which way; of some texts, or all."""
    return []


def story_pairs(connection: Connection, texts: Collection[int] | None = None) -> StoryPairs:
    """Give the pairs of texts that are about one happening, among some texts or all."""
    return StoryPairs()
