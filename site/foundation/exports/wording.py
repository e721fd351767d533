"""How screens call the forms of a table that is taken away: by what opens it, not by how it is written."""

WORKBOOK = "Excelで開く表"
TABLE = "ほかの表計算ソフトで開く表"
OLD_TABLE = "古い表計算ソフトで開く表（ほかの表で文字化けするとき）"
