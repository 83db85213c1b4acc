"""A message that carries others has a rank of its own, before those that go by themselves."""

from django.db import migrations, models

CHOICES = [(0, "Test"), (1, "Urgent"), (2, "Merged"), (3, "Normal")]


def make_room(apps, schema_editor):
    apps.get_model("notifications", "Delivery").objects.filter(rank=2).update(rank=3)


def take_it_back(apps, schema_editor):
    apps.get_model("notifications", "Delivery").objects.filter(rank=3).update(rank=2)


class Migration(migrations.Migration):

    dependencies = [
        ("notifications", "0002_lane_paused_by"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="rank",
            field=models.PositiveSmallIntegerField(choices=CHOICES, default=3),
        ),
        migrations.RunPython(make_room, take_it_back),
    ]
