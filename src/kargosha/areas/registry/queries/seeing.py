"""What a person may see of another: all that is registered, the name alone, or a code."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kargosha.areas.registry.models import Commitment, Consent, Person
from kargosha.kernel.access import Actor
from kargosha.kernel.roles import Permission

Sight = Literal["all", "name", "code"]

SHOWN_DIGITS = 4
HIDDEN = "•"


@dataclass(frozen=True)
class PersonSeen:
    """Somebody as far as the asker may see them; what is hidden reads as empty.

    Those who register people of the place see all but the document, of which the last digits are
    enough to tell two people apart; fellow members see names; everyone else, auditors too, a code.
    """

    person: Person
    sight: Sight

    @property
    def code(self) -> str:
        """The name under which everyone knows the person."""
        return self.person.code

    @property
    def name(self) -> str:
        """Given and family name; empty for who sees a code."""
        return "" if self.sight == "code" else self.person.full_name

    @property
    def father_name(self) -> str:
        """The father's name."""
        return self.person.father_name if self.is_full else ""

    @property
    def born_on(self) -> date | None:
        """The day of birth."""
        return self.person.born_on if self.is_full else None

    @property
    def mobile(self) -> str:
        """The mobile's number."""
        return self.person.mobile if self.is_full else ""

    @property
    def document(self) -> str:
        """The document's number with all but its last digits hidden."""
        number = self.person.document_number
        if not self.is_full or not number:
            return ""
        return HIDDEN * (len(number) - SHOWN_DIGITS) + number[-SHOWN_DIGITS:]

    @property
    def is_full(self) -> bool:
        """Whether all that is registered may be seen."""
        return self.sight == "all"

    @property
    def is_without_earner(self) -> bool | None:
        """Whether nobody in the household earns; None where that is not known, or not to be seen."""
        home = self.person.household
        return None if home is None or self.sight == "name" else home.is_without_earner

    @property
    def row(self) -> dict[str, object]:
        """The person as one row, for whoever takes it away; what is hidden is empty."""
        return {
            "person": self.code,
            "name": self.name or None,
            "father_name": self.father_name or None,
            "document": self.document or None,
            "mobile": self.mobile or None,
            "place_code": self.person.place_code,
            "is_without_earner": self.is_without_earner,
        }

    @classmethod
    def by(
        cls, asker: Actor, person: Person, *place_codes: str, is_fellow: bool = False
    ) -> "PersonSeen":
        """Return a person as the asker may see them; the groups they are in lie at those places."""
        is_self = asker.user_id is not None and person.user_id == asker.user_id
        places = (person.place_code, *place_codes)
        if is_self or any(asker.may(Permission.GROUP_REGISTER, code) for code in places):
            return cls(person, "all")
        return cls(person, "name" if is_fellow else "code")


@dataclass(frozen=True)
class CommitmentLine:
    """Money that the group or a person has for work; ``seen`` is None for the group."""

    commitment: Commitment
    seen: PersonSeen | None


@dataclass(frozen=True)
class ConsentLine:
    """What somebody agreed to."""

    consent: Consent
    seen: PersonSeen
