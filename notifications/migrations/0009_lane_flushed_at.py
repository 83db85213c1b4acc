"""When somebody asked that all that waits goes as one message."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0008_transitions_told'),
    ]

    operations = [
        migrations.AddField(
            model_name='lane',
            name='flushed_at',
            field=models.DateTimeField(null=True),
        ),
    ]
