"""Those around a child, and the child on any day: a parent, a professional by link, and a card."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.places import FamilyBrowser, OfficerBrowser, Running, Said

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FAMILY = "The bus does not run on Sundays — I walk 40 minutes.\n“Will you come?” she asks."
WORRY = "That she thinks I do not come because I do not want to."
PARENT: Said = {
    "doing_view": (("mixed",), "She looks well but she is quiet with me."),
    "good_things": ((), "Her swimming badge!"),
    "worries": (("mixed",), WORRY),
    "home_needs": (("yes",), "They are kind to her."),
    "family_view": (("not_good",), FAMILY),
    "must_change": ((), "Visits on a Saturday."),
    "not_shared": ((), "Not her uncle, please."),
    "talk_about": ((), "Visits that happen."),
    "attend": (("part",), ""),
    "ways": (("apart", "travel"), ""),
}


def test_a_parent_answers(browser: Browser, running: Running) -> None:
    """A mother is asked as a mother, says who may see what, and is read beside her daughter."""
    parent = FamilyBrowser(browser, running.link("Ngozi Okoye", "Amara"))
    parent.enter()
    assert parent.heading == "Hello. This is about Amara\u2019s review."
    parent.answer_until("doing_view", PARENT)
    assert parent.page.locator('button[value="decline"]').count() == 0
    parent.answer_until("check", PARENT)
    parent.press("check")
    # Those of the child's home are not named to a parent: a name may say where the child lives.
    assert parent.page.locator("input[value=people]").count() == 0
    assert "Taylor" not in parent.page.content()
    parent.page.check('input[name="scope.family"][value="review"]')
    parent.press("share")
    everyone = parent.page.locator(".part", has_text="Everyone at the review").inner_text()
    assert "Family time" in everyone
    parent.press("send")
    parent.add("And her Sunday school.")
    assert parent.complaints == []
    officer = OfficerBrowser(browser, running, "Priya Shah")
    officer.sign_in()
    officer.open_pack("Amara")
    assert FAMILY in officer.others_in("Family time")
    assert WORRY in officer.others_in("Feeling safe")
    said = officer.on("Family time").locator(".other", has_text="Ngozi Okoye")
    expect(said.locator(".part")).to_have_text("parent")
    expect(said.locator(".tag--only")).to_have_count(0)
    worried = officer.on("Feeling safe").locator(".other", has_text="Ngozi Okoye")
    expect(worried.locator(".tag--only")).to_have_text("only for you")
    wants = officer.page.locator(".others-want q").all_text_contents()
    assert wants == ["Visits that happen.", "And her Sunday school."]


PROFESSIONAL: Said = {
    "safe_view": (("mixed",), "The stairwell at night."),
    "talk_about": ((), "Who moves with him, and when."),
    "attend": (("yes",), ""),
}


def test_a_professional_answers_by_link(browser: Browser, running: Running) -> None:
    """Somebody from work needs no account: a link, a code, plain questions, and a way to add."""
    guardian = FamilyBrowser(browser, running.link("Ruth Bell", "Tyler"))
    guardian.page.goto(guardian.link["url"])
    page = guardian.page.content()
    assert not any(name in page for name in ("Tyler", "Ruth", "Daniel", "Harbour"))
    guardian.give_code()
    assert "Tyler" in guardian.heading
    assert guardian.page.locator(".tile").count() == 0
    guardian.answer_until("check", PROFESSIONAL)
    guardian.share_and_send(everyone=("agenda",))
    guardian.add("The flat has a lift now.")
    guardian.take_back("safe_view")
    officer = OfficerBrowser(browser, running, "Daniel Osei")
    officer.sign_in()
    officer.open_pack("Tyler")
    listed = officer.page.locator(".voices li", has_text="Ruth Bell").inner_text()
    assert "sent" in listed
    assert "1 taken back" in listed
    wants = officer.page.locator(".others-want q").all_text_contents()
    assert wants == ["Who moves with him, and when.", "The flat has a lift now."]
    assert "stairwell" not in officer.page.content()
    stranger = OfficerBrowser(browser, running, "Priya Shah")
    stranger.sign_in()
    assert stranger.context.request.get(officer.page.url).status == 404


def test_a_child_says_something_on_any_day(browser: Browser, running: Running) -> None:
    """With a card a child says one thing, and another, and sees that the IRO has read them."""
    child = FamilyBrowser(browser, running.link("Amara, on any day", "Amara"))
    child.enter()
    child.answer_until("check", {"what": (("good_news",), ""), "good_words": ((), "I scored!")})
    child.share_and_send()
    child.page.get_by_role("button", name="Say something else").click()
    expect(child.page.locator("h1")).to_have_text("Hello, Amara.")
    child.answer_until("check", {"what": (("see_iro",), ""), "see_words": ((), "about Tobi")})
    assert "I scored!" not in child.page.content()
    child.share_and_send()
    expect(child.page.locator(".read")).to_have_text("Priya has not read it yet.")
    officer = OfficerBrowser(browser, running, "Priya Shah")
    officer.sign_in()
    officer.page.goto(f"{running.url}/between")
    officer.page.get_by_role("link", name="Amara").first.click()
    said = officer.page.locator(".between q").all_text_contents()
    assert said == ["about Tobi", "I scored!"]
    assert "I want to see Priya" in officer.page.locator(".between").first.inner_text()
    child.page.reload()
    expect(child.page.locator(".read")).to_have_text("Priya has read it.")


def test_one_phone_for_two_children(browser: Browser, running: Running) -> None:
    """Ann cares for Leo and Kai: her phone asks about whom, and each screen says so."""
    ann = FamilyBrowser(browser, running.link("Ann Marsden", "Leo"))
    ann.enter()
    expect(ann.page.locator(".about")).to_have_count(0)
    ann.link = running.link("Ann Marsden", "Kai")
    ann.enter()
    for name, other in (("Leo", "Kai"), ("Kai", "Leo")):
        ann.page.goto(f"{running.url}/chat")
        expect(ann.page.locator("h1")).to_have_text("Who is this about?")
        ann.page.get_by_role("link", name=name).click()
        for _ in range(60):
            expect(ann.page.locator(".about")).to_have_text(f"This is about {name}.")
            assert f"about {other}" not in ann.page.content()
            if ann.place == "sent":
                break
            if ann.place in {"check", "share", "send"}:
                ann.press(ann.place)
            else:
                ann.answer({"changes_since": ((), f"news of {name}")})
        ann.open("add")
        expect(ann.page.locator(".about")).to_have_text(f"This is about {name}.")
    officer = OfficerBrowser(browser, running, "Daniel Osei")
    officer.sign_in()
    for name, other in (("Leo", "Kai"), ("Kai", "Leo")):
        officer.open_pack(name)
        assert officer.others_in("What has changed") == [f"news of {name}"]
        assert f"news of {other}" not in officer.page.content()
