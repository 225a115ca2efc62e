#!/bin/sh
# Bring the pages' typeface from npm beside the other static files. Nothing breaks without npm or
# without a network: the pages then use the system's own letters.
set -u
cd "$(dirname "$0")/.."
target=src/kargosha/portal/static/vendor/vazirmatn
package=node_modules/vazirmatn
if [ -f "$target/built-from" ] && cmp -s package-lock.json "$target/built-from"; then
    exit 0
fi
if ! command -v npm >/dev/null; then
    echo "fonts: npm is not here; the pages use the system's letters" >&2
    exit 0
fi
if ! timeout 60 npm ci --silent --ignore-scripts --no-audit --no-fund --fetch-retries=0 2>/dev/null; then
    echo "fonts: npm brought nothing (no network?); the pages use the system's letters" >&2
    exit 0
fi
mkdir -p "$target"
cp "$package/fonts/webfonts/Vazirmatn[wght].woff2" "$target/Vazirmatn.woff2"
cp "$package/OFL.txt" "$target/"
cp package-lock.json "$target/built-from"
