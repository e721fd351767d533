"""People of a municipality find the guides from the pages they come to first."""

from portal.menu import is_answered_by_an_app
from training_media.paths.demo import GUIDES


def test_guides_are_found_from_where_people_of_a_municipality_come(client, site):
    for address in ("/partners/", "/prepare/government/", "/library/"):
        main = client.get(address).text.partition("<main")[2].partition("</main>")[0]
        assert (address, 'href="/guides/"' in main) == (address, True)
    for address in ("/", "/guides/first-steps/"):
        footer = client.get(address).text.partition("<footer")[2]
        assert (address, 'href="/guides/"' in footer) == (address, True)
    main = client.get("/partners/").text.partition("市町村の方")[2].partition("司法の方")[0]
    rooms = ("first-steps/", "procedures/", "start-up/", "additions/")
    assert [each for each in rooms if f'href="/guides/{each}"' not in main] == []
    assert 'href="/role-sheets/"' in main


def test_the_path_of_a_municipality_in_the_sample_leads_to_the_guides():
    addresses = [each.address for each in GUIDES]
    assert "/role-sheets/" in addresses
    rooms = ("procedures", "start-up", "additions/check", "gaps")
    assert [each for each in rooms if f"/guides/{each}/" not in addresses] == []
    assert all(is_answered_by_an_app(each) for each in addresses)
