"""Fills a database, as the role that serves, with the rows of two organisations that have nothing in common."""

import json
import sys

import django


def fill() -> dict[str, dict[str, str]]:
    from tanji.accounts import actions, keys
    from tanji.accounts.models import Membership, Person
    from tanji.accounts.tenancy import scope
    from tanji.catalog import models as catalog
    from tanji.registry import models as registry

    made = {}
    for name in ("one", "two"):
        person = Person.objects.create_user(f"{name}@example.org", "correct horse battery")
        acting = actions.create_organisation(person, "manufacturer", actions.About(f"{name} 公司"))
        mine = {"organisation": acting.organisation}
        owned = {**mine, "created_by": person}
        with scope(acting):
            actions.invite(acting, f"guest@{name}.example", ["reader"], link=lambda token: token)
            keys.make_key(acting, "machine", scopes=["study:read"])
            catalog.StoredDocument.objects.create(
                **mine, digest=f"sha256:{name}", schema="x", document_id=name, version="1", body=b"{}"
            )
            product = catalog.Product.objects.create(**owned, name=f"secret of {name}")
            draft = catalog.Draft.objects.create(**owned, product=product, name="d", body={"secret": name})
            catalog.DraftChange.objects.create(**mine, draft=draft, revision=1, before={}, what={})
            evidence = catalog.Evidence.objects.create(**owned, name="e", sha256="0" * 64, size=1)
            catalog.Import.objects.create(**owned, draft=draft, evidence=evidence)
            catalog.ImportScheme.objects.create(**owned, name="s")
            database = catalog.Database.objects.create(**owned, identifier="db", name="db")
            catalog.ReleaseRow.objects.create(**owned, database=database, version="1", digest="x", processes=1)
            catalog.RuleDraft.objects.create(**owned, name="r", identifier="r", level="product")
            catalog.Job.objects.create(**owned, kind="x")
            case = registry.CaseRow.objects.create(
                **owned, procedure="study", procedure_version="1", title=name, state="draft", about=draft.id, body={}
            )
            registry.EventRow.objects.create(**mine, case=case, number=1, kind="x", by_organisation=acting.organisation)
            registry.Comment.objects.create(
                **mine, case=case, about=draft.id, text=name, by=person, by_organisation=acting.organisation
            )
            registry.Task.objects.create(**mine, title={}, address="/")
            registry.Notification.objects.create(**mine, person=person, text={})
            registry.Answered.objects.create(**mine, person=person, key="k", fingerprint="f")
            registry.Party.objects.create(
                case=case, owner=acting.organisation, organisation=acting.organisation, role="owner"
            )
        made[name] = {
            "organisation": str(acting.organisation.id),
            "person": str(person.id),
            "product": str(product.id),
            "case": str(case.id),
        }
    assert Membership.objects.count() == 0, "nobody acts, and there are rows"
    return made


if __name__ == "__main__":
    django.setup()
    json.dump(fill(), sys.stdout)
