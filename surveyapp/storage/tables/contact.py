"""Who wants to be called back: kept beside the surveys, far from every answer."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row


class ContactWish(Row):
    """One family's wish to be contacted, sealed. No day, wave, language or response exists here."""

    __tablename__ = "contact_wish"
    __table_args__ = (
        CheckConstraint("length(id) = 16", name="ck_contact_wish_id"),
        CheckConstraint("length(consent_hash) = 64", name="ck_contact_wish_consent"),
        CheckConstraint("delete_month BETWEEN 1 AND 12", name="ck_contact_wish_month"),
        CheckConstraint("delete_year BETWEEN 2020 AND 2100", name="ck_contact_wish_year"),
        {"sqlite_with_rowid": False},
    )

    #: 16 random bytes, made with the page of the form.
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), index=True)
    #: What the family wrote, readable with the installation's key only.
    entry: Mapped[bytes] = mapped_column(LargeBinary)
    #: SHA-256 of the wording the family agreed to, hexadecimal.
    consent_hash: Mapped[str] = mapped_column(String(64))
    #: First month in which the entry is no longer there.
    delete_year: Mapped[int] = mapped_column(SmallInteger)
    delete_month: Mapped[int] = mapped_column(SmallInteger)
