"""A real browser, and results pages served to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from surveyapp.storage.db import main_store
from tests import builders_release as builders


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return Debian's Chromium, quiet."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def results_address(sqlite_app) -> Iterator[str]:
    """Serve two waves of results; the first has nineteen areas, so labels are crowded."""
    with sqlite_app.app_context():
        builders.publish(main_store(), builders.release(number=19))
        builders.publish(main_store(), builders.second_wave())
    server = make_server("127.0.0.1", 0, sqlite_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/ergebnisse/familie-16065"
    server.shutdown()
    thread.join()
    server.server_close()
