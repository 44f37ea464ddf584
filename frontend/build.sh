#!/bin/sh
# Rebuilds static/cx.css. Needs Node 20 or later and npm; nothing else in the project does.
set -eu
cd "$(dirname "$0")"
[ -d node_modules ] && [ node_modules -nt package-lock.json ] || npm ci --ignore-scripts
node build.mjs
