"""What the pages on themes show, as typed values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.texts import neutral, wording
from surveyapp.questionnaire.themes import Theme
from surveyapp.questionnaire.types import kind_of
from surveyapp.services import code_texts, compare_coders, keep_themes
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.code_texts import Choice, Look, Progress, Sheet, Task, Trouble
from surveyapp.services.releasing import themes as releasing
from surveyapp.services.run_bounded import Unfinished
from surveyapp.storage import themes as theme_store
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff import theme_words as words

NONE = "-"
"""Value of "none of them", and of a text that was given no theme, in forms."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is: the survey, the wave, the question."""

    slug: str
    title: str
    number: int
    question: str = ""
    label: str = ""
    #: The question as families read it.
    asked: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question whose texts can be given themes."""

    place: Place
    facts: tuple[tuple[str, str], ...]
    sentence: str
    is_done: bool
    #: Where the person goes on; empty where no look was begun.
    go_on: str
    #: Words of the looks the person may begin with, or still change to.
    may_begin: tuple[str, ...]
    compared: str
    themes: int


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """All questions of a wave with texts."""

    place: Place
    #: Other closed waves: name, address, and whether it is this one.
    waves: tuple[tuple[str, str, bool], ...]
    is_closed: bool
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One theme to tick for a text."""

    code: str
    label: str
    is_ticked: bool
    is_suggested: bool = False
    #: Who of the first two gave it, in words; empty elsewhere.
    by: str = ""


@dataclass(frozen=True, slots=True)
class TaskView:
    """One text with its themes."""

    key: str
    number: int
    text: str
    language: str
    #: Name of the language, where it is not German.
    language_name: str
    boxes: tuple[Box, ...]
    is_none: bool
    none_by: str
    seen: str
    suggested: str
    needs_confirming: bool
    is_confirmed: bool
    is_done: bool
    is_fixed: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """How far two people agreed on one theme."""

    label: str
    first: str
    second: str
    equal: str
    alpha: str
    verdict: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """How far two people agreed; without rows ``advice`` says why nothing can be said."""

    advice: str
    texts: int = 0
    #: All themes together; None where nothing can be said.
    overall: AgreementRow | None = None
    #: The same first, then each theme.
    rows: tuple[AgreementRow, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One page of texts to look at."""

    place: Place
    look: str
    heading: str
    themes: tuple[Theme, ...]
    tasks: tuple[TaskView, ...]
    page: int
    pages: int
    done: int
    total: int
    before: str
    after: str
    agreement: AgreementView | None = None


@dataclass(frozen=True, slots=True)
class ThemeView:
    """One theme of a list."""

    theme: Theme
    uses: int
    address: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The themes of one question."""

    place: Place
    themes: tuple[ThemeView, ...]


def text_questions(wave: Wave) -> tuple[Question, ...]:
    """Return the questions of a wave that families answer in their own words."""
    asked = questionnaire_of(main_store(), wave)
    return tuple(
        question
        for page in asked.pages
        for question in page.questions
        if kind_of(question).is_stored_apart
    )


def place_of(survey: Survey, wave: Wave, question: Question | None = None) -> Place:
    """Return where a page is."""
    if question is None:
        return Place(survey.slug, survey.title, wave.number)
    said = wording(neutral(question.text), "de")
    label = wording(neutral(question.label), "de") if question.label else said
    return Place(survey.slug, survey.title, wave.number, question.id, label, said)


def address(place: Place, view: str, **values: str | int | None) -> str:
    """Return the address of a page on the same question."""
    known: dict[str, Any] = {
        "slug": place.slug,
        "number": place.number,
        "question": place.question,
        **values,
    }
    return url_for(f"staff.{view}", **known)


def themes_page(actor: Staff, survey: Survey, wave: Wave) -> ThemesPage:
    """Return the questions of a wave, and how far each is."""
    known = {each.question: each for each in code_texts.progress_of(actor, wave)}
    return ThemesPage(
        place=place_of(survey, wave),
        waves=tuple(
            (
                _("Welle %(number)s", number=each.number),
                url_for("staff.themes", slug=survey.slug, number=each.number),
                each.id == wave.id,
            )
            for each in reversed(survey.waves)
            if each.state == "closed" or each.id == wave.id
        ),
        is_closed=wave.state == "closed",
        questions=tuple(
            _question_view(actor, survey, wave, question, known.get(question.id))
            for question in text_questions(wave)
        ),
    )


def _question_view(
    actor: Staff, survey: Survey, wave: Wave, question: Question, known: Progress | None
) -> QuestionView:
    place = place_of(survey, wave, question)
    progress = known or Progress(question.id, 0, 0, 0, 0, 0, 0)
    own = theme_store.look_of(main_store(), wave.id, question.id, actor.id)
    look = words.address_word(Look(own)) if own is not None else ""
    is_done = bool(progress.texts) and not progress.left
    is_worn = is_done and releasing.is_worn(main_store(), wave, question.id)
    is_free = own is None or code_texts.may_switch(main_store(), actor, wave, question.id)
    free = [each for each in ("erste", "zweite") if each != look] if is_free else []
    return QuestionView(
        place=place,
        facts=tuple(_facts(progress)),
        sentence=words.state_sentence(progress, is_worn=is_worn),
        is_done=is_done,
        go_on=address(place, "code_texts", look=look) if look and progress.texts else "",
        may_begin=tuple(free) if progress.texts else (),
        compared=address(place, "code_texts", look="abweichungen") if progress.second else "",
        themes=len(keep_themes.themes_of(main_store(), survey, question.id)),
    )


def _facts(progress: Progress) -> Iterator[tuple[str, str]]:
    if not progress.texts:
        return
    yield _("Eingeordnet"), _of(progress.coded, progress.texts)
    yield _("Von der zweiten Person, blind"), _of(progress.second, progress.sample)
    if progress.second:
        decided = progress.differing - progress.undecided
        yield _("Abweichungen entschieden"), _of(decided, progress.differing)


def _of(number: int, total: int) -> str:
    return _("%(number)s von %(total)s", number=format_decimal(number), total=format_decimal(total))


def sheet_page(
    place: Place,
    look: Look,
    sheet: Sheet,
    agreement: AgreementView | None,
    sent: Mapping[bytes, Choice],
    troubles: Mapping[bytes, Trouble],
) -> SheetPage:
    """Return one page of texts, with what was sent where it could not be kept."""
    word = words.address_word(look)
    headings = {
        Look.FIRST: _("Texte einordnen"),
        Look.SECOND: _("Texte einordnen als zweite Person"),
        Look.THIRD: _("Übereinstimmung und Abweichungen"),
    }
    first = (sheet.page - 1) * code_texts.ON_A_PAGE + 1
    before, after = (
        address(place, "code_texts", look=word, seite=to) if 1 <= to <= sheet.pages else ""
        for to in (sheet.page - 1, sheet.page + 1)
    )
    return SheetPage(
        place=place,
        look=word,
        heading=headings[look],
        themes=sheet.themes,
        tasks=tuple(
            _task_view(sheet.themes, task, number, sent.get(task.id), troubles.get(task.id))
            for number, task in enumerate(sheet.tasks, first)
        ),
        page=sheet.page,
        pages=sheet.pages,
        done=sheet.done,
        total=sheet.total,
        before=before,
        after=after,
        agreement=agreement,
    )


def _task_view(
    themes: Sequence[Theme], task: Task, number: int, sent: Choice | None, trouble: Trouble | None
) -> TaskView:
    mine = sent if trouble is not None or task.given is None else None
    ticked = task.suggested if task.given is None else task.given
    is_none = task.given == ()
    if mine is not None:
        ticked, is_none = tuple(mine.ticked), mine.is_none
    suggested = task.suggested if task.given is None else ()
    return TaskView(
        key=task.id.hex(),
        number=number,
        text=task.text,
        language=task.language,
        language_name=_language(task.language),
        boxes=tuple(
            Box(
                each.code,
                each.label,
                each.code in ticked,
                each.code in suggested,
                _by(task, each.code),
            )
            for each in themes
        ),
        is_none=is_none,
        none_by=_who(not task.first, not task.second) if _is_compared(task) else "",
        seen=_written(task.given),
        suggested=" ".join(suggested),
        needs_confirming=bool(suggested),
        is_confirmed=mine is not None and mine.is_confirmed,
        is_done=task.given is not None,
        is_fixed=task.is_fixed,
        error=words.trouble_sentence(trouble, _named(themes, task.given)) if trouble else "",
    )


def _written(given: tuple[str, ...] | None) -> str:
    return "" if given is None else " ".join(given) or NONE


def _is_compared(task: Task) -> bool:
    return bool(task.first or task.second)


def _by(task: Task, code: str) -> str:
    return _who(code in task.first, code in task.second)


def _who(is_first: bool, is_second: bool) -> str:  # noqa: FBT001 - one for each person
    if is_first and is_second:
        return _("beide")
    if is_first:
        return _("erste Person")
    return _("zweite Person") if is_second else ""


def _named(themes: Sequence[Theme], given: tuple[str, ...] | None) -> str:
    if given is None:
        return _("noch nicht")
    labels = [f"„{each.label}“" for each in themes if each.code in given]
    return ", ".join(labels) or _("keins davon")


def _language(code: str) -> str:
    """Return the name of a language that is not German; its code where nobody knows it."""
    if code.partition("-")[0] == "de":
        return ""
    try:
        return str(Locale.parse(code, sep="-").get_display_name("de") or code)
    except (UnknownLocaleError, ValueError):
        return code


def agreement_view(survey: Survey, wave: Wave, question: str, undecided: int) -> AgreementView:
    """Return how far two people agreed, in words."""
    found = compare_coders.agreement_of(main_store(), wave, question)
    if isinstance(found, Unfinished):
        return AgreementView(
            _(
                "Die Übereinstimmung ließ sich gerade nicht berechnen. Bitte laden Sie die Seite neu."
            )
        )
    if found is None:
        return AgreementView(_("Noch hat kein Text die Einordnung beider Personen."))
    labels = {
        each.code: each.label for each in keep_themes.themes_of(main_store(), survey, question)
    }
    overall = _row(_("Alle Themen zusammen"), found.overall, found.texts)
    themes = (_row(labels.get(each.theme, each.theme), each, found.texts) for each in found.themes)
    advice = words.advice(found.overall, found.texts, undecided)
    return AgreementView(advice, found.texts, overall, (overall, *themes))


def _row(label: str, figure: compare_coders.Figure, texts: int) -> AgreementRow:
    return AgreementRow(
        label=label,
        first=format_decimal(figure.first),
        second=format_decimal(figure.second),
        equal=words.percent_words(figure.percent),
        alpha=words.alpha_words(figure),
        verdict=words.verdict(figure.alpha, texts),
    )


def list_page(survey: Survey, wave: Wave, question: Question) -> ListPage:
    """Return the themes of a question with how many texts have each."""
    place, uses = place_of(survey, wave, question), keep_themes.uses_of(survey, question.id)
    return ListPage(
        place,
        tuple(
            ThemeView(each, uses[each.code], address(place, "theme", theme=each.code))
            for each in keep_themes.themes_of(main_store(), survey, question.id)
        ),
    )
