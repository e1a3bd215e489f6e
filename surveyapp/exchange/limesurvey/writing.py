"""Questions that are written into a field, and those that ask nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from surveyapp.exchange.limesurvey import words
from surveyapp.exchange.limesurvey.drafting import (
    Desk,
    Draft,
    Drafted,
    draft,
    note_change,
    note_drop,
    nothing,
)
from surveyapp.exchange.limesurvey.names import Holds, Named, Ref
from surveyapp.exchange.limesurvey.patterns import re2_of
from surveyapp.exchange.limesurvey.sayings import as_number
from surveyapp.exchange.limesurvey.source import Asked
from surveyapp.exchange.report import short

LINES = {"S": 1, "T": 5, "U": 10}
"""Height of the fields for short, long and huge texts."""

LONGEST_TEXT = 2000
"""Most characters of a text here."""


def text(asked: Asked, desk: Desk) -> Drafted:
    """Draft a text (S, T, U); one that takes only numbers is a number, one with a map is a point."""
    service = asked.attributes.get("location_mapservice", "0")
    if service not in {"", "0"}:
        return _point(asked, desk)
    if asked.theme == "browserdetect":
        found = note_drop(
            desk,
            asked,
            "Mit welchem Gerät Familien antworten, wird nicht erfasst",
            "with which device families answer is not recorded",
        )
        found.variables = nothing(asked)
        return found
    if asked.attributes.is_on("numbers_only"):
        return number(asked, desk)
    rows = as_number(asked.attributes.get("display_rows"))
    lines = int(rows) if rows and 1 <= rows <= 30 else LINES[asked.type]
    most = as_number(asked.attributes.get("maximum_chars"))
    if most is not None and most > LONGEST_TEXT:
        note_change(
            desk,
            asked,
            f"Texte haben hier höchstens {LONGEST_TEXT} Zeichen, nicht {most:g}",
            f"texts have at most {LONGEST_TEXT} characters here, not {most:g}",
        )
        most = None
    main = draft(asked, desk, "text", lines=lines, maximum=most)
    main.question = replace(main.question, rotate=False)
    _put_unit(asked, desk, main)
    _put_pattern(asked, desk, main)
    ref = Ref(Holds.TEXT, main.question.id, question=asked.code)
    return Drafted([main], [Named("", "", ref)])


def _put_unit(asked: Asked, desk: Desk, main: Draft) -> None:
    before, behind = asked.attributes.texts("prefix"), asked.attributes.texts("suffix")
    if before or behind:
        main.question = replace(main.question, unit_text=behind or before)
    if before:
        said = next(iter(before.values()))[:60]
        note_change(
            desk,
            asked,
            f"Was vor dem Feld stand („{said}“), steht hier als Einheit dahinter, wenn dort "
            "nichts stand",
            f"what stood before the field ({said!r}) is the unit behind it, where nothing stood "
            "there",
        )


def _put_pattern(asked: Asked, desk: Desk, main: Draft) -> None:
    if not asked.pattern:
        return
    pattern = re2_of(asked.pattern)
    if pattern is None:
        said = asked.pattern[:120]
        desk.ledger.drop(
            asked.name,
            f"Die Prüfung mit dem Ausdruck {said} kann hier nicht gerechnet werden (RE2)",
            f"the check with the expression {said} cannot be computed here (RE2)",
        )
        return
    main.question = replace(main.question, pattern=pattern, pattern_hint=words.WRITTEN_SO)


def _point(asked: Asked, desk: Desk) -> Drafted:
    for name in _MAP:
        asked.attributes.get(name)
    main = draft(asked, desk, "point")
    note_change(
        desk,
        asked,
        "Die Karte fremder Anbieter wird zur eigenen Karte; gespeichert wird nur ein "
        "Quadratkilometer",
        "the map of other providers becomes our own; only a square kilometre is stored",
    )
    ref = Ref(Holds.TEXT, main.question.id, question=asked.code)
    return Drafted([main], [Named("", "", ref)])


_MAP = (
    *("location_nodefaultfromip", "location_city", "location_state", "location_postal"),
    *("location_country", "location_mapzoom", "location_defaultcoordinates", "location_mapwidth"),
    *("location_mapheight", "location_display_type"),
)


def number(asked: Asked, desk: Desk) -> Drafted:
    """Draft a number (N)."""
    get = asked.attributes.get
    low, high = get("min_num_value_n"), get("max_num_value_n")
    is_whole = asked.attributes.is_on("num_value_int_only")
    main = draft(asked, desk, "number", decimals=0 if is_whole else 2)
    main.question = replace(
        main.question, minimum=as_number(low), maximum=as_number(high), rotate=False
    )
    main.minimum = low if low and as_number(low) is None else ""
    main.maximum = high if high and as_number(high) is None else ""
    digits = as_number(get("maximum_chars"))
    if digits and not high and 0 < digits <= 12:
        main.question = replace(main.question, maximum=float(10 ** int(digits) - 1))
    _put_unit(asked, desk, main)
    if asked.pattern:
        desk.ledger.drop(
            asked.name,
            "Zahlen werden hier nach kleinster und größter geprüft, nicht nach "
            f"{asked.pattern[:120]}",
            f"numbers are checked by smallest and largest here, not by {asked.pattern[:120]}",
        )
    ref = Ref(Holds.NUMBER, main.question.id, question=asked.code)
    return Drafted([main], [Named("", "", ref)])


def date(asked: Asked, desk: Desk) -> Drafted:
    """Draft a date (D): a day, a month, a year or a time, as its format says."""
    format_ = asked.attributes.get("date_format")
    type_ = _date_type(format_)
    main = draft(asked, desk, type_)
    ends = [_date_limit(asked, desk, end, type_) for end in ("min", "max")]
    low, high = (each if isinstance(each, float) else None for each in ends)
    main.question = replace(main.question, minimum=low, maximum=high, rotate=False)
    main.minimum, main.maximum = (each if isinstance(each, str) else "" for each in ends)
    has_both = type_ == "date" and re.search(r"[Hh]", format_)
    if has_both:
        note_change(
            desk,
            asked,
            f"Gefragt wird nur der Tag, nicht die Uhrzeit ({format_})",
            f"only the day is asked, not the time ({format_})",
        )
    holds = Holds.DATE if type_ == "date" else Holds.NOTHING
    ref = Ref(holds, main.question.id, question=asked.code)
    return Drafted([main], [Named("", "", ref)])


def _date_type(format_: str) -> str:
    has = {
        part: re.search(part, format_, re.ASCII) is not None for part in ("d", "m", "[yY]", "[Hh]")
    }
    if not format_ or has["d"]:
        return "date"
    if has["[yY]"]:
        return "month" if has["m"] else "year"
    return "time" if has["[Hh]"] else "date"


def _date_limit(asked: Asked, desk: Desk, end: str, type_: str) -> float | str | None:
    """Return a limit as our number, or as it stands where it is an expression."""
    said = asked.attributes.get(f"date_{end}")
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2}))?.*", said, re.ASCII)
    if not said or type_ == "time":
        return None
    if found is None and said.startswith("{"):
        return said
    if found is None:
        _note_limit(asked, desk, said)
        return None
    year, month, day = found[1], found[2], found[3]
    if type_ != "date":
        if month and (int(month), int(day)) not in {(1, 1), (12, 31)}:
            _note_limit(asked, desk, said)
        return float(year)
    if month is None:
        return float(f"{year}{'0101' if end == 'min' else '1231'}")
    return float(f"{year}{int(month):02}{int(day):02}")


def _note_limit(asked: Asked, desk: Desk, said: str) -> None:
    said = short(said)
    german = (
        f"Die Grenze „{said}“ gilt hier nicht so: Grenzen sind Tage oder Jahre, nicht „heute“ "
        "oder Monate"
    )
    english = (
        f"the limit {said!r} does not hold so: limits are days or years, not “today” or months"
    )
    desk.ledger.drop(asked.name, german, english)


def note(asked: Asked, desk: Desk) -> Drafted:
    """Draft a text between the questions (X)."""
    main = draft(asked, desk, "note")
    main.question = replace(main.question, required=False, rotate=False)
    return Drafted(
        [main], [Named("", "", Ref(Holds.NOTHING, main.question.id, question=asked.code))]
    )


def equation(asked: Asked, desk: Desk) -> Drafted:
    """Draft an equation (*): a computed value, or a text where it only puts words together."""
    said = asked.attributes.get("equation") or next(iter(asked.texts.values()), "")
    main = draft(asked, desk, "computed")
    main.question = replace(main.question, required=False, rotate=False)
    main.value = said
    ref = Ref(Holds.ANY, main.question.id, question=asked.code)
    return Drafted([main], [Named("", "", ref)])


def language(asked: Asked, desk: Desk) -> Drafted:
    """Leave out the language switch (I): it stands on every page here."""
    found = note_drop(
        desk,
        asked,
        "Die Sprache wählen Familien hier oben auf jeder Seite; die Frage entfällt",
        "families choose the language at the top of every page here; the question is left out",
    )
    found.variables = nothing(asked)
    return found


def upload(asked: Asked, desk: Desk) -> Drafted:
    """Leave out file uploads (|): a file can show who somebody is."""
    found = note_drop(
        desk,
        asked,
        "Dateien werden nicht angenommen: Bilder und Dokumente können Familien erkennbar machen",
        "files are not accepted: pictures and documents can give families away",
    )
    found.variables = [*nothing(asked), Named("_filecount", "_filecount", Ref(Holds.NOTHING, ""))]
    return found
