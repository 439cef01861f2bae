"""The pictures of the catalogue. They are few, small and public: they live in the table, so that row and file cannot part."""

from django.db import models

from materials.models.articles import Article

PICTURE_SIZES = (480, 960)  # pixels along the longer side


class ArticlePicture(models.Model):
    """One rendition, drawn anew. `name` is random and new with each upload, so browsers keep it for good."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="renditions")
    name = models.CharField(max_length=40)
    size = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = "Bild eines Artikels"
        verbose_name_plural = "Bilder von Artikeln"
        constraints = [models.UniqueConstraint(fields=["name", "size"], name="one_rendition_per_size")]

    def __str__(self) -> str:
        return f"{self.name}-{self.size}.jpg"
