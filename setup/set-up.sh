#!/bin/sh
# Makes this computer ready: the system packages, then the Python environment in .venv.
# When nothing is to be done it says nothing, changes nothing and needs no network.
# Ends with 3, and one sentence, when this computer lacks something.
set -eu
cd "$(dirname -- "$0")/.."
export LC_ALL=C

stamp=.venv/set-up.stamp
profile=.venv/share/color/fogra39l.icc # what press files name as their output intent
log=.set-up.log

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 3; }

on_debian() { command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; }

# Prints the packages of the list that are not (or only half) installed.
missing_packages() {
    wanted=$(sed 's/#.*//' setup/system-packages.txt)
    # shellcheck disable=SC2086 # one word per package
    found=$(dpkg-query -W -f '${db:Status-Status}:${Package} ' $wanted 2>/dev/null || true)
    missing=
    for package in $wanted; do
        case " $found" in
        *" installed:$package "*) ;;
        *) missing="$missing $package" ;;
        esac
    done
    echo "${missing# }"
}

# What a good environment was made from: the lock, the Python and the kind of computer.
fingerprint() {
    if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi
    hash=$($sum <setup/requirements.lock)
    version=$("$1" -IS -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true)
    echo "${hash%% *} python$version $(uname -m)"
}

environment_is_good() {
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint .venv/bin/python)" ]
}

everything_is_ready() {
    if on_debian && [ -n "$(missing_packages)" ]; then return 1; fi
    environment_is_good && [ -f "$profile" ]
}

# The system's own Python first: another one on the PATH may lack half its parts.
find_python() {
    for candidate in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -I -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

install_packages() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        stop "This computer lacks some programs: please run 'sudo apt install $missing', then the same command again."
    fi
    say "Setting up: installing these system packages, once only: $missing"
    apt_get() {
        # shellcheck disable=SC2086 # as_root is no word or two
        $as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get \
            -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 \
            -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 "$@" </dev/null >>"$log" 2>&1
    }
    # An interrupted run leaves packages unpacked but not configured; finish those first.
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive dpkg --configure -a </dev/null >>"$log" 2>&1 || true
    # The update may fail for a source that we do not need; the install decides.
    apt_get update || true
    # --no-remove: never at the price of something that this computer already has.
    # shellcheck disable=SC2086
    if ! apt_get install -y --no-install-recommends --no-remove --fix-broken $missing || [ -n "$(missing_packages)" ]; then
        stop "The system packages could not be installed (details: $log): please check the network connection, then run the same command again."
    fi
}

# On other systems we install nothing; we look, and say what is missing.
check_other_system() {
    lacking=
    lacks() { lacking="$lacking${lacking:+, }$1"; }
    python=$(find_python)
    if [ -z "$python" ]; then
        lacks 'Python 3.11 or newer'
    else
        for library in pango-1.0 pangoft2-1.0 harfbuzz-subset; do
            "$python" -I -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "lib$library.so.0" 2>/dev/null ||
                "$python" -I -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "lib$library.dylib" 2>/dev/null ||
                lacks "the library $library"
        done
    fi
    command -v msgmerge >/dev/null || lacks 'GNU gettext (msgmerge)'
    command -v colprof >/dev/null || lacks 'Argyll (colprof)'
    [ -f /usr/share/color/icc/FOGRA39L.ti3 ] || lacks 'the FOGRA39L measurement data in /usr/share/color/icc'
    fonts=$(fc-list : family 2>/dev/null || true)
    case $fonts in *'Noto Sans'*) ;; *) lacks 'the Noto fonts' ;; esac
    case $fonts in *'Noto Sans CJK'*) ;; *) lacks 'the Noto CJK fonts' ;; esac
    [ -z "$lacking" ] || stop "This computer lacks $lacking: please install that, then run the same command again."
}

# Made under another name and renamed when finished, so .venv is never half made.
make_environment() {
    python=$(find_python)
    [ -n "$python" ] || stop "This computer has no Python 3.11 or newer: please install one, then run the same command again."
    say "Setting up: making the Python environment in .venv, once only; this takes about a minute."
    new=.venv-unfinished
    rm -rf "$new" .venv-old
    # PIP_USER=0: a machine that sets it to 1 would make pip refuse. No cache: HOME may be read-only.
    if ! {
        "$python" -I -m venv "$new" &&
            PIP_USER=0 "$new/bin/python" -I -m pip install --quiet --require-hashes --only-binary :all: \
                --no-cache-dir --disable-pip-version-check --no-input --retries 2 \
                -r setup/requirements.lock
    } </dev/null >>"$log" 2>&1; then
        rm -rf "$new"
        stop "The Python packages could not be installed (details: $log): please check the network connection, then run the same command again."
    fi
    # The scripts in bin/ hold the name they were made under.
    for script in "$new"/bin/*; do
        if [ ! -L "$script" ] && grep -qIF "$new" "$script"; then
            sed "s/\\$new/.venv/g" "$script" >"$new/script"
            cat "$new/script" >"$script" # keeps the file's permissions
            rm "$new/script"
        fi
    done
    fingerprint "$new/bin/python" >"$new/set-up.stamp"
    if [ -e .venv ] || [ -L .venv ]; then mv .venv .venv-old; fi
    mv "$new" .venv
    rm -rf .venv-old
}

make_profile() {
    say "Setting up: making the colour profile for press files, once only; this takes some seconds."
    .venv/bin/python -I setup/make-profile.py "$profile" </dev/null >>"$log" 2>&1 ||
        stop "The colour profile could not be made (details: $log): please check that there is room on the disk, then run the same command again."
}

if everything_is_ready; then exit 0; fi

# Two runs at the same time: the second waits for the first, then finds everything ready.
if command -v flock >/dev/null; then
    exec 9<setup
    flock 9
    if everything_is_ready; then exit 0; fi
fi

: >"$log"
if on_debian; then install_packages; else check_other_system; fi
environment_is_good || make_environment
[ -f "$profile" ] || make_profile
rm -f "$log"
say "Setting up: finished."
