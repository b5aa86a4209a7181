"""Drawing -> vectors on a PDF's page, and the colours of all that is drawn and written there."""

from __future__ import annotations

from typing import Any

from dateline.briefs.blocks import Bar, Disc, Drawing, Label, Polygon, Shape, Stroke

#: The light colours of page.css: each stands out from paper and from the others, also to the colour-blind (they differ
#: in lightness too), and carries 4.5:1 of contrast where words are written in it.
COLOURS = {
    "ink": (28, 32, 36),
    "soft": (86, 94, 103),
    "line": (219, 215, 204),
    "link": (29, 92, 143),
    "sea": (234, 240, 243),
    "land": (255, 253, 246),
    "neighbour": (228, 225, 216),
    "border": (162, 157, 144),
    "violence": (194, 59, 18),
    "protest": (27, 108, 176),
    "coercion": (125, 63, 152),
    "words": (148, 112, 10),
    "cooperation": (27, 132, 103),
    "other": (95, 102, 112),
}
_LABELS = {"place": ("ink", ""), "name": ("ink", "B"), "number": ("soft", ""), "tick": ("soft", "")}
POINTS = 72 / 25.4  # to the millimetre
FAMILY = "FiraGO"
#: From this letter on (Hebrew, Arabic, the scripts of southern Asia) letters are shaped by their neighbours. Shaping is
#: slow, and the letters before need none.
FIRST_SHAPED = "\u0590"


def set_type(pdf: Any, text: str, size: float, style: str = "", colour: str = "ink") -> None:
    """Set the font, size and colour in which a text is written next, and whether its letters are shaped."""
    pdf.set_font(FAMILY, style, size)
    pdf.set_text_color(*COLOURS[colour])
    pdf.set_text_shaping(
        use_shaping_engine=any(FIRST_SHAPED <= letter < "\u2000" or letter > "\u2e7f" for letter in text)
    )


def draw(pdf: Any, drawing: Drawing, *, at: tuple[float, float], scale: float) -> None:
    """Draw with the upper left corner at a point of the page; `scale` is millimetres to the drawing's unit."""
    with pdf.rect_clip(at[0], at[1], drawing.width * scale, drawing.height * scale):
        for shape in drawing.shapes:
            if not isinstance(shape, Label):
                _shape(pdf, shape, at, scale)
    for shape in drawing.shapes:
        if isinstance(shape, Label):
            _label(pdf, shape, at, scale)
    pdf.set_dash_pattern()
    pdf.set_xy(*at)


def _shape(pdf: Any, shape: Shape, at: tuple[float, float], scale: float) -> None:
    if isinstance(shape, Polygon):
        _polygon(pdf, shape, at, scale)
    elif isinstance(shape, Disc):
        _disc(pdf, shape, at, scale)
    elif isinstance(shape, Bar):
        pdf.set_fill_color(*COLOURS[shape.role])
        pdf.rect(at[0] + shape.x * scale, at[1] + shape.y * scale, shape.width * scale, shape.height * scale, style="F")
    elif isinstance(shape, Stroke):
        pdf.set_draw_color(*COLOURS["soft"])
        pdf.set_line_width(0.15)
        pdf.polyline([(at[0] + x * scale, at[1] + y * scale) for x, y in shape.points])


def _polygon(pdf: Any, shape: Polygon, at: tuple[float, float], scale: float) -> None:
    edge = {"land": "border", "neighbour": "sea"}.get(shape.role, "land")
    pdf.set_fill_color(*COLOURS[shape.role])
    pdf.set_draw_color(*COLOURS[edge])
    pdf.set_line_width(0.15)
    for ring in shape.rings:
        pdf.polygon([(at[0] + x * scale, at[1] + y * scale) for x, y in ring], style="DF")


def _disc(pdf: Any, shape: Disc, at: tuple[float, float], scale: float) -> None:
    x, y, radius = at[0] + shape.x * scale, at[1] + shape.y * scale, shape.radius * scale
    if shape.role == "area":
        pdf.set_draw_color(*COLOURS["ink"])
        pdf.set_line_width(0.3)
        pdf.set_dash_pattern(dash=0.8, gap=0.6)
        pdf.circle(x, y, radius, style="D")
        pdf.set_dash_pattern()
    else:
        pdf.set_fill_color(*COLOURS[shape.role])
        pdf.set_draw_color(*COLOURS["land"])
        pdf.set_line_width(0.2)
        pdf.circle(x, y, radius, style="DF")


def _label(pdf: Any, label: Label, at: tuple[float, float], scale: float) -> None:
    colour, style = _LABELS[label.role]
    set_type(pdf, label.text, label.size * scale * POINTS, style, colour)
    wide = pdf.get_string_width(label.text)
    shift = {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    left, high = at[0] + label.x * scale - shift, label.size * scale
    pdf.set_xy(left, at[1] + label.y * scale - high * 0.82)
    pdf.cell(wide, high, label.text, align="L")
