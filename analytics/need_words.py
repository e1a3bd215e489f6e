"""German sentences on needs: what is missing, how sure that is, and what rests on which reports."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.describe import NBSP, NO_FIGURE, number, percent, with_interval
from analytics.need import GapVerdict, Standing, verdict_of
from analytics.released import Cell

VERDICTS: Mapping[GapVerdict, str] = {
    GapVerdict.PROVEN: "Lücke belegt",
    GapVerdict.POSSIBLE: "Lücke möglich",
    GapVerdict.NOT_PROVEN: "Lücke nicht belegt",
}
"""What a gap is called."""

STANDINGS: Mapping[Standing, str] = {
    Standing.BOTH: "Bedarf höher, Angebot weiter weg als im Landkreis",
    Standing.NEED: "Bedarf höher, Angebot ist da: Zeiten, Kosten, Bekanntheit prüfen",
    Standing.SUPPLY: "Angebot weiter weg; höherer Bedarf nicht belegt",
    Standing.NEITHER: "kein belegter Unterschied zum Landkreis",
}
"""What an area is called where no places are counted."""


def gap_sentence(place: str, missing: Cell | None) -> str:
    """Say how many places are missing, and whether that is proven.

    Parameters
    ----------
    place
        Where, with its preposition: ``in Sondershausen``.
    missing
        Released number of missing places.

    Returns
    -------
    str
        One sentence; negative numbers are places to spare.

    Examples
    --------
    >>> from analytics.released import Flag, Measure
    >>> key = (Measure.GAP, "need.care", "area", "a", "")
    >>> gap_sentence("in Sondershausen", Cell(*key, 80, 40, 120, 100, Flag.PLAIN))
    'In Sondershausen fehlen zwischen 40 und 120 Plätze; Lücke belegt.'
    >>> gap_sentence("in Artern", Cell(*key, 10, -30, 50, 100, Flag.PLAIN))
    'In Artern fehlen bis zu 50 Plätze, oder es bleiben bis zu 30 frei; Lücke möglich.'
    """
    where = place[:1].upper() + place[1:]
    verdict = verdict_of(missing) if missing is not None else None
    if missing is None or verdict is None:
        return f"{where} lässt sich nicht sagen, ob Plätze fehlen."
    low, high = missing.low or 0.0, missing.high or 0.0
    if verdict is GapVerdict.PROVEN:
        said = f"fehlen {_between(low, high)}"
    elif verdict is GapVerdict.POSSIBLE:
        spare = f", oder es bleiben bis zu {number(-low)} frei" if low < 0 else ""
        said = f"fehlen bis zu {number(high)} Plätze{spare}"
    else:
        said = f"bleiben {_between(-high, -low)} frei"
    return f"{where} {said}; {VERDICTS[verdict]}."


def _between(low: float, high: float) -> str:
    if low == high:
        return f"{number(low)} Plätze"
    return f"zwischen {number(low)} und {number(high)} Plätze"


def report_sentence(facilities: int, reported: int, outdated: int) -> str:
    """Say how many facilities have given a number of places.

    Parameters
    ----------
    facilities
        All facilities of the types that answer the need.
    reported
        Those with a number of places on file.
    outdated
        Those of them whose newest number is older than two years.

    Returns
    -------
    str
        One sentence or two; empty where there is no facility.

    Examples
    --------
    >>> report_sentence(10, 8, 1)
    '8 von 10 Einrichtungen haben Plätze gemeldet. Eine Meldung ist älter als zwei Jahre.'
    >>> report_sentence(1, 1, 0)
    'Die einzige Einrichtung hat Plätze gemeldet.'
    """
    if not facilities:
        return "Hier ist keine Einrichtung erfasst."
    old = ""
    if outdated:
        many = f"{number(outdated)} Meldungen sind"
        old = f" {'Eine Meldung ist' if outdated == 1 else many} älter als zwei Jahre."
    if facilities == 1:
        no = "" if reported else "keine "
        return f"Die einzige Einrichtung hat {no}Plätze gemeldet.{old}"
    if reported == facilities:
        every = "Beide" if facilities == 2 else f"Alle {number(facilities)}"
        return f"{every} Einrichtungen haben Plätze gemeldet.{old}"
    if reported == 1:
        return f"Eine von {number(facilities)} Einrichtungen hat Plätze gemeldet.{old}"
    which = number(reported) if reported else "Keine"
    verb = "haben" if reported else "hat"
    return f"{which} von {number(facilities)} Einrichtungen {verb} Plätze gemeldet.{old}"


def with_value(cell: Cell | None) -> str:
    """Return value and interval of a cell, or a dash where there is none."""
    return with_interval(cell) if cell is not None else NO_FIGURE


def chance_words(top: Cell | None) -> str:
    """Say how likely an area is among those with the strongest need.

    Parameters
    ----------
    top
        Released probability.

    Returns
    -------
    str
        Whole percent; the ends are said as ``unter 5 %`` and ``über 95 %``, since no survey knows
        better. Empty where there is none.

    Examples
    --------
    >>> from analytics.released import Flag, Measure
    >>> key = (Measure.TOP, "need.care", "area", "a", "3")
    >>> chance_words(Cell(*key, 0.99, 0.98, 0.99, 100, Flag.PLAIN)).replace(NBSP, " ")
    'über 95 %'
    """
    if top is None or top.value is None:
        return ""
    if top.value > 0.95:
        return f"über 95{NBSP}%"
    return f"unter 5{NBSP}%" if top.value < 0.05 else percent(top.value)


def need_sentence(place: str, need: Cell | None, standing: Standing | None) -> str:
    """Say how an area stands where a need is not counted in places.

    Parameters
    ----------
    place
        Where, with its preposition.
    need
        Released share in need.
    standing
        How it stands beside the county.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> from analytics.released import Flag, Measure
    >>> key = (Measure.SHARE, "need.care", "area", "a", "1")
    >>> share = Cell(*key, 0.4, 0.3, 0.5, 100, Flag.PLAIN)
    >>> need_sentence("in Artern", share, Standing.BOTH).replace(NBSP, " ")
    'In Artern: 40 % (30 bis 50 %); Bedarf höher, Angebot weiter weg als im Landkreis.'
    """
    where = place[:1].upper() + place[1:]
    if need is None or need.value is None:
        return f"{where}: zu wenige Antworten."
    said = f"; {STANDINGS[standing]}" if standing is not None else ""
    return f"{where}: {with_interval(need)}{said}."
