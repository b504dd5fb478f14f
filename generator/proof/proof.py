"""Floor 10. One proof: read, set each material, lay out the proof's own pages, put the pictures in, write the file.

FONTCONFIG_FILE is set here, before the typesetter is imported.
"""

from __future__ import annotations

import datetime as dt
import io
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pikepdf import Name, ObjectStreamMode, Pdf

from generator import fonts
from generator.build.inputs import Inputs, font_files, read_inputs
from generator.build.keeping import Keeping
from generator.build.machine import machine_problems
from generator.build.narrow import Narrow
from generator.build.publish import build_lock
from generator.build.disk import disk_problem, make_folder, write_over
from generator.model.content import Area, Locale
from generator.model.library import is_made_in
from generator.page import Pages
from generator.problem import Problem, error
from generator.templates.drawn import FAULTS, draw, fault
from generator.units import mm_to_pt
from generator.waivers import checked_content

NO_TEXTS = error("B440", "nothing-to-proof", "a reviewer who is given nothing to read can approve nothing")

FOLDER = "proofs"  #: in BUILD, beside the published set and no part of it
PICTURE = "data-picture"


@dataclass
class Proofs:
    """What was written, and what stood in the way."""

    written: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def proofs(root: Path, target: Path, *, today: dt.date, narrow: Narrow) -> Proofs:
    """Write ``BUILD/proofs/<area>-<tag>.pdf`` for each area asked for; ``narrow.locale`` must be given."""
    done = Proofs(problems=machine_problems())
    if done.problems:
        return done
    with build_lock(target) as lock:
        done.problems += lock.problems
        if lock:
            inputs = read_inputs(root, today, Keeping(target))
            done.problems += _not_translated(inputs, narrow)
            if not done.problems:
                _write(root, target, inputs, narrow, done)
    return done


def _not_translated(inputs: Inputs, narrow: Narrow) -> list[Problem]:
    """Why there can be no proof of what is asked for, in a sentence."""
    tag = narrow.locale
    locale, path = inputs.library.locales.get(tag), f"content/locales/{tag}.yaml"
    if locale is None:  # the file is there, and cannot be read: that is told
        return [p for p in inputs.problems if p.path == path]
    known = ", ".join(sorted(inputs.catalogs))
    if locale.is_source:
        return [NO_TEXTS.at(path, 0, f"{locale.english_name} is the source, so there is no translation to read.",
                            f"Choose one of: {known}.", locale=tag)]
    if not locale.gettext:
        return [NO_TEXTS.at(path, 0, f"{locale.english_name} has no catalog, so there is no translation to read.",
                            f"Choose one of: {known}.", locale=tag)]
    if tag not in inputs.catalogs:
        return [NO_TEXTS.at(f"locales/{tag}.po", 0, f"The catalog of {locale.english_name} is missing or cannot be read.",
                            "See: make check", locale=tag), *(p for p in inputs.problems if p.locale == tag)]
    if narrow.material:
        material = inputs.library.materials.get(narrow.material)
        if material and material.text == "facts":
            return [NO_TEXTS.at(f"content/materials/{material.id}.yaml", 0, f"{material.id} has no translated text.",
                                "Choose another material, or none for all.", locale=tag)]
    areas = [a for a in inputs.library.areas.values() if narrow.area in ("", a.id) and tag in a.locales]
    if not areas:
        where = f"the area {narrow.area} does" if narrow.area else "no area does"
        return [NO_TEXTS.at(path, 0, f"{locale.english_name} is not handed out there: {where} "
                            f"{'not ' if narrow.area else ''}name it.", "Name it under locales in content/areas/.", locale=tag)]
    return []


def _write(root: Path, target: Path, inputs: Inputs, narrow: Narrow, done: Proofs) -> None:
    files, found = font_files(inputs)
    locale = inputs.library.locales[narrow.locale]
    wanted = {*locale.fonts, fonts.FALLBACK}
    done.problems += [p for p in found if any(p.path == fonts.file_name(f, w) for f in wanted for w in fonts.WEIGHTS)]
    if done.problems:
        return
    try:
        conf = fonts.private_fontconfig(files, target / ".cache" / "fonts")
    except OSError as fault:
        done.problems.append(disk_problem(fault, Path(fault.filename or target)))
        return
    os.environ["FONTCONFIG_FILE"] = str(conf)
    from generator.typeset.typesetter import Typesetter
    pages, typesetter = Pages(root), Typesetter()
    checked = [*inputs.problems, *checked_content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today, inputs.kept)]
    for area in inputs.library.areas.values():
        if narrow.area not in ("", area.id) or locale.tag not in area.locales:
            continue
        items, left_out = _items(inputs, area, locale, narrow, checked, pages, typesetter)
        done.problems += [p for _, why in left_out for p in why]
        if not items:
            continue
        path = target / FOLDER / f"{area.id}-{locale.tag.lower()}.pdf"
        pdf, problems = _draw(inputs, area, locale, items, left_out, checked, pages, typesetter, f"{FOLDER}/{path.name}")
        done.problems += problems
        if pdf is None:
            continue
        try:
            make_folder(path.parent)
            write_over(path, pdf)
        except OSError as fault:
            done.problems.append(disk_problem(fault, path))
        else:
            done.written.append(path)


def _items(inputs: Inputs, area: Area, locale: Locale, narrow: Narrow, checked: list[Problem],
           pages: Pages, typesetter: Any) -> tuple[list[Any], list[tuple[str, list[Problem]]]]:
    from generator.proof.sheets import make_item
    from generator.proof.texts import proof_texts
    items, left_out = [], []
    for material in sorted(inputs.library.materials.values(), key=lambda m: (inputs.library.formats[m.formats[0]].kind == "page", m.order)):
        if material.text == "facts" or narrow.material not in ("", material.id) or not is_made_in(material, locale):
            continue
        if inputs.library.formats[material.formats[0]].kind not in ("screen", "page"):
            continue
        edition, problems = inputs.join.edition(material, locale, area)
        if edition is not None:
            item, problems = make_item(edition, material.title, proof_texts(edition, inputs, checked), pages, typesetter)
            if item is not None:
                items.append(item)
                continue
        left_out.append((material.title, problems))
    return items, left_out


def _draw(inputs: Inputs, area: Area, locale: Locale, items: list[Any], left_out: list[tuple[str, list[Problem]]],
          checked: list[Problem], pages: Pages, typesetter: Any, path: str) -> tuple[bytes | None, list[Problem]]:
    from generator.proof.sheets import DATE, GUTTER_MM
    from generator.typeset.finish import finish
    from generator.typeset.places import Layout
    families = (*locale.fonts, fonts.FALLBACK)
    whole = [p for p in checked if p.locale == locale.tag and not p.context]
    try:
        html = draw(pages.environment, "proof.html.j2", dict(
            area=area, locale=locale, items=items, left_out=left_out, whole=whole, gutter=GUTTER_MM, date=inputs.source_date,
            states=Counter(text.state for item in items for text in item.texts),
            family=Markup(", ".join(f"'{f}'" for f in dict.fromkeys(families))),
            also=Markup(", ".join(f"'{f}'" for f in dict.fromkeys((fonts.FALLBACK, *families))))))
        style = pages.style(("proof",))
    except FAULTS as problem:
        return None, [fault(problem, "proof.html.j2")]
    layout = Layout(typesetter, html, style)
    written = finish(layout.pdf(DATE), bleed_mm=0.0)
    problems = layout.problems(frozenset(families), path, html)
    if problems:
        return None, problems
    return _with_pictures(written, [item.pdf for item in items], layout.places(PICTURE)), []


def _with_pictures(proof: bytes, sources: list[bytes], places: list[Any]) -> bytes:
    """Each printed page, as it is, under the frame that waits for it (``data-picture="item-page"``)."""
    with Pdf.open(io.BytesIO(proof)) as document:
        opened = [Pdf.open(io.BytesIO(source)) for source in sources]
        for place in places:
            item, number = (int(part) for part in place.mark.split("-"))
            form = document.copy_foreign(opened[item].pages[number].as_form_xobject())
            page = document.pages[place.page]
            name = page.add_resource(form, Name.XObject, Name(f"/Printed{item}-{number}"))
            left, bottom, right, _ = (float(x) for x in form.BBox)
            scale = mm_to_pt(place.right - place.left) / (right - left)
            x, y = mm_to_pt(place.left), float(page.MediaBox[3]) - mm_to_pt(place.bottom)
            page.contents_add(f"q {scale:.5f} 0 0 {scale:.5f} {x - left * scale:.4f} {y - bottom * scale:.4f} cm {name} Do Q\n".encode(), prepend=True)
        saved = io.BytesIO()
        document.save(saved, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate, compress_streams=True)
        for source in opened:
            source.close()
    return saved.getvalue()
