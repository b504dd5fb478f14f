"""Floor 5. The largest size at which a page fits, found with as little laying out as may be.

Sides of a card, leaves of a booklet and sheets of a leaflet stand by themselves: the one that is likeliest to be
too full is laid out alone, at one size after the other, and the rest only at the size that was found for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from weasyprint.document import Document

from generator.typeset.estimate import Estimate
from generator.typeset.fit import Overrun, lost_text, overruns, overruns_of_page
from generator.typeset.laying import Attempt, Sheet

STEP_PT = 0.25


@dataclass(frozen=True)
class Size:
    """Sizes of running text to try, in points, from the one we would like to the smallest that may be."""

    preferred_pt: float
    smallest_pt: float

    def steps(self) -> list[float]:
        """All sizes to try, in points, from the smallest."""
        below = (self.preferred_pt - self.smallest_pt) / STEP_PT - 0.01
        return [*(round(self.smallest_pt + STEP_PT * n, 2) for n in range(int(below) + 1) if below > 0), self.preferred_pt]


class Search:
    """One sheet, looked at from its preferred size downwards. Nothing but the sheet decides which sizes are tried:
    the same page has the same size in any order of work.

    ``pages``: how many there must be; None: as many as the text needs. ``edge_mm``: safe margin from the page box.
    """

    def __init__(self, sheet: Sheet, size: Size, pages: int | None, edge_mm: float):
        self.sheet, self.pages, self.edge_mm, self.steps = sheet, pages, edge_mm, size.steps()
        self.order = sheet.fullest(pages)  #: of pages; empty where one cannot be laid out without the others
        self.estimate = Estimate()
        self.attempts: dict[int, Attempt] = {}  #: by step; only the largest of which nothing is known to be too large
        self.documents: dict[int, Document] = {}  #: likewise, where pages were laid out together
        body = sheet.source.etree_element.find("body")
        self.said = Counter(c for element in body.iter() if element.tag not in ("title", "{http://www.w3.org/2000/svg}title")
                            for piece in (element.text, *(child.tail for child in element)) for c in piece or "" if not c.isspace())

    def best(self) -> tuple[Document, float, list[Overrun]]:
        """The document at the largest size that fits; where none does, at the smallest, with what leaves its place."""
        high = len(self.steps)  # from here on something is known not to fit
        fits: dict[int, int] = {}  #: by page: below this step it is known to fit
        while high:
            page = self.order[0] if self.order else ALL
            low = fits.get(page, 0)
            while low < high:
                # What we would like is tried first: much of what is made has room for it.
                at = high - 1 if high == len(self.steps) else self.estimate.largest(self.steps, low, high)
                if self._fits(at, page):
                    low = at + 1
                else:
                    high = at
            fits[page] = low
            if high:
                if document := self._document(high - 1):
                    return document, self.steps[high - 1], []
                high -= 1
        document = self.sheet.at(self.steps[0])
        return document, self.steps[0], self._over(document)

    def _fits(self, step: int, page: int) -> bool:
        document, attempt = None, self._attempt(step) if page != ALL else None
        if attempt and attempt.alone:
            laid = attempt.pages(page)
            over = [one for number, box in enumerate(laid, page + 1) for one in overruns_of_page(number, box, self.edge_mm)]
            if len(laid) > 1:
                over.append(Overrun(page + 1, "", "page count", float(len(laid) - 1)))
        if not attempt or not attempt.alone and not over:
            document = self.sheet.at(self.steps[step])
            laid, over = [one._page_box for one in document.pages], self._over(document)
        self.estimate.learn(laid, self.steps[step], over)
        if not over:  # what has been laid out takes memory: nothing smaller is kept
            self.attempts = {step: attempt} if attempt and not document else {}
            self.documents = {step: document} if document else {}
        else:
            self.attempts.pop(step, None)
        return not over

    def _attempt(self, step: int) -> Attempt:
        if step not in self.attempts:
            self.attempts[step] = Attempt(self.sheet, self.steps[step], len(self.order))
        return self.attempts[step]

    def _document(self, step: int) -> Document | None:
        """All pages of a step; None where another page does not fit: it comes first from now on."""
        for page in list(self.order):
            if step not in self.documents and page not in self._attempt(step).made and not self._fits(step, page):
                self.order.remove(page)
                self.order.insert(0, page)
                return None
        if step in self.documents:
            return self.documents[step]
        document = self.attempts[step].document()
        if lost_text(document, self.said):
            self.order = []
            return None
        return document

    def _over(self, document: Document) -> list[Overrun]:
        over = overruns(document, pages=self.pages, edge_mm=self.edge_mm)
        if lost := lost_text(document, self.said):
            over.append(Overrun(len(document.pages), lost, "characters on no page", float(len(lost))))
        return over


ALL = -1  #: in place of one page
