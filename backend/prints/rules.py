"""What of a pack may be handed out, and to whom. Pure."""

from dataclasses import replace

from backend.packs.rules import Pack, Spoken, TopicRow, Voice
from backend.views.rules import Line


def for_meeting(pack: Pack) -> Pack:
    """Give the print that may be handed out: what everyone at the review may see, and no more.

    No requests, nothing that raised a concern, nothing kept for the officer, no list of gaps.
    """
    return _for(pack, "")


def for_person(pack: Pack, participant_id: str) -> Pack:
    """Give the print for one person: what everyone may see, and what was opened to them by name.

    They go by their id, since two people around one child may bear one name.
    """
    return _for(pack, participant_id)


def named_in(pack: Pack) -> tuple[str, ...]:
    """Give the ids of those to whom somebody opened a topic, each once."""
    spoken = (*pack.agenda, *(each for row in pack.topics for each in row.others))
    own = [line for row in pack.topics for line in row.child]
    every = [*own, *(line for each in spoken for line in each.lines)]
    return tuple(dict.fromkeys(who for line in every for who, _name in line.people))


def _for(pack: Pack, who: str) -> Pack:
    return replace(
        pack,
        agenda=_shown(pack.agenda, who),
        topics=tuple(
            row
            for topic in pack.topics
            if (
                row := TopicRow(topic.topic, _open(topic.child, who), _shown(topic.others, who))
            ).child
            or row.others
        ),
        requests=(),
        observed=(),
        between=(),
        skipped=(),
        declined=(),
        questions=None,
        uncovered=(),
        voices=tuple(_named(voice) for voice in pack.voices),
    )


def _named(voice: Voice) -> Voice:
    return replace(voice, helper=None, called=(), channels=(), skipped=0, taken_back=0)


def _shown(spoken: tuple[Spoken, ...], who: str) -> tuple[Spoken, ...]:
    shown = (Spoken(_named(each.voice), _open(each.lines, who)) for each in spoken)
    return tuple(each for each in shown if each.lines)


def _open(lines: tuple[Line, ...], who: str) -> tuple[Line, ...]:
    """Leave out what may not be handed out; what was said last time was shared last time or not."""
    return tuple(
        replace(each, before=None, scope="review", people=(), declined=False)
        for each in lines
        if (each.scope == "review" or who in dict(each.people))
        and not (each.concern or each.silent)
    )
