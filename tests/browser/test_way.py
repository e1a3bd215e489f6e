"""A device without network leads a family along the same way as the server, in the same words."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import expect

import surveyapp.ui
from surveyapp.questionnaire import document, library
from surveyapp.questionnaire.answers import raw_step
from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.flow import asked, next_step, previous_step, step_from_key
from surveyapp.questionnaire.journal import replay
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.texts import say
from surveyapp.services.asked import as_tried
from surveyapp.services.enter import Ticket
from surveyapp.ui import languages
from surveyapp.web.respond.draft import Draft
from surveyapp.web.respond.messages import answer_error
from surveyapp.web.respond.packed import packed
from surveyapp.web.respond.pages import question_page, reviewed
from surveyapp.web.respond.visit import OpenSurvey, Visit
from tests.journeys.journey import an_open_wave
from tests.questionnaire_folder import HERE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STATIC = Path(surveyapp.ui.__file__).parent / "static"

SHIPPED = ("familie", "ankommen", "thekiz")
LANGUAGES = {"familie": ("de", "uk"), "ankommen": ("de", "ar"), "thekiz": ("de", "pl", "en")}
MINIS = sorted(path.stem for path in HERE.glob("*.yaml"))
FAMILIES = 3

WALK = """([pack, families]) => families.map(([journal, order]) =>
  surveyWay.walk(pack, journal, order).map(({key, title, asked, texts}) =>
    [key, title, asked.map((id) => [id, texts[id]])]))"""


GO = """([pack, journal, order, keys]) => keys.map((key) =>
  [surveyWay.previous(pack, journal, key, order), surveyWay.next(pack, journal, key, order)])"""

SETTLE = """([pack, families]) => families.map(([journal, order]) => {
  const kept = surveyWay.kept(pack, journal, order);
  const open = surveyWay.walk(pack, kept, order).find((each) => each.open);
  const wrong = Object.fromEntries(open?.errors.map((each) => [each.field, each.message]) ?? []);
  return [kept, open?.key ?? null, wrong, open?.opened ?? []];
})"""

READ = """([pack, journal, order, keys]) => [
  surveyWay.review(pack, journal, order).map(({key, title, questions}) =>
    [key, title, questions.map(({text, lines}) => [text, lines.map((line) => [line.row, line.text])])]),
  keys.map((key) => surveyWay.progress(pack, journal, key, order))
    .map(({text, sections, minutes}) => [text, sections, minutes]),
]"""

FILL = """([pack, families]) => families.map(([journal, order]) => {
  document.body.innerHTML = '<form id="page"></form>';
  const form = document.forms[0];
  return surveyWay.walk(pack, journal, order).map((screen) => {
    form.replaceChildren(surveyWay.show(pack, journal, screen, order));
    const stop = surveyWay.watch(form, pack, journal, screen, order);
    const must = [...form.querySelectorAll('.must')].filter((e) => !e.closest('[hidden]'));
    const offered = {};
    for (const {name, value, type, disabled} of form.elements) {
      if (!disabled && /^(radio|checkbox)$/.test(type)) (offered[name] ??= []).push(value);
    }
    const found = [screen.key, surveyWay.fields(form), must.length, offered,
      form.textContent.includes('\ue000') || form.innerHTML.includes('undefined')];
    stop();
    return found;
  });
})"""

JUNK = ("abc", "-3", "1,5", "99999", "3.000", "31", "2030", "12:30", "", "refused")


SPOKEN = """
id: spoken
version: 1
title: {de: Sprache}
intro: {de: Bitte antworten Sie.}
thanks: {de: Vielen Dank.}
languages: [de]
minutes: 2
sections:
  - {id: all, title: {de: Fragen}}
pages:
  - id: first
    section: all
    title: {de: Angaben}
    questions:
      - {id: n, type: number, decimals: 1, minimum: 0, maximum: 20000, text: {de: Zahl}}
      - {id: moved, type: month, minimum: 2000, maximum: 2030, text: {de: Monat}}
      - {id: born, type: date, text: {de: Tag}, purpose: {de: zum Ausprobieren}}
      - {id: leaves, type: time, text: {de: Uhrzeit}}
      - {id: travel, type: duration, maximum: 600, text: {de: Dauer}}
      - id: places
        type: multiple
        text: {de: Orte}
        options: [{code: a, text: {de: Wald}}, {code: b, text: {de: See}}, {code: c, text: {de: Berg}}]
  - id: second
    section: all
    title:
      de: >-
        {n, plural, =0 {null} zero {zero #} one {one #} two {two #} few {few #} many {many #} other {other #}}
        {n, selectordinal, one {first} two {second} few {third} other {nth}} {n} ({refused_}) {moved} {born}
        {leaves} {travel} {places} {wave.month} {max(n, 5)} {places, select, other {…}} '{'n'}'
    questions:
      - id: refused_
        type: yesno
        text: {de: "{n, select, refused {ohne} unanswered {leer} other {mit}} <b>"}
"""
TONGUES = ("de", "de-simple", "en", "uk", "ru", "pl", "ro", "ar", "fa", "tr", "vi")
NUMBERS = ("0", "1", "2", "3", "5", "11", "21", "22", "100", "1,5", "1234", "12345,5")


@pytest.fixture(scope="module")
def page(chromium):
    found = chromium.new_page()
    for name in ("conditions.js", "way.js"):
        found.add_script_tag(content=(STATIC / name).read_text(encoding="utf-8"))
    yield found
    found.close()


@lru_cache
def asking(name):
    """Return a questionnaire as families of a county meet it."""
    if name == "spoken":
        found = document.parse(SPOKEN)
    else:
        found = library.load(name) if name in SHIPPED else document.read(HERE / f"{name}.yaml")
    return as_tried(found, "16065", date(2026, 11, 1))


PACKS = {}


def packed_in(app, name, language="de"):
    """Return a questionnaire as devices get it, made once for all tests; None where it is not portable."""
    if (name, language) not in PACKS:
        with app.test_request_context("/"):
            found = packed(asking(name), language)
        PACKS[name, language] = found if found["portable"] else None
    return PACKS[name, language]


def journal_of(questionnaire, answers, seed):
    """Return what a browser would have sent of every screen."""
    return {
        screen.step.key: {
            **dict(sent(raw_step(questionnaire, answers, screen.step), screen)),
            "shown!": [each.question.id for each in screen.asked],
        }
        for screen in walk(questionnaire, answers, seed).screens
    }


def sent(raw, screen):
    """Return fields as forms send them: a month stands in two."""
    months = {each.question.id for each in screen.asked if each.question.type == "month"}
    for name, values in raw.items():
        if name in months:
            year, month = values[0].split("-")
            yield from ((f"{name}.month", [month]), (f"{name}.year", [year]))
        else:
            yield name, list(values)


def led_by_server(questionnaire, answers, seed, language):
    """Return the way of a family as the server leads it: screens, titles, questions, wordings."""
    way = walk(questionnaire, answers, seed)

    def said(text, item, question=None, of=None):
        return say(text, language, questionnaire, answers, item, question, way=way, of=of)

    return [
        [
            screen.step.key,
            said(screen.page.title, screen.step.item, of=screen.page.repeat),
            [
                [each.question.id, said(each.question.text, each.item, each.question)]
                for each in screen.asked
            ],
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
            pack = packed_in(sqlite_app, name, language)
            if pack is None:
                continue
            found = page.evaluate(WALK, [pack, list(zip(journals, seeds, strict=True))])
            expected = [
                led_by_server(questionnaire, answers, seed, language)
                for answers, seed in zip(families, seeds, strict=True)
            ]
            if found != expected:
                amiss[name, language] = found, expected

    assert amiss == {}


@pytest.mark.parametrize("name", ["familie", "rotate_section", "skip_rule"])
def test_a_device_goes_on_and_back_as_the_server_does_from_wherever_a_family_stands(
    page, sqlite_app, name
):
    questionnaire, seed = asking(name), "to and fro"
    here, other = (
        example_answers(questionnaire, Random(f"{name} {each}")).answers for each in (1, 6)
    )
    way = walk(questionnaire, here, seed)
    keys = [*journal_of(questionnaire, here, seed), *journal_of(questionnaire, other, seed)]

    pack, journal = packed_in(sqlite_app, name), journal_of(questionnaire, here, seed)
    found = page.evaluate(GO, [pack, journal, seed, keys])

    for key, (before, after) in zip(keys, found, strict=True):
        step = step_from_key(key)
        there = [go(questionnaire, here, step, seed, way) for go in (previous_step, next_step)]
        assert [before, after] == [each and each.key for each in there], key


def damaged(randomness, journal, other):
    """Return a journal as it may be after much going back and forth: two families, gaps and slips."""
    found = {}
    rate = 1 / len(journal)
    for key in sorted({*journal, *other}):
        fields = dict(randomness.choice((journal, journal, other)).get(key, {}))
        for name in list(fields):
            if randomness.random() < rate and name != "shown!":
                fields[name] = [randomness.choice(JUNK)]
        if randomness.random() < rate:
            fields["shown!"] = fields.get("shown!", [])[1:]
        if fields.get("shown!"):
            found[key] = fields
    return found


def settled_by_server(questionnaire, kept, seed):
    """Return the screen where the server would ask on, what is wrong there, and what is new."""
    found = replay(questionnaire, kept, seed=seed)
    if found.step is None:
        return [None, {}, []]
    here = {each.question.id: each for each in asked(questionnaire, found.answers, found.step)}
    wrong = {}
    for error in found.errors:
        if error.key != "opened":
            question = here[error.field.partition(".")[0]]
            hint = (question.question.pattern_hint or {}).get("de", "")
            wrong[error.field] = answer_error(
                error, may_refuse=question.refuse is not None, hint=hint
            )
    opened = [error.field.partition(".")[0] for error in found.errors if error.key == "opened"]
    return [found.step.key, wrong, opened]


def test_a_device_asks_again_just_where_the_server_would(page, sqlite_app):
    amiss = {}
    for name in (*SHIPPED, *MINIS):
        questionnaire = asking(name)
        pack = packed_in(sqlite_app, name)
        if pack is None:
            continue
        randomness = Random(name)
        seeds = [f"damaged {number}" for number in range(2 * FAMILIES)]
        families = [example_answers(questionnaire, Random(seed)).answers for seed in seeds]
        journals = [journal_of(questionnaire, *each) for each in zip(families, seeds, strict=True)]
        broken = [damaged(randomness, *two) for two in pairwise(journals)]
        found = page.evaluate(SETTLE, [pack, list(zip(broken, seeds, strict=False))])
        for number, (kept, *here) in enumerate(found):
            with sqlite_app.test_request_context("/"):
                there = settled_by_server(questionnaire, kept, seeds[number])
            if here != there:
                amiss[name, number] = here, there, kept.get(there[0] or here[0])

    assert amiss == {}


def read_on_server(survey, answers, language, every):
    """Return what the pages of a family say: all its answers in words, and how far it is on some."""
    draft = Draft(Ticket(survey.wave_id, bytes(32)), language, survey.document_hash, answers, "")
    visit = Visit(survey, draft, {})
    words = [
        [
            each.key,
            each.title,
            [[q.text, [[line.row, line.text] for line in q.lines]] for q in each.questions],
        ]
        for each in (reviewed(visit, screen) for screen in visit.way.screens)
        if each.questions
    ]
    screens = visit.way.screens[::every]
    shown = [question_page(visit.to(screen.step), screen) for screen in screens]
    reached = [page.progress for page in shown], [list(page.sections) for page in shown]
    return words, reached, [each.step.key for each in screens]


@pytest.mark.parametrize(
    ("name", "language"),
    [("familie", "de"), ("ankommen", "ar"), ("thekiz", "pl"), ("every_type", "de")],
)
def test_a_device_reads_answers_and_progress_out_as_the_pages_do(
    page, sqlite_app, mini_questionnaires, name, language
):
    with sqlite_app.test_request_context("/"):
        survey = OpenSurvey.of(an_open_wave(name))
        languages.use(language)
        answers = example_answers(survey.questionnaire, Random(f"{name} 3")).answers
        words, (progress, sections), keys = read_on_server(survey, answers, language, 15)
        pack = packed(survey.questionnaire, language)
    journal = journal_of(survey.questionnaire, answers, None)

    found, reached = page.evaluate(READ, [pack, journal, "", keys])

    assert found == words
    assert [each for _, each, _ in reached] == sections
    for (text, _, minutes), there in zip(reached, progress, strict=True):
        # A device counts the options that are hidden as well, so it may be off by a minute.
        assert there in {text.replace(str(minutes), str(minutes + more)) for more in (-1, 0, 1)}


def test_a_device_counts_and_dates_as_every_language_does(page, sqlite_app):
    questionnaire = asking("spoken")
    journals = [spoken_journal(number, place) for place, number in enumerate(NUMBERS)]
    ways = [replay(questionnaire, each) for each in journals]

    amiss = {}
    for language in TONGUES:
        pack = packed_in(sqlite_app, "spoken", language)
        found = page.evaluate(WALK, [pack, [[each, ""] for each in journals]])
        for here, way in zip(found, ways, strict=True):
            there = led_by_server(questionnaire, way.answers, None, language)
            # Chromium and Babel differ in which blank they put before "AM" and in "г.".
            if narrowed(here[1]) != narrowed(there[1]):
                amiss[language, here[1][1]] = there[1][1]

    assert amiss == {}


def narrowed(screen):
    return [screen[1].replace("\u202f", " ").replace("\u00a0", " "), screen[2]]


def spoken_journal(number, place):
    """Return what a family sent that answers in another way at each place."""
    places = [["a"], ["a", "b"], ["a", "b", "c"]][place % 3]
    return {
        "first": {
            "n": [number],
            "moved.month": [f"{place + 1:02}"],
            "moved.year": ["2024"],
            "places": places,
            "born.day": ["3"],
            "born.month": [str(place + 1)],
            "born.year": ["2019"],
            "leaves": [f"{place * 2:02}:05"],
            "travel.hours": [str(place % 4)],
            "travel.minutes": ["30"],
            "shown!": ["n", "moved", "born", "leaves", "travel", "places"],
        }
    }


def test_a_form_filled_on_a_device_gives_what_was_written_down(page, sqlite_app):
    amiss = {}
    for name in (*SHIPPED, *MINIS):
        questionnaire = asking(name)
        pack = packed_in(sqlite_app, name)
        if pack is None:
            continue
        answers, seed = example_answers(questionnaire, Random(name)).answers, f"order of {name}"
        journal = journal_of(questionnaire, answers, seed)
        (found,) = page.evaluate(FILL, [pack, [[journal, seed]]])
        for key, fields, must, offered, is_broken in found:
            there = asked(questionnaire, answers, step_from_key(key), seed)
            needed = sum(each.required for each in there)
            turned = [each for each in there if each.question.rotate and not each.rows]
            is_turned = all(offered[q.question.id] == [o.code for o in q.options] for q in turned)
            if (
                is_broken
                or not is_turned
                or must != needed
                or written(fields) != written(journal[key])
            ):
                amiss[name, key] = fields, journal[key], must, needed, offered

    assert amiss == {}


def written(fields):
    """Return what stands in fields, empty ones left out."""
    return {
        name: sorted(values)
        for name, values in fields.items()
        if any(each.strip() for each in values)
    }


TELL = """([pack, journal]) => {
  document.body.innerHTML = '<form id="page"></form>';
  const form = document.forms[0];
  const screen = surveyWay.walk(pack, journal, "")[0];
  form.append(surveyWay.show(pack, journal, screen, "", true));
  surveyWay.watch(form, pack, journal, screen, "");
}"""


def test_a_mistake_stands_at_its_field_and_a_new_question_says_so(page, sqlite_app):
    pack = packed_in(sqlite_app, "same_page_condition")
    journal = {"care_page": {"cares": ["yes"], "shown!": ["cares"]}}

    page.evaluate(TELL, [pack, journal])

    expect(page.locator(".new")).to_have_text("Neu")
    expect(page.locator(".error")).to_have_count(0)


def test_a_required_question_left_open_is_named_on_the_spot(page, sqlite_app):
    pack = packed_in(sqlite_app, "computed")

    page.evaluate(TELL, [pack, {"rooms_page": {"persons": ["99"], "shown!": ["persons", "rooms"]}}])

    field = page.locator("[name=persons]")
    expect(page.locator(".question.wrong")).to_have_count(1)
    expect(field).to_have_accessible_description(
        re.compile("Fehler: Bitte geben Sie höchstens 20 an.")
    )
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("99")


def test_what_a_family_typed_is_never_read_as_html(page, sqlite_app):
    pack = packed_in(sqlite_app, "spoken")
    journal = {**spoken_journal("3", 2), "second": {"shown!": ["refused_"], "refused_": ["yes"]}}

    shown = page.evaluate(
        """([pack, journal]) => {
          const root = surveyWay.show(pack, journal, surveyWay.walk(pack, journal, "")[1], "");
          return [root.querySelector(".ask").textContent, root.querySelectorAll("b").length];
        }""",
        [pack, journal],
    )

    assert shown == ["mit <b>", 0]


def test_questions_open_and_close_on_a_device_as_the_family_answers(page, sqlite_app):
    pack = packed_in(sqlite_app, "same_page")
    page.evaluate(TELL, [pack, {}])
    expect(page.get_by_text("Warum geht Ihr Kind nicht in die Kita?")).to_be_hidden()

    page.get_by_label("Nein").check()

    expect(page.get_by_text("Warum geht Ihr Kind nicht in die Kita?")).to_be_visible()
    assert page.evaluate("surveyWay.fields(document.forms[0])['shown!'].length") == 2
