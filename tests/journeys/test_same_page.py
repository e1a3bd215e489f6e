def test_family_without_kita_is_asked_why_and_never_for_its_waiting_time(journey):
    family = journey("same_page")

    family.answer(kita="no").sees("Warum geht Ihr Kind nicht", "noch eine Frage")
    family.answer(reason="no_place").sees("Wohnen Sie gern hier?")
    family.answer(content="yes").sees("Stimmt alles?", "kein Platz").submits()

    family.never_sees("gewartet")
    assert family.stored() == [{"kita": "no", "reason": "no_place", "content": "yes"}]


def test_family_with_kita_is_asked_for_its_waiting_time_and_never_why(journey):
    family = journey("same_page")

    family.answer(kita="yes").answer(months=3).answer(content="refused").sees("3 Monate").submits()

    family.never_sees("Warum geht")
    assert family.stored() == [{"kita": "yes", "months": 3, "content": "refused"}]


def test_an_answer_changed_from_the_review_page_opens_only_what_is_new(journey):
    family = journey("same_page")
    family.answer(kita="no").answer(reason="no_place").answer(content="yes")

    family.press("change:care").answer(kita="yes").sees("Wie lange haben Sie gewartet?")
    family.answer(months=12).sees("Stimmt alles?").submits()

    assert family.stored() == [{"kita": "yes", "months": 12, "content": "yes"}]


def test_changing_nothing_leads_straight_back_to_the_review_page(journey):
    family = journey("same_page").answer(kita="yes").answer(months=12).answer(content="yes")

    family.press("change:care").sees("Zur Übersicht").press("next")

    family.sees("Stimmt alles?", "12 Monate")


def test_a_required_question_left_empty_is_named_at_the_top_and_at_the_field(journey):
    family = journey("same_page").press("next")

    assert family.status == 422
    assert family.title.startswith("Fehler: ")
    family.sees("Eine Antwort fehlt oder passt noch nicht", "oder wählen Sie „keine Angabe“")


def test_a_wrong_number_stays_in_its_field(journey):
    family = journey("same_page").answer(kita="yes").answer(months="drei")

    assert family.status == 422
    assert family.tree.find(".//input[@name='months']").get("value") == "drei"
    family.sees("Bitte geben Sie eine Zahl ein")


def test_language_changes_on_any_page_and_keeps_what_was_filled_in(journey):
    family = journey("same_page").answer(kita="yes").fill(months=7)

    family.press("language:en").sees("How long did you wait?", "Continue")

    assert family.tree.find(".//input[@name='months']").get("value") == "7"
    assert family.tree.get("lang") == "en"


def test_going_back_keeps_what_is_valid_and_does_not_complain(journey):
    family = journey("same_page").answer(kita="yes").fill(months=7)

    family.press("back").sees("Geht Ihr Kind in die Kita?").press("next")

    assert family.tree.find(".//input[@name='months']").get("value") == "7"


def test_sending_twice_says_thank_you_twice_and_keeps_one_response(journey):
    family = journey("same_page").answer(kita="yes").answer(months=1).answer(content="yes")
    review_page = family.tree
    family.submits()

    family.tree = review_page
    family.submits()

    assert len(family.stored()) == 1


def test_leaving_asks_once_more_and_then_keeps_nothing(journey):
    family = journey("same_page").answer(kita="yes").fill(months=1)

    family.press("leave").press("stay").sees("Wie lange haben Sie gewartet?")
    family.press("leave").press("discard").sees("Ihre Angaben sind gelöscht")

    assert family.stored() == []
    assert family.response.headers["Clear-Site-Data"] == '"cache"'
