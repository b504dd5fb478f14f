"""Templates, style sheets, scripts and drawings: whatever fetches, runs, hides or never ends is refused at its line."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from generator.limits import DRAWING_BYTES, TEMPLATE_BYTES
from generator.page import Pages
from generator.templates.drawing import drawing_problems
from generator.templates.drawn import FAULTS, TooSlow, draw, fault, sandbox
from generator.templates.reader import Templates, read_templates

ROOT = Path(__file__).parents[1]
FIXTURES = Path(__file__).parent / "fixtures" / "templates"

# The fixture's name is its fault; "C332 4" is code and line.
REFUSED = {
    "attachment.html.j2": "C332 4", "autoescape_off.html.j2": "C334 4", "background_attribute.html.j2": "C332 4",
    "base_address.html.j2": "C332 4", "bdi_without_direction.html.j2": "C338 4", "bidi_override.html.j2": "C331 4",
    "brace_never_closed.html.j2": "P101 4", "bracket_never_closed.html.j2": "P101 4",
    "brackets_too_deep.html.j2": "P101 0", "button_sends.html.j2": "C332 4",
    "byte_order_mark_inside.html.j2": "C331 4", "comment_never_closed.html.j2": "P101 4",
    "cut_in_a_letter.txt.j2": "C330 1", "drawing_cut_off.css": "C335 1",
    "drawing_used_from_outside.html.j2": "C332 4", "drawing_with_script.css": "C333 1, C336 1",
    "embed.html.j2": "C332 4", "empty.html.j2": "C330 0", "expression.css": "C333 1",
    "expression_empty.html.j2": "P101 4", "extends_itself_missing.html.j2": "P101 4", "filter_safe.html.j2": "C334 4",
    "filter_tojson.html.j2": "C334 4", "filter_unknown_tag.html.j2": "P101 4", "filter_urlize.html.j2": "C334 4",
    "filter_xmlattr.html.j2": "C334 4", "font_from_the_network.css": "C332 1", "frame.html.j2": "C332 4",
    "handler_in_capitals.html.j2": "C333 4", "handler_of_errors.html.j2": "C333 4",
    "handler_over_lines.html.j2": "C333 5", "icons/animation.svg": "C336 2", "icons/attribute_twice.svg": "C335 2",
    "icons/class.svg": "C336 2", "icons/clip.svg": "C336 2", "icons/cut_off.svg": "C335 2",
    "icons/doctype.svg": "C336 1", "icons/empty_drawing.svg": "C335 1", "icons/encoding_unknown.svg": "C335 1",
    "icons/entity_bomb.svg": "C336 1", "icons/entity_file.svg": "C336 1", "icons/entity_undeclared.svg": "C335 2",
    "icons/event.svg": "C336 2", "icons/fill_by_function.svg": "C336 2", "icons/fill_from_elsewhere.svg": "C336 2",
    "icons/filter.svg": "C336 2", "icons/foreign_object.svg": "C336 2", "icons/gradient.svg": "C336 2",
    "icons/html_page.svg": "C335 1", "icons/image.svg": "C336 2", "icons/latin1_drawing.svg": "C335 2",
    "icons/letters_loose.svg": "C336 2", "icons/link.svg": "C336 2", "icons/link_attribute.svg": "C336 2",
    "icons/metadata.svg": "C336 2", "icons/namespace_other.svg": "C335 1", "icons/no_namespace.svg": "C335 1",
    "icons/not_xml.svg": "C335 1", "icons/nothing_drawn.svg": "C335 1", "icons/only_title.svg": "C335 1",
    "icons/other_namespace.svg": "C336 2", "icons/path_begins_without_move.svg": "C336 2",
    "icons/path_not_a_number.svg": "C336 2", "icons/path_of_words.svg": "C336 2", "icons/script.svg": "C336 2",
    "icons/space.svg": "C336 2", "icons/style_attribute.svg": "C336 2", "icons/style_element.svg": "C336 2",
    "icons/stylesheet_instruction.svg": "C336 1", "icons/tag_not_closed.svg": "C335 3", "icons/text.svg": "C336 2",
    "icons/too_deep.svg": "C337 2", "icons/too_many.svg": "C337 2", "icons/transform_unknown.svg": "C336 2",
    "icons/two_roots.svg": "C335 4", "icons/use.svg": "C336 2", "icons/use_bomb.svg": "C336 2",
    "icons/use_from_the_disk.svg": "C336 2", "icons/use_itself.svg": "C336 2", "icons/width_infinite.svg": "C336 2",
    "icons/width_unit.svg": "C336 2", "image_by_entities.html.j2": "C332 4", "image_encoded.html.j2": "C332 4",
    "image_from_localhost.html.j2": "C332 4", "image_from_the_disk.html.j2": "C332 4",
    "image_from_the_network.html.j2": "C332 4", "image_of_a_device.html.j2": "C332 4",
    "image_of_two_sizes.html.j2": "C332 4", "image_over_lines.html.j2": "C332 5", "image_relative.html.j2": "C332 4",
    "image_set.css": "C332 1", "image_up.html.j2": "C332 4", "image_without_protocol.html.j2": "C332 4",
    "import_missing.html.j2": "P101 4", "import_rule.css": "C332 2", "include_absolute.html.j2": "P101 4",
    "include_chosen_late.html.j2": "C334 4", "include_encoded.html.j2": "P101 4",
    "include_of_a_list.html.j2": "C334 4", "include_outside.html.j2": "P101 4", "latin1.html.j2": "C330 4",
    "line_separator.html.j2": "C331 4", "link_by_script.html.j2": "C332 4, C333 4",
    "link_to_a_file.html.j2": "C332 4", "link_without_protocol.html.j2": "C332 4",
    "link_without_tls.html.j2": "C332 4", "nul.html.j2": "C331 4", "number_after_its_bdi.html.j2": "C338 4",
    "number_isolated_for_rtl.html.j2": "C338 4", "number_not_isolated.html.j2": "C338 4", "object.html.j2": "C332 4",
    "only_spaces.css": "C330 0", "plain_text_loops.txt.j2": "P101 1", "private_use.html.j2": "C331 4",
    "refresh.html.j2": "C332 4", "script_beacon.js": "C333 2", "script_cookie.js": "C333 2",
    "script_evaluates.js": "C333 2", "script_fetches.js": "C333 2", "script_image.js": "C333 2",
    "script_imports.js": "C333 2", "script_inline.html.j2": "C333 4", "script_module.html.j2": "C333 4",
    "script_socket.js": "C333 2", "script_stores.js": "C333 2", "script_writes_html.js": "C333 2",
    "soft_hyphen.html.j2": "C331 4", "style_attribute_url.html.j2": "C332 4", "style_from_outside.html.j2": "C332 4",
    "tag_characters.html.j2": "C331 4", "tag_never_closed.html.j2": "P101 4", "tag_of_trans.html.j2": "P101 4",
    "tag_unknown.html.j2": "P101 4", "tags_too_deep.html.j2": "P101 4", "unassigned.html.j2": "C331 4",
    "url_by_escapes.css": "C332 1", "url_of_a_bitmap.css": "C332 1", "url_of_a_file.css": "C332 1",
    "url_relative.css": "C332 1", "utf16.html.j2": "C330 1", "vbscript.html.j2": "C333 4", "video.html.j2": "C332 4",
    "zero_width_space.html.j2": "C331 4",
}
ACCEPTED = ("ok_leave.js", "ok_number.html.j2", "ok_page.html.j2", "ok_script.html.j2", "ok_style.css", "icons/ok_shapes.svg")
DRAGGED_IN = {"takes_a_faulty_one.html.j2": "filter_safe.html.j2"}  # nothing is wrong with it but what it takes in


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """All fixtures in one folder, read once."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(FIXTURES, root / "templates")
    return read_templates(root)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_at_its_line(read: Templates, name: str) -> None:
    mine = [p for p in read.problems if p.path == f"templates/{name}"]
    assert ", ".join(f"{p.code} {p.line}" for p in sorted(mine)) == REFUSED[name]
    assert f"templates/{name}" in read.unusable and name not in read.drawings
    for problem in mine:
        line = str(problem)
        assert line.isprintable() and problem.message.endswith(".") and problem.remedy, line


def test_what_is_right_is_accepted(read: Templates) -> None:
    assert not {f"templates/{name}" for name in ACCEPTED} & read.unusable.keys()
    assert "icons/ok_shapes.svg" in read.drawings and "ok_page.html.j2" in read.texts


@pytest.mark.parametrize("name", DRAGGED_IN)
def test_what_takes_in_a_faulty_file_is_not_used_either(read: Templates, name: str) -> None:
    assert read.unusable[f"templates/{name}"].path == f"templates/{DRAGGED_IN[name]}"


def test_every_fixture_is_in_a_table() -> None:
    found = {f.relative_to(FIXTURES).as_posix() for f in FIXTURES.rglob("*.*")}
    assert found == {*REFUSED, *ACCEPTED, *DRAGGED_IN}


def test_our_own_templates_and_drawings_are_accepted() -> None:
    ours = read_templates(ROOT)
    assert ours.problems == () and ours.unusable == {} and len(ours.texts) > 40 and len(ours.drawings) > 50


# ---- what lies there is no plain file, or too large -------------------------------------------------------------------

def _large(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(1 << 34)


@pytest.mark.parametrize("name", ["card.html.j2", "card.css", "leave.js", "icons/phone.svg"])
@pytest.mark.parametrize("kind", ["pipe", "folder", "link", "link to a device", "link to nothing", "link to itself", "large"])
def test_only_a_plain_file_of_its_size_is_read(tmp_path: Path, name: str, kind: str) -> None:
    file = tmp_path / "templates" / name
    file.parent.mkdir(parents=True)
    {"pipe": lambda: os.mkfifo(file), "folder": file.mkdir, "link": lambda: file.symlink_to(ROOT / "templates" / name),
     "link to a device": lambda: file.symlink_to("/dev/zero"), "link to nothing": lambda: file.symlink_to(tmp_path / "nothing"),
     "link to itself": lambda: file.symlink_to(file.name), "large": lambda: _large(file)}[kind]()
    began = time.monotonic()
    found = read_templates(tmp_path)
    assert time.monotonic() - began < 5
    problem, = found.problems
    assert (problem.code, problem.path, problem.line) == ("C330", f"templates/{name}", 0)
    assert ("17179869184 bytes" if kind == "large" else "not a plain file") in problem.message


def test_a_byte_beyond_the_limit_is_too_much(tmp_path: Path) -> None:
    (tmp_path / "templates" / "icons").mkdir(parents=True)
    shape = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    for name, most, raw in (("a.css", TEMPLATE_BYTES, b"a{}"), ("icons/a.svg", DRAWING_BYTES, shape)):
        file = tmp_path / "templates" / name
        file.write_bytes(raw + b" " * (most - len(raw)))
        assert read_templates(tmp_path).problems == ()
        file.write_bytes(file.read_bytes() + b" ")
        problem, = read_templates(tmp_path).problems
        assert problem.code == "C330" and str(most) in problem.message
        file.unlink()


@pytest.mark.parametrize("folder", ["", "icons"])
def test_a_link_in_the_place_of_a_folder_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    place = tmp_path / "templates" / folder
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(tmp_path / "elsewhere")
    problems = read_templates(tmp_path).problems
    assert f"templates/{folder}".rstrip("/") in {p.path for p in problems} and {p.code for p in problems} == {"C330"}


# ---- when it is drawn -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("source", "says"), [
    ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "does not end"),
    ("{% for a in range(10**9) %}x{% endfor %}", "Range too big"),
    ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "recursion"),
    ("{{ phon }}", "'phon' is undefined"),
    ("{{ ''.__class__.__mro__ }}", "unsafe"),
    ("{{ '{0.__class__}'.format(1) }}", "unsafe"),
    ("{{ 1 / 0 }}", "division by zero"),
    ("{{ 'x' * 'y' }}", "can't multiply"),
    ("{% include 'a.html.j2' %}", "recursion"),
    ("{% include '../secret' %}", "no file templates/"),
    ("{% for a in range(3) %}" * 25 + "{% endfor %}" * 25, "nested blocks"),
    ("{{ lipsum.__globals__ }}", "unsafe"),
])
def test_a_template_that_goes_wrong_when_it_is_drawn_is_a_problem(tmp_path: Path, source: str, says: str) -> None:
    (tmp_path / "a.html.j2").write_text(source, encoding="utf-8")
    began = time.monotonic()
    with pytest.raises(FAULTS) as raised:
        draw(sandbox(tmp_path), "a.html.j2", {}, seconds=0.5 if says == "does not end" else 60)
    assert time.monotonic() - began < 30  # on a busy machine
    problem = fault(raised.value, "a.html.j2")
    assert problem.code == "P101" and problem.path.startswith("templates/") and says in problem.message, problem


def test_a_template_that_does_not_end_leaves_no_alarm_behind(tmp_path: Path) -> None:
    (tmp_path / "a.html.j2").write_text("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", encoding="utf-8")
    with pytest.raises(TooSlow):
        draw(sandbox(tmp_path), "a.html.j2", {}, seconds=0.1)
    time.sleep(0.15)
    (tmp_path / "b.html.j2").write_text("{{ text }}", encoding="utf-8")
    assert draw(sandbox(tmp_path), "b.html.j2", {"text": "<b>&"}, seconds=9) == "&lt;b&gt;&amp;"


def test_a_style_sheet_that_is_a_link_is_not_read_when_the_page_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "secret.css").write_text("secret", encoding="utf-8")
    (tmp_path / "templates" / "linked.css").symlink_to(tmp_path / "secret.css")
    with pytest.raises(FAULTS):
        Pages(tmp_path).style(("linked",))


def test_a_drawing_of_a_million_parts_is_told_soon() -> None:
    bomb = b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 1_000_000
    began = time.process_time()
    assert [p.code for p in drawing_problems(bomb, "x.svg")] == ["C337"]
    assert time.process_time() - began < 2
