"""Nothing that anybody types is in the clear on a disk, in a log, in an address or an error."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text

from backend.platform.database import open_database
from backend.platform.settings import load
from bot import serving
from tests.reliability import authority, traces
from tests.reliability.authority import Asked
from tests.reliability.outside import Mailbox, settings_for, settings_of
from tests.reliability.server import Server, free_port
from tests.reliability.texter import Texter
from tests.reliability.traces import STEM, Sentences
from tests.reliability.typist import Typist
from tests.telegram.fake_bot_api import FakeBotApi

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


# What was typed here was taken for an answer, so that it has to be there, sealed.
ARRIVES = {"an answer", "words without a choice", "a name", "an addition"}
ARRIVES |= {"Telegram: a text", "Telegram: an addition"}
# Each of these was typed as well, by whatever ways lead there.
PATHS = {"a drawing of words", "words beside a bad drawing", "a person", "people.home with share"}
PATHS |= {"strokes with answer", "a word after pick", "words with decline", "a code to take back"}
PATHS |= {"words with what is taken back", "words with once more", "words with add"}
PLACES = {"data/sayso.sqlite while", "data/sayso.sqlite-wal while", "data/sayso.sqlite-wal after"}
WAYS = (
    f"{STEM}7 said".encode(),
    f"{STEM}7 said".upper().encode(),
    f"{STEM}7 said".encode("utf-16-le"),
    quote(f"\n{STEM}7 said").encode(),
    json.dumps({"words": f"{STEM}7"}).encode(),
    *(base64.b64encode(b"x" * before + f"{STEM}7 said".encode()) for before in range(3)),
    f"{STEM}7 said".encode().hex().encode(),
    repr(f"{STEM}7 said".encode()).encode(),
)


@dataclass
class Typed:
    """All that was typed, and everything it might have got into, by what it is."""

    folder: Path
    sentences: Sentences = field(default_factory=Sentences)
    places: dict[str, bytes] = field(default_factory=dict)
    opened: str = ""

    def look(self, when: str) -> None:
        """Keep what all files hold just now, and the log with them."""
        for name, content in traces.files(self.folder).items():
            # Logs are only ever added to.
            self.places[name if name.endswith(".log") else f"{name} {when}"] = content

    @contextmanager
    def typist(self, server: Server, asked: Asked) -> Iterator[Typist]:
        """Let somebody type, and keep what the answers to them gave away."""
        with Typist(server.url, asked, self.sentences) as typist:
            yield typist
        self.places[f"pages of {asked.link.name}"] = b"\n".join(typist.pages)

    def texts(self, texter: Texter) -> None:
        """Keep what the bot said."""
        self.places["what the bot said"] = texter.said

    def leaks(self) -> dict[str, list[str]]:
        """Give where any of it stands, by what it has got into."""
        leaks = {name: traces.found(content)[:3] for name, content in self.places.items()}
        return {name: where for name, where in leaks.items() if where}


def type_everything(typed: Typed) -> None:
    """Type by every path into three servers over one folder, which write down all they can."""
    (typed.folder / "tmp").mkdir()
    with Mailbox() as mailbox, FakeBotApi() as telegram:
        port = free_port()
        environ = settings_for(mailbox, port) | {
            "SAYSO_LANGUAGES": "en,cy",
            "SAYSO_DRAFT_LANGUAGES": "yes",
            "TMPDIR": str(typed.folder / "tmp"),
        }
        data = typed.folder / "data"
        people = authority.make(data, environ, 3)
        texter = Texter(telegram, people[5], typed.sentences)
        with Server(data, environ | settings_of(telegram), port) as server:
            for spoilt, work in SERVERS.items():
                server.start(spoilt)
                server.ready()
                work(typed, server, people, texter)
                typed.look(f"while {spoilt}")
                server.kill()
                typed.look(f"after {spoilt}")
        typed.places["e-mails"] = b"\n".join(message.as_bytes() for message in mailbox.taken)
        typed.texts(texter)
    keep_the_rows(typed, data, environ)


def use(typed: Typed, server: Server, people: tuple[Asked, ...], texter: Texter) -> None:
    """Answer as child and as carer, in two languages; misuse every form; get lost; send."""
    texter.be_nobody()
    texter.join()
    texter.misuse()
    for asked, language in zip((*people[:2], people[4]), ("en", "cy", "en"), strict=True):
        with typed.typist(server, asked) as typist:
            typist.arrive(language)
            if asked.is_child:
                typist.name_themselves()
            typist.misuse()
            typist.answer(turns=15)
            typist.misuse()
            typist.get_lost()
            typist.send()
    texter.answer(turns=5)


def try_to_answer(typed: Typed, server: Server, people: tuple[Asked, ...], texter: Texter) -> None:
    """Answer a server that fails with the words in its mouth."""
    with typed.typist(server, people[2]) as typist:
        typist.arrive()
        typist.answer(turns=10)
        assert typist.failed > 10
    texter.answer(turns=1)


def answer_unscreened(
    typed: Typed, server: Server, people: tuple[Asked, ...], texter: Texter
) -> None:
    """Answer a server whose screening fails with the words in its mouth."""
    with typed.typist(server, people[3]) as typist:
        typist.arrive()
        typist.answer(turns=15)
        typist.send()
    texter.answer(turns=2)
    with typed.typist(server, people[5]) as typist:
        typist.arrive()
        typist.send()
    texter.add()
    texter.misuse()


SERVERS = {
    "writes-everything-down": use,
    "fails-with-the-words": try_to_answer,
    "cannot-screen": answer_unscreened,
}


def keep_the_rows(typed: Typed, data: Path, environ: dict[str, str]) -> None:
    """Close the database as a server does that stops, and keep every row, and what was sealed."""
    house = serving.open_house(load(environ, data), routes={})
    runtime = house.runtime
    typed.places["every row"] = traces.rows(runtime.database)
    typed.opened = traces.opened(runtime.database, runtime.ring)
    runtime.database.close()
    typed.look("when all is closed")


def test_no_sentence_is_in_the_clear(tmp_path: Path) -> None:
    """Of hundreds of sentences typed by every path, no file, log, row, error or e-mail has any."""
    typed = Typed(tmp_path)
    type_everything(typed)
    answers = [said for path, said in typed.sentences.typed if path in ARRIVES]
    assert len(typed.sentences.typed) >= 200
    assert len(answers) >= 60
    assert PATHS - {path for path, _ in typed.sentences.typed} == set()
    assert [said for said in answers if said not in typed.opened] == []
    assert {name.rpartition(" ")[0] for name in typed.places} >= PLACES
    assert b"unscreened" in typed.places["every row"]
    assert typed.leaks() == {}


@pytest.mark.parametrize("written", WAYS, ids=range(len(WAYS)))
def test_the_search_finds_it_however_it_is_written(written: bytes) -> None:
    """A sentence is found in whichever encoding a program may have left it."""
    assert traces.found(b"\x00\xff before " + written + b" after \x00")


def test_the_search_finds_it_in_each_place(tmp_path: Path) -> None:
    """A sentence that is kept or logged in the clear on purpose is found in file, row and log."""
    typed = Typed(tmp_path)
    sentence = typed.sentences.next("on purpose")
    with Mailbox() as mailbox:
        port = free_port()
        environ = settings_for(mailbox, port)
        people = authority.make(tmp_path / "data", environ, 1)
        with Server(tmp_path / "data", environ, port) as server:
            server.start("lets-slip")
            server.ready()
            with typed.typist(server, people[0]) as typist:
                typist.arrive()
                typist.answer(turns=6)
            rename_somebody(tmp_path / "data", environ, sentence)
            typed.look("while running")
            server.kill()
    keep_the_rows(typed, tmp_path / "data", environ)
    found = typed.leaks()
    assert {"server.log", "data/sayso.sqlite-wal while running"} <= found.keys()
    assert {"every row", "data/sayso.sqlite when all is closed"} <= found.keys()


def rename_somebody(data: Path, environ: dict[str, str], name: str) -> None:
    """Put a text where texts are kept in the clear: a child's other name."""
    database = open_database(load(environ, data).database_url)
    rename = text("UPDATE children SET known_as = :name")
    database.write(lambda unit: unit.execute(rename, {"name": name}))
    database.close()
