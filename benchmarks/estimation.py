"""How long a release's estimates take: 40 questions in 8 views of 5,000 raked families.

Prints seconds of processors and peak memory for one pass over everything and for one call for each
question and view; where ``Rscript`` with the package survey is found, also for ``svyby`` in R, with
the largest relative difference of all shares and standard errors. Run with
``PYTHONPATH=. python benchmarks/estimation.py``.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
import pandas as pd

from analytics.design import Design
from analytics.estimate import Domain, shares
from analytics.margins import Margin, categorical
from analytics.sweep import Sweep, all_shares
from analytics.weights import rake

FAMILIES, QUESTIONS = 5000, 40
VIEWS = {
    "county": 1,
    "area": 12,
    "quarter": 30,
    "age": 5,
    "form": 4,
    "language": 2,
    "income": 6,
    "size": 4,
}
MARGINS = ("area", "age", "form", "language")

IN_R = """
suppressMessages(library(survey))
data <- read.csv("families.csv")
for (name in names(data)) if (!name %in% c("weight", "N")) data[[name]] <- factor(data[[name]])
data$base <- data$N / ave(data$N, data$area, FUN=length)
d <- svydesign(ids=~1, strata=~area, weights=~base, fpc=~N, data=data)
margins <- lapply(c(MARGINS), function(m) setNames(aggregate(data$weight, data[m], sum), c(m, "Freq")))
by <- lapply(c(MARGINS), function(m) as.formula(paste0("~", m)))
d <- rake(d, by, margins, control=list(epsilon=1e-13, maxit=500))
began <- sum(proc.time()[1:2])
rows <- list()
for (view in c(VIEWS)) for (question in paste0("q", 0:LAST)) {
  asked <- as.formula(paste0("~", question)); group <- as.formula(paste0("~", view))
  s <- svyby(asked, group, d, svymean, na.rm=TRUE, keep.names=FALSE)
  rows[[length(rows) + 1]] <- data.frame(value=coef(s), se=as.vector(as.matrix(SE(s))))
}
cat(sum(proc.time()[1:2]) - began, "\\n")
write.csv(do.call(rbind, rows), "found.csv", row.names=FALSE)
"""


def sample(seed: int = 1) -> tuple[Design, pd.DataFrame, tuple[int, ...]]:
    """Return a raked design, the traits and answers of its families, and numbers of categories."""
    draws = np.random.default_rng(seed)
    frame = pd.DataFrame({name: draws.integers(0, size, FAMILIES) for name, size in VIEWS.items()})
    categories = tuple(int(count) for count in draws.integers(2, 6, QUESTIONS))
    for place, count in enumerate(categories):
        frame[f"q{place}"] = draws.integers(0 if place % 3 else -1, count, FAMILIES)
    strata = frame["area"].to_numpy()
    drawn = np.bincount(strata)
    population = np.round(drawn * draws.uniform(3, 20, len(drawn)))
    base = (population / drawn)[strata]
    margins = [_margin(name, frame[name].to_numpy(), base, draws) for name in MARGINS]
    weights = rake(base, margins, tolerance=1e-14)
    raked = tuple(frame[name].to_numpy() for name in MARGINS)
    frame["weight"], frame["N"] = weights, population[strata]
    return Design(weights, strata, population=population, raked=raked), frame, categories


def _margin(name: str, codes: np.ndarray, base: np.ndarray, draws: np.random.Generator) -> Margin:
    totals = np.bincount(codes, base)
    if name != "area":
        totals = totals * draws.uniform(0.8, 1.25, len(totals))
    totals *= base.sum() / totals.sum()
    return categorical(name, [str(code) for code in range(len(totals))], codes, totals.tolist())


def in_r(frame: pd.DataFrame) -> tuple[float, pd.DataFrame] | None:
    """Return the seconds R takes, and all its shares and errors; None without R."""
    if shutil.which("Rscript") is None:
        return None
    script = IN_R.replace("LAST", str(QUESTIONS - 1))
    for word, names in (("MARGINS", MARGINS), ("VIEWS", VIEWS)):
        script = script.replace(word, ", ".join(f'"{name}"' for name in names))
    with TemporaryDirectory() as folder:
        answers = [name for name in frame.columns if name.startswith("q") and name != "quarter"]
        known = frame[answers].where(frame[answers] >= 0)
        frame.assign(**known).to_csv(Path(folder) / "families.csv", index=False)
        (Path(folder) / "estimates.R").write_text(script, "utf-8")
        command = ["Rscript", "estimates.R"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603
        return float(done.stdout), pd.read_csv(Path(folder) / "found.csv")


def largest_difference(found: tuple[Sweep, ...], expected: pd.DataFrame) -> float:
    """Return the largest relative difference of shares and standard errors that are not zero."""
    parts = [view.of(question).value.T.ravel() for view in found for question in range(QUESTIONS)]
    errors = [view.of(question).se.T.ravel() for view in found for question in range(QUESTIONS)]
    ours = np.column_stack([np.concatenate(parts), np.concatenate(errors)])
    theirs = expected[["value", "se"]].to_numpy()
    telling = theirs > 1e-9
    return float(np.abs(ours[telling] / theirs[telling] - 1).max())


def best(work: Callable[[], object], times: int) -> float:
    """Return the least processor time of some runs, all threads together."""
    took = []
    for _ in range(times):
        start = process_time()
        work()
        took.append(process_time() - start)
    return min(took)


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    design, frame, categories = sample()
    answers = frame[[f"q{place}" for place in range(QUESTIONS)]].to_numpy()
    domains = [Domain(frame[name].to_numpy(), size) for name, size in VIEWS.items()]

    def one_by_one() -> None:
        for domain in domains:
            for place, count in enumerate(categories):
                shares(design, answers[:, place], count, domain)

    before = _peak(resource.RUSAGE_SELF)
    once = best(lambda: all_shares(design, answers, categories, domains), 5)
    after = _peak(resource.RUSAGE_SELF)
    single = best(one_by_one, 2)
    found = all_shares(design, answers, categories, domains)
    figures = sum(view.estimates.value.size for view in found)
    write = sys.stdout.write
    write(f"{figures} shares with errors: one pass {once:.2f} s, {after:.0f} MB peak")
    write(f" ({after - before:.0f} MB for it); one call each {single:.2f} s\n")
    of_r = in_r(frame)
    if of_r is None:
        write("no Rscript here, so R was not measured\n")
        return
    took, expected = of_r
    write(f"R survey {took:.1f} s, {_peak(resource.RUSAGE_CHILDREN):.0f} MB peak; ")
    write(f"one pass is {took / once:.0f} times as fast, one call each {took / single:.0f} times; ")
    write(f"largest relative difference {largest_difference(found, expected):.1e}\n")


if __name__ == "__main__":
    main()
