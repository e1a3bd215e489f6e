"""The formats a questionnaire can be given out in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from surveyapp.services.find_questionnaires import DRAFT, Kept


@dataclass(frozen=True, slots=True)
class FormatView:
    """One format to download."""

    label: str
    url: str
    #: What it is for.
    purpose: str


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that goes out."""

    content: bytes
    media_type: str
    name: str


def format_views(kept: Kept) -> tuple[FormatView, ...]:
    """Return every format a questionnaire can be given out in."""
    from surveyapp.exchange.writers import WRITERS  # noqa: PLC0415 - start-up stays light

    purposes = {
        "yaml": _("unser Format: bearbeiten und wieder einlesen"),
        "json-schema": _("für Programme, die unser Format schreiben"),
        "xlsform": _("für ODK, KoboToolbox und Enketo"),
        "ddi": _("für Archive und Forschung"),
        "codebook-xlsx": _("alle Merkmale und Codes als Tabelle"),
        "codebook-html": _("alle Merkmale und Codes zum Lesen"),
        "pdf": _("Papierbogen zum Drucken"),
    }
    return tuple(
        FormatView(
            each.label,
            url_for("staff.give_out", key=kept.key, form=each.name),
            purposes.get(each.name, ""),
        )
        for each in WRITERS.values()
    )


def file_of(kept: Kept, form: str) -> GivenFile | None:
    """Return a questionnaire in one format; None where the format is not known."""
    from surveyapp.exchange.writers import WRITERS  # noqa: PLC0415 - start-up stays light

    writer = WRITERS.get(form)
    if writer is None:
        return None
    asked = kept.questionnaire
    language = "de" if "de" in asked.languages else asked.languages[0]
    stem = f"{asked.id}-{asked.version}" + (f"-{DRAFT}" if kept.draft_id else "")
    content = writer.write(asked, language)
    return GivenFile(content, writer.media_type, f"{stem}{writer.suffix}")
