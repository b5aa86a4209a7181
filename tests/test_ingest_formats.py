from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

from dateline.ingest import read_reports
from dateline.records import Issue, Report

TEXT = "Dockers in the port of Lorn went home on Monday after a week of talks."


def read_one(path: Path, published: dt.date | None = None) -> Report:
    [report] = read_reports([str(path)], published=published)
    assert isinstance(report, Report), report
    return report


def read_issue(path: Path, content: bytes) -> Issue:
    path.write_bytes(content)
    [issue] = read_reports([str(path)])
    assert isinstance(issue, Issue), issue
    assert issue.place == str(path)
    return issue


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Strike ends - Harbour Watch</title>
<meta property="og:site_name" content="Harbour Watch"><meta property="og:title" content="Strike ends">
<meta name="author" content="Jane Roe"><meta property="article:published_time" content="2021-03-04T05:06:07Z">
<link rel="canonical" href="https://harbour.example/1"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Strike ends</h1><p>Dockers in the café of Lorn ended a strike on Monday, 1 March 2021.</p>
<figure><img src="x.jpg"><figcaption>Dockers march in Lorn - 28 February 2021</figcaption></figure>
<p>The union said that <b>talks</b> go on.</p><ul><li>“We stay”</li></ul></article>
<footer>Copyright 2021 Harbour Watch</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-15"])
def test_an_html_page(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(charset=charset).replace("“", '"').replace("”", '"').encode(charset))
    report = read_one(path)
    assert report.text.splitlines() == [
        "Strike ends",
        "Dockers in the café of Lorn ended a strike on Monday, 1 March 2021.",
        "Dockers march in Lorn - 28 February 2021",
        "The union said that talks go on.",
        '- "We stay"',
    ]
    assert (report.id, report.title, report.source, report.author) == (
        "page",
        "Strike ends",
        "Harbour Watch",
        "Jane Roe",
    )
    assert (report.published, report.published_from) == (dt.date(2021, 3, 4), "metadata")
    assert report.url == "https://harbour.example/1"


def test_what_is_given_goes_before_a_page_s_metadata(tmp_path: Path) -> None:
    path = tmp_path / "page.htm"
    path.write_text(PAGE.format(charset="utf-8"), encoding="utf-8")
    report = read_one(path, published=dt.date(2020, 1, 1))
    assert (report.published, report.published_from) == (dt.date(2020, 1, 1), "given")


def test_a_page_without_a_date_gets_none(tmp_path: Path) -> None:
    page = "<html><body><p>Three were held in Lorn on 3 May 2011.</p><p>Copyright 2019</p></body></html>"
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    assert read_one(path).published is None


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>x</title></head><body></body></html>",
        "<html><body>" + "<div>" * 50_000 + "</body></html>",
        "<html>",
    ],
)
def test_pages_without_text_are_refused(tmp_path: Path, page: str) -> None:
    assert "no main text" in read_issue(tmp_path / "page.html", page.encode()).message


def write_docx(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Strike ends")
    document.add_paragraph(TEXT)
    document.add_table(rows=1, cols=2).rows[0].cells[0].text = "Lorn"
    document.save(str(path))
    return path


def test_a_docx_file(tmp_path: Path) -> None:
    assert read_one(write_docx(tmp_path / "r.docx")).text == f"Strike ends\n{TEXT}\nLorn\t"


def test_broken_docx_files_are_refused(tmp_path: Path) -> None:
    whole = write_docx(tmp_path / "r.docx").read_bytes()
    for content in (b"no zip", whole[: len(whole) // 2], whole[:4] + b"\0" * 100):
        assert "DOCX" in read_issue(tmp_path / "bad.docx", content).message
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as packed:
        packed.writestr("a.txt", "a")
    assert "DOCX" in read_issue(tmp_path / "bad.docx", empty.getvalue()).message


def test_a_docx_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("word/document.xml", "w") as member:
        for _ in range(120):
            member.write(b"\0" * 1_000_000)
    assert "unpack" in read_issue(tmp_path / "r.docx", bomb.getvalue()).message


def make_pdf(text: str) -> bytes:
    """Write a one-page PDF by hand (PDF 32000-1:2008, annex H.3)."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 612 792]"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = "%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    tail = f"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + f"xref\n0 6\n0000000000 65535 f \n{table}{tail}").encode()


def test_a_pdf_file(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(make_pdf(TEXT))
    assert read_one(path).text == TEXT


def test_bad_pdf_files_are_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(make_pdf(TEXT)))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    path = tmp_path / "r.pdf"
    assert "encrypted" in read_issue(path, locked.getvalue()).message
    assert "no text" in read_issue(path, make_pdf("")).message
    assert "PDF" in read_issue(path, b"%PDF-1.4 nothing").message
    assert "PDF" in read_issue(path, b"no pdf").message
    assert capfd.readouterr() == ("", "")  # nothing that does not name the file
