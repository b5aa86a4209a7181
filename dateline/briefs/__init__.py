"""Incident -> Brief -> one HTML page or a PDF: what reports claim of a country and a period, for a reader of neither.

`brief` counts, `disputes` ranks, `layout` puts both in words and drawings, `page` and `pdf_pages` write them.
"""

from dateline.briefs.brief import make_brief
from dateline.briefs.page import write_brief
from dateline.briefs.pdf_pages import write_pdf
from dateline.briefs.shapes import Brief, Scope

__all__ = ["Brief", "Scope", "make_brief", "write_brief", "write_pdf"]
