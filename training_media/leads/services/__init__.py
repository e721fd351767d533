"""Verbs of campaigns: plan one, invite agencies, keep their names, remind."""
