"""The first tables, in each engine's own SQL: an empty line ends a statement."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

_FOLDER = Path(__file__).parent


def upgrade() -> None:
    """Make every table."""
    _run("up")


def downgrade() -> None:
    """Take every table away."""
    _run("down")


def _run(way: str) -> None:
    engine = op.get_bind().dialect.name
    said = (_FOLDER / f"v0001_{way}.{engine}.sql").read_text(encoding="utf-8")
    for statement in said.split(";\n\n"):
        op.get_bind().exec_driver_sql(statement.strip().removesuffix(";"))
