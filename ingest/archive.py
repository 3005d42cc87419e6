"""Office files are zip archives of XML: looked over before any library opens them.

Nothing is unpacked or parsed here; what could exhaust the memory or pull in other files is refused.
"""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from xml.parsers import expat

from model.errors import UserError
from model.files import read_limited

FILE_LIMIT = 20 * 2**20  # bytes
UNPACKED_LIMIT = 200 * 2**20  # bytes, of all parts; zipfile unpacks no more of a part than is declared
PART_LIMIT = 8 * 2**20  # bytes, of a part that is no worksheet or picture: a library reads it whole
PARTS_LIMIT = 2000
TAGS_LIMIT = 200_000  # of such a part; a library makes an object of each

_BULKY = ("xl/worksheets/", "xl/media/", "word/media/", "Pictures/")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how files of Office 97–2003 begin, and encrypted ones
_BEGINNING = 65536  # bytes
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What zipfile raises at an archive that is cut short, altered or made by something else."""


class _RootReached(Exception):
    """The first element of a document has begun: what comes now can declare no entities."""


def read_archive(path: Path, kind: str, suffix: str) -> BytesIO:
    """The bytes of an Office file that is safe to open; `kind` is what people call it.

    Raises `UserError` where the file cannot be read, is too large, damaged, protected by a password, of
    another kind, or made to exhaust the memory.
    """
    data = read_limited(path, FILE_LIMIT)

    def refuse(reason: str) -> UserError:
        return UserError(f"无法读取“{path}”：{reason}。")

    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise refuse("文件设了打开密码。请打开后去掉密码（文件→信息→保护）并保存，再试一次")
        raise refuse(f"这是旧版格式的文件，只是文件名以{suffix}结尾。请打开后另存为{kind}（{suffix}）再试")
    if not data:
        raise refuse("文件是空的。请检查是否复制完整，或者重新要一份")
    if not data.startswith(b"PK"):
        raise refuse(f"不是{kind}。请检查是否选错了文件，或者用表格程序打开后另存为{suffix}再试")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if reason := _objection(archive):
                raise refuse(reason)
    except DAMAGED:
        raise refuse("文件不完整或者已经损坏。请重新复制、下载，或者打开后另存一份再试") from None
    return BytesIO(data)


def _objection(archive: zipfile.ZipFile) -> str:
    """Why an archive is not opened; empty where nothing speaks against it."""
    parts = archive.infolist()
    if len(parts) > PARTS_LIMIT:
        return f"里面有{len(parts)}个部分，不会是年报。请检查是否选错了文件"
    size = sum(part.file_size for part in parts)
    if size > UNPACKED_LIMIT:
        return f"解开后有{size // 2**20}MB，不会是年报。请检查是否选错了文件，或者删去图片和多余的工作表再试"
    for part in parts:
        if part.flag_bits & 1:
            return "里面的内容加了密码。请去掉密码再试"
        if part.file_size > PART_LIMIT and not part.filename.startswith(_BULKY):
            return f"里面的“{part.filename[:60]}”太大，不会是年报。请检查是否选错了文件"
        if not part.filename.startswith(_BULKY) and archive.read(part).count(b"<") > TAGS_LIMIT:
            return (
                f"里面的“{part.filename[:60]}”内容太多，不会是年报。"
                "请检查是否选错了文件，或者把表复制到新的工作簿再试"
            )
        if _declares_a_type(archive, part):
            return (
                f"里面的“{part.filename[:60]}”含有文档类型声明，可能有害，因此没有打开。请打开后另存一份再试"
            )
    return ""


def _declares_a_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part is XML with a DOCTYPE, which could define entities that expand without end."""
    found = False

    def declared(*_: object) -> None:
        nonlocal found
        found = True
        raise _RootReached

    def started(*_: object) -> None:
        raise _RootReached

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = started
    try:
        with archive.open(part) as stream:
            parser.ParseFile(stream)
    except _RootReached:
        pass
    except (expat.ExpatError, LookupError):  # no XML, or of an encoding that another parser may know
        with archive.open(part) as stream:
            found = b"<!DOCTYPE" in stream.read(_BEGINNING)
    return found
