"""Which packs hold for a product at a place and day, merged general → sector → product into one rule set.

Precedence: national before industry standards, then group standards of a recommended list, then local ones, then the
general rule alone. A group standard that no list recommends does not apply by itself. A local rule on a product that a
national or industry standard covers is a conflict: it is named and not applied.
Source: 产品碳足迹核算标准编制工作指引 (2024-12), as told on public pages; unverified.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from tanji.errors import Refusal, Text
from tanji.model.content import Content
from tanji.model.document import Names, ref
from tanji.model.ruleset import (
    Level,
    Pack,
    PackStatus,
    ProductCode,
    ResolvedParameter,
    ResolvedRule,
    Ruleset,
    StandardKind,
    cited,
)
from tanji.model.study import Code, Product
from tanji.rules.generate import generated
from tanji.rules.merge import Refused, attributed, looser, merge, settled, told

ORDER: Final = (StandardKind.national, StandardKind.industry, StandardKind.group, StandardKind.local)
NAMED: Final = 6
"""Words of a pack that an explanation names."""
_KINDS: Final[Mapping[StandardKind, Text]] = {
    StandardKind.national: Text(zh="国家标准", en="national standard"),
    StandardKind.industry: Text(zh="行业标准", en="industry standard"),
    StandardKind.group: Text(zh="团体标准", en="group standard"),
    StandardKind.local: Text(zh="地方标准", en="local standard"),
    StandardKind.programme: Text(zh="项目规则", en="programme rule"),
}


class NoGeneralRule(Refusal):
    """No general pack is in force on the day that was asked for."""

    code = "RUL-005"


def resolve(
    packs: Iterable[Pack], product: Product, *, on: date, place: str | None = None, named: Sequence[str] = ()
) -> Ruleset:
    """The rule set for a product; `named` are packs to take whatever the codes say (such as a programme's).

    Refuses NoGeneralRule.
    """
    known = {pack.id: pack for pack in packs}
    why: list[Names] = []
    conflicts: list[Names] = []
    usable = [pack for pack in known.values() if _usable(pack, on, place, why)]
    general = _general(usable, on)
    chosen = _chosen(usable, product, why, conflicts)
    extra = [known[name] for name in named if name in known and known[name] not in chosen]
    why += [_names(pack, "按要求采用", "taken as asked for") for pack in extra]
    stack = _stack([general, *chosen, *extra], known)
    return merged(stack, product, on=on, place=place, why=tuple(why), conflicts=tuple(conflicts))


def merged(
    stack: Sequence[Pack],
    product: Product,
    *,
    on: date,
    place: str | None = None,
    why: tuple[Names, ...] = (),
    conflicts: tuple[Names, ...] = (),
) -> Ruleset:
    """Packs as one rule set: what stands later replaces rules of the same id, and may tighten parameters and content.

    Rules that follow from the content stand after those that are written, which go before where both have an id.
    """
    parameters: dict[str, ResolvedParameter] = {}
    rules: dict[str, ResolvedRule] = {}
    content: Content | None = None
    refused: list[Names] = []
    for pack in stack:
        _take(pack, on, parameters, refused)
        rules |= {
            rule.id: ResolvedRule(pack=pack.id, rule=rule, document=cited(pack, rule.clause)) for rule in pack.rules
        }
        if pack.content is not None:
            values = {each.id: each.value for each in parameters.values()}
            content, left = merge(content, attributed(pack.content, pack), values)
            refused += [told(each, {"zh": called(pack), "en": called(pack)}) for each in left]
    if content is not None:
        rules |= {each.rule.id: each for each in generated(content) if each.rule.id not in rules}
        content = settled(content, {each.id: each.value for each in parameters.values()})
    name = product.names.get("zh") or next(iter(product.names.values()), "?")
    english = product.names.get("en") or next(iter(product.names.values()), "?")
    return Ruleset(
        id="+".join(pack.id for pack in stack),
        version="+".join(pack.version for pack in stack),
        names={"zh": f"适用于“{name}”的规则集", "en": f"Rules for {english}"},
        on=on,
        place=place,
        packs=tuple(ref(pack) for pack in stack),
        parameters=tuple(parameters.values()),
        content=content,
        rules=tuple(rules.values()),
        why=why,
        conflicts=(*conflicts, *refused),
        disclaimers=tuple({**pack.disclaimer} for pack in stack if pack.disclaimer),
    )


def _take(pack: Pack, on: date, parameters: dict[str, ResolvedParameter], refused: list[Names]) -> None:
    """The parameters of a pack over those below it; one that would loosen is refused and told."""
    for parameter in pack.parameters:
        value, below = parameter.on(on), parameters.get(parameter.id)
        if value is None:
            continue
        if below is not None and below.tighter is not None and looser(below.tighter, below.value, value.value):
            found = Refused(f"parameters.{parameter.id}", below.value, value.value, fixed=False)
            refused.append(told(found, {"zh": called(pack), "en": called(pack)}))
            continue
        parameters[parameter.id] = ResolvedParameter(
            id=parameter.id,
            names=parameter.names,
            unit=parameter.unit,
            value=value.value,
            clause=value.clause,
            pack=pack.id,
            document=cited(pack, value.clause),
            tighter=parameter.tighter or (None if below is None else below.tighter),
            reason=value.reason,
        )


def covers(pack: Pack, product: Product) -> str | None:
    """By what a pack covers a product: a code, or a word of its name; None where it does not.

    A code that is broader than the pack's scope only shows that it may apply, so it does not count by itself.
    """
    for entry in pack.codes:
        if entry.relation != "broader" and any(_under(code, entry) for code in product.codes):
            return f"{entry.system} {entry.code}"
    names = [name.casefold() for name in product.names.values()]
    longest = sorted(pack.words, key=len, reverse=True)
    return next((word for word in longest if any(word.casefold() in name for name in names)), None)


def others(
    packs: Iterable[Pack], ruleset: Ruleset, product: Product, *, on: date, place: str | None
) -> tuple[Names, ...]:
    """Why each pack that is not in a rule set is not, in words; those that gave way are told in `Ruleset.why`."""
    taken = {entry.id for entry in ruleset.packs}
    known = sorted((pack for pack in packs if pack.id not in taken), key=lambda pack: (pack.level, pack.id))
    return tuple(_not_taken(pack, product, on, place) for pack in known)


def _not_taken(pack: Pack, product: Product, on: date, place: str | None) -> Names:
    if not _usable(pack, on, place, []):
        if pack.status is PackStatus.withdrawn:
            return _names(pack, "已废止", "is withdrawn")
        if pack.place is not None and not (place or "").startswith(pack.place):
            return _names(pack, f"只适用于 {pack.place}", f"holds in {pack.place} only")
        return _names(pack, f"{on} 不在使用期内", f"is not in use on {on}")
    if pack.kind is StandardKind.programme or pack.level is Level.general:
        return _names(pack, "只在指名时采用（--rule）", "is taken only where it is named (--rule)")
    if covers(pack, product) is None:
        codes = "、".join(f"{entry.system} {entry.code}" for entry in pack.codes) or "—"
        words = "、".join(pack.words[:NAMED]) or "—"
        return _names(
            pack,
            f"不适用：产品的代码不在 {codes} 之下，名称不含 {words}",
            f"does not apply: no code of the product is under {codes}, and its name has none of {words}",
        )
    return _names(pack, "让位于优先的规则", "gives way to a rule that goes before")


def _under(code: Code, entry: ProductCode) -> bool:
    """Whether a code is the entry's, or one below it."""
    if code.system.split(" ")[0].casefold() != entry.system.split(" ")[0].casefold():
        return False
    plain, wanted = code.code.replace(".", ""), entry.code.replace(".", "")
    return plain.startswith(wanted) if entry.relation == "exact" else plain == wanted


def _usable(pack: Pack, on: date, place: str | None, why: list[Names]) -> bool:
    if pack.status is PackStatus.withdrawn:
        return False
    if pack.effective is not None and on < pack.effective:
        why.append(_names(pack, f"{pack.effective} 才实施", f"is not in force before {pack.effective}"))
        return False
    if pack.until is not None and on > pack.until:
        why.append(_names(pack, f"{pack.until} 起不再使用", f"was not to be used after {pack.until}"))
        return False
    return pack.place is None or (place is not None and place.startswith(pack.place))


def _general(usable: Sequence[Pack], on: date) -> Pack:
    general = [pack for pack in usable if pack.level is Level.general and pack.kind is StandardKind.national]
    if not general:
        raise NoGeneralRule(
            Text(zh=f"{on} 没有在用的通则规则包", en=f"No general pack is in force on {on}"),
            Text(zh="请加入通则规则包，或改用其他日期。", en="Add a general pack, or ask for another day."),
        )
    return max(general, key=lambda pack: (pack.effective or date.min, pack.version))


def _chosen(usable: Sequence[Pack], product: Product, why: list[Names], conflicts: list[Names]) -> list[Pack]:
    """At most one sector and one product pack, by precedence; what gives way is told."""
    chosen = []
    for level in (Level.sector, Level.product):
        found = [(pack, by) for pack in usable if pack.level is level and (by := covers(pack, product))]
        found = [(pack, by) for pack, by in found if pack.kind in ORDER]
        found.sort(
            key=lambda each: (ORDER.index(each[0].kind), -(each[0].published or date.min).toordinal(), each[0].id)
        )
        taken: Pack | None = None
        for pack, by in found:
            if pack.kind is StandardKind.group and pack.adopted is None and pack.status is not PackStatus.illustrative:
                why.append(
                    _names(pack, "不在采信清单内，不自动适用", "is on no recommended list, so it does not apply")
                )
            elif taken is None:
                taken = pack
                why.append(_names(pack, f"因“{by}”适用", f"applies because of {by}"))
            elif pack.kind is StandardKind.local:
                said = f"“{called(taken)}”"
                conflicts.append(
                    _names(
                        pack, f"与{said}重复：已有更高层级的标准", f"conflicts with {called(taken)}, which goes before"
                    )
                )
            else:
                why.append(_names(pack, f"让位于“{called(taken)}”", f"gives way to {called(taken)}"))
        if taken is not None:
            chosen.append(taken)
    if not chosen:
        why.append(
            {
                "zh": "没有适用的行业或产品规则，只用通则",
                "en": "No sector or product rule applies: the general one alone",
            }
        )
    return chosen


def _stack(wanted: Iterable[Pack], known: Mapping[str, Pack]) -> list[Pack]:
    """Packs with all that they build on before them, each once."""
    stack: list[Pack] = []

    def take(pack: Pack, above: tuple[str, ...]) -> None:
        for lower in pack.builds_on:
            if lower in known and lower not in above:
                take(known[lower], (*above, pack.id))
        if pack not in stack:
            stack.append(pack)

    for pack in wanted:
        take(pack, ())
    return stack


def called(pack: Pack) -> str:
    """What messages call a pack: its number, else its id."""
    return pack.number or pack.id


def _names(pack: Pack, zh: str, en: str) -> Names:
    kind = _KINDS[pack.kind]
    if pack.status is PackStatus.illustrative:
        kind = Text(zh=f"示例规则包（比照{kind.zh}）", en=f"illustrative pack (ranked as a {kind.en})")
    return {"zh": f"{kind.zh} {called(pack)} {zh}", "en": f"The {kind.en} {called(pack)} {en}"}
