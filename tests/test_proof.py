"""The bilingual proof: every text with its number and its place, in its own script, marked as a draft, signed by nobody yet."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from conftest import FEWER, ROOT, copy_root, generator, real_inputs
from generator.build.publish import PublishFile, publish
from generator.build.disk import digest
from generator.catalog.reader import read_catalog
from generator.content.reader import read_library
from generator.model.library import pieces
from generator.templates.texts import template_texts
from generator.templates.reader import read_templates
from generator.proof.sheets import CHIP_MM, _apart
from generator.proof.texts import ProofText, proof_texts
from generator.signoff import text_hash

CARD = ("--area", "wiltshire", "--material", "safety-card")
LIBRARY, _ = read_library(ROOT, template_texts(read_templates(ROOT).texts))
#: What the Romanian proof of the card says of agreed words: of no other text.
AGREED = {"safety-card.interpreter": [("interpreter", "interpret")], "safety-card.danger": [("police", "poliți")]}


def proof(build: Path, tag: str, root: Path) -> Path:
    ran = generator("proof", "--root", root, "--build", build, "--locale", tag, *CARD)
    assert ran.code == 0, ran.out + ran.err
    path = build / "proofs" / f"wiltshire-{tag.lower()}.pdf"
    assert ran.out == f"written: {path}\n"
    return path


def texts(path: Path) -> list[str]:
    """What each page says."""
    document = pypdfium2.PdfDocument(path)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def contexts() -> list[str]:
    material = LIBRARY.materials["safety-card"]
    own = [p.record.same_as or p.context for p in pieces(material) if p.record.text or p.record.same_as]
    return [*own, "area.wiltshire.name", "layout.qr"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real root with few languages; no test writes into it."""
    return copy_root(tmp_path_factory.mktemp("office") / "root", FEWER, frozenset({"wiltshire"}))


@pytest.fixture(scope="module")
def romanian(office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return proof(tmp_path_factory.mktemp("proof"), "ro", office)


@pytest.fixture(scope="module")
def urdu(office: Path, romanian: Path) -> Path:
    return proof(romanian.parents[1], "ur", office)  # beside the other: the first must stay as it is


def test_every_text_stands_in_the_proof_with_number_context_and_english(romanian: Path) -> None:
    said = " ".join(texts(romanian))
    catalog, _ = read_catalog(ROOT, LIBRARY.locales["ro"])
    for context in contexts():
        english, translation = LIBRARY.texts[context].english, catalog.entries[context].translation
        agreed = "".join(f"agreed: {term} {word} " for term, word in AGREED.get(context, ()))
        row = f"{english} {agreed}{context} {translation} machine"
        assert re.search(rf"(?<!\d)\d+ {re.escape(row)}", said), row
    numbers = [int(n) for n in re.findall(r"(?<!\S)(\d+) (?=[^\d]{3,90} (?:safety-card|area|layout)\.)", said)]
    assert sorted(numbers) == list(range(1, len(contexts()) + 1))


def test_every_page_is_marked_as_a_draft_and_names_its_edition(romanian: Path) -> None:
    pages = texts(romanian)
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", pages[0])[0]
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert "DRAFT PROOF" in page.replace("DRAFT PROOF, not", "") and code in page and f"{number} / {len(pages)}" in page
    assert "I have read all texts" in pages[-1] and "Name" in pages[-1] and "Date" in pages[-1]


@pytest.mark.parametrize("word", ["Wiltshire", "Puteți primi ajutor.", "acest apel"])
def test_a_frame_stands_round_the_text_on_the_picture(romanian: Path, word: str) -> None:
    document = pypdfium2.PdfDocument(romanian)
    fits = []
    for page in list(document)[1:]:
        frames = [o.get_bounds() for o in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])]
        text = page.get_textpage()
        search = text.search(word, match_case=True)
        while found := search.get_next():
            boxes = [text.get_charbox(i) for i in range(found[0], sum(found)) if not text.get_text_range(i, 1).isspace()]
            left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
            right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
            # 0.5 mm of air is 1.4 points; the last line of a longer text has its frame at the foot only
            fits += [f for f in frames if f[0] < left and f[2] > right and f[1] < bottom and f[3] > top
                     and left - f[0] < 3 and bottom - f[1] < 3 and (f[2] - right < 3 and f[3] - top < 3 or word == "acest apel")]
    assert len(fits) == 1


def test_urdu_stands_in_its_own_font_from_right_to_left(urdu: Path, romanian: Path) -> None:
    assert romanian.is_file()
    document = pypdfium2.PdfDocument(urdu)
    page = document[1]
    text = page.get_textpage()
    head = text.search("English", match_case=True).get_next()
    below = text.get_charbox(head[0])[1]  # the table, not the picture
    letters = [text.get_charbox(i) for i in range(text.count_chars()) if "\u0620" <= text.get_text_range(i, 1) <= "\u06d5"]
    search, anchors = text.search("safety-card."), []
    while found := search.get_next():
        anchors.append(text.get_charbox(found[0])[1])
    rows: dict[float, list[tuple[float, ...]]] = {}
    for box in (b for b in letters if b[3] < below):  # a row ends with its context
        rows.setdefault(max(a for a in anchors if a - 6 < (box[1] + box[3]) / 2), []).append(box)
    assert len(rows) >= 6
    right = [max(b[2] for b in row) for row in rows.values()]
    left = [min(b[0] for b in row) for row in rows.values()]
    assert max(right) - min(right) < 12 and max(left) - min(left) > 40
    fonts = {o.get_font().get_base_name() for o in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]) if hasattr(o, "get_font")}
    assert any("Nastaliq" in name for name in fonts), fonts


def test_the_same_content_gives_the_same_bytes(office: Path, romanian: Path, tmp_path: Path) -> None:
    assert proof(tmp_path / "elsewhere", "ro", office).read_bytes() == romanian.read_bytes()


def test_state_findings_and_a_text_that_does_not_fit(root: Path, tmp_path: Path) -> None:
    catalog = root / "locales" / "ro.po"
    text = catalog.read_text(encoding="utf-8")
    entries, _ = read_catalog(root, LIBRARY.locales["ro"])
    lead = entries.entries["safety-card.not-your-fault"]
    approved = text_hash("ro", lead.context, lead.english, lead.translation)
    (root / "content/signoff/ro.yaml").write_text(
        f'id: ro\ntexts:\n  - {{context: {lead.context}, hash: "{approved}", on: "2026-11-20", by: ana-pop}}\n')
    (root / "content/people/ana-pop.yaml").write_text("id: ana-pop\nname: Ana Pop\nreviews: [ro]\n")
    long = "Puteți primi ajutor. " * 12
    text = text.replace('msgstr "Puteți primi ajutor."', f'msgstr "{long.strip()}"')
    text = re.sub(r'# @machine\n((?:#.*\n)*msgctxt "safety-card.when-you-call")', r"\1", text)
    catalog.write_text(text, encoding="utf-8")
    said = " ".join(texts(proof(tmp_path / "build", "ro", root)))
    assert "safety-card.not-your-fault Ce vi s-a întâmplat nu este vina dumneavoastră. reviewed" in said
    assert "safety-card.when-you-call Când sunați translated" in said
    assert "Safety card cannot be printed as it is" in said and "error P202" in said
    assert re.search(r"safety-card\.heading Puteți.{200,} machine (warning|error) E\d{3} ", said)


def test_agreed_words_stand_in_the_order_of_the_english_and_in_their_own_script(urdu: Path) -> None:
    inputs = real_inputs()
    shire = inputs.library.areas["wiltshire"]

    def rows(tag: str, material: str) -> dict[str, ProofText]:
        edition, _ = inputs.join.edition(inputs.library.materials[material], inputs.library.locales[tag], shire)
        return {row.context: row for row in proof_texts(edition, inputs, [])}

    words = {term.english: term.approved["ro"] for term in inputs.library.glossary.values() if "ro" in term.approved}
    said = rows("ro", "booklet")["booklet.nrm-lead"]
    assert [word for word, _ in said.agreed] == ["NRM", "national referral mechanism", "victim", "modern slavery"]
    assert all(words[term] == agreed for term, agreed in said.agreed)
    assert [said.english.casefold().index(term.casefold()) for term, _ in said.agreed] == sorted(
        said.english.casefold().index(term.casefold()) for term, _ in said.agreed)
    assert rows("pl", "booklet")["booklet.nrm-lead"].agreed != said.agreed and not rows("ro", "safety-card")["safety-card.heading"].agreed
    document = pypdfium2.PdfDocument(urdu)
    for page in document:
        text = page.get_textpage()
        found = text.search("agreed: interpreter", match_case=True).get_next()
        if found:
            box = text.get_charbox(found[0])
            beside = [text.get_text_range(i, 1) for i in range(text.count_chars()) for b in [text.get_charbox(i)]
                      if box[0] < b[0] < 230 and abs((b[1] + b[3] - box[1] - box[3]) / 2) < 6]  # in the column of the English
            assert sorted(c for c in beside if "\u0620" <= c <= "\u06d5") == sorted("ترجمان")
            return
    raise AssertionError("the agreed word for interpreter stands nowhere")


def test_a_waived_problem_is_no_finding(root: Path, tmp_path: Path) -> None:
    catalog = root / "locales" / "ro.po"
    text = catalog.read_text(encoding="utf-8")
    assert "Puteți cere un interpret" in text
    catalog.write_text(text.replace("Puteți cere un interpret", "Puteți cere un traducător"), encoding="utf-8")
    finding = "warning E520 safety-card.interpreter"
    before = " ".join(texts(proof(tmp_path / "before", "ro", root)))
    assert finding in before
    (root / "content/people/ana.yaml").write_text("id: ana\nname: Ana\n")
    (root / "content/waivers/word.yaml").write_text(
        'id: word\ncode: E520\nlocale: ro\ncontext: safety-card.interpreter\nreason: The word of this office.\non: "2026-11-20"\nby: ana\n')
    after = " ".join(texts(proof(tmp_path / "after", "ro", root)))
    assert finding not in after and "C350" not in after


def test_a_locale_without_catalog_is_one_clear_sentence(tmp_path: Path) -> None:
    root = copy_root(tmp_path / "root", frozenset({"en", "hi"}), frozenset({"wiltshire"}))
    file = root / "content" / "locales" / "hi.yaml"
    file.write_text(re.sub(r"gettext:\n(  .*\n)+", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    ran = generator("proof", "--root", root, "--build", tmp_path, "--locale", "hi", "--format", "json")
    assert ran.code == 1
    (problem,) = ran.problems
    assert problem["code"] == "B440" and problem["message"] == "Hindi has no catalog, so there is no translation to read."
    assert not (tmp_path / "proofs").exists()
    assert generator("proof", "--build", tmp_path).code == 2


def test_a_set_is_published_beside_the_proofs_and_leaves_them_alone(tmp_path: Path) -> None:
    kept = tmp_path / "proofs" / "wiltshire-ro.pdf"
    kept.parent.mkdir()
    kept.write_bytes(b"read by somebody")
    for page in (b"one", b"two"):
        assert publish(tmp_path, [PublishFile("index.html", digest(page), page)]) == (True, [])
    assert kept.read_bytes() == b"read by somebody"


def test_numbers_beside_a_picture_do_not_touch() -> None:
    placed = _apart([1, 1.5, 2, 30, 49.9, 50], 50)
    assert placed == sorted(placed) and max(placed) <= 50
    assert all(b - a >= CHIP_MM - 1e-9 for a, b in zip(placed, placed[1:]))
