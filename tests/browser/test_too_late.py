"""Answers that waited on a device until their survey was over."""

from __future__ import annotations

import pytest

from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from tests.browser.test_offline import answer, anybody, begin, cut, open_page, until
from tests.browsing import inspect

__all__ = ["anybody", "open_page"]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_whose_answers_waited_too_long_is_told_that_they_never_were_sent(
    sqlite_app, anybody, open_page, documents
):
    page = open_page()
    begin(page, anybody)
    answer(page)
    cut(page)
    page.click("main [value=send]")
    page.wait_for_selector("text=Ihre Antworten warten auf diesem Gerät")
    with sqlite_app.app_context():
        [wave] = surveys.open_waves(main_store())
        surveys.mark_closed(main_store(), wave, today=wave.opens_on)
        main_store().commit()
    later = page.context.new_page()
    page.close()
    cut(later, off=False)

    later.goto(anybody)
    later.wait_for_selector("#too-late")

    assert "Ihre Antworten konnten wir deshalb nicht mehr annehmen." in later.inner_text(
        "#too-late"
    )
    inspect(later)
    until(later, "surveyKeep.all('queue').then((kept) => kept.length === 0)")
    later.reload()
    assert later.is_hidden("#too-late")
    assert documents() == []
