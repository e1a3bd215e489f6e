"""The contact form as a questionnaire of one page: asked, read and checked like any other page.

It is made of the contact section of a questionnaire and of nothing else. No answer of the survey can
be seen from it, and nothing that is given here can be seen from the survey.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from surveyapp.questionnaire import own_words
from surveyapp.questionnaire.answers import AnswerErrors, parse_step, read_step
from surveyapp.questionnaire.conditions import ExpressionError, parse, references
from surveyapp.questionnaire.index import SameObject
from surveyapp.questionnaire.model import ContactForm, Page, Question, Questionnaire, Section
from surveyapp.questionnaire.path import Step, walk
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Raw, first_text
from surveyapp.questionnaire.values import AnswerError, Answers, field_name
from surveyapp.questionnaire.written import expressions

AGREEMENT = "contact-agreement"
"""Id of the box a family must tick; no author can give it, for it holds a dash."""

STEP = Step("contact")
"""The one screen of the form."""


def form_of(questionnaire: Questionnaire) -> Questionnaire | None:
    """Return the contact form of a questionnaire, always the same object; None without one."""
    return _form(SameObject(questionnaire))


@lru_cache(maxsize=32)
def _form(key: SameObject) -> Questionnaire | None:
    contact = key.questionnaire.contact
    if contact is None:
        return None
    page = Page(
        id=STEP.page,
        title=contact.title,
        intro=contact.intro,
        section=STEP.page,
        questions=(*map(_asked_freely, contact.questions), _agreement(contact)),
    )
    return replace(
        key.questionnaire,
        sections=(Section(STEP.page, contact.title),),
        pages=(page,),
        lists=(),
        indicators=(),
        axes=(),
        pairs=(),
        area_question=None,
        child_age_question=None,
        child_ages={},
    )


def _asked_freely(question: Question) -> Question:
    """Leave out "keine Angabe": the form as a whole is voluntary, and an empty field says it all."""
    return replace(question, may_refuse=False)


def _agreement(contact: ContactForm) -> Question:
    label = own_words.AGREEMENT
    return Question(AGREEMENT, "consent", contact.consent, label=label, required=True)


def valid(form: Questionnaire, raw: Raw) -> Answers:
    """Return what is valid of a form that was sent; never complains."""
    return read_step(form, Answers(), STEP, raw)


def read(form: Questionnaire, raw: Raw) -> Answers | AnswerErrors:
    """Return what a family left, or what is wrong with it; no way to reach it is wrong, too."""
    found = parse_step(form, Answers(), STEP, raw)
    errors = found.errors if isinstance(found, AnswerErrors) else ()
    lost = _out_of_reach(form, raw, errors)
    return AnswerErrors((*lost, *errors)) if lost else found


def _out_of_reach(
    form: Questionnaire, raw: Raw, errors: tuple[AnswerError, ...]
) -> tuple[AnswerError, ...]:
    """Find that every address and number was left empty, where the form asks for any."""
    asked = walk(form, valid(form, raw)).asked()
    ways = [field_name(each.question.id) for each in asked if kind_of(each.question).is_personal]
    is_said = any(error.field in ways for error in errors)
    if not ways or is_said or any(first_text(raw, field) for field in ways):
        return ()
    return (AnswerError(ways[0], "out_of_reach"),)


def faults(questionnaire: Questionnaire) -> Iterator[tuple[str, str, str]]:
    """Iterate over path, sentence and cure of what would stop the form from being asked."""
    form = form_of(questionnaire)
    if form is None:
        return
    known: set[str] = set()
    for place, question in enumerate(form.pages[0].questions):
        if question.id in known:
            cure = "give every question of the contact form an id of its own"
            yield f"contact.questions[{place}].id", f"is {question.id!r} a second time", cure
        known.add(question.id)
    for written in expressions(form):
        path = written.path.replace("pages[0]", "contact", 1)
        try:
            names = references(parse(written.text))
        except ExpressionError as error:
            yield path, f"has a mistake: {error}", "see Expressions in docs/questionnaires.md"
            continue
        for name in sorted(names - known):
            cure = "name questions of the contact form only; answers cannot be seen from it"
            yield path, f"names {name!r}, which the contact form does not ask", cure
