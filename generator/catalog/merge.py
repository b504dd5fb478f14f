"""Floor 1. The one place that runs msgmerge: only it rewrites catalogs (other writers lose what it keeps)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from generator.catalog.letters import LARGEST_FILE
from generator.catalog.reader import catalog_path, parse_catalog, read_bytes
from generator.model.catalog import Catalog
from generator.model.content import Locale
from generator.plainfile import read_plain
from generator.problem import Problem, error
from generator.wholefile import alone, write_whole

MERGE_FAILED = error("E110", "merge-failed", "a catalog that cannot be merged falls behind the English")

TEMPLATE = "locales/messages.pot"
#: The template names file and line; a catalog names the file alone, or one moved sentence would touch all below it.
REFERENCES = ("--add-location=file",)
TIME_LIMIT_S = 10  # it takes a tenth of a second; beyond this a catalog is not one of ours


def write_template(root: Path, template: str) -> bool:
    """Write locales/messages.pot if it changed; says whether it did."""
    return _replace(root / TEMPLATE, template.encode())


def merge(root: Path, locale: Locale) -> tuple[bool, list[Problem]]:
    """Bring one catalog up to date with the template; a new one is begun. Says whether the file changed.

    A catalog that cannot be read stays as it is, byte for byte, and so does one that
    msgmerge would damage. The old file stays whole until the new one is written beside it.
    """
    folder = (root / catalog_path(locale)).parent
    folder.mkdir(exist_ok=True)
    with alone(folder):  # a translation that is received at this moment must not be lost
        return _merge(root, locale)


def _merge(root: Path, locale: Locale) -> tuple[bool, list[Problem]]:
    path = catalog_path(locale)
    file = root / path
    before: Catalog | None = None
    if file.is_symlink() or file.exists():
        raw, problems = read_bytes(root, locale)
        if raw is None:
            return False, problems
        before, problems = parse_catalog(raw, path, locale)
        if before is None:
            return False, problems
        raw = raw.replace(b"\r\n", b"\n")  # msgmerge would take each CR for a part of a comment
    else:
        raw = header(locale).encode()
    try:
        ran = subprocess.run(["msgmerge", "--previous", "--no-wrap", *REFERENCES, "--quiet", "--output-file=-", "-",
                              str(root / TEMPLATE)], input=raw, capture_output=True, timeout=TIME_LIMIT_S,
                             env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""})
        if ran.returncode or not ran.stdout:
            said = ran.stderr.decode("utf-8", "replace").strip().splitlines() or ["nothing"]
            return _failed(locale, f"msgmerge says: {said[0].replace('<stdin>', path)[:200]}")
        lost = _lost(ran.stdout, before, path, locale)
        if lost:
            return _failed(locale, lost)
        return _replace(file, ran.stdout), []
    except subprocess.TimeoutExpired:
        return _failed(locale, f"msgmerge did not end within {TIME_LIMIT_S} seconds.")
    except OSError as problem:
        return _failed(locale, f"The catalog cannot be written: {problem.strerror}.", "Check the disk and the permissions.")


def header(locale: Locale) -> str:
    """The head of a new catalog. It names no person and no day: git knows both."""
    plural = (f'"Plural-Forms: nplurals={locale.gettext.nplurals}; plural={locale.gettext.plural};\\n"\n'
              if locale.gettext else "")
    return (f"# {locale.english_name}: victim information materials.\n"
            "# Texts marked @machine were drafted by machine; take the mark away when you have revised one.\n"
            'msgid ""\nmsgstr ""\n"Project-Id-Version: victim-information\\n"\n'
            f'"Language: {locale.tag}\\n"\n"MIME-Version: 1.0\\n"\n'
            '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n' + plural)


def _lost(merged: bytes, before: Catalog | None, path: str, locale: Locale) -> str:
    """What of the old catalog msgmerge did not keep; empty when all is there."""
    after, problems = parse_catalog(merged, path, locale)
    if after is None:
        return f"msgmerge made what cannot be read: {problems[0].message}"
    for context, old in (before.entries.items() if before else ()):
        new = after.entries.get(context)
        if (new and old.translation and new.english == old.english
                and (new.translation, new.fuzzy, new.machine) != (old.translation, old.fuzzy, old.machine)):
            return f"msgmerge would change the translation of {context}, whose English did not change."
    return ""


def _failed(locale: Locale, message: str,
            remedy: str = "Mend the catalog in a .po editor, or take it back from git.") -> tuple[bool, list[Problem]]:
    return False, [MERGE_FAILED.at(catalog_path(locale), 0, message, remedy, locale=locale.tag)]


def _replace(file: Path, data: bytes) -> bool:
    if read_plain(file, max(len(data), LARGEST_FILE)) == data:
        return False
    file.parent.mkdir(exist_ok=True)
    write_whole(file, data)
    return True
