"""What the checker of labour rules says, in the desk's languages: the article and a sentence with the way out."""

ARTICLES: dict[str, dict[str, str]] = {
    "ja": {
        "overlap": "",
        "on_leave": "",
        "not_employed": "",
        "hours_day": "労働基準法第32条第2項",
        "hours_week": "労働基準法第32条第1項",
        "contract_day": "労働契約",
        "contract_week": "労働契約",
        "break": "労働基準法第34条第1項",
        "staggered_break": "労働基準法第34条第2項",
        "days_off": "労働基準法第35条",
        "rest": "労働時間等設定改善法第2条",
    },
    "en": {
        "overlap": "",
        "on_leave": "",
        "not_employed": "",
        "hours_day": "Labour Standards Act, Article 32(2)",
        "hours_week": "Labour Standards Act, Article 32(1)",
        "contract_day": "labour contract",
        "contract_week": "labour contract",
        "break": "Labour Standards Act, Article 34(1)",
        "staggered_break": "Labour Standards Act, Article 34(2)",
        "days_off": "Labour Standards Act, Article 35",
        "rest": "Act on Special Measures for Improvement of Working Hours Arrangements, Article 2",
    },
}

MESSAGES: dict[str, dict[str, str]] = {
    "ja": {
        "overlap": "{person}: {date} {start}〜{end} に二つの予定（{first}・{second}）が重なっています。"
        "どちらかを動かしてください。",
        "on_leave": "{person}: {date} {start}〜{end} は{kind}の届けがありますが、勤務が入っています。"
        "勤務を外すか、leave.csv を直してください。",
        "not_employed": "{person}: {date} は在籍していません。勤務を外すか、staff.csv の在籍期間を直してください。",
        "hours_day": "{person}: {date} の労働時間が {hours} で、1日の上限 {limit} を超えます。"
        "シフトを短くしてください。",
        "hours_week": "{person}: {date} からの週の労働時間が {hours} で、週の上限 {limit} を超えます。"
        "勤務日を減らすか、シフトを短くしてください。",
        "contract_day": "{person}: {date} の労働時間が {hours} で、契約の1日 {limit} を超えます。"
        "シフトを短くするか、本人と合意してください。",
        "contract_week": "{person}: {date} からの週の労働時間が {hours} で、契約の週 {limit} を超えます。"
        "勤務日を減らすか、本人と合意してください。",
        "break": "{person}: {date} は労働 {hours} に対し、途中の休憩が {break_minutes} 分です。"
        "労働時間の途中に {needed} 分の休憩（lunch または rest）を置いてください。",
        "staggered_break": "{date} の昼休憩が人によって異なる時刻です。一斉に与えない場合は労使協定が必要です"
        "（適用除外の業種を除く）。協定があれば desk.toml の staggered_break_agreement を true にしてください。",
        "days_off": "{person}: {date} からの週は休日が {days} 日で、{needed} 日に足りません。"
        "勤務の日を一つ休みにしてください。",
        "rest": "{person}: {date} の勤務までの休息が {hours} で、目標の {limit} に足りません。"
        "前日を早番にするか、開始を遅らせてください。",
    },
    "en": {
        "overlap": "{person}: two activities ({first}, {second}) overlap on {date} {start}-{end}; move one of them.",
        "on_leave": "{person}: leave.csv has {kind} on {date} {start}-{end}, yet the plan has work; "
        "take the work out or mend leave.csv.",
        "not_employed": "{person}: not employed on {date}; take the work out or mend the dates in staff.csv.",
        "hours_day": "{person}: {hours} of work on {date}, more than {limit} a day; shorten the shift.",
        "hours_week": "{person}: {hours} of work in the week from {date}, more than {limit} a week; "
        "take out a day or shorten shifts.",
        "contract_day": "{person}: {hours} of work on {date}, more than the contract's {limit} a day; "
        "shorten the shift or agree on it.",
        "contract_week": "{person}: {hours} of work in the week from {date}, more than the contract's {limit} a week; "
        "take out a day or agree on it.",
        "break": "{person}: {hours} of work on {date} with {break_minutes} minutes of break inside it; "
        "place {needed} minutes of lunch or rest within the working time.",
        "staggered_break": "On {date} people have lunch at different times, which needs a labour agreement unless the "
        "trade is exempt. If there is one, set staggered_break_agreement = true in desk.toml.",
        "days_off": "{person}: {days} days off in the week from {date}, fewer than {needed}; free one of its days.",
        "rest": "{person}: {hours} of rest before the shift on {date}, less than the target of {limit}; "
        "end the day before earlier or start later.",
    },
}

KINDS: dict[str, dict[str, str]] = {
    "ja": {"paid_leave": "有休", "leave": "休暇", "requested_off": "希望休"},
    "en": {"paid_leave": "paid leave", "leave": "leave", "requested_off": "a requested day off"},
}


def hours_and_minutes(minutes: float, language: str) -> str:
    """`8時間1分`, or `8 h 01 min`; seconds are rounded up, so that a little too much is seen."""
    whole = int(-(-round(minutes, 4) // 1))
    if language == "ja":
        return f"{whole // 60}時間" + (f"{whole % 60}分" if whole % 60 else "")
    return f"{whole // 60} h" + (f" {whole % 60:02d} min" if whole % 60 else "")
