"""What is done to a web page, a text or a picture after it was made."""

from __future__ import annotations

import io
import re

from PIL import Image

from sabotage import sabotage

PAGE, URDU_PAGE, SMS, TEXT, PICTURE = "en/index.html", "ur/index.html", "en/sms.txt", "en/plain-text.txt", "en/social-image.png"


def changed(data: bytes, before: str, after: str, times: int = 1) -> bytes:
    """The text with something in it replaced, and it must be there."""
    text = data.decode()
    assert before in text, before
    return text.replace(before, after, times).encode()


@sabotage("V521", PAGE)
def a_tap_dials_another_number(data: bytes) -> bytes:
    return changed(data, "tel:+448000121700", "tel:+448000121701")


@sabotage("V520", PAGE)
def another_number_is_shown_than_is_dialled(data: bytes) -> bytes:
    return changed(data, "08000 121 700", "08000 121 770")


@sabotage("V521", PAGE)
def two_numbers_dial_each_other(data: bytes) -> bytes:
    return changed(changed(changed(data, "tel:999", "tel:?"), "tel:+448000121700", "tel:999"), "tel:?", "tel:+448000121700")


@sabotage("V526", URDU_PAGE)
def a_number_loses_its_direction(data: bytes) -> bytes:
    return changed(data, '<bdi class="number" dir="ltr"', '<bdi class="number"')


@sabotage("V526", URDU_PAGE)
def the_page_runs_the_other_way(data: bytes) -> bytes:
    return changed(data, 'dir="rtl"', 'dir="ltr"')


@sabotage("V523", PAGE)
def the_mark_is_taken_from_the_page(data: bytes) -> bytes:
    return changed(data, ">DRAFT<", "><", -1)


@sabotage("V524", PAGE)
def the_number_is_hidden_by_an_attribute(data: bytes) -> bytes:
    return changed(data, '<a class="call"', '<a hidden class="call"')


@sabotage("V524", PAGE)
def the_style_is_changed(data: bytes) -> bytes:
    return changed(data, "</style>", ".call{margin:-99px}</style>")


@sabotage("V524", PAGE)
def the_script_is_changed(data: bytes) -> bytes:
    return changed(data, "</script>", "location='https://example.org'</script>")


@sabotage("V525", PAGE)
def a_link_leads_to_a_stranger(data: bytes) -> bytes:
    return changed(data, "https://www.bbc.co.uk/weather", "https://example.org/")


@sabotage("V525", PAGE)
def the_page_loads_a_picture(data: bytes) -> bytes:
    return changed(data, "<main>", '<main><img src="https://example.org/x.png" alt="">')


@sabotage("V525", PAGE)
def the_policy_is_taken_out(data: bytes) -> bytes:
    return changed(data, "default-src 'none'", "default-src *")


@sabotage("V525", PAGE)
def the_page_leads_on_by_itself(data: bytes) -> bytes:
    return changed(data, '<meta charset="utf-8">', '<meta charset="utf-8"><meta http-equiv="refresh" content="0; url=https://example.org/">')


@sabotage("V522", PAGE)
def a_sentence_is_taken_from_the_page(data: bytes) -> bytes:
    return re.sub(rb"<h1>[^<]*</h1>", b"<h1></h1>", data, count=1)


@sabotage("V522", PAGE)
def the_title_tells(data: bytes) -> bytes:
    return re.sub(rb"<title>[^<]*</title>", b"<title>Modern slavery</title>", data, count=1)


@sabotage("V522", PAGE)
def the_code_of_another_edition_stands_on_the_page(data: bytes) -> bytes:
    return re.sub(rb'(<span class="code"[^>]*>)[^<]*', rb"\g<1>7F3A-9K2C-4TXW", data, count=1)


@sabotage("V531", SMS)
def a_digit_of_the_message_is_another(data: bytes) -> bytes:
    return re.sub(rb"121 ?700", lambda found: found[0].replace(b"7", b"1"), data, count=1)


@sabotage("V531", SMS)
def a_second_number_stands_in_the_message(data: bytes) -> bytes:
    return data.rstrip() + b" 07700 900123\n"


@sabotage("V530", TEXT)
def a_sentence_is_taken_from_the_text(data: bytes) -> bytes:
    lines = data.split(b"\n")
    longest = max(range(len(lines)), key=lambda n: len(lines[n]))
    return b"\n".join(lines[:longest] + lines[longest + 1:])


@sabotage("V532", TEXT)
def the_mark_is_taken_from_the_text(data: bytes) -> bytes:
    return changed(data, "DRAFT\n", "")


@sabotage("V540", PICTURE)
def the_picture_breaks_off(data: bytes) -> bytes:
    return data[:len(data) // 2]


@sabotage("V540", PICTURE)
def the_picture_is_white(data: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        Image.new("L", image.size, 255).save(out, "PNG")
    return out.getvalue()


@sabotage("V540", PICTURE)
def the_picture_is_cut(data: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.crop((0, 0, image.width, image.height // 2)).save(out, "PNG")
    return out.getvalue()
