"""docs/checks.md: the tables, from the mutants and from what was kept of other programs and packages."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from errors_texts import NOT_VISIBLE

HERE = Path(__file__).parent
WHOLE = ("numbers", "placeholders", "addresses")  #: to be told without exception
WANTED = 0.95
FALSE_ALARMS = 0.005


def _share(hits: int, of: int) -> str:
    """Rounded down: 100 % means every one."""
    return f"{hits * 1000 // of / 10:.1f} %" if of else "–"


def _count(every: Iterable, where: Callable) -> tuple[int, int]:
    these = [m for m in every if where(m)]
    return sum(m.seen for m in these), len(these)


def _alarms(clean: dict, severity: str) -> list[tuple[str, str, str]]:
    """Of the clean catalogs; that a machine wrote a text is true and no false alarm."""
    return [(tag, context, code) for tag, found in clean.items() for context, these in found.items()
            for code, level in these if level == severity and code != "E301"]


def reached(every: list, clean: dict) -> bool:
    """Whether the checks see what they have to."""
    whole = _count(every, lambda m: m.group in WHOLE and m.level == "error")
    hits, of = _count(every, lambda m: m.level == "error")
    return whole[0] == whole[1] and hits >= WANTED * of and not _alarms(clean, "error")


def short(every: list, clean: dict) -> str:
    """What a person sees on the terminal."""
    lines = []
    for title, where in (("errors in numbers, placeholders, addresses", lambda m: m.group in WHOLE and m.level == "error"),
                         ("all errors", lambda m: m.level == "error"), ("warnings", lambda m: m.level == "warning")):
        hits, of = _count(every, where)
        lines.append(f"{title}: {hits} of {of} seen, {_share(hits, of)}")
    lines.append(f"false alarms in the clean catalogs: {len(_alarms(clean, 'error'))} errors, {len(_alarms(clean, 'warning'))} warnings")
    return "\n".join(lines)


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    return ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1),
            *("| " + " | ".join(row) + " |" for row in rows), ""]


def _classes(every: list) -> list[str]:
    lines = []
    for group in dict.fromkeys(m.group for m in every):
        rows = []
        for name in dict.fromkeys(m.name for m in every if m.group == group):
            these = [m for m in every if m.group == group and m.name == name]
            hits = sum(m.seen for m in these)
            codes = sorted({code for m in these for code, _ in m.found})
            missed = sorted({m.tag for m in these if not m.seen})
            rows.append([name, these[0].level, str(len(these)), str(hits), _share(hits, len(these)),
                         " ".join(codes[:5]) + (" …" if len(codes) > 5 else ""), " ".join(missed)])
        lines += [f"### {group.capitalize()}", "", *_table(["error", "level", "seeded", "seen", "recall", "told by", "missed in"], rows)]
    return lines


def _kept(name: str) -> dict:
    file = HERE / name
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def report(every: list, clean: dict, files: dict, date: dt.date) -> str:
    """The whole page."""
    strings = sum(len(f.entries) for f in files.values())
    names = {(m.group, m.name) for m in every}
    rows = []
    for title, where in (("errors in numbers", lambda m: m.group == "numbers" and m.level == "error"),
                         ("errors in placeholders", lambda m: m.group == "placeholders" and m.level == "error"),
                         ("addresses typed in", lambda m: m.group == "addresses" and m.level == "error"),
                         ("all errors", lambda m: m.level == "error"), ("warnings", lambda m: m.level == "warning")):
        hits, of = _count(every, where)
        goal = {"all errors": "95 %", "warnings": "–"}.get(title, "100 %")
        rows.append([title, str(of), str(hits), _share(hits, of), goal])
    lines = ["# What our checks see, and what they do not", "",
             "Made by `make bench-checks`; do not edit. " f"Content of {date.isoformat()}.", "",
             f"{len(names)} classes of error were put into our {len(files)} catalogs ({strings} strings): one error into one "
             f"string, {len(every)} spoilt strings and files. What puts errors in shares no table and no pattern with what "
             "looks for them. *Seen* means told at the string itself (or for the file), at the level given: an error stops "
             "the edition, a warning is shown. Shares are rounded down.", "",
             *_table(["", "seeded", "seen", "recall", "to reach"], rows),
             f"False alarms in the clean catalogs: **{len(_alarms(clean, 'error'))} errors**, "
             f"{len(_alarms(clean, 'warning'))} warnings, in {strings} strings (that a text is a machine’s draft is told too, and is true)."
             + "".join(f" {tag}: {context} {code}." for tag, context, code in _alarms(clean, "error")), "",
             "## Not visible to a machine", "",
             "No check sees these; two people who read both languages have to:", "",
             *(f"- {what}" for what in NOT_VISIBLE), "", "## By locale", ""]
    by = []
    for tag in files:
        cells = [tag]
        for where in (lambda m: m.group == "numbers", lambda m: m.group == "placeholders", lambda m: m.group == "addresses", lambda m: True):
            cells.append(_share(*_count(every, lambda m, w=where: m.tag == tag and m.level == "error" and w(m))))
        cells.append(_share(*_count(every, lambda m: m.tag == tag and m.level == "warning")))
        cells += [str(sum(t == tag for t, *_ in _alarms(clean, level))) for level in ("error", "warning")]
        by.append(cells)
    lines += _table(["locale", "numbers", "placeholders", "addresses", "all errors", "warnings", "false errors", "false warnings"], by)
    lines += ["## By class", "", *_classes(every)]
    lines += _others(_kept("others.json"), every, len(_alarms(clean, "error")) + len(_alarms(clean, "warning"))) + _packages(_kept("packages.json"))
    return "\n".join(lines).rstrip() + "\n"


def chosen(every: list) -> list:
    """What other programs are given: the first of each class in every third locale, so that the slow ones come to an end."""
    first: dict[tuple[str, str], object] = {}
    names, tags = list(dict.fromkeys(m.name for m in every)), sorted({m.tag for m in every})
    for one in every:
        if (names.index(one.name) + tags.index(one.tag)) % 3 == 0:
            first.setdefault((one.name, one.tag), one)
    return list(first.values())


def shares(seen: set[int], of: list) -> dict[str, str]:
    """Recall by column, of the places in ``of`` that were seen."""
    def share(where: Callable) -> str:
        these = {i for i, m in enumerate(of) if where(m)}
        return _share(len(seen & these), len(these))
    return {"errors": share(lambda m: m.raw is None and m.level == "error"),
            "numbers": share(lambda m: m.raw is None and m.level == "error" and m.group in WHOLE),
            "warnings": share(lambda m: m.raw is None and m.level == "warning"), "files": share(lambda m: m.raw is not None)}


def _others(kept: dict, every: list, alarms: int) -> list[str]:
    if not kept:
        return []
    same = chosen(every)
    ours = {"name": "our reader, join and checks", "version": "", "alarms": str(alarms), **shares({i for i, m in enumerate(same) if m.seen}, same)}
    rows = [[r["name"], r["version"], r["errors"], r["numbers"], r["warnings"], r["files"], r["alarms"]] for r in [ours, *kept["rows"]]]
    return ["## Beside other programs", "",
            f"The same {kept['strings']} spoilt strings and {kept['spoilt_files']} spoilt files ({kept['about']}). A program has seen an "
            "error when it says of the spoilt file, at any level, what it does not say of the clean one. False alarms: "
            f"different messages about our clean catalogs ({kept['clean']} strings). Ours has to give the right level, too. Measured on {kept['date']}.", "",
            *_table(["program", "version", "errors in strings", "of these numbers, placeholders, addresses", "warnings in strings", "spoilt files", "false alarms"], rows)]


def _packages(kept: dict) -> list[str]:
    if not kept:
        return []
    rows = [[code, str(n), str(n - false), str(false), f"{false * 100 / kept['strings']:.2f} %"] for code, (n, false) in kept["codes"].items()]
    hits, none = sum(n for _, n in kept["locales"].values()), [tag for tag, (n, _) in kept["locales"].items() if not n]
    return ["## False alarms in catalogs written by people", "",
            f"{kept['strings']} translations in {len(kept['locales']) - len(none)} of our {len(kept['locales'])} languages"
            f"{' (none in ' + ', '.join(none) + ')' if none else ''} from Debian packages: {', '.join(kept['packages'])}. "
            f"{kept['about']} To reach: at most {FALSE_ALARMS:.1%} of strings for each check. A finding that is a fact is no "
            "false alarm: letters of another keyboard (Arabic ones in Urdu, Persian, Sorani or Pashto, cedillas in Romanian, õ and û in "
            "Hungarian), letters out of use, presentation forms, lost letters, a space at one end. "
            f"All others are counted, also where the package is wrong: **{hits} strings, {hits * 100 / kept['strings']:.2f} %**. "
            f"Measured on {kept['date']}.", "",
            *_table(["check", "strings", "facts", "false alarms", "rate"], rows),
            *_table(["locale", "strings", "false alarms", "rate"],
                    [[tag, str(n), str(hits), f"{hits * 100 / n:.2f} %" if n else "–"] for tag, (n, hits) in kept["locales"].items()]),
            "Left out: " + kept["left_out"], ""]


def write(path: Path, text: str) -> None:
    """Whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)
