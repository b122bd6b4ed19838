"""Forms that are filled in wrongly, and names that would like to be something else."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from tests.backend.web.people import Family, Staff
from tests.backend.web.typed import a_child, a_day, a_home, a_person

STRANGE = '"><script>alert(1)</script>'


def wrongly(family: Family, staff: Staff) -> dict[str, dict[str, str]]:
    """Every form of the records, each filled in with something wrong, by its path."""
    child = f"/children/{family.child.id}"
    reviews = f"{child}/reviews"
    return {
        "/children/new": a_child(staff, last_name=""),
        f"{child}/edit": a_child(staff, first_name="a" * 201),
        f"{child}/homes/new": a_home(kind="castle"),
        f"{child}/homes/{family.home.id}/edit": a_home(name="") | {"address": "12 Mill Lane"},
        f"{child}/move": a_home(),
        f"{child}/people/new": a_person(family, email="nowhere"),
        f"{child}/people/{family.carer.id}/edit": a_person(family, role="king"),
        f"{reviews}/new": {"place": "at school", "time": "noon"},
        f"{reviews}/{family.review.id}/edit": {"place": "at home", "time": "16:00"},
        f"{reviews}/{family.review.id}/asking": {"way": "pigeon"},
        "/officers/new": {"name": "Nia", "email": staff["iro"].email},
        f"/officers/{staff['duty'].id}/edit": {"name": "Nia", "email": "nia@x.example"},
    }


@pytest.mark.parametrize("number", range(12))
def test_a_form_that_is_wrong_keeps_what_was_typed(
    owner: TestClient, staff: Staff, family: Family, number: int
) -> None:
    """What is wrong is said above and beside its field, and what was typed is still there."""
    path, typed = list(wrongly(family, staff).items())[number]
    keeper = next(
        (name for name in ("known_as", "phone", "place", "address", "name") if typed.get(name)), ""
    )
    answer = owner.post(path, data=typed | ({keeper: STRANGE} if keeper else {}))
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "<title>Error: " in answer.text
    assert 'href="#' in answer.text
    assert "<script>alert" not in answer.text
    if keeper:
        assert "&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    said = answer.text.count("govuk-error-message")
    assert said == answer.text.count('<a href="#') - answer.text.count('<a href="#main-content"')


def test_every_form_is_tried(staff: Staff, family: Family) -> None:
    """The table above holds as many forms as the test of it tries."""
    assert len(wrongly(family, staff)) == 12


def test_names_are_never_taken_for_html(support: TestClient, staff: Staff, family: Family) -> None:
    """A name that looks like a script is shown as it is typed, wherever it stands."""
    name = "<script>alert(1)</script>"
    form = a_child(staff, first_name=name, last_name=name, case_number=name)
    support.post(f"/children/{family.child.id}/edit", data=form)
    child = f"/children/{family.child.id}"
    support.post(f"{child}/people/new", data=a_person(family, name=name))
    home = a_home(name=name, address=name) | a_day("starts_on", date(2025, 10, 20))
    support.post(f"{child}/homes/{family.home.id}/edit", data=home)
    for path in ("/children", child, f"{child}/move", f"{child}/reviews/{family.review.id}/asking"):
        page = support.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_no_page_has_a_style_or_a_script_in_it(owner: TestClient, family: Family) -> None:
    """The policy forbids inline styles and scripts, so no page tries to have any."""
    child = f"/children/{family.child.id}"
    asking = f"{child}/reviews/{family.review.id}"
    form = {"who": [family.carer.id], "way": "card"}
    cards = owner.post(f"{asking}/asking", data=form).headers["location"]
    for path in ("/children", child, f"{child}/edit", f"{asking}/asking", cards, "/officers/new"):
        page = owner.get(path).text
        assert " style=" not in page
        assert "<style" not in page
        assert page.count("<script") == page.count('<script type="module" src=') == 1
        assert " on" + "click=" not in page
