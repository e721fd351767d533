from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from .checks import found_in, page_texts

REFUSED = "まだ公開できません。次のところを直してください。下書きは、そのまま保存できます。"


class EasyPageForm(WagtailAdminPageForm):
    """The editor's form of an easy page: what is hard to read may be kept, but not published.

    A date of publishing goes through the same button, so that it is refused here as well.
    """

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data. Adds each error of the checks when the page is to be published."""
        cleaned: dict[str, Any] = super().clean()
        if self.data.get("action-publish") and "body" in cleaned:
            texts = page_texts(
                title=cleaned.get("title", ""),
                headline=cleaned.get("headline", ""),
                summary=cleaned.get("summary", ""),
                body=cleaned["body"],
            )
            found = found_in(texts, names=cleaned.get("names", "").splitlines())
            errors = [str(finding) for finding in found if finding.is_error]
            if errors:
                self.add_error(None, [REFUSED, *errors])
        return cleaned
