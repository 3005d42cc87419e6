"""The one way in which a file is written: whole or not at all."""

import contextlib
import errno
import os
import stat
import sys
import time
from pathlib import Path

from model.errors import UserError

_WINDOWS_PATIENCE = 2.5  # seconds for which a virus scanner or Excel may hold the old file
_REASONS = {
    errno.ENOSPC: "磁盘已满。请删除不用的文件后再试，或者另存到别的磁盘",
    errno.EDQUOT: "您的磁盘配额已用完。请删除不用的文件后再试，或者另存到别的磁盘",
    errno.EACCES: "没有写入权限。请另存到自己的文件夹，例如“文档”",
    errno.EPERM: "没有写入权限。请另存到自己的文件夹，例如“文档”",
    errno.EROFS: "这个磁盘是只读的。请另存到别的磁盘",
    errno.ENOENT: "文件夹不存在，或者共享盘已断开。请检查位置后再试，或者另存到别处",
    errno.ENOTDIR: "位置中有一段不是文件夹。请换一个位置",
    errno.EISDIR: "这是一个文件夹，不是文件。请换一个文件名",
    errno.ENAMETOOLONG: "文件名太长。请换一个短一些的文件名",
    errno.EIO: "磁盘读写出错。请另存到别的磁盘",
}

_READING = {
    errno.ENOENT: "没有这个文件，或者共享盘已断开。请检查位置和文件名",
    errno.EACCES: "没有读取权限。请向文件的主人要权限，或者要一份副本",
    errno.EISDIR: "这是一个文件夹，不是文件。请选择其中的文件",
}

FORBIDDEN = '\\/:*?"<>|'
"""What no file name may contain on one system or another."""

_NAME_LIMIT = 240  # bytes; file systems take 255, and a temporary name is a little longer


def file_name(title: str, ending: str) -> str:
    """A title as the name of a file: without what a name may not contain, and not too long."""
    plain = "".join("_" if c in FORBIDDEN or c < " " else c for c in title).strip() or "年报"
    room = _NAME_LIMIT - len(ending.encode())
    return plain.encode()[:room].decode(errors="ignore") + ending


def exists(path: Path) -> bool:
    """Whether there is a file or folder; `False` too where the system cannot even look."""
    try:
        return path.exists()
    except OSError:
        return False


def write_atomic(path: Path, data: bytes) -> None:
    """Replaces a file by `data` so that at any moment it is the old one or the new one, whole.

    A temporary file in the same folder is written, synced and renamed over the target, then the folder is
    synced. Symbolic links are followed and the permissions of an existing file are kept. Raises
    `UserError` that says why and what to do; the old file is then untouched.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:12]}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        descriptor = os.open(
            temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
        )
        try:
            with open(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileNotFoundError):
                os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
            _replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)
    except OSError as error:
        kept = "原来的文件没有改动。" if os.path.lexists(target) else ""
        raise UserError(f"无法写入“{path}”：{why(error)}。{kept}") from error


def read_limited(path: Path, limit: int) -> bytes:
    """The content of a file of at most `limit` bytes; `UserError` where that cannot be had."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise UserError(f"无法打开“{path}”：这不是普通文件。请选择年报草稿的文件。")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        reason = _READING.get(error.errno or 0) or why(error)
        raise UserError(f"无法打开“{path}”：{reason}。") from error
    if len(data) > limit:
        raise UserError(f"无法打开“{path}”：文件超过{limit // 2**20}MB，不会是年报。请检查是否选错了文件。")
    return data


def why(error: OSError) -> str:
    """The reason of a failed file operation in Chinese, with what to do."""
    if error.errno in _REASONS:
        return _REASONS[error.errno]
    return f"系统报告“{error.strerror or error}”。请换一个位置再试"


def _replace(source: Path, target: Path) -> None:
    deadline = time.monotonic() + _WINDOWS_PATIENCE
    while True:
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if sys.platform != "win32" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _sync_folder(folder: Path) -> None:
    """Makes the renaming itself survive a power cut, where the system lets a folder be synced."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
