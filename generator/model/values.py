"""Floor 0. The kinds of value that content may hold. All arrive as text and are converted here.

YAML scalars are never converted by the YAML library (``0777`` is not a number,
``no`` is not false): each field says what it takes.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

import phonenumbers
from phonenumbers.shortnumberinfo import is_valid_short_number_for_region
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

REGION = "GB"  # numbers are dialled in the United Kingdom

#: Ofcom, "Numbers for use in TV and radio drama": set aside, valid in tests only.
DRAMA = re.compile(r"\+44(1632960\d{3}|2079460\d{3}|808157\d{4}|7700900\d{3})")


def _whole(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"0|[1-9][0-9]{0,6}", value):
        raise ValueError("a whole number is expected, in the digits 0-9 without leading zeros")
    return int(value)


def _decimal(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"(0|[1-9][0-9]{0,4})(\.[0-9]{1,3})?", value):
        raise ValueError("a number such as 7 or 7.5 is expected, in the digits 0-9")
    return float(value)


def _yes_no(value: object) -> object:
    if value not in ("true", "false"):
        raise ValueError("true or false is expected")
    return value == "true"


def _date(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("a date such as 2026-11-21 is expected")
    return dt.date.fromisoformat(value)


def _dial(value: str) -> str:
    if re.fullmatch(r"[0-9]{3,6}", value):
        if not is_valid_short_number_for_region(phonenumbers.parse(value, REGION), REGION):
            raise ValueError(f"{value} is not a short number of the United Kingdom")
        return value
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", value):
        raise ValueError("a number in E.164 is expected, such as +448000121700, or a short number such as 999")
    if not phonenumbers.is_valid_number(phonenumbers.parse(value)) and not DRAMA.fullmatch(value):
        raise ValueError(f"{value} is not a valid telephone number")
    return value


def _shown(value: str) -> str:
    if not re.fullmatch(r"[0-9]+( [0-9]+)*", value):
        raise ValueError("a number is shown in the digits 0-9 with single spaces between groups")
    return value


def _https(value: str) -> str:
    if not re.fullmatch(r"https://[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+/([a-z0-9-]+/)*", value):
        raise ValueError("an address such as https://help.example.org/ is expected: https, lower case, "
                         "ending in /, with no port, name, parameter or fragment")
    return value


def _site(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[a-z0-9-]+)*", value):
        raise ValueError("a site such as samaritans.org is expected: lower case, without https://")
    return value


def _words(value: str) -> str:
    if not value.strip():
        raise ValueError("a text is expected, and it is empty")
    if value != " ".join(value.split()):
        raise ValueError("the text has spaces at its ends, two together, or a line break: write it with single spaces")
    return value


#: Windows reserves these file names; content ids become file names.
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]|mul|index|manifest|assets|current|packs|pages|preflight|proofs|release|reports|site")


def is_reserved(name: str) -> bool:
    """Whether a name in the build folder is taken by a command, so that no area can have it."""
    return bool(_RESERVED.fullmatch(name.removesuffix(".json").removesuffix(".html")))


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) or len(value) > 48:
        raise ValueError("an id of small letters a-z, digits and single hyphens is expected, 48 at most")
    if _RESERVED.fullmatch(value):
        raise ValueError(f"the id {value} is reserved: choose another")
    return value


def _tag(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", value):
        raise ValueError("a BCP 47 tag such as ro, zh-Hans or fa-AF is expected")
    return value


Whole = Annotated[int, BeforeValidator(_whole, json_schema_input_type=int)]
Decimal = Annotated[float, BeforeValidator(_decimal, json_schema_input_type=float)]
YesNo = Annotated[bool, BeforeValidator(_yes_no, json_schema_input_type=bool)]
Date = Annotated[dt.date, BeforeValidator(_date, json_schema_input_type=str)]
Dial = Annotated[str, AfterValidator(_dial), Field(description="E.164 (+44…) or the digits of a short number")]
Shown = Annotated[str, AfterValidator(_shown), Field(description="the number as printed: 0-9, single spaces")]
Https = Annotated[str, AfterValidator(_https)]
Site = Annotated[str, AfterValidator(_site)]
Words = Annotated[str, AfterValidator(_words), Field(max_length=600)]
Id = Annotated[str, AfterValidator(_id)]
Tag = Annotated[str, AfterValidator(_tag)]


def between(least: float, most: float) -> AfterValidator:
    """For a number: what lies outside of these two is a slip of the pen, or would stop the machine."""
    def check(value: float) -> float:
        if not least <= value <= most:
            raise ValueError(f"a number from {least:g} to {most:g} is expected")
        return value

    return AfterValidator(check)


def at_key(key: str, said: str, remedy: str) -> PydanticCustomError:
    """For a record's own validator: what is wrong, the key at whose line to say it, and the remedy."""
    return PydanticCustomError("at_key", "{said}", {"key": key, "said": said, "remedy": remedy})
