"""What tier 1 hands on to tier 2, in words."""

from data.desk import Desk
from data.escalation_counts import ESCALATION_WEEKS
from data.remark import Remark
from staffing.escalations import Fed

_LEAST_CONTACTS = 0.05


def remark_of(fed: Fed, desk: Desk) -> Remark:
    """What is added to a queue's own contacts, and what that rests on."""
    return Remark(ja=_in_japanese(fed, desk), en=_in_english(fed, desk))


def _in_english(fed: Fed, desk: Desk) -> str:
    told = fed.escalated
    first, second = (desk.queue(name).title("en") for name in (told.queue, told.to))
    hands = f"{second}: what {first} hands on to it"
    if told.source == "unknown":
        return (
            f"{hands} is not known: its log tells too few answered contacts, and desk.toml no share. Nothing is added."
        )
    rests = (
        f"desk.toml tells {told.share * 100:.3g} % of what {first} answers"
        if told.source == "desk.toml"
        else f"the log tells {told.counts.handed_on} of {told.counts.handled} answered in {ESCALATION_WEEKS} weeks, "
        f"{told.share * 100:.3g} %"
    )
    if told.added <= 0:
        return f"{hands} ({rests}) is in its own log, forecast at the times at which it came; nothing is added."
    held = f"; {told.held * 100:.3g} % are in its own log and not counted again" if told.held > 0 else ""
    return (
        f"{hands} is added: {fed.contacts:.1f} contacts beside {fed.own_contacts:.1f} of its own ({rests}{held}). "
        f"{_WHEN_ENGLISH[told.how].format(hours=desk.queue(told.queue).escalation.callback_within_hours)}"
        f"{_closed_in_english(fed, second)}"
    )


_WHEN_ENGLISH = {
    "take_over": "They arrive when tier 1's part ends, later and smoother than they called, with the doubt of its "
    "forecast.",
    "advice": "They ask at any moment of tier 1's handling, whose length holds the advice already, with the doubt of "
    "its forecast.",
    "callback": "They come when tier 1's part ends; nobody waits on the line, so they count in no service level, and "
    "people are added so that they are called within {hours:g} open hours.",
}


def _closed_in_english(fed: Fed, second: str) -> str:
    if fed.in_closed < _LEAST_CONTACTS:
        return ""
    return f" Another {fed.in_closed:.1f} come while {second} is closed; nobody is planned for them."


def _in_japanese(fed: Fed, desk: Desk) -> str:
    told = fed.escalated
    first, second = (desk.queue(name).title("ja") for name in (told.queue, told.to))
    hands = f"{second}：{first}からの引き継ぎ"
    if told.source == "unknown":
        return (
            f"{hands}の割合は不明です。{first}の応答の記録が少なく、desk.toml にも share の指定がないため、加算していま"
            "せん。"
        )
    rests = (
        f"desk.toml の指定で{first}の応答の{told.share * 100:.3g}%"
        if told.source == "desk.toml"
        else f"直近{ESCALATION_WEEKS}週の記録で{first}の応答{told.counts.handled}件中{told.counts.handed_on}件、"
        f"{told.share * 100:.3g}%"
    )
    if told.added <= 0:
        return (
            f"{hands}（{rests}）は{second}自身の記録に含まれ、届いた時刻のとおりに予測しています。加算はしていません。"
        )
    held = f"。うち{told.held * 100:.3g}%分は{second}自身の記録にあるため重ねて数えません" if told.held > 0 else ""
    return (
        f"{hands}{fed.contacts:.1f}件を、{second}自身の{fed.own_contacts:.1f}件に加えました（{rests}{held}）。"
        f"{_WHEN_JAPANESE[told.how].format(hours=desk.queue(told.queue).escalation.callback_within_hours)}"
        f"{_closed_in_japanese(fed, second)}"
    )


_WHEN_JAPANESE = {
    "take_over": "一次対応が終わった時点で届くものとし、入電より遅くなだらかになります。"
    "件数の幅は一次対応の予測に従います。",
    "advice": "一次対応中の任意の時点で助言を求めるものとします。一次対応の処理時間には助言の時間が含まれています。"
    "件数の幅は一次対応の予測に従います。",
    "callback": "一次対応が終わった時点で発生する折り返しです。お客様は電話口で待たないためサービスレベルには含めず、"
    "受付時間{hours:g}時間以内に折り返せる人数を加えました。",
}


def _closed_in_japanese(fed: Fed, second: str) -> str:
    if fed.in_closed < _LEAST_CONTACTS:
        return ""
    return f"ほかに{second}の受付時間外に{fed.in_closed:.1f}件が届きますが、その人数は計画していません。"
