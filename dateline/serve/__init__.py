"""Store → web application: incidents, reports and a map in the browser, each page with a JSON twin."""

from dateline.serve.app import make_app

__all__ = ["make_app"]
