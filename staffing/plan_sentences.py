"""The sentences of a plan's remarks, in the desk's languages."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

NAMED_AT_MOST = 5

WEEKDAYS_JA = "月火水木金土日"

SENTENCES: dict[str, dict[str, str]] = {
    "ja": {
        "no_staff": "staff.csv に誰も登録されていないため、シフトを組めません。人を登録してください。",
        "uncovered": "必要配置人数に届かない時間が合計 {hours:.1f} 人時あります"
        "（必要 {required:,.1f} 人時の {share:.1%}）。",
        "worst": "不足の大きい時間帯: {intervals}。",
        "interval": "{queue} {when} {people:.1f} 人不足",
        "comma": "、",
        "people": "うち {hours:.1f} 人時は、その日に出勤できる人数が足りません。"
        "休暇を動かすか、ヘルパーや採用で人を増やすか、目標を見直してください。",
        "contract": "うち {hours:.1f} 人時は、契約の日数・時間、またはシフトと昼休憩の形に縛られています。"
        "シフトの型を増やすか、昼休憩の時間帯を広げるか、人を増やしてください。",
        "templates": "うち {hours:.1f} 人時は、どのシフトもその時間帯に届きません。"
        "desk.toml の [[shifts.template]] に、その時間を含むシフトを足してください。",
        "written": "{queue}: 期限までに終わらない仕事が {hours:.1f} 人時あります（期限が来る {due:,.1f} 人時のうち）。"
        "受付時間を通して平均 {people:.1f} 人を増やした分にあたります。"
        "メールなどは時間帯ではなく返信期限までの累計で数え、期限内なら早くても遅くても足ります。",
        "stopped": "途中で止められたため、残りの週は急いで組みました。もう一度計画すると、不足が減ることがあります。",
        "by_clock": "探索を時間で打ち切った週があります。もう一度計画すると、少し違う結果になることがあります。",
        "away": "{day} は {queue} を担当する人のうち出勤できるのが {count} 人で、"
        "{away} 人は休暇・希望休です（{people}）。休暇を別の日に移すと、その日の不足が減ります。",
        "least": "電話やチャットのうち {least:.1f} 人時は、いまの契約・休暇・シフトの型ではどう組んでも埋まりません"
        "（計画との差は {gap:.1f} 人時）。",
        "hours_of_day": "{queue}: {first}〜{last} に平均 {people:.1f} 人、計画全体で {hours:.1f} 人時足りません。",
        "closed_hours": "{queue}: 受付時間外の行が {count} 行あり、最初は {first} です。そのまま配置しました。"
        "意図したものでなければ、必要人数の表か desk.toml の [hours.{channel}] を直してください。",
        "idle": "{people} は、計画するキューを担当しないか、契約に合うシフトがないため、この計画に含めていません。"
        "担当する人であれば、staff.csv の skills・tier・hours_day・hours_week と "
        "desk.toml の [[shifts.template]] を確かめてください。",
        "unknown_days": "{queue}: {first} から {last} までの {count} 営業日は必要人数がわからないため、"
        "契約どおりに配置しています。予測の期間を延ばしてください。",
        "unjudged": "{queues}: この期間の必要人数がわからないため、充足は評価していません。"
        "`tsunagari staff` を実行するか、--requirement で指定してください。",
        "overtime": "埋まらない時間を補うため、{people} 人の勤務を {shifts} 回、合計 {hours:.1f} 時間延長しました"
        "（残業。最も多いのは {most} の {high:.1f} 時間）。これで {covered} を埋めています。36協定の範囲内で、"
        "1人あたり1日 {day:g} 時間・週 {week:g} 時間までです。",
        "overtime_queue": "{queue} の {hours:.1f} 人時",
        "lost_duties": "研修・会議 {count} 件は勤務時間の外にあり、計画に入っていません（{people}）。"
        "leave.csv の日時を確かめてください。",
        "by_heads": "うち {hours:.1f} 人時は、最低人数（min_agents）だけが理由の時間帯です。人数は足りており、"
        "習熟度で数えると届かないだけです。",
        "novices": "新人は習熟の途中の速さで数えています（計画の初日→最終日）: {people}。",
        "pace_written": "{person} は1日 {first:.0f}→{last:.0f} 通",
        "pace_live": "{person} は経験者の {first:.0%}→{last:.0%}",
        "senior_time": "新人の返信確認や通話への同席に、経験者（{people}）の時間を合わせて {hours:.1f} 人時見込み、"
        "充足から差し引いています。",
        "novice_alone": "新人（{people}）が対応する時間のうち {hours:.1f} 時間は、そばに経験者がいません"
        "（最初は {first}）。"
        "シフトか休暇を動かして、同じキューを担当できる経験者と時間を重ねてください。",
        "uneven_mornings": "月曜朝の当番は、この計画で {most} が {high} 回、{least} が {low} 回です。{reason}",
        "uneven_late": "遅番は、この計画で {most} が {high} 回、{least} が {low} 回です。{reason}",
        "uneven_earlier": "これまでの計画での {most} の少なさ、または {least} の多さを補うためです。",
        "uneven_away": "{least} は休暇・研修や公休のため、当番の回る日の出勤が {few} 日で、{most} の {many} 日より"
        "少ないためです。",
        "uneven_rest": "勤務間の休息・勤務時間・キューを変えずに入れ替えられる日が、ほかにないためです。",
        "lock_on_leave": "{person} の {day} の固定した予定は、leave.csv の休暇・研修と重なるため守れません。"
        "休暇を動かすか、固定を外してください（`tsunagari lock --list`）。",
        "lock_stranger": "{person} の {day} の固定した予定は、その日に在籍していないため守れません。"
        "staff.csv を確かめるか、固定を外してください（`tsunagari lock --list`）。",
        "and_more": "{people} ほか {count} 人",
    },
    "en": {
        "no_staff": "Nobody is in staff.csv, so there is no one to plan; add the desk's people.",
        "uncovered": "{hours:.1f} agent-hours stay uncovered ({share:.1%} of the {required:,.1f} required).",
        "worst": "Shortest of people: {intervals}.",
        "interval": "{queue} {when} by {people:.1f}",
        "comma": ", ",
        "people": "{hours:.1f} of these hours: too few people can work that day. "
        "Move leave, add helpers or hire, or reconsider the goal.",
        "contract": "{hours:.1f} of these hours: contract days and hours, or the form of shifts and lunch, bind. "
        "Add a shift template, widen the lunch windows, or add people.",
        "templates": "{hours:.1f} of these hours: no shift reaches that time of day. "
        "Add a [[shifts.template]] to desk.toml that does.",
        "written": "{queue}: {hours:.1f} hours of work miss their deadline, of {due:,.1f} that fall due: as much as "
        "{people:.1f} more people on average do in the opening hours. Written work counts by what is done in all by "
        "its deadlines, early or late, not by the interval.",
        "stopped": "Stopped on the way: the remaining weeks were planned in haste. Planning once more may cover more.",
        "by_clock": "The clock ended the search of some week, so planning once more may give a slightly other plan.",
        "away": "On {day} {count} people who can take {queue} could be planned, not counting {away} on leave or with "
        "the day off that they asked for ({people}). Leave moved to another day would cover more of it.",
        "least": "Of the calls and chats, {least:.1f} agent-hours stay uncovered whatever the plan, with these "
        "contracts, this leave and these shift templates: this plan is within {gap:.1f} hours of the least possible.",
        "hours_of_day": "{queue}: {people:.1f} more people on average are missing from {first} to {last}, "
        "{hours:.1f} hours over the plan.",
        "closed_hours": "{queue}: {count} rows lie outside opening hours, the first at {first}; they were planned as "
        "they stand. If that is not meant, correct the requirement table or [hours.{channel}] in desk.toml.",
        "idle": "{people}: left out of this plan, because none of the planned queues is theirs or no shift fits the "
        "contract. If that is wrong, check skills, tier, hours_day and hours_week in staff.csv "
        "and [[shifts.template]] in desk.toml.",
        "unknown_days": "{queue}: on {count} open days from {first} to {last} no required agents are known; people "
        "work as contracted. Extend the forecast's horizon.",
        "unjudged": "{queues}: what these days require is not known, so their coverage is not judged. Run "
        "`tsunagari staff`, or name a table with --requirement FILE.",
        "overtime": "Where hours would stay uncovered, {hours:.1f} hours of overtime are planned (shifts: {shifts}, "
        "people: {people}), most for {most} ({high:.1f} hours). They cover {covered}. This keeps within the agreement "
        "under Article 36, with at most {day:g} hours a day and {week:g} a week for each person.",
        "overtime_queue": "{hours:.1f} agent-hours of {queue}",
        "lost_duties": "{count} trainings or meetings lie outside working time and are not in the plan ({people}). "
        "Check their times in leave.csv.",
        "by_heads": "{hours:.1f} of these hours: only the least number on duty (min_agents) asks for as many, and as "
        "many people are there; counted by their speed they fall short of it.",
        "novices": "Novices count at the speed they have reached, on the plan's first day → last day: {people}.",
        "pace_written": "{person} {first:.0f} → {last:.0f} mails a day",
        "pace_live": "{person} {first:.0%} → {last:.0%} of a colleague",
        "senior_time": "Reviewing novices' replies and listening in on their calls takes {hours:.1f} agent-hours of "
        "experienced colleagues ({people}); coverage has them taken off.",
        "novice_alone": "For {hours:.1f} of the hours at which novices serve contacts ({people}), first on {first}, no "
        "experienced colleague is beside them. Move shifts or leave so that one who can take the queue is on duty.",
        "uneven_mornings": "Of the Monday mornings of this plan {most} has {high} and {least} {low}: {reason}",
        "uneven_late": "Of the late shifts of this plan {most} has {high} and {least} {low}: {reason}",
        "uneven_earlier": "it makes up for earlier plans, in which {most} had fewer or {least} more.",
        "uneven_away": "for leave, training or days off {least} works on {few} of the days in question, {most} on "
        "{many}.",
        "uneven_rest": "no exchange of a day keeps the rest between shifts, the hours and the queues as they are.",
        "lock_on_leave": "{person}: what was locked on {day} cannot be kept, because leave.csv has leave or a "
        "training at that time. Move the leave, or take the lock off (`tsunagari lock --list`).",
        "lock_stranger": "{person}: what was locked on {day} cannot be kept, because by staff.csv the person is not "
        "employed that day. Check staff.csv, or take the lock off (`tsunagari lock --list`).",
        "and_more": "{people} and {count} more",
    },
}  # fmt: skip


def day_and_time(local: pd.Timestamp, language: str) -> str:
    """An instant in the desk's zone: `12月7日(月) 10:00`, or `Mon 2026-12-07 10:00`."""
    if language == "ja":
        return f"{local.month}月{local.day}日({WEEKDAYS_JA[local.weekday()]}) {local:%H:%M}"
    return f"{local:%a %Y-%m-%d %H:%M}"


def day_alone(day: date, language: str) -> str:
    """A day: `12月7日(月)`, or `Mon 2026-12-07`."""
    if language == "ja":
        return f"{day.month}月{day.day}日({WEEKDAYS_JA[day.weekday()]})"
    return f"{day:%a %Y-%m-%d}"


def named_people(people: Sequence[str], language: str) -> str:
    """The first few names, and how many more there are."""
    said = SENTENCES[language]
    told = said["comma"].join(people[:NAMED_AT_MOST])
    more = len(people) - NAMED_AT_MOST
    return said["and_more"].format(people=told, count=more) if more > 0 else told
