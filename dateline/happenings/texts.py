"""Texts of the store -> likenesses: which are copies, repeat passages, or are about one happening."""

from __future__ import annotations

from dateline.store import Store


def compare_texts(store: Store) -> None:
    """Compare the texts that came since with those before them."""
