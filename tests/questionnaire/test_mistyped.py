"""Whatever an author mistypes, reading it ends with a tree or with a sentence on what is wrong."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire import conditions, phrases
from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.expression import ExpressionError, every, parse
from surveyapp.questionnaire.texts import say
from surveyapp.questionnaire.written import texts
from tests.questionnaire.family import Family
from tests.questionnaire.mini import NAMES, mini
from tests.questionnaire.vectors import CASES, environment

MINI = mini("piping_plural")
EXPRESSIONS = sorted({text for text, *_ in CASES})
TEXTS = sorted(
    {
        wording
        for name in NAMES
        for said in texts(mini(name))
        for wording in said.text.values()
        if "{" in wording
    }
)
STRANGE = [
    "(",
    ")",
    "{",
    "}",
    "'",
    '"',
    ",",
    "#",
    "|",
    "[",
    "]",
    "\\",
    "\0",
    "ä",
    "\u202e",
    "9" * 30,
]
TOKEN = re.compile(r"\w+|'[^']*'|\s+|\S")


@st.composite
def mistyped(draw, sources):
    """Return a written thing in which tokens or characters were deleted, put in or swapped."""
    found = TOKEN.findall(draw(st.sampled_from(sources)))
    for _ in range(draw(st.integers(1, 5))):
        found = draw(st.sampled_from([_characters, _tokens]))(found)
        place = draw(st.integers(0, len(found)))
        other = draw(st.integers(0, len(found)))
        mend = draw(st.sampled_from([_delete, _insert, _swap]))
        found = mend(found, place, other, draw(st.sampled_from([*STRANGE, *found])))
    return "".join(found)


def _characters(parts):
    return list("".join(parts))


def _tokens(parts):
    return TOKEN.findall("".join(parts))


def _delete(parts, place, _other, _new):
    return parts[:place] + parts[place + 1 :]


def _insert(parts, place, _other, new):
    return [*parts[:place], new, *parts[place:]]


def _swap(parts, place, other, _new):
    one, two = sorted((place, other))
    if two >= len(parts) or one == two:
        return parts
    return [*parts[:one], parts[two], *parts[one + 1 : two], parts[one], *parts[two + 1 :]]


@dataclass
class Counted(Family):
    """A family that counts how often it is asked for something."""

    asked: list = field(default_factory=list)

    def value(self, question, row):
        self.asked.append(question)
        return super().value(question, row)

    def items(self, list_id):
        self.asked.append(list_id)
        return super().items(list_id)

    def inside(self, list_id, item):
        found = vars(super().inside(list_id, item)) | {"asked": self.asked}
        return Counted(**found)


def counted():
    return Counted(**vars(environment("household")))


@settings(max_examples=400, deadline=None)
@given(mistyped(EXPRESSIONS))
def test_a_mistyped_expression_is_a_tree_or_a_mistake_and_its_work_is_bounded(text):
    try:
        tree = parse(text)
    except ExpressionError:
        return
    family = counted()

    conditions.evaluate(tree, family)
    conditions.evaluate_truth(tree, family)

    nodes = sum(1 for _ in every(tree))
    assert len(family.asked) <= 2 * nodes * len(family.children) ** 2


@settings(max_examples=200, deadline=None)
@given(mistyped(EXPRESSIONS))
def test_what_can_be_read_can_be_written_and_read_again(text):
    try:
        tree = parse(text)
    except ExpressionError:
        return

    assert parse(conditions.write(tree)) == tree


@settings(max_examples=400, deadline=None)
@given(mistyped(TEXTS))
def test_a_mistyped_text_is_read_or_named_and_never_breaks_a_page(text):
    with suppress(phrases.PhraseError):
        phrases.read(text)

    shown = say({"de": text}, "de", MINI, Answers().put("children_count", 2))

    assert isinstance(shown, str)
