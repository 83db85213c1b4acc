"""The chain beside the audit trail. `migrate` puts the triggers on at its end, every time."""

import django.db.models.deletion
from django.db import connections, migrations, models

from teams import audit_triggers


def lift(apps, schema_editor):
    """Going back: an older version empties references when it deletes people and teams."""
    audit_triggers.lift(connections[schema_editor.connection.alias])


class Migration(migrations.Migration):

    dependencies = [
        ('teams', '0002_audit_keeps_its_references'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditLink',
            fields=[
                ('sequence', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('key_id', models.CharField(max_length=16)),
                ('mac', models.CharField(max_length=64)),
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='link', to='teams.auditentry')),
            ],
            options={
                'ordering': ['sequence'],
                'indexes': [models.Index(fields=['key_id'], name='audit_link_key')],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, lift),
    ]
