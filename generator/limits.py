"""Floor 0. How large, how deep and how slow an input may be. Every limit stands here and nowhere else.

A limit is far above what we have (the comment says how far) and far below what stops a
machine: what is larger was not written for us. Bytes are bytes of the file as it lies on the disk.
"""

from __future__ import annotations

import ctypes
import gc
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path

# Content: one file of content/, written by hand or by our own commands.
YAML_BYTES = 256 * 1024  #: the largest of ours has 20 000
YAML_DEPTH = 20  #: mappings and lists inside one another; ours have 8
YAML_NODES = 20_000  #: keys and values of one file
YAML_TEXT = 5_000  #: characters of one value

# Catalogs: a .po of ours, or one that comes from outside; also messages.pot.
PO_BYTES = 4_000_000  #: forty thousand sentences; the largest of ours has 200 000
PO_LINE = 20_000  #: characters
PO_ENTRIES = 5_000
PO_TEXT = 10_000  #: characters of one msgid or msgstr; a check compares each with its English

# Templates: HTML, style and script; and drawings, which are SVG.
TEMPLATE_BYTES = 256 * 1024  #: the largest of ours has 13 000
TEMPLATE_DEPTH = 60  #: tags of Jinja inside one another, and templates that take from templates
TEMPLATE_SECONDS = 10.0  #: of one page in Jinja; ours take hundredths
DRAWING_BYTES = 64 * 1024  #: the largest of ours has 1 200
DRAWING_ELEMENTS = 500
DRAWING_DEPTH = 12

# What comes in by hand: parcels, packs, PDFs for the preflight, lists of approvals.
PARCEL_BYTES = 4 * PO_BYTES  #: a .po or a zip that holds one
PARCEL_FILES = 200  #: in that zip
PARCEL_RATIO = 100  #: bytes for each byte as sent; texts come to about 5
PACK_BYTES = 2_000_000_000  #: a zip that make pack wrote: all PDFs of an area
PACK_FILES = 20_000
PDF_BYTES = 500 << 20
PDF_SECONDS = 120.0  #: an A3 of the heaviest takes less than one
PDF_MEMORY_BYTES = 6 << 30
APPROVAL_BYTES = 1_000_000  #: a list of contexts for make review

# What we wrote ourselves and read back: it may have been damaged or exchanged.
RELEASE_BYTES = 64 * 2**20  #: of content/releases; the first of three areas has about 6 MB
PAGE_BYTES = 4_000_000  #: a page for the web; ours have 40 000
JSON_BYTES = 200_000_000  #: manifest.json of a nation's editions, site.json, a job

# Work: one edition in one worker.
EDITION_SECONDS = 120.0  #: the longest takes about five
EDITION_MEMORY_MB = 1500  #: beyond what a worker has when it is ready
WORKER_MEMORY_MB = 280  #: of its own, after an edition: what letters and pages leave behind adds up, and a fresh worker costs a second
PREVIEW_MEMORY_MB = 3000  #: the same for the preview, which keeps layouts
START_SECONDS = 60.0  #: until a worker is ready


def limit_memory(most_mb: int) -> None:
    """What this process may take from now on; beyond it a MemoryError comes. On Linux only."""
    if sys.platform == "linux":
        # On top of what is mapped now, which says little about memory in use.
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + most_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def give_back() -> None:
    """What the C library keeps of freed memory goes back to the system: a third of a worker's memory, for some 5 ms."""
    with suppress(AttributeError, OSError):  # glibc alone has it
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def uncollected() -> Iterator[None]:
    """While many values are made that all stay: looking again and again for some that could go takes a tenth of the time, and finds none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def own_memory_mb() -> float:
    """What this process holds and shares with no other, in MB; 0 where nobody tells (not Linux)."""
    with suppress(OSError, ValueError, IndexError):
        if int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() <= WORKER_MEMORY_MB * 2**20:
            return 0.0  # with all that it shares: quickly asked
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024
    return 0.0
