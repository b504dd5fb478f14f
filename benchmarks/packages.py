"""False alarms: our error checks on translations that people wrote, from Debian packages. The English there is the msgid.

Only sentences like ours are taken: our checks are for prose, and a menu entry with a
mnemonic or a format string is none.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

import polib
import report
from kinds import LATIN

MOST = 1_000  #: strings of one locale; the same ones on every run (in order of their English, spread evenly)
#: What a safety card does not hold: formats, markup, mnemonics, paths, options, code.
_TECHNICAL = re.compile(r"[%<>&_{}\\$@#=|/~^*\[\]\n\t`;]|--|\w\(|\w\.\w|…$|[a-z][A-Z]|[A-Z]{2}|\d")
#: Findings that are facts: letters of another language's keyboard, lost letters, a space at one end only, a break.
_WRONG_LETTERS = {"ur": "كيى", "fa": "كي", "ckb": "كيى", "ps": "ك", "ro": "şţŞŢ", "hu": "õûÕÛ", "th": "ฃฅ", "bn": "ৰৱ"}
LEFT_OUT = ("strings that keep Latin words in another script, which are names of programs (so E218 and E220 are hardly measured there); "
            "strings with formats, markup, mnemonics, paths, digits, capitals that stand for names of programs, or line breaks; "
            "strings of fewer than three words; strings that are the same as the English; plural forms.")


def _mo_names(tag: str) -> tuple[str, ...]:
    return {"zh-Hans": ("zh_CN",), "zh-Hant": ("zh_TW", "zh_HK"), "fil": ("fil", "tl")}.get(tag, (tag,))


def _pairs(folder: Path, tag: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _mo_names(tag):
        for file in sorted(folder.glob(f"usr/share/locale/{name}/LC_MESSAGES/*.mo")) + sorted(folder.glob(f"usr/share/*/locale/{name}/LC_MESSAGES/*.mo")):
            try:
                mo = polib.mofile(str(file))
            except (OSError, ValueError, UnicodeDecodeError):
                continue
            for e in mo:
                if e.msgstr and not e.msgid_plural and e.msgstr != e.msgid and len(e.msgid.split()) >= 3 and not _TECHNICAL.search(e.msgid):
                    if e.msgid == e.msgid.strip() and (tag in LATIN or not re.search("[A-Za-z]", e.msgstr)):
                        found.setdefault(e.msgid, e.msgstr)
    return found


def _true(code: str, tag: str, text: str) -> bool:
    """Whether the package is wrong, as far as that is a fact."""
    if code.startswith("E216"):
        return text != text.strip() or "\n" in text
    if code.startswith("E217"):
        return bool(re.search(r"\w\?\w|\ufffd|\?{3}", text))
    if code.startswith("E219"):
        return bool(re.search("[\ufb50-\ufdff\ufe70-\ufefc]", text))
    return code.startswith("E223") and any(c in text for c in _WRONG_LETTERS.get(tag, ""))


def look(folder: Path, ours, tags: list[str]) -> None:
    """Read the packages of the folder and keep the rates in packages.json."""
    from ours import check_pairs
    every: dict[str, dict[str, str]] = {tag: {} for tag in tags}
    used = []
    for package in sorted(folder.glob("*_*_*")):  # name_version_architecture, as a .deb or unpacked
        with tempfile.TemporaryDirectory() as scratch:
            if not package.is_dir() and subprocess.run(["dpkg", "-x", str(package), scratch], capture_output=True).returncode:
                continue
            before = sum(map(len, every.values()))
            for tag in tags:
                for english, text in _pairs(package if package.is_dir() else Path(scratch), tag).items():
                    every[tag].setdefault(english, text)
            if sum(map(len, every.values())) > before:
                name, version = package.name.split("_")[:2]
                used.append(f"{name} {version.replace('%3a', ':')}")
    codes: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    examples: dict[str, list[list[str]]] = defaultdict(list)
    locales, total = {}, 0
    for tag, pairs in every.items():
        chosen = sorted(pairs.items())
        chosen = chosen[::max(1, -(-len(chosen) // MOST))]
        hit: set[int] = set()
        for code, hits in check_pairs(ours, tag, chosen).items():
            false = [i for i in hits if not _true(code, tag, chosen[i][1])]
            codes[code] = [codes[code][0] + len(hits), codes[code][1] + len(false)]
            hit |= set(false)
            examples[code] += [[tag, *chosen[i]] for i in false[:4]]
        locales[tag] = [len(chosen), len(hit)]
        total += len(chosen)
    kept = {"date": dt.date.today().isoformat(), "packages": used, "strings": total, "locales": locales,
            "about": "Our error checks that need no template of ours; the msgid is the English.",
            "left_out": LEFT_OUT, "codes": dict(sorted(codes.items()))}
    report.write(report.HERE / "packages.json", json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    for code, these in sorted(examples.items()):
        print(code, codes[code])
        for tag, english, text in these[:14]:
            print(f"    {tag} {english[:60]!r} -> {text[:90]!r}")
