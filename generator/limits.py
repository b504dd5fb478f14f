"""Floor 0. How large, how deep and how slow an input may be. Every limit stands here and nowhere else.

A limit is far above what we have (the comment says how far) and far below what stops a
machine: what is larger was not written for us. Bytes are bytes of the file as it lies on the disk.
"""

from __future__ import annotations

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
WORKER_MEMORY_MB = 240  #: of its own, after an edition: what letters and pages leave behind adds up, and a fresh worker costs a second
PREVIEW_MEMORY_MB = 3000  #: the same for the preview, which keeps layouts
START_SECONDS = 60.0  #: until a worker is ready
