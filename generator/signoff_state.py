"""Floor 2. How far a second pair of eyes has come: the state of each text, and counts by locale and material.

A state answers to the hash in the sign-off alone, given by somebody who may. An approval of a draft by machine
counts as any other: somebody has read it. Its mark ``# @machine`` stays in the
catalog until somebody revises it; where it came from and who read it are two things.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.catalog import Catalog, Entry
from generator.model.content import Material
from generator.model.library import Library, Text, is_made_in, pieces
from generator.signoff import SignOffs

MISSING, MACHINE, TRANSLATED, REVIEWED, VOID = STATES = ("missing", "machine", "translated", "reviewed", "void")
SOURCE_TAG = "en"


def hindrance(text: Text, entry: Entry | None) -> str:
    """Why this translation cannot be printed, in one word: missing, fuzzy or stale; empty when it can."""
    if entry is None or not entry.translation:
        return "missing"
    if entry.english != text.english:
        return "stale"
    return "fuzzy" if entry.fuzzy else ""


def state(tag: str, text: Text, entry: Entry | None, signoffs: SignOffs) -> str:
    """missing, machine, translated, reviewed, or void: approved once, and changed since."""
    if tag == SOURCE_TAG:
        entry = Entry(text.context, text.english, text.english, text.line)
    why = hindrance(text, entry)
    if entry is None or why == "missing":
        return MISSING
    if not why and signoffs.approved(tag, text.context, text.english, entry.translation):
        return REVIEWED
    if signoffs.approvals(tag, text.context):
        return VOID
    if why:
        return MISSING
    return MACHINE if entry.machine else TRANSLATED


def uses(library: Library) -> dict[str, tuple[str, ...]]:
    """Material → the contexts that stand on it, in reading order; those of no material (facts only) are left out."""
    ordered = sorted(library.materials.values(), key=lambda m: (m.order, m.id))
    return {material.id: _contexts(library, material) for material in ordered if material.text != "facts"}


def states(library: Library, catalogs: Mapping[str, Catalog], signoffs: SignOffs) -> dict[str, dict[str, dict[str, int]]]:
    """Locale → material → how many of its texts are in each state. A text of two materials counts in both."""
    used = uses(library)
    found: dict[str, dict[str, dict[str, int]]] = {}
    for tag, locale in sorted(library.locales.items()):
        if not (locale.is_source or locale.gettext):
            continue  # nothing is translated there
        entries = catalogs[tag].entries if tag in catalogs else {}
        known = {context: state(tag, text, entries.get(context), signoffs) for context, text in library.texts.items()}
        found[tag] = {}
        for material, contexts in used.items():
            record = library.materials[material]
            if not (record.on_one_sheet or is_made_in(record, locale)):
                continue
            mine = [c for c in contexts if locale.is_source or not library.texts[c].english_only]
            found[tag][material] = {name: sum(known[context] == name for context in mine) for name in STATES}
    return found


def _contexts(library: Library, material: Material) -> tuple[str, ...]:
    own = [piece.record.same_as or piece.context for piece in pieces(material)]
    slots = {block.slot for page in material.pages for block in page.blocks if block.type == "local"}
    local = [f"area.{area.id}.{slot}" for area in library.areas.values() for slot in area.local if slot in slots]
    names = [f"area.{area}.name" for area in library.areas]
    notices = [notice.context for notice in library.notices.values()] if any(
        library.formats[name].kind == "page" for name in material.formats if name in library.formats) else []
    words = sorted(context for context in library.texts if context.startswith("layout."))
    return tuple(dict.fromkeys(context for context in (*own, *local, *names, *notices, *words) if context in library.texts))
