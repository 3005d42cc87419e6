"""Ways to damage a file: byte by byte, and with an eye for what it is made of. All by one seeded source."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

Mutation = Callable[[Random, bytes], bytes]

_LONG = 10**6  # characters of what is far too long

_TOKENS: tuple[str, ...] = (
    *("null", "true", "false", "-1", "0", "1", "-0.0", "1.5", "1e3", "1e400", "-1e400", "5e-324"),
    *("NaN", "Infinity", "-Infinity", "2101", "2007", "999999999999", "1000000000000", str(2**63)),
    *("9" * 5_000, "-" + "9" * 5_000, "0." + "9" * 5_000, "1e" + "9" * 400),
    *('""', '" "', '"\\n"', '"\\u0000"', '"\\u001f"', '"\\ud800"', '"\\udfff\\ud800"', '"\\ufffe"'),
    *('"\x7f"', '"\u2028"', '"\u202e"', '"\U0001f600"', '"e\u0301"', '"－１"', '"1,234"', '"1.2345678"'),
    *('"../../etc/passwd"', '"/dev/zero"', '"%00"', '"CON"', '"{=year}"', '"{={=year}}"', '"{=' + "x" * 300),
    *('"{=agency}{=agency}{=applications/refused/total}"', '"2021"', '"2026-02-30T25:61:00Z"'),
    *("[]", "{}", "[[]]", "[null]", '{"": 0}', '{"a": 1, "a": 2}', '"', "\\", "[" * 90 + "]" * 90),
    *("[" * 5_000, '{"a":' * 5_000, "[" * 200_000 + "]" * 200_000, "[0" + ",0" * 200_000 + "]"),
    "{" + ",".join(f'"k{number}":{number}' for number in range(100_000)) + "}",
    *(f'"{"局" * _LONG}"', f'"{"a" * _LONG}"', f'"{"（一）共件，占%" * 5_000}"', f'"{"1" * 50_000}"'),
    *('"' + mark * 20_000 + '"' for mark in ("\\n", "　", "，", "《", "XX", "{=", "12件")),
)
"""What may stand in the place of a value of JSON, as it is written in the file."""

_NUMBERS = (
    b"-1",
    b"0",
    b"1e308",
    b"99999999999999999999",
    b"4294967296",
    b"NaN",
    b"",
    b"\xc2\xb2",
    b"A1:XFD1048576",
)
_XML = (
    *(b"<", b"&#0;", b"&amp;" * 1_000, b"&undefined;", b"]]>", b"<!--", b"<?xml version='1.0'?>", b"\x00"),
    *(
        b"<!DOCTYPE x [<!ENTITY a 'ha'>]>",
        b"<a>" * 2_000,
        "局".encode() * 20_000,
        "\ud800".encode(errors="surrogatepass"),
    ),
    *(b"<row r='1'><c r='A1' t='s'><v>-1</v></c></row>", b"<mergeCell ref='A1:B2'/>" * 50),
    *(b"<c r='A1' t='inlineStr'><is><t>1</t></is></c>", b"<c><f>SUM(A1:XFD1048576)</f></c>", b"<f>A1+</f>"),
)


def damage_bytes(random: Random, data: bytes) -> bytes:
    """Some bytes changed, cut out, put in, repeated or cut off."""
    for _ in range(random.choice((1, 1, 2, 5, 30))):
        at = random.randrange(len(data) + 1)
        end = min(len(data), at + random.choice((1, 2, 10, 200)))
        match random.randrange(6):
            case 0:
                data = data[:at] + random.randbytes(end - at) + data[end:]
            case 1:
                data = data[:at] + data[end:]
            case 2:
                data = data[:at] + random.randbytes(random.choice((1, 3, 50))) + data[at:]
            case 3:
                data = data[:end] + data[at:end] * random.choice((1, 3, 500)) + data[end:]
            case 4:
                data = data[: random.randrange(len(data) + 1)] if random.random() < 0.3 else data
            case 5 if data and at < len(data):
                data = data[:at] + bytes((data[at] ^ 1 << random.randrange(8),)) + data[at + 1 :]
    return data


def damage_lines(random: Random, data: bytes) -> bytes:
    """Lines left out, doubled, moved: what an indented JSON file has on each is a key with its value."""
    lines = data.split(b"\n")
    for _ in range(random.choice((1, 1, 3))):
        one, other = random.randrange(len(lines)), random.randrange(len(lines))
        match random.randrange(4):
            case 0 if len(lines) > 1:
                del lines[one]
            case 1:
                lines.insert(one, lines[one])
            case 2:
                lines.insert(other, lines[one])
            case _:
                lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def damage_json(random: Random, data: bytes) -> bytes:
    """A value replaced by another or by what no reader expects, a key renamed, a part moved elsewhere."""
    document = json.loads(data)
    raw: dict[str, str] = {}
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        places = list(_places(document))
        if not places:
            break
        holder, key = random.choice(places)
        match random.randrange(8):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[random.choice([_name(random), *(str(k) for _, k in places)])] = holder.pop(key)
            case 2:
                source, where = random.choice(places)
                holder[key] = json.loads(json.dumps(source[where]))
            case 3 if isinstance(holder, dict):
                holder[_name(random)] = holder[key]
            case _:
                mark = f"\ue000{len(raw)}\ue001"
                raw[json.dumps(mark, ensure_ascii=False)] = random.choice(_TOKENS)
                holder[key] = mark
    text = json.dumps(document, ensure_ascii=False, indent=random.choice((None, 2)))
    for mark, token in raw.items():
        text = text.replace(mark, token)
    return text.encode(errors="surrogatepass")


def damage_head(random: Random, data: bytes) -> bytes:
    """JSON on the first line, and what stands below it: one of them damaged."""
    line, _, rest = data.partition(b"\n")
    if random.random() < 0.5:
        return damage_json(random, line).replace(b"\n", b" ") + b"\n" + rest
    return line + b"\n" + damage_json(random, rest)


def damage_archive(random: Random, data: bytes) -> bytes:
    """A zip archive of XML, packed again with parts whose numbers, tags or texts are changed."""
    with ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(random.choice((1, 1, 2))):
        name = random.choice(list(parts))
        match random.randrange(6):
            case 0:
                del parts[name]
                if not parts:
                    break
            case 1:
                parts[name] = damage_bytes(random, parts[name])
            case 2:
                parts[name] = _at(random, parts[name], rb">", lambda found: found + random.choice(_XML))
            case 3:
                parts[name] = _at(random, parts[name], rb"<[^<>]*>", lambda _: b"")
            case 4:
                parts[name] = _at(random, parts[name], rb"<(\w+)[^<>]*>.*?</\1>", lambda found: found * 2)
            case _:
                parts[name] = _at(random, parts[name], rb"[0-9]+", lambda _: random.choice(_NUMBERS))
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def _at(random: Random, data: bytes, pattern: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """One place that fits a pattern, changed."""
    found = list(re.finditer(pattern, data, re.DOTALL))
    if not found:
        return data
    place = random.choice(found)
    return data[: place.start()] + change(place[0]) + data[place.end() :]


def _name(random: Random) -> str:
    return random.choice(
        ("", "x", "局" * 100, "a/b/c", "\x00", "version", "form", "last_year", "extra", "é" * 5_000)
    )


def _places(document: object) -> list[tuple[Any, Any]]:
    """Where values stand in a JSON document: the object or list that holds them, and their key."""
    found: list[tuple[Any, Any]] = []
    waiting = [document]
    while waiting:
        match waiting.pop():
            case dict() as holder:
                keys: list[Any] = list(holder)
            case list() as holder:
                keys = list(range(len(holder)))
            case _:
                continue
        found += [(holder, key) for key in keys]
        waiting += [holder[key] for key in keys]
    return found
