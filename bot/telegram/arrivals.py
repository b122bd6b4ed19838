"""How a chat comes to a conversation: by link and code, and about whom it is."""

import contextlib
from dataclasses import replace

from backend.concerns import service as concerns
from backend.concerns.rules import ANY_LANGUAGE, About, NoDutyRoute, Raised, screened
from backend.consultations import service as consultations
from backend.inbox import service as inbox
from backend.inbox.rules import whom
from backend.invitations import service as invitations
from backend.invitations.rules import Invitation, plain_code
from backend.people import service as people
from backend.people.rules import SYSTEM, may_use
from backend.platform.clock import day_in_england
from backend.platform.errors import NotFound
from backend.platform.ids import derived_id
from bot.telegram import talking, words
from bot.telegram.rendering import own_page
from bot.telegram.speech import Speech
from bot.telegram.updates import Letter, aside
from bot.telegram.visits import Reply, Talk, Visit, plain, talk_of, voice
from dialogs.events import AskedForHelp, Event, Resumed
from dialogs.outputs import Output, Say

CODE_DIGITS = 6
LONGEST_CODE = 20  # "12 34 56" and the like


def answer(visit: Visit) -> Reply:
    """Take one message, whoever it comes from."""
    letter = visit.letter
    if letter.command == "start" and letter.argument:
        return _by_link(visit)
    if letter.command == "privacy" and not visit.held:
        return plain(visit, visit.say(words.PRIVACY))
    if _waits_for_code(visit) and (_is_code(letter) or not visit.held):
        return _by_code(visit) if _is_code(letter) else plain(visit, visit.say(words.ENTER_CODE))
    if not visit.held:
        return _nobody(visit)
    return _somebody(visit)


def _by_link(visit: Visit) -> Reply:
    ring, at, token = visit.runtime.ring, visit.at, visit.letter.argument.strip()
    found = invitations.find_by_token(visit.transaction, ring, token, at)
    if found is None:
        return plain(visit, visit.say(words.NO_LINK))
    visit = replace(visit, standing=visit.standing.with_link(found.id, token))
    if found.id in {each.id for each in visit.held}:
        return _enter(visit, found)
    if not invitations.offer_chat(visit.transaction, ring, token, visit.letter.chat, at):
        return plain(visit, visit.say(words.LOCKED))
    return plain(visit, visit.say(words.ENTER_CODE))


def _waits_for_code(visit: Visit) -> bool:
    return invitations.chat_waits_for_code(
        visit.transaction, visit.runtime.ring, visit.letter.chat, visit.at
    )


def _is_code(letter: Letter) -> bool:
    short = letter.kind == "text" and len(letter.text) <= LONGEST_CODE
    return short and len(plain_code(letter.text)) == CODE_DIGITS


def _by_code(visit: Visit) -> Reply:
    """Take the code. It does not stay in the chat, right or wrong."""
    chat, code = visit.letter.chat, visit.letter.text
    entered = invitations.confirm_chat(visit.transaction, visit.runtime.ring, chat, code, visit.at)
    if entered.outcome == "open" and entered.invitation is not None:
        held = (*(each for each in visit.held if each.id != entered.invitation.id),)
        visit = replace(visit, held=(*held, entered.invitation))
        reply = _enter(visit, entered.invitation)
    else:
        told = {"wrong_code": words.WRONG_CODE, "locked": words.LOCKED}
        reply = plain(visit, visit.say(told.get(entered.outcome, words.NO_LINK)))
    return replace(reply, deletes=(visit.letter.number,))


def _enter(visit: Visit, invitation: Invitation) -> Reply:
    """Begin the conversation, or go on with it where it was left on any channel."""
    if not _may_use(visit, invitation):
        return _refused(visit, invitation)
    try:
        begun = _begun(visit, invitation)
        return talking.take(visit, begun, Resumed(visit.message_id))
    except (NoDutyRoute, NotFound):
        return replace(plain(visit, visit.say(words.NOT_NOW)), invitation=invitation)


def _begun(visit: Visit, invitation: Invitation) -> Talk:
    participant = people.get_participant(visit.transaction, SYSTEM, invitation.participant_id)
    known = visit.desk.translations.languages
    consultation = consultations.begin(
        visit.transaction,
        visit.desk,
        visit.key(invitation.child_id),
        invitation,
        language=participant.language if participant.language in known else known[0],
        at=visit.at,
    )
    return talk_of(visit, invitation, consultation)


def _may_use(visit: Visit, invitation: Invitation) -> bool:
    """Ask at every message, since people have birthdays and authorities change their minds."""
    participant = people.get_participant(visit.transaction, SYSTEM, invitation.participant_id)
    child = people.get_child(visit.transaction, SYSTEM, invitation.child_id)
    years = visit.runtime.settings.telegram_min_age
    today = day_in_england(visit.at)
    return may_use("telegram", participant.role, child.date_of_birth, years, today)


def _refused(visit: Visit, invitation: Invitation) -> Reply:
    """Send somebody too young to their own page; a worry they wrote here is heard all the same."""
    participant = people.get_participant(visit.transaction, SYSTEM, invitation.participant_id)
    names = consultations.names_for(visit.transaction, visit.desk, participant.id, visit.at)
    spoken = voice(visit, invitation, participant.language, names)
    told = [spoken.say(words.TOO_YOUNG), own_page(spoken)]
    if _may_worry(visit.letter):
        try:
            begun = _begun(visit, invitation)
            told = [*heard(begun, talking.keep_aside(visit, begun)), *told]
        except (NoDutyRoute, NotFound):
            told.append(spoken.say(words.HELPLINES))
    return replace(plain(visit, "\n\n".join(told)), invitation=invitation)


def _may_worry(letter: Letter) -> bool:
    bare = letter.command in {"start", *words.COMMANDS} and not letter.argument
    return bool(letter.text.strip()) and not bare and not _is_code(letter)


def heard(begun: Talk, outputs: tuple[Output, ...]) -> list[str]:
    """Give what is said to somebody whose words raised a concern."""
    keys = [each.key for each in outputs if isinstance(each, Say)]
    return [begun.voice.speak(begun.script.word(key)).strip() for key in keys]


def _nobody(visit: Visit) -> Reply:
    """Answer somebody who holds no conversation, or holds it no more.

    A carer whom a child has left may still know something: their words are heard.
    """
    ended = visit.standing.about or next((each for each, _ in visit.standing.links), "")
    if not ended:
        return plain(visit, visit.say(words.HELLO))
    told = [visit.say(words.ENDED), visit.say(words.HELPLINES)]
    if _may_worry(visit.letter):
        told = [*_after_the_end(visit, ended), *told]
    return plain(visit, "\n\n".join(told))


def _after_the_end(visit: Visit, invitation_id: str) -> list[str]:
    try:
        invitation = invitations.get(visit.transaction, SYSTEM, invitation_id)
        key = visit.key(invitation.child_id)
        found = consultations.find(visit.transaction, key, SYSTEM, invitation_id)
        if found is None:
            raise NotFound
        begun = talk_of(visit, invitation, found)
        return heard(begun, talking.keep_aside(visit, begun))
    except NotFound:
        quarantine_id = derived_id(visit.message_id)
        inbox.quarantine(
            visit.transaction,
            visit.runtime.ring,
            quarantine_id=quarantine_id,
            source="telegram",
            content=visit.letter.text.encode("utf-8", "surrogatepass"),
            why="ended",
            at=visit.at,
        )
        _raise_all_the_same(visit, invitation_id, quarantine_id)
        return []


def _raise_all_the_same(visit: Visit, invitation_id: str, quarantine_id: str) -> None:
    """Raise a worry of somebody who never began: their words are quarantined, and screened."""
    with contextlib.suppress(NotFound):
        asked = invitations.get(visit.transaction, SYSTEM, invitation_id)
        about = About(asked.child_id, asked.participant_id, asked.id, quarantine_id, visit.at)
        desk, reasons = visit.desk, _reasons(visit)
        concerns.raise_concerns(visit.transaction, desk.ring, desk.on_call, about, reasons)


def _reasons(visit: Visit) -> tuple[Raised, ...]:
    return tuple(screened(visit.desk.cues, visit.letter.text, ANY_LANGUAGE))


def _somebody(visit: Visit) -> Reply:
    held = {each.id: each for each in visit.held}
    invitation = held.get(whom(visit.standing, held, visit.at))
    if invitation is None or not _may_use(visit, invitation):
        return _whom(visit) if invitation is None else _refused(visit, invitation)
    try:
        begun = _begun(visit, invitation)
        if len(held) > 1 and _is(visit.letter, begun.voice.say(words.SOMEONE_ELSE)):
            return _whom(visit)
        return talking.talk(visit, begun)
    except NoDutyRoute:
        return plain(visit, visit.say(words.NOT_NOW))
    except NotFound:
        return plain(visit, visit.say(words.ENDED))


def _is(letter: Letter, label: str) -> bool:
    return letter.text.strip().casefold() == label.casefold()


def _whom(visit: Visit) -> Reply:
    """Ask about whom, without any default; what was written meanwhile goes where they say."""
    visit = replace(visit, standing=replace(visit.standing, about=""))
    begun = [talk for each in visit.held for talk in _if_begun(visit, each)]
    if not begun:
        return _refused_for_all(visit)
    named = _named(visit, begun)
    for label, talk in named.items():
        if _is(visit.letter, label):
            return _placed(visit, talk)
    visit, said = _meanwhile(visit, begun[0])
    help_now = begun[0].voice.speak(begun[0].script.word("help"))
    rows = tuple((label,) for label in (*named, help_now))
    text = "\n\n".join((*said, begun[0].voice.say(words.WHOM)))
    return Reply(visit.remembering(), (Speech(text, rows),), asks="whom")


def _meanwhile(visit: Visit, first: Talk) -> tuple[Visit, list[str]]:
    """Take what was sent in the place of a name; give what is said to it.

    A cry for help or a worry can't wait until they say whose it is: it is heard for everyone.
    """
    letter = visit.letter
    if _is(letter, first.voice.speak(first.script.word("help"))):
        return visit, _heard_for_all(visit, AskedForHelp(visit.message_id))
    if _is_worry(visit):
        return visit, _heard_for_all(visit, aside(letter.text, visit.message_id))
    if _may_worry(letter) and not _is(letter, first.voice.say(words.SOMEONE_ELSE)):
        unplaced = (*visit.standing.unplaced, (visit.message_id, letter.text))
        visit = replace(visit, standing=replace(visit.standing, unplaced=unplaced))
    explained = words.EXPLAINED.get(letter.command, ())
    return visit, [visit.say(each) for each in explained if each]


def _is_worry(visit: Visit) -> bool:
    return _may_worry(visit.letter) and bool(_reasons(visit))


def _heard_for_all(visit: Visit, event: Event) -> list[str]:
    """Keep something in the conversation about each child there is; say what it came to, once."""
    told: list[str] = []
    for each in visit.held:
        with contextlib.suppress(NoDutyRoute, NotFound):
            begun = _begun(visit, each)
            said = heard(begun, talking.receive(visit, begun, event).outputs)
            told = told or said
    return told


def _refused_for_all(visit: Visit) -> Reply:
    """Send somebody too young for every conversation there is to a page of their own."""
    reply = _refused(visit, visit.held[0])
    if _is_worry(visit):
        _heard_for_all(visit, aside(visit.letter.text, visit.message_id))
    return reply


def _if_begun(visit: Visit, invitation: Invitation) -> list[Talk]:
    try:
        return [_begun(visit, invitation)] if _may_use(visit, invitation) else []
    except (NoDutyRoute, NotFound):
        return []


def _named(visit: Visit, begun: list[Talk]) -> dict[str, Talk]:
    """Give each conversation by the name of the child it is about; numbers tell namesakes apart."""
    named: dict[str, Talk] = {}
    called = [_called(visit, talk) for talk in begun]
    for talk, label in zip(begun, called, strict=True):
        if talk.invitation.between_reviews and called.count(label) > 1:
            label = talk.voice.say(words.ON_ANY_DAY, name=label)  # noqa: PLW2901
        alike = sum(1 for each in named if each.partition(" (")[0] == label)
        named[f"{label} ({alike + 1})" if alike else label] = talk
    return named


def _called(visit: Visit, talk: Talk) -> str:
    return people.get_child(visit.transaction, SYSTEM, talk.invitation.child_id).called


def _placed(visit: Visit, talk: Talk) -> Reply:
    """Go on with the conversation they picked; what they wrote before is kept there."""
    before: tuple[Output, ...] = ()
    for message_id, text in visit.standing.unplaced:
        before += talking.receive(visit, talk, aside(text, message_id)).outputs
    standing = replace(visit.standing, unplaced=())
    event = Resumed(visit.message_id)
    return talking.take(replace(visit, standing=standing), talk, event, before)
