"""The demonstration network: twelve invented people, and how to become one of them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kunci.models.models import Account
from kunci.reveal.demonstration import Role

PEOPLE: tuple[Role, ...] = (
    Role(
        "wening", "Wening Cahyani", "Konsultan SDM", "Surabaya",
        _("Wening memegang banyak pintu di Surabaya; pagi ini dua permintaan menunggu keputusannya."),
    ),
    Role(
        "bagas", "Bagas Nirwana", "Pemasok linen", "Semarang",
        _("Bagas rajin meminta dan rajin pula menceritakan hasilnya; satu serah terima baru saja sampai kepadanya."),
    ),
    Role(
        "made", "Made Cakrawala", "Pengelola vila", "Denpasar",
        _("Made menunggu kabar atas tiga permintaan; tidak tampak di halamannya apakah sudah ada yang memutuskan."),
    ),
    Role(
        "tigor", "Tigor Samudra", "Distributor alat kesehatan", "Medan",
        _("Tigor mengambil kontak dari ponselnya, tetapi baru beberapa yang ia jadikan kunci."),
    ),
    Role(
        "citra", "Citra Senjani", "Desainer interior", "Bandung",
        _("Citra percaya kepada Halim tanpa ragu dan memperlihatkan nama di balik kuncinya kepadanya."),
    ),
    Role(
        "halim", "Halim Anggara", "Notaris", "Jakarta Selatan",
        _("Halim pernah menyerahkan kunci kepada orang yang mengecewakan kontaknya; pintu itu kini tertutup baginya."),
    ),
    Role(
        "rania", "Rania Baskara", "Pemilik katering", "Yogyakarta",
        _("Rania sudah menjawab ya, dan sekarang kontaknya yang memutuskan."),
    ),
    Role(
        "andi", "Andi Pelangi", "Eksportir rumput laut", "Makassar",
        _("Andi menurunkan kepercayaannya kepada seorang rekan, tanpa perlu menjelaskannya kepada siapa pun."),
    ),
    Role(
        "yohana", "Yohana Mentari", "Kontraktor panel surya", "Kupang",
        _("Yohana merawat hubungan dari jauh; salah satunya mulai mendingin."),
    ),
    Role(
        "sekar", "Sekar Embun", "Pemilik percetakan kemasan", "Sidoarjo",
        _("Sekar membuka kuncinya bagi orang pilihan saja, satu nama demi satu nama."),
    ),
    Role(
        "robin", "Robin Halilintar", "Perantara sewa gudang", "Batam",
        _("Robin kenal banyak orang, tetapi hampir tidak ada pintu yang terbuka baginya."),
    ),
    Role(
        "jaka", "Jaka Purnama", "Pembuat aplikasi kasir", "Malang",
        _("Jaka baru dua minggu bergabung; ia masih harus dikenal dulu."),
    ),
)  # fmt: skip


def address(id: str) -> str:
    """Where mails to one of these people would go, if they went anywhere."""
    return f"{id}@contoh.kunci"


def account(id: str) -> Account | None:
    """The account of one of the fictional people."""
    if id not in {person.id for person in PEOPLE}:
        return None
    return Account.objects.filter(email=address(id)).first()
