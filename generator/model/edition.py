"""Floor 0. An edition: material × format × locale × area with every string and fact resolved.

It is all that is needed to typeset the item, and nothing else; its code is a
function of it. Lengths in millimetres, type in points.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.content import Format, Locale
from generator.model.faces import HOLDERS, outside


#: Stands for all languages on an item that holds them all (ISO 639-2: mul); its own words are English.
MANY = Locale(tag="mul", english_name="Many languages", endonym="Many languages", script="Latn", direction="ltr", tier="1",
              region="british-isles", fonts=("Noto Sans",), leading="1.4", scale="1", smallest_pt="7")


@dataclass(frozen=True)
class Run:
    """A stretch of text of one nature."""

    text: str
    kind: str = "text"  #: text | number (isolated left to right) | name (English, kept as it is)
    dial: str = ""  #: for a number: what a tap dials, E.164 or a short number


@dataclass(frozen=True)
class Contact:
    """A service as it is printed."""

    id: str
    name: str
    shown: str
    dial: str
    free: bool
    always: bool  #: answers day and night, as the facts say
    site: str = ""


@dataclass(frozen=True)
class Tongue:
    """A language other than the item's own, where one stands on it."""

    tag: str
    english_name: str
    endonym: str
    direction: str
    region: str
    fonts: tuple[str, ...]

    @classmethod
    def of(cls, locale: Locale) -> Tongue:
        """Of a locale."""
        return cls(locale.tag, locale.spoken, locale.endonym, locale.direction, locale.region, locale.fonts)


@dataclass(frozen=True)
class Line:
    """One item of a list."""

    id: str
    context: str  #: msgctxt
    runs: tuple[Run, ...]
    icon: str = ""
    contact: Contact | None = None
    says_language: bool = False
    english: str = ""  #: beside the translation, on a bilingual item
    tongue: Tongue | None = None  #: where the line is in another language than the item


@dataclass(frozen=True)
class EditionBlock:
    """A block, resolved."""

    type: str
    id: str
    context: str
    runs: tuple[Run, ...] = ()
    english: str = ""  #: beside the translation, where the block or the item is declared bilingual
    lines: tuple[Line, ...] = ()
    contact: Contact | None = None


@dataclass(frozen=True)
class EditionPage:
    """A page, side or panel, resolved, in reading order."""

    id: str
    blocks: tuple[EditionBlock, ...]

    def of_type(self, *types: str) -> tuple[EditionBlock, ...]:
        """The blocks of these types, in their order."""
        return tuple(b for b in self.blocks if b.type in types)


@dataclass(frozen=True)
class OtherPage:
    """The same page in another language, for the list of languages."""

    tag: str
    endonym: str
    direction: str
    address: str


@dataclass(frozen=True)
class Edition:
    """Everything that one item says, in one language, for one area."""

    area: str
    area_name: tuple[Run, ...]  #: in the locale's own spelling; empty where nothing is translated
    locale: Locale
    material: str
    audience: str
    text: str  #: facts | core | full | english
    format: Format
    is_main_form: bool  #: the first of the material's formats
    title_context: str  #: msgctxt of the title; empty where it is no text
    title: str  #: neutral, for the PDF's metadata and the page's title
    address: str  #: of this area's page in this language
    pages: tuple[EditionPage, ...]
    words: tuple[tuple[str, str], ...]  #: texts of the templates themselves: context, translation
    others: tuple[OtherPage, ...] = ()
    code: str = ""  #: the edition code, printed on every item
    draft_because: tuple[str, ...] = ()  #: why this is a draft; not part of the code

    @property
    def key(self) -> tuple[str, str, str, str]:
        """area, locale, material, format."""
        return self.area, self.locale.tag, self.material, self.format.id

    @property
    def name(self) -> str:
        """Of its files, without folder and ending: the material, and the format where it is not the main one."""
        return self.material if self.is_main_form else f"{self.material}-{self.format.id}"

    @property
    def page_count(self) -> int | None:
        """How many pages its file must have; None where the text takes as many as it needs."""
        return None if self.format.flows else len(self.pages) // self.format.panels

    @property
    def is_held(self) -> bool:
        """Whether a victim or a child holds it: then nothing outside may tell what it is."""
        return self.audience in HOLDERS

    @property
    def outside(self) -> tuple[EditionPage, ...]:
        """The pages that show while the item lies closed."""
        return tuple(self.pages[number] for number in outside(self.format, len(self.pages)))

    @property
    def fonts(self) -> tuple[str, ...]:
        """Families of its own language, then of others that stand on it."""
        others = (line.tongue.fonts for page in self.pages for block in page.blocks for line in block.lines if line.tongue)
        return tuple(dict.fromkeys((*self.locale.fonts, *(family for fonts in others for family in fonts))))

    @property
    def for_whom(self) -> str:
        """What stands at the head of an item for staff, in English; empty on others."""
        return {"partner": "For partner services", "officer": "For officers"}.get(self.audience, "")

    @property
    def status(self) -> str:
        """draft or released, as the manifest says it."""
        return "draft" if self.draft_because else "released"

    def contacts(self) -> tuple[Contact, ...]:
        """Each service that appears, once, in order of appearance."""
        seen: dict[str, Contact] = {}
        for page in self.pages:
            for block in page.blocks:
                for contact in (block.contact, *(line.contact for line in block.lines)):
                    if contact:
                        seen.setdefault(contact.id, contact)
        return tuple(seen.values())

    def phones(self) -> tuple[str, ...]:
        """Every number as printed, once, in order of appearance, those inside sentences too."""
        shown: dict[str, None] = {}
        for page in self.pages:
            for block in page.blocks:
                for runs, contact in ((block.runs, block.contact),
                                      *((line.runs, line.contact) for line in block.lines)):
                    shown.update({run.text: None for run in runs if run.kind == "number"})
                    if contact:
                        shown[contact.shown] = None
        return tuple(shown)

    def contexts(self) -> frozenset[str]:
        """The msgctxt of every text that stands in it."""
        found = {context for context, _ in self.words} | ({self.title_context} - {""})
        if self.area_name:
            found.add(f"area.{self.area}.name")
        for page in self.pages:
            for block in page.blocks:
                found.add(block.context)
                found.update(line.context for line in block.lines)
        return frozenset(found) if self.text != "facts" else frozenset()

    def has(self, block_type: str) -> bool:
        """Whether a block of this type stands anywhere in the item."""
        return any(page.of_type(block_type) for page in self.pages)


@dataclass(frozen=True)
class Said:
    """One string as it must be seen: in one size, in its order, with line breaks wherever there is a space."""

    runs: tuple[Run, ...]
    fonts: tuple[str, ...]  #: families in which it may stand
    language: str  #: BCP 47 tag
    direction: str  #: ltr | rtl, of its paragraph
    breaks_anywhere: bool = False  #: an address, which has no spaces
    page: int = 0  #: of the file, 1-based, where it must stand; 0: anywhere

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Discreet:
    """What others see of a finished file without reading it, and all that may stand there."""

    titles: tuple[str, ...]  #: any one of them; no other
    texts: tuple[str, ...]  #: all that the item says, to the ear too: alternatives say nothing else
    held: bool  #: a victim or a child holds it
    outside: tuple[tuple[int, float, float], ...] = ()  #: page, from and to in millimetres from its left edge: what shows of a closed item
    outside_texts: tuple[str, ...] = ()  #: all that may be read there


@dataclass(frozen=True)
class Expected:
    """What a finished file must show. Made from an edition, given to checks that never see it."""

    path: str  #: of the file, relative to the build
    kind: str  #: screen | imposed | page
    pages: int
    trim_mm: tuple[float, float]
    bleed_mm: float
    safe_mm: float
    smallest_pt: float  #: no text smaller
    language: str  #: BCP 47 tag
    direction: str  #: ltr | rtl
    phones: tuple[str, ...]  #: each number as printed; no other may appear
    qr: tuple[str, ...]  #: payloads, one for each page that carries one
    fonts: tuple[str, ...]  #: families that may be embedded
    code: str  #: edition code as printed
    draft: bool  #: whether each page must carry the mark DRAFT
    texts: tuple[str, ...] = ()  #: every string that may bring digits along
    said: tuple[Said, ...] = ()  #: every string that must be seen, as often as it must
    beside: tuple[Said, ...] = ()  #: strings that may be seen as well, in some forms
    flows: bool = False  #: whether a string may go on overleaf
    discreet: Discreet | None = None  #: what others see of it; None: nobody asks
