"""Every figure on the site names its source and its year; none stands without."""

import html
import re

from content.duties.models import Duty
from content.facts.models import DatedFact
from portal.figures.models import StatTable

# A number with a unit that statistics have.
NUMBER = re.compile(r"[0-9０-９][0-9０-９,，.．]*(?:％|%|件|人|か所|センター|団体|円|単位|施設)")
YEAR = re.compile(r"(?:令和|平成)[0-9元]+年|20[0-9]{2}年")
SOURCE = re.compile(r"出典|資料")
# Numbers that count nothing that was found out in the world, with the reason.
OF_THE_SITE = {
    "/search/": "how much was found here",
    "/glossary/?q": "how many words were found here",
    "/videos/?q": "at how many moments something was found here",
    "/tags/": "how many pages bear a tag",
    "/events/": "seats",
    "/directory/": "agencies that were found, and places that they offer",
    "/applications/": "people who take part",
    "/lectures/requests/": "how many people will listen",
    "/accessibility/": "what was tested, with its day",
    "/news/支援する人の心を守るを開きました/": "how many came, on the page that tells of the day",
}
HARMLESS = {
    "/glossary/": {"2か所"},  # two offices that each have a part in what a word explains
    "/easy/who/": {"1人"},  # a person alone
}


def text_of(page):
    main = re.search(r"<main[\s\S]*</main>", page)[0]
    return html.unescape(re.sub(r"<[^>]+>", "", main))


def test_no_kept_figure_is_without_source_and_year(site):
    facts, tables, duties = DatedFact.objects.all(), StatTable.objects.all(), Duty.objects.all()
    assert min(facts.count(), tables.count(), duties.count()) > 0
    without = [fact for fact in facts if not fact.source_title.strip() or not fact.source_year.strip()]
    without += [table for table in tables if not table.source_title.strip() or not table.source_year]
    without += [duty for duty in duties if not duty.source.strip()]
    assert without == []


def test_no_page_shows_a_number_without_source_and_year(answers):
    without, seen = {}, 0
    for address, answer in answers().items():
        text = text_of(answer.html)
        numbers = set(NUMBER.findall(text)) - HARMLESS.get(address, set())
        seen += len(numbers)
        named = SOURCE.search(text) and YEAR.search(text)
        if numbers and not named and not address.startswith(tuple(OF_THE_SITE)):
            without[address] = sorted(numbers)
    assert seen > 50
    assert without == {}
