"""The two roles of PostgreSQL: one owns the tables and migrates, the other serves and is held by row-level security."""

from __future__ import annotations

from django.db import connection, transaction

from tanji.errors import Refusal, Text

ONLY_ADDED = ("accounts_accountevent", "registry_eventrow")
"""Tables to which the app role adds and of which it changes nothing."""


class WrongRole(Refusal):
    """A role of the database that cannot be the role under which the server runs."""

    code = "ACC-002"


def grant(role: str) -> None:
    """Give a role what serving needs, as the owner of the tables: rows, no tables. Refuses WrongRole.

    The role must be there (`CREATE ROLE tanji_app LOGIN PASSWORD …`), own nothing, and be held by row-level security.
    """
    if connection.vendor != "postgresql":
        raise WrongRole(Text(zh="只有 PostgreSQL 才有数据库角色", en="Only PostgreSQL has roles of a database"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        cursor.execute("SELECT current_user, current_database(), current_schema()")
        owner, database, schema = cursor.fetchone()
        if why := _unfit(found, role, owner):
            raise WrongRole(why)
        app, mine, where = (connection.ops.quote_name(each) for each in (role, owner, schema))
        for statement in (
            f"GRANT CONNECT ON DATABASE {connection.ops.quote_name(database)} TO {app}",
            f"GRANT USAGE ON SCHEMA {where} TO {app}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {where} TO {app}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {where} TO {app}",
            (
                f"ALTER DEFAULT PRIVILEGES FOR ROLE {mine} IN SCHEMA {where}"
                f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}"
            ),
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {mine} IN SCHEMA {where} GRANT USAGE, SELECT ON SEQUENCES TO {app}",
            f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {app}",
            *(f"REVOKE UPDATE, DELETE ON {table} FROM {app}" for table in ONLY_ADDED),
        ):
            cursor.execute(statement)


def _unfit(found: tuple[bool, bool] | None, role: str, owner: str) -> Text | None:
    if found is None:
        return Text(zh=f"数据库中没有角色 {role}", en=f"The database has no role {role}")
    if role == owner:
        return Text(zh=f"{role} 是数据表的所有者，不能用于运行", en=f"{role} owns the tables; another role serves")
    if any(found):
        return Text(zh=f"{role} 可绕过行级安全", en=f"{role} is not held by row-level security")
    return None
