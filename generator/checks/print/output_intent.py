"""A PDF/X-4 file says for which printing process it is made, and holds that process's profile.

ISO 15930-7, 6.2: one output intent of type GTS_PDFX with an OutputConditionIdentifier and an
embedded ICC profile of class prtr; ours are CMYK, so its colour space is CMYK and N is 4
(ICC.1:2010, 7.2). Without it nobody can say what 0 0 0 100 looks like.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T430", "output-intent", "The printer converts the colours by guess, or refuses a file that is no PDF/X-4.")
_REMEDY = "Export as PDF/X-4 with the printer's profile, such as Coated FOGRA39."


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """One intent, with its condition, and a CMYK printer profile that is whole."""
    if not job.is_x4:
        return
    intents = [one for one in file.pdf.Root.get("/OutputIntents", []) if one.get("/S") == "/GTS_PDFX"]
    if len(intents) != 1:
        yield job.found(CODE, 0, f"there are {len(intents)} output intents of type GTS_PDFX, and one is expected.", _REMEDY)
        return
    intent = intents[0]
    if not str(intent.get("/OutputConditionIdentifier", "")).strip():
        yield job.found(CODE, 0, "the output intent names no OutputConditionIdentifier; one such as FOGRA39 is expected.", _REMEDY)
    fault = _fault(intent.get("/DestOutputProfile"))
    if fault:
        yield job.found(CODE, 0, f"the output intent's profile {fault}; a CMYK printer profile is expected.", _REMEDY)


def _fault(profile: object) -> str:
    if not isinstance(profile, pikepdf.Stream):
        return "is missing"
    data = profile.read_bytes()
    if len(data) < 132 or data[36:40] != b"acsp":
        return "is not an ICC profile"
    if int.from_bytes(data[:4], "big") != len(data):
        return f"has {len(data)} bytes and says {int.from_bytes(data[:4], 'big')}"
    if data[12:16] != b"prtr":
        return f"is of class {data[12:16].decode('latin-1')!r}"
    if data[16:20] != b"CMYK" or int(profile.get("/N", 0)) != 4:
        return f"is for {data[16:20].decode('latin-1').strip()}, with N {int(profile.get('/N', 0))}"
    return ""
