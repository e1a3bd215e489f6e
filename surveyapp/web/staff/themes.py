"""Free texts get their themes: the list of questions, the texts themselves, the themes to choose from."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField

from surveyapp.access.roles import Action
from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.themes import Theme
from surveyapp.services import code_texts as coding
from surveyapp.services import keep_themes
from surveyapp.services.code_texts import Choice, Look, Refusal, Saved
from surveyapp.services.deeds import Deed
from surveyapp.services.keep_themes import Kept, Removal
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff import theme_pages as pages
from surveyapp.web.staff import theme_words as words
from surveyapp.web.staff.guard import Page, for_staff, own_wave
from surveyapp.web.staff.theme_pages import NONE, Place

NEW = "neu"
"""Stands in addresses for a theme that is not there yet."""

NOTHING = Theme("", "", "", ())
"""What a new theme begins with."""


@for_staff(Action.READ_TEXTS)
def themes(actor: Staff, slug: str, number: int) -> Page:
    """Show how far the texts of each question are."""
    survey, wave = own_wave(actor, slug, number)
    page = pages.themes_page(actor, survey, wave)
    return render_template("staff/themes/questions.html", page=page)


@for_staff(Action.READ_TEXTS, Deed.TEXTS_CODED)
def begin_coding(actor: Staff, slug: str, number: int, question: str, look: str) -> Page:
    """Let the person look first or second at the texts of a question, for good."""
    survey, wave, asked = _own_question(actor, slug, number, question)
    place = pages.place_of(survey, wave, asked)
    refusal = coding.begin(main_store(), actor, wave, question, _look(look))
    if refusal is not None:
        return _refused(place, refusal)
    return redirect(pages.address(place, "code_texts", look=look))


@for_staff(Action.READ_TEXTS)
def code_texts(actor: Staff, slug: str, number: int, question: str, look: str) -> Page:
    """Show one page of texts, or keep what the person gave them and go on to the next."""
    survey, wave, asked = _own_question(actor, slug, number, question)
    place, which = pages.place_of(survey, wave, asked), _look(look)
    refusal = coding.look_allowed(main_store(), actor, wave, question, which)
    if refusal is not None:
        return _refused(place, refusal)
    if request.method == "GET":
        return _shown(actor, wave, place, which, {}, None)
    sent = _choices()
    saved = coding.save(main_store(), actor, wave, question, which, sent)
    if isinstance(saved, Refusal):
        return _refused(place, saved)
    if saved.troubles:
        return _shown(actor, wave, place, which, sent, saved), 422
    flash(_saved_words(saved), "success")
    return redirect(_next(actor, wave, place, which))


def _shown(
    actor: Staff,
    wave: Wave,
    place: Place,
    look: Look,
    sent: dict[bytes, Choice],
    saved: Saved | None,
) -> str:
    wanted = request.values.get("seite", type=int)
    sheet = coding.sheet(main_store(), actor, wave, place.question, look, wanted)
    agreement = None
    if look is Look.THIRD:
        agreement = pages.agreement_view(
            wave.survey, wave, place.question, sheet.total - sheet.done
        )
    troubles = {} if saved is None else saved.troubles
    page = pages.sheet_page(place, look, sheet, agreement, sent, troubles)
    return render_template(
        "staff/themes/texts.html", page=page, has_errors=bool(troubles), saved=saved
    )


def _next(actor: Staff, wave: Wave, place: Place, look: Look) -> str:
    """Return where saving leads: the next page, then the first with something left, then the list."""
    page = request.form.get("seite", 1, type=int)
    sheet = coding.sheet(main_store(), actor, wave, place.question, look, page)
    word = words.address_word(look)
    if sheet.page < sheet.pages:
        return pages.address(place, "code_texts", look=word, seite=sheet.page + 1)
    if sheet.done < sheet.total and sheet.first_open < sheet.page:
        return pages.address(place, "code_texts", look=word, seite=sheet.first_open)
    return url_for("staff.themes", slug=place.slug, number=place.number)


def _saved_words(saved: Saved) -> str:
    kept = ngettext("%(num)s Text gespeichert.", "%(num)s Texte gespeichert.", saved.kept)
    if not saved.kept:
        kept = _("Es war nichts zu speichern.")
    if not saved.open:
        return kept
    left = ngettext(
        "%(num)s Text ist noch offen: kein Häkchen, oder der Vorschlag ist nicht bestätigt.",
        "%(num)s Texte sind noch offen: kein Häkchen, oder der Vorschlag ist nicht bestätigt.",
        saved.open,
    )
    return f"{kept} {left}"


def _choices() -> dict[bytes, Choice]:
    """Return what was sent for each text of the page."""
    return {
        bytes.fromhex(key): _choice(key)
        for key in request.form.getlist("text")[: coding.ON_A_PAGE]
        if _is_id(key)
    }


def _choice(key: str) -> Choice:
    ticked = frozenset(request.form.getlist(f"thema-{key}"))
    return Choice(
        ticked=ticked - {NONE},
        is_none=NONE in ticked,
        seen=_given(request.form.get(f"war-{key}", "")),
        suggested=frozenset(request.form.get(f"vorschlag-{key}", "").split()),
        is_confirmed=f"stimmt-{key}" in request.form,
    )


def _given(written: str) -> tuple[str, ...] | None:
    if not written:
        return None
    return () if written == NONE else tuple(sorted(written.split()))


def _is_id(key: str) -> bool:
    try:
        return len(bytes.fromhex(key)) == 16
    except ValueError:
        return False


class ThemeForm(FlaskForm):  # type: ignore[misc]
    """One theme; what is wrong with it is for ``keep_themes`` to say."""

    label = StringField(_l("Name des Themas"))
    explanation = TextAreaField(_l("Was gehört dazu, was nicht?"), render_kw={"rows": 4})
    stems = TextAreaField(_l("Wortteile für Vorschläge"), render_kw={"rows": 4})
    reopen = BooleanField(_l("Betroffene Texte noch einmal vorlegen"))

    def theme(self, code: str) -> Theme:
        """Return what was sent."""
        written = (self.stems.data or "").replace("\n", ",").split(",")
        stems = tuple(dict.fromkeys(stem for each in written if (stem := " ".join(each.split()))))
        explanation = " ".join((self.explanation.data or "").split())
        return Theme(code, " ".join((self.label.data or "").split()), explanation, stems)


@for_staff(Action.READ_TEXTS)
def theme_list(actor: Staff, slug: str, number: int, question: str) -> Page:
    """Show the themes of a question."""
    survey, wave, asked = _own_question(actor, slug, number, question)
    page = pages.list_page(survey, wave, asked)
    return render_template("staff/themes/list.html", page=page, new=NEW)


@for_staff(Action.READ_TEXTS, Deed.THEME_CHANGED)
def theme(actor: Staff, slug: str, number: int, question: str, theme: str) -> Page:
    """Show one theme, or keep what was changed, or a new one."""
    survey, wave, asked = _own_question(actor, slug, number, question)
    known = _known(survey, question, theme)
    form = ThemeForm()
    if request.method == "GET":
        if known is None:
            abort(404)
        _fill(form, known)
        return _theme_page(survey, wave, asked, known, form)
    wanted = form.theme("" if theme == NEW else theme)
    kept = keep_themes.keep_theme(
        main_store(), actor, survey, question, wanted, reopen=bool(form.reopen.data)
    )
    if not isinstance(kept, Kept):
        for flaw in kept:
            name, sentence = words.flaw_fields()[flaw]
            form[name].errors = [*form[name].errors, sentence]
        return _theme_page(survey, wave, asked, known or NOTHING, form), 422
    flash(_kept_words(kept), "success")
    return redirect(pages.address(pages.place_of(survey, wave, asked), "theme_list"))


@for_staff(Action.READ_TEXTS, Deed.THEME_REMOVED)
def remove_theme(actor: Staff, slug: str, number: int, question: str, theme: str) -> Page:
    """Delete a theme no text has, or let another one take its texts."""
    survey, wave, asked = _own_question(actor, slug, number, question)
    into = request.form.get("into", "")
    removal = keep_themes.remove_theme(main_store(), actor, survey, question, theme, into)
    flash(*words.removal_sentence(removal, is_merged=bool(into)))
    place = pages.place_of(survey, wave, asked)
    if removal in {Removal.DONE, Removal.GONE}:
        return redirect(pages.address(place, "theme_list"))
    return redirect(pages.address(place, "theme", theme=theme))


def _own_question(
    actor: Staff, slug: str, number: int, question: str
) -> tuple[Survey, Wave, Question]:
    survey, wave = own_wave(actor, slug, number)
    found = next((each for each in pages.text_questions(wave) if each.id == question), None)
    if found is None:
        abort(404)
    return survey, wave, found


def _look(word: str) -> Look:
    return words.LOOKS[word]


def _refused(place: Place, refusal: Refusal) -> Page:
    if refusal is Refusal.NOT_ALLOWED:
        abort(404)
    flash(words.refusal_sentence(refusal), "info")
    return redirect(url_for("staff.themes", slug=place.slug, number=place.number))


def _known(survey: Survey, question: str, code: str) -> Theme | None:
    """Return a theme of a question, an empty one for a new one; None where nobody has it any more."""
    if code == NEW:
        return NOTHING
    known = keep_themes.themes_of(main_store(), survey, question)
    return next((each for each in known if each.code == code), None)


def _fill(form: ThemeForm, known: Theme) -> None:
    form.label.data, form.explanation.data = known.label, known.explanation
    form.stems.data = ", ".join(known.stems)


def _theme_page(survey: Survey, wave: Wave, asked: Question, known: Theme, form: ThemeForm) -> str:
    uses = keep_themes.uses_of(survey, asked.id)
    others = [
        each
        for each in keep_themes.themes_of(main_store(), survey, asked.id)
        if each.code != known.code
    ]
    return render_template(
        "staff/themes/theme.html",
        place=pages.place_of(survey, wave, asked),
        known=known,
        form=form,
        uses=uses[known.code],
        has_codes=bool(uses),
        others=others,
        new=NEW,
    )


def _kept_words(kept: Kept) -> str:
    said = _("Das Thema „%(label)s“ ist gespeichert.", label=kept.theme.label)
    if not kept.reopened:
        return said
    again = ngettext(
        "%(num)s Text ist wieder einzuordnen.",
        "%(num)s Texte sind wieder einzuordnen.",
        kept.reopened,
    )
    return f"{said} {again}"
