"""What tells a phone number from opening hours, and a house number from a number of children.

Each function gets a text and the place a pattern matched, and returns where the thing really ends, or
None where it is something harmless.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


IBAN_LENGTHS = {
    word[:2]: int(word[2:])
    for word in _words(
        "AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GR27 HR21 HU28 IE22 IT27 LI21 "
        "LT20 LU20 LV21 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SE24 SI19 SK24 TR26 UA29 XK20"
    )
}
"""Characters of an account number by its country."""

PLATES = _words(
    "ABG AP APD ARN ART EA EF EIC EIS GRZ GTH HBN HIG IK IL KYF LBS MGN MHL NDH PN RU SCZ SDH SHK SHL "
    "SLF SLZ SM SOK SÖM SON SRO UH WAK WBS WE WIS ZR MSH SGH EIL HET HBS HAL ML BLK SK ESW KS NOM OHA "
    "LOS GÖ HEF FD HZ QLB BER DD HH HB"
)
"""Districts of Thuringia and around: without a hyphen only these are read as a number plate."""

ROADS = ("bundes", "land", "landes", "kreis", "staats", "haupt-", "schnell", "wasser")
"""What a street of all traffic begins with: „Landesstraße 1172“ is nobody's address."""

PLACES = re.compile(
    r"(?i)(?:spiel|sport|fußball|bolz|park|kita|kiga|krippen|hort|kindergarten|betreuungs|arbeits|markt|"
    r"ausbildungs|studien|schul|stell|rast|therapie|lehr|wohnheim)(?:platz|hof)$|(?:rad|fuß|geh|schul|"
    r"kita|hin|rück|heim|um|arbeits|wander|feld|an|fahr|halb)weg$|(?:super|bau|wochen|floh|arbeits|bio|"
    r"getränke)markt$|(?:bahn|fried|bauern|schul|hinter|reiter|ferien|innen)hof$|^(?:weg|platz|hof|markt|"
    r"berg|ring|tal|blick|str\.?|straße|strasse|gasse|allee|damm|ufer|siedlung|winkel)$"
    r"|(?:total|digital|brutal|quartal|augenblick|überblick|einblick|rundblick|kapital|vital|fatal|egal|"
    r"hospital|erstr|schuldenberg|wäscheberg|bring|hering|gering|frühling|lehrling|säugling|zwilling)$"
)
"""Words that end like a street and are none."""

ARTICLES = _words(
    "Die Der Das Den Dem Eine Einen Einer Ein Unsere Unser Unserer Jede Jeder Diese Dieser In Auf An "
    "Zur Zum Vom Am Im Keine Pro Mehr Ab Bis Seit Noch Mein Meine"
)
"""Words before „Straße“ that are no part of a name."""

_UNIT = re.compile(
    r"(?i)^\s?(?:%|€|°|[x×]\b|,\d|[.:]\d|[-–/]\s?\d|\s*(?:km|m|kg|min|std|euro|uhr|mal|stunden?|minuten?|"
    r"tage?|wochen?|monate?n?|jahre?n?|kinder|personen|familien|meter|kilometer|plätze|fahren|bis|bänke|"
    r"schaukeln|autos?|linien?|busse?|gruppen?|klassen?|stück|prozent)\b)"
)
"""What follows a number that counts or measures something."""

_NOUN = re.compile(r"^ [A-ZÄÖÜ]\w")
_AT_HOME = re.compile(
    r"(?i)(?:wohn\w*|leb\w*|adresse|anschrift|daheim|zu ?hause|hausnummer)\b.{0,30}$"
)
_POSTCODE = re.compile(r"^,? ?(?:in )?\d{5}\b")
_WRITTEN_SMALL = re.compile(r"[^\W\d]{3,}(?:straße|strasse|str\.?|gasse)")
_CALLED = re.compile(r"^[A-Za-z]")


def trimmed_end(text: str, start: int, end: int) -> int | None:
    """Return the end without the full stop of the sentence; nothing begins inside a word."""
    if start > 0 and text[start] == "@" and (text[start - 1].isalnum() or text[start - 1] == "."):
        return None
    return start + len(text[start:end].rstrip(".,;:!?)]»“”’'\""))


def iban_end(text: str, start: int, end: int) -> int | None:
    """Return the end of an account number whose check digits fit."""
    length = IBAN_LENGTHS.get(text[start : start + 2].upper(), 0)
    if not length or _is_in_word(text, start):
        return None
    symbols = [(symbol, place) for place, symbol in enumerate(text[start:end]) if symbol.isalnum()]
    if len(symbols) < length:
        return None
    number = "".join(symbol for symbol, _ in symbols[:length]).upper()
    digits = "".join(str(int(symbol, 36)) for symbol in number[4:] + number[:4])
    last = start + symbols[length - 1][1] + 1
    return last if int(digits) % 97 == 1 and not _goes_on(text, last) else None


def tax_id_end(text: str, start: int, end: int) -> int | None:
    """Return the end of a tax number of eleven digits whose check digit fits (ISO 7064)."""
    if _is_in_word(text, start) or _goes_on(text, end):
        return None
    digits = [int(symbol) for symbol in text[start:end] if symbol.isdigit()]
    product = 10
    for digit in digits[:10]:
        product = ((digit + product) % 10 or 10) * 2 % 11
    # One digit stands twice or three times among the first ten, which no round number does.
    repeated = max(digits[:10].count(digit) for digit in digits[:10])
    return end if (11 - product) % 10 == digits[10] and 2 <= repeated <= 3 else None


def phone_end(text: str, start: int, end: int) -> int | None:
    """Return the end of a phone number: not of a date, of opening hours or of a large amount."""
    found = text[start:end].rstrip(" ()/.–-")
    if _CALLED.match(found):
        number = re.sub(r"^\D+", "", found)
        groups = re.split(r"\D+", number)
        is_years = len(groups) == 2 and all(re.fullmatch(r"(?:19|20)\d\d", each) for each in groups)
        return start + len(found) if _digits(number) >= 5 and not is_years else None
    if _is_in_word(text, start) or text[:start].rstrip(" .,:")[-1:].isdigit():
        return None
    if found.startswith(("+", "(+", "00")):
        return start + len(found) if 9 <= _digits(found) <= 17 else None
    groups = [group for group in re.split(r"\D+", found) if group]
    is_split = len(groups[0]) < 3 and not set("".join(re.findall(r"\D", found))) <= set(" /()")
    least = 9 if len(groups[0]) < 3 else 7
    is_clock = text[start + len(found) :].lstrip()[:4].lower().startswith(("uhr", "€", "euro"))
    is_right = least <= _digits(found) <= 15 and not is_split and not is_clock
    return start + len(found) if is_right else None


def plate_end(text: str, start: int, end: int) -> int | None:
    """Return the end of a number plate; without a hyphen the district must be known."""
    found = text[start:end]
    district = re.split(r"[-–: ]", found, maxsplit=1)[0]
    if _is_in_word(text, start) or _goes_on(text, end) or district in {"DIN", "ISO", "LTE", "USB"}:
        return None
    has_hyphen = any(mark in found for mark in "-–:")
    is_formed = has_hyphen and found[0].isupper() and _digits(found) >= 2
    return end if district.upper() in PLATES or is_formed else None


def house_number_end(text: str, start: int, end: int) -> int | None:
    """Return the end of a street with its house number."""
    found, after = text[start:end], text[end:]
    name = re.split(r",? ?(?:Nr\.? ?|Hausnummer )?\d", found, maxsplit=1)[0]
    if _is_in_word(text, start) or _goes_on(text, end) or _UNIT.match(after):
        return None
    if re.match(r"(?:Am|An|Auf|Hinter|Im|In|Unter|Vor|Zum|Zur|Bei) ", found):
        is_home = _AT_HOME.search(text[max(0, start - 80) : start]) or _POSTCODE.match(after)
        return end if is_home and not _NOUN.match(after) else None
    return end if _is_street(name, after) else None


def _is_street(name: str, after: str) -> bool:
    words = name.replace("-", " ").split()
    if words and words[0] in ARTICLES:
        words = words[1:]
    if not words or not (name[0].isupper() or _WRITTEN_SMALL.fullmatch(name)):
        return False
    if len(words) > 2 and words[0] in {"Straße", "Platz"} and words[1] in {"des", "der"}:
        return True
    last = words[-1]
    is_bare = len(words) == 1 or words[0].rstrip(".").lower() in {"straße", "platz", "weg"}
    is_named = len(words) > 1 and re.fullmatch(
        r"(?i)(?:straße|str\.?|weg|platz|gasse|allee|ring)", last
    )
    if last.lower().startswith(ROADS) or (not is_named and is_bare and PLACES.search(words[0])):
        return False
    if PLACES.search(last) and not is_named and len(words) < 3:
        return False
    return not _NOUN.match(after) or bool(
        re.search(r"(?i)(?:straße|strasse|str\.?|gasse|allee)$", last)
    )


def _digits(text: str) -> int:
    return sum(symbol.isdigit() for symbol in text)


def _is_in_word(text: str, start: int) -> bool:
    return start > 0 and text[start - 1].isalnum()


def _goes_on(text: str, end: int) -> bool:
    return end < len(text) and text[end].isalnum()
