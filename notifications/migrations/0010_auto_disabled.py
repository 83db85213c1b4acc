"""What is held because the system disabled its credential, and that owners are told."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0002_auto_disabled'),
        ('notifications', '0009_lane_flushed_at'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='delivery',
            name='reason',
            field=models.CharField(blank=True, choices=[('rate_limited', 'WeCom said this robot got too many messages; it goes after a pause.'), ('busy', 'WeCom was busy.'), ('not_sent', 'WeCom could not be reached.'), ('server_error', 'The server had an error.'), ('unreadable', "The answer was not WeCom's."), ('ambiguous', 'It was sent, and no answer came: nobody knows whether it arrived.'), ('dead_robot', 'WeCom says the robot is gone or its key is wrong.'), ('refused', 'WeCom refused this message.'), ('key_unavailable', "The credential's key cannot be opened."), ('lost', 'The dispatcher stopped during the call: nobody knows whether it arrived.'), ('gave_up', 'It was tried for 24 hours.'), ('credential_disabled', 'Its credential is disabled.'), ('auto_disabled', 'Its robot took nothing for five days: its credential was disabled.'), ('credential_not_shared', 'Its credential is not shared with the team any more.'), ('credential_deleted', 'Its credential was deleted.'), ('restored', 'It waited when the backup was made and may have been sent since: nobody is pinged twice unasked.')], max_length=40),
        ),
        migrations.AlterField(
            model_name='transition',
            name='kind',
            field=models.CharField(choices=[('opened', 'Its robot takes nothing'), ('closed', 'Its robot takes messages again'), ('replaced', 'Its key was replaced'), ('disabled', 'It was disabled, for its robot took nothing for five days')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='lane',
            index=models.Index(condition=models.Q(('breaker_opened_at__isnull', False)), fields=['breaker_opened_at'], name='lane_with_an_open_breaker'),
        ),
    ]
