"""Entries name people and teams without asking whether these are still there: no entry is ever written to again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def forget_who_is_gone(apps, schema_editor):
    """Going back: a constraint admits no reference to what is gone."""
    entries = apps.get_model("teams", "AuditEntry").objects
    people, teams = (apps.get_model("teams", name).objects.values("pk") for name in ("User", "Team"))
    entries.filter(actor__isnull=False).exclude(actor__in=people).update(actor=None)
    entries.filter(team__isnull=False).exclude(team__in=teams).update(team=None)


class Migration(migrations.Migration):

    dependencies = [
        ('teams', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditentry',
            name='actor',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='team',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='teams.team'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_who_is_gone),
    ]
