#!/usr/bin/env bash
# Runs the tests on each Python from 3.11 to 3.13 that this machine has, each in its own virtual environment.
set -euo pipefail

tried=0
for version in 3.11 3.12 3.13; do
    python=""
    for candidate in "python$version" "$HOME"/.pyenv/versions/"$version".*/bin/python"$version"; do
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            python=$candidate
            break
        fi
    done
    if [ -z "$python" ]; then
        echo "Python $version is not here: not tried."
        continue
    fi
    echo "Python $version"
    venv=.venv-$version
    if [ ! -e "$venv/.ready" ] || [ requirements-dev.txt -nt "$venv/.ready" ]; then
        tools/make_venv.sh "$venv" "$python"
        tools/install.sh "$venv" requirements-dev.txt
        tools/install.sh "$venv" --editable
        touch "$venv/.ready"
    fi
    "$venv/bin/python" -m pytest -q -n auto -p no:cacheprovider
    tried=$((tried + 1))
done
if [ "$tried" -eq 0 ]; then
    echo "No Python from 3.11 to 3.13 was found." >&2
    exit 1
fi
