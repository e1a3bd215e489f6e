"""The themes of a question as a county has them: begun with those the product ships, then its own.

A theme is named by its code beside the texts, so a new wording changes no text. What a change means for
texts that have the theme already is for the person to say: that it is only worded better, or that
these texts are to be looked at again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, Actor, may
from surveyapp.questionnaire.themes import Theme, is_stem, shipped, suggest
from surveyapp.storage import text_codes, themes
from surveyapp.storage.db import new_id, urn_reading, urn_store
from surveyapp.storage.surveys import Survey
from surveyapp.storage.text_codes import Given

LONGEST_LABEL, LONGEST_EXPLANATION, LONGEST_STEM = 80, 500, 40
MOST_STEMS, MOST_THEMES = 60, 30


class Flaw(StrEnum):
    """What is wrong with a theme; nothing was changed."""

    NO_LABEL = "no_label"
    LONG_LABEL = "long_label"
    #: Another theme of the question has this label.
    SAME_LABEL = "same_label"
    LONG_EXPLANATION = "long_explanation"
    #: A stem is too short to tell one text from another, or too long.
    BAD_STEM = "bad_stem"
    MANY_STEMS = "many_stems"
    MANY_THEMES = "many_themes"
    #: The theme to change is not there any more.
    GONE = "gone"


class Removal(StrEnum):
    """How an attempt to delete a theme ended."""

    DONE = "done"
    #: Texts have it; it may go into another theme instead.
    IN_USE = "in_use"
    #: A question keeps one theme.
    LAST = "last"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Kept:
    """A theme was kept."""

    theme: Theme
    #: Texts that are to be looked at again because of it.
    reopened: int


def may_keep(actor: Actor, survey: Survey) -> bool:
    """Say whether somebody may change the themes of a survey."""
    return may(actor, Action.READ_TEXTS, survey.county_ags)


def themes_of(
    session: Session, survey: Survey, question: str, *, keep: bool = False
) -> tuple[Theme, ...]:
    """Return the themes of a question in their order.

    With ``keep`` the shipped ones become the county's own, so that nothing changes them but the
    county; does not commit.
    """
    rows = themes.of_question(session, survey.id, question)
    if rows:
        return tuple(Theme(r.code, r.label, r.explanation, tuple(r.stems)) for r in rows)
    found = shipped(survey.questionnaire, question)
    if keep:
        themes.add(session, [_row(survey, question, each) for each in found])
    return found


def uses_of(survey: Survey, question: str) -> Counter[str]:
    """Return how many texts have each theme, in all waves of a survey, by whichever look."""
    with urn_reading() as urn:
        given = text_codes.of_question(urn, _waves(survey), question)
    return Counter(code for _, code in text_codes.uses(given))


def check(known: tuple[Theme, ...], theme: Theme) -> tuple[Flaw, ...]:
    """Return what is wrong with a theme beside those that are there."""
    others = [each for each in known if each.code != theme.code]
    same = theme.label.casefold() in {each.label.casefold() for each in others}
    wrong = {
        Flaw.NO_LABEL: not any(letter.isalnum() for letter in theme.label),
        Flaw.LONG_LABEL: len(theme.label) > LONGEST_LABEL,
        Flaw.SAME_LABEL: same,
        Flaw.LONG_EXPLANATION: len(theme.explanation) > LONGEST_EXPLANATION,
        Flaw.BAD_STEM: any(not is_stem(s) or len(s) > LONGEST_STEM for s in theme.stems),
        Flaw.MANY_STEMS: len(theme.stems) > MOST_STEMS,
        Flaw.MANY_THEMES: len(others) >= MOST_THEMES,
    }
    return tuple(flaw for flaw, is_wrong in wrong.items() if is_wrong)


def keep_theme(
    session: Session, actor: Actor, survey: Survey, question: str, theme: Theme, *, reopen: bool
) -> Kept | tuple[Flaw, ...]:
    """Keep a new theme (one without a code), or change one.

    With ``reopen`` the texts it may concern are to be looked at again: of a changed theme those that
    have it, and of any those whose words suggest it and that do not have it.

    Raises
    ------
    PermissionError
        If the actor may not; ask ``may_keep`` first.
    """
    _demand(actor, survey)
    known = themes_of(session, survey, question, keep=True)
    is_new = not theme.code
    named = Theme(theme.code or new_id(), theme.label, theme.explanation, theme.stems)
    is_gone = not is_new and named.code not in {each.code for each in known}
    if flaws := (Flaw.GONE,) if is_gone else check(known, named):
        session.rollback()
        return flaws
    if is_new:
        themes.add(session, [_row(survey, question, named)])
    else:
        _change(session, survey, question, named)
    session.commit()
    return Kept(named, _reopen(survey, question, named) if reopen else 0)


def remove_theme(
    session: Session, actor: Actor, survey: Survey, question: str, code: str, into: str = ""
) -> Removal:
    """Delete a theme no text has; or let its texts have ``into`` instead, and delete it.

    Raises
    ------
    PermissionError
        If the actor may not; ask ``may_keep`` first.
    """
    _demand(actor, survey)
    codes = [each.code for each in themes_of(session, survey, question, keep=True)]
    if code not in codes or (into and into not in codes) or into == code:
        return Removal.GONE
    if len(codes) == 1:
        return Removal.LAST
    if uses_of(survey, question)[code] and not into:
        return Removal.IN_USE
    # First the texts: where this is interrupted, a theme without texts is left, and can be deleted.
    _rewrite(survey, question, lambda given: _merged(given, code, into))
    themes.remove(session, survey.id, question, code)
    session.commit()
    return Removal.DONE


def _demand(actor: Actor, survey: Survey) -> None:
    if not may_keep(actor, survey):
        message = f"themes of {survey.slug} are kept by administrators of its county only"
        raise PermissionError(message)


def _waves(survey: Survey) -> list[str]:
    return [wave.id for wave in survey.waves]


def _row(survey: Survey, question: str, theme: Theme) -> dict[str, object]:
    return {
        "survey_id": survey.id,
        "question": question,
        "code": theme.code,
        "label": theme.label,
        "explanation": theme.explanation,
        "stems": list(theme.stems),
    }


def _change(session: Session, survey: Survey, question: str, theme: Theme) -> None:
    for row in themes.of_question(session, survey.id, question):
        if row.code == theme.code:
            row.label, row.explanation, row.stems = (
                theme.label,
                theme.explanation,
                list(theme.stems),
            )


def _reopen(survey: Survey, question: str, theme: Theme) -> int:
    """Take all looks from the texts a theme may concern; return how many texts these are."""
    with urn_store() as urn:
        given = text_codes.of_question(urn, _waves(survey), question)
        words = text_codes.texts_with(urn, given)
        concerned = [
            text_id
            for text_id, looks in given.items()
            if any(theme.code in codes for codes in looks.values())
            or suggest(words[text_id].text, [theme])
        ]
        text_codes.remove(urn, concerned)
    return len(concerned)


_Change = Callable[[Given], Mapping[int, Collection[str]]]


def _rewrite(survey: Survey, question: str, changed: _Change) -> None:
    with urn_store() as urn:
        for text_id, given in text_codes.of_question(urn, _waves(survey), question).items():
            for look, codes in changed(given).items():
                text_codes.put(urn, text_id, look, codes)


def _merged(given: Given, code: str, into: str) -> dict[int, set[str]]:
    """Return the looks that gave a theme, with the other one in its place."""
    return {
        look: {*codes} - {code} | ({into} if into else set())
        for look, codes in given.items()
        if code in codes
    }
