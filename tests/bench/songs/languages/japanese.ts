import { type Language, listLines, listWords } from "./language.ts";

export const JAPANESE: Language = {
  name: "Japanese",
  share: 32,
  words: listWords(`
    恋 愛 夜 夢 空 花 君 僕 私 心 海 風 雨 月 星 春 夏 秋 冬 朝 涙 桜 旅 道 光 影 雪 歌 声 手紙
    約束 記憶 未来 世界 時間 明日 昨日 今日 永遠 奇跡 運命 秘密 少女 少年 天使 悪魔 青春 故郷
    東京 大阪 横浜 京都 港 駅 電車 街 窓 部屋 鏡 扉 鍵 翼 鳥 蝶 猫 犬 狼 龍 森 川 山 島 太陽
    銀河 宇宙 虹 炎 氷 雷 嵐 夕焼け 黄昏 真夜中 さよなら ありがとう ごめんね おやすみ おはよう
    ひまわり たんぽぽ さくら もみじ ほたる ともだち ふるさと こころ ことば なみだ ゆめ そら うみ
    ラブ ソング メロディ ダンス ドリーム スター ムーン サマー ハート ロマンス バラード ワルツ
    ブルー レッド ナイト シティ ガール ボーイ エンジェル マジック レイン スノー クリスマス
    孤独 自由 希望 絶望 情熱 純情 微笑み 面影 幻 砂漠 迷路 階段 坂道 交差点 線路 花火 祭り 灯り`),
  phrases: listLines(`
    W
    W
    WのW
    WのW
    WとW
    Wへ
    Wになれ
    Wが泣いている
    Wを抱いて
    Wに恋して
    君とW
    Wの中で
    Wが好き
    R
    RのW
    Wだけ
    Wより
    最後のW
    あのW
    Wみたいに
    Wまで
    恋するW
    W物語
    ぼくらのW
    Wがいっぱい`),
  firstNames: listWords(`
    太郎 花子 健 美咲 翔 陽子 誠 明美 隆 由美 聖子 明菜 達郎 まりや 陽水 みゆき 拓郎 百恵 秀樹
    淳子 五郎 ひばり 一郎 ひかる 亜美 奈美恵 恵 浩二 裕子 直樹 さゆり 遥 結衣 蓮`),
  surnames: listWords(`
    佐藤 鈴木 高橋 田中 渡辺 伊藤 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林
    清水 山崎 森 池田 橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上
    遠藤 青木 坂本 斉藤 福田 太田 西村 藤井 金子 岡本 藤原 中野 三浦 原田 松田 竹内 小野 中森`),
  places: listWords(`東京 大阪 京都 札幌 福岡 長崎 沖縄 横浜 神戸 函館 津軽 武道館`),
  bands: listLines(`
    S F
    S F
    SF
    SF
    SF
    R
    RW
    Wズ
    ザ・Wズ
    P交響楽団
    Pフィルハーモニー管弦楽団
    R団`),
  onsets: listWords(`
    カ キ ク ケ コ サ シ ス セ ソ タ チ ツ テ ト ナ ニ ヌ ネ ノ ハ ヒ フ ヘ ホ マ ミ ム メ モ ラ リ ル レ ロ ワ ア イ ウ エ オ ガ ギ グ ジ ズ ダ デ ド バ ビ ブ ベ ボ パ ピ プ`),
  nuclei: listWords(`ー ン ッ ラ リ ル ト ス ナ マ カ タ シ キ`),
  endings: listWords(`ー ン ア ス ト ル ラ ド カ ナ`),
  capitals: "none",
  remarks: listLines(`
    (Live)
    (ライブ)
    (リマスター)
    (カラオケ)
    (Instrumental)
    [Remix]
    ~%wのテーマ~`),
};
