"""Tags of a PDF (PDF/UA-1): what is a heading, a paragraph, a picture, and what is only there for the eye.

Whoever listens to a form hears its text in the order of reading. Lines, boxes and marks are artifacts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape

from fpdf import FPDF
from fpdf.structure_tree import StructElem, StructureTreeBuilder

_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
    <rdf:Description rdf:about="">
      <pdfuaid:part>1</pdfuaid:part>
      <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
    </rdf:Description>
  </rdf:RDF>
</x:xmpmeta>"""


@dataclass(eq=False)
class Tag:
    """One thing that is read as a whole: a paragraph of several lines, a heading, a picture."""

    role: str = "P"
    #: What a picture shows.
    said: str = ""
    #: Page to the element on it; a paragraph that goes over a page has two.
    elements: dict[int, StructElem] = field(default_factory=dict)


ARTIFACT = Tag("Artifact")
"""What is read by nobody: page numbers, lines, marks for a scanner."""


class Tree(StructureTreeBuilder):
    """The tags of a document; unlike its base it lets one element hold several pieces of a page."""

    def __init__(self) -> None:
        """Begin without any tag."""
        super().__init__()
        self.pieces: Counter[int] = Counter()

    def next_mcid_for_page(self, page_number: int) -> int:
        """Return the number of the next piece of a page."""
        self.pieces[page_number] += 1
        return self.pieces[page_number] - 1

    def piece(self, pdf: FPDF, tag: Tag) -> int:
        """Return the number of a new piece of the page that belongs to a tag."""
        number = self.next_mcid_for_page(pdf.page)
        element = tag.elements.get(pdf.page)
        if element is None:
            element, parents = self.add_marked_content(
                pdf.page, f"/{tag.role}", number, alt_text=tag.said or None
            )
            pdf.pages[pdf.page].struct_parents = parents
            tag.elements[pdf.page] = element
        else:
            element.k.append(number)
            parents = self.spid_per_page_number[pdf.page]
            self.struct_tree_root.parent_tree.nums[parents].append(element)
        return number


@contextmanager
def tagged(pdf: FPDF, tag: Tag, spoken: str = "") -> Iterator[None]:
    """Tag what is drawn; ``spoken`` is its text in the order it is read, where it is drawn in another."""
    tree = pdf.struct_builder
    if not isinstance(tree, Tree):
        yield
        return
    if tag is ARTIFACT:
        pdf._out("/Artifact BMC")  # noqa: SLF001 - the library has no door for it
    else:
        text = f" /ActualText <FEFF{spoken.encode('utf-16-be').hex()}>" if spoken else ""
        pdf._out(f"/{tag.role} <</MCID {tree.piece(pdf, tag)}{text}>> BDC")  # noqa: SLF001
    yield
    pdf._out("EMC")  # noqa: SLF001


def declare(pdf: FPDF, title: str) -> None:
    """Name the document and say that it keeps PDF/UA."""
    pdf.set_title(title)
    pdf.set_xmp_metadata(_XMP.format(title=escape(title)))
