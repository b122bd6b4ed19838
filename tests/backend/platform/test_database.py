"""What everybody may rely on, whichever database is underneath."""



import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select

from backend.platform.database import Database, Transaction

_metadata = MetaData()
_things = Table("things", _metadata, Column("id", String, primary_key=True), Column("n", Integer))


@pytest.fixture(autouse=True)
def things(database: Database) -> None:
    database.write(_metadata.create_all)


def test_what_a_unit_wrote_can_be_read(database: Database) -> None:
    """What a unit wrote is there for the next reader, and its result comes back."""

    def work(t: Transaction) -> str:
        t.execute(insert(_things).values(id="a", n=1))
        return "done"

    assert database.write(work) == "done"
    assert database.read(lambda t: t.execute(select(_things.c.n)).scalar_one()) == 1
