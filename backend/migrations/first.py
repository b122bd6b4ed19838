"""Writes the SQL of the first version from the tables: `python -m backend.migrations.first`.

Only until there is a release. From then on a table is changed by a version of its own.
"""

from pathlib import Path

from sqlalchemy import ClauseElement, create_mock_engine

from backend.migrations.schema import metadata

FOLDER = Path(__file__).parent / "versions"
_ENGINES = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}


def statements(engine: str) -> tuple[list[str], list[str]]:
    """Return what makes every table on an engine, and what takes them all away again."""
    up: list[str] = []

    def note(statement: ClauseElement, *_values: object, **_options: object) -> None:
        lines = str(statement.compile(dialect=mock.dialect)).strip().splitlines()
        up.append("\n".join(line.rstrip().replace("\t", "    ") for line in lines))

    mock = create_mock_engine(_ENGINES[engine], note)
    for table in metadata.sorted_tables:
        metadata.create_all(mock, tables=[table], checkfirst=False)
    down = [f"DROP TABLE {table.name}" for table in reversed(metadata.sorted_tables)]
    if engine == "postgresql":
        down.append("DROP FUNCTION refuse_change()")
    return _in_order(up), down


def _in_order(up: list[str]) -> list[str]:
    """Sort the indexes of each table, which SQLAlchemy keeps in no order."""
    tables: list[list[str]] = []
    for statement in up:
        if statement.startswith("CREATE TABLE"):
            tables.append([])
        tables[-1].append(statement)
    return [statement for made, *rest in tables for statement in (made, *sorted(rest))]


def main() -> None:
    """Write the files of the first version, in place of what is there."""
    for engine in _ENGINES:
        up, down = statements(engine)
        for way, said in (("up", up), ("down", down)):
            text = "".join(f"{statement};\n\n" for statement in said)
            (FOLDER / f"v0001_{way}.{engine}.sql").write_text(text.rstrip("\n") + "\n")


if __name__ == "__main__":
    main()
