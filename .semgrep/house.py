# What each rule of house.yaml finds, and what it lets pass. Nothing here is ever run.
import hashlib
import logging
import os
import pickle
import ssl
import subprocess

import django.shortcuts
import django.template
import django.utils.html
import django.utils.safestring
import jinja2
import requests
import yaml
from django.db.models.expressions import RawSQL

# ruleid: cryptography-comes-from-few
import Crypto

# ok: cryptography-comes-from-few
import cryptography

logger = logging.getLogger(__name__)
WORDS = "{} of {}"


def templates(request, engine, text):
    # ruleid: user-text-is-no-template
    django.template.Template(text)
    # ruleid: user-text-is-no-template
    engine.from_string(text)
    # ruleid: user-text-is-no-template
    jinja2.Template(text)
    # ruleid: user-text-is-no-template
    django.utils.html.format_html(text, 1)
    # ok: user-text-is-no-template
    django.utils.html.format_html("<b>{}</b>", text)
    # ruleid: only-constants-are-formatted
    text.format(request)
    # ruleid: only-constants-are-formatted
    request.POST["text"].format(request)
    # ok: only-constants-are-formatted
    "{}".format(text)
    # ok: only-constants-are-formatted
    WORDS.format(1, 2)
    # ok: only-constants-are-formatted
    WORDS.to("ru").format(1, 2)
    # ruleid: nothing-is-marked-safe
    django.utils.safestring.mark_safe(text)
    # ok: nothing-is-marked-safe
    django.utils.html.escape(text)


def certificates(context):
    # ruleid: certificates-are-verified
    requests.get("https://example.com", verify=False)
    # ruleid: certificates-are-verified
    context.verify_mode = ssl.CERT_NONE
    # ruleid: certificates-are-verified
    ssl._create_unverified_context()
    # ruleid: certificates-are-verified
    context.check_hostname = False
    # ok: certificates-are-verified
    requests.get("https://example.com", verify="authority.pem")


def code(text):
    # ruleid: nothing-is-run-or-unpickled
    eval(text)
    # ruleid: nothing-is-run-or-unpickled
    exec(text)
    # ruleid: nothing-is-run-or-unpickled
    pickle.loads(text)
    # ruleid: nothing-is-run-or-unpickled
    yaml.load(text)
    # ruleid: nothing-is-run-or-unpickled
    os.system(text)
    # ruleid: nothing-is-run-or-unpickled
    subprocess.run(text, shell=True)
    # ok: nothing-is-run-or-unpickled
    subprocess.run(["git", "ls-files"])


def statements(cursor, text, Team):
    # ruleid: no-sql-inside-a-query
    RawSQL(text, [])
    # ruleid: no-sql-inside-a-query
    Team.objects.raw(text)
    # ruleid: no-sql-inside-a-query
    Team.members.extra(where=[text])
    # ok: no-sql-inside-a-query
    Team.objects.visible_to(text)
    # ruleid: sql-stands-in-modules-of-statements
    cursor.execute(text)
    # ok: sql-stands-in-modules-of-statements
    Team.objects.visible_to(text).update(name=text)


def logs(request):
    # ruleid: requests-are-not-logged
    logger.info("Sent: %s", request.POST)
    # ruleid: requests-are-not-logged
    logger.warning("Sent: %s", dict(request.headers))
    # ruleid: requests-are-not-logged
    logger.error(f"Sent: {request.body}")
    # ok: requests-are-not-logged
    logger.info("Sent by %s", request.user.pk)


def hashes(text):
    # ruleid: cryptography-comes-from-few
    hashlib.md5(text)
    # ruleid: cryptography-comes-from-few
    hashlib.sha1(text)
    # ok: cryptography-comes-from-few
    hashlib.md5(text, usedforsecurity=False)
    # ok: cryptography-comes-from-few
    hashlib.sha256(text)


def lookups(request, Team, pk):
    # ruleid: what-is-asked-for-is-visible
    Team.objects.get(pk=pk)
    # ruleid: what-is-asked-for-is-visible
    Team.objects.filter(pk=pk)
    # ruleid: what-is-asked-for-is-visible
    Team.objects.all()
    # ruleid: what-is-asked-for-is-visible
    django.shortcuts.get_object_or_404(Team, pk=pk)
    # ok: what-is-asked-for-is-visible
    Team.objects.visible_to(request.user).get(pk=pk)
    # ok: what-is-asked-for-is-visible
    django.shortcuts.get_object_or_404(Team.objects.visible_to(request.user), pk=pk)
