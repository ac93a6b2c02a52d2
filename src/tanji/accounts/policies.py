"""Row-level security of PostgreSQL: which rows an organisation reads and writes, forced for the owner of tables too.

Which table follows which rule is data (tenancy.csv), and so are the rules (policies.csv). After every `migrate` they
are set anew, so a table never lacks its own; a table of Tanji that the data do not name stops `migrate`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from tanji.accounts.tables import rows

ME: Final = "(SELECT nullif(current_setting('tanji.organisation', true), '')::uuid)"
MYSELF: Final = "(SELECT nullif(current_setting('tanji.person', true), '')::uuid)"
ALL: Final = "(SELECT coalesce(current_setting('tanji.all', true), '') = '*')"
ADDRESS: Final = f"(SELECT email FROM accounts_person WHERE id = {MYSELF})"  # noqa: S608  # made of the constant above


@cache
def rules() -> Mapping[str, tuple[str, str]]:
    """(what is read, what is written) by the name of the rule, as SQL about `{t}`."""
    return {row["rule"]: (row["read"], row["write"]) for row in rows("policies.csv")}


@cache
def rule_of() -> Mapping[str, str]:
    """The name of the rule of each table."""
    return {row["table"]: row["rule"] for row in rows("tenancy.csv")}


def undecided() -> list[str]:
    """Tables of Tanji's apps that the data do not name, or whose rule there is not."""
    named = rule_of()
    ours = [model for model in apps.get_models() if model.__module__.startswith("tanji.")]
    tables = [str(model._meta.db_table) for model in ours]  # noqa: SLF001  # Django names it so
    return [table for table in tables if named.get(table) not in {*rules(), "none"}]


def statements(table: str, rule: str) -> Iterator[str]:
    """The SQL that puts one table under its rule, whatever it was under before."""
    filled = {"t": f'"{table}"', "me": ME, "myself": MYSELF, "address": ADDRESS}
    read, write = (f"{ALL} OR {condition.format(**filled)}" for condition in rules()[rule])
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    for name in ("tanji_read", "tanji_add", "tanji_change", "tanji_remove"):
        yield f'DROP POLICY IF EXISTS {name} ON "{table}"'
    yield f'CREATE POLICY tanji_read ON "{table}" FOR SELECT USING ({read})'
    yield f'CREATE POLICY tanji_add ON "{table}" FOR INSERT WITH CHECK ({write})'
    yield f'CREATE POLICY tanji_change ON "{table}" FOR UPDATE USING ({write}) WITH CHECK ({write})'
    yield f'CREATE POLICY tanji_remove ON "{table}" FOR DELETE USING ({write})'


def enforce(using: str = "default", **_: Any) -> None:
    """Put every table under its rule, on PostgreSQL. Refuses (ImproperlyConfigured) a table that has none."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    if missing := undecided():
        raise ImproperlyConfigured(f"accounts/data/tenancy.csv says nothing of {', '.join(missing)}")
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if there.isdisjoint(rule_of()) or not set(rule_of()) <= there:
            return
        for table, rule in rule_of().items():
            if rule != "none":
                for statement in statements(table, rule):
                    cursor.execute(statement)
