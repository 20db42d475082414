"""What the room says to people, in Japanese by the English template."""

JAPANESE: dict[str, str] = {
    "nothing changes; fill in one of the fields, for example after-call work: -30 seconds": (
        "変更がありません。たとえば後処理に -30 のように、どれかの欄に入れてください。"
    ),
    "no forecast of a {channel} queue reaches {today}; import what is new and run `tsunagari forecast` first": (
        "{channel} の窓口の予測が {today} に届いていません。新しい記録を取り込み、先に `tsunagari forecast` を"
        "実行してください。"
    ),
    "there is no stored plan to publish from; run `tsunagari plan`, or publish --roster usual": (
        "公開のもとになる保存済みのシフト計画がありません。`tsunagari plan` を実行するか、publish --roster "
        "usual をご利用ください。"
    ),
    "nothing was forecast yet; run `tsunagari forecast` first": (
        "まだ予測がありません。先に `tsunagari forecast` を実行してください。"
    ),
    "the pages cannot be served on {host}: there is no sign-in yet, so everyone who reaches that address "
    "would see them. Use --host {local}, and an SSH tunnel to look from another machine.": (
        "{host} ではページを公開できません。まだログイン機能がなく、そのアドレスに届くだれもが見られてしまいま"
        "す。--host {local} を使い、別の端末からは SSH トンネルでご覧ください。"
    ),
    "port {port} on {host} cannot be had ({error}); another program may be using it. Choose another with "
    "--port, for example --port {other}.": (
        "{host} のポート {port} を使えません（{error}）。別のプログラムが使用している可能性があります。--port "
        "{other} のように別のポートを指定してください。"
    ),
    "desk.toml has queues of tier 2 alone, which customers cannot reach, so there is nothing to publish; "
    "give the queue that meets the customer tier = 1": (
        "desk.toml の窓口は二次対応（tier 2）だけで、お客様が直接連絡できる窓口がないため、公開するものがありま"
        "せん。お客様が最初に連絡する窓口を tier = 1 にしてください。"
    ),
}
