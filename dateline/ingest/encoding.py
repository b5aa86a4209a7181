"""Bytes → text: the byte order mark, then UTF-8, then the charset declared, then the best guess."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from dateline.errors import ReportError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF", ".pdf"),
    (b"PK\x03\x04", "a DOCX or another zip file", ".docx"),
    (b"\x1f\x8b", "a gzip file (unpack it first)", ".txt"),
)
_SAMPLE = 100_000  # bytes that a guess is made from
_FEW_HIGH_BYTES = 0.15  # Latin letters in a one-byte charset: some accents and quotation marks among plain ones
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, *, place: str, declared: str | None = None) -> tuple[str, str | None]:
    """Decode a file's bytes; the second value warns of a guess.

    >>> decode("café".encode("utf-8-sig"), place="a.txt")
    ('café', None)
    """
    if data.startswith(tuple(signature for signature, _, _ in _SIGNATURES)):
        raise ReportError(_binary_message(data), place=place)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding, place)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\0" not in text and not _is_binary(data):
        return text, None
    return _decode_other(data, declared, place)


def _decode_marked(data: bytes, encoding: str, place: str) -> tuple[str, str | None]:
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        return text, f"not valid {error.encoding} at byte {error.start}: bad bytes are shown as \ufffd"


def _decode_other(data: bytes, declared: str | None, place: str) -> tuple[str, str | None]:
    if declared and b"\0" not in data:
        try:
            return data.decode(declared), None
        except (LookupError, UnicodeDecodeError):
            pass
    encoding = _guess(data)
    if encoding is None:
        raise ReportError(_binary_message(data), place=place)
    text = data.decode(encoding, "replace")
    return text, f"not valid UTF-8: read as {encoding}; save it as UTF-8 if words look wrong"


def _guess(data: bytes) -> str | None:
    wide = _guess_wide(data)
    if wide:
        return wide
    if _is_binary(data):
        return None
    high = data.translate(None, bytes(range(128)))
    if len(high) <= _FEW_HIGH_BYTES * len(data):
        return "cp1252"
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else None


def _guess_wide(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark: in Latin text every second byte is null."""
    sample = data[:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return b"\0" in sample or len(_CONTROLS.findall(sample)) > len(sample) * 0.02


def _binary_message(data: bytes) -> str:
    for signature, what, ending in _SIGNATURES:
        if data.startswith(signature):
            return f"text was expected and this looks like {what}: give it its own ending ({ending})"
    return "text was expected and this is a binary file: give .txt, .html, .jsonl, .pdf or .docx files"
