"""What the API answers when it refuses: one shape for all operations, in the document and in the answers."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from pydantic import ConfigDict

from kargosha.kernel.errors import Refusal, Refused
from kargosha.portal.answers import Unparsed, Unproven, problem

KIND = "application/problem+json"


class ProblemReason(Schema):
    """One reason: a code, and the values that its sentence quotes."""

    model_config = ConfigDict(extra="forbid")

    code: str
    values: dict[str, Any]


class Problem(Schema):
    """A refusal (RFC 9457): all its reasons, as sentences in the reader's language and as codes."""

    model_config = ConfigDict(extra="forbid")

    title: str
    status: int
    detail: str
    reasons: list[ProblemReason]


OF_READING: Mapping[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "The request holds what is no text, or a body that cannot be read.",
    HTTPStatus.FORBIDDEN: "Whoever asks, signed in or not, may not do this.",
    HTTPStatus.NOT_FOUND: "There is no such thing, or the asker may not know of it.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "A rule says no, or a field does not fit; each reason is told.",
}
OF_WRITING: Mapping[HTTPStatus, str] = {
    **OF_READING,
    HTTPStatus.CONFLICT: "Somebody else was faster, or the same was done before.",
}


class TellingAPI(NinjaAPI):
    """An API that answers every refusal with a problem document, and says so in its own document."""

    def __init__(self, **asked: Any) -> None:
        super().__init__(**asked)
        self.exception_handler(ValidationError)(_unfit)
        self.exception_handler(HttpError)(_unheard)

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """Return the document, with the refusals of every operation."""
        document = super().get_openapi_schema(**asked)
        schema = Problem.model_json_schema(ref_template=REF_TEMPLATE)
        document["components"]["schemas"] |= {**schema.pop("$defs"), Problem.__name__: schema}
        document["components"]["responses"] = {
            _name(status): _response(said) for status, said in OF_WRITING.items()
        }
        for operations in document["paths"].values():
            for method, operation in operations.items():
                statuses = OF_READING if method == "get" else OF_WRITING
                operation["responses"] |= {
                    int(status): {"$ref": f"#/components/responses/{_name(status)}"}
                    for status in statuses
                }
        return document


def _name(status: HTTPStatus) -> str:
    return status.phrase.replace(" ", "")


def _response(said: str) -> Mapping[str, Any]:
    schema = {"$ref": REF_TEMPLATE.format(model=Problem.__name__)}
    return {"description": said, "content": {KIND: {"schema": schema}}}


def _unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer what does not fit the operation's fields: where, and the kind of each fault."""
    del request
    fields = [".".join(str(step) for step in each["loc"]) for each in error.errors]
    values = {"fields": fields, "kinds": [each["type"] for each in error.errors]}
    return problem(Refused(Refusal("refusal.fields_unfit", values)))


def _unheard(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what went wrong before an operation heard of the request."""
    del request
    return problem(Unproven() if error.status_code == HTTPStatus.FORBIDDEN else Unparsed())
