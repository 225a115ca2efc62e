from django.db import migrations

RANKS = ("deprivation_rank", "emigration_rank")


def drop(apps, editor):
    """Remove the ranks that stood among the figures before indices were published as such."""
    apps.get_model("territory", "Observation").objects.filter(indicator__code__in=RANKS).delete()
    apps.get_model("territory", "Indicator").objects.filter(code__in=RANKS).delete()


class Migration(migrations.Migration):
    dependencies = [("territory", "0005_import_language")]

    operations = [migrations.RunPython(drop, migrations.RunPython.noop, elidable=True)]
