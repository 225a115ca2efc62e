"""What figures and rules rest on reads in the reader's language on every page that shows it."""

import re

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags

from kargosha.portal.templatetags.sources import cited


@pytest.mark.django_db
def test_every_rule_rests_on_something_said_in_persian() -> None:
    page = Client(headers={"accept-language": "fa"}).get("/office/rules/").content.decode()
    sources = [strip_tags(each) for each in re.findall(r'<td class="source.*?</td>', page, re.S)]

    assert len(sources) > 60
    assert [source for source in sources if not re.search("[آ-ی]", source)] == []


def test_what_somebody_typed_stays_as_it_was_typed() -> None:
    with translation.override("fa"):
        assert cited("committee of 1408") == '<bdi dir="auto">committee of 1408</bdi>'
        assert cited("Base year of the chain") == "سال پایهٔ زنجیرهٔ شاخص"
        assert cited("not seen") != "not seen"
    with translation.override("en"):
        assert "Base year of the chain" in cited("Base year of the chain")
