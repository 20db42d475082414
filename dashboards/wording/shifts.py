"""Words of the shift page."""

TEXTS: dict[str, tuple[str, str]] = {
    "shifts.short": (
        "{day} の {queue} は {hours}人時の不足。最も厳しいのは {time} で {people}人の不足"
        "({span}コマ中 {intervals}コマが不足)。",
        "{day}, {queue}: {hours} person-hours short, worst at {time} with {people} people missing ({intervals} of "
        "{span} intervals short).",
    ),
    "shifts.enough": (
        "{day} の {queue} は必要人数をすべての時間帯で満たしています。",
        "{day}, {queue}: enough people at every time.",
    ),
    "shifts.plan_short": (
        "この窓口の計画期間中の不足は {hours}人時、最大は {day} {time} の {people}人。",
        "Over all days of the plan this queue is {hours} person-hours short, most on {day} at {time}: {people} people.",
    ),
    "shifts.plan_enough": ("この窓口は計画期間を通して不足がありません。", "This queue is never short in the plan."),
    "shifts.missed": (
        "{day} の {queue} は {hours}人時の仕事が期限に間に合いません。最も多いのは {time} が期限の {most}人時。",
        "{day}, {queue}: {hours} hours of work miss their deadline, most of it due at {time}: {most} hours.",
    ),
    "shifts.kept": (
        "{day} の {queue} は期限の来る仕事をすべて終えられます。",
        "{day}, {queue}: all work that falls due is done by its deadline.",
    ),
    "shifts.plan_missed": (
        "この窓口の計画期間中に期限に間に合わない仕事は {hours}人時、最大は {day} の {most}人時。",
        "Over all days of the plan {hours} hours of this queue's work miss their deadline, most at once on {day}: "
        "{most} hours.",
    ),
    "shifts.plan_kept": (
        "この窓口の仕事は計画期間を通して期限に間に合います。",
        "In the plan all work of this queue is done by its deadline.",
    ),
    "shifts.worst_due": ("{time}期限 −{hours}人時", "due {time} −{hours} h"),
    "shifts.surplus": ("余裕は計 {hours}人時。", "To spare: {hours} person-hours."),
    "shifts.closed": ("{day} の {queue} は受付がありません。", "{day}, {queue}: closed."),
    "shifts.net": ("過不足(予定 − 必要)", "Scheduled − required"),
    "shifts.net_note": (
        "上向きは余裕、下向きの斜線は不足。単位は人。",
        "Up: to spare; down and hatched: short. People.",
    ),
    "shifts.net_note_written": (
        "期限までに終えればよい仕事なので、必要は目安の配分です。間に合うかは上の文と週の表でご覧ください。",
        "This work need only be done by its deadline; required is one way to spread it. Whether it is done in time "
        "stands above and in the week's table.",
    ),
    "shifts.lines": ("必要人数と予定人数", "Required and scheduled people"),
    "shifts.lines_note": (
        "太い実線は予定(休憩を除き、習熟度を反映)、破線は必要。",
        "Solid: scheduled (without breaks, by proficiency); dashed: required.",
    ),
    "shifts.people": ("{agent}の1日", "The day of each {agent}"),
    "shifts.people_note": (
        "{working}人が勤務(うち窓口対応 {serving}人)、{away}人が休み。文字は担当する窓口。",
        "{working} at work ({serving} of them serve contacts), {away} away. The words name the queue served.",
    ),
    "shifts.people_table": ("勤務を表で見る", "Show as a table"),
    "shifts.week": ("週の過不足", "The week"),
    "shifts.week_note": ("単位は人時(勤務は人)。▼は不足。", "Person-hours (at work: people). ▼ is short."),
    "shifts.total": ("合計", "Total"),
    "shifts.day": ("日付", "Day"),
    "shifts.queues": ("窓口ごとの1週間", "The week by queue"),
    "shifts.queue": ("窓口", "Queue"),
    "shifts.covered": ("充足率", "Covered"),
    "shifts.covered_note": ("充足率 =(必要 − 不足)÷ 必要。", "Covered = (required − short) ÷ required."),
    "shifts.at_work": ("勤務(人)", "At work"),
    "shifts.required_h": ("必要", "Required"),
    "shifts.uncovered_h": ("不足", "Short"),
    "shifts.surplus_h": ("余裕", "Spare"),
    "shifts.worst": ("最大の不足(人)", "Worst"),
    "shifts.worst_missed": ("最大の遅れ", "Most overdue"),
    "shifts.closed_word": ("受付時間外", "closed"),
    "shifts.remarks": ("シフトについての注意", "Notes on the plan"),
    "shifts.made_by": ("シフト作成 {made_at}・期間 {first}〜{last}", "Plan made {made_at} for {first} to {last}"),
    "shifts.required": ("必要", "Required"),
    "shifts.scheduled": ("予定", "Scheduled"),
    "shifts.agent": ("担当者", "agent"),
    "shifts.person": ("{agent}", "{agent}"),
    "shifts.hours": ("勤務", "Hours"),
    "shifts.tasks": ("内訳", "Tasks"),
    "shifts.axis_net": ("過不足(人)", "Net (people)"),
    "shifts.axis_people": ("人数(人)", "People"),
    "shifts.people_count": ("{count}人", "{count}"),
    "shifts.nobody": ("この日に勤務する人はいません。", "Nobody is at work on this day."),
    # who had the mornings
    "duties.title": ("当番の偏り", "Who has the duties nobody likes"),
    "duties.note": (
        "{first}〜{last} の計画から。月曜朝は {time} に窓口に就いた日、遅番は最も遅く終わるシフト、週末は土日・祝日、"
        "月末は月の最後の3営業日、ずれた昼休憩は11:30より前か13:00より後に始まる昼。",
        "From the plans for {first} to {last}. Monday mornings: serving contacts at {time}. Late: the shift that ends "
        "last. Weekends: Saturdays, Sundays, public holidays. Month ends: the last three open days of a month. Odd "
        "lunches: begun before 11:30 or after 13:00.",
    ),
    "duties.none": ("計画に勤務はありません。", "No plan holds any shift."),
    "duties.finding": ("1人あたり {spreads}。", "Per person: {spreads}."),
    "duties.spread": ("{duty} {least}〜{most}回", "{duty} {least} to {most}"),
    "duties.nobody": ("どの当番もだれにもありません。", "Nobody had any of them."),
    "duties.person": ("名前", "Person"),
    "duties.days": ("勤務日", "Days"),
    "duties.mornings": ("月曜朝", "Monday mornings"),
    "duties.late": ("遅番", "Late"),
    "duties.weekends": ("週末", "Weekends"),
    "duties.month_ends": ("月末", "Month ends"),
    "duties.odd_lunches": ("ずれた昼休憩", "Odd lunches"),
    "duties.wishes": ("かなった希望", "Wishes kept"),
    "duties.kept": ("{kept}／{asked}件", "{kept} of {asked}"),
    "duties.mondays": ("月曜 {time} に窓口に就く人", "Who serves contacts on Mondays at {time}"),
    "duties.day": ("月曜", "Monday"),
    "duties.people": ("担当", "People"),
    # what the plan is worth
    "worth.title": ("この計画で見込まれる応答", "What the plan is expected to give"),
    "worth.note": (
        "予定の人数から計画外シュリンケージを除き、予測とその幅に対して計算した値。",
        "The scheduled people, less unplanned shrinkage, against the forecast with its doubt.",
    ),
    "worth.written": (
        "返信期限のある窓口では、上の過不足が期限までに終わる仕事を示します。",
        "For a queue with reply deadlines the bars above tell what is done by then.",
    ),
    "worth.day": (
        "時間内に応答できる割合は1日で {share}（目標 {goal}）、放棄率は {abandonment}、平均応答速度は {wait} の"
        "見込みです。最も低いのは {time} の {least} です。",
        "Over the day {share} are expected to be answered in time (goal {goal}), {abandonment} to hang up, after a "
        "mean wait of {wait}. Weakest: {time} with {least}.",
    ),
    "worth.time": ("時刻", "Time"),
    "worth.required": ("必要", "Required"),
    "worth.scheduled": ("予定", "Scheduled"),
    "worth.level": ("時間内", "In time"),
    "worth.gone": ("放棄率", "Hang up"),
    "worth.wait": ("平均応答速度", "Mean wait"),
    # one more person
    "one_more.title": ("もう1人いたら", "One more person"),
    "one_more.note": (
        "選んだ時間帯に1人加えたときの、計画どおりの人数からの変化(予測とその幅に対して計算)。",
        "What changes against the plan with one more person in that time, against the forecast with its doubt.",
    ),
    "one_more.unknown": (
        "この日の必要人数か計画がないため計算できません。",
        "This cannot be computed: the day has no requirement or no plan.",
    ),
    "one_more.written": (
        "メールなどは期限までに返信すればよいため、時間帯ごとの1人の効果は計算しません。",
        "Written work waits for its deadline, not for a person at a time: nothing to compute here.",
    ),
    "one_more.order": ("終了は開始より後を選んでください。", "Choose an end after the start."),
}
