"""What the page of an answer is made of: the child's words, the decisions, and what was sent."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from backend.consultations.rules import Desk
from backend.decisions import service as decisions
from backend.decisions.rules import Decision
from backend.invitations import service as invitations
from backend.invitations.rules import AFTER_REVIEW
from backend.people import service as people
from backend.people.rules import Child, Participant
from backend.platform.database import Transaction, new_id
from backend.platform.keys.rules import ChildKey
from backend.platform.translations import ENGLISH
from backend.replies import rules, service
from backend.replies.rules import Part, Reply, Text, Wish
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.views import rules as shown
from backend.views import service as views
from backend.views.rules import Line, Views
from backend.web.forms import Form, filled
from backend.web.visits import Visit


@dataclass(frozen=True)
class Replying:
    """Everything around the answer after one review.

    ``wishes`` are the child's; ``worries`` counts those left out since they
    raised a concern. ``others`` are decisions that answer none. ``text`` is the draft, as it was
    kept or else as it follows from the decisions. ``heard`` is what the child said of the answer,
    ``heard_in`` the conversation. ``news`` is what is done and not told, with its draft. ``own``
    is None where nobody can be told.
    """

    child: Child
    review: Review
    own: Participant | None
    language: str
    wishes: tuple[Wish, ...]
    worries: int
    made: tuple[Decision, ...]
    others: tuple[str, ...]
    text: Text
    kept: bool
    sent: tuple[Reply, ...]
    heard: tuple[Line, ...]
    heard_in: str
    news: tuple[tuple[Decision, str], ...]
    has_way: bool

    @property
    def in_english(self) -> bool:
        """Say whether the child needs no translation."""
        return self.language == ENGLISH

    def reply(self, visit: Visit, kind: str, text: Text, about: str = "") -> Reply:
        """Give an answer with these words, which is not kept yet; ``own`` must be there."""
        own = self.own.id if self.own else ""
        review_id, by = self.review.id, visit.officer.id
        base = (new_id(), self.child.id, own, review_id, kind, about)
        return Reply(*base, self.language, visit.at, by, text)


def open_reply(visit: Visit, desk: Desk, review_id: str) -> Replying:
    """Put it together, after writing down that this officer looks. Raises NotFound."""
    key = visit.open_key_of_review(review_id)
    return visit.look(key.child_id, "reply", lambda t: _read(t, visit, desk, key, review_id))


def _read(
    transaction: Transaction, visit: Visit, desk: Desk, key: ChildKey, review_id: str
) -> Replying:
    viewer = visit.viewer
    review = reviews.get(transaction, viewer, review_id)
    child = people.get_child(transaction, viewer, key.child_id)
    own = own_participant(transaction, visit, desk, child)
    before = _of_the_child(transaction, visit, desk, key, review_id, "review")
    lines = shown.wishes(desk.questions, shown.lines(desk.questions, before, {}))
    wishes = tuple(_wish(desk, each) for each in lines if not each.concern)
    made = decisions.of_review(transaction, key, viewer, review_id)
    kept = service.draft_of(transaction, key, viewer, review_id)
    after = _of_the_child(transaction, visit, desk, key, review_id, AFTER_REVIEW)
    every = service.sent_to(transaction, key, viewer, child.id)
    why_not = decisions.reasons(transaction, key, viewer, review_id)
    fresh = rules.draft(wishes, made, why_not, _day(visit), child.called)
    return Replying(
        child=child,
        review=review,
        own=own,
        language=_language(before, own),
        wishes=wishes,
        worries=len(lines) - len(wishes),
        made=made,
        others=rules.served_by_none(made, _day(visit), child.called),
        text=_merged(kept.text if kept else None, fresh),
        kept=kept is not None,
        sent=tuple(each for each in every if each.subject == ("review", review_id)),
        heard=shown.lines(desk.questions, after, {}),
        heard_in=after.consultation.id if after else "",
        news=_news(transaction, visit, key, wishes),
        has_way=own is not None
        and bool(invitations.working_of(transaction, viewer, own.id, visit.at)),
    )


def _news(
    transaction: Transaction, visit: Visit, key: ChildKey, wishes: tuple[Wish, ...]
) -> tuple[tuple[Decision, str], ...]:
    said = {each.id: each.said for each in wishes}
    done = service.not_told(transaction, key, visit.viewer, key.child_id)
    return tuple((each, rules.is_done(each, said)) for each in done)


def own_participant(
    transaction: Transaction, visit: Visit, desk: Desk, child: Child
) -> Participant | None:
    """Give the child as one who is told things; None where there are no words for their age."""
    if desk.scripts.newest_for("child", child.age_on(visit.today), AFTER_REVIEW) is None:
        return None
    everyone = people.list_participants(transaction, visit.viewer, child.id)
    own = (one for one in everyone if one.role == "child" and one.takes_part_on(visit.today))
    return next(own, None)


def _of_the_child(
    transaction: Transaction, visit: Visit, desk: Desk, key: ChildKey, review_id: str, purpose: str
) -> Views | None:
    every = views.of_review(transaction, desk, key, visit.viewer, review_id, purpose)
    people_by_id = {
        one.id: one.role
        for one in people.list_participants(transaction, visit.viewer, key.child_id)
    }
    own = (one for one in every if people_by_id.get(one.consultation.participant_id) == "child")
    return next(own, None)


def _language(before: Views | None, own: Participant | None) -> str:
    if before is not None:
        return before.consultation.state.language
    return own.language if own else ENGLISH


def _day(visit: Visit) -> Callable[[date], str]:
    translations = visit.runtime.translations
    return lambda day: translations.date(ENGLISH, day, "date")


def _wish(desk: Desk, line: Line) -> Wish:
    """Give one thing a child asked for as it is quoted; a choice says little by itself."""
    owed = shown.is_owed(desk.questions, line)
    words = ": ".join(part for part in (", ".join(line.labels), line.words) if part)
    alone = owed and not line.labels
    return Wish(line.answer, words if alone else f"{line.asked} {words}", owed)


def _merged(kept: Text | None, fresh: Text) -> Text:
    """Give the kept draft with the child's wishes as they stand now."""
    if kept is None:
        return fresh
    written = {part.wish: part for part in kept.parts}
    parts = tuple(
        replace(written.get(each.wish, each), said=each.said, owed=each.owed)
        for each in fresh.parts
    )
    return Text(kept.opening, parts, kept.also, kept.ending, kept.translation, kept.translated_by)


def as_form(text: Text) -> Form:
    """Give a form that shows the words of an answer."""
    shown_words = {
        "opening": text.opening,
        "also": text.also,
        "ending": text.ending,
        "translation": text.translation,
        "translated_by": text.translated_by,
    }
    for part in text.parts:
        shown_words |= {f"decided-{part.wish}": part.decided}
        shown_words |= {f"because-{part.wish}": part.because}
    return filled(**shown_words)


def typed_text(form: Form, wishes: tuple[Wish, ...]) -> Text:
    """Read the words of an answer; what the child said is never taken from a form."""
    parts = tuple(
        Part(
            wish.id,
            wish.said,
            form.lines(f"decided-{wish.id}"),
            form.lines(f"because-{wish.id}"),
            wish.owed,
        )
        for wish in wishes
    )
    opening, also, ending = (form.lines(name) for name in ("opening", "also", "ending"))
    return Text(opening, parts, also, ending, form.lines("translation"), form.text("translated_by"))
