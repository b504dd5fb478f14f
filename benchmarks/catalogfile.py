"""A .po file as the benchmark reads and writes it: through polib and a writer of its own, nothing of the generator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polib


@dataclass(frozen=True)
class One:
    """One entry."""

    context: str
    english: str
    text: str
    flags: tuple[str, ...] = ()

    def saying(self, text: str) -> One:
        """The same entry with another translation."""
        return replace(self, text=text)


@dataclass(frozen=True)
class File:
    """A whole catalog; the header as its value stands in the file."""

    tag: str
    header: str
    entries: tuple[One, ...]

    def with_texts(self, texts: dict[str, str]) -> File:
        """The same catalog with other translations by context."""
        return replace(self, entries=tuple(e.saying(texts.get(e.context, e.text)) for e in self.entries))

    def written(self) -> str:
        """The text of the file."""
        return "\n".join(['msgid ""\nmsgstr ""\n' + "".join(f"{quoted(line)}\n" for line in self.header.splitlines(True)),
                          *map(written, self.entries)])


def read(root: Path, tag: str) -> File:
    """locales/<tag>.po without what is fuzzy or not translated yet: the generator takes that for missing."""
    po = polib.pofile(str(root / "locales" / f"{tag}.po"), wrapwidth=0)
    header = "".join(f"{name}: {value}\n" for name, value in po.metadata.items())
    return File(tag, header, tuple(One(e.msgctxt or "", e.msgid, e.msgstr, tuple(e.flags)) for e in po
                                    if e.msgstr and not e.obsolete and not e.fuzzy))


def read_all(root: Path) -> dict[str, File]:
    """Every catalog, by tag."""
    return {f.stem: read(root, f.stem) for f in sorted((root / "locales").glob("*.po"))}


def written(one: One) -> str:
    """One entry as it stands in a file."""
    flags = f"#, {', '.join(one.flags)}\n" if one.flags else ""
    return (f"# @machine\n{flags}msgctxt {quoted(one.context)}\nmsgid {quoted(one.english)}\n"
            f"msgstr {quoted(one.text)}\n")


def quoted(text: str) -> str:
    """A string of a .po file."""
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return f'"{text}"'
