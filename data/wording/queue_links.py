"""What is said of a queue that names another one, in Japanese by the English template."""

JAPANESE: dict[str, str] = {
    "a queue cannot borrow the shape of its own day": "自分自身から1日の配分を借りることはできません",
    "that queue borrows its shape itself": "その窓口もほかの窓口から配分を借りています",
    "its hours are not those of {channel}: written contacts of the night stand at the opening": (
        "{channel} とは時間ごとの届き方が異なります（メールなどの夜間分は受付開始時にまとまります）"
    ),
    "there is no such queue": "その名前の窓口はありません",
    "name one of {queues}, or leave shape_from out": (
        "次のいずれかを指定するか、shape_from を削除してください：{queues}"
    ),
    "leave shape_from out": "shape_from を削除してください。",
    "name one of {queues}, or leave to out": "次のいずれかを指定するか、to を削除してください：{queues}",
    "leave to out": "to を削除してください。",
    "what comes by {channel} is handed on with its deadline, not at once": (
        "{channel} の引き継ぎは返信期限のある仕事で、その場では行われません"
    ),
    "a queue cannot hand on to itself": "自分自身へは引き継げません",
    "that queue hands on itself": "その窓口もほかの窓口へ引き継いでいます",
    "nobody waits on the line there: it is written work": "その窓口は文書対応で、電話口で待つお客様がいません",
}
