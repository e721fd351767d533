"""What the terminal says when both doors are open."""

from foundation.demo import Member

from .demo.people import cast_of
from .demo.tries import TRIES

DOORS = {"public": "ポータル", "private": "引継ぎの部屋"}


def welcome(urls: dict[str, str], *, is_demo: bool, is_local: bool) -> str:
    """Return the greeting: addresses, and in the demo a login per role and things to try.

    The demo's guide is served to this machine only; for others the TOTP secrets stand here.
    """
    lines = ["", "つなぐが動いています。", ""]
    lines += [f"  {DOORS[door]}　{url}/" for door, url in urls.items()]
    if is_demo:
        if is_local:
            lines += [f"  見本の案内　{urls['public']}/demo/　（ログインの番号、送ったメール）"]
        lines += ["", "ログイン（すべて作りものです）", *_logins(with_secret=not is_local)]
        lines += ["", "やってみること", *_tries(urls)]
    lines += ["", "止めるには Ctrl-C を押してください。", ""]
    return "\n".join(lines)


def _logins(*, with_secret: bool) -> list[str]:
    lines = []
    for door, name in DOORS.items():
        lines.append(f"  {name}")
        lines += [f"    {_login(member, with_secret=with_secret)}" for member in cast_of(door)]
    if not with_secret:
        lines.append("  認証アプリの6けたの番号は、見本の案内に出ています。")
    return lines


def _login(member: Member, *, with_secret: bool) -> str:
    secret = f"  認証アプリの鍵 {member.totp_secret}" if with_secret else ""
    return f"{member.email:<32}{member.password:<36}{member.who}{secret}"


def _tries(urls: dict[str, str]) -> list[str]:
    return [
        f"  {number}. {each.title}\n     {each.member.email} で　{urls[each.door]}{each.path}"
        for number, each in enumerate(TRIES, start=1)
    ]
