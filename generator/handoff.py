"""Floor 8. What a translation agency gets: one zip, the same bytes for the same content, with neutral names.

The name of the work stands in no file name: the list of files in an inbox or on a
shared screen tells nobody what it is for.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from generator.model.catalog import Catalog
from generator.model.content import Locale
from generator.model.library import Library
from generator.problem import Problem, error
from generator.wholefile import write_whole

BEHIND = error("E420", "handoff-behind", "what is translated from older English is refused when it comes back")

LARGEST_PROOF = 100_000_000  #: bytes
_FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say; the clock must not change its bytes


@dataclass(frozen=True)
class Parcel:
    """The files of a zip by name."""

    files: dict[str, bytes]

    def zip(self) -> bytes:
        """The zip. Nothing is packed tighter: another version of zlib would give other bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
            for name, data in sorted(self.files.items()):
                entry = zipfile.ZipInfo(name, _FIXED)
                entry.create_system, entry.external_attr = 3, 0o100644 << 16
                bundle.writestr(entry, data)
        return out.getvalue()


def handoff(library: Library, locale: Locale, catalog: Catalog, raw: bytes, template: str,
            proofs: dict[str, bytes]) -> tuple[Parcel | None, list[Problem]]:
    """The parcel for one locale. ``raw`` are the bytes of its catalog; ``proofs`` PDFs by area."""
    late = [c for c, text in library.texts.items() if not text.english_only
            if c not in catalog.entries or catalog.entries[c].english != text.english]
    if late:
        return None, [BEHIND.at(catalog.path, 0, f"{len(late)} texts are missing here or have older English, {min(late)} among them.",
                                "Type make translations, then make handoff again.", locale=locale.tag)]
    tag = locale.tag
    todo = sum(not e.translation or e.fuzzy for c, e in catalog.entries.items() if c in library.texts)
    drafts = sum(e.machine and bool(e.translation) and not e.fuzzy for c, e in catalog.entries.items() if c in library.texts)
    files = {f"{tag}.po": raw, "messages.pot": template.encode(),
             **{f"proof-{area}-{tag}.pdf": data for area, data in sorted(proofs.items())}}
    terms = [(t.english, t.approved.get(tag, ""), ", ".join(t.forbidden.get(tag, ())), t.note or "")
             for t in sorted(library.glossary.values(), key=lambda t: (t.english.casefold(), t.id))]
    scope = dict(locale=locale, tag=tag, todo=todo, drafts=drafts, total=sum(not text.english_only for text in library.texts.values()), terms=terms,
                 proofs=[name for name in sorted(files) if name.startswith("proof-")])
    files[f"glossary-{tag}.csv"] = _csv(terms)
    files[f"glossary-{tag}.html"] = _page(_GLOSSARY, scope)
    sections = _sections(scope)
    files["read-me-first.txt"] = _plain(sections, locale)
    files["read-me-first.html"] = _page(_INSTRUCTIONS, scope | {"sections": sections})
    files["checksums.txt"] = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n"
                                     for name, data in sorted(files.items())).encode()
    return Parcel(files), []


def read_proofs(build: Path, areas: list[str], tag: str) -> dict[str, bytes]:
    """The proofs that have been made for this locale, by area; there may be none."""
    found = {}
    for area in areas:
        file = build / "proofs" / f"{area}-{tag}.pdf"
        if file.is_file() and not file.is_symlink() and file.stat().st_size <= LARGEST_PROOF:
            found[area] = file.read_bytes()
    return found


def write_parcel(parcel: Parcel, file: Path) -> None:
    """Write the zip, whole or not at all; the folder is made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, parcel.zip())


def _csv(terms: list[tuple[str, str, str, str]]) -> bytes:
    """With a byte order mark, without which spreadsheets misread the letters; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(("English", "Agreed translation", "Not to be used", "Note"))
    writer.writerows([f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in term] for term in terms)
    return out.getvalue().encode("utf-8-sig")


def _sections(scope: dict) -> list[tuple[str, list[str]]]:
    """What the translator is told: headings and sentences, the same for the page and for the plain text."""
    locale, tag = scope["locale"], scope["tag"]
    voice = locale.voice
    tone = ["Plain words and short sentences, as one would say them to somebody who is afraid and reads little. "
            "Say what the English says: add nothing, promise nothing more, leave nothing out.",
            "The reader may be a woman or a man, an adult or a young person."]
    if voice:
        tone += [f"{title}{text.rstrip('.')}." for title, text in (
            ("How to address the reader: ", voice.address), ("Gender: ", voice.gender), ("", voice.remarks)) if text]
    room = ["Space is short: the texts stand on cards of the size of a bank card. Keep each about as long as it is now, "
            "or as the English."]
    if scope["proofs"]:
        room.append(f"The printed pages, with the name of each text on them, are in {' and '.join(scope['proofs'])}.")
    return [
        ("What this is", [
            "Safety information for people who may be exploited or held against their will in the United Kingdom: small "
            "cards, a booklet and a web page that tell them how to get help. A wrong number or a sentence that can be "
            "misread may put somebody in danger.",
            "Please keep the files to yourself, and do not paste the texts into public translation services."]),
        ("What to do", [
            f"Open {tag}.po in Poedit or another editor for gettext files. It holds {scope['total']} texts: "
            f"{scope['todo']} without a settled translation, {scope['drafts']} drafted by machine (marked @machine) "
            "and to be read and corrected. Correct whatever is not right.",
            "The note above each text says what it is and where it stands.",
            "Texts marked as needing work (fuzzy) are guesses after a change of the English: settle each, then take the mark away."]),
        ("Tone and voice", tone),
        ("Room", room),
        ("Words in braces", [
            "Keep what stands in braces, such as {phone}, exactly as it is, each as often as in the English. A number or a name "
            "is put there when the page is made. Move it to where your language wants it; do not translate it."]),
        ("Numbers", [
            "Type no telephone number and no address. Where the English has a figure, write the same figure, with the digits "
            "0 to 9, not with the digits of your script and not as a word."]),
        ("What not to change", [
            "The English, the names of the texts (msgctxt), and the names of organisations.",
            "No HTML, no signs for bold or italics, no line breaks, no invisible direction marks.",
            "Comments, flags and the head of the file are not read when it comes back: write questions into your message."]),
        ("Agreed words", [
            f"The agreed words are in glossary-{tag}.csv (for a spreadsheet) and glossary-{tag}.html (to read)." if scope["terms"]
            else "No words have been agreed yet; the glossary is empty."]),
        ("How to return it", [
            f"Send back {tag}.po, or a zip that holds just that file, saved as UTF-8, with the name of the person who translated. "
            "Each text is checked by itself: what passes is taken, and you hear of the others with the reason. A part is welcome too.",
            "checksums.txt lists the files as they were sent (SHA-256)."]),
    ]


def _plain(sections: list[tuple[str, list[str]]], locale: Locale) -> bytes:
    parts = [f"English to {locale.english_name} ({locale.tag})\n"]
    parts += [f"{title.upper()}\n\n" + "\n\n".join(texts) + "\n" for title, texts in sections]
    return "\n".join(parts).encode()


def _page(source: str, scope: dict) -> bytes:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(_HEAD + source).render(scope).encode()


_HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>English to {{ locale.english_name }}</title>
<style>
body{font:15px/1.45 system-ui,sans-serif;max-width:48em;margin:1.5em auto;padding:0 1em;color:#111;background:#fff}
h1{font-size:1.4em} h2{font-size:1.05em;margin:1em 0 .2em} p{margin:.3em 0}
table{border-collapse:collapse} th,td{border:1px solid #999;padding:.3em .6em;text-align:start;vertical-align:top}
</style>
"""
_INSTRUCTIONS = """<h1>English to {{ locale.english_name }} ({{ tag }})</h1>
{% for title, texts in sections %}<h2>{{ title }}</h2>
{% for text in texts %}<p>{{ text }}</p>
{% endfor %}{% endfor %}</html>
"""
_GLOSSARY = """<h1>Agreed words: {{ locale.english_name }} ({{ tag }})</h1>
{% if terms %}<table>
<tr><th>English</th><th>Agreed translation</th><th>Not to be used</th><th>Note</th></tr>
{% for english, agreed, forbidden, note in terms %}<tr><td>{{ english }}</td>\
<td lang="{{ tag }}" dir="{{ locale.direction }}">{{ agreed or "—" }}</td>\
<td lang="{{ tag }}" dir="{{ locale.direction }}">{{ forbidden or "—" }}</td><td>{{ note }}</td></tr>
{% endfor %}</table>
{% else %}<p>No words have been agreed yet.</p>
{% endif %}</html>
"""
