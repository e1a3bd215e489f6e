"""One family at one open wave: what it is asked, what it has said, and what its browser just sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from surveyapp.questionnaire.answers import Answers, read_step
from surveyapp.questionnaire.constraints import broken
from surveyapp.questionnaire.flow import (
    Asked,
    Step,
    asked,
    is_open,
    step_from_key,
)
from surveyapp.questionnaire.index import SameObject
from surveyapp.questionnaire.live import Possible, as_they_are, can_change, possible
from surveyapp.questionnaire.minutes import minutes_by_family
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import Screen, Way, walk
from surveyapp.region import territory
from surveyapp.services.asked import as_asked, contact_form_of, published
from surveyapp.storage import inventory, surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.surveys import Wave
from surveyapp.ui.fields import Unbound, unbound
from surveyapp.web.respond.draft import Draft

REVIEW = ""
"""The step after the last: all answers on one page, to be sent."""


@dataclass(frozen=True, slots=True)
class OpenSurvey:
    """What every page of one open wave needs; read with one statement."""

    slug: str
    title: str
    county: str
    survey_id: str
    wave_id: str
    #: The publication that is asked.
    document_hash: str
    needs_code: bool
    questionnaire: Questionnaire
    #: Page id to the fields of its questions, made once and bound again for each request.
    fields: Mapping[str, Unbound]
    is_contact_form: bool = False
    #: Name of the facility whose families are asked; empty where it is the whole county.
    facility: str = ""

    @classmethod
    def of(cls, wave: Wave, document_hash: str = "") -> OpenSurvey:
        """Return the survey of an open ``wave``; a draft finishes on the document it began with."""
        survey = wave.survey
        document_hash = document_hash or wave.document_hash or ""
        questionnaire = as_asked(published(main_store(), document_hash), wave)
        return cls(
            slug=survey.slug,
            title=survey.title,
            county=county_name(survey.county_ags),
            survey_id=wave.survey_id,
            wave_id=wave.id,
            document_hash=document_hash,
            needs_code=wave.sampling != "open",
            questionnaire=questionnaire,
            fields=_fields(SameObject(questionnaire)),
            facility=inventory.name_of(main_store(), survey.county_ags, survey.place_id),
        )

    @classmethod
    def tried(cls, questionnaire: Questionnaire, county_ags: str, name: str) -> OpenSurvey:
        """Return a survey that no wave belongs to, for a questionnaire that is only looked at."""
        return cls(
            slug=name,
            title="",
            county=county_name(county_ags),
            survey_id="",
            wave_id="",
            document_hash="",
            needs_code=True,
            questionnaire=questionnaire,
            fields=_fields(SameObject(questionnaire)),
        )

    def contact_form(self, wave: Wave) -> OpenSurvey | None:
        """Return the survey asking for its contact form alone; None where it has none."""
        form = contact_form_of(main_store(), wave)
        if form is None:
            return None
        found = _fields(SameObject(form))
        return replace(self, questionnaire=form, fields=found, is_contact_form=True)


def county_name(ags: str) -> str:
    """Return the name of the county that asks, as people say it."""
    return territory.county(ags).name.removesuffix(", Stadt")


@lru_cache(maxsize=32)
def _fields(key: SameObject) -> Mapping[str, Unbound]:
    """Return the form fields of a questionnaire by page, kept for all families."""
    return {page.id: unbound(page.questions) for page in key.questionnaire.pages}


def warm_up() -> None:
    """Read what the families of all open waves are asked, before the first one comes."""
    for wave in surveys.open_waves(main_store()):
        minutes_by_family(OpenSurvey.of(wave).questionnaire)


@dataclass(frozen=True)
class Visit:
    """One request of one family."""

    survey: OpenSurvey
    draft: Draft
    #: Field name to values, as the browser sent them.
    raw: Mapping[str, Sequence[str]]
    #: What the review page brought beside the answers: a token, or a code typed there.
    token: str = ""
    code: str = ""

    @property
    def questionnaire(self) -> Questionnaire:
        """Return what the family is asked."""
        return self.survey.questionnaire

    @property
    def asks_for_contact(self) -> bool:
        """Say whether this is the contact form, which nobody's answers lead to."""
        return self.survey.is_contact_form

    @property
    def is_blind(self) -> bool:
        """Say whether the draft knows no code though the survey needs one: only a token sends it."""
        return self.survey.needs_code and self.draft.ticket.code_hash is None

    @property
    def step(self) -> Step | None:
        """Return the step the family sees; None on the review page."""
        return step_from_key(self.draft.step)

    @cached_property
    def way(self) -> Way:
        """Return the family's way through the questionnaire, walked once for a page."""
        return walk(self.questionnaire, self.draft.answers, self.draft.seed)

    @property
    def screen(self) -> Screen | None:
        """Return the questions of the step; None on the review page or off the way."""
        return None if self.step is None else self.way.screen(self.step)

    @property
    def first_open(self) -> Step | None:
        """Return the first step with a question not shown yet, not answered, or answered amiss."""
        open_ = (
            s.step for s in self.way.screens if is_open(self.way, s) or any(broken(self.way, s))
        )
        return next(open_, None)

    def in_own_order(self, screen: Screen) -> tuple[Asked, ...]:
        """Return the questions of a screen, rotating options in this family's own order."""
        if not any(each.question.rotate for each in screen.asked):
            return screen.asked
        return asked(self.questionnaire, self.draft.answers, screen.step, self.draft.seed)

    def possible(self, screen: Screen) -> tuple[Possible, ...]:
        """Return the questions of a screen, and those that its own answers may open."""
        if not can_change(self.questionnaire, screen.page):
            return as_they_are(self.in_own_order(screen))
        return possible(self.questionnaire, self.draft.answers, screen.step, self.draft.seed)

    def to(self, step: Step | None) -> Visit:
        """Return the visit at another step; None leads to the review page, or to what it lacks."""
        if step is None:
            step = self.first_open
            draft = replace(self.draft, step=step.key if step else REVIEW, is_reviewing=True)
        else:
            draft = replace(self.draft, step=step.key)
        return Visit(self.survey, draft, {})

    def with_answers(self, answers: Answers) -> Visit:
        """Return the visit with other answers."""
        return Visit(self.survey, replace(self.draft, answers=answers), self.raw)

    def in_language(self, language: str) -> Visit:
        """Return the visit in another language, if the questionnaire speaks it."""
        if language not in self.questionnaire.languages:
            return self
        return Visit(self.survey, replace(self.draft, language=language), self.raw)

    def saved(self) -> Visit:
        """Return the visit with what is valid of the page, for leaving it without complaints."""
        if self.step is None:
            return self
        return self.with_answers(
            read_step(self.questionnaire, self.draft.answers, self.step, self.raw)
        )
