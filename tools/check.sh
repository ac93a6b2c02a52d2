#!/usr/bin/env bash
# All checks that are not the test suite. Runs every one and says at the end which failed.
set -uo pipefail

bin=.venv/bin
paths=()
for path in src tests tools benchmarks examples; do [ -e "$path" ] && paths+=("$path"); done
failed=()

step() {
    local name=$1
    shift
    local begin=$SECONDS
    if output=$("$@" 2>&1); then
        printf '  ok      %-14s %3d s\n' "$name" $((SECONDS - begin))
    else
        printf '  FAILED  %-14s %3d s\n%s\n' "$name" $((SECONDS - begin)) "$output"
        failed+=("$name")
    fi
}

step lint "$bin/ruff" check "${paths[@]}"
step format "$bin/ruff" format --check "${paths[@]}"
step types "$bin/mypy"
step imports "$bin/lint-imports"
step dependencies "$bin/deptry" .
step reference "$bin/python" tools/make_reference.py --check
step architecture "$bin/python" -m pytest -q -n auto tests/architecture tests/docs src

if [ "${#failed[@]}" -gt 0 ]; then
    echo "Not in order: ${failed[*]}"
    exit 1
fi
echo "All in order."
