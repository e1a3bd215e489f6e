# Rscript tests/references/weights.R > tests/references/r-weights.json (from the root of the repository)
suppressMessages({library(survey); library(jsonlite)})
schools <- read.csv("tests/references/apistrat.csv", stringsAsFactors = TRUE)
families <- read.csv("tests/references/familien.csv", stringsAsFactors = TRUE)
designs <- list(
  strat = "svydesign(id=~1, strata=~stype, weights=~pw, data=schools, fpc=~fpc)",
  plain = "svydesign(id=~1, weights=~pw, data=schools)",
  clus = "svydesign(id=~dnum, weights=~pw, data=schools)",
  fam = "svydesign(id=~1, strata=~gemeinde, weights=~pw, data=families)",
  ones = "svydesign(id=~1, weights=~I(pw*0+17.6), data=families)")
stype <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
both <- data.frame(expand.grid(stype = c("E", "H", "M"), sch.wide = c("No", "Yes")),
                   Freq = c(400, 300, 350, 4021, 455, 668))
totals <- c("(Intercept)" = 6194, stypeH = 755, stypeM = 1018, sch.wideYes = 5122)
amounts <- c("(Intercept)" = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)
far <- c("(Intercept)" = 6194, stypeH = 1300, stypeM = 700, sch.wideYes = 5700)
margin <- function(name, tilt) {
  seen <- tapply(families$pw, families[[name]], sum)
  wanted <- seen * seq(1 - tilt, 1 + tilt, length.out = length(seen))
  out <- data.frame(names(seen), as.numeric(wanted / sum(wanted) * 44020))
  names(out) <- c(name, "Freq"); out
}
fm <- list(margin("gemeinde", .3), margin("alter", .2), margin("form", .25), margin("sprache", .1))
exact <- list(maxit = 2000, epsilon = 1e-13)
answers <- function(d) list(
  api00 = api(d, ~api00), enroll = api(d, ~enroll), rows = weights(d))
api <- function(d, f) { m <- svymean(f, d); list(estimate = as.numeric(m), se = as.numeric(SE(m))) }
deff <- function(d) { m <- svymean(~api00 + I(stype == "E") + I(awards == "Yes"), d, deff = "replace")
  list(estimate = as.numeric(coef(m)), se = as.numeric(SE(m)), deff = as.numeric(survey::deff(m)),
       names = names(coef(m))) }
cases <- list(
  c("strat.post_stratify", "plain", "answers(postStratify(d, ~stype, stype))"),
  c("plain.post_stratify_two_traits", "plain", "answers(postStratify(d, ~stype+sch.wide, both))"),
  c("plain.rake2", "plain", "answers(rake(d, list(~stype, ~sch.wide), list(stype, wide), control=exact))"),
  c("strat.calibrate_linear_weights", "strat", "answers(calibrate(d, ~stype+sch.wide, totals, calfun='linear'))"),
  c("strat.calibrate_raking", "strat", "answers(calibrate(d, ~stype+sch.wide, totals, calfun='raking', epsilon=1e-13, maxit=200))"),
  c("strat.calibrate_linear_amounts", "strat", "answers(calibrate(d, ~stype+api99, amounts, calfun='linear'))"),
  c("strat.calibrate_raking_amounts", "strat", "answers(calibrate(d, ~stype+api99, amounts, calfun='raking', epsilon=1e-13, maxit=200))"),
  c("plain.calibrate_linear_far", "plain", "answers(calibrate(d, ~stype+sch.wide, far, calfun='linear'))"),
  c("plain.calibrate_linear_bounded", "plain", "answers(calibrate(d, ~stype+sch.wide, far, calfun='linear', bounds=c(0.3,3), epsilon=1e-13, maxit=500))"),
  c("plain.calibrate_raking_far", "plain", "answers(calibrate(d, ~stype+sch.wide, far, calfun='raking', epsilon=1e-13, maxit=500))"),
  c("strat.trim_both_ends", "strat", "answers(trimWeights(rake(d, list(~stype, ~sch.wide), list(stype, wide), control=exact), lower=20, upper=42, strict=TRUE))"),
  c("fam.rake4", "ones", "list(rows=weights(rake(d, list(~gemeinde,~alter,~form,~sprache), fm, control=exact)))"),
  c("fam.rake4_trim", "ones", "list(rows=weights(trimWeights(rake(d, list(~gemeinde,~alter,~form,~sprache), fm, control=exact), lower=12, upper=24, strict=TRUE)))"),
  c("clus.deff", "clus", "deff(d)"),
  c("clus.raked_deff", "clus", "deff(calibrate(d, ~stype+sch.wide, totals, calfun='raking', epsilon=1e-13, maxit=200))"),
  c("strat.deff", "strat", "deff(d)"))
out <- lapply(cases, function(case) {
  d <- eval(parse(text = designs[[case[2]]]))
  list(id = case[1], design = designs[[case[2]]], r_code = case[3], result = eval(parse(text = case[3])))
})
inputs <- list(stype = stype, sch.wide = wide, both = both, totals = as.list(totals), amounts = as.list(amounts),
               far = as.list(far), fm = lapply(fm, function(m) setNames(as.list(m$Freq), m[[1]])))
cat(toJSON(list(r_version = R.version.string, survey_version = as.character(packageVersion("survey")),
                inputs = inputs, cases = out), digits = NA, auto_unbox = TRUE))
