# Makes r-estimation.json: run `Rscript estimation.R` in this folder (R 4.2, survey 4.1-1, jsonlite).
# Each case names its data, the lines that make its design `d`, and the line that makes its result.
suppressMessages({library(survey); library(jsonlite)})
if (!file.exists("apiclus2.csv")) {
  data(api)
  write.csv(apiclus1[c("dnum", "snum", "stype", "sch.wide", "comp.imp", "awards", "api00", "api99",
                       "enroll", "api.stu", "pw", "fpc")], "apiclus1.csv", row.names = FALSE)
  write.csv(apiclus2[c("dnum", "snum", "stype", "sch.wide", "comp.imp", "api00", "api99", "enroll",
                       "api.stu", "pw", "fpc1", "fpc2")], "apiclus2.csv", row.names = FALSE)
}
read <- function(name) read.csv(name, stringsAsFactors = TRUE)

# Shapes of results.
est <- function(s) list(estimate = unname(coef(s)), se = unname(as.vector(SE(s))))
by <- function(s) c(list(groups = lapply(s[attr(s, "svyby")$margins], as.character)), est(s))
cov_of <- function(s) list(estimate = unname(coef(s)), vcov = unname(vcov(s)))
quant <- function(s) lapply(s, function(m) {
  m <- unname(unclass(m))
  list(estimate = m[, 1], ci_low = m[, 2], ci_high = m[, 3], se = m[, 4])
})[[1]]
test <- function(s) list(statistic = unname(as.vector(s$statistic)), parameter = unname(s$parameter),
                         p_value = unname(as.vector(s$p.value)))
ttest <- function(s) list(estimate = unname(s$estimate), t = unname(s$statistic),
                          df = unname(s$parameter), p_value = unname(as.vector(s$p.value)),
                          ci = as.vector(s$conf.int))
ci <- function(s) list(estimate = as.vector(unclass(s))[1], ends = as.vector(attr(s, "ci")))

cases <- list()
case <- function(id, dataset, design, r_code) {
  where <- new.env(parent = globalenv())
  assign("data", read(dataset), where)
  for (line in design) eval(parse(text = line), where)
  result <- suppressWarnings(eval(parse(text = r_code), where))
  options(survey.lonely.psu = "fail")
  cases[[length(cases) + 1]] <<- list(id = id, dataset = dataset, design = design, r_code = r_code,
                                      result = result)
}

# Designs.
strat <- "d <- svydesign(id=~1, strata=~stype, weights=~pw, fpc=~fpc, data=data)"
clus1 <- "d <- svydesign(id=~dnum, weights=~pw, fpc=~fpc, data=data)"
clus2 <- "d <- svydesign(id=~dnum+snum, weights=~pw, fpc=~fpc1+fpc2, data=data)"
kinds <- "kinds <- data.frame(stype=c('E','H','M'), Freq=c(4421,755,1018))"
tight <- "control=list(maxit=500, epsilon=1e-13)"
rake <- c(kinds, "wide <- data.frame(sch.wide=c('No','Yes'), Freq=c(1072,5122))",
          sprintf("d <- rake(d, list(~stype,~sch.wide), list(kinds,wide), %s)", tight))
post <- c(kinds, "d <- postStratify(d, ~stype, kinds)")
families <- c(
  "d <- svydesign(id=~1, strata=~gemeinde, weights=~pw, fpc=~N_h, data=data)",
  "place <- aggregate(pw~gemeinde, data, sum); names(place)[2] <- 'Freq'",
  "form <- aggregate(pw~form, data, sum); names(form)[2] <- 'Freq'",
  "form$Freq <- form$Freq*c(1.3,0.9,0.95,1.1); form$Freq <- form$Freq*sum(data$pw)/sum(form$Freq)",
  "age <- aggregate(pw~alter, data, sum); names(age)[2] <- 'Freq'",
  "age$Freq <- age$Freq*seq(0.8,1.2,length.out=nrow(age)); age$Freq <- age$Freq*sum(data$pw)/sum(age$Freq)",
  sprintf("d <- rake(d, list(~gemeinde,~form,~alter), list(place,form,age), %s)", tight))

# Cluster samples of one and two stages.
case("clus1.mean", "apiclus1.csv", clus1, "c(est(svymean(~api00, d)), df=degf(d))")
case("clus1.total", "apiclus1.csv", clus1, "est(svytotal(~enroll, d))")
case("clus1.by_stype", "apiclus1.csv", clus1, "by(svyby(~api00, ~stype, d, svymean))")
case("clus1.beta_by_stype", "apiclus1.csv", clus1,
     "{s <- svyby(~I(comp.imp=='Yes'), ~stype, d, svyciprop, vartype='ci', method='beta'); list(estimate=as.vector(s[[2]]), ci_low=s$ci_l, ci_high=s$ci_u)}")
case("clus1.ttest", "apiclus1.csv", clus1, "ttest(svyttest(api00~comp.imp, d))")
case("clus1.chisq", "apiclus1.csv", clus1,
     "lapply(c(F='F',Chisq='Chisq',Wald='Wald',adjWald='adjWald'), function(s) test(svychisq(~stype+comp.imp, d, statistic=s)))")
case("clus2.mean", "apiclus2.csv", clus2, "c(est(svymean(~api00+api99, d)), df=degf(d))")
case("clus2.total", "apiclus2.csv", clus2, "est(svytotal(~enroll, d, na.rm=TRUE))")
case("clus2.ratio", "apiclus2.csv", clus2, "est(svyratio(~api.stu, ~enroll, d, na.rm=TRUE))")
case("clus2.by_stype", "apiclus2.csv", clus2, "by(svyby(~api00, ~stype, d, svymean))")
case("clus2.covariance", "apiclus2.csv", clus2, "cov_of(svyby(~api00, ~stype, d, svymean, covmat=TRUE))")
case("clus2.ciprop", "apiclus2.csv", clus2,
     "lapply(c(beta='beta',mean='mean',logit='logit',xlogit='xlogit',asin='asin'), function(m) ci(svyciprop(~I(comp.imp=='Yes'), d, method=m)))")
case("clus2.chisq", "apiclus2.csv", clus2,
     "lapply(c(F='F',Chisq='Chisq'), function(s) test(svychisq(~stype+comp.imp, d, statistic=s)))")

# Fitted to the register.
case("post.clus1", "apiclus1.csv", c(clus1, post),
     "list(mean=est(svymean(~api00, d)), total=est(svytotal(~enroll, d)), by=by(svyby(~api00, ~comp.imp, d, svymean)))")
case("post.uneven", "apistrat.csv",
     c(strat, "award <- data.frame(awards=c('No','Yes'), Freq=c(2027,4167))", "d <- postStratify(d, ~awards, award)"),
     "list(mean=est(svymean(~api00, d)), total=est(svytotal(~enroll, d)), by=by(svyby(~api00, ~comp.imp, d, svymean)))")
case("linear.clus1", "apiclus1.csv",
     c(clus1, "d <- calibrate(d, ~stype+api99, c(`(Intercept)`=6194, stypeH=755, stypeM=1018, api99=3914069))"),
     "list(weights=unname(weights(d)), mean=est(svymean(~api00, d)), total=est(svytotal(~enroll, d)), by=by(svyby(~api00, ~comp.imp, d, svymean)))")
case("rake.clus1", "apiclus1.csv", c(clus1, rake),
     "list(weights=unname(weights(d)), mean=est(svymean(~api00, d)), total=est(svytotal(~enroll, d)), by=by(svyby(~api00, ~comp.imp, d, svymean)))")
case("rake.families", "familien.csv", families,
     "list(margins=list(gemeinde=place$Freq, form=form$Freq, alter=age$Freq), weights=unname(weights(d)), shares=by(svyby(~sprache, ~gemeinde, d, svymean)), means=by(svyby(~zufriedenheit, ~form, d, svymean, na.rm=TRUE)), total=est(svytotal(~bedarf_beratung, d)))")

# Replicate weights.
jk1 <- c("d <- svydesign(id=~dnum, weights=~pw, data=data)", "d <- as.svrepdesign(d, type='JK1')")
case("jk1.clus1", "apiclus1.csv", jk1,
     "list(mean=c(est(svymean(~api00, d)), df=degf(d)), total=est(svytotal(~enroll, d)), ratio=est(svyratio(~api.stu, ~enroll, d)), by=by(svyby(~api00, ~stype, d, svymean)), vcov=unname(vcov(svyby(~api00, ~stype, d, svymean, covmat=TRUE))))")
case("jk1.fpc", "apiclus1.csv", c(clus1, "d <- as.svrepdesign(d, type='JK1', mse=TRUE)"), "est(svymean(~api00, d))")
case("jk1.post", "apiclus1.csv", c(jk1, post),
     "list(mean=est(svymean(~api00, d)), total=est(svytotal(~enroll, d)), by=by(svyby(~api00, ~comp.imp, d, svymean)))")
case("jkn.rake", "apistrat.csv", c(strat, "d <- as.svrepdesign(d, type='JKn')", rake),
     "list(mean=c(est(svymean(~api00, d)), df=degf(d)), total=est(svytotal(~enroll, d)), by=by(svyby(~api00, ~comp.imp, d, svymean)))")
boot <- c("d <- svydesign(id=~dnum, weights=~pw, data=data)", "set.seed(4711)",
          "r <- as.svrepdesign(d, type='subbootstrap', replicates=30, compress=FALSE)",
          "f <- as.matrix(r$repweights); class(f) <- 'matrix'",
          "d <- svrepdesign(repweights=f, weights=~pw, data=data, type='bootstrap', combined.weights=FALSE)")
case("boot.clus1", "apiclus1.csv", boot,
     "list(scale=r$scale, units=unique(data$dnum), factors=unname(f[!duplicated(data$dnum),]), mean=c(est(svymean(~api00, d)), df=degf(d)), total=est(svytotal(~enroll, d)), by=by(svyby(~api00, ~stype, d, svymean)), median=quant(svyquantile(~api00, d, c(.25,.5))))")
case("boot.mse", "apiclus1.csv", c(boot, "d$mse <- TRUE"), "list(mean=est(svymean(~api00, d)), post={d <- postStratify(d, ~stype, data.frame(stype=c('E','H','M'), Freq=c(4421,755,1018))); est(svymean(~api00, d))})")

# Quantiles.
several <- "c(.1,.25,.5,.75,.9)"
case("quantile.rake", "apistrat.csv", c(strat, rake), sprintf("quant(svyquantile(~api00, d, %s))", several))
case("quantile.clus2", "apiclus2.csv", clus2, sprintf("quant(svyquantile(~api00, d, %s))", several))
case("quantile.types", "apistrat.csv", c(strat, rake),
     "lapply(c(beta='beta',xlogit='xlogit',asin='asin'), function(i) quant(svyquantile(~api00, d, c(.25,.5), interval.type=i)))")
case("quantile.by", "apistrat.csv", strat,
     "lapply(c(E='E',H='H',M='M'), function(k) quant(svyquantile(~api00, subset(d, stype==k), c(.25,.5))))")
case("quantile.families", "familien.csv", families,
     "lapply(setNames(nm=levels(data$gemeinde)), function(g) quant(svyquantile(~wartezeit_wochen, subset(d, gemeinde==g), .5, na.rm=TRUE)))")
case("quantile.tie", "apistrat.csv",
     c("data <- data[1:8,]", "data$one <- 1", "d <- svydesign(id=~1, weights=~one, data=data)"),
     "list(values=data$api00, math=quant(svyquantile(~api00, d, c(.25,.5))))")

# Tables of two questions.
tests <- "lapply(c(F='F',Chisq='Chisq',Wald='Wald',adjWald='adjWald'), function(s) test(svychisq(%s, d, statistic=s)))"
case("table.rake", "apistrat.csv", c(strat, rake), sprintf(tests, "~awards+comp.imp"))
case("table.families", "familien.csv", families, sprintf(tests, "~bedarf_beratung+form"))
case("table.shares", "apistrat.csv", c(strat, rake),
     "list(cells=est(svymean(~interaction(stype, awards), d)), rows=est(svyby(~awards, ~stype, d, svymean)), columns=est(svyby(~stype, ~awards, d, svymean)), counts=unname(as.matrix(unclass(svytable(~stype+awards, d)))))")

# Differences.
case("ttest.rake", "apistrat.csv", c(strat, rake), "ttest(svyttest(api00~comp.imp, d))")
case("gap.missing", "apistrat.csv",
     c("data$late <- ifelse(data$api00>800, NA, data$api00)", strat, rake),
     "list(all=est(svycontrast(svymean(~late+api99, d, na.rm=TRUE), c(late=1,api99=-1))), by=lapply(c(E='E',H='H',M='M'), function(k) est(svycontrast(svymean(~late+api99, subset(d, stype==k), na.rm=TRUE), c(late=1,api99=-1)))))")
two <- "data <- rbind(cbind(data[1:150,], wave=1, y=data$api99[1:150]), cbind(data[51:200,], wave=2, y=data$api00[51:200]))"
case("panel.strat", "apistrat.csv",
     c(two, "d <- svydesign(id=~cds, strata=~stype, weights=~pw, fpc=~fpc, data=data)"),
     "{s <- svyby(~y, ~wave, d, svymean, covmat=TRUE); c(cov_of(s), change=list(est(svycontrast(s, c(`1`=-1,`2`=1)))), df=degf(d))}")
case("panel.clus1", "apiclus1.csv",
     c("data <- rbind(cbind(data, wave=1, y=data$api99), cbind(data[data$stype!='H',], wave=2, y=data$api00[data$stype!='H']))",
       "d <- svydesign(id=~dnum, weights=~pw, fpc=~fpc, data=data)"),
     "{s <- svyby(~y, ~wave, d, svymean, covmat=TRUE); c(cov_of(s), change=list(est(svycontrast(s, c(`1`=-1,`2`=1)))), df=degf(d))}")
case("waves.strat", "apistrat.csv",
     c("data$wave <- rep(1:2, 100)", "data$y <- ifelse(data$wave==1, data$api99, data$api00)", "data$cell <- interaction(data$wave, data$stype)",
       "d <- svydesign(id=~1, strata=~cell, weights=~pw, fpc=~fpc, data=data)"),
     "{s <- svyby(~y, ~wave, d, svymean, covmat=TRUE); c(cov_of(s), change=list(est(svycontrast(s, c(`1`=-1,`2`=1)))), df=degf(d))}")
case("adjust", "apistrat.csv", "p <- c(0.0147,0.5,0.03,0.03,0.0002,NA,0.8,0.04)",
     "lapply(c(holm='holm',BH='BH'), function(m) p.adjust(p, m))")

# Edges.
for (way in c("remove", "certainty", "adjust", "average")) {
  case(paste0("lonely.", way), "apistrat.csv",
       c(sprintf("options(survey.lonely.psu='%s')", way),
         "data <- data[data$stype!='M' | cumsum(data$stype=='M')==1,]", strat),
       "list(mean=c(est(svymean(~api00, d)), df=degf(d)), total=est(svytotal(~enroll, d)), by=by(svyby(~api00, ~comp.imp, d, svymean)))")
}
for (way in c("remove", "adjust")) {
  case(paste0("lonely.second.", way), "apiclus2.csv",
       c(sprintf("options(survey.lonely.psu='%s')", way), "data$fpc2 <- data$fpc2+2", clus2),
       "est(svymean(~api00, d))")
}
case("weight0", "apistrat.csv", c("data$pw[seq(1,200,7)] <- 0", strat),
     "list(mean=c(est(svymean(~api00, d)), df=degf(d)), by=by(svyby(~api00, ~comp.imp, d, svymean)), median=quant(svyquantile(~api00, d, .5)))")
case("way", "apistrat.csv", c(strat, rake),
     "list(known=est(svymean(~I(sch.wide=='Yes'), d))$se[2], tried=est(svymean(~I(comp.imp=='Yes'), subset(d, sch.wide=='Yes'))), used=est(svymean(~I(awards=='Yes'), subset(d, sch.wide=='Yes' & comp.imp=='Yes'))), reached=est(svymean(~I(sch.wide=='Yes' & comp.imp=='Yes' & awards=='Yes'), d)))")
case("several", "apistrat.csv", strat,
     "list(asked=est(svymean(~I(sch.wide=='Yes')+I(comp.imp=='Yes')+I(awards=='Yes'), d)), named=est(svymean(~I(sch.wide=='Yes')+I(comp.imp=='Yes')+I(awards=='Yes'), subset(d, sch.wide=='Yes' | comp.imp=='Yes' | awards=='Yes'))))")

json <- function(value) toJSON(value, digits = I(15), auto_unbox = TRUE, na = "null", null = "null")
head <- list(
  r_version = R.version.string, survey_version = as.character(packageVersion("survey")),
  generated_by = "estimation.R",
  attribution = "apiclus1.csv and apiclus2.csv: California Department of Education, public, as distributed with the R package survey (Thomas Lumley).")
lines <- vapply(cases, json, "")
writeLines(c(sub("}$", ",", json(head)), "\"cases\": [", paste(lines, collapse = ",\n"), "]}"), "r-estimation.json")
