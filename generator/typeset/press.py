"""Floor 5. A typeset document → the file for a press: inks, boxes, PDF/X-4.

WeasyPrint's own CMYK needs each colour written in inks and cannot reach an inline SVG;
here the finished operators are rewritten instead, so one layout serves the screen and
every printer. A printer's file carries no tags: the accessible file is another one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf, String

from generator.inks import Cmyk, Inks, Rgb
from generator.model.printer import Printer
from generator.units import mm_to_pt

#: ISO 15930-7, 6.3 asks for dates. The clock would give other bytes each day: it is the day of the profile's data.
DATE, XMP_DATE = "D:20061201000000Z", "2006-12-01T00:00:00Z"
CONDITION = "FOGRA39"
_PAINTS_TEXT = {"Tj", "TJ", "'", '"'}
_BEGINS_PATH = {"m", "re", "Do", "sh"}
_AS_THEY_STAND = {"h", "f", "f*", "S", "W", "W*", "n", "gs", "ET"}  #: without a number, and without a colour
_MARKS = {"BMC", "BDC", "EMC", "MP", "DP"}

Matrix = tuple[float, float, float, float]  #: without the shift: only sizes are asked


@dataclass
class _State:
    """What decides the inks of the next thing painted, and what stands in the file."""

    scale: Matrix = (1, 0, 0, 1)
    fill: Rgb = (0, 0, 0)
    stroke: Rgb = (0, 0, 0)
    filled: Cmyk | None = None  #: written last; None: unknown, a form inherits
    stroked: Cmyk | None = None
    size: float = 0.0


def press(master: bytes, printer: Printer, inks: Inks, *, bleed_mm: float, title: str) -> bytes:
    """The pages of ``master`` as this printer wants them.

    ``master``: TrimBox ``bleed_mm`` inside the MediaBox. The printer's bleed may be
    smaller; the TrimBox stays where it is, the BleedBox is set to the printer's (also
    over 3.53 mm), and the MediaBox is the BleedBox: no marks.
    """
    reach = mm_to_pt(min(bleed_mm, printer.bleed_mm))
    with Pdf.open(io.BytesIO(master)) as pdf:
        for key in ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/Metadata"):
            if key in pdf.Root:
                del pdf.Root[key]
        for page in pdf.pages:
            left, bottom, right, top = (float(v) for v in page.TrimBox)
            page.MediaBox = page.BleedBox = Array([round(v, 4) for v in (left - reach, bottom - reach, right + reach, top + reach)])
            for key in ("/StructParents", "/Tabs", "/Annots", "/CropBox"):
                if key in page.obj:
                    del page.obj[key]
        if printer.colour == "cmyk":
            _in_inks(pdf, printer, inks)
        if printer.pdf == "x-4":
            _as_x4(pdf, inks.profile, title)
        return _saved(pdf)


def _in_inks(pdf: Pdf, printer: Printer, inks: Inks) -> None:
    for page in pdf.pages:
        page.contents_coalesce()
        page.Contents = pdf.make_stream(_rewritten(page, printer, inks))
        _clean(page.obj.get("/Resources"))
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get("/Subtype") == Name.Form or "/PatternType" in thing:
            thing.write(_rewritten(thing, printer, inks))
            _clean(thing.get("/Resources"))
            if "/Group" in thing and thing.Group.get("/CS") == Name.DeviceRGB:
                thing.Group.CS = Name.DeviceCMYK


def _clean(resources: pikepdf.Object | None) -> None:
    """WeasyPrint names the colour spaces that it might need; none of ours does, and Lab must not stand in the file."""
    if resources is not None and "/ColorSpace" in resources:
        del resources["/ColorSpace"]


def _rewritten(stream: pikepdf.Object | pikepdf.Page, printer: Printer, inks: Inks) -> bytes:
    return pikepdf.unparse_content_stream(list(_operators(pikepdf.parse_content_stream(stream), printer, inks)))


def _operators(parsed: list, printer: Printer, inks: Inks) -> Iterator[pikepdf.ContentStreamInstruction | tuple[list, Operator]]:
    """The same painting in inks. Colours are written where they are needed: before a path, before a line of text."""
    state, stack = _State(), []
    text: Matrix = (1, 0, 0, 1)
    for instruction in parsed:
        operator, operands = instruction.operator, instruction.operands
        name = str(operator)
        if name in _MARKS:
            continue
        if name in _AS_THEY_STAND:
            yield instruction
            continue
        if name == "q":
            stack.append(replace(state))
        elif name == "Q":
            state = stack.pop()
        elif name == "cm":
            state.scale = _times(_matrix(operands), state.scale)
        elif name == "rg":
            state.fill = _rgb(operands)
            continue
        elif name == "RG":
            state.stroke = _rgb(operands)
            continue
        elif name == "Tf":
            state.size = float(operands[1])
        elif name == "BT":
            text = (1, 0, 0, 1)
        elif name == "Tm":
            text = _matrix(operands)
        elif name in _PAINTS_TEXT:
            a, b, c, d = _times(text, state.scale)
            size = state.size * (c * c + d * d) ** 0.5
            wanted = inks.text(state.fill, size >= printer.display_text_pt)
            if state.filled != wanted:
                state.filled = wanted
                yield list(wanted), Operator("k")
        elif name in _BEGINS_PATH:
            wanted = inks.area(state.fill)
            if state.filled != wanted:
                state.filled = wanted
                yield list(wanted), Operator("k")
            wanted = inks.area(state.stroke)
            if state.stroked != wanted:
                state.stroked = wanted
                yield list(wanted), Operator("K")
        yield operands, operator


def _matrix(values: list) -> Matrix:
    a, b, c, d = (float(v) for v in values[:4])
    return a, b, c, d


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3], m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3])


def _rgb(values: list) -> Rgb:
    red, green, blue = (float(v) for v in values)
    return red, green, blue


def _as_x4(pdf: Pdf, profile: bytes, title: str) -> None:
    """What ISO 15930-7 asks of a file besides its pages: intent, identification, dates, trapping."""
    stream = pdf.make_stream(profile, N=4, Alternate=Name.DeviceCMYK)
    pdf.Root.OutputIntents = Array([pdf.make_indirect(Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier=String(CONDITION),
        OutputCondition=String("Offset printing on coated paper, ISO 12647-2:2004/Amd 1"),
        RegistryName=String("http://www.color.org"), Info=String("Coated FOGRA39L"), DestOutputProfile=stream))])
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Trapped"] = Name("/False")
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = DATE
    xmp = _XMP.format(title=_escaped(title), date=XMP_DATE).encode()
    pdf.Root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


#: XMP, ISO 16684-1; identification by ISO 15930-7, 6.3.3. The document's identity stands in the file's /ID.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<pdf:Trapped>False</pdf:Trapped>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{title}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def _saved(pdf: Pdf) -> bytes:
    pdf.remove_unreferenced_resources()
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True,
             linearize=False, min_version="1.6")
    return file.getvalue()
