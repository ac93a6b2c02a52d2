"""Fetches what the web pages take from others and writes it, with licences and hashes, into `static/vendor`.

    python tools/vendor_web.py          # needs node and npm; run by hand when a version changes
    python tools/vendor_web.py --list   # only writes the manifest anew

Nobody who installs Tanji needs node: the result is committed. htmx is taken as published; of ECharts only the charts in
`tools/web/charts_entry.js` are bundled, because the published files are either too large for our pages or lack
treemap and sankey; of lucide only the icons in `src/tanji/web/frame/data/icons.txt` become one sprite.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
WEB = ROOT / "src" / "tanji" / "web"
VENDOR = WEB / "static" / "vendor"
ICONS = WEB / "frame" / "data" / "icons.txt"
VERSIONS = {
    "htmx.org": ("2.0.11", "0BSD"),
    "echarts": ("6.1.0", "Apache-2.0"),
    "zrender": ("6.1.0", "BSD-3-Clause"),
    "tslib": ("2.3.0", "0BSD"),
    "lucide-static": ("1.62.0", "ISC"),
}
TOOLS = {"esbuild": "0.28.2"}
FOLDERS = {
    "htmx.org": "htmx",
    "echarts": "echarts",
    "zrender": "echarts",
    "tslib": "echarts",
    "lucide-static": "lucide",
}
SYMBOL = '<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>'
SPRITE = '<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


def main() -> None:
    """Fetch, bundle, copy, and write the manifest."""
    if "--list" not in sys.argv:
        with tempfile.TemporaryDirectory() as folder:
            modules = fetched(Path(folder))
            htmx(modules / "htmx.org")
            echarts(modules)
            lucide(modules / "lucide-static")
    (VENDOR / "manifest.json").write_text(json.dumps(manifest(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def fetched(folder: Path) -> Path:
    """A folder of the packages in their exact versions."""
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    wanted = [f"{name}@{version}" for name, (version, _) in VERSIONS.items()]
    wanted += [f"{name}@{version}" for name, version in TOOLS.items()]
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent", *wanted], cwd=folder, check=True)
    return folder / "node_modules"


def htmx(package: Path) -> None:
    """The page library htmx, as published."""
    copied(package / "dist" / "htmx.min.js", VENDOR / "htmx" / "htmx.min.js")
    copied(package / "LICENSE", VENDOR / "htmx" / "LICENSE")


def echarts(modules: Path) -> None:
    """One module with the charts that the pages draw, and the licences of all that is in it."""
    entry = modules.parent / "entry.js"
    copied(ROOT / "tools" / "web" / "charts_entry.js", entry)
    target = VENDOR / "echarts" / "echarts.js"
    target.parent.mkdir(parents=True, exist_ok=True)
    options = ["--bundle", "--minify", "--format=esm", "--charset=utf8", "--legal-comments=none"]
    define = '--define:process.env.NODE_ENV="production"'
    subprocess.run(
        ["npx", "esbuild", entry.name, *options, define, f"--outfile={target}"], cwd=entry.parent, check=True
    )
    copied(modules / "echarts" / "LICENSE", target.parent / "LICENSE")
    copied(modules / "echarts" / "NOTICE", target.parent / "NOTICE")
    copied(modules / "zrender" / "LICENSE", target.parent / "LICENSE-zrender")
    copied(modules / "tslib" / "LICENSE.txt", target.parent / "LICENSE-tslib")


def lucide(package: Path) -> None:
    """One sprite of the icons that are used."""
    names = ICONS.read_text(encoding="utf-8").split()
    symbols = [SYMBOL.format(name=name, body=drawn(package / "icons" / f"{name}.svg")) for name in names]
    target = VENDOR / "lucide" / "sprite.svg"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(SPRITE.format(symbols="".join(symbols)), encoding="utf-8")
    copied(package / "LICENSE", target.parent / "LICENSE")


def drawn(path: Path) -> str:
    """The lines of one icon, without the frame around them."""
    inside = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
    if inside is None:
        raise SystemExit(f"{path.name} is not an icon")
    return re.sub(r"\s*\n\s*", "", inside.group(1)).replace(" />", "/>")


def copied(source: Path, target: Path) -> None:
    """A file with Unix line ends and one at its end."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(source.read_text(encoding="utf-8").rstrip() + "\n", encoding="utf-8", newline="\n")


def manifest() -> list[dict[str, object]]:
    """Name, version and licence of every package, and the hash of each file in its folder, said once a folder."""
    listed: list[dict[str, object]] = []
    seen: set[str] = set()
    for name, (version, licence) in VERSIONS.items():
        folder = FOLDERS[name]
        about: dict[str, object] = {"name": name, "version": version, "licence": licence, "folder": folder}
        if folder not in seen:
            paths = sorted(path for path in (VENDOR / folder).iterdir() if path.is_file())
            about["sha256"] = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
            seen.add(folder)
        listed.append(about)
    return listed


if __name__ == "__main__":
    main()
