"""The cards of a study's data: which lines stand on each, what the rules ask there, how complete it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tanji.errors import Text
from tanji.model.content import UnitProcess
from tanji.model.ruleset import Ruleset
from tanji.model.study import ActivityKind, Stage
from tanji.rules.questions import Question, questions

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its name, the stage of a new line on it, and what sorts of line it takes."""

    id: str
    name: Text
    icon: str
    stage: Stage
    kinds: tuple[ActivityKind, ...]


K = ActivityKind
CARDS: Final = (
    Card(
        "materials", Text(zh="物料", en="Materials"), "boxes", Stage.raw_material, (K.material, K.packaging, K.assembly)
    ),
    Card(
        "process",
        Text(zh="工艺", en="Process"),
        "factory",
        Stage.production,
        (K.direct_emission, K.service, K.material),
    ),
    Card("energy", Text(zh="能源", en="Energy"), "zap", Stage.production, (K.electricity, K.heat, K.fuel)),
    Card("transport", Text(zh="运输", en="Transport"), "truck", Stage.distribution, (K.transport,)),
    Card(
        "use", Text(zh="使用", en="Use"), "house", Stage.use, (K.use_energy, K.service, K.electricity, K.fuel, K.waste)
    ),
    Card(
        "waste", Text(zh="废弃", en="End of life"), "trash-2", Stage.end_of_life, (K.waste, K.transport, K.electricity)
    ),
)


def card(name: str) -> Card | None:
    """A card by its id."""
    return next((each for each in CARDS if each.id == name), None)


def place(stage: str, kind: str) -> str:
    """The card on which a line of a stage and kind stands: its id."""
    if stage == Stage.use:
        return "use"
    if kind == K.transport and stage != Stage.end_of_life:
        return "transport"
    if stage == Stage.end_of_life or kind == K.waste:
        return "waste"
    if kind in {K.electricity, K.heat, K.fuel, K.use_energy}:
        return "energy"
    return "materials" if stage == Stage.raw_material else "process"


def lines(body: Mapping[str, Any], name: str) -> list[Line]:
    """The lines of a draft that stand on a card, in their order."""
    return [each for each in body.get("activities", []) if place(each.get("stage", ""), each.get("kind", "")) == name]


def asked(ruleset: Ruleset, name: str) -> list[Question]:
    """What the rules ask on a card."""
    return [each for each in questions(ruleset) if place(each.stage, _usual(each.kinds)) == name]


def answers(question: Question, ruleset: Ruleset, body: Mapping[str, Any]) -> list[Line]:
    """The lines that answer a question: by id, by a word of the name, by gas; as the rules look for them."""
    section = None if ruleset.content is None else ruleset.content.boundary
    process = next((each for each in (section.processes if section else ()) if each.id == question.process), None)
    return [] if process is None else [each for each in body.get("activities", []) if _stands(process, each)]


def _stands(process: UnitProcess, line: Line) -> bool:
    if line.get("stage") != process.stage or (process.kinds and line.get("kind") not in process.kinds):
        return False
    identity = str(line.get("id", ""))
    if identity == process.id or identity.startswith(f"{process.id}-"):
        return True
    names = " ".join(str(name).casefold() for name in line.get("names", {}).values())
    if any(word.casefold() in names for word in process.words) or line.get("gas") in process.gases:
        return True
    return not process.words and not process.gases


def given(line: Line) -> tuple[bool, bool, bool]:
    """Whether a line has an amount, a factor, and a source of its figure."""
    amount = any(line.get(key) is not None for key in ("amount", "formula", "transport", "use", "refrigerant"))
    return amount, line.get("link") is not None or line.get("gas") is not None, line.get("data") is not None


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of what is asked on a card is there."""

    card: Card
    lines: Sequence[Line]
    have: int
    wanted: int
    lacking: Sequence[Question]
    """Required questions without a line."""

    @property
    def share(self) -> float:
        """From 0 to 1; 1 where nothing is asked."""
        return self.have / self.wanted if self.wanted else 1.0

    @property
    def label(self) -> Text:
        """The share in words."""
        return Text(zh=f"已填 {self.have} / {self.wanted}", en=f"{self.have} of {self.wanted} given")


def progress(which: Card, ruleset: Ruleset, body: Mapping[str, Any]) -> Progress:
    """Three figures of each line (amount, factor, source), and a line for each question that is required."""
    own = [each for each in lines(body, which.id) if each.get("kind") != K.assembly]
    required = [each for each in asked(ruleset, which.id) if each.need == "required"]
    lacking = [each for each in required if not answers(each, ruleset, body)]
    have = sum(sum(given(each)) for each in own) + len(required) - len(lacking)
    return Progress(which, own, have, 3 * len(own) + len(required), lacking)


def _usual(kinds: tuple[ActivityKind, ...]) -> str:
    return kinds[0] if kinds else ""
