"""How large a form may be. A prefecture's workbook has a hundredth of it; what is larger is made to hurt."""

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED_BYTES = 64 * 1024 * 1024
# A part that is changed is held as a whole.
MOST_PART_BYTES = 16 * 1024 * 1024
MOST_PARTS = 600
# With their end tags twice as many tags; each element is held in memory.
MOST_ELEMENTS = 300_000
MOST_DEPTH = 200
# Rows that one mark of a table may become, and the last row of a worksheet.
MOST_TABLE_ROWS = 5_000
LAST_ROW = 1_048_576
MOST_SHEETS = 250
# Rows of a form that are repeated: each of them moves all that stands below.
MOST_REPEATED = 100
# Places with a mark that are told of one form, once its rows are repeated.
MOST_NOTES = 300_000
# What a cell of a workbook can hold.
MOST_LETTERS = 32_767
# The same with the looks of its runs.
MOST_TEXT_BYTES = 1024 * 1024
