#!/bin/sh
# Renews setup/requirements.lock from pyproject.toml: the newest versions, each with its hashes.
# The tool for it lives in a throwaway environment and is not part of .venv.
set -eu
cd "$(dirname -- "$0")/.."

stop() { printf '%s\n' "$*" >&2; exit 3; }

# The oldest Python that we support, or the lock may hold packages that it cannot use.
for python in /usr/bin/python3 python3.11 ''; do
    [ -n "$python" ] || stop "The lock is made with Python 3.11: please install that, then run the same command again."
    if "$python" -I -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then break; fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "Looking up the newest packages; this takes about two minutes." >&2
# No addresses in the lock: each machine uses its own settings for where packages come from.
if ! {
    "$python" -I -m venv "$work/venv" &&
        PIP_USER=0 "$work/venv/bin/python" -I -m pip install --quiet --disable-pip-version-check pip-tools &&
        "$work/venv/bin/pip-compile" --quiet --no-config --upgrade --generate-hashes \
            --extra test --strip-extras --no-header --annotation-style line \
            --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
            --output-file "$work/requirements.lock" pyproject.toml
} >"$work/log" 2>&1; then
    tail -n 20 "$work/log" >&2
    stop "The lock could not be renewed and stays as it was: please check the network connection and pyproject.toml, then run the same command again."
fi

{
    echo "# Every Python package, with the hashes of its files. Made by 'make lock' from pyproject.toml,"
    echo "# with Python 3.11; do not edit."
    echo
    cat "$work/requirements.lock"
} >setup/requirements.lock.new
mv setup/requirements.lock.new setup/requirements.lock
echo "Wrote setup/requirements.lock; please run 'make test' before you commit it." >&2
