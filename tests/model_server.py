"""A small HTTP server on loopback that answers as an OpenAI-compatible endpoint does, well or badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Exchange"], None]


def completion(content: object, *, finish: str = "stop", usage: object = None) -> bytes:
    """Write a chat completion; what is no text becomes JSON."""
    words = content if isinstance(content, str) else json.dumps(content)
    choice = {"index": 0, "finish_reason": finish, "message": {"content": words}}
    return json.dumps(
        {"choices": [choice], "usage": usage or {"prompt_tokens": 1000, "completion_tokens": 100}}
    ).encode()


@dataclass
class Exchange:
    """One request, and the means to answer it."""

    handler: BaseHTTPRequestHandler
    body: dict

    @property
    def sent(self) -> str:
        """The message of the user: the excerpt between its marks."""
        return self.body["messages"][1]["content"]

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.handler.send_response(status)
        given = {"content-type": "application/json", "content-length": str(len(body))} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        for name, value in given.items():
            self.handler.send_header(name, value)
        self.handler.end_headers()
        self.handler.wfile.write(body)

    def events(self, *events: object) -> None:
        self.reply(completion({"events": list(events)}))


@dataclass
class ModelServer:
    """Answers requests one after the other with the steps that a test sets; the last step goes on."""

    url: str
    steps: list[Answer] = field(default_factory=list)
    requests: list[dict] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def answer(self, *steps: Answer) -> None:
        self.steps = list(steps)

    def next_step(self) -> Answer:
        return self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]


@contextmanager
def serving() -> Iterator[ModelServer]:
    """Run a server on a free port of the loopback address until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            body = json.loads(raw)
            server.requests.append(body)
            server.headers.append(dict(self.headers.items()))
            server.paths.append(self.path)
            try:
                server.next_step()(Exchange(self, body))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    http.model = server = ModelServer(url=f"http://127.0.0.1:{http.server_port}/v1")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop.set()
        http.shutdown()
        http.server_close()
        thread.join(5)
