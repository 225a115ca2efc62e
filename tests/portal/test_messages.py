"""The adapters of the messenger: console, folder and a gateway tried against a real local server."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from kargosha.kernel import actions
from kargosha.kernel.messages import queue
from kargosha.kernel.models import Message
from kargosha.kernel.ports import NotSent
from kargosha.portal import tasks, worker
from kargosha.portal.adapters.messages import messenger, way
from kargosha.portal.adapters.messages.console import Console
from kargosha.portal.adapters.messages.folder import Folder
from kargosha.portal.adapters.messages.gateway import Gateway
from kargosha.portal.settings import SettingMissing, gateway  # noqa: TID251 (tried, not read)
from kargosha.portal.settings import messenger as named  # noqa: TID251
from tests.universe import STAGE

MOBILE = "09141112233"


class Taking(BaseHTTPRequestHandler):
    """Answers as it is told, and keeps what was posted."""

    status: ClassVar[int] = 200
    posted: ClassVar[list[tuple[str, dict[str, str], Any]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.posted.append((self.path, dict(self.headers), json.loads(body)))
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    Taking.posted.clear()
    Taking.status = 200
    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/messages?line=1"
        server.shutdown()
        thread.join()


def queued(code: str = "refusal.same_person", **values: object) -> Message:
    return queue(mobile=MOBILE, code=code, values=values, subject="run:1", by=STAGE)


def test_the_gateway_takes_json_under_a_key(address: str) -> None:
    Gateway(address, "secret").send(key="00000001", mobile=MOBILE, text="سلام")

    ((path, headers, body),) = Taking.posted
    assert path == "/messages?line=1"
    assert body == {"key": "00000001", "to": MOBILE, "text": "سلام"}
    assert headers["Idempotency-Key"] == "00000001"
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("status", [302, 400, 401, 503])
def test_what_the_gateway_does_not_take_has_not_left(address: str, status: int) -> None:
    Taking.status = status

    with pytest.raises(NotSent, match=str(status)):
        Gateway(address).send(key="1", mobile=MOBILE, text="x")
    assert "Authorization" not in Taking.posted[0][1]
    assert len(Taking.posted) == 1  # no redirection is followed


def test_a_gateway_that_does_not_answer_took_nothing(address: str) -> None:
    nobody = address.replace(address.split(":")[2].split("/")[0], "9")

    with pytest.raises(NotSent):
        Gateway(nobody).send(key="1", mobile=MOBILE, text="x")


def test_the_folder_holds_one_file_a_message(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "messages")

    for _ in range(2):
        folder.send(key="00000001", mobile=MOBILE, text="سلام")

    (file,) = (tmp_path / "messages").iterdir()
    assert file.read_text("utf-8") == f"{MOBILE}\nسلام\n"


def test_a_folder_that_cannot_be_written_lets_nothing_leave(tmp_path: Path) -> None:
    (tmp_path / "messages").write_text("in the way")

    with pytest.raises(NotSent):
        Folder(tmp_path / "messages").send(key="1", mobile=MOBILE, text="x")


def test_the_console_says_it(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "kargosha.messages"):
        Console().send(key="1", mobile=MOBILE, text="سلام")

    assert f"{MOBILE}: سلام" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "kind"), [("file", Folder), ("http", Gateway), ("console", Console), ("", Console)]
)
def test_the_messenger_is_chosen(settings: Any, chosen: str, kind: type) -> None:
    settings.MESSENGER = chosen

    assert isinstance(messenger(), kind)


@pytest.mark.django_db
def test_a_rehearsal_writes_files_unless_told_otherwise(settings: Any) -> None:
    settings.MESSENGER = ""
    actions.begin_instance(purpose="rehearsal", by=STAGE)

    assert way() == "file"
    settings.MESSENGER = "console"
    assert way() == "console"


def test_a_messenger_that_is_none_stops_the_start() -> None:
    assert (named("http"), named("")) == ("http", "")
    with pytest.raises(SettingMissing, match="console, file or http"):
        named("pigeon")


def test_a_gateway_without_an_address_stops_the_start() -> None:
    for url in ("", "ftp://gateway.example/", "https://"):
        with pytest.raises(SettingMissing, match="KARGOSHA_MESSENGER_URL"):
            gateway(url, "http")
    assert gateway("", "file") == ""
    assert gateway("https://gateway.example/x", "http") == "https://gateway.example/x"


def test_the_worker_sends_what_was_queued(own_database: str, tmp_path: Path, settings: Any) -> None:
    settings.MESSENGER, settings.MESSAGES = "file", tmp_path
    queued()

    worker.work_off("kernel.send_messages")

    assert Message.objects.get().sent_at is not None
    assert [each.name for each in tmp_path.iterdir()] == ["00000001.txt"]


@pytest.mark.django_db
def test_what_waits_longer_does_not_hold_up_the_message_that_was_asked_for(
    settings: Any, tmp_path: Path
) -> None:
    settings.MESSENGER, settings.MESSAGES = "file", tmp_path / "in the way"
    settings.MESSAGES.write_text("")
    waiting = [queued() for _ in range(5)]
    last = queued()

    tasks.send_messages(last.pk)

    tried = dict(Message.objects.values_list("pk", "tried_count"))
    assert tried[last.pk] == 1
    assert [tried[each.pk] for each in waiting] == [1, 1, 0, 0, 0]  # it is taken to be down
    settings.MESSAGES.unlink()
    tasks.send_messages()
    assert Message.objects.filter(sent_at=None).count() == 3  # these wait for their minute


@pytest.mark.django_db
def test_late_duties_are_escalated_by_the_worker() -> None:
    assert worker.task_named("kernel.escalate_duties")(0) is None
