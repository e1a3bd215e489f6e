"""Lists as families meet them: added to, changed, removed, counted, and inside each other."""

from __future__ import annotations


def with_two_children(journey):
    family = journey("collect_list").press("add:").press("add:").press("next")
    return family.answer(age_band="0-2").answer(care="yes").answer(age_band="6-9")


def test_a_family_adds_its_children_and_is_asked_about_each(journey):
    family = journey("collect_list").sees("Noch nichts hinzugefügt", "Kind hinzufügen")

    family.press("add:").sees("Kind 1 ist hinzugefügt", "Ändern: Kind 1", "Entfernen: Kind 1")
    family.press("add:").press("next").sees("Wie alt ist das Kind?", "Abschnitt 1 von 2")
    family.answer(age_band="0-2").answer(care="yes").answer(age_band="6-9").sees("Alle zusammen")
    family.answer(siblings="yes", content="yes").sees("Kind 1 (0 bis 2 Jahre), Kind 2").submits()

    assert family.stored() == [
        {
            "children": ["1", "2"],
            "age_band": {"1": "0-2", "2": "6-9"},
            "care": {"1": "yes"},
            "siblings": "yes",
            "content": "yes",
        }
    ]


def test_too_few_items_are_named_and_lead_to_the_button(journey):
    family = journey("collect_list").press("next")

    assert family.status == 422
    family.sees("Bitte fügen Sie mindestens einen Eintrag hinzu.")
    assert family.tree.find(".//a[@href='#add!']") is not None
    assert family.tree.find(".//button[@id='add!']") is not None


def test_a_full_list_offers_no_more_items(journey):
    family = journey("collect_list")

    for _ in range(4):
        family.press("add:")

    assert family.tree.find(".//button[@id='add!']") is None


def test_the_button_for_changing_leads_to_the_first_page_of_the_item(journey):
    family = with_two_children(journey).press("back").press("back").press("back").press("back")

    family.sees("Welche Kinder leben bei Ihnen?").press("edit:child_age.2")

    family.sees("Wie alt ist das Kind?", "Kind 2 (6 bis 9 Jahre)")


def test_a_child_removed_from_the_review_page_leaves_nothing(journey):
    family = with_two_children(journey).answer(siblings="no", content="yes")

    family.press("change:who").press("remove:1")
    family.sees("Kind 1 (0 bis 2 Jahre) ist entfernt", "Ändern: Kind 1 (6 bis 9 Jahre)")
    family.press("next").sees("Stimmt alles?").submits()

    assert family.stored() == [{"children": ["1"], "age_band": {"1": "6-9"}, "content": "yes"}]


def test_a_child_added_from_the_review_page_is_asked_about_and_nobody_else(journey):
    family = with_two_children(journey).answer(siblings="no", content="yes")

    family.press("change:who").press("add:").press("next").sees("Kind 3", "Wie alt ist das Kind?")
    family.answer(age_band="6-9").sees("Stimmt alles?").submits()

    assert family.stored()[0]["children"] == ["1", "2", "3"]


def test_removing_what_is_no_item_removes_nothing(journey):
    family = journey("collect_list").press("add:")
    family.tree.find(".//button[@value='remove:1']").set("value", "remove:7")

    family.press("remove:7").sees("Welche Kinder leben bei Ihnen?", "Ändern: Kind 1")


def test_a_list_is_added_to_in_english(journey):
    family = journey("collect_list").press("language:en").press("add:")

    family.sees("Child 1 has been added", "Add a child", "Change: Child 1", "Remove: Child 1")


def test_pages_of_a_list_in_a_list_say_whose_they_are(journey):
    family = journey("nested_lists").answer(children_count=2)

    family.answer(age_band="3-5", places_count=1).sees("Kind 1 – Betreuungsplatz 1")
    family.answer(place_kind="kita").sees("Kind 1 – Wer hilft Ihnen bei der Betreuung?")
    family.press("add:").sees("Person 1 ist hinzugefügt").press("next")
    family.sees("Kind 1 – Person 1 – Hilfe bei der Betreuung").answer(helper_kind="friend")
    family.sees("Wie alt ist das Kind?", "Kind 2").answer(age_band="0-2", places_count=2)
    family.sees("Kind 2 – Betreuungsplatz 1").answer(place_kind="nursery", place_hours=20)
    family.sees("Kind 2 – Betreuungsplatz 2").answer(place_kind="minder", place_hours=5)
    family.press("next").sees("Zusammen").answer(many_ways="no", thanks_helpers="yes").submits()

    assert family.stored() == [
        {
            "children_count": 2,
            "age_band": {"1": "3-5", "2": "0-2"},
            "places_count": {"1": 1, "2": 2},
            "place_kind": {"1-1": "kita", "2-1": "nursery", "2-2": "minder"},
            "place_hours": {"2-1": 20, "2-2": 5},
            "helpers": {"1": ["1-1"], "2": []},
            "helper_kind": {"1-1": "friend"},
            "many_ways": "no",
            "thanks_helpers": "yes",
        }
    ]


def test_chosen_options_are_asked_about_one_by_one(journey):
    family = journey("options_list").answer(ways=["bus", "foot"])

    family.sees("Weg zur Schule: mit dem Bus").answer(safe="late")
    family.sees("Ist der Weg sicher (zu Fuß)?").answer(safe="yes").submits()

    assert family.stored() == [{"ways": ["bus", "foot"], "safe": {"bus": "late", "foot": "yes"}}]


def test_what_is_filled_in_on_the_page_of_a_list_stays_while_items_are_added(journey):
    family = journey("adults_and_children").fill(lone="yes").press("add:").press("next")

    family.sees("Erwachsene Person 1").answer(work_hours=42).answer(children_count=1)
    family.sees("Kind 1", "Bleibt Ihnen genug Zeit")
    family.answer(age_band="0-2", enough_time="no").submits()

    assert family.stored() == [
        {
            "lone": "yes",
            "adults": ["1"],
            "work_hours": {"1": 42},
            "children_count": 1,
            "age_band": {"1": "0-2"},
            "enough_time": {"1": "no"},
        }
    ]


def test_a_family_goes_through_a_rotating_section_in_one_order_and_back(journey):
    family = journey("rotate_section").answer(mobile="yes")
    titles = []

    for _ in range(3):
        titles.append(family.title)
        family.press("next")
    family.press("back").press("back").press("back")

    assert family.title == titles[0]
    assert len(set(titles)) == 3


def test_a_section_that_does_not_concern_a_family_is_not_counted(journey):
    family = journey("section_show").sees("Abschnitt 1 von 3: Zu Beginn").answer(nurses="no")

    family.sees("Abschnitt 2 von 2: Zum Schluss").answer(content="yes").submits()

    family.never_sees("Haben Sie genug Zeit für sich?")
