"""Doing the long work that pages put into the queue, as the worker does it."""

from __future__ import annotations

from surveyapp.services.jobs import worker
from tests.page_review import parsed


def run_jobs(app):
    """Do every waiting job to its end, each in a process of its own; return how many there were."""
    with app.app_context():
        number = 0
        while worker.do_next():
            number += 1
    return number


def result_on(html):
    """Return where the page of a finished job leads."""
    return parsed(html).find(".//*[@id='stand']").get("data-result")
