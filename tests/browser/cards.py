"""An address book as it comes out of a phone: three versions of vCard in one file, and a card that says nobody."""

from __future__ import annotations

from pathlib import Path

HENDRA, LIA, DEWI = "Hendra Gunawan", "Lia Kusumawardhani", "Dewi Anggraini"
HENDRAS_PHONE, HENDRAS_EMAIL = "+62 812-3456-7001", "hendra.gunawan@rsharapan.example"
READ, UNREAD = 3, 1
CARDS = f"""BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=47unawan;Hendra;;;
FN:{HENDRA}
TITLE:Kepala Pengadaan
ORG:RS Harapan Sejahtera
TEL;CELL:{HENDRAS_PHONE}
EMAIL;INTERNET:{HENDRAS_EMAIL}
ADR;WORK:;;Jl. Dharmawangsa 12;Surabaya;Jawa Timur;60286;Indonesia
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Kusumawardhani;Lia;;;
FN:{LIA}
TITLE:Notaris
ORG:Kantor Notaris Kusumawardhani
TEL;TYPE=CELL:+62 813 2222 7002
ADR;TYPE=WORK:;;Jl. Riau 5;Bandung;Jawa Barat;40115;Indonesia
END:VCARD
BEGIN:VCARD
VERSION:3.0
NOTE:Nomor siapa ini?
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:{DEWI}
EMAIL:dewi@anggraini.example
END:VCARD
"""


def write(folder: Path) -> Path:
    """The file, with the line ends that vCard asks for."""
    file = folder / "kontak.vcf"
    file.write_bytes(CARDS.replace("\n", "\r\n").encode())
    return file
