"""How a script is said on paper, where nobody's name is known."""

import pytest

from backend.platform.translations import Translations
from bot.booklets.pages import Booklet, booklet
from bot.booklets.rendering import Press
from bot.booklets.speaking import Speaker
from dialogs.loading import load_all
from dialogs.script import Wording

SCRIPTS = load_all()


class Welsh(Translations):
    """Says what we give it, and the names as a translator would write them."""

    def text(self, language: str, msgid: str, context: str | None = None, **values: object) -> str:
        """Give the words."""
        names = {"the child": "y plentyn", "the reviewing officer": "y swyddog adolygu"}
        found = names.get(msgid, msgid)
        return found.format(**values) if values else found


def said(script_id: str, text: str) -> str:
    """Say a sentence as a script would."""
    speaker = Speaker(Translations(("en",)), "en", SCRIPTS.newest(script_id), "0800 1111")
    return speaker.told(Wording("a", text))


@pytest.mark.parametrize(
    ("script_id", "text", "expected"),
    [
        ("child_8_11", "Hello, {child}. How are you?", "Hello. How are you?"),
        ("child_8_11", "{iro} will read it. {iro}'s job is to listen.",
         "Your reviewing officer will read it. Your reviewing officer's job is to listen."),
        ("child_8_11", "Only {iro} reads it.", "Only your reviewing officer reads it."),
        ("child_8_11", "{iro}, your reviewing officer, reads it.",
         "Your reviewing officer reads it."),
        ("child_8_11", "It stays with {iro}, if you want, and no longer.",
         "It stays with your reviewing officer, if you want, and no longer."),
        ("foster_carer", "{iro}, the reviewing officer, reads it for {child}.",
         "The reviewing officer reads it for the child."),
        ("foster_carer", "{child} may read it one day.", "The child may read it one day."),
        ("parent", "How is {child}?", "How is your child?"),
    ],
)  # fmt: skip
def test_names_on_paper(script_id: str, text: str, expected: str) -> None:
    """A name is left out or said in neutral words, once, with a capital where a sentence begins."""
    assert said(script_id, text) == expected


def test_what_is_ticked_is_said_by_the_child() -> None:
    """What a child ticks says "my", what it is told says "your"."""
    speaker = Speaker(Translations(("en",)), "en", SCRIPTS.newest("any_day"), "0800 1111")
    assert speaker.own(Wording("a", "I want to see {iro}")) == "I want to see my reviewing officer"


def test_welsh_joins_its_article() -> None:
    """The article of a neutral name joins a vowel before it, and nothing else is touched."""
    speaker = Speaker(Welsh(("cy",)), "cy", SCRIPTS.newest("foster_carer"), "")
    text = "Mae hyn i {child}. Efallai y bydd {child} yn ei weld. {iro} sydd gan {child}."
    assert speaker.told(Wording("a", text)) == (
        "Mae hyn i'r plentyn. Efallai y bydd y plentyn yn ei weld. "
        "Y swyddog adolygu sydd gan y plentyn."
    )


def made(script_id: str, press: Press) -> Booklet:
    """Make a booklet without printing it."""
    script = SCRIPTS.newest(script_id)
    return booklet(script, Speaker(press.translations, "en", script, press.childline))


def test_conditions_are_said_in_words(press: Press) -> None:
    """A question for some says for whom, and one that a topic waits for says it at its head."""
    eight = made("child_8_11", press)
    only = {one.ask: one.only for part in eight.parts for one in part.questions}
    assert only["How do you feel about your other home?"] == (
        "Only if you ticked “Two homes” at question 5."
    )
    assert only["How is school?"] == ""
    twelve = {part.name: part.only for part in made("child_12_15", press).parts}
    assert twelve["School"] == "Only if you ticked “School” at question 6."
    assert twelve["Feeling safe"] == ""
    (helper,) = (part for part in made("child_symbols", press).parts if part.helper)
    assert "“Someone is near” or “They help me” or “They press for me”" in helper.only
    assert [one.only for one in helper.questions] == [""] * 4


def test_what_is_true_of_a_screen_only_is_left_out(press: Press) -> None:
    """Paper is no computer and has no Send; who reads it and what can't stay private is told."""
    for script_id in SCRIPTS.ids:
        told = [line for one in made(script_id, press).opening for line in (one.ask, *one.body)]
        assert not any("computer" in line or "Send" in line for line in told)
        assert any("reviewing officer" in line for line in told)
        assert len(made(script_id, press).opening) == 3


def test_whoever_types_it_in_is_told_what_to_choose(press: Press) -> None:
    """The sheet names the choice "they type for me", and the question whose words it is."""
    typing = made("child_4_7", press).typing
    assert (typing.helper, typing.typed, typing.whose) == (
        "Is someone with you now?", "They type for me", "Who picks the answers?",
    )  # fmt: skip
    assert made("foster_carer", press).typing.helper == ""


def test_somebody_to_ring_is_on_every_booklet(press: Press) -> None:
    """Each opening names 999 and Childline, in the words of its level."""
    for script_id in SCRIPTS.ids:
        lines = " ".join(made(script_id, press).help_lines)
        assert "999" in lines
        assert press.childline in lines
