#!/usr/bin/env bash
# Makes a virtual environment and puts uv into it, where uv is to be had.
#   tools/make_venv.sh VENV PYTHON
set -euo pipefail

venv=$1
python=$2

if ! command -v "$python" >/dev/null; then
    echo "No $python here. On Debian or Ubuntu: apt-get install python3 python3-venv" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Tanji needs Python 3.11 or newer; $python is $("$python" -V 2>&1)." >&2
    echo "Name another one, for example: make setup PYTHON=python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "$python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi

"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --require-hashes -r requirements-installer.txt ||
    echo "uv is not to be had here; pip does its work, more slowly."
