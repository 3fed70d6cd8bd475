"""What a roster file wrote, who is left out beforehand, the wording of minutes, scans; two indexes for the desk page."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add four tables, the import a row came with, and indexes."""
    op.create_table(
        "roster_import",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("applied", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("undone_reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
        sa.UniqueConstraint("uid", name=op.f("uq_roster_import_uid")),
    )
    op.create_table(
        "meeting_file",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_file_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_file")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_file_uid")),
    )
    with op.batch_alter_table("meeting_file", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_file_meeting_id", ["meeting_id"], unique=False)

    op.create_table(
        "minutes_text",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_text_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_text")),
        sa.UniqueConstraint("meeting_id", "part", name=op.f("uq_minutes_text_meeting_id_part")),
        sa.UniqueConstraint("uid", name=op.f("uq_minutes_text_uid")),
    )
    op.create_table(
        "exclusion",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_exclusion_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exclusion_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_exclusion_meeting_id_person_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_exclusion_uid")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_posting_id", ["posting_id"], unique=False)

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_membership_import_id"), "roster_import", ["import_id"], ["id"])

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_person_household_id", ["household_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_person_import_id"), "roster_import", ["import_id"], ["id"])

    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index("ix_posting_state", ["state"], unique=False)


def downgrade() -> None:
    """There is no way back: an older program refuses a newer file, the copy made before the upgrade stays."""
    raise NotImplementedError("use the copy made before the upgrade")
