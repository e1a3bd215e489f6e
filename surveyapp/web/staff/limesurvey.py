"""Bringing in a survey straight out of LimeSurvey: a door beside the files one sends."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from surveyapp.access.roles import Action
from surveyapp.services import fetch_limesurvey as fetching
from surveyapp.services.bring_in_upload import bring_in_upload
from surveyapp.services.fetch_limesurvey import FetchRefusal
from surveyapp.storage.staff import Staff
from surveyapp.web.staff import upload_pages
from surveyapp.web.staff.guard import Page, for_staff

FORMAT = "limesurvey"


class LimeSurveyForm(FlaskForm):  # type: ignore[misc]
    """Which survey of which server, and who may read it there."""

    server = SelectField(_l("LimeSurvey"), validate_choice=True)
    user = StringField(
        _l("Ihr Name dort"),
        [InputRequired(_l("Bitte geben Sie Ihren Namen an.")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    password = PasswordField(
        _l("Ihr Passwort dort"),
        [InputRequired(_l("Bitte geben Sie Ihr Passwort an.")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    survey = StringField(
        _l("Nummer der Umfrage"),
        [Regexp(r"^[0-9]{1,9}$", message=_l("Bitte geben Sie die Nummer aus Ziffern an."))],
        render_kw={"inputmode": "numeric"},
    )

    def refuse(self, refusal: FetchRefusal) -> None:
        """Say why nothing was fetched, at the field it is about."""
        at_user = refusal is FetchRefusal.NOT_ALLOWED
        at_survey = refusal in {FetchRefusal.NO_SURVEY, FetchRefusal.TOO_MUCH}
        field = self.user if at_user else self.survey if at_survey else self.server
        field.errors = [_sentences()[refusal]]


@for_staff(Action.EDIT_QUESTIONNAIRES)
def limesurvey(actor: Staff) -> Page:  # noqa: ARG001 - the same for every county
    """Fetch a survey out of LimeSurvey and say what became of it; nothing is kept."""
    form = LimeSurveyForm()
    form.server.choices = [SelectChoice(each, each) for each in fetching.servers()]
    found = _fetched(form) if form.validate_on_submit() else ()
    has_errors = form.errors or any(not each.is_taken for each in found)
    shown = render_template("staff/questionnaires/limesurvey.html", form=form, found=found)
    return shown, 422 if has_errors else 200


def _fetched(form: LimeSurveyForm) -> tuple[upload_pages.UploadView, ...]:
    survey = int(form.survey.data)
    content = fetching.fetch(form.server.data, form.user.data, form.password.data, survey)
    if isinstance(content, FetchRefusal):
        form.refuse(content)
        return ()
    with tempfile.TemporaryDirectory(prefix="surveyapp-") as folder:
        path = Path(folder) / f"limesurvey-{survey}.lss"
        path.write_bytes(content)
        return (upload_pages.upload_view(bring_in_upload(path, FORMAT)),)


def _sentences() -> dict[FetchRefusal, str]:
    return {
        FetchRefusal.NOT_NAMED: _("Dieses LimeSurvey hat der Betrieb nicht freigegeben."),
        FetchRefusal.UNREACHABLE: _(
            "Dieses LimeSurvey antwortet nicht oder nicht wie erwartet. Bitte fragen Sie, wer es betreut."
        ),
        FetchRefusal.SWITCHED_OFF: _(
            "In diesem LimeSurvey ist die Fernsteuerung ausgeschaltet. Wer es betreut, schaltet unter "
            "„Globale Einstellungen“, „Schnittstellen“ JSON-RPC ein."
        ),
        FetchRefusal.NOT_ALLOWED: _(
            "Name oder Passwort stimmen nicht, oder Sie dürfen diese Umfrage dort nicht lesen."
        ),
        FetchRefusal.NO_SURVEY: _("Eine Umfrage mit dieser Nummer gibt es dort nicht."),
        FetchRefusal.TOO_MUCH: _(
            "Diese Umfrage ist zu groß oder kommt zu langsam. Bitte exportieren Sie sie dort als Datei "
            "(.lss) und lesen Sie die Datei ein."
        ),
    }
