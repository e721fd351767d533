"""Somebody before the screens of this door: signed in, at an address, with a day as three boxes take it."""

from django.test import Client
from django.urls import reverse

from tests.factories.accounts import sign_in
from tests.factories.cases import TODAY


def as_(user):
    return sign_in(Client(), user)


def page(name, *args):
    return reverse(f"handoff:{name}", args=args)


def day(name, when=TODAY):
    return {f"{name}_0": str(when.year - 2018), f"{name}_1": str(when.month), f"{name}_2": str(when.day)}
