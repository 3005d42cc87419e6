"""The one way in which a file is written: whole or not at all."""

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

from model.errors import UserError

FORBIDDEN = '\\/:*?"<>|'
"""What no file name may contain on one system or another."""

STALE = 3600  # seconds after which a temporary file is nobody's: writing takes less than a second

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # to open what is not there yet
_NAME_LIMIT = 240  # bytes; file systems take 255
_WINDOWS_PATIENCE = 2.5  # seconds for which a virus scanner or Excel may hold the old file
_TEMPORARY = re.compile(r"\..{1,12}\.([0-9]{1,10})-[0-9a-f]{8}\.tmp", re.DOTALL)

_FULL = "磁盘已满。请删除不用的文件后再试，或者另存到别的磁盘"
_QUOTA = "您的磁盘配额已用完。请删除不用的文件后再试，或者另存到别的磁盘"
_DENIED = "没有写入权限，或者文件是只读的。请在文件属性里去掉“只读”，或者另存到自己的文件夹，例如“文档”"
_READ_ONLY = "这个磁盘是只读的。请另存到别的磁盘"
_AWAY = "共享盘或者网络已断开。请接通后再试，或者先另存到本机的文件夹"
_BUSY = "文件正被别的程序使用（例如 Excel、杀毒软件）。请关闭后再试，或者换一个文件名另存"
_BROKEN = "磁盘读写出错。请另存到别的磁盘"
_NO_FOLDER = "文件夹不存在，或者共享盘已断开。请检查位置后再试，或者另存到别处"
_LONG = "文件名太长。请换一个短一些的文件名，或者存到层次少一些的文件夹"
_BAD_NAME = "文件名或者位置里有这个磁盘不能用的字符。请换一个文件名"

_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _QUOTA,
    errno.EFBIG: "文件太大，这个磁盘放不下。请另存到别的磁盘",
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: _READ_ONLY,
    errno.ENOENT: _NO_FOLDER,
    errno.ENOTDIR: "位置中有一段不是文件夹。请换一个位置",
    errno.EISDIR: "这是一个文件夹，不是文件。请换一个文件名",
    errno.ENAMETOOLONG: _LONG,
    errno.EINVAL: _BAD_NAME,
    errno.EILSEQ: _BAD_NAME,
    errno.ELOOP: "这个快捷方式（链接）指向它自己。请换一个位置",
    errno.EIO: _BROKEN,
    errno.EBUSY: _BUSY,
    errno.ETXTBSY: _BUSY,
    errno.EMFILE: "打开的文件太多。请关闭一些程序后再试",
    errno.ENFILE: "打开的文件太多。请关闭一些程序后再试",
    errno.ENOMEM: "内存不够。请关闭一些程序后再试",
}
_REASONS |= {
    getattr(errno, name): _AWAY
    for name in (
        *("ESTALE", "ENOTCONN", "ECONNRESET", "ECONNABORTED", "ECONNREFUSED", "ETIMEDOUT", "EPIPE", "ENODEV"),
        *("EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ENETRESET", "ENXIO", "EREMOTEIO"),
        *("ENOLINK", "ESHUTDOWN", "ENONET", "ECOMM"),
    )
    if hasattr(errno, name)  # each system knows some of them
}

# Windows' own numbers (winerror.h) where errno says too little: it makes EACCES of a file in use, ENOENT of
# a share that is gone and of a name that is too long, EINVAL of most others.
_WINDOWS_REASONS = (
    dict.fromkeys((32, 33, 170, 1224), _BUSY)
    | dict.fromkeys((39, 112), _FULL)
    | dict.fromkeys((1295, 1816), _QUOTA)
    | dict.fromkeys((21, 51, 53, 54, 55, 58, 59, 64, 67, 71, 121, 1167, 1222, 1225, 1231, 1236), _AWAY)
    | dict.fromkeys((123, 161), _BAD_NAME)
    | {15: _NO_FOLDER, 19: _READ_ONLY, 206: _LONG, 223: _REASONS[errno.EFBIG], 1117: _BROKEN}
)

_READING = {
    errno.ENOENT: "没有这个文件，或者共享盘已断开。请检查位置和文件名",
    errno.EACCES: "没有读取权限。请向文件的主人要权限，或者要一份副本",
    errno.EPERM: "没有读取权限。请向文件的主人要权限，或者要一份副本",
    errno.EISDIR: "这是一个文件夹，不是文件。请选择其中的文件",
    errno.EIO: "磁盘上的这个文件读不出来。请打开备份或者别处的副本",
}


def file_name(title: str, ending: str) -> str:
    """A title as the name of a file: without what a name may not contain, and not too long."""
    plain = "".join("_" if c in FORBIDDEN or c < " " else c for c in title).strip() or "年报"
    room = _NAME_LIMIT - len(ending.encode())
    return plain.encode(errors="ignore")[:room].decode(errors="ignore") + ending


def exists(path: Path) -> bool:
    """Whether there is a file or folder; `False` too where the system cannot even look."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


Around = Callable[[Path], AbstractContextManager[object]]


def write_atomic(path: Path, data: bytes, around: Around = nullcontext) -> None:
    """Replaces a file by `data` so that at any moment it is the old one or the new one, whole.

    A temporary file in the same folder is written, synced and renamed over the target, then the folder is
    synced. Symbolic links are followed, group and permissions of an existing file are kept; one that is
    read-only is not replaced. Raises `UserError` that says why and what to do; the old file is then
    untouched. `around` is entered with the target, all links followed, for the moment of the renaming.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        replace(target, data, keeping=True, around=around)
    except (OSError, ValueError) as error:
        kept = "原来的文件没有改动。" if _is_there(path) else ""
        raise UserError(f"无法写入“{path}”：{why(error)}。{kept}") from error


def replace(target: Path, data: bytes, keeping: bool = False, around: Around = nullcontext) -> None:
    """What `write_atomic` does, for a path that is no link and with the system's own errors.

    `keeping` asks the old file whether it may be replaced, and keeps its group and permissions.
    """
    with _temporary(target, data, _stat(target) if keeping else None) as temporary, around(target):
        _rename(temporary, target)
    _sync_folder(target.parent)


def create(target: Path, data: bytes) -> bool:
    """Makes a file with its content in one step; `False`, and nothing is changed, where there is one.

    A file system without links gets the file first and its content then. Raises `OSError`.
    """
    with _temporary(target, data) as temporary:
        try:
            os.link(temporary, target)
            return True
        except FileExistsError:
            # A file server may have done it and lost the answer on its way.
            return os.stat(temporary).st_nlink > 1
        except OSError:
            return _create_in_two_steps(target, data)


def name_again(source: Path, target: Path, limit: int) -> bool:
    """Gives a file a second name, which stays with its content when the first goes to another file.

    No byte is written for that. `False` where the file system, a server or another disk does not do it: the
    target is then a copy of at most `limit` bytes, made by `write_atomic`. Raises `OSError` or `UserError`.
    """
    try:
        os.link(source, target)
        return True
    except OSError:
        write_atomic(target, read_limited(source, limit))
        return False


def sweep(folder: Path) -> int:
    """Removes the temporary files of writers that were killed here; returns how many.

    Only those of our own naming that are older than an hour, by the clock of the machine that keeps the
    folder, and whose process does not run on this machine. Never fails.
    """
    from model.owner import is_running

    swept = 0
    with suppress(OSError):
        found = [
            folder / name
            for name in os.listdir(folder)
            if (parts := _TEMPORARY.fullmatch(name)) and not is_running(int(parts[1]))
        ]
        if found:
            with _temporary(folder / "sweep", b"") as probe:
                now = probe.stat().st_mtime
            for path in found:
                with suppress(OSError):
                    if now - path.lstat().st_mtime > STALE:
                        path.unlink()
                        swept += 1
    return swept


def read_limited(path: Path, limit: int) -> bytes:
    """The content of a file of at most `limit` bytes; `UserError` where that cannot be had."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise UserError(f"无法打开“{path}”：这不是普通文件。请选择年报草稿的文件。")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise UserError(f"无法打开“{path}”：{why(error, reading=True)}。") from error
    if len(data) > limit:
        raise UserError(f"无法打开“{path}”：文件超过{limit // 2**20}MB，不会是年报。请检查是否选错了文件。")
    return data


def why(error: OSError | ValueError, reading: bool = False) -> str:
    """The reason of a failed file operation in Chinese, with what to do.

    A `ValueError` is what Python makes of a name that no file can have.
    """
    if not isinstance(error, OSError):
        return _BAD_NAME
    reason = _WINDOWS_REASONS.get(getattr(error, "winerror", 0) or 0)
    number = error.errno or 0
    reason = reason or (_READING.get(number) if reading else None) or _REASONS.get(number)
    return reason or f"系统报告“{error.strerror or error}”。请换一个位置再试"


@contextmanager
def _temporary(target: Path, data: bytes, old: os.stat_result | None = None) -> Iterator[Path]:
    """A file beside the target that holds the data and is synced; what was not renamed is removed again.

    Every step is a call of the system, so that tests can make each of them fail.
    """
    path = target.with_name(f".{target.name[:12]}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    descriptor = os.open(path, _NEW, 0o666)
    try:
        try:
            if old is not None:
                _take_after(path, target, old)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)  # a file server may refuse the data as late as this
        yield path
    finally:
        with suppress(OSError):
            os.unlink(path)


def _take_after(path: Path, target: Path, old: os.stat_result) -> None:
    """Gives a file group and permissions of the one that it is to replace, before it holds anything."""
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    new = os.stat(path)
    if new.st_gid != old.st_gid:
        with suppress(OSError):  # only a member of the group may do that
            os.chown(path, -1, old.st_gid)
    if stat.S_IMODE(new.st_mode) != stat.S_IMODE(old.st_mode):
        os.chmod(path, stat.S_IMODE(old.st_mode))


def _create_in_two_steps(target: Path, data: bytes) -> bool:
    try:
        descriptor = os.open(target, _NEW, 0o666)
    except FileExistsError:
        return False
    try:
        try:
            os.write(descriptor, data)
        finally:
            os.close(descriptor)
    except OSError:
        os.unlink(target)
        raise
    return True


def _rename(source: Path, target: Path) -> None:
    deadline = time.monotonic() + _WINDOWS_PATIENCE
    while True:
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if sys.platform != "win32" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _is_there(path: Path) -> bool:
    try:
        return os.path.lexists(os.path.realpath(path))
    except (OSError, ValueError):
        return False


def _sync_folder(folder: Path) -> None:
    """Makes the renaming itself survive a power cut, where the system lets a folder be synced."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
