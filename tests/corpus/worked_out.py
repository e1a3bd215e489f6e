"""What the county's machines and clerks worked out of harmful words: reports, comparisons, searches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from analytics.released import Cell, Contents, Flag, Measure, ReleasedTable, Topic
from surveyapp.questionnaire.examples import example_answers
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.keying import form
from surveyapp.services.keying.compare import keyed, retyped
from surveyapp.services.keying.sheets import Desk, KeyingStep
from surveyapp.storage import releases, specials, surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.specials import Wanted
from surveyapp.storage.staff import staff_of
from tests import builders_figures
from tests.corpus.office import Office
from tests.corpus.payloads import PAYLOADS, POLYGLOT, Supply
from tests.jobs import result_on, run_jobs
from tests.staff_journey import COUNTY

TODAY = date.today()  # noqa: DTZ011 - as the pages

SHEET = 17
"""The sheet of paper that two people read differently."""


def one(supply: Supply, text: str, room: int = 90) -> str:
    """Return words for a label that says something, and nothing for one that says nothing."""
    return supply.words(room) if text else text


def harmful_contents(about: Contents, supply: Supply) -> Contents:
    """Return what a release is about with payloads in every label a county can word."""
    every = lambda texts: {code: one(supply, text) for code, text in texts.items()}  # noqa: E731
    topics = tuple(
        replace(
            topic,
            label=one(supply, topic.label),
            sentence=f"{supply.words(90)} {{share}} {{place}}" if topic.sentence else "",
            categories=every(topic.categories),
            counted_in=one(supply, topic.counted_in, 60),
        )
        for topic in about.topics
    )
    notes = {
        code: replace(
            note,
            state=one(supply, note.state),
            ways=one(supply, note.ways),
            sharing=one(supply, note.sharing),
        )
        for code, note in about.supply_notes.items()
    }
    lines = lambda texts: tuple(one(supply, text) for text in texts)  # noqa: E731
    return replace(
        about,
        survey=one(supply, about.survey),
        period=one(supply, about.period, 60),
        areas=tuple(replace(area, name=one(supply, area.name)) for area in about.areas),
        topics=topics,
        axes=every(about.axes),
        axis_categories={axis: every(of) for axis, of in about.axis_categories.items()},
        sources=lines(about.sources),
        facility_types=every(about.facility_types),
        type_sources={code: lines(of) for code, of in about.type_sources.items()},
        supply_notes=notes,
    )


def publish(wave: surveys.Wave, supply: Supply) -> None:
    """Let everybody read figures of a wave, each label of which is harmful."""
    session = main_store()
    figures, about = builders_figures.full(10)
    release = releases.start(session, wave.id, TODAY)
    releases.finish(session, release, figures, harmful_contents(about, supply), {}, is_public=True)
    session.commit()


def special_analysis(office: Office, slug: str) -> None:
    """Finish a special analysis whose question, answers and reason are harmful."""
    view, key = "axis.family_form*axis.income", (Measure.SHARE, "care_now")
    cells = (
        Cell(*key, view, "single*low", "yes", 0.43, 0.3, 0.56, 60, Flag.PLAIN),
        Cell(*key, view, "couple*low", "yes", None, None, None, None, Flag.TOO_FEW),
    )
    topic = Topic("care_now", "x", "family", "use", categories={"yes": "x"})
    said = {"axis.family_form": {"single": "x", "couple": "x"}, "axis.income": {"low": "x"}}
    axes = dict.fromkeys(said, "x")
    about = replace(builders_figures.full(1)[1], topics=(topic,), axes=axes, axis_categories=said)
    with office.app.app_context():
        session = main_store()
        wave = surveys.survey_by_slug(session, slug).waves[0]
        wanted = Wanted("care_now", *said, POLYGLOT)
        asker = staff_of(session, COUNTY)[0].id
        analysis = specials.start(session, wave.id, wanted, asker, TODAY, "1 2")
        contents = harmful_contents(about, office.supply)
        specials.finish(session, analysis, ReleasedTable(cells, 30), contents, {"tau": 2.0})
        session.commit()


def two_waves(office: Office, slug: str, given: dict[str, str]) -> None:
    """Publish figures of two waves of a survey, so that they are compared, and plan a third."""
    page = f"/verwaltung/befragungen/{slug}"
    for number in ("2", "3"):
        office.writes(f"{page}/neue-welle", **given, number=number)
    with office.app.app_context():
        session = main_store()
        survey = surveys.survey_by_slug(session, slug)
        for wave in survey.waves[:2]:
            publish(wave, office.supply)


def sheet_typed_twice(office: Office, slug: str) -> None:
    """Let two people type one sheet of paper, each with words of their own."""
    with office.app.app_context():
        wave = surveys.survey_by_slug(main_store(), slug).waves[0]
        asked = form.as_keyed(questionnaire_of(main_store(), wave))
        steps = [
            Desk(wave, person, asked, TODAY).enter(str(SHEET), "de", typed_by(asked, seed, words))
            for person, seed, words in (("anna", 1, POLYGLOT), ("bert", 2, PAYLOADS[4]))
        ]
    assert steps == [KeyingStep.FIRST, KeyingStep.DIFFERS]


def typed_by(asked: form.Questionnaire, seed: int, words: str) -> form.Typed:
    """Return an invented family's sheet with words in every open question."""
    answers = example_answers(asked, Random(seed)).answers
    typed = retyped(asked, keyed(asked, answers))
    return {
        key: {**fields, **{n: words for n in fields if n == "wish"}}
        for key, fields in typed.items()
    }


def best_places(office: Office, scenario: str) -> None:
    """Search for the best places beside those of a scenario."""
    waiting = office.writes(scenario, f"{scenario}standorte/suchen", anzahl="1")
    office.links.append(_done(office, waiting.request.path))


def trial(office: Office, draft: str) -> None:
    """Let invented families answer the questionnaire, and search for one who sees the rest."""
    for begin in ("starten", "beweise/suchen"):
        waiting = office.writes(f"{draft}/probelauf", f"{draft}/probelauf/{begin}")
        office.links.append(_done(office, waiting.request.path))


def _done(office: Office, waiting: str) -> str:
    run_jobs(office.app)
    return result_on(office.opens(waiting))
