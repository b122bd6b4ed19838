"""You said, we decided, because: how an answer to a child is drafted and read. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from backend.decisions.rules import Decision, Reason, wrong_words
from backend.people.rules import MUST_SAY
from backend.platform.msgids import _
from backend.platform.translations import ENGLISH
from dialogs.checks_reading import hard_words
from dialogs.levels import LEVELS
from dialogs.readability import sentences
from dialogs.wordlists import WordLists

OPENING = _("Your review has been held. Here is what you said, and what we decided.")
ENDING = _("Thank you for telling us what you think.")
YOU_SAID = _("You said: “{words}”")
WE_DECIDED = _("We decided: {words}")
BECAUSE = _("Because: {words}")
NOT_AGREED = _("We could not agree to this: {what}")
DONE = _("This is done: {what}.")
YOU_ASKED = _("You asked for this: “{words}”")
WILL, WILL_BY = _("{owner} will {what}."), _("{owner} will {what}, by {day}.")
TO_BE_DONE, TO_BE_DONE_BY = _("{what}."), _("{what}, by {day}.")
SEEN_TO, SEEN_TO_BY = _("{what}. {owner} will see to it."), _("{what}. {owner}, by {day}.")

NO_ANSWER = _("Say what was decided about this, or why it could not be.")
NOT_TRANSLATED = _("Enter the answer in the child's own language. A person has to make it.")
NO_TRANSLATOR = _("Enter who put it into the child's language.")
LONGEST, LONGEST_NAME = 6000, 200
FIELDS = ("opening", "also", "ending", "translation")


@dataclass(frozen=True)
class Wish:
    """One thing a child asked for: the id of their answer, and its words.

    How the meeting itself should be is over by now: an answer to that is not ``owed``.
    """

    id: str
    said: str = field(repr=False)
    owed: bool = True


@dataclass(frozen=True)
class Part:
    """What answers one wish: ``wish`` is the id of the child's answer, ``said`` its words."""

    wish: str
    said: str = field(repr=False)
    decided: str = field(default="", repr=False)
    because: str = field(default="", repr=False)
    owed: bool = True

    @property
    def answered(self) -> bool:
        """Say whether anything answers it."""
        return bool(self.decided.strip() or self.because.strip())


@dataclass(frozen=True)
class Text:
    """The words of an answer, in English; ``translation`` is all of it in the child's language.

    A person makes that, ``translated_by``. On any day and when something is done there is only
    ``also``.
    """

    opening: str = field(default="", repr=False)
    parts: tuple[Part, ...] = ()
    also: str = field(default="", repr=False)
    ending: str = field(default="", repr=False)
    translation: str = field(default="", repr=False)
    translated_by: str = field(default="", repr=False)


@dataclass(frozen=True)
class Asked:
    """In which conversation something decided is to be told: for what, with whom, about whom."""

    purpose: str
    participant_id: str
    child_id: str
    review_id: str | None
    language: str


@dataclass(frozen=True)
class Reply:
    """One answer to one child: after a "review", "between" reviews, or that something is "done".

    ``about`` is the conversation that is answered, or the decision that was carried out, else "".
    It is a draft until it is sent, and then stays as it is; ``read_at`` is when the child saw it.
    ``number`` counts what was sent to the child, whatever the clocks of two servers say.
    """

    id: str
    child_id: str
    participant_id: str
    review_id: str | None
    kind: str
    about: str
    language: str
    made_at: datetime
    made_by: str
    text: Text
    sent_at: datetime | None = None
    read_at: datetime | None = None
    number: int = 0

    @property
    def subject(self) -> tuple[str, str]:
        """What it answers: of two with the same the newer takes the place of the older."""
        return self.kind, self.about or self.review_id or ""

    def seen_in(self, language: str) -> str:
        """Give the words as a child sees them who reads in this language.

        Whoever reads in another than it was put into sees both: that may be the one they know.
        """
        if self.text.translation and language == self.language:
            return self.text.translation
        return "\n\n".join(each for each in (plain(self.text), self.text.translation) if each)


def newest(replies: Iterable[Reply]) -> tuple[Reply, ...]:
    """Give what stands of answers that are given newest first: the last one to each thing."""
    found: dict[tuple[str, str], Reply] = {}
    for each in replies:
        found.setdefault(each.subject, each)
    return tuple(found.values())


def plain(text: Text) -> str:
    """Give an answer as lines, wish by wish in the child's order; what nobody answers is left out.

    That can only be how the meeting itself should have been.
    """
    said = ("\n".join(_answered(part)) for part in text.parts if part.answered)
    blocks = [text.opening, *said]
    blocks += [text.also, text.ending]
    return "\n\n".join(block.strip() for block in blocks if block.strip())


def _answered(part: Part) -> Iterator[str]:
    yield YOU_SAID.format(words=part.said)
    if part.decided.strip():
        yield WE_DECIDED.format(words=part.decided.strip())
    if part.because.strip():
        yield BECAUSE.format(words=part.because.strip())


def draft(
    wishes: Iterable[Wish],
    decisions: Iterable[Decision],
    reasons: Iterable[Reason],
    day: Callable[[date], str],
    child: str,
) -> Text:
    """Draft the answer from what was decided; ``wishes`` are the child's.

    ``day`` writes a date, and ``child`` is what the child is called.
    """
    made, why_not = tuple(decisions), {each.wish: each.why for each in reasons}
    parts = []
    for wish in wishes:
        serving = [each for each in made if wish.id in each.wishes]
        decided = "\n".join(in_plain_words(each, day, child) for each in serving)
        because = [each.why for each in serving if each.why] or [why_not.get(wish.id, "")]
        why = "\n".join(dict.fromkeys(because))
        parts.append(Part(wish.id, wish.said, decided, why, wish.owed))
    return Text(OPENING, tuple(parts), "", ENDING)


def in_plain_words(decision: Decision, day: Callable[[date], str], child: str = "") -> str:
    """Turn a decision into a line: who will do what, by when."""
    what, owner = decision.what.strip().rstrip("."), decision.owner.strip()
    if decision.kind == "not_agreed":
        return NOT_AGREED.format(what=what)
    by = day(decision.due_on) if decision.due_on else ""
    if not owner or " will " in what or what.startswith(owner):
        return (TO_BE_DONE_BY if by else TO_BE_DONE).format(what=what, day=by)
    if child and what.startswith(child):
        return (SEEN_TO_BY if by else SEEN_TO).format(what=what, owner=owner, day=by)
    plainly = what if what[1:2].isupper() else what[:1].lower() + what[1:]
    return (WILL_BY if by else WILL).format(owner=owner, what=plainly, day=by)


def served_by_none(
    decisions: Iterable[Decision], day: Callable[[date], str], child: str
) -> tuple[str, ...]:
    """Give the decisions that answer no wish, as lines that may be added."""
    return tuple(in_plain_words(each, day, child) for each in decisions if not each.wishes)


def is_done(decision: Decision, said: Mapping[str, str]) -> str:
    """Draft the news that something was done, with the wish that it answers if there is one."""
    asked = [said[wish] for wish in decision.wishes if said.get(wish)]
    lines = [YOU_ASKED.format(words=words) for words in asked]
    lines += [DONE.format(what=decision.what.strip().rstrip(".")), decision.effect.strip()]
    return "\n".join(line for line in lines if line)


def wrong_texts(text: Text) -> dict[str, str]:
    """Give what is wrong with the words by themselves, by field: too long, or unreadable."""
    given = {name: getattr(text, name) for name in FIELDS}
    for part in text.parts:
        given[f"decided-{part.wish}"] = part.decided
        given[f"because-{part.wish}"] = part.because
    found = {name: (words, LONGEST) for name, words in given.items()}
    found["translated_by"] = (text.translated_by, LONGEST_NAME)
    wrong = {
        name: wrong_words(words, required=False, longest=longest)
        for name, (words, longest) in found.items()
    }
    return {name: problem for name, problem in wrong.items() if problem}


def not_ready(text: Text, language: str) -> dict[str, str]:
    """Give what still has to be said before it can be sent, by field."""
    wrong = {
        f"decided-{part.wish}": NO_ANSWER for part in text.parts if part.owed and not part.answered
    }
    if not any(part.answered for part in text.parts) and not text.also.strip() and not wrong:
        wrong["also"] = MUST_SAY
    if language != ENGLISH and not text.translation.strip():
        wrong["translation"] = NOT_TRANSLATED
    if text.translation.strip() and not text.translated_by.strip():
        wrong["translated_by"] = NO_TRANSLATOR
    return wrong


@dataclass(frozen=True)
class Advice:
    """Words that may be hard for a child: "jargon", a "promise", or a "sentence" as a whole."""

    kind: str
    words: str = field(repr=False)
    instead: str = ""


def advice(text: Text, lists: WordLists, age: int) -> tuple[Advice, ...]:
    """Give what of an officer's words may be hard for a child of this age; it forbids nothing."""
    own = [text.opening, text.also, text.ending]
    for part in text.parts:
        own += [part.decided, part.because]
    found = [each for words in own for each in _advice(words, lists, level_for(age))]
    return tuple(dict.fromkeys(found))


def level_for(age: int) -> str:
    """Give how hard words may be for a child of this age, in years, as scripts are measured."""
    return next(level for level, below in _LEVELS if age < below)


_LEVELS = (("young", 8), ("child", 12), ("teen", 16), ("older", 200))


def _advice(words: str, lists: WordLists, level: str) -> Iterator[Advice]:
    for phrase in lists.jargon["children"]:
        if found := phrase.found_in(words):
            yield Advice("jargon", found, phrase.instead)
    for found, phrase in lists.promised(words):
        yield Advice("promise", found, phrase.instead)
    for sentence in sentences(words):
        too_long = len(sentence.split()) > LEVELS[level].sentence
        if too_long or any(hard_words(sentence, level, "")):
            yield Advice("sentence", sentence)
