"""The desk for translations: a draft in one language beside its German, and files that go out and come in."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action
from surveyapp.exchange.translations.model import Incoming
from surveyapp.questionnaire.editing.edits import Refusal
from surveyapp.questionnaire.translating.intake import Fate, Line
from surveyapp.questionnaire.translating.origins import State, cleaned, digest
from surveyapp.services import translate
from surveyapp.services.deeds import Deed
from surveyapp.services.studio_words import refusal_words
from surveyapp.services.translate import Intake, Translation
from surveyapp.services.translation_files import FORMATS, is_of_another, read_translations
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.web.staff import translating_pages as pages
from surveyapp.web.staff.files import attachment, harmless_name, kept_for_reading
from surveyapp.web.staff.forms import TranslationFileForm
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.questionnaire_pages import language_name
from surveyapp.web.staff.studio_desk import draft_id, now
from surveyapp.web.staff.studio_preview import preview_of
from surveyapp.web.staff.translating_rows import outgoing
from surveyapp.web.staff.translating_words import fate_words

MOST_LINES = pages.MOST_CHOICES


def _found(actor: Staff, key: str, language: str) -> Translation:
    """Return a draft of the actor's county in a language it is offered in, or answer 404."""
    found = translate.translation(main_store(), actor, draft_id(key), language)
    if found is None:
        abort(404)
    return found


def _current() -> str:
    asked = request.values.get("zeigen", "")
    return asked if asked in pages.FILTERS else "alle"


def _number(name: str, otherwise: int = 1) -> int:
    sent = request.values.get(name, "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 7 else otherwise


@for_staff(Action.TRANSLATE)
def translation(actor: Staff, key: str, language: str) -> Page:
    """Show a draft in one language beside its German."""
    page = pages.desk_page(key, _found(actor, key, language), _current(), _number("seite"))
    return render_template("staff/translating/desk.html", page=page)


@for_staff(Action.TRANSLATE)
def translation_preview(actor: Staff, key: str, language: str) -> Page | Response:
    """Show a page of a draft as families will see it in this language; nothing of it is kept."""
    _found(actor, key, language)
    return preview_of(actor, key, language)


@for_staff(Action.TRANSLATE, Deed.TRANSLATION_CHANGED)
def add_translation_language(actor: Staff, key: str) -> Page | Response:
    """Offer a draft in one more language."""
    language = request.form.get("sprache_neu", "")
    outcome = translate.add_language(main_store(), actor, draft_id(key), language, now=now())
    if not isinstance(outcome, Refusal):
        return redirect(url_for("staff.translation", key=key, language=language), 303)
    if outcome.path == "" and outcome.reason == "not_found":
        abort(404)
    flash(refusal_words(outcome), "danger")
    return redirect(url_for("staff.translations"), 303)


# One wording


@for_staff(Action.TRANSLATE, Deed.TRANSLATION_CHANGED)
def keep_translation(actor: Staff, key: str, language: str) -> Page | Response:
    """Keep one wording, and go on to the next that is not done."""
    before, line = _found(actor, key, language), _line_sent()
    outcome = translate.take(main_store(), actor, draft_id(key), language, [line], now=now())
    if isinstance(outcome, Refusal):
        return _not_kept(refusal_words(outcome), key, before)
    return _kept(key, _found(actor, key, language), outcome)


def _line_sent() -> Line:
    """Return the wording of the form; one that was not changed is only agreed to where somebody says so."""
    said, before = cleaned(request.form.get("text", "")), request.form.get("stand", "")
    is_changed = digest(said) != before
    is_agreed = request.form.get("do") == "passt"
    german = request.form.get("deutsch") or None
    return Line(
        request.form.get("key", ""), said, german, before, is_chosen=is_changed or is_agreed
    )


def _kept(key: str, found: Translation, intake: Intake) -> Page | Response:
    decided = intake.decided[0]
    if decided.fate is Fate.CONFLICT:
        return _report(key, found, intake), 409
    if decided.fate in (Fate.UNKNOWN, Fate.FORMULA, Fate.TOO_LONG):
        return _not_kept(_why_not(decided.fate), key, found)
    keys = [each.unit.key for each in found.entries]
    if decided.unit is None or decided.unit.key not in keys:  # taken out a moment ago
        return _not_kept(_why_not(Fate.UNKNOWN), key, found)
    number = keys.index(decided.unit.key)
    if request.form.get("leise"):
        return _part(key, found, number)
    is_open = found.entries[number].state is not State.DONE
    return redirect(pages.next_open(key, found, number, _current(), is_gone=not is_open), 303)


def _why_not(fate: Fate) -> str:
    if fate is Fate.FORMULA:
        return _("Ein Text darf nicht mit einem Gleichheitszeichen beginnen.")
    return fate_words()[fate][1]


def _part(key: str, found: Translation, number: int) -> str:
    """Return only the wording that was kept, for the script of the page.

    It has the number it has there, as somebody may have added a wording before it since.
    """
    sent = _number("leise", number)
    unit = pages.unit_view(sent, found.entries[number], found)
    head = pages.head_view(key, found)
    return render_template("staff/translating/part.html", unit=unit, head=head)


def _not_kept(sentence: str, key: str, found: Translation) -> tuple[str, int]:
    """Return why a wording was not kept, with the words somebody typed."""
    said = request.form.get("text", "")
    head = pages.head_view(key, found)
    page = render_template(
        "staff/translating/not_kept.html", head=head, sentence=sentence, said=said
    )
    return page, 422


# Files


@for_staff(Action.TRANSLATE)
def translation_file(actor: Staff, key: str, language: str, suffix: str) -> Response:
    """Give a draft in one language as a file to translate in."""
    found, form = _found(actor, key, language), FORMATS[suffix]
    is_open_only = request.args.get("nur") == "offen"
    content = form.write(outgoing(found, is_open_only=is_open_only))
    name = f"{found.desk.questionnaire.id}-{language}{'-offen' if is_open_only else ''}.{suffix}"
    return attachment(content, form.media_type, name)


@for_staff(Action.TRANSLATE, Deed.TRANSLATION_CHANGED)
def import_translation(actor: Staff, key: str, language: str) -> Page | Response:
    """Take a file with translations in, and say what became of every line."""
    found, form = _found(actor, key, language), TranslationFileForm()
    if request.method == "GET":
        return _upload_page(key, found, form)
    if not form.validate_on_submit():
        return _upload_page(key, found, form), 422
    with kept_for_reading(form.file.data) as path:
        read = read_translations(path, harmless_name(form.file.data))
    sentence = read if isinstance(read, str) else _of_another(read, found)
    if isinstance(read, str) or sentence:
        form.file.errors = [sentence]
        return _upload_page(key, found, form), 422
    return _taken(actor, key, language, read.lines)


def _upload_page(key: str, found: Translation, form: TranslationFileForm) -> str:
    head = pages.head_view(key, found)
    return render_template("staff/translating/upload.html", head=head, form=form)


def _of_another(read: Incoming, found: Translation) -> str:
    """Return what a file belongs to instead; nothing where it belongs here, or does not say."""
    said, language, asked = (
        read.language.replace("_", "-"),
        found.language,
        found.desk.questionnaire,
    )
    if is_of_another(read, asked.id, (each.unit.german for each in found.entries)):
        return _(
            "Diese Datei gehört zu einem anderen Fragebogen: Von ihren deutschen Texten steht kaum einer in "
            "diesem. Es wurde nichts geändert."
        )
    # Programs name a country as well: „uk-UA“ is Ukrainian, while „de-simple“ is no German.
    of_country = said if said in asked.languages else said.partition("-")[0]
    if not said or language.lower() in (said.lower(), of_country.lower()):
        return ""
    return _(
        "Diese Datei ist für %(theirs)s. Hier ist %(ours)s offen. Es wurde nichts geändert.",
        theirs=language_name(said[:20]),
        ours=language_name(language),
    )


def _taken(
    actor: Staff, key: str, language: str, lines: tuple[Line, ...] | list[Line]
) -> Page | Response:
    outcome = translate.take(main_store(), actor, draft_id(key), language, lines, now=now())
    if isinstance(outcome, Refusal):
        flash(refusal_words(outcome), "danger")
        return redirect(url_for("staff.import_translation", key=key, language=language), 303)
    return _report(key, _found(actor, key, language), outcome)


def _report(key: str, found: Translation, intake: Intake) -> str:
    page = pages.report_page(key, found, intake)
    return render_template("staff/translating/report.html", page=page)


@for_staff(Action.TRANSLATE, Deed.TRANSLATION_CHANGED)
def choose_translations(actor: Staff, key: str, language: str) -> Page | Response:
    """Take of translations that contradict each other those that were chosen."""
    _found(actor, key, language)
    sent = request.form
    chosen = [
        Line(
            sent.get(f"key~{n}", ""),
            sent.get(f"text~{n}", ""),
            sent.get(f"deutsch~{n}") or None,
            sent.get(f"stand~{n}", ""),
            is_chosen=True,
        )
        for n in range(MOST_LINES)
        if sent.get(f"wahl~{n}") == "neu"
    ]
    if chosen:
        return _taken(actor, key, language, chosen)
    flash(_("Alles bleibt, wie es war."), "info")
    return redirect(url_for("staff.translation", key=key, language=language), 303)
