"""PTB's Digital Calibration Certificate (DCC, XML 3.x): read into calibrations of the metrology register."""

from tanji.formats.dcc.parse import NotDcc, claims
from tanji.formats.dcc.reader import CertificateRead, read

__all__ = ["CertificateRead", "NotDcc", "claims", "read"]
