"""The web application, asked over HTTP on loopback as a browser asks it."""

from __future__ import annotations

import datetime as dt
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
import uvicorn
from coding import tools

from dateline.config import Config
from dateline.happenings import update_incidents
from dateline.pipeline import code_report
from dateline.records import Report
from dateline.serve import make_app
from dateline.store import Store, open_store

SCRIPT = "<script>alert(1)</script>"
WIRE = "Police in Porto arrested four dockers on Tuesday. Hundreds marched to the port."
HOSTILE = f'Police in Porto arrested {SCRIPT} four men on Tuesday, "><img src=x onerror=alert(1)> said. {"x" * 5000}'
HOSTILE_ID = 'a/"><script>b</script>?c=d&e'


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def save(store: Store, report: Report) -> None:
    coded = code_report(report, tools())
    store.save(report, coded.events, coder_version="1", private_names=coded.private_names)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path: Path = tmp_path_factory.mktemp("serve") / "news.db"
    with open_store(path) as store:
        day = dt.date(2024, 5, 15)
        save(store, Report(id="wire", text=WIRE, title="Arrests in Porto", source="a.example", published=day))
        save(store, Report(id=HOSTILE_ID, text=HOSTILE, title=SCRIPT, source=SCRIPT, published=day))
        update_incidents(store)
        port = free_port()
        server = uvicorn.Server(uvicorn.Config(make_app(store, Config(), port=port), port=port, log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            yield client
        server.should_exit = True
        thread.join()


def pages(site: httpx.Client) -> list[str]:
    """Give the addresses of all kinds of pages, hostile names among them."""
    listed = site.get("/incidents.json").json()["incidents"]
    incidents = [f"/incidents/{each['incident_id']}" for each in listed]
    reports = sorted(set(re.findall(r'href="(/reports/[^"#]+)', "".join(site.get(each).text for each in incidents))))
    assert len(reports) == 2
    return ["/incidents", "/incidents?status=reported&type=COERCE", "/map", *incidents, *reports]


def test_every_page_answers_and_has_a_twin(site: httpx.Client) -> None:
    for address in pages(site):
        page = site.get(address)
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8"), address
        path, _, query = address.partition("?")
        twin = site.get(f"{path}.json?{query}")
        assert (twin.status_code, twin.headers["content-type"]) == (200, "application/json"), address


class Tags(HTMLParser):
    """Gather the tags of a page, and what its scripts and handlers would run."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str | None] = []
        self.handlers: list[str] = []
        self.images: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script":
            self.scripts.append(given.get("src"))
        if tag == "img":
            self.images.append(given.get("src") or "")
        self.handlers += [name for name in given if name.startswith("on") or name == "style"]


def test_nothing_of_a_report_becomes_part_of_a_page(site: httpx.Client) -> None:
    for address in pages(site):
        tags = Tags()
        tags.feed(site.get(address).text)
        assert all(script and script.startswith("/static/") for script in tags.scripts), address
        assert (tags.handlers, tags.images) == ([], []), address


def test_answers_forbid_what_is_not_ours(site: httpx.Client) -> None:
    for address in (*pages(site), "/incidents.json", "/nowhere", "/static/reader.js", "/static/maplibre-gl.js"):
        policy = site.get(address).headers["content-security-policy"]
        assert "script-src 'self'" in policy, address
        assert "unsafe" not in policy, address
        assert site.get(address).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"origin": "http://evil.example"}, {"origin": "null"}])
def test_another_site_is_not_answered(site: httpx.Client, headers: dict[str, str]) -> None:
    assert site.get("/incidents", headers=headers).status_code == 421


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/incidents/nosuch", 404, "no incident"),
        ("/reports/nosuch", 404, "no report"),
        ("/nowhere", 404, ""),
        ("/incidents?since=tomorrow", 400, "is no day"),
        ("/incidents?type=NOSUCH", 400, "is no event type"),
        ("/incidents?country=Atlantis", 400, "is no country"),
        ("/incidents?status=maybe", 400, "is no status"),
        ("/map?box=1,2,3", 400, "south,west,north,east"),
        ("/incidents?confidence=nan", 400, "0 to 1"),
    ],
)
def test_what_cannot_be_shown_is_said(site: httpx.Client, address: str, status: int, words: str) -> None:
    page = site.get(address)
    assert page.status_code == status
    assert words in page.text
    path, _, query = address.partition("?")
    twin = site.get(f"{path}.json?{query}")
    assert twin.status_code == status


class Words(HTMLParser):
    """Gather the words of the article of a page, without the numbers that lead to events."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("article", "sup", "h1", "p"):
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "article" in self.inside and "sup" not in self.inside and self.inside[-1] == "p":
            self.words += data


def test_a_report_is_shown_in_its_own_words(site: httpx.Client) -> None:
    for address in (each for each in pages(site) if each.startswith("/reports/")):
        words = Words()
        page = site.get(address)
        words.feed(page.text)
        text = site.get(f"{address}.json").json()["report"]["text"]
        assert "".join(words.words.split()) == "".join(text.split())
        assert 'class="read evidence"' in page.text


def test_a_view_narrows_the_list_and_counts(site: httpx.Client) -> None:
    whole, part = (site.get(f"/incidents.json{query}").json() for query in ("", "?type=PROTEST"))
    assert {each["event_type"] for each in part["incidents"]} == {"PROTEST"}
    assert 0 < part["total"] < whole["total"]
    assert site.get("/incidents.json?since=2024-05-16").json()["total"] == 0


def test_the_command_serves_until_it_is_ended(tmp_path: Path) -> None:
    path, port = tmp_path / "news.db", free_port()
    with open_store(path) as store:
        save(store, Report(id="wire", text=WIRE, published=dt.date(2024, 5, 15)))
    told = [sys.executable, "-m", "dateline", "serve", "--store", str(path), "--port", str(port)]
    with subprocess.Popen(told, stderr=subprocess.PIPE) as server:
        with httpx.Client(transport=httpx.HTTPTransport(retries=0)) as client:
            for _ in range(600):
                try:
                    page = client.get(f"http://127.0.0.1:{port}/incidents")
                    break
                except httpx.ConnectError:
                    time.sleep(0.05)
        server.send_signal(signal.SIGINT)
        assert server.wait(30) in (0, 130, -signal.SIGINT)
    assert "PROTEST" in page.text
