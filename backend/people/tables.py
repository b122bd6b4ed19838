"""Officers, children, where children live, who takes part in their lives, and what fits them."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    String,
    Table,
)

from backend.platform.database import Instant, metadata

officers = Table(
    "officers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False, unique=True),
    Column("roles", String(100), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("phone", String(40), nullable=False),
)

children = Table(
    "children",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("first_name", String(200), nullable=False),
    Column("last_name", String(200), nullable=False),
    Column("known_as", String(200), nullable=False),
    Column("date_of_birth", Date, nullable=False),
    Column("language", String(12), nullable=False),
    Column("iro_id", String(32), ForeignKey("officers.id")),
    Column("case_number", String(60), nullable=False),
    # Made up by the system to try the whole way of a worry: on nobody's caseload.
    Column("synthetic", Boolean, nullable=False),
    CheckConstraint("(iro_id IS NULL) = synthetic", name="iro"),
    Index("ix_children_iro_id", "iro_id"),
    Index("ix_children_case_number", "case_number"),
)

placements = Table(
    "placements",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("address", String(400), nullable=False),
    Column("address_withheld", Boolean, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    Index("ix_placements_child_id", "child_id"),
)

participants = Table(
    "participants",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("role", String(30), nullable=False),
    Column("name", String(200), nullable=False),
    Column("placement_id", String(32), ForeignKey("placements.id")),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("email", String(254), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("language", String(12), nullable=False),
    Index("ix_participants_child_id", "child_id"),
)

chosen_questions = Table(
    "chosen_questions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("script", String(60), nullable=False),
    Column("by_kind", String(12), nullable=False),
    Column("by_id", String(32), nullable=False),
    Column("chosen_at", Instant, nullable=False),
    Index("ix_chosen_questions_child_id", "child_id", "chosen_at"),
)
