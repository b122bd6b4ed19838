"""Whether a review was held and completed, or adjourned; and if it was late, why."""

from datetime import date

from starlette.responses import Response

from backend.invitations import service as invitations
from backend.people import service as people
from backend.people.rules import Child
from backend.platform.database import Transaction
from backend.platform.errors import BadInput
from backend.reviews import service as reviews
from backend.reviews.rules import LATE_BECAUSE, Completion, Review
from backend.web.due_list import book_of
from backend.web.forms import Form, Typed, filled, filled_moment
from backend.web.visits import Id, Iro, Visit, staff_router

router = staff_router("iro")


@router.get("/reviews/{review_id}/held")
def held(visit: Iro, review_id: Id) -> Response:
    """Ask how the review ended, with what is known filled in."""
    return _page(visit, review_id)


@router.post("/reviews/{review_id}/held")
def keep_held(visit: Iro, review_id: Id, form: Typed) -> Response:
    """Keep that it was completed on a day, or that it goes on at a later time."""
    if form.value("how") == "adjourned":
        return _adjourn(visit, review_id, form)
    book = book_of(visit.runtime)
    end = Completion(
        form.day("completed_on"),
        form.one_of("late_because", ("", *LATE_BECAUSE)),
        form.text("late_note"),
    )

    key = visit.open_key_of_review(review_id)

    def unit(transaction: Transaction) -> None:
        reviews.complete(transaction, key, visit.viewer, review_id, end, visit.today, book)

    try:
        visit.keep(form, unit)
    except BadInput as wrong:
        return _page(visit, review_id, form, wrong)
    return visit.go(f"/reviews/{review_id}", "review-held")


def _adjourn(visit: Visit, review_id: str, form: Form) -> Response:
    book, to = book_of(visit.runtime), form.moment("adjourned_to", "time")

    def unit(transaction: Transaction) -> None:
        reviews.adjourn(transaction, visit.viewer, review_id, to, visit.today, book)
        # Whoever was asked may go on answering until after the new day.
        invitations.follow_review(transaction, visit.viewer, review_id, visit.at)

    try:
        visit.keep(form, unit)
    except BadInput as wrong:
        return _page(visit, review_id, form, wrong)
    return visit.go(f"/reviews/{review_id}", "review-adjourned")


def _page(
    visit: Visit, review_id: str, form: Form | None = None, wrong: BadInput | None = None
) -> Response:
    key, book = visit.open_key_of_review(review_id), book_of(visit.runtime)

    def work(transaction: Transaction) -> tuple[Review, Child, date | None]:
        review = reviews.get(transaction, visit.viewer, review_id)
        child = people.get_child(transaction, visit.viewer, key.child_id)
        return review, child, reviews.due_on_of(transaction, visit.viewer, review, book)

    review, child, due_on = visit.look(key.child_id, "review details", work)
    return visit.form_page(
        "review/held.html",
        form or _known(review, reviews.late_note(key, review)),
        wrong,
        review=review,
        child=child,
        due_on=due_on,
        until=book.after(review.day, "adjournment"),
        reasons=LATE_BECAUSE,
    )


def _known(review: Review, late_note: str) -> Form:
    to = review.adjourned_to
    return filled(
        completed_on=review.completed_on,
        late_because=review.late_because,
        late_note=late_note,
        **(filled_moment(to, "adjourned_to", "time") if to else {}),
    )
