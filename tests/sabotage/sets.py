"""What is done to a published set: its manifest, its files, what lies beside it."""

from __future__ import annotations

import hashlib

from sabotage import Small, sabotage

SET = "a set"
FILES = ("en/sms.txt", "en/index.html")  # the quickest to read: what is asked here is asked of every kind alike


@sabotage("V510", SET)
def a_file_is_changed(small: Small) -> None:
    path = small.first()["path"]
    small.files[path] = small.files[path].replace(b"0", b"8")


@sabotage("V512", SET)
def a_file_is_missing(small: Small) -> None:
    del small.files[small.first()["path"]]


@sabotage("V511", SET)
def an_old_file_lies_in_the_set(small: Small) -> None:
    small.files["wiltshire/en/safety-card-old.pdf"] = b"%PDF-1.7"


@sabotage("V511", SET)
def an_old_file_lies_beside_the_set(small: Small) -> None:
    small.build.mkdir(exist_ok=True)
    (small.build / "card.pdf").write_bytes(b"%PDF-1.7")


@sabotage("V513", SET)
def the_manifest_breaks_off(small: Small) -> bytes:
    return b'{"outputs": ['


@sabotage("V513", SET)
def an_entry_has_no_hash(small: Small) -> None:
    del small.first()["sha256"]


@sabotage("V513", SET)
def a_path_leads_out_of_the_set(small: Small) -> None:
    small.first()["path"] = "../../../etc/passwd"


@sabotage("V513", SET)
def an_entry_stands_twice(small: Small) -> None:
    small.manifest["outputs"].append(dict(small.first()))


@sabotage("V514", SET)
def an_entry_names_no_item(small: Small) -> None:
    small.first()["material"] = "business-card"


@sabotage("V515", SET)
def the_manifest_has_another_edition_code(small: Small) -> None:
    small.first()["edition"] = "7F3A-9K2C-4TXW"


@sabotage("V515", SET)
def the_manifest_calls_a_draft_released(small: Small) -> None:
    small.first()["status"] = "released"


@sabotage("V515", SET)
def the_manifest_keeps_back_a_number(small: Small) -> None:
    small.manifest["outputs"][1]["phones"] = ["999"]


@sabotage("V515", SET)
def what_failed_stands_all_the_same(small: Small) -> None:
    small.manifest["failed"] = [{**{k: small.first()[k] for k in ("area", "locale", "material", "format")}, "problems": ["?"]}]


@sabotage("V516", SET)
def the_manifest_has_a_number_that_is_no_fact(small: Small) -> None:
    small.manifest["outputs"][1]["phones"] = ["07700 900123"]


@sabotage("V517", SET)
def the_manifest_has_the_address_of_another_language(small: Small) -> None:
    small.manifest["outputs"][1]["address"] = "https://wiltshire.example/ro/"


@sabotage("V522", SET)
def the_page_of_another_edition_lies_in_its_place(small: Small) -> None:
    output = small.manifest["outputs"][1]
    data = small.files[output["path"]].replace(output["edition"].encode(), b"7F3A-9K2C-4TXW")
    small.files[output["path"]] = data
    output["sha256"], output["bytes"] = hashlib.sha256(data).hexdigest(), len(data)
