"""Files of LimeSurvey before 1.90: answers were subquestions, and label sets were answers."""

from __future__ import annotations

from surveyapp.exchange.limesurvey.dump import Dump, Row

_WITH_SUBQUESTIONS = frozenset("MPQKABCEFH1:;")
_TWO_SCALES_OF_SUBQUESTIONS = frozenset(":;")
_RENAMED = {"W": "!", "Z": "L"}
"""Lists that took their answers from a label set became ordinary ones."""

_FIRST_QID = 1_000_000_000
"""Numbers of subquestions that the old tables did not number."""


def with_labels(dump: Dump) -> Dump:
    """Return a file with today's tables; one that already has them as it is."""
    is_old = "labels" in dump.sections or any(row.get("lid") for row in dump.rows("questions"))
    if not is_old or dump.rows("subquestions"):
        return dump
    labels: dict[str, list[Row]] = {}
    for row in dump.rows("labels"):
        labels.setdefault(row.get("lid"), []).append(row)
    types = {row.get("qid"): row.get("type") for row in dump.rows("questions")}
    dump.sections["subquestions"] = [
        *(
            _subquestion(row, place)
            for place, row in enumerate(dump.rows("answers"))
            if types.get(row.get("qid")) in _WITH_SUBQUESTIONS
        ),
        *_columns(dump, labels),
    ]
    kept = [
        row for row in dump.rows("answers") if types.get(row.get("qid")) not in _WITH_SUBQUESTIONS
    ]
    dump.sections["answers"] = [*kept, *_answers(dump, labels)]
    dump.sections["questions"] = [_renamed(row) for row in dump.rows("questions")]
    return dump


def _subquestion(row: Row, place: int) -> Row:
    cells = {
        "qid": f"{_FIRST_QID}{row.get('qid')}{row.get('code')}",
        "parent_qid": row.get("qid"),
        "title": row.get("code"),
        "question": row.get("answer"),
        "question_order": row.get("sortorder") or str(place),
        "language": row.get("language"),
    }
    return Row(row.section, row.number, cells)


def _one_per_question(dump: Dump) -> list[Row]:
    return list({row.get("qid"): row for row in dump.rows("questions")}.values())


def _columns(dump: Dump, labels: dict[str, list[Row]]) -> list[Row]:
    """Turn the label sets of two-way tables into subquestions of the second scale."""
    return [
        Row(
            "labels",
            label.number,
            {
                "qid": f"{_FIRST_QID}{row.get('qid')}x{label.get('code')}",
                "parent_qid": row.get("qid"),
                "title": label.get("code"),
                "question": label.get("title"),
                "question_order": label.get("sortorder"),
                "language": label.get("language"),
                "scale_id": "1",
            },
        )
        for row in _one_per_question(dump)
        if row.get("type") in _TWO_SCALES_OF_SUBQUESTIONS
        for label in labels.get(row.get("lid"), [])
    ]


def _answers(dump: Dump, labels: dict[str, list[Row]]) -> list[Row]:
    return [
        Row(
            "labels",
            label.number,
            {**label.cells, "qid": row.get("qid"), "answer": label.get("title"), "scale_id": scale},
        )
        for row in _one_per_question(dump)
        if row.get("type") not in _TWO_SCALES_OF_SUBQUESTIONS
        for scale, column in (("0", "lid"), ("1", "lid1"))
        for label in labels.get(row.get(column), [])
    ]


def _renamed(row: Row) -> Row:
    type_ = _RENAMED.get(row.get("type"))
    return row if type_ is None else Row(row.section, row.number, {**row.cells, "type": type_})
