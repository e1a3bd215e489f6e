"""What people read when they make surveys and waves: names of choices, and why something did not go."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import format_decimal
from flask_babel import gettext as _

from surveyapp.services.field.make import FieldRefusal
from surveyapp.services.letters import FEWEST_LETTERS, MOST_LETTERS


def sampling_names() -> Mapping[str, str]:
    """Return how families can take part, in a sentence each."""
    return {
        "random": _("Zufallsauswahl: Ausgeloste Familien bekommen einen Brief mit Code."),
        "all": _("Alle Familien bekommen einen Brief mit Code."),
        "cluster": _(
            "Über Einrichtungen: Familien bekommen dort eine Karte mit Code, etwa bei der Anmeldung."
        ),
        "open": _("Offen für alle: Der Link genügt, ohne Code. Nicht repräsentativ."),
    }


def refused_field(refusal: FieldRefusal) -> tuple[str, str]:
    """Return the field a refusal is about, empty where it is about none, and its sentence."""
    return {**_about_surveys(), **_about_waves()}[refusal]


def _about_surveys() -> dict[FieldRefusal, tuple[str, str]]:
    return {
        FieldRefusal.NOT_FOUND: ("", _("Das gibt es nicht (mehr). Bitte laden Sie die Seite neu.")),
        FieldRefusal.NOT_ALLOWED: ("", _("Das darf nur, wer Befragungen plant.")),
        FieldRefusal.TITLE: (
            "title",
            _("Bitte schreiben Sie einen Titel mit höchstens 200 Zeichen in einer Zeile."),
        ),
        FieldRefusal.SLUG: (
            "slug",
            _(
                "Bitte schreiben Sie 3 bis 60 Zeichen: kleine Buchstaben ohne Umlaute, Ziffern und "
                "einzelne Bindestriche, zum Beispiel „familien-2027“. Das Wort „neu“ ist vergeben."
            ),
        ),
        FieldRefusal.SLUG_TAKEN: (
            "slug",
            _("Diese Adresse gibt es schon. Bitte wählen Sie eine andere."),
        ),
        FieldRefusal.SLUG_IN_USE: (
            "slug",
            _(
                "Die Adresse bleibt, wie sie ist: Sie steht schon in Briefen, oder Familien kennen sie."
            ),
        ),
        FieldRefusal.UNKNOWN_QUESTIONNAIRE: (
            "questionnaire",
            _("Diesen Fragebogen gibt es nicht in dieser Fassung. Bitte wählen Sie einen anderen."),
        ),
        FieldRefusal.PLACE: (
            "place",
            _("Diese Einrichtung steht nicht im Verzeichnis. Bitte wählen Sie eine andere."),
        ),
        FieldRefusal.NOT_EMPTY: (
            "",
            _("Das lässt sich nicht löschen: Daran hängt schon etwas, zum Beispiel eine Welle."),
        ),
    }


def _about_waves() -> dict[FieldRefusal, tuple[str, str]]:
    return {
        FieldRefusal.DATES: (
            "closes_on",
            _(
                "Das Ende liegt vor dem Beginn oder in der Vergangenheit. Bitte prüfen Sie das Jahr."
            ),
        ),
        FieldRefusal.TOO_LONG: (
            "closes_on",
            _("Eine Welle dauert höchstens gut zwei Jahre. Bitte prüfen Sie das Jahr."),
        ),
        FieldRefusal.SAMPLING: ("sampling", _("Bitte wählen Sie, wer teilnimmt.")),
        FieldRefusal.LETTERS: (
            "invited",
            _(
                "Bitte geben Sie eine Zahl von %(fewest)s bis %(most)s ein. Mit weniger Codes ließe "
                "sich erraten, wer geantwortet hat; dann eignet sich „Offen für alle“.",
                fewest=FEWEST_LETTERS,
                most=format_decimal(MOST_LETTERS),
            ),
        ),
        FieldRefusal.WRONG_STATE: (
            "",
            _("Die Welle ist nicht mehr in Planung. Ändern lässt sich nur eine geplante Welle."),
        ),
        FieldRefusal.CODES_ISSUED: (
            "invited",
            _(
                "Für diese Welle sind schon Codes ausgegeben. Teilnahme und Zahl der Briefe bleiben "
                "deshalb, wie sie sind, und löschen lässt sie sich nicht."
            ),
        ),
        FieldRefusal.MADE_MEANWHILE: (
            "",
            _("Diese Welle ist schon angelegt. Bitte sehen Sie auf der Seite der Befragung nach."),
        ),
    }
