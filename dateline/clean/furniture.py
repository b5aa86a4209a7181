"""Line → kind of furniture: what a page puts around a report, known by its set phrases."""

from __future__ import annotations

import re

from dateline.records import FurnitureKind

_LONGEST = 400  # characters; longer lines are never furniture as a whole

_NAME = r"(?-i:[A-ZÀ-ÞŁŚŠŽ][\w.'’/-]*)"
_NAMES = rf"{_NAME}(?:(?:,? (?:and|&|of|for|in|de|van|von|al|bin|der|the)|,)? {_NAME}){{0,7}}"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_SITE = (
    r"(?:facebook|twitter|x|whatsapp|linkedin|pinterest|telegram|reddit|e-?mail|messenger|instagram"
    r"|google ?\+?|youtube|flipboard)"
)
_BUTTON = rf"(?:share|tweet|print|pin(?: it)?|like|comments?|copy link|link copied|save|follow|{_SITE})"
_WHEN = (
    rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}"
    r"|\d{1,2}:\d\d|\d+ (?:minutes?|hours?|days?) ago)"
)
_AGENCY = (
    r"(?-i:Reuters?|REUTERS?|AP|AFP|dpa|DPA|UPI|EFE|Xinhua|XINHUA|ANSA|PTI|IANS|Sapa|SAPA|TASS|ITAR-TASS"
    r"|IRNA|ANA|ANI|Kyodo)"
)
_DESK = r"(?: /\w+(?:/\w+)*)?"  # the initials of the desk after an agency's name

_AD = (
    r"\d{2,4} ?[x×] ?\d{2,4}(?: ?px)?",
    r"\W{0,3}(?:advertisements?|advertising|advert|sponsored(?: content| by .{1,40})?|promoted content)\W{0,3}",
    r"advertisement\W+(?:continue|scroll|article|story).{0,60}|ads? by .{1,40}",
    r"(?:article|story) continues (?:below|after)\b.{0,60}",
    r"(?:continue reading|scroll to continue|skip ad(?:vertisement)?|close ad)(?:\W.{0,80})?",
    r"(?:read|see|watch|listen) (?:more|also|next|now)(?: ?[:>|»].{0,200}| (?:about|on|at|from) .{0,80}|\W{0,3})",
    r"(?:also read|more (?:on|from|about) .{1,60})(?: ?[:>|»].{0,200})?",
    r"(?:related|recommended|popular|trending|most (?:read|viewed|popular)|latest|top)"
    r" ?(?:articles?|stor(?:y|ies)|posts?|news|content|topics?|videos?|for you|now)?(?: ?[:>|»].{0,200})?",
    r"(?:subscribe|sign up|register|donate|support us|(?:download|get) (?:our|the) (?:app|newsletter))"
    r"(?: (?:now|today|here|free|to|for|and|with|at|on)\b.{0,150})?[.!]?",
    r"click here\b.{0,150}|click (?:on|the|to)\b.{0,80}",
    r"(?:join|follow) (?:us|our)\b.{0,100}\b(?:newsletter|channel|group|page)s?\b.{0,60}",
)
_SHARE = (
    rf"{_BUTTON}(?:[\W\d]{{1,5}}{_BUTTON}){{0,9}}[\W\d]{{0,5}}",
    r"(?:share|tweet|e-?mail|print|post|send|save|like|follow|find|join)(?: (?:this|us|it|me|our))?(?: \w+)?"
    rf" (?:on|via|to|with|by|at) {_SITE}(?:[\s,&|]+(?:and |on )*{_SITE})*(?: .{{0,40}})?",
    r"(?:share|tweet|print|e-?mail) (?:this|via)(?: \w+){0,3}[:.!]?",
    r"(?:\d[\d,.]*k?|no|leave a|post a|add a|view all|show|hide) (?:shares?|likes?|views?|comments?|retweets?)",
    r"(?:shares?|comments?|likes?|views?) ?[:(] ?\d*\)?",
)
_BYLINE = (
    rf"by:? {_NAMES}(?: ?(?:[|/,–—-]|, ?for) .{{1,60}})?",
    r"(?:reporting|written|posted|reported|compiled|submitted|edited|words|story|text|photographs?) by:? (?:the )?"
    rf"{_NAMES}",
    rf"(?:author|reporter|correspondent|writer): ?{_NAMES}",
    r"(?:staff|wire) (?:reports?|writers?)|from (?:staff|wire) (?:reports|services)",
    rf"{_NAMES},? (?-i:Staff Writer|Staff Reporter|Associated Press Writer)",
    r"(?:[^|]{1,40}\| ?)?(?:first )?(?:published|posted|updated|last (?:updated|modified)|created|issued)"
    rf"(?: (?:on|at))?(?: ?:)? ?(?:\w+,? )?{_WHEN}.{{0,60}}",
    r"\d+ (?:min(?:ute)?s?|hours?|days?) (?:ago|read)|[\w.+-]+@[\w-]+\.[\w.-]+",
)
_BOILERPLATE = (
    r"(?:copyright|©|\(c\))\W{0,3}(?:\(c\)|©|\d{4}|by\b).{0,380}",
    r"(?:the )?(?:post|article|story)\b.{1,250}\bappeared first (?:on|in|at)\b.{1,100}",
    r"this (?:article|story|post|content|piece|material)\b.{0,40}\b(?:(?:originally|first) (?:published|appeared)"
    r"|has been (?:updated|corrected)|was (?:updated|corrected|produced|generated)|may not be published).{0,150}",
    r"\(?(?:additional |further )?(?:reporting|writing|compiled)\b.{1,300}\bedit(?:ing|ed) by\b.{1,150}",
    r"\((?:additional |further )?(?:reporting|editing|writing) by\b.{1,300}\)",
    r"(?:accept|manage|reject)(?: all)? cookies.{0,60}|cookie (?:policy|settings|notice|preferences)",
    r"(?:terms (?:of (?:use|service)|and conditions)|privacy(?: policy| notice)?|contact(?: us)?|about(?: us)?"
    r"|careers|site ?map|faq|imprint|disclaimer)(?:\W{1,5}(?:terms.{0,20}|privacy.{0,10}|contact.{0,4}|about.{0,4}"
    r"|careers|site ?map|faq|cookies?.{0,10}|advertis\w+))*\W{0,3}",
    r"skip to (?:main )?(?:content|navigation)|(?:back )?to (?:the )?top|main menu|menu|search|log ?in|sign in",
    r"home(?: ?page)?|breadcrumbs?|navigation|(?:previous|next)(?: (?:article|post|story|page))?|loading\W*|close",
    r"prev|photos?|videos?|gallery|slideshow",
    r"[\w'&-]+(?: [\w'&-]+){0,3}(?: ?[>»›|•] ?[\w'&-]+(?: [\w'&-]+){0,8}){2,}|home ?[>»›/|] ?.{1,200}",
    r"(?:filed under|tags?|categor(?:y|ies)|topics?|keywords?|labels?|section) ?:.{0,200}|filed under",
    r"(?:any(?:one|body) with (?:any )?(?:more |further )?(?:information|tips?)\b|callers (?:can|may))\b.{0,250}"
    r"(?:\d{3}[ .-]?\d{4}|@|\bcall\b|\bcontact\b).{0,80}",
    r"contact (?:the )?(?:reporter|writer|author|newsroom)\b.{0,200}",
    rf"{_NAMES} (?:can|may) (?:also )?be (?:reached|contacted) (?:at|on|via|by)\b.{{0,150}}",
    rf"(?:reach|e-?mail|contact) {_NAMES} (?:at|on|via)\b.{{0,150}}",
    r"\W*(?:\[email protected\]|https?://\S+|www\.\S+)\W*",
    r"\W*-30-\W*|\(?ends\)?|(?-i:END)|\(?more to follow\)?\W*|[#*_=~–—-]{3,}",
    rf"[-–—(]*\s*{_AGENCY}(?:[-/ ]{_AGENCY})*\s*[)/]*{_DESK}",
)
_TABLES: tuple[tuple[FurnitureKind, tuple[str, ...]], ...] = (
    ("ad", _AD),
    ("share", _SHARE),
    ("boilerplate", _BOILERPLATE),
    ("byline", _BYLINE),
)
_KINDS = re.compile("|".join(f"(?P<{kind.replace('-', '_')}>{'|'.join(table)})" for kind, table in _TABLES), re.I)

# Phrases that mark a line wherever they stand in it, and the words without which there is none.
_TELLTALES = ("rights reserved", "contributed", "cookies")
_ANYWHERE = re.compile(
    r"\ball rights reserved\b|\bcontributed (?:reporting )?(?:to|from)? ?this (?:report|story|article)\b"
    r"|\b(?:we|site|website) uses? cookies\b|\buse of cookies\b|\bcontributed reporting\b",
    re.I,
)

# At the edges of a text that was run together into one line.
_HEAD = re.compile(
    r"(?P<rights>(?:copyright|©)\W{0,3}(?:\(c\)\W{0,3})?\d{4}\b[^.]{0,80}(?:\.,? ?inc\.?)?[^.]{0,40}\.?"
    r"\s*all rights reserved\.(?:\s*this material may not be [^.]{1,120}\.)?)"
    rf"|(?:posted|published|updated)(?: on)?: (?:\w+,? )?{_MONTH} \d{{1,2}}, \d{{4}}"
    r"(?:,? (?:at )?\d{1,2}:\d\d(?: ?[ap]\.?m\b\.?)?(?: (?-i:[A-Z]{2,4})\b)?)?",
    re.I,
)
_TAIL = re.compile(
    r"\s(?:\((?:additional )?(?:reporting|writing|editing|compiled) by [^()]{1,300}\)"
    r"|(?:copyright|©)\W{0,3}(?:\(c\)\W{0,3})?\d{4}\b.{0,250}"
    rf"|(?<=[.!?”\"')] ){_AGENCY}(?:[-/]{_AGENCY})?{_DESK}"
    r"|[–—-] ?(?-i:[A-Z]\w+(?: [A-Z]\w+){0,3} \([A-Z]{2,6}\))"
    rf"|(?:\d+ shares? )?{_BUTTON}(?: (?:{_BUTTON}|filed under:)){{1,6}}"
    r")\s*$",
    re.I | re.S,
)
_TAIL_LENGTH = 400


def furniture_kind(line: str) -> FurnitureKind | None:
    """Name the kind of furniture a whole line is, if it is any.

    >>> furniture_kind("728 x 90"), furniture_kind("By Jane Roe"), furniture_kind("Police shot three.")
    ('ad', 'byline', None)
    """
    if len(line) > _LONGEST:
        return None
    match = _KINDS.fullmatch(line)
    if match:
        return next(kind for kind, _ in _TABLES if kind == match.lastgroup)
    lower = line.lower()
    told = any(word in lower for word in _TELLTALES) and _ANYWHERE.search(line)
    return "boilerplate" if told else None


def find_edges(paragraph: str) -> tuple[int, int, FurnitureKind]:
    """Give where the words of a paragraph begin and end between furniture that runs on with them.

    The third value is the kind of what comes first.

    >>> find_edges("Three were held. (Reporting by Ann Lee)")
    (0, 16, 'boilerplate')
    """
    head = _HEAD.match(paragraph)
    start = head.end() if head and paragraph[head.end() :].strip() else 0
    tail = _find_tail(paragraph, start)
    end = tail.start() if tail and paragraph[start : tail.start()].strip() else len(paragraph)
    return start, end, "byline" if head and not head["rights"] else "boilerplate"


def _find_tail(paragraph: str, start: int) -> re.Match[str] | None:
    """Look for furniture at the end; after a full stop it can only be a copyright line."""
    start = max(start, len(paragraph) - _TAIL_LENGTH)
    last = paragraph[start:].lower()
    if last.endswith((".", '"', "”")) and "copyright" not in last and "©" not in last:
        return None
    return _TAIL.search(paragraph, start)
