"""Nothing that anybody types is in the clear on a disk, in a log, in an address or an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from backend.platform.settings import load
from bot import serving
from tests.reliability import authority, traces
from tests.reliability.authority import Asked
from tests.reliability.outside import Mailbox, settings_for
from tests.reliability.server import Server, free_port
from tests.reliability.traces import Sentences
from tests.reliability.typist import Typist

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


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
            self.places[f"{name} {when}"] = content

    @contextmanager
    def typist(self, server: Server, asked: Asked) -> Iterator[Typist]:
        """Let somebody type, and keep what the answers to them gave away."""
        with Typist(server.url, asked, self.sentences) as typist:
            yield typist
        self.places[f"pages of {asked.link.name}"] = b"\n".join(typist.pages)


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    """Everything typed, by every path, into servers that write down all they can."""
    typed = Typed(tmp_path_factory.mktemp("typed"))
    (typed.folder / "tmp").mkdir()
    with Mailbox() as mailbox:
        port = free_port()
        environ = settings_for(mailbox, port) | {
            "SAYSO_LANGUAGES": "en,cy",
            "SAYSO_DRAFT_LANGUAGES": "yes",
            "TMPDIR": str(typed.folder / "tmp"),
        }
        data = typed.folder / "data"
        people = authority.make(data, environ, 4)
        for spoilt, work in (
            ("writes-everything-down", use),
            ("fails-with-the-words", try_to_answer),
            ("cannot-screen", answer_unscreened),
        ):
            with Server(data, environ, port, spoilt) as server:
                server.start()
                server.ready()
                work(typed, server, people)
                typed.look(f"while {spoilt}")
                server.kill()
                typed.look(f"after {spoilt}")
        typed.places["e-mails"] = b"\n".join(message.as_bytes() for message in mailbox.taken)
    keep_the_rows(typed, data, environ)
    return typed


def use(typed: Typed, server: Server, people: tuple[Asked, ...]) -> None:
    """Answer as child and as carer, in two languages; misuse every form; get lost; send."""
    for asked, language in zip(people[:4], ("en", "en", "cy", "cy"), strict=True):
        with typed.typist(server, asked) as typist:
            typist.arrive(language)
            typist.misuse()
            typist.answer(turns=15)
            typist.misuse()
            typist.get_lost()
            typist.send()


def try_to_answer(typed: Typed, server: Server, people: tuple[Asked, ...]) -> None:
    """Answer a server that fails with the words in its mouth."""
    with typed.typist(server, people[4]) as typist:
        typist.arrive()
        typist.answer(turns=10)


def answer_unscreened(typed: Typed, server: Server, people: tuple[Asked, ...]) -> None:
    """Answer a server whose screening fails with the words in its mouth."""
    with typed.typist(server, people[5]) as typist:
        typist.arrive()
        typist.answer(turns=15)
        typist.send()


def keep_the_rows(typed: Typed, data: Path, environ: dict[str, str]) -> None:
    """Close the database as a server does that stops, and keep every row, and what was sealed."""
    house = serving.open_house(load(environ, data), routes={})
    runtime = house.runtime
    typed.places["every row"] = traces.rows(runtime.database)
    typed.opened = traces.opened(runtime.database, runtime.ring)
    runtime.database.close()
    typed.look("when all is closed")


def test_two_hundred_sentences_were_typed(typed: Typed) -> None:
    """Two hundred sentences and more were typed, and those that were answers were taken."""
    assert len(typed.sentences.typed) >= 200
    answers = [said for path, said in typed.sentences.typed if path == "an answer"]
    assert len(answers) >= 50
    assert [said for said in answers if said not in typed.opened] == []


def test_no_sentence_is_in_the_clear(typed: Typed) -> None:
    """No file, log, temporary file, row, page of error, header or e-mail holds any of it."""
    assert {"data/sayso.sqlite", "data/sayso.sqlite-wal", "server.log", "every row"} <= {
        name.split(" while")[0] for name in typed.places
    }
    leaks = {name: traces.found(content)[:3] for name, content in typed.places.items()}
    assert {name: where for name, where in leaks.items() if where} == {}
