"""What the checker of labour rules says in Japanese."""

MESSAGES: dict[str, str] = {
    "overlap": "{person}: {date} {start}〜{end} に二つの予定（{first}・{second}）が重なっています。",
    "on_leave": "{person}: {date} {start}〜{end} は{kind}の届けがありますが、勤務が入っています。",
    "in_training": "{person}: {date} {start}〜{end} は{kind}の予定ですが、受付の仕事が入っています。",
    "not_employed": "{person}: {date} は在籍していません。",
    "unknown_queue": "{person}: {date} のキュー {queue} は desk.toml にありません。",
    "skills": "{person}: {date} にキュー {queue} を担当していますが、必要なスキル（{missing}）がありません。",
    "tier": "{person}: {date} に {needed}次対応のキュー {queue} を担当していますが、{tier}次対応の人です。",
    "locked": "{person}: {date} {start}〜{end} の固定した予定（{activity}）が計画にありません。",
    "hours_day": "{person}: {date} の労働時間が {hours} で、1日の上限 {limit} を超えます。",
    "hours_week": "{person}: {date} からの週の労働時間が {hours} で、週の上限 {limit} を超えます。",
    "hours_month": "{person}: {month} の労働時間が、1か月単位の変形労働時間制の総枠 {limit} を {hours} 超えます。",
    "hours_settlement": "{person}: {month} からの清算期間の労働時間が、フレックスタイム制の総枠 {limit} を "
    "{hours} 超えます。",
    "hours_flextime_month": "{person}: {month} の労働時間が、週平均50時間にあたる {limit} を {hours} 超えます。",
    "contract_day": "{person}: {date} の労働時間が {hours} で、契約の1日 {limit} を超えます。",
    "contract_week": "{person}: {date} からの週の労働時間が {hours} で、契約の週 {limit} を超えます。",
    "contract_month": "{person}: {month} の労働時間が {hours} で、契約の月 {limit} を超えます。",
    "break": "{person}: {date} は労働 {hours} に対し、途中の休憩が {break_minutes} 分です。",
    "staggered_break": "{date} の昼休憩が人によって異なる時刻です。一斉に与えない場合は労使協定が必要です"
    "（適用除外の業種を除く）。",
    "days_off": "{person}: {date} からの週は休日が {days} 日で、{needed} 日に足りません。",
    "days_off_four_weeks": "{person}: {date} からの4週間は休日が {days} 日で、{needed} 日に足りません。",
    "days_off_together": "{person}: {date} からの週は、休日が続いていません。",
    "days_running": "{person}: {date} で {days} 日目の連続勤務になり、上限の {limit} 日を超えます。",
    "overtime_month": "{person}: {month} の時間外労働が {hours} で、月の上限 {limit} を超えます。",
    "overtime_year": "{person}: {month} からの1年の時間外労働が {hours} で、年の上限 {limit} を超えます。",
    "overtime_special_year": "{person}: {month} からの1年の時間外労働が {hours} で、特別条項の年の上限 {limit} を"
    "超えます。",
    "overtime_special_months": "{person}: {month} は時間外労働が月 {limit} を超える年 {count} か月目で、"
    "特別条項の {most} か月を超えます。",
    "overtime_under": "{person}: {month} の時間外労働と休日労働の合計が {hours} で、{limit} 未満ではありません。",
    "overtime_average": "{person}: {month} までの {count} か月の時間外労働と休日労働が平均 {hours} で、"
    "{limit} を超えます。",
    "overtime_unknown": "{first} から {last} までのうち {count} か月は計画の記録がないため、その間の時間外労働と"
    "休日労働は 0 時間とみなしました。",
    "rest": "{person}: {date} の勤務までの休息が {hours} で、目標の {limit} に足りません。",
    "alone": "{date} {start}〜{end} は受付時間中の勤務者が {people} 人だけになります"
    "（合計 {hours}、目安 {needed} 人以上）。",
    "screen": "{person}: {date} は画面での作業が {hours} 続きます。計画全体で {count} 件の勤務が、"
    "一連続作業 {limit} の目安を超えます。",
}

MENDS: dict[str, str] = {
    "overlap": "どちらかを動かしてください。",
    "on_leave": "勤務を外すか、leave.csv を直してください。",
    "in_training": "受付の仕事をほかの人に移すか、leave.csv の日時を直してください。",
    "not_employed": "勤務を外すか、staff.csv の在籍期間を直してください。",
    "unknown_queue": "計画のキュー名を直すか、desk.toml にキューを足してください。",
    "skills": "スキルのある人に替えるか、staff.csv の skills を直してください。",
    "tier": "{needed}次対応の人に替えるか、staff.csv の tier を直してください。",
    "locked": "予定を元に戻すか、固定を外してください。",
    "hours_day": "シフトを短くしてください。36協定があれば desk.toml の shifts.overtime に書いてください。",
    "hours_week": "勤務日を減らすか、シフトを短くしてください。36協定があれば desk.toml の shifts.overtime に"
    "書いてください。",
    "hours_month": "その月の勤務を {hours} 減らすか、ほかの月に移してください。",
    "hours_settlement": "清算期間の勤務を {hours} 減らしてください。",
    "hours_flextime_month": "{hours} をほかの月に移してください。",
    "contract_day": "シフトを短くするか、本人と合意してください。",
    "contract_week": "勤務日を減らすか、本人と合意してください。",
    "contract_month": "その月の勤務を減らすか、本人と合意してください。",
    "break": "労働時間の途中に {needed} 分の休憩（lunch または rest）を置いてください。",
    "staggered_break": "昼休憩をそろえるか、協定があれば desk.toml の staggered_break_agreement を、適用除外の業種で"
    "あれば break_exempt_trade を true にしてください。",
    "days_off": "勤務の日を {missing} 日休みにしてください。",
    "days_off_four_weeks": "この4週間の勤務の日を {missing} 日休みにしてください。",
    "days_off_together": "休日の一つを、もう一つの隣に移してください。",
    "days_running": "{first_day} から {date} までのどこかに休みを入れてください。",
    "overtime_month": "その月の時間外労働を {over} 減らすか、特別条項の範囲であれば desk.toml に書いてください。",
    "overtime_year": "年内の時間外労働を {over} 減らしてください。",
    "overtime_special_year": "年内の時間外労働を {over} 減らしてください。",
    "overtime_special_months": "その月の時間外労働を {limit} 以内にしてください。",
    "overtime_under": "その月の時間外労働か休日労働を減らし、合計を {limit} 未満にしてください。",
    "overtime_average": "その月の時間外労働か休日労働を {over} 減らしてください。",
    "overtime_unknown": "その間の実績を勤怠の記録で確かめてください。",
    "rest": "前の勤務を早く終えるか、開始を遅らせてください。",
    "alone": "その時間に {needed} 人以上がいるように、シフトか休憩を動かしてください。",
    "alone_few": "その日の出勤は {there} 人で、それぞれに休憩があるため、シフトや休憩を動かしても常に {needed} 人以上"
    "にはなりません。あと {more} 人を加えるか、その時間の受付を止めてください。",
    "screen": "{limit} ごとに {pause} 分以上、画面から離れる休止（break・rest）か別の仕事を入れてください。",
}
