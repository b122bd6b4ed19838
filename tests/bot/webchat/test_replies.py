"""A child reads their answer by what they hold already, behind their code and in the script."""

import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi import FastAPI
from sqlalchemy import text as sql
from starlette.testclient import TestClient

from backend.decisions import service as decisions
from backend.platform.clock import SettableClock
from backend.platform.runtime import Runtime
from backend.platform.translations import load as load_translations
from bot.serving import House, application
from tests.backend.consultations.household import CODE, Household, make_household
from tests.backend.consultations.talk import Talk
from tests.backend.replies.answering import AFTER, ASKED, BECAUSE, DECIDED, Answering
from tests.backend.web.conftest import browser as staff_browser
from tests.backend.web.people import sign_in
from tests.bot.webchat.around import ANY_DAY, on_any_day
from tests.bot.webchat.browser import Browser

NEW = "There is an answer for you. Read it."


@pytest.fixture
def answering(household: Household, clock: SettableClock) -> Answering:
    """Amara's officer, right after the review."""
    clock.set(AFTER)
    return Answering(household)


@pytest.fixture
def iro(app: FastAPI, household: Household, answering: Answering) -> TestClient:
    """A browser in which Amara's reviewing officer is signed in."""
    return officer(app, household)


@pytest.fixture
def page(answering: Answering) -> str:
    """Where the officer writes the answer."""
    return f"/reviews/{answering.review_id}/reply"


def officer(app: FastAPI, household: Household) -> TestClient:
    """Open a browser in which Amara's reviewing officer is signed in."""
    client = staff_browser(app, household.runtime)
    sign_in(client, household.runtime, household.officers["iro"])
    return client


def said_before(browser: Browser, answering: Answering, words: str = ASKED) -> None:
    """Let Amara say in her browser what is to be talked about, and send it."""
    browser.enter().go_to("talk_about").press(words)
    browser.to_the_end()
    answering.decides()


def filled_in(html: str, **changed: str) -> dict[str, str]:
    """Give what the officer's form would send, with some of it changed."""
    form = html.partition('<form method="post" novalidate>')[2].partition("</form>")[0]
    found = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', form)
    return {name: unescape(words) for name, words in found} | changed


def send(iro: TestClient, page: str, **changed: str) -> str:
    """Send the answer as it is drafted; give where that leads."""
    answer = iro.post(page, data=filled_in(iro.get(page).text, do="send", **changed))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def after(household: Household) -> str:
    """Give the id of Amara's invitation to hear what was decided."""
    rows = household.runtime.database.read(
        lambda t: t.execute(sql("SELECT id FROM invitations WHERE purpose = 'after_review'")).all()
    )
    ((found,),) = rows
    return str(found)


def test_the_answer_is_drafted_beside_the_words(
    browser: Browser, answering: Answering, iro: TestClient, page: str
) -> None:
    """The officer sees the child's words and the decisions in plain ones, to change and look at."""
    assert "No decision of this review is written down yet." in iro.get(page).text
    said_before(browser, answering)
    shown = iro.get(page).text
    fields = filled_in(shown)
    assert ASKED in unescape(shown)
    by = "by 31 January 2027"
    assert fields[f"decided-{answering.wish}"] == f"Jo Marsh will arrange swimming lessons, {by}."
    assert fields[f"because-{answering.wish}"] == "You love the water"
    changed = {f"decided-{answering.wish}": DECIDED, "do": "preview"}
    seen = iro.get(iro.post(page, data=fields | changed).headers["location"]).text
    assert f"We decided: {DECIDED}" in seen
    assert answering.shown() == ()
    assert filled_in(iro.get(page).text)[f"decided-{answering.wish}"] == DECIDED


def test_nothing_typed_is_lost_by_what_is_wrong(
    browser: Browser, answering: Answering, iro: TestClient, page: str
) -> None:
    """An answer that leaves a wish out is refused beside the field, with all that was typed."""
    said_before(browser, answering)
    empty = {f"decided-{answering.wish}": "", f"because-{answering.wish}": ""}
    typed = filled_in(iro.get(page).text, do="send", also="Jo rings school", **empty)
    answer = iro.post(page, data=typed)
    assert answer.status_code == 422
    assert "Say what was decided about this, or why it could not be." in answer.text
    assert filled_in(answer.text)["also"] == "Jo rings school"


def test_the_child_reads_it_where_they_answered(
    browser: Browser, answering: Answering, iro: TestClient, page: str, household: Household
) -> None:
    """The browser they answered in leads to the answer, with the code they have, and back."""
    said_before(browser, answering)
    assert send(iro, page, **{f"decided-{answering.wish}": DECIDED}) == f"{page}?done=reply-sent"
    path = f"/chat/{answering.talk.id}"
    browser.get(f"{path}/sent")
    assert NEW in browser.page.text
    assert DECIDED not in browser.page.text
    browser.get(f"{path}/answers")
    assert DECIDED not in browser.page.text
    assert browser.send(f"{path}/answers", [("code", "999999")]).status_code == 403
    assert DECIDED not in browser.page.text
    browser.send(f"{path}/answers", [("code", CODE)])
    assert f"You said: “{ASKED}”" in browser.page.text
    assert f"We decided: {DECIDED}" in browser.page.text
    own = f"/chat/{after(household)}"
    assert f'href="{own}"' in browser.page.text
    browser.get(f"{path}/sent")
    assert NEW not in browser.page.text
    browser.get(own)
    browser.send(f"{own}/code", [("code", CODE)])
    browser.go_to("decided")
    assert f"We decided: {DECIDED}" in browser.page.text


def test_what_the_child_says_of_it_comes_back(
    browser: Browser, answering: Answering, iro: TestClient, page: str, household: Household
) -> None:
    """Whether they were listened to is on the officer's page of the answer, and not in the pack."""
    said_before(browser, answering)
    send(iro, page)
    own = f"/chat/{after(household)}"
    browser.get(own)
    browser.send(f"{own}/code", [("code", CODE)])
    browser.go_to("listened").press("Nobody asked me twice", "partly")
    browser.to_the_end()
    assert "Nobody asked me twice" in iro.get(page).text
    assert "Did people listen to you?" in iro.get(page).text
    pack = iro.get(f"/reviews/{answering.review_id}").text
    assert "Nobody asked me twice" not in pack
    assert ASKED in unescape(pack), "what was said before the review stays where it was"


def test_who_holds_nothing_is_handed_a_card(
    browser: Browser, answering: Answering, iro: TestClient, page: str
) -> None:
    """A child who never opened a link is given a card, which leads to the answer itself."""
    answering.talk.begin().go_to("talk_about").say("talk_about", ASKED)
    answering.talk.send()
    answering.decides()
    assert send(iro, page) == f"{page}/card?done=reply-card"
    card = iro.get(f"{page}/card").text
    token = re.findall(r"/c/([\w-]+)", card)[0]
    code = re.findall(r'card__code">(\d{3} \d{3})<', card)[0]
    browser.send(f"/c/{token}", [("code", code), ("language", "en")])
    browser.go_to("decided")
    assert f"You said: “{ASKED}”" in browser.page.text
    iro.post(f"{page}/card")
    browser.get("/chat")
    assert browser.page.status_code == 404, "the old card stops at once"


def test_an_answer_in_another_language_is_a_persons(runtime: Runtime, clock: SettableClock) -> None:
    """A child who answered in Welsh reads what a person put into Welsh, and no machine did."""
    clock.set(AFTER)
    settings = replace(runtime.settings, languages=("en", "cy"), draft_languages=True)
    translations = load_translations(("en", "cy"), include_drafts=True)
    household = make_household(replace(runtime, settings=settings, translations=translations))
    app = application(House(household.runtime, household.desk, {}))
    browser, answering, iro = Browser(app, household), Answering(household), officer(app, household)
    page = f"/reviews/{answering.review_id}/reply"
    browser.enter(language="cy").go_to("talk_about").press(ASKED)
    browser.to_the_end()
    answering.decides()
    refused = iro.post(page, data=filled_in(iro.get(page).text, do="send"))
    assert "Enter the answer in the child&#39;s own language." in refused.text
    send(iro, page, translation="Dywedaist ti: nofio", translated_by="Siân Rees")
    own = f"/chat/{after(household)}"
    browser.get(own)
    browser.send(f"{own}/code", [("code", CODE)])
    browser.go_to("decided")
    assert "Dywedaist ti: nofio" in browser.page.text
    assert "We decided" not in browser.page.text
    assert "Siân Rees" in iro.get(page).text


def test_done_is_told_in_one_tap(
    browser: Browser, answering: Answering, iro: TestClient, page: str
) -> None:
    """What is done since waits on the page with its words, and is gone from it once told."""
    said_before(browser, answering)
    ids = (answering.key, answering.iro, answering.review_id)
    (made,) = answering.look(lambda t: decisions.of_review(t, *ids))
    done = {**vars(made), "state": "done", "effect": "You swim on Fridays."}
    answering.do(lambda t: decisions.correct(t, answering.key, answering.iro, type(made)(**done)))
    shown = iro.get(page).text
    drafted = unescape(re.findall(r'id="news-\w+"[^>]*>([^<]*)</textarea>', shown)[0])
    assert drafted.startswith(f"You asked for this: “{ASKED}”")
    told = {"decision": made.id, "also": drafted}
    assert iro.post(f"{page}/done", data={**told, "also": " "}).status_code == 422
    assert iro.post(f"{page}/done", data=told).status_code == 303
    assert "Done since, and not told yet" not in iro.get(page).text
    assert iro.post(f"{page}/done", data=told).status_code == 422
    path = f"/chat/{answering.talk.id}"
    browser.send(f"{path}/answers", [("code", CODE)])
    assert "You swim on Fridays." in browser.page.text


def test_on_any_day_an_answer_is_behind_the_code(
    app: FastAPI, household: Household, iro: TestClient, clock: SettableClock
) -> None:
    """What a child wrote between reviews is answered on their own page, and nowhere else."""
    browser = Browser(app, on_any_day(household))
    browser.enter(ANY_DAY)
    talk = Talk(browser.household, ANY_DAY).go_to("what")
    talk.pick("what", "good_news")
    talk.say("good_words", "I won a race")
    talk.send()
    page = f"/between/{household.children['amara'].id}"
    assert "Answer this" in iro.get(page).text
    told = {"about": talk.id, "also": "Well done, Zebra."}
    assert iro.post(f"{page}/answer", data={**told, "also": ""}).status_code == 422
    assert iro.post(f"{page}/answer", data={**told, "about": "0" * 32}).status_code == 404
    assert iro.post(f"{page}/answer", data=told).status_code == 303
    assert "Well done, Zebra." in iro.get(page).text
    path = f"/chat/{talk.id}"
    browser.get(path)
    assert NEW in browser.page.text
    assert "Zebra" not in browser.page.text
    browser.send(f"{path}/answers", [("code", CODE)])
    assert "Well done, Zebra." in browser.page.text
    assert "read on" in iro.get(page).text
    browser.send(f"{path}/once-more", [])
    assert browser.place == "hello", "whoever has read it can say something back"


def test_while_nobody_is_on_duty_nothing_opens(
    browser: Browser, answering: Answering, household: Household, page: str
) -> None:
    """No child's page opens while a worry would reach nobody: the draft is kept and not sent."""
    said_before(browser, answering)
    desk = replace(household.desk, mail_works=False)
    iro = officer(application(House(household.runtime, desk, {})), household)
    answer = iro.post(page, data=filled_in(iro.get(page).text, do="send", also="Jo rings."))
    assert answer.status_code == 422
    assert "nobody on duty could be told of a worry" in answer.text
    assert answering.shown() == ()
    assert filled_in(iro.get(page).text)["also"] == "Jo rings."


def test_a_carer_has_no_answers(browser: Browser, answering: Answering, iro: TestClient) -> None:
    """An answer to a child is on no page of anybody else's, whatever code they have."""
    answering.asks().answers()
    browser.enter("amara_carer")
    path = f"/chat/{answering.household.asked['amara_carer'].id}"
    browser.send(f"{path}/answers", [("code", CODE)])
    assert "swimming" not in browser.page.text
    assert DECIDED not in browser.page.text
    browser.enter("mia")
    path = f"/chat/{answering.household.asked['mia'].id}"
    browser.send(f"{path}/answers", [("code", CODE)])
    assert BECAUSE not in browser.page.text
