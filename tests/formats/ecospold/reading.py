"""Reading in this process, without a child, as plain data; and documents by their digests."""

from tanji.formats.assembly import assemble
from tanji.model.document import digest


def read_here(parse, path):
    """The package of a path, read without a child process."""
    return assemble(parse(path=str(path), progress=lambda *_: None), path, code="ESO-105")


def digests(package):
    """The digest of every document by kind and id."""
    documents = [*package.flows, *package.processes, *package.sources]
    return {(type(document).__name__, document.id): digest(document) for document in documents}


def codes(package):
    """The codes of all findings, each once, sorted."""
    return sorted({finding.code for finding in package.report.findings})


def told(package):
    """What a golden file keeps of a read."""
    counts = {name: count.model_dump(exclude_defaults=True) for name, count in package.report.counts.items()}
    found: dict[str, int] = {}
    for finding in package.report.findings:
        found[finding.code] = found.get(finding.code, 0) + 1
    return {"format": package.format, "counts": counts, "findings": dict(sorted(found.items()))}
