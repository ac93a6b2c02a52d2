"""Events are only ever added: the database itself refuses to change or remove one."""

from typing import Any

from django.db import migrations

TABLE = "registry_eventrow"
SQLITE = [
    f"CREATE TRIGGER event_never_changes BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'events never change'); END",
    f"CREATE TRIGGER event_never_goes BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'events are never removed'); END",
]
SQLITE_BACK = ["DROP TRIGGER event_never_changes", "DROP TRIGGER event_never_goes"]
POSTGRES = [
    """CREATE FUNCTION event_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'events are only added' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION event_stays()",
]
POSTGRES_BACK = [f"DROP TRIGGER event_stays ON {TABLE}", "DROP FUNCTION event_stays()"]


def add(_apps: Any, schema_editor: Any) -> None:
    """Make the triggers of this kind of database."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Remove them."""
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
