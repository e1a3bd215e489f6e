"""Questions with answers to choose from."""

from __future__ import annotations

from dataclasses import replace

from surveyapp.exchange.limesurvey import words
from surveyapp.exchange.limesurvey.drafting import (
    OTHER_CODE,
    Desk,
    Draft,
    Drafted,
    choice_limits,
    code_ref,
    codes_of,
    draft,
    note_change,
    options_of,
    text_draft,
)
from surveyapp.exchange.limesurvey.names import Holds, Named, Ref
from surveyapp.exchange.limesurvey.source import Asked
from surveyapp.questionnaire.model import Option, Text

MANY = 12
"""From so many answers on a list of boxes is searched, not read."""


def one_of_list(asked: Asked, desk: Desk) -> Drafted:
    """Draft a list of which one answer is chosen (L, !), with its field for others."""
    codes = codes_of(asked.scale(0))
    options = options_of(asked, asked.scale(0), codes)
    type_ = "dropdown" if asked.type == "!" and len(options) >= MANY else "single"
    main = draft(asked, desk, type_, options=options)
    if asked.has_other:
        codes[OTHER_CODE] = "other"
        main.question = replace(main.question, options=(*options, _other(asked)))
    name = main.question.id
    found = Drafted([main], [Named("", "", code_ref(asked, name, asked.scale(0), codes))])
    if asked.has_other:
        _add_other_text(asked, desk, found, f'{asked.code}.NAOK == "{OTHER_CODE}"')
    return found


def _other(asked: Asked) -> Option:
    return Option("other", asked.attributes.texts("other_replace_text") or words.OTHER)


def _add_other_text(asked: Asked, desk: Desk, found: Drafted, condition: str) -> None:
    is_needed = asked.attributes.is_on("other_comment_mandatory")
    text = text_draft(desk, f"{asked.code} other", words.OTHER_TEXT, 1, required=is_needed)
    if asked.attributes.is_on("other_numbers_only"):
        text.question = replace(text.question, type="number", decimals=2)
    text.shows = (condition,)
    found.drafts.append(text)
    name = text.question.id
    own = next((each.ref for each in found.variables if each.ending == "_other"), None)
    ref = replace(own, reads=name) if own else Ref(Holds.TEXT, name, question=asked.code)
    kept = [each for each in found.variables if each.ending != "_other"]
    found.variables = [*kept, Named("_other", "other", ref)]


def list_with_comment(asked: Asked, desk: Desk) -> Drafted:
    """Draft a list with a comment beside it (O)."""
    found = one_of_list(asked, desk)
    comment = text_draft(desk, f"{asked.code} comment", words.COMMENT, 3)
    found.drafts.append(comment)
    ref = Ref(Holds.TEXT, comment.question.id, question=asked.code)
    found.variables.append(Named("_comment", "comment", ref))
    return found


def five_points(asked: Asked, desk: Desk) -> Drafted:
    """Draft a choice from 1 to 5 (5)."""
    is_slider = asked.attributes.get("slider_rating") == "2"
    main = draft(asked, desk, "scale", minimum=1, maximum=5)
    main.question = replace(main.question, display="slider" if is_slider else None)
    ref = Ref(Holds.NUMBER, main.question.id, question=asked.code)
    return Drafted([main], [Named("", "", ref)])


def yes_no(asked: Asked, desk: Desk) -> Drafted:
    """Draft yes or no (Y)."""
    main = draft(asked, desk, "yesno")
    ref = Ref(Holds.CODE, main.question.id, {"Y": "yes", "N": "no"}, question=asked.code)
    return Drafted([main], [Named("", "", ref)])


def gender(asked: Asked, desk: Desk) -> Drafted:
    """Draft female or male (G), as LimeSurvey asks it."""
    options = (Option("f", words.FEMALE), Option("m", words.MALE))
    main = draft(asked, desk, "single", options=options, may_not_apply=True)
    note_change(
        desk,
        asked,
        "Die Frage nach dem Geschlecht kannte nur „weiblich“ und „männlich“; „trifft nicht zu“ "
        "kommt dazu, "
        "prüfen Sie auch „divers“",
        "the question of gender knew only female and male; “does not apply” is added, think of "
        "“diverse”",
    )
    ref = Ref(Holds.CODE, main.question.id, {"F": "f", "M": "m"}, question=asked.code)
    return Drafted([main], [Named("", "", ref)])


def several(asked: Asked, desk: Desk) -> Drafted:
    """Draft a multiple choice (M), with its field for others."""
    parts = asked.rows()
    codes = codes_of(parts)
    options = _with_exclusive(asked, options_of(asked, parts, codes), codes)
    if asked.has_other:
        codes["other"] = "other"
        options = (*options, _other(asked))
    main = draft(asked, desk, "multiple", options=options, **choice_limits(asked))
    texts = {part.code: part.texts for part in parts}
    variables = []
    for code, ours in codes.items():
        flag = replace(_flag(asked, main, ours, len(codes)), words=texts.get(code, {}))
        variables.append(Named(f"_{code}", code, flag))
    found = Drafted([main], variables)
    if asked.has_other:
        _add_other_text(asked, desk, found, f'{asked.code}_other.NAOK != ""')
    return found


def _flag(asked: Asked, main: Draft, option: str, of: int) -> Ref:
    return Ref(Holds.FLAG, main.question.id, option=option, of=of, question=asked.code)


def _with_exclusive(
    asked: Asked, options: tuple[Option, ...], codes: dict[str, str]
) -> tuple[Option, ...]:
    named = asked.attributes.get("exclude_all_others").replace(",", ";").split(";")
    alone = {codes.get(code.strip(), "") for code in named}
    return tuple(replace(each, exclusive=each.code in alone) for each in options)


def several_with_comments(asked: Asked, desk: Desk) -> Drafted:
    """Draft a multiple choice with a comment for each answer (P)."""
    found = several(asked, desk)
    when = asked.attributes.get("commented_checkbox", "checked")
    for part in asked.rows():
        text: Text = {language: f"{said}:" for language, said in part.texts.items()}
        comment = text_draft(desk, f"{asked.code} {part.code} comment", text, 1)
        sign = {"checked": "!=", "unchecked": "=="}.get(when)
        comment.shows = (f'{asked.code}_{part.code}.NAOK {sign} ""',) if sign else ()
        found.drafts.append(comment)
        ref = Ref(Holds.TEXT, comment.question.id, question=asked.code)
        found.variables.append(Named(f"_{part.code}comment", f"{part.code}comment", ref))
    if asked.rows():
        note_change(
            desk,
            asked,
            "Die Bemerkungen zu den Antworten werden eigene Textfragen, sichtbar nach der Wahl",
            "the comments on the answers become text questions of their own, shown after the "
            "choice",
        )
    return found


def ranking(asked: Asked, desk: Desk) -> Drafted:
    """Draft a ranking (R)."""
    parts = asked.scale(0) or asked.rows()
    codes = codes_of(parts)
    limits = choice_limits(asked)
    most = asked.attributes.get("max_subquestions")
    if most.isdecimal() and int(most) and limits.get("max_choices") is None:
        limits["max_choices"] = int(most)
    options = options_of(asked, parts, codes)
    main = draft(asked, desk, "ranking", options=options, **limits)
    whole = Ref(Holds.TEXT, main.question.id, question=asked.code)
    first = replace(whole, is_readable=False)  # the first rank is given where any is
    rank = Ref(Holds.NOTHING, main.question.id, question=asked.code)
    ranks = [Named(f"_{place}", str(place), rank) for place in range(2, len(parts) + 1)]
    return Drafted([main], [Named("", "", whole), Named("_1", "1", first), *ranks])
