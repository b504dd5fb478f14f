"""Floor 1. The one place that runs msgmerge: only it rewrites catalogs (other writers lose what it keeps)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from generator.model.content import Locale
from generator.problem import Problem, error

MERGE_FAILED = error("E110", "merge-failed", "a catalog that cannot be merged falls behind the English")

TEMPLATE = "locales/messages.pot"
TIME_LIMIT_S = 60


def write_template(root: Path, template: str) -> bool:
    """Write locales/messages.pot if it changed; says whether it did."""
    return _replace(root / TEMPLATE, template.encode())


def merge(root: Path, locale: Locale) -> tuple[bool, list[Problem]]:
    """Bring one catalog up to date with the template; a new one is begun. Says whether the file changed.

    The old file stays whole until the new one is written beside it.
    """
    path = f"locales/{locale.tag}.po"
    file = root / path
    before = file.read_bytes() if file.is_file() else None
    start = file
    if before is None:
        start = file.with_suffix(".po.new")
        start.write_text(header(locale), encoding="utf-8")
    try:
        ran = subprocess.run(["msgmerge", "--previous", "--no-wrap", "--quiet", "--output-file=-", str(start),
                              str(root / TEMPLATE)], capture_output=True, timeout=TIME_LIMIT_S,
                             env={**os.environ, "LC_ALL": "C.UTF-8"})
    except subprocess.TimeoutExpired:
        return False, [MERGE_FAILED.at(path, 0, "msgmerge did not end.", "Look at the catalog.", locale=locale.tag)]
    finally:
        if before is None:
            start.unlink(missing_ok=True)
    if ran.returncode or not ran.stdout:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines() or ["nothing"]
        return False, [MERGE_FAILED.at(path, 0, f"msgmerge says: {said[0][:200]}.",
                                       "Mend the catalog in a .po editor, or take it back from git.", locale=locale.tag)]
    return _replace(file, ran.stdout), []


def header(locale: Locale) -> str:
    """The head of a new catalog. It names no person and no day: git knows both."""
    plural = (f'"Plural-Forms: nplurals={locale.gettext.nplurals}; plural={locale.gettext.plural};\\n"\n'
              if locale.gettext else "")
    return (f"# {locale.english_name}: victim information materials.\n"
            "# Texts marked @machine were drafted by machine; take the mark away when you have revised one.\n"
            'msgid ""\nmsgstr ""\n"Project-Id-Version: victim-information\\n"\n'
            f'"Language: {locale.tag}\\n"\n"MIME-Version: 1.0\\n"\n'
            '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n' + plural)


def _replace(file: Path, data: bytes) -> bool:
    if file.is_file() and file.read_bytes() == data:
        return False
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_bytes(data)
    os.replace(beside, file)
    return True
