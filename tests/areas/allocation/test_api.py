import zipfile
from pathlib import Path

from click.testing import CliRunner, Result
from django.test import Client

from kargosha.areas.allocation import actions
from kargosha.areas.allocation.cli import command
from kargosha.areas.allocation.models import Run
from kargosha.kernel.actions import begin_instance
from kargosha.kernel.errors import NotFound
from kargosha.kernel.models import User
from tests.areas.allocation.conftest import SOLVER
from tests.universe import BILLION, STAGE, People


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def post(client: Client, address: str, body: object = None) -> tuple[int, object]:
    answer = client.post(address, body or {}, content_type="application/json")
    return answer.status_code, answer.json() if answer.content else None


def test_a_run_goes_through_the_json_door(solved: Run, own_district: People) -> None:
    address = f"/api/allocation/runs/{solved.pk}"
    approved = {"verdict": "approved"}

    assert client_of("officer").get("/api/allocation/runs").json()[0]["state"] == "proposed"
    assert post(client_of("officer"), f"{address}/candidates/cobblers/changes")[0] == 202
    assert post(client_of("officer"), f"{address}/decision", approved)[0] == 403
    status, run = post(client_of("chair"), f"{address}/decision", approved)
    assert (status, run["state"]) == (201, "approved")  # type: ignore[index]
    assert post(client_of("chair"), f"{address}/decision", approved)[0] == 409
    assert post(client_of("secretary"), f"{address}/publication")[0] == 201
    public = Client().get(f"{address}/candidates?limit=1").json()
    assert public["count"] == 3
    assert [item["code"] for item in public["items"]] == ["cobblers"]
    assert public["items"][0]["amount"] is None
    assert (public["items"][0]["band_from"], public["items"][0]["band_to"]) == (
        15 * BILLION,
        20 * BILLION,
    )


def test_the_json_door_tells_a_round_and_its_whys_as_the_pages_do(
    solved: Run, own_district: People
) -> None:
    address = f"/api/allocation/runs/{solved.pk}"
    officer = client_of("officer")

    run = officer.get(address).json()
    case = officer.get(f"{address}/candidates/weavers").json()

    assert run["figures"]["granted_amount"] == sum(f["granted_amount"] for f in run["funds"])
    assert (run["state"], run["smallest_cell"]) == ("proposed", None)
    assert all(each["cost_value"] is None for each in run["conditions"])
    assert sum(award["amount"] for award in case["awards"]) == case["line"]["amount"]
    assert case["line"]["values"]["cutoff"] > 0
    assert officer.get(f"{address}/files")["content-disposition"].endswith(
        f'"round-{solved.pk}.zip"'
    )
    for hidden in ("", "/candidates/weavers", "/files"):
        assert Client().get(address + hidden).status_code == 404


def test_no_json_tells_a_stranger_an_exact_amount(solved: Run, own_district: People) -> None:
    address = f"/api/allocation/runs/{solved.pk}"
    actions.verify_nearest(run_id=solved.pk, by=SOLVER)
    actions.decide_run(run_id=solved.pk, verdict="approved", note="", by=own_district.chair)
    actions.publish_run(run_id=solved.pk, by=own_district.secretary)

    run = Client().get(address).json()
    case = Client().get(f"{address}/candidates/cobblers").json()

    hashtrud = next(each for each in run["figures"]["counties"] if each["code"] == "0311")
    assert (hashtrud["asked_amount"], hashtrud["asked_hidden"]) == (None, "few")
    assert [fund["cut_off"] for fund in run["funds"]] == [None, None]
    assert case["awards"] == []
    assert {key for change in case["changes"] for key in change["values"]} == {"less_percent"}
    for code, amount in {"weavers": 8 * BILLION, "dairy": 14 * BILLION}.items():
        why = Client().get(f"{address}/candidates/{code}").content.decode()
        assert str(amount) not in why
    assert Client().get(f"{address}/files").status_code == 404


def test_made_up_answers_are_marked(district: People) -> None:
    mark = "X-Kargosha-Made-Up"
    real = Client().get("/api/applications/calls")
    begin_instance(purpose="rehearsal", by=STAGE)

    assert mark not in real
    for address in ("/api/applications/calls", "/api/allocation/runs", "/api/office/rules"):
        assert Client().get(address)[mark] == "yes"


def test_a_run_is_asked_for_through_the_json_door(district: People) -> None:
    status, run = post(client_of("officer"), "/api/allocation/runs", {"call": "spring"})
    again, problem = post(client_of("officer"), "/api/allocation/runs", {"call": "spring"})

    assert (status, run["state"]) == (201, "waiting")  # type: ignore[index]
    assert (again, problem["reasons"][0]["code"]) == (422, "refusal.run_waiting")  # type: ignore[index]


def test_the_command_writes_the_files_whole_or_not_at_all(
    solved: Run, own_district: People, tmp_path: Path
) -> None:
    def export(username: str, out: Path) -> Result:
        line = ["export", str(solved.pk), "--out", str(out), "--as", username]
        return CliRunner().invoke(command, line)

    refused = export("county", tmp_path / "county.zip")
    done = export("auditor", tmp_path / "round.zip")

    assert isinstance(refused.exception, NotFound)
    assert done.exit_code == 0, done.output
    assert [each.name for each in tmp_path.iterdir()] == ["round.zip"]
    assert zipfile.is_zipfile(tmp_path / "round.zip")
