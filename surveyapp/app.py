"""The application factory: extensions, parts, headers, error pages; no logic."""

from __future__ import annotations

import contextlib
import traceback
from http import HTTPStatus
from importlib import import_module
from typing import Any

from flask import Flask, Response, request
from flask_babel import Babel
from flask_compress import Compress
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

import config as settings
from config import Config
from surveyapp import ui
from surveyapp.services import bursts, limits
from surveyapp.storage import db as stores
from surveyapp.storage import row_security
from surveyapp.storage.faults import StoreUnavailableError
from surveyapp.storage.upgrade import MIGRATIONS
from surveyapp.ui import errors, languages, policy


class QuietFlask(Flask):
    """Flask that logs what broke, but never what somebody sent."""

    def log_exception(self, exc_info: Any) -> None:  # noqa: ANN401 - as Flask declares it
        """Log kind and place of an unexpected error: no address, query, body, value or message."""
        error = exc_info[1]
        lines = "".join(traceback.format_tb(error.__traceback__))
        self.logger.error("%s in %s\n%s", type(error).__name__, request.endpoint, lines)


def from_environment() -> Flask:
    """Make the application the environment describes."""
    return create_app(settings.load())


def for_server() -> Flask:
    """Make the application the environment describes, warm: what the web server calls.

    The questionnaires of open waves are read before the workers are forked, so that no family waits
    for them. Without a usable store it starts cold, and pages say so until the store is back; with one
    that could lose what it has confirmed it does not start.
    """
    config = settings.load()
    app = create_app(config)
    with app.app_context():
        stores.check_durable()
        _warn_of_low_walls(app)
        if "respond" in config.parts:
            with contextlib.suppress(StoreUnavailableError):
                import_module("surveyapp.web.respond.visit").warm_up()
        stores.let_go()
    return app


def _warn_of_low_walls(app: Flask) -> None:
    """Say in the log that PostgreSQL lets our role past the policies that keep counties apart."""
    with contextlib.suppress(StoreUnavailableError):
        if row_security.bypasses(stores.store_engines()[stores.MAIN]):
            app.logger.warning(row_security.WARNING)


class _Word(UnicodeConverter):
    """A part of an address without the NUL sign, which PostgreSQL keeps nowhere."""

    def to_python(self, value: str) -> str:
        """Return the part as it is, where it can be looked up."""
        if "\0" in value:
            raise ValidationError
        return value


class _Number(IntegerConverter):
    """A number in an address, no larger than stores can compare."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:  # noqa: ANN401 - as werkzeug has it
        super().__init__(*arguments, **{"max": 2**31 - 1, **settings})


class _CompressEveryPage(Compress):
    """Compresses refused forms too: they weigh most, and the library sends all but 2xx as they are."""

    def after_request(self, response: Response | None) -> Response:
        """Compress a response where the browser can read it so."""
        if response is None or response.status_code != HTTPStatus.UNPROCESSABLE_ENTITY:
            return super().after_request(response)
        response.status_code = HTTPStatus.OK
        compressed = super().after_request(response)
        compressed.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return compressed


def create_app(config: Config) -> Flask:
    """Make the application that serves ``config.parts``."""
    app = QuietFlask(__name__, static_folder="ui/static", template_folder="ui/templates")
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_BINDS={
            stores.REGISTER: config.register_url,
            stores.URN: config.urn_url,
        },
        # Over TLS no other host of the domain can set or read it.
        SESSION_COOKIE_NAME="__Host-staff" if config.is_https else "staff",
        SESSION_COOKIE_SECURE=config.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=16 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=256 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        BABEL_DEFAULT_LOCALE="de",
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
        # Brotli first: pages of a few kilobytes come out smaller than with the library's other ways.
        COMPRESS_ALGORITHM=["br", "gzip", "deflate"],
        COMPRESS_BR_LEVEL=5,
    )
    app.extensions["surveyapp.config"] = config
    app.url_map.converters.update(default=_Word, string=_Word, int=_Number)
    # Made here, before the server forks its workers, so that all of them count together.
    app.extensions[limits.EXTENSION] = limits.Limiter()
    app.extensions[bursts.EXTENSION] = bursts.Bursts()
    if config.proxies:
        proxies = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=0, x_host=0)
        app.wsgi_app = proxies  # type: ignore[method-assign]
    stores.init_app(app)
    Migrate(app, stores.db, directory=str(MIGRATIONS))
    Babel(app, locale_selector=languages.rules)
    _CompressEveryPage(app)
    CSRFProtect(app)
    ui.init_app(app)
    errors.init_app(app)
    app.after_request(_add_headers)
    for part in sorted(config.parts):
        app.register_blueprint(import_module(f"surveyapp.web.{part}.urls").blueprint)
    if "staff" in config.parts:
        preview = import_module("surveyapp.web.respond.preview")
        preview.init_app(app, is_alone="respond" not in config.parts)
    return app


SECURITY_HEADERS = {
    "Content-Security-Policy": policy.USUAL,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


PARTS_OF_PAGES = frozenset({"text/css", "text/javascript"})
"""What rules no page of its own: it carries only the headers that guard how it is used."""

FOR_PARTS = ("Cross-Origin-Resource-Policy", "X-Content-Type-Options")


def _add_headers(response: Response) -> Response:
    is_part = response.mimetype in PARTS_OF_PAGES and request.endpoint == "static"
    for name in FOR_PARTS if is_part else SECURITY_HEADERS:
        response.headers.setdefault(name, SECURITY_HEADERS[name])  # pictures are stricter still
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
