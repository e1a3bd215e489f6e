"""The browser's own back button, which families use far more than ours."""

from __future__ import annotations

import pytest

from tests.journeys.journey import an_open_wave

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("java_script_enabled", [False, True])
def test_two_pages_back_by_the_browser_then_another_answer_then_the_end(
    sqlite_app, address, new_page, documents, java_script_enabled
):
    with sqlite_app.app_context():
        an_open_wave("skip_rule")
    page = new_page(java_script_enabled=java_script_enabled)
    page.set_default_timeout(10_000)
    page.goto(f"{address}/f/skip-rule/")
    page.click(".main")
    page.check("[name=kita][value=yes]")
    page.click(".main")
    page.fill("[name=months]", "5")
    page.click(".main")
    assert page.locator("[name=content]").count() == 3

    page.go_back()
    assert "Wie lange haben Sie gewartet?" in page.inner_text("main")
    page.go_back()
    assert page.is_checked("[name=kita][value=yes]")
    page.check("[name=kita][value=no]")
    page.click(".main")
    page.check("[name=reason][value=no_place]")
    page.click(".main")
    page.check("[name=content][value=no]")
    page.click(".main")
    page.click("[value=send]")

    assert "Ihre Antworten sind gespeichert" in page.inner_text("h1")
    assert documents() == [{"kita": "no", "reason": "no_place", "content": "no"}]


def test_after_sending_the_back_button_shows_no_answers(sqlite_app, address, new_page):
    with sqlite_app.app_context():
        an_open_wave("skip_rule")
    page = new_page()
    page.goto(f"{address}/f/skip-rule/")
    page.click(".main")
    page.check("[name=kita][value=yes]")
    page.click(".main")
    page.fill("[name=months]", "57")
    page.click(".main")
    page.click(".main")
    page.click("[value=send]")

    page.go_back()

    assert "57" not in page.inner_text("body")
