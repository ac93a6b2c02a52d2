"""A terminal and a server on one machine: a key is kept for its owner, a file goes there, a result comes back."""

import json
import stat
import threading
from importlib.resources import files

import pytest
from tests.api.conftest import Machine, member
from tests.cli.shell import tanji

from tanji.catalog import jobs
from tanji.catalog.models import Draft
from tanji.cli.remote.kept import BadServer, Server, forget, keep, kept, origin

BOM = "# 产品名称: 电机\n# 核算单位: 件\n层级,名称,数量,单位\n0,电机,1,件\n1,从未听说过的材料,12,kg\n"


@pytest.fixture
def server(transactional_db, live_server, settings):
    """A server with a worker, and a machine of an organisation of it."""
    settings.ROOT_URLCONF = "tests.api.addresses"
    machine = Machine(member("电机厂"))
    ended = threading.Event()
    worker = threading.Thread(target=jobs.work, args=(ended,))
    worker.start()
    yield live_server.url, machine.key
    ended.set()
    worker.join(60)


@pytest.fixture
def home(server, tmp_path):
    """A home that is logged in."""
    url, key = server
    home = tmp_path / "home"
    done = tanji("login", url, cwd=tmp_path, home=home, TANJI_KEY=key)
    assert done.code == 0, done.err
    assert "电机厂" in done.out
    return home


def test_from_a_file_to_a_result_on_the_server_and_out_again(server, home, tmp_path):
    assert stat.S_IMODE((home / "server.json").stat().st_mode) == 0o600
    text = next((files("tanji.registry.studies") / "data").iterdir()).read_text("utf-8")
    (tmp_path / "washer.json").write_text(text, "utf-8")
    pushed = tanji("push", "washer.json", "--compute", "--json", cwd=tmp_path, home=home)
    assert pushed.code == 1, pushed.err + pushed.out
    assert pushed.json["unmatched"] == 1  # the sample leaves its detergent open
    local = tanji("calc", "washer.json", "--json", cwd=tmp_path, home=home)
    total = pushed.json["footprint"]["score"]["total"]
    assert total > 0
    assert str(total) in local.out
    assert pushed.json["link"] == f"{server[0]}/studies/{Draft.objects.get().pk}/"
    shown = tanji("push", "washer.json", "--compute", "--lang", "zh", cwd=tmp_path, home=home)
    assert "产品碳足迹：" in shown.out
    assert server[0] in shown.out
    assert tanji("logout", cwd=tmp_path, home=home).code == 0
    assert not (home / "server.json").exists()
    assert "CLI-010" in tanji("push", "washer.json", cwd=tmp_path, home=home).err


def test_what_the_server_refuses_is_told_with_its_findings(home, tmp_path):
    (tmp_path / "bad.csv").write_text(BOM + "1,铝锭,很多,kg\n", "utf-8")
    done = tanji("push", "bad.csv", cwd=tmp_path, home=home, TANJI_LANG="zh")
    assert done.code == 3
    assert "REG-002" in done.err
    assert "第 6 行" in done.out
    (tmp_path / "open.csv").write_text(BOM, "utf-8")
    done = tanji("push", "open.csv", "--lang", "en", cwd=tmp_path, home=home)
    assert done.code == 1, done.err
    assert "1 to be matched" in done.out


def test_a_wrong_key_is_not_kept(server, tmp_path):
    done = tanji("login", server[0], cwd=tmp_path, home=tmp_path / "h", TANJI_KEY="tanji_0123456789ab_wrong")
    assert done.code == 3
    assert "ACC-401" in done.err
    assert not (tmp_path / "h" / "server.json").exists()


def test_nobody_there_is_told_in_words(tmp_path):
    done = tanji("login", "http://127.0.0.1:9", cwd=tmp_path, home=tmp_path / "h", TANJI_KEY="tanji_a_b")
    assert done.code == 3
    assert "CLI-013" in done.err


@pytest.mark.parametrize("address", ["http://example.com", "ftp://example.com", "https://", "http://[::1", ""])
def test_a_key_goes_nowhere_unprotected(address):
    with pytest.raises(BadServer):
        origin(address)


def test_an_address_is_cut_to_its_origin():
    assert origin("example.com/products/") == "https://example.com"
    assert origin("http://[::1]:8000/x") == "http://[::1]:8000"


def test_a_server_is_kept_and_forgotten(tmp_path):
    keep(tmp_path, Server("https://example.com", "k"))
    keep(tmp_path, Server("https://example.com", "l"))
    assert kept(tmp_path).key == "l"
    assert [path.name for path in tmp_path.iterdir()] == ["server.json"]
    assert json.loads((tmp_path / "server.json").read_text())["origin"] == "https://example.com"
    assert forget(tmp_path)
    assert not forget(tmp_path)
