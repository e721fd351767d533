"""What each role may do with pages, pictures and files. Editors and staff write, the manager publishes."""

from accounts.enums import PublicRole

PERMISSIONS: dict[str, tuple[str, ...]] = {
    PublicRole.EDITOR: ("wagtailadmin.access_admin",),
    PublicRole.STAFF: ("wagtailadmin.access_admin",),
    PublicRole.MANAGER: ("wagtailadmin.access_admin", "centre.change_centreprofile"),
    PublicRole.SYSTEM_ADMIN: ("wagtailadmin.access_admin", "centre.change_centreprofile"),
}

WRITING = ("add_page", "change_page")
PUBLISHING = (*WRITING, "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
# Of every page below the home page.
PAGE_PERMISSIONS: dict[str, tuple[str, ...]] = {
    PublicRole.EDITOR: WRITING,
    PublicRole.STAFF: WRITING,
    PublicRole.MANAGER: PUBLISHING,
}
FILING = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
# Of every picture and file.
COLLECTION_PERMISSIONS: dict[str, tuple[str, ...]] = dict.fromkeys(
    (PublicRole.EDITOR, PublicRole.STAFF, PublicRole.MANAGER), FILING
)
