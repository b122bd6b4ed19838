"""More of a household: a child of any age, others around a child, and a way in for any day."""

from dataclasses import replace
from datetime import date

from backend.invitations import service as invitations
from backend.invitations.rules import Secrets
from backend.people import service as people
from backend.people.rules import OF_A_HOME, SYSTEM, ChosenQuestions, Participant
from backend.platform.database import new_id
from tests.backend.consultations.household import CODE, SINCE, TODAY, Household, ask

ANY_DAY = "amara_on_any_day"


def aged(household: Household, years: int, who: str = "amara") -> Household:
    """Let a child be of this age, in years, and give the household."""
    born = date(TODAY.year - years, 3, 9)
    child = replace(household.children[who], date_of_birth=born)
    household.runtime.database.write(lambda t: people.correct_child(t, SYSTEM, child, TODAY))
    return replace(household, children={**household.children, who: child})


def asked_by(household: Household, script: str, who: str = "amara") -> Household:
    """Let somebody have chosen the questions for a child, and give the household."""
    child, at = household.children[who], household.runtime.clock()
    officer = household.officers["iro"].id
    chosen = ChosenQuestions(new_id(), child.id, script, "officer", officer, at)
    household.runtime.database.write(lambda t: people.choose_questions(t, SYSTEM, chosen))
    return household


def with_person(household: Household, who: str, role: str, name: str) -> Household:
    """Let somebody more take part in Amara's life and be asked, and give the household."""
    amara, database = household.children["amara"], household.runtime.database
    homes = database.read(lambda t: people.list_placements(t, SYSTEM, amara.id))
    home = homes[0].id if role in OF_A_HOME else None
    person = Participant(new_id(), amara.id, role, name, home, SINCE, None, "", "", "en")
    database.write(lambda t: people.add_participant(t, SYSTEM, person))
    made = ask(household.runtime, person, household.reviews["amara"].id, household.token(who))
    people_now = {**household.people, who: person}
    return replace(household, people=people_now, asked={**household.asked, who: made})


def on_any_day(household: Household) -> Household:
    """Give Amara a way in for any day as well, and give the household."""
    runtime, amara = household.runtime, household.people["amara"]
    invitation_id, secrets = new_id(), Secrets(household.token(ANY_DAY), CODE)
    made = runtime.database.write(
        lambda transaction: invitations.invite(
            transaction,
            runtime.ring,
            SYSTEM,
            participant_id=amara.id,
            review_id=None,
            invitation_id=invitation_id,
            secrets=secrets,
            at=runtime.clock(),
        )
    )
    return replace(household, asked={**household.asked, ANY_DAY: made})
