"""Where a clause points: to the past or to the future, by the tense of its verb and the words around a date."""

from __future__ import annotations

import re

_CLAUSE = 160  # characters on each side in which a cue is looked for
_END = re.compile(r"(?<!\b[ap]\.m)[.!?][\"”’']{0,2}\s+(?=[A-Z\"“])|\n\s*\n")
_NEAR = 30  # characters after a date in which "had" still is of its clause: "By Friday the town had fallen"
_OPENING = 12  # characters of a preposition and an article before a date that opens its sentence
_CUES = re.compile(
    r"\b(?:(?P<past>(?:had\s+been|was|were)\s+(?:due|scheduled|expected|set|to)\b)"
    r"|(?P<future>(?:will|shall|would|to)\s+(?:\w+\s+)?be\s+\w+|will|shall|would(?!\s+have)|won['’]t|going\s+to|due(?!\s+to\s+(?:an?|the|its|his|her|their|this)\b)|set\s+to|scheduled"
    r"|expect(?:s|ed|ing)?|(?:plan|intend|hope|prepare|vow|promise)(?:s|n?ed|n?ing)?\s+(?:to|for)"
    r"|(?:is|are|['’]s)\s+to|upcoming)"
    r"|(?P<tense>was|were|had|did|has|have|been|ago|since|(?<!an\s)(?<!the\s)(?<!a\s)(?<!still\s)(?!un|need|seed|feed|speed|bleed|breed|shed|bed|red)[a-z]{2,}ed"
    r"|went|took|came|made|held|began|left|met|told|fell|rose|got|gave|saw|sent|found|led|broke|struck|spoke|won|lost"
    r"|fought|fled|became|grew|wrote|ran|said|drove|brought|bought|sold|paid|shot|drew|threw|blew|stood))\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:(?:until|till)\s+(?:the\s+)?|(?:by|effective|payable)\s+)(?:at\s+)?$", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:\"“”‘`]|[.!?]\s|\n\s*\n")
_HAD = re.compile(r"\bhad\b", re.IGNORECASE)
_IS_ON = re.compile(r"\b(?:is|are)\s+(?:on\s+)?$", re.IGNORECASE)  # "The final is on Sunday"
# Verbs whose present tense before a day tells what is set for it: "The ministers meet separately on Monday".
_MEETS = re.compile(
    r"(?<!\bto\s)\b(?:meet|arrive|depart|travel|begin|resume|expire)s?\s+(?:\w+ly\s+)?(?:on\s+)?$"
    r"|(?<!\bto\s)\b(?:(?:meet|play|face)s?|holds|opens|begins|starts|convenes)\s+"
    r"(?:(?!\w+ed\b|who\b|that\b|which\b|it\b|from\b|by\b|taken\b|found\b|in\b)(?:[\w'’-]+|[ap]\.m\.)\s+){1,8}(?:on|at)\s+$",
    re.IGNORECASE,
)
# What stands before a noun or an infinitive, and not before a verb with its subject.
_NO_SUBJECT = frozenset(
    "the a an this that these those his her its their our my your no every each of in on at to by for with "
    "after before during from until till since under over into and or first last next early late".split()
)
_HELPS = re.compile(
    r"\b(?:let|make|help|see|watch|can|could|may|might|must|should|do|does|did|take|took|not)s?\b|n['’]t\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r",\s*(?:which|who)\b[^,]{0,80},")  # "The sale, which had been expected, is ..."
_CALLED_FOR = re.compile(
    r"\b(?:called|set|fixed|slated|booked|arranged|scheduled|planned|due)\s+for\s+(?:the\s+)?$", re.IGNORECASE
)
_HAD_UNTIL = re.compile(r"\bhad\s+until\s+(?:the\s+)?$", re.IGNORECASE)
_LL = re.compile(r"['’]ll\b")


def direction_at(text: str, start: int, end: int) -> int:
    """Give -1, 0 or 1: whether the words around a date speak of the past, of neither, or of the future.

    The nearest cue before the date counts; without one, the nearest after it in the same sentence.

    >>> direction_at("The talks will resume on Monday.", 25, 31)
    1
    """
    before = _last_sentence(text[max(0, start - _CLAUSE) : start])
    if _is_ahead(before, text[end : end + _CLAUSE]):
        return 1
    found = None
    for found in _CUES.finditer(before):  # noqa: B007 - the last one is wanted
        pass
    if found is None:
        after = text[end : end + _CLAUSE]
        opens = len(before) <= _OPENING  # "In January, the court heard ..."
        stop = _CLAUSE_END.search(after, 2 if opens else 0)
        found = _CUES.search(after[: stop.start()] if stop else after)
    if found is None:
        return 0
    return 1 if found.group("future") else -1


def _is_ahead(before: str, after: str) -> bool:
    """Say whether the words right before a day set it ahead: "will be on", "until", "is called for"."""
    if _LL.search(before[-30:]) or _IS_ON.search(before) or _HAD_UNTIL.search(before) or _is_set(before):
        return True
    if _CALLED_FOR.search(before):
        return not _HAD.search(before)
    had = _HAD.search(_ASIDE.sub(" ", before) + after[:_NEAR])
    return bool(_UNTIL.search(before)) and not had and not _opens_past(before, after)


def _opens_past(before: str, after: str) -> bool:
    """Say whether a day opens a sentence that tells the past: "By Friday the death toll rose to 20"."""
    first = _CUES.search(after) if len(before) <= _OPENING else None
    return first is not None and not first.group("future")


def _is_set(before: str) -> bool:
    """Say whether the words before a day tell in the present tense what is set for it."""
    match = _MEETS.search(before)
    if match is None:
        return False
    clause = before[: match.start()]
    clause = clause[max(clause.rfind(mark) for mark in ",;:") + 1 :]
    words = clause.split()
    return (
        bool(words) and words[-1].lower() not in _NO_SUBJECT and not _CUES.search(clause) and not _HELPS.search(clause)
    )


def _last_sentence(before: str) -> str:
    at = 0
    for match in _END.finditer(before):
        at = match.end()
    return before[at:]
