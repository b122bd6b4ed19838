"""Any edits to a script, any conversation in the middle of it: nobody is stuck, nothing is lost."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dialogs.script import Script, Scripts
from tests.backend.releases.middle import Middle
from tests.dialogs.editing import EDITS, edited, first

Changes = list[tuple[str, int, int]]
NUMBERS = st.lists(st.integers(0, 40), max_size=30)
CHANGES = st.lists(
    st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 20), st.integers(0, 99)), max_size=6
)
BOTH = st.tuples(CHANGES, CHANGES)
MANY = settings(max_examples=150, deadline=None)


def three(changes: tuple[Changes, Changes]) -> list[Script]:
    """Give a script in three versions."""
    second = edited(first(), changes[0])
    return [first(), second, edited(second, changes[1])]


def begun(versions: list[Script]) -> Middle:
    """Begin a conversation on the first of some versions."""
    return Middle(Scripts({(each.id, each.version): each for each in versions}), versions[0])


@MANY
@given(BOTH, NUMBERS, NUMBERS, NUMBERS, st.booleans())
def test_nobody_is_stuck_and_no_word_is_lost(
    changes: tuple[Changes, Changes],
    before: list[int],
    between: list[int],
    after: list[int],
    skipping: bool,
) -> None:
    """Whoever is carried over twice gets to the end, each word is in a revision, replay agrees."""
    versions = three(changes)
    one = begun(versions)
    one.walk(before)
    one.carry(versions[1])
    one.walk(between)
    one.carry(versions[2])
    one.walk(after)
    one.finish(skipping)
    kept = {answer.words for answer in one.kept}
    assert [words for words in one.said if words not in kept] == []
    assert one.rebuilds()


@MANY
@given(BOTH, NUMBERS)
def test_what_was_said_stands_when_all_is_skipped(
    changes: tuple[Changes, Changes], before: list[int]
) -> None:
    """What counted before still counts after two new versions, for whoever only skips from then."""
    versions = three(changes)
    one = begun(versions)
    one.walk(before)
    assume(not one.state.at)  # whoever went back to an answer and skips it takes it out
    said = one.stands()
    for version in versions[1:]:
        one.carry(version)
        assert one.stands() == said
    one.finish(skipping=True)
    assert one.stands() == said
    assert one.rebuilds()


@MANY
@given(CHANGES, NUMBERS, st.integers(0, 40))
def test_an_answer_to_the_older_version_is_kept(
    changes: Changes, before: list[int], which: int
) -> None:
    """What somebody answers on the screen of the older version is kept, though it came late."""
    new = edited(first(), changes)
    one = begun([first(), new])
    one.walk(before)
    late = one.fitting()
    one.carry(new)
    one.do(late[which % len(late)])
    kept = {answer.words for answer in one.kept}
    assert [words for words in one.said if words not in kept] == []
    one.finish(skipping=True)
    assert one.rebuilds()


@MANY
@given(CHANGES, NUMBERS)
def test_nobody_is_asked_what_they_asked_not_to_be_asked(
    changes: Changes, before: list[int]
) -> None:
    """A new version asks nothing of a topic of which somebody said "don't ask me about this"."""
    new = edited(first(), changes)
    one = begun([first(), new])
    one.walk(before)
    answers = one.state.by_step
    # Whoever went back, or picked again and is asked to say more, is in the middle of an answer.
    assume(not one.state.at and one.place not in answers)
    declined = {
        step.topic
        for step in first().steps
        if step.id in one.asked() and step.id in answers and answers[step.id].declined
    }
    one.carry(new)
    asked = []
    while step := new.step(one.place):
        asked.append(step)
        one.skip()
    assert [step.id for step in asked if step.topic in declined and step.kind != "tell"] == []
