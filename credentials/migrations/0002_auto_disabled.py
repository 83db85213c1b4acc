"""The system disables a credential whose robot takes nothing, and when a person enabled it again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='credential',
            name='auto_disabled_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='credential',
            name='enabled_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
