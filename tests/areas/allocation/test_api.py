from django.test import Client

from kargosha.areas.allocation.models import Run
from kargosha.kernel.models import User
from tests.universe import People


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
    assert public["items"][0]["amount"] is None


def test_a_run_is_asked_for_through_the_json_door(district: People) -> None:
    status, run = post(client_of("officer"), "/api/allocation/runs", {"call": "spring"})
    again, problem = post(client_of("officer"), "/api/allocation/runs", {"call": "spring"})

    assert (status, run["state"]) == (201, "waiting")  # type: ignore[index]
    assert (again, problem["reasons"][0]["code"]) == (422, "refusal.run_waiting")  # type: ignore[index]
