"""Tables of a file that are left out, and why."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.exchange.limesurvey.ledger import Ledger
from surveyapp.exchange.limesurvey.source import Source
from surveyapp.exchange.report import short


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is left out, and why; ``{count}`` is the number of its rows."""

    german: str
    english: str


_SILENT = Table("", "")

TABLES = {
    "conditions": _SILENT,
    "defaultvalues": _SILENT,
    "defaultvalue_l10ns": _SILENT,
    "quota_members": _SILENT,
    "quota_languagesettings": _SILENT,
    "surveys_groupsettings": _SILENT,
    "surveys_groups": _SILENT,
    "groups_l10ns": _SILENT,
    "quota": Table(
        "Quoten ({names}) werden nicht übernommen: keine Familie wird weggeschickt, weil schon "
        "genug geantwortet haben",
        "quotas ({names}) are not taken over: no family is sent away because enough have answered",
    ),
    "assessments": Table(
        "{count} Texte zu Punktzahlen werden nicht übernommen: Familien werden nicht bewertet",
        "{count} texts on scores are not taken over: families are not rated",
    ),
    "survey_url_parameters": Table(
        "{count} Angaben aus der Adresse werden nicht übernommen: sie könnten Familien erkennbar "
        "machen",
        "{count} parameters of the address are not taken over: they could give families away",
    ),
    "plugin_settings": Table(
        "Einstellungen von Erweiterungen ({count}) werden nicht übernommen",
        "settings of plugins ({count}) are not taken over",
    ),
    "themes": Table(
        "Das Design wird nicht übernommen: hier sehen alle Fragebögen gleich aus",
        "the theme is not taken over: all questionnaires look alike here",
    ),
    "themes_inherited": _SILENT,
    "tokens": Table(
        "Die Teilnehmerliste ({count}) wird nicht gelesen",
        "the participant list ({count}) is not read",
    ),
    "responses": Table(
        "Antworten ({count}) werden nicht gelesen", "answers ({count}) are not read"
    ),
    "timings": Table(
        "Zeitmessungen ({count}) werden nicht gelesen", "timings ({count}) are not read"
    ),
}
"""Tables nobody asked for, by name."""

_UNKNOWN = Table(
    "Die Tabelle mit {count} Zeilen kennt die Übernahme nicht; sie entfällt",
    "the table of {count} rows is not known here; it is left out",
)


def remark_tables(source: Source, ledger: Ledger) -> None:
    """Remark every table of a file that is left out."""
    for name, rows in source.rest.items():
        table = TABLES.get(name, _UNKNOWN)
        if rows and table.german:
            named = short(", ".join(row.get("name") for row in rows if row.get("name")))
            german = table.german.format(count=len(rows), names=named or len(rows))
            ledger.drop(
                name, german, table.english.format(count=len(rows), names=named or len(rows))
            )
