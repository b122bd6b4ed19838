"""A parent may not know where their child lives: no page of theirs says it, or who lives there."""

from dataclasses import replace

import httpx2
import pytest

from backend.consultations import service as consultations
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.reviews import service as reviews
from bot.serving import House, application
from tests.backend.consultations.household import CODE, TODAY, Household, join
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import answer_all
from tests.bot.webchat.browser import Browser

MARK = "mark-of-the-home"
SAID = "some words of theirs"


@pytest.fixture
def marked(household: Household) -> Household:
    """A household in which all that is known of Amara's home, and what is said there, is marked."""
    database, carer = household.runtime.database, household.people["amara_carer"]
    amara = household.children["amara"].id
    (home,) = database.read(lambda t: people.list_placements(t, SYSTEM, amara))
    home = replace(home, name=MARK, address=MARK, address_withheld=True)
    worker = replace(carer, name=MARK, email=f"{MARK}@home.example", phone=MARK)
    review = replace(household.reviews["amara"], place=MARK)
    database.write(lambda t: people.correct_placement(t, SYSTEM, home))
    database.write(lambda t: people.correct_participant(t, SYSTEM, worker))
    database.write(lambda t: reviews.correct(t, SYSTEM, review, TODAY))
    answer_all(Talk(household).begin(), home_who=("one", MARK)).send(home="review")
    answer_all(Talk(household, "amara_carer").begin(), home_settled=("good", MARK)).send()
    for role in ("kinship_carer", "residential_worker"):
        household = join(household, role, role, f"{MARK} {role}")
    return join(join(household, "una", "social_worker", "Una Day"), "ada", "parent", "Ada Cole")


class Reader(Browser):
    """A browser that remembers every page it was shown, and every place it came to."""

    def __init__(self, household: Household) -> None:
        super().__init__(application(House(household.runtime, household.desk, {})), household)
        self.read: list[str] = []
        self.places: set[str] = set()

    def _follow(self, answer: httpx2.Response) -> httpx2.Response:
        page = super()._follow(answer)
        self.read.append(page.text)
        self.places.add(self.place)
        return page

    @property
    def marks(self) -> list[str]:
        """The pages on which a mark was shown."""
        return [page for page in self.read if MARK in page]

    def answer_to(self, end: str) -> "Reader":
        """Answer everything, the first choice and some words, until this place is shown."""
        while self.place != end:
            form = self.form
            if self.place in {"check", "share", "send"}:
                self.press(move=self.place)
            else:
                self.press(SAID, *form.choices[:1])
        return self


@pytest.fixture
def parent(marked: Household) -> Reader:
    """A parent's browser, with the link open and the code not entered yet."""
    browser = Reader(marked)
    browser.get(f"/c/{marked.token('ada')}")
    return browser


def test_no_page_of_a_parent_says_where(marked: Household, parent: Reader) -> None:
    """Through all their screens, from the link to Send, nothing of the home is shown."""
    parent.enter("ada", code="999999")
    parent.enter("ada")
    parent.answer_to("share")
    assert "Una Day" in parent.page.text, "whom they may name, they are shown"
    parent.answer_to("sent")
    steps = {step.id for step in marked.desk.scripts.newest("parent").steps}
    assert steps | {"check", "share", "send", "sent"} <= parent.places
    assert parent.marks == []


def test_no_page_beside_the_questions_says_where(marked: Household, parent: Reader) -> None:
    """Nor do those beside them: help, a pause, what a question means, what was said, an error."""
    parent.enter("ada").press(move="help")
    for step in marked.desk.scripts.newest("parent").steps:
        if step.gloss and parent.place != "check":
            parent.answer_to(step.id).press(move="meaning")
    for move in ("pause", "resume"):
        parent.press(move=move)
    here = f"/chat/{marked.asked['ada'].id}"
    for path in (f"{here}/said", "/chat", "/chat/no-such-thing", f"{here}/no-such-thing"):
        parent.get(path)
    assert len(parent.read) > len(marked.desk.scripts.newest("parent").steps)
    assert parent.marks == []


def test_no_page_after_send_says_where(marked: Household, parent: Reader) -> None:
    """Nor do those that follow Send: adding, taking back, and thanks."""
    parent.enter("ada")
    parent.answer_to("sent")
    here = f"/chat/{marked.asked['ada'].id}"
    parent.get(f"{here}/add")
    parent.press("and this", move="add")
    parent.get(f"{here}/take-back")
    parent.give_code(CODE)
    assert SAID in parent.page.text
    parent.press(move=parent.form.moves[0])
    assert "You took that back" in parent.page.text
    assert parent.marks == []


def test_no_name_in_their_questions_says_where(marked: Household) -> None:
    """What is filled in in their questions, whichever the channel, is nothing of the home."""
    ada = marked.people["ada"].id
    at = marked.runtime.clock()
    names = marked.runtime.database.read(lambda t: consultations.names_for(t, marked.desk, ada, at))
    assert names["child"] == "Amara"
    assert not any(MARK in name for name in names.values())


@pytest.mark.parametrize("who", ["una", "kinship_carer"])
def test_the_marks_can_be_seen(marked: Household, who: str) -> None:
    """Others are offered those of the home by name, so the tests above would see one."""
    other = Reader(marked)
    other.enter(who)
    other.answer_to("share")
    assert MARK in other.page.text
