"""Parse, mentions → coded events: the ways of coding a report."""

from dateline.coders.rules import code_by_rules

__all__ = ["code_by_rules"]
