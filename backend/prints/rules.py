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
    agenda = _shown(pack, pack.agenda, who)
    topics = tuple(
        TopicRow(row.topic, _open(row.child, who), _shown(pack, row.others, who))
        for row in pack.topics
    )
    topics = tuple(row for row in topics if row.child or row.others)
    spoken = (*agenda, *(each for row in topics for each in row.others))
    # Whoever is shown nothing of is not named: not even that a carer of the home was asked.
    heard = {each.voice.participant_id for each in spoken}
    return replace(
        pack,
        review=replace(pack.review, place="") if pack.home_withheld else pack.review,
        home="",
        agenda=agenda,
        topics=topics,
        requests=(),
        observed=(),
        between=(),
        skipped=(),
        declined=(),
        questions=None,
        uncovered=(),
        voices=tuple(
            _named(pack, voice)
            for voice in pack.voices
            if voice.is_child or voice.participant_id in heard
        ),
    )


def _named(pack: Pack, voice: Voice) -> Voice:
    """Say who spoke; by their part alone where the name may tell where a child lives."""
    hidden = pack.home_withheld and voice.of_the_home
    name = "" if hidden else voice.name
    return replace(voice, name=name, helper=None, called=(), channels=(), skipped=0, taken_back=0)


def _shown(pack: Pack, spoken: tuple[Spoken, ...], who: str) -> tuple[Spoken, ...]:
    shown = (Spoken(_named(pack, each.voice), _open(each.lines, who)) for each in spoken)
    return tuple(each for each in shown if each.lines)


def _open(lines: tuple[Line, ...], who: str) -> tuple[Line, ...]:
    """Leave out what may not be handed out; what was said last time was shared last time or not."""
    return tuple(
        replace(each, before=None, scope="review", people=(), declined=False)
        for each in lines
        if (each.scope == "review" or who in dict(each.people))
        and not (each.concern or each.silent)
    )
