"""Keep every published questionnaire word for word, and let a wave point to one.

Why: until now a wave remembered only the hash of a file; a file that was edited or lost took the
meaning of the answers with it. Now the document itself stands in the main store. Triggers refuse to
change or delete it, whoever tries. Waves that were opened before get the file as it is packaged now,
which is what their families have been asked since this code was installed.
"""

from __future__ import annotations

import hashlib
from datetime import date

import sqlalchemy as sa
from alembic import op

from surveyapp.questionnaire import library

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSAL = "a published questionnaire is never changed; publish a correction or a new version"


def upgrade(store: str) -> None:
    """Make the table, fill it from the waves there are, and tie them to it."""
    if store != "main":
        return
    _make_publication()
    _publish_what_waves_ask()
    with op.batch_alter_table("wave") as wave:
        wave.create_foreign_key(
            "fk_wave_publication", "publication", ["document_hash"], ["document_hash"]
        )
        wave.create_check_constraint(
            "ck_wave_asks_what_is_published", "state = 'planned' OR document_hash IS NOT NULL"
        )
    _refuse_changes()


def _make_publication() -> None:
    op.create_table(
        "publication",
        sa.Column("document_hash", sa.String(length=64), nullable=False),
        sa.Column("questionnaire", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("correction", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_publication_version"),
        sa.CheckConstraint("correction >= 0", name="ck_publication_correction"),
        sa.CheckConstraint("length(document_hash) = 64", name="ck_publication_hash"),
        sa.PrimaryKeyConstraint("document_hash"),
        sa.UniqueConstraint("questionnaire", "version", "correction"),
    )


def _publish_what_waves_ask() -> None:
    publication = sa.table(
        "publication",
        *(sa.column(name) for name in ("document_hash", "questionnaire", "version")),
        *(sa.column(name) for name in ("correction", "document", "published_on", "note")),
    )
    asked = sa.text(
        "SELECT survey.questionnaire, wave.version, min(wave.opens_on) FROM wave "
        "JOIN survey ON survey.id = wave.survey_id WHERE wave.state <> 'planned' "
        "GROUP BY survey.questionnaire, wave.version"
    )
    pointed = sa.text(
        "UPDATE wave SET document_hash = :hash WHERE state <> 'planned' AND version = :version "
        "AND survey_id IN (SELECT id FROM survey WHERE questionnaire = :questionnaire)"
    )
    connection = op.get_bind()
    for id_, version, opened in connection.execute(asked).all():
        document = library.path_of(id_, version).read_text(encoding="utf-8-sig")
        found = hashlib.sha256(document.encode()).hexdigest()
        row = {
            "document_hash": found,
            "questionnaire": id_,
            "version": version,
            "correction": 0,
            "document": document,
            "published_on": date.fromisoformat(str(opened)),
            "note": "",
        }
        connection.execute(publication.insert().values(row))
        connection.execute(pointed, {"hash": found, "version": version, "questionnaire": id_})


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER publication_no_{what} BEFORE {what} ON publication "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION publication_is_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER publication_no_change BEFORE UPDATE OR DELETE ON publication "
        "FOR EACH ROW EXECUTE FUNCTION publication_is_frozen()"
    )
