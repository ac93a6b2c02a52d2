"""A datapackage as bw_processing writes it, to change at will: steel from power, power with a waste, three columns."""

import io
import json
import zipfile

import numpy as np

INDICES = [("row", "<i8"), ("col", "<i8")]
SPREAD = [
    ("uncertainty_type", "u1"),
    ("loc", "<f4"),
    ("scale", "<f4"),
    ("shape", "<f4"),
    ("minimum", "<f4"),
    ("maximum", "<f4"),
    ("negative", "?"),
]


def npy(values):
    file = io.BytesIO()
    np.save(file, values)
    return file.getvalue()


def group(name, matrix, entries, *, flip=(), **more):
    """Resources and files of a group; entries are (row, column, value)."""
    arrays = {
        "indices": np.array([entry[:2] for entry in entries], dtype=INDICES),
        "data": np.array([entry[2] for entry in entries], dtype=np.float64),
        **({"flip": np.array(flip, dtype=bool)} if flip else {}),
        **more,
    }
    resources = [
        {
            "profile": "data-resource",
            "name": f"{name}.{kind}",
            "matrix": matrix,
            "kind": kind,
            "path": f"{name}.{kind}.npy",
            "group": name,
            "category": "vector",
        }
        for kind in arrays
    ]
    return resources, {f"{name}.{kind}.npy": npy(values) for kind, values in arrays.items()}


def techno(name="t", **more):
    entries = [(1, 1, 1), (2, 2, 1), (3, 3, -1), (2, 1, 0.5), (3, 2, -2), (1, 2, 0.25)]
    return group(name, "technosphere_matrix", entries, flip=(0, 0, 0, 1, 1, 0), **more)


def bio(name="b"):
    return group(name, "biosphere_matrix", [(10, 1, 4), (10, 3, 5)])


def table(rows, name="meta"):
    resource = {"profile": "data-resource", "name": name, "path": f"{name}.csv", "valid_for": [["t", "rows"]]}
    return [resource], {f"{name}.csv": rows.encode("utf-8")}


def files(*groups, **about):
    resources = [resource for found, _ in groups for resource in found]
    manifest = {"profile": "data-package", "name": "x", "id": "y", "resources": resources, **about}
    return {
        "datapackage.json": json.dumps(manifest).encode(),
        **{k: v for _, found in groups for k, v in found.items()},
    }


def zipped(path, found):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    return path


def codes(package):
    return [finding.code for finding in package.report.findings]
