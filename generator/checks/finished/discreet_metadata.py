"""The file says nothing of itself but its neutral title: no author, subject, keywords, program or date.

A phone, a computer and a printer's screen show these beside the file's name, without its being
opened. Only what is expected may stand there, so no list of words is needed. PDF/X asks for dates
and an identity: always the same date, and the edition code.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pikepdf

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("B471", "metadata-tells", "Whoever sees the file in a list reads what it is for.")

#: ISO 15930-7 asks a printer's file for these; they hold no words.
_PRESS = frozenset({"/Trapped", "/CreationDate", "/ModDate"})
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PLAIN = re.compile(r"[0-9]*|PDF/X-4|False|default|x-default|2006-12-01T00:00:00Z|D:20061201000000Z|/False")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """The title is the expected one, in both places, and nothing else is said."""
    wanted = expected.discreet
    if wanted is None:
        return
    info = file.pdf.trailer.get("/Info")
    told = {str(key): str(value) for key, value in info.items()} if isinstance(info, pikepdf.Dictionary) else {}
    said = [(key.lstrip("/"), text) for key, text in told.items()
            if not (key == "/Title" and text in wanted.titles or expected.kind != "screen" and key in _PRESS and _PLAIN.fullmatch(text))]
    said += [one for one in _xmp(file) if one[1] not in wanted.titles and one[1] not in {f"uuid:{title}" for title in wanted.titles}]
    for key, text in dict.fromkeys(said):
        yield CODE.at(expected.path, 0, f"the file says {key} “{text[:60]}”; only the title “{wanted.titles[0][:60]}” is expected.",
                      "Take it out where the file is written; the title is the material's pdf_title.", locale=expected.language)


def _xmp(file: Opened) -> Iterator[tuple[str, str]]:
    """Each word of the XMP packet (ISO 16684-1) that is not a number, a fixed date or a name of its own form."""
    packet = file.pdf.Root.get("/Metadata")
    if not isinstance(packet, pikepdf.Stream):
        return
    try:
        root = ET.fromstring(packet.read_bytes().decode("utf-8-sig", "replace"))
    except ET.ParseError:
        yield "XMP", "what nobody can read"
        return
    for element in root.iter():
        for name, text in ((element.tag, element.text), *element.attrib.items()):
            if not name.endswith("}about") and name != _LANGUAGE and not _PLAIN.fullmatch(text := (text or "").strip()):
                yield name.rpartition("}")[2], text
