"""What is said of a month sheet that was edited and read back, in the desk's languages."""

SENTENCES: dict[str, dict[str, str]] = {
    "ja": {
        "as_stands": "シフト表の {same} 人日は現行の計画どおりで、時刻と休憩もそのままです。変更されたのは "
        "{changed} 人日です。",
        "changed": "変更された日はシフトの型どおりの時刻とし、昼休憩は元の時刻(入らなければ時間帯の中ほど)に"
        "置きました: {days}。",
        "no_plan": "{first}〜{last} の計画が保存されていないため、時刻と昼休憩はすべてシフトの型どおりに置きました。",
        "gone": "{people} は現行の計画にいますが、シフト表に行がないため、この計画に含めていません。",
        "and_more": "{days} ほか {count} 件",
    },
    "en": {
        "as_stands": "{same} days of people on the sheet are as in the plan that stands, with its times and breaks; "
        "{changed} were changed.",
        "changed": "Changed days have the times of their shift, lunch where it was or else in the middle of its "
        "window: {days}.",
        "no_plan": "No plan was kept of {first} to {last}, so every shift has the times and the lunch of its template.",
        "gone": "{people}: in the plan that stands, but the sheet has no such row; left out of this plan.",
        "and_more": "{days} and {count} more",
    },
}
