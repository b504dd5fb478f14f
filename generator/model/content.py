"""Floor 0. Content as people write it: services, areas, formats, locales, materials.

These records are the schema: what is not named here is refused (``extra=forbid``).
Lengths are in millimetres (``_mm``), type sizes in points (``_pt``).
"""

from __future__ import annotations

from typing import Annotated, Literal

import phonenumbers
from pydantic import ConfigDict, Field, model_validator

from generator.model import blocks
from generator.model.sizes import Record, Size, TextSize
from generator.model.values import (REGION, Date, Decimal, Dial, Https, Id, Shown, Site, Tag,
                                    Whole, Words, YesNo, at_key, between)

FontFamily = Annotated[str, Field(pattern="^[A-Z][A-Za-z0-9 ]{2,40}$")]

Nation = Literal["england", "wales", "scotland", "northern-ireland"]
Reader = Literal["everyone", "adults", "women", "children"]
Audience = Literal["victim", "child", "officer", "public", "partner"]
Region = Literal["africa", "middle-east", "south-asia", "east-asia", "europe", "british-isles"]


class Source(Record):
    """Where a fact was read, and how sure the reading is."""

    source: Annotated[Words, Field(description="where this was read")]
    read_on: Annotated[Date, Field(description="the day it was read there")]
    sure: Annotated[Literal["A", "B", "C"], Field(
        description="A the owner's own current page, B another public body or an older page, C press or secondary")]
    ended_on: Annotated[Date | None, Field(description="the day from which the fact no longer holds")] = None


class Phone(Source):
    """A telephone number, written twice, so that a slip in one spelling shows."""

    shown: Shown
    dial: Dial
    free: Annotated[YesNo, Field(description="free to call from UK phones")] = False

    @model_validator(mode="after")
    def _agree(self) -> Phone:
        digits = self.shown.replace(" ", "")
        if self.dial.startswith("+"):
            meant = phonenumbers.format_number(phonenumbers.parse(digits, REGION), phonenumbers.PhoneNumberFormat.E164)
            written = "0" + self.dial[3:] if self.dial.startswith("+44") else "00" + self.dial[1:]
            if meant == self.dial and digits != written:  # phonenumbers forgives a missing 0; a telephone does not
                raise ValueError(f"the number is shown as “{self.shown}”, and whoever dials that does not reach {self.dial}: it is written {written}")
        else:
            meant = digits
        if meant != self.dial:
            raise ValueError(f"the number is shown as “{self.shown}”, which dials {meant}, "
                             f"and dial says {self.dial}: one of the two is wrong")
        return self


class Hours(Source):
    """When a service answers. Only what can be said without a clock is printed."""

    when: Literal["always", "not-printed"]


class Web(Source):
    """A public web address of the service itself."""

    site: Site


class Service(Record):
    """An organisation that a person can contact, with its facts."""

    id: Id
    name: Annotated[Words, Field(description="the service's own name: printed in English in every language")]
    nations: Annotated[tuple[Nation, ...], Field(min_length=1)]
    who: Reader
    phone: Phone | None = None
    hours: Hours | None = None
    web: Web | None = None
    notice: Annotated[Id | None, Field(description="a file of content/notices/: it stands on top of every page with this number")] = None
    remarks: Words | None = None


class TextPiece(Record):
    """A text with an id. ``same_as`` refers to another text instead of repeating its sentence."""

    id: Id
    text: Annotated[Words | None, Field(description="the English; {name} stands for a fact bound under facts")] = None
    same_as: Annotated[str | None, Field(description="context of a text that stands elsewhere, such as safety-card.heading")] = None
    note: Annotated[Words | None, Field(description="a word to the translator: what it is, where it stands")] = None
    facts: Annotated[dict[Id, str], Field(description="placeholder: service.phone, service.name, locale.say or area.name")] = {}

    @model_validator(mode="after")
    def _one(self) -> TextPiece:
        if self.text and self.same_as:
            raise ValueError("text and same_as exclude each other")
        return self


class AreaText(Record):
    """A line that belongs to an area, such as who comes along on a visit there."""

    text: Words
    note: Words | None = None
    source: Words
    read_on: Date


class AreaContact(Record):
    """A person or an office of the area that can be called, such as a care co-ordinator."""

    name: Annotated[Words, Field(description="who answers, as it is printed: a name or an office, in English")]
    phone: Phone
    languages: Annotated[tuple[Tag, ...], Field(description="spoken there, beside English")] = ()
    hours: Annotated[AreaText | None, Field(description="when somebody answers, in words; translated")] = None


class Area(Record):
    """A police-force area: one file."""

    id: Id
    name: Annotated[Words, Field(description="the area's name in English; translators keep or transliterate it")]
    nation: Nation
    address: Annotated[Https | None, Field(
        description="the neutral https address of the area's pages; without it a reserved example domain stands in")] = None
    address_renews_on: Date | None = None
    notice: Annotated[Id | None, Field(description="a file of content/notices/: it stands on top of every page of this area")] = None
    printer: Annotated[Id, Field(description="the printing house that this area uses (content/printers/)")] = "sheet-fed"
    locales: Annotated[dict[Tag, Whole], Field(min_length=1, description="locale: copies wanted, in order of need")]
    copies: Annotated[dict[Id, Whole], Field(
        description="material: copies of each language, where it is not the number under locales; 0: none")] = {}
    printing_contact: Annotated[Words | None, Field(description="whom the printer asks: a name, a number; on the job ticket")] = None
    local: Annotated[dict[Id, AreaText], Field(description="slot: a line of this area")] = {}
    contacts: Annotated[dict[Id, AreaContact], Field(description="slot: a person or an office of this area")] = {}


class Format(Record):
    """A physical form. Materials do not own sizes; formats do."""

    id: Id
    name: Annotated[Words, Field(description="for the office: size and kind, such as Card, 85 × 55 mm")]
    template: Annotated[Id, Field(description="what draws it: templates/NAME.html.j2, or .txt.j2 for kind text")]
    styles: Annotated[tuple[Id, ...], Field(description="style sheets of templates/, in order")] = ()
    kind: Annotated[Literal["screen", "large-print", "image", "text", "page"], Field(
        description="what is made: screen a PDF and its sheets, large-print a PDF alone, image a PNG, text plain text, page a web page")]
    trim_mm: Annotated[Size | None, Field(description="width and height of the finished paper, in millimetres")] = None
    image_px: Annotated[Size | None, Field(description="of a picture for a screen, instead of trim_mm")] = None
    rare: Annotated[YesNo, Field(description="made by `make all` only, not each day")] = False
    one_sms: Annotated[YesNo, Field(description="a text that must go out as one SMS")] = False
    bleed_mm: Annotated[Decimal, between(0, 20), Field(description="ink beyond the trim where colour runs to the edge; 0: none does")] = 0.0
    safe_mm: Annotated[Decimal, between(0, 100), Field(description="nothing that is read stands nearer to the trim than this")] = 0.0
    panels: Annotated[Whole, between(1, 20), Field(description="pieces of the material on each side of the paper")] = 1
    pages: Annotated[tuple[Annotated[Whole, between(1, 400)], ...], Field(description="the numbers of material pages this form can take; none: it flows")] = ()
    text_pt: Annotated[TextSize | None, Field(description="the size of running text that we like, and the smallest that may be")] = None
    imposition: Annotated[Literal["none", "cards", "folded-cards", "leaflet", "stitched", "zine", "sheet"], Field(
        description="how it lies on a printer's sheets, and is cut, folded, stitched")] = "none"
    stock: Annotated[Words | None, Field(description="for the printer: the paper")] = None
    fold: Annotated[Words | None, Field(description="for the printer: how it is folded")] = None
    finishing: Annotated[Words | None, Field(description="for the printer: what is done after printing and folding")] = None

    @model_validator(mode="after")
    def _whole(self) -> Format:
        for key in {"image": ("image_px", "styles", "text_pt"), "text": (), "page": ("styles",)}.get(self.kind, ("trim_mm", "styles", "text_pt")):
            if not getattr(self, key):
                raise at_key("kind", f"a form of kind {self.kind} needs {key}", f"Add {key}: look at another form of this kind")
        return self

    @property
    def is_paper(self) -> bool:
        """Whether this form is cut from paper."""
        return self.trim_mm is not None

    @property
    def page_mm(self) -> Size | None:
        """Of a page as the typesetter lays it out: the trim, or the picture at 96 pixels to the inch (CSS Values 3)."""
        if self.image_px:
            return Size.model_construct(width=self.image_px.width * 25.4 / 96, height=self.image_px.height * 25.4 / 96)
        return self.trim_mm

    @property
    def flows(self) -> bool:
        """Whether the text takes as many pages as it needs."""
        return not self.pages


class Gettext(Record):
    """What a catalog of this locale must say of its plurals."""

    nplurals: Annotated[Whole, between(1, 6)]
    plural: Words
    also: Annotated[tuple[Words, ...], Field(description="the same rule as other programs write it; compared as text")] = ()


class Voice(Record):
    """How this language speaks to the reader, settled once."""

    address: Words
    gender: Words
    child: Annotated[Words | None, Field(description="how a child is addressed, where it differs")] = None
    remarks: Words | None = None


class Locale(Record):
    """A language as it is written: one file."""

    tag: Tag
    english_name: Words
    say: Annotated[Words | None, Field(description="what to say on the phone, where it is not english_name")] = None
    endonym: Words
    script: Annotated[str, Field(pattern="^[A-Z][a-z]{3}$")]
    direction: Literal["ltr", "rtl"]
    tier: Annotated[Whole, Field(description="1 needed most, 2 often, 3 now and then: for the office's own planning")]
    region: Annotated[Region, Field(description="where most of its readers come from: the order on the language sheet")]
    text: Annotated[Literal["core", "full"], Field(description="the texts that this language is to have")] = "core"
    fonts: Annotated[tuple[FontFamily, ...], Field(min_length=1, description="families in order; Noto Sans is added at the end")]
    leading: Annotated[Decimal, between(0.8, 4), Field(description="line height, as a multiple of the type size")]
    scale: Annotated[Decimal, between(0.5, 3), Field(description="type size as a multiple of the Latin size")]
    smallest_pt: Annotated[Decimal, between(4, 40), Field(description="no text of this script smaller than this, in points")]
    gettext: Gettext | None = None
    voice: Voice | None = None

    @property
    def spoken(self) -> str:
        """The language's English name as the person says it on the phone."""
        return self.say or self.english_name

    @property
    def is_source(self) -> bool:
        """English is the source and has no catalog."""
        return self.tag == "en"


class Item(TextPiece):
    """One line of a list, a step, or a contact."""

    icon: Annotated[Id | None, Field(description="a drawing of templates/icons/, or of templates/pictures/ in a block of pictures")] = None
    service: Annotated[Id | None, Field(description="whose name and number stand here: a file of content/services/")] = None
    says_language: Annotated[YesNo, Field(description="the language's English name stands large after this line")] = False


#: Blocks whose lines stand beside a large drawing (templates/pictures/), not a small one (templates/icons/).
PICTURED = ("pictures", "contacts")


class Block(TextPiece):
    """One piece of text or one feature of a material. Its id never changes."""

    model_config = ConfigDict(json_schema_extra=blocks.shape())

    type: Annotated[Literal[tuple(blocks.TYPES)], Field(description="what kind of piece this is", json_schema_extra=blocks.meanings())]
    items: Annotated[tuple[Item, ...], Field(description="the lines of a list, in reading order")] = ()
    service: Annotated[Id | None, Field(description="whose number stands here: a file of content/services/")] = None
    slot: Annotated[Id | None, Field(description="which line (for local) or which contact of the area stands here")] = None
    required: Annotated[YesNo, Field(description="for local: without the area's line the item is not made")] = False
    translated_only: Annotated[YesNo, Field(description="left out where the item is in English")] = False
    bilingual: Annotated[YesNo, Field(description="the English stands beside the translation, on purpose")] = False


class Page(Record):
    """One page, side or panel of a material, in reading order."""

    id: Id
    formats: Annotated[tuple[Id, ...], Field(description="where the material has several: the formats in which this page stands")] = ()
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]


class Material(Record):
    """One thing that is handed out: one file."""

    id: Id
    title: Annotated[Words, Field(description="for the office: gallery and messages, never on the item")]
    audience: Annotated[Audience, Field(description="who reads it; what victims and children hold must not tell what it is")]
    formats: Annotated[tuple[Id, ...], Field(min_length=1, description="physical forms, the main one first")]
    text: Annotated[Literal["facts", "core", "full", "english"], Field(
        description="who must have it: facts nothing to translate, core every language, full languages with text: full, english English alone")]
    bilingual: Annotated[YesNo, Field(description="the English stands beside each text; not made in English")] = False
    on_one_sheet: Annotated[YesNo, Field(description="one item for all languages; its own words are English")] = False
    order: Annotated[Whole, Field(description="the smaller, the sooner it is made and the higher it stands in the gallery")]
    pdf_title: Annotated[TextPiece | None, Field(description="a neutral title: it shows in a file list")] = None
    pages: Annotated[tuple[Page, ...], Field(min_length=1)]
    stands_in_for: Annotated[Id | None, Field(
        description="this page is made where the named one has no translation yet")] = None
