"""What is said of `[shifts]` and of contracts, in Japanese by the English template."""

JAPANESE: dict[str, str] = {
    "{name}: hours_month {hours_month} must be possible hours: at most 744; 0 where none are agreed": (
        "{name}：hours_month {hours_month} が時間数として正しくありません。744以下で、月の定めがない場合は 0 を"
        "指定してください。"
    ),
    "is a part of an agreement; set agreement = true as well, or this to false": (
        "特別条項は36協定の一部です。agreement も true にするか、この項目を false にしてください。"
    ),
    "is more than under_hours_month {limit:g}; lower it": (
        "under_hours_month {limit:g} を超えています。小さくしてください。"
    ),
    "is less than hours_month {limit:g}; a year holds its months": (
        "hours_month {limit:g} より小さい値です。年の時間は月の時間以上にしてください。"
    ),
    "is less than hours_year {limit:g}, which it goes beyond": (
        "hours_year {limit:g} より小さい値です。特別条項の年の時間は、通常の年の時間以上にしてください。"
    ),
    'is no date; write one like "2026-04-05"': '日付ではありません。"2026-04-05" のように指定してください。',
    "asks for overtime without an agreement under Article 36; set agreement = true once one stands, or this to 0": (
        "36協定がないため、時間外労働は計画できません。協定を結んで agreement を true にするか、"
        "この値を 0 にしてください。"
    ),
    "is 0, so plan_hours_week {week:g} is never used; write the hours a day": (
        "0 のため、plan_hours_week {week:g} は使われません。1日の時間を指定してください。"
    ),
    "is less than plan_hours_day {day:g}; a week holds its days": (
        "plan_hours_day {day:g} より小さい値です。週の時間は1日の時間以上にしてください。"
    ),
    "is less than break_over_6_hours_minutes {least}; longer work needs at least that": (
        "break_over_6_hours_minutes {least} より短い休憩です。同じか、それより長くしてください。"
    ),
    'is empty, so nobody knows where four weeks begin; write a day like "2026-04-05"': (
        '空のため、4週間の起算日がわかりません。"2026-04-05" のように指定してください。'
    ),
    'belongs to hours_mode = "flextime"; set that, or this to 1': (
        'hours_mode = "flextime" のときの項目です。hours_mode をそうするか、この値を 1 にしてください。'
    ),
    "is night_from too, so the night has no length; move one of them": (
        "night_from と同じ時刻のため、深夜の時間がありません。どちらかを変えてください。"
    ),
}
