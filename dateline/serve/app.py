"""Store → the application: which address shows which page, as HTML or as JSON."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from typing import Any

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dateline.config import Config
from dateline.describe import describe_date, describe_place, without_password
from dateline.errors import DatelineError, UsageError
from dateline.gazetteer import NOTICE
from dateline.serve.filters import View, read_view
from dateline.serve.security import Guard
from dateline.serve.views import (
    amount,
    as_json,
    show_incident,
    show_incidents,
    show_map,
    show_report,
    when,
    world_shapes,
)
from dateline.store import Store

Show = Callable[[Request], dict[str, Any]]
Answer = Callable[[Request], Response]


def make_app(store: Store, config: Config, *, port: int) -> Guard:
    """Make the application that shows a store to whoever sits at this machine."""
    templates = _templates(store)
    shown: dict[str, tuple[str, Show]] = {
        "/incidents": ("incidents", lambda request: show_incidents(store, _view(request, config))),
        "/map": ("map", lambda request: show_map(store, _view(request, config))),
        "/incidents/{name}": ("incident", lambda request: show_incident(store, request.path_params["name"])),
        "/reports/{name:path}": ("report", lambda request: show_report(store, request.path_params["name"])),
    }
    routes: list[Route | Mount] = [Route("/", lambda _: RedirectResponse("/incidents"))]
    for address, (name, show) in shown.items():
        routes += [Route(f"{address}.json", _twin(show)), Route(address, _page(templates, name, show))]
    routes += [
        Route("/shapes.json", _shapes),
        Route("/favicon.ico", lambda _: Response(status_code=204)),
        Mount("/static", StaticFiles(packages=[("dateline.serve", "static"), ("maplibre", "srcjs")])),
    ]
    handlers: dict[Any, Any] = dict.fromkeys((HTTPException, DatelineError, Exception), _failing(templates))
    packed = [Middleware(GZipMiddleware, minimum_size=2_000)]
    return Guard(Starlette(routes=routes, middleware=packed, exception_handlers=handlers), port=port)


def _shapes(_request: Request) -> Response:
    kept = {"cache-control": "max-age=86400"}
    return Response(world_shapes(), media_type="application/json", headers=kept)


def _view(request: Request, config: Config) -> View:
    return read_view(request.query_params.multi_items(), config)


def _page(templates: Environment, name: str, show: Show) -> Answer:
    return lambda request: HTMLResponse(templates.get_template(f"{name}.html").render(**show(request)))


def _twin(show: Show) -> Answer:
    """Give the same as the page shows, as JSON."""
    return lambda request: _json(as_json(show(request)))


def _failing(templates: Environment) -> Callable[[Request, Exception], Response]:
    """Say what went wrong, as a page or as JSON: 404 for what is not there, 400 for what is asked wrongly."""

    def failed(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            status, told = error.status_code, error.detail
        elif isinstance(error, DatelineError):
            status, told = 400 if isinstance(error, UsageError) else 500, str(error)
        else:
            status, told = 500, "a fault of the program: the terminal where it runs shows what went wrong"
        if request.url.path.endswith(".json"):
            return _json({"error": told}, status)
        return HTMLResponse(templates.get_template("failed.html").render(status=status, told=told), status)

    return failed


def _json(value: object, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")


def _templates(store: Store) -> Environment:
    templates = Environment(
        loader=PackageLoader("dateline.serve"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    templates.globals.update(
        store=without_password(store.name), version=importlib.metadata.version("dateline"), notice=NOTICE
    )
    templates.filters.update(when=when, day=describe_date, where=describe_place, amount=amount)
    return templates
