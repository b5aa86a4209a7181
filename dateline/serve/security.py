"""Answers → answers that a browser trusts no further than it must: one host, no script but our own, nothing framed."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Everything comes from here; the map draws in a worker that it makes of its own code.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self' blob:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Guard:
    """Refuses what does not ask for this machine by its own name, and sets the headers of all answers.

    A page of another site that a name server leads here (DNS rebinding) asks for a host of its own.
    """

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        self.app = app
        self.hosts = {f"{name}:{port}" for name in LOOPBACK} | (LOOPBACK if port == 80 else frozenset())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        given = Headers(scope=scope)
        origin = given.get("origin")
        asked_here = given.get("host") in self.hosts and (
            origin is None or origin.removeprefix("http://") in self.hosts
        )
        if not asked_here:
            refusal = PlainTextResponse("this server answers only to the address it was started on\n", status_code=421)
            await refusal(scope, receive, send_guarded)
            return
        await self.app(scope, receive, send_guarded)
