"""Floor 1. A drawing (SVG) is shapes and nothing else: what is not on the short list here is refused.

The typesetter would fetch what a drawing refers to, draw nothing of one that is broken and
say nothing, and never come back from one that repeats itself a million times. A browser
would run its script.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from generator.limits import DRAWING_DEPTH, DRAWING_ELEMENTS
from generator.problem import Code, Problem, error

BROKEN = error("C335", "drawing-broken", "a drawing that cannot be read leaves a hole on the page, and nobody is told")
NOT_SHAPES = error("C336", "drawing-not-shapes", "what is not a shape may fetch a file, run in a browser, or change with each machine")
HEAVY = error("C337", "drawing-too-heavy", "a drawing of a million parts holds every page up that shows it")

NAMESPACE = "http://www.w3.org/2000/svg"
_SHAPES = frozenset({"path", "circle", "ellipse", "rect", "line", "polyline", "polygon"})
_ELEMENTS = _SHAPES | {"svg", "g", "title", "desc"}
_NUMBERS = frozenset("width height x y x1 y1 x2 y2 cx cy r rx ry opacity fill-opacity stroke-opacity stroke-width stroke-miterlimit".split())
_NUMBER = re.compile(r"-?(?:\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})(?:px|%)?")
_PAINT = re.compile(r"none|currentColor|#[0-9A-Fa-f]{3}(?:[0-9A-Fa-f]{3})?|[a-z]{3,24}")
_LIST = re.compile(r"[-+0-9eE., \t\r\n]{1,60000}")
_VALUES = {
    "viewBox": re.compile(r"\s*-?[\d.]{1,9}(?:[\s,]+-?[\d.]{1,9}){3}\s*"), "points": _LIST, "stroke-dasharray": _LIST,
    "d": re.compile(r"\s*[Mm][-+0-9eE., \t\r\nMmLlHhVvCcSsQqTtAaZz]{1,60000}"),
    "transform": re.compile(r"\s*(?:(?:translate|rotate|scale|matrix|skewX|skewY)\([-+0-9eE., ]{1,120}\)[\s,]*)*"),
    "fill": _PAINT, "stroke": _PAINT, "id": re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,40}"),
    "fill-rule": re.compile("nonzero|evenodd"), "clip-rule": re.compile("nonzero|evenodd"),
    "stroke-linecap": re.compile("butt|round|square"), "stroke-linejoin": re.compile("miter|round|bevel"),
    "stroke-dashoffset": _NUMBER, "xmlns:xlink": re.compile(r"http://www\.w3\.org/1999/xlink"), "version": re.compile(r"1\.[01]|2\.0"), "xmlns": re.compile(re.escape(NAMESPACE)),
    "aria-hidden": re.compile("true|false"), "focusable": re.compile("true|false"), "role": re.compile("img|presentation"),
    "preserveAspectRatio": re.compile(r"none|x(?:Min|Mid|Max)Y(?:Min|Mid|Max)(?: (?:meet|slice))?")}
_REMEDY = "Save it as plain SVG: paths and shapes alone, with their colours as attributes."


class _Stop(Exception):
    """There is no use in reading further."""


def drawing_problems(data: bytes, path: str) -> list[Problem]:
    """Everything that keeps these bytes from being a drawing of ours."""
    look = _Look(path)
    try:
        look.parser.Parse(data, True)
    except _Stop:
        pass
    except expat.ExpatError as fault:
        said = expat.errors.messages.get(fault.code, "")
        look.say(BROKEN, f"This is not well-formed XML: {said or expat.ErrorString(fault.code)}.", "Save or send it again.", fault.lineno)
    except (ValueError, LookupError):  # an encoding that expat does not know
        look.say(BROKEN, "The letters of this file are in an encoding that is not read.", "Save it as UTF-8.", 1)
    if not look.found and not look.shapes:
        look.say(BROKEN, "Nothing is drawn here: there is no path and no shape.", _REMEDY, 1)
    return list(dict.fromkeys(look.found))


class _Look:
    """One reading of a drawing."""

    def __init__(self, path: str) -> None:
        self.path, self.found = path, list[Problem]()
        self.depth = self.elements = self.shapes = 0
        self.in_words = False
        parser = self.parser = expat.ParserCreate()
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self._begin, self._end, self._letters
        parser.StartDoctypeDeclHandler, parser.ProcessingInstructionHandler = self._doctype, self._instruction

    def say(self, code: Code, message: str, remedy: str = _REMEDY, line: int = 0) -> None:
        self.found.append(code.at(self.path, line or self.parser.CurrentLineNumber, message, remedy))

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.elements, self.depth = self.elements + 1, self.depth + 1
        if self.elements > DRAWING_ELEMENTS or self.depth > DRAWING_DEPTH:
            self.say(HEAVY, f"More than {DRAWING_ELEMENTS} elements stand here." if self.elements > DRAWING_ELEMENTS
                     else f"More than {DRAWING_DEPTH} elements stand inside one another.", "Draw it with fewer parts.")
            raise _Stop
        if self.elements == 1 and (name != "svg" or attributes.get("xmlns") != NAMESPACE):
            self.say(BROKEN, f"This is no drawing: it begins with <{_shown(name)}>" + (" without the name of SVG." if name == "svg" else "."),
                     f'An SVG begins with <svg xmlns="{NAMESPACE}" …>.')
            raise _Stop
        if name not in _ELEMENTS:
            self.say(NOT_SHAPES, f"<{_shown(name)}> stands in this drawing.")
            raise _Stop
        self.shapes += name in _SHAPES
        self.in_words = name in ("title", "desc")
        for key, value in attributes.items():
            pattern = _NUMBER if key in _NUMBERS else _VALUES.get(key)
            if pattern is None:
                self.say(NOT_SHAPES, f"{_shown(key)} stands on <{name}>.")
            elif not pattern.fullmatch(value):
                self.say(NOT_SHAPES, f"{key} of <{name}> is “{_shown(value)}”, which is not read.")

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.in_words = False

    def _letters(self, text: str) -> None:
        if text.strip() and not self.in_words:
            self.say(NOT_SHAPES, f"The text “{_shown(text.strip())}” stands in this drawing.")
            raise _Stop

    def _doctype(self, *_: object) -> None:
        self.say(NOT_SHAPES, "A document type (<!DOCTYPE>) stands here: it can name other files, and words that swell.", "Delete it.")
        raise _Stop

    def _instruction(self, target: str, data: str) -> None:
        self.say(NOT_SHAPES, f"An instruction (<?{_shown(target)}) stands here.", "Delete it.")
        raise _Stop


def _shown(text: str) -> str:
    cut = text if len(text) <= 40 else text[:39] + "…"
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in cut)
