"""Mentions -> referents: what the words that were found refer to."""
