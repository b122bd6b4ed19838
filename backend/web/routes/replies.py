"""The IRO's answer to a child: after a review, on any day, and when something was done."""

from collections.abc import Collection
from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from backend.asking.service import new_secrets
from backend.concerns.rules import NoDutyRoute
from backend.consultations import service as consultations
from backend.consultations.rules import Desk
from backend.invitations import service as invitations
from backend.invitations.rules import AFTER_REVIEW, Secrets
from backend.packs import service as packs
from backend.people import service as people
from backend.people.rules import Child
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.rules import ChildKey
from backend.platform.keys.service import open_child_key
from backend.platform.translations import ENGLISH
from backend.replies import rules, service
from backend.replies.rules import Reply, Text
from backend.web.forms import Form, Typed
from backend.web.once import show_once, shown_once
from backend.web.reply_words import NOBODY_ON_DUTY
from backend.web.replying import Replying, as_form, open_reply, own_participant, typed_text
from backend.web.routes.asking import Handed, handed_out
from backend.web.routes.packs import between_page
from backend.web.visits import Id, Iro, IroTyping, Visit, staff_router, typing_router
from dialogs.wordlists import WordLists

WAYS = ("keep", "preview", "send")


class ReplyPages:
    """The pages of answers, over the desk, the lists of hard words, and the ways out."""

    def __init__(self, desk: Desk, lists: WordLists, routes: Collection[str] = ()) -> None:
        self._desk = desk
        self._lists = lists
        self._routes = routes

    def routers(self) -> list[APIRouter]:
        """Give the addresses, closed to all but the child's own IRO."""
        asking, taking = staff_router("iro"), typing_router("iro")
        one = "/reviews/{review_id}/reply"
        asking.add_api_route(one, self.writing, methods=["GET"])
        taking.add_api_route(one, self.write, methods=["POST"])
        asking.add_api_route(f"{one}/preview", self.preview, methods=["GET"])
        taking.add_api_route(f"{one}/done", self.tell_done, methods=["POST"])
        asking.add_api_route(f"{one}/card", self.card, methods=["GET"])
        asking.add_api_route(f"{one}/card", self.new_card, methods=["POST"])
        taking.add_api_route("/between/{child_id}/answer", self.answer, methods=["POST"])
        return [asking, taking]

    def writing(self, review_id: Id, visit: Iro) -> Response:
        """Show the answer as it is drafted, and what came of those that were sent."""
        story = open_reply(visit, self._desk, review_id)
        if story.heard_in:
            visit.write(lambda t: packs.note_opening(t, visit.viewer, story.heard_in, visit.at))
        return self._page(visit, story, as_form(story.text))

    def write(self, review_id: Id, visit: IroTyping, form: Typed) -> Response:
        """Keep the draft, and go on to see it as the child will, or send it."""
        story = open_reply(visit, self._desk, review_id)
        way = form.one_of("do", WAYS)
        text, key = typed_text(form, story.wishes), visit.open_key_of_review(review_id)
        if story.own is None:
            raise NotFound
        draft = story.reply(visit, "review", text)
        try:
            visit.keep(form, lambda t: service.keep_draft(t, key, visit.viewer, draft))
            if way == "send":
                return self._send(visit, story, key)
        except BadInput as wrong:
            return self._page(visit, story, form, wrong)
        if way == "preview":
            return visit.go(f"/reviews/{review_id}/reply/preview")
        return visit.go(f"/reviews/{review_id}/reply", "reply-kept")

    def preview(self, review_id: Id, visit: Iro) -> Response:
        """Show the draft as the child will see it."""
        story = open_reply(visit, self._desk, review_id)
        seen = story.reply(visit, "review", story.text).seen_in(story.language)
        return visit.page("reply/preview.html", story=story, seen=seen)

    def tell_done(self, review_id: Id, visit: IroTyping, form: Typed) -> Response:
        """Tell the child that something was done, in the words that were read and approved."""
        story, key = open_reply(visit, self._desk, review_id), visit.open_key_of_review(review_id)
        if story.own is None:
            raise NotFound
        news = story.reply(visit, "done", _one_text(form), form.value("decision"))

        def unit(transaction: Transaction) -> bool:
            sent = service.tell_done(transaction, key, visit.viewer, news)
            return self._tell(transaction, visit, sent)

        try:
            told = visit.keep(form, unit)
        except BadInput as wrong:
            return self._page(visit, story, as_form(story.text), told=form, wrong_news=wrong)
        return visit.go(f"/reviews/{review_id}/reply", "reply-told" if told else "reply-sent")

    def answer(self, child_id: Id, visit: IroTyping, form: Typed) -> Response:
        """Answer what a child wrote on any day."""

        def opened(transaction: Transaction) -> tuple[ChildKey, Reply]:
            people.require_words(transaction, visit.viewer, child_id)
            key = open_child_key(transaction, self._desk.ring, child_id)
            return key, self._answer_to(transaction, visit, child_id, form)

        key, reply = visit.look(child_id, "between reviews", opened)

        def unit(transaction: Transaction) -> bool:
            sent = service.answer(transaction, key, visit.viewer, reply)
            return self._tell(transaction, visit, sent)

        try:
            told = visit.keep(form, unit)
        except BadInput as wrong:
            return between_page(visit, self._desk, child_id, form, wrong)
        return visit.go(f"/between/{child_id}", "reply-told" if told else "reply-sent")

    def card(self, review_id: Id, visit: Iro) -> Response:
        """Show the card that was just made, to be printed and handed over."""
        key, rows = visit.open_key_of_review(review_id), shown_once(visit, _card_path(review_id))

        def work(transaction: Transaction) -> tuple[Child, list[Handed]]:
            child = people.get_child(transaction, visit.viewer, key.child_id)
            return child, [handed_out(transaction, visit, row) for row in rows]

        child, handed = visit.look(key.child_id, "card for an answer", work)
        more = {"handed": handed, "review_id": review_id, "again": f"/reviews/{review_id}/reply"}
        return visit.page("reply/card.html", 200, child=child, **more)

    def new_card(self, review_id: Id, visit: Iro) -> Response:
        """Make a new card that leads to an answer which was sent; the old one stops at once."""
        story = open_reply(visit, self._desk, review_id)
        own = story.own
        if own is None or not story.sent:
            raise NotFound
        made = (new_id(), new_secrets())
        visit.write(lambda t: self._invite(t, visit, review_id, own.id, made))
        return _hand_over(visit, review_id, own.id, made[1])

    def _send(self, visit: Visit, story: Replying, key: ChildKey) -> Response:
        """Send the draft, and open the child's page to it in whatever they hold already."""
        own, review_id = story.own, story.review.id
        if own is None:
            raise NotFound
        made = (new_id(), new_secrets())

        def unit(transaction: Transaction) -> tuple[bool, bool]:
            sent = service.send_draft(transaction, key, visit.viewer, review_id, visit.at)
            held = self._let_in(transaction, visit, story, key, made)
            return held, self._tell(transaction, visit, sent)

        try:
            held, told = visit.write(unit)
        except NoDutyRoute:
            raise BadInput({"": NOBODY_ON_DUTY}) from None
        if not held:
            return _hand_over(visit, review_id, own.id, made[1])
        return visit.go(f"/reviews/{review_id}/reply", "reply-told" if told else "reply-sent")

    def _let_in(
        self,
        transaction: Transaction,
        visit: Visit,
        story: Replying,
        key: ChildKey,
        made: tuple[str, Secrets],
    ) -> bool:
        """Let the child in by what they hold; False where a card has to be handed over."""
        own_id, review_id = story.own.id if story.own else "", story.review.id
        working = invitations.working_of(transaction, visit.viewer, own_id, visit.at)
        if any((each.purpose, each.review_id) == (AFTER_REVIEW, review_id) for each in working):
            return True
        made_id = self._invite(transaction, visit, review_id, own_id, made)
        invitation = invitations.get(transaction, visit.viewer, made_id)
        if not invitations.follow(transaction, self._desk.ring, invitation, visit.at):
            return False
        known = visit.runtime.translations.languages
        language = story.language if story.language in known else ENGLISH
        consultations.begin(
            transaction, self._desk, key, invitation, language=language, at=visit.at
        )
        return True

    def _invite(
        self,
        transaction: Transaction,
        visit: Visit,
        review_id: str,
        own_id: str,
        made: tuple[str, Secrets],
    ) -> str:
        return invitations.invite(
            transaction,
            self._desk.ring,
            visit.viewer,
            participant_id=own_id,
            review_id=review_id,
            invitation_id=made[0],
            secrets=made[1],
            at=visit.at,
            purpose=AFTER_REVIEW,
        ).id

    def _tell(self, transaction: Transaction, visit: Visit, sent: Reply) -> bool:
        years = visit.runtime.settings.telegram_min_age
        desk = self._desk
        return service.tell(
            transaction, desk.ring, desk.translations, self._routes, years, sent, visit.at
        )

    def _answer_to(
        self, transaction: Transaction, visit: Visit, child_id: str, form: Form
    ) -> Reply:
        """Make the answer to one thing the child wrote on any day. Raises NotFound."""
        child = people.get_child(transaction, visit.viewer, child_id)
        own = own_participant(transaction, visit, self._desk, child)
        said = packs.between(transaction, self._desk, visit.viewer, child_id)
        about = {each.consultation_id: each for each in said}.get(form.value("about"))
        if own is None or about is None:
            raise NotFound
        spoken = (line.language for line in about.lines if line.language != ENGLISH)
        language = next(spoken, ENGLISH)
        base = (new_id(), child_id, own.id, None, "between", about.consultation_id)
        return Reply(*base, language, visit.at, visit.officer.id, _one_text(form))

    def _page(
        self,
        visit: Visit,
        story: Replying,
        form: Form,
        wrong: BadInput | None = None,
        *,
        told: Form | None = None,
        wrong_news: BadInput | None = None,
    ) -> Response:
        age = story.child.age_on(visit.today)
        if told is not None:
            told.errors = dict(wrong_news.fields) if wrong_news else {}
        answer = visit.form_page(
            "reply/page.html",
            form,
            wrong,
            story=story,
            advice=rules.advice(typed_text(form, story.wishes), self._lists, age),
            age=age,
            told=told,
            questions=self._desk.questions,
        )
        answer.status_code = wrong_news.status if wrong_news else answer.status_code
        return answer


def _one_text(form: Form) -> Text:
    """Read an answer that is one text, not wish by wish."""
    return replace(typed_text(form, ()), opening="", ending="")


def _hand_over(visit: Visit, review_id: str, own_id: str, made: Secrets) -> Response:
    path = _card_path(review_id)
    rows = [[own_id, made.token, made.code, ""]]
    return show_once(visit.go(path, "reply-card"), visit, path, rows)


def _card_path(review_id: str) -> str:
    return f"/reviews/{review_id}/reply/card"
