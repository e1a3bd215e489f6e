"""What two people typed of one sheet, compared field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.questionnaire.answers import Answers, raw_step
from surveyapp.questionnaire.flow import step_from_key
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import Screen, Way, walk
from surveyapp.services.keying.form import COUNT, Typed, count_field, part_of, read
from surveyapp.services.keying.typed import Entry, Fields, Keys, entries, fields_of, typed_of

Keyed = dict[str, Fields]
"""Key of a screen to its fields, the same for whoever typed the same sheet."""


def keyed(questionnaire: Questionnaire, answers: Answers) -> Keyed:
    """Return answers field by field, written the same way whoever typed them."""
    way = walk(questionnaire, answers)
    found: Keyed = {}
    for screen in way.screens:
        fields = dict(raw_step(questionnaire, answers, screen.step))
        roster = screen.roster
        if roster is not None and roster.items:
            fields[count_field(roster)] = (str(len(roster.items)),)
        found[screen.step.key] = fields
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two people typed differently."""

    screen: str
    field: str
    title: str
    number: str
    text: str
    #: What each of them typed: as it is typed, and as it is told.
    typed: tuple[str, str]
    told: tuple[str, str]

    @property
    def name(self) -> str:
        """Return the name of the field on the page."""
        return f"{self.screen}:{self.field}"


def differences(
    questionnaire: Questionnaire, first: Keyed, second: Keyed
) -> tuple[Difference, ...]:
    """Return every field that two entries do not agree on, in the order of the sheet."""
    typed = (retyped(questionnaire, first), retyped(questionnaire, second))
    ways = [walk(questionnaire, read(questionnaire, each).answers) for each in typed]
    found: dict[tuple[str, str], Difference] = {}
    for way in ways:
        for screen in way.screens:
            for each in _differing(way, screen, typed):
                found.setdefault((each.screen, each.field), each)
    return tuple(found.values())


def _differing(way: Way, screen: Screen, typed: tuple[Typed, Typed]) -> Iterator[Difference]:
    part = part_of(way, screen)
    questionnaire = way.environment.index.questionnaire
    one, two = (each.get(part.key, {}) for each in typed)
    named: list[tuple[str, str, Entry, Keys | None]] = [
        ("", "", each, None) for each in part.counts
    ]
    index = index_of(questionnaire)
    for line in part.lines:
        own = Keys.of(questionnaire, index.questions[line.question])
        named += [(line.number, line.text, each, own) for each in line.entries]
    for number, text, entry, keys in named:
        said = one.get(entry.field, ""), two.get(entry.field, "")
        if said[0] == said[1]:
            continue
        told = _told(keys, entry.field, said[0]), _told(keys, entry.field, said[1])
        asked = " – ".join(filter(None, (text, entry.label)))
        yield Difference(part.key, entry.field, part.title, number, asked, said, told)


def _told(keys: Keys | None, field: str, typed: str) -> str:
    if keys is None or not typed:
        return typed
    sent = fields_of(keys, field, typed)
    return keys.told([value for values in sent.values() for value in values])


def retyped(questionnaire: Questionnaire, found: Keyed) -> dict[str, dict[str, str]]:
    """Return what somebody would type to say what was keyed."""
    index = index_of(questionnaire)
    typed: dict[str, dict[str, str]] = {}
    for key, sent in found.items():
        step = step_from_key(key)
        page = index.pages[step.page] if step else None
        typed[key] = {name: value[0] for name, value in sent.items() if name.endswith(COUNT)}
        for question in page.questions if page else ():
            keys = Keys.of(questionnaire, question)
            for entry in entries(keys, question.rows, lambda row: row.code):
                text = typed_of(keys, entry.field, sent)
                if text:
                    typed[key][entry.field] = text
    return typed
