"""Documents on paper, as files: made by hand, so that no library writes what it then reads."""

from __future__ import annotations


def pdf(words: str, large: str = "", size: int = 20, told: str = "") -> bytes:
    """Return a PDF of one page that shows the words, written by hand as the standard has it.

    large: lines above them in letters of that size. told: the title that the file tells of itself.
    """
    head, body_ = (
        " ".join(f"({line}) Tj T*" for line in text.splitlines()) for text in (large, words)
    )
    stream = f"BT /F1 {size} Tf 24 TL 72 720 Td {head} /F1 12 Tf 14 TL {body_} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources"
            b" << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({told}) >>".encode(),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (
        b"xref\n0 7\n0000000000 65535 f \n%strailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\n"
        b"startxref\n%d\n%%%%EOF" % (table, len(body))
    )
