"""What Django's packages put among the registers and nobody at the city needs there."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django_tasks_db.models import DBTaskResult

for model in (Group, EmailAddress, Authenticator, UserSession, DBTaskResult):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
