"""What the pages of links for testers show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from surveyapp.services import try_out as trying
from surveyapp.services.find_questionnaires import Kept
from surveyapp.services.trial.pretest import KEPT, LONGEST_DAYS
from surveyapp.storage import pretests
from surveyapp.storage.db import main_store, new_id
from surveyapp.storage.pretests import PretestAnswer, PretestLink
from surveyapp.web.staff.field_forms import DayField
from surveyapp.web.staff.files import today
from surveyapp.web.staff.questionnaire_pages import language_name
from surveyapp.web.staff.questionnaire_words import page_name, without_gap

USUAL = timedelta(days=14)
"""How long a link is open where nobody says otherwise."""


class LinkForm(FlaskForm):  # type: ignore[misc]
    """For whom a link is, and until when it opens."""

    #: The same for every press of one page: pressed twice, it is one link.
    once = HiddenField(default=new_id)
    note = StringField(
        _l("Für wen oder wofür"),
        [Length(max=200, message=_l("Bitte schreiben Sie höchstens 200 Zeichen."))],
        render_kw={"maxlength": "200", "autocomplete": "off"},
    )
    until = DayField(
        _l("Gilt bis"),
        validators=[InputRequired(_l("Bitte geben Sie an, bis wann der Link gelten soll."))],
        default=lambda: today() + USUAL,
        render_kw={"type": "date"},
    )

    def validate_until(self, field: DayField) -> None:
        """Refuse a day that is over or far away."""
        last = today() + timedelta(days=LONGEST_DAYS)
        if field.data is not None and not today() <= field.data <= last:
            raise ValidationError(
                _(
                    "Bitte wählen Sie einen Tag von heute bis zum %(last)s.",
                    last=format_date(last, "long"),
                )
            )


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link for testers."""

    id: str
    #: Address on this server, and the whole of it to be sent to testers.
    url: str
    address: str
    note: str
    until: str
    is_over: bool
    #: "3 Antworten, 1 Hinweis".
    came_in: str


@dataclass(frozen=True, slots=True)
class LinksPage:
    """All links to one questionnaire."""

    links: tuple[LinkView, ...]
    days: int


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What one tester answered."""

    title: str
    #: Question and answer in words.
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What came in through one link."""

    link: LinkView
    #: Page, and what was said of it.
    remarks: tuple[tuple[str, tuple[str, ...]], ...]
    answers: tuple[AnswerView, ...]


def links_page(county_ags: str, key: str) -> LinksPage:
    """Return a county's links to a questionnaire."""
    found = pretests.links_of(main_store(), county_ags, key)
    return LinksPage(tuple(_link_view(each) for each in found), KEPT.days)


def _link_view(link: PretestLink) -> LinkView:
    answers, remarks = pretests.count(main_store(), link.id)
    counted = (
        ngettext("%(num)s Antwort", "%(num)s Antworten", answers),
        ngettext("%(num)s Hinweis", "%(num)s Hinweise", remarks),
    )
    return LinkView(
        link.id,
        url_for("staff.pretest", secret=link.secret),
        url_for("staff.pretest", secret=link.secret, _external=True),
        link.note,
        format_date(link.until, "long"),
        link.until < today(),
        ", ".join(counted),
    )


def results_page(kept: Kept, link: PretestLink) -> ResultsPage:
    """Return what came in through a link, remarks in the order of the pages."""
    answers = pretests.answers_of(main_store(), link.id)
    number = len(answers)
    return ResultsPage(
        _link_view(link),
        tuple(_remarks(kept, link)),
        tuple(
            _answer_view(kept, link.county_ags, each, number - place)
            for place, each in enumerate(answers)
        ),
    )


def _remarks(kept: Kept, link: PretestLink) -> Iterator[tuple[str, tuple[str, ...]]]:
    found = pretests.remarks_of(main_store(), link.id)
    pages = {page.id: page_name(page) for page in kept.questionnaire.pages}
    names = {**pages, "": _("Vor dem Absenden")}
    gone = {each.page: _("Frühere Seite") for each in found if each.page not in names}
    for page, name in {**names, **gone}.items():
        words = tuple(each.words for each in found if each.page == page)
        if words:
            yield name, words


def _answer_view(kept: Kept, county_ags: str, answer: PretestAnswer, number: int) -> AnswerView:
    title = _(
        "Antwort %(number)s: %(day)s, %(language)s",
        number=number,
        day=format_date(answer.received_on, "long"),
        language=language_name(answer.language),
    )
    return AnswerView(title, tuple(_lines(kept, county_ags, answer, answer.received_on)))


def _lines(
    kept: Kept, county_ags: str, answer: PretestAnswer, day: date
) -> Iterator[tuple[str, str]]:
    if not trying.is_walkable(kept.questionnaire):
        return
    told = trying.try_out(kept.questionnaire, county_ags, answer.document, today=day).told
    for page in told["walk"]:
        for question in page["questions"] if page["seen"] else ():
            if question["seen"]:
                label = without_gap(question["text"])
                named = f"{page['item_label']}: {label}" if page["item_label"] else label
                yield named, question["answer_text"] or _("nicht beantwortet")
