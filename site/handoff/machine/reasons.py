"""Reasons that are chosen from a list, so that they can be counted. Source: seed 001, the centres' survey."""

from collections.abc import Mapping

from .enums import Deed

# What the clock gives as its reason.
FOOTING = "footing"
DECLINE = {
    "no_room": "空きがない",
    "staff": "人手が足りない",
    "fit": "支援の内容が合わない",
    "far": "場所が遠い",
    "person_declines": "本人が望まない",
    "other_body": "ほかのところのほうがよい",
    "other": "そのほか",
}
PAUSE = {
    "hospital": "入院",
    "custody": "再入所・勾留",
    "person_waits": "本人が待ちたい",
    FOOTING: "同意・取り決めがなくなった",
    "other": "そのほか",
}
RETURN = {
    "placement_ended": "住まいが続かなかった",
    "no_room": "空きがなくなった",
    "person_declines": "本人が望まない",
    FOOTING: "同意・取り決めがなくなった",
    "other": "そのほか",
}
CODES: Mapping[Deed, Mapping[str, str]] = {Deed.DECLINE: DECLINE, Deed.PAUSE: PAUSE, Deed.RETURN: RETURN}
