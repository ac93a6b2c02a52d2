"""Pages that say where things are, and which commands there are, are right."""

import re
from urllib.parse import unquote

import pytest
from tests.architecture.source import ROOT
from tests.docs.pages import anchors, code_lines, headings, links, pages, targets, title
from tools.reference.commands import commands, root_command

TWINS = sorted(path for path in pages() if path.name.endswith(".zh.md"))


@pytest.mark.parametrize("page", pages(), ids=title)
def test_every_link_of_a_page_leads_somewhere(page):
    broken = [link for link in links(page) if not _leads(page, link)]
    assert not broken


@pytest.mark.parametrize("page", pages(), ids=title)
def test_every_make_target_that_a_page_names_exists(page):
    named = {match for line in code_lines(page) for match in re.findall(r"^make ([a-z][a-z-]*)", line)}
    named |= set(re.findall(r"`make ([a-z][a-z-]*)`", page.read_text(encoding="utf-8")))
    assert named <= targets()


@pytest.mark.parametrize("page", pages(), ids=title)
def test_every_command_and_option_that_a_page_names_exists(page):
    known = {tuple(name.split()): command for name, command in commands(root_command())}
    wrong = [line for line in _command_lines(page) if not _exists(line, known)]
    assert not wrong


@pytest.mark.parametrize("chinese", TWINS, ids=title)
def test_a_chinese_page_has_the_sections_of_its_english_twin(chinese):
    english = chinese.with_name(chinese.name.replace(".zh.md", ".md"))
    assert english.exists()
    assert [level for level, _ in headings(chinese)] == [level for level, _ in headings(english)]
    assert re.search(r"[\u4e00-\u9fff]", chinese.read_text(encoding="utf-8"))


def test_the_readme_exists_in_both_languages_with_the_two_commands():
    for name in ("README.md", "README.zh.md"):
        lines = code_lines(ROOT / name)
        assert [line for line in lines if line.startswith("make demo")]
        assert [line for line in lines if line.startswith("make test")]


def test_every_page_of_the_documentation_can_be_reached():
    reached, waiting = set(), [ROOT / "README.md", ROOT / "README.zh.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        below = [(page.parent / unquote(link.partition("#")[0])).resolve() for link in links(page) if "://" not in link]
        waiting += [path for path in below if path.suffix == ".md" and path.exists()]
    lost = [title(page) for page in pages() if page.is_relative_to(ROOT / "docs") and page not in reached]
    assert not lost


def _leads(page, link):
    if link.startswith(("https://", "mailto:")):
        return True
    file, _, anchor = link.partition("#")
    target = (page.parent / unquote(file)).resolve() if file else page
    return target.exists() and (not anchor or target.suffix != ".md" or unquote(anchor) in anchors(target))


def _command_lines(page):
    lines = [line.removeprefix(".venv/bin/") for line in code_lines(page)]
    lines += re.findall(r"`(tanji [^`]*)`", page.read_text(encoding="utf-8"))
    return [line.partition("#")[0].strip() for line in lines if line.startswith("tanji ")]


def _exists(line, known):
    """Whether the words begin with a command, and every option is one of it or of those above it."""
    words = re.split(r"\s+", line)
    depth = max((n for n in range(1, len(words) + 1) if tuple(words[:n]) in known), default=0)
    if depth == 0 or (getattr(known[tuple(words[:depth])], "commands", None) and _goes_on(words[depth:])):
        return False
    allowed = {"--help"}
    for n in range(1, depth + 1):
        allowed |= {option for parameter in known[tuple(words[:n])].params for option in _options(parameter)}
    return {word.partition("=")[0] for word in words[depth:] if re.match(r"--?[a-z]", word)} <= allowed


def _goes_on(words):
    return bool(words) and not words[0].startswith(("-", "…")) and "|" not in words[0]


def _options(parameter):
    return [*getattr(parameter, "opts", []), *getattr(parameter, "secondary_opts", [])]
