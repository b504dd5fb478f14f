"""Floor 0. What every record of content is, and sizes: of paper in millimetres, of type in points."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, model_validator

from generator.model.values import Decimal, at_key, between

SMALLEST_PT = 7.0  #: of anything printed: the office's small print too


class Record(BaseModel):
    """Closed and frozen: an unknown key is an error, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Size(Record):
    """A width and a height in millimetres; of a picture in pixels."""

    width: Annotated[Decimal, between(5, 5000)]
    height: Annotated[Decimal, between(5, 5000)]


class TextSize(Record):
    """Sizes of running text in points, for Latin; a locale scales them."""

    preferred: Annotated[Decimal, between(3, 500)]
    smallest: Annotated[Decimal, between(3, 500)]

    @model_validator(mode="after")
    def _in_order(self) -> TextSize:
        if self.smallest > self.preferred:
            raise at_key("smallest", f"smallest is {self.smallest:g} and preferred {self.preferred:g}", "Write the smaller size under smallest")
        return self
