from tests.factories.vault import key_store, sealed_tables

__all__ = ["key_store", "sealed_tables"]
