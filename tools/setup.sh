#!/bin/sh
# Sets up what the Makefile needs, from nothing: "run" the program, "dev" also the tools, "browser" a Chromium for tests.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

as_root_on_debian() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

debian_package() {
    echo "Installing Debian's package $* ..."
    apt-get update -qq || apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

virtual_environment() {
    [ -x .venv/bin/pip ] && return
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "Python 3.11 or newer is needed; $("$python" --version) was found. Name another with: PYTHON=python3.12 make ..." >&2
        exit 1
    }
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        if as_root_on_debian; then
            debian_package python3-venv
        else
            echo "Python's venv is missing. Install it first; on Debian and Ubuntu: sudo apt-get install python3-venv" >&2
            exit 1
        fi
    fi
    rm -rf .venv
    "$python" -m venv .venv
}

# Whether Playwright's own driver starts, and there is a browser for it: the system's, or one that it downloaded.
has_browser() {
    .venv/bin/playwright --version >/dev/null 2>&1 || return 1
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    .venv/bin/python -c '
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    sys.exit(not pathlib.Path(p.chromium.executable_path).exists())'
}

# Compiled ahead, so that the first run is as quick as the second, also where Python may not write what it compiled.
compiled() {
    .venv/bin/python -m compileall -q newsletter
}

case "$1" in
run)
    virtual_environment
    .venv/bin/pip install -q --disable-pip-version-check -c constraints.txt -e .
    compiled
    ;;
dev)
    virtual_environment
    .venv/bin/pip install -q --disable-pip-version-check -c constraints.txt -e ".[dev]"
    compiled
    ;;
browser)
    if ! has_browser; then
        if as_root_on_debian; then
            # libatomic1 is what Playwright's driver lacks on a bare Debian; the fonts have the scripts members write in.
            debian_package chromium fonts-noto-core libatomic1
        else
            .venv/bin/playwright install chromium
        fi
    fi
    ;;
*)
    echo "usage: setup.sh run|dev|browser" >&2
    exit 2
    ;;
esac
