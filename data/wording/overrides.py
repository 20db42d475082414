"""What is said of overrides of a forecast, in Japanese."""

JAPANESE: dict[str, str] = {
    "the override ends on {last_day}, before it begins on {first_day}; turn the days round": (
        "手修正の最終日 {last_day} が初日 {first_day} より前です。日付を入れ替えてください。"
    ),
    "an override tells either a factor (--factor 1.3) or the contacts of the day (--contacts 500); write one of the "
    "two": ("手修正は倍率（--factor 1.3）か1日の件数（--contacts 500）のどちらか一方で指定してください。"),
    "--factor {factor:g} is no factor from {least:g} to {most:g}; write 1.3 for 30 % more, 0.8 for 20 % less": (
        "--factor {factor:g} は {least:g}〜{most:g} の倍率ではありません。30%増なら 1.3、20%減なら 0.8 としてください。"
    ),
    "--contacts {contacts:g} is no number above 0 and at most {most:,}; a day without any is closed in desk.toml "
    "(closed_on)": (
        "--contacts {contacts:g} は 0 より大きく {most:,} 以下の数値ではありません。受付のない日は desk.toml の "
        "closed_on に指定してください。"
    ),
    "{option} is empty; whoever reads the forecast wants to know who changed it, and why": (
        "{option} が空です。だれがなぜ予測を変えたのか、読む人にわかるように入力してください。"
    ),
    "{option} {text!r} holds a control character; write it on one line, as text": (
        "{option} {text!r} に制御文字が含まれています。改行のない文字だけで入力してください。"
    ),
    "{option} is {letters} letters long; {longest} are enough": (
        "{option} が{letters}文字あります。{longest}文字以内にしてください。"
    ),
    "{day} is past; an override begins on {today} or later": (
        "{day} は過ぎた日です。手修正は {today} 以降の日に指定してください。"
    ),
    "{day} is more than {days} days ahead, where no forecast reaches; choose an earlier day": (
        "{day} は{days}日より先で、予測が届きません。より近い日を指定してください。"
    ),
    "{span} has begun already; an override speaks of what is to come": (
        "{span} はすでに始まっています。手修正はこれからの時間帯に指定してください。"
    ),
    "a part of {span} has gone by, so --contacts cannot tell the whole of it; write --factor, or --between with the "
    "time that is to come": (
        "{span} の一部が過ぎているため、--contacts で全体の件数を指定できません。--factor を使うか、これからの時間帯を "
        "--between で指定してください。"
    ),
    "queue {queue} is not open on {span}; choose an open day and time, or mend its hours in desk.toml": (
        "窓口 {queue} は {span} に受付時間がありません。受付時間内の日時を指定するか、desk.toml の受付時間を修正して"
        "ください。"
    ),
    "--between {between} cuts an interval of the desk in two; begin and end on whole {minutes} minutes": (
        "--between {between} はデスクの時間単位の途中で区切られています。{minutes}分単位で指定してください。"
    ),
    "there is no override {number}; see `tsunagari override --list`": (
        "手修正 {number} はありません。`tsunagari override --list` で番号を確認してください。"
    ),
    "override {number} was removed already, at {at:%Y-%m-%d %H:%M} UTC; nothing is left to do": (
        "手修正 {number} は {at:%Y-%m-%d %H:%M}（UTC）に取り消し済みです。"
    ),
}
