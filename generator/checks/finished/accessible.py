"""The file for the screen conforms to PDF/UA-1, so that it can be read aloud.

ISO 14289-1, tried with the UA-1 profile of page-validation: structure, alternatives for
pictures, language, title, fonts. Sheets lose their tags when they are imposed and are for
the printer only.
"""

from __future__ import annotations

from collections.abc import Iterator

import page as validator

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen",)
CODE = error("V350", "not-accessible", "Somebody who cannot see or read the card hears nothing, or nonsense.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """The validator finds no failed rule."""
    try:
        report = validator.validate_pdf_bytes(file.data, profile="ua1")
        failed = [f"{failure.rule_id} ({failure.message})" for failure in report.failures]
        passed = report.is_compliant
    except validator.PageError as refusal:
        failed, passed = [f"the validator refuses the file ({refusal})"], False
    if not passed or failed:
        more = f" and {len(failed) - 3} more" if len(failed) > 3 else ""
        yield CODE.at(expected.path, 0, f"PDF/UA-1 fails: {'; '.join(failed[:3]) or 'no rule named'}{more}; "
                      "conformance is expected.",
                      "Write it as pdf/ua-1 with a language, a title, headings in order and a text for each picture.",
                      locale=expected.language)
