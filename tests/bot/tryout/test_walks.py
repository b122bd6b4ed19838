"""Whole conversations in the try-out, without JavaScript, and not a byte of them kept."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.platform.database import Transaction
from backend.platform.runtime import Runtime
from dialogs.loading import SCRIPTS
from tests.bot.tryout.officer import Officer
from tests.bot.webchat.browser import Fields

HOUSE = "ink 100,900 100,500 500,100 900,500 900,900\nred 480,480"
TYPED = ("Zebedee", "Nan Oakapple", "a pony called Quillwort", "Xanthe helps me", "one more Yarrow")
EVERY_SCRIPT = sorted(path.name for path in SCRIPTS.iterdir() if (path / "1.yaml").exists())


@pytest.fixture
def nothing_is_kept(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails where a unit of work is opened or anything in the database's files differs after."""
    runtime, opened = officer.runtime, list[object]()
    write: Callable[..., object] = runtime.database.write

    def noted(work: Callable[[Transaction], object]) -> object:
        opened.append(work)
        return write(work)

    before = _files(runtime)
    monkeypatch.setattr(runtime.database, "write", noted)
    yield
    after = _files(runtime)
    assert opened == []
    assert {name for name in after if before.get(name) != after[name]} == set()
    assert not any(word.encode() in held for word in TYPED for held in after.values())


def _files(runtime: Runtime) -> dict[str, bytes]:
    """Every file beside the database; what others may read of it only says who is reading."""
    folder = Path(runtime.settings.database_url.removeprefix("sqlite:///")).parent
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in files if not path.name.endswith("-shm")}


def pick(code: str) -> Fields:
    """Tick one choice."""
    return [("choice", code)]


@pytest.mark.usefixtures("nothing_is_kept")
def test_a_child_of_five_goes_all_the_way(officer: Officer) -> None:
    """Tiles, words, a drawing, help, back, stop, check, share, send, add and take back all work."""
    officer.begin("child_4_7", "?age=5")
    assert "Hello, Ella." in officer.screen
    for _ in range(3):
        officer.press("answer")
    officer.press("answer", TYPED[0]).press("pick:helping").press("answer", TYPED[1])
    assert officer.place == "with_words"
    officer.press("back")
    assert officer.form.words == TYPED[1]
    officer.press("answer").press("pick:both").press("pick:good")
    officer.press("help")
    assert "If you are in danger, ring 999." in officer.screen
    assert "The people on duty would be told: Asked for help" in officer.beside.text
    officer.press("resume").press("pause")
    assert "We have stopped." in officer.screen
    officer.press("resume").press("pick:not_good")
    assert "The people on duty would be told: Does not feel safe" in officer.beside.text
    officer.press("decline")
    assert officer.place == "play_with"
    officer.press("pick:pet").press("pick:cross").press("skip").press("pick:yes")
    officer.press("answer", TYPED[2])
    officer.post(officer.form.action, _drawn(officer)).press("pick:yes")
    _to_the_end(officer)


def _drawn(officer: Officer) -> Fields:
    """The form of the drawing as it is sent with a pencil."""
    fields = [pair for pair in officer.fill(TYPED[3]) if pair[0] != "strokes"]
    return [*fields, ("strokes", HOUSE), ("move", "answer")]


def _to_the_end(officer: Officer) -> None:
    assert officer.place == "check"
    assert TYPED[2] in officer.screen
    assert "polyline" in officer.phone
    officer.press("change:wishes").press("answer", "A dog instead")
    assert TYPED[2] not in officer.screen
    people = [("scope.home", "people"), ("people.home", "2")]
    officer.press("check").press("share", None, ("scope.home", "people"))
    assert "Tick at least one person" in officer.screen
    assert ("scope.home", "people") in officer.form.ticked
    officer.press("share", None, ("scope.drawing", "review"), *people)
    assert officer.place == "send"
    assert "Home: Mum" in officer.screen
    officer.press("send")
    assert officer.place == "sent"
    assert "Daniel would now be told that there is something to read." in officer.beside.text
    _afterwards(officer)


def _afterwards(officer: Officer) -> None:
    officer.lead("/add").press("add", " ")
    assert "Write something first." in officer.screen
    officer.press("add", TYPED[4])
    assert "I kept that." in officer.screen
    officer.lead("/take-back")
    assert "Any six numbers will do here." in officer.beside.text
    take_back = f"{officer.form.action}/take-back"
    officer.post(take_back, [*officer.fill(), ("code", "123456")])
    assert TYPED[4] in officer.screen
    officer.press("take:added1")
    assert "You took that back." in officer.screen
    officer.post(take_back, [*officer.fill(), ("code", "1")])
    assert TYPED[4] not in officer.screen


@pytest.mark.usefixtures("nothing_is_kept")
def test_a_foster_carer_goes_all_the_way(officer: Officer) -> None:
    """Choice and words of one screen, a worry, and every screen after; Telegram is shown beside."""
    officer.begin("foster_carer").go_to("home_settled")
    assert "How settled is Amara in your home?" in officer.beside.text
    assert "Then, once one is picked: What shows you that?" in officer.beside.text
    officer.press("answer")
    assert "Pick one of these first" in officer.screen
    worry = "She came back from her uncle with bruises"
    officer.press("answer", worry, *pick("good"))
    assert "The people on duty would be told: Harm by someone" in officer.beside.text
    assert "The duty team has been told" in officer.screen
    officer.go_to("safe_view")
    assert "This is asked on their own page only." in officer.beside.text
    officer.press("answer", "", *pick("not_good"))
    officer.go_to("check")
    assert worry in officer.screen
    assert worry not in officer.beside.text, "Telegram repeats no answer"
    officer.press("check").press("share").press("send")
    assert officer.place == "sent"
    assert "Thank you. It is sent." in officer.beside.text, "Telegram says so too"


@pytest.mark.usefixtures("nothing_is_kept")
@pytest.mark.parametrize("script", EVERY_SCRIPT)
def test_every_script_can_be_tried(officer: Officer, script: str) -> None:
    """Each begins, can be looked over half way, and ends in being sent, whoever it is for."""
    officer.begin(script)
    assert "{" not in officer.screen
    officer.press("answer").press("answer").press("answer")
    if "said" in "".join(officer.form.leads):
        officer.lead("/said").press("resume")
    officer.go_to("check").press("check")
    while officer.place in {"share", "send"}:
        officer.press(officer.place)
    assert officer.place == "sent"
    assert "{" not in officer.beside.text


def test_any_day_can_begin_once_more(officer: Officer) -> None:
    """What a child says on any day can be followed by something else, in the same language."""
    officer.begin("any_day").go_to("check").press("check").press("send")
    officer.lead("/once-more")
    assert officer.place == "hello"


def test_leaving_signs_nobody_out(officer: Officer) -> None:
    """ "Leave quickly" says what would happen, and leaves the officer where they were."""
    officer.begin("child_8_11").go_to("call_me")
    officer.press("leave")
    assert "On a phone all of this would be gone at once" in officer.beside.text
    assert officer.place == "call_me"
    assert "clear-site-data" not in officer.page.headers
