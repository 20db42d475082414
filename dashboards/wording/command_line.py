"""What the command line itself says in Japanese, by its English templates, and the words of its summaries."""

JAPANESE: dict[str, str] = {
    "tsunagari: {told}": "tsunagari: {told}",
    "{path} cannot be used: {error}": "{path} を使用できません：{error}",
    "a file": "ファイル",
    "stopped; what was finished until then stands, and nothing is left half done": (
        "停止しました。終わったところまでは保存され、中途半端な変更は残っていません。"
    ),
    "our failure, please report it: {kind}: {error} (set TSUNAGARI_TRACEBACK=1 to see where)": (
        "プログラムの不具合です。お手数ですがご報告ください：{kind}: {error}（TSUNAGARI_TRACEBACK=1 を設定する"
        "と発生箇所を表示します）"
    ),
    "{usage}\nTry '{command} --help' for help.\n\nError: {told}": (
        "使い方：{usage}\n'{command} --help' でヘルプを表示します。\n\nエラー：{told}"
    ),
    "Invalid value for {hint}: {told}": "{hint} の値が正しくありません：{told}",
    "{told} lies outside 1970 to 2099; choose a day near the desk's log": (
        "{told} は1970〜2099年の範囲外です。記録の期間に近い日を指定してください。"
    ),
    "{path} must end in one of {endings}; the ending says what to write": (
        "{path} の拡張子は {endings} のいずれかにしてください。拡張子で形式が決まります。"
    ),
    "there is no folder {folder}; make it, or name another": (
        "{folder} というフォルダーはありません。作成するか、別のフォルダーを指定してください。"
    ),
    "{option} {text!r} is no date; write 2026-04-01": (
        "{option}「{text}」は日付ではありません。2026-04-01 のように指定してください。"
    ),
    "{option} {text!r} is no month; write 2026-04": (
        "{option}「{text}」は年月ではありません。2026-04 のように指定してください。"
    ),
    "--holidays keeps a table for every month; leave --month away": (
        "--holidays は祝日の表を保存するだけです。--month は付けないでください。"
    ),
    "{option} {error}": "{option}：{error}",
    "{option} {text!r} is no date or time; write 2026-04-01 or 2026-04-01T13:00": (
        "{option}「{text}」は日付や時刻ではありません。2026-04-01 または 2026-04-01T13:00 のように指定してください。"
    ),
    "--forecast FILE tells its own instants; leave --as-of away": (
        "--forecast ファイル には時点が含まれています。--as-of は付けないでください。"
    ),
    "--one-more asks about our own forecast; leave --forecast FILE away": (
        "--one-more は保存済みの予測で計算します。--forecast ファイル は付けないでください。"
    ),
    "--why asks about what `staff` itself says; leave the other questions away": (
        "--why は `staff` の計算結果そのものについて尋ねるオプションです。ほかの条件や質問は外してください。"
    ),
    '--day belongs to --one-more; add --one-more "10:00-12:00", or leave --day away': (
        '--day は --one-more と組み合わせて使います。--one-more "10:00-12:00" を加えるか、--day を外してください。'
    ),
    "{path} is a file; name a folder for the calendars": (
        "{path} はファイルです。カレンダーを書き出すフォルダーを指定してください。"
    ),
    "--compare tells of two plans; judge one with --judge to write its coverage or worth": (
        "--compare は2つの計画の違いを示します。充足や見込みの表は、1つずつ --judge で書き出してください。"
    ),
    "{one} and {other} ask different things; leave one of them away": (
        "{one} と {other} は同時に指定できません。どちらか一方にしてください。"
    ),
    "{option} writes .csv or .parquet; name such a file instead of {path}": (
        "{option} で書き出せるのは .csv と .parquet です。{path} の代わりに指定してください。"
    ),
    "{option} belongs to {to}; add it, or leave {option} away": (
        "{option} は {to} と組み合わせて使います。{to} を加えるか、{option} を外してください。"
    ),
    "--absent {text} is over before {now:%H:%M}, so nothing of it can be mended": (
        "--absent {text} は {now:%H:%M} より前に終わっているため、直すところがありません。"
    ),
    "{value} is no finite number; write one like 0.9": (
        "{value} は有限の数値ではありません。0.9 のように指定してください。"
    ),
    "no shift plan was kept yet; make one with `tsunagari plan --start DATE`": (
        "保存済みのシフト計画がまだありません。`tsunagari plan --start 日付` で作成してください。"
    ),
    "{folder}/desk.toml is written. Open it, fit it to your desk, then: tsunagari import FILE... --desk {folder}": (
        "{folder}/desk.toml を作成しました。開いてデスクに合わせて編集し、次を実行してください：tsunagari "
        "import ファイル... --desk {folder}"
    ),
    "Look at it with `tsunagari serve --desk {desk}`.": "`tsunagari serve --desk {desk}` で画面を表示できます。",
    "Two years of {kind} logs until {last_day}": "{kind} の2年分の記録（{last_day} まで）",
    "Reading logs": "記録の読み取り",
    "--list and --undo take no files": "--list と --undo にはファイルを指定できません。ファイル名を外してください。",
    "[import.{kind}.{name}] stands in desk.toml now; change it there.": (
        "[import.{kind}.{name}] を desk.toml に書き加えました。変更は desk.toml で行えます。"
    ),
    "Write this into desk.toml": "この設定を desk.toml に書きますか",
    "Number or mail address of the customer": "お客様の電話番号またはメールアドレス",
    "{rows} rows no longer tell that they were of one customer": (
        "{rows}行から、同じお客様であることを示す情報を消しました"
    ),
    "--list stands alone, and --remove takes no option but --author; leave the others away": (
        "--list は単独で、--remove は --author とだけ使えます。ほかのオプションを外してください。"
    ),
    "--out writes the table of --list; add --list, or leave --out away": (
        "--out は --list の表の書き出し先です。--list を加えるか、--out を外してください。"
    ),
    "override {number} ({span}) is removed; {since}": "手修正 {number}（{span}）を取り消しました。{since}",
    "override {number} ({span}) is kept; {since}": "手修正 {number}（{span}）を保存しました。{since}",
    "it counts from the next `tsunagari forecast`, `staff` or `run` on": (
        "次の `tsunagari forecast`、`staff`、`run` から反映されます。"
    ),
    "override {numbers} speaks of the same time: factors multiply, and contacts stand over what was told before; "
    "remove what shall not count": (
        "同じ時間帯に手修正 {numbers} があります。倍率は掛け合わせ、件数は先の指定より優先します。不要なものは取り消し"
        "てください。"
    ),
    "an override needs --queue and --day; `tsunagari override --list` shows those that stand": (
        "手修正には --queue と --day が必要です。登録済みのものは `tsunagari override --list` で表示できます。"
    ),
    "lock {number} ({person}, {day}) is kept; {since}": "固定 {number}（{person}、{day}）を保存しました。{since}",
    "lock {number} ({person}, {day}) is taken off; {since}": "固定 {number}（{person}、{day}）を外しました。{since}",
    "it counts from the next `tsunagari plan` or `run` on": "次の `tsunagari plan`、`run` から反映されます。",
    "a lock needs --person and --day; `tsunagari lock --list` shows those that stand": (
        "固定には --person と --day が必要です。登録済みのものは `tsunagari lock --list` で表示できます。"
    ),
    "no plan that stands has {person} on {day}; plan that day first (`tsunagari plan`), or write the name as staff.csv "
    "has it": (
        "現在の計画に「{person}」の {day} の予定がありません。先にその日を計画する（`tsunagari plan`）か、名前を"
        " staff.csv のとおりに書いてください。"
    ),
    "Shifts from {first_day} to {last_day}": "{first_day}〜{last_day} のシフト",
    "Forecasting the past": "過去での予測検証",
    "--day looks at one day alone; leave --start and --days away": (
        "--day は1日だけを対象とします。--start と --days は付けないでください。"
    ),
    "{option} says more of {owner}; add it, or leave {option} away": (
        "{option} は {owner} と組み合わせて使います。加えるか、{option} を外してください。"
    ),
    "nothing changes; say what, for example --after-call-work -30, --volume 1.4 or --add 1 --at 10:00-12:00": (
        "変更がありません。--after-call-work -30、--volume 1.4、--add 1 --at 10:00-12:00 のように指定してください。"
    ),
    "a move needs both times; add --from 12:00-13:00 and --to 13:00-14:00": (
        "移動には両方の時間帯が必要です。--from 12:00-13:00 と --to 13:00-14:00 を指定してください。"
    ),
    "an event needs its day; add --on 2026-04-02, or look at one day alone with --day": (
        "イベントには日付が必要です。--on 2026-04-02 を加えるか、--day で1日だけを対象にしてください。"
    ),
}

SUMMARY: dict[str, str] = {
    "rows": "行数",
    "forgotten": "消去した行数",
    "out": "出力先",
    "desk": "デスク",
    "as_of": "予測の時点",
    "states": "状態",
    "states.late": "期限超過",
    "states.at_risk": "期限超過の恐れ",
    "states.due_today": "本日期限",
    "states.ok": "余裕あり",
    "spread": "最多と最少の差",
    "spread.mornings": "朝",
    "spread.late": "遅番",
    "spread.weekends": "週末",
    "spread.month_ends": "月末",
    "spread.odd_lunches": "ずれた昼休憩",
    "read": "読み取り",
    "new": "新規",
    "changed": "変更",
    "same": "変化なし",
    "rejected": "取り込み不可",
    "removed": "削除",
    "new_alarms": "新しい用件の警報",
    "staff": "必要人数",
    "plan": "シフト計画",
    "as it was": "変更なし",
    "made anew": "作成し直し",
    "from": "初日",
    "to": "最終日",
    "first_day": "初日",
    "last_day": "最終日",
    "changed_people": "変更のある人数",
    "uncovered_hours_planned": "計画時の不足（人時）",
    "uncovered_hours_happened": "変更前の不足（人時）",
    "kept": "保存",
    "people": "人数",
    "required_hours": "必要時間",
    "uncovered_hours": "不足時間",
    "surplus_hours": "余剰時間",
    "ics": "カレンダーのフォルダー",
    "calendars": "カレンダーの数",
    "cost": "人件費",
    "cost.paid_hours": "賃金の対象（時間）",
    "cost.night_hours": "深夜（時間）",
    "cost.overtime_hours": "時間外（時間）",
    "cost.holiday_hours": "法定休日（時間）",
    "cost.cost": "金額",
    "cost.people_without_wage": "時給不明の人数",
    "senior_hours": "新人につく経験者の時間",
    "novice_hours_alone": "経験者なしの新人の時間",
    "shrinkage": "計画外シュリンケージ",
    "shrinkage_source": "その根拠",
    "shrinkage_measured_until": "実測の最終日",
    "assumed": "仮定",
    "measured": "実測",
    "source": "根拠",
    "log": "記録",
    "unplanned": "desk.toml に書く値",
    "rate": "推定値",
    "low": "下限",
    "high": "上限",
    "days": "日数",
    "working_hours": "対応・待機の時間",
    "unplanned_hours": "計画にない離席の時間",
    "planned_hours": "計画が置く時間",
    "taken_for_lunch": "昼休憩とみなした離席",
    "desk_toml": "desk.toml の値",
    "line": "書く行",
    "short_intervals": "不足の区間数",
    "blocks": "違反",
    "night_hours": "深夜の労働時間",
    "wishes": "勤務の希望",
    "wishes_kept": "かなった希望",
    "warnings": "警告",
    "widget": "ウィジェット",
    "widget_days": "表示日数",
    "widget_from": "表示の起点",
    "open_days": "営業日数",
    "open_days.phone": "電話",
    "open_days.mail": "メール",
    "open_days.chat": "チャット",
    "open_days.form": "フォーム",
    "open_days.video": "ビデオ",
    "open_days.sms": "SMS",
    "open_days.social": "SNS",
    "holidays": "祝日",
    "closing_day": "締め日",
    "billing_day": "請求日",
    "debit_day": "引き落とし日",
    "month_end": "月末（最終営業日）",
}
"""Each word of a summary on stderr; `--json` keeps the English ones."""
