from tests.background.packages import CO2, gives, package, process, product, publish_here, takes

from tanji.background.export import export
from tanji.formats import olca
from tanji.model.source import Source


def _release(folder):
    flows = [product("open"), product("closed"), product("secret"), CO2]
    processes = [
        process(
            "open",
            gives("open", 1),
            takes("closed", 2, provider="closed"),
            takes("secret", 3, provider="secret"),
            gives("co2", 1),
            licence="CC0",
            sources=("s",),
        ),
        process("closed", gives("closed", 1), gives("co2", 123.456), sources=("t",)),
        process("secret", gives("secret", 1), gives("co2", 654.321), extra={"rights": {"permission": "nothing"}}),
    ]
    sources = [Source(id=key, publisher=key, title={"en": key}) for key in ("s", "t")]
    made = package(flows, processes, sources=sources)
    return made, publish_here(folder, made).opened


def test_a_whole_release_comes_out_as_it_went_in(tmp_path):
    made, opened = _release(tmp_path)
    found = export(opened, rights=False)
    assert sorted(found.package.processes, key=lambda p: p.id) == sorted(made.processes, key=lambda p: p.id)
    assert {flow.id for flow in found.package.flows} == {flow.id for flow in made.flows}
    assert found.report.findings == ()


def test_only_processes_whose_values_everybody_may_have_are_written(tmp_path):
    opened = _release(tmp_path)[1]
    found = export(opened)
    assert [process.id for process in found.package.processes] == ["open"]
    count = found.report.counts["processes"]
    assert (count.read, count.imported, count.skipped) == (3, 1, 2)
    assert [(finding.code, finding.place.process) for finding in found.report.findings] == [
        ("RGT-120", "closed"),
        ("RGT-121", None),
    ]
    assert [source.id for source in found.package.sources] == ["s"]


def test_no_closed_value_and_no_secret_name_stands_in_the_written_file(tmp_path):
    import zipfile

    opened = _release(tmp_path)[1]
    olca.write(export(opened).package, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "123.456" not in text
    assert "654.321" not in text
    providers = [exchange.provider for exchange in export(opened).package.processes[0].exchanges]
    assert providers == [None, "closed", None, None]
    back = olca.read(tmp_path / "out.zip")
    assert [process.id for process in back.processes] == ["open"]
