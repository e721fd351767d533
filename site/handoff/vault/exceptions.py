"""What can go wrong with keys and what they seal. No words here ever hold a key or what was sealed."""


class VaultError(Exception):
    """Something of the vault failed; nothing was answered instead."""


class KeysUnusable(VaultError):
    """The keys that this process was given are missing or no keys."""


class StoreUnavailable(VaultError):
    """The store of keys is not there, is open to others, or the disk refused."""


class KeyMissing(VaultError):
    """No such data key: never made, or destroyed."""


class KeyExists(VaultError):
    """There is a data key of this name already; it is never overwritten."""


class WrappingKeyMissing(VaultError):
    """The data key is there, but wrapped by a key that this process was not given."""


class SealBroken(VaultError):
    """The bytes were changed, cut or moved here from elsewhere, or belong to another key."""


class NothingSealed(VaultError):
    """The column is empty: nothing was ever sealed there."""


class WrongKind(VaultError):
    """Text was asked for where data was sealed, or the other way round."""


class CannotSeal(VaultError):
    """What was given would not come back as it is: no text, list or dict of plain JSON."""


class PlainTextRefused(VaultError):
    """Somebody tried to put something into a sealed column that was not sealed."""


class FileMissing(VaultError):
    """There is no sealed file at this place."""


class FileExists(VaultError):
    """There is a sealed file at this place already; a new version is a new file."""


class NotARecoveryKey(VaultError):
    """What was typed is no recovery key, or not the one to which these keys were sealed."""


class ReadingIsEmpty(VaultError):
    """Nothing is left of a reading to find it by."""
