from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from kargosha.files.letters import sound_key


def fill(apps, schema_editor):  # noqa: ARG001
    place = apps.get_model("territory", "Place")
    rows = list(place.objects.all())
    for row in rows:
        row.sound_key = f"{sound_key(row.name_fa)} {sound_key(row.name_en)}"
    place.objects.bulk_update(rows, ["sound_key"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("territory", "0003_import_orders")]

    operations = [
        migrations.AddField(
            "place", "sound_key", models.CharField(default="", editable=False, max_length=250)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex("place", "place_search"),
        migrations.AddIndex(
            "place",
            GinIndex(fields=["sound_key"], name="place_sound", opclasses=["gin_trgm_ops"]),
        ),
    ]
