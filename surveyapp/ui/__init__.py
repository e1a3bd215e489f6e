"""What all pages share: language, formatters, components, error pages, static files."""

from __future__ import annotations

import hashlib
import re
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, cast

import brotli
from flask import Flask, Response, current_app, g, request

from config import Config
from surveyapp.ui import fallback


def chosen_language() -> str:
    """Return the language of the current page; German unless a family chose another."""
    return str(g.get("language", "de"))


def current_config() -> Config:
    """Return the settings the running application was made with."""
    config = current_app.extensions["surveyapp.config"]
    assert isinstance(config, Config)
    return config


def static_url(filename: str) -> str:
    """Return the address of a static file, with a mark that changes when its content does."""
    # Not by url_for: error pages also go to those who asked for a host that cannot exist.
    folder = f"{request.script_root}{current_app.static_url_path}"
    return f"{folder}/{filename}?v={_content_mark(filename)}"


@lru_cache
def _content_mark(filename: str) -> str:
    path = Path(__file__).parent / "static" / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


SPARED = {
    "text/css": re.compile(r"/\*.*?\*/\s*|^[ \t]+", re.DOTALL | re.MULTILINE),
    "text/javascript": re.compile(r"^[ \t]*(?://[^\n]*\n)?", re.MULTILINE),
}
"""Media type of our own files to what only their next author needs: indentation, and comments that
stand alone. It would be a tenth of what the first page of a survey may weigh."""


SPARED_HEADERS = ("Accept-Ranges", "Content-Disposition", "ETag", "Expires", "Last-Modified")
"""What a file needs none of whose address changes with its content; its age says the rest."""


def _read_whole(response: Response) -> Response:
    """Read static files as a whole: Flask-Compress would stream them and leave them open."""
    if request.endpoint == "static" and response.status_code < 300:
        response.direct_passthrough = False
        with closing(cast("BinaryIO", response.response)):
            content = response.get_data()
        spared = SPARED.get(response.mimetype or "")
        if spared is not None and "/vendor/" not in request.path:
            _send_small(response, spared.sub("", content.decode()).encode())
        for name in SPARED_HEADERS:
            response.headers.pop(name, None)
        response.cache_control.immutable = True
    return response


def _send_small(response: Response, content: bytes) -> None:
    """Send a file as small as it gets to browsers that read Brotli; others get it in Flask-Compress's way."""
    response.set_data(content)
    if request.accept_encodings["br"]:
        response.set_data(_smallest(content))
        response.content_encoding = "br"
        response.vary.add("Accept-Encoding")


@lru_cache(maxsize=128)
def _smallest(content: bytes) -> bytes:
    """Compress once as far as Brotli can, an eighth further than in the time of a request."""
    return cast("bytes", brotli.compress(content, quality=11))


def init_app(app: Flask) -> None:
    """Register what templates share."""
    app.after_request(_read_whole)
    app.after_request(fallback.show_german)
    app.jinja_env.globals["static_url"] = static_url
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
