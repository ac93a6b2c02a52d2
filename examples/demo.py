"""Compute, explain, compare and verify the examples, as a person would at the terminal (`make demo`).

Everything is written to `out/` beside this file, the databases too; nothing outside is touched. Each command is shown
before it runs. The exit code is 0 only if every step went as it should.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import TextIO

HERE = Path(__file__).resolve().parent
OUT = HERE / "out"
USLCI = HERE.parent.parent / "shared" / "data" / "uslci" / "uslci_jsonld_olca15.tar.gz"
SECONDS = 120
"""No step may take longer."""
LOCALE = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
CHINESE = os.environ.get("TANJI_LANG", LOCALE).lower().startswith("zh")
EMBEDDED = (
    "lfp-battery-pack",
    "washing-machine",
    "aluminium-ingot",
    "aluminium-ingot-hydropower",
    "aluminium-ingot-coal-power",
)
UNCERTAIN = ("aluminium-ingot", "aluminium-ingot-hydropower")
"""Those that state uncertainties and are compared draw by draw."""


class Failed(Exception):
    """A step that did not go as it should."""


def main() -> int:
    """Run all steps; the exit code."""
    begun = monotonic()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    try:
        computed()
        imported()
        explained()
        compared()
        verified()
    except Failed as failure:
        say(f"失败：{failure}", f"Failed: {failure}", file=sys.stderr)
        return 1
    seconds = monotonic() - begun
    say(
        f"全部完成，用时 {seconds:.0f} 秒。结果在 {shown(OUT)}：",
        f"All done in {seconds:.0f} s. The results are in {shown(OUT)}:",
    )
    for path in sorted(OUT.glob("*/*")):
        if path.parent.name != "home":
            print(f"  {shown(path)}")
    say(
        "\n网页：执行 make serve，再用浏览器打开 http://127.0.0.1:8000/ （带演示账户与示例产品）。",
        "\nThe pages: make serve, then open http://127.0.0.1:8000/ (demo accounts and a sample product are there).",
    )
    return 0


def computed() -> None:
    """The examples on the embedded database."""
    title("一、内置数据库上的五个研究", "1. Five studies on the embedded database")
    for name in EMBEDDED:
        drawn = ("--uncertainty", "10000", "--plot", shown(OUT / name / "draws.svg"))
        calculate(name, *(drawn if name in UNCERTAIN else ()))


def imported() -> None:
    """The example on a database that one imports."""
    title("二、导入一个真实数据库（USLCI）再计算", "2. A real database (USLCI) is imported and used")
    if not USLCI.exists():
        say(
            f"跳过：这里没有 USLCI 数据（{shown(USLCI)}）。其余示例不需要它。",
            f"Skipped: the USLCI data are not here ({shown(USLCI)}). The other examples do not need them.",
        )
        return
    tanji("db", "import", shown(USLCI), "--as", "uslci", "--version", "demo")
    calculate("uslci-moulded-part")


def explained() -> None:
    """Where the footprint of the battery comes from."""
    title("三、电池包的碳足迹从哪里来", "3. Where the battery pack's footprint comes from")
    tanji("explain", shown(OUT / "lfp-battery-pack" / "footprint.json"))


def compared() -> None:
    """Aluminium on the grid and on hydropower, line by line and draw by draw."""
    title("四、电网铝与水电铝逐行、逐次抽样比较", "4. Aluminium on the grid and on hydropower, by lines and by draws")
    before, after = (OUT / name / "footprint.json" for name in ("aluminium-ingot", "aluminium-ingot-hydropower"))
    tanji("compare", shown(before), shown(after), "--plot", shown(OUT / "aluminium-ingot" / "difference.svg"))


def verified() -> None:
    """A footprint computed again from its digests, and one in which somebody changed a digit."""
    title("五、复算验证，以及改动一位数字之后", "5. Verified by computing again, and after one digit is changed")
    claimed = OUT / "washing-machine" / "footprint.json"
    study = shown(HERE / "washing-machine.xlsx")
    tanji("verify", shown(claimed), "--study", study)
    forged = OUT / "washing-machine" / "forged.json"
    content = json.loads(claimed.read_text(encoding="utf-8"))
    content["score"]["total"] = round(content["score"]["total"] + 0.01, 12)
    forged.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    tanji("verify", shown(forged), "--study", study, expected=1)


def calculate(name: str, *options: str) -> None:
    """Compute one workbook into a folder of its own."""
    tanji("calc", shown(HERE / f"{name}.xlsx"), "--output", shown(OUT / name), *options)


def tanji(*words: str, expected: int = 0) -> None:
    """Run a command of the terminal, shown as a person would type it. Refuses another exit code than the expected."""
    print(f"\n$ tanji {' '.join(words)}", flush=True)
    command: Sequence[str] = (str(Path(sys.executable).with_name("tanji")), *words)
    environment = {**os.environ, "TANJI_HOME": str(OUT / "home")}
    try:
        code = subprocess.run(command, env=environment, timeout=SECONDS, check=False).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Failed(f"tanji {words[0]}: {error}") from None
    if code != expected:
        raise Failed(f"tanji {words[0]}: exit code {code}, expected {expected}")


def shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    return os.path.relpath(path)


def title(zh: str, en: str) -> None:
    """The heading of a step."""
    text = zh if CHINESE else en
    print(f"\n=== {text} ===", flush=True)


def say(zh: str, en: str, file: TextIO | None = None) -> None:
    """A sentence in the language of the locale."""
    print(zh if CHINESE else en, file=file or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
