"""What is said of opening hours, business hours and holidays, in Japanese by the English template."""

JAPANESE: dict[str, str] = {
    # opening hours
    '{text!r} is no time of day; write "09:30", at most "24:00"': (
        '「{text}」は時刻ではありません。"09:30" のように、"24:00" までで指定してください。'
    ),
    '{text!r} is no span of hours; write "10:00-18:00"': (
        '「{text}」は時間帯ではありません。"10:00-18:00" のように指定してください。'
    ),
    '{text!r} must rise; hours past midnight belong to the next day, as "00:00-02:00"': (
        '「{text}」は開始より終了を後にしてください。0時を過ぎる分は翌日に "00:00-02:00" のように指定します。'
    ),
    '{text!r} is no span of hours; a whole day is "00:00-24:00"': (
        '「{text}」は時間帯ではありません。終日の場合は "00:00-24:00" と指定してください。'
    ),
    "spans {spans} overlap; join them into one": "時間帯 {spans} が重なっています。1つにまとめてください。",
    "[hours.{channel}] of desk.toml is open for too little time after {last_day} to count {hours:g} business hours; "
    "give it opening hours": (
        "desk.toml の [hours.{channel}] は {last_day} より後の受付時間が短く、{hours:g}営業時間を数えられません。"
        "受付時間を設定してください。"
    ),
    # holidays.csv
    "{day} is a holiday ({name}) by the official table, and none by the library; the table counts": (
        "{day} は、公式の表では祝日（{name}）ですが、同梱の祝日データでは平日です。公式の表を使用します。"
    ),
    "{day} is no holiday by the official table, but one ({name}) by the library; the table counts": (
        "{day} は、公式の表では祝日ではありませんが、同梱の祝日データでは祝日（{name}）です。公式の表を使用します。"
    ),
    "the holiday of {day} has no name; write what it is called": (
        "{day} の祝日に名称がありません。名称を記入してください。"
    ),
    "date is empty; write a date like 2026-04-29": "date が空欄です。2026-04-29 のように記入してください。",
    "{day} stands twice; keep one row": "{day} が2行あります。1行だけにしてください。",
    "{text!r} is no date; write 2026/1/1 or 2026-01-01": (
        "「{text}」は日付ではありません。2026/1/1 または 2026-01-01 のように記入してください。"
    ),
    "{path} is neither Shift_JIS nor UTF-8 text; fetch the table again as CSV": (
        "{path} は Shift_JIS でも UTF-8 でもありません。祝日の表を CSV でもう一度取得してください。"
    ),
    "{path} holds the holidays of Japan, but desk.toml says country = {country!r}; name that country's table": (
        "{path} は日本の祝日の表ですが、desk.toml の country は「{country}」です。その国の表を指定してください。"
    ),
    "{path} is no table of holidays: its first line must be {wanted} (the Cabinet Office's syukujitsu.csv) or "
    "date,name": (
        "{path} は祝日の表ではありません。1行目は {wanted}（内閣府の syukujitsu.csv）または date,name にしてください。"
    ),
    "{path} holds no holiday; fetch the table again": "{path} に祝日が1件もありません。もう一度取得してください。",
    "{path} names {told} holidays of {year}, where {known} are known; it must hold each of its years whole (single "
    "days of the desk belong into closed_on)": (
        "{path} には{year}年の祝日が{told}日しかありません（{known}日のはずです）。年ごとにすべての祝日が必要です。"
        "デスクだけの休業日は closed_on に指定してください。"
    ),
}
