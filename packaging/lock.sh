#!/usr/bin/env bash
# Writes the three locks from pyproject.toml: exact versions with hashes, for every Python and platform we support.
#   packaging/lock.sh            refresh what pyproject.toml asks for, keep the other versions
#   packaging/lock.sh --upgrade  take the newest versions allowed
set -euo pipefail
cd "$(dirname "$0")/.."

uv=.venv/bin/uv
if [ ! -x "$uv" ]; then
    echo "packaging/lock.sh: run 'make dev' first, it installs uv into .venv" >&2
    exit 3
fi

compile() {
    "$uv" pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate \
        --custom-compile-command "packaging/lock.sh" "$@"
}

compile pyproject.toml --output-file requirements.lock
compile pyproject.toml --extra dev --constraint requirements.lock --output-file requirements-dev.lock
compile packaging/build.in --output-file requirements-build.lock
