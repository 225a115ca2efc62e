"""The permissions and the roles: the whole policy of who may do what, readable in one page."""

from enum import StrEnum
from typing import ClassVar


class Permission(StrEnum):
    """What can be permitted: a noun and a verb."""

    PLACE_IMPORT = "place.import"
    INDEX_PUBLISH = "index.publish"
    SIGN_RAISE = "sign.raise"
    SIGN_VIEW = "sign.view"
    SIGN_ANSWER = "sign.answer"
    FIGURE_OBJECT = "figure.object"
    FIGURE_ANSWER = "figure.answer"
    FUND_VIEW = "fund.view"
    FUND_SET = "fund.set"
    CALL_OPEN = "call.open"
    APPLICATION_VIEW = "application.view"
    APPLICATION_SUBMIT = "application.submit"
    RUN_VIEW = "run.view"
    RUN_PROPOSE = "run.propose"
    RUN_COMPARE = "run.compare"
    RUN_SOLVE = "run.solve"
    RUN_APPROVE = "run.approve"
    RUN_PUBLISH = "run.publish"
    RULE_VIEW = "rule.view"
    RULE_PROPOSE = "rule.propose"
    RULE_APPROVE = "rule.approve"
    DUTY_VIEW = "duty.view"
    JOURNAL_VIEW = "journal.view"
    JOURNAL_SEAL = "journal.seal"
    OFFICE_VIEW = "office.view"
    USER_MANAGE = "user.manage"


READING = (
    Permission.SIGN_VIEW,
    Permission.FUND_VIEW,
    Permission.APPLICATION_VIEW,
    Permission.RUN_VIEW,
    Permission.RULE_VIEW,
    Permission.DUTY_VIEW,
)


class Role:
    """A set of permissions with a name and a description for people, in both languages."""

    code: ClassVar[str]
    title: ClassVar[dict[str, str]]
    description: ClassVar[dict[str, str]]
    permissions: ClassVar[tuple[Permission, ...]]


class ProgrammeOfficer(Role):
    """Prepares the rounds of the province."""

    code = "programme_officer"
    title: ClassVar = {"en": "Programme officer", "fa": "کارشناس برنامه"}
    description: ClassVar = {
        "en": "Opens calls, sets money and quotas, has portfolios computed, proposes changes of rules; "
        "approves neither.",
        "fa": "فراخوان می‌گشاید، منابع و سهمیه‌ها را می‌نشاند، سبد را به محاسبه می‌گذارد و تغییر قاعده "
        "پیشنهاد می‌کند؛ هیچ‌یک را تصویب نمی‌کند.",
    }
    permissions = (
        *READING,
        Permission.FUND_SET,
        Permission.CALL_OPEN,
        Permission.APPLICATION_SUBMIT,
        Permission.RUN_PROPOSE,
        Permission.RUN_COMPARE,
        Permission.RULE_PROPOSE,
        Permission.SIGN_ANSWER,
    )


class Analyst(Role):
    """Keeps the figures and the indices made of them."""

    code = "analyst"
    title: ClassVar = {"en": "Analyst", "fa": "تحلیلگر"}
    description: ClassVar = {
        "en": "Imports places and figures, publishes the indices of need, answers objections to figures; "
        "decides nothing about money.",
        "fa": "مکان‌ها و ارقام را وارد می‌کند، شاخص‌های نیاز را منتشر می‌کند و به اعتراض به ارقام پاسخ می‌دهد؛ "
        "دربارهٔ پول تصمیمی نمی‌گیرد.",
    }
    permissions = (
        *READING,
        Permission.PLACE_IMPORT,
        Permission.INDEX_PUBLISH,
        Permission.RUN_COMPARE,
        Permission.SIGN_ANSWER,
        Permission.FIGURE_ANSWER,
    )


class CommitteeChair(Role):
    """Decides what others have proposed."""

    code = "committee_chair"
    title: ClassVar = {"en": "Committee chair", "fa": "رئیس کارگروه"}
    description: ClassVar = {
        "en": "Approves or rejects a proposed portfolio and changes of rules; proposes none.",
        "fa": "سبد پیشنهادی و تغییر قاعده را تصویب یا رد می‌کند؛ خود پیشنهادی نمی‌دهد.",
    }
    permissions = (*READING, Permission.RUN_APPROVE, Permission.RULE_APPROVE)


class Secretary(Role):
    """Makes approved decisions public."""

    code = "secretary"
    title: ClassVar = {"en": "Secretary of the committee", "fa": "دبیر کارگروه"}
    description: ClassVar = {
        "en": "Publishes what was approved; can neither propose nor approve.",
        "fa": "آنچه را تصویب شده منتشر می‌کند؛ نه پیشنهاد می‌دهد و نه تصویب می‌کند.",
    }
    permissions = (*READING, Permission.RUN_PUBLISH)


class CountyOfficer(Role):
    """Sees the cases of one county."""

    code = "county_officer"
    title: ClassVar = {"en": "County officer", "fa": "کارشناس شهرستان"}
    description: ClassVar = {
        "en": "Sees proposals and decisions of the own county, answers early signs and objects to figures "
        "of it; sees nothing of the others' cases.",
        "fa": "طرح‌ها و تصمیم‌های شهرستان خود را می‌بیند، به نشانه‌های آن پاسخ می‌دهد و به ارقام آن اعتراض می‌کند؛ "
        "از پرونده‌های شهرستان‌های دیگر چیزی نمی‌بیند.",
    }
    permissions = (
        Permission.APPLICATION_VIEW,
        Permission.RUN_VIEW,
        Permission.DUTY_VIEW,
        Permission.SIGN_VIEW,
        Permission.SIGN_ANSWER,
        Permission.FIGURE_OBJECT,
    )


class Auditor(Role):
    """Sees everything and changes nothing."""

    code = "auditor"
    title: ClassVar = {"en": "Auditor", "fa": "حسابرس"}
    description: ClassVar = {
        "en": "Reads everything, the journal of acts included; changes nothing.",
        "fa": "همه‌چیز، از جمله دفتر وقایع، را می‌خواند؛ چیزی را تغییر نمی‌دهد.",
    }
    permissions = (*READING, Permission.JOURNAL_VIEW, Permission.OFFICE_VIEW)


class Administrator(Role):
    """Keeps offices, users and their roles; decides nothing about money."""

    code = "administrator"
    title: ClassVar = {"en": "Administrator", "fa": "مدیر سامانه"}
    description: ClassVar = {
        "en": "Registers offices and users and gives or ends roles; sees no proposal and decides nothing.",
        "fa": "دستگاه‌ها و کاربران را ثبت می‌کند و نقش می‌دهد یا پایان می‌دهد؛ طرحی نمی‌بیند و تصمیمی نمی‌گیرد.",
    }
    permissions = (Permission.OFFICE_VIEW, Permission.USER_MANAGE, Permission.JOURNAL_VIEW)


ROLES: dict[str, type[Role]] = {
    role.code: role
    for role in (
        ProgrammeOfficer,
        Analyst,
        CommitteeChair,
        Secretary,
        CountyOfficer,
        Auditor,
        Administrator,
    )
}
