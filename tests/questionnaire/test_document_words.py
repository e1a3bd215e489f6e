"""Whatever is wrong with a file is said in German, too."""

import pytest

from surveyapp.questionnaire.document import DocumentError, parse, read
from surveyapp.questionnaire.rules import german

FINE = """
id: x
version: 1
title: {de: Titel}
intro: {de: Guten Tag}
thanks: {de: Danke}
languages: [de]
minutes: 1
sections: [{id: s, title: {de: Teil}}]
pages:
  - id: p
    section: s
    title: {de: Seite}
    questions:
      - {id: q, type: text, text: {de: Frage}}
"""

BROKEN = {
    "no YAML": "id: [x",
    "no keys": "[]",
    "missing": "id: x",
    "unknown key": FINE + "colour: red",
    "put in": FINE + "facts: {}",
    "no text": FINE.replace("{de: Titel}", "{de: 3}"),
    "no group": FINE.replace("{de: Titel}", "Titel"),
    "no page": FINE.replace("pages:", "pages: 3\nother:"),
    "no number": FINE.replace("minutes: 1", "minutes: viele"),
    "no truth": FINE.replace("type: text", "type: text, required: {a: 1}"),
    "no choice": FINE.replace("type: text", "type: text, planning: {measures: so, unit: x}"),
    "unknown type": FINE.replace("type: text", "type: wish"),
    "person": FINE.replace("type: text", "type: email"),
    "pattern": FINE.replace("type: text", "type: text, pattern: '('"),
    "expression": FINE.replace("type: text", "type: text, show: 'a =='"),
    "anchor": FINE + "x: &a [*a]",
}


@pytest.mark.parametrize("name", BROKEN)
def test_problem_of_a_document_is_said_in_german(name):
    with pytest.raises(DocumentError) as caught:
        parse(BROKEN[name])

    for problem in caught.value.problems:
        sentence, cure = german.flaw(problem.sentence), german.flaw(problem.cure)
        assert sentence != problem.sentence
        assert cure != problem.cure


def test_problem_of_a_file_is_said_in_german(tmp_path):
    (tmp_path / "1.yaml").write_bytes(b"\xff\x00")

    for path in (tmp_path, tmp_path / "2.yaml", tmp_path / "1.yaml"):
        with pytest.raises(DocumentError) as caught:
            read(path)

        for problem in caught.value.problems:
            sentence, cure = german.flaw(problem.sentence), german.flaw(problem.cure)
            assert sentence != problem.sentence
            assert cure != problem.cure
