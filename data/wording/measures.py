"""What is said of the figures of a log, in Japanese by the English template."""

JAPANESE: dict[str, str] = {
    "{queue}: {offered} contacts offered; {answered} answered ({answer_rate}), {abandoned} abandoned "
    "({abandonment}), of these {short_abandoned} within {short_abandon_seconds}; {overflowed} overflowed, "
    "{blocked} blocked, {after_hours} came after hours": (
        "{queue}：入電{offered}、応答{answered}（{answer_rate}）、放棄{abandoned}（{abandonment}、うち"
        "{short_abandon_seconds}以内{short_abandoned}）、あふれ{overflowed}、話中{blocked}、時間外"
        "{after_hours}"
    ),
    "{queue}: {offered} contacts offered; {answered} answered ({answer_rate}), {still_open} open": (
        "{queue}：受付{offered}、返信済み{answered}（{answer_rate}）、未返信{still_open}"
    ),
    "  service level {service_level} = answered within {threshold_seconds} / (offered less abandoned within "
    "{short_abandon_seconds}); mean wait of the answered {asa_seconds}": (
        "  サービスレベル {service_level} = {threshold_seconds}以内の応答 ÷（入電 − {short_abandon_seconds}以内"
        "の放棄）、平均応答速度 {asa_seconds}"
    ),
    "  handle time {handle_seconds}": "  平均処理時間 {handle_seconds}",
    "  handle time {handle_seconds}; talk {talk_seconds}, hold {hold_seconds}, after-call work {acw_seconds}": (
        "  平均処理時間 {handle_seconds}、通話 {talk_seconds}、保留 {hold_seconds}、後処理 {acw_seconds}"
    ),
    "  {first_attempts} first attempts, {repeats} came again within {minutes} minutes after hanging up": (
        "  初回 {first_attempts}、放棄のあと{minutes}分以内のかけ直し {repeats}"
    ),
    "  {phoned_after} of {phoned_watched} answered contacts were phoned about within {days} days": (
        "  返信済み{phoned_watched}のうち、{days}日以内に電話もあったもの {phoned_after}"
    ),
    "  {callbacks} callbacks ({callbacks_reached} reached somebody), {escalations} escalations": (
        "  折り返し {callbacks}（つながったもの {callbacks_reached}）、エスカレーション {escalations}"
    ),
    "{agents_seen} people were signed in for {hours} hours; shrinkage {shrinkage} = (pause + training + "
    "meeting) / signed in, without those who did not sign in; occupancy {occupancy} = handling / (handling + "
    "available)": (
        "{agents_seen}人がのべ{hours}時間ログイン。シュリンケージ {shrinkage} = （離席 + 研修 + 会議）÷ ログイ"
        "ン時間（ログインしなかった人は含まない）。占有率 {occupancy} = 対応中 ÷（対応中 + 待機）"
    ),
    "{queue}: no contact tells its customer, so it is unknown who came again": (
        "{queue}：顧客がわかる記録がないため、かけ直しは不明です"
    ),
    "{queue}: {share} of the contacts tell their customer; who came again is counted among these": (
        "{queue}：顧客がわかるのは{share}です。かけ直しはその中で数えています"
    ),
    "{queue}: no answered contact tells its wait, so service level and mean wait are unknown": (
        "{queue}：応答した記録に待ち時間がないため、サービスレベルと平均応答速度は不明です"
    ),
    "{queue}: {share} of the answered contacts tell their wait; the others count as answered too late": (
        "{queue}：待ち時間がわかる応答は{share}です。残りは時間内でない応答として数えています"
    ),
    "{queue}: no abandoned contact tells its wait, so it is unknown how many hung up at once": (
        "{queue}：放棄の記録に待ち時間がないため、短時間放棄の件数は不明です"
    ),
    "{queue}: no answered contact tells its whole handle time (after-call work included), so it is unknown": (
        "{queue}：後処理までわかる応答の記録がないため、処理時間は不明です"
    ),
    "{queue}: handle time rests on {share} of the answered contacts": "{queue}：処理時間は応答の{share}にもとづきます",
    "{queue}: no customer is known to have written and phoned, so it is unknown whether answers were phoned about": (
        "{queue}：書面と電話の両方で確認できる顧客がいないため、返信後に電話があったかは不明です"
    ),
    "{queue}: {count} of {offered} contacts are known by totals alone; service level, repeats and whatever "
    "else totals do not tell rest on the others": (
        "{queue}：{offered}のうち{count}は集計値だけでわかります。サービスレベルやかけ直しなど、集計値にない"
        "数字は残りの件数にもとづきます"
    ),
    "{queue}: its contacts are known by totals alone; service level, repeats and whatever else totals do not "
    "tell are unknown": (
        "{queue}：集計値だけでわかる窓口です。サービスレベルやかけ直しなど、集計値にない数字は不明です"
    ),
    "{queue}: {offered} contacts are few; another such time may tell something else": (
        "{queue}：{offered}は少なく、別の期間では違う数字になることがあります"
    ),
    "no source tells what people were doing, so shrinkage is unknown": (
        "スタッフの状態の記録がないため、シュリンケージは不明です"
    ),
    "no source tells when people were available, so shrinkage and occupancy are unknown": (
        "待機中の記録がないため、シュリンケージと占有率は不明です"
    ),
    "{count} contacts of {queue}, a queue that desk.toml does not have, are in no figure": (
        "desk.toml にない窓口 {queue} の{count}は、どの数字にも入っていません"
    ),
    "calls that followed an answered written contact: {a_week} a week, {share} of the phone's contacts = calls of a "
    "customer or contact with an answer within the {days} days before / calls offered; half of them within {median} "
    "days": (
        "返信のあとにかかってきた電話：週{a_week}件、入電数の{share} = 直前{days}日以内に返信を受けたお客様（または同じ"
        "用件）の入電 ÷ 入電数。その半数は{median}日以内"
    ),
    "unknown": "不明",
    "{seconds} s": "{seconds}秒",
    "{contacts}": "{contacts}件",
    "the log tells of {first} to {last}, and {asked_first} to {asked_last} was asked for; choose days within "
    "it, the first before the last": (
        "記録は {first}〜{last} の分ですが、指定は {asked_first}〜{asked_last} です。記録の期間の中で、初日を最終"
        "日より後にせずに指定してください。"
    ),
}
