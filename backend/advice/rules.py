"""What could be clearer in a decision as it is worded: help for whoever writes it. Pure.

It knows English alone, and would rather miss something than find fault with a good decision.
"""

import re
from datetime import date, timedelta

MANY_WORDS = 40
"""From more words than this, nobody remembers what they are to do."""
MONTHS_TO_NEXT = 6
"""The next review is at most so many months later (reg 33 of SI 2010/959)."""


def _any(*patterns: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Find any of these where a word begins and another ends."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", flags)


_OF = r"(?:possible|appropriate|needed|necessary|required)"
_VAGUE = _any(
    r"monitor(?:s|ed|ing)?",
    r"support(?:s|ed|ing)",
    r"encourag(?:e|es|ed|ing)",
    r"facilitat(?:e|es|ed|ing)",
    r"continu(?:e|es|ed|ing)",
    r"ensur(?:e|es|ed|ing)",
    r"consider(?:s|ed|ing|ation)?",
    r"explor(?:e|es|ed|ing|ation)",
    r"promot(?:e|es|ed|ing|ion)",
    r"liais(?:e|es|ed|ing)",
    r"endeavours?",
    r"regular(?:ly)?",
    r"on-?going",
    r"asap",
    r"in due course",
    r"make sure",
    r"try to",
    r"look(?:ing)? into",
    r"as and when",
    rf"as (?:is )?{_OF}",
    r"as soon as possible",
    rf"(?:if|when|where|wherever|whenever) {_OF}",
    r"keep(?:s|ing)? (?:an eye|(?:\w+ ){0,3}under review)",
    r"be (?:mindful|aware) of",
    r"(?:to|will|shall|should|must|can|please) (?:\w+ly )?support",
    r"(?:give|offer|provide|receive|further|additional) (?:\w+ )?support",
)
_VAGUE_FIRST = re.compile(r"support\b", re.IGNORECASE)
_NOT_VAGUE = _any(
    r"support(?:ed|ing)? (?:workers?|assistants?|group|plan|team|staff|teachers?|centre)",
    r"support(?:ed|ing)? (?:living|lodgings|accommodation|internship|session)",
    r"(?:baby|heart|glucose|computer|a|the) monitor",
    r"continuing (?:health ?)?care",
    r"explorer scouts?",
    r"regular (?:bus|train|trains|buses)",
)

# What is never a thing, and what is one unless it is done to something.
_DO = (
    r"agree|apply|arrange|ask|attend|bring|buy|choose|collect|complete|confirm|consider|continue"
    r"|decide|email|ensure|explain|explore|find|get|give|help|inform|invite|keep|let|liaise|make"
    r"|meet|monitor|offer|organise|pay|promote|provide|refer|send|share|speak|submit|take|talk"
    r"|tell|write"
)
_DO_TO = (
    r"book|call|change|check|contact|discuss|fill|hold|move|phone|plan|report|review|ring|set"
    r"|show|sign|start|support|text|update|view|visit"
)
_TO = r"(?:an?|the|his|her|their|its|this|that|them|him|it|back|up|in|(?-i:[A-Z])\w+)"
_SECOND_ACTION = _any(
    rf"(?:and|then)(?: (?:then|also|to|will|s?he will|they will)){{0,2}} (?:{_DO})",
    rf"(?:and|then)(?: (?:then|also|to|will|s?he will|they will)){{0,2}} (?:{_DO_TO}) {_TO}",
    r"and then",
    r"and (?:s?he|they) will",
    r"will .*and (?:(?-i:[A-Z])\w*\s){1,3}will",
)
_ONE_ACTION = _any(
    r"(?:go|come|try|wait|read|stop|pick up|cook) and",
    r"(?:ring|phone|call|email|text|write to) (?:[\w']+ ){1,5}and ask",
    r"and (?:bring|take|drive) (?:him|her|them) (?:home|back)",
    r"and give (?:it|them) to",
    r"and let (?:\w+ ){1,3}know",
)
_NEXT_SENTENCE = re.compile(r"(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSt)[.!?][\"')]*\s+[A-Z]")
_NEXT_LINE = re.compile(r";|\n\s*\S")

_DONE = (
    r"\w+ed|made|given|taken|sent|found|held|told|seen|put|set|sought|kept|brought|bought|written"
    r"|drawn|done|met|begun|paid|chosen|undertaken"
)
_PASSIVE = _any(
    rf"(?:to|will|should|must|can|shall|need|needs) be (?:\w+ly )?(?:{_DONE})",
    rf"(?:is|are) being (?:\w+ly )?(?:{_DONE})",
    rf"needs? (?:\w+ing|to be (?:\w+ly )?(?:{_DONE}))",
)
_A_DAY = (
    r"\d|end|start|beginning|middle|next|then|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may"
    r"|jun|jul|aug|sep|oct|nov|dec|easter|christmas|half|summer|autumn|winter|spring"
)
_BY_SOMEBODY = re.compile(rf"\bby (?!(?:the |this )?(?:{_A_DAY}))", re.IGNORECASE)

_ALL_OF = r"(?:all|any|every|the|both|relevant|involved|appropriate|other)"
_NOBODY = (
    r"(?:professionals?|agencies|everyone|everybody|network|teams?(?! (?:manager|leader))"
    r"|staff(?! nurse)|parties|someone|somebody|all|both|local authority|social care|tbc|n/?a)\b"
)
# Part of who somebody is, such as a school nurse, but nobody by themselves.
_ALONE = r"(?:services?|carers|parents|workers|school|college|agency|children's services)"
_OWNED_BY_NOBODY = re.compile(
    rf"(?:{_ALL_OF}\s+)*(?:{_NOBODY}|{_ALONE}$)|(?:[\w']+\s+){{1,3}}(?:teams?|professionals)$",
    re.IGNORECASE,
)
_SAID_OF_NOBODY = re.compile(
    rf"(?:{_ALL_OF}\s+)*(?:{_NOBODY}|{_ALONE})\s+(?:to|will|should|must|need)\b", re.IGNORECASE
)

_JARGON = _any(
    r"placements?|respite|permanence|siblings?|abscond\w*|care leavers?|birth parents?",
    r"challenging behaviou?rs?|service users?|stakeholders?|multi-?agency|looked[- ]after child",
    r"(?-i:LAC|CLA|CIC|SDQ|IHA|RHA|NEET|SGO|MASH)",
)
_CONTACT = re.compile(r"(?:(\w+)\s+)?\bcontact\b(?! lens)(?:\s+(\w+))?(?!\w)", re.IGNORECASE)
_WILL = frozenset({"", "to", "will", "and", "must", "should", "or", "can", "shall", "please"})
_WHOM = frozenset({"the", "a", "an", "his", "her", "their", "him", "them", "our", "your", "each"})


def advice(
    what: str, owner: str, due_on: date | None, part: str, today: date, review_day: date
) -> tuple[str, ...]:
    """Give what could be clearer in a decision as it is worded, by code; () where nothing could.

    It stops nobody. ``today`` is the day on which it is written.
    """
    what, owner = what.strip(), owner.strip()
    found = {
        "no_owner": not owner,
        "owner_nobody": bool(_OWNED_BY_NOBODY.match(owner) or _SAID_OF_NOBODY.match(what)),
        "no_date": due_on is None,
        **_of_the_day(due_on, today, review_day),
        "vague": _is_vague(what),
        "two_actions": _does_two_things(what),
        "no_actor": bool(_PASSIVE.search(what) and not _BY_SOMEBODY.search(what)),
        "long": len(what.split()) > MANY_WORDS,
        "jargon": bool(_JARGON.search(what)) or _calls_it_contact(what),
        "no_part": not part,
    }
    return tuple(code for code, is_so in found.items() if is_so)


def _of_the_day(due_on: date | None, today: date, review_day: date) -> dict[str, bool]:
    if due_on is None:
        return {}
    return {
        "date_past": due_on < today,
        "date_before_review": today <= due_on < review_day,
        "date_far": due_on > _months_after(review_day, MONTHS_TO_NEXT),
    }


def _is_vague(what: str) -> bool:
    plain = _NOT_VAGUE.sub("", what)
    return bool(_VAGUE.search(plain) or _VAGUE_FIRST.match(plain))


def _does_two_things(what: str) -> bool:
    text = _ONE_ACTION.sub("", what)
    return any(each.search(text) for each in (_SECOND_ACTION, _NEXT_SENTENCE, _NEXT_LINE))


def _calls_it_contact(what: str) -> bool:
    """Say whether time with somebody is called contact; to contact somebody is another word."""
    return any(
        not (
            before.lower() in _WILL and (after.lower() in _WHOM or after[:1].isupper() or not after)
        )
        for before, after in _CONTACT.findall(what)
    )


def _months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the last day of a month that has none such."""
    whole = day.month - 1 + months
    first = date(day.year + whole // 12, whole % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)
