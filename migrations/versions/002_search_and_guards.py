"""Search without accents, the audit's guards, and unique keys over expressions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

EXPRESSION_INDEXES = (
    "CREATE UNIQUE INDEX uq_licence_event_document ON licence_event"
    " (body_id, kind, document_no, coalesce(market_code, '*'))",
    "CREATE UNIQUE INDEX uq_conference_guest_body_order ON conference_guest"
    " (conference_id, body_id, coalesce(order_id, '')) WHERE body_id IS NOT NULL",
    "CREATE UNIQUE INDEX uq_paper_person_placement_kind ON paper"
    " (person_id, coalesce(placement_id, ''), kind)",
)

SQLITE = (
    # Trigrams of the folded name, keyed by the person's id: rowids may change in a VACUUM.
    "CREATE VIRTUAL TABLE person_search USING fts5 (id UNINDEXED, folded, tokenize='trigram')",
    "CREATE TRIGGER person_search_insert AFTER INSERT ON person BEGIN"
    " INSERT INTO person_search (id, folded) VALUES (new.id, new.folded); END",
    "CREATE TRIGGER person_search_delete AFTER DELETE ON person BEGIN"
    " DELETE FROM person_search WHERE id = old.id; END",
    "CREATE TRIGGER person_search_update AFTER UPDATE OF folded ON person"
    " WHEN old.folded <> new.folded BEGIN"
    " DELETE FROM person_search WHERE id = old.id;"
    " INSERT INTO person_search (id, folded) VALUES (new.id, new.folded); END",
    "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN"
    " SELECT RAISE(ABORT, 'the audit is append-only'); END",
    "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event"
    " WHEN old.seq IS NOT NULL OR new.id IS NOT old.id OR new.at IS NOT old.at"
    " OR new.written IS NOT old.written OR new.actor IS NOT old.actor"
    " OR new.actor_name IS NOT old.actor_name OR new.role IS NOT old.role"
    " OR new.action IS NOT old.action OR new.object_kind IS NOT old.object_kind"
    " OR new.object_id IS NOT old.object_id OR new.person_ids IS NOT old.person_ids"
    " OR new.fields IS NOT old.fields OR new.reason IS NOT old.reason"
    " OR new.origin IS NOT old.origin OR new.request_id IS NOT old.request_id"
    " BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",
    "CREATE TRIGGER case_event_no_delete BEFORE DELETE ON case_event BEGIN"
    " SELECT RAISE(ABORT, 'history is append-only'); END",
    "CREATE TRIGGER case_event_no_update BEFORE UPDATE ON case_event BEGIN"
    " SELECT RAISE(ABORT, 'history is append-only'); END",
)

POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_trgm_person_folded ON person USING gin (folded gin_trgm_ops)",
    "CREATE FUNCTION jobfair_refuse() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN RAISE EXCEPTION 'history is append-only'; END $$",
    "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event"
    " FOR EACH ROW EXECUTE FUNCTION jobfair_refuse()",
    "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event FOR EACH ROW"
    " WHEN (old.seq IS NOT NULL OR (new.id, new.at, new.written, new.actor, new.actor_name,"
    " new.role, new.action, new.object_kind, new.object_id, new.person_ids, new.fields,"
    " new.reason, new.origin, new.request_id) IS DISTINCT FROM (old.id, old.at, old.written,"
    " old.actor, old.actor_name, old.role, old.action, old.object_kind, old.object_id,"
    " old.person_ids, old.fields, old.reason, old.origin, old.request_id))"
    " EXECUTE FUNCTION jobfair_refuse()",
    "CREATE TRIGGER case_event_no_change BEFORE UPDATE OR DELETE ON case_event"
    " FOR EACH ROW EXECUTE FUNCTION jobfair_refuse()",
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in EXPRESSION_INDEXES:
        op.execute(sa.text(statement))
    for statement in SQLITE if dialect == "sqlite" else POSTGRESQL:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("restore a backup instead: going back would drop the audit's guards")
