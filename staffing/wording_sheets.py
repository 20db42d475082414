"""What is said of an edited month sheet that is read back, in Japanese by the English template."""

JAPANESE: dict[str, str] = {
    "{path} has neither a sheet that begins with the columns {needed} nor a month sheet with names beside days; edit "
    "what `plan --out FILE` writes, .csv or .xlsx": (
        "{path} には {needed} の列で始まるシートも、氏名と日付の並ぶ月間シフト表もありません。"
        "`plan --out ファイル` が書き出す .csv か .xlsx を編集してください。"
    ),
    "sheet {sheet!r} tells no month; name it after its month, like 2026-12, or take it out": (
        "シート {sheet!r} が何月のものか分かりません。2026-12 のような名前にするか、シートを外してください。"
    ),
    "sheet {sheet!r} has a column for day {day}, which {year}-{month:02d} does not have; mend the day or the name of "
    "the sheet": (
        "シート {sheet!r} に {day} 日の列がありますが、{year}年{month}月にその日はありません。日付かシート名を"
        "直してください。"
    ),
    "{path} sheet {sheet} cell {cell}": "{path} のシート {sheet} のセル {cell}",
    "{path}: after {one} the sheets go on with {two}; put in the days between, or take out what is there twice": (
        "{path}：{one} の次が {two} になっています。間の日を入れるか、重なっている日を外してください。"
    ),
    "and {count} more cells": "ほか{count}セル",
    "{where}: {person!r} is not in staff.csv; add the person, or take the row out": (
        "{where}：{person!r} は staff.csv にいません。追加するか、行を外してください。"
    ),
    "{where}: {person!r} stands in two rows; keep one": "{where}：{person!r} の行が2つあります。1つにしてください。",
    "the cell is empty, and the plan that stands has something there; write {day_off} or a shift": (
        "空欄ですが、現行の計画には予定があります。「{day_off}」かシフトを入れてください。"
    ),
    "{person!r} is not in staff.csv, so the day cannot be planned anew; write what stood there": (
        "{person!r} は staff.csv にいないため、この日を組み直せません。元の値に戻してください。"
    ),
    "{text!r} is neither a shift of desk.toml nor a word for a day without one; write one of {known}": (
        "{text!r} は desk.toml のシフトでも休みの言葉でもありません。{known} のどれかを入れてください。"
    ),
    "{text!r} is what {shifts} are both called; write the name of the one that is meant": (
        "{text!r} は {shifts} の共通の表示名です。どちらかの名前で入れてください。"
    ),
    "{text!r} bears the mark {mark}, which the legend below does not explain; take it away, or write one of {known}": (
        "{text!r} の印 {mark} は凡例にありません。印を消すか、{known} のどれかにしてください。"
    ),
    "{shift!r} is no shift of desk.toml any more; write another": (
        "{shift!r} は desk.toml にもうないシフトです。別のシフトを入れてください。"
    ),
    "{shift} from {start} to {end} leaves no room for its lunch at {lunch}; write other hours": (
        "{shift} を {start}〜{end} にすると {lunch} の昼休憩が入りません。時刻を変えてください。"
    ),
    "{shift} does not begin at {start}; it begins at {known}": (
        "{shift} は {start} からは始まりません。始められるのは {known} です。"
    ),
    "{person} has the skills and the tier of no queue; mend staff.csv, or write a day off": (
        "{person} は、どのキューのスキル・tier も持っていません。staff.csv を直すか、公休を入れてください。"
    ),
}
