"""The catalogue of families' pages is complete, current and keeps its placeholders."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from surveyapp.questionnaire.types import KINDS
from surveyapp.ui import languages
from surveyapp.web.respond import messages

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def source_words() -> set[str]:
    """Return every German wording that stands in templates and code of families' pages."""
    configuration = ROOT / "surveyapp/translations/babel.cfg"
    with configuration.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
    found = extract_from_dir(ROOT, methods, options, keywords)
    return {word if isinstance(word, str) else word[0] for _, _, word, _, _ in found}


def translated(language: str):
    folder = language.replace("-", "_")
    path = languages.FOLDER / folder / "LC_MESSAGES" / "messages.po"
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in read_po(BytesIO(path.read_bytes()), locale=folder)
        if message.id
    }


@pytest.mark.parametrize("language", languages.spoken()[1:])
def test_catalogue_holds_exactly_the_words_of_the_pages(language):
    words, catalogue = source_words(), set(translated(language))

    assert len(words) > 50
    assert words - catalogue == set(), "missing: run pybabel as babel.cfg says"
    assert catalogue - words == set(), "no longer used: run pybabel as babel.cfg says"


@pytest.mark.parametrize("language", languages.spoken()[1:])
def test_every_word_is_translated_with_its_placeholders(language):
    for word, message in translated(language).items():
        strings = [message.string] if isinstance(message.string, str) else list(message.string)

        assert all(strings), f"{word!r} has no translation"
        assert set(PLACEHOLDER.findall(strings[-1])) >= set(PLACEHOLDER.findall(word)), word
        assert not message.fuzzy, f"{word!r} is marked fuzzy"


def test_every_mistake_the_engine_can_name_has_a_sentence():
    engine = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "surveyapp/questionnaire").rglob("*.py")
    )
    named = set(re.findall(r"AnswerError\(\s*[^,]+,\s*\"(\w+)\"", engine))

    named |= {kind.gap_key for kind in KINDS.values()}

    assert "required" in named
    assert named - {"opened"} <= set(messages.ANSWER_ERRORS)
