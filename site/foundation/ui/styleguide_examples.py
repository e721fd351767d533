"""What the guide shows of each tag: every state once, in the source that a page would hold."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "window": (
        *(f"{{% window lit={lit} size='big' %}}" for lit in range(7)),
        "{% window lit=3 %}",
        "{% window lit=0 off=True %}",
    ),
    "arcs": (
        '<p class="arcs-word">{% arcs kind="full" %}併走</p>',
        '<p class="arcs-word">{% arcs kind="half" %}引継ぎ中</p>',
        '<p class="arcs-word">{% arcs kind="apart" %}後方支援</p>',
    ),
    "drawing": ('{% drawing name="house" %}',),
    "icon": ('<p>{% icon name="printer" %} 印刷する</p>',),
    "logo_mark": ("{% logo_mark %}",),
    "hero_scene": ("{% hero_scene %}",),
    "street": ("{% street %}",),
    "state": (
        '{% state kind="open" %}申込受付中{% endstate %}',
        '{% state kind="few" %}残りわずか（6席）{% endstate %}',
        '{% state kind="full" %}満席{% endstate %}',
        '{% state kind="wait" %}受付前{% endstate %}',
        '{% state kind="ended" %}終了{% endstate %}',
        '{% state kind="done" %}修了{% endstate %}',
        '{% state kind="turn" %}みなもの番{% endstate %}',
        '{% state kind="error" %}変換に失敗{% endstate %}',
    ),
    "notice": (
        '{% notice kind="info" title="お知らせ" %}<p>12月29日から1月3日まで休みます。</p>{% endnotice %}',
        '{% notice kind="ok" title="保存しました" heading="h3" %}<p>次は令和9年5月です。</p>{% endnotice %}',
        '{% notice kind="warn" title="まだ申し込みは終わっていません" %}{% endnotice %}',
        '{% notice kind="error" title="送れませんでした" %}<p>書いた内容は残っています。</p>{% endnotice %}',
        '{% notice kind="next" title="次は11月27日（金）" %}{% endnotice %}',
    ),
    "message_list": ("{% message_list messages=messages %}",),
    "empty_list": (
        '{% empty_list title="まだありません" %}<p>公開すると、ここに並びます。</p>{% endempty_list %}',
    ),
    "date_block": ("{% date_block date=day %}", "{% date_block date=day with_year=True %}"),
    "seats": (
        "<p>残り6席（定員40）</p>{% seats taken=34 capacity=40 %}",
        "<p>残り3席、3席は確保中（定員40）</p>{% seats taken=34 capacity=40 held=3 %}",
        "<p>満席（定員300）</p>{% seats taken=300 capacity=300 %}",
    ),
    "facts": (
        (
            '{% facts %}{% fact name="会場" %}青波市民会館 2階{% endfact %}'
            '{% fact name="費用" %}無料{% endfact %}{% endfacts %}'
        ),
        '{% facts variant="narrow" %}{% fact name="会場" %}青波市民会館{% endfact %}{% endfacts %}',
        '{% facts variant="wide" %}{% fact name="会場" %}青波市民会館{% endfact %}{% endfacts %}',
    ),
    "fact": ('{% facts %}{% fact name="費用" %}無料{% endfact %}{% endfacts %}',),
    "check_group": (
        (
            '<div class="check">{% check_group title="申し込む事業所" change_url="#sample_name" %}'
            '{% facts %}{% fact name="事業所" %}グループホームみなも{% endfact %}{% endfacts %}'
            "{% endcheck_group %}</div>"
        ),
    ),
    "phone": (
        (
            '{% phone number="099-000-1234" call="まず、電話で話してみませんか" %}'
            '<p class="phone__now">{% window lit=6 %}いま開いています'
            '<span class="note">（今日は午後5時まで）</span></p>'
            '<ul class="phone__promise"><li>相談は無料</li><li>秘密は守ります</li></ul>{% endphone %}'
        ),
        (
            '{% phone number="099-000-1234" call="電話で相談する" band=True %}'
            '<p class="phone__now">{% window lit=0 %}いまは閉まっています'
            '<span class="note">（明日 午前8時30分から）</span></p>{% endphone %}'
        ),
    ),
    "site_header": (
        (
            '{% site_header name="つなぐ" sub="青波県地域生活定着支援センター" home_url="#" %}'
            '<a class="site-phone" href="tel:0990001234"><b>099-000-1234</b>'
            '<span><span class="site-phone__free">相談無料　</span>平日 8:30〜17:00</span></a>'
            '<nav class="site-tools" aria-label="読みやすさとログイン（見本）">'
            '<a href="#">{% icon name="eye" %}見やすさ</a>'
            '<a class="login" href="#">{% icon name="user" %}ログイン</a></nav>{% endsite_header %}'
        ),
        (
            '{% site_header name="つなぐ" sub="青波県地域生活定着支援センター" '
            'home_url="#" variant="partner" %}'
            '<div class="room"><span><b>グループホームみなも</b>佐久間 礼子 さん</span>'
            '<a href="#">ログアウト</a></div>{% endsite_header %}'
        ),
        (
            '{% site_header name="つなぐ" sub="引継ぎの部屋" home_url="#" variant="private" %}'
            '<div class="room"><span><b>グループホームみなも　佐久間 礼子 さん</b>'
            "読んだことは、すべて記録されます。</span>"
            '<a href="#">{% icon name="arrow-right-start-on-rectangle" %}部屋を出る</a></div>'
            "{% endsite_header %}"
        ),
    ),
    "site_menu": ('{% site_menu items=menu label="見本のメニュー" current="#events" %}',),
    "breadcrumb": ('{% breadcrumb items=crumbs label="見本のパンくず" %}',),
    "stages": (
        '{% stages current=1 names="入力,確認,完了" %}',
        '{% stages current=2 names="入力,確認,完了" %}',
        '{% stages current=3 names="入力,確認,完了" %}',
    ),
    "pages": ('{% pages page_obj=page_obj url="?q=みなも" label="見本のページ送り" %}',),
    "search_box": ('{% search_box action="#" label="名前・町の名前・ことば" value="みなも" %}',),
    "sign_in": (
        (
            '{% sign_in title="ログイン" %}<form class="form" method="post" action="#">'
            "{% field bound_field=account.name mark=False %}"
            '<button class="button" type="button">ログインする</button></form>'
            '<p class="sign-in__or">または</p>'
            '<button class="button button--second" type="button">パスキーでログインする</button>'
            "{% endsign_in %}"
        ),
    ),
    "qr": ('{% qr data="https://example.jp/events/ukeire/apply/" label="スマートフォンから申し込む" %}',),
    "sample_band": ("{% sample_band %}",),
    "css": ("<p><code>{% filter force_escape %}{% css names='hero lane' %}{% endfilter %}</code></p>",),
    "error_summary": ("{% error_summary form=wrong %}",),
    "field": (
        "{% field bound_field=form.name width=20 %}",
        "{% field bound_field=form.kana width=20 mark=False %}",
        '{% field bound_field=form.postal_code width=10 lookup="住所を入れる" %}',
        "{% field bound_field=wrong.tel width=20 %}",
        "{% field bound_field=form.number width=10 mark=False %}",
        "{% field bound_field=form.way width=20 %}",
        "{% field bound_field=form.reply columns=3 %}",
        "{% field bound_field=wrong.reply columns=3 %}",
        "{% field bound_field=form.care columns=2 %}",
        "{% field bound_field=form.day %}",
        "{% field bound_field=wrong.day %}",
        "{% field bound_field=form.paper %}",
        "{% field bound_field=form.note %}",
        "{% field bound_field=form.later mark=False %}",
    ),
}

# Several of these stand in one row.
SMALL = frozenset({"window", "arcs", "state", "date_block", "seats"})

# Heroicons that stand for what the look shows; others of the outline set may be used as well.
ICONS = [
    "phone",
    "printer",
    "magnifying-glass",
    "calendar-days",
    "arrow-down-tray",
    "lock-closed",
    "user",
    "users",
    "language",
    "bars-3",
    "check",
    "exclamation-triangle",
    "information-circle",
    "clock",
    "map-pin",
    "document-text",
    "play",
    "envelope",
    "pencil",
    "x-mark",
    "home",
    "arrow-right-start-on-rectangle",
    "eye",
    "map",
]

TOKENS = [
    "c-bg",
    "c-surface",
    "c-band",
    "c-ink",
    "c-ink-2",
    "c-line",
    "c-line-soft",
    "c-primary",
    "c-primary-hover",
    "c-primary-tint",
    "c-accent",
    "c-accent-tint",
    "c-link",
    "c-visited",
    "c-ok",
    "c-ok-bg",
    "c-err",
    "c-err-bg",
    "c-warn",
    "c-warn-bg",
    "c-info",
    "c-info-bg",
    "c-focus",
    "c-night",
    "d-wall",
    "d-wall-2",
    "d-roof",
    "d-roof-2",
    "d-leaf",
    "d-leaf-2",
    "d-hill",
    "d-hill-2",
    "d-path",
    "d-lamp",
    "d-glow",
    "d-dim",
    "d-one",
    "d-two",
]
