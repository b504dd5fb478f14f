"""Floor 11. What of a build goes to the printer: released editions only, and for each other one why not.

The decision: where LOCALE or MATERIAL was named and one edition of that is a draft, nothing is
packed, since half of an order that somebody spelt out is not that order. Else what is released
is packed and the rest is listed. Where nothing is released, nothing is packed. Reasons are
told once each, with the number of editions that they concern.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from generator.edition import MANY
from generator.model.content import Area, Format
from generator.model.edition import Edition
from generator.model.library import Library
from generator.model.printer import Printer
from generator.packs.job import Job, JobFile, JobItem, JobPhone
from generator.problem import Problem, error, warning
from generator.release import reasons

DRAFT = error("K401", "pack-is-draft", "what nobody has checked must not be printed by the thousand")
LEFT_OUT = warning("K402", "left-out-of-pack", "what nobody has checked must not be printed by the thousand")
NOTHING = error("K403", "nothing-to-pack", "a printer who gets an empty order telephones")
NO_NUMBER = warning("K404", "copies-unknown", "a guessed number of copies is paid for")

NO_CONTACT = "as on your order"

Output = Mapping[str, Any]


@dataclass
class Order:
    """What goes into the pack, and what was left out."""

    job: Job | None = None
    sources: dict[str, Output] = field(default_factory=dict)  #: name in the zip → output of the manifest
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0  #: editions that were asked for and are not released


def order(manifest: Mapping[str, Any], held: Sequence[Edition], inputs: Any, area: Area, printer: Printer, *, takes: Callable[[str, str], bool],
          specific: bool, material_named: bool = False, copies: int | None) -> Order:
    """The order of one area at one printer. ``takes(locale, material)``: whether that was asked for.

    ``manifest``: of a release; ``held``: the drafts that are not in it; ``inputs``: what it was made from;
    ``specific``: whether a locale or a material was named; ``copies``: of each edition, instead of the area's own numbers.
    """
    library = inputs.library
    editions: dict[tuple[str, str, str], list[Output]] = {}
    for output in manifest["outputs"]:
        if output["area"] == area.id and output["printer"] == printer.id and output["kind"] in printer.files \
                and takes(output["locale"], output["material"]):
            editions.setdefault((output["material"], output["format"], output["locale"]), []).append(output)
    unmade = [one for one in manifest["failed"] if one["area"] == area.id and takes(one["locale"], one["material"])
              and (form := library.formats.get(one["format"])) and form.kind == "screen"]
    drafts = [one for one in held if one.area == area.id and takes(one.locale.tag, one.material) and _for(one.format, printer)]
    # What needs a contact that the area does not have was never to be expected, unless it was asked for by its name.
    missed = [one for one in unmade if material_named or not all(" F310 " in why for why in one["problems"])]
    refused = not editions or specific and bool(drafts or missed)
    done = Order(problems=list(reasons(DRAFT if refused else LEFT_OUT, drafts, unmade, inputs, area)), left_out=len(drafts) + len(unmade))
    if not editions and not drafts and not unmade:
        done.problems.append(NOTHING.at(f"content/areas/{area.id}.yaml", 0, f"Nothing of what was asked for is made for {printer.name} "
                                        f"({printer.id}).", "Look in the gallery what there is, and see languages under locales: of the area."))
    if refused:
        return done
    whole = {o["edition"]: o["pages"] for o in manifest["outputs"] if o["kind"] == "screen" and "pages" in o}
    items = []
    for (material, form, locale), outputs in sorted(editions.items(), key=lambda one: _rank(library, area, one[0])):
        wanted = copies if copies is not None else area.copies.get(material, area.locales.get(locale))
        if wanted is None:
            path, line = library.place("areas", area.id, "copies")
            done.problems.append(NO_NUMBER.at(path, line, f"Nobody has said how many of {material} to print; it was left out.",
                                              f"Write copies: with {material}: 20 under it, or say COPIES=20."))
        elif wanted:
            items.append(_item(library, area, printer, library.formats[form], outputs, whole, wanted, done.sources))
    if items:
        done.job = Job(area=area.id, area_name=area.name, printer=printer.id, printer_name=printer.name,
                       contact=area.printing_contact or NO_CONTACT, items=tuple(items))
    elif not done.problems:
        done.problems.append(NOTHING.at(f"content/areas/{area.id}.yaml", 0, "Of all that is released the area wants 0 copies.",
                                        "Change the numbers there, or say COPIES=20."))
    else:
        done.problems = [Problem(**{**vars(p), "severity": DRAFT.severity}) for p in done.problems]
    return done


def _for(form: Format, printer: Printer) -> bool:
    """Whether this printer gets files of a form: a zine is folded from an office's own sheet."""
    return form.is_paper and form.imposition != "none" and not form.rare and bool(
        "imposed" in printer.files or "print" in printer.files and form.imposition != "zine")


def _rank(library: Library, area: Area, key: tuple[str, str, str]) -> tuple[object, ...]:
    """As the gallery has them: the material, its form, then the languages in order of need; what is bound on the right apart."""
    material, form, locale = key
    tags = list(area.locales)
    known = library.locales.get(locale)
    right = library.formats[form].imposition == "stitched" and known is not None and known.direction == "rtl"
    return library.materials[material].order, material, form, right, tags.index(locale) if locale in tags else -1, locale


def _item(library: Library, area: Area, printer: Printer, form: Format, outputs: Sequence[Output],
          whole: Mapping[str, int], copies: int, sources: dict[str, Output]) -> JobItem:
    first = outputs[0]
    locale = library.locales.get(first["locale"])
    files = []
    for output in sorted(outputs, key=lambda o: o["path"]):
        name = first["edition"] + (f"-{output.get('variant') or 'sheets'}" if output["kind"] == "imposed" else "")
        name += PurePosixPath(output["path"]).suffix
        sources[name] = output
        files.append(JobFile(name=name, sha256=output["sha256"], pages=output["pages"], how=output.get("how", "")))
    pages = whole.get(first["edition"]) or max(o["pages"] for o in outputs)  # of the item, not of its sheets
    stitched = form.imposition == "stitched"
    one_side = pages == 1 or form.imposition == "zine"
    return JobItem(
        code=first["edition"], locale=first["locale"], language=(locale or MANY).english_name,
        material=first["material"], format=form.id, form=form.name, copies=copies, trim_mm=tuple(first["trim_mm"]),
        sides=f"{pages} pages" if pages > 2 else f"{pages} side{'s' if pages > 1 else ''}",
        stock=form.stock or "", fold=form.fold or "", finishing=form.finishing or "",
        colours=("4/0" if one_side else "4/4") if printer.colour == "cmyk" else "in colour",
        binding=("right" if locale and locale.direction == "rtl" else "left") if stitched else "",
        files=tuple(files), qr=tuple(dict.fromkeys(first["qr"])),
        phones=tuple(JobPhone(shown=shown, services=_owners(library, area, shown)) for shown in first["phones"]))


def _owners(library: Library, area: Area, shown: str) -> tuple[str, ...]:
    """The services that have this number; a contact of another area is none of ours."""
    others = {f"{other.id}-{slot}" for other in library.areas.values() if other.id != area.id for slot in other.contacts}
    return tuple(sorted(s.id for s in library.services.values() if s.phone and s.phone.shown == shown and s.id not in others))
