"""The catalogue of families' pages is complete, current and keeps its placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from surveyapp.questionnaire.types import KINDS
from surveyapp.ui import languages, wordings
from surveyapp.web.respond import messages

ROOT = Path(__file__).parents[2]


def catalogue(language: str) -> bytes:
    return wordings.path_of(language).read_bytes()


@pytest.mark.parametrize("language", languages.spoken()[1:])
def test_catalogue_holds_exactly_the_words_of_the_pages_all_translated(language):
    found = list(wordings.flaws(language, catalogue(language)))

    assert len(wordings.source()) > 200
    assert found == [], "run surveyapp translations update, then translate"


@pytest.mark.parametrize("language", languages.spoken()[1:])
def test_catalogue_is_laid_out_as_the_command_writes_it(language):
    content = catalogue(language)

    assert wordings.updated(language, content) == content, "run surveyapp translations update"


def test_every_blueprint_is_read_for_words_but_those_whose_pages_are_not_for_families():
    blueprints = {path.name for path in (ROOT / "surveyapp/web").iterdir() if path.is_dir()}
    ignored = set(
        re.findall(r"\[ignore: surveyapp/web/(\w+)/", (languages.FOLDER / "babel.cfg").read_text())
    )

    assert ignored == {"api", "staff", "results"}
    assert ignored < blueprints


def test_updating_takes_gone_wordings_out_and_keeps_their_words_for_what_replaced_them():
    first = "Bitte geben Sie eine ganze Zahl ein, ohne Komma."
    old = catalogue("uk").decode().replace(first, first.replace("ganze Zahl", "volle Zahl"))

    content = wordings.updated("uk", old.encode()).decode()
    found = list(wordings.flaws("uk", content.encode()))

    assert f"# before: {first.replace('ganze Zahl', 'volle Zahl')}" in content
    assert f'msgid "{first}"\nmsgstr ""' in content
    assert f"“{first}” is not translated" in found


@pytest.mark.parametrize(
    ("before", "after", "flaw"),
    [
        ('msgid "Absenden"', '#, fuzzy\nmsgid "Absenden"', "is marked as doubtful (fuzzy)"),
        ('msgid "Absenden"', 'msgid "Abschicken"', "is no longer used"),
        ('msgid "Absenden"', 'msgid "Abschicken"', "is missing"),
        ('msgid "Absenden"', '#~ msgid "Fort"\n#~ msgstr "Gone"\n\nmsgid "Absenden"', "behind #~"),
        ('msgstr "Надіслати"', 'msgstr ""', "is not translated"),
        ("Розділ %(position)s", "Розділ %(place)s", "other placeholders"),
    ],
)
def test_each_kind_of_flaw_is_named(before, after, flaw):
    content = catalogue("uk").decode().replace(before, after, 1).encode()

    assert any(flaw in each for each in wordings.flaws("uk", content))


def test_every_mistake_the_engine_can_name_has_a_sentence():
    engine = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "surveyapp/questionnaire").rglob("*.py")
    )
    named = set(re.findall(r"AnswerError\(\s*[^,]+,\s*\"(\w+)\"", engine))

    named |= {kind.gap_key for kind in KINDS.values()}

    assert "required" in named
    assert named - {"opened"} <= {*messages.ANSWER_ERRORS, *messages.COUNTED}
