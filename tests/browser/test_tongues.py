"""A family in each language: three children and one on the way, the whole questionnaire on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest

import config
from surveyapp.questionnaire import catalogues, library, places
from surveyapp.questionnaire.answers import Answers, raw_step
from surveyapp.questionnaire.examples import answer_all, example_value
from surveyapp.questionnaire.flow import steps
from surveyapp.questionnaire.texts import wording
from surveyapp.region import territory
from surveyapp.ui import languages, wordings
from tests.browsing import PHONE, served
from tests.conftest import an_app_with_tables
from tests.journeys.journey import an_open_wave, some_codes
from tests.urn import waiting

pytestmark = pytest.mark.browser

PHONES = {
    "de": "de-AT",
    "de-simple": "de-DE",
    "en": "en-GB",
    "uk": "uk-UA",
    "ru": "ru-RU",
    "ar": "ar-SY",
    "fa": "fa-AF",
    "tr": "tr-TR",
    "pl": "pl-PL",
    "ro": "ro-RO",
    "vi": "vi-VN",
}
"""Language to what the phone of its readers is set to."""

GROUPS = 2
"""Parts the journeys are spread over, each with one server and one wave."""

SHORTEST_PART = 12
"""Letters of a piece of a sentence that cannot stand in another language by chance."""

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{[^{}]*\}")

FILL = """(raw) => {
  const form = document.getElementById("page");
  const set = (control, value) => {
    if (/^(radio|checkbox)$/.test(control.type)) control.checked = control.value === value || control.checked;
    else control.value = value;
  };
  for (const [name, values] of Object.entries(raw))
    for (const value of values) {
      const found = [...form.elements].filter((x) => x.name === name);
      const ticked = found.find((x) => x.value === value && /^(radio|checkbox)$/.test(x.type));
      if (ticked || found.length) set(ticked ?? found[0], value);
      const [year, month] = value.split("-");
      for (const [part, said] of [["month", month], ["year", year]])
        for (const list of form.elements) if (list.name === `${name}.${part}`) set(list, said);
    }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}"""
"""Fills in what a page asks for, as many hands would, in one go."""

READ = """() => {
  const own = document.documentElement;
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const names = ["aria-label", "placeholder", "alt", "title", "data-text", "data-opened", "data-hint"];
  for (let node; (node = walk.nextNode()); ) {
    const around = node.parentElement;
    const isLanguageName = around.closest("header") && around.closest("[lang]") !== own;
    if (!isLanguageName && !around.closest("script")) texts.push(node.data);
  }
  for (const name of names)
    for (const each of document.querySelectorAll(`[${name}]`)) texts.push(each.getAttribute(name));
  return {
    lang: own.lang, dir: own.dir, heading: document.querySelector("h1").innerText,
    texts: texts.map((x) => x.replace(/\\\\s+/g, " ").trim()).filter(Boolean),
    marked: document.querySelectorAll("main [lang=de]").length,
    fits: own.scrollWidth <= innerWidth, alerts: document.querySelectorAll(".alert").length,
    opened: document.querySelectorAll(".note[role=alert]").length,
  };
}""".replace("\\\\", "\\")


@pytest.fixture(scope="module")
def survey(tmp_path_factory) -> Iterator[tuple[str, object, list[str]]]:
    """Serve one survey with codes, and give its address, the application and the codes."""
    folder = str(tmp_path_factory.mktemp("tongues"))
    settings = config.load({"SURVEYAPP_INSTANCE": folder, "SECRET_KEY": "t" * 64})
    with an_app_with_tables(settings) as app:
        with app.app_context():
            codes = some_codes(an_open_wave("familie", sampling="all"), len(PHONES) + 2)
        with served(app) as address:
            yield address, app, codes


@pytest.fixture(scope="module")
def way() -> list[dict[str, tuple[str, ...]]]:
    """Return what a family with three children and one on the way fills in, screen by screen."""
    names = [(each.ags, each.short_name) for each in territory.municipalities_of("16065")]
    questionnaire = places.with_municipalities(library.load("familie", 1), names)
    randomness = Random(1)
    given = {"children_count": 3, "members": ("partner", "children", "expecting")}
    ages = {"1": "0-2", "2": "3-5", "3": "10-14"}

    def answer(asked, _known):
        if asked.question.id == "age_band":
            return ages[asked.item]
        if asked.question.type == "text":
            return "77"
        return given.get(asked.question.id) or example_value(asked, randomness)

    answers: Answers = answer_all(questionnaire, answer).answers
    return [raw_step(questionnaire, answers, step) for step in steps(questionnaire, answers)]


def german_only(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return German wordings that another language says otherwise: whole ones, and parts of sentences."""
    catalogue = languages.catalogue(language)
    pairs = [(word, catalogue.gettext(word)) for word in wordings.source()]
    questionnaire = library.load("familie", 1)
    pairs += [(text["de"], text[language]) for _, text in catalogues.wordings(questionnaire)]
    said = {" ".join(other.split()) for _, other in pairs}
    german = {" ".join(word.split()) for word, _ in pairs} - said
    filled = (word for word in german if PLACEHOLDER.search(word))
    pieces = {part.strip() for word in filled for part in PLACEHOLDER.split(word)}
    every = " ".join(said)
    parts = {part for part in pieces if len(part) >= SHORTEST_PART and part not in every}
    return frozenset(german), frozenset(parts)


def check(seen: dict, language: str, german: tuple[frozenset[str], frozenset[str]]) -> None:
    """Check that one page speaks its language, all of it, and fits a phone."""
    direction = "rtl" if language in ("ar", "fa") else "ltr"
    whole, parts = german
    every = " | ".join(seen["texts"])
    assert (seen["lang"], seen["dir"]) == (language, direction)
    assert [text for text in seen["texts"] if text in whole] == []
    assert [part for part in parts if part in every] == []
    assert seen["marked"] == 0 or language == "de"
    assert seen["fits"], seen["heading"]


def spread(language: str, number: int) -> object:
    group = pytest.mark.xdist_group(f"tongues-{number % GROUPS}")
    return pytest.param(language, marks=group)


@pytest.mark.parametrize("language", [spread(each, n) for n, each in enumerate(PHONES)])
def test_a_family_answers_everything_in_its_language(survey, way, chromium, language):
    address, app, codes = survey
    context = chromium.new_context(viewport=PHONE, locale=PHONES[language])
    page = context.new_page()
    page.set_default_timeout(15_000)
    german = (frozenset(), frozenset()) if language == "de" else german_only(language)
    with app.app_context():
        before = waiting()

    def press(selector=".main"):
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.eval_on_selector(selector, "(button) => button.click()")
        seen = page.evaluate(READ)
        check(seen, language, german)
        assert seen["alerts"] == 0, page.inner_text(".alert")
        return seen

    chosen = "?lang=de-simple" if language == catalogues.PLAIN else ""
    page.goto(f"{address}/f/familie/{chosen}#{codes[list(PHONES).index(language)]}")
    check(page.evaluate(READ), language, german)
    seen = press()
    for raw in way:
        page.evaluate(FILL, raw)
        seen = press()
        if seen["opened"]:
            page.evaluate(FILL, raw)
            seen = press()
    say = languages.catalogue(language).gettext
    assert seen["heading"] == say("Stimmt alles?")
    seen = press("[value=send]")

    thanks = wording(library.load("familie", 1).thanks, language).split("\n")[0]
    with app.app_context():
        after = waiting()
    assert seen["heading"] == say("Ihre Antworten sind gespeichert")
    assert thanks in seen["texts"]
    assert after == before + 1
    context.close()


@pytest.mark.xdist_group("tongues-0")
@pytest.mark.parametrize(
    ("digits", "place"), [("٠١٢٣٤٥٦٧٨٩", 0), ("۰۱۲۳۴۵۶۷۸۹", 1)], ids=["arabic", "persian"]
)
def test_a_code_typed_with_other_digits_opens_the_survey(survey, chromium, digits, place):
    address, _, codes = survey
    typed = codes[len(PHONES) + place].translate(str.maketrans("0123456789", digits))
    context = chromium.new_context(viewport=PHONE, locale="ar-SY")
    page = context.new_page()

    page.goto(f"{address}/f/familie/")
    page.fill("#code", typed)
    with page.expect_navigation():
        page.click(".main")

    assert page.locator(".alert").count() == 0
    assert page.locator("[name=draft]").count() == 1
    context.close()


@pytest.mark.parametrize(
    ("said", "is_german"),
    [
        ("Weiter", True),
        ("Далі", False),
        ("Abschnitt 1 von 6", False),
        ("Das passt noch nicht. 12", True),
    ],
)
def test_the_check_of_the_journeys_sees_german(said, is_german):
    german = german_only("uk")
    seen = {"lang": "uk", "dir": "ltr", "texts": [said], "marked": 0, "fits": True, "heading": ""}

    if is_german:
        with pytest.raises(AssertionError):
            check(seen, "uk", german)
    else:
        check(seen, "uk", german)
