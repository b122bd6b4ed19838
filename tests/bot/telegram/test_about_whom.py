"""A chat about two children says with every message which one it is about."""

from collections.abc import Callable

from tests.backend.consultations.talk import Talk
from tests.bot.telegram.chatting import Chatter, Chatting

ASKED = "About whom do you want to talk?"


def everything(jo: Chatter, name: str) -> None:
    """Do all that can be done while one child is spoken about, and go on to the last question."""
    jo.at(f"What has changed for {name}")
    sent = jo.send("new shcool")
    jo.hear(f"How settled is {name}")
    acts: tuple[Callable[[], object], ...] = (
        lambda: jo.person.edit(sent, "new school"),
        jo.person.send_photo,
        lambda: jo.person.send_photo("with words"),
        jo.person.send_voice,
    )
    for act in acts:
        heard = len(jo.person.heard)
        jo.do(act)
        jo.person.wait_for(lambda heard=heard: len(jo.person.heard) > heard)  # type: ignore[misc]
    for said, then in (
        ("/help", "You are talking to a computer"),
        ("/privacy", "The reviewing officer reads"),
        ("Help now", "The duty team has been told"),
        ("Say it again", "How settled is"),
        ("Change an answer", "Which question"),
        ("Carry on", "How settled is"),
        ("it depends", "What you wrote is kept"),
        ("Pause", "We have stopped for now"),
        ("words while it is stopped", "We have stopped for now"),
        ("/start", "How settled is"),
        ("Settled", "What is going well?"),
        ("she came back with bruises", "may mean that someone is not safe"),
        ("Back", "What is going well?"),
    ):
        jo.says(said, then)
    jo.at("look over what you said")


def test_every_message_says_about_whom(chats: Chatting) -> None:
    """With two children each message of every kind begins with whom it is about, to the end."""
    jo = chats.joined("amara_carer")
    jo.hear("This is about Amara\u2019s review")
    jo.join("mia_carer")
    jo.hear("This is about Mia\u2019s review")
    before = len(jo.person.heard) - 1
    everything(jo, "Mia")
    jo.says("About someone else", ASKED)
    jo.says("Amara", "This is about Amara.")
    between = len(jo.person.heard) - 1
    everything(jo, "Amara")
    Talk(chats.household, "amara_carer").send()
    jo.says("Carry on", "Thank you. It is sent.")
    jo.says("one more thing", "That is kept.")
    jo.says("Help now", "The duty team has been told")
    told = jo.person.heard
    assert told[between - 1] == ASKED
    assert {text.split("\n")[0] for text in told[before : between - 1]} == {"This is about Mia."}
    assert {text.split("\n")[0] for text in told[between:]} == {"This is about Amara."}
    assert len(told) > 60


def test_about_one_child_no_message_says_it(chats: Chatting) -> None:
    """Where a chat is about one child alone, no message begins with a name."""
    jo = chats.joined("amara_carer")
    everything(jo, "Amara")
    Talk(chats.household, "amara_carer").send()
    jo.says("Carry on", "Thank you. It is sent.")
    assert not any(text.startswith("This is about Amara.") for text in jo.person.heard)
    assert "About someone else" not in jo.person.keyboard
