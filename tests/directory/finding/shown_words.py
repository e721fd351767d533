"""The table of who sees what of the home, written by hand, and the words by which it shows."""

from directory.enums import FieldGroup, Level

# Words of the home that stand nowhere else, by what they belong to.
WORDS = {
    FieldGroup.LISTING: ("ホームみなも", "みなも会"),
    FieldGroup.CONTACT: ("000-001-0001", "000-002-0001"),
    FieldGroup.ADDRESS: ("秘密町",),
    FieldGroup.SERVICES: ("1710000001",),
    FieldGroup.PROFILE: ("海の見える家", "段差なし"),
    FieldGroup.VACANCY: ("空き：2人",),
    FieldGroup.CONDITIONS: ("窓口の山田係",),
    FieldGroup.HOUSING: ("空き部屋の印", "令和8年9月3日"),
    FieldGroup.ACCEPTANCE: ("受け入れたことがある", "まず電話"),
}
# Written by the agency about a service: whoever sees both sees it.
NOTE = "ひとことの印"
NEVER = ("秘密のメモ", "秘密の注意")
P, S, C = Level.PUBLIC, Level.PARTNERS, Level.STAFF
# State of the record → what was agreed → group → who sees it: everybody, partners, the centre.
USUAL = {
    FieldGroup.LISTING: (P, S, C),
    FieldGroup.CONTACT: (P, S, C),
    FieldGroup.ADDRESS: (P, S, C),
    FieldGroup.SERVICES: (P, S, C),
    FieldGroup.PROFILE: (P, S, C),
    FieldGroup.VACANCY: (S, C),
    FieldGroup.CONDITIONS: (C,),
    FieldGroup.HOUSING: (C,),
    FieldGroup.ACCEPTANCE: (C,),
}
# Which words of a group the list says; what it never says is in none.
LISTED = {
    FieldGroup.LISTING: ("ホームみなも",),
    FieldGroup.CONTACT: ("000-001-0001",),
    FieldGroup.ADDRESS: ("秘密町",),
    FieldGroup.SERVICES: ("定員6人",),
    FieldGroup.VACANCY: ("空き：2人",),
    FieldGroup.HOUSING: ("（令和8年9月3日）",),
    FieldGroup.ACCEPTANCE: ("受け入れたことがある",),
}
