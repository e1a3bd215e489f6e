"""What programs may read: check the token, read one thing of its county, return a model."""

from __future__ import annotations

from flask import Response, abort, json, render_template

from surveyapp.services.tokens import Scope, opens
from surveyapp.storage import inventory, releases
from surveyapp.storage import surveys as survey_store
from surveyapp.storage.db import main_store
from surveyapp.storage.tokens import ApiToken
from surveyapp.ui.problem import problem
from surveyapp.web.api import models, reading
from surveyapp.web.api.document import answers, document, tree
from surveyapp.web.api.guard import for_programs, today
from surveyapp.web.api.pages import DocsPage, docs_page

RESULTS = (Scope.RESULTS, Scope.UNPUBLISHED)


def openapi() -> Response:
    """Return the OpenAPI document; it names no county and needs no token."""
    return Response(json.dumps(document()), content_type="application/json")


def docs() -> str:
    """Show the OpenAPI document to people."""
    page: DocsPage = docs_page(document())
    return render_template("api/index.html", page=page)


@for_programs(Scope.SURVEYS)
@tree.validate(resp=answers(models.Surveys), tags=["Befragungen"])
def surveys(token: ApiToken, query: models.Paging) -> models.Surveys:
    """Befragungen des Landkreises | The county's surveys."""
    found = reading.surveys(main_store(), token.county_ags, only_public=_only_public(token))
    return models.Surveys(items=list(reading.part(found, query)), **reading.counted(found, query))


@for_programs(Scope.SURVEYS)
@tree.validate(resp=answers(models.Survey), tags=["Befragungen"])
def survey(token: ApiToken, slug: str) -> models.Survey:
    """Eine Befragung mit ihren Wellen | One survey with its waves."""
    found = reading.survey(main_store(), _survey(token, slug), only_public=_only_public(token))
    return found if found.waves else abort(problem(404))


@for_programs(*RESULTS)
@tree.validate(resp=answers(models.Release), tags=["Ergebnisse"])
def release(token: ApiToken, slug: str, number: int) -> models.Release:
    """Die neueste Freigabe einer Welle: wovon ihre Zahlen handeln | A wave's newest release."""
    return reading.release(_release(token, slug, number), slug, number)


@for_programs(*RESULTS)
@tree.validate(resp=answers(models.Cells), tags=["Ergebnisse"])
def cells(token: ApiToken, slug: str, number: int, query: models.OfCells) -> models.Cells:
    """Zahlen der neuesten Freigabe einer Welle | Figures of a wave's newest release."""
    found = _release(token, slug, number)
    chosen = reading.cells(found, query)
    return models.Cells(
        release=found.release.number,
        is_public=found.release.is_public,
        is_simulated=found.contents.is_simulated,
        caveat=found.contents.caveat,
        items=list(reading.part(chosen, query)),
        **reading.counted(chosen, query),
    )


@for_programs(Scope.INVENTORY)
@tree.validate(resp=answers(models.Places), tags=["Bestand"])
def places(token: ApiToken, query: models.OfType) -> models.Places:
    """Einrichtungen, die heute gelten | Places valid today."""
    types = None if query.type is None else [query.type]
    found = inventory.places_on(main_store(), token.county_ags, today(), types)
    items = [reading.place(each) for each in reading.part(found, query)]
    return models.Places(items=items, **reading.counted(found, query))


@for_programs(Scope.INVENTORY)
@tree.validate(resp=answers(models.Offers), tags=["Bestand"])
def offers(token: ApiToken, query: models.OfType) -> models.Offers:
    """Angebote, die heute gelten | Offers valid today."""
    types = None if query.type is None else [query.type]
    found = inventory.offers_on(main_store(), token.county_ags, today(), types)
    standing = inventory.places_on(main_store(), token.county_ags, today())
    keys = {each.id: each.key for each in standing}
    items = [reading.offer(each, keys) for each in reading.part(found, query)]
    return models.Offers(items=items, **reading.counted(found, query))


@for_programs(Scope.QUESTIONNAIRES)
@tree.validate(resp=answers(models.Editions), tags=["Fragebögen"])
def questionnaires(token: ApiToken, query: models.Paging) -> models.Editions:
    """Fragebögen, die im Landkreis gefragt wurden | Questionnaires the county has asked."""
    asked = reading.asked(main_store(), token.county_ags)
    found = [asked[each] for each in sorted(asked)]
    items = [reading.edition(main_store(), each) for each in reading.part(found, query)]
    return models.Editions(items=items, **reading.counted(found, query))


@for_programs(Scope.QUESTIONNAIRES)
@tree.validate(resp=answers(models.Codebook), tags=["Fragebögen"])
def codebook(token: ApiToken, questionnaire: str, version: int) -> models.Codebook:
    """Der Codeplan einer Fassung | The codebook of one version."""
    wave = reading.asked(main_store(), token.county_ags).get((questionnaire, version))
    return abort(problem(404)) if wave is None else reading.codebook_of(main_store(), wave)


def _only_public(token: ApiToken) -> bool:
    return not opens(token, Scope.UNPUBLISHED)


def _survey(token: ApiToken, slug: str) -> survey_store.Survey:
    """Return a survey of the token's county; a foreign or unknown one does not exist."""
    found = survey_store.survey_by_slug(main_store(), slug)
    if found is None or found.county_ags != token.county_ags:
        abort(problem(404))
    return found


def _release(token: ApiToken, slug: str, number: int) -> releases.Released:
    waves = {each.number: each for each in _survey(token, slug).waves}
    if number not in waves:
        abort(problem(404))
    newest = releases.latest_release(
        main_store(), waves[number].id, only_public=_only_public(token)
    )
    if newest is None:
        abort(problem(404))
    return releases.read_release(main_store(), newest)
