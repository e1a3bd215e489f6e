# Rscript tests/references/sample_size.R > tests/references/r-sample-size.json (from the root of the repository)
# Half of the families say yes where the share is 0.5, a fifth where it is 0.2; each stratum has its own size.
suppressMessages({library(survey); library(jsonlite)})
cases <- list(
  list(id = "plain", families = 1800, answers = 540, yes = 0.5, finite = FALSE),
  list(id = "plain_finite", families = 1800, answers = 540, yes = 0.5, finite = TRUE),
  list(id = "a_fifth", families = 1800, answers = 100, yes = 0.2, finite = TRUE),
  list(id = "few", families = 90, answers = 10, yes = 0.5, finite = FALSE),
  list(id = "strata", families = c(1800, 700, 400), answers = c(130, 60, 60), yes = 0.5, finite = FALSE),
  list(id = "strata_finite", families = c(1800, 700, 400), answers = c(130, 60, 200), yes = 0.5, finite = TRUE))
one <- function(case) {
  h <- rep(seq_along(case$families), case$answers)
  said <- unlist(lapply(case$answers, function(n) rep(c(1, 0), c(n * case$yes, n * (1 - case$yes)))))
  d <- data.frame(h = h, said = said, N = case$families[h], w = (case$families / case$answers)[h])
  design <- if (case$finite) svydesign(~1, strata = ~h, weights = ~w, fpc = ~N, data = d) else
    svydesign(~1, strata = ~h, weights = ~w, data = d)
  m <- svymean(~said, design)
  ends <- confint(m, df = degf(design))
  list(id = case$id, families = I(case$families), answers = I(case$answers), share = case$yes,
       is_finite = case$finite, half_width = (ends[2] - ends[1]) / 2,
       kish = sum(d$w^2) * nrow(d) / sum(d$w)^2)
}
cat(toJSON(list(made_with = paste(R.version.string, "survey", packageVersion("survey")),
  quantiles = lapply(c(4, 9, 20, 60, 400), function(f) list(freedom = f, quantile = qt(.975, f))),
  cases = lapply(cases, one)), auto_unbox = TRUE, digits = 12, pretty = TRUE), "\n")
