"""What staff can send to issue codes: numbers of letters, for the county or for its parts."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from surveyapp.services.letters import (
    FEWEST_LETTERS,
    FEWEST_OF_STRATUM,
    LONGEST_STRATUM,
    MOST_LETTERS,
    IssueRefusal,
)

MOST_RESERVE = 1000
KEY_LENGTH = 32
LONGEST_NUMBER = 6


class NumberField(IntegerField):  # type: ignore[misc]
    """A whole number."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a number, with points between thousands or without."""
        self.data = None
        written = re.sub(r"[.\s]", "", valuelist[0]) if valuelist else ""
        if not written:
            return
        if not (written.isascii() and written.isdigit()) or len(written) > LONGEST_NUMBER:
            raise ValueError(_("Bitte schreiben Sie nur eine Zahl, zum Beispiel 1200."))
        self.data = int(written)


class LettersForm(FlaskForm):  # type: ignore[misc]
    """How many letters, by part of the county where it is divided, and how many reserve codes."""

    class Meta:
        """The guard of the staff part has looked at the token already."""

        csrf = False

    letters = NumberField(
        _l("Zahl der Briefe"),
        [
            Optional(),
            NumberRange(1, MOST_LETTERS, _l("Bitte geben Sie eine Zahl von 1 bis 20 000 ein.")),
        ],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    parts = TextAreaField(
        _l("Teile des Landkreises (nur wenn Sie getrennt auszählen)"),
        [Optional(), Length(max=5000, message=_l("Bitte schreiben Sie höchstens 5 000 Zeichen."))],
        render_kw={"rows": 4, "autocomplete": "off"},
    )
    reserve = NumberField(
        _l("Reserve-Codes"),
        [
            InputRequired(_l("Bitte geben Sie eine Zahl ein, auch wenn sie 0 ist.")),
            NumberRange(0, MOST_RESERVE, _l("Bitte geben Sie eine Zahl von 0 bis 1 000 ein.")),
        ],
        default=20,
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    contact = TextAreaField(
        _l("Wer beantwortet Fragen zur Umfrage? (steht im Brief)"),
        [Optional(), Length(max=200, message=_l("Bitte schreiben Sie höchstens 200 Zeichen."))],
        render_kw={"rows": 3, "autocomplete": "off"},
    )
    #: Secret of this page: pressed twice, its button gives the same codes twice.
    key = HiddenField(
        validators=[
            Length(
                KEY_LENGTH,
                KEY_LENGTH,
                _l("Bitte laden Sie die Seite neu und versuchen Sie es noch einmal."),
            )
        ],
        default=lambda: secrets.token_hex(KEY_LENGTH // 2),
    )

    def validate_parts(self, field: TextAreaField) -> None:
        """Check that each line names a part and a number, and that they add up."""
        parts = _parts(field.data)
        if parts and self.letters.data is not None and sum(parts.values()) != self.letters.data:
            message = _(
                "Die Teile ergeben zusammen %(sum)s Briefe, oben stehen %(letters)s. Bitte gleichen Sie "
                "beides an oder lassen Sie die obere Zahl leer.",
                sum=sum(parts.values()),
                letters=self.letters.data,
            )
            raise ValidationError(message)

    def strata(self) -> dict[str, int]:
        """Return each part with its number of letters; one part without a name where it is not divided."""
        return _parts(self.parts.data) or {"": self.letters.data or 0}

    def refuse(self, refusal: IssueRefusal) -> None:
        """Say at its field why no codes were issued."""
        field, sentence = _refused(refusal)
        self[field].errors = [sentence]


def proposed(parts: Mapping[str, int], invited: int | None) -> dict[str, object]:
    """Return what the form proposes: the parts of a plan, or the number that was planned."""
    if len(parts) > 1:
        lines = [f"{name}: {number}" for name, number in parts.items() if number]
        return {"letters": sum(parts.values()), "parts": "\n".join(lines)}
    return {"letters": sum(parts.values()) or invited}


def _parts(text: str | None) -> dict[str, int]:
    parts: dict[str, int] = {}
    for line in filter(None, (each.strip() for each in (text or "").splitlines())):
        name, _sign, number = line.rpartition(":")
        name, number = name.strip(), number.strip().replace(".", "")
        if not name or not (number.isascii() and number.isdigit()) or len(number) > LONGEST_NUMBER:
            raise ValidationError(
                _(
                    "Bitte schreiben Sie in jede Zeile „Name: Zahl“. Diese Zeile passt nicht: %(line)s",
                    line=line[:80],
                )
            )
        if name in parts:
            raise ValidationError(_("„%(name)s“ steht zweimal da.", name=name))
        parts[name] = int(number)
    return parts


def _refused(refusal: IssueRefusal) -> tuple[str, str]:
    """Return the field a refusal is about, and its sentence."""
    few = _(
        "Codes gibt es erst ab %(fewest)s Briefen, sonst ließe sich erraten, wer geantwortet hat. Für "
        "kleinere Gruppen eignet sich eine offene Umfrage: Der Link genügt, niemand braucht einen Code.",
        fewest=FEWEST_LETTERS,
    )
    small = _(
        "Jeder Teil braucht mindestens %(fewest)s Briefe. Bitte fassen Sie kleine Teile zusammen, oder "
        "geben Sie nur die Gesamtzahl an.",
        fewest=FEWEST_OF_STRATUM,
    )
    many = _("Mehr als %(most)s Briefe und Reserve-Codes gehen nicht.", most=MOST_LETTERS)
    name = _(
        "Der Name eines Teils braucht 1 bis %(most)s sichtbare Zeichen. Bitte tippen Sie ihn neu.",
        most=LONGEST_STRATUM,
    )
    already = _(
        "Für diese Welle sind schon Codes ausgegeben. Ein zweites Mal gibt es sie nicht. Was Sie tun "
        "können, steht auf dieser Seite, wenn Sie sie neu laden."
    )
    now = _("Für diese Welle gibt es keine Codes.")
    return {
        IssueRefusal.TOO_FEW: ("letters", few),
        IssueRefusal.PART_TOO_SMALL: ("parts", small),
        IssueRefusal.TOO_MANY: ("letters", many),
        IssueRefusal.PART_NAME: ("parts", name),
        IssueRefusal.ALREADY_ISSUED: ("letters", already),
    }.get(refusal, ("letters", now))
