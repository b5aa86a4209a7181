"""Words -> a PDF's running text and cells: what reports tell in its own direction, keys as dots of colour."""

from __future__ import annotations

from typing import Any

from dateline.briefs.blocks import Key, Run, Strong, Told, Words
from dateline.briefs.pdf_drawing import COLOURS

FAMILY = "FiraGO"
LINE = 0.47  # height of a line of text, in millimetres for each point of its size
DOT = "●"


def plain_words(words: Words) -> str:
    """Give words without their marks."""
    return "".join(run if isinstance(run, str) else run.text for run in words)


def write_words(pdf: Any, words: Words, *, size: float, style: str, colour: str) -> None:
    """Write running text over the page's width and end the line."""
    for run in words:
        if isinstance(run, Key):
            _write_key(pdf, run, size)
        bold = style + "B" if isinstance(run, Strong) and "B" not in style else style
        pdf.set_font(FAMILY, bold, size)
        pdf.set_text_color(*COLOURS["link" if _url(run) else colour])
        pdf.write(size * LINE, run if isinstance(run, str) else run.text, link=_url(run) or "")
    pdf.ln(size * LINE)


def _write_key(pdf: Any, key: Key, size: float) -> None:
    """Draw the patch of colour where the text stands, and leave its room."""
    if pdf.get_x() + pdf.get_string_width(key.text) + size * 0.4 > pdf.w - pdf.r_margin:
        pdf.ln(size * LINE)
    dot(pdf, key.role, (pdf.get_x() + size * 0.15, pdf.get_y() + size * LINE / 2), size * 0.12)
    pdf.set_x(pdf.get_x() + size * 0.36)


def dot(pdf: Any, role: str, at: tuple[float, float], radius: float) -> None:
    """Draw a patch of a role's colour; hollow for areas."""
    pdf.set_line_width(0.25)
    if role == "area":
        pdf.set_draw_color(*COLOURS["ink"])
        pdf.circle(at[0], at[1], radius, style="D")
    else:
        pdf.set_fill_color(*COLOURS[role])
        pdf.circle(at[0], at[1], radius, style="F")


def _url(run: Run) -> str | None:
    return run.url if isinstance(run, Told) else None
