"""Which language the terminal speaks, and help texts in two languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tanji.errors import Language, Text

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Variables of the environment that say the language, the strongest first (POSIX.1-2017, 8.2)."""

_HELP: dict[str, Text] = {}


def detect(environment: Mapping[str, str]) -> Language:
    """Chinese where TANJI_LANG says zh, or else the first locale variable that is set begins with zh; else English.

    >>> detect({"LANG": "zh_CN.UTF-8"}), detect({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}), detect({"TANJI_LANG": "zh"})
    ('zh', 'en', 'zh')
    """
    if environment.get("TANJI_LANG") in {"zh", "en"}:
        return "zh" if environment["TANJI_LANG"] == "zh" else "en"
    locale = next((environment[name] for name in LOCALE if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def both(text: Text) -> str:
    """A help text that carries both languages, until `chosen` takes one of them."""
    joined = f"{text.en}\n\n{text.zh}" if "\n" in text.en else f"{text.en} / {text.zh}"
    _HELP[joined] = text
    return joined


def chosen(joined: str | None, language: Language) -> str:
    """One language of a help text made by `both`; any other text as it is."""
    text = _HELP.get(joined or "")
    return (joined or "") if text is None else text.of(language)


GLOBAL = {"--lang": True, "--home": True, "--json": False}
"""Options that may stand anywhere on the line, and whether they take a value."""


def parted(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The options of GLOBAL with their values, wherever they stand before `--`, and all other words.

    >>> parted(["db", "search", "steel", "--json", "--lang", "zh"])
    (['--json', '--lang', 'zh'], ['db', 'search', 'steel'])
    """
    front: list[str] = []
    rest: list[str] = []
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            rest += [word, *waiting]
            break
        option, equals, _ = word.partition("=")
        if option not in GLOBAL:
            rest.append(word)
            continue
        front.append(word)
        if GLOBAL[option] and not equals and waiting:
            front.append(waiting.pop(0))
    return front, rest


def value(front: Sequence[str], option: str) -> str | None:
    """The last value that an option has among the options of GLOBAL; "" for one that takes none."""
    found = None
    for position, word in enumerate(front):
        name, equals, given = word.partition("=")
        if name == option:
            found = given if equals else "".join(front[position + 1 : position + 2]) if GLOBAL[option] else ""
    return found
