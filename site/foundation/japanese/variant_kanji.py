"""Which kanji count as the same when names and words are compared.

Each group is the standard form followed by its variants: the old forms beside the 常用漢字表 (平成22年内閣
告示第2号), the second forms of the 人名用漢字 (戸籍法施行規則 別表第二) and shapes common in family names. A
group says "worth finding together", not "the same name": 斎 and 斉 are different characters and share one
because people mistake them. CJK compatibility ideographs are absent: NFKC unifies those.
"""

_TABLE = """
亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹 隠隱 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 煙烟 応應 欧歐 桜櫻 奥奧
横橫 温溫 穏穩 仮假 価價 画畫 会會 壊壞 懐懷 絵繪 拡擴 殻殼 覚覺 学學 岳嶽 楽樂 勧勸 巻卷 寛寬 関關 歓歡
観觀 間閒 気氣 帰歸 既旣 偽僞 戯戲 犠犧 旧舊 拠據 挙擧 虚虛 峡峽 挟挾 狭狹 侠俠 郷鄕 暁曉 区區 駆驅
倶俱 勲勳 薫薰 群羣 径徑 恵惠 掲揭 渓溪 経經 継繼 茎莖 蛍螢 軽輕 鶏鷄雞 芸藝 撃擊 県縣 剣劍劔 検檢 権權
献獻 研硏 顕顯 験驗 険險 圏圈 厳嚴 広廣 効效 恒恆 晃晄 高髙 鉱鑛 黄黃 号號 国國圀 黒黑 剤劑 崎﨑嵜 雑雜
参參 惨慘 桟棧 蚕蠶 賛贊 讃讚 残殘 糸絲 歯齒 児兒 辞辭 湿濕 実實 写寫 舎舍 釈釋 寿壽 収收 秋秌 従從
渋澁澀 獣獸 縦縱 粛肅 処處 叙敍 将將 称稱 焼燒 証證 奨奬 松枩 蒋蔣 条條 状狀 乗乘 浄淨 剰剩 畳疊 縄繩
壌壤 嬢孃 穣穰 譲讓 醸釀 触觸 嘱囑 真眞 寝寢 慎愼 尽盡 図圖 粋粹 酔醉 随隨 髄髓 枢樞 数數 瀬瀨 斉齊斎齋
声聲 静靜 窃竊 摂攝 専專 戦戰 浅淺 潜潛 繊纖 践踐 銭錢 船舩 禅禪 双雙 壮壯 捜搜 挿插 曽曾 争爭 荘莊 装裝
総總 聡聰 蔵藏 臓臟 増增 属屬 続續 村邨 堕墮 対對 体體 帯帶 滞滯 台臺 滝瀧 択擇 沢澤 担擔 単單 団團 弾彈
断斷 痴癡 遅遲 昼晝 虫蟲 鋳鑄 庁廳 聴聽 徴徵 鎮鎭 逓遞 鉄鐵鐡 点點 転轉 伝傳 島嶋嶌 灯燈 当當 党黨 盗盜
稲稻 闘鬪 徳德 独獨 読讀 栃杤 砺礪 届屆 内內 弐貳 悩惱 脳腦 祢禰 覇霸 拝拜 廃廢 売賣 梅楳 麦麥 発發
髪髮 抜拔 蛮蠻 桧檜 秘祕 浜濱濵 瓶甁 富冨 払拂 仏佛 渕淵渊 並竝 併倂 餅餠 変變 辺邊邉 弁辨瓣辯 舗舖 歩步
穂穗 宝寶 峰峯 豊豐 褒襃 頬頰 没沒 毎每 槙槇 枡桝 翻飜 万萬 満滿 麺麵 黙默 弥彌 訳譯 薬藥 柳栁 薮藪籔
与與 予豫 余餘 誉譽 揺搖 様樣 謡謠 遥遙 瑶瑤 吉𠮷 来來 頼賴 乱亂 覧覽 略畧 竜龍 両兩 猟獵 緑綠 隣鄰 凜凛
涼凉 涙淚 塁壘 礼禮 励勵 戻戾 霊靈 齢齡 暦曆 歴歷 恋戀 錬鍊 炉爐 労勞 郎郞 楼樓 録錄 篭籠 湾灣 脇𦚰 亘亙
戸戶 芦蘆 園薗 館舘 亀龜 橋槗 尭堯 巌巖 桑桒 野埜 鴎鷗 鴬鶯
"""

GROUPS = tuple(_TABLE.split())

STANDARD_FORMS = {ord(variant): group[0] for group in GROUPS for variant in group[1:]}
