"""Why a breaker is open; until now only a robot that was gone opened it."""

from django.db import migrations, models


def say_that_the_robot_is_gone(apps, _schema_editor):
    Lane = apps.get_model("notifications", "Lane")
    Lane.objects.filter(breaker_opened_at__isnull=False).update(breaker_reason="dead_robot")


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0006_muted_until'),
    ]

    operations = [
        migrations.AddField(
            model_name='lane',
            name='breaker_reason',
            field=models.CharField(blank=True, choices=[('rate_limited', 'WeCom said this robot got too many messages'), ('backoff', 'The last attempts failed; it is tried again by itself'), ('failing', 'Nothing but failures for half an hour; one message is tried every 30 minutes'), ('dead_robot', 'WeCom says the robot is gone'), ('key_unavailable', "The credential's key cannot be opened")], max_length=20),
        ),
        migrations.AlterField(
            model_name='lane',
            name='hold_reason',
            field=models.CharField(blank=True, choices=[('rate_limited', 'WeCom said this robot got too many messages'), ('backoff', 'The last attempts failed; it is tried again by itself'), ('failing', 'Nothing but failures for half an hour; one message is tried every 30 minutes'), ('dead_robot', 'WeCom says the robot is gone'), ('key_unavailable', "The credential's key cannot be opened")], max_length=20),
        ),
        migrations.RunPython(say_that_the_robot_is_gone, migrations.RunPython.noop, elidable=True),
    ]
