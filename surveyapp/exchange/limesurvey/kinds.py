"""Every question type of LimeSurvey with the function that drafts it."""

from __future__ import annotations

from collections.abc import Mapping

from surveyapp.exchange.limesurvey import choosing, several, tabular, writing
from surveyapp.exchange.limesurvey.drafting import Drafting

KINDS: Mapping[str, Drafting] = {
    "1": tabular.two_scales,
    "5": choosing.five_points,
    "A": tabular.five_points,
    "B": tabular.ten_points,
    "C": tabular.yes_uncertain_no,
    "D": writing.date,
    "E": tabular.more_same_less,
    "F": tabular.flexible,
    "G": choosing.gender,
    "H": tabular.flexible,
    "I": writing.language,
    "K": several.several_numbers,
    "L": choosing.one_of_list,
    "M": choosing.several,
    "N": writing.number,
    "O": choosing.list_with_comment,
    "P": choosing.several_with_comments,
    "Q": several.several_texts,
    "R": choosing.ranking,
    "S": writing.text,
    "T": writing.text,
    "U": writing.text,
    "X": writing.note,
    "Y": choosing.yes_no,
    "!": choosing.one_of_list,
    ":": tabular.cells_of_numbers,
    ";": several.cells_of_texts,
    "|": writing.upload,
    "*": writing.equation,
}
"""Type code in the tables to drafting function."""
