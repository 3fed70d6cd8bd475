"""Turns a drawn PDF into PDF/A-2b: metadata, colour profile, no transparency groups, the same bytes every time."""

from io import BytesIO
from xml.sax.saxutils import escape

from consult_desk.base.errors import Trouble
from consult_desk.documents.icc import srgb_profile

PRODUCER = "Consult Desk"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
   <pdf:Producer>{producer}</pdf:Producer>
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def finish(pdf: bytes, *, title: str, lang: str = "zh-CN") -> bytes:
    """Make PDF/A-2b (ISO 19005-2) of a PDF drawn by this program.

    title: plain text for the window title, without personal data. lang: BCP 47 tag of the text.
    The same input gives the same bytes: no dates, no random identifiers. The information dictionary
    and the XMP packet say the same. Raises Trouble when the input is not a readable PDF.
    """
    import pikepdf
    from pikepdf import Array, Dictionary, Name, Pdf, String

    try:
        document = Pdf.open(BytesIO(pdf))
    except pikepdf.PdfError as error:
        raise Trouble(
            "公文排版没有完成：生成的 PDF 读不回来。请重新生成；若仍不行，请把程序日志交给技术人员。"
        ) from error
    with document:
        root = document.Root
        packet = _XMP.format(title=escape(title), lang=escape(lang), producer=escape(PRODUCER))
        root.Metadata = document.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
        profile = document.make_stream(srgb_profile(), N=3)
        intent = Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
            Info=String("sRGB IEC61966-2.1"),
            DestOutputProfile=profile,
        )
        root.OutputIntents = Array([document.make_indirect(intent)])
        root.Lang = String(lang)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        for unwanted in ("/PageMode", "/OpenAction", "/Outlines"):
            if unwanted in root:
                del root[unwanted]
        for page in document.pages:
            for unwanted in ("/Trans", "/Group"):
                if unwanted in page.obj:
                    del page.obj[unwanted]
        document.trailer.Info = document.make_indirect(Dictionary(Title=String(title), Producer=String(PRODUCER)))
        written = BytesIO()
        document.save(
            written,
            min_version="1.7",
            force_version="1.7",
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=True,
            normalize_content=False,
            linearize=False,
            deterministic_id=True,
        )
    return written.getvalue()
