"""The rows of the three stores; only ``surveyapp.storage`` may import them."""

from surveyapp.storage.tables.contact import ContactWish
from surveyapp.storage.tables.draft import DraftQuestionnaire
from surveyapp.storage.tables.inventory import Capacity, FacilityType, Offer, OfferCode, Place
from surveyapp.storage.tables.region import PlanningArea, PlanningAreaMember
from surveyapp.storage.tables.register import Invitation
from surveyapp.storage.tables.release import Release, ReleaseCell
from surveyapp.storage.tables.staff import Staff
from surveyapp.storage.tables.survey import Publication, Survey, Wave
from surveyapp.storage.tables.urn import Response, TextAnswer

__all__ = [
    "Capacity",
    "ContactWish",
    "DraftQuestionnaire",
    "FacilityType",
    "Invitation",
    "Offer",
    "OfferCode",
    "Place",
    "PlanningArea",
    "PlanningAreaMember",
    "Publication",
    "Release",
    "ReleaseCell",
    "Response",
    "Staff",
    "Survey",
    "TextAnswer",
    "Wave",
]
