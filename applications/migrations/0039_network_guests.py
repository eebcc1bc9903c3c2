"""Who has the invitation to a meeting of the network, with a link to answer by (R50)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def those_invited_before(apps, _schema):
    """Let the people who were invited to the meetings to come have the invitation that they were sent."""
    from applications.states import IN_NETWORK

    Meeting, Entry, Guest, Membership = (
        apps.get_model("applications", name)
        for name in ("NetworkMeeting", "NetworkEntry", "NetworkGuest", "Membership")
    )
    shown = Entry.objects.filter(left_at=None, case__status__in=IN_NETWORK, case__restricted=False)
    for meeting in Meeting.objects.filter(starts_at__gt=timezone.now(), cancelled_at=None):
        groups = shown if meeting.for_all else shown.filter(meetings=meeting)
        members = Membership.objects.filter(case__in=groups.values("case"), left_at=None, user__is_active=True)
        people = set(members.exclude(user=meeting.officer_id).values_list("user", flat=True))
        Guest.objects.bulk_create(
            Guest(meeting=meeting, user_id=pk, invited_at=meeting.saved_at or meeting.booked_at) for pk in sorted(people)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0038_signed_reports'),
    ]

    operations = [
        migrations.CreateModel(
            name='NetworkGuest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invited_at', models.DateTimeField(verbose_name='Inbjuden')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='Återtagen')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='applications.networkmeeting')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'inbjuden till träff',
                'verbose_name_plural': 'inbjudna till träffar',
                'constraints': [models.UniqueConstraint(fields=('meeting', 'user'), name='network_guest_once')],
            },
        ),
        migrations.RunPython(those_invited_before, migrations.RunPython.noop),
    ]
