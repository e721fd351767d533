"""A material on its way to whoever may have it: saved, never run, kept by nobody in between."""

from django.http import FileResponse

from events.materials.models import Material


def served(material: Material) -> FileResponse:
    """Return the file under its title."""
    suffix = material.file_name.rpartition(".")[2]
    response = FileResponse(
        material.file.open("rb"), as_attachment=True, filename=f"{material.title}.{suffix}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
