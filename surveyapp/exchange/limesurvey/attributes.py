"""Settings of questions that change nothing here, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveyapp.exchange.limesurvey.ledger import Ledger
from surveyapp.exchange.limesurvey.source import Asked
from surveyapp.exchange.report import short


@dataclass(frozen=True, slots=True)
class Reason:
    """Why settings of one kind are left out; ``{said}`` names them."""

    german: str
    english: str
    #: Whole names.
    names: re.Pattern[str]


def _reason(names: str, german: str, english: str) -> Reason:
    return Reason(german, english, re.compile(names))


REASONS = (
    _reason(
        r"time_limit.*",
        "Die Zeitbegrenzung wird nie übernommen: sie schließt Menschen aus, die langsamer lesen "
        "oder schreiben ({said})",
        "a time limit is never taken over: it shuts out people who read or write more slowly "
        "({said})",
    ),
    _reason(
        r"public_statistics|statistics_.*|scale_export|show_totals|show_grand_total",
        "Wie Ergebnisse gezeigt werden, bestimmt hier die Auswertung ({said})",
        "how results are shown is for the analysis here ({said})",
    ),
    _reason(
        r"random_group",
        "Die zufällige Reihenfolge mehrerer Fragen wird nicht übernommen ({said})",
        "the random order of several questions is not taken over ({said})",
    ),
    _reason(
        r"save_as_default|clear_default|page_break|printable_help|.*_theme|form_title",
        "Die Einstellung betrifft nur die Verwaltung in LimeSurvey ({said})",
        "the setting only concerns working in LimeSurvey ({said})",
    ),
    _reason(
        r"exclude_all_others_auto|commented_checkbox_auto|other_numbers_only|value_range_allows_missing"
        r"|assessment_value|min_answers|max_answers|min_num_value.*|max_num_value.*|.*_num_value"
        r"|num_value_int_only|numbers_only|maximum_chars|min_subquestions|max_subquestions"
        r"|multiflexible_.*|em_validation.*|date_.*|dropdown_dates.*|reverse|array_filter.*"
        r"|exclude_all_others|other_comment_mandatory|dualscale_.*|prefix|suffix|slider_default.*",
        "Die Vorgabe gibt es hier bei dieser Art von Frage nicht ({said})",
        "there is no such rule for this type of question here ({said})",
    ),
    _reason(
        r"max_filesize|allowed_filetypes|(min|max)_num_of_files|show_title|show_comment",
        "Dateien werden nicht angenommen ({said})",
        "files are not accepted ({said})",
    ),
    _reason(
        r"display_.*|dropdown_.*|text_input_.*|answer_width.*|label_input_columns|choice_.*|input_.*"
        r"|repeat_headings|alphasort|cssclass|hide_tip|use_dropdown|category_separator|slider_.*"
        r"|location_.*|same(choice|list)height|showpopups|rank_title|placeholder|other_position.*"
        r"|parent_order|answer_order|subquestion_order|button_size|max_buttons_row|horizontal_scroll"
        r"|image_.*|keep_aspect|crop_or_resize|background.*|fix_.*|column_.*|add_platform_info|max_.*"
        r"|other_replace_text|random_order|hide_.*|show_.*|question_template",
        "Das Aussehen ist hier für alle Fragen gleich und für Telefone gemacht ({said})",
        "all questions look alike here and are made for phones ({said})",
    ),
    _reason(
        r".*",
        "Diese Einstellung kennt die Übernahme nicht ({said})",
        "this setting is not known here ({said})",
    ),
)
"""The first whose names fit counts."""

_PLAIN = frozenset({"", "0", "N", "no", "default", "normal"})
"""Values that switch nothing on."""

DEFAULTS: Mapping[str, str] = {
    "question_template": "core",
    "statistics_showgraph": "1",
    "slider_separator": "|",
    "location_mapzoom": "11",
    "location_mapwidth": "500",
    "location_mapheight": "300",
    "location_mapservice": "100",
    "commented_checkbox": "checked",
    "commented_checkbox_auto": "1",
    "time_limit_action": "1",
    "show_totals": "X",
    "value_range_allows_missing": "1",
    "image_type": "normal",
    "allowed_filetypes": "png, gif, doc, odt, jpg, jpeg, pdf",
    "max_filesize": "10240",
    "max_num_of_files": "1",
    "show_title": "1",
    "show_comment": "1",
    "slider_custom_handle": "f1ae",
    "slider_handle": "circle",
    "slider_accuracy": "1",
    "dropdown_prefix": "0",
    "dropdown_dates_minute_step": "1",
    "crop_or_resize": "crop",
    "samechoiceheight": "1",
    "samelistheight": "1",
    "showpopups": "1",
    "max_buttons_row": "0",
    "horizontal_scroll": "0",
    "fix_height": "200",
    "fix_width": "200",
    "keep_aspect": "no",
}
"""Values LimeSurvey writes although nobody set them."""


def remark_left(asked: Asked, ledger: Ledger) -> None:
    """Remark every setting that is away from its default and was not taken over."""
    for reason, said in _by_reason(asked).items():
        listed = short(", ".join(said))
        german, english = reason.german, reason.english
        ledger.drop(asked.name, german.format(said=listed), english.format(said=listed))


def _by_reason(asked: Asked) -> dict[Reason, list[str]]:
    found: dict[Reason, list[str]] = {}
    for name, value in _away_from_default(asked):
        reason = next(each for each in REASONS if each.names.fullmatch(name))
        found.setdefault(reason, []).append(f"{name}={value[:40]}")
    return found


def _away_from_default(asked: Asked) -> Iterator[tuple[str, str]]:
    for name, value in asked.attributes.left().items():
        plain = value.strip()
        if plain not in _PLAIN and plain != DEFAULTS.get(name):
            yield name, plain
