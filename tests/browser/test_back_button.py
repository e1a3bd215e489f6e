"""The browser's own back button, which families use far more than ours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error

from tests.browsing import press
from tests.journeys.journey import an_open_wave

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("java_script_enabled", [False, True])
def test_two_pages_back_by_the_browser_then_another_answer_then_the_end(
    sqlite_app, address, new_page, documents, java_script_enabled
):
    with sqlite_app.app_context():
        an_open_wave("same_page")
    page = new_page(java_script_enabled=java_script_enabled, service_workers="allow")
    page.set_default_timeout(10_000)
    page.goto(f"{address}/f/same-page/")
    press(page)
    page.check("[name=kita][value=yes]")
    press(page)
    page.fill("[name=months]", "5")
    press(page)
    assert page.locator("[name=content]").count() == 3

    page.go_back()
    assert "Wie lange haben Sie gewartet?" in page.inner_text("main")
    page.go_back()
    assert page.is_checked("[name=kita][value=yes]")
    page.check("[name=kita][value=no]")
    press(page)
    page.check("[name=reason][value=no_place]")
    press(page)
    page.check("[name=content][value=no]")
    press(page)
    press(page, "[value=send]")

    assert "Ihre Antworten sind gespeichert" in page.inner_text("h1")
    assert documents() == [{"kita": "no", "reason": "no_place", "content": "no"}]


def test_after_sending_the_browser_has_forgotten_the_pages_before(sqlite_app, address, new_page):
    with sqlite_app.app_context():
        an_open_wave("same_page")
    page = new_page(service_workers="allow")
    page.goto(f"{address}/f/same-page/")
    press(page)
    page.check("[name=kita][value=yes]")
    press(page)
    page.fill("[name=months]", "57")
    press(page)
    press(page)
    press(page, "[value=send]")

    with pytest.raises(Error, match=r"ERR_CACHE_MISS|Not attached"):
        page.go_back()
