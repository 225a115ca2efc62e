#!/bin/sh
# Resolve pyproject.toml anew for every platform and write the hashed lock files, without addresses.
set -eu
cd "$(dirname "$0")/.."
mkdir -p build

if command -v uv >/dev/null; then
    uv=uv
else
    [ -x build/uv/bin/uv ] || { python3 -m venv build/uv && build/uv/bin/pip install --quiet uv; }
    uv=build/uv/bin/uv
fi

export_lock() {
    target=$1
    shift
    "$uv" export --quiet --no-emit-project --no-header --no-annotate --format requirements-txt \
        "$@" > "$target.part"
    mv "$target.part" "$target"
}

export_lock requirements.lock
export_lock requirements-test.lock --extra test --extra statistics
rm -f uv.lock  # it holds addresses

# What builds the project itself, so that nothing unlocked runs while it is installed.
printf '%s\n' 'hatchling>=1.27' editables > build/build.in
"$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-annotate build/build.in > requirements-build.lock.part
mv requirements-build.lock.part requirements-build.lock
