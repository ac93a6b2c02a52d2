"""Help, language, exit codes and refusals of the command line itself."""

import re
import subprocess
from typing import get_args

import pytest
from tests.cli.shell import PROGRAM, tanji
from tools.reference.commands import commands, root_command

from tanji.background import shares
from tanji.cli.db import importing

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = [name.split()[1:] for name, _ in commands(root_command())]


@pytest.mark.parametrize("words", NAMES, ids=" ".join)
def test_every_command_has_a_help_page_in_english(words, tmp_path):
    answer = tanji(*words, "--help", cwd=tmp_path)
    assert answer.code == 0
    assert answer.out.startswith("Usage: tanji")
    assert not CHINESE.search(answer.out)


@pytest.mark.parametrize("words", NAMES, ids=" ".join)
def test_every_command_has_a_help_page_in_chinese(words, tmp_path):
    answer = tanji(*words, "--help", "--lang", "zh", cwd=tmp_path)
    assert answer.code == 0
    assert answer.out.startswith("用法：")
    english = [line for line in answer.out.splitlines()[1:] if re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", line)]
    assert not english


@pytest.mark.parametrize("words", NAMES, ids=" ".join)
def test_no_line_of_a_help_page_is_wider_than_the_terminal(words, tmp_path):
    from tanji.reports.figures import wide

    for language in ("zh", "en"):
        answer = tanji(*words, "--help", "--lang", language, cwd=tmp_path, COLUMNS="80")
        assert [line for line in answer.out.splitlines() if wide(line) > 80] == []


def test_every_option_and_argument_has_a_help_text_in_both_languages():
    from tanji.cli.language import chosen

    for name, command in commands(root_command()):
        for parameter in command.params:
            if parameter.name in {"help", "version"}:
                continue
            zh, en = chosen(parameter.help, "zh"), chosen(parameter.help, "en")
            assert zh != en, f"{name}: {parameter.name}"
            assert CHINESE.search(zh), f"{name}: {parameter.name}"
            assert not CHINESE.search(en), f"{name}: {parameter.name}"


@pytest.mark.parametrize(
    ("environment", "beginning"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "用法："),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW.UTF-8"}, "用法："),
        ({"LC_ALL": "", "LANG": "zh_CN.GB18030", "PYTHONIOENCODING": "utf-8"}, "用法："),
        ({"LC_ALL": "de_DE.UTF-8"}, "Usage:"),
        ({"LC_ALL": "C.UTF-8", "TANJI_LANG": "zh"}, "用法："),
        ({"LC_ALL": "zh_CN.UTF-8", "TANJI_LANG": "en"}, "Usage:"),
    ],
)
def test_the_language_is_that_of_the_locale_unless_it_is_said(environment, beginning, tmp_path):
    assert tanji("--help", cwd=tmp_path, **environment).out.startswith(beginning)


def test_the_global_options_may_stand_before_and_after_the_command(tmp_path):
    before = tanji("--lang", "zh", "--json", "units", "kg", cwd=tmp_path)
    after = tanji("units", "kg", "--json", "--lang=zh", cwd=tmp_path)
    assert before == after
    assert before.json


def test_the_help_imports_none_of_the_heavy_libraries(tmp_path):
    run = subprocess.run(
        [str(PROGRAM.with_name("python")), "-X", "importtime", str(PROGRAM), "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in run.stderr.splitlines()}
    assert not loaded & {"numpy", "scipy", "polars", "numba", "pydantic", "pint", "rich", "xlsxwriter"}


def test_the_version_is_that_of_the_package(tmp_path):
    from tanji import __version__

    assert tanji("--version", cwd=tmp_path).out == f"tanji {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["calx"],
        ["calc"],
        ["calc", "x.xlsx", "--nonsense"],
        ["calc", "x.xlsx", "--threshold", "2"],
        ["explain", "f.json", "--depth", "many"],
        ["db", "shwo", "x"],
        ["--lang", "fr", "units"],
        ["db", "remove", "uslci"],
        ["db", "import", "x.zip"],
        [],
        ["db"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_command_line_ends_with_2_and_says_what_to_do(words, language, tmp_path):
    spoken = {} if "--lang" in words else {"TANJI_LANG": language}
    answer = tanji(*words, cwd=tmp_path, **spoken)
    assert answer.code == 2
    assert answer.out == ""
    assert "--help" in answer.err or "?" in answer.err or "？" in answer.err or "tanji" in answer.err


def test_a_similar_command_is_named(tmp_path):
    assert "calc" in tanji("calx", cwd=tmp_path).err


@pytest.mark.parametrize("command", ["calc", "explain", "verify"])
def test_a_file_that_is_not_there_is_refused_with_3_and_its_name(command, tmp_path):
    answer = tanji(command, "nowhere.json", cwd=tmp_path)
    assert answer.code == 3
    assert "nowhere.json" in answer.err


def test_with_json_a_refusal_is_one_json_value_with_both_languages(tmp_path):
    answer = tanji("explain", "nowhere.json", "--json", cwd=tmp_path)
    assert answer.code == 3
    assert set(answer.json["error"]) == {"code", "message", "hint"}
    assert CHINESE.search(answer.json["error"]["message"]["zh"])
    assert not CHINESE.search(answer.json["error"]["message"]["en"])
    assert answer.err == ""


def test_a_document_of_another_kind_is_refused_with_the_name_of_the_file(tmp_path):
    (tmp_path / "cut.json").write_text('{"schema": "tanji/foot')
    answer = tanji("explain", "cut.json", cwd=tmp_path)
    assert answer.code == 3
    assert "cut.json" in answer.err
    assert "DOC-001" in answer.err


def test_a_pipe_that_closes_early_is_no_fault(tmp_path):
    run = subprocess.run(
        ["sh", "-c", f"'{PROGRAM}' units --json | head -1"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0
    assert run.stderr == ""


def test_without_colour_and_in_a_pipe_there_are_no_escape_sequences(tmp_path):
    assert "\x1b" not in tanji("units", cwd=tmp_path).out
    assert "\x1b" not in tanji("units", cwd=tmp_path, NO_COLOR="1").out


def test_a_fault_of_the_program_itself_is_told_without_a_traceback(monkeypatch, capsys):
    from tanji.cli import main
    from tanji.cli.failure import Exit, told

    code, refusal = told(ZeroDivisionError("division by zero"))
    assert code is Exit.fault
    assert "ZeroDivisionError" in refusal.message.en
    assert callable(main.run)


def test_the_terminal_offers_every_allocation_there_is():
    assert set(get_args(importing.Allocation)) == set(get_args(shares.Allocation))
