"""Cities that a hint may name: Indonesia's larger ones, the parts of Jakarta, and two neighbours."""

# The name shown, then what else it is called. Asked in this order: Jakarta Selatan comes before Jakarta.
_ALSO_CALLED = {
    "Jakarta Selatan": "jaksel, south jakarta, kebayoran baru, kuningan jakarta, tebet, cilandak, kemang",
    "Jakarta Barat": "jakbar, west jakarta, kebon jeruk, grogol, cengkareng",
    "Jakarta Pusat": "jakpus, central jakarta, menteng, tanah abang, gambir",
    "Jakarta Timur": "jaktim, east jakarta, cakung, pulogadung",
    "Jakarta Utara": "jakut, north jakarta, kelapa gading, sunter, pluit, penjaringan",
    "Tangerang Selatan": "tangsel, south tangerang, bsd, bsd city, bintaro, serpong, ciputat, pamulang",
    "Jakarta": "jkt, dki, dki jakarta",
    "Surabaya": "sby",
    "Bandung": "bdg",
    "Yogyakarta": "jogja, yogya, jogjakarta, sleman, bantul",
    "Surakarta": "solo",
    "Denpasar": "bali, badung, ubud, gianyar, kuta",
    "Makassar": "ujung pandang",
    "Pangkalpinang": "pangkal pinang",
    "Tanjungpinang": "tanjung pinang",
    "Bandar Lampung": "bandarlampung",
    "Kuala Lumpur": "kl",
    "Singapore": "singapura",
    "Palangka Raya": "palangkaraya",
    "Mataram": "lombok",
}
_BY_NAME = (
    "Banda Aceh, Tangerang, Bekasi, Bogor, Depok, Cikarang, Karawang, Purwakarta, Cirebon, Sukabumi, "
    "Tasikmalaya, Garut, Cianjur, Cimahi, Serang, Cilegon, Semarang, Kudus, Pekalongan, Tegal, "
    "Magelang, Salatiga, Purwokerto, Cilacap, Klaten, Jepara, Malang, Batu, Kediri, Madiun, Jember, "
    "Banyuwangi, Probolinggo, Pasuruan, Mojokerto, Gresik, Sidoarjo, Blitar, Tuban, Medan, Binjai, "
    "Pematangsiantar, Padang, Bukittinggi, Pekanbaru, Dumai, Batam, Jambi, Palembang, Bengkulu, Metro, "
    "Pontianak, Singkawang, Banjarmasin, Banjarbaru, Balikpapan, Samarinda, Bontang, Tarakan, Manado, "
    "Bitung, Gorontalo, Palu, Kendari, Parepare, Bima, Kupang, Labuan Bajo, Ambon, Ternate, Jayapura, "
    "Sorong, Manokwari, Merauke, Timika"
)
CITIES = _ALSO_CALLED | dict.fromkeys(_BY_NAME.split(", "), "")

# Names that mean something else outside an address: a stone, a hammer, a way of cooking.
ONLY_IN_ADDRESSES = frozenset(
    ("Batu", "Bima", "Denpasar", "Kuala Lumpur", "Kudus", "Metro", "Padang", "Palu", "Serang", "Surakarta")
)
