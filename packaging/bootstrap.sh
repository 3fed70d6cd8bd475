#!/usr/bin/env bash
# Makes the private .venv that `make demo` and `make test` use, on a bare Debian 12 or Ubuntu too.
#   packaging/bootstrap.sh run   what the program needs
#   packaging/bootstrap.sh dev   the same, and the checkers and test tools
# Exit 0: ready. Exit 3: something of the surroundings is missing; one sentence says what and how to get it.
set -euo pipefail
cd "$(dirname "$0")/.."

mode="${1:-run}"
case "$mode" in
run) locks=(requirements-build.lock requirements.lock) ;;
dev) locks=(requirements-build.lock requirements-dev.lock) ;;
*)
    echo "usage: packaging/bootstrap.sh run|dev" >&2
    exit 2
    ;;
esac
venv="$PWD/.venv"

stop() { # English sentence, Chinese sentence
    printf '\n%s\n%s\n' "$1" "$2" >&2
    exit 3
}

# ------------------------------------------------------------------ what the system must have

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
        if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
}

has_library() { # soname
    grep -q -F "$1" <<<"$libraries"
}

# Each line: what is looked for, and the Debian package that brings it.
qt_needs="libGL.so.1 libgl1
libEGL.so.1 libegl1
libxkbcommon.so.0 libxkbcommon0
libglib-2.0.so.0 libglib2.0-0
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1"
window_needs="libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-shape.so.0 libxcb-shape0"

missing_packages() {
    local what package needs="$qt_needs"
    # The window's own libraries matter where a window can open; root installs them anyway, they are small.
    if [ -n "${DISPLAY:-}" ] || [ "$(id -u)" = 0 ]; then
        needs="$needs
$window_needs"
    fi
    libraries="$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)"
    while read -r what package; do
        has_library "$what" || echo "$package"
    done <<<"$needs"
    command -v pdfsig >/dev/null 2>&1 || echo poppler-utils
    command -v qpdf >/dev/null 2>&1 || echo qpdf
    local python
    python="$(find_python)"
    if [ -z "$python" ]; then
        printf '%s\n' python3 python3-venv
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    fi
    [ -e /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
}

apt_name() { # Ubuntu 24.04 and Debian 13 renamed some libraries (libglib2.0-0t64)
    if apt-cache show "${1}t64" >/dev/null 2>&1; then echo "${1}t64"; else echo "$1"; fi
}

prepare_system() {
    local packages package names=()
    packages="$(missing_packages)"
    [ -n "$packages" ] || return 0
    local line="${packages//$'\n'/ }"
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        stop "These system packages are missing; ask an administrator to run:  apt-get install $line" \
            "缺少下列系统组件，程序无法运行。请管理员执行：apt-get install $line"
    fi
    echo "Installing system packages: $line"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || true
    for package in $packages; do names+=("$(apt_name "$package")"); done
    apt-get install -y -qq --no-install-recommends "${names[@]}" >/dev/null ||
        stop "apt-get could not install: ${names[*]}. Check the network and the package sources, then try again." \
            "系统组件安装失败：${names[*]}。请检查网络和软件源后重试。"
    packages="$(missing_packages)"
    line="${packages//$'\n'/ }"
    [ -z "$packages" ] ||
        stop "Still missing after apt-get: $line. Python 3.11 or newer is needed (Debian 12, Ubuntu 24.04)." \
            "安装后仍缺少：$line。需要 Python 3.11 或更高版本（Debian 12、Ubuntu 24.04）。"
}

# A token in software, for the tests of signing with a UKey; without it those tests are skipped and say so.
prepare_token() {
    command -v softhsm2-util >/dev/null 2>&1 && return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends softhsm2 >/dev/null 2>&1 && return 0
    fi
    echo "softhsm2 is not installed; the tests of signing with a token will be skipped."
}

# ------------------------------------------------------------------------- the private .venv

fingerprint() {
    cat "${locks[@]}" pyproject.toml <(echo "$PWD") <("$venv/bin/python" -V) | sha256sum | cut -d' ' -f1
}

is_ready() { # mode
    [ -x "$venv/bin/python" ] && [ -f "$venv/.ready-$1" ] || return 1
    local locks=(requirements-build.lock requirements.lock)
    if [ "$1" = dev ]; then locks=(requirements-build.lock requirements-dev.lock); fi
    [ "$(cat "$venv/.ready-$1")" = "$(fingerprint)" ]
}

install() {
    local python
    python="$(find_python)"
    rm -f "$venv/.ready-run" "$venv/.ready-dev"
    if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        echo "Making .venv with $("$python" -V)"
        "$python" -m venv --clear "$venv"
    fi
    local pip=("$venv/bin/python" -m pip --disable-pip-version-check --quiet --no-input)
    local lock
    for lock in "${locks[@]}"; do
        echo "Installing $lock"
        "${pip[@]}" install --require-hashes --only-binary :all: -r "$lock" ||
            stop "The locked Python packages could not be installed. Check the network and free disk space, then try again." \
                "Python 组件安装失败。请检查网络和磁盘空间后重试。"
    done
    "${pip[@]}" install --no-deps --no-build-isolation --editable .
    # Without byte code every start takes twice as long; some machines forbid Python to write it as it runs.
    "$venv/bin/python" -m compileall -q -j 0 "$venv/lib" >/dev/null || true
    fingerprint >"$venv/.ready-$mode"
}

prepare_system
if [ "$mode" = dev ]; then prepare_token; fi
if [ "$mode" = run ] && is_ready dev; then :; elif is_ready "$mode"; then :; else install; fi
"$venv/bin/python" -m compileall -q consult_desk ui
