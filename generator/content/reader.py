"""Floor 1. The folder content/ → one Library, with every problem of every file.

What cannot be read is left out and told; the rest goes on.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from generator.content.validate import validate_named
from generator.content.yamlfaults import TOO_LARGE
from generator.content.yamltext import LARGEST_FILE, Document, read_yaml
from generator.kept import NOTHING, Kept, Kind
from generator.model.content import Area, Format, Locale, Material, Record, Service
from generator.model.printer import Printer
from generator.model.printrun import PrintRun
from generator.model.web import Ledger, Notice
from generator.model.office import Expiry, Person, Referrals, SignOff, Term, Waiver
from generator.model.library import Library, Loc, Piece, Text, pieces
from generator.plainfile import Refused, Why, read_plain
from generator.problem import Problem, error

UNREADABLE = error("C150", "unreadable", "a file that is there and cannot be read would be left out silently")
NOT_A_FILE = error("C151", "not-a-plain-file", "a link may lead out of the project")
CONTACT_TAKEN = error("C153", "contact-taken", "one of two numbers under one name would be printed for the other")
MISSING_FOLDER = error("C152", "folder-missing", "without it nothing can be made")

NO_TEMPLATE = error("C154", "template-missing", "a form without its template or its style sheet is drawn wrongly, or not at all")

FOLDERS: dict[str, type[Record]] = {
    "services": Service, "areas": Area, "formats": Format, "locales": Locale, "materials": Material, "printers": Printer,
    "signoff": SignOff, "people": Person, "glossary": Term, "waivers": Waiver, "referrals": Referrals,
    "print-runs": PrintRun, "notices": Notice, "ledger": Ledger, "expiry": Expiry}
#: a root may do without these folders
OPTIONAL = frozenset({"people", "glossary", "waivers", "referrals", "print-runs", "notices", "ledger"})


def read_library(root: Path, template_texts: tuple[Text, ...] = (),
                 unusable: Mapping[str, Problem] = MappingProxyType({}), kept: Kept = NOTHING) -> tuple[Library, list[Problem]]:
    """Read content/ under ``root``. ``template_texts`` are the words of the templates themselves.

    ``unusable``: files of templates/ that cannot be used, and why; that is told by whoever read them.
    """
    problems: list[Problem] = []
    reading = _Reading(kept)
    records: dict[str, dict[str, Record]] = {}
    lines: dict[str, dict[Loc, int]] = {}
    unread: dict[str, Problem] = {}
    for folder, kind in FOLDERS.items():
        records[folder] = {}
        place = root / "content" / folder
        if folder in OPTIONAL and not place.exists():
            continue
        if not place.is_dir():
            problems.append(MISSING_FOLDER.at(f"content/{folder}", 0, "This folder is missing.",
                                              "Take it back from git: git checkout content"))
            continue
        for file in sorted(place.iterdir()):
            if file.suffix != ".yaml" or file.name.startswith("."):
                continue
            path = f"content/{folder}/{file.name}"
            before = len(problems)
            raw = read_plain_file(file, path, problems)
            document, found = reading.document(raw, path) if raw is not None else (None, [])
            problems += found
            record = None
            if document is not None:
                lines[path] = dict(document.lines)
                record, found = validate_named(document, kind, file.stem)
                problems += found
            if record is not None:
                records[folder][file.stem] = record
            elif problems[before:]:
                unread[path] = problems[before]
    for path, problem in _without_template(root, records["formats"], lines, unusable):
        unread.setdefault(path, problem)
        if problem.code == NO_TEMPLATE.number:
            problems.append(problem)
    unread |= unusable
    texts = {text.context: text for text in template_texts}
    drawings = {kind: frozenset(file.stem for file in (root / "templates" / kind).glob("*.svg") if f"templates/{kind}/{file.name}" not in unusable)
                for kind in ("icons", "pictures")}
    for area in records["areas"].values():
        for slot in area.contacts:  # type: ignore[attr-defined]
            service = _service_of(area, slot)  # type: ignore[arg-type]
            if service.id in records["services"]:
                problems.append(CONTACT_TAKEN.at(f"content/areas/{area.id}.yaml", lines[f"content/areas/{area.id}.yaml"].get(  # type: ignore[attr-defined]
                    ("contacts", slot), 1), f"There is a file content/services/{service.id}.yaml already.", "Rename the one or the other."))
            else:
                records["services"][service.id] = service
    library = Library(**{folder.replace("-", "_"): found for folder, found in records.items()}, texts=texts, **drawings, lines=lines, unread=unread, sums=reading.sums)  # type: ignore[arg-type]
    texts.update(_texts(library))
    reading.end()
    return library, problems


class _Reading:
    """The documents of one reading. A file is taken apart once for its bytes; what is wrong with it is looked at each time."""

    def __init__(self, kept: Kept) -> None:
        self._kept, self.sums = kept, dict[str, str]()
        self._before = kept.find(Kind.YAML, "", "") or {}
        self._now: dict[str, list[object]] = {}

    def document(self, raw: bytes, path: str) -> tuple[Document | None, list[Problem]]:
        self.sums[path] = sha = hashlib.sha256(raw).hexdigest()
        if (before := self._before.get(path)) and before[0] == sha:
            self._now[path] = before
            return Document(path, before[1], {tuple(loc): line for loc, line in before[2]}), []
        document, found = read_yaml(raw, path)
        if document is not None and not found:
            self._now[path] = [sha, document.data, [[loc, line] for loc, line in document.lines.items()]]
        return document, found

    def end(self) -> None:
        if self._now != self._before:
            self._kept.keep(Kind.YAML, "", "", self._now)


def _without_template(root: Path, forms: dict[str, Record], lines: dict[str, dict[Loc, int]],
                      unusable: Mapping[str, Problem]) -> list[tuple[str, Problem]]:
    """Forms whose template or style sheet is not there or cannot be used are left out: the file of each, and why."""
    problems = []
    for form in tuple(forms.values()):
        path = f"content/formats/{form.id}.yaml"  # type: ignore[attr-defined]
        named = [*(((("kind",), "leave.js"),) if form.kind == "page" else ()), (("template",), f"{form.template}.{'txt' if form.kind == 'text' else 'html'}.j2"),  # type: ignore[attr-defined]
                 *((("styles", i), f"{name}.css") for i, name in enumerate(form.styles))]  # type: ignore[attr-defined]
        for loc, name in named:
            if bad := unusable.get(f"templates/{name}"):
                problems.append((path, bad))
                forms.pop(form.id, None)  # type: ignore[attr-defined]
            elif not (root / "templates" / name).is_file():
                there = [file.name for file in (root / "templates").glob(f"*{name[name.index('.'):]}")]
                near = difflib.get_close_matches(name, there, 1)
                problems.append((path, NO_TEMPLATE.at(path, lines[path].get(loc, lines[path].get(loc[:1], 1)), f"There is no file templates/{name}.",
                                               f"Did you mean {near[0].partition('.')[0]}?" if near else "Write it, or name one that exists.")))
                forms.pop(form.id, None)  # type: ignore[attr-defined]
    return problems


def read_plain_file(file: Path, path: str, problems: list[Problem], most_bytes: int = LARGEST_FILE) -> bytes | None:
    """The bytes of a plain file; None and a problem for a link, a device or what cannot be opened."""
    data = read_plain(file, most_bytes)
    if not isinstance(data, Refused):
        return data
    if data.why is Why.TOO_LARGE:
        problems.append(TOO_LARGE.at(path, 0, data.said, "Split it."))
    elif data.why is Why.UNREADABLE:
        problems.append(UNREADABLE.at(path, 0, data.said, "Check its permissions and the disk."))
    else:
        problems.append(NOT_A_FILE.at(path, 0, "This is not a plain file.", "Put the file itself here, not a link."))
    return None


def _service_of(area: Area, slot: str) -> Service:
    """A contact of an area, as a service like any other: checked, verified and printed in the same way."""
    contact = area.contacts[slot]
    return Service(id=f"{area.id}-{slot}", name=contact.name, nations=(area.nation,), who="everyone", phone=contact.phone)


def _texts(library: Library) -> dict[str, Text]:
    texts: dict[str, Text] = {}
    referred = {piece.record.same_as for material in library.materials.values() for piece in pieces(material)
                if not _english_only(material, piece)}
    for material in library.materials.values():
        for piece in pieces(material):
            if piece.record.text is None:
                continue
            path, line = library.place("materials", material.id, *piece.loc, "text")
            notes = (f"{material.title}.", *((piece.record.note,) if piece.record.note else ()))
            texts.setdefault(piece.context, Text(piece.context, piece.record.text, path, line, notes,
                                                 dict(piece.record.facts), english_only=_english_only(material, piece)
                                                 and piece.context not in referred))
    for area in library.areas.values():
        path, line = library.place("areas", area.id, "name")
        texts[f"area.{area.id}.name"] = Text(
            f"area.{area.id}.name", area.name, path, line,
            ("The name of a part of England. Write it as people who read your language write it, or leave it.",),
            is_name=True)
        for slot, local in area.local.items():
            path, line = library.place("areas", area.id, "local", slot, "text")
            texts[f"area.{area.id}.{slot}"] = Text(
                f"area.{area.id}.{slot}", local.text, path, line, (local.note,) if local.note else ())
        for slot, contact in area.contacts.items():
            if contact.hours:
                path, line = library.place("areas", area.id, "contacts", slot, "hours", "text")
                texts[f"area.{area.id}.{slot}-hours"] = Text(f"area.{area.id}.{slot}-hours", contact.hours.text, path, line,
                                                             ("When somebody answers this telephone.",))
    for notice in library.notices.values():
        path, line = library.place("notices", notice.id, "text")
        texts[notice.context] = Text(notice.context, notice.text, path, line, ("A notice on top of the page behind the QR code.", *(
            (notice.note,) if notice.note else ())), dict(notice.facts))
    return texts


def _english_only(material: Material, piece: Piece) -> bool:
    """On a sheet for all languages only the lines of the languages themselves are translated."""
    return material.text == "english" or material.on_one_sheet and getattr(piece.record, "type", "") != "language-lines"
