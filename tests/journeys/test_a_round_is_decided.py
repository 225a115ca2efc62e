"""The main job, through the pages: a run is proposed, solved, approved by another, published, and checked."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from kargosha.areas.allocation.models import Run
from kargosha.files.doors.allocate import command as allocate
from kargosha.kernel.models import User
from kargosha.portal import worker
from tests import universe


def signed_in(username: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username=username))
    return client


@pytest.mark.usefixtures("own_database")
def test_a_round_goes_from_a_call_to_files_that_an_auditor_can_check(
    tmp_path: Path, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    universe.people()
    universe.money()
    universe.call()
    stranger = Client(headers={"accept-language": "en"})
    assert (
        "Have the portfolio computed"
        in signed_in("officer").get("/allocation/runs/").content.decode()
    )
    asked = signed_in("officer").post("/allocation/runs/", {"call": "spring"})
    address = asked["location"]
    assert asked.status_code == 302
    assert signed_in("officer").get(address).status_code == 200
    assert stranger.get(address).status_code == 404

    worker.work_off("allocation.solve_run")
    decision = {"verdict": "approved", "note": "as proposed"}
    assert signed_in("officer").post(address + "decision/", decision).status_code == 403
    assert signed_in("chair").post(address + "decision/", decision).status_code == 302
    assert signed_in("chair").post(address + "decision/", decision).status_code == 409
    assert signed_in("chair").post(address + "publication/").status_code == 403
    assert signed_in("secretary").post(address + "publication/").status_code == 302

    assert Run.objects.get().state == "published"
    page = stranger.get(address).content.decode()
    assert "Group dairy" in page
    assert "Group weavers" not in page
    assert "weavers" in page
    why = stranger.get(address + "candidates/cobblers/").content.decode()
    assert "15,000,000,000" not in why

    assert stranger.get(address + "files/").status_code == 404
    files = signed_in("auditor").get(address + "files/")
    archive = b"".join(files.streaming_content)  # type: ignore[arg-type]
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(tmp_path)
    line = (tmp_path / "README.txt").read_text().split()[2:]
    options = [str(tmp_path / each) if each.endswith(".csv") else each for each in line[:-1]]
    done = CliRunner().invoke(allocate, [*options, str(tmp_path / "decision")])
    assert done.exit_code == 0, done.output
    again = (tmp_path / "decision" / "awards.csv").read_bytes()
    assert again == (tmp_path / "awards.csv").read_bytes()
