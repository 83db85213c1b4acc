"""A lane whose robot somebody else uses too goes at half its rate for an hour."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0004_reason_restored'),
    ]

    operations = [
        migrations.AddField(
            model_name='lane',
            name='limited_at',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='lane',
            name='slow_until',
            field=models.DateTimeField(null=True),
        ),
    ]
