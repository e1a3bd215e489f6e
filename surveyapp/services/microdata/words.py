"""The report of the risk as staff and the office read it: before, after, and what it cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analytics.describe import number, percent

if TYPE_CHECKING:
    from analytics.treatment.risk import Risk
    from analytics.treatment.treat import Report

Lines = list[list[str]]


def report_lines(
    report: Report, labels: Mapping[str, str], left_out: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the report as headings with lines of name and words, as the store keeps it."""
    parts: tuple[tuple[str, Lines], ...] = (
        ("Vorher und nachher", [*_risk(report, labels)]),
        ("Heikle Fragen", [*_sensitive(report, labels)]),
        ("Für alle vergröbert", [[labels.get(s.name, s.name), s.words] for s in report.steps]),
        ("Einzeln zurückgehaltene Angaben", [*_withheld(report, labels)]),
        ("Informationsverlust", [*_lost(report, labels)]),
        ("Gewichte", [*_weights(report)]),
        ("Nicht in der Datei", [*_left_out(report, labels, left_out)]),
    )
    return [{"heading": heading, "lines": lines} for heading, lines in parts if lines]


def _risk(report: Report, labels: Mapping[str, str]) -> Iterator[list[str]]:
    families = report.families - report.left_out_families
    yield ["Familien", f"{number(report.families)} → {number(families)}"]
    keys = ", ".join(labels.get(each, each) for each in report.keys)
    yield ["Schlüsselmerkmale in der Datei", keys or "keines mehr"]
    yield ["k (kleinste erlaubte Gruppe)", str(report.rule.k)]
    yield ["Kleinste Gruppe", f"{report.before.smallest} → {report.after.smallest}"]
    named = (
        ("Familien, die es nur einmal gibt", "unique"),
        (f"Familien in Gruppen unter {report.rule.k}", "below_k"),
        ("Verschiedene Gruppen", "groups"),
    )
    for words, name in named:
        before, after = (getattr(each, name) for each in (report.before, report.after))
        yield [words, f"{number(before)} → {number(after)}"]
    yield ["Mittlere Wahrscheinlichkeit, richtig zu raten", _chances(report.before, report.after)]


def _chances(before: Risk, after: Risk) -> str:
    return f"{number(before.mean * 100, 1)} % → {number(after.mean * 100, 1)} %"


def _sensitive(report: Report, labels: Mapping[str, str]) -> Iterator[list[str]]:
    how = "nach Entropie" if report.rule.by_entropy else "verschieden"
    for question, (before, after) in report.inferable.items():
        words = f"{number(before)} → {number(after)} Familien, deren Antwort sich erschließen ließe"
        yield [labels.get(question, question), f"{words} (l = {report.rule.l}, {how})"]


def _withheld(report: Report, labels: Mapping[str, str]) -> Iterator[list[str]]:
    families = max(report.families - report.left_out_families, 1)
    for name, times in sorted(report.withheld.items(), key=lambda each: -each[1]):
        yield [labels.get(name, name), f"{number(times)} ({percent(times / families)})"]
    if report.left_out_families:
        yield ["Ganze Familien", number(report.left_out_families)]


def _lost(report: Report, labels: Mapping[str, str]) -> Iterator[list[str]]:
    for name, share in sorted(report.lost.items(), key=lambda each: -each[1]):
        if share > 0:
            yield [labels.get(name, name), percent(share)]


def _weights(report: Report) -> Iterator[list[str]]:
    weights = report.weights
    different = f"{number(weights.different_before)} → {number(weights.different_after)}"
    yield ["Verschiedene Gewichte", different]
    effects = f"{number(weights.effect_before, 2)} → {number(weights.effect_after, 2)}"
    yield ["Wirkung ungleicher Gewichte auf die Genauigkeit", effects]


def _left_out(
    report: Report, labels: Mapping[str, str], left_out: Mapping[str, str]
) -> Iterator[list[str]]:
    reasons: dict[str, list[str]] = {}
    for name, reason in {**left_out, **report.left_out}.items():
        reasons.setdefault(reason, []).append(labels.get(name, name))
    for reason, names in reasons.items():
        yield [reason, ", ".join(names)]
