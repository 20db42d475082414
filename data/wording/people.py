"""What is said of the people of staff.csv, of novices and of locks, in Japanese by the English template."""

JAPANESE: dict[str, str] = {
    "person is empty; every row of staff.csv names one": (
        "person が空欄です。staff.csv の各行に名前を入力してください。"
    ),
    "{name}: end_date {end_date} lies before start_date {start_date}": (
        "{name}：end_date {end_date} が start_date {start_date} より前です。日付を修正してください。"
    ),
    "{name}: hours_day {hours_day} and hours_week {hours_week} must be possible hours: above 0, at most 24 and 168": (
        "{name}：hours_day {hours_day} または hours_week {hours_week} が時間数として正しくありません。1日は24、"
        "週は168までの正の数で指定してください。"
    ),
    "written_only_weeks {written_only_weeks} is more than weeks {weeks}; nobody is a novice for longer, so lower the "
    "one or raise the other": (
        "written_only_weeks {written_only_weeks} が weeks {weeks} より長くなっています。"
        "新人でいるのは weeks の間だけですから、どちらかを直してください。"
    ),
    "{name}: proficiency {proficiency} must lie above 0 and at most 3; 1 is full speed": (
        "{name}：proficiency {proficiency} は0より大きく3以下で指定してください（1が標準の速さ）。"
    ),
    "{name}: tier {tier} must be 1 or 2": "{name}：tier {tier} は1または2で指定してください。",
    "{name}: wage_hour {wage_hour} must be at least 0; 0 where it is not known": (
        "{name}：wage_hour {wage_hour} は0以上で指定してください（不明な場合は0）。"
    ),
    "shift {shift!r} stands in prefers and in avoids; take it out of one of them": (
        "シフト {shift!r} が prefers と avoids の両方にあります。どちらかから外してください。"
    ),
    "prefers_off names every day of the week; leave the days on which the person may work out": (
        "prefers_off に全曜日が入っています。出勤できる曜日は外してください。"
    ),
    "{column} = {text!r} names the shift {word!r}; desk.toml has {known}. Mend the name, or add a [[shifts.template]] "
    "of that name": (
        "{column} = {text!r} のシフト {word!r} は desk.toml にありません（あるのは {known}）。名前を直すか、"
        "その名前の [[shifts.template]] を足してください。"
    ),
    "prefers_off names {word!r}, which is no weekday; write mon, tue, wed, thu, fri, sat or sun, parted by "
    "semicolons": (
        "prefers_off の {word!r} は曜日ではありません。mon、tue、wed、thu、fri、sat、sun（または 月〜日）を"
        "セミコロン区切りで書いてください。"
    ),
    # locks
    "{person} is locked on {day} already, by lock {number}; take that off first (`tsunagari lock --remove {number}`)": (
        "{person} の {day} はすでに固定 {number} で固定されています。先にそれを外してください"
        "（`tsunagari lock --remove {number}`）。"
    ),
    "there is no lock {number}; see `tsunagari lock --list`": (
        "固定 {number} はありません。`tsunagari lock --list` で確かめてください。"
    ),
    "lock {number} was taken off already, at {at:%Y-%m-%d %H:%M} UTC; nothing is left to do": (
        "固定 {number} はすでに {at:%Y-%m-%d %H:%M}（UTC）に外されています。することはありません。"
    ),
}
