"""Each check of content finds what it is for, in the real content with one thing spoilt."""

import json
from pathlib import Path

import pytest

from conftest import TODAY, copy_root, generator
from test_bad_input import edit, one
from generator.build.inputs import read_inputs
from generator.build.plan import Narrow, plan
from generator.signoff import text_hash


def checked(root: Path):
    return generator("check", "--root", root, "--format", "json")


def test_a_service_of_another_nation_is_out_of_place(root: Path) -> None:
    line = edit(root, "content/materials/number-card.yaml", "service: helpline", "service: tara")
    problem = one(checked(root), "F330")
    assert problem["severity"] == "error" and problem["line"] == line and "england" in problem["message"]


def test_a_line_of_a_list_is_left_out_where_its_service_does_not_serve(root: Path) -> None:
    edit(root, "content/materials/booklet.yaml", "service: refuge", "service: tara")
    inputs = read_inputs(root, TODAY)
    booklet, english, area = inputs.library.materials["booklet"], inputs.library.locales["en"], inputs.library.areas["wiltshire"]
    assert "tara" not in {c.id for c in inputs.join.edition(booklet, english, area)[0].contacts()}
    there = area.model_copy(update={"nation": "scotland"})
    assert "tara" in {c.id for c in inputs.join.edition(booklet, english, there)[0].contacts()}


CONTACT = """contacts:
  coordinator:
    name: "{name}"
    phone: {{shown: "01632 960123", dial: "+441632960123", source: "the team", read_on: "2026-11-21", sure: A}}
    languages: [pl]
"""


def test_the_name_of_who_answers_gives_nothing_away(root: Path) -> None:
    file = root / "content/areas/wiltshire.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + CONTACT.format(name="Victim care team"), encoding="utf-8")
    problem = one(checked(root), "F322")
    assert problem["severity"] == "error" and "victim-" in problem["message"]
    assert problem["line"] == text.count("\n") + 3


def test_a_contact_takes_no_number_from_a_service_of_the_same_name(root: Path) -> None:
    file = root / "content/areas/wiltshire.yaml"
    file.write_text(file.read_text(encoding="utf-8") + CONTACT.format(name="Care team"), encoding="utf-8")
    assert read_inputs(root, TODAY).library.services["wiltshire-coordinator"].phone.shown == "01632 960123"
    text = (root / "content/services/samaritans.yaml").read_text(encoding="utf-8")
    (root / "content/services/wiltshire-coordinator.yaml").write_text(text.replace("id: samaritans", "id: wiltshire-coordinator"))
    assert one(checked(root), "C153")["path"] == "content/areas/wiltshire.yaml"


def test_a_new_area_is_one_file_and_its_name_stands_in_english_until_it_is_translated(wide_root: Path) -> None:
    """Forty-three of them are forty-three files: nothing else has to be there first."""
    text = (wide_root / "content/areas/wiltshire.yaml").read_text(encoding="utf-8")
    lines = text.partition("local:\n")[0].replace("id: wiltshire", "id: area-{0}").replace("name: Wiltshire", "name: North {0}shire")
    for number in range(40):
        name = "abcdefghijklmnopqrstuvwxyzabcdefghijklmn"[number] * (1 + number // 26)
        (wide_root / f"content/areas/area-{name}.yaml").write_text(lines.format(name), encoding="utf-8")
    inputs = read_inputs(wide_root, TODAY)
    whole = plan(inputs, [], Narrow(material="safety-card,micro-card", locale="ur,ro"))
    assert len(inputs.library.areas) == 43 and not whole.failed
    assert len({p for p in whole.problems if p.code == "E205"}) == 40, "one line for each area"
    card = next(p.edition for p in whole.planned if p.edition.key[:3] == ("area-b", "ur", "safety-card"))
    assert card.area_name[0].text == "North bshire" and "the area's name stands in English" in card.draft_because


def test_a_number_that_has_ended_stops_what_prints_it(root: Path) -> None:
    edit(root, "content/materials/booklet.yaml", "service: refuge", "service: glaa")
    ran = checked(root)
    assert ran.code == 1 and "2026-04-01" in one(ran, "F301")["message"]


def test_an_address_that_tells_is_refused(root: Path) -> None:
    edit(root, "content/areas/wiltshire.yaml", "nation: england", "nation: england\naddress: https://victim-help.example.org/")
    assert one(checked(root), "F321")["severity"] == "error"


def test_an_address_of_its_own_is_printed_and_ends_the_warning(tmp_path: Path) -> None:
    root = copy_root(tmp_path / "root", frozenset({"en", "pl"}))
    edit(root, "content/areas/wiltshire.yaml", "nation: england", "nation: england\naddress: https://day.example.org/w/")
    assert {Path(p["path"]).stem for p in checked(root).problems if p["code"] == "F320"} == {"cambridgeshire", "west-mercia"}
    target = tmp_path / "b"
    generator("build", "--root", root, "--build", target, "--area", "wiltshire", "--locale", "pl",
              "--material", "number-card,safety-card,helpline-page,social-image,sms")  # on paper, a page, a picture, a text
    outputs = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    assert {code for o in outputs for code in o["qr"]} == {"https://day.example.org/w/pl/"}
    assert "https://day.example.org/w/pl/" in {o.get("address") for o in outputs}


@pytest.mark.parametrize("address", ["http://day.example.org/", "https://day.example.org", "https://u@day.example.org/",
                                     "https://day.example.org:8443/", "https://day.example.org/?id=1"])
def test_an_address_that_is_not_plain_https_is_refused(root: Path, address: str) -> None:
    edit(root, "content/areas/wiltshire.yaml", "nation: england", f'nation: england\naddress: "{address}"')
    assert one(checked(root), "C104")["path"] == "content/areas/wiltshire.yaml"


def test_an_address_too_long_for_a_small_code_is_a_problem(root: Path, tmp_path: Path) -> None:
    edit(root, "content/areas/wiltshire.yaml", "nation: england",
         "nation: england\naddress: https://a-long-name-for-a-day.example.org/and-more/")
    ran = generator("build", "--root", root, "--build", tmp_path / "b", "--area", "wiltshire", "--locale", "pl", "--material", "number-card", "--format", "json")
    assert ran.code == 1 and "42" in one(ran, "P102")["message"]


@pytest.mark.parametrize("old, new, near", [("card-85x55", "card-85x56", "card-85x55"),
                                            ("service: helpline", "service: helplime", "helpline")])
def test_a_name_that_leads_nowhere_is_told_with_the_nearest(root: Path, old: str, new: str, near: str) -> None:
    line = edit(root, "content/materials/safety-card.yaml", old, new)
    problem = one(checked(root), "C311")
    assert problem["line"] == line and near in problem["remedy"]


def test_an_id_that_stands_twice_is_refused(root: Path) -> None:
    edit(root, "content/materials/safety-card.yaml", "id: not-your-fault", "id: heading")
    assert "heading" in one(checked(root), "C312")["message"]


def test_a_repeated_sentence_is_to_be_referred_to(root: Path) -> None:
    edit(root, "content/materials/booklet.yaml", "text: Your health", "text: When you call")
    problem = one(checked(root), "C313")
    assert problem["severity"] == "warning" and "same_as" in problem["remedy"]


def test_a_local_line_that_is_needed_and_missing_is_a_warning_and_no_hole(tmp_path: Path) -> None:
    root = copy_root(tmp_path / "root", frozenset({"en"}), frozenset({"west-mercia"}))
    edit(root, "content/materials/booklet.yaml", "slot: bag", "slot: bag\n        required: true")
    target = tmp_path / "b"
    ran = generator("build", "--root", root, "--build", target, "--area", "west-mercia", "--locale", "en", "--material", "number-card,booklet",
                    "--format", "json")
    assert ran.code == 0 and "local: bag" in one(ran, "F310")["remedy"]
    made = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert {f["material"] for f in made["failed"]} == {"booklet", "coordinator-card"}


def test_a_checked_number_is_verified_until_a_digit_changes(root: Path) -> None:
    edit(root, "content/signoff/facts.yaml", "facts: []",
         'facts:\n  - {service: helpline, fact: phone, value: "+448000121700", on: "2026-11-21", by: somebody}')

    (root / "content/people/somebody.yaml").write_text("id: somebody\nname: Somebody\nrings: true\n")

    def unverified() -> set[str]:
        return {Path(p["path"]).stem for p in checked(root).problems if p["code"] == "F201"}

    assert "helpline" not in unverified()
    edit(root, "content/services/helpline.yaml", '"08000 121 700"', '"0808 157 0001"')
    edit(root, "content/services/helpline.yaml", '"+448000121700"', '"+448081570001"')
    assert "helpline" in unverified()


def test_a_sign_off_holds_for_exactly_what_was_read(root: Path) -> None:
    inputs = read_inputs(root, TODAY)
    entry = inputs.catalogs["ro"].entries["safety-card.heading"]
    seal = text_hash("ro", entry.context, entry.english, entry.translation)
    (root / "content/signoff/ro.yaml").write_text(
        f"id: ro\ntexts:\n  - {{context: {entry.context}, hash: {seal}, on: \"2026-11-21\", by: somebody}}\n", encoding="utf-8")
    (root / "content/people/somebody.yaml").write_text("id: somebody\nname: Somebody\nreviews: [ro]\n")
    signoffs = read_inputs(root, TODAY).signoffs
    assert signoffs.approved("ro", entry.context, entry.english, entry.translation)
    assert not signoffs.approved("ro", entry.context, entry.english, entry.translation + ".")
    assert not signoffs.approved("ro", entry.context, entry.english + ".", entry.translation)
    assert not signoffs.approved("pl", entry.context, entry.english, entry.translation)


def test_nothing_is_released_by_make_however_much_is_signed(root: Path) -> None:
    """A number card of an area with an address and verified facts is still a draft: only a release takes the mark away."""
    edit(root, "content/areas/wiltshire.yaml", "nation: england", "nation: england\naddress: https://day.example.org/w/")
    edit(root, "content/signoff/facts.yaml", "facts: []",
         'facts:\n  - {service: helpline, fact: phone, value: "+448000121700", on: "2026-11-21", by: somebody}')
    (root / "content/people/somebody.yaml").write_text("id: somebody\nname: Somebody\nrings: true\n")
    card = next(p.edition for p in plan(read_inputs(root, TODAY), []).planned
                if p.edition.key == ("wiltshire", "pl", "number-card", "card-85x55"))
    assert card.status == "draft" and card.draft_because == ("it has not been released",)


def test_status_lists_what_to_do_in_order(root: Path) -> None:
    ran = generator("status", "--root", root)
    steps = [line[3:].split(" (")[0] for line in ran.out.splitlines() if line[:1].isdigit()]
    assert ran.code == 0 and steps[:3] == ["Give each area its own web address", "Ring each number and record it",
                                           "Have the English approved, then each translation reviewed"]
