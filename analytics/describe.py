"""German words for released figures: numbers, intervals, places, findings.

Everything a page says about a figure is worded here or in ``analytics.figures``, so that the same
number never reads in two ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from analytics.released import Cell, Contents, Flag, Measure, Topic

NBSP = "\u00a0"
TOO_FEW = "zu wenige Antworten"
UNCERTAIN = "unsicher"
UNRELIABLE = "zu unsicher"
NO_FIGURE = "–"

UNITS = {
    "family": "Familien",
    "child": "Kinder",
    "adult": "Erwachsene",
    "writer": "Familien, die dazu etwas geschrieben haben",
    "text": "Texte, manche Familien haben mehrere geschrieben",
}

HIDDEN_WORDS: Mapping[Flag, str] = {Flag.TOO_FEW: TOO_FEW, Flag.UNRELIABLE: UNRELIABLE}
"""What stands in the place of a figure that is not shown."""


MEASURE_LABELS: Mapping[Measure, str] = {
    Measure.SHARE: "Anteil",
    Measure.MEAN: "Mittelwert",
    Measure.PERSONS: "Hochrechnung",
    Measure.RESPONSE: "Anteil an den Antworten",
    Measure.POPULATION: "Anteil im Register",
    Measure.PER_100: "Plätze je 100 Kinder",
    Measure.REACH: "Kinder mit Angebot in erreichbarer Nähe",
    Measure.ACCESS: "Erreichbare Plätze je Kind",
    Measure.COUNT: "Zahl der Orte und Angebote",
    Measure.GAP: "Fehlende Plätze",
    Measure.QUANTILE: "Verteilung der Antworten",
    Measure.COVERED: "Deckung des Bedarfs",
    Measure.TOP: "Wahrscheinlichkeit für einen der höchsten Werte",
    Measure.PRIORITY: "Dringlichkeit",
    Measure.USE: "Belegte Plätze",
    Measure.NEAREST: "Weg zum nächsten Ort",
    Measure.STEP_FREE: "Orte ohne Stufen",
    Measure.LANGUAGE: "Angebote in dieser Sprache",
    Measure.OPEN_HOURS: "Zu dieser Zeit geöffnet",
}

INTERVAL_NOTE = "Die schmalen Linien zeigen, wo der wahre Wert mit 95 % Sicherheit liegt."

FLAG_NOTES: Mapping[Flag, str] = {
    Flag.UNCERTAIN: "„Unsicher“ heißt: wenige Antworten, ein breites Intervall oder fehlende "
    "Angaben; ein Hinweis, kein Beleg.",
    Flag.TOO_FEW: "„Zu wenige Antworten“ heißt: Damit niemand erkannt wird, steht hier keine Zahl. "
    "Es heißt nicht, dass es keinen Bedarf gibt.",
    Flag.UNRELIABLE: "„Zu unsicher“ heißt: Das Intervall ist so breit, dass die Zahl nichts sagen "
    "würde; sie wird nicht gezeigt.",
    Flag.BELOW: f"„Unter 3{NBSP}%“ heißt: fast niemand.",
    Flag.ABOVE: f"„Über 97{NBSP}%“ heißt: fast alle.",
}
"""What each flag means, in the words that stand in the picture and the table."""

RELIABLE = "belastbar"
"""What is called so is more than chance, in a survey that stands for all families."""

OPEN_NOTE = (
    "Hier konnten alle antworten, die wollten. Die Zahlen gelten für die Familien, die geantwortet "
    "haben, nicht für alle Familien; darüber sagt auch ein Intervall nichts."
)

_SWAP = str.maketrans({",": ".", ".": ",", "-": "−"})


def number(value: float, decimals: int = 0) -> str:
    """Return a number as Germans write it, such as ``1.230`` or ``3,4``."""
    rounded = round(value, decimals) + 0.0  # adding zero turns -0.0 into 0.0
    return f"{rounded:,.{decimals}f}".translate(_SWAP)


def percent(share: float) -> str:
    """Return a share in [0, 1] as whole percent, such as ``43 %``."""
    return f"{number(share * 100)}{NBSP}%"


def _one_decimal(value: float) -> str:
    return number(value, 1)


def _two_decimals(value: float) -> str:
    return number(value, 2)


FORMATS: Mapping[Measure, Callable[[float], str]] = {
    Measure.SHARE: percent,
    Measure.MEAN: _one_decimal,
    Measure.PERSONS: number,
    Measure.RESPONSE: percent,
    Measure.POPULATION: percent,
    Measure.PER_100: _one_decimal,
    Measure.REACH: percent,
    Measure.ACCESS: _two_decimals,
    Measure.COUNT: number,
    Measure.GAP: number,
    Measure.QUANTILE: _one_decimal,
    Measure.COVERED: percent,
    Measure.TOP: percent,
    Measure.PRIORITY: number,
    Measure.USE: percent,
    Measure.NEAREST: _one_decimal,
    Measure.STEP_FREE: percent,
    Measure.LANGUAGE: percent,
    Measure.OPEN_HOURS: percent,
}
"""How the value of each measure is written."""

_EDGES = {Flag.BELOW: f"unter 3{NBSP}%", Flag.ABOVE: f"über 97{NBSP}%"}


def value_words(cell: Cell | None) -> str:
    """Return the value of a cell, or the words that stand for it."""
    if cell is None:
        return NO_FIGURE
    if cell.value is None:
        return HIDDEN_WORDS[cell.flag]
    return _EDGES.get(cell.flag) or FORMATS[cell.measure](cell.value)


def interval_words(cell: Cell | None) -> str:
    """Return the interval of a cell as ``37 bis 49 %``; empty where there is none."""
    if cell is None or cell.value is None or cell.low is None or cell.high is None:
        return ""
    low, high = (FORMATS[cell.measure](bound) for bound in (cell.low, cell.high))
    return f"{low.removesuffix(NBSP + '%')} bis {high}"


def with_interval(cell: Cell) -> str:
    """Return value and interval, such as ``43 % (37 bis 49 %)``."""
    interval = interval_words(cell)
    return f"{value_words(cell)} ({interval})" if interval else value_words(cell)


def beside_bar(cell: Cell) -> str:
    """Return value and interval in the short form that fits beside a bar: ``43 % (37–49)``."""
    interval = interval_words(cell).replace(f"{NBSP}%", "").replace(" bis ", "–")
    return f"{value_words(cell)} ({interval})" if interval else value_words(cell)


def certainty(cell: Cell | None) -> str:
    """Say in one word how far a cell may be trusted."""
    if cell is None:
        return NO_FIGURE
    if cell.value is None:
        return HIDDEN_WORDS[cell.flag]
    return UNCERTAIN if cell.flag is Flag.UNCERTAIN else RELIABLE


def flags_note(cells: Iterable[Cell]) -> str:
    """Explain the flags that some cells carry, one sentence each; empty where all are plain."""
    found = {cell.flag for cell in cells}
    return " ".join(words for flag, words in FLAG_NOTES.items() if flag in found)


PROVEN, POSSIBLE, NOT_PROVEN = "Lücke belegt", "Lücke möglich", "Lücke nicht belegt"
VERDICTS = (PROVEN, POSSIBLE, NOT_PROVEN)
"""What may be said of missing places."""


def gap_verdict(cell: Cell) -> str:
    """Say what an interval of missing places, or of covered need, allows to say of a gap.

    Parameters
    ----------
    cell
        A cell of ``gap`` (places missing) or ``covered`` (places for each place wanted).

    Returns
    -------
    str
        „Lücke belegt“ where the whole interval speaks for one, „Lücke nicht belegt“ where it speaks
        against, else „Lücke möglich“; the words for a hidden figure where there is none.

    Examples
    --------
    >>> gap_verdict(Cell(Measure.GAP, "need.x", "area", "a", "", 50, 10, 90, 60, Flag.PLAIN))
    'Lücke belegt'
    >>> gap_verdict(Cell(Measure.COVERED, "need.x", "area", "a", "", 0.9, 0.7, 1.2, 60, Flag.PLAIN))
    'Lücke möglich'
    """
    if cell.value is None or cell.low is None or cell.high is None:
        return certainty(cell)
    is_missing = cell.measure is Measure.GAP
    least, most = (cell.low, cell.high) if is_missing else (1 - cell.high, 1 - cell.low)
    if least > 0:
        return PROVEN
    return NOT_PROVEN if most <= 0 else POSSIBLE


def claimed(words: str, contents: Contents) -> str:
    """Return words that call nothing reliable which only those say who wanted to take part.

    Parameters
    ----------
    words
        German words of a figure or a finding.
    contents
        What the figures are about; its sampling decides.

    Returns
    -------
    str
        The same words where families were invited; else without the word „belastbar“: an interval
        covers chance, and not who wanted to take part.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from analytics.released import Contents
    >>> contents = Contents("16065", "", "", 1, "", True, "open", 60, None, (), ())
    >>> claimed("kein belastbarer Unterschied", contents)
    'kein deutlicher Unterschied'
    >>> claimed("belastbar", contents)
    'genug Antworten'
    >>> claimed("belastbar", replace(contents, sampling="all"))
    'belastbar'
    """
    if not contents.caveat:
        return words
    if words == RELIABLE:
        return "genug Antworten"
    return words.replace(RELIABLE, "deutlich")


def respondents(cell: Cell | None) -> str:
    """Return the rounded number of respondents of a cell; empty where it is not shown."""
    return "" if cell is None or cell.n is None else number(cell.n)


def base_words(topic: Topic | None, cell: Cell | None) -> str:
    """Return who a figure speaks for, such as ``Kinder, n = 1.230 (gerundet)``."""
    unit = UNITS[topic.unit] if topic and topic.unit in UNITS else "Familien"
    n = respondents(cell)
    return f"{unit}, n = {n} (gerundet)" if n else unit


def place_name(name: str) -> str:
    """Return a municipality's or association's name without its official suffix."""
    return name.removesuffix(", Stadt").removesuffix(", Landeshauptstadt")


def among(contents: Contents) -> str:
    """Return whom answers speak for: those of the county, or of an open wave those who answered."""
    return "unter den Antwortenden" if contents.caveat else in_county(contents)


_NEUTER_ENDINGS = ("kreis", "Kreis", "Land", "Eichsfeld")


def in_county(contents: Contents) -> str:
    """Return ``im Kyffhäuserkreis``, ``im Landkreis Gotha`` or ``in Jena``."""
    name = place_name(contents.county_name)
    if name.startswith("Landkreis") or name.endswith(_NEUTER_ENDINGS):
        return f"im {name}"
    return f"in {name}" if name != contents.county_name else f"im Landkreis {name}"


def quoted(words: str) -> str:
    """Return words in German quotation marks; quotes inside them become single ones."""
    inner = words.removesuffix(".").replace("„", "‚").replace("“", "‘")
    return f"„{inner}“"


def about(label: str, claim: str) -> str:
    """Return a claim after what it is about: ``Hort: Im Landkreis …``.

    A label that holds a mark of its own is quoted, so that no two marks follow each other; before a
    claim with a colon of its own stands a dash.
    """
    has_mark = any(mark in label for mark in (":", "?", "!", ". ")) or label.endswith(".")
    mark = " –" if claim.startswith(VERDICTS) else ":"
    return f"{quoted(label) if has_mark else label}{mark} {claim}"


def listed(words: Sequence[str]) -> str:
    """Join words as a German list: ``a, b und c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} und {words[-1]}"


def capital(sentence: str) -> str:
    """Return the sentence with its first letter large."""
    return sentence[:1].upper() + sentence[1:]


def _share_words(cell: Cell) -> str:
    """Return value and interval as they stand in a sentence: ``weniger als 3 % (0 bis 4 %)``."""
    words = with_interval(cell)
    if cell.flag is Flag.BELOW:
        return words.replace("unter", "weniger als", 1)
    return words.replace("über", "mehr als", 1) if cell.flag is Flag.ABOVE else words


def indicator_sentence(topic: Topic, cell: Cell, contents: Contents) -> str:
    """Fill an indicator's own sentence, or say its label where it has none."""
    share = _share_words(cell)
    if not topic.sentence:
        return f"{topic.label}: {share} {among(contents)}."
    sentence = topic.sentence.replace("in {place}", among(contents))
    sentence = sentence.replace("{share}", share).replace(
        "{place}", place_name(contents.county_name)
    )
    return capital(sentence)
