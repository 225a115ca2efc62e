#!/bin/sh
# Build .venv from the lock files, unless it already stands as they say.
#   scripts/environment.sh core    what `make run` needs
#   scripts/environment.sh test    that, and what tests and checks need
# uv does it when it is there, else the interpreter's own pip. Every file is checked by its hash.
set -eu
cd "$(dirname "$0")/.."
wanted=$1
stamp=.venv/built-from

say() { echo "environment: $*" >&2; }

interpreter() {
    for name in ${KARGOSHA_PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    say "no Python 3.11 or later was found; install one, or name it in KARGOSHA_PYTHON"
    exit 1
}

fingerprint() { cat requirements-build.lock "$1" pyproject.toml | cksum | tr ' ' '-'; }

locks() {
    echo "$PWD"  # an environment that was moved does not know its own path any more
    echo "core $(fingerprint requirements.lock)"
    [ "$1" = core ] || echo "test $(fingerprint requirements-test.lock)"
}

stands() { [ -f "$stamp" ] && [ -x .venv/bin/kargosha ] && ! locks "$wanted" | grep -vxFf "$stamp" -q; }

install() {
    if command -v uv >/dev/null; then
        uv pip install --quiet --python .venv/bin/python "$@"
    else
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input "$@"
    fi
}

if stands; then
    exit 0
fi
lock=requirements.lock
[ "$wanted" = core ] || lock=requirements-test.lock
python=$(interpreter)
say "building .venv from $lock with $python"
rm -f "$stamp"
if ! .venv/bin/python -c '' 2>/dev/null; then
    rm -rf .venv
    if command -v uv >/dev/null; then
        uv venv --quiet --python "$python" .venv
    elif ! "$python" -m venv .venv; then
        say "this Python makes no environments; on Debian: apt-get install python3-venv"
        exit 1
    fi
fi
# The locks name everything, so nothing is resolved: a version published since cannot step in.
install --require-hashes --no-deps --requirement requirements-build.lock
install --require-hashes --no-deps --requirement "$lock"
install --no-deps --no-build-isolation --editable .
# Each process of a start would compile what is not compiled yet; uv compiles nothing, pip not our own.
.venv/bin/python -m compileall -qq -j 0 .venv/lib src/kargosha || true  # some packages ship broken examples
scripts/fonts.sh
locks "$wanted" > "$stamp"
