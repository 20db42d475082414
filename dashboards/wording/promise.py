"""Words of the page that compares what was promised with what was kept."""

TEXTS: dict[str, tuple[str, str]] = {
    "promise.finding": (
        "{month} の {queue} は、{goal}以内の応答率 {kept}%(約束 {promised}%、{difference}ポイント)。",
        "{queue} in {month}: {kept}% answered within {goal} (promised {promised}%, {difference} points).",
    ),
    "promise.finding_unpromised": (
        "{month} の {queue} は、{goal}以内の応答率 {kept}%(この月の約束は記録されていません)。",
        "{queue} in {month}: {kept}% answered within {goal} (no promise was recorded for the month).",
    ),
    "promise.finding_written": (
        "{month} の {queue} は、期限({deadline})内の返信が {kept}%(目標 {goal}%)。",
        "{queue} in {month}: {kept}% answered by the deadline ({deadline}; goal {goal}%).",
    ),
    "promise.finding_unknown": (
        "{month} の {queue} は、まだ率を計算できる受付がありません。",
        "{queue} in {month}: nothing yet from which a share could be computed.",
    ),
    "promise.picture": ("月ごとの約束と実績", "Promised and kept by month"),
    "promise.picture_note": (
        "棒は実績、ひし形は約束(その月に出した必要人数の見込み)、横線は目標。",
        "Bars: kept; diamonds: promised (expected of the people required, as issued); line: goal.",
    ),
    "promise.picture_note_unpromised": (
        "棒は実績、横線は目標。約束は、最初の予測のあとに受け付けた月から並べます。",
        "Bars: kept; line: goal. Promises are set beside them from the first month after the first forecast on.",
    ),
    "promise.table": ("月ごとの数値", "Months in numbers"),
    "promise.formula": ("計算式", "Formulas"),
    "promise.formula_live": (
        "時間内応答率(実績)= {goal}以内に応答した件数 ÷({offered} − {short}秒以内の短時間放棄)。",
        "Kept = answered within {goal} ÷ (offered − abandoned within {short} s).",
    ),
    "promise.formula_promised": (
        "約束 = 各時間帯の見込み応答率の、予測件数による加重平均。",
        "Promised = expected service level of each interval, weighted by expected contacts.",
    ),
    "promise.formula_abandonment": (
        "放棄率 = 放棄 ÷ {offered}(短時間放棄を含む)。",
        "Abandonment = abandoned ÷ offered (short ones included).",
    ),
    "promise.formula_written": (
        "期限内返信率(実績)= {deadline}以内に返信した件数 ÷ 期限の結果が出た件数。最長期限は{latest}。",
        "Kept = answered by the deadline ÷ received, where known. Deadline in {deadline}; latest in {latest}.",
    ),
    "promise.formula_wape": (
        "予測誤差 = Σ|実績 − 予測| ÷ Σ実績(時間帯ごと、手修正を含む)。",
        "Forecast error = Σ|seen − forecast| ÷ Σ seen, by interval, overrides included.",
    ),
    "promise.formula_hours": (
        "対応時間 = 通話・保留・後処理などの合計。",
        "Handling hours = talk, hold, after-call and other work on contacts.",
    ),
    "promise.month": ("月", "Month"),
    "promise.offered": ("{offered}", "{offered}"),
    "promise.kept": ("実績", "Kept"),
    "promise.promised": ("約束", "Promised"),
    "promise.difference": ("差", "Difference"),
    "promise.abandonment": ("放棄率", "Abandonment"),
    "promise.deadline_kept": ("期限内返信", "By deadline"),
    "promise.latest_kept": ("最長期限内", "By latest"),
    "promise.wape": ("予測誤差", "Forecast error"),
    "promise.hours": ("対応時間(h)", "Handling (h)"),
    "promise.goal": ("目標", "Goal"),
    "promise.axis": ("割合(%)", "Share (%)"),
    "promise.overrides": ("手修正した日の誤差", "Overridden days"),
    "promise.overrides_note": (
        "件数は、その日のうち手修正した時間帯のもの。",
        "Counts are those of the overridden time of each day.",
    ),
    "promise.override_day": ("日付", "Day"),
    "promise.override_offered": ("{offered}", "{offered}"),
    "promise.override_forecast": ("手修正後の見込み", "With the override"),
    "promise.override_alone": ("モデルのみ", "Model alone"),
    "promise.override_error": ("誤差(手修正)", "Error, override"),
    "promise.override_error_alone": ("誤差(モデルのみ)", "Error, model alone"),
    "promise.override_nearer": ("近かったのは", "Nearer"),
    "promise.override_yes": ("手修正", "override"),
    "promise.override_no": ("モデル", "model"),
    "promise.retained": ("継続率", "Retained"),
    "promise.csat": ("満足度", "CSAT"),
    "promise.outcomes_note": (
        "継続率・満足度は outcomes.csv の値をそのまま並べたもので、応答との因果を示すものではありません。",
        "Retention and satisfaction stand as in outcomes.csv, beside the rest; this claims no cause.",
    ),
    "promise.outcomes_wrong": (
        "outcomes.csv を読めません: month, retained, csat の列と 2026-10 の形の月が必要です。",
        "outcomes.csv cannot be read: it needs the columns month, retained, csat, and months as 2026-10.",
    ),
    "promise.points": ("{value}pt", "{value} pt"),
}
