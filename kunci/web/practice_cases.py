"""Invented cases to train one's feeling on: what was known beforehand, and what there was to learn from it.

Which of them went well stands in core/practice.py.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise
# (the situation, what it teaches), by the number of the case.
CASES: tuple[tuple[Label, Label], ...] = (
    (
        _(
            "Seorang petani kopi yang Anda kenal lima tahun tidak pandai bicara. Ia tidak pernah menjanjikan "
            "jumlah yang tidak bisa ia kirim."
        ),
        _("Janji yang kecil dan ditepati lebih berat daripada janji besar."),
    ),
    (
        _(
            "Seorang agen properti bercerita dengan rinci tentang kesulitan kliennya yang lain, lengkap "
            "dengan nama. Kepada Anda ia sopan dan tepat waktu."
        ),
        _("Yang menceritakan rahasia orang lain kepada Anda, akan menceritakan rahasia Anda."),
    ),
    (
        _(
            "Seorang guru yoga mulai usaha sendiri enam bulan lalu. Anda mengenalnya dari sekolah anak-anak; "
            "ia selalu datang saat berjanji, dan jujur bahwa kliennya masih sedikit."
        ),
        _("Usahanya baru, orangnya tidak."),
    ),
    (
        _(
            "Rekan satu perkumpulan selama delapan tahun, tidak dekat. Semua orang yang pernah menerima kunci"
            " darinya atau memberinya kunci bercerita baik."
        ),
        _("Banyak pengalaman kecil orang lain bisa menggantikan kedekatan."),
    ),
    (
        _(
            "Seorang tetangga baru sangat membantu selama dua bulan: mengantar, meminjamkan, mengundang "
            "makan. Bulan ketiga ia meminta dikenalkan kepada tiga klien terbaik Anda."
        ),
        _("Kebaikan yang cepat bisa jadi uang muka."),
    ),
    (
        _(
            "Seorang pengusaha besar yang baru Anda kenal ingin segera, hari ini juga. Namanya dikenal di "
            "mana-mana, dan menolak terasa seperti kehilangan kesempatan."
        ),
        _("Tergesa-gesa adalah keterangan tentang orangnya, bukan tentang kesempatannya."),
    ),
    (
        _(
            "Seorang pelatih motivasi selalu hadir dan dipuji semua orang. Tidak seorang pun bisa menyebut "
            "satu hal yang pernah ia selesaikan."
        ),
        _("Dikenal tidak sama dengan terbukti."),
    ),
    (
        _(
            "Seorang sepupu meminta dikenalkan kepada calon investor. Ia keluarga, jadi sulit ditolak; "
            "usahanya baru, dan pertanyaan tentang angka selalu ia jawab dengan cerita."
        ),
        _("Sungkan bukan kepercayaan."),
    ),
    (
        _(
            "Seorang rekan pernah mengecewakan Anda tiga tahun lalu. Ia mengakuinya, dan sejak itu sebelas "
            "janji ia tepati tanpa kecuali."
        ),
        _("Kabar buruk memudar pelan, tetapi memudar."),
    ),
    (
        _(
            "Seorang pemasok linen Anda kenal enam tahun. Setiap janji kecil ia tepati, dan dua kali ia "
            "menelepon lebih dulu ketika barang terlambat. Ia meminta dikenalkan kepada kepala pengadaan "
            "sebuah rumah sakit."
        ),
        _("Yang menelepon sebelum ditanya, biasanya menjaga nama Anda juga."),
    ),
    (
        _(
            "Seorang pemilik bengkel pernah salah mengerjakan mobil Anda. Ia mengakuinya, mengerjakan ulang "
            "tanpa bayaran, dan bertanya seminggu kemudian apakah sudah beres."
        ),
        _("Cara orang memperbaiki salah berkata lebih banyak daripada tidak pernah salah."),
    ),
    (
        _(
            "Seorang perancang grafis pendiam, jarang hadir di pertemuan. Dua tahun ini setiap pekerjaannya "
            "selesai sehari sebelum tenggat."
        ),
        _("Yang pendiam mudah terlewat; catatannya tidak."),
    ),
    (
        _(
            "Anda bertemu seorang konsultan di sebuah pameran minggu lalu. Bicaranya memikat, kartu namanya "
            "tebal, dan ia langsung menyebut tiga orang penting yang ingin ia temui lewat Anda."
        ),
        _("Pesona di hari pertama tidak mengatakan apa-apa tentang hari keseratus."),
    ),
    (
        _(
            "Seorang bekas rekan kerja pindah usaha ke katering. Dulu ia kaku dan lambat menjawab, tetapi "
            "selama empat tahun tidak pernah sekali pun mangkir. Ia minta dikenalkan kepada pemilik gedung "
            "pertemuan."
        ),
        _("Kaku bukan tidak setia; yang dihitung adalah hadirnya."),
    ),
    (
        _(
            "Seorang pengacara muda pernah menolak pekerjaan dari Anda karena merasa belum mampu, lalu "
            "menyarankan orang lain. Kini ia meminta satu pintu di bidangnya sendiri."
        ),
        _("Siapa yang berani berkata tidak mampu, layak dipercaya ketika berkata mampu."),
    ),
    (
        _(
            "Seorang rekan lama sedang terlilit utang, begitu katanya sendiri. Ia meminta pintu ke pemasok "
            "yang memberi tempo pembayaran panjang."
        ),
        _("Kejujurannya nyata, kesulitannya juga."),
    ),
    (
        _(
            "Sahabat lama Anda memuji seorang kontraktor setinggi langit. Anda sendiri belum pernah bertemu "
            "kontraktor itu, dan sahabat Anda baru sebulan mengenalnya."
        ),
        _("Rekomendasi yang hangat sering hanya meminjamkan kehangatan orang yang mengatakannya."),
    ),
    (
        _(
            "Seorang pembicara seminar meminta kunci, lalu bertanya apa lagi yang Anda punya. Ia mencatat "
            "semua nama yang Anda sebut."
        ),
        _("Yang menghitung gantungan Anda, tidak mencari satu pintu."),
    ),
    (
        _(
            "Seorang akuntan mengirimkan pertanyaan rinci sebelum mau dikenalkan: apa yang dicari orang itu, "
            "apa yang pernah mengecewakannya."
        ),
        _("Yang bersiap untuk orang lain, menghargai pintu itu."),
    ),
    (
        _(
            "Seorang penerjemah diusulkan oleh penengah yang Anda percaya tanpa ragu, yang sudah empat tahun "
            "bekerja dengannya dan menanggung namanya sendiri."
        ),
        _("Penengah yang ikut menanggung, layak didengar."),
    ),
    (
        _(
            "Seorang pemilik toko ramah kepada semua orang di perkumpulan. Dua orang, terpisah, pernah "
            "bercerita bahwa ia membayar terlambat; Anda sendiri belum mengalaminya."
        ),
        _("Dua cerita terpisah yang sama biasanya benar."),
    ),
    (
        _(
            "Seorang pelatih bahasa sudah tiga kali Anda beri kunci kecil. Setiap kali ia mengabari jadinya, "
            "juga ketika tidak jadi apa-apa. Kali ini ia meminta kunci yang lebih besar."
        ),
        _("Yang bercerita juga tentang kegagalan, tidak menyembunyikan apa-apa."),
    ),
    (
        _(
            "Seorang konsultan pajak dijamin oleh dua rekan. Keduanya mengenalnya lewat orang yang sama, dan "
            "belum pernah memakai jasanya."
        ),
        _("Dua jaminan dari satu sumber adalah satu jaminan."),
    ),
    (
        _(
            "Seorang distributor selalu menepati janji kepada Anda, karena Anda pelanggan besarnya. Kepada "
            "pelayan di rumah makan ia kasar."
        ),
        _("Kontak Anda akan diperlakukan seperti orang yang tidak ia butuhkan."),
    ),
    (
        _(
            "Seorang insinyur yang Anda kenal tiga tahun meminta waktu seminggu untuk memikirkan apakah ia "
            "memang butuh perkenalan itu, lalu datang dengan satu kalimat yang jelas."
        ),
        _("Alasan yang dipikirkan matang jarang memalukan Anda."),
    ),
    (
        _(
            "Seorang pemilik percetakan menolak kunci yang Anda tawarkan karena harganya tidak akan cocok "
            "bagi orang itu, dan menyebut percetakan lain yang lebih murah. Sebulan kemudian ia meminta kunci"
            " yang lain."
        ),
        _("Yang menolak demi kontak Anda, akan menjaganya juga."),
    ),
    (
        _(
            "Seorang pemilik restoran ingin dikenalkan kepada wartawan yang Anda kenal. Wartawan itu pernah "
            "berkata tidak suka diundang makan gratis; pemilik restoran berkata itu pasti bisa diatur."
        ),
        _("Orangnya mungkin baik, pintunya tidak cocok."),
    ),
    (
        _("Seorang fotografer mengirim kembali uang muka karena tanggalnya bentrok, padahal Anda belum bertanya."),
        _("Orang yang mengembalikan sebelum diminta jarang mengecewakan."),
    ),
    (
        _(
            "Seorang perawat membuka usaha perawatan lansia. Ia minta dikenalkan kepada satu keluarga saja "
            "dulu, dan meminta keluarga itu yang menghubungi kalau berkenan."
        ),
        _("Yang membiarkan pihak lain memilih, menjaga pintunya tetap terbuka."),
    ),
    (
        _(
            "Seorang teman kuliah muncul lagi setelah sepuluh tahun. Dulu ia sangat bisa diandalkan. Ia tidak"
            " banyak bercerita tentang tahun-tahun di antaranya."
        ),
        _("Kepercayaan ada batas waktunya; sepuluh tahun terlalu lama."),
    ),
)
