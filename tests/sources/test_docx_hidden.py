"""What Word hides stays in its document, in whichever of its ways it is hidden."""

import io
import zipfile

import pytest
from sourcing import read, told

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>NEVER-SHOWN</w:t></w:r>"
PLAIN = "<w:r><w:t>NEVER-SHOWN</w:t></w:r>"


def document(body: str, styles: str = "", main: str = "word/document.xml") -> bytes:
    """A Word document as small as it can be; ``main`` is what its main part is called."""
    made = io.BytesIO()
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(made, "w") as out:
        out.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        out.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{RELATION}/officeDocument" Target="{main}"/></Relationships>',
        )
        folder, _, name = main.rpartition("/")
        out.writestr(
            f"{folder}/_rels/{name}.rels".lstrip("/"),
            f'<Relationships xmlns="{relations}"><Relationship Id="r2" Type="{RELATION}/styles" Target="styles.xml"/></Relationships>',
        )
        out.writestr(
            f"{folder}/styles.xml".lstrip("/"), f'<w:styles xmlns:w="{W}">{styles}</w:styles>'
        )
        out.writestr(main, f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return made.getvalue()


SHOWN = (
    '<w:p><w:pPr><w:pStyle w:val="Seen"/></w:pPr><w:r><w:t>Our report of the year</w:t></w:r></w:p>'
)
SEEN = '<w:style w:type="paragraph" w:styleId="Seen"><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'


@pytest.mark.parametrize(
    ("body", "styles", "main"),
    [
        (f"<w:p>{HIDDEN}</w:p>", "", "word/document.xml"),
        (f"<w:p>{HIDDEN}</w:p>", "", "document.xml"),
        (f"<w:p>{HIDDEN}</w:p>", "", "doc/document.xml"),
        (f"<w:p>{PLAIN}</w:p>", '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr><w:vanish/></w:rPr></w:style>', "word/document.xml"),
        (f"<w:p>{PLAIN}</w:p>", "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>", "word/document.xml"),
        (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr><w:tr><w:tc><w:p>{PLAIN}</w:p></w:tc></w:tr></w:tbl>',
            '<w:style w:type="table" w:styleId="T"><w:rPr><w:vanish/></w:rPr></w:style>', "word/document.xml",
        ),
        (f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p>{PLAIN}</w:p></w:tc></w:tr></w:tbl>", "", "word/document.xml"),
    ],
)  # fmt: skip
def test_hidden_words_stay_in_their_document(body: str, styles: str, main: str) -> None:
    """A run, the main part by another name, the usual style, all styles, a table's, a row; what is shown comes in."""
    found = told(read("docx", document(SHOWN + body, SEEN + styles, main), name="report.docx"))
    assert "Our report of the year" in found
    assert "NEVER-SHOWN" not in found
