"""Hints proposed from real-looking cards, and the words by which a hint would name somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.addressbook import Address, Card, Labelled, NameFrom, email_normal
from kunci.core.hints import Hint, Naming, propose, would_name
from kunci.core.hintwords import ROLES, SECTORS, SENIORITIES, Role, Sector, Seniority


def card(
    title: str = "", organisation: str = "", *, city: str = "", email: str = "", name: str = "Rina Wulandari"
) -> Card:
    return Card(
        position=1,
        name=name,
        name_from=NameFrom.FORMATTED,
        title=title,
        organisation=organisation,
        emails=(Labelled(email, email_normal(email)),) if email else (),
        addresses=(Address(city, city),) if city else (),
    )


def test_every_code_has_words() -> None:
    assert set(SECTORS) == set(Sector)
    assert set(ROLES) == set(Role)
    assert set(SENIORITIES) == set(Seniority)


@pytest.mark.parametrize(
    ("title", "role", "seniority"),
    [
        ("Kepala Pengadaan", Role.PROCUREMENT, Seniority.MANAGER),
        ("Purchasing Manager", Role.PROCUREMENT, Seniority.MANAGER),
        ("Staf Pembelian", Role.PROCUREMENT, Seniority.STAFF),
        ("Direktur Utama", Role.GENERAL_MANAGEMENT, Seniority.DIRECTOR),
        ("Presiden Direktur", Role.GENERAL_MANAGEMENT, Seniority.DIRECTOR),
        ("CEO & Founder", Role.GENERAL_MANAGEMENT, Seniority.OWNER),
        ("Pemilik", Role.GENERAL_MANAGEMENT, Seniority.OWNER),
        ("Owner", Role.GENERAL_MANAGEMENT, Seniority.OWNER),
        ("Managing Partner", Role.GENERAL_MANAGEMENT, Seniority.OWNER),
        ("Direktur Keuangan", Role.FINANCE, Seniority.DIRECTOR),
        ("Chief Financial Officer", Role.FINANCE, Seniority.DIRECTOR),
        ("Finance & Accounting Manager", Role.TAX_AND_ACCOUNTING, Seniority.MANAGER),
        ("HRD", Role.HUMAN_RESOURCES, Seniority.STAFF),
        ("Manajer SDM", Role.HUMAN_RESOURCES, Seniority.MANAGER),
        ("VP Human Capital", Role.HUMAN_RESOURCES, Seniority.DIRECTOR),
        ("HR Business Partner", Role.HUMAN_RESOURCES, Seniority.PROFESSIONAL),
        ("Head of Marketing", Role.MARKETING, Seniority.MANAGER),
        ("Kepala Bagian Pemasaran", Role.MARKETING, Seniority.MANAGER),
        ("Sales Executive", Role.SALES, Seniority.STAFF),
        ("Business Development Director", Role.SALES, Seniority.DIRECTOR),
        ("Agen", Role.SALES, Seniority.STAFF),
        ("Operations Manager", Role.OPERATIONS, Seniority.MANAGER),
        ("Direktur Operasional", Role.OPERATIONS, Seniority.DIRECTOR),
        ("IT Manager", Role.INFORMATION_TECHNOLOGY, Seniority.MANAGER),
        ("Product Owner", Role.INFORMATION_TECHNOLOGY, Seniority.PROFESSIONAL),
        ("Senior Software Engineer", Role.INFORMATION_TECHNOLOGY, Seniority.PROFESSIONAL),
        ("Legal Counsel", Role.LEGAL, Seniority.PROFESSIONAL),
        ("Advokat", Role.LEGAL, Seniority.PROFESSIONAL),
        ("Notaris & PPAT", Role.NOTARY, Seniority.PROFESSIONAL),
        ("Dokter Spesialis Anak", Role.MEDICAL, Seniority.PROFESSIONAL),
        ("Kepala Perawat", Role.MEDICAL, Seniority.MANAGER),
        ("Site Engineer", Role.ENGINEERING, Seniority.PROFESSIONAL),
        ("Project Manager", Role.ENGINEERING, Seniority.MANAGER),
        ("Arsitek", Role.ARCHITECTURE, Seniority.PROFESSIONAL),
        ("General Manager", Role.GENERAL_MANAGEMENT, Seniority.MANAGER),
        ("Kepala Cabang", Role.GENERAL_MANAGEMENT, Seniority.MANAGER),
        ("Dosen", Role.TEACHING, Seniority.PROFESSIONAL),
        ("Kepala Sekolah", Role.TEACHING, Seniority.MANAGER),
        ("Sekretaris Direktur", Role.ADMINISTRATION, Seniority.STAFF),
        ("Executive Assistant to the CEO", Role.ADMINISTRATION, Seniority.STAFF),
        ("Supervisor Gudang", Role.LOGISTICS, Seniority.MANAGER),
        ("Kabag. Humas", Role.PUBLIC_RELATIONS, Seniority.MANAGER),
        ("Konsultan Pajak", Role.TAX_AND_ACCOUNTING, Seniority.PROFESSIONAL),
        ("Komisaris", Role.GENERAL_MANAGEMENT, Seniority.DIRECTOR),
        ("Money Counter", None, None),
        ("", None, None),
    ],
)
def test_titles_tell_role_and_seniority(title: str, role: Role | None, seniority: Seniority | None) -> None:
    hint = propose(card(title))
    assert (hint.role, hint.seniority) == (role, seniority)


@pytest.mark.parametrize(
    ("organisation", "sector"),
    [
        ("RS Hermina Depok", Sector.HEALTH),
        ("RSUD dr. Soetomo", Sector.HEALTH),
        ("Rumah Sakit Universitas Indonesia", Sector.HEALTH),
        ("Sekolah Tinggi Ilmu Kesehatan", Sector.EDUCATION),
        ("Klinik Sehat Bersama", Sector.HEALTH),
        ("St. Carolus Hospital", Sector.HEALTH),
        ("Dinas Kesehatan Kota Bandung", Sector.GOVERNMENT),
        ("Kementerian Perdagangan RI", Sector.GOVERNMENT),
        ("PT Bank Central Asia Tbk", Sector.FINANCE),
        ("Koperasi Simpan Pinjam Makmur", Sector.FINANCE),
        ("Asuransi Sinar Mas", Sector.INSURANCE),
        ("Universitas Gadjah Mada", Sector.EDUCATION),
        ("SMA Negeri 3", Sector.EDUCATION),
        ("CV Karya Beton Mandiri, Kontraktor", Sector.CONSTRUCTION),
        ("PT Sawit Lestari", Sector.AGRICULTURE),
        ("PT Adaro Energy Indonesia", Sector.ENERGY),
        ("Hotel Santika", Sector.HOSPITALITY),
        ("Kopi Kenangan", Sector.FOOD),
        ("Ray White Kebayoran", Sector.PROPERTY),
        ("Kantor Notaris Rina Wulandari, S.H.", Sector.LAW),
        ("Hadiputranto Law Firm", Sector.LAW),
        ("PT Telkom Indonesia", Sector.TELECOM),
        ("PT Garmen Jaya", Sector.TEXTILE),
        ("Bengkel Mobil Sentosa", Sector.AUTOMOTIVE),
        ("JNE Express", Sector.LOGISTICS),
        ("Yayasan Peduli Anak", Sector.NGO),
        ("Toko Besi Abadi", Sector.RETAIL),
        ("PT Ekspor Impor Nusantara", Sector.TRADE),
        ("Pabrik Plastik Makmur", Sector.MANUFACTURING),
        ("Digital Agency Kreasi", Sector.MEDIA),
        ("PT Solusi Teknologi", Sector.TECHNOLOGY),
        ("Acme", None),
    ],
)
def test_organisations_tell_their_sector(organisation: str, sector: Sector | None) -> None:
    assert propose(card(organisation=organisation)).sector is sector


def test_without_a_telling_organisation_mail_or_title_tell_the_sector() -> None:
    assert propose(card(organisation="UGM", email="rina@mail.ugm.ac.id")).sector is Sector.EDUCATION
    assert propose(card(organisation="Setda", email="rina@bandung.go.id")).sector is Sector.GOVERNMENT
    assert propose(card("Dokter Gigi")).sector is Sector.HEALTH


@pytest.mark.parametrize(
    ("city", "shown"),
    [
        ("Kota Adm. Jakarta Selatan", "Jakarta Selatan"),
        ("JAKSEL", "Jakarta Selatan"),
        ("DKI Jakarta", "Jakarta"),
        ("Kab. Sidoarjo", "Sidoarjo"),
        ("Jogja", "Yogyakarta"),
        ("Solo", "Surakarta"),
        ("BSD City", "Tangerang Selatan"),
        ("Tangerang", "Tangerang"),
        ("Singapura", "Singapore"),
        ("Quebec", "Quebec"),
        ("Jl. Merdeka 17", ""),
    ],
)
def test_addresses_tell_the_city(city: str, shown: str) -> None:
    assert propose(card(city=city)).city == shown


def test_an_organisation_may_tell_the_city_but_not_by_an_ambiguous_word() -> None:
    assert propose(card(organisation="RS Hermina Depok")).city == "Depok"
    assert propose(card(organisation="Rumah Makan Padang Sederhana")).city == ""
    assert propose(card(organisation="CV Batu Alam")).city == ""


def test_a_whole_card_becomes_one_coarse_hint() -> None:
    found = propose(card("Kepala Pengadaan", "RS Hermina", city="Bandung"))
    assert found == Hint(Role.PROCUREMENT, Sector.HEALTH, Seniority.MANAGER, "Bandung")


def codes(text: str, whose: Card) -> list[tuple[Naming, str]]:
    return [(warning.code, warning.words) for warning in would_name(text, whose)]


HERMINA = card("Kepala Pengadaan", "PT RS Hermina Depok Tbk", email="rina.w@hermina.co.id", name="Ibu Rina Wulandari")


def test_a_coarse_hint_names_nobody() -> None:
    assert codes("Kepala pengadaan sebuah rumah sakit di Depok", HERMINA) == []
    assert codes("Head of procurement, hospital, Depok, 200 beds", HERMINA) == []


def test_a_hint_with_a_word_of_the_name_warns() -> None:
    assert codes("Bu RINA dari rumah sakit", HERMINA) == [(Naming.PERSON, "rina")]


def test_a_company_warns_and_with_a_role_it_warns_of_the_person() -> None:
    assert codes("seseorang di Hermina", HERMINA) == [(Naming.ORGANISATION, "hermina")]
    assert codes("kepala pengadaan Hermina", HERMINA) == [(Naming.ROLE_AND_ORGANISATION, "hermina")]


def test_a_well_known_house_is_a_name_too() -> None:
    assert codes("staf Telkomsel", card(organisation="PT Telkomsel")) == [(Naming.ROLE_AND_ORGANISATION, "telkomsel")]


def test_a_company_of_common_words_is_known_by_all_of_them_together() -> None:
    company = card(organisation="PT Maju Jaya Abadi")
    assert codes("orang di maju jaya abadi", card(organisation="PT Jaya Abadi Makmur")) == []
    assert [code for code, _ in codes("orang di Maju Jaya Abadi", company)] == [Naming.ORGANISATION]


def test_mails_and_numbers_in_a_hint_warn() -> None:
    assert codes("hubungi x@contoh.id", HERMINA) == [(Naming.EMAIL, "x@contoh.id")]
    assert codes("WA 0812-3456-7890", HERMINA) == [(Naming.PHONE, "0812-3456-7890")]
    assert codes("omzet 1.500.000.000 setahun", HERMINA) == []


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60))
def test_no_text_raises(hint: str, title: str, organisation: str) -> None:
    whose = card(title, organisation, city=title, email=organisation)
    assert isinstance(propose(whose), Hint)
    assert all(warning.words for warning in would_name(hint, whose))
