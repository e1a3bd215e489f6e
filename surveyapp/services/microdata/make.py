"""Make the archive of treated rows: in a process of its own, from the answers of a closed wave."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from surveyapp.exchange.microdata.archive import archive
from surveyapp.exchange.microdata.model import Rows, Variable, safe_names
from surveyapp.services import batches
from surveyapp.services.build_dataset import build_dataset
from surveyapp.services.keys import instance_folder
from surveyapp.services.microdata.ask import ROWS
from surveyapp.services.microdata.choices import AS_AREA, Choices, label_of
from surveyapp.services.microdata.files import path_of
from surveyapp.services.microdata.words import report_lines
from surveyapp.services.release_results import ReleaseRefusedError, weighed
from surveyapp.services.releasing.setting import Setting, read_setting
from surveyapp.storage import microdata
from surveyapp.storage.microdata import MicrodataExport
from surveyapp.storage.surveys import Wave, wave_by_id

if TYPE_CHECKING:
    from analytics.codebook import Codebook
    from analytics.treatment.treat import Treated

NOT_MADE = "Die Datei konnte nicht erstellt werden."
NO_REASON = f"{NOT_MADE} Bitte wenden Sie sich an den Betrieb."
TOO_FEW = (
    f"{NOT_MADE} Nach dem Schutz blieben weniger als {{least}} Familien übrig. Bitte wählen Sie weniger "
    "Schlüsselmerkmale."
)
OTHER_FAMILIES = (
    f"{NOT_MADE} Seit der ersten Ausgabe wurden Antworten gelöscht: Was einzelne Familien gesagt haben, "
    "ließe sich im Vergleich beider Dateien lesen. Für diese Welle gibt es deshalb keine weitere."
)


class NotRunningError(RuntimeError):
    """An archive was to be made that nobody asked for, or that is made already."""


def make(session: Session, export_id: str) -> MicrodataExport:
    """Make the archive of an export that is running; whatever fails is kept as a sentence for staff.

    Raises
    ------
    NotRunningError
        If no such export is running.
    """
    from analytics.treatment.model import LEAST_FAMILIES  # noqa: PLC0415 - numbers load late
    from analytics.treatment.treat import TooFewFamiliesError  # noqa: PLC0415

    export = microdata.by_id(session, export_id)
    if export is None or export.state != microdata.RUNNING:
        message = f"no export {export_id!r} is running; ask for one on the page of the wave"
        raise NotRunningError(message)
    try:
        _finish(session, export)
    except TooFewFamiliesError:
        _fail(session, export, TOO_FEW.format(least=LEAST_FAMILIES))
    except ReleaseRefusedError as error:
        _fail(session, export, error.sentence)
    except Exception:
        _fail(session, export, NO_REASON)
        raise
    return export


def _fail(session: Session, export: MicrodataExport, sentence: str) -> None:
    session.rollback()
    microdata.change_running(session, export, state=microdata.FAILED, message=sentence)
    session.commit()


def _finish(session: Session, export: MicrodataExport) -> None:
    wave = wave_by_id(session, export.wave_id)
    if wave is None or wave.state != "closed":
        message = (
            f"wave {export.wave_id} is not closed; rows leave only when nobody can answer any more"
        )
        raise ReleaseRefusedError(message, f"{NOT_MADE} Bitte schließen Sie zuerst die Welle.")
    batches.mix_all(wave.id)
    rows, report = rows_of(session, wave, export)
    mark, taken = rows.mark(), microdata.first_taken(session, wave.id)
    if taken is not None and taken.report.get(ROWS) != mark:
        message = f"rows of wave {wave.id} that somebody has taken hold other families than these"
        raise ReleaseRefusedError(message, OTHER_FAMILIES)
    content = archive(rows, read_setting(session, wave).questionnaire)
    _keep(path_of(export.id), content)
    digest = hashlib.sha256(content).hexdigest()
    values = {"state": microdata.READY, "sha256": digest, "report": {"parts": report, ROWS: mark}}
    microdata.change_running(session, export, **values)
    session.commit()


def _keep(path: Path, content: bytes) -> None:
    """Write a file for nobody but the server, at once or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)  # noqa: PTH105 - a name, not a path, is at hand


def rows_of(
    session: Session, wave: Wave, export: MicrodataExport
) -> tuple[Rows, list[dict[str, Any]]]:
    """Return the treated rows of a wave, and the report as the store keeps it."""
    import numpy as np  # noqa: PLC0415 - numbers load late

    from analytics.treatment.model import MISSING_WORDS, Rule  # noqa: PLC0415
    from analytics.treatment.treat import treat  # noqa: PLC0415
    from surveyapp.services.microdata.columns import columns_of, plan_of  # noqa: PLC0415

    setting = read_setting(session, wave)
    dataset = build_dataset(instance_folder(), wave)
    _design, weights = weighed(setting, dataset)
    chosen = export.choices
    rule = Rule(k=chosen["k"], l=chosen["l"], by_entropy=chosen["by_entropy"])
    columns = columns_of(setting, dataset, chosen["keys"])
    plan = plan_of(setting, columns, chosen["keys"])
    chance = np.random.default_rng(secrets.randbits(128))
    treated = treat(columns, weights.values, plan, rule, chance)
    labels = _labels(setting)
    report = report_lines(
        treated.report, labels, Choices(setting.questionnaire).left_out(chosen["keys"])
    )
    rows = Rows(
        title=f"{wave.survey.title}, {wave.number}. Welle",
        about=about(wave, setting, export),
        variables=_variables(treated, dataset.codebook, labels),
        weights=treated.weights,
        missing=MISSING_WORDS,
        report=[(part["heading"], part["lines"]) for part in report],
    )
    return rows, report


def _labels(setting: Setting) -> dict[str, str]:
    """Return the label of every variable, and of every question of several boxes."""
    from surveyapp.questionnaire.codebook import codebook  # noqa: PLC0415 - beside its only use

    found: dict[str, str] = {}
    for each in codebook(setting.questionnaire)["variables"]:
        found[each["name"]] = label_of(each)
        if each["question"]:
            found.setdefault(each["question"], each["question_label"].get("de", each["question"]))
    place = setting.questionnaire.area_question
    if place in found:
        found[place] = AS_AREA.format(found[place])
    return found


def _variables(treated: Treated, plan: Codebook, labels: Mapping[str, str]) -> tuple[Variable, ...]:
    names = safe_names(each.name for each in treated.columns)
    keys = treated.report.keys
    found = []
    for each in treated.columns:
        variable = plan[each.name]
        is_box = variable.option is not None and each.is_flag
        kind = "flag" if each.is_flag else "category" if each.labels else "number"
        part = "Schlüsselmerkmal" if each.name in keys else "heikel" if variable.sensitive else ""
        question = variable.question or ""
        found.append(
            Variable(
                name=names[each.name],
                original=each.name,
                label=labels.get(each.name, each.name),
                kind=kind,
                part=part,
                codes=each.values,
                labels=each.labels,
                set_name=question if is_box and variable.row is None else "",
                set_label=labels.get(question, question),
            )
        )
    return tuple(found)


def about(wave: Wave, setting: Setting, export: MicrodataExport) -> list[tuple[str, str]]:
    """Return what the file is, for whom it was made, and what binds them."""
    from surveyapp.region import territory  # noqa: PLC0415 - beside its only use

    lines = [
        ("Landkreis", territory.county(setting.county).name),
        ("Befragung", wave.survey.title),
        ("Welle", f"{wave.number}., {wave.opens_on:%d.%m.%Y} bis {wave.closes_on:%d.%m.%Y}"),
        ("Antworten", "simuliert" if wave.is_simulated else "echte Befragung"),
        ("Erstellt am", f"{export.asked_on:%d.%m.%Y}, Ausgabe {export.number}"),
        ("Auswertende Stelle", f"{export.office}, {export.address}"),
        ("Zweck", export.purpose),
        ("Rechtsgrundlage", export.legal_basis),
        ("Vertrag vom", f"{export.contract_on:%d.%m.%Y}"),
        ("Zu löschen bis", f"{export.keep_until:%d.%m.%Y}"),
    ]
    return [(heading, " ".join(words.split())) for heading, words in lines]
