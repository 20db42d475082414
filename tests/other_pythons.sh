#!/bin/sh
# The whole suite on each Python of ours that is installed here: on PATH, or under pyenv, whose shims answer only for the
# chosen one. Each has its own environment, from the same lock. One that is not installed is said and left out.
set -eu
cd "$(dirname "$0")/.."

python_of() {
    if "python$1" -c '' 2>/dev/null; then command -v "python$1"; return; fi
    for python in "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/"python$1"; do
        if [ -x "$python" ]; then echo "$python"; return; fi
    done
}

tried=0
for version in ${VERSIONS:-3.11 3.12 3.13}; do
    python=$(python_of "$version")
    if [ -z "$python" ]; then echo "Python $version is not installed here: left out." >&2; continue; fi
    echo "== Python $version" >&2
    "${MAKE:-make}" --no-print-directory suite PYTHON="$python" VENV=".venv/pythons/$version"
    tried=$((tried + 1))
done
if [ "$tried" -eq 0 ]; then
    echo "None of ${VERSIONS:-3.11 3.12 3.13} is installed here. Install one, e.g. with pyenv." >&2
    exit 2
fi
