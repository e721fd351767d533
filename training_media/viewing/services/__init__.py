"""Verbs of the ledger of viewing."""
