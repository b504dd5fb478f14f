"""Floor 2. JSON Schema files for editors, one for each folder of content/, generated from the records."""

from __future__ import annotations

import json
from pathlib import Path

from generator.content.reader import FOLDERS


def schemas() -> dict[str, str]:
    """File name → text, for content/schema/."""
    return {f"{folder}.json": json.dumps(
        {"$schema": "https://json-schema.org/draft/2020-12/schema"} | record.model_json_schema(mode="validation"),
        ensure_ascii=False, indent=1) + "\n" for folder, record in FOLDERS.items()}


def write_schemas(root: Path) -> list[str]:
    """Write those that changed; returns their paths."""
    folder = root / "content" / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, text in schemas().items():
        file = folder / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            changed.append(f"content/schema/{name}")
    return changed
