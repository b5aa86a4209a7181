"""YAML -> Codebook: what events there are, which words tell of them, and their names in other schemes."""

from dateline.ontology.codebook import Code, Codebook, Context, EventType, Pattern, Rule, code_name
from dateline.ontology.loading import load_codebook

__all__ = ["Code", "Codebook", "Context", "EventType", "Pattern", "Rule", "code_name", "load_codebook"]
