"""Words for a made-up network. The names are common ones, put together at random."""

FIRST = (
    "Sari", "Budi", "Ratna", "Joko", "Dewi", "Agus", "Putri", "Hendra", "Lia", "Rudi", "Wati", "Bambang", "Intan",
    "Yusuf", "Maya", "Eko", "Rina", "Fajar", "Nur", "Dian", "Tono", "Ayu", "Galih", "Siti", "Wahyu", "Mega",
)  # fmt: skip
LAST = (
    "Wulandari", "Santoso", "Kusuma", "Susilo", "Gunawan", "Hidayat", "Wijaya", "Lestari", "Pratama", "Siregar",
    "Halim", "Nugroho", "Saputra", "Anggraini", "Setiawan", "Purnomo", "Rahayu", "Maulana", "Tanjung", "Hartono",
)  # fmt: skip
ROLES = (
    "Kepala pengadaan", "Direktur keuangan", "Manajer proyek", "Notaris", "Kepala gudang", "Dokter spesialis",
    "Arsitek", "Pemilik usaha", "Kepala sekolah", "Manajer pemasaran", "Direktur utama", "Kepala cabang",
)  # fmt: skip
SECTORS = (
    "rumah sakit", "perhotelan", "perbankan", "konstruksi", "pendidikan", "ekspor", "pertanian", "logistik",
    "percetakan", "tekstil", "kuliner", "otomotif", "farmasi", "asuransi", "properti", "pemerintah daerah",
)  # fmt: skip
CITIES = (
    "Surabaya", "Bandung", "Jakarta", "Medan", "Makassar", "Semarang", "Denpasar", "Yogyakarta", "Malang", "Palembang",
)  # fmt: skip
FIRMS = ("RS Harapan", "PT Maju Bersama", "CV Karya Abadi", "Bank Sejahtera", "Hotel Melati", "PT Nusa Jaya")
