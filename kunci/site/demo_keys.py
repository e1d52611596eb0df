"""Whom the twelve know: the people behind the doors of the demonstration, all invented."""

from __future__ import annotations

from dataclasses import dataclass

from kunci.actions.keyring import USUAL, RungChoice
from kunci.core.hints import plain
from kunci.core.rungs import Rung

KNOWN_SEE_IT = RungChoice(hint=Rung.KNOWN, name=Rung.TRUSTED, contact=None)
ALL_BY_TRUST = RungChoice(hint=Rung.TRUSTED, name=Rung.TRUSTED, contact=Rung.UNHESITATING)
NAMED_ONLY = RungChoice(hint=None, name=None, contact=None)


@dataclass(frozen=True)
class Contact:
    """Somebody on a keyring. `day` is counted back from the start; without a `line` they are a contact and no key."""

    word: str  # the holder's name and a number: how the story calls this key
    day: int
    line: str
    city: str
    name: str
    title: str
    organisation: str
    rungs: RungChoice = USUAL
    note: str = ""

    @property
    def holder(self) -> str:
        return self.word.partition("-")[0]

    @property
    def email(self) -> str:
        return plain(self.name).replace(" ", ".") + "@kenalan.example"


# Added by hand.
KEYS = (
    Contact("wening-1", 730, "Kepala pengadaan, rumah sakit, Surabaya", "Surabaya",
            "Ratmi Puspawati", "Kepala Pengadaan", "RS Kasih Embun", note="Teman kuliah; lebih suka dihubungi pagi."),
    Contact("wening-2", 730, "Manajer pembelian, jaringan hotel, Malang", "Malang",
            "Dimas Lazuardi", "Manajer Pembelian", "Hotel Puri Lembayung"),
    Contact("wening-3", 712, "Kepala sarana, universitas swasta, Surabaya", "Surabaya",
            "Sulastri Wanodya", "Kepala Sarana", "Universitas Langit Timur"),
    Contact("wening-4", 350, "Direktur SDM, pabrik sepatu, Mojokerto", "Mojokerto",
            "Gunadi Tirtayasa", "Direktur SDM", "PT Langkah Ringan"),
    Contact("wening-5", 300, "Pemimpin cabang, bank daerah, Sidoarjo", "Sidoarjo",
            "Aminah Kartikasari", "Pemimpin Cabang", "Bank Tambak Raya"),
    Contact("wening-6", 21, "Kepala bidang tenaga kerja, pemerintah kota, Surabaya", "Surabaya",
            "Yusron Widagda", "Kepala Bidang", "Dinas Tenaga Kerja", note="Baru kenal; jangan dibuka dulu."),
    Contact("wening-7", 711, "Pengelola, panti wreda, Surabaya", "Surabaya",
            "Retno Ardhanari", "Pengelola", "Panti Senja Tenteram"),
    Contact("bagas-1", 725, "Direktur operasional, jaringan klinik, Semarang", "Semarang",
            "Veronika Saptarini", "Direktur Operasional", "Klinik Sehat Sentosa Bahari"),
    Contact("bagas-2", 725, "Manajer katering, kapal penyeberangan, Semarang", "Semarang",
            "Rusdi Bentara", "Manajer Katering", "PT Pelayaran Ombak Utara"),
    Contact("bagas-3", 330, "Pemilik, hotel butik, Surakarta", "Surakarta",
            "Raras Pangestuti", "Pemilik", "Hotel Omah Kemuning"),
    Contact("bagas-4", 200, "Manajer ekspor, pabrik tekstil, Pekalongan", "Pekalongan",
            "Fauzan Tenunjaya", "Manajer Ekspor", "PT Benang Pesisir"),
    Contact("made-1", 350, "Kepala kontrak, maskapai carter, Denpasar", "Denpasar",
            "Komang Angkasa", "Kepala Kontrak", "Sayap Dewata Carter"),
    Contact("made-2", 350, "Direktur pengembangan, grup resor, Labuan Bajo", "Labuan Bajo",
            "Helena Samudrawati", "Direktur Pengembangan", "Resor Pulau Kelima"),
    Contact("made-3", 190, "Kepala koki, restoran hotel, Denpasar", "Denpasar",
            "Wayan Rempahadi", "Kepala Koki", "Hotel Tebing Senja"),
    Contact("made-4", 40, "Pemilik, sebelas vila, Denpasar", "Denpasar",
            "Ketut Parahita", "Pemilik", "Vila Sebelas Sawah"),
    Contact("tigor-1", 340, "Direktur medis, rumah sakit swasta, Medan", "Medan",
            "Linda Parapatan", "Direktur Medis", "RS Bukit Lawang Sehat"),
    Contact("tigor-3", 342, "Pemilik, jaringan apotek, Padang", "Padang",
            "Rahmi Penawarti", "Pemilik", "Apotek Daun Sirih", KNOWN_SEE_IT),
    Contact("citra-1", 345, "Direktur proyek, pengembang apartemen, Bandung", "Bandung",
            "Irfan Pasundana", "Direktur Proyek", "PT Menara Priangan Teduh"),
    Contact("citra-2", 345, "Pemilik, jaringan kedai kopi, Bandung", "Bandung",
            "Nadya Serbuksari", "Pemilik", "Kopi Kabut Pagi", ALL_BY_TRUST),
    Contact("citra-3", 260, "Pemasok marmer dan batu alam, Cimahi", "Cimahi",
            "Oman Batununggal", "Pemilik", "CV Batu Tujuh Rupa"),
    Contact("citra-4", 30, "Pemimpin redaksi, majalah desain, Jakarta", "Jakarta",
            "Saraswati Lembaran", "Pemimpin Redaksi", "Majalah Ruang Kita"),
    Contact("halim-1", 330, "Direktur legal, kawasan industri, Bekasi", "Bekasi",
            "Teguh Prasastika", "Direktur Legal", "PT Kawasan Bambu Kuning"),
    Contact("halim-2", 330, "Kepala kredit korporasi, bank swasta, Jakarta Pusat", "Jakarta Pusat",
            "Monika Arthawati", "Kepala Kredit Korporasi", "Bank Dua Samudra"),
    Contact("halim-3", 300, "Pemilik, kompleks gudang, Tangerang", "Tangerang",
            "Suryanto Lumbung", "Pemilik", "PT Lumbung Seribu Pintu"),
    Contact("halim-4", 160, "Pemilik, perusahaan keluarga, Bogor", "Bogor",
            "Retno Hujanwati", "Komisaris", "PT Keluarga Hujan Bersemi", note="Sedang menata suksesi; pelan saja."),
    Contact("rania-1", 340, "Ketua yayasan, sekolah swasta, Yogyakarta", "Yogyakarta",
            "Theresia Pawiyatan", "Ketua Yayasan", "Yayasan Sekolah Padi Menguning"),
    Contact("rania-2", 340, "Manajer penjualan, pabrik gula, Klaten", "Klaten",
            "Slamet Legawa", "Manajer Penjualan", "PG Manis Kenanga"),
    Contact("rania-3", 120, "Ketua panitia, festival seni tahunan, Yogyakarta", "Yogyakarta",
            "Arga Panggungjati", "Ketua Panitia", "Festival Lorong Kota"),
    Contact("andi-1", 340, "Manajer terminal, pelabuhan peti kemas, Makassar", "Makassar",
            "Baso Dermaga", "Manajer Terminal", "Terminal Angin Barat"),
    Contact("andi-2", 340, "Ketua, koperasi petani rumput laut, Sulawesi Selatan", "",
            "Sitti Bulandara", "Ketua", "Koperasi Ombak Tenang", KNOWN_SEE_IT),
    Contact("andi-3", 250, "Pembeli, importir bahan pangan, Surabaya", "Surabaya",
            "Herman Niagara", "Kepala Pembelian", "PT Pangan Lintas Pulau"),
    Contact("andi-4", 130, "Kepala laboratorium mutu, Makassar", "Makassar",
            "Nurhikmah Tetesan", "Kepala Laboratorium", "Laboratorium Mutu Bahari"),
    Contact("yohana-1", 330, "Bendahara, yayasan pendidikan, Kupang", "Kupang",
            "Maria Lontarina", "Bendahara", "Yayasan Pelita Karang"),
    Contact("yohana-2", 330, "Kepala desa wisata, Flores", "",
            "Blasius Kelimutara", "Kepala Desa", "Desa Wisata Danau Warna"),
    Contact("yohana-3", 200, "Manajer kredit mikro, koperasi simpan pinjam, Kupang", "Kupang",
            "Ester Tabungria", "Manajer Kredit", "Koperasi Tabung Bersama"),
    Contact("sekar-1", 722, "Manajer produk, pabrik kosmetik, Gresik", "Gresik",
            "Amelia Wangiwati", "Manajer Produk", "PT Bunga Rupa Jelita"),
    Contact("sekar-2", 722, "Pemilik, pabrik makanan ringan, Sidoarjo", "Sidoarjo",
            "Bambang Renyahadi", "Pemilik", "PT Krupuk Matahari"),
    Contact("sekar-3", 150, "Direktur, perusahaan jamu, Semarang", "Semarang",
            "Lies Temulawati", "Direktur", "PT Jamu Akar Wangi", NAMED_ONLY),
    Contact("sekar-4", 60, "Kepala penjualan, pabrik kertas, Mojokerto", "Mojokerto",
            "Cahyo Lembarwana", "Kepala Penjualan", "PT Kertas Brantas Lima"),
    Contact("robin-1", 320, "Manajer armada, pelayaran feri, Batam", "Batam",
            "Zulkifli Arusdalam", "Manajer Armada", "Feri Tiga Selat"),
    Contact("robin-2", 320, "Kepala pemasaran, kawasan industri, Batam", "Batam",
            "Grace Nongsawati", "Kepala Pemasaran", "Kawasan Industri Teluk Biru"),
    Contact("jaka-1", 9, "Pemilik, jaringan rumah makan, Malang", "Malang",
            "Pak Darsono Rawonanda", "Pemilik", "Rumah Makan Tiga Tungku"),
)  # fmt: skip

# Taken from an address book, a file for each holder and day.
IMPORTED = (
    Contact("tigor-2", 320, "Kepala logistik, perkebunan sawit, Pekanbaru", "Pekanbaru",
            "Parlindungan Kebunraya", "Kepala Logistik", "PT Sawit Embun Riau"),
    Contact("tigor-4", 320, "Kepala gudang, distributor farmasi, Palembang", "Palembang",
            "Hotman Gudangria", "Kepala Gudang", "PT Farmasi Sungai Musi"),
    Contact("tigor-5", 320, "", "", "dr. Sondang Pagiria", "Dokter", "Klinik Simpang Empat"),
    Contact("tigor-6", 320, "", "", "Togar Ombakbiru", "Manajer Pembelian", "RS Danau Tenang"),
    Contact("tigor-7", 320, "", "", "Bengkel Bang Ucok", "", ""),
    Contact("wening-7", 45, "", "", "Laksmi Pelataran", "Manajer SDM", "PT Beton Ujung Galuh"),
    Contact("wening-8", 45, "", "", "Hendro Kalimasada", "Pengacara", "Kantor Hukum Kalimasada"),
    Contact("jaka-2", 10, "Pemilik, toko oleh-oleh, Batu", "Batu",
            "Ningsih Apelwati", "Pemilik", "Toko Oleh-oleh Kebun Apel"),
    Contact("jaka-3", 10, "", "", "Fajar Layarsentuh", "Teknisi", "Servis Gawai Fajar"),
    Contact("jaka-4", 10, "", "", "Bu Kos Suhat", "", ""),
)  # fmt: skip
