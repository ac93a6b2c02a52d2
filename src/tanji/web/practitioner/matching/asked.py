"""What the forms of the queue ask for, handed to the actions; each answers what was done, in words."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import Invalid
from tanji.catalog import matching
from tanji.errors import Text
from tanji.registry import studies


def decide(acting: Acting, draft: Any, given: QueryDict) -> Text:
    """Do what a button of the queue says. Refuses Invalid for one that there is not, and what the actions refuse."""
    revision = int(text) if (text := given.get("revision", "")).isdecimal() and len(text) < 9 else 0
    line, same = given.get("line", ""), given.get("same") == "on"
    if "choose" in given:
        database, _, process = str(given["choose"]).partition("|")
        count = matching.choose(
            acting, draft.id, revision, line=line, chosen=(database, process), same=same, save=studies.change
        )
        return Text(zh=f"已匹配 {count} 行", en=f"{count} lines matched")
    if "missing" in given:
        count = matching.leave_missing(acting, draft.id, revision, line, same=same, save=studies.change)
        return Text(zh=f"{count} 行记为暂缺，未计入结果", en=f"{count} lines recorded as without data")
    if "again" in given:
        matching.reconsider(acting, draft.id, revision, line, save=studies.change)
        return Text(zh="已放回队列", en="Back in the queue")
    if "above" in given:
        count = matching.accept_above(acting, draft.id, revision, _score(str(given["above"])), save=studies.change)
        return Text(zh=f"已接受 {count} 行的匹配", en=f"{count} matches accepted")
    if "undo" in given:
        studies.take_back(acting, draft.id, revision)
        return Text(zh="已撤销上一步", en="The last step was taken back")
    raise Invalid(Text(zh="没有选择要做什么", en="Nothing was chosen"))


def _score(text: str) -> float:
    try:
        return float(text.replace("，", ".").replace(",", "."))
    except ValueError:
        raise Invalid(
            Text(zh=f"门槛“{text}”不是数字", en=f'The threshold "{text}" is not a number'),
            Text(zh="请填 0.5 到 1 之间的数，如 0.9。", en="Give a number from 0.5 to 1, such as 0.9."),
        ) from None
