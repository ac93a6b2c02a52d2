"""A review from end to end as the role that serves, each step in the scope of who takes it, as in a request."""

from uuid import uuid4


def main() -> None:
    """Run it and print: kind of database, last state, events that a stranger sees."""
    from django.db import connection

    from tanji.accounts.acting import Acting
    from tanji.accounts.models import Membership, Organisation, Person
    from tanji.accounts.tenancy import scope
    from tanji.registry import comments, notices, parties, queries
    from tanji.registry.actions import act, open_case
    from tanji.registry.models import EventRow

    def somebody(role: str) -> Acting:
        with scope(None, everything=True):
            organisation = Organisation.objects.create(name=role, kind="manufacturer")
            person = Person.objects.create(email=f"{uuid4().hex[:8]}@example.com")
            Membership.objects.create(person=person, organisation=organisation, roles=[role])
        return Acting(person, organisation, frozenset({role}))

    provider, editor, stranger = somebody("provider"), somebody("editor"), somebody("editor")
    reviewers = [somebody("reviewer") for _ in range(2)]
    with scope(provider):
        row = open_case(provider, "dataset-review", uuid4(), "热轧钢")
        parties.invite(provider, row.pk, editor.organisation.pk, "editor")
    with scope(editor):
        for each in reviewers:
            parties.invite(editor, row.pk, each.organisation.pk, "reviewer")
        act(editor, row.pk, "assign", given={"reviewers": ["甲", "乙"]})
    for each in reviewers:
        with scope(each):
            assert [task.action for task in queries.todo(each)] == ["vote"]
            comments.comment(each, row.about, "来源？")
            act(each, row.pk, "vote", given={"vote": "accept"})
            assert queries.todo(each) == []
    with scope(editor):
        assert [task.action for task in queries.todo(editor)] == ["accept"]
        assert len(comments.comments(editor, row.about)) == 2
        done = act(editor, row.pk, "accept")
    with scope(provider):
        assert notices.unread(provider) == 6
        assert len(queries.events(provider, row.about)) == 10
    with scope(stranger):
        seen = EventRow.objects.count()
    print(connection.vendor, done.state, f"stranger:{seen}")  # noqa: T201 - what the test reads


if __name__ == "__main__":
    import django

    django.setup()
    main()
