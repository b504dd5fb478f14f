"""The comparison with other typesetters: the same words for all, and a page whose other sections are left alone."""

import json
import sys
from pathlib import Path

from conftest import ROOT, TODAY

sys.path.insert(0, str(ROOT / "benchmarks"))

import speedpage  # noqa: E402
import typstpage  # noqa: E402
from generator.build.inputs import read_inputs  # noqa: E402
from generator.build.wanted import said  # noqa: E402


def strings(value: object) -> str:
    if isinstance(value, dict):
        return "".join(strings(one) for one in value.values())
    if isinstance(value, list):
        return "".join(strings(one) for one in value)
    return "".join(str(value).split())


def test_typst_is_given_every_word_of_every_core_item(root: Path) -> None:
    inputs = read_inputs(root, TODAY)
    area, seen = inputs.library.areas["wiltshire"], 0
    for material in inputs.library.materials.values():
        form = inputs.library.formats[material.formats[0]]
        if material.text not in ("core", "facts") or form.kind not in ("screen", "image") or material.on_one_sheet:
            continue
        for tag in ("ur", "ro"):
            edition, _ = inputs.join.edition(material, inputs.library.locales[tag], area, form)
            if edition is None:
                continue
            given = strings(json.loads(typstpage.data(edition, 9.0, 3.0, ROOT)))
            assert not [text for text in said(edition) if "".join(text.split()) not in given], (material.id, tag)
            seen += 1
    assert seen >= 14


def test_a_table_replaces_its_own_part_of_the_page_and_no_other(tmp_path: Path) -> None:
    page = tmp_path / "speed.md"
    page.write_text("# Speed\n\n## Checks\n\nTheirs.\n", encoding="utf-8")
    speedpage.put(page, "typesetting", "| one |")
    page.write_text(page.read_text(encoding="utf-8") + "\nBy hand.\n", encoding="utf-8")
    speedpage.put(page, "typesetting", "| two |")
    text = page.read_text(encoding="utf-8")
    assert "Theirs." in text and "By hand." in text and "| two |" in text and "| one |" not in text
