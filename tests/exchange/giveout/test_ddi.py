"""Codebooks in DDI-Codebook 2.5."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
import xmlschema

from surveyapp.exchange.giveout import ddi
from surveyapp.questionnaire.codebook import codebook
from tests.exchange.giveout.samples import NAMES, asked, plain

DDI = "{ddi:codebook:2_5}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@lru_cache(maxsize=1)
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(Path(__file__).parent / "ddi_codebook_part.xsd")


@pytest.mark.parametrize("name", NAMES)
def test_the_codebook_of_every_questionnaire_keeps_to_the_standard(name):
    content = ddi.write(asked(name), "de").decode()

    wrong = [f"{error.path}: {error.reason}" for error in schema().iter_errors(content)]

    assert wrong == []


def variables(questionnaire):
    root = fromstring(ddi.write(questionnaire, "de"))
    return {each.get("name"): each for each in root.iter(f"{DDI}var")}


def test_every_variable_stands_there_once_in_the_order_of_names():
    questionnaire = plain("repeat_children")

    names = list(variables(questionnaire))

    assert names == sorted(each["name"] for each in codebook(questionnaire)["variables"])


def test_a_variable_says_what_was_asked_whom_and_what_its_values_mean():
    care = variables(plain("skip_rule"))["waiting_time"]

    universe = {each.get(LANGUAGE): each.text for each in care.iter(f"{DDI}universe")}
    missing = [
        each.findtext(f"{DDI}catValu")
        for each in care.iter(f"{DDI}catgry")
        if each.get("missing") == "Y"
    ]
    literal = {each.get(LANGUAGE) for each in care.iter(f"{DDI}qstnLit")}

    assert universe["de"].startswith("wenn Sie bei „")
    assert universe["en"].startswith("if you ")
    assert sorted(missing) == ["-7", "-8", "-9"]
    assert literal == {"de", "en"}


def test_ids_of_variables_are_apart_even_where_codes_hold_other_signs():
    root = fromstring(ddi.write(asked("familie"), "de"))

    ids = [each.get("ID") for each in root.iter(f"{DDI}var")]

    assert len(set(ids)) == len(ids)


def test_a_wave_and_its_county_are_named_where_they_are_known():
    facts = {"wave.month": 202611, "county.ags": "16065"}
    root = fromstring(ddi.write(replace(plain("skip_rule"), facts=facts), "de"))

    when, where = root.find(f".//{DDI}collDate"), root.find(f".//{DDI}geogCover")

    assert when is not None
    assert when.get("date") == "2026-11"
    assert where is not None
    assert where.text == "16065"
