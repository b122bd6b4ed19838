"""Whoever is carried over with a page open: nothing typed is lost, and they see what they said."""

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from backend.platform.runtime import Runtime
from backend.releases import service
from dialogs.loading import load_all
from tests.backend.consultations.household import Household, make_household
from tests.backend.consultations.talk import Talk
from tests.backend.releases.rewriting import Change, Draft, folder_with, next_version
from tests.bot.webchat.browser import Browser

TOLD = "Some of my questions are new."
BEFORE = "You said before:"
Carry = Callable[[Change], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the first version of two scripts."""
    return folder_with(tmp_path / "scripts", "child_8_11", "foster_carer")


@pytest.fixture
def household(runtime: Runtime, folder: Path) -> Household:
    """Families who are asked by version 1."""
    return make_household(replace(runtime, scripts=load_all(folder)))


@pytest.fixture
def amara(browser: Browser) -> Browser:
    """A child who has come to the question about home."""
    return browser.enter("amara").go_to("home_feel")


@pytest.fixture
def carry(household: Household, folder: Path) -> Carry:
    """Carries everybody over to a changed version, as a command does beside the server."""

    def carried(change: Change) -> None:
        next_version(folder, "child_8_11", change)
        desk = replace(household.desk, scripts=load_all(folder))
        runtime = household.runtime
        tally = service.carry_everyone(runtime.database, desk, "child_8_11", runtime.clock)
        assert tally.kinds["carried"] == 1

    return carried


def reworded(draft: Draft) -> None:
    """Ask about home in other words."""
    draft.reword("home_feel")


def test_what_was_on_the_page_is_kept(amara: Browser, household: Household, carry: Carry) -> None:
    """An answer on a page of the older version is kept, and shown where it is asked again."""
    filled = amara.fill("the dog", "good")
    carry(reworded)
    amara.send(amara.form.action, filled)
    assert amara.place == "home_feel"
    assert "In other words: " in amara.page.text
    assert TOLD in amara.page.text
    assert (amara.form.picked, amara.form.words) == (["good"], "the dog")
    assert f'{BEFORE} <span class="said">Good</span>' in amara.page.text
    (kept,) = [it.kept for it in Talk(household).revisions if it.kept.step == "home_feel"]
    assert (kept.version, kept.words) == (1, "the dog")


def test_it_is_told_on_one_page(amara: Browser, carry: Carry) -> None:
    """The first page they see says that some questions are new, and the next says it no more."""
    carry(reworded)
    amara.get(amara.form.action)
    assert TOLD in amara.page.text
    amara.press("the dog", "good")
    assert TOLD not in amara.page.text
    assert BEFORE not in amara.page.text


def test_a_choice_that_is_offered_no_more_is_shown(amara: Browser, carry: Carry) -> None:
    """What they picked is said beside the question, in its words, though it can't be picked now."""
    amara.go_to("family_time")
    amara.press(None, "more")
    carry(lambda draft: draft.other_choice("family_time", "more", "often"))
    amara.get(amara.form.action)
    assert amara.place == "family_time"
    assert "more" not in amara.form.choices
    assert f'{BEFORE} <span class="said">I want more time</span>' in amara.page.text
    amara.press(move="skip")
    amara.go_to("check")
    assert "I want more time" in amara.page.text


def test_words_to_a_question_that_has_gone_are_kept(
    amara: Browser, household: Household, carry: Carry
) -> None:
    """What they were writing when the question was taken out is on the check page, and sent."""
    filled = amara.go_to("proud").fill("swimming")
    carry(lambda draft: draft.remove("proud"))
    amara.send(amara.form.action, filled)
    amara.go_to("check")
    assert "swimming" in amara.page.text
    assert "take:proud" in amara.form.moves
    assert "change:proud" not in amara.form.moves
    amara.to_the_end()
    assert Talk(household).words_at("proud") == ["swimming"]


def test_what_is_asked_no_more_is_only_for_the_officer(amara: Browser, carry: Carry) -> None:
    """Who may see it is not asked; before Send they read that only their officer sees it."""
    amara.press("the dog", "good")
    amara.go_to("proud").press("swimming")
    carry(lambda draft: draft.remove("proud"))
    amara.get(amara.form.action)
    amara.go_to("check")
    amara.press(move="check")
    assert 'name="scope.home"' in amara.page.text
    assert 'name="scope.proud"' not in amara.page.text
    scopes = [("scope.home", "review"), ("move", "share")]
    amara.send(amara.form.action, [*amara.form.hidden, *scopes])
    assert amara.place == "send"
    shown = unescape(amara.page.text)
    assert "Going well" in shown.partition("Only Priya")[2].partition("</section>")[0]
    assert "Home" in shown.partition("Everyone at my review")[2].partition("</section>")[0]


def test_what_is_asked_no_more_can_be_taken_out(amara: Browser, carry: Carry) -> None:
    """A button on the check page takes it back, and then it is not there."""
    amara.go_to("proud").press("swimming")
    carry(lambda draft: draft.remove("proud"))
    amara.get(amara.form.action)
    amara.go_to("check")
    amara.press(move="take:proud")
    assert amara.place == "check"
    assert "swimming" not in amara.page.text


@pytest.mark.parametrize(("move", "words"), [("skip", "swimming"), ("answer", "")])
def test_emptying_is_not_skipping(amara: Browser, carry: Carry, move: str, words: str) -> None:
    """Skip leaves what is asked again; whoever rubs it out and goes on has taken it out."""
    amara.go_to("proud").press("swimming")
    carry(lambda draft: draft.reword("proud"))
    amara.get(amara.form.action)
    assert (amara.place, amara.form.words) == ("proud", "swimming")
    amara.press("", move=move)
    amara.go_to("check")
    assert ("swimming" in amara.page.text) is bool(words)


def test_who_has_stopped_reads_it_when_they_come_back(amara: Browser, carry: Carry) -> None:
    """The page of a stop says that some questions are new, and it goes on with them."""
    amara.press("the dog", "good")
    amara.press(move="pause")
    carry(reworded)
    amara.get(amara.form.action)
    assert TOLD in amara.page.text
    assert amara.form.moves == ["resume", "help"]
    amara.press(move="resume")
    assert amara.place == "home_feel"
    assert TOLD not in amara.page.text


def test_a_page_that_names_no_version_or_a_strange_one_is_as_new(
    amara: Browser, household: Household
) -> None:
    """Whatever stands where the version should be, the answer is taken for what is asked now."""
    strange = ("", "0", "99", "-1", "1.0", "one", "9" * 40, "\N{FULLWIDTH DIGIT ONE}")
    for number, version in enumerate(strange):
        changed = {"message": f"{number:032x}", "words": f"dog {number}", "version": version}
        filled = amara.fill(None, "good")
        amara.send(amara.form.action, [(name, changed.get(name, it)) for name, it in filled])
        amara.get(f"{amara.form.action}/said")
        amara.press(move="change:home_feel")
    assert len(Talk(household).words_at("home_feel")) == len(strange)
