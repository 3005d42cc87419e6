"""JSON from outside, read strictly and within limits: what two readers could take otherwise is refused."""

import json
import math
import re

_CHARACTERS = 12_000_000  # more than all the texts of two years may have
_MARKS = 1_000_000  # quotation marks, and signs between them; a draft with last year's report has some 2,000
_DEEPEST = 100  # levels; a draft has five
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)  # the last may lack its end


class NotStrict(Exception):
    """The bytes are no JSON, or not such as is taken; the message is a part of a Chinese sentence."""


def parse(data: bytes) -> object:
    """What the bytes say; raises `NotStrict`."""
    _look_over(data)
    try:
        text = data.decode("utf-8-sig")  # Notepad puts a mark before what it saves
    except UnicodeDecodeError as error:
        if error.end >= len(data):
            raise NotStrict("文件不完整，最后一个字断开了") from None
        raise NotStrict("文件不是年报草稿（应为 UTF-8 编码的文本）") from None
    if len(text) > _CHARACTERS:
        raise NotStrict("文件里的字太多，不是年报草稿")
    try:
        document: object = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_constant, parse_float=_finite
        )
        if "\\u" in text:  # an escape such as \ud800 gives what no file can hold
            json.dumps(document, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise NotStrict(
            f"文件不完整，或者不是年报草稿（第{error.lineno}行第{error.colno}个字符处读不懂）"
        ) from None
    except UnicodeEncodeError:
        raise NotStrict("文件里有不成字的编码") from None
    except ValueError:
        raise NotStrict("文件里有一个数字长得离谱，不是年报草稿") from None
    return document


def quoted(key: str) -> str:
    """A key of the file in quotation marks, for a message."""
    return f"“{shortened(key, 80)}”"


def shortened(text: str, length: int) -> str:
    """The beginning of what stands in the file, without what would upset a terminal."""
    return "".join(c if c.isprintable() else "?" for c in text[:length])


def _look_over(data: bytes) -> None:
    """Refuses, before anything is built from it, what would take too much memory or too deep a recursion."""
    if data.count(b'"') > _MARKS:
        raise NotStrict("文件里的项目太多，不是年报草稿")
    bare = _STRING.sub(b"", data)
    if sum(map(bare.count, (b"[", b"]", b"{", b"}", b",", b":"))) > _MARKS:
        raise NotStrict("文件里的项目太多，不是年报草稿")
    depth = 0
    for bracket in re.findall(rb"[][{}]", bare):
        depth += 1 if bracket in b"[{" else -1
        if depth > _DEEPEST:
            raise NotStrict("文件的层次太多，不是年报草稿")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise NotStrict(f"{quoted(key)}出现了两次，每一项只应出现一次")
        found[key] = value
    return found


def _constant(word: str) -> object:
    raise NotStrict(f"“{word}”不是数字")


def _finite(word: str) -> float:
    if math.isinf(number := float(word)):
        raise ValueError
    return number
