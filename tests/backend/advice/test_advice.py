"""What could be clearer in a decision: found where it is, and never in a good one."""

from datetime import date

import pytest

from backend.advice.rules import MANY_WORDS, advice

TODAY, REVIEW = date(2026, 12, 14), date(2026, 12, 10)
SOON = date(2027, 1, 15)

GOOD = (
    "Priya Shah will ring Oak School and ask for a place in the chess club.",
    "Jo will take Amara to the optician.",
    "Sam Hill will apply for Amara's passport.",
    "Ms Ali will hold a meeting about reading with Amara, Jo and the class teacher.",
    "Jo and Sam will buy football boots and a bag.",
    "Tom will write to Mum with the dates of the six Saturdays.",
    "Amara will see Mum every Saturday from 10 to 12 at Grandma's house.",
    "Amara will stay at Jo and Sam's until she is 18.",
    "Tom Bell will send the court the final care plan.",
    "Dr. Khan will check Amara's hearing.",
    "The learning support assistant will read with Amara for 20 minutes every school day.",
    "Jo will contact the dentist about braces.",
    "Dee will contact Ms Ali about the school trip.",
    "Sam will help Amara to read and write a letter to her brother.",
    "Priya will come and see Amara at home.",
    "Jo will take Amara to swimming and football on Tuesdays.",
    "Tom will move Amara's clothes from her old home by Friday.",
    "Ms Ali will choose one adult whom Amara can go to at break.",
    "Kim will find a trainer for the moped course.",
    "Tom will tell Amara in person why she cannot live with Dad.",
    "Nurse Bello will weigh Amara at the clinic every month until June.",
    "Sam will open a savings account in Amara's name.",
    "Jo will ask Amara's doctor for a second inhaler for school.",
    "Tom will ask the judge whether Amara may visit her grandparents in Leeds.",
    "The support worker will drive Amara to the youth club on Thursdays.",
    "Amara will choose the colour and Jo's neighbour's paint for her room.",
    "Tom will fill the gaps in the life story book about the years 2018 to 2020.",
    "Ms Ali will give Amara a laptop for her homework.",
    "Kim will show Amara three flats in supported lodgings.",
    "Jo will put up the shelf and mirror.",
    "Tom will book Mum's train tickets and a room for the visit.",
    "Explorer Scouts: Sam will sign Amara up for the group in Mill Lane.",
    "Leah will drive Amara to her nan's on Sundays and bring her home at six.",
    "Tom will complete the form for the mentor and let Amara know.",
    "Tom will get Amara's National Insurance number and give it to her.",
    "Jo will book the optician for Amara's contact lenses.",
    "Amara is to be told about her dad's release by Tom.",
    "Mr Patel will give Amara a quiet place at lunch and break.",
    "Tom will send the mobile phone contract to Jo.",
    "Dr Osei will see Amara six times, on Mondays after school.",
)
# How it is worded, beside what should be said of it: everything else about it is in order.
WORDED: tuple[tuple[str, set[str]], ...] = (
    ("Social worker to monitor the placement.", {"vague", "jargon"}),
    ("Continue to attend school.", {"vague"}),
    ("Jo will ensure that Amara goes to bed on time.", {"vague"}),
    ("Tom will consider a change of school.", {"vague"}),
    ("Tom to explore options for a hobby.", {"vague"}),
    ("Jo will arrange counselling as appropriate.", {"vague"}),
    ("Ongoing work on identity.", {"vague"}),
    ("Jo to support Amara with her feelings.", {"vague"}),
    ("Support Amara in school.", {"vague"}),
    ("Promote a healthy lifestyle.", {"vague"}),
    ("Tom will liaise with Oak School.", {"vague"}),
    ("Tom will order the birth certificate ASAP.", {"vague"}),
    ("Tom will ring Dad as soon as possible.", {"vague"}),
    ("Jo will take Amara swimming regularly.", {"vague"}),
    ("Tom will look into the bullying.", {"vague"}),
    ("Jo will encourage Amara to eat fruit.", {"vague"}),
    ("Tom will keep the matter under review.", {"vague"}),
    ("Ms Ali will offer additional support in maths.", {"vague"}),
    ("Amara's attendance will be monitored by Ms Ali.", {"vague"}),
    ("Jo will make sure Amara has her inhaler where possible.", {"vague"}),
    ("Tom will book the dentist and tell Amara the date.", {"two_actions"}),
    ("Tom will apply for the passport and then book the flight.", {"two_actions"}),
    ("Jo will ring the club; Sam will pay the fee.", {"two_actions"}),
    ("Jo will ring the club. Sam will pay the fee.", {"two_actions"}),
    ("Jo will ring the club\nSam will pay the fee", {"two_actions"}),
    ("Tom will write to Mum and Jo will visit her.", {"two_actions"}),
    ("Priya will speak to Dad and update the care plan.", {"two_actions"}),
    ("Tom will call Grandma and he will visit her.", {"two_actions"}),
    ("A dental appointment to be arranged.", {"no_actor"}),
    ("The life story book will be completed by the end of January.", {"no_actor"}),
    ("Amara should be referred to CAMHS.", {"no_actor"}),
    ("Amara's passport needs to be found.", {"no_actor"}),
    ("A new bed will be bought by Jo.", set()),
    ("Contact with Mum will take place on Saturdays.", {"jargon"}),
    ("Tom will set the dates for sibling contact.", {"jargon"}),
    ("Jo will bring the forms to the LAC nurse.", {"jargon"}),
    ("Tom will find a placement near Leeds.", {"jargon"}),
    ("Jo will arrange respite for two weekends.", {"jargon"}),
    ("Professionals to share information.", {"owner_nobody"}),
    ("All professionals to ensure Amara's voice is heard.", {"owner_nobody", "vague"}),
    ("School to send the report.", {"owner_nobody"}),
    ("Jo will wash " + "and wash " * MANY_WORDS, {"long"}),
    ("Contact to be reviewed and Tom to liaise.", {"jargon", "no_actor", "vague"}),
)
NOBODY = ("All", "all professionals", "The team", "School", "TBC", "Everyone", "CLA team", "Staff")
SOMEBODY = (
    "Jo Marsh",
    "Team manager",
    "School nurse",
    "Al Bothwell",
    "Social worker",
    "Alla Team-Lee",
)
DAYS: tuple[tuple[date | None, set[str]], ...] = (
    (None, {"no_date"}),
    (date(2026, 12, 13), {"date_past"}),
    (date(2026, 12, 9), {"date_past"}),
    (date(2026, 12, 14), set()),
    (date(2027, 6, 10), set()),
    (date(2027, 6, 11), {"date_far"}),
)


@pytest.mark.parametrize("what", GOOD)
def test_nothing_is_said_of_a_good_decision(what: str) -> None:
    """Somebody does one thing by a day: there is nothing to say to that."""
    assert advice(what, "Jo Marsh", SOON, "health", TODAY, REVIEW) == ()


@pytest.mark.parametrize(("what", "codes"), WORDED)
def test_what_is_not_clear_is_said(what: str, codes: set[str]) -> None:
    """Each thing that is not clear in the words is found, and nothing else."""
    assert set(advice(what, "Jo Marsh", SOON, "health", TODAY, REVIEW)) == codes


@pytest.mark.parametrize(("owner", "codes"), [("", {"no_owner"}), (" ", {"no_owner"})])
def test_an_owner_is_missed(owner: str, codes: set[str]) -> None:
    """A decision without somebody who does it is told so."""
    assert set(advice(GOOD[0], owner, SOON, "health", TODAY, REVIEW)) == codes


def test_an_owner_is_one_person() -> None:
    """What everybody owns, nobody does; a person by their work is a person."""
    said = {who: advice(GOOD[0], who, SOON, "", TODAY, REVIEW) for who in (*NOBODY, *SOMEBODY)}
    assert {who for who, codes in said.items() if "owner_nobody" in codes} == set(NOBODY)
    assert all("no_part" in codes for codes in said.values())


@pytest.mark.parametrize(("due_on", "codes"), DAYS)
def test_the_day_is_between_now_and_the_next_review(due_on: date | None, codes: set[str]) -> None:
    """A day that is missing, gone, or after the next review is told, at the very boundary."""
    assert set(advice(GOOD[0], "Jo", due_on, "health", TODAY, REVIEW)) == codes


@pytest.mark.parametrize(
    ("review", "last"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_six_months_end_with_a_shorter_month(review: date, last: date) -> None:
    """Where a month has no such day, its last one is the last that is near enough."""
    after = date.fromordinal(last.toordinal() + 1)
    assert advice(GOOD[0], "Jo", last, "health", review, review) == ()
    assert advice(GOOD[0], "Jo", after, "health", review, review) == ("date_far",)


def test_a_day_before_the_review_is_told() -> None:
    """What is written down before the meeting is not due before it."""
    said = advice(GOOD[0], "Jo", date(2026, 12, 9), "health", date(2026, 12, 1), REVIEW)
    assert said == ("date_before_review",)
