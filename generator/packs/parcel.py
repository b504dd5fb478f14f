"""Floor 11. The zip of a pack: written the same for the same job, and read back with distrust.

What is read may have come by mail: a file is taken only if it is, byte for byte, what a pack is.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

from pydantic import ValidationError

from generator.handoff import Parcel
from generator.limits import PACK_BYTES, PACK_FILES
from generator.packs.job import Job
from generator.plainfile import Refused, Why, read_plain
from generator.problem import Problem, error

NOT_A_PACK = error("K411", "not-a-pack", "a print run with invented contents would be searched for in a recall")
ALTERED = error("K412", "pack-altered", "what was printed is then not what was checked")

JOB, SUMS, TICKET_PDF, TICKET_CSV = "job.json", "SHA256SUMS", "job-ticket.pdf", "job-ticket.csv"
LARGEST = PACK_BYTES


def parcel(job: Job, pdfs: dict[str, bytes], ticket_pdf: bytes, ticket_csv: bytes) -> Parcel:
    """The files of the pack by name."""
    files = {**pdfs, TICKET_PDF: ticket_pdf, TICKET_CSV: ticket_csv,
             JOB: (json.dumps({"code": job.code, "job": job.model_dump(mode="json")}, ensure_ascii=False, indent=1) + "\n").encode()}
    return Parcel(files | {SUMS: _sums(files)})


def read_pack(file: Path) -> tuple[Job | None, list[Problem]]:
    """The job of a pack that nobody has changed, or the one reason why it is none."""
    def no(kind: object, message: str) -> tuple[None, list[Problem]]:
        return None, [kind.at(file.name, 0, message, "Name a zip as make pack wrote it: build/packs/print-job-….zip")]  # type: ignore[attr-defined]

    try:
        raw = read_plain(file, LARGEST, follow=True)
        if isinstance(raw, Refused):
            return no(NOT_A_PACK, "The file is larger than any pack." if raw.why is Why.TOO_LARGE else raw.said)
        files = _unpacked(raw)
    except OSError as fault:
        return no(NOT_A_PACK, f"The file cannot be read: {fault.strerror or fault}.")
    except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, EOFError, struct.error, zlib.error):
        return no(NOT_A_PACK, "This is not a zip that make pack has written.")
    try:
        kept = json.loads(files[JOB])
        job = Job.model_validate_json(json.dumps(kept["job"]))
        code = kept["code"]
    except (KeyError, TypeError, ValueError, ValidationError, RecursionError):
        return no(NOT_A_PACK, "It holds no job that make pack has written.")
    if job.code != code:
        return no(ALTERED, "Its job was changed after it was packed.")
    wanted = {one.name: one.sha256 for item in job.items for one in item.files}
    strange = sorted(set(files) ^ {*wanted, JOB, SUMS, TICKET_PDF, TICKET_CSV})
    if strange:
        return no(ALTERED, f"{strange[0][:60]} {'was added' if strange[0] in files else 'is missing'}.")
    changed = [name for name, sha256 in wanted.items() if hashlib.sha256(files[name]).hexdigest() != sha256]
    if changed or files[SUMS] != _sums({name: data for name, data in files.items() if name != SUMS}):
        return no(ALTERED, f"{changed[0] if changed else 'A file'} was changed after it was packed.")
    if Parcel(files).zip() != raw:  # a note in the zip, another order, another day: some other program wrote it
        return no(ALTERED, "The zip was packed again by another program.")
    return job, []


def _unpacked(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as bundle:
        entries = bundle.infolist()
        if len(entries) > PACK_FILES:
            raise ValueError("too many files")
        # Stored, as we store: nothing can unfold to more than the file itself holds.
        if any(e.compress_type != zipfile.ZIP_STORED for e in entries) or sum(e.file_size for e in entries) > len(raw):
            raise ValueError("not stored")
        files = {entry.filename: bundle.read(entry) for entry in entries}
    if len(files) != len(entries):
        raise ValueError("a name stands twice")
    return files


def _sums(files: dict[str, bytes]) -> bytes:
    """As ``sha256sum --check`` reads them."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())).encode()
