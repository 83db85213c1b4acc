"""What happened to a robot, and to whom it is told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0001_initial'),
        ('notifications', '0007_breaker_reason'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Transition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', 'Its robot takes nothing'), ('closed', 'Its robot takes messages again'), ('replaced', 'Its key was replaced')], max_length=10)),
                ('reason', models.CharField(choices=[('rate_limited', 'WeCom said this robot got too many messages'), ('backoff', 'The last attempts failed; it is tried again by itself'), ('failing', 'Nothing but failures for half an hour; one message is tried every 30 minutes'), ('dead_robot', 'WeCom says the robot is gone'), ('key_unavailable', "The credential's key cannot be opened")], max_length=20)),
                ('at', models.DateTimeField()),
                ('since', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'Accepted by WeCom'), ('rate_limited', 'Over the rate limit'), ('busy', 'WeCom is busy'), ('not_sent', 'Not sent'), ('server_error', 'Server error'), ('unreadable', 'Unreadable answer'), ('ambiguous', 'No answer'), ('dead_robot', 'The robot is gone'), ('refused', 'Refused by WeCom'), ('key_unavailable', 'The key cannot be opened')], max_length=20)),
                ('http_status', models.PositiveSmallIntegerField(null=True)),
                ('errcode', models.IntegerField(null=True)),
                ('errmsg', models.CharField(blank=True, max_length=300)),
                ('waiting', models.PositiveIntegerField(default=0)),
                ('told_at', models.DateTimeField(null=True)),
                ('lane', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='notifications.lane')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('names', models.CharField(max_length=300)),
                ('seen_at', models.DateTimeField(null=True)),
                ('mail_due_at', models.DateTimeField(null=True)),
                ('mail_tries', models.PositiveSmallIntegerField(default=0)),
                ('mailed_at', models.DateTimeField(null=True)),
                ('credential', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='credentials.credential')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='robot_letters', to=settings.AUTH_USER_MODEL)),
                ('transition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='notifications.transition')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='transition',
            index=models.Index(condition=models.Q(('told_at', None)), fields=['id'], name='transition_to_be_told'),
        ),
        migrations.AddIndex(
            model_name='transition',
            index=models.Index(fields=['at'], name='transition_by_age'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('mail_due_at__isnull', False)), fields=['mail_due_at'], name='letter_to_be_mailed'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('transition', 'person'), name='a_transition_is_told_once'),
        ),
    ]
