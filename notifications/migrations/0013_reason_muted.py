"""A delivery that ended because somebody muted it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0012_fallbacks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='delivery',
            name='reason',
            field=models.CharField(blank=True, choices=[('rate_limited', 'WeCom said this robot got too many messages; it goes after a pause.'), ('busy', 'WeCom was busy.'), ('not_sent', 'WeCom could not be reached.'), ('server_error', 'The server had an error.'), ('unreadable', "The answer was not WeCom's."), ('ambiguous', 'It was sent, and no answer came: nobody knows whether it arrived.'), ('dead_robot', 'WeCom says the robot is gone or its key is wrong.'), ('refused', 'WeCom refused this message.'), ('key_unavailable', "The credential's key cannot be opened."), ('lost', 'The dispatcher stopped during the call: nobody knows whether it arrived.'), ('gave_up', 'It was tried for 24 hours.'), ('credential_disabled', 'Its credential is disabled.'), ('auto_disabled', 'Its robot took nothing for five days: its credential was disabled.'), ('credential_not_shared', 'Its credential is not shared with the team any more.'), ('credential_deleted', 'Its credential was deleted.'), ('muted', 'It waited when somebody muted it and wanted nothing more of it to be sent.'), ('restored', 'It waited when the backup was made and may have been sent since: nobody is pinged twice unasked.')], max_length=40),
        ),
    ]
