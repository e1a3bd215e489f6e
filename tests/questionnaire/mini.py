"""The mini-questionnaires: one for each feature."""

from __future__ import annotations

from pathlib import Path

from surveyapp.questionnaire import document, places
from surveyapp.questionnaire.answers import Answers, parse_step
from surveyapp.questionnaire.flow import step_from_key
from surveyapp.questionnaire.model import Questionnaire

FOLDER = Path(__file__).parent.parent / "questionnaires"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
TOWNS = (("16065001", "Abtsbessingen"), ("16065067", "Sondershausen"))


def source(name: str) -> str:
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def mini(name: str) -> Questionnaire:
    return places.with_municipalities(document.read(FOLDER / f"{name}.yaml"), TOWNS)


def changed(name: str, old: str, new: str) -> Questionnaire:
    """Return a mini-questionnaire in which one place was written otherwise."""
    text = source(name)
    assert old in text, f"{name} does not hold {old!r}"
    return document.parse(text.replace(old, new, 1))


def fill(questionnaire: Questionnaire, *screens: tuple[str, dict[str, str | list[str]]]) -> Answers:
    """Answer screens one after the other, as a browser would send them."""
    answers = Answers()
    for key, fields in screens:
        step = step_from_key(key)
        assert step is not None
        raw = {name: [sent] if isinstance(sent, str) else sent for name, sent in fields.items()}
        found = parse_step(questionnaire, answers, step, raw)
        assert isinstance(found, Answers), found
        answers = found
    return answers
