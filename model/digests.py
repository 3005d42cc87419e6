"""Fingerprints of contents, without OpenSSL: `hashlib` loads it, 3 MB and 3 ms of every start.

What has to be the same years later (a 校验码, the folder of a draft's versions) is made by SHA-256 instead.
"""

from _blake2 import blake2b  # hashlib's own, from where it takes it
from typing import BinaryIO

_SIZE = 32  # bytes of a fingerprint
_PART = 1 << 16  # bytes that are read at a time


def digest(data: bytes) -> str:
    """The fingerprint of a content: its BLAKE2b in 64 hexadecimal digits."""
    return blake2b(data, digest_size=_SIZE).hexdigest()


def file_digest(file: BinaryIO) -> str:
    """The fingerprint of what is left to read of a file, however large it is."""
    whole = blake2b(digest_size=_SIZE)
    while part := file.read(_PART):
        whole.update(part)
    return whole.hexdigest()
