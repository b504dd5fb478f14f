"""Floor 0. The types of block: what each is for, what it needs, and what else it may have.

One table for the record, the schema, the check and the page of documentation. What a
type does not name here no template would draw, and it would be lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

TEXT = ("text", "same_as")  #: either of them: a text of its own, or one that stands elsewhere
_WITH_TEXT = (*TEXT, "note", "facts")
_EVERY = ("id", "type", "translated_only")


@dataclass(frozen=True)
class BlockType:
    """Keys are those of a block in content/materials/; of several in one need, one is enough."""

    meaning: str
    needs: tuple[tuple[str, ...], ...] = ()
    may: tuple[str, ...] = ()
    line_needs: tuple[tuple[str, ...], ...] = ()  #: of each entry of items
    line_may: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """All keys that a block of this type may have."""
        return frozenset({*_EVERY, *self.may, *(key for need in self.needs for key in need),
                          *(_WITH_TEXT if TEXT in self.needs else ())})

    @property
    def line_keys(self) -> frozenset[str]:
        """All keys that an entry of its items may have."""
        return frozenset({"id", *self.line_may, *(key for need in self.line_needs for key in need),
                          *(_WITH_TEXT if TEXT in self.line_needs else ())})


def _said(meaning: str, *may: str) -> BlockType:
    return BlockType(meaning, (TEXT,), may)


def _lines(meaning: str, *may: str) -> BlockType:
    return BlockType(meaning, (("items",),), (), (TEXT,), may)


def _calls(meaning: str, *others: str, may: tuple[str, ...] = _WITH_TEXT) -> BlockType:
    return BlockType(meaning, (("service", *others),), may)


TYPES: dict[str, BlockType] = {
    "heading": _said("the title of a page; the first of an item is its title"),
    "lead": _said("the one sentence that matters most, in bold"),
    "subheading": _said("a title inside a page"),
    "text": _said("a paragraph"),
    "aside": _said("a remark in grey"),
    "list": _lines("lines, each with a dot or a small drawing (icon)", "icon", "says_language"),
    "steps": _lines("lines that are numbered", "says_language"),
    "number": _calls("a telephone number in the coloured band at the foot, with a label", "slot"),
    "emergency": _calls("a number for danger, in the dark band at the foot, with a label"),
    "qr": BlockType("the QR code of the area's page, with the address below it"),
    "language": BlockType("the language's own name, large, and its English name"),
    "contacts": BlockType("lines that name a service and its number, each with a word before it", (("items",),), (),
                          (("service",),), (*_WITH_TEXT, "icon")),
    "local": BlockType("a line of the area, by its slot; left out where the area has none", (("slot",),), ("required",)),
    "languages": BlockType("links to the same page in the area's other languages", may=_WITH_TEXT),
    "interpreter": _said("what to show to staff, in English and in the reader's language", "bilingual"),
    "leave": BlockType("the button that leaves a web page at once", may=_WITH_TEXT),
    "words": _said("what a web page says where scripts are switched off"),
    "language-lines": _said("the same sentence in every language of the area"),
    "coordinator": BlockType("who answers in the area (contacts: of the area, by slot), with languages and hours", (("slot",),)),
    "phrases": _lines("sentences in two languages, numbered alike"),
    "answers": _lines("answers to point to, each with a small drawing (icon)", "icon"),
    "warning": _said("a sentence in two languages that must not be missed", "bilingual"),
    "tabs": _calls("strips with a number, to be torn off", may=()),
    "pictures": _lines("lines, each beside a large drawing (icon, of templates/pictures/)", "icon", "says_language"),
}


def faults(kind: str, given: frozenset[str], of_line: bool = False) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the keys of a block, or of a line of it: the key to look at, what is wrong, the remedy."""
    one = TYPES[kind]
    needs, keys = (one.line_needs, one.line_keys) if of_line else (one.needs, one.keys)
    what = f"a line of {kind}" if of_line else f"a block of type {kind}"
    for key in sorted(given - keys):
        fitting = [name for name, other in TYPES.items() if key in (other.line_keys if of_line else other.keys)]
        yield key, f"{key} stands in {what}, which does not show it.", (
            f"Take it out, or choose a type that does: {', '.join(fitting[:8])}." if len(fitting) < len(TYPES) and fitting else "Take it out.")
    for need in needs:
        if not given & set(need):
            yield "type", f"{what[0].upper()}{what[1:]} has no {' and no '.join(need)}.", f"Add {' or '.join(need)}, or take it out."


def shape() -> dict[str, object]:
    """The same for an editor, as JSON Schema."""
    return {"allOf": [{"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": _then(one)}
                      for name, one in TYPES.items()]}


def meanings() -> dict[str, object]:
    """Each type with its meaning, as JSON Schema."""
    return {"oneOf": [{"const": name, "description": one.meaning} for name, one in TYPES.items()]}


def _then(one: BlockType) -> dict[str, object]:
    return _closed(one.needs, one.keys, ("text", "same_as", "note", "facts", "items", "service", "slot", "required", "bilingual"), {
        "items": {"minItems": 1, "items": _closed(one.line_needs, one.line_keys, (
            "text", "same_as", "note", "facts", "icon", "service", "says_language"), {})}} if one.line_keys != {"id"} else {})


def _closed(needs: tuple[tuple[str, ...], ...], keys: frozenset[str], known: tuple[str, ...], more: dict[str, object]) -> dict[str, object]:
    return {**({"allOf": [{"anyOf": [{"required": [key]} for key in need]} for need in needs]} if needs else {}),
            "properties": {**{key: False for key in known if key not in keys}, **more}}
