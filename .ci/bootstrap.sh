#!/bin/sh
# Make .venv with exactly the locked packages: `bootstrap.sh run` or `bootstrap.sh test`.
# Needs python3 (3.11 or newer) and, the first time, a package index or mirror that pip can reach.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE

purpose=${1:-run}
case $purpose in
    run) lock=requirements.lock ;;
    test) lock=requirements-dev.lock ;;
    *) echo "usage: .ci/bootstrap.sh run|test" >&2; exit 2 ;;
esac

say() { echo "bootstrap: $*" >&2; }
stop() { say "$*"; exit 1; }

# Install Debian packages where that is possible; otherwise say which ones are missing.
need() {
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "installing $*"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    else
        stop "missing: $*. Please install, for example: sudo apt-get install $*"
    fi
}

command -v python3 >/dev/null || need python3
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "python3 is $(python3 -V 2>&1 | cut -d' ' -f2); it must be 3.11 or newer"

if [ ! -x .venv/bin/pip ]; then
    python3 -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
    python3 -m venv .venv
fi

if [ "$purpose" = test ]; then
    # Pages cost tests a third in the shell; with the whole Chromium they pass too.
    command -v chromium-headless-shell >/dev/null || (need chromium-headless-shell) ||
        command -v chromium >/dev/null || need chromium
    fc-list 2>/dev/null | grep -q -i liberation || need fonts-liberation fontconfig
    ldconfig -p | grep -q libatomic.so.1 || need libatomic1
fi

say "installing the packages of $lock"
.venv/bin/pip install --quiet --require-hashes -r requirements-bootstrap.lock

# uv reads none of pip's settings, so it is told where this machine gets its packages.
setting() { .venv/bin/pip config get "global.$1" 2>/dev/null || true; }
: "${UV_DEFAULT_INDEX:=${PIP_INDEX_URL:-$(setting index-url)}}"
: "${UV_INDEX:=${PIP_EXTRA_INDEX_URL:-$(setting extra-index-url)}}"
: "${UV_FIND_LINKS:=${PIP_FIND_LINKS:-$(setting find-links)}}"
: "${SSL_CERT_FILE:=${PIP_CERT:-$(setting cert)}}"
for name in UV_DEFAULT_INDEX UV_INDEX UV_FIND_LINKS SSL_CERT_FILE; do
    eval "value=\$$name"
    if [ -n "$value" ]; then export "$name"; else unset "$name"; fi
done
export UV_INDEX_STRATEGY=unsafe-best-match  # the hashes, not the index, say what is right
export UV_LINK_MODE=copy VIRTUAL_ENV="$PWD/.venv"
.venv/bin/uv pip install --quiet --require-hashes --compile-bytecode -r "$lock"
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation -e .

if ls surveyapp/translations/*/LC_MESSAGES/*.po >/dev/null 2>&1; then
    .venv/bin/pybabel --quiet compile --directory surveyapp/translations
fi

# What tests need contains what running needs.
touch .venv/run.stamp
[ "$purpose" = run ] || touch .venv/test.stamp
