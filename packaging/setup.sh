# shellcheck shell=bash
# Sets up what the program needs and the machine lacks: a virtual environment with the pinned packages, Qt's system libraries.
# Sourced by ../run and ../test, which set `self` (their real path), `failure` (the exit status when it cannot be done) and
# `qt` (yes when this start needs Qt). Nothing here writes to standard output or reads standard input: both are the program's.

# shellcheck disable=SC2154  # set by the two that source this
root=${self%/*}
venv=$root/.venv
python=$venv/bin/python

# What a virtual environment is good for: this folder (it breaks when moved or copied) on this kind of machine.
place=$root$'\n'${BASH_VERSINFO[5]}

# What Qt loads on Debian and its kin, without a display and with one (X11 and Wayland), and for printing.
apt_packages=(libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0
    libwayland-cursor0 libwayland-egl1 libcups2)

say() { printf '%s\n' "$*" >&2; }
# die SENTENCE [OUTPUT]: the end of a command's output is where it says what went wrong.
die() {
    say "$1"
    if [[ -n ${2-} ]]; then tail -n 6 <<<"$2" >&2; fi
    exit "$failure"
}
same() { [[ -r $1 && $(<"$1") == "$2" ]]; }
# Written whole or not at all: other starts read it without a lock.
write() { printf '%s\n' "$2" >"$1.new" && mv -f -- "$1.new" "$1"; }

# set_up FILE…: the packages of these requirement files are there when it returns. All that a later start pays is this
# comparison; the stamp holds the files themselves, so any change of theirs shows.
set_up() {
    local file wanted=$place
    for file; do wanted+=$'\n'$(<"$root/$file"); done
    if [[ -x $python ]] && same "$venv/${!#}.stamp" "$wanted"; then
        if [[ $qt == no || ! -e $venv/qt-missing ]]; then return; fi
    fi
    prepare "$wanted" "$@" 9<"$root" </dev/null >&2
}

# prepare WANTED FILE…: one at a time (descriptor 9 is the project's folder: a lock that leaves no file and dies with us).
prepare() {
    local wanted=$1
    shift
    if command -v flock >/dev/null && ! flock -n 9; then
        say "另一个启动正在准备运行环境，请稍候……"
        flock 9
    fi
    if ! { [[ -x $python ]] && same "$venv/${!#}.stamp" "$wanted"; }; then
        if ! { [[ -x $python ]] && same "$venv/whole" "$place"; }; then make_venv; fi
        install_packages "$@"
        install_libraries
    elif [[ -e $venv/qt-missing ]]; then
        install_libraries                   # perhaps it can be done by now
    fi
}

make_venv() {
    local base output
    [[ -w $root ]] || die "程序所在的文件夹不能写入，无法准备运行环境：$root"
    find_python
    say "正在建立 Python 运行环境（$venv）……"
    output=$(rm -rf -- "$venv" 2>&1 && "$base" -I -m venv "$venv" 2>&1) ||
        die "无法在 $venv 建立 Python 运行环境，请检查该文件夹能否写入、磁盘是否已满。出错信息：" "$output"
    write "$venv/whole" "$place"
}

# Sets base: the real path of a Python that Qt's wheels run on. Its own versioned name, so that an upgrade of the system to
# another Python makes the environment visibly broken instead of empty.
find_python() {
    local name found why=""
    for name in python3 python3.13 python3.12 python3.11; do
        command -v "$name" >/dev/null || continue
        found=$("$name" -I -c 'import os, sys
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(print("Python %d.%d" % sys.version_info[:2]) or 1)
try:
    import ensurepip, venv
except ImportError:
    sys.exit(print("no venv") or 1)
print(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))' 2>/dev/null) && base=$found && return
        why+="${found:+；$name：${found/no venv/缺少 venv 模块}}"
    done
    die "需要 Python 3.11 至 3.13 及其 venv 模块，本机没有${why/；/（}${why:+）}。Debian 系统请先运行：sudo apt-get install python3 python3-venv"
}

# Downloads first: without a network nothing has changed yet, and what ran before still runs. From then on until all is in
# place there is no stamp, so that an interrupted installation is rebuilt, not trusted.
install_packages() {
    local file output stamp=$place wheels=$venv/wheels
    local args=(--quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all:)
    local -A stamps=()
    for file; do
        stamp+=$'\n'$(<"$root/$file")
        stamps[$file]=$stamp
        same "$venv/$file.stamp" "$stamp" || args+=(-r "$root/$file")
    done
    say "正在下载并安装所需的软件包（首次约 100 MB，可能需要几分钟）……"
    output=$("$python" -I -m pip download "${args[@]}" --dest "$wheels" 2>&1) ||
        die "软件包下载失败，请检查网络后重试。pip 的出错信息：" "$output"
    rm -f -- "$venv/whole" "$venv"/*.stamp
    output=$("$python" -I -m pip install "${args[@]}" --no-index --find-links "$wheels" 2>&1) ||
        die "软件包安装失败，请检查磁盘空间后重试。pip 的出错信息：" "$output"
    rm -rf -- "$wheels"
    for file; do write "$venv/$file.stamp" "${stamps[$file]}"; done
    write "$venv/whole" "$place"
}

# The names of the shared libraries that Qt's modules and plugins want and the machine lacks.
missing_libraries() {
    local qt_dir
    for qt_dir in "$venv"/lib/python3.*/site-packages/PySide6; do
        LC_ALL=C ldd "$qt_dir"/Qt{Widgets,PrintSupport,Svg,Test}.abi3.so "$qt_dir"/Qt/plugins/{platforms/libq{offscreen,xcb,wayland-*},xcbglintegrations/*,printsupport/*}.so
    done 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u
}

# Never fatal: the verbs need no Qt. What stays missing is noted, and tried again when the window is wanted.
install_libraries() {
    local missing output="" sudo=() command="apt-get install --no-install-recommends ${apt_packages[*]}"
    missing=$(missing_libraries)
    if [[ -n $missing ]] && command -v apt-get >/dev/null && { ((EUID == 0)) || sudo -n true 2>/dev/null; }; then
        ((EUID == 0)) || sudo=(sudo -n)
        say "正在用 apt-get 安装 Qt 所需的系统库……"
        output=$({ apt install "${apt_packages[@]}" || { apt update && apt install "${apt_packages[@]}"; }; } 2>&1 9<&-)
        missing=$(missing_libraries)
    fi
    rm -f -- "$venv/qt-missing"
    [[ -n $missing ]] || return 0
    printf '%s\n' "$missing" >"$venv/qt-missing"
    [[ -z $output ]] || tail -n 6 <<<"$output"
    if command -v apt-get >/dev/null; then
        say "缺少 Qt 的系统库，窗口可能打不开（命令行功能不受影响）。请运行：sudo $command"
    else
        say "缺少 Qt 的系统库，窗口可能打不开（命令行功能不受影响）。请用本机的软件管理工具安装提供这些文件的软件包：${missing//$'\n'/ }"
    fi
}

# apt VERB…: as root, without questions; waits for another apt-get, and finds what dpkg calls under a user's PATH too.
apt() {
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive PATH="$PATH:/usr/sbin:/sbin" \
        apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}
