"""A browser for each session, a page for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page, sync_playwright

from surveyapp.storage import surveys
from surveyapp.storage.db import main_store, urn_reading
from surveyapp.storage.responses import documents_of
from tests import builders_figures
from tests import builders_release as builders
from tests.browsing import PHONE, launched, served
from tests.builders import open_all
from tests.corpus.place import place
from tests.questionnaire_folder import mini_questionnaires

QUIET = {"viewport": PHONE, "locale": "de-DE", "service_workers": "block"}
"""A phone with German as its language; only tests without network let it keep a worker."""

STUMBLES = pytest.mark.flaky(reruns=1, only_rerun=[Error])
"""Once more where Chromium itself stumbled (a page that did not arrive in time on a busy machine).

Only errors of the browser count, never an assertion; what was tried twice stands in the summary.
"""

__all__ = ["mini_questionnaires", "place"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; the hook is asked about those of all folders."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(STUMBLES)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start one Chromium for all tests of the session."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture
def address(sqlite_app: Flask, mini_questionnaires: Path) -> Iterator[str]:
    """Serve an application with empty stores and return its address."""
    with served(sqlite_app) as found:
        yield found


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of its own: a phone with German as its language."""
    contexts = []

    def open_page(**options: object) -> Page:
        context = chromium.new_context(**{**QUIET, **options})
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def documents(sqlite_app: Flask) -> Callable[[], list[dict[str, object]]]:
    """Return a function that opens all ballots of the open waves and reads their documents."""

    def read() -> list[dict[str, object]]:
        with sqlite_app.app_context():
            open_all()
            waves = [wave.id for wave in surveys.open_waves(main_store())]
            with urn_reading() as session:
                return [document for _, document in documents_of(session, waves)]

    return read


@pytest.fixture
def results_address(sqlite_app: Flask) -> Iterator[str]:
    """Serve two waves of results; the first has nineteen areas, so labels are crowded."""
    with sqlite_app.app_context():
        builders.publish(main_store(), builders_figures.full(19))
        builders.publish(main_store(), builders.second_wave())
    with served(sqlite_app) as found:
        yield f"{found}/ergebnisse/familie-16065"
