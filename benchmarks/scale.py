"""How far the numbers carry: documents to files, weights, tables and a release of many families.

Everything is measured beside pandas written the plain way, in the same run and on the same families, so
that the ratios say the same on every machine; where ``Rscript`` with the package survey is found, weights
and tables of 5,000 families are made with it, too. Each measurement has a process of its own, whose peak
of memory is its own. Run with ``make bench``; ``--big`` adds 1,000,000 families.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
import pandas as pd

from analytics.codebook import Category, Codebook, Variable
from analytics.dataset import Dataset, from_columns, read, write
from analytics.design import Design
from analytics.estimate import Domain, shares
from analytics.margins import Margin, categorical
from analytics.protect import Cut, Policy
from analytics.release import safe_cells
from analytics.views import build_views
from analytics.weights import rake
from surveyapp.questionnaire import library
from surveyapp.questionnaire.encoding import encode
from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.services.asked import as_tried
from surveyapp.services.build_dataset import dataset_of
from surveyapp.services.encoding.parts import TOGETHER, Encoder

SIZES, BIG = (5_000, 100_000), 1_000_000
QUESTIONS = 60
TRAITS = {"area": 12, "age": 5, "form": 4, "language": 2}
COUNTY, DRAWN = "16065", 500
"""County of the documents, and how many different families write them; then they begin anew."""

IN_R = """
suppressMessages(library(survey))
data <- read.csv("families.csv")
for (name in names(data)) if (name != "base") data[[name]] <- factor(data[[name]])
traits <- c("area", "age", "form", "language")
totals <- read.csv("totals.csv")
margins <- lapply(traits, function(m) setNames(totals[totals$trait == m, c("code", "Freq")], c(m, "Freq")))
formulas <- lapply(traits, function(m) as.formula(paste0("~", m)))
began <- sum(proc.time()[1:2])
d <- rake(svydesign(ids=~1, weights=~base, data=data), formulas, margins,
          control=list(epsilon=1e-9, maxit=500))
raked <- sum(proc.time()[1:2]) - began
began <- sum(proc.time()[1:2])
for (question in paste0("q", 0:9))
  svyby(as.formula(paste0("~", question)), ~area, d, svymean, keep.names=FALSE)
cat(raked, sum(proc.time()[1:2]) - began, "\\n")
"""


def best(work: Callable[[], object], times: int) -> float:
    """Return the least processor time of some runs, all threads together."""
    took = []
    for _ in range(times):
        start = process_time()
        work()
        took.append(process_time() - start)
    return min(took)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# Families


def sample(families: int, seed: int = 1) -> tuple[Dataset, pd.DataFrame, list[Margin]]:
    """Return families with 60 answers and four traits, as a dataset and as a frame, and margins."""
    draws = np.random.default_rng(seed)
    columns = {name: draws.integers(1, size + 1, families) for name, size in TRAITS.items()}
    sizes = draws.integers(2, 7, QUESTIONS)
    for place, size in enumerate(sizes):
        values = draws.integers(1, size + 1, families)
        columns[f"q{place}"] = np.where(draws.random(families) < 0.05, -8, values)
    frame = pd.DataFrame(columns)
    margins = [_margin(name, columns[name] - 1, draws) for name in TRAITS]
    named = {**TRAITS, **{f"q{place}": int(size) for place, size in enumerate(sizes)}}
    kinds = dict.fromkeys(named, "category") | dict.fromkeys(("age", "form", "language"), "axis")
    variables = tuple(
        Variable(
            name=name,
            question=name,
            kind=kinds[name],
            unit="family",
            categories=tuple(Category(code, f"{code}", {}) for code in range(1, size + 1)),
        )
        for name, size in named.items()
    )
    tables: dict[str, dict[str, np.ndarray]] = {"family": columns, "child": {}}
    owners = {"child": np.empty(0, dtype=np.intp)}
    plan = Codebook("scale", 1, variables)
    return from_columns(plan, tables, owners, families), frame, margins


def _margin(name: str, codes: np.ndarray, draws: np.random.Generator) -> Margin:
    counts = np.bincount(codes, minlength=TRAITS[name]).astype(float)
    totals = counts * draws.uniform(0.8, 1.25, len(counts))
    totals *= 10 * len(codes) / totals.sum()
    return categorical(name, [str(code) for code in range(len(totals))], codes, totals.tolist())


# Documents to files


def questionnaire() -> Questionnaire:
    """Return the family survey as families of one county are asked it."""
    return as_tried(library.load("familie"), COUNTY, date(2026, 9, 1))


def documents(families: int, folder: Path) -> dict[str, float]:
    """Measure how many documents become rows in a second of one processor."""
    asked, randomness = questionnaire(), Random(1)  # noqa: S311 - no secret
    drawn = [example_answers(asked, randomness).answers.to_json() for _ in range(DRAWN)]
    start = process_time()
    for document in drawn[:100]:
        encode(asked, document)
    alone = 100 / (process_time() - start)
    texts = [json.dumps(document) for document in drawn]
    encoder, start, given = Encoder(asked), process_time(), 0
    while given < families:
        part = texts * (min(TOGETHER, families - given) // len(texts))
        encoder.add(part)
        given += len(part)
    encoded = process_time() - start
    write(dataset_of(encoder), folder / "documents")
    took = process_time() - start
    size = sum(path.stat().st_size for path in (folder / "documents").iterdir())
    return {
        "documents/s to columns": families / encoded,
        "documents/s to Parquet": families / took,
        "documents/s one by one": alone,
        "bytes on disk each": size / families,
        "peak MB": _peak(),
    }


# Weights


def raking(families: int, _: Path) -> dict[str, float]:
    """Measure raking to four margins, beside pandas."""
    _, frame, margins = sample(families)
    base = np.full(families, 10.0)
    ours = best(lambda: rake(base, margins, tolerance=1e-9), 1)  # the first: margins are kept ready
    peak = _peak()
    plain = best(lambda: _raked_plainly(frame, margins), 1)
    gap = np.abs(_raked_plainly(frame, margins) / rake(base, margins, tolerance=1e-9) - 1).max()
    return {"s": ours, "times pandas": plain / ours, "largest difference": gap, "peak MB": peak}


def _raked_plainly(frame: pd.DataFrame, margins: Sequence[Margin]) -> np.ndarray:
    weight = pd.Series(10.0, index=frame.index)
    for _ in range(500):
        before = weight
        for margin in margins:
            codes = frame[margin.name]
            reached = weight.groupby(codes).transform("sum")
            weight = weight * codes.map(dict(enumerate(margin.totals, start=1))) / reached
        if (weight / before - 1).abs().max() < 1e-9:
            break
    return weight.to_numpy()


# Tables


def tables(families: int, folder: Path) -> dict[str, float]:
    """Measure shares, numbers and design effects of 60 questions by area, beside pandas' shares.

    Ours reads the file column by column; pandas holds all columns from the start.
    """
    dataset, frame, margins = sample(families)
    write(dataset, folder / "wave")
    del dataset
    weights = rake(np.full(families, 10.0), margins, tolerance=1e-9)

    def ours() -> None:
        found = read(folder / "wave")
        areas = found.column("area").astype(np.intp) - 1
        cut = Cut(areas, TRAITS["area"], weights, found.owner_of("family"))
        for place in range(QUESTIONS):
            name = f"q{place}"
            answers = np.maximum(found.column(name).astype(np.intp) - 1, -1)
            cut.tally(answers, len(found.codebook[name].categories))

    def plain() -> None:
        weighted = frame.assign(weight=weights)
        for place in range(QUESTIONS):
            known = weighted[weighted[f"q{place}"] > 0]
            sums = known.groupby(["area", f"q{place}"])["weight"].sum()
            sums / sums.groupby("area").transform("sum")

    took, other = best(ours, 1), best(plain, 1)
    return {"s": took, "times pandas": other / took, "peak MB": _peak()}


def release(families: int, folder: Path) -> dict[str, float]:
    """Measure a whole release: every question in every view, protected and attacked."""
    write(sample(families)[0], folder / "wave")
    dataset = read(folder / "wave")
    weights = rake(np.full(families, 10.0), sample(families)[2], tolerance=1e-9)
    areas = {str(code): f"a{code:02d}" for code in range(1, 13)}

    def ours() -> int:
        views = build_views(dataset, COUNTY, areas, place="area")
        shown = [view for view in views if not view.is_crossed]
        return len(safe_cells(dataset, weights, shown, Policy(), b"s" * 16, place="area").cells)

    start = process_time()
    cells = ours()
    return {"s": process_time() - start, "cells": cells, "peak MB": _peak()}


def in_r(families: int, folder: Path) -> dict[str, float]:
    """Measure weights, and ten questions by area, with R on the same families; nothing without R."""
    if shutil.which("Rscript") is None:
        return {}
    dataset, frame, margins = sample(families)
    base = np.full(families, 10.0)
    start = process_time()
    weights = rake(base, margins, tolerance=1e-9)
    weighing = process_time() - start
    frame.where(frame > 0).assign(base=base).to_csv(folder / "families.csv", index=False)
    totals = [
        (margin.name, place, total)
        for margin in margins
        for place, total in enumerate(margin.totals, start=1)
    ]
    pd.DataFrame(totals, columns=["trait", "code", "Freq"]).to_csv(
        folder / "totals.csv", index=False
    )
    (folder / "scale.R").write_text(IN_R, "utf-8")
    done = subprocess.run(
        ["Rscript", "scale.R"],  # noqa: S607 - the one that was found
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    raked, made = map(float, done.stdout.split())
    design, domain = Design(weights), Domain(dataset.column("area").astype(np.intp) - 1, 12)
    ours = best(
        lambda: [
            shares(design, np.maximum(dataset.column(f"q{n}").astype(np.intp) - 1, -1), 6, domain)
            for n in range(10)
        ],
        2,
    )
    return {"raking, times R": raked / weighing, "ten tables, times R": made / ours}


PARTS = {"documents": documents, "raking": raking, "tables": tables, "release": release}


def measured(name: str, families: int) -> dict[str, float]:
    """Measure one thing in a process of its own."""
    with TemporaryDirectory() as folder:
        work = {**PARTS, "in R": in_r}[name]
        return work(families, Path(folder))


def main(*, is_big: bool) -> None:
    """Measure and print, a line each."""
    jobs = [(name, size) for size in (*SIZES, *([BIG] if is_big else [])) for name in PARTS]
    jobs.append(("in R", SIZES[0]))
    for name, size in jobs:
        if name == "release" and size == BIG:
            continue
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
            found = own.submit(measured, name, size).result()
        told = ", ".join(
            f"{what} {number:,.3g}" if number < 10 else f"{what} {number:,.0f}"
            for what, number in found.items()
        )
        sys.stdout.write(f"{name}, {size:,} families: {told or 'no Rscript here'}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(is_big="--big" in sys.argv[1:])
