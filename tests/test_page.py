"""Edition → page: text is data, templates are strict, the address fits a small QR code."""

import zxingcpp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from conftest import ROOT, TODAY, copy_root, real_inputs
from generator.edition import Join
from generator.model.catalog import Catalog, Entry
from generator.page import Pages
from generator.templates.texts import template_texts
from generator.templates.reader import read_templates
from generator.qr import LONGEST_ADDRESS, AddressTooLong, QrCode, qr_code

INPUTS = real_inputs()


def card(translation: str, tag: str = "ar"):
    """The safety card with one sentence of its catalog replaced, past all checks."""
    catalog = INPUTS.catalogs[tag]
    entry = catalog.entries["safety-card.ask"]
    changed = {**catalog.entries, "safety-card.ask": Entry(entry.context, entry.english, translation, entry.line)}
    join = Join(INPUTS.library, {tag: Catalog(tag, catalog.path, changed)}, INPUTS.signoffs, TODAY)
    edition, problems = join.edition(INPUTS.library.materials["safety-card"], INPUTS.library.locales[tag],
                                     INPUTS.library.areas["wiltshire"])
    assert edition, problems
    return edition


@pytest.mark.parametrize("text, escaped", [
    ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"), ("<!-- x", "&lt;!-- x"), ("&nbsp;x", "&amp;nbsp;x"),
    ("</p><link rel=attachment href=file:/etc/passwd>", "&lt;/p&gt;&lt;link rel=attachment href=file:/etc/passwd&gt;")])
def test_markup_in_a_translation_is_printed_as_it_stands_and_never_acts(text: str, escaped: str) -> None:
    page, _ = Pages(ROOT).render(card(text))
    assert text not in page.html and escaped in page.html


def test_every_number_is_isolated_left_to_right_and_cannot_break() -> None:
    page, _ = Pages(ROOT).render(card("سؤال"))
    assert page.html.count('<bdi class="number" dir="ltr">08000\N{NO-BREAK SPACE}121\N{NO-BREAK SPACE}700</bdi>') == 1
    assert page.html.count('<bdi class="number" dir="ltr">999</bdi>') == 1
    assert "08000 121" not in page.html


@pytest.mark.parametrize("fault", ["{{ nobody }}", "{{ edition.nobody }}", "{% for %}", "{{ ''.__class__.__mro__ }}"])
def test_a_fault_in_a_template_is_a_problem_with_its_file(tmp_path, fault: str) -> None:
    root = copy_root(tmp_path)
    file = root / "templates" / "card.html.j2"
    file.write_text(file.read_text(encoding="utf-8").replace("{%- endblock -%}", fault + "{%- endblock -%}"), encoding="utf-8")
    page, problems = Pages(root).render(card("سؤال"))
    assert page is None and problems[0].code == "P101" and problems[0].path == "templates/card.html.j2"


def test_the_words_of_the_templates_reach_the_catalogs() -> None:
    texts = {text.context: text for text in template_texts(read_templates(ROOT).texts)}
    assert "layout.qr" in texts and "layout.day-and-night" in texts
    assert all(text.path.startswith("templates/") and text.line for text in texts.values())
    assert set(texts) <= set(INPUTS.catalogs["ti"].entries)


def drawn(code: QrCode, scale: int = 6) -> Image.Image:
    """The path, drawn by other means: each M x y h w v1 is a row of dark modules."""
    image = Image.new("L", (code.size * scale, code.size * scale), 255)
    pen = ImageDraw.Draw(image)
    for piece in code.path.split("M")[1:]:
        x, _, rest = piece.partition(" ")
        y, _, run = rest.partition("h")
        left, top, width = int(x), int(y), int(run.partition("v")[0])
        pen.rectangle([left * scale, top * scale, (left + width) * scale - 1, (top + 1) * scale - 1], fill=0)
    return image


labels = st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True)


@given(labels, labels)
def test_the_path_is_read_as_the_address(host: str, tag: str) -> None:
    address = f"https://{host}.example/{tag}/"
    if len(address) > LONGEST_ADDRESS:
        with pytest.raises(AddressTooLong):
            qr_code(address)
        return
    code = qr_code(address)
    assert code.size <= 29 + 8  # version 3 and a quiet zone of four modules on each side
    assert [found.text for found in zxingcpp.read_barcodes(drawn(code))] == [address]
