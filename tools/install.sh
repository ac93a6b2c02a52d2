#!/usr/bin/env bash
# Installs a hashed requirements file into a virtual environment: with uv where it is there, else with pip.
# An index that pip is told to use (a mirror, say) is given to uv too, which does not read pip's settings.
#   tools/install.sh VENV REQUIREMENTS.txt
#   tools/install.sh VENV --editable
set -euo pipefail

venv=$1
what=$2
export UV_PYTHON_DOWNLOADS=never
export PIP_DISABLE_PIP_VERSION_CHECK=1

if [ "$what" = "--editable" ]; then
    arguments=(--no-deps --no-build-isolation --editable .)
else
    arguments=(--require-hashes -r "$what")
fi

by_uv() {
    [ -x "$venv/bin/uv" ] || return 1
    local index
    index=${PIP_INDEX_URL:-$("$venv/bin/python" -m pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$index" ]; then export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}; fi
    "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" "${arguments[@]}"
}

if ! by_uv; then
    echo "uv did not install $what; pip does it now."
    "$venv/bin/python" -m pip install --quiet "${arguments[@]}"
fi
