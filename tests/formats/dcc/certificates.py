"""An invented certificate in the form of DCC 3, of the examples folder; signed here by an invented signature."""

from pathlib import Path

EXAMPLE = Path(__file__).parents[3] / "examples" / "metering" / "electricity-meter-dcc.xml"
SIGNATURE = (
    '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo/>'
    "<ds:SignatureValue>aW52ZW50ZWQ=</ds:SignatureValue></ds:Signature>"
)
END = "</dcc:digitalCalibrationCertificate>"


def certificate(*changes):
    """The example with texts exchanged."""
    text = EXAMPLE.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def signed():
    """The example with a signature element that says nothing."""
    return certificate((END, SIGNATURE + END))
