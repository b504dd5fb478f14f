"""A PDF/X-4 file says that it is one, and what else the standard asks of a file as a whole.

ISO 15930-7, 6.1 and 6.3: XMP with pdfxid:GTS_PDFXVersion PDF/X-4, title, dates of creation
and change, whether it is trapped, an identity (/ID), and PDF of version 1.6 at least.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

import pikepdf

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T431", "not-pdf-x-4", "The printer's workflow sorts out a file that does not say what it is.")
_PDFX = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_OLDEST = (1, 6)


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Identification, title, dates, trapping, identity and version; all that lack are told in one line."""
    if not job.is_x4:
        return
    missing = _missing(file.pdf)
    if missing:
        yield job.found(CODE, 0, f"the file lacks {', '.join(missing)}; a PDF/X-4 file has them.", "Export as PDF/X-4 (ISO 15930-7).")


def _missing(pdf: pikepdf.Pdf) -> list[str]:
    xmp = _read(pdf)
    info = pdf.trailer.get("/Info", {})

    def told(key: str, name: str) -> bool:
        return bool(str(info.get(key, "")).strip() or str(xmp.get(name, "")).strip())

    trapped = str(info.get("/Trapped", "")).lstrip("/") or xmp.get("{http://ns.adobe.com/pdf/1.3/}Trapped", "")
    wanted = {
        "pdfxid:GTS_PDFXVersion PDF/X-4 in its XMP": xmp.get(_PDFX) == "PDF/X-4",
        "a title": told("/Title", "{http://purl.org/dc/elements/1.1/}title"),
        "a date of creation": told("/CreationDate", f"{_XMP}CreateDate"),
        "a date of change": told("/ModDate", f"{_XMP}ModifyDate"),
        "Trapped as True or False": trapped in ("True", "False"),
        "an identity (/ID)": len(pdf.trailer.get("/ID", [])) == 2,
        "PDF version 1.6": _version(pdf) >= _OLDEST,
    }
    return [what for what, there in wanted.items() if not there]


def _read(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The properties of the XMP packet by their full names; empty where it cannot be read."""
    if not isinstance(pdf.Root.get("/Metadata"), pikepdf.Stream):
        return {}
    try:
        packet = ElementTree.fromstring(pdf.Root.Metadata.read_bytes().strip())
    except (ElementTree.ParseError, ValueError, LookupError):  # no XML, or in an unknown encoding
        return {}
    found: dict[str, str] = {}
    for description in packet.iter(f"{_RDF}Description"):
        found |= description.attrib
        for told in description:
            item = next(told.iter(f"{_RDF}li"), told)  # of a text in several languages the first
            found[told.tag] = (item.text or "").strip()
    return found


def _version(pdf: pikepdf.Pdf) -> tuple[int, ...]:
    versions = [pdf.pdf_version, str(pdf.Root.get("/Version", "")).lstrip("/")]
    return max(tuple(int(part) for part in version.split(".")) for version in versions if version)
