"""What LimeSurvey says itself, without its authors writing it."""

from __future__ import annotations

from collections.abc import Mapping

from surveyapp.questionnaire.model import Text

OTHER: Text = {"de": "Sonstiges", "en": "Other"}
OTHER_TEXT: Text = {"de": "Und zwar:", "en": "Please specify:"}
COMMENT: Text = {"de": "Ihre Anmerkung dazu:", "en": "Your comment:"}
CHECK: Text = {
    "de": "Bitte prüfen Sie diese Angabe.",
    "en": "Please check this answer.",
}
WRITTEN_SO: Text = {
    "de": "Bitte schreiben Sie Ihre Angabe in der verlangten Form.",
    "en": "Please write your answer in the form asked for.",
}
TOTAL: Text = {
    "de": "Bitte prüfen Sie die Summe Ihrer Angaben.",
    "en": "Please check the sum of your answers.",
}
HOW_MANY: Text = {
    "de": "Bitte prüfen Sie, wie viele Felder Sie ausgefüllt haben.",
    "en": "Please check how many fields you have filled in.",
}
THANKS: Text = {
    "de": "Vielen Dank für Ihre Antworten.",
    "en": "Thank you for your answers.",
}
FEMALE: Text = {"de": "weiblich", "en": "female"}
MALE: Text = {"de": "männlich", "en": "male"}

YES_UNCERTAIN_NO: Mapping[str, Text] = {
    "Y": {"de": "Ja", "en": "Yes"},
    "U": {"de": "Unsicher", "en": "Uncertain"},
    "N": {"de": "Nein", "en": "No"},
}
MORE_SAME_LESS: Mapping[str, Text] = {
    "I": {"de": "Mehr geworden", "en": "Increase"},
    "S": {"de": "Gleich geblieben", "en": "Same"},
    "D": {"de": "Weniger geworden", "en": "Decrease"},
}
