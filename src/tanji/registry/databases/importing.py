"""An import in two jobs: read and link beside the shelf, with a report; then, once confirmed, put it on the shelf."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final
from uuid import UUID

from django.db import transaction

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, Invalid, NotFound
from tanji.background.opened import Opened
from tanji.background.publish import publish
from tanji.background.shelf import Shelf, fit_name
from tanji.catalog import blobs, databases
from tanji.catalog.evidence import fit
from tanji.catalog.jobs import Run, enqueue, get_job, job, jobs, put_away
from tanji.catalog.jobs.kinds import Result
from tanji.catalog.models import Database, Job, JobState
from tanji.catalog.shelves import own_shelf, scratch
from tanji.errors import Refusal, Text
from tanji.formats.identify import identify
from tanji.model.finding import Report
from tanji.registry.actions import record
from tanji.registry.databases.checking import ask_audit
from tanji.registry.databases.findings import told
from tanji.registry.databases.keeping import get_open
from tanji.starter.methods import DEFAULT, method

READ: Final = "database-read"
PUBLISH: Final = "database-publish"
ALLOCATIONS: Final = ("reference", "default", "mass", "energy", "carbon", "economic", "physical", "causal")


class NothingToImport(Refusal):
    """A file of a known format without a single process that can be taken."""

    code = "IMP-001"


def start(acting: Acting, database: UUID, file: tuple[str, IO[bytes]], about: Mapping[str, Any]) -> Job:
    """Keep a file and have it read; nothing is written before `confirm`.

    `about`: version, note, allocation, licence, owner, sector, region (texts, may be empty), year (or None).
    Refuses NotFound, NotAllowed, TooLarge, EmptyFile, Invalid, Conflict for a version that there is.
    """
    require(acting, "import", "database")
    row = get_open(acting, database)
    version, allocation = str(about.get("version", "")).strip(), about.get("allocation") or ALLOCATIONS[0]
    fit_name(version)
    if allocation not in ALLOCATIONS:
        raise Invalid(Text(zh=f"没有分配方法“{allocation}”", en=f"There is no allocation {allocation!r}"))
    _refuse_known(acting, row, version)
    name, stream = file
    kept = blobs.keep(acting, stream)
    members = {key: about.get(key) for key in ("note", "licence", "owner", "sector", "region", "year")}
    arguments = members | {"version": version, "allocation": allocation, "file": fit(name), "sha256": kept.sha256}
    with transaction.atomic():
        asked = enqueue(acting, READ, {**arguments, "database": str(row.id), "size": kept.size}, row.id)
        body = {"file": fit(name), "sha256": kept.sha256, "version": version}
        record(acting, "database.import_begun", row.id, body=body)
    return asked


def get_import(acting: Acting, database: UUID, reading: UUID) -> Job:
    """The reading of an import of a database. Refuses NotFound."""
    found = get_job(acting, reading)
    if found.kind != READ or found.about != database:
        raise NotFound
    return found


def publishing_of(acting: Acting, reading: Job) -> Job | None:
    """The job that puts on the shelf what was read, once it is confirmed."""
    return next((each for each in jobs(acting, reading.about) if each.arguments.get("read") == str(reading.id)), None)


def report_of(acting: Acting, reading: Job) -> Report:
    """All that reading and linking found. Refuses NotFound where it was discarded."""
    for shelf in (Shelf(scratch(acting, reading.id)), own_shelf(acting)):
        for each in shelf.databases():
            if each.version == reading.arguments["version"] and each.id == reading.result.get("identifier"):
                return shelf.open(each.id, each.version).report()
    raise NotFound


def confirm(acting: Acting, database: UUID, reading: UUID) -> Job:
    """Have what was read put on the shelf; a second time it is the same job.

    Refuses NotFound, NotAllowed, and Conflict where it was not read to the end, was discarded, or the version is there.
    """
    require(acting, "import", "database")
    with transaction.atomic():
        row = get_open(acting, database)
        read = get_import(acting, database, reading)
        known = publishing_of(acting, read)
        if known is not None and known.state not in {JobState.failed, JobState.cancelled}:
            return known
        if read.state != JobState.done or read.archived is not None:
            raise Conflict(
                Text(zh="没有可以确认的读取结果", en="There is nothing read that could be confirmed"),
                Text(zh="请重新上传文件。", en="Upload the file again."),
            )
        _refuse_known(acting, row, read.arguments["version"])
        asked = enqueue(acting, PUBLISH, {**read.arguments, "read": str(read.id)}, row.id)
        record(acting, "database.import_confirmed", row.id, body={"version": read.arguments["version"]})
    return asked


def discard(acting: Acting, database: UUID, reading: UUID) -> None:
    """Drop what was read: nothing of it was on the shelf. Refuses NotFound, NotAllowed, Conflict once confirmed."""
    require(acting, "import", "database")
    with transaction.atomic():
        read = get_import(acting, database, reading)
        known = publishing_of(acting, read)
        if known is not None and known.state not in {JobState.failed, JobState.cancelled}:
            raise Conflict(Text(zh="导入已确认，不能放弃", en="The import is confirmed and cannot be dropped"))
        put_away(acting, read)
        record(acting, "database.import_dropped", database, body={"version": read.arguments["version"]})
    shutil.rmtree(scratch(acting, read.id), ignore_errors=True)


@job(READ, title=Text(zh="读取数据库文件", en="Read the file of a database"))
def read_file(run: Run) -> Result:
    """Read, link, compile and solve on a shelf of this job alone; say what was found."""
    made = _made(run, run.job.id)
    report = made.report()
    return {
        **told(report, most=0),
        "read": run.saved.get("read", {}),
        "identifier": made.manifest.id,
        "format": run.saved.get("format", ""),
        "digest": made.ref.digest,
        "processes": made.manifest.tables["processes"].rows,
        "quality": made.manifest.quality,
        "address": f"/databases/{run.arguments['database']}/imports/{run.job.id}/",
    }


@job(PUBLISH, title=Text(zh="发布到本机构数据架", en="Put a release on the shelf"))
def put_on_shelf(run: Run) -> Result:
    """The same release on the shelf of the organisation, then its row, its event and its audit."""
    database = databases.get_database(run.acting, UUID(run.arguments["database"]))
    reading = UUID(run.arguments["read"])
    release = run.saved.get("release") or _released(run, database, _made(run, reading))
    shutil.rmtree(scratch(run.acting, reading), ignore_errors=True)
    return {"release": release, "address": f"/databases/{database.id}/{release}/"}


def _released(run: Run, database: Database, made: Opened) -> str:
    """Put a release on the shelf and into the records; gives the id of its row."""
    run.progress(Text(zh="写入数据架", en="Put on the shelf"), 0, None)
    tables = {name: made.table(name) for name in made.manifest.tables}
    kept = own_shelf(run.acting).add(made.manifest, tables, made.report())
    kept.intensities(method(DEFAULT))
    run.progress(Text(zh="登记", en="Enter in the records"), 0, None)
    with run.writing():
        note = run.arguments.get("note") or ""
        row = databases.add_release(run.acting, database, kept.manifest, digest=kept.ref.digest, note=note)
        body = {"version": row.version, "digest": row.digest, "sha256": run.arguments["sha256"]}
        record(run.acting, "database.released", database.id, body=body)
        ask_audit(run.acting, row)
        run.checkpoint({**run.saved, "release": str(row.id)})
    return str(row.id)


def _made(run: Run, reading: UUID) -> Opened:
    """What was read, from the shelf beside, or made again from the bytes that are kept."""
    database = databases.get_database(run.acting, UUID(run.arguments["database"]))
    shelf = Shelf(scratch(run.acting, reading))
    known = [each for each in shelf.databases() if each.version == run.arguments["version"]]
    if known:
        return shelf.open(known[0].id, known[0].version)
    with _named(run) as path:
        run.progress(Text(zh="识别格式", en="Tell the format"), 0, None)
        found = identify(path)
        run.progress(Text(zh=f"读取：{found.name.zh}", en=f"Read: {found.name.en}"), 0, None)
        package = found.read(path, progress=run.progress)
        read = {name: counts.model_dump() for name, counts in package.report.counts.items()}
        run.checkpoint({**run.saved, "format": found.id, "read": read})
    if not package.processes:
        first = next(iter(package.report.errors), None)
        raise NothingToImport(
            Text(zh="文件里没有可导入的过程", en="The file holds no process that can be imported"),
            first.message if first else Text(zh="请检查导出设置。", en="Check how it was exported."),
        )
    return publish(
        package,
        shelf,
        database=database.identifier,
        version=run.arguments["version"],
        names={"zh": database.name, "en": database.name_en or database.name},
        allocation=run.arguments["allocation"],
        methods=(method(DEFAULT),),
        progress=run.progress,
        **_about(run, database),
    ).opened


def _about(run: Run, database: Database) -> dict[str, Any]:
    given = {key: run.arguments.get(key) for key in ("owner", "sector", "region", "year")}
    given |= {"licence": run.arguments.get("licence") or database.licence, "scope": database.scope}
    return {key: value for key, value in given.items() if value not in (None, "")}


@contextmanager
def _named(run: Run) -> Iterator[Path]:
    """The kept bytes under the name that the file had: some formats are told by it."""
    kept = blobs.path_of(run.acting, run.arguments["sha256"])
    with tempfile.TemporaryDirectory(prefix="tanji-import-") as folder:
        path = Path(folder) / run.arguments["file"]
        shutil.copyfile(kept, path)
        yield path


def _refuse_known(acting: Acting, database: Database, version: str) -> None:
    if any(each.version == version for each in databases.releases_of(acting, database)):
        raise Conflict(
            Text(zh=f"版本 {version} 已存在，发布后不再更改", en=f"Version {version} is there and never changes"),
            Text(zh="请用新的版本号。", en="Take another version."),
        )


def readings_of(acting: Acting, database: Database) -> list[Job]:
    """Imports of a database that nobody has confirmed or dropped yet, the newest first."""
    found = jobs(acting, database.id)
    confirmed = {each.arguments.get("read") for each in found if each.kind == PUBLISH}
    return [each for each in found if each.kind == READ and str(each.id) not in confirmed]
