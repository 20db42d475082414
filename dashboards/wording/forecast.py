"""Words of the forecast page."""

TEXTS: dict[str, tuple[str, str]] = {
    "forecast.peak": (
        "{span}の山は {day} {hour}時台: 1時間に{contacts}件の見込み。",
        "The peak of {span} is {day} at {hour}:00: {contacts} {many} expected in the hour.",
    ),
    "forecast.peak_day": (
        "{span}の山は {day}: {contacts}件の見込み。",
        "The peak of {span} is {day}: {contacts} {many} expected.",
    ),
    "forecast.peak_agents": ("必要配置 {agents}人。", "People to schedule: {agents}."),
    "forecast.total": ("合計の見込みは {total}件。", "Expected in all: {total}."),
    "forecast.days": ("日ごとの見込み", "Day by day"),
    "forecast.days_note": (
        "太い帯は80%、細い帯は95%の確からしさで収まる範囲。横線は平均。帯の上はその日最大の要因(曜日を除く、5%以上)。",
        "The thick band holds the day with 80% likelihood, the thin one with 95%; the line is the mean. Above: the "
        "strongest reason of the day (weekday left out, from 5% on).",
    ),
    "forecast.effects": ("日ごとの要因", "Reasons by day"),
    "forecast.effects_note": (
        "水準 × 各要因 ≒ 見込み(▲×1.20 は2割増)。",
        "Level × reasons ≈ expected (▲×1.20 is a fifth more).",
    ),
    "forecast.reasons": ("要因", "Reasons"),
    "forecast.day": ("日付", "Day"),
    "forecast.time": ("時刻", "Time"),
    "forecast.level_note": ("水準は {level}件/日。", "The level is {level} {many} a day."),
    "forecast.half_hours": ("{day} の時間帯", "{day} by time of day"),
    "forecast.half_hours_note": (
        "濃い帯は80%、薄い帯は95%の範囲。破線は直近の同じ曜日の実績平均({seen})。",
        "Dark band: 80% range, pale: 95%. Dashed: mean of the last same weekdays ({seen}).",
    ),
    "forecast.half_hours_unseen": (
        "濃い帯は80%、薄い帯は95%の範囲。同じ曜日の実績はまだありません。",
        "Dark band: 80% range, pale: 95%. No such weekday was seen yet.",
    ),
    "forecast.half_hours_night": (
        "受付時間外に届く分は、次の受付開始に数えます。",
        "What comes outside opening hours counts at the next opening.",
    ),
    "forecast.half_hours_table": ("時間帯の数値", "The day in numbers"),
    "forecast.made_by": ("予測日時 {issued_at}・{model}", "Forecast issued {issued_at}, {model}"),
    "model.two_stage": ("二段階モデル", "two-stage model"),
    "model.mean_of_weekdays": ("同じ曜日の平均", "mean of same weekdays"),
    "model.seasonal_naive": ("前の週の同じ曜日", "same weekday of the week before"),
    "forecast.model_alone": ("モデルのみ", "Model alone"),
    "forecast.days_override": (
        "手修正は大きさによらず示し、◇はその日のモデルのみの見込み。",
        "An override is always named; ◇ is what the model alone expects of that day.",
    ),
    "forecast.override_alone": ("✎ モデルのみでは{contacts}件", "✎ model alone: {contacts}"),
    "forecast.override_note": ("{span} {note}({author})", "{span} {note} ({author})"),
    "forecast.override_removed": (
        "取り消し済み(次の予測から反映)。",
        "Removed since; that counts from the next forecast on.",
    ),
    "forecast.override_pending": (
        "手修正 {numbers} の入力・取り消しは、次の予測から反映されます。",
        "What was decided since (override {numbers}) counts from the next forecast on.",
    ),
    "forecast.remarks": ("予測についての注意", "Notes on the forecast"),
    "forecast.mean": ("見込み", "Expected"),
    "forecast.mean_unit": ("見込み(件)", "Expected"),
    "forecast.band80": ("80%の範囲", "80% range"),
    "forecast.band95": ("95%の範囲", "95% range"),
    "forecast.band80_unit": ("80%の範囲", "80% range"),
    "forecast.band95_unit": ("95%の範囲", "95% range"),
    "forecast.usual": ("直近4回の同じ曜日", "Last 4 same weekdays"),
    "forecast.usual_unit": ("直近4回平均", "Last 4, mean"),
    "forecast.axis": ("{offered}(件/日)", "{offered} a day"),
    "forecast.axis_interval": ("{offered}(件/{minutes}分)", "{offered} in {minutes} min"),
}
