"""Made-up people who walk through a script in the player, each in a way of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from bot.play import Conversation
from dialogs.routing import Place, place
from dialogs.script import Script, Step
from tests.dialogs.sayings import ANSWERING, SAYINGS, WORRIES

LONGEST = 600
"""Lines: a walk that is longer goes round in a circle."""


@dataclass
class Walk:
    """One person at the player; ``lines`` are what they have typed.

    ``number`` says which choice they pick, counted from 0; ``says`` whether they add words.
    """

    conversation: Conversation
    number: int = 0
    says: bool = True
    share: str = "share"
    lines: list[str] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    said: dict[str, int] = field(default_factory=dict)

    @property
    def script(self) -> Script:
        """The script they answer."""
        return self.conversation.script

    @property
    def place(self) -> Place:
        """The screen they look at."""
        return place(self.script, self.conversation.state)

    @property
    def step(self) -> Step | None:
        """The step they look at, or None past the questions."""
        return self.script.step(self.place.step)

    @property
    def answered(self) -> list[str]:
        """The steps whose answers can be changed, as they are numbered."""
        return [step.id for step, _ in self.conversation.screen.answered]

    def type(self, *lines: str) -> None:
        """Type lines."""
        for line in lines:
            self.lines.append(line)
            assert len(self.lines) < LONGEST, self.lines[-10:]
            self.conversation.take(self.conversation.understand(line))

    def saying(self, step_id: str) -> str:
        """Give something to write at a step: another thing each time."""
        count = self.said[step_id] = self.said.get(step_id, 0) + 1
        return SAYINGS[self.script.id][step_id][(count - 1) % 2]

    def answer(self) -> None:
        """Answer what is on the screen."""
        step, here = self.step, self.place
        if step is None:
            self.type({"check": "check", "share": self.share, "send": "send"}[here.stage])
        elif step.kind == "words" or here.part == "words":
            self.type(self.saying(step.id) if self.says else "skip")
        else:
            self.type(self.choice(step))

    def choice(self, step: Step) -> str:
        """Give the number of the choice they pick: the first where there are not so many."""
        if step.kind == "several" and self.number == len(step.choices):
            return "1 2"
        return str(self.number + 1 if self.number < len(step.choices) else 1)

    def go_on(self, at_each: Callable[["Walk"], None] | None = None, until: str = "sent") -> None:
        """Answer on to a screen, doing something at each that is new to them before they answer."""
        while True:
            spot = self.place.spot
            if at_each and spot not in self.met:
                self.met.add(spot)
                at_each(self)
            elif spot == until:
                return
            else:
                self.answer()

    def pick(self, step_id: str, code: str) -> None:
        """Pick one choice of the step on the screen, by what stands on it."""
        step = self.script.step(step_id)
        choice = step.choice(code) if step else None
        assert choice, (step_id, code)
        self.type(self.conversation.screen.speak(choice.label))

    def change(self, step_id: str) -> None:
        """Ask to give an answer again."""
        self.type(f"change {self.answered.index(step_id) + 1}")


Way = Callable[[Walk], None]


def answers(walk: Walk, number: int) -> None:
    """Pick the same number throughout; every second of these people adds no words."""
    walk.number, walk.says = number, number % 2 == 0
    walk.share = "all" if walk.says else "none"
    walk.go_on()


def at_every_screen(walk: Walk, *lines: str) -> None:
    """Type the same at every screen, then answer it."""
    walk.number = 1
    walk.go_on(lambda each: each.type(*lines))


def writes_before_picking(walk: Walk) -> None:
    """Write where there is something to pick, and pick then."""

    def write(each: Walk) -> None:
        step = each.step
        if step and step.choices and each.place.part == "choice":
            each.type(each.saying(step.id))

    walk.number = 1
    walk.go_on(write)


def skips_everything(walk: Walk) -> None:
    """Skip every screen there is, then press on."""
    walk.go_on(lambda each: each.type("skip"))


def types_what_does_not_fit(walk: Walk) -> None:
    """Write where nothing is asked, and numbers and words that mean nothing there."""

    def write(each: Walk) -> None:
        step = each.step
        if step is None or step.kind == "tell":
            each.type("Hello?", "99", "")
        elif each.place.part == "choice" and step.choices:
            each.type("99", "change 99")

    walk.go_on(write)


def changes_on_the_way(walk: Walk) -> None:
    """Change the newest answer at every screen, to another each time."""

    def change(each: Walk) -> None:
        if each.answered:
            each.number = (each.number + 1) % 3
            each.type("change", f"change {len(each.answered)}")

    walk.go_on(change)


def changes_all_at_the_end(walk: Walk) -> None:
    """Look at the answers and give each another one."""
    walk.number = 1
    walk.go_on(until="check")
    walk.number = 2
    for step_id in walk.answered:
        walk.change(step_id)
        walk.go_on(until="check")
    walk.go_on()


def takes_back_what_led_further(walk: Walk) -> None:
    """Close each branch that was answered, and open it again: its answer is still there."""
    branches = [step for step in walk.script.steps if step.when]
    walk.number = 1
    walk.go_on(until="check")
    for when in (when for step in branches for when in step.when):
        asking = walk.script.step(when.step)
        assert asking
        opens = next(each.code for each in asking.choices if each.code in when.any_of)
        closes = next(each.code for each in asking.choices if each.code not in when.any_of)
        for code in (closes, opens):
            walk.change(asking.id)
            walk.pick(asking.id, code)
            walk.go_on(until="check")
    walk.go_on()


def shares_some(walk: Walk) -> None:
    """Let everyone see two topics, look again, and let them see two others."""
    walk.go_on(until="share")
    walk.type("1 3")
    walk.type("back", "back", "check", "2; 4", "2 4")
    walk.go_on()


def says_more_after_sending(walk: Walk) -> None:
    """Go on typing when it is sent: nothing of that is taken but a cry for help."""
    walk.go_on()
    walk.type("I forgot something.", "check", "share", "send", "resume", "help", "OK")


def stops_half_way(walk: Walk) -> None:
    """Stop at the fifth question that asks something, and go."""
    asking = [step.id for step in walk.script.steps if step.kind != "tell"]
    walk.go_on(until=asking[4])
    walk.type("pause", "leave")


def writes_a_worry(walk: Walk) -> None:
    """Write something that has to reach a person at once, and say no more of it."""
    step, worry = WORRIES[walk.script.id]
    walk.go_on(until=f"{step}.words")
    walk.type(worry)
    walk.says = False
    walk.go_on()


def ways(script: Script) -> Mapping[str, Way]:
    """Give every way there is to walk through a script, by the name of its recording."""
    longest = max(len(step.choices) + (step.kind == "several") for step in script.steps)
    names = ANSWERING[script.id]
    assert len(names) == longest, f"{script.id} needs {longest} names in ANSWERING"
    return {
        **{name: partial(answers, number=number) for number, name in enumerate(names)},
        "asks_to_hear_everything_again": lambda walk: at_every_screen(walk, "again"),
        "asks_what_everything_means": lambda walk: at_every_screen(walk, "meaning"),
        "goes_back_from_everywhere": lambda walk: at_every_screen(walk, "back"),
        "presses_help_everywhere": lambda walk: at_every_screen(walk, "help"),
        "stops_and_comes_back_everywhere": lambda walk: at_every_screen(walk, "pause", "resume"),
        "writes_before_picking": writes_before_picking,
        "skips_everything": skips_everything,
        "types_what_does_not_fit": types_what_does_not_fit,
        "changes_answers_on_the_way": changes_on_the_way,
        "changes_every_answer_at_the_end": changes_all_at_the_end,
        "takes_back_what_led_further": takes_back_what_led_further,
        "shares_some_of_it": shares_some,
        "says_more_after_sending": says_more_after_sending,
        "stops_half_way": stops_half_way,
        "writes_a_worry": writes_a_worry,
    }
