"""From an XLSForm to a questionnaire of ours, with a report."""

from __future__ import annotations

import re

from surveyapp.exchange.names import Names
from surveyapp.exchange.report import Outcome, Refused, Remark, Taken, short
from surveyapp.exchange.xlsform import form as forms
from surveyapp.exchange.xlsform import leftovers, matrices, soundness, workbook
from surveyapp.exchange.xlsform.assembly import Assembly
from surveyapp.exchange.xlsform.choices import Lists
from surveyapp.exchange.xlsform.faults import FormError
from surveyapp.exchange.xlsform.form import Form
from surveyapp.exchange.xlsform.ledger import Ledger
from surveyapp.exchange.xlsform.questions import Maker
from surveyapp.exchange.xlsform.symbols import Symbols
from surveyapp.exchange.xlsform.translate import Translator
from surveyapp.exchange.xlsform.wording import Wording
from surveyapp.questionnaire.model import Questionnaire, Text

INTRO: Text = {
    "de": "Vielen Dank, dass Sie sich Zeit nehmen. Ihre Antworten bleiben anonym.",
    "en": "Thank you for taking the time. Your answers stay anonymous.",
}
THANKS: Text = {
    "de": "Vielen Dank für Ihre Antworten.",
    "en": "Thank you for your answers.",
}
PER_MINUTE = 4
"""Questions that are answered in a minute."""


def read(content: bytes, file_name: str) -> Outcome:
    """Return what became of an XLSForm."""
    try:
        book = workbook.read(content, file_name)
        soundness.refuse_broken_workbook(book)
        form = forms.read(book)
        soundness.refuse_broken_expressions(form)
        return _taken(form, file_name)
    except FormError as error:
        return error.refused
    except RecursionError:
        said = {
            "de": "das Formular ist zu tief verschachtelt",
            "en": "the form is too deeply nested",
        }
        return Refused((Remark("survey", said),))


def _taken(form: Form, file_name: str) -> Taken:
    ledger = Ledger()
    symbols = Symbols(form, ledger)
    wording = Wording(form, ledger, symbols.of)
    symbols.lists = Lists(form.choices, wording, ledger)
    symbols.translator = Translator(form, symbols.of, symbols.id_of)
    symbols.matrices = matrices.find(form, symbols)
    maker = Maker(symbols, symbols.translator, wording, ledger)
    assembly = Assembly(form, symbols, maker, _title(form, wording, file_name))
    assembly.assemble()
    leftovers.note(form, maker)
    questions = sum(len(page.questions) for page in assembly.pages)
    questionnaire = Questionnaire(
        id=_id(form, file_name),
        version=_version(form, ledger),
        title=assembly.title,
        intro=_spoken(INTRO, wording),
        thanks=_spoken(THANKS, wording),
        languages=wording.languages,
        minutes=max(1, round(questions / PER_MINUTE)),
        sections=tuple(assembly.sections),
        pages=tuple(assembly.pages),
        lists=tuple(assembly.lists),
    )
    return Taken(questionnaire, ledger.changed, ledger.dropped)


def _id(form: Form, file_name: str) -> str:
    stem = re.sub(r"\.[A-Za-z0-9]+$", "", file_name)
    return Names().id_of(str(form.settings.get("id_string") or stem or "form"))


def _title(form: Form, wording: Wording, file_name: str) -> Text:
    given = form.settings.get("title") or form.settings.get("id_string") or file_name
    said = wording.text(given, 2, sheet="settings") or {wording.languages[0]: file_name}
    alone = next(iter(said.values()))
    return said if isinstance(given, dict) else dict.fromkeys(wording.languages, alone)


def _spoken(text: Text, wording: Wording) -> Text:
    known = {code: text[code] for code in wording.languages if code in text}
    return {**known, "de": text["de"]} if "de" in wording.languages or not known else known


def _version(form: Form, ledger: Ledger) -> int:
    written = str(form.settings.get("version") or "")
    if written.isdecimal() and written.isascii() and 0 < int(written[:12]) < 2**31:
        return int(written)
    if written:
        ledger.change(
            2,
            f"die Fassung „{short(written)}“ ist keine Zahl, die wir führen; sie heißt jetzt 1",
            f"the version “{short(written)}” is no number that we keep; it is now 1",
            "settings",
        )
    return 1
