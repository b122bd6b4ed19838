"""The public face of answers to children. Only the child's own IRO writes, reads and sends them.

They are sealed with the child's key, which the caller opens before the unit.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from backend.concerns import service as concerns
from backend.decisions import service as decisions
from backend.decisions.rules import STATES, Decision
from backend.invitations import service as invitations
from backend.invitations.rules import AFTER_REVIEW
from backend.letters import service as letters
from backend.letters.rules import Way, way_to
from backend.people import service as people
from backend.people.rules import SYSTEM, Participant, Viewer, may_use, participant_viewer
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction, lock
from backend.platform.delivery.rules import OutboxMessage
from backend.platform.delivery.service import enqueue
from backend.platform.errors import BadInput, NotFound
from backend.platform.ids import derived_id
from backend.platform.keys.rules import ChildKey, KeyRing, open_sealed, seal
from backend.platform.keys.service import open_child_key, require_current
from backend.platform.msgids import _
from backend.platform.translations import Translations
from backend.replies import rules, store
from backend.replies.rules import Asked, Part, Reply, Text
from backend.reviews import service as reviews

NUDGE = _("There is an answer for you. It is on your own page.")
NOTHING_WRITTEN = _("Write the answer first.")
NOT_HELD = _("The review has not been held yet.")
WITH_A_CONCERN = _("This is about an open concern. Use the concern's own page instead.")
NOT_DONE = _("This is not done yet, or the child has been told already.")


def draft_of(
    transaction: Transaction, key: ChildKey, viewer: Viewer, review_id: str
) -> Reply | None:
    """Give the draft of what is to be sent after a review, or None."""
    row = store.draft(transaction, viewer, review_id)
    return _opened(key, row) if row else None


def keep_draft(transaction: Transaction, key: ChildKey, viewer: Viewer, reply: Reply) -> Reply:
    """Keep a draft for a review, in the place of an earlier one. Raises NotFound, BadInput."""
    lock(transaction, f"review:{reply.review_id}")
    earlier = store.draft(transaction, viewer, reply.review_id or "")
    kept = replace(reply, kind="review", about="", sent_at=None, read_at=None)
    if earlier is not None:
        kept = replace(kept, id=str(earlier["id"]))
    return _keep(transaction, key, viewer, kept, new=earlier is None)


def send_draft(
    transaction: Transaction, key: ChildKey, viewer: Viewer, review_id: str, at: datetime
) -> Reply:
    """Send the draft for a review: from now on it stays as it is. Raises NotFound, BadInput.

    Not before the review: nobody can know yet what it decides.
    """
    lock(transaction, f"review:{review_id}")
    if reviews.get(transaction, viewer, review_id).starts_at > at:
        raise BadInput({"also": NOT_HELD})
    held = draft_of(transaction, key, viewer, review_id)
    if held is None:
        raise BadInput({"also": NOTHING_WRITTEN})
    return _send(transaction, key, viewer, held, at, new=False)


def answer(transaction: Transaction, key: ChildKey, viewer: Viewer, reply: Reply) -> Reply:
    """Answer what a child wrote on any day, at once. Raises NotFound, BadInput.

    Never words with a concern that is open to this officer: what is said about a worry is said
    on its own page. A concern in which they are named themselves is not told of here either.
    """
    if concern_open(transaction, viewer, reply.child_id, reply.about):
        raise BadInput({"also": WITH_A_CONCERN})
    sent = replace(reply, kind="between", review_id=None)
    return _send(transaction, key, viewer, sent, reply.made_at, new=True)


def concern_open(
    transaction: Transaction, viewer: Viewer, child_id: str, consultation_id: str
) -> bool:
    """Say whether something said in a conversation is in a concern open to this viewer."""
    return any(
        pointer.consultation_id == consultation_id
        for each in concerns.list_open(transaction, viewer)
        if each.child_id == child_id
        for pointer in concerns.pointers(transaction, each)
    )


def tell_done(transaction: Transaction, key: ChildKey, viewer: Viewer, reply: Reply) -> Reply:
    """Tell a child that a decision, which is ``about``, was carried out. Raises as ``answer``."""
    lock(transaction, f"child:{reply.child_id}")
    due = {each.id: each for each in not_told(transaction, key, viewer, reply.child_id)}
    if reply.about not in due:
        raise BadInput({"also": NOT_DONE})
    sent = replace(reply, kind="done", review_id=due[reply.about].review_id)
    return _send(transaction, key, viewer, sent, reply.made_at, new=True)


def not_told(
    transaction: Transaction, key: ChildKey, viewer: Viewer, child_id: str
) -> tuple[Decision, ...]:
    """Give what was decided and is done, and the child has not been told of, oldest first."""
    told = {each.about for each in sent_to(transaction, key, viewer, child_id)}
    return tuple(
        each
        for each in decisions.of_child(transaction, key, viewer, child_id)
        if each.state == "done" and each.effect.strip() and each.id not in told
    )


def sent_to(
    transaction: Transaction, key: ChildKey, viewer: Viewer, child_id: str
) -> tuple[Reply, ...]:
    """Give everything that was sent to a child, newest first, the corrected ones too."""
    return tuple(_opened(key, row) for row in store.sent_to(transaction, viewer, child_id))


def for_child(transaction: Transaction, key: ChildKey, participant_id: str) -> tuple[Reply, ...]:
    """Give what a child is shown: the newest answer to each thing, newest first."""
    child = people.get_participant(transaction, SYSTEM, participant_id)
    sent = sent_to(transaction, key, participant_viewer(child), child.child_id)
    return rules.newest(sent)


def kinds_sent(transaction: Transaction, participant_id: str) -> set[tuple[str, bool]]:
    """Give each kind of answer a child was sent, and whether they have seen it; no words."""
    return store.kinds_sent(transaction, Viewer("participant", participant_id))


def note_read(
    transaction: Transaction, participant_id: str, at: datetime, review_id: str | None = None
) -> None:
    """Note that a child has seen what was sent to them: all of it, or of one review."""
    store.note_read(transaction, Viewer("participant", participant_id), at, review_id)


def decided(
    transaction: Transaction, ring: KeyRing, translations: Translations, asked: Asked
) -> str:
    """Give what was decided, to be read in a conversation; "" where nothing is known.

    Afterwards a child reads the newest answer; others read before a review what the last one
    decided, and how far that is.
    """
    key = open_child_key(transaction, ring, asked.child_id)
    if asked.purpose == AFTER_REVIEW:
        every = for_child(transaction, key, asked.participant_id)
        newest = (each for each in every if each.subject == ("review", asked.review_id))
        return next((each.seen_in(asked.language) for each in newest), "")
    if asked.review_id is None:
        return ""
    review = reviews.get(transaction, SYSTEM, asked.review_id)
    last = reviews.previous(transaction, SYSTEM, review)
    made = decisions.of_review(transaction, key, SYSTEM, last.id) if last else ()
    return "\n".join(
        _with_state(each, translations, asked.language) for each in made if each.kind == "decided"
    )


def _with_state(decision: Decision, translations: Translations, language: str) -> str:
    line = rules.in_plain_words(decision, lambda day: translations.date(language, day, "date"))
    return f"{line} ({translations.text(language, STATES[decision.state])})"


def tell(
    transaction: Transaction,
    ring: KeyRing,
    translations: Translations,
    routes: Collection[str],
    telegram_min_age: int,
    reply: Reply,
    at: datetime,
) -> bool:
    """Tell a child that an answer is there, and nothing of it; False where no way is at hand.

    It arrives at a time of day at which a child of that age may hear from us.
    """
    child = people.get_participant(transaction, SYSTEM, reply.participant_id)
    chat = _chat_of(transaction, ring, child, telegram_min_age, at)
    way = way_to(child, chat, routes)
    if way is None:
        return False
    due_at = letters.may_arrive(transaction, child, at)
    words = translations.text(child.language, NUDGE)
    return enqueue(transaction, ring, _nudge(child, way, reply, words, due_at), at)


def _nudge(
    child: Participant, way: Way, reply: Reply, words: str, due_at: datetime
) -> OutboxMessage:
    told, key = way.route == "telegram", f"answer:{reply.id}"
    return OutboxMessage(
        id=derived_id(key),
        key=key,
        route=way.route,
        recipient=way.recipient,
        template="nudge" if told else "answer_ready",
        values={"text": words} if told else {},
        language=child.language,
        child_id=child.child_id,
        participant_id=child.id,
        due_at=due_at,
    )


def _chat_of(
    transaction: Transaction,
    ring: KeyRing,
    person: Participant,
    telegram_min_age: int,
    at: datetime,
) -> str | None:
    """Give the chat a child may be written to in, or None."""
    born = people.get_child(transaction, SYSTEM, person.child_id).date_of_birth
    if not may_use("telegram", person.role, born, telegram_min_age, day_in_england(at)):
        return None
    held = invitations.working_of(transaction, SYSTEM, person.id, at)
    chats = (invitations.chat_of(transaction, ring, each.id) for each in held)
    return next((chat for chat in chats if chat), None)


def _send(
    transaction: Transaction,
    key: ChildKey,
    viewer: Viewer,
    reply: Reply,
    at: datetime,
    *,
    new: bool,
) -> Reply:
    wrong = rules.not_ready(reply.text, reply.language)
    if wrong:
        raise BadInput(wrong)
    return _keep(transaction, key, viewer, replace(reply, sent_at=at), new=new)


def _keep(
    transaction: Transaction, key: ChildKey, viewer: Viewer, reply: Reply, *, new: bool
) -> Reply:
    _require_own(transaction, viewer, reply)
    # It holds the key's row: nobody else sends to this child until the unit has ended.
    require_current(transaction, key)
    wrong = rules.wrong_texts(reply.text)
    if wrong:
        raise BadInput(wrong)
    if reply.sent_at is not None:
        reply = replace(reply, number=store.last_number(transaction, reply.child_id) + 1)
    plain = json.dumps(asdict(reply.text), ensure_ascii=True).encode()
    values = {name: value for name, value in vars(reply).items() if name != "text"}
    values["words"] = seal(key, f"replies.words:{reply.id}", plain)
    store.keep(transaction, values, new)
    return reply


def _require_own(transaction: Transaction, viewer: Viewer, reply: Reply) -> None:
    """Refuse whoever is not the child's own IRO, and what is not of one child throughout."""
    people.require_words(transaction, viewer, reply.child_id)
    person = people.get_participant(transaction, viewer, reply.participant_id)
    if (person.child_id, person.role) != (reply.child_id, "child"):
        raise NotFound
    review = reviews.get(transaction, viewer, reply.review_id) if reply.review_id else None
    if review is not None and review.child_id != reply.child_id:
        raise NotFound


def _opened(key: ChildKey, row: Mapping[str, Any]) -> Reply:
    held = json.loads(open_sealed(key, f"replies.words:{row['id']}", row["words"]))
    parts = tuple(Part(**each) for each in held.pop("parts"))
    values = {name: value for name, value in row.items() if name != "words"}
    return Reply(**values, text=Text(parts=parts, **held))
