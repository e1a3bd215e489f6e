"""A device without network leads a family along the same way as the server, in the same words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

import surveyapp.ui
from surveyapp.questionnaire import document, library
from surveyapp.questionnaire.answers import raw_step
from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.flow import asked
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.texts import say
from surveyapp.services.asked import as_tried
from surveyapp.web.respond.packed import packed
from tests.questionnaire_folder import HERE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STATIC = Path(surveyapp.ui.__file__).parent / "static"

SHIPPED = ("familie", "ankommen", "thekiz")
LANGUAGES = {"familie": ("de", "uk"), "ankommen": ("de", "ar"), "thekiz": ("de", "pl", "en")}
MINIS = sorted(path.stem for path in HERE.glob("*.yaml"))
FAMILIES = 4

WALK = """([pack, families]) => families.map(([journal, order]) =>
  surveyWay.walk(pack, journal, order).map(({key, title, asked, texts}) => [key, title, asked.map((id) => [id, texts[id]])]))"""


@pytest.fixture(scope="module")
def page(chromium):
    found = chromium.new_page()
    for name in ("conditions.js", "way.js"):
        found.add_script_tag(content=(STATIC / name).read_text(encoding="utf-8"))
    yield found
    found.close()


def asking(name):
    """Return a questionnaire as families of a county meet it."""
    if name in SHIPPED:
        found = library.load(name)
    else:
        found = document.read(HERE / f"{name}.yaml")
    return as_tried(found, "16065", date(2026, 11, 1))


def packed_in(app, questionnaire, language):
    with app.test_request_context("/"):
        return packed(questionnaire, language)


def journal_of(questionnaire, answers, seed):
    """Return what a browser would have sent of every screen."""
    return {
        screen.step.key: {
            **{name: list(values) for name, values in raw_step(questionnaire, answers, screen.step).items()},
            "shown!": [each.question.id for each in screen.asked],
        }
        for screen in walk(questionnaire, answers, seed).screens
    }


def led_by_server(questionnaire, answers, seed, language):
    """Return the way of a family as the server leads it: screens, titles, questions, wordings."""
    way = walk(questionnaire, answers, seed)

    def said(text, item, question=None, of=None):
        return say(text, language, questionnaire, answers, item, question, way=way, of=of)

    return [
        [
            screen.step.key,
            said(screen.page.title, screen.step.item, of=screen.page.repeat),
            [[each.question.id, said(each.question.text, each.item, each.question)] for each in screen.asked],
        ]
        for screen in way.screens
    ]


def test_a_device_leads_every_family_along_the_way_of_the_server(page, sqlite_app):
    amiss = {}
    for name in (*SHIPPED, *MINIS):
        questionnaire = asking(name)
        seeds = [f"family {number}" for number in range(FAMILIES)]
        families = [example_answers(questionnaire, Random(seed)).answers for seed in seeds]
        journals = [journal_of(questionnaire, *each) for each in zip(families, seeds, strict=True)]
        for language in LANGUAGES.get(name, ("de",)):
            pack = packed_in(sqlite_app, questionnaire, language)
            if not pack["portable"]:
                continue
            found = page.evaluate(WALK, [pack, list(zip(journals, seeds, strict=True))])
            expected = [
                led_by_server(questionnaire, answers, seed, language)
                for answers, seed in zip(families, seeds, strict=True)
            ]
            if found != expected:
                amiss[name, language] = found, expected

    assert amiss == {}
