"""Arrays of .npy files: plain numbers and records of plain numbers, whose shape is what the bytes hold.

numpy's own reader makes room for the shape that a header claims before it looks at the bytes; this one does not.
Source: numpy.lib.format, NPY format version 1.0 to 3.0.
"""

from __future__ import annotations

import ast
import io
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tanji.errors import Refusal, Text

_MAGIC: Final = b"\x93NUMPY"
_HEADER: Final = 10_000
_KINDS = frozenset("biuf")
Array = npt.NDArray[Any]


class BadArray(Refusal):
    """An .npy file with pickled objects, another shape than its bytes, or no array at all."""

    code = "BWD-002"


def array(data: bytes, name: str) -> Array:
    """The array of an .npy file. Refuses BadArray: objects, a shape that is not that of the bytes, anything damaged."""
    header, start = _header(data, name)
    dtype = _dtype(header["descr"], name)
    shape = header["shape"]
    if not isinstance(shape, tuple) or len(shape) > 2 or not all(type(size) is int and size >= 0 for size in shape):
        raise _bad(name, Text(zh="形状不是最多两维的非负整数", en="its shape is not one of at most two dimensions"))
    count = 1
    for size in shape:
        count *= size
    if count * dtype.itemsize != len(data) - start:
        raise _bad(
            name,
            Text(
                zh=f"文件头称有 {count} 个元素，数据却有 {len(data) - start} 字节",
                en=f"its header claims {count} elements, and {len(data) - start} bytes follow",
            ),
        )
    found = np.frombuffer(data, dtype=dtype, offset=start)
    order = "F" if header["fortran_order"] is True else "C"
    return found.reshape(shape, order=order)  # type: ignore[call-overload,no-any-return]


def write(values: Array) -> bytes:
    """An array as an .npy file."""
    file = io.BytesIO()
    np.lib.format.write_array(file, values, version=(1, 0), allow_pickle=False)
    return file.getvalue()


def _header(data: bytes, name: str) -> tuple[dict[str, Any], int]:
    if data[:6] != _MAGIC or len(data) < 12 or data[6] not in {1, 2, 3}:
        raise _bad(name, Text(zh="不是 .npy 文件", en="it is no .npy file"))
    width = 2 if data[6] == 1 else 4
    size = int.from_bytes(data[8 : 8 + width], "little")
    start = 8 + width + size
    if size > _HEADER or start > len(data):
        raise _bad(name, Text(zh="文件头过长或被截断", en="its header is too long or cut short"))
    try:
        header = ast.literal_eval(data[8 + width : start].decode("utf-8" if data[6] == 3 else "latin-1").strip())
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        header = None
    if not isinstance(header, dict) or set(header) != {"descr", "fortran_order", "shape"}:
        raise _bad(name, Text(zh="文件头无法识别", en="its header is not understood"))
    return header, start


def _dtype(described: object, name: str) -> np.dtype[Any]:
    """A type of plain numbers, or a record of some; never objects, texts or records within records."""
    fields = [("", described)] if isinstance(described, str) else described
    if not isinstance(fields, list) or not 0 < len(fields) <= 40:
        raise _bad(name, Text(zh="数据类型无法识别", en="its type is not understood"))
    made = []
    for part in fields:
        if not isinstance(part, tuple) or len(part) != 2 or not all(isinstance(text, str) for text in part):
            raise _bad(name, Text(zh="数据类型无法识别", en="its type is not understood"))
        made.append((part[0], _plain(part[1], name)))
    if isinstance(described, str):
        return made[0][1]
    try:
        return np.dtype(made)
    except (TypeError, ValueError):
        raise _bad(name, Text(zh="数据类型无法识别", en="its type is not understood")) from None


def _plain(text: str, name: str) -> np.dtype[Any]:
    try:
        found = np.dtype(text) if len(text) <= 4 else None
    except (TypeError, ValueError, SyntaxError):
        found = None
    if found is None or found.kind not in _KINDS or found.itemsize > 8:
        raise _bad(name, Text(zh=f"含有“{text[:20]}”类型的对象", en=f'it holds objects of type "{text[:20]}"'))
    return found


def _bad(name: str, why: Text) -> BadArray:
    shown = ascii(name[:80])
    return BadArray(
        Text(zh=f"数组文件 {shown} 不被接受：{why.zh}", en=f"The array file {shown} is refused: {why.en}"),
        Text(
            zh="请用 bw_processing 重新写出数据包。",
            en="Write the datapackage anew with bw_processing.",
        ),
    )
