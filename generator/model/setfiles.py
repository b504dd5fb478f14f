"""Floor 0. The names of a published set's own files."""

MANIFEST = "manifest.json"
BESIDE = (MANIFEST, "index.html", "coverage.html", "guide.html")  #: of a set, and of no edition: for the office
