#!/usr/bin/env bash
# Pins everything that is installed, with hashes, for Python 3.11 to 3.13 on every platform, without index addresses.
# Arguments such as --upgrade or --upgrade-package NAME go to uv; without them, existing pins are kept.
set -euo pipefail

uv=${UV:-.venv/bin/uv}
export UV_CUSTOM_COMPILE_COMMAND="make lock"

pin() {
    local target=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
        --output-file "$target" "$@" pyproject.toml
}

"$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
    --no-annotate --output-file requirements-installer.txt --group installer "$@"
pin requirements.txt --extra report --extra server --group build "$@"
pin requirements-dev.txt --extra report --extra server --group build --group dev --constraints requirements.txt "$@"
pin requirements-bench.txt --group build --group bench --constraints requirements.txt "$@"
