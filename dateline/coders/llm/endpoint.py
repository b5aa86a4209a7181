"""One request → one answer, from an OpenAI-compatible endpoint over HTTP; within limits of time and size.

An endpoint on another machine must be allowed, and redirects are not followed, so that nothing is sent where nobody
meant it to go. What passes by itself (a busy or broken server, a lost connection, a timeout) is tried again.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
import socket
import ssl
from dataclasses import dataclass, field
from typing import Any

from dateline.coders.llm.prompt import TEMPERATURES
from dateline.errors import MissingExtraError, ReportError, UsageError

try:
    import httpx
    import tenacity
except ImportError as missing:
    raise MissingExtraError("--coder llm", "llm") from missing

#: Bytes of an answer that are read at the most.
MOST_BYTES = 2_000_000
ATTEMPTS = 4
#: Seconds before the second attempt; doubled each time, and with chance added so that clients do not come all at once.
PAUSE = 1.0
LONGEST_PAUSE = 30.0
#: Statuses that pass by themselves.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
#: More tokens than any one reply takes; a figure beyond is not believed.
MOST_TOKENS = 10_000_000
SHOWN = 80  # characters of an answer in a message
_FENCE = "```"


class _PassingError(Exception):
    """Something that may go better the next time; `pause` as the endpoint asks."""

    def __init__(self, message: str, pause: float = 0.0) -> None:
        super().__init__(message)
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that was JSON, and the tokens that all its attempts took."""

    answer: Any
    tokens_in: int
    tokens_out: int


@dataclass(slots=True)
class Spending:
    """The tokens of the replies to one request."""

    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers. Raises UsageError for an address that cannot be used or is not allowed."""

    url: str  # with its version, as in http://127.0.0.1:8080/v1
    key: str = field(default="", repr=False)
    timeout: float = 120.0  # seconds for one attempt, from the connection to the last byte
    allow_remote: bool = False

    def __post_init__(self) -> None:
        """Check the address."""
        try:
            url = httpx.URL(self.url)
        except httpx.InvalidURL as error:
            raise UsageError(f"llm_url is not an address: {self.url!r} ({error})") from error
        if url.scheme not in ("http", "https") or not url.host or url.userinfo or url.query or url.fragment:
            raise UsageError(
                f"llm_url is an address such as http://127.0.0.1:8080/v1, not {self.url!r}; "
                "the key goes into DATELINE_LLM_KEY"
            )
        if not (self.key.isascii() and self.key.isprintable()):
            raise UsageError("the key in DATELINE_LLM_KEY holds characters that no key has: set it anew")
        if not self.allow_remote and self.is_remote:
            raise UsageError(
                f"the endpoint {self.host} is not this machine: reports would leave it. --allow-remote lets them, with "
                "the names of private persons masked"
            )

    @property
    def host(self) -> str:
        """The host, and the port where one is given."""
        url = httpx.URL(self.url)
        return f"{url.host}:{url.port}" if url.port else url.host

    @property
    def is_remote(self) -> bool:
        """Whether the endpoint is, or may be, another machine."""
        return not is_loopback(httpx.URL(self.url).host)

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read what is sent."""
        return httpx.URL(self.url).scheme == "https"

    def ask(self, body: dict[str, Any]) -> Reply:
        """Send a request; raises ReportError where no JSON comes back."""
        spent = Spending()
        problem = ""
        for temperature in TEMPERATURES:
            words = self._attempts({**body, "temperature": temperature}, spent)
            try:
                return Reply(read_json(words), spent.tokens_in, spent.tokens_out)
            except ValueError as error:
                problem = f"{error}: {words[:SHOWN]!r}"
        raise SpentError(f"the endpoint {self.host} {problem}", spent)

    def _attempts(self, body: dict[str, Any], spent: Spending) -> str:
        def wait(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.pause if isinstance(error, _PassingError) else 0.0
            backoff = tenacity.wait_random_exponential(multiplier=PAUSE, max=LONGEST_PAUSE)(state)
            return min(max(asked, backoff), LONGEST_PAUSE)

        attempts = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(ATTEMPTS) | tenacity.stop_after_delay(2 * self.timeout),
            wait=wait,
            retry=tenacity.retry_if_exception_type(_PassingError),
            reraise=True,
        )
        try:
            raw = attempts(lambda: asyncio.run(self._post(body)))
        except _PassingError as error:
            raise SpentError(
                f"the endpoint {self.host} {error}, in {attempts.statistics['attempt_number']} attempts", spent
            ) from error
        return self._content(raw, body, spent)

    async def _post(self, body: dict[str, Any]) -> bytes:
        headers = {"accept": "application/json", "accept-encoding": "identity", "content-type": "application/json"}
        target, content = f"{self.url.rstrip('/')}/chat/completions", json.dumps(body).encode()
        if self.key:
            headers["authorization"] = f"Bearer {self.key}"
        try:
            async with (
                asyncio.timeout(self.timeout),
                httpx.AsyncClient(timeout=None, trust_env=self.is_remote, verify=self._tls()) as client,
                client.stream("POST", target, content=content, headers=headers) as response,
            ):
                return await _read(response, self.host)
        except TimeoutError as error:
            raise _PassingError(f"gave no answer within {self.timeout:g} seconds") from error
        except httpx.TransportError as error:
            raise _PassingError(f"cannot be reached or broke off ({error or type(error).__name__})") from error

    def _tls(self) -> ssl.SSLContext | bool:
        return httpx.create_ssl_context() if self.is_encrypted else False

    def _content(self, raw: bytes, body: dict[str, Any], spent: Spending) -> str:
        """Give the words of the model in a reply, and count its tokens."""
        shown = raw[:SHOWN].decode("utf-8", "replace")
        try:
            reply = json.loads(raw)
            choice = reply["choices"][0]
            content = choice["message"]["content"]
        except (ValueError, RecursionError, LookupError, TypeError) as error:
            raise SpentError(
                f"the endpoint {self.host} does not answer as a chat completion: {shown!r}", spent
            ) from error
        usage = reply.get("usage") or {}
        sent = sum(len(message["content"]) for message in body["messages"])
        spent.tokens_in += _count(usage, "prompt_tokens", sent)
        spent.tokens_out += _count(usage, "completion_tokens", len(content) if isinstance(content, str) else 0)
        if not isinstance(content, str):
            raise SpentError(f"the endpoint {self.host} answers without words: {shown!r}", spent)
        if choice.get("finish_reason") == "length":
            limit = body["max_tokens"]
            raise SpentError(
                f"the answer of {self.host} was cut off after {limit} tokens: {content[:SHOWN]!r}; raise "
                "llm_max_tokens",
                spent,
            )
        return content


class SpentError(ReportError):
    """A request failed; `spent` says what it took all the same."""

    def __init__(self, message: str, spent: Spending) -> None:
        super().__init__(message)
        self.spent = spent


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine for certain: a loopback address, or `localhost` where that means one.

    Any other name counts as another machine, whatever it resolves to today.

    >>> [is_loopback(host) for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost")]
    [True, True, True, True]
    >>> [is_loopback(host) for host in ("127.0.0.1.nip.io", "localhost.example.org", "10.0.0.1", "0.0.0.0", "127.1")]
    [False, False, False, False, False]
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        pass
    if host.lower() != "localhost":
        return False
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return False
    return all(ipaddress.ip_address(address[4][0]).is_loopback for address in found)


def read_json(words: str) -> Any:
    """Read an answer that is JSON, also where a fence stands around it; raises ValueError saying what it is instead."""
    words = words.strip()
    if words.startswith(_FENCE) and words.endswith(_FENCE) and len(words) >= 2 * len(_FENCE):
        words = words[len(_FENCE) : -len(_FENCE)].strip().removeprefix("json")
    try:
        answer = json.loads(words)
    except (ValueError, RecursionError) as error:
        raise ValueError("answers with something else than JSON, or with part of it") from error
    if not isinstance(answer, dict) or not isinstance(answer.get("events"), list):
        raise ValueError("answers with JSON that holds no list of events")
    return answer


async def _read(response: httpx.Response, host: str) -> bytes:
    status = response.status_code
    chunks, size = [], 0
    async for chunk in response.aiter_raw():
        size += len(chunk)
        if size > MOST_BYTES:
            raise ReportError(
                f"the endpoint {host} answers with more than {MOST_BYTES // 1_000_000} MB; the rest was not read"
            )
        chunks.append(chunk)
    body = b"".join(chunks)
    if status == 200:
        return body
    shown = f"{status}: {body[:SHOWN].decode('utf-8', 'replace')!r}"
    if status in PASSING:
        raise _PassingError(f"answers {shown}", _seconds(response.headers.get("retry-after", "")))
    if response.is_redirect:
        target = response.headers.get("location", "")[:SHOWN]
        raise ReportError(f"the endpoint {host} sends elsewhere, to {target!r}, which is not followed: see llm_url")
    raise ReportError(f"the endpoint {host} answers {shown}")


def _seconds(header: str) -> float:
    return float(header) if re.fullmatch(r"\d{1,4}", header) else 0.0


def _count(usage: Any, name: str, characters: int) -> int:
    """Give the tokens that a reply says it took, else about as many as the text has."""
    told = usage.get(name) if isinstance(usage, dict) else None
    sane = isinstance(told, int) and 0 <= told <= MOST_TOKENS
    return told if sane and told is not None else characters // 4 + 1
