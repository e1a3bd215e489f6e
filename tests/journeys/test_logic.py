"""Checks between answers, wordings, limits and facts, as families meet them."""

from __future__ import annotations


def test_answers_of_one_question_and_an_earlier_one_must_fit_together(journey):
    family = journey("checks").answer(starts="09:00", ends="07:30", children_count="2")

    family.sees("Die Arbeit beginnt um 09:00 und kann nicht um 07:30 enden.")
    assert family.status == 422
    family.answer(ends="15:00").sees("Kind 1")


def test_answers_of_a_page_must_fit_together_and_the_message_counts_in_words(journey):
    family = journey("checks").answer(children_count="1", in_care="3")

    family.sees("Bei Ihnen lebt 1 Kind, betreut werden aber 3.")
    family.press("language:en").answer(children_count="1", in_care="3")
    family.sees("1 child lives with you, but 3 are in care.")


def test_a_sum_over_a_list_is_checked_where_it_grows_too_large(journey):
    family = journey("checks").answer(children_count="2").answer(hours="60")

    family.answer(hours="50").sees("Zusammen wären es 110 Stunden, mehr als 100.")
    family.answer(hours="40").sees("Stimmt alles?").submits()


def test_an_answer_changed_later_leads_from_the_review_page_to_the_page_it_breaks(journey):
    family = journey("checks").answer(children_count="3", in_care="1")
    family.answer(hours="50").answer(hours="20").answer(hours="20").sees("Stimmt alles?")

    family.press("change:child_page.1").answer(hours="60").press("change:child_page.2")
    family.answer(hours="40")

    family.sees("Zusammen wären es 120 Stunden, mehr als 100.").answer(hours="20")
    family.sees("Stimmt alles?").submits()


def test_a_question_speaks_of_one_child_or_of_several(journey):
    family = journey("variants").answer(children_count="1")

    family.sees("Spielt Ihr Kind draußen?", "Auch mit Ihnen zusammen.")
    family.press("language:en").sees("Does your child play outside?", "Also together with you.")
    family.press("back").answer(children_count="2")
    family.sees("Do your children play outside?", "Playground or yard count.")


def test_the_size_of_the_place_decides_and_stands_in_the_question(journey):
    family = journey("facts").answer(home="16065001")

    family.sees("Reicht Ihnen der Bus?", "In Abtsbessingen leben").never_sees("Stadtbus")
    family.never_sees("bei einer früheren Umfrage")
    family.answer(bus="yes").submits()


def test_in_a_town_the_other_question_comes(journey):
    journey("facts").answer(home="16065067").sees("Stadtbus").never_sees("Menschen")


def test_limits_follow_the_answer_they_hang_on(journey):
    family = journey("limits").answer(agreed="30", worked="51")

    family.sees("50").answer(worked="14")
    assert family.status == 422
    family.sees("15").answer(worked="15").sees("Stimmt alles?")


def test_an_option_reads_otherwise_inside_a_sentence(journey):
    journey("forms").answer(care="kita").sees("Sind Sie mit der Kita zufrieden?")


def test_an_option_without_that_form_reads_as_it_is(journey):
    journey("forms").answer(care="minder").sees(
        "Sind Sie mit Tagesmutter oder Tagesvater zufrieden?"
    )


def test_only_who_waits_must_say_how_long(journey):
    family = journey("required_if").answer(waiting="yes")

    assert family.status == 422
    family.answer(waiting="no").sees("Stimmt alles?")
