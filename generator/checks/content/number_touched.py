"""A digit or a sign that is dialled, beside {phone} in the English, is read as a part of the number: “1{phone}”, “+{phone}”.

Every number of the facts is right by itself, and the reader dials another one. A
translation is held to its English by a check of its own.
"""

import re
from collections.abc import Iterator

from generator.checks.content import Content
from generator.checks.figures import beside, plain_sign
from generator.problem import Problem, error

CODE = error("C341", "number-touched", "whoever dials what is printed there reaches nobody, or somebody else")

_SIGNED = re.compile(r"[+*#]\s*(?=\{)|(?<=\})\s*[+*#]")


def check(content: Content) -> Iterator[Problem]:
    """An error for each English text with a digit, a letter like one, +, * or # beside a placeholder."""
    for text in content.library.texts.values():
        if found := beside(text.english, text.facts) or _SIGNED.findall("".join(map(plain_sign, text.english))):
            yield CODE.at(text.path, text.line, f"“{found[0].strip()}” stands beside a {{…}}: the two are read as one number.",
                          "Take it out, or put a word between them.", context=text.context)
