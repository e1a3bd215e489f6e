"""The rows of the three stores; only ``surveyapp.storage`` may import them."""

from surveyapp.storage.tables.access import (
    CodeApp,
    OpenQuestion,
    Passkey,
    SpareCode,
    StaffInvitation,
    StaffSession,
)
from surveyapp.storage.tables.audit import NO_HASH, AuditChain, AuditEntry
from surveyapp.storage.tables.contact import ContactWish
from surveyapp.storage.tables.draft import (
    DraftQuestionnaire,
    DraftRemark,
    DraftRevision,
    DraftSignOff,
    TranslationOrigin,
)
from surveyapp.storage.tables.field import PlannedStratum, RollingSurvey, SamplePlan
from surveyapp.storage.tables.inventory import Capacity, FacilityType, Offer, OfferCode, Place
from surveyapp.storage.tables.item_bank import BankItem, BankWording
from surveyapp.storage.tables.job import JobRow
from surveyapp.storage.tables.measure import MeasureRow, MeasureSubject, MeasureTranslation
from surveyapp.storage.tables.microdata import MicrodataExport
from surveyapp.storage.tables.paper import KeyedSheet
from surveyapp.storage.tables.planning import Scenario, ScenarioChange, UrgencyWeights
from surveyapp.storage.tables.pretest import PretestAnswer, PretestLink, PretestRemark
from surveyapp.storage.tables.protection import Deletion, Quote, RecoveryKey, RetentionRule
from surveyapp.storage.tables.region import PlanningArea, PlanningAreaMember
from surveyapp.storage.tables.register import Invitation, Issuer
from surveyapp.storage.tables.release import Release, ReleaseCell
from surveyapp.storage.tables.saved_draft import SavedDraft
from surveyapp.storage.tables.special import SpecialAnalysis, SpecialCell
from surveyapp.storage.tables.staff import Staff
from surveyapp.storage.tables.survey import Publication, Survey, Wave
from surveyapp.storage.tables.theme import Coder, TextCode, ThemeRow
from surveyapp.storage.tables.token import ApiToken
from surveyapp.storage.tables.travel import TravelTable, TravelTime
from surveyapp.storage.tables.urn import (
    Batch,
    Response,
    SealedBallot,
    SpentToken,
    TextAnswer,
    Withdrawal,
)
from surveyapp.storage.tables.weighting import (
    DrawnStratum,
    GivenMargin,
    GivenTotal,
    WeightingDecision,
    WeightingOverview,
)

__all__ = [
    "NO_HASH",
    "ApiToken",
    "AuditChain",
    "AuditEntry",
    "BankItem",
    "BankWording",
    "Batch",
    "Capacity",
    "CodeApp",
    "Coder",
    "ContactWish",
    "Deletion",
    "DraftQuestionnaire",
    "DraftRemark",
    "DraftRevision",
    "DraftSignOff",
    "DrawnStratum",
    "FacilityType",
    "GivenMargin",
    "GivenTotal",
    "Invitation",
    "Issuer",
    "JobRow",
    "KeyedSheet",
    "MeasureRow",
    "MeasureSubject",
    "MeasureTranslation",
    "MicrodataExport",
    "Offer",
    "OfferCode",
    "OpenQuestion",
    "Passkey",
    "Place",
    "PlannedStratum",
    "PlanningArea",
    "PlanningAreaMember",
    "PretestAnswer",
    "PretestLink",
    "PretestRemark",
    "Publication",
    "Quote",
    "RecoveryKey",
    "Release",
    "ReleaseCell",
    "Response",
    "RetentionRule",
    "RollingSurvey",
    "SamplePlan",
    "SavedDraft",
    "Scenario",
    "ScenarioChange",
    "SealedBallot",
    "SpareCode",
    "SpecialAnalysis",
    "SpecialCell",
    "SpentToken",
    "Staff",
    "StaffInvitation",
    "StaffSession",
    "Survey",
    "TextAnswer",
    "TextCode",
    "ThemeRow",
    "TranslationOrigin",
    "TravelTable",
    "TravelTime",
    "UrgencyWeights",
    "Wave",
    "WeightingDecision",
    "WeightingOverview",
    "Withdrawal",
]
