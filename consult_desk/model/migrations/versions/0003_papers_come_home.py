"""Pages of papers that came home signed, decisions about personal data, form codes, who is to sign, PAdES levels."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two tables, and columns that are empty on older papers."""
    op.create_table(
        "paper_scan",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("found_by", sa.String(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_scan_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_scan")),
        sa.UniqueConstraint("uid", name=op.f("uq_paper_scan_uid")),
    )
    with op.batch_alter_table("paper_scan", schema=None) as batch_op:
        batch_op.create_index("ix_paper_scan_paper_id", ["paper_id"], unique=False)
        batch_op.create_index("ix_paper_scan_source", ["source"], unique=False)

    op.create_table(
        "paper_finding",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_finding_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_finding")),
        sa.UniqueConstraint("uid", name=op.f("uq_paper_finding_uid")),
    )
    with op.batch_alter_table("paper_finding", schema=None) as batch_op:
        batch_op.create_index("ix_paper_finding_paper_id", ["paper_id"], unique=False)

    with op.batch_alter_table("paper", schema=None, recreate="always") as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("pages", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("signers", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("edited", sa.Boolean(), nullable=True))
        batch_op.create_index("ix_paper_code", ["code"], unique=False)

    with op.batch_alter_table("paper_file", schema=None, recreate="always") as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(), nullable=True))


def downgrade() -> None:
    """There is no way back: an older program refuses a newer file, the copy made before the upgrade stays."""
    raise NotImplementedError("use the copy made before the upgrade")
