"""How sentences are built: short and easy enough, one idea, one question, one negative."""

import re
from collections.abc import Iterable, Iterator, Sequence

from dialogs.checks_rules import Finding
from dialogs.levels import LEVELS
from dialogs.readability import grade, sentences, spoken, words
from dialogs.script import Script, Step
from dialogs.wordings import Spoken, of_step
from dialogs.wordlists import straight

SHORTEST = 12
"""Words: what is shorter has no grade that means anything."""
TOLERANCE = 3 * 11.8
"""Three syllables: in twelve words each one too many is nearly a whole grade."""
_ONE_IDEA = {"young", "child"}
_VERB = (
    r"(?:am|is|are|was|were|can|can't|could|will|won't|would|has|have|had|do|does|did|don't|"
    r"doesn't|didn't|may|might|must|should|want|wants|like|likes|need|needs|say|says|said|see|"
    r"sees|tell|tells|told|get|gets|go|goes|live|lives|feel|feels|know|knows|think|thinks|help|"
    r"helps|keep|keeps|make|makes|read|reads|pick|picks|wish|ask|asks|skip|stop|come|comes|"
    r"give|gives|look|looks|talk|talks|miss|happen|happens|work|works)"
)
_WHO = r"(?:I|you|he|she|it|we|they|this|that|there|somebody|someone|nobody|people|Sam)"
_JOINED = re.compile(
    rf"(?i)\b{_VERB}\b.*\s(?:and|but|or)\s+{_WHO}(?:'(?:m|s|re|ve|ll|d)\b|\s+{_VERB}\b)"
)
_ASKED_TOO = re.compile(
    r"(?i)(?:\S+\s+){2}\S*\w,?\s+(?:and|or|but)\s+"
    r"(?:(?:what(?! is not\b)|who|whom|when|where|why|which|how(?! to\b))\s+\w+|"
    r"(?:is|are|was|were|do|does|did|has|have|can|could|will|would)\s+"
    r"(?:I|you|he|she|it|we|they|there|this|that|people|Sam|your|their)\b)"
)
_NEGATIVE = re.compile(
    r"(?i)\b(?:not|never|no|none|nobody|nothing|nowhere|neither|without|cannot|\w+n't)\b"
)
_NO_NEGATIVE = re.compile(r"(?i)^no\b|\b(?:why|or|if|and|who) not\b|\bnot un\B")
_CLAUSES = re.compile(
    r"[,;:\u2013\u201c\u201d\"()]|\b(?:and|or|but|because|that|who|which|when|where|if)\b"
)


def sentence_findings(every: Iterable[Spoken]) -> Iterator[Finding]:
    """Give the sentences that are too long, or that say more than one thing or say it twice."""
    for each in every:
        for sentence in sentences(spoken(each.text)):
            for rule, message in _of_sentence(sentence, each.level):
                yield Finding(each.wording.context, rule, message)


def _of_sentence(sentence: str, level: str) -> Iterator[tuple[str, str]]:
    limit, count = LEVELS[level].sentence, len(sentence.split())
    if count > limit:
        yield "long-sentence", f"{count} words in {sentence!r}: {limit} at most, so make two of it"
    if level in _ONE_IDEA and _two_ideas(sentence):
        yield "two-ideas", f"two ideas in {sentence!r}: make two sentences of it"
    if any(_negatives(clause) > 1 for clause in _CLAUSES.split(straight(sentence))):
        yield "double-negative", f"two negatives in {sentence!r}: say what is, not what is not"


def _two_ideas(sentence: str) -> bool:
    plain = straight(sentence)
    return bool(_JOINED.search(plain) or (plain.endswith("?") and _ASKED_TOO.search(plain)))


def _negatives(clause: str) -> int:
    kept = _NO_NEGATIVE.sub("", clause.strip())
    return len(_NEGATIVE.findall(kept))


def two_questions(step: Step) -> Iterator[Finding]:
    """Give a step whose one choice has to answer two questions."""
    if step.kind not in {"one", "several"}:
        return
    text = straight(spoken(step.ask.english))
    asked = [sentence for sentence in sentences(text) if sentence.endswith("?")]
    joined = any(_ASKED_TOO.search(sentence) for sentence in asked)
    if len(asked) > 1 or (joined and step.level not in _ONE_IDEA):
        message = f"one answer has to do for two questions: {text!r}; ask the other by itself"
        yield Finding(step.ask.context, "two-questions", message)


def grade_findings(script: Script) -> Iterator[Finding]:
    """Give the steps that are too hard to read, and each level of which all is too hard."""
    for step in script.steps:
        text = " ".join(spoken(wording.english) for wording in of_step(step))
        yield from hard_words(text, step.level, step.id)
    said = [(step.level, wording.english) for step in script.steps for wording in of_step(step)]
    for level in dict.fromkeys(level for level, _ in said):
        yield from whole_text([text for each, text in said if each == level], level)


def whole_text(texts: Sequence[str], level: str) -> Iterator[Finding]:
    """Say where everything of a level together is too hard for it."""
    together = "\n".join(map(spoken, texts))
    found, limit = grade(together), LEVELS[level].grade
    if found > limit and len(words(together)) >= SHORTEST:
        message = f"all in all it reads at grade {found:.1f}, and {level!r} is up to {limit:g}"
        yield Finding("", "hard-words", f"{message}: use shorter words and sentences")


def hard_words(text: str, level: str, at: str) -> Iterator[Finding]:
    """Say where one text is too hard; a short one may be a little above its level."""
    count = len(words(text))
    if count < SHORTEST:
        return
    found, limit = grade(text), LEVELS[level].grade
    if found > limit + TOLERANCE / count:
        message = f"it reads at grade {found:.1f}, and {level!r} is up to {limit:g}"
        yield Finding(at, "hard-words", f"{message}: use shorter words, or more sentences")
