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
    FUND_RECORD = "fund.record"
    FUND_RESERVE = "fund.reserve"
    GROUP_VIEW = "group.view"
    GROUP_REGISTER = "group.register"
    GROUP_OWN = "group.own"
    COMMITMENT_RECORD = "commitment.record"
    CALL_OPEN = "call.open"
    CALL_FREEZE = "call.freeze"
    APPLICATION_VIEW = "application.view"
    APPLICATION_SUBMIT = "application.submit"
    APPLICATION_ROLL = "application.roll"
    RUN_VIEW = "run.view"
    RUN_PROPOSE = "run.propose"
    RUN_COMPARE = "run.compare"
    RUN_SOLVE = "run.solve"
    BORDERLINE_ORDER = "borderline.order"
    RUN_APPROVE = "run.approve"
    RUN_PUBLISH = "run.publish"
    RULE_VIEW = "rule.view"
    RULE_PROPOSE = "rule.propose"
    RULE_APPROVE = "rule.approve"
    DUTY_VIEW = "duty.view"
    DUTY_ESCALATE = "duty.escalate"
    JOURNAL_VIEW = "journal.view"
    JOURNAL_SEAL = "journal.seal"
    OFFICE_VIEW = "office.view"
    USER_MANAGE = "user.manage"
    MESSAGE_SEND = "message.send"
    SIGN_IN_OPEN = "sign_in.open"
    ACCOUNT_KEEP = "account.keep"


READING = (
    Permission.SIGN_VIEW,
    Permission.FUND_VIEW,
    Permission.GROUP_VIEW,
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
        "en": "Signs agreements, sets quotas, opens calls, registers groups, has portfolios "
        "computed, proposes "
        "changes of rules; approves neither, and enters no deposit.",
        "fa": "تفاهم‌نامه و سهمیه می‌نشاند، فراخوان می‌گشاید، گروه ثبت می‌کند، سبد را به محاسبه "
        "می‌گذارد و تغییر قاعده "
        "پیشنهاد می‌کند؛ هیچ‌یک را تصویب نمی‌کند و واریزی ثبت نمی‌کند.",
    }
    permissions = (
        *READING,
        Permission.FUND_SET,
        Permission.GROUP_REGISTER,
        Permission.CALL_OPEN,
        Permission.APPLICATION_SUBMIT,
        Permission.RUN_PROPOSE,
        Permission.RUN_COMPARE,
        Permission.RULE_PROPOSE,
        Permission.SIGN_ANSWER,
    )


class FinanceOfficer(Role):
    """Enters what money was approved, allotted, deposited and paid."""

    code = "finance_officer"
    title: ClassVar = {"en": "Finance officer", "fa": "کارشناس مالی"}
    description: ClassVar = {
        "en": "Enters the dated figures of each agreement from its papers (needed, approved, allotted, "
        "deposited, paid) and money that groups already have; decides about no proposal.",
        "fa": "ارقام تاریخ‌دار هر تفاهم‌نامه (نیاز، مصوب، تخصیص، واریز، پرداخت) و پولی را که گروه‌ها پیش‌تر "
        "گرفته‌اند از روی سند ثبت می‌کند؛ دربارهٔ هیچ طرحی تصمیم نمی‌گیرد.",
    }
    permissions = (*READING, Permission.FUND_RECORD, Permission.COMMITMENT_RECORD)


class Governor(Role):
    """Sees where the programme stands."""

    code = "governor"
    title: ClassVar = {"en": "Governor", "fa": "استاندار"}
    description: ClassVar = {
        "en": "Reads the programme's figures, decisions and what is stuck; changes nothing.",
        "fa": "ارقام و تصمیم‌های برنامه و آنچه معطل مانده را می‌بیند؛ چیزی را تغییر نمی‌دهد.",
    }
    permissions = READING


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
        "en": "Signs what a closed call is decided by, approves or rejects a proposed portfolio and "
        "changes of "
        "rules; proposes none.",
        "fa": "آنچه فراخوان بسته با آن سنجیده می‌شود را امضا می‌کند و سبد پیشنهادی و تغییر قاعده را "
        "تصویب یا رد "
        "می‌کند؛ خود پیشنهادی نمی‌دهد.",
    }
    permissions = (
        *READING,
        Permission.CALL_FREEZE,
        Permission.RUN_APPROVE,
        Permission.RULE_APPROVE,
    )


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
        "en": "Registers groups and hands in proposals of the own county, sees its decisions, "
        "answers early signs "
        "and objects to figures of it; sees nothing of the others' cases.",
        "fa": "گروه‌ها را ثبت و طرح‌های شهرستان خود را وارد می‌کند، تصمیم‌های آن را می‌بیند، به "
        "نشانه‌های آن پاسخ می‌دهد "
        "و به ارقام آن اعتراض می‌کند؛ از پرونده‌های شهرستان‌های دیگر چیزی نمی‌بیند.",
    }
    permissions = (
        Permission.GROUP_VIEW,
        Permission.GROUP_REGISTER,
        Permission.APPLICATION_VIEW,
        Permission.APPLICATION_SUBMIT,
        Permission.RUN_VIEW,
        Permission.DUTY_VIEW,
        Permission.SIGN_VIEW,
        Permission.SIGN_ANSWER,
        Permission.FIGURE_OBJECT,
    )


class CountyWorkingGroup(Role):
    """Orders the borderline proposals of one county, within its share."""

    code = "county_working_group"
    title: ClassVar = {"en": "County working group", "fa": "کارگروه شهرستان"}
    description: ClassVar = {
        "en": "Puts the borderline proposals of the own county in order, with votes and reasons; "
        "gives no money.",
        "fa": "طرح‌های مرزی شهرستان خود را با رأی و دلیل مرتب می‌کند؛ پولی نمی‌دهد.",
    }
    permissions = (
        Permission.GROUP_VIEW,
        Permission.APPLICATION_VIEW,
        Permission.RUN_VIEW,
        Permission.DUTY_VIEW,
        Permission.BORDERLINE_ORDER,
    )


class GroupMember(Role):
    """Sees and does what concerns the own group."""

    code = "group_member"
    title: ClassVar = {"en": "Member of a group", "fa": "عضو گروه"}
    description: ClassVar = {
        "en": "Sees the own group, its proposal and its letters, and hands in a proposal for it; "
        "nothing of others.",
        "fa": "گروه خود، طرح آن و نامه‌هایش را می‌بیند و برای آن طرح می‌دهد؛ از دیگران چیزی نمی‌بیند.",
    }
    permissions = (Permission.GROUP_OWN,)


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
        FinanceOfficer,
        Analyst,
        CommitteeChair,
        Secretary,
        Governor,
        CountyOfficer,
        CountyWorkingGroup,
        GroupMember,
        Auditor,
        Administrator,
    )
}

APART: tuple[frozenset[str], ...] = (
    frozenset({ProgrammeOfficer.code, CommitteeChair.code}),
    frozenset({CommitteeChair.code, Secretary.code}),
)
"""Roles that no one person holds together: who proposes does not approve, who approves does not publish."""
