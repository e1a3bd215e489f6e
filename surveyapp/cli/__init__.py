"""The console command ``surveyapp``; commands load what they need when they run.

Exit codes: 0 done, 1 something found or refused, 2 wrong usage or setting, 3 a store is unavailable.
"""

from __future__ import annotations

from flask import Flask
from flask.cli import ScriptInfo

from surveyapp.cli.anonymity import anonymity_check
from surveyapp.cli.audit import audit
from surveyapp.cli.batches import keys, mix
from surveyapp.cli.bring_in import import_questionnaires
from surveyapp.cli.contact import contacts
from surveyapp.cli.content import inventory
from surveyapp.cli.documents import documents
from surveyapp.cli.editions import questionnaire
from surveyapp.cli.exports import release_file
from surveyapp.cli.give_out import export_questionnaire
from surveyapp.cli.letters import letters
from surveyapp.cli.operation import db, demo, serve, staff, work
from surveyapp.cli.planning import best_places
from surveyapp.cli.report import Commands
from surveyapp.cli.retain import retain
from surveyapp.cli.surveys import release, simulate, themes
from surveyapp.cli.translations import translations
from surveyapp.cli.weights import weights

questionnaire.add_command(import_questionnaires)
questionnaire.add_command(export_questionnaire)

commands = Commands(
    "surveyapp",
    help="Run and look after a survey platform for families, planners and operators.",
)
for command in (
    serve,
    db,
    demo,
    simulate,
    questionnaire,
    inventory,
    weights,
    release,
    release_file,
    best_places,
    themes,
    work,
    letters,
    mix,
    keys,
    contacts,
    retain,
    documents,
    anonymity_check,
    audit,
    staff,
    translations,
):
    commands.add_command(command)


def _create_app() -> Flask:
    from surveyapp.app import from_environment  # noqa: PLC0415 - only commands with stores need it

    return from_environment()


def main() -> None:
    """Run the console command."""
    commands.main(prog_name="surveyapp", obj=ScriptInfo(create_app=_create_app))
