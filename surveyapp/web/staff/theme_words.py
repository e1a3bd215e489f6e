"""What pages on themes say: progress, refusals, mistakes, and agreement in words with its thresholds."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import format_decimal, format_percent, ngettext
from flask_babel import gettext as _

from surveyapp.services.code_texts import Look, Progress, Refusal, Trouble
from surveyapp.services.compare_coders import ENOUGH, GOOD, USABLE, Figure
from surveyapp.services.keep_themes import (
    LONGEST_EXPLANATION,
    LONGEST_LABEL,
    LONGEST_STEM,
    MOST_STEMS,
    MOST_THEMES,
    Flaw,
    Removal,
)

LOOKS = {"erste": Look.FIRST, "zweite": Look.SECOND, "abweichungen": Look.THIRD}
"""Word in addresses to look."""


def address_word(look: Look) -> str:
    """Return the word that stands for a look in addresses."""
    return next(word for word, each in LOOKS.items() if each is look)


def refusal_sentence(refusal: Refusal) -> str:
    """Say why somebody may not look, and what helps."""
    return {
        Refusal.NOT_ALLOWED: _("Diese Texte können Sie nicht einordnen."),
        Refusal.NOT_BEGUN: _(
            "Bitte wählen Sie zuerst, ob Sie als erste oder als zweite Person einordnen."
        ),
        Refusal.OTHER_LOOK: _(
            "Sie ordnen die Texte dieser Frage schon in der anderen Rolle ein. Die zweite Einordnung "
            "sagt nur etwas aus, wenn sie jemand anderes macht, der die erste nicht kennt."
        ),
    }[refusal]


def trouble_sentence(trouble: Trouble, now: str) -> str:
    """Say why one text was not saved, and what helps; ``now`` are the themes it has."""
    return {
        Trouble.BOTH: _(
            "„Keins davon“ und ein Thema passen nicht zusammen. Bitte wählen Sie eines von beidem."
        ),
        Trouble.CHANGED: _(
            "Jemand anderes hat diesen Text inzwischen eingeordnet: %(now)s. Das gilt weiter. Wenn Sie "
            "noch einmal speichern, gilt stattdessen Ihre Auswahl.",
            now=now,
        ),
        Trouble.FIXED: _(
            "Diesen Text haben inzwischen beide Personen eingeordnet: %(now)s. Ändern lässt er sich nur "
            "noch unter „Abweichungen“.",
            now=now,
        ),
        Trouble.UNKNOWN: _("Ein gewähltes Thema gibt es nicht mehr. Bitte wählen Sie noch einmal."),
    }[trouble]


def flaw_fields() -> Mapping[Flaw, tuple[str, str]]:
    """Return for each mistake the field it stands at, and the sentence."""
    return {
        Flaw.NO_LABEL: ("label", _("Bitte geben Sie dem Thema einen Namen.")),
        Flaw.LONG_LABEL: (
            "label",
            _("Bitte schreiben Sie höchstens %(most)s Zeichen.", most=LONGEST_LABEL),
        ),
        Flaw.SAME_LABEL: ("label", _("Ein anderes Thema dieser Frage heißt schon so.")),
        Flaw.LONG_EXPLANATION: (
            "explanation",
            _("Bitte schreiben Sie höchstens %(most)s Zeichen.", most=LONGEST_EXPLANATION),
        ),
        Flaw.BAD_STEM: (
            "stems",
            _(
                "Jeder Wortteil braucht 3 bis %(most)s Zeichen. Ein kürzeres Wort geht mit = davor, zum "
                "Beispiel =zu.",
                most=LONGEST_STEM,
            ),
        ),
        Flaw.MANY_STEMS: (
            "stems",
            _("Bitte geben Sie höchstens %(most)s Wortteile an.", most=MOST_STEMS),
        ),
        Flaw.MANY_THEMES: (
            "label",
            _(
                "Eine Frage kann höchstens %(most)s Themen haben. Legen Sie zuerst welche zusammen.",
                most=MOST_THEMES,
            ),
        ),
        Flaw.GONE: (
            "label",
            _(
                "Dieses Thema hat inzwischen jemand gelöscht. Wenn Sie noch einmal speichern, wird "
                "daraus ein neues."
            ),
        ),
    }


def removal_sentence(removal: Removal, *, is_merged: bool) -> tuple[str, str]:
    """Say how deleting a theme ended, and the kind of message."""
    done = _("Die Themen sind zusammengelegt. Alle Texte sind umgezogen.")
    return {
        Removal.DONE: (done if is_merged else _("Das Thema ist gelöscht."), "success"),
        Removal.IN_USE: (
            _(
                "Nicht gelöscht: Texte haben dieses Thema. Legen Sie es mit einem anderen zusammen, dann "
                "geht keine Einordnung verloren."
            ),
            "danger",
        ),
        Removal.LAST: (_("Nicht gelöscht: Es ist das letzte Thema dieser Frage."), "danger"),
        Removal.GONE: (_("Dieses Thema gibt es nicht mehr."), "info"),
    }[removal]


def state_sentence(progress: Progress, *, is_worn: bool) -> str:
    """Say what is left until the themes of a question can be released."""
    if not progress.texts:
        return _(
            "Zu dieser Frage hat niemand etwas geschrieben, oder die Texte sind schon gelöscht."
        )
    open_texts = progress.texts - progress.coded
    if open_texts:
        return ngettext(
            "Noch %(num)s Text ist einzuordnen. Erst dann stehen die Themen bei den Ergebnissen.",
            "Noch %(num)s Texte sind einzuordnen. Erst dann stehen die Themen bei den Ergebnissen.",
            open_texts,
        )
    if progress.undecided:
        return ngettext(
            "Noch %(num)s Abweichung ist zu entscheiden. Erst dann stehen die Themen bei den Ergebnissen.",
            "Noch %(num)s Abweichungen sind zu entscheiden. Erst dann stehen die Themen bei den "
            "Ergebnissen.",
            progress.undecided,
        )
    if is_worn:
        return _(
            "Alles eingeordnet. Diese Texte sind aber schon mit drei verschiedenen Einordnungen "
            "veröffentlicht. Mit jeder weiteren ließe sich der Schutz ein Stück mehr herausrechnen. Neue "
            "Ergebnisse lassen diese Themen deshalb weg."
        )
    return _(
        "Alles eingeordnet. Die Themen stehen bei den Ergebnissen, sobald Sie diese berechnen."
    )


def verdict(alpha: float | None, texts: int) -> str:
    """Say what an alpha from so many texts means."""
    if alpha is None:
        return _("nicht messbar")
    if texts < ENOUGH:
        return _("noch zu wenige Texte")
    if alpha >= GOOD:
        return _("gut")
    return _("brauchbar") if alpha >= USABLE else _("zu niedrig")


def advice(figure: Figure, texts: int, undecided: int) -> str:
    """Say what follows from the agreement on all themes, with so many differences to decide."""
    if texts < ENOUGH:
        return _(
            "Ein Urteil gibt es ab %(enough)s Texten, die beide Personen eingeordnet haben.",
            enough=ENOUGH,
        )
    if figure.alpha is None:
        return _(
            "Beide haben keinem dieser Texte ein Thema gegeben. Daran lässt sich nichts messen."
        )
    if figure.alpha < USABLE:
        return _(
            "Die beiden ordnen zu verschieden ein. Bitte besprechen Sie die Abweichungen, schärfen Sie die "
            "Erklärungen der Themen und legen Sie die Texte noch einmal vor."
        )
    if figure.low is not None and figure.low < USABLE:
        return _(
            "Der Bereich reicht noch ins Ungenaue. Mit mehr doppelt eingeordneten Texten würde er enger; "
            "bisher sind es %(texts)s.",
            texts=format_decimal(texts),
        )
    if undecided:
        return _(
            "Darauf können Sie sich verlassen. Bitte entscheiden Sie noch die Abweichungen unten."
        )
    return _("Darauf können Sie sich verlassen.")


def alpha_words(figure: Figure) -> str:
    """Return alpha with its interval."""
    if figure.alpha is None:
        return "–"
    value = format_decimal(figure.alpha, format="0.00")
    if figure.low is None or figure.high is None:
        return str(value)
    low, high = (format_decimal(each, format="0.00") for each in (figure.low, figure.high))
    return _("%(value)s (%(low)s bis %(high)s)", value=value, low=low, high=high)


def percent_words(share: float) -> str:
    """Return a share as whole percent."""
    return str(format_percent(share))
