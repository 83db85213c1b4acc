"""Which group a team is told by when a robot takes nothing, and of which robot it was."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0002_auto_disabled'),
        ('notifications', '0011_heartbeat_role'),
        ('teams', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='letter',
            name='fallbacks',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='transition',
            name='credential',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='credentials.credential'),
        ),
        migrations.CreateModel(
            name='Fallback',
            fields=[
                ('team', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='fallback', serialize=False, to='teams.team')),
                ('credential', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fallbacks', to='credentials.credential')),
            ],
        ),
        migrations.CreateModel(
            name='Stoppage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lane', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stoppages', to='notifications.lane')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='teams.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('lane', 'team'), name='a_stoppage_is_told_to_a_team_once')],
            },
        ),
    ]
