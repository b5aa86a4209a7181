"""Pages -> a PDF: what the HTML page says, in the same order, on A4, with drawings as vectors.

The fonts are FiraGO's (SIL Open Font License): Latin, Greek, Cyrillic, Arabic, Hebrew, Georgian, Devanagari and Thai
letters are shown and shaped; what they lack (Chinese, Japanese, Korean) is written as a box.
"""

from __future__ import annotations

import datetime as dt
import importlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from dateline.briefs.blocks import Block, Card, Drawing, Facts, Pages, Pair, Paragraph, Section, Table
from dateline.briefs.layout import lay_out
from dateline.briefs.pdf_drawing import COLOURS, FAMILY, draw, set_type
from dateline.briefs.pdf_table import write_table
from dateline.briefs.pdf_words import plain_words, write_words
from dateline.briefs.shapes import Brief
from dateline.errors import MissingExtraError

MARGIN, GAP = 16.0, 4.0  # millimetres
TEXT, SMALL = 9.2, 8.0  # points
LEAD, TITLE, HEADING, CARD_HEADING = 11.0, 20.0, 13.0, 10.5
#: Written into the file as the day on which it was made where none is given: no clock is read.
NO_DAY = dt.date(2000, 1, 1)
_FONTS = {"": "FiraGO_Regular", "B": "FiraGO_Bold", "I": "FiraGO_Italic"}
_TONES = {
    "plain": (TEXT, "", "ink"),
    "lead": (LEAD, "", "ink"),
    "note": (SMALL, "", "soft"),
    "quote": (TEXT, "I", "ink"),
}
#: A drawing takes so much of the page's width: a map of a country needs less than a row of many bars.
_SHARES = {"map": 0.5}
TABLE_SHARE = 0.58  # likewise of a table that another stands beside
ROW_HEIGHT = 8.0  # of most rows of a table, in millimetres
#: A table of no more rows stands beside a drawing, a longer one below it.
MOST_BESIDE = 14
#: A heading is not left alone at a page's foot: so much must follow it (millimetres).
KEPT_WITH_HEADING = 32.0


def write_pdf(brief: Brief, out: BinaryIO) -> None:
    """Write a brief as a PDF; the same brief gives the same bytes.

    Raises MissingExtraError where the extra 'pdf' is not installed.
    """
    pages = lay_out(brief)
    with _document(pages, brief.scope.made or NO_DAY) as pdf:
        _opening(pdf, pages)
        for section in pages.sections:
            _section(pdf, section)
        _notices(pdf, pages)
        out.write(pdf.output())


@contextmanager
def _document(pages: Pages, made: dt.date) -> Iterator[Any]:
    try:
        from fpdf import FPDF  # noqa: PLC0415 - an optional part
    except ImportError as error:
        raise MissingExtraError("a brief as PDF", "pdf") from error

    class _Brief(FPDF):
        def footer(self) -> None:
            """Number the page, and say what it is."""
            self.set_y(-11)
            set_type(self, pages.title, 7.2, colour="soft")
            self.cell(0, 4, f"{pages.kicker}: {pages.title}. Claims, not truth.", align="L")
            self.set_x(self.l_margin)
            self.cell(0, 4, f"{self.page_no()}", align="R")

    pdf = _Brief(format="A4")
    pdf.set_creation_date(dt.datetime(made.year, made.month, made.day, tzinfo=dt.UTC))
    pdf.set_title(f"{pages.kicker}: {pages.title}")
    pdf.set_creator("dateline")
    pdf.set_producer("dateline")
    pdf.set_lang("en")
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    pdf.c_margin = 0
    pdf.set_auto_page_break(True, margin=MARGIN)
    with tempfile.TemporaryDirectory() as folder:  # the fonts are read until the last letter is shaped
        _add_fonts(pdf, Path(folder))
        pdf.add_page()
        yield pdf


def _add_fonts(pdf: Any, folder: Path) -> None:
    """Unpack the fonts; the PDF keeps of them only the letters that it uses."""
    for style, name in _FONTS.items():
        try:
            module = importlib.import_module(f"pymupdf_fonts.{name}")
        except ImportError as error:
            raise MissingExtraError("a brief as PDF", "pdf") from error
        path = folder / f"{name}.ttf"
        path.write_bytes(module.fontbuffer)
        pdf.add_font(FAMILY, style, path)


def _opening(pdf: Any, pages: Pages) -> None:
    pdf.set_draw_color(*COLOURS["ink"])
    pdf.set_line_width(0.9)
    pdf.line(MARGIN, MARGIN, pdf.w - MARGIN, MARGIN)
    pdf.set_y(MARGIN + 3)
    _line(pdf, pages.kicker.upper(), size=7.5, colour="soft")
    pdf.start_section(pages.title)
    _line(pdf, pages.title, size=TITLE, style="B")
    pdf.ln(2)
    for block in pages.opening:
        _block(pdf, block)


def _line(pdf: Any, text: str, *, size: float, style: str = "", colour: str = "ink") -> None:
    set_type(pdf, text, size, style, colour)
    pdf.multi_cell(0, size * 0.45, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _section(pdf: Any, section: Section) -> None:
    _keep_room(pdf, KEPT_WITH_HEADING / 2 + _height(pdf, section.blocks[0]))
    pdf.ln(GAP)
    pdf.set_draw_color(*COLOURS["ink"])
    pdf.set_line_width(0.2)
    pdf.line(MARGIN, pdf.get_y(), pdf.w - MARGIN, pdf.get_y())
    pdf.ln(2.2)
    pdf.start_section(section.heading, level=1)
    _line(pdf, section.heading, size=HEADING, style="B")
    pdf.ln(1.5)
    for block in section.blocks:
        _block(pdf, block)


def _height(pdf: Any, block: Block) -> float:
    """Give how much of a block must stand with its heading: all of a drawing, some rows of a table."""
    if isinstance(block, Pair):
        return _height(pdf, block.left)
    if isinstance(block, Table):
        return min(len(block.rows) * ROW_HEIGHT, KEPT_WITH_HEADING)
    return _size(pdf, block)[1] + 14 if isinstance(block, Drawing) else KEPT_WITH_HEADING


def _size(pdf: Any, drawing: Drawing) -> tuple[float, float]:
    width = min(pdf.epw, (pdf.w - 2 * MARGIN) * _SHARES.get(drawing.name, 1.0))
    return width, width * drawing.height / drawing.width


def _keep_room(pdf: Any, height: float) -> None:
    if pdf.will_page_break(height):
        pdf.add_page()


def _block(pdf: Any, block: Block) -> None:
    if isinstance(block, Paragraph):
        _paragraph(pdf, block)
    elif isinstance(block, Table):
        _keep_room(pdf, KEPT_WITH_HEADING * 0.8)
        write_table(pdf, block)
    elif isinstance(block, Drawing):
        _figure(pdf, block)
    elif isinstance(block, Facts):
        _facts(pdf, block)
    elif isinstance(block, Pair):
        _pair(pdf, block)
    else:
        _card(pdf, block)


def _pair(pdf: Any, block: Pair) -> None:
    """Put a short table beside what stands on its left; a longer one follows it."""
    if len(block.right.rows) > MOST_BESIDE:
        _block(pdf, block.left)
        _block(pdf, block.right)
        return
    _keep_room(pdf, max(_height(pdf, block.left), len(block.right.rows) * ROW_HEIGHT))
    top, page = pdf.get_y(), pdf.page
    edge = MARGIN + pdf.epw * (_SHARES["map"] if isinstance(block.left, Drawing) else TABLE_SHARE)
    with _within(pdf, MARGIN, edge):
        _block(pdf, block.left)
    bottom = pdf.get_y()
    with _within(pdf, edge + GAP, pdf.w - MARGIN):
        pdf.set_xy(pdf.l_margin, top)
        write_table(pdf, block.right)
        ends = pdf.get_y()
    pdf.set_xy(MARGIN, max(bottom, ends) if pdf.page == page else ends)


@contextmanager
def _within(pdf: Any, left: float, right: float) -> Iterator[None]:
    """Write between two edges of the page (millimetres)."""
    pdf.set_left_margin(left)
    pdf.set_right_margin(pdf.w - right)
    yield
    pdf.set_left_margin(MARGIN)
    pdf.set_right_margin(MARGIN)


def _paragraph(pdf: Any, block: Paragraph) -> None:
    size, style, colour = _TONES[block.tone]
    inset = 4.0 if block.tone == "quote" else 0.0
    pdf.set_left_margin(MARGIN + inset)
    write_words(pdf, block.words, size=size, style=style, colour=colour)
    pdf.set_left_margin(MARGIN)
    pdf.set_x(MARGIN)
    pdf.ln(1.6)


def _facts(pdf: Any, block: Facts) -> None:
    _keep_room(pdf, KEPT_WITH_HEADING)
    pdf.ln(1)
    top, width = pdf.get_y(), (pdf.epw + GAP) / len(block.facts)
    bottom = top
    for number, fact in enumerate(block.facts):
        left = MARGIN + number * width
        pdf.set_draw_color(*COLOURS["line"])
        pdf.set_line_width(0.2)
        pdf.line(left, top, left + width - GAP, top)
        pdf.set_xy(left, top + 1)
        for text, size, style, colour in (
            (fact.label, SMALL, "", "soft"), (fact.value, 15.0, "B", "ink"), (fact.note, SMALL, "", "soft"),
        ):  # fmt: skip
            set_type(pdf, text, size, style, colour)
            pdf.multi_cell(width - GAP, size * 0.44, text, align="L", new_x="LEFT", new_y="NEXT")
        bottom = max(bottom, pdf.get_y())
    pdf.set_xy(MARGIN, bottom + 3)


def _figure(pdf: Any, drawing: Drawing) -> None:
    width, height = _size(pdf, drawing)
    _keep_room(pdf, height + 14)
    draw(pdf, drawing, at=(MARGIN, pdf.get_y()), scale=width / drawing.width)
    pdf.set_xy(MARGIN, pdf.get_y() + height + 1.5)
    legend = [run for words in drawing.legend for run in (*words, "    ")]
    if legend and drawing.name == "map":
        write_words(pdf, tuple(legend), size=SMALL, style="", colour="ink")
    if drawing.credit:
        _line(pdf, drawing.credit, size=6.8, colour="soft")
    pdf.ln(2)


def _card(pdf: Any, card: Card) -> None:
    _keep_room(pdf, KEPT_WITH_HEADING)
    pdf.ln(1.5)
    pdf.start_section(plain_words(card.heading), level=2)
    write_words(pdf, card.heading, size=CARD_HEADING, style="B", colour="ink")
    pdf.ln(0.8)
    for block in card.blocks:
        _block(pdf, block)
    pdf.ln(2)


def _notices(pdf: Any, pages: Pages) -> None:
    pdf.ln(GAP)
    for notice in (*pages.notices, "Made by dateline."):
        _line(pdf, notice, size=7.2, colour="soft")
