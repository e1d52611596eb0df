"""Every route, with its name. Each view says which methods it answers and which secrecy case covers it."""

from __future__ import annotations

from django.urls import path

from kunci.web.views import accounts, circles, demo, exchanges, guests, keyring, links, marking, partners, today

urlpatterns = [
    path("", accounts.welcome, name="welcome"),
    path("masuk/", accounts.sign_in, name="sign_in"),
    path("masuk/<str:token>/", accounts.sign_in_link, name="sign_in_link"),
    path("keluar/", accounts.sign_out, name="sign_out"),
    path("bahasa/", accounts.language, name="language"),
    path("profil/", accounts.profile, name="profile"),
    path("hari-ini/", today.today, name="today"),
    path("jurnal/", today.journal, name="journal"),
    path("kunci/", keyring.keyring, name="keyring"),
    path("kunci/ambil/", keyring.import_cards, name="import_cards"),
    path("kunci/ambil/<uuid:batch>/", keyring.import_done, name="import_done"),
    path("kunci/jadikan/", keyring.make_keys, name="make_keys"),
    path("kunci/baru/", keyring.key_new, name="key_new"),
    path("kunci/<uuid:id>/", keyring.key, name="key"),
    path("kunci/<uuid:id>/ubah/", keyring.key_edit, name="key_edit"),
    path("kunci/<uuid:id>/buka/", keyring.key_open, name="key_open"),
    path("kunci/<uuid:id>/tutup/", keyring.key_close, name="key_close"),
    path("kunci/<uuid:id>/hapus/", keyring.key_drop, name="key_drop"),
    path("rekan/", partners.partners, name="partners"),
    path("rekan/undang/", partners.invite, name="invite"),
    path("rekan/undangan/<uuid:id>/", partners.invitation, name="invitation"),
    path("rekan/undangan/<uuid:id>/cabut/", partners.invite_revoke, name="invite_revoke"),
    path("rekan/<uuid:id>/", partners.partner, name="partner"),
    path("rekan/<uuid:id>/catat/", partners.evidence_add, name="evidence_add"),
    path("rekan/<uuid:id>/sejak/", partners.evidence_prior, name="evidence_prior"),
    path("rekan/<uuid:id>/tarik/<uuid:evidence>/", partners.evidence_take_back, name="evidence_take_back"),
    path("rekan/<uuid:id>/naikkan/", partners.grant, name="grant"),
    path("rekan/<uuid:id>/turunkan/", partners.lower, name="lower"),
    path("lingkar/", circles.circles, name="circles"),
    path("lingkar/baru/", guests.circle_new, name="circle_new"),
    path("lingkar/undangan/<uuid:id>/", guests.invitee, name="invitee"),
    path("lingkar/<uuid:id>/", circles.circle, name="circle"),
    path("lingkar/<uuid:id>/undang/", guests.circle_invite, name="circle_invite"),
    path("lingkar/<uuid:id>/undangan/", guests.invitees, name="invitees"),
    path("lingkar/<uuid:id>/tandai/", marking.circle_mark, name="circle_mark"),
    path("lingkar/<uuid:id>/lanjut/", circles.circle_next, name="circle_next"),
    path("lingkar/<uuid:id>/keluar/", circles.circle_leave, name="circle_leave"),
    path("gabung/<str:token>/", links.join, name="join"),
    path("pintu/", exchanges.doors, name="doors"),
    path("pintu/<uuid:id>/", exchanges.door, name="door"),
    path("pintu/<uuid:id>/minta/", exchanges.ask, name="ask"),
    path("serah-terima/", exchanges.exchanges, name="exchanges"),
    path("permintaan/<uuid:id>/", exchanges.asked, name="request"),
    path("permintaan/<uuid:id>/putuskan/", exchanges.decide, name="decide"),
    path("serah-terima/<uuid:id>/", exchanges.handover, name="handover"),
    path("serah-terima/<uuid:id>/cerita/", exchanges.tell, name="tell"),
    path("izin/<str:token>/", links.consent, name="consent"),
    path("contoh/", demo.demo, name="demo"),
    path("contoh/surat/", demo.demo_mail, name="demo_mail"),
]

handler403 = "kunci.web.views.errors.refused"
handler404 = "kunci.web.views.errors.missing"
handler500 = "kunci.web.views.errors.broken"
