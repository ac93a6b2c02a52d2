"""Words on drafts and cases: at a place, answered, settled, kept."""

from uuid import uuid4

import pytest

from tanji.accounts.refusals import Conflict, Invalid, NotAllowed, NotFound
from tanji.catalog.models import Draft, Product
from tanji.registry import comments, queries
from tanji.registry.actions import open_case
from tanji.registry.models import Comment


@pytest.fixture
def draft(firm, somebody):
    owner = somebody(firm("电机厂"), "核算员", "accountant")
    product = Product.objects.create(organisation=owner.organisation, name="电机")
    return owner, Draft.objects.create(organisation=owner.organisation, product=product, name="电机 2025")


def test_a_comment_stands_at_its_place_with_its_answers(draft, somebody):
    owner, row = draft
    boss = somebody(owner.organisation, "批准人", "approver")
    asked = comments.comment(boss, row.pk, "用的是哪一年的数据？", place="activities.steel")
    comments.comment(owner, row.pk, "2024 年", place="activities.steel", answers=asked.pk)
    found = comments.comments(owner, row.pk, "activities.steel")
    assert [each.text for each in found] == ["用的是哪一年的数据？", "2024 年"]
    assert found[1].answers_id == asked.pk
    settled = comments.resolve(boss, asked.pk)
    assert settled.resolved is not None
    with pytest.raises(Conflict):
        comments.resolve(boss, asked.pk)
    assert Comment.objects.count() == 2
    assert [each.kind for each in queries.recent(owner)] == ["comment.resolved", "comment.added", "comment.added"]


def test_words_are_needed_and_a_reader_has_none(draft, somebody):
    owner, row = draft
    with pytest.raises(Invalid):
        comments.comment(owner, row.pk, "   ")
    with pytest.raises(NotAllowed):
        comments.comment(somebody(owner.organisation, "读者", "reader"), row.pk, "我也说一句")


def test_another_organisation_neither_reads_nor_writes(draft, firm, somebody):
    owner, row = draft
    other = somebody(firm("别家"), "核算员", "accountant")
    made = comments.comment(owner, row.pk, "内部意见")
    for call in (
        lambda: comments.comment(other, row.pk, "你好"),
        lambda: comments.comments(other, row.pk),
        lambda: comments.resolve(other, made.pk),
        lambda: comments.comments(other, uuid4()),
    ):
        with pytest.raises(NotFound):
            call()


def test_a_case_that_one_only_sees_is_not_commented_on_nor_are_its_comments_read(draft, firm, somebody):
    owner, row = draft
    case = open_case(owner, "study", row.pk, "电机")
    case.public = True
    case.save()
    comments.comment(owner, row.pk, "内部意见")
    other = somebody(firm("别家"), "核算员", "accountant")
    assert queries.get_case(other, case.pk).state == "draft"
    with pytest.raises(NotAllowed):
        comments.comment(other, row.pk, "你好")
    with pytest.raises(NotFound):
        comments.comments(other, row.pk)
    assert queries.events(other, row.pk) == []
