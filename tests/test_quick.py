"""The typesetter stands in for parts of WeasyPrint: it knows their text, and the pages come out the same."""

import ast
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
import weasyprint

from conftest import ROOT, TODAY

FOLDER = Path(weasyprint.__file__).parent

#: What is replaced, or done in another way, and the text that it has in the version that we know.
KNOWN = {
    "text/line_break.py": {"Layout.setup": "34ac4563461e", "line_size": "186816fcede2", "split_first_line": "f5cfad56910a"},
    "text/fonts.py": {"get_font_description": "be554c07a53f"},
    "layout/percent.py": {"resolve_percentages": "92016b948f74", "percentage": "c75fddf0ecb7", "resolve_one_percentage": "8abbba7df518", "adjust_box_sizing": "a0415df952b1"},
    "formatting_structure/boxes.py": {"Box.is_in_normal_flow": "725b6f2ce9a0", "Box.is_floated": "9516f94c54e1", "Box.is_footnote": "6ecab19284e9", "Box.is_note": "31d6313977e4", "Box.is_absolutely_positioned": "5afb754c9730", "Box.is_running": "6d30a6ca221b", "Box.page_values": "59d86c8d5a40", "ParentBox.page_values": "271efb31c634"},
    "layout/block.py": {"block_level_page_name": "2d7ac12b267a"},
    "../pydyf/__init__.py": {"_to_bytes": "2d07f1549e6f", "Stream": "8d81ad028bfb"},
    "layout/page.py": {"make_margin_boxes": "ff19320efeb0", "set_page_type_computed_styles": "aed6c0aac2b4", "make_all_pages": "18987bbc6ea9", "remake_page": "54219cdedd65", "make_page": "956a4c5f9b42"},
    "layout/__init__.py": {"layout_document": "421aba4c2809", "initialize_page_maker": "a7930c337ba2"},
    "pdf/fonts.py": {"Font.subset": "e0eb0ac08f81", "Font._harfbuzz_subset": "9e607771760e"},
    "css/__init__.py": {"StyleFor": "51c333bbcae8", "ComputedStyle": "81058362562f", "AnonymousStyle": "a03e4d782f93", "get_all_computed_styles": "d022d9569cea", "text_decoration": "16656489169f"},
    "svg/path.py": {"path": "8cafb19740b4"},
    "document.py": {"Document._build_layout_context": "ce1558849e71", "Document._render": "fab5db14c9c8"},
    "images.py": {"get_image_from_uri": "44f6b33fa68d", "SVGImage": "25b73d82d120"},
}


def text_of(file: str, name: str) -> str:
    source = (FOLDER / file).read_text(encoding="utf-8")
    node: ast.AST = ast.parse(source)
    for part in name.split("."):
        node = next(n for n in ast.iter_child_nodes(node) if getattr(n, "name", None) == part)
    return hashlib.sha256(ast.get_source_segment(source, node).encode()).hexdigest()[:12]


@pytest.mark.parametrize(("file", "name"), [(file, name) for file, names in KNOWN.items() for name in names])
def test_what_we_stand_in_for_is_the_text_that_we_know(file: str, name: str) -> None:
    assert text_of(file, name) == KNOWN[file][name], f"{name} has changed: compare it with generator/typeset/ before this is believed"


SAME = """
import datetime as dt, io, logging, os, sys
from pathlib import Path
root, folder = Path(sys.argv[1]), Path(sys.argv[2])
from generator.build.inputs import font_files, read_inputs
from generator.fonts import private_fontconfig
inputs = read_inputs(root, dt.date.fromisoformat(sys.argv[3]))
os.environ["FONTCONFIG_FILE"] = str(private_fontconfig(font_files(inputs)[0], folder))
from weasyprint import CSS, HTML
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.text.fonts import FontConfiguration
from generator.page import Pages
library, fonts, pages = inputs.library, FontConfiguration(), Pages(root)
work = []
for tag, name, size in (("ur", "safety-card", 8.5), ("th", "first-contact-card", 8), ("zh-Hans", "social-image", 30)):
    edition, _ = inputs.join.edition(library.materials[name], library.locales[tag], library.areas["wiltshire"])
    page, problems = pages.render(edition, bleed_mm=3)
    assert page, problems
    work.append((page, size, CSS(string=page.css, font_config=fonts)))

def written(document):
    document.metadata.created = document.metadata.modified = "2000-01-01"
    return document.write_pdf(pdf_variant="pdf/ua-1")

plain = [written(HTML(string=page.html).render(font_config=fonts, stylesheets=[css, CSS(string=f"html{{font-size:{size}pt}}")]))
         for page, size, css in work]
from generator.typeset.laying import Attempt, Sheet
ours = [written(Sheet(HTML(string=page.html), [css], fonts, {}).at(size)) for page, size, css in work]
# Each page by itself, the last one first.
alone = []
for page, size, css in work[:2]:
    attempt = Attempt(Sheet(HTML(string=page.html), [css], fonts, {}), size, 2)
    assert attempt.alone and len(attempt.pages(1)) == 1
    alone.append(written(attempt.document()))
assert alone == plain[:2]
print(*(len(a) for a in plain), plain == ours)

# The size is the one that halving the interval finds, and fewer layouts find it.
from generator.build.wanted import text_size
from generator.typeset import laying, search
from generator.typeset.fit import overruns

def halved(sheet, size, pages, edge_mm):
    steps = size.steps()
    def fits(size_pt):
        return not overruns(sheet.at(size_pt), pages=pages, edge_mm=edge_mm)
    if fits(size.preferred_pt):
        return size.preferred_pt
    low, high = 0, len(steps) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if fits(steps[middle]) else (low, middle)
    return steps[low - 1]

laid, ours, theirs = [], 0, 0
remade = laying.remake_page
laying.remake_page = lambda index, *more: laid.append(index) or remade(index, *more)
at = Sheet.at
Sheet.at = lambda self, size_pt: laid.extend((0, 1)) or at(self, size_pt)
most = {"first-contact-card": 7}  # rows of two languages, one beside the other
for tag, name in (("ur", "safety-card"), ("ro", "folded-card"), ("lt", "safety-card"), ("so", "first-contact-card")):
    edition, _ = inputs.join.edition(library.materials[name], library.locales[tag], library.areas["wiltshire"])
    page, _ = pages.render(edition, bleed_mm=3)
    given = (text_size(edition), edition.page_count, edition.format.safe_mm + 3)
    sheet = Sheet(HTML(string=page.html), [CSS(string=page.css, font_config=fonts)], fonts, {})
    laid.clear()
    _, found, over = search.Search(sheet, *given).best()
    assert len(laid) <= most.get(name, 9), (name, len(laid))
    ours += len(laid)
    laid.clear()
    assert not over and found == halved(sheet, *given)
    theirs += len(laid)
assert 6 < ours < theirs * 2 / 3, (ours, theirs)
# Where nothing fits, what leaves its place is told, at the smallest size.
for sizes in (search.Size(40, 38), search.Size(40, 40)):
    _, found, over = search.Search(sheet, sizes, *given[1:]).best()
    assert over and found == sizes.smallest_pt

# The picture of a web page: its first page alone, though a size of calc() is asked for on it.
edition, _ = inputs.join.edition(library.materials["helpline-page"], library.locales["ur"], library.areas["wiltshire"])
page, problems = pages.render(edition)
source = HTML(string=page.html.replace("</head>", "<style>h1{font-size:clamp(1rem,2rem + 1px,3rem)}</style></head>"), media_type="screen")
narrow = CSS(string="@page{size:390px 520px;margin:0}")
whole = source.render(font_config=fonts, stylesheets=[narrow])
assert len(whole.pages) > 1 and written(Sheet(source, [narrow], fonts, {}).first_page()) == written(whole.copy(whole.pages[:1]))

# Every property of every element, also of those that nothing on these pages asks for.
from weasyprint.css import get_all_computed_styles
from weasyprint.css.targets import TargetCollector
from generator.typeset.styles import Cascade, SizedStyles
page, size, css = work[0]
source = HTML(string=page.html)
theirs = get_all_computed_styles(source, [css, CSS(string=f"html{{font-size:{size}pt}}")], font_config=fonts, page_rules=[], layers=[])
cascade = Cascade(source, [css], fonts)
another = SizedStyles(cascade, size * 1.5, TargetCollector())
for element in source.etree_element.iter():
    for pseudo in (None, "before", "marker"):
        if style := another(element, pseudo):
            [style[key] for key in INITIAL_VALUES if not key.startswith(("border_block", "border_inline"))]
mine = SizedStyles(cascade, size, TargetCollector())
assert mine(source.etree_element)["font_size"] != another(source.etree_element)["font_size"]
seen = 0
for element in source.etree_element.iter():
    for pseudo in (None, "before", "marker", "footnote-call"):
        a, b = theirs(element, pseudo), mine(element, pseudo)
        if a is None:
            assert b is None
            continue
        for one, other in ((a, b), (a.copy(), b.copy()), (a.anonymous_style, b.anonymous_style), (a.anonymous_style.copy(), b.anonymous_style.copy())):
            for key in INITIAL_VALUES:
                if key.startswith(("border_block", "border_inline")):
                    continue  # WeasyPrint asks for the physical ones only, and has no value for these
                assert str(one[key]) == str(other[key]), (element.tag, pseudo, key, one[key], other[key])
                seen += 1
print(seen)
"""


def test_pages_and_styles_are_those_of_weasyprint_alone(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", SAME, str(ROOT), str(tmp_path), TODAY.isoformat()], cwd=ROOT, text=True, capture_output=True)
    assert ran.returncode == 0, ran.stderr
    first, seen = ran.stdout.splitlines()
    assert first.endswith("True") and int(seen) > 50_000
