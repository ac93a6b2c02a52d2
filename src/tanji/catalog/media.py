"""What a file is, told by its first bytes and never by its name or by what the browser says."""

from __future__ import annotations

from typing import Final

_MAGIC: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
_UNKNOWN: Final = "application/octet-stream"


def media_type_of(head: bytes) -> str:
    """The media type of a file that begins like this.

    >>> media_type_of(b"%PDF-1.7 ..."), media_type_of("名称,数量".encode()), media_type_of(bytes([0, 1]))
    ('application/pdf', 'text/plain', 'application/octet-stream')
    """
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if b"\0" in head:
        return _UNKNOWN
    for encoding in ("utf-8", "gb18030"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError as broken:
            if broken.start >= len(head) - 3:
                return "text/plain"
        else:
            return "text/plain"
    return _UNKNOWN
