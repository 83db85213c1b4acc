"""What a process does for delivery: with Celery, a ticker and a worker share a dispatcher's work."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0010_auto_disabled'),
    ]

    operations = [
        migrations.AddField(
            model_name='dispatcherheartbeat',
            name='role',
            field=models.CharField(choices=[('dispatcher', 'Dispatcher'), ('ticker', 'Ticker'), ('celery_worker', 'Celery Worker')], default='dispatcher', max_length=20),
        ),
    ]
