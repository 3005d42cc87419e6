"""Fingerprints of contents, without OpenSSL: `hashlib` loads it, 3 MB and 3 ms of every start."""

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:  # CPython's own module, which its `random` takes for the same reason; so named from 3.12 on
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256

_PART = 1 << 16  # bytes that are read at a time


def digest(data: bytes) -> str:
    """The fingerprint of a content: its SHA-256 in 64 hexadecimal digits."""
    return sha256(data).hexdigest()


def file_digest(file: BinaryIO) -> str:
    """The fingerprint of what is left to read of a file, however large it is."""
    whole = sha256()
    while part := file.read(_PART):
        whole.update(part)
    return whole.hexdigest()
