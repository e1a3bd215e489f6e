"""How long results pages take, by how many families answered: they read released figures only.

Releases waves of two sizes from the urn, as a county does, and asks for each page of their results.
Prints seconds of a release from documents to figures, and milliseconds of a page with the number of
figures; both numbers of families give the same figures, so pages take the same time. Run with
``make bench``; ``--big`` takes 100,000 families instead of 10,000.
"""

from __future__ import annotations

import resource
import secrets
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import islice
from random import Random
from time import perf_counter, process_time

from flask.testing import FlaskClient

import config
from surveyapp.app import create_app
from surveyapp.questionnaire import library
from surveyapp.questionnaire.anonymise import AnonymousResponse
from surveyapp.questionnaire.examples import example_answers
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.release_results import release
from surveyapp.services.releasing.weighting_overview import accept_all
from surveyapp.storage import publications, releases, surveys
from surveyapp.storage.db import let_go, main_store, urn_store
from surveyapp.storage.responses import Opened, add_opened
from surveyapp.storage.surveys import Wave
from surveyapp.storage.upgrade import upgrade_stores

SIZES, BIG = (2_500, 10_000), (2_500, 100_000)
COUNTY, OPENS, CLOSES = "16065", date(2026, 9, 1), date(2026, 10, 11)
DRAWN = 500
"""Different families; then they begin anew."""

PAGES = ("", "bedarf-und-angebot", "wichtig-und-zufrieden", "wer-hat-geantwortet", "alle-fragen")


def answered_wave(slug: str, families: int) -> Wave:
    """Add a closed wave with the answers of some families in the urn."""
    session = main_store()
    document = library.path_of("familie", 1).read_text(encoding="utf-8")
    published = publications.latest(session, "familie", 1) or publications.add(
        session,
        questionnaire="familie",
        version=1,
        correction=0,
        document=document,
        published_on=OPENS,
    )
    survey = surveys.add_survey(
        session, county_ags=COUNTY, slug=slug, title=slug, questionnaire="familie"
    )
    wave = surveys.add_wave(
        session,
        survey,
        version=1,
        opens_on=OPENS,
        closes_on=CLOSES,
        sampling="random",
        invited=2 * families,
    )
    surveys.mark_open(session, wave, document=published, today=OPENS)
    surveys.mark_closed(session, wave, today=CLOSES)
    session.commit()
    waiting = _opened(wave, families)
    with urn_store() as urn:
        while part := list(islice(waiting, 2000)):
            add_opened(urn, wave.id, part, lambda: secrets.token_bytes(16))
    return wave


def _opened(wave: Wave, families: int) -> Iterator[Opened]:
    asked, randomness = questionnaire_of(main_store(), wave), Random(1)  # noqa: S311 - no secret
    drawn = [example_answers(asked, randomness).answers.to_json() for _ in range(DRAWN)]
    for number in range(families):
        response = AnonymousResponse(
            version=1,
            language="de",
            mode="web",
            received_year=2026,
            received_month=9,
            document=drawn[number % DRAWN],
            texts=(),
        )
        yield Opened(response, "", None, ())


def milliseconds(client: FlaskClient, slug: str) -> float:
    """Return the mean time of the pages of a survey's results, each the best of five."""
    took = 0.0
    for page in PAGES:
        runs = []
        for _ in range(5):
            start = perf_counter()
            answer = client.get(f"/ergebnisse/{slug}/{page}")
            runs.append(perf_counter() - start)
            if answer.status_code != 200:
                message = f"{page or 'the first page'} of {slug} answered {answer.status_code}"
                raise RuntimeError(message)
        took += min(runs)
    return 1000 * took / len(PAGES)


def measured(client: FlaskClient, families: int) -> float:
    """Release a wave, print what it took, and return the milliseconds of a page."""
    slug = f"familien-{families}"
    wave = answered_wave(slug, families)
    accept_all(main_store(), wave)
    start = process_time()
    release(slug, None, CLOSES)
    took = process_time() - start
    (made,) = releases.releases_of(main_store(), wave.id)
    releases.set_public(main_store(), made, is_public=True)
    main_store().commit()
    cells = len(releases.read_release(main_store(), made).table.cells)
    page = milliseconds(client, slug)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{families:,} families: released in {took:.1f} s, {cells:,} figures, "
        f"a page takes {page:.0f} ms; peak {peak:.0f} MB\n"
    )
    sys.stdout.flush()
    return page


def main(*, is_big: bool) -> None:
    """Measure and print, a line for each number of families, then the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(config.load({"SURVEYAPP_INSTANCE": folder, "SECRET_KEY": "b" * 64}))
        with app.app_context():
            upgrade_stores()
            client = app.test_client()
            smaller, larger = (measured(client, each) for each in (BIG if is_big else SIZES))
            let_go()
    sys.stdout.write(f"a page of the larger wave takes {larger / smaller:.2f} times as long\n")


if __name__ == "__main__":
    main(is_big="--big" in sys.argv[1:])
