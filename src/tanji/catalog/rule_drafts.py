"""Rule packs on their way: the texts of their files, saved with the revision one saw, and read as a pack would be."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, Invalid, NotFound
from tanji.catalog import drafts as studies
from tanji.catalog.models import RuleDraft
from tanji.errors import Refusal, Text
from tanji.model.finding import Finding, Place, Report, Severity
from tanji.model.ruleset import Conformity, Pack
from tanji.rules.check import check
from tanji.rules.lint import lint, sound
from tanji.rules.pack import pack, packs, read
from tanji.rules.resolve import resolve
from tanji.rules.stack import below

FILES: Final = ("manifest", "parameters", "content", "rules", "cases", "texts")
"""Files of a pack in the order in which they are written."""
LARGEST: Final = 300_000
"""Characters of one file; a national rule with all its tables has about a tenth."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a draft of a rule says of one study of the organisation; or why it could not be tried on it."""

    name: str
    draft: UUID
    conformity: Conformity | None
    problem: Text | None = None


def rule_drafts(acting: Acting) -> Sequence[RuleDraft]:
    """The organisation's drafts of rules, the last changed first."""
    require(acting, "view", "ruleset")
    return list(RuleDraft.objects.filter(organisation=acting.organisation, archived=None).order_by("-changed"))


def get_rule_draft(acting: Acting, draft: UUID) -> RuleDraft:
    """A draft of a rule. Refuses NotFound."""
    require(acting, "view", "ruleset")
    found = RuleDraft.objects.filter(organisation=acting.organisation, pk=draft).first()
    if found is None:
        raise NotFound
    return found


def begin(acting: Acting, name: str, like: str) -> RuleDraft:
    """A draft that begins with the texts of a pack that comes with Tanji. Refuses UnknownPack."""
    require(acting, "edit", "ruleset")
    model = pack(like)
    folder = files("tanji.rules") / "packs" / model.id
    texts = {
        part: (folder / f"{part}.yaml").read_text("utf-8") for part in FILES if (folder / f"{part}.yaml").is_file()
    }
    return RuleDraft.objects.create(
        organisation=acting.organisation,
        created_by=acting.person,
        name=name,
        identifier=model.id,
        level=model.level,
        files=texts,
    )


def save(acting: Acting, draft: UUID, revision: int, texts: Mapping[str, str]) -> RuleDraft:
    """Keep new texts of files. Refuses Conflict where somebody has saved since, Invalid for a text too long."""
    require(acting, "edit", "ruleset")
    wrong = [part for part, text in texts.items() if part not in FILES or len(text) > LARGEST]
    if wrong:
        raise Invalid(
            Text(zh=f"文件 {'、'.join(wrong)} 过长或名称不对", en=f"Too long or wrongly named: {', '.join(wrong)}"),
            Text(zh=f"每个文件不超过 {LARGEST} 个字符。", en=f"A file may have {LARGEST} characters."),
        )
    with transaction.atomic():
        row = RuleDraft.objects.select_for_update().filter(organisation=acting.organisation, pk=draft).first()
        if row is None:
            raise NotFound
        if row.revision != revision:
            raise Conflict(
                Text(
                    zh=f"他人已保存过（第 {row.revision} 版）", en=f"Somebody has saved since (revision {row.revision})"
                ),
                Text(zh="请刷新后再修改。", en="Load it again."),
            )
        row.files = {**row.files, **texts}
        row.revision += 1
        row.save(update_fields=["files", "revision", "changed"])
    return row


def archive(acting: Acting, draft: UUID) -> RuleDraft:
    """Put a draft away; it can be restored for 30 days."""
    require(acting, "edit", "ruleset")
    row = get_rule_draft(acting, draft)
    RuleDraft.objects.filter(pk=row.pk).update(archived=timezone.now())
    row.refresh_from_db()
    return row


def restore(acting: Acting, draft: UUID) -> RuleDraft:
    """Bring an archived draft back."""
    require(acting, "edit", "ruleset")
    row = get_rule_draft(acting, draft)
    RuleDraft.objects.filter(pk=row.pk).update(archived=None)
    row.refresh_from_db()
    return row


def read_texts(texts: Mapping[str, str]) -> Pack:
    """The pack that the texts of files make. Refuses BadPack, naming file and member."""
    with tempfile.TemporaryDirectory(prefix="tanji-rule-") as made:
        folder = Path(made) / "draft"
        folder.mkdir()
        for part, text in texts.items():
            if text.strip():
                (folder / f"{part}.yaml").write_text(text, "utf-8")
        return read(folder)


def checked(acting: Acting, texts: Mapping[str, str]) -> tuple[Pack | None, Report]:
    """The pack of the texts and what the linter says of it; without a pack, what keeps the texts from being one."""
    try:
        found = read_texts(texts)
        return found, lint(found, below(found), on=acting.today)
    except Refusal as refusal:
        told = Finding(
            code=refusal.code, severity=Severity.error, message=refusal.message, hint=refusal.hint, place=Place()
        )
        return None, Report(findings=(told,))


def tried(acting: Acting, draft: UUID, limit: int = 20) -> Sequence[Trial]:
    """What the draft of a rule says of the organisation's studies, the last changed first.

    A study that is incomplete, or a rule that can not be judged, is told, not left out. Refuses BadPack, UnsoundPack.
    """
    from tanji import __version__

    found = read_texts(get_rule_draft(acting, draft).files)
    usable = sound(found, below(found))
    known = {**packs(), usable.id: usable}
    made = []
    for each in studies.drafts(acting)[:limit]:
        given = studies.freeze(each)
        if given.study is None:
            number = len(given.report.errors)
            told = Text(
                zh=f"研究有 {number} 处待补，无法试算", en=f"The study lacks {number} things and can not be tried"
            )
            made.append(Trial(each.name, each.id, None, told))
            continue
        try:
            ruleset = resolve(known.values(), given.study.product, on=acting.today, named=[usable.id])
            made.append(Trial(each.name, each.id, check(given.study, ruleset, engine=f"tanji {__version__}")))
        except Refusal as refusal:
            made.append(Trial(each.name, each.id, None, refusal.message))
    return made
