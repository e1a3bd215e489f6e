"""Real surveys of the county, each with other settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from surveyapp.services.documents.facts import Profile, facts_of
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store, register_store
from surveyapp.storage.tables import Issuer, RecoveryKey, RetentionRule
from tests.builders import published

TODAY = date(2026, 11, 5)


@dataclass(frozen=True)
class Setting:
    """What a survey of the tests is like."""

    questionnaire: str = "familie"
    sampling: str = "random"
    invited: int | None = 5400
    state: str = "open"
    county_ags: str = "16065"
    is_signing: bool = True


SETTINGS = {
    "coded": Setting(),
    "few-letters": Setting(invited=499),
    "without-blind-signature": Setting(is_signing=False),
    "open": Setting(questionnaire="thekiz", sampling="open", invited=None),
    "planned": Setting(questionnaire="ankommen", state="planned", is_signing=False),
    "closed-city": Setting(questionnaire="thekiz", state="closed", county_ags="16051"),
    "without-contact-form": Setting(questionnaire="yesno"),
    "with-contact-form": Setting(questionnaire="contact_form"),
}


def a_survey(setting: Setting, slug="befragung"):
    """Add a survey with one wave and return it."""
    session = main_store()
    survey = surveys.add_survey(
        session,
        county_ags=setting.county_ags,
        slug=slug,
        title="Was Familien brauchen",
        questionnaire=setting.questionnaire,
    )
    wave = surveys.add_wave(
        session,
        survey,
        version=1,
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 12, 31),
        sampling=setting.sampling,
        invited=setting.invited,
    )
    if setting.state != "planned":
        document = published(setting.questionnaire)
        surveys.mark_open(session, wave, document=document, today=date(2026, 11, 1))
    if setting.state == "closed":
        surveys.mark_closed(session, wave, today=date(2026, 12, 31))
    session.commit()
    if setting.is_signing and setting.sampling != "open":
        sign_blindly(wave, "")
    return surveys.survey_by_slug(session, slug)


def sign_blindly(wave, *strata):
    """Give the strata of a wave keys that sign blinded tokens."""
    with register_store() as register:
        for stratum in strata:
            register.add(
                Issuer(wave_id=wave.id, stratum=stratum, public_key=b"p", private_key=b"s")
            )


def give_recovery_key(county_ags="16065"):
    """Give a county an offline key."""
    key = RecoveryKey(county_ags=county_ags, public_key=bytes(32), made_on=TODAY)
    main_store().add(key)
    main_store().commit()


def keep_for(survey, subject, months):
    """Choose for how long a survey keeps something."""
    main_store().add(RetentionRule(survey_id=survey.id, subject=subject, months=months))
    main_store().commit()


def facts_about(survey, profile=Profile.CONSENT, filled=None):
    """Return what is true of a survey on the day of the tests."""
    return facts_of(main_store(), survey, profile, TODAY, filled or {})
