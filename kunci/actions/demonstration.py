"""The demonstration network: forty invented people, and how to become one of them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kunci.models.models import Account
from kunci.reveal.demonstration import Role

# Those of whom something is told.
PEOPLE: tuple[Role, ...] = (
    Role(
        "wening", "Wening Cahyani", "Konsultan SDM", "Surabaya",
        _("Wening memegang banyak pintu; pagi ini dua permintaan, satu serah terima, dan satu jaminan menunggunya."),
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
        _("Halim dikecewakan orang yang dijamin Citra; di halaman Citra tercatat akibat jaminan itu."),
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

# And the others, so that the network is one.
OTHERS: tuple[Role, ...] = (
    Role("arum", "Arum Gemilang", "Akuntan publik", "Surabaya"),
    Role("bima", "Bima Segarabiru", "Ekspedisi muatan kapal", "Surabaya"),
    Role("laras", "Laras Senandika", "Arsitek", "Surabaya"),
    Role("hasan", "Hasan Lenteraja", "Distributor lampu", "Gresik"),
    Role("melati", "Melati Prabasari", "Pemilik klinik gigi", "Sidoarjo"),
    Role("yoga", "Yoga Cendanaputih", "Produsen mebel", "Pasuruan"),
    Role("intan", "Intan Maharupa", "Fotografer produk", "Malang"),
    Role("wahyu", "Wahyu Kelanasari", "Biro perjalanan", "Surabaya"),
    Role("clara", "Clara Puspanegari", "Kursus bahasa untuk kantor", "Surabaya"),
    Role("reza", "Reza Lazuardika", "Konsultan pajak", "Jakarta Pusat"),
    Role("nadia", "Nadia Rembulan", "Agensi iklan", "Bandung"),
    Role("felix", "Felix Nusawan", "Pemasang sistem keamanan gedung", "Tangerang"),
    Role("dewi", "Dewi Harumsari", "Penyelenggara acara", "Jakarta Selatan"),
    Role("anton", "Anton Sagaranta", "Penyewaan alat berat", "Bekasi"),
    Role("putri", "Putri Kembangsore", "Pemilik rumah batik", "Cirebon"),
    Role("galih", "Galih Rimbaraya", "Konsultan lingkungan", "Bogor"),
    Role("tiara", "Tiara Samirana", "Jasa kebersihan gedung", "Depok"),
    Role("surya", "Surya Samparan", "Pengelola gudang dingin", "Semarang"),
    Role("ayu", "Ayu Langitbiru", "Penulis dan penerjemah", "Yogyakarta"),
    Role("hendra", "Hendra Talangtuwo", "Distributor ban", "Palembang"),
    Role("mega", "Mega Danautama", "Pemilik penginapan", "Balige"),
    Role("rusli", "Rusli Bentala", "Pedagang kopi", "Takengon"),
    Role("fitri", "Fitri Andalasari", "Produsen bumbu siap masak", "Padang"),
    Role("amran", "Amran Tanjungkarsa", "Pengolah ikan", "Makassar"),
    Role("kadek", "Kadek Lembayung", "Pemilik spa", "Gianyar"),
    Role("lukas", "Lukas Timurjaya", "Galangan kapal kayu", "Maumere"),
    Role("sinta", "Sinta Enggangwati", "Katering lokasi tambang", "Balikpapan"),
    Role("yakob", "Yakob Cahayatimur", "Agen perjalanan laut", "Jayapura"),
)
EVERYBODY = (*PEOPLE, *OTHERS)
DOMAIN = "contoh.example"  # nobody can ever have a mailbox below .example


def address(id: str) -> str:
    """Where mails to one of these people would go, if they went anywhere."""
    return f"{id}@{DOMAIN}"


def account(id: str) -> Account | None:
    """The account of one of the fictional people."""
    if id not in {person.id for person in EVERYBODY}:
        return None
    return Account.objects.filter(email=address(id)).first()
