"""A key that was taken out of the keyring is remembered, so that nobody seals with it again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0002_auto_disabled'),
    ]

    operations = [
        migrations.CreateModel(
            name='RetiredKey',
            fields=[
                ('key_id', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('retired_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
    ]
