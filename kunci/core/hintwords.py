"""Words by which a title, an organisation or an address tells role, sector, seniority and city, Indonesian and English.

All lower case; a word matches as a whole, a phrase as words in a row. Lists are in the order in which they are asked:
the first that matches wins, so the more telling comes first (a state ministry of health is government, not health).
"""

from enum import StrEnum


class Sector(StrEnum):
    GOVERNMENT = "government"
    INSURANCE = "insurance"
    EDUCATION = "education"
    HEALTH = "health"
    FINANCE = "finance"
    LAW = "law"
    TELECOM = "telecom"
    ENERGY = "energy"
    AUTOMOTIVE = "automotive"
    TEXTILE = "textile"
    FOOD = "food"
    HOSPITALITY = "hospitality"
    TRAVEL = "travel"
    LOGISTICS = "logistics"
    PROPERTY = "property"
    CONSTRUCTION = "construction"
    AGRICULTURE = "agriculture"
    EVENTS = "events"
    MEDIA = "media"
    TECHNOLOGY = "technology"
    BEAUTY = "beauty"
    ACCOUNTING = "accounting"
    CONSULTING = "consulting"
    NGO = "ngo"
    RETAIL = "retail"
    TRADE = "trade"
    MANUFACTURING = "manufacturing"


class Seniority(StrEnum):
    OWNER = "owner"
    DIRECTOR = "director"
    MANAGER = "manager"
    STAFF = "staff"
    PROFESSIONAL = "professional"


class Role(StrEnum):
    PROCUREMENT = "procurement"
    HUMAN_RESOURCES = "human_resources"
    NOTARY = "notary"
    MEDICAL = "medical"
    LEGAL = "legal"
    TAX_AND_ACCOUNTING = "tax_and_accounting"
    FINANCE = "finance"
    PUBLIC_RELATIONS = "public_relations"
    MARKETING = "marketing"
    SALES = "sales"
    CUSTOMER_SERVICE = "customer_service"
    INFORMATION_TECHNOLOGY = "information_technology"
    LOGISTICS = "logistics"
    SAFETY = "safety"
    PRODUCTION = "production"
    ENGINEERING = "engineering"
    ARCHITECTURE = "architecture"
    DESIGN = "design"
    TEACHING = "teaching"
    RESEARCH = "research"
    OPERATIONS = "operations"
    ADMINISTRATION = "administration"
    CONSULTING = "consulting"
    GENERAL_MANAGEMENT = "general_management"


# Asked before the others: a university's hospital is a hospital, though a school of nursing is a school.
SECTOR_FIRST: dict[Sector, str] = {
    Sector.HEALTH: "rumah sakit, rs, rsu, rsud, rsia, rsup, hospital, klinik, clinic, puskesmas, apotek",
}
SECTORS: dict[Sector, str] = {
    Sector.GOVERNMENT: (
        "kementerian, ministry, dinas, pemkot, pemkab, pemprov, pemda, pemerintah, government, kelurahan, "
        "kecamatan, bupati, walikota, gubernur, dprd, dpr, kejaksaan, pengadilan, polri, polda, polres, "
        "tni, badan pusat, badan pengawas, badan pertanahan, bpn, bappeda, bkpm, ditjen, direktorat "
        "jenderal, otoritas jasa keuangan, ojk, bank indonesia, kantor pajak, kpp, bea cukai, kedutaan, "
        "embassy, sekretariat daerah"
    ),
    Sector.INSURANCE: "asuransi, insurance, takaful",
    Sector.EDUCATION: (
        "universitas, university, institut teknologi, politeknik, akademi, academy, sekolah, school, sma, "
        "smk, smp, sd, paud, tk, pesantren, kampus, campus, college, fakultas, faculty, bimbel, kursus, "
        "course, pendidikan, education, training center, pelatihan, madrasah"
    ),
    Sector.HEALTH: (
        "rumah sakit, rs, rsu, rsud, rsia, rsup, hospital, klinik, clinic, puskesmas, apotek, apotik, "
        "pharmacy, farmasi, pharma, pharmaceutical, laboratorium klinik, kesehatan, health, healthcare, "
        "medical, medika, dental, gigi, dokter, bidan, alkes, alat kesehatan"
    ),
    Sector.FINANCE: (
        "bank, perbankan, banking, bpr, finance, financial, keuangan, multifinance, leasing, pembiayaan, "
        "koperasi, sekuritas, securities, investasi, investment, investments, capital, fintech, "
        "pegadaian, modal ventura, venture capital, dana pensiun, asset management, manajer investasi, "
        "bursa efek"
    ),
    Sector.LAW: (
        "notaris, notary, ppat, advokat, advocate, advocates, pengacara, lawyer, law firm, law office, "
        "law, legal, kantor hukum, hukum, attorney, lbh"
    ),
    Sector.TELECOM: ("telekomunikasi, telecommunication, telecommunications, telecom, internet service provider, isp"),
    Sector.ENERGY: (
        "tambang, pertambangan, mining, batubara, coal, nikel, nickel, minyak, migas, oil, gas, "
        "petroleum, energi, energy, listrik, power plant, pembangkit, solar panel, panel surya, "
        "geothermal, spbu"
    ),
    Sector.AUTOMOTIVE: (
        "otomotif, automotive, mobil, motor, motors, bengkel, dealer mobil, dealer motor, showroom, auto, "
        "sparepart, suku cadang, ban"
    ),
    Sector.TEXTILE: (
        "tekstil, textile, textiles, garmen, garment, garments, konveksi, kain, benang, batik, busana, "
        "fashion, apparel, sepatu, footwear"
    ),
    Sector.FOOD: (
        "restoran, restaurant, rumah makan, warung, kafe, cafe, kopi, coffee, catering, katering, bakery, "
        "roti, kuliner, makanan, minuman, food, foods, beverage, f b, fnb, kitchen, dapur, bakso, kue"
    ),
    Sector.HOSPITALITY: ("hotel, hotels, resort, villa, penginapan, homestay, guest house, hospitality, spa resort"),
    Sector.TRAVEL: (
        "travel, tour, tours, wisata, pariwisata, tourism, umroh, umrah, haji, airline, airlines, maskapai"
    ),
    Sector.LOGISTICS: (
        "logistik, logistics, logistic, ekspedisi, expedition, freight, forwarder, forwarding, cargo, "
        "kargo, kurir, courier, shipping, pelayaran, pelabuhan, port, transportasi, transport, "
        "transportation, trucking, gudang, warehouse, pergudangan, ppjk"
    ),
    Sector.PROPERTY: (
        "properti, property, properties, real estate, realty, realestat, perumahan, housing, developer "
        "properti, land, apartemen, apartment, broker properti"
    ),
    Sector.CONSTRUCTION: (
        "konstruksi, construction, kontraktor, contractor, bangunan, building, bina bangun, karya beton, "
        "beton, arsitek, architect, architects, architecture, interior, civil, sipil"
    ),
    Sector.AGRICULTURE: (
        "pertanian, agriculture, agro, agri, agribisnis, agribusiness, perkebunan, plantation, "
        "plantations, sawit, palm oil, karet, rubber, peternakan, livestock, poultry, perikanan, fishery, "
        "fisheries, tambak, udang, pupuk, fertilizer, kehutanan, forestry, kebun, tani, farm, farms"
    ),
    Sector.EVENTS: (
        "event organizer, event, events, eo, wedding, pernikahan, mice, pameran, exhibition, hiburan, entertainment"
    ),
    Sector.MEDIA: (
        "media, penerbit, publisher, publishing, percetakan, printing, radio, televisi, television, tv, "
        "surat kabar, newspaper, majalah, magazine, periklanan, advertising, creative, kreatif, desain, "
        "design, fotografi, photography, film, production house, studio, branding, digital agency, "
        "agensi, agency"
    ),
    Sector.TECHNOLOGY: (
        "teknologi, technology, technologies, software, perangkat lunak, informatika, informatics, "
        "digital, startup, tech, data center, cloud, cyber, komputer, computer, sistem informasi, solusi "
        "digital, e commerce"
    ),
    Sector.BEAUTY: (
        "kecantikan, beauty, salon, kosmetik, cosmetic, cosmetics, skincare, spa, barbershop, gym, "
        "fitness, olahraga, sport, sports"
    ),
    Sector.ACCOUNTING: (
        "kantor akuntan, akuntan, accounting, accountant, accountants, kap, audit, auditor, pajak, tax"
    ),
    Sector.CONSULTING: (
        "konsultan, konsultasi, consultant, consultants, consulting, consultancy, advisory, coaching, "
        "coach, outsourcing, headhunter, rekrutmen, recruitment, psikolog, psychology"
    ),
    Sector.NGO: (
        "yayasan, foundation, ngo, lsm, nirlaba, nonprofit, non profit, perkumpulan, asosiasi, "
        "association, masjid, gereja, church, lembaga swadaya, panti, komunitas, community, kadin"
    ),
    Sector.RETAIL: (
        "retail, ritel, toko, store, supermarket, minimarket, swalayan, mall, butik, boutique, shop, "
        "department store, grosir"
    ),
    Sector.TRADE: (
        "ekspor, export, impor, import, ekspor impor, export import, exim, distributor, distribusi, "
        "distribution, perdagangan, trading, trade, dagang, niaga, supplier, pemasok, agen tunggal, "
        "wholesale"
    ),
    Sector.MANUFACTURING: (
        "manufaktur, manufacturing, manufacture, pabrik, factory, industri, industry, industries, "
        "industrial, plastik, plastic, plastics, kimia, chemical, chemicals, baja, steel, logam, metal, "
        "mesin, machinery, furniture, mebel, kayu, kemasan, packaging, kertas, paper, semen, cement, "
        "keramik, ceramics, karton, elektronik, electronics"
    ),
}
# Well-known houses whose names say their trade. Apart from the words above, for a hint must not carry them.
HOUSES: dict[Sector, str] = {
    Sector.INSURANCE: "prudential, allianz, manulife, jiwasraya, axa, zurich, bpjs",
    Sector.HEALTH: "siloam, kimia farma, kalbe",
    Sector.FINANCE: "bca, bri, bni, btn, bsi",
    Sector.TELECOM: "telkom, telkomsel, indosat, xl axiata, smartfren, biznet",
    Sector.ENERGY: "pertamina, pln, adaro, medco, antam, freeport",
    Sector.AUTOMOTIVE: "toyota, honda, daihatsu, suzuki, mitsubishi motors, astra international, astra",
    Sector.FOOD: "indofood",
    Sector.TRAVEL: "garuda, lion air, traveloka",
    Sector.LOGISTICS: "jne, sicepat, pelindo",
    Sector.PROPERTY: "ray white, century 21, ciputra, sinar mas land, summarecon",
    Sector.CONSTRUCTION: "waskita, wijaya karya, wika, adhi karya, hutama karya",
    Sector.MEDIA: "kompas, tempo",
    Sector.TECHNOLOGY: "gojek, goto, tokopedia, shopee, bukalapak, ibm, google, microsoft",
    Sector.RETAIL: "indomaret, alfamart, alfamidi",
    Sector.MANUFACTURING: "unilever",
}

# Asked before the others, for 'assistant to the director' is no director and a 'product owner' owns nothing.
SENIORITY_FIRST: dict[Seniority, str] = {
    Seniority.PROFESSIONAL: (
        "product owner, process owner, business partner, hr business partner, hrbp, account director"
    ),
    Seniority.STAFF: (
        "sekretaris direktur, sekretaris direksi, asisten direktur, asisten pribadi, personal assistant, "
        "executive assistant, assistant to, executive secretary, staf ahli direksi, account manager, "
        "relationship manager"
    ),
}
SENIORITIES: dict[Seniority, str] = {
    Seniority.OWNER: (
        "owner, co owner, pemilik, founder, co founder, cofounder, pendiri, proprietor, pengusaha, "
        "wirausaha, wiraswasta, entrepreneur, managing partner, senior partner, partner, shareholder, "
        "pemegang saham, juragan"
    ),
    Seniority.DIRECTOR: (
        "direktur, direktris, director, dirut, presdir, presiden direktur, president, ceo, cfo, coo, cto, "
        "cio, cmo, chro, chief, komisaris, commissioner, chairman, chairwoman, chairperson, vice "
        "president, vp, svp, evp, rektor, rector, dekan, dean, direksi, wadir, ketua umum, bupati, "
        "walikota, gubernur"
    ),
    Seniority.MANAGER: (
        "manager, manajer, mgr, gm, kepala, head, kabag, kabid, kasi, kasubag, kadis, kacab, pimpinan, "
        "pemimpin, lead, leader, koordinator, coordinator, supervisor, spv, superintendent, principal, "
        "ketua, pic"
    ),
    Seniority.PROFESSIONAL: (
        "dokter, dr, doctor, physician, surgeon, spesialis, dokter gigi, drg, bidan, perawat, nurse, "
        "apoteker, pharmacist, notaris, notary, ppat, advokat, advocate, pengacara, lawyer, attorney, "
        "legal counsel, arsitek, architect, akuntan, accountant, auditor, konsultan, consultant, "
        "insinyur, engineer, dosen, lecturer, guru, teacher, professor, guru besar, programmer, "
        "developer, designer, desainer, psikolog, psychologist, peneliti, researcher, scientist, "
        "wartawan, jurnalis, journalist, fotografer, photographer, penerjemah, translator, aktuaris, "
        "actuary, coach, trainer, financial planner, dokter hewan, vet, penilai, appraiser, data "
        "scientist"
    ),
    Seniority.STAFF: (
        "staf, staff, karyawan, karyawati, pegawai, admin, administrasi, officer, asisten, assistant, "
        "executive, eksekutif, analis, analyst, operator, sekretaris, secretary, kasir, cashier, teller, "
        "sales, salesman, marketing, buyer, purchasing, customer service, resepsionis, receptionist, "
        "representative, agen, agent, teknisi, technician, specialist, associate, intern, magang, pns, "
        "asn, hrd, mandor, driver, clerk"
    ),
}

ROLES: dict[Role, str] = {
    Role.PROCUREMENT: (
        "pengadaan, procurement, purchasing, pembelian, buyer, sourcing, general affairs, ga, merchandiser"
    ),
    Role.HUMAN_RESOURCES: (
        "hrd, hr, hrga, sdm, sumber daya manusia, personalia, human resources, human resource, human "
        "capital, people, talent, recruiter, rekrutmen, recruitment, chro, hrbp, hr business partner, "
        "people operations, kepegawaian"
    ),
    Role.NOTARY: "notaris, notary, ppat",
    Role.MEDICAL: (
        "dokter, dr, doctor, physician, surgeon, dokter gigi, drg, dentist, bidan, perawat, nurse, "
        "apoteker, pharmacist, medical, medis, medik, spesialis, fisioterapis, kedokteran"
    ),
    Role.LEGAL: (
        "legal, hukum, advokat, advocate, pengacara, lawyer, attorney, compliance, kepatuhan, corporate "
        "secretary, counsel"
    ),
    Role.TAX_AND_ACCOUNTING: "akuntan, accountant, accounting, akuntansi, pajak, tax, auditor, audit",
    Role.FINANCE: (
        "keuangan, finance, financial, cfo, treasury, bendahara, treasurer, kredit, credit, investasi, "
        "investment, aktuaris, financial planner, wealth, funding, kasir"
    ),
    Role.PUBLIC_RELATIONS: (
        "humas, public relations, pr, corporate communication, corporate communications, komunikasi, "
        "communications, external relations, media relations, csr"
    ),
    Role.MARKETING: ("pemasaran, marketing, cmo, brand, branding, promosi, digital marketing, marcom, periklanan"),
    Role.SALES: (
        "penjualan, sales, salesman, business development, bizdev, bisnis development, pengembangan "
        "bisnis, account executive, account manager, relationship manager, agen, agent, key account, area "
        "manager, medical representative"
    ),
    Role.CUSTOMER_SERVICE: (
        "customer service, layanan pelanggan, customer care, pelayanan, customer success, cs, call "
        "center, front office, resepsionis, receptionist, guest relation"
    ),
    Role.INFORMATION_TECHNOLOGY: (
        "it, ti, teknologi informasi, information technology, information systems, software, programmer, "
        "developer, cto, cio, data, devops, sistem informasi, product manager, product owner, web, "
        "network, cyber, system analyst"
    ),
    Role.LOGISTICS: (
        "logistik, logistics, supply chain, gudang, warehouse, ekspor impor, export import, exim, "
        "distribusi, distribution, ppic, pengiriman, shipping, inventory, fleet"
    ),
    Role.SAFETY: "hse, k3, safety, qhse, ehs, lingkungan, environment, security, keamanan",
    Role.PRODUCTION: (
        "produksi, production, pabrik, plant, factory, manufacturing, quality control, quality assurance, qc, qa, mutu"
    ),
    Role.ARCHITECTURE: "arsitek, architect, architecture, arsitektur, interior designer, desainer interior",
    Role.ENGINEERING: (
        "teknik, engineering, engineer, insinyur, maintenance, pemeliharaan, teknisi, technician, proyek, "
        "project, site manager, sipil, technical, mechanical, electrical, mandor"
    ),
    Role.DESIGN: (
        "desain, design, designer, desainer, kreatif, creative, art director, fotografer, photographer, copywriter"
    ),
    Role.TEACHING: (
        "dosen, lecturer, guru, teacher, professor, profesor, rektor, rector, dekan, dean, kepala "
        "sekolah, trainer, pelatihan, training, akademik, academic, kurikulum, pengajar"
    ),
    Role.RESEARCH: "riset, research, r d, litbang, peneliti, researcher, scientist, penelitian",
    Role.OPERATIONS: (
        "operasional, operasi, operations, operation, operational, coo, ops, outlet, store manager, restaurant manager"
    ),
    Role.ADMINISTRATION: (
        "sekretaris, secretary, admin, administrasi, administration, tata usaha, asisten pribadi, "
        "personal assistant, executive assistant, umum, office manager"
    ),
    Role.CONSULTING: "konsultan, consultant, advisor, penasihat, adviser, coach, psikolog",
    Role.GENERAL_MANAGEMENT: (
        "owner, pemilik, founder, co founder, pendiri, ceo, direktur utama, dirut, presiden direktur, "
        "presdir, president, general manager, gm, managing director, managing partner, direktur, "
        "direktris, director, komisaris, commissioner, chairman, branch manager, kepala cabang, pimpinan "
        "cabang, kacab, pengusaha, wirausaha, wiraswasta, entrepreneur, manager, manajer, kepala dinas, "
        "country manager, partner"
    ),
}

MAIL_SECTORS: dict[str, Sector] = {
    ".go.id": Sector.GOVERNMENT,
    ".mil.id": Sector.GOVERNMENT,
    ".ac.id": Sector.EDUCATION,
    ".sch.id": Sector.EDUCATION,
    ".edu": Sector.EDUCATION,
}

# What an organisation's name has besides what distinguishes it.
LEGAL_FORMS = (
    "pt, cv, tbk, persero, perum, ud, pd, firma, fa, koperasi, yayasan, ltd, limited, inc, llc, co, "
    "corp, corporation, company, gmbh, pte, sdn, bhd, group, grup, holding, holdings, indonesia, "
    "nusantara, international, internasional, utama, mandiri, jaya, abadi, sejahtera, makmur, "
    "sentosa, perkasa, prima, global, and, dan, the, of, di, untuk, for, negeri, swasta, umum, "
    "nasional, national, jasa, service, services, usaha, bersama, mitra, partner, partners, "
    "solutions, solusi, kantor, office, pusat, cabang, kota, kabupaten, provinsi, daerah, jawa, "
    "timur, barat, tengah, selatan, utara, center, centre, team, tim"
)
NAME_TITLES = (
    "bapak, ibu, pak, bu, bpk, mas, mbak, kak, bang, om, tante, haji, hajah, hj, ir, drs, dra, dr, "
    "drg, prof, mr, mrs, ms, miss, sir, jr, sr, iii, bin, binti, van, von, del, dos, alias, dan, "
    "dari, di, ke, yang, untuk, the, of, and, st, se, sh, mm, mt, msi, mkom, spd, skom, sked, mba, "
    "phd, sp, mh, si, ing, pt, cv"
)
