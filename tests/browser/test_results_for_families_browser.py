"""Results for families in a real Chromium: every look, right to left, and one sheet of paper."""

import re

import pytest

from surveyapp.storage.db import main_store
from tests.browsing import inspect, inspect_everywhere, served, watched
from tests.web.test_results_for_families import PAGE, tell

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_family_reads_results_in_every_look_and_on_one_sheet(sqlite_app, new_page):
    with sqlite_app.app_context():
        tell(main_store())

    with served(sqlite_app) as address:
        page = new_page(java_script_enabled=True)
        watch = watched(page, address)
        page.goto(f"{address}{PAGE}?lang=ar")
        inspect(page)
        bar = page.locator(".bar .some").first.bounding_box()
        frame = page.locator(".bar").first.bounding_box()
        page.goto(f"{address}{PAGE}?lang=de")
        inspect_everywhere(page, "rueckmeldung")
        sheets = page.pdf(prefer_css_page_size=True)

    assert bar["x"] > frame["x"] + frame["width"] / 2  # from the right, as Arabic is read
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets)) == 1
    assert watch.is_quiet()
